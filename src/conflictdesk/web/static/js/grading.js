// How credible a claim's information is: chosen on its card, kept at once, and taken back by "u".

import { byId, posted } from "./dom.js";
import { plain, typing } from "./keys.js";
import { Toast } from "./toast.js";

const toast = new Toast(byId("toast")), kept = [];

for (const choice of document.querySelectorAll("select[data-claim]")) {
  choice.dataset.before = choice.value;
  choice.addEventListener("change", async () => {
    const now = choice.value, { before } = choice.dataset;
    try {
      const { act, summary } = await posted("/api/review/credibility", { claim: choice.dataset.claim, credibility: now ? Number(now) : null });
      kept.push({ act, choice, before });
      choice.dataset.before = now;
      toast.say(`Kept: ${summary}.`, "u takes it back");
    } catch (error) {
      choice.value = before;
      toast.trouble(`Not kept: ${error.message}`);
    }
  });
}

document.addEventListener("keydown", async (event) => {
  const last = kept.at(-1);
  if (event.key !== "u" || !last || !plain(event) || (typing(event) && event.target.localName !== "select")) return;
  event.preventDefault();
  try {
    const { summary } = await posted("/api/undo", { act: last.act });
    kept.pop();
    last.choice.value = last.choice.dataset.before = last.before;
    toast.say(`${summary}.`);
  } catch (error) {
    toast.trouble(error.message);
  }
});
document.body.dataset.ready = "yes";
