// The incidents as rows, and the filter over them. No drawing here.

import { dayOf } from "./words.js";

export const ROLES = ["attack", "counter-operation", "other"];
export const STANDINGS = ["claimed-only", "single-source", "corroborated", "contested"];
export const NOBODY = "Not named"; // an actor that no report names as an organisation
/** The precisions of what may be drawn as a point: a region or country is none, whatever point is given for it. */
export const POINTS = new Set(["exact", "near", null]);

const FACETS = {
  role: (row) => [row.role],
  standing: (row) => [row.standing],
  type: (row) => [row.type],
  actor: (row) => [row.actor ?? NOBODY],
  source: (row) => row.sources,
  reviewed: (row) => [row.reviewed ? "yes" : "no"],
};
export const FACET_NAMES = Object.keys(FACETS);

/** The table of /api/incidents as objects, newest first, undated last. */
export function rowsOf(table) {
  const rows = table.rows.map((values) => rowOf(table.columns, values, table));
  return rows.sort((a, b) => (b.start ?? -1e9) - (a.start ?? -1e9) || (a.id < b.id ? -1 : 1));
}

export function rowOf(columns, values, names) {
  const row = {};
  columns.forEach((column, at) => { row[column] = values[at]; });
  return dressed(row, names);
}

/** A raw row with what the views need beside it. */
export function dressed(row, { actors = [], sources = [], countries = {} }) {
  row.actor = row.actor === null ? null : actors[row.actor] ?? null;
  row.sources = (row.sources ?? []).map((at) => sources[at]);
  row.countryName = row.country ? countries[row.country] ?? row.country : null;
  row.area = row.lat !== null && row.radius !== null;
  row.point = row.lat !== null && row.radius === null && POINTS.has(row.geo);
  row.located = row.point || row.area;
  row.facets = Object.fromEntries(FACET_NAMES.map((name) => [name, FACETS[name](row)]));
  row.where = `${row.place ?? ""} ${row.countryName ?? ""}`.toLowerCase();
  return row;
}

/** What each facet can be, with how many incidents in all; the most frequent first. */
export function facetValues(rows) {
  const found = Object.fromEntries(FACET_NAMES.map((name) => [name, new Map()]));
  for (const row of rows) for (const name of FACET_NAMES) tally(found[name], row.facets[name]);
  return found;
}

function tally(counts, values) {
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
}

/**
 * Filters: rows that pass all; rows that pass all but the time, and all but the map's view (those two views show what
 * lies around the choice); and for each facet the counts that its values would give.
 */
export function filtered(rows, state, found) {
  const tests = testsOf(state, found);
  const counts = Object.fromEntries(FACET_NAMES.map((name) => [name, new Map()]));
  const shown = [], allTimes = [], allPlaces = [];
  for (const row of rows) {
    const failed = failure(tests, row);
    if (failed === "") {
      shown.push(row);
      for (const name of FACET_NAMES) tally(counts[name], row.facets[name]);
    } else if (failed && FACETS[failed]) tally(counts[failed], row.facets[failed]);
    if (failed === "" || failed === "time") allTimes.push(row);
    if (failed === "" || failed === "view") allPlaces.push(row);
  }
  return { shown, allTimes, allPlaces, counts };
}

/** The one test that a row fails, "" where it fails none, null where it fails several. */
function failure(tests, row) {
  let failed = "";
  for (const [name, passes] of tests) {
    if (passes(row)) continue;
    if (failed) return null;
    failed = name;
  }
  return failed;
}

function testsOf(state, found) {
  const tests = [];
  for (const name of FACET_NAMES) {
    const chosen = new Set(state[name]);
    if (chosen.size) tests.push([name, (row) => row.facets[name].some((value) => chosen.has(value))]);
  }
  const from = dayOf(state.from) ?? -Infinity, to = dayOf(state.to) ?? Infinity;
  if (state.undated) tests.push(["time", (row) => row.start === null]);
  else if (state.from || state.to) {
    tests.push(["time", (row) => row.start !== null && row.start <= to && row.end >= from]);
  }
  const place = state.place.trim().toLowerCase();
  if (place) tests.push(["place", (row) => row.where.includes(place)]);
  if (found) tests.push(["q", (row) => found.has(row.id)]);
  if (state.unplaced) tests.push(["view", (row) => !row.located]);
  else if (state.bounds) tests.push(["view", (row) => row.located && inside(row, state.bounds)]);
  return tests;
}

function inside(row, [west, south, east, north]) {
  if (row.lat < south || row.lat > north) return false;
  return [row.lon, row.lon - 360, row.lon + 360].some((lon) => lon >= west && lon <= east);
}
