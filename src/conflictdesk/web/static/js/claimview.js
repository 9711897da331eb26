// A claim as it is judged: its sentence with the words of each field, and the fields as rows.

import { element } from "./dom.js";

/** The sentence and what stands around it; the sentence itself stands out, the words of fields are underlined. */
export function excerptElement({ before, after, pieces }, language) {
  const made = element("blockquote", { class: "text excerpt", dir: "auto", lang: language });
  if (before) made.append(element("span", { class: "gap" }, "… "));
  for (const { text, fields } of pieces) {
    const classes = fields.map((field) => `f-${field}`).join(" ");
    made.append(fields.length ? element("span", { class: classes, "data-fields": fields.join(" ") }, text) : text);
  }
  if (after) made.append(element("span", { class: "gap" }, " …"));
  return made;
}

const said = (row) => (row.known ? row.words : "not reported");

/** Fields as rows: key, name, value, how sure, and why or in which words. */
export function rowsElement(rows, keys) {
  return element("table", { class: "fields judged" }, element("tbody", {}, ...rows.map((row) => rowElement(row, keys[row.field]))));
}

function rowElement(row, key) {
  const classes = [row.known ? "" : "silent", row.doubted ? "doubted" : ""].join(" ").trim();
  return element("tr", { class: classes || null, "data-field": row.field },
    element("th", { scope: "row" }, element("span", { class: `swatch f-${row.field}` }), row.name, key ? element("kbd", {}, key) : null),
    element("td", { class: "value", dir: "auto" }, row.vouched || !row.known ? null : element("span", { class: "hollow", title: "machine-coded, not reviewed" }), said(row)),
    element("td", { class: "sure" }, row.vouched ? "reviewed" : row.sure),
    element("td", { class: "why" },
      ...row.quotes.map((words) => element("q", { dir: "auto" }, words)),
      row.reason ? element("span", { class: "reason" }, row.reason) : null));
}

/** Whether a doubt is that a person and the program read otherwise. */
export const differs = (doubt) => doubt.kind === "differs" || doubt.kind === "gone";

/** What is asked, and why; where person and program differ, both readings. */
export function doubtsElement(doubts, names = {}) {
  const telling = doubts.filter((doubt) => doubt.kind !== "unreviewed");
  return element("ul", { class: "doubts", "aria-label": "What is asked" },
    ...(telling.length ? telling : doubts).map((doubt) => element("li", { class: doubt.kind },
      doubt.kind === "differs" && names[doubt.field] ? element("strong", {}, `${names[doubt.field]}: `) : null,
      element("span", { dir: "auto" }, doubt.reason), differs(doubt) ? bothElement(doubt) : null)));
}

function bothElement(doubt) {
  const read = doubt.kind === "gone" ? "reads no such event any more" : doubt.machine;
  return element("dl", { class: "both" },
    element("div", {}, element("dt", {}, "A person"), element("dd", { dir: "auto" }, doubt.person)),
    element("div", {}, element("dt", {}, "The program"), element("dd", { dir: "auto" }, read)));
}

/** Rows light their words and words light their rows. */
export function lighting(container) {
  container.addEventListener("pointerover", (event) => {
    const fields = new Set((event.target.closest("[data-fields]")?.dataset.fields ?? event.target.closest("[data-field]")?.dataset.field ?? "").split(" ").filter(Boolean));
    fields.delete("evidence");
    for (const row of container.querySelectorAll("tr[data-field]")) row.classList.toggle("lit", fields.has(row.dataset.field));
    for (const piece of container.querySelectorAll("[data-fields]")) {
      piece.classList.toggle("lit", piece.dataset.fields.split(" ").some((field) => fields.has(field)));
    }
  });
}
