// Where actors are said to be: soft hatched areas, never pins.

import { circle } from "./basemap.js";

const LEAST_KM = 25; // an area is never drawn so small that it would point somewhere

/** Draw presences beneath the labels; returns their polygons. */
export function addPresences(map, areas) {
  const features = areas.map((area) => ({
    type: "Feature", properties: {}, geometry: circle(area.lon, area.lat, Math.max(LEAST_KM, area.radius_km)),
  }));
  map.addImage("hatch", hatch(), { pixelRatio: 2 });
  map.addSource("presences", { type: "geojson", data: { type: "FeatureCollection", features } });
  map.addLayer({
    id: "presences", type: "fill", source: "presences", paint: { "fill-pattern": "hatch", "fill-opacity": 0.75 },
  }, "towns");
  map.on("theme", () => map.updateImage("hatch", hatch()));
  return features;
}

function hatch() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 16;
  const ctx = canvas.getContext("2d");
  ctx.strokeStyle = getComputedStyle(document.documentElement).getPropertyValue("--soft");
  ctx.globalAlpha = 0.6;
  ctx.lineWidth = 1.6;
  for (const shift of [-16, 0, 16]) {
    ctx.moveTo(shift, 16);
    ctx.lineTo(shift + 16, 0);
  }
  ctx.stroke();
  return ctx.getImageData(0, 0, 16, 16);
}
