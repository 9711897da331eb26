// A report pasted, dropped or chosen: kept, coded, and then its page opens.

import { byId, element, posted } from "./dom.js";
import { awaited } from "./errand.js";
import { isoFrom } from "./words.js";

const MOST = 40 * 1024 * 1024; // bytes of a file: as Base64 it must fit into one request
const form = byId("add"), area = byId("text"), drop = byId("drop"), progress = byId("progress");
let dropped = [];

function told() {
  const published = isoFrom(byId("published").value);
  byId("published").toggleAttribute("aria-invalid", published === null);
  if (published === null) throw new Error(`“${byId("published").value}” is no date: 17 May 2020 would do.`);
  return {
    title: byId("title").value, publisher: byId("publisher").value, language: byId("language").value, published: published || null,
  };
}

async function base64(file) {
  const url = await new Promise((read, failed) => {
    const reader = new FileReader();
    reader.onload = () => read(reader.result);
    reader.onerror = () => failed(new Error(`${file.name} cannot be read.`));
    reader.readAsDataURL(file);
  });
  return url.slice(url.indexOf(",") + 1);
}

function list() {
  byId("files").replaceChildren(...dropped.map((file, at) => element("li", { dir: "auto" }, `${file.name}, ${Math.ceil(file.size / 1024).toLocaleString("en-GB")} kB `,
    element("button", { type: "button", class: "quiet", onclick: () => { dropped.splice(at, 1); list(); } }, "Leave out"))));
  area.disabled = dropped.length > 0;
  area.placeholder = dropped.length ? "The files below are added." : "Paste the text of a report here";
}

function take(files) {
  const fresh = [...files];
  const large = fresh.filter((file) => file.size > MOST);
  if (large.length) say(`${large[0].name} is larger than 40 MB: conflictdesk add ${large[0].name}`, true);
  dropped.push(...fresh.filter((file) => file.size <= MOST));
  list();
}

function say(words, wrong = false) {
  progress.className = wrong ? "wrong" : "";
  progress.textContent = words;
}

async function bring() {
  const about = told();
  const bodies = dropped.length
    ? await Promise.all(dropped.map(async (file) => ({ ...about, name: file.name, data: await base64(file) })))
    : [{ ...about, text: area.value }];
  const outcomes = byId("outcomes");
  outcomes.replaceChildren();
  let last = null, failed = 0, uncoded = null, resembling = 0;
  for (const [at, body] of bodies.entries()) {
    say(bodies.length > 1 ? `Adding ${at + 1} of ${bodies.length}: ${body.name}` : "Adding");
    const kept = await posted("/api/reports", body);
    for (const one of kept.reports) {
      const words = { new: "added", revision: "added as a revision", known: "is in the desk already", "filled in": "was known; more is known of it now" }[one.state] ?? "not added";
      failed += one.report_id ? 0 : 1;
      outcomes.append(element("li", {}, one.href ? element("a", { href: one.href }, dropped.length ? body.name : "The report") : body.name, ` ${words}`, one.message ? `: ${one.message}` : ".",
        one.copy_of ? element("span", {}, " It carries the text of ", element("a", { href: `/reports/${encodeURIComponent(one.copy_of)}` }, "a report already held"), ": the two count once.") : ""));
    }
    const coded = kept.errand ? await awaited(kept.errand, say).catch((error) => { uncoded = error.message; }) : null;
    for (const one of coded?.looks_held ?? []) {
      outcomes.append(element("li", { dir: "auto" }, one.sentence, " ", element("a", { href: one.href }, "See the incident")));
      resembling += 1;
    }
    last = coded?.href ?? kept.reports.find((one) => one.href)?.href ?? last;
  }
  if (uncoded) throw new Error(`What is listed as added is kept, but not all of it could be coded: ${uncoded}`);
  say(failed ? "Not all of it could be added; the rest is kept." : "Done.", failed > 0);
  if (bodies.length === 1 && !failed && !resembling && last) location.assign(last);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  byId("go").disabled = true;
  await bring().catch((error) => say(error.message, true));
  byId("go").disabled = false;
});
byId("choose").addEventListener("change", (event) => take(event.target.files));
for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
}
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
document.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  if (event.dataTransfer.files.length) take(event.dataTransfer.files);
  else if (event.target !== area) area.value += event.dataTransfer.getData("text/plain");
});
form.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(); });
document.body.dataset.ready = "yes";
