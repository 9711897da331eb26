// Waiting for work that the server does in the background: asked for until it is done, told in words.

import { fetched } from "./dom.js";

const ASKED = 400; // ms between two questions

/** Resolves with the outcome; rejects with what went wrong. `tell` gets the words on how far it is. */
export async function awaited(key, tell) {
  const began = Date.now();
  for (;;) {
    const { said, done, fault, outcome } = await fetched(`/api/errands/${encodeURIComponent(key)}`);
    if (fault) throw new Error(fault);
    if (done) return outcome;
    tell(`${said}, ${Math.round((Date.now() - began) / 1000)} s`);
    await new Promise((resolve) => setTimeout(resolve, ASKED));
  }
}
