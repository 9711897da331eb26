// The state of the workbench is its address: copying the URL copies the view, and Back goes back.

import { FACET_NAMES } from "./incidents.js";

const ISO = /^\d{4}-\d{2}-\d{2}$/;

export function readState(search = location.search) {
  const given = new URLSearchParams(search);
  const state = { q: given.get("q") ?? "", place: given.get("place") ?? "", at: given.get("at") };
  for (const edge of ["from", "to"]) state[edge] = ISO.test(given.get(edge) ?? "") ? given.get(edge) : "";
  for (const name of FACET_NAMES) state[name] = given.getAll(name);
  state.undated = given.get("time") === "none";
  state.unplaced = given.get("where") === "none";
  state.presences = given.get("presences") === "shown";
  state.map = mapOf(given.get("map"));
  state.bounds = null; // of the map's view, once it is drawn; told by `map`
  return state;
}

function mapOf(text) {
  const [lon, lat, zoom] = (text ?? "").split(",").map(Number);
  const sound = [lon, lat, zoom].every(Number.isFinite) && Math.abs(lat) <= 90 && Math.abs(lon) <= 540;
  return text && sound ? { lon, lat, zoom } : null;
}

export function addressOf(state) {
  const out = new URLSearchParams();
  for (const key of ["q", "from", "to", "place", "at"]) if (state[key]) out.set(key, state[key]);
  for (const name of FACET_NAMES) for (const value of state[name]) out.append(name, value);
  if (state.undated) out.set("time", "none");
  if (state.unplaced) out.set("where", "none");
  if (state.presences) out.set("presences", "shown");
  if (state.map) {
    const { lon, lat, zoom } = state.map;
    out.set("map", `${lon.toFixed(3)},${lat.toFixed(3)},${zoom.toFixed(2)}`);
  }
  const query = out.toString();
  return location.pathname + (query ? "?" + query : "");
}

/** Whether anything narrows the incidents down. */
export function narrows(state) {
  const facets = FACET_NAMES.some((name) => state[name].length);
  return Boolean(facets || state.q || state.from || state.to || state.place || state.undated || state.unplaced || state.map);
}
