// The map beneath the marks: land, borders, towns. Everything comes from this server.

import * as maplibre from "../vendor/maplibre-gl/maplibre-gl.mjs";
import { imageOf } from "./marks.js";

const FONT = ["Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", "sans-serif"];
const PALETTE = {
  light: { sea: "#e3e8ea", land: "#f6f4ef", border: "#a9a396", province: "#d6d1c5", label: "#565c63", faint: "#8d8f90",
    halo: "#f6f4ef" },
  dark: { sea: "#14181c", land: "#22272c", border: "#5c656e", province: "#383f46", label: "#a9b1b9", faint: "#79828b",
    halo: "#22272c" },
};
const DRAWN = /^(mark|cluster)\|/; // images that marks.js draws when they are first needed
const NIGHT = matchMedia("(prefers-color-scheme: dark)");
export const themeNow = () => (NIGHT.matches ? "dark" : "light");

maplibre.setWorkerUrl(new URL("../vendor/maplibre-gl/maplibre-gl-worker.mjs", import.meta.url).href);

const line = (id, colour, width, more = {}) => ({
  id, type: "line", source: id, paint: { "line-color": colour, "line-width": width, ...more },
});

function style(theme) {
  const p = PALETTE[theme];
  const shapes = ["land", "provinces", "borders", "disputed"];
  const sources = Object.fromEntries(shapes.map((name) => [name, { type: "geojson", data: `/static/map/${name}.json` }]));
  sources.labels = { type: "geojson", data: { type: "FeatureCollection", features: [] } };
  const width = ["interpolate", ["linear"], ["zoom"], 2, 0.6, 8, 1.6];
  return {
    version: 8,
    transition: { duration: 0, delay: 0 },
    sources,
    layers: [
      { id: "sea", type: "background", paint: { "background-color": p.sea } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": p.land, "fill-antialias": true } },
      { ...line("provinces", p.province, 0.8), minzoom: 4 },
      line("borders", p.border, width),
      line("disputed", p.border, width, { "line-dasharray": [3, 2] }),
      label("towns", ["==", ["get", "kind"], "town"], p.label, p.halo,
        ["interpolate", ["linear"], ["zoom"], 3, 10.5, 9, 13]),
      label("countries", ["==", ["get", "kind"], "country"], p.faint, p.halo,
        ["interpolate", ["linear"], ["zoom"], 2, 10.5, 7, 15], { "text-letter-spacing": 0.08, "text-transform": "uppercase" }),
    ],
  };
}

function label(id, filter, colour, halo, size, layout = {}) {
  return {
    id, type: "symbol", source: "labels", filter,
    layout: {
      "text-field": ["get", "name"], "text-font": FONT, "text-size": size, "text-padding": 3, "text-max-width": 8,
      "symbol-sort-key": ["get", "order"],
      ...(id === "towns" ? { "text-variable-anchor": ["left", "right", "top", "bottom"], "text-radial-offset": 0.5 } : {}),
      ...layout,
    },
    paint: { "text-color": colour, "text-halo-color": halo, "text-halo-width": 1.4 },
  };
}

/** Towns appear by rank as one comes nearer; the smaller a country, the later its name. */
function labelled({ countries, towns }) {
  const feature = (kind, name, lon, lat, order, from) => ({
    type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties: { kind, name, order, from },
  });
  return {
    type: "FeatureCollection",
    features: [
      ...countries.map(([name, lon, lat, area]) => feature("country", name, lon, lat, -area, area > 4e5 ? 2 : area > 5e4 ? 3 : 5)),
      ...towns.map(([name, lon, lat, people, rank]) => feature("town", name, lon, lat, rank * 1e6 - people / 100, nearness(people, rank))),
    ],
  };
}

/** The zoom from which a town has its name; whole numbers, as filters see the zoom of their tile. */
function nearness(people, rank) {
  if ((rank === 1 && people > 3e5) || people > 3e6) return 3;
  if (people > 1e6 || rank <= 6) return 4;
  return people > 3e5 || rank <= 10 ? 5 : 6;
}

/** A map in `container`; `ready` resolves once layers can be added. */
export function drawMap(container, options = {}) {
  const map = new maplibre.Map({
    container,
    style: style(themeNow()),
    center: [18, 24],
    zoom: 2.2,
    minZoom: 1,
    maxZoom: 12,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    attributionControl: false,
    fadeDuration: 250, // also how often labels are placed anew while the map moves
    ...options,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.setMissingStyleImageResolver(async (id) => {
    if (DRAWN.test(id) && !map.hasImage(id)) map.addImage(id, ...imageOf(id, map.theme));
  });
  map.theme = themeNow();
  const ready = map.once("load").then(() => map);
  NIGHT.addEventListener("change", () => retheme(map, themeNow()));
  fetch("/static/map/labels.json").then((r) => r.json()).then(async (names) => {
    await ready;
    map.getSource("labels").setData(labelled(names));
    for (const id of ["towns", "countries"]) map.setFilter(id, ["all", map.getFilter(id), [">=", ["zoom"], ["get", "from"]]]);
  });
  return { map, ready };
}

/** Light or dark, without a reload; what others add to the map repaints itself on the "theme" event. */
export function retheme(map, theme) {
  const p = PALETTE[theme];
  map.theme = theme;
  map.setPaintProperty("sea", "background-color", p.sea);
  map.setPaintProperty("land", "fill-color", p.land);
  map.setPaintProperty("provinces", "line-color", p.province);
  for (const id of ["borders", "disputed"]) map.setPaintProperty(id, "line-color", p.border);
  for (const [id, colour] of [["towns", p.label], ["countries", p.faint]]) {
    map.setPaintProperty(id, "text-color", colour);
    map.setPaintProperty(id, "text-halo-color", p.halo);
  }
  for (const id of map.listImages()) if (DRAWN.test(id)) map.updateImage(id, imageOf(id, theme)[0]);
  map.fire("theme");
}

/** A circle on the ground as a polygon; `radius` in km. */
export function circle(lon, lat, radius, steps = 40) {
  const ring = [];
  const angular = radius / 6371, toRad = Math.PI / 180;
  const lat1 = lat * toRad, lon1 = lon * toRad;
  for (let i = 0; i <= steps; i += 1) {
    const bearing = (2 * Math.PI * i) / steps;
    const lat2 = Math.asin(Math.sin(lat1) * Math.cos(angular) + Math.cos(lat1) * Math.sin(angular) * Math.cos(bearing));
    const lon2 = lon1 + Math.atan2(
      Math.sin(bearing) * Math.sin(angular) * Math.cos(lat1),
      Math.cos(angular) - Math.sin(lat1) * Math.sin(lat2),
    );
    ring.push([lon2 / toRad, lat2 / toRad]);
  }
  return { type: "Polygon", coordinates: [ring] };
}

export function boundsOf(points) {
  const bounds = new maplibre.LngLatBounds();
  for (const [lon, lat] of points) bounds.extend([lon, lat]);
  return bounds;
}

export { FONT, maplibre };
