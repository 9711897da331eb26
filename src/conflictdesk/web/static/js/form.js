// A claim as a form: a row for each field. What was not touched is not sent.

import { element } from "./dom.js";
import { Wrong, editorOf, offered, valueOf } from "./fields.js";

export class ClaimForm {
  /** `book` is /api/codebook; `fields` are [key, name] in the order of the rows; `keys` the key of each row, if any. */
  constructor(book, fields, keys = {}) {
    this.editors = new Map(fields.map(([field, name]) => [field, editorOf(field, name, book)]));
    this.rows = new Map();
    this.wrong = element("p", { class: "wrong", role: "alert", hidden: true });
    this.element = element("form", { class: "claim-form", novalidate: true },
      ...fields.map(([field, name]) => this.row(field, name, keys[field])), this.wrong, ...offered(book));
    this.element.addEventListener("input", () => this.right());
  }

  row(field, name, key) {
    const said = element("span", { class: "said" });
    const row = element("div", { class: `field f-${field}`, "data-field": field, role: "group", "aria-label": name },
      element("span", { class: "label" }, element("span", { class: "swatch" }), name, key ? element("kbd", {}, key) : null),
      this.editors.get(field).element, said);
    this.rows.set(field, row);
    return row;
  }

  /** Fill in a claim's values, as the record has them. */
  put(record, runnersUp = []) {
    for (const [field, editor] of this.editors) editor.put(valueOf(field, record), field === "place" ? runnersUp : []);
    this.before = new Map([...this.editors].map(([field]) => [field, this.told(field)]));
    this.right();
  }

  /** One field, filled in by the page: it counts as touched. */
  set(field, value, said = "") {
    this.editors.get(field).put(value);
    this.rows.get(field).querySelector(".said").textContent = said;
  }

  told(field) {
    return JSON.stringify(this.editors.get(field).read());
  }

  /** The fields that differ from what was put in, with their values; null where one cannot be, and then it says so. */
  changed() {
    try {
      const values = {};
      for (const [field, editor] of this.editors) {
        const value = editor.read();
        if (JSON.stringify(value) !== this.before.get(field)) values[field] = value;
      }
      return values;
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      this.complain(error.message, error.input);
      return null;
    }
  }

  complain(message, input = null) {
    this.wrong.textContent = message;
    this.wrong.hidden = false;
    input?.setAttribute("aria-invalid", "true");
    input?.focus();
  }

  right() {
    this.wrong.hidden = true;
    for (const input of this.element.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  }

  focus(field) {
    const input = this.rows.get(field)?.querySelector("input, select");
    input?.focus();
    input?.select?.();
  }
}
