// The small map of an incident: its place, and in grey where else the name might have meant.

import { byId, fetched } from "./dom.js";
import { dressed } from "./incidents.js";
import { PlaceMap } from "./placemap.js";
import { many } from "./words.js";

const box = byId("small-map"), note = byId("small-map-note");
const { row: raw, incident, runners_up: others } = await fetched(`/api/incidents/${encodeURIComponent(box.dataset.incident)}`);
const row = dressed(raw, {});

if (!row.located) {
  box.hidden = !others.length;
  note.textContent = incident.place || incident.country
    ? "Known by region or country only: there is no point to draw." : "No place is reported.";
}
if (row.located || others.length) {
  const away = await new PlaceMap(box).show(row, others);
  if (away.length) note.textContent = `In grey: ${many(away.length, "other place")} that the name might mean.`;
}
