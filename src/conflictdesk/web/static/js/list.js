// The list of incidents: only the rows in sight are there, so that ten thousand scroll like forty.

import { element, markOf } from "./dom.js";
import { STANDING_WORDS, many, shortType, tollWords, whenWords } from "./words.js";

const HEIGHT = 56;
const BEYOND = 6; // rows kept ready above and below
const MOST_IN_PRINT = 2000;

export class IncidentList {
  /** `on` holds what the list tells: hovered(row or null), chosen(row). */
  constructor(box, tall, on) {
    Object.assign(this, { box, tall, on, rows: [], at: -1, drawn: new Map() });
    box.addEventListener("scroll", () => this.draw(), { passive: true });
    box.addEventListener("pointerover", (event) => on.hovered(this.rowAt(event.target)));
    box.addEventListener("pointerleave", () => on.hovered(null));
    new ResizeObserver(() => this.draw()).observe(box);
  }

  rowAt(target) {
    const found = target.closest?.(".row");
    return found ? this.rows[Number(found.dataset.number)] : null;
  }

  /** Show these rows; the chosen one stays chosen if it is among them. */
  show(rows) {
    const chosen = this.rows[this.at]?.id;
    this.rows = rows;
    this.at = chosen ? rows.findIndex((row) => row.id === chosen) : -1;
    this.tall.style.height = `${rows.length * HEIGHT}px`;
    for (const made of this.drawn.values()) made.remove();
    this.drawn.clear();
    this.draw();
  }

  draw(all = false) {
    const first = all ? 0 : Math.max(0, Math.floor(this.box.scrollTop / HEIGHT) - BEYOND);
    const inSight = all ? MOST_IN_PRINT : Math.ceil(this.box.clientHeight / HEIGHT) + 2 * BEYOND;
    const last = Math.min(this.rows.length, first + inSight);
    for (const [number, made] of this.drawn) {
      if (number >= first && number < last) continue;
      made.remove();
      this.drawn.delete(number);
    }
    for (let number = first; number < last; number += 1) this.place(number);
  }

  place(number) {
    if (this.drawn.has(number)) return;
    const made = this.rowElement(this.rows[number], number);
    made.style.transform = `translateY(${number * HEIGHT}px)`;
    this.drawn.set(number, made);
    const after = [...this.drawn.keys()].filter((n) => n > number).sort((a, b) => a - b)[0];
    this.tall.insertBefore(made, after === undefined ? null : this.drawn.get(after));
  }

  rowElement(row, number) {
    const copies = row.reports - row.independent;
    const who = row.actor ?? (row.standing === "claimed-only" ? row.claimed_by : null);
    const attributed = who && row.standing === "claimed-only" ? `claimed by ${row.claimed_by ?? who}` : who ?? "who is not reported";
    return element(
      "a",
      {
        class: `row${row.reviewed ? "" : " machine-coded"}${number === this.at ? " at" : ""}`, id: `row-${row.id}`,
        role: "option", href: `/incidents/${encodeURIComponent(row.id)}`, tabindex: "-1", "data-number": number,
        "aria-setsize": this.rows.length, "aria-posinset": number + 1, "aria-selected": number === this.at ? "true" : "false",
        onfocus: () => this.choose(number, false),
      },
      markOf(row.role, row.standing),
      element("p", {},
        element("span", { class: "place", dir: "auto" }, row.place ?? (row.countryName ? "" : "Place not reported"),
          row.countryName && row.countryName !== row.place
            ? element("span", { class: "where" }, row.place ? `, ${row.countryName}` : row.countryName) : null),
        element("span", { class: "when" }, whenWords(row))),
      element("p", { class: "second" },
        row.reviewed ? null : element("span", { class: "hollow", title: "machine-coded, not reviewed" }),
        element("span", { class: "what", dir: "auto", title: `${row.type}; ${attributed}` }, `${shortType(row.type)}, ${attributed}`),
        element("span", { class: row.killed_min === null && row.killed_max === null ? "toll silent" : "toll" }, tollWords(row)),
        element("span", { class: "many", title: `${row.independent} independent, in ${row.reports} reports` },
          row.independent ? many(row.independent, "source") : many(row.reports, "report"),
          row.independent && copies > 0 ? element("span", { class: "copies" }, ` +${copies}`) : null),
        element("span", { class: "hidden" },
          `${row.role}, ${STANDING_WORDS[row.standing]}${row.reviewed ? "" : ", machine-coded, not reviewed"}`)),
    );
  }

  /** Choose a row by number; -1 for none. */
  choose(number, scroll = true) {
    this.mark(this.at, false);
    this.at = Math.max(-1, Math.min(this.rows.length - 1, number));
    if (scroll && this.at >= 0) this.scrollTo(this.at);
    this.mark(this.at, true);
    const row = this.rows[this.at] ?? null;
    if (row) this.box.setAttribute("aria-activedescendant", `row-${row.id}`);
    else this.box.removeAttribute("aria-activedescendant");
    this.on.chosen(row);
  }

  chooseId(id) {
    const number = this.rows.findIndex((row) => row.id === id);
    if (number >= 0) this.choose(number);
  }

  mark(number, chosen) {
    const made = this.drawn.get(number);
    made?.classList.toggle("at", chosen);
    made?.setAttribute("aria-selected", String(chosen));
  }

  scrollTo(number) {
    const top = number * HEIGHT, { scrollTop, clientHeight } = this.box;
    if (top < scrollTop) this.box.scrollTop = top;
    else if (top + HEIGHT > scrollTop + clientHeight) this.box.scrollTop = top + HEIGHT - clientHeight;
    this.draw();
  }

  /** Light the row of an incident that another view points to. Nothing scrolls. */
  light(row) {
    for (const [number, made] of this.drawn) made.classList.toggle("lit", Boolean(row) && this.rows[number] === row);
  }

  open() {
    const row = this.rows[this.at];
    if (row) location.assign(`/incidents/${encodeURIComponent(row.id)}`);
  }
}
