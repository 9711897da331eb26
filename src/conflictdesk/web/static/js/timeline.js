// The timeline: days as ticks that pile up, weeks and months as bars, years as thin lines under the axis; a brush.

import { COLOURS } from "./marks.js";
import { themeNow } from "./basemap.js";
import { ROLES } from "./incidents.js";
import { dayOf, dayWords, isoOf, many, parts } from "./words.js";

const SIDE = 16;
const TOP = 34; // room for the corner's words
const LABELS = 18, YEARS = 8, BARS = 7; // heights below the ticks
const TICK = 12; // the tallest a single incident is drawn
const GRIP = 6; // how near an edge of the brush takes hold
const LEAST = 3; // pixels: a shorter drag is a click

export class Timeline {
  /** `on` holds what the timeline tells: brushed(from, to) with ISO dates or empty strings. */
  constructor(canvas, on) {
    Object.assign(this, { canvas, on, rows: [], from: null, to: null, pointed: null, over: null });
    this.ctx = canvas.getContext("2d");
    this.domain = [18000, 18365];
    new ResizeObserver(() => this.draw()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    canvas.addEventListener("pointerdown", (event) => this.press(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", (event) => this.release(event));
    canvas.addEventListener("pointerleave", () => { this.over = null; this.draw(); });
    canvas.addEventListener("dblclick", () => this.on.brushed("", ""));
  }

  /** The stretch of time on the axis: all that `rows` cover, a little wider. */
  span(rows) {
    let first = Infinity, last = -Infinity;
    for (const row of rows) {
      if (row.start === null) continue;
      first = Math.min(first, row.start);
      last = Math.max(last, row.end);
    }
    if (first > last) return;
    const margin = Math.max(2, Math.round((last - first) * 0.02));
    this.domain = [first - margin, last + 1 + margin];
  }

  show(rows, from, to) {
    this.rows = rows.filter((row) => row.start !== null);
    this.from = dayOf(from);
    this.to = dayOf(to);
    this.draw();
  }

  point(row) {
    if (this.pointed === row) return;
    this.pointed = row;
    this.draw();
  }

  x(day) {
    const [first, last] = this.domain;
    return SIDE + ((day - first) / (last - first)) * (this.width - 2 * SIDE);
  }

  day(x) {
    const [first, last] = this.domain;
    const day = Math.floor(first + ((x - SIDE) / (this.width - 2 * SIDE)) * (last - first));
    return Math.max(first, Math.min(last - 1, day));
  }

  draw() {
    const ratio = devicePixelRatio || 1;
    this.width = this.canvas.clientWidth;
    this.height = this.canvas.clientHeight;
    if (!this.width) return;
    const [wide, high] = [Math.round(this.width * ratio), Math.round(this.height * ratio)];
    if (this.canvas.width !== wide || this.canvas.height !== high) Object.assign(this.canvas, { width: wide, height: high });
    this.ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.ctx.clearRect(0, 0, this.width, this.height);
    const css = getComputedStyle(document.documentElement);
    this.ink = { soft: css.getPropertyValue("--soft"), line: css.getPropertyValue("--line"), pick: css.getPropertyValue("--pick"), focus: css.getPropertyValue("--focus"), panel: css.getPropertyValue("--panel") };
    this.axis = this.height - LABELS - YEARS;
    this.drawBrush();
    this.drawAxis();
    this.drawTicks(this.rows.filter((row) => row.precision === "day"));
    this.drawBars(this.rows.filter((row) => row.precision === "week"), this.axis - 2 * BARS - 1);
    this.drawBars(this.rows.filter((row) => row.precision === "month"), this.axis - BARS);
    this.drawYears(this.rows.filter((row) => row.precision === "year"));
    this.drawPointed();
    this.drawOver();
  }

  drawBrush() {
    if (this.from === null && this.to === null) return;
    const left = this.x(this.from ?? this.domain[0]), right = this.x((this.to ?? this.domain[1] - 1) + 1);
    this.ctx.fillStyle = this.ink.pick;
    this.ctx.fillRect(left, TOP - 4, Math.max(1, right - left), this.axis - TOP + 4 + YEARS);
    this.ctx.fillStyle = this.ink.focus;
    for (const edge of [left, right]) this.ctx.fillRect(edge - 0.5, TOP - 4, 1.5, this.axis - TOP + 4 + YEARS);
  }

  chosen(row) {
    return (this.from === null || row.end >= this.from) && (this.to === null || row.start <= this.to);
  }

  colours() {
    return COLOURS[themeNow()];
  }

  /** Ticks of one day each, piled up; shared bins where a day is too narrow to be seen. */
  drawTicks(rows) {
    const room = this.axis - 2 * BARS - 4 - TOP;
    const perDay = (this.width - 2 * SIDE) / (this.domain[1] - this.domain[0]);
    const bin = Math.max(1, Math.ceil(3 / perDay));
    const piles = new Map();
    for (const row of rows) {
      const at = Math.floor((row.start - this.domain[0]) / bin);
      const pile = piles.get(at) ?? piles.set(at, { in: [0, 0, 0], out: [0, 0, 0] }).get(at);
      pile[this.chosen(row) ? "in" : "out"][ROLES.indexOf(row.role)] += 1;
    }
    const sum = (pile) => [...pile.in, ...pile.out].reduce((a, b) => a + b, 0);
    const tallest = Math.max(1, ...[...piles.values()].map(sum));
    const unit = Math.min(TICK, room / tallest);
    const wide = Math.max(2, Math.min(4, perDay * bin - 0.75));
    for (const [at, pile] of piles) this.drawPile(this.x(this.domain[0] + at * bin), wide, pile, unit);
  }

  drawPile(x, wide, pile, unit) {
    let y = this.axis - 2 * BARS - 3;
    const colours = this.colours(), gap = unit >= 4 ? 1 : 0;
    for (const [share, alpha] of [[pile.in, 1], [pile.out, 0.25]]) {
      this.ctx.globalAlpha = alpha;
      share.forEach((n, role) => {
        this.ctx.fillStyle = colours[ROLES[role]];
        if (gap) for (let i = 0; i < n; i += 1) this.ctx.fillRect(x, y - (i + 1) * unit + gap, wide, unit - gap);
        else this.ctx.fillRect(x, y - n * unit, wide, n * unit);
        y -= n * unit;
      });
    }
    this.ctx.globalAlpha = 1;
  }

  /** Bars as long as the interval told; those of one interval share a bar, stronger the more there are. */
  drawBars(rows, top) {
    const colours = this.colours();
    for (const [, group] of grouped(rows)) {
      const left = this.x(group[0].start), wide = Math.max(3, this.x(group[0].end + 1) - left - 1);
      const strength = Math.min(1, 0.5 + 0.12 * group.length);
      this.ctx.globalAlpha = strength * (this.chosen(group[0]) ? 1 : 0.3);
      let at = left;
      for (const role of ROLES) {
        const share = (wide * group.filter((row) => row.role === role).length) / group.length;
        this.ctx.fillStyle = colours[role];
        this.ctx.fillRect(at, top, share, BARS - 3);
        at += share;
      }
    }
    this.ctx.globalAlpha = 1;
  }

  drawYears(rows) {
    const colours = this.colours();
    let lane = 0;
    for (const [, group] of grouped(rows)) {
      for (const role of ROLES) {
        if (!group.some((row) => row.role === role)) continue;
        const left = Math.max(SIDE, this.x(group[0].start));
        const right = Math.min(this.width - SIDE, this.x(group[0].end + 1));
        this.ctx.globalAlpha = this.chosen(group[0]) ? 1 : 0.3;
        this.ctx.fillStyle = colours[role];
        this.ctx.fillRect(left, this.axis + 2 + (lane % 3) * 2, right - left - 1, 1);
        lane += 1;
      }
    }
    this.ctx.globalAlpha = 1;
  }

  drawAxis() {
    const { ctx } = this;
    ctx.strokeStyle = this.ink.line;
    ctx.fillStyle = this.ink.soft;
    ctx.lineWidth = 1;
    ctx.font = `12px ${getComputedStyle(this.canvas).fontFamily}`;
    ctx.textBaseline = "alphabetic";
    ctx.beginPath();
    ctx.moveTo(SIDE, this.axis + 0.5);
    ctx.lineTo(this.width - SIDE, this.axis + 0.5);
    let free = -Infinity;
    for (const [day, words] of this.marksOfAxis()) {
      const x = Math.round(this.x(day)) + 0.5;
      ctx.moveTo(x, this.axis);
      ctx.lineTo(x, this.axis + 4);
      const wide = ctx.measureText(words).width;
      if (x < free || x + wide > this.width - 4) continue;
      ctx.fillText(words, x, this.height - 5);
      free = x + wide + 14;
    }
    ctx.stroke();
  }

  /** Where the axis is labelled: years, months or days, as room allows. */
  marksOfAxis() {
    const [first, last] = this.domain;
    const perDay = (this.width - 2 * SIDE) / (last - first);
    const step = perDay * 30 < 5 ? 12 : perDay * 30 < 22 ? 3 : 1;
    if (perDay > 12) return this.dayMarks(perDay > 56 ? 1 : 7);
    const found = [];
    let [year, month] = parts(first);
    month -= month % step;
    for (;;) {
      const day = Date.UTC(year, month, 1) / 86400000;
      if (day > last) return found;
      if (day >= first) found.push([day, month === 0 || (step < 12 && found.length === 0) ? labelOf(day, step) : labelOf(day, step).slice(0, 3)]);
      month += step;
      if (month > 11) [year, month] = [year + 1, 0];
    }
  }

  dayMarks(step) {
    const found = [];
    for (let day = this.domain[0]; day < this.domain[1]; day += step) found.push([day, dayWords(day, true)]);
    return found;
  }

  drawPointed() {
    const row = this.pointed;
    if (!row || row.start === null) return;
    const left = this.x(row.start), right = this.x(row.end + 1);
    this.ctx.strokeStyle = this.ink.focus;
    this.ctx.lineWidth = 1.5;
    this.ctx.strokeRect(left - 1.5, TOP - 4, Math.max(5, right - left + 2), this.axis - TOP + 4 + YEARS);
  }

  drawOver() {
    if (this.over === null || this.dragging) return;
    const day = this.day(this.over), here = this.rows.filter((row) => row.start <= day && row.end >= day && row.precision === "day");
    const words = `${dayWords(day)}${here.length ? ": " + many(here.length, "incident") : ""}`;
    const { ctx } = this, wide = ctx.measureText(words).width;
    const x = Math.min(this.width - wide - 8, Math.max(4, this.over - wide / 2));
    ctx.fillStyle = this.ink.panel;
    ctx.fillRect(x - 4, TOP - 20, wide + 8, 18);
    ctx.fillStyle = this.ink.soft;
    ctx.fillText(words, x, TOP - 7);
    ctx.fillRect(this.over, TOP - 2, 1, this.axis - TOP + 2);
  }

  press(event) {
    const x = event.offsetX;
    this.canvas.setPointerCapture(event.pointerId);
    const edges = [[this.from, 0], [this.to, 1]].filter(([day]) => day !== null);
    const held = edges.find(([day, after]) => Math.abs(this.x(day + after) - x) <= GRIP);
    const anchor = held ? (held[1] ? this.from ?? this.domain[0] : this.to ?? this.domain[1] - 1) : this.day(x);
    this.dragging = { start: x, anchor, moved: false };
  }

  move(event) {
    this.over = event.offsetX;
    const { dragging } = this;
    if (!dragging) { this.draw(); return; }
    dragging.moved ||= Math.abs(event.offsetX - dragging.start) >= LEAST;
    if (!dragging.moved) return;
    const day = this.day(event.offsetX);
    [this.from, this.to] = [Math.min(dragging.anchor, day), Math.max(dragging.anchor, day)];
    this.draw();
    this.on.brushing(isoOf(this.from), isoOf(this.to));
  }

  release() {
    const { dragging } = this;
    this.dragging = null;
    if (dragging?.moved) this.on.brushed(isoOf(this.from), isoOf(this.to));
  }
}

function labelOf(day, step) {
  const [year, month] = parts(day);
  const name = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month];
  return step === 12 ? String(year) : `${name} ${year}`;
}

function grouped(rows) {
  const groups = new Map();
  for (const row of rows) {
    const key = `${row.start}-${row.end}`;
    (groups.get(key) ?? groups.set(key, []).get(key)).push(row);
  }
  return groups;
}
