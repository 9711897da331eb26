// The map of incidents: marks, areas, clusters that open where one clicks.

import { FONT, boundsOf, circle, drawMap, maplibre, retheme } from "./basemap.js";
import { element, fetched, markOf } from "./dom.js";
import { addPresences } from "./hatching.js";
import { COLOURS, imageName } from "./marks.js";
import { STANDING_WORDS, many, tollWords, whenWords } from "./words.js";

const EMPTY = { type: "FeatureCollection", features: [] };
const FIT = { padding: 56, maxZoom: 6, animate: false };
const MOST_AT_ONE_PLACE = 200; // rows in the small window over incidents that share a place

export class IncidentMap {
  /** `on` holds what the map tells: moved(bounds, view), hovered(row or null), opened(row). */
  constructor(container, tip, on) {
    this.on = on;
    this.tip = tip;
    this.rows = new Map();
    const { map, ready } = drawMap(container);
    this.map = map;
    this.ready = ready.then(() => this.addLayers());
    map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
    map.addControl(new maplibre.ScaleControl({ maxWidth: 90 }), "bottom-left");
  }

  addLayers() {
    const { map } = this;
    map.addSource("incidents", {
      type: "geojson", data: EMPTY, cluster: true, clusterRadius: 36, clusterMaxZoom: 11, maxzoom: 12, buffer: 64,
      clusterProperties: {
        attack: ["+", ["case", ["==", ["get", "role"], "attack"], 1, 0]],
        counter: ["+", ["case", ["==", ["get", "role"], "counter-operation"], 1, 0]],
      },
    });
    map.addSource("areas", { type: "geojson", data: EMPTY });
    map.addSource("pointed", { type: "geojson", data: EMPTY });
    const colour = ["get", "colour"];
    map.addLayer({ id: "areas", type: "fill", source: "areas", paint: { "fill-color": colour, "fill-opacity": 0.1 } });
    map.addLayer({ id: "area-edges", type: "line", source: "areas", paint: { "line-color": colour, "line-width": 1.4, "line-dasharray": ["case", ["get", "claimed"], ["literal", [2, 2]], ["literal", [1, 0]]] } });
    map.addLayer(this.markLayer());
    map.addLayer({ id: "pointed", type: "circle", source: "pointed", paint: { "circle-radius": 14, "circle-opacity": 0, "circle-stroke-width": 2, "circle-stroke-color": COLOURS[map.theme].ink } });
    this.listen();
  }

  /** One layer for marks and clusters, above the labels: what is placed first, the labels keep clear of. */
  markLayer() {
    return {
      id: "marks", type: "symbol", source: "incidents",
      layout: {
        "icon-image": ["case", ["has", "point_count"], this.clusterImage(), ["get", "image"]],
        "icon-allow-overlap": true, "text-allow-overlap": true, "icon-padding": 1,
        "symbol-sort-key": ["case", ["has", "point_count"], ["get", "point_count"], ["get", "order"]],
        "text-field": ["case", ["has", "point_count"], ["to-string", ["get", "point_count"]], ""],
        "text-font": FONT, "text-size": 11.5,
      },
      paint: { "text-color": COLOURS[this.map.theme].ink },
    };
  }

  /** The name of a cluster's image: shares of its rim in eighths, and its radius. */
  clusterImage() {
    const total = ["get", "point_count"];
    const eighth = (name) => ["to-string", ["round", ["/", ["*", 8, ["get", name]], total]]];
    const size = ["to-string", ["min", 20, ["round", ["+", 8, ["*", 1.6, ["log2", total]]]]]];
    return ["concat", "cluster|", eighth("attack"), "|", eighth("counter"), "|", size];
  }

  /** Only a move that a person asked for is a filter: not the first view, nor a window that changes its size. */
  listen() {
    const { map } = this;
    map.on("moveend", (event) => { if (event.originalEvent || event.asked) this.tellView(); });
    map.on("theme", () => {
      map.setPaintProperty("marks", "text-color", COLOURS[map.theme].ink);
      map.setPaintProperty("pointed", "circle-stroke-color", COLOURS[map.theme].ink);
      this.drawAreas();
    });
    map.on("click", "marks", (event) => this.click(event.features[0], event.lngLat));
    map.on("click", "areas", (event) => {
      if (map.queryRenderedFeatures(event.point, { layers: ["marks"] }).length) return;
      this.showPlace(event.features.map((f) => f.properties.id), event.lngLat);
    });
    map.on("mousemove", (event) => this.hover(event));
    map.on("mouseout", () => this.hover(null));
    map.on("movestart", () => { this.tip.hidden = true; });
  }

  tellView() {
    const centre = this.map.getCenter();
    this.on.moved(this.bounds(), { lon: centre.lng, lat: centre.lat, zoom: this.map.getZoom() });
  }

  bounds() {
    const b = this.map.getBounds();
    return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()];
  }

  /** Draw these rows, whatever the view. */
  show(rows) {
    this.rows = new Map(rows.map((row) => [row.id, row]));
    this.map.getSource("incidents")?.setData({
      type: "FeatureCollection",
      features: rows.filter((row) => row.point).map((row) => row.feature ??= featureOf(row)),
    });
    this.drawAreas();
  }

  /** Presences are asked for when they are first to be seen. */
  async showPresences(shown) {
    if (shown && !this.presences) {
      this.presences = fetched("/api/presences");
      const areas = await this.presences;
      await this.ready;
      addPresences(this.map, areas);
    }
    if (this.map.getLayer("presences")) {
      this.map.setLayoutProperty("presences", "visibility", shown ? "visible" : "none");
    }
  }

  drawAreas() {
    const colours = COLOURS[this.map.theme];
    const features = [...this.rows.values()].filter((row) => row.area).map((row) => ({
      type: "Feature", geometry: circle(row.lon, row.lat, row.radius),
      properties: { id: row.id, colour: colours[row.role], claimed: row.standing === "claimed-only" },
    }));
    this.map.getSource("areas")?.setData({ type: "FeatureCollection", features });
  }

  /** Point out one incident, or none. */
  point(row) {
    const at = row?.located ? [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [row.lon, row.lat] } }] : [];
    this.map.getSource("pointed")?.setData({ type: "FeatureCollection", features: at });
  }

  /** Show the stretch that the rows cover; `view` where one was asked for. */
  frame(rows, view) {
    const points = rows.filter((row) => row.located).map((row) => [row.lon, row.lat]);
    if (view) this.map.jumpTo({ center: [view.lon, view.lat], zoom: view.zoom });
    else if (points.length) this.map.fitBounds(boundsOf(points), FIT);
  }

  async click(feature, lngLat) {
    if (!feature.properties.cluster) {
      const here = this.map.queryRenderedFeatures(this.map.project(lngLat), { layers: ["marks"] });
      const ids = [...new Set(here.map((f) => f.properties.id).filter(Boolean))];
      this.showPlace(ids, lngLat);
      return;
    }
    const source = this.map.getSource("incidents");
    const number = feature.properties.cluster_id;
    const zoom = await source.getClusterExpansionZoom(number);
    if (zoom <= this.map.getMaxZoom() - 1 && zoom < 11.5) {
      const nearer = Math.max(zoom, this.map.getZoom() + 0.8);
      this.map.easeTo({ center: feature.geometry.coordinates, zoom: nearer, duration: 250 }, { asked: true });
      return;
    }
    const leaves = await source.getClusterLeaves(number, MOST_AT_ONE_PLACE, 0);
    this.showPlace(leaves.map((leaf) => leaf.properties.id), feature.geometry.coordinates);
  }

  /** A small window with links to the incidents of one place. */
  showPlace(ids, lngLat) {
    const rows = [...new Set(ids)].map((id) => this.rows.get(id)).filter(Boolean);
    if (!rows.length) return;
    this.on.opened(rows[0]);
    const entries = rows.map((row) => element("li", {},
      markOf(row.role, row.standing, 14), " ",
      element("a", { href: `/incidents/${encodeURIComponent(row.id)}` }, `${whenWords(row)}, ${row.type}`),
      `, ${tollWords(row)}`));
    const title = element("strong", { dir: "auto" }, rows[0].place ?? rows[0].countryName ?? "");
    const content = element("div", { class: "at-place" }, title, element("ul", {}, ...entries));
    new maplibre.Popup({ maxWidth: "320px", focusAfterOpen: false }).setLngLat(lngLat).setDOMContent(content).addTo(this.map);
    this.tip.hidden = true;
  }

  /** At most one look a frame, and none while the map moves: a look costs more than a frame. */
  hover(event) {
    const waiting = this.last !== undefined;
    this.last = event;
    if (waiting) return;
    requestAnimationFrame(() => {
      const last = this.last;
      this.last = undefined;
      if (!last || !this.map.isMoving()) this.look(last);
    });
  }

  look(event) {
    const layers = this.map.getLayer("marks") ? ["marks", "areas"] : [];
    const feature = event && layers.length ? this.map.queryRenderedFeatures(event.point, { layers })[0] : null;
    this.map.getCanvas().style.cursor = feature ? "pointer" : "";
    const row = feature ? this.rows.get(feature.properties.id) : null;
    this.on.hovered(row ?? null);
    this.tip.hidden = !feature;
    if (feature) this.showTip(event.point, row, feature.properties.point_count);
  }

  showTip({ x, y }, row, many_) {
    const head = row ? row.place ?? row.countryName ?? "Place not reported" : many(many_, "incident");
    const lines = row
      ? [`${whenWords(row)}, ${row.type}`, `${tollWords(row)}; ${STANDING_WORDS[row.standing]}`]
      : ["Click to open"];
    this.tip.replaceChildren(element("strong", { dir: "auto" }, head), ...lines.map((line) => element("div", {}, line)));
    const { clientWidth: width, clientHeight: height } = this.map.getContainer();
    this.tip.style.left = `${Math.min(x + 14, Math.max(0, width - 290))}px`;
    this.tip.style.top = `${y > height - 90 ? y - 76 : y + 14}px`;
  }

  /** The map as a picture on white, whatever the theme: for print. Null where it has no room on the page. */
  picture() {
    if (!this.map.getContainer().clientWidth) return null;
    const theme = this.map.theme;
    if (theme !== "light") retheme(this.map, "light");
    this.map.redraw();
    const picture = this.map.getCanvas().toDataURL("image/png");
    if (theme !== "light") retheme(this.map, theme);
    return picture;
  }
}

function featureOf(row) {
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [row.lon, row.lat] },
    properties: { id: row.id, role: row.role, image: imageName(row), order: -(row.killed_min ?? 0) },
  };
}
