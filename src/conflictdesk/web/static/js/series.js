// A series: its map, what a person concludes of it, and words on who belongs to it.

import { boundsOf, circle, drawMap } from "./basemap.js";
import { byId, fetched, posted } from "./dom.js";
import { POINTS } from "./incidents.js";
import { COLOURS, imageName } from "./marks.js";

const box = byId("series-map"), key = box.dataset.series;
const point = (row, number) => ({ type: "Feature", geometry: { type: "Point", coordinates: [row.lon, row.lat] }, properties: { image: imageName(row), number } });
const collection = (features) => ({ type: "FeatureCollection", features });

async function draw() {
  const { rows, attacks } = await fetched(`/api/series/${encodeURIComponent(key)}`);
  const numbered = rows.map((row, n) => [row, n < attacks ? String(n + 1) : ""]).filter(([row]) => row.lat !== null);
  const missing = rows.length - numbered.length;
  byId("series-map-note").textContent = missing ? `${missing} of ${rows.length} without a place on the map.` : "";
  if (!numbered.length) { box.hidden = true; return; }
  const { map, ready } = drawMap(box, { keyboard: false, fadeDuration: 0 });
  await ready;
  const colours = COLOURS[map.theme];
  const points = numbered.filter(([row]) => !row.radius && POINTS.has(row.geo ?? null));
  const rings = numbered.filter(([row]) => row.radius).map(([row]) => ({ type: "Feature", properties: { colour: colours[row.role] ?? colours.other }, geometry: circle(row.lon, row.lat, row.radius) }));
  const way = points.filter(([, number]) => number).map(([row]) => [row.lon, row.lat]);
  map.addSource("way", { type: "geojson", data: { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: way.length > 1 ? way : [] } } });
  map.addSource("rings", { type: "geojson", data: collection(rings) });
  map.addSource("here", { type: "geojson", data: collection(points.map(([row, number]) => point(row, number))) });
  map.addLayer({ id: "rings", type: "fill", source: "rings", paint: { "fill-color": ["get", "colour"], "fill-opacity": 0.12 } });
  map.addLayer({ id: "edges", type: "line", source: "rings", paint: { "line-color": ["get", "colour"], "line-width": 1.2 } });
  map.addLayer({ id: "way", type: "line", source: "way", paint: { "line-color": colours.attack, "line-width": 1, "line-dasharray": [2, 3] } });
  const [dark, paper] = map.theme === "dark" ? ["#e4e5e3", "#22272c"] : ["#1d2126", "#f6f4ef"];
  map.addLayer({
    id: "here", type: "symbol", source: "here",
    layout: { "icon-image": ["get", "image"], "icon-allow-overlap": true, "text-field": ["get", "number"], "text-font": ["Liberation Sans", "sans-serif"],
      "text-size": 13, "text-offset": [0.9, -0.6], "text-anchor": "left", "text-allow-overlap": true },
    paint: { "text-color": dark, "text-halo-color": paper, "text-halo-width": 1.6 },
  });
  const shown = numbered.filter(([, number]) => number);
  map.fitBounds(boundsOf((shown.length ? shown : numbered).map(([row]) => [row.lon, row.lat])), { padding: 44, maxZoom: 9, animate: false });
  box.dataset.ready = "yes";
}

async function send(told, path, body) {
  try {
    await posted(path, body);
    location.assign(body.holds === false ? "/series" : location.href.split("#")[0]);
  } catch (error) {
    told.textContent = error.message;
    told.classList.add("wrong");
  }
}

byId("conclude-series").addEventListener("submit", (event) => {
  event.preventDefault();
  send(byId("told"), "/api/assessments", { text: byId("text").value, likelihood: byId("likelihood").value, about: [key] });
});

byId("put").addEventListener("submit", (event) => {
  event.preventDefault();
  const incident = byId("which").value;
  if (incident) send(byId("put-told"), `/api/series/${encodeURIComponent(key)}`, { incident, holds: true });
});

for (const button of document.querySelectorAll("[data-holds=no]")) {
  button.addEventListener("click", () => send(byId("put-told"), `/api/series/${encodeURIComponent(key)}`, { incident: button.dataset.incident, holds: false }));
}

await draw();
