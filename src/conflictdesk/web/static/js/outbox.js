// Changes on their way to the server: one after the other, each told as kept or as failed.

import { posted } from "./dom.js";

export class Outbox {
  /** `changed(waiting)` is told whenever something was sent or answered. */
  constructor(changed = () => {}) {
    this.waiting = [];
    this.under = null; // the one that is under way
    this.changed = changed;
    addEventListener("pagehide", () => this.flush());
    addEventListener("beforeunload", (event) => { if (this.many > 1) event.preventDefault(); });
  }

  get many() { return this.waiting.length + (this.under ? 1 : 0); }

  /**
   * Resolves with the server's answer once it is kept; rejects with the reason why it is not. A body that depends on
   * what was kept before is a function, called when its turn comes.
   */
  send(path, body) {
    return new Promise((kept, failed) => {
      this.waiting.push({ path, body, kept, failed });
      this.next();
    });
  }

  async next() {
    if (this.under || !this.waiting.length) return;
    this.under = this.waiting.shift();
    this.changed(this.many);
    const { path, body, kept, failed } = this.under;
    try {
      kept(await posted(path, made(body)));
    } catch (error) {
      failed(error);
    }
    this.under = null;
    this.changed(this.many);
    this.next();
  }

  /** The page is being left: what still waits goes out at once. */
  flush() {
    for (const { path, body, kept, failed } of this.waiting.splice(0)) posted(path, made(body)).then(kept, failed);
  }
}

const made = (body) => (typeof body === "function" ? body() : body);
