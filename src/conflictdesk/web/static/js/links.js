// The link queue: are two claims one incident? Side by side, worked by keys.

import { excerptElement, lighting } from "./claimview.js";
import { byId, element } from "./dom.js";
import { plain, typing } from "./keys.js";
import { Outbox } from "./outbox.js";
import { Queue } from "./queue.js";
import { Toast } from "./toast.js";
import { many } from "./words.js";

const LEANING = { for: "speaks for one incident", against: "speaks for two", "": "says nothing" };
const SAID = { same: "called the same", different: "called different", unsure: "left to the rule" };

class Links {
  constructor() {
    this.toast = new Toast(byId("toast"));
    this.acts = []; // what was said here, the latest last
    this.outbox = new Outbox((waiting) => { byId("sending").textContent = waiting ? "saving…" : ""; });
    this.queue = new Queue("/api/links", "pairs", (error) => this.arrived(error));
    this.wire();
  }

  async begin() {
    await this.queue.open("").catch((error) => this.toast.trouble(error.message));
    this.show();
    document.body.dataset.ready = "yes";
  }

  arrived(error) {
    if (error) this.toast.trouble(error.message);
    else if (!this.shown) this.show();
    this.tell();
  }

  show() {
    const pair = this.queue.entry;
    this.shown = pair;
    byId("acts").hidden = !pair;
    byId("pair").replaceChildren(...(pair ? this.pairElements(pair) : this.nothing()));
    byId("pair").className = pair ? `pair ${pair.state}` : "";
    if (pair) byId("spoken").textContent = `${pair.left.publisher} and ${pair.right.publisher}. ${pair.reason}`;
    scrollTo(0, 0);
    this.tell();
  }

  pairElements(pair) {
    return [
      element("p", { class: "asked" }, `${pair.reason}. `, element("span", { class: "faint" }, pair.together ? "They are held to be one incident now." : "They are held to be two incidents now."),
        pair.state === "done" ? element("span", { class: "verdict" }, ` ${SAID[pair.likeness]}`) : null),
      element("div", { class: "two" }, this.side(pair.left, "left"), this.side(pair.right, "right")),
      this.rows(pair),
      element("ul", { class: "plain fine" }, ...pair.others.filter((one) => one.reason).map((one) => element("li", { dir: "auto" }, `${one.name}: ${one.reason}`))),
    ];
  }

  side(claim, which) {
    return element("section", { class: "words", "aria-label": which === "left" ? "One claim" : "The other claim" },
      element("p", { class: "meta" }, element("span", {}, claim.publisher), element("span", { class: "num" }, claim.published), element("a", { href: claim.href }, "the whole report"),
        claim.incident ? element("a", { href: claim.incident }, "incident") : null),
      element("h2", { dir: "auto", lang: claim.language }, claim.title),
      claim.excerpt ? excerptElement(claim.excerpt, claim.language) : null);
  }

  rows(pair) {
    const cell = (words) => element("td", { class: words === "not reported" ? "silent" : null, dir: "auto" }, words);
    return element("table", { class: "fields compared" },
      element("thead", {}, element("tr", {}, ...["Field", pair.left.publisher, pair.right.publisher, "What it says"].map((name) => element("th", { scope: "col" }, name)))),
      element("tbody", {}, ...pair.rows.map((row) => element("tr", { class: row.alike ? "alike" : `unlike ${row.leaning}`, "data-field": row.field },
        element("th", { scope: "row" }, element("span", { class: `swatch f-${row.field}` }), row.name), cell(row.left), cell(row.right),
        element("td", { class: "why" }, row.leaning ? element("span", { class: `leaning ${row.leaning}` }, LEANING[row.leaning]) : null, row.reason ? element("span", { class: "reason", dir: "auto" }, row.reason) : null)))));
  }

  nothing() {
    if (!this.queue.page) return [element("p", { class: "next" }, "The queue cannot be read. Nothing was changed.")];
    const skipped = this.queue.entries.filter((pair) => pair.state === "open").length;
    if (skipped) {
      return [element("div", { class: "next" }, element("p", {}, `${many(skipped, "pair")} skipped.`),
        element("p", {}, element("button", { type: "button", onclick: () => { this.queue.again(); this.show(); } }, "Look at them again")))];
    }
    const words = this.queue.done ? `All done: ${many(this.queue.done, "pair")} judged.` : "There is no pair of claims that the program is unsure of.";
    return [element("div", { class: "next" }, element("p", {}, words), element("p", {}, "Next: ", element("a", { href: "/review" }, "claims to look at"), ", or ", element("a", { href: "/" }, "the incidents"), "."))];
  }

  tell() {
    const { left, done, page } = this.queue;
    if (!page) return;
    const minutes = Math.max(1, Math.round((page.minutes * left) / Math.max(1, page.open)));
    byId("progress").textContent = left
      ? `${many(left, "pair")} to look at, about ${many(minutes, "minute")}${done ? `; ${done} done now` : ""}.` : "Nothing left to look at.";
  }

  say(likeness) {
    const pair = this.queue.entry;
    if (!pair || pair.state === "sending") return;
    pair.likeness = likeness;
    this.queue.settle(pair, "sending");
    this.outbox.send("/api/links", { left: pair.left.claim_id, right: pair.right.claim_id, likeness }).then(
      (kept) => { this.acts.push({ act: kept.act, pair }); this.queue.settle(pair, "done"); this.toast.say(`${pair.left.publisher}, ${pair.right.publisher}: ${SAID[likeness]}.`, "u takes it back"); this.tell(); },
      (error) => {
        this.toast.trouble(`Not saved (${SAID[likeness]}): ${error.message} The pair is back in the queue.`);
        this.queue.refused(pair);
        this.show();
      });
    this.queue.next();
    this.show();
  }

  same() { this.say("same"); }
  different() { this.say("different"); }
  unsure() { this.say("unsure"); }

  async undo() {
    let last = null;
    try {
      const { summary } = await this.outbox.send("/api/undo", () => {
        last = this.acts.pop() ?? null;
        return { act: last?.act ?? null };
      });
      this.toast.say(`${summary}.`);
    } catch (error) {
      this.toast.trouble(error.message);
      return;
    }
    if (!last?.pair) { await this.begin(); return; }
    this.queue.back(last.pair);
    this.show();
  }

  skip() { this.queue.next(); this.show(); }
  previous() { this.queue.previous(); this.show(); }

  wire() {
    lighting(byId("pair"));
    for (const act of ["same", "different", "unsure", "skip", "previous", "undo"]) byId(act).addEventListener("click", () => this[act]());
    document.addEventListener("keydown", (event) => {
      if (typing(event) || !plain(event) || document.querySelector("dialog[open]")) return;
      const act = { s: "same", d: "different", x: "unsure", j: "skip", n: "skip", ArrowDown: "skip", k: "previous", ArrowUp: "previous", u: "undo" }[event.key];
      if (!act) return;
      event.preventDefault();
      if (!event.repeat || act === "skip" || act === "previous") this[act]();
    });
  }
}

if (byId("pair")) await new Links().begin();
