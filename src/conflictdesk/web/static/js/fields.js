// The inputs of a claim's fields. Each editor has an element, `read()` for its value as the record has it (or a Wrong
// thrown, with words for the reader), and `put(value)`.

import { afterPause, element, fetched } from "./dom.js";
import { dayOf, dayWords, isoFrom } from "./words.js";

const WRITING = 200; // ms after the last letter before the gazetteer is asked

/** A value that cannot be; `input` is where. */
export class Wrong extends Error {
  constructor(message, input) {
    super(message);
    this.input = input;
  }
}

const blank = (text) => (text.trim() === "" ? null : text.trim());
const text = (label, more = {}) => element("input", { type: "text", "aria-label": label, autocomplete: "off", dir: "auto", spellcheck: "false", ...more });

function select(label, options, none = null) {
  const made = element("select", { "aria-label": label });
  if (none !== null) made.append(element("option", { value: "" }, none));
  for (const option of options) made.append(element("option", { value: option }, option));
  return made;
}

function choose(list, value) {
  if (value && ![...list.options].some((option) => option.value === value)) list.append(element("option", { value }, value));
  list.value = value ?? "";
}

function grid(...children) {
  return element("div", { class: "inputs" }, ...children);
}

class Chosen {
  constructor(label, options) {
    this.list = select(label, options);
    this.element = grid(this.list);
  }
  put(value) { choose(this.list, value); }
  read() { return this.list.value; }
}

class TypeChosen extends Chosen {
  constructor(label, families) {
    super(label, []);
    for (const [family, types] of Object.entries(families)) {
      this.list.append(element("optgroup", { label: family }, ...types.map((type) => element("option", { value: type }, type))));
    }
  }
}

class Words {
  constructor(label, names) {
    this.input = text(label, names ? { list: names } : {});
    this.element = grid(this.input);
  }
  put(value) { this.input.value = value ?? ""; }
  read() { return blank(this.input.value); }
}

class Several {
  constructor(label) {
    this.input = text(`${label}, several with ; between`, { placeholder: "one; another" });
    this.element = grid(this.input);
  }
  put(value) { this.input.value = (value ?? []).join("; "); }
  read() { return this.input.value.split(";").map((name) => name.trim()).filter(Boolean); }
}

class Dated {
  constructor(label, book) {
    this.start = text(`${label}: first day`, { placeholder: "17 May 2020", class: "day" });
    this.end = text(`${label}: last day`, { placeholder: "same day", class: "day" });
    this.precision = select(`${label}: how finely it is told`, book.date_precisions);
    this.element = grid(this.start, element("span", {}, "to"), this.end, this.precision);
    this.start.addEventListener("change", () => this.guess());
  }
  /** "May 2020" is told by the month, "2020" by the year. */
  guess() {
    const words = this.start.value.trim();
    if (/^\p{L}+\.?\s+\d{4}$/u.test(words)) this.precision.value = "month";
    if (/^\d{4}$/.test(words)) this.precision.value = "year";
  }
  put(value) {
    const { date_start: start, date_end: end, date_precision: precision } = value ?? {};
    this.start.value = start ? dayWords(dayOf(start)) : "";
    this.end.value = end && end !== start ? dayWords(dayOf(end)) : "";
    this.precision.value = precision ?? "day";
  }
  read() {
    const start = this.iso(this.start);
    if (start === null) return { date_start: null, date_end: null, date_precision: null };
    const end = this.iso(this.end, true) ?? isoFrom(this.start.value, true);
    if (end < start) throw new Wrong("The last day is before the first.", this.end);
    return { date_start: start, date_end: end, date_precision: this.precision.value || "day" };
  }
  iso(input, end = false) {
    const iso = isoFrom(input.value, end);
    if (iso === null) throw new Wrong(`“${input.value}” is no date: 17 May 2020, May 2020 or 2020 would do.`, input);
    return iso || null;
  }
}

class Counted {
  constructor(label) {
    this.least = text(`${label}: at least`, { inputmode: "numeric", class: "count", placeholder: "at least" });
    this.most = text(`${label}: at most`, { inputmode: "numeric", class: "count", placeholder: "at most" });
    this.exact = element("button", { type: "button", class: "quiet", onclick: () => { this.most.value = this.least.value; } }, "exactly");
    this.element = grid(this.least, element("span", {}, "to"), this.most, this.exact);
  }
  put(value) {
    this.least.value = value?.min ?? "";
    this.most.value = value?.max ?? "";
  }
  read() {
    const [min, max] = [this.least, this.most].map((input) => this.number(input));
    if (min !== null && max !== null && max < min) throw new Wrong("The most is below the least.", this.most);
    return { min, max };
  }
  number(input) {
    const words = input.value.trim();
    if (words === "") return null;
    if (!/^\d{1,9}$/.test(words)) throw new Wrong(`“${words}” is no number. Empty means not reported; 0 means none.`, input);
    return Number(words);
  }
}

/** Words of the text, the organisation or thing they stand for, and its kind where it has one. */
class Named {
  constructor(label, { names = null, kinds = null, canonical = true } = {}) {
    this.name = canonical ? text(label, names ? { list: names, placeholder: "name" } : { placeholder: "name" }) : null;
    this.words = text(`${label}, as the report words it`, { placeholder: "as the report words it" });
    this.kind = kinds ? select(`${label}: kind`, kinds) : null;
    this.element = grid(this.name, this.kind, this.words);
  }
  put(value) {
    if (this.name) this.name.value = value?.canonical ?? "";
    this.words.value = value?.text ?? "";
    if (this.kind) choose(this.kind, value?.kind ?? "unknown");
  }
  read() {
    const value = { text: blank(this.words.value) };
    if (this.name) value.canonical = blank(this.name.value);
    if (this.kind) value.kind = this.kind.value;
    return value;
  }
}

/** A place's name, what the gazetteer makes of it, and how closely the report tells it. */
class Placed {
  constructor(label, book) {
    this.name = text(`${label}, as the report names it`, { placeholder: "name" });
    this.precision = select(`${label}: how closely it is told`, book.geo_precisions, "precision");
    this.found = element("ul", { class: "found", role: "listbox", "aria-label": "What the gazetteers know by this name" });
    this.note = element("p", { class: "fine", role: "status" });
    this.element = grid(this.name, this.precision, this.found, this.note);
    const look = afterPause(() => this.look(), WRITING);
    this.name.addEventListener("input", () => { this.forget(); look(); });
    this.name.addEventListener("keydown", (event) => this.key(event));
    this.onplaced = () => {};
  }
  put(value, runnersUp = []) {
    this.held = value ?? {};
    this.answered = true;
    this.name.value = this.held.place ?? "";
    choose(this.precision, this.held.geo_precision);
    this.offer(runnersUp.length ? [this.present(), ...runnersUp].filter(Boolean) : []);
    this.note.textContent = "";
  }
  present() {
    const { place_modern: modern, place, country, lat, lon } = this.held;
    return lat === null || lat === undefined ? null : { name: modern ?? place, country, lat, lon, chosen: true };
  }
  /** Another name: what was known of the old one does not hold for it. */
  forget() {
    this.held = {};
    this.answered = !this.name.value.trim();
    this.offer([]);
    this.note.textContent = "";
  }
  async look() {
    const name = this.name.value.trim();
    if (!name) return;
    const { places } = await fetched(`/api/review/places?name=${encodeURIComponent(name)}`).catch(() => ({ places: [] }));
    if (this.name.value.trim() !== name) return;
    this.answered = true;
    this.offer(places);
    if (places.length) this.choose(0);
    this.note.textContent = places.length ? "" : "No gazetteer knows this name: it stands in the list, not on the map.";
  }
  offer(places) {
    this.places = places;
    this.found.replaceChildren(...places.map((place, at) => this.option(place, at)));
    this.at = places.findIndex((place) => place.chosen);
    this.mark();
  }
  option(place, at) {
    const where = place.where ?? place.country ?? "";
    const point = place.lat === null || place.lat === undefined ? "no point" : `${Number(place.lat).toFixed(2)}, ${Number(place.lon).toFixed(2)}`;
    return element("li", { role: "option", onclick: () => this.choose(at) },
      element("span", { dir: "auto" }, place.name), element("span", { class: "faint" }, ` ${where}`),
      element("span", { class: "fine num" }, place.kind ? ` ${place.kind}, ${point}` : ` ${point}`));
  }
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !this.places.length) return;
    event.preventDefault();
    this.choose((this.at + step + this.places.length) % this.places.length);
  }
  choose(at) {
    this.at = at;
    const place = this.places[at];
    this.held = {
      place: blank(this.name.value) ?? place.name, place_modern: place.name, country: place.country ?? null,
      lat: place.lat ?? null, lon: place.lon ?? null, area: null, geo_precision: place.precision ?? "exact",
    };
    choose(this.precision, this.held.geo_precision);
    this.mark();
    this.onplaced(place);
  }
  mark() {
    [...this.found.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === this.at)));
  }
  read() {
    const name = blank(this.name.value);
    const none = { place: null, place_modern: null, country: null, lat: null, lon: null, area: null, geo_precision: null };
    if (!name && !this.held.country) return none;
    if (!this.answered) return { place: name, resolve: true }; // saved before the gazetteer answered: the server asks it
    return { ...none, ...this.held, place: name, geo_precision: this.precision.value || null };
  }
}

const COLUMNS = {
  date: ["date_start", "date_end", "date_precision"],
  place: ["place", "place_modern", "country", "lat", "lon", "area", "geo_precision"],
};

/** A field's value out of a claim's record; date and place are gathered from their columns. */
export function valueOf(field, record) {
  if (!record) return null;
  return COLUMNS[field] ? Object.fromEntries(COLUMNS[field].map((column) => [column, record[column] ?? null])) : record[field];
}

/** The editor of a field; `book` is /api/codebook. */
export function editorOf(field, name, book) {
  if (field === "type") return new TypeChosen(name, book.types);
  if (field === "role") return new Chosen(name, book.roles);
  if (field === "status") return new Chosen(name, book.statuses);
  if (field === "date") return new Dated(name, book);
  if (field === "place") return new Placed(name, book);
  if (field === "perpetrator") return new Named(name, { names: "known-actors" });
  if (field === "target") return new Named(name, { kinds: book.target_kinds });
  if (field === "weapon") return new Named(name, { kinds: book.weapon_kinds, canonical: false });
  if (["killed", "wounded", "abducted"].includes(field)) return new Counted(name);
  if (field === "attributed_to") return new Several(name);
  return new Words(name, field === "claimed_by" ? "known-actors" : "known-campaigns");
}

/** Names that inputs offer. */
export function offered(book) {
  const list = (id, names) => element("datalist", { id }, ...names.map((name) => element("option", { value: name })));
  return [list("known-actors", book.actors), list("known-campaigns", book.campaigns)];
}

