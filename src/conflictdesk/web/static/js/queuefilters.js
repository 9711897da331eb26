// The filters of the review queue. Their state is the address.

import { element, fetched } from "./dom.js";
import { dayOf, dayWords, isoFrom } from "./words.js";

const NAMES = ["source", "country", "place", "actor", "type", "first_day", "last_day", "text", "incident", "report", "differs"];
const LISTS = ["source", "country", "type", "actor"];
const SAID = { source: "source", country: "country", place: "place", actor: "actor", type: "type", first_day: "from", last_day: "until", text: "with the words", incident: "incident", report: "report" };

export class QueueFilters {
  constructor(box, changed) {
    Object.assign(this, { box, changed });
    this.read();
    for (const input of this.inputs()) {
      input.addEventListener("change", () => this.take(input));
      input.addEventListener("keydown", (event) => { if (event.key === "Enter") input.blur(); }); // and on with the keys
    }
    box.addEventListener("submit", (event) => event.preventDefault());
    box.querySelector("#clear-filters").addEventListener("click", () => this.clear());
    addEventListener("popstate", () => { this.read(); this.changed(); });
  }

  inputs() { return [...document.querySelectorAll("[data-filter]")]; }

  read() {
    const given = new URLSearchParams(location.search);
    this.order = given.get("order") ?? "sureness";
    this.state = Object.fromEntries(NAMES.map((name) => [name, given.get(name) ?? ""]));
    this.fill();
  }

  fill() {
    for (const input of this.inputs()) {
      const name = input.dataset.filter, value = name === "order" ? this.order : this.state[name];
      if (input.type === "checkbox") input.checked = value === "true";
      else if (name.endsWith("_day")) input.value = value ? dayWords(dayOf(value)) : "";
      else if (input.localName === "select" && value && ![...input.options].some((o) => o.value === value)) input.append(element("option", { value, selected: true }, value));
      else input.value = value;
    }
    document.querySelector("#clear-filters").hidden = !this.narrow();
  }

  take(input) {
    const name = input.dataset.filter;
    if (!name) return;
    let value = input.type === "checkbox" ? (input.checked ? "true" : "") : input.value.trim();
    if (name.endsWith("_day")) {
      value = isoFrom(value, name === "last_day");
      input.toggleAttribute("aria-invalid", value === null);
      if (value === null) return;
    }
    if (name === "order") this.order = value;
    else this.state[name] = value;
    this.go();
  }

  go() {
    const query = this.query();
    history.pushState(null, "", query ? `?${query}` : location.pathname);
    this.fill();
    this.changed();
  }

  clear() {
    for (const name of NAMES) this.state[name] = "";
    this.go();
  }

  query() {
    const given = NAMES.filter((name) => this.state[name]).map((name) => [name, this.state[name]]);
    if (this.order !== "sureness") given.push(["order", this.order]);
    return String(new URLSearchParams(given));
  }

  narrow() { return NAMES.some((name) => this.state[name]); }

  /** What the filter shows, as the server takes it. */
  shown() {
    const given = Object.fromEntries(NAMES.filter((name) => this.state[name]).map((name) => [name, this.state[name]]));
    return this.state.differs ? { ...given, differs: true } : given;
  }

  words() {
    const parts = Object.entries(SAID).filter(([name]) => this.state[name]).map(([name, said]) => `${said} ${this.state[name]}`);
    if (this.state.differs) parts.push("only where you and the program differ");
    return parts.length ? `They are those of this filter: ${parts.join(", ")}.` : "They are all that are left: no filter is set.";
  }

  /** What can be chosen, with how many are open of each. */
  async offer() {
    const choices = await fetched("/api/review/choices");
    for (const name of LISTS) {
      const list = document.querySelector(`select[data-filter="${name}"]`);
      const all = list.querySelector("option[value='']");
      const values = Object.entries(choices[name] ?? {});
      list.replaceChildren(all, ...values.map(([value, count]) => element("option", { value }, `${choices.names?.[value] ?? value} (${count})`)));
      list.hidden = values.length < 2 && !this.state[name];
    }
    this.fill();
  }
}
