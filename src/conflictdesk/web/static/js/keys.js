// Keys that every page has: / for the search field, ? for the list of keys.

import { byId } from "./dom.js";

export const typing = (event) => event.target.matches?.("input, textarea, select, [contenteditable]");
export const plain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;

function showKeys() {
  const dialog = byId("keys");
  if (!dialog.open) dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && typing(event)) event.target.blur();
  if (typing(event) || !plain(event)) return;
  if (event.key === "/") {
    event.preventDefault();
    document.querySelector('[data-key="/"]')?.focus();
  }
  if (event.key === "?") showKeys();
});
document.querySelector("[data-keys]")?.addEventListener("click", showKeys);
