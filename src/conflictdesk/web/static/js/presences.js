// The map of presences.

import { boundsOf, drawMap } from "./basemap.js";
import { byId, fetched } from "./dom.js";
import { addPresences } from "./hatching.js";

const areas = await fetched("/api/presences");
const box = byId("presence-map");
box.hidden = !areas.length;
if (areas.length) {
  const { map, ready } = drawMap(box);
  await ready;
  const edges = addPresences(map, areas).flatMap((shape) => shape.geometry.coordinates[0]);
  map.fitBounds(boundsOf(edges), { padding: 64, maxZoom: 5.5, animate: false });
  box.dataset.ready = "yes";
}
