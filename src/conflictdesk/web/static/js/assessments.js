// Assessments: written, kept, withdrawn; the list of what they may rest on narrowed as one types.

import { byId, posted } from "./dom.js";

const form = byId("conclude"), told = byId("told");

async function send(path, body) {
  try {
    await posted(path, body);
    location.reload();
  } catch (error) {
    told.textContent = error.message;
    told.classList.add("wrong");
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const about = [...form.querySelectorAll("input[name=about]:checked")].map((input) => input.value);
  send("/api/assessments", { text: byId("text").value, likelihood: byId("likelihood").value, about });
});

byId("narrow").addEventListener("input", (event) => {
  const words = event.target.value.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  for (const row of byId("offered").children) {
    const text = row.textContent.toLocaleLowerCase();
    row.hidden = !row.querySelector("input").checked && !words.every((word) => text.includes(word));
  }
});

for (const button of document.querySelectorAll("[data-withdraw]")) {
  button.addEventListener("click", () => send(`/api/assessments/${button.dataset.withdraw}/withdraw`, {}));
}
