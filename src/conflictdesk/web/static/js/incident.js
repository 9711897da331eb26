// The small map of an incident: its place, and in grey where else the name might have meant.

import { boundsOf, circle, drawMap } from "./basemap.js";
import { byId, fetched } from "./dom.js";
import { dressed } from "./incidents.js";
import { COLOURS, imageName } from "./marks.js";
import { many } from "./words.js";

const box = byId("small-map");
const { row: raw, incident, runners_up: others } = await fetched(`/api/incidents/${encodeURIComponent(box.dataset.incident)}`);
const row = dressed(raw, {});

const point = (lon, lat, properties) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates: [lon, lat] } });
const collection = (features) => ({ type: "FeatureCollection", features });

if (!row.located) {
  box.hidden = !others.length;
  byId("small-map-note").textContent = incident.place || incident.country
    ? "Known by region or country only: there is no point to draw." : "No place is reported.";
}
if (row.located || others.length) await draw();

async function draw() {
  const { map, ready } = drawMap(box, { keyboard: false });
  await ready;
  const colours = COLOURS[map.theme];
  const away = others.filter((other) => Math.abs(other.lat - row.lat) + Math.abs(other.lon - row.lon) > 0.02 || !row.located);
  map.addSource("others", { type: "geojson", data: collection(away.map((other) => point(other.lon, other.lat, { name: other.name ?? "" }))) });
  map.addLayer({ id: "others", type: "circle", source: "others", paint: { "circle-radius": 4, "circle-color": colours.other, "circle-opacity": 0.55 } });
  if (row.area) {
    map.addSource("area", { type: "geojson", data: circle(row.lon, row.lat, row.radius) });
    map.addLayer({ id: "area", type: "fill", source: "area", paint: { "fill-color": colours[row.role], "fill-opacity": 0.15 } });
    map.addLayer({ id: "edge", type: "line", source: "area", paint: { "line-color": colours[row.role], "line-width": 1.5 } });
  }
  if (row.point) {
    map.addSource("here", { type: "geojson", data: collection([point(row.lon, row.lat, { image: imageName(row) })]) });
    map.addLayer({ id: "here", type: "symbol", source: "here", layout: { "icon-image": ["get", "image"], "icon-allow-overlap": true } });
  }
  const points = row.located ? [[row.lon, row.lat]] : away.map((other) => [other.lon, other.lat]);
  const around = row.area ? circle(row.lon, row.lat, row.radius).coordinates[0] : points;
  map.fitBounds(boundsOf(around), { padding: 40, maxZoom: row.area ? 6 : 4.4, animate: false });
  if (away.length) byId("small-map-note").textContent = `In grey: ${many(away.length, "other place")} that the name might mean.`;
  box.dataset.ready = "yes";
}
