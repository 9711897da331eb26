// A report: a field lights its words, words light their field, and a claim's address lights its sentence.

import { byId } from "./dom.js";

const pieces = [...document.querySelectorAll(".text [data-owners]")];
const cards = [...document.querySelectorAll("[data-owner]")];
const held = (piece, list, value) => piece.dataset[list].split(" ").includes(value);
const nameOf = new Map([...document.querySelectorAll(".field-key [data-field]")].map((key) => [key.dataset.field, key.textContent]));

function light({ owner = null, field = null }) {
  for (const piece of pieces) {
    const on = (owner || field) && (!owner || held(piece, "owners", owner)) && (!field || held(piece, "fields", field));
    piece.classList.toggle("lit", Boolean(on));
  }
}

for (const key of document.querySelectorAll(".field-key [data-field]")) {
  key.addEventListener("pointerenter", () => light({ field: key.dataset.field }));
  key.addEventListener("pointerleave", () => light({}));
}

for (const card of cards) {
  card.addEventListener("pointerover", (event) => {
    const name = event.target.closest("[data-name]")?.dataset.name;
    const field = [...nameOf].find(([, words]) => words === name)?.[0] ?? null;
    light({ owner: card.dataset.owner, field: field ?? "evidence" });
    if (!field) light({ owner: card.dataset.owner });
  });
  card.addEventListener("pointerleave", () => light({}));
}

for (const piece of pieces) {
  piece.addEventListener("pointerenter", () => lightCards(piece.dataset.owners.split(" "), piece.dataset.fields.split(" ")));
  piece.addEventListener("pointerleave", () => lightCards([], []));
}

function lightCards(owners, fields) {
  const names = new Set(fields.map((field) => nameOf.get(field)));
  for (const card of cards) {
    const on = owners.includes(card.dataset.owner);
    card.classList.toggle("lit", on);
    for (const line of card.querySelectorAll("[data-name]")) line.classList.toggle("lit", on && names.has(line.dataset.name));
  }
}

/** The address names a claim: light its sentence and bring it into sight. */
function follow() {
  const owner = decodeURIComponent(location.hash).replace(/^#(claim-)?/, "");
  const lit = pieces.filter((piece) => {
    const on = Boolean(owner) && held(piece, "owners", owner);
    piece.classList.toggle("lit-claim", on);
    return on;
  });
  lit[0]?.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", follow);
follow();

/** Numbers of events that begin in one line stand side by side, not on each other. */
const seen = new Map();
for (const number of document.querySelectorAll(".text > .number")) {
  const nth = seen.get(number.offsetTop) ?? 0;
  seen.set(number.offsetTop, nth + 1);
  if (nth) number.style.marginTop = `${7 + nth * 10}px`;
}
byId("main").dataset.ready = "yes";
