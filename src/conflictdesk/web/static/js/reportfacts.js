// What is known of a report, set or corrected by a person; what depends on it is coded again, and told.

import { byId, element, posted } from "./dom.js";
import { awaited } from "./errand.js";
import { isoFrom } from "./words.js";

const form = byId("facts-form"), progress = byId("facts-progress");
const id = byId("adding").dataset.report, KEPT = `changed ${id}`;

function show(open) {
  form.hidden = !open;
  byId("facts").hidden = open;
  byId("correct-facts").hidden = open;
  if (open) form.elements.title.focus();
}

/** Only what differs from what the page came with. */
function told() {
  const changed = [...form.elements].filter((input) => input.name && input.value.trim() !== input.defaultValue.trim());
  const values = Object.fromEntries(changed.map((input) => [input.name, input.value.trim()]));
  if (values.published) values.published = isoFrom(values.published);
  if (values.published === null) {
    form.elements.published.setAttribute("aria-invalid", "true");
    throw new Error(`“${form.elements.published.value}” is no date: 17 May 2020 would do.`);
  }
  return values;
}

async function save() {
  const values = told();
  if (!Object.keys(values).length) { show(false); return; }
  const kept = await posted(`/api/reports/${encodeURIComponent(id)}/facts`, values);
  let said = [];
  if (kept.errand) {
    try {
      ({ said } = await awaited(kept.errand, (words) => { progress.textContent = words; }));
    } catch (error) {
      said = [`It is noted, but the report could not be coded again: ${error.message}`];
    }
  }
  sessionStorage.setItem(KEPT, JSON.stringify(said));
  location.reload();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await save().catch((error) => { progress.textContent = error.message; });
});
form.addEventListener("keydown", (event) => { if (event.key === "Escape") show(false); });
byId("correct-facts").addEventListener("click", () => show(true));
byId("leave-facts").addEventListener("click", () => show(false));

const said = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
sessionStorage.removeItem(KEPT);
byId("changed").hidden = !said.length;
byId("changed").replaceChildren(...said.map((line) => element("li", { dir: "auto" }, line)));
