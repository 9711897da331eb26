// What the machine missed: words selected in the report become a claim; further words fill its fields.

import { byId, element, fetched, posted } from "./dom.js";
import { ClaimForm } from "./form.js";
import { plain, typing } from "./keys.js";
import { plainText, select, selected, sentenceAround, sentencesOf } from "./selection.js";

const KEYS = {
  date: "d", place: "p", perpetrator: "b", target: "t", weapon: "w", killed: "i", wounded: "h", abducted: "x", claimed_by: "c", attributed_to: "s",
};
const FIELDS = ["type", "date", "place", "perpetrator", "target", "weapon", "killed", "wounded", "status", "claimed_by", "abducted", "role", "attributed_to", "campaign"];
const FIRST = { type: "Armed clash", role: "attack", status: "reported" };
const box = byId("adding"), text = document.querySelector(".text"), place = byId("claim-form");
const report = `/api/reports/${encodeURIComponent(box.dataset.report)}`;
const language = text.lang;

let form = null, evidence = null, spans = {}, sentence = -1;

function hint(words) { byId("adding-hint").textContent = words; }

/** Start a claim of the selected words: the sentence around them is its evidence. */
async function begin() {
  const words = selected(text);
  if (!words) { hint("Select the words that tell of the event first: with the mouse, or with j and k."); return; }
  const whole = plainText(text);
  evidence = sentenceAround(whole, words, language);
  spans = evidence.words === words.words ? {} : { type: [[words.start, words.end]] };
  const book = await fetched("/api/codebook");
  const names = new Map(book.fields);
  form = new ClaimForm(book, FIELDS.map((field) => [field, names.get(field)]), KEYS);
  form.put(FIRST);
  for (const [field, key] of Object.entries(KEYS)) form.rows.get(field).append(marker(field, key, names.get(field)));
  form.element.prepend(element("blockquote", { class: "excerpt", dir: "auto", lang: language }, evidence.words));
  form.element.append(element("p", { class: "buttons" },
    element("button", { class: "main" }, "Add the claim ", element("kbd", {}, "Enter")), element("button", { type: "button", onclick: leave }, "Leave ", element("kbd", {}, "Esc"))));
  form.element.addEventListener("submit", (event) => { event.preventDefault(); save(); });
  place.replaceChildren(form.element);
  place.hidden = false;
  hint("Choose the type. Then select words in the text and press a field's key, or type.");
  form.focus("type");
  box.scrollIntoView({ block: "nearest" });
}

/** A button for those who mark words with the mouse; it leaves the selection as it is. */
function marker(field, key, name) {
  const words = `The selected words are the ${name.toLowerCase()} (${key})`;
  return element("button", {
    type: "button", class: "quiet marks", title: words, "aria-label": words, onmousedown: (event) => event.preventDefault(), onclick: () => mark(field),
  }, "“ ”");
}

/** The selected words are what a field was told in: the server reads them, the person sees what it makes of them. */
async function mark(field) {
  const words = selected(text);
  if (!words) { hint("No words are selected."); return; }
  spans[field] = [[words.start, words.end]];
  const asked = new URLSearchParams({ field, start: words.start, end: words.end });
  const { value } = await fetched(`${report}/words?${asked}`).catch(() => ({ value: null }));
  form.set(field, value ?? asWords(field, words.words), `“${words.words}”`);
  hint(value === null ? "Nothing was read in these words: type the value." : "Read from these words; correct it if it is wrong.");
  form.focus(field);
}

function asWords(field, words) {
  if (["perpetrator", "target", "weapon"].includes(field)) return { text: words };
  if (field === "place") return { place: words };
  if (field === "claimed_by") return words;
  return field === "attributed_to" ? [words] : null;
}

async function save() {
  const values = form.changed();
  if (values === null) return;
  const type = form.editors.get("type").read(), role = form.editors.get("role").read(), status = form.editors.get("status").read();
  try {
    const { claims } = await posted(`${report}/claims`, { start: evidence.start, end: evidence.end, spans, values: { ...values, type, role, status } });
    location.hash = `#claim-${claims[0]}`;
    location.reload();
  } catch (error) {
    form.complain(`Not added: ${error.message}`);
  }
}

function leave() {
  form = null;
  place.hidden = true;
  place.replaceChildren();
  byId("new-claim").focus();
}

/** Sentences by keys, for those who use no mouse: shift and the arrows then select more or less. */
function step(by) {
  const found = sentencesOf(plainText(text), language);
  if (!found.length) return;
  const held = selected(text);
  if (held) sentence = found.findIndex(([, to]) => to > held.from);
  sentence = Math.max(0, Math.min(found.length - 1, sentence + by));
  select(text, ...found[sentence]);
}

byId("new-claim").addEventListener("mousedown", (event) => event.preventDefault());
byId("new-claim").addEventListener("click", begin);
document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  if (form && event.key === "Escape") { event.stopPropagation(); leave(); return; }
  if (typing(event)) {
    if (form?.element.contains(event.target) && event.key === "Enter") { event.preventDefault(); save(); }
    return;
  }
  if (!plain(event) || event.target.localName === "button") return;
  const field = form && Object.keys(KEYS).find((name) => KEYS[name] === event.key);
  const act = field ? () => mark(field) : { n: begin, j: () => step(1), k: () => step(-1), Enter: form ? save : null }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}, true);
