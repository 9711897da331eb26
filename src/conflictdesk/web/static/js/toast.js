// A line that says what was kept, or what went wrong. Trouble stays until it is closed (Escape does) or the next trouble
// comes; what is kept meanwhile is said below it.

import { element } from "./dom.js";

const SHOWN = 5000; // ms

export class Toast {
  constructor(box) {
    this.box = box;
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && this.troubled) this.clear(); });
  }

  say(words, hint = "") {
    if (this.troubled) { this.below(words, hint); return; }
    this.put(words, hint);
    this.gone = setTimeout(() => this.clear(), SHOWN);
  }

  trouble(words) {
    this.troubled = true;
    this.put(words, "", element("button", { type: "button", class: "quiet", onclick: () => this.clear() }, "Close ", element("kbd", {}, "Esc")));
  }

  below(words, hint) {
    this.box.querySelector(".kept")?.remove();
    this.box.append(element("span", { class: "kept", dir: "auto" }, words, hint ? element("span", { class: "faint" }, ` ${hint}`) : ""));
  }

  put(words, hint, ...more) {
    clearTimeout(this.gone);
    this.box.className = this.troubled ? "trouble" : "toast";
    this.box.replaceChildren(element("span", { dir: "auto" }, words), hint ? element("span", { class: "faint" }, ` ${hint}`) : "", ...more);
    this.box.hidden = false;
  }

  clear() {
    this.troubled = false;
    this.box.hidden = true;
  }
}
