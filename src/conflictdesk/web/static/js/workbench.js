// The three coordinated views: filters above, map, list and timeline. Each change of the state shows in all of them.

import { byId, element, fetched, afterPause, trouble } from "./dom.js";
import { Chips, FacetList, closeElsewhere } from "./facets.js";
import { facetValues, filtered, rowsOf } from "./incidents.js";
import { plain, typing } from "./keys.js";
import { IncidentList } from "./list.js";
import { IncidentMap } from "./map.js";
import { markCanvas, radiusOf } from "./marks.js";
import { addressOf, narrows, readState } from "./state.js";
import { Timeline } from "./timeline.js";
import { dayOf, dayWords, isoFrom, many } from "./words.js";

const WRITING = 180; // ms after the last letter before a text filters

class Workbench {
  constructor(table) {
    this.rows = rowsOf(table);
    this.state = readState();
    this.found = null; // ids that the free text finds; null where there is none
    const values = facetValues(this.rows);
    const changed = (name, chosen) => this.set({ [name]: chosen });
    this.facets = ["actor", "type", "source", "reviewed"].map((name) => new FacetList(name, values[name], changed));
    this.chips = ["role", "standing"].map((name) => new Chips(byId(name), name, changed));
    byId("facets").append(...this.facets.map((facet) => facet.element));
    closeElsewhere(byId("filters"));
    this.list = new IncidentList(byId("list"), byId("rows"), {
      hovered: (row) => this.point(row, "list"), chosen: (row) => this.choose(row),
    });
    this.timeline = new Timeline(byId("timeline"), {
      brushing: this.brushing.bind(this), brushed: (from, to) => this.set({ from, to, undated: false }),
    });
    this.timeline.span(this.rows);
    this.map = new IncidentMap(byId("map"), byId("tip"), {
      moved: (bounds, map) => this.set({ bounds, map, unplaced: false }, { replace: true, moved: true }),
      hovered: (row) => this.point(row, "map"), opened: (row) => this.list.chooseId(row.id),
    });
    this.wire();
  }

  async start() {
    drawLegend();
    this.refresh();
    await Promise.all([this.map.ready, this.look()]);
    const { shown } = filtered(this.rows, { ...this.state, map: null, bounds: null }, this.found);
    this.map.frame(shown.some((row) => row.located) ? shown : this.rows, this.state.map);
    if (this.state.map) this.state.bounds = this.map.bounds();
    this.refresh();
    if (this.state.at) this.list.chooseId(this.state.at);
    document.body.dataset.ready = "yes";
  }

  /** Change the state, the address and all views. */
  set(change, { replace = false, moved = false } = {}) {
    const unlike = Object.entries(change).some(([key, value]) => JSON.stringify(this.state[key]) !== JSON.stringify(value));
    if (!unlike) return;
    Object.assign(this.state, change);
    history[replace ? "replaceState" : "pushState"](null, "", addressOf(this.state));
    if (!moved) this.refresh();
    else this.refresh({ still: true });
  }

  refresh({ still = false } = {}) {
    const result = filtered(this.rows, this.state, this.found);
    this.list.show(result.shown);
    this.timeline.show(result.allTimes, this.state.from, this.state.to);
    if (!still) this.showOnMap(result.allPlaces);
    for (const view of [...this.facets, ...this.chips]) view.show(this.state[view.name], result.counts[view.name]);
    this.tell(result);
  }

  /** The map takes its time with ten thousand marks: list and timeline answer first. */
  showOnMap(rows) {
    this.forMap = rows;
    this.mapWaits ??= setTimeout(() => {
      this.mapWaits = undefined;
      this.map.show(this.forMap);
    });
  }

  tell({ shown, allPlaces, allTimes }) {
    const { state } = this;
    byId("shown").textContent = shown.length.toLocaleString("en-GB");
    byId("total").textContent = this.rows.length.toLocaleString("en-GB");
    byId("none").hidden = shown.length > 0;
    byId("clear").hidden = !narrows(state);
    byId("whole").hidden = !state.map;
    byId("presences").setAttribute("aria-pressed", String(state.presences));
    this.map.showPresences(state.presences);
    byId("all-time").hidden = !this.zoomed;
    byId("zoom-time").hidden = !(state.from && state.to);
    for (const edge of ["from", "to"]) this.tellEdge(edge, state[edge]);
    if (document.activeElement !== byId("place")) byId("place").value = state.place;
    const search = document.querySelector("#find input");
    if (document.activeElement !== search) search.value = state.q;
    const unplaced = allPlaces.filter((row) => !row.located);
    const wide = unplaced.filter((row) => row.countryName || row.place).length;
    const words = [wide ? `${wide.toLocaleString("en-GB")} known by region or country only` : "", unplaced.length - wide ? `${(unplaced.length - wide).toLocaleString("en-GB")} without a place` : ""];
    this.corner("off-map", words.filter(Boolean).join(", "), "unplaced", { map: null, bounds: null });
    const undated = allTimes.filter((row) => row.start === null).length;
    this.corner("undated", undated ? many(undated, "undated incident") : "", "undated", { from: "", to: "" });
  }

  tellEdge(edge, iso) {
    byId(edge).value = iso ? dayWords(dayOf(iso), true) : "";
    byId(edge).removeAttribute("aria-invalid");
  }

  /** A count in a view's corner: what that view cannot show, and a button to list it. */
  corner(id, words, key, beside) {
    const on = this.state[key];
    const button = words || on
      ? element("button", { type: "button", "aria-pressed": String(on), onclick: () => this.set({ [key]: !on, ...beside }) }, words || "None; show all")
      : null;
    byId(id).replaceChildren(...(button ? [button] : []));
  }

  brushing(from, to) {
    this.tellEdge("from", from);
    this.tellEdge("to", to);
    this.ahead = { ...this.state, from, to, undated: false };
    this.brushWaits ??= requestAnimationFrame(() => {
      this.brushWaits = undefined;
      const result = filtered(this.rows, this.ahead, this.found);
      this.list.show(result.shown);
      this.showOnMap(result.allPlaces);
      byId("shown").textContent = result.shown.length.toLocaleString("en-GB");
    });
  }

  point(row, by) {
    if (this.pointed === row) return;
    this.pointed = row;
    const lasting = row ?? this.list.rows[this.list.at] ?? null;
    this.map.point(lasting);
    this.timeline.point(lasting);
    if (by !== "list") this.list.light(row);
  }

  choose(row) {
    this.pointed = undefined;
    this.map.point(row);
    this.timeline.point(row);
    this.state.at = row?.id ?? null;
    history.replaceState(null, "", addressOf(this.state));
  }

  /** Ask the server which incidents the free text finds. */
  async look() {
    this.asking?.abort();
    if (!this.state.q.trim()) { this.found = null; return; }
    this.asking = new AbortController();
    try {
      const answer = await fetched(`/api/search?q=${encodeURIComponent(this.state.q)}`, this.asking.signal);
      this.found = new Set(answer.incidents);
    } catch (error) {
      if (error.name !== "AbortError") trouble(`The search failed: ${error.message} Everything else is as it was.`);
    }
  }

  clear() {
    const none = Object.fromEntries([...this.facets, ...this.chips].map((view) => [view.name, []]));
    this.found = null;
    this.set({ ...none, q: "", place: "", from: "", to: "", undated: false, unplaced: false, map: null, bounds: null });
    this.map.frame(this.rows, null);
  }

  wire() {
    const search = document.querySelector("#find input");
    const write = afterPause(async (q) => {
      this.state.q = q;
      await this.look();
      history.pushState(null, "", addressOf(this.state));
      this.refresh();
    }, WRITING);
    search.addEventListener("input", () => write(search.value));
    byId("find").addEventListener("submit", (event) => { event.preventDefault(); write(search.value); });
    byId("place").addEventListener("input", afterPause(() => this.set({ place: byId("place").value }), WRITING));
    for (const edge of ["from", "to"]) {
      byId(edge).addEventListener("change", () => this.writeEdge(edge, isoFrom(byId(edge).value, edge === "to")));
    }
    for (const id of ["clear", "clear-too"]) byId(id).addEventListener("click", () => this.clear());
    byId("whole").addEventListener("click", () => {
      this.set({ map: null, bounds: null });
      this.map.frame(this.rows, null);
    });
    byId("presences").addEventListener("click", () => this.set({ presences: !this.state.presences }));
    byId("zoom-time").addEventListener("click", () => this.zoomTime(true));
    byId("all-time").addEventListener("click", () => this.zoomTime(false));
    addEventListener("popstate", () => this.back());
    document.addEventListener("keydown", (event) => this.key(event));
    addEventListener("beforeprint", () => this.print());
    addEventListener("afterprint", () => this.list.draw());
  }

  print() {
    const picture = this.map.picture();
    if (picture) byId("map-print").src = picture;
    byId("legend").open = true;
    this.list.draw(true);
  }

  writeEdge(edge, iso) {
    if (iso === null) byId(edge).setAttribute("aria-invalid", "true");
    else this.set({ [edge]: iso, undated: false });
    if (iso === this.state[edge]) this.tellEdge(edge, iso);
  }

  zoomTime(closer) {
    this.zoomed = closer;
    if (closer) this.timeline.domain = [dayOf(this.state.from) - 1, dayOf(this.state.to) + 2];
    else this.timeline.span(this.rows);
    this.refresh({ still: true });
  }

  async back() {
    this.state = readState();
    this.map.frame(this.rows, this.state.map);
    if (this.state.map) this.state.bounds = this.map.bounds();
    await this.look();
    this.refresh();
  }

  key(event) {
    if (typing(event) || !plain(event) || byId("keys").open) return;
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    const elsewhere = event.target.closest?.("summary, .options, .maplibregl-map");
    if (step && !elsewhere) {
      event.preventDefault();
      this.list.choose(Math.max(0, this.list.at + step));
    }
    if (event.key === "Home" && !elsewhere) this.list.choose(0);
    if (event.key === "End" && !elsewhere) this.list.choose(this.list.rows.length - 1);
    if (event.key === "Enter" && (event.target === document.body || event.target.id === "list")) this.list.open();
  }
}

function drawLegend() {
  const entries = [
    [["attack", "corroborated", 6], "attack"], [["counter-operation", "corroborated", 6], "counter-operation"],
    [["other", "corroborated", 6], "other (filled: corroborated)"], [["attack", "claimed-only", 6], "dashed: claimed by the perpetrator only"],
    [["attack", "single-source", 6], "ring: one independent source"], [["attack", "contested", 6], "notched: contested"],
    [["attack", "single-source", 5, "near"], "near the place, not at it"],
    [["attack", "corroborated", radiusOf(0)], "none dead"], [["attack", "corroborated", radiusOf(null)], "dead not reported"],
    [["attack", "corroborated", radiusOf(10)], "at least 10 dead"], [["attack", "corroborated", radiusOf(50)], "at least 50 dead"],
  ];
  for (const [drawing, words] of entries) {
    const canvas = markCanvas(drawing.map(String), "light");
    canvas.style.width = `${canvas.width / 2}px`;
    byId("legend-list").append(element("dt", {}, canvas), element("dd", {}, words));
  }
  byId("legend-list").append(element("dt", {}, element("span", { class: "swatch-area" })), element("dd", {}, "somewhere within the circle"));
}

try {
  const bench = new Workbench(await fetched("/api/incidents"));
  window.addEventListener("error", (event) => event.error && trouble("Something on this page failed. Nothing in the desk was changed; reload the page."));
  await bench.start();
} catch (error) {
  trouble(`The incidents could not be shown: ${error.message} Nothing in the desk was changed; reload the page.`);
  throw error;
}
