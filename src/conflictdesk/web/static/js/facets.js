// The row of filters: each value with the number of incidents that it would leave.

import { element, markOf } from "./dom.js";
import { ROLES, STANDINGS } from "./incidents.js";

const NAMES = { actor: "Actor", type: "Type", source: "Source", reviewed: "Reviewed" };
const WORDS = { yes: "reviewed", no: "machine-coded, not reviewed" };
const SEARCHED_FROM = 12; // values from which a list gets a field to look through it

/** A button that opens a list of values with their counts. */
export class FacetList {
  constructor(name, values, changed) {
    Object.assign(this, { name, changed, boxes: new Map() });
    const ordered = [...values].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([value]) => value);
    this.summary = element("summary", {}, NAMES[name]);
    this.list = element("ul", {}, ...ordered.map((value) => this.option(value)));
    const look = ordered.length >= SEARCHED_FROM
      ? element("input", { type: "search", placeholder: `Look for a ${NAMES[name].toLowerCase()}`, "aria-label": `Look for a ${NAMES[name].toLowerCase()}`, dir: "auto",
        oninput: (event) => this.look(event.target.value) })
      : null;
    this.element = element("details", { class: "facet" }, this.summary, element("div", { class: "options" }, look, this.list));
    this.element.addEventListener("toggle", () => { if (this.element.open) look?.focus(); });
  }

  option(value) {
    const box = element("input", { type: "checkbox", onchange: () => this.changed(this.name, this.chosen()) });
    const count = element("span", { class: "num" });
    const row = element("li", {}, element("label", {}, box, element("span", { dir: "auto" }, WORDS[value] ?? value), count));
    this.boxes.set(value, { box, count, row });
    return row;
  }

  chosen() {
    return [...this.boxes].filter(([, { box }]) => box.checked).map(([value]) => value);
  }

  look(words) {
    for (const [value, { row }] of this.boxes) row.hidden = !value.toLowerCase().includes(words.trim().toLowerCase());
  }

  show(chosen, counts) {
    for (const [value, { box, count, row }] of this.boxes) {
      const n = counts.get(value) ?? 0;
      box.checked = chosen.includes(value);
      count.textContent = n.toLocaleString("en-GB");
      row.classList.toggle("zero", n === 0);
    }
    this.element.classList.toggle("on", chosen.length > 0);
    const words = chosen.length === 1 ? WORDS[chosen[0]] ?? chosen[0] : `${NAMES[this.name]} (${chosen.length})`;
    this.summary.textContent = chosen.length ? words : NAMES[this.name];
    this.summary.setAttribute("aria-label", chosen.length ? `${NAMES[this.name]}: ${chosen.join(", ")}` : NAMES[this.name]);
  }
}

/** Buttons that are at once filter, count and legend: for roles and standings. */
export class Chips {
  constructor(group, name, changed) {
    Object.assign(this, { name, chips: new Map() });
    const values = name === "role" ? ROLES : STANDINGS;
    for (const value of values) {
      const mark = name === "role" ? markOf(value, "corroborated", 14) : markOf("other", value, 14);
      const count = element("span", { class: "num" });
      const chip = element("button", { type: "button", class: "chip", "aria-pressed": "false", onclick: () => changed(name, this.toggled(value)) }, mark, value, count);
      this.chips.set(value, { chip, count });
      group.append(chip);
    }
  }

  toggled(value) {
    const chosen = [...this.chips].filter(([, { chip }]) => chip.getAttribute("aria-pressed") === "true").map(([v]) => v);
    return chosen.includes(value) ? chosen.filter((v) => v !== value) : [...chosen, value];
  }

  show(chosen, counts) {
    for (const [value, { chip, count }] of this.chips) {
      const n = counts.get(value) ?? 0;
      chip.setAttribute("aria-pressed", String(chosen.includes(value)));
      chip.classList.toggle("off", chosen.length > 0 && !chosen.includes(value));
      count.textContent = n.toLocaleString("en-GB");
    }
  }
}

/** Open lists close on a click elsewhere and on Escape. */
export function closeElsewhere(box) {
  const close = (except) => {
    for (const open of box.querySelectorAll("details[open]")) if (open !== except) open.open = false;
  };
  document.addEventListener("pointerdown", (event) => close(event.target.closest?.("details.facet")));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.target.closest("details")?.querySelector("summary").focus();
    close(null);
  });
}
