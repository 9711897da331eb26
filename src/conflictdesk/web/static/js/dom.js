// Elements are made here, from text alone: nothing that a report says is ever read as markup.

/** An element with attributes and children; strings become text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === false || value === undefined) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

/** The mark of a role and standing, from the sheet that the pages use too. */
export function markOf(role, standing, size = 16) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", `mark ${role}`);
  for (const side of ["width", "height"]) svg.setAttribute(side, size);
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `/static/marks.svg#${role}-${standing}`);
  svg.append(use);
  return svg;
}

export const byId = (id) => document.getElementById(id);

export function trouble(message) {
  const shown = byId("trouble");
  if (!shown) return;
  shown.textContent = message;
  shown.hidden = false;
}

/** JSON of this server; a refusal is an error with the server's own words. */
export async function fetched(path, signal) {
  return answered(await fetch(path, { signal }));
}

/** Send JSON to this server. `keepalive`: it goes out even if the page is left meanwhile. */
export async function posted(path, body) {
  const text = JSON.stringify(body);
  const sent = {
    method: "POST", headers: { "content-type": "application/json" }, body: text, credentials: "same-origin",
    keepalive: text.length < KEPT_ALIVE,
  };
  return answered(await fetch(path, sent).catch(() => { throw new Error(UNREACHED); }));
}

const KEPT_ALIVE = 60_000; // bytes: browsers refuse more on requests that outlive their page
const UNREACHED = "The workbench does not answer. Is `conflictdesk serve` still running?";

async function answered(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error || `The server answered ${response.status}.`);
  return body;
}

export function afterPause(action, milliseconds) {
  let waiting = 0;
  return (...values) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => action(...values), milliseconds);
  };
}
