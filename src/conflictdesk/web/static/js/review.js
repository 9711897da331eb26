// The review queue: a claim at a time, worked by keys. What is said goes out in the background; only what the server
// has confirmed counts as done, and what it refuses comes back.

import { differs, doubtsElement, excerptElement, lighting, rowsElement } from "./claimview.js";
import { afterPause, byId, element, fetched } from "./dom.js";
import { ClaimForm } from "./form.js";
import { plain, typing } from "./keys.js";
import { Outbox } from "./outbox.js";
import { Queue } from "./queue.js";
import { QueueFilters } from "./queuefilters.js";
import { Toast } from "./toast.js";
import { many } from "./words.js";

const DIGITS = "1234567890";
const DRAWING = 120; // ms in which a claim must stay in sight before its map is drawn: quick keys are not held up
const PACED = 5; // claims after which the pace of this sitting tells how long the rest takes

class Review {
  constructor(book) {
    this.book = book;
    this.toast = new Toast(byId("toast"));
    this.acts = []; // what was said here, the latest last
    this.refusals = 0; // in a row
    this.outbox = new Outbox((waiting) => { byId("sending").textContent = waiting ? "saving…" : ""; });
    this.queue = new Queue("/api/review", "questions", (error) => this.arrived(error));
    this.filters = new QueueFilters(byId("queue-filters"), () => this.begin());
    this.mapBox = byId("review-map"); // moves from claim to claim, and is out of the page between
    this.draw = afterPause(() => this.drawMap(), DRAWING);
    this.wire();
  }

  async begin() {
    this.began = Date.now();
    this.left = 0;
    try {
      await this.queue.open(this.filters.query());
      await this.filters.offer();
    } catch (error) {
      this.toast.trouble(error.message);
    }
    this.show();
    document.body.dataset.ready = "yes";
  }

  arrived(error) {
    if (error) this.toast.trouble(error.message);
    else if (!byId("claim").childElementCount || !this.shown) this.show();
    this.tell();
  }

  // What is in sight

  show() {
    const entry = this.queue.entry;
    this.form = null;
    this.shown = entry;
    byId("acts").hidden = !entry;
    byId("claim").replaceChildren(...(entry ? this.claimElements(entry) : this.nothing()));
    byId("claim").className = entry ? `judging ${entry.state}` : "";
    if (entry) {
      byId("spoken").textContent = `${entry.rows.find((row) => row.field === "type")?.words ?? "A claim"}. ${entry.doubts.map((doubt) => doubt.reason).join(" ")}`;
      byId("take").hidden = !entry.doubts.some(differs);
      byId("accept-words").textContent = byId("take").hidden ? "accept" : "keep mine";
    }
    this.others = this.makeRoom(entry);
    scrollTo(0, 0);
    this.tell();
    this.draw();
  }

  claimElements(entry) {
    this.keys = Object.fromEntries(entry.rows.slice(0, DIGITS.length).map((row, at) => [row.field, DIGITS[at]]));
    const { report } = entry;
    return [
      element("section", { class: "words", "aria-label": "What the report says" },
        element("p", { class: "meta" }, element("span", {}, report.publisher), element("span", { class: "num" }, report.published),
          element("a", { href: report.href, id: "open-report" }, "the whole report"), entry.incident ? element("a", { href: entry.incident }, "incident") : null,
          entry.by ? element("span", {}, `reviewed by ${entry.by}`) : null,
          entry.state === "done" ? element("span", { class: "verdict" }, entry.verdict) : null),
        element("h1", { dir: "auto", lang: report.language }, report.title),
        excerptElement(entry.excerpt, report.language),
        doubtsElement(entry.doubts, Object.fromEntries(entry.rows.map((row) => [row.field, row.name]))),
        element("div", { id: "map-here" })),
      element("section", { class: "side", id: "values", "aria-label": "What was read in it" }, rowsElement(entry.rows, this.keys)),
    ];
  }

  /** The end of the list, an empty filter, or an empty desk: what it means, and what comes next. */
  nothing() {
    if (!this.queue.page) return [element("p", { class: "next" }, "The queue cannot be read. Nothing was changed.")];
    const skipped = this.queue.entries.filter((entry) => entry.state === "open").length;
    const { settled } = this.queue.page, looked = settled + this.queue.done;
    if (this.queue.loading) return [element("p", { class: "next" }, "…")];
    const words = skipped ? `${many(skipped, "claim")} skipped.`
      : this.filters.narrow() ? "Nothing is left to look at under this filter."
        : looked ? `All done: ${many(looked, "claim")} looked at.` : "There is nothing to look at.";
    const made = element("div", { class: "next" }, element("p", {}, words));
    if (skipped) made.append(element("p", {}, element("button", { type: "button", onclick: () => { this.queue.again(); this.show(); } }, "Look at them again")));
    else if (this.filters.narrow()) made.append(element("p", {}, element("button", { type: "button", onclick: () => this.filters.clear() }, "Clear the filter")));
    else made.append(element("p", {}, "Next: ", element("a", { href: "/links" }, "which claims are one incident"), ", or more reports: ", element("a", { href: "/add" }, "paste one"), ", ", element("code", {}, "conflictdesk add PATH")));
    return [made];
  }

  /** "112 to look at, about 9 minutes." */
  tell() {
    const { left, done, page } = this.queue;
    if (!page) return;
    const seconds = done >= PACED ? (Date.now() - this.began) / 1000 / done : (page.minutes * 60) / Math.max(1, page.open);
    const minutes = Math.max(1, Math.round((left * seconds) / 60));
    const words = left ? `${many(left, "claim")} to look at, about ${many(minutes, "minute")}` : "Nothing left to look at";
    byId("progress").textContent = `${words}${done ? `; ${done} done now` : ""}${page.differing ? `; ${page.differing} where you and the program differ` : ""}.`;
    byId("accept-all").hidden = !left;
    byId("accept-all").textContent = `Accept all ${left.toLocaleString("en-GB")}…`;
  }

  /** The map's place is there at once, the map itself a little later: quick keys do not wait for it. */
  makeRoom(entry) {
    const others = entry?.runners_up?.filter((place) => place.lat !== null && place.lat !== undefined) ?? [];
    const drawn = Boolean(entry?.map) && (entry.map.lat !== null || others.length > 0);
    this.mapBox.hidden = !drawn;
    this.mapBox.classList.add("waiting");
    if (drawn) byId("map-here").append(this.mapBox);
    return drawn ? others : null;
  }

  async drawMap() {
    const entry = this.shown, { others } = this;
    if (!others || !entry) return;
    const [box, note] = this.mapBox.children;
    this.mapBox.setAttribute("aria-label", `Where: ${entry.rows.find((row) => row.field === "place").words}`);
    this.map ??= import("./placemap.js").then(({ PlaceMap }) => new PlaceMap(box));
    const away = await (await this.map).show(entry.map, others);
    if (this.shown !== entry) return;
    note.textContent = away.length ? `In grey: ${many(away.length, "other place")} that the name might mean.` : "";
    this.mapBox.classList.remove("waiting");
  }

  // What a person says

  /** Say something of the claim in sight, and go on to the next at once. */
  say(verdict, path, body) {
    const entry = this.queue.entry;
    if (!entry || entry.state === "sending") return;
    entry.verdict = verdict;
    this.queue.settle(entry, "sending");
    this.outbox.send(path, body).then(
      (kept) => { this.refusals = 0; this.acts.push({ act: kept.act, entry }); this.queue.settle(entry, "done"); this.toast.say(`${capital(kept.summary)}.`, "u takes it back"); this.tell(); },
      (error) => this.refused(entry, verdict, body.values, error));
    this.queue.next();
    this.show();
  }

  /** `values` are what a person had typed, if so: the form has them when it is opened again. */
  refused(entry, verdict, values, error) {
    this.refusals += 1;
    entry.typed = values ?? null;
    const back = this.refusals > 1 ? `So it was with ${this.refusals} claims; they are back in the queue.`
      : `The claim is back in the queue${values ? "; e has what you typed" : ""}.`;
    this.toast.trouble(`Not saved (${verdict}): ${error.message} ${back}`);
    if (this.form) { this.queue.settle(entry, "open"); return; } // another is being edited: it stays in sight
    this.queue.refused(entry);
    this.show();
  }

  accept() {
    const { entry } = this.queue;
    if (entry) this.say("accepted", "/api/review/accept", { claims: [entry.key] });
  }

  reject() {
    const { entry } = this.queue;
    if (entry) this.say("rejected", "/api/review/reject", { claims: [entry.key] });
  }

  /** Where the program reads otherwise than the person did: its reading from now on. */
  take() {
    const { entry } = this.queue;
    const differing = entry?.doubts.filter(differs) ?? [];
    if (!differing.length) return;
    const read = differing.filter((doubt) => doubt.kind === "differs").map((doubt) => [doubt.field, doubt.machine_value]);
    if (read.length) this.say("taken as the program reads it", "/api/review/correct", { claim: entry.key, values: Object.fromEntries(read) });
    else this.say("let go", "/api/review/reject", { claims: [entry.key] });
  }

  /** Take back the last thing said here; after a reload, the last that this person said. */
  async undo() {
    let last = null;
    try {
      const { summary } = await this.outbox.send("/api/undo", () => {
        last = this.acts.pop() ?? null;
        return { act: last?.act ?? null };
      });
      this.toast.say(`${capital(summary)}.`);
    } catch (error) {
      this.toast.trouble(error.message);
      return;
    }
    if (!last?.entry) { await this.begin(); return; }
    this.queue.back(last.entry);
    this.show();
    this.refresh(last.entry);
  }

  /** What the server holds of a claim now; in sight only if the claim still is. */
  async refresh(entry) {
    const now = await fetched(`/api/review/claims/${encodeURIComponent(entry.key)}`).catch(() => null);
    if (!now) return;
    Object.assign(entry, now);
    if (this.shown === entry && !this.form) this.show();
  }

  async acceptAll() {
    const { left } = this.queue, dialog = byId("confirm-all");
    byId("confirm-words").textContent = `Accept ${many(left, "claim")} as they stand? ${this.filters.words()}`;
    byId("confirm-yes").textContent = `Accept ${left.toLocaleString("en-GB")}`;
    dialog.returnValue = "";
    dialog.showModal();
    await new Promise((closed) => dialog.addEventListener("close", closed, { once: true }));
    if (dialog.returnValue !== "yes") return;
    try {
      const kept = await this.outbox.send("/api/review/accept-all", { shown: this.filters.shown(), number: left });
      this.acts.push({ act: kept.act, entry: null });
      await this.begin();
      this.toast.say(`${capital(kept.summary)}.`, "u takes all of it back");
    } catch (error) {
      this.toast.trouble(error.message);
      await this.begin();
    }
  }

  // The edit form

  edit(field = "type") {
    const { entry } = this.queue;
    if (!entry?.values || entry.state === "sending" || this.form) return;
    this.form = new ClaimForm(this.book, entry.rows.map((row) => [row.field, row.name]), this.keys);
    this.form.put(entry.values, entry.runners_up);
    for (const [typed, value] of Object.entries(entry.typed ?? {})) this.form.set(typed, value);
    this.form.element.append(element("p", { class: "buttons" },
      element("button", { type: "button", class: "main", onclick: () => this.save() }, "Save ", element("kbd", {}, "Enter")),
      element("button", { type: "button", onclick: () => this.leave() }, "Leave ", element("kbd", {}, "Esc"))));
    byId("values").replaceChildren(this.form.element);
    this.form.focus(field);
  }

  save() {
    const values = this.form.changed();
    if (values === null) return;
    const { entry } = this.queue;
    if (Object.keys(values).length) this.say("corrected", "/api/review/correct", { claim: entry.key, values });
    else this.accept();
  }

  leave() {
    this.show();
    byId("claim").focus();
  }

  skip() {
    this.queue.next();
    this.show();
  }

  previous() {
    this.queue.previous();
    this.show();
    if (this.queue.entry?.state === "done") this.refresh(this.queue.entry);
  }

  wire() {
    lighting(byId("claim"));
    const acts = { accept: "accept", edit: "edit", reject: "reject", skip: "skip", previous: "previous", undo: "undo", take: "take", "accept-all": "acceptAll" };
    for (const [id, act] of Object.entries(acts)) byId(id).addEventListener("click", () => this[act]());
    document.addEventListener("keydown", (event) => this.key(event), true);
  }

  key(event) {
    if (document.querySelector("dialog[open]")) return;
    if (this.form && this.form.element.contains(event.target)) return this.formKey(event);
    if (typing(event) || !plain(event)) return undefined;
    const digit = DIGITS.indexOf(event.key);
    const act = { j: "skip", n: "skip", ArrowDown: "skip", k: "previous", ArrowUp: "previous", a: "accept", e: "edit", r: "reject", u: "undo", m: "take", A: "acceptAll" }[event.key];
    const open = event.key === "o";
    if (digit < 0 && !act && !open) return undefined;
    event.preventDefault();
    if (event.repeat && act !== "skip" && act !== "previous") return undefined; // a key held down is one word, not ten
    if (open) byId("open-report")?.click();
    else if (act) this[act]();
    else this.edit(this.queue.entry?.rows[digit]?.field);
    return undefined;
  }

  formKey(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.leave();
    } else if (event.key === "Enter" && !event.isComposing && event.target.localName !== "button") {
      event.preventDefault();
      this.save();
    }
  }
}

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

if (byId("claim")) await new Review(await fetched("/api/codebook")).begin();
