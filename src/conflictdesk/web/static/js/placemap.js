// A small map of one place: where it is held to be, and in grey where else the name might have meant.

import { boundsOf, circle, drawMap } from "./basemap.js";
import { POINTS } from "./incidents.js";
import { COLOURS, imageName } from "./marks.js";

const EMPTY = { type: "FeatureCollection", features: [] };
const point = (lon, lat, properties = {}) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates: [lon, lat] } });
const collection = (features) => ({ type: "FeatureCollection", features });
const APART = 0.02; // degrees: what is nearer is the same place

export class PlaceMap {
  constructor(box) {
    this.box = box;
    const { map, ready } = drawMap(box, { keyboard: false, fadeDuration: 0 });
    this.map = map;
    this.ready = ready.then(() => this.addLayers());
  }

  addLayers() {
    const { map } = this, colours = COLOURS[map.theme];
    for (const id of ["others", "area", "here"]) map.addSource(id, { type: "geojson", data: EMPTY });
    map.addLayer({ id: "others", type: "circle", source: "others", paint: { "circle-radius": 4, "circle-color": colours.other, "circle-opacity": 0.55 } });
    map.addLayer({ id: "area", type: "fill", source: "area", paint: { "fill-color": ["get", "colour"], "fill-opacity": 0.15 } });
    map.addLayer({ id: "edge", type: "line", source: "area", paint: { "line-color": ["get", "colour"], "line-width": 1.5 } });
    map.addLayer({ id: "here", type: "symbol", source: "here", layout: { "icon-image": ["get", "image"], "icon-allow-overlap": true } });
  }

  /** Draw `row` (lat, lon, radius or null, geo, role, standing, ...) and `others` (lat, lon); gives the others drawn. */
  async show(row, others = []) {
    this.shown = row;
    await this.ready;
    if (this.shown !== row) return [];
    const { map } = this, known = row.lat !== null && row.lat !== undefined;
    const located = known && (row.radius || POINTS.has(row.geo ?? null));
    const away = others.filter((other) => !located || Math.abs(other.lat - row.lat) + Math.abs(other.lon - row.lon) > APART);
    const ring = located && row.radius ? circle(row.lon, row.lat, row.radius) : null;
    const colour = COLOURS[map.theme][row.role] ?? COLOURS[map.theme].other;
    map.getSource("others").setData(collection(away.map((other) => point(other.lon, other.lat))));
    map.getSource("area").setData(ring ? { type: "Feature", properties: { colour }, geometry: ring } : EMPTY);
    map.getSource("here").setData(located && !ring ? collection([point(row.lon, row.lat, { image: imageName(row) })]) : EMPTY);
    this.frame(located ? [[row.lon, row.lat]] : away.map((other) => [other.lon, other.lat]), ring);
    this.box.dataset.ready = "yes";
    return away;
  }

  frame(points, ring) {
    if (points.length) this.map.fitBounds(boundsOf(ring ? ring.coordinates[0] : points), { padding: 40, maxZoom: ring ? 6 : 4.4, animate: false });
  }
}
