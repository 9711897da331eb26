// The marks of the map, drawn on canvases: shape and colour by role, ring by standing, area by the dead.

const SCALE = 2; // pixels of a mark's image for each pixel on the page
const BASE = 5; // radius where the number of dead is not reported: between none and one

export const COLOURS = {
  light: { attack: "#d55e00", "counter-operation": "#0072b2", other: "#6b6f75", paper: "#ffffff", ink: "#33383e" },
  dark: { attack: "#ee7f35", "counter-operation": "#4ba3dc", other: "#a3a8ae", paper: "#1b1f24", ink: "#c9ced3" },
};

/** Radius in pixels: the mark's area grows with the lowest number of dead; blank is not nought. */
export function radiusOf(killedMin) {
  if (killedMin === null) return BASE;
  if (killedMin === 0) return 3.5;
  return Math.min(22, Math.round(2 * Math.sqrt(38 + 4.2 * killedMin)) / 2);
}

/** An image's name holds all that it shows, so that each is drawn once. */
export function imageName(row) {
  return ["mark", row.role, row.standing, radiusOf(row.killed_min), row.geo === "near" ? "near" : ""].join("|");
}

/** The image that a name stands for: {width, height, data} and its pixel ratio. */
export function imageOf(name, theme) {
  const [kind, ...rest] = name.split("|");
  const canvas = kind === "cluster" ? clusterCanvas(rest.map(Number), theme) : markCanvas(rest, theme);
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return [pixels, { pixelRatio: SCALE }];
}

export function markCanvas([role, standing, radius, near], theme) {
  const r = Number(radius), halo = near ? 5 : 0;
  const [canvas, ctx] = sheet(r + halo + 2.5);
  const colours = COLOURS[theme], colour = colours[role] ?? colours.other;
  if (near) {
    ctx.fillStyle = colour;
    ctx.globalAlpha = 0.22;
    shape(ctx, "attack", r + halo);
    ctx.fill();
    ctx.globalAlpha = 1;
  }
  const hollow = standing === "claimed-only" || standing === "single-source";
  if (hollow) ring(ctx, role, standing, r, colour, colours.paper);
  else solid(ctx, role, standing, r, colour, colours.paper);
  return canvas;
}

function ring(ctx, role, standing, r, colour, paper) {
  shape(ctx, role, r - 0.5);
  ctx.fillStyle = paper;
  ctx.globalAlpha = 0.8;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.lineWidth = 2;
  ctx.strokeStyle = colour;
  if (standing === "claimed-only") ctx.setLineDash(r > 7 ? [4, 3] : [2.6, 2]);
  ctx.stroke();
}

function solid(ctx, role, standing, r, colour, paper) {
  ctx.save();
  if (standing === "contested") { // the notch: the upper right quarter is cut out
    ctx.beginPath();
    ctx.rect(-40, -40, 80, 80);
    ctx.moveTo(0, 0);
    ctx.lineTo(0, -40);
    ctx.lineTo(40, -40);
    ctx.lineTo(40, 0);
    ctx.closePath();
    ctx.clip("evenodd");
  }
  shape(ctx, role, r + 1);
  ctx.fillStyle = paper;
  ctx.fill();
  shape(ctx, role, r);
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.restore();
}

/** Circle, square and diamond of like area. */
function shape(ctx, role, r) {
  ctx.beginPath();
  if (role === "attack") ctx.arc(0, 0, r, 0, 2 * Math.PI);
  else if (role === "counter-operation") ctx.rect(-r * 0.9, -r * 0.9, r * 1.8, r * 1.8);
  else {
    const d = r * 1.25;
    ctx.moveTo(0, -d);
    ctx.lineTo(d, 0);
    ctx.lineTo(0, d);
    ctx.lineTo(-d, 0);
    ctx.closePath();
  }
}

/** Several incidents: a disc whose rim shows the shares of attacks, counter-operations and others. */
function clusterCanvas([attack, counter, r], theme) {
  const [canvas, ctx] = sheet(r + 2);
  const colours = COLOURS[theme];
  ctx.fillStyle = colours.paper;
  ctx.globalAlpha = 0.94;
  ctx.beginPath();
  ctx.arc(0, 0, r + 1, 0, 2 * Math.PI);
  ctx.fill();
  ctx.globalAlpha = 1;
  let from = -Math.PI / 2;
  for (const [share, role] of [[attack, "attack"], [counter, "counter-operation"], [8 - attack - counter, "other"]]) {
    if (share <= 0) continue;
    const to = from + (share / 8) * 2 * Math.PI;
    ctx.beginPath();
    ctx.arc(0, 0, r - 1.25, from, to);
    ctx.lineWidth = 2.5;
    ctx.strokeStyle = colours[role];
    ctx.stroke();
    from = to;
  }
  return canvas;
}

function sheet(half) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.ceil(half * 2 * SCALE);
  const ctx = canvas.getContext("2d", { willReadFrequently: true });
  ctx.scale(SCALE, SCALE);
  ctx.translate(canvas.width / SCALE / 2, canvas.height / SCALE / 2);
  return [canvas, ctx];
}
