// What is to be looked at, in its order: loaded a page at a time, always some ahead of the one in sight.

import { fetched } from "./dom.js";

const AHEAD = 12; // fewer than this many loaded ahead: the next page is fetched

export class Queue {
  /** `path` answers pages {[list], open, minutes, next, ...} to `after`; each entry has a `key`. */
  constructor(path, list, changed) {
    Object.assign(this, { path, list, changed, entries: [], at: 0, page: null, done: 0 });
  }

  /** Begin anew with these filters; resolves with the first page. */
  async open(query) {
    this.query = query;
    this.entries = [];
    this.at = 0;
    this.done = 0;
    this.page = null;
    await this.load();
    return this.page;
  }

  async load(after = null) {
    const asked = new URLSearchParams(this.query);
    if (after) asked.set("after", after);
    const query = this.query;
    const page = await fetched(`${this.path}?${asked}`);
    if (query !== this.query) return;
    const known = new Set(this.entries.map((entry) => entry.key));
    this.entries.push(...page[this.list].filter((entry) => !known.has(entry.key)).map((entry) => ({ ...entry, state: "open" })));
    this.cursor = page.next;
    if (!this.page) this.page = page;
    this.changed();
  }

  get entry() { return this.entries[this.at] ?? null; }

  /** How many are left to look at, as far as is known here. */
  get left() { return Math.max(0, (this.page?.open ?? 0) - this.done); }

  /** To the next that is open; past the last one there is none in sight. */
  next() {
    do this.at += 1; while (this.at < this.entries.length && this.entry.state !== "open");
    this.ahead();
  }

  previous() {
    this.at = Math.max(0, this.at - 1);
  }

  /** Fetch more before they are needed; a failure is tried again at the next step. */
  ahead() {
    if (!this.cursor || this.loading || this.entries.length - this.at > AHEAD) return;
    this.loading = this.load(this.cursor).catch((error) => this.changed(error)).finally(() => { this.loading = null; });
  }

  /** From the first that is still open: what was skipped comes again. */
  again() {
    const first = this.entries.findIndex((entry) => entry.state === "open");
    this.at = first < 0 ? this.entries.length : first;
  }

  settle(entry, state) {
    if (entry.state !== "done" && state === "done") this.done += 1;
    if (entry.state === "done" && state !== "done") this.done -= 1;
    entry.state = state;
  }

  /** Entries may come back in a row: the first of them is in sight, the others follow it. */
  refused(entry) {
    const at = this.entries.indexOf(entry);
    this.settle(entry, "open");
    if (at >= 0 && at < this.at) this.at = at;
  }

  /** Bring an entry back: in its place if it is loaded, else here. */
  back(entry) {
    const at = this.entries.findIndex((known) => known.key === entry.key);
    if (at < 0) this.entries.splice(this.at, 0, entry);
    else this.at = at;
    this.settle(this.entries[this.at], "open");
  }
}
