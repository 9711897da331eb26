// Values in words, as wording.py has them: dates as 17 May 2020, numbers as ranges, unknown as "not reported".

export const NOT_REPORTED = "not reported";
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
  "October", "November", "December"];
export const DAY_MS = 86400000;

/** Days since 1970 to [year, month from 0, day]. */
export function parts(day) {
  const date = new Date(day * DAY_MS);
  return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
}

export function dayOf(iso) {
  const ms = Date.parse(iso + "T00:00:00Z");
  return Number.isNaN(ms) ? null : Math.round(ms / DAY_MS);
}

/**
 * What a person writes for a day, as an ISO date: "2020-05-17", "17 May 2020"; "May 2020" and "2020" mean the first
 * day, or the last where `end` is asked for. "" for nothing, null for what is no date.
 */
export function isoFrom(text, end = false) {
  const words = text.trim().toLowerCase();
  if (!words) return "";
  if (/^\d{4}-\d{2}-\d{2}$/.test(words)) return dayOf(words) === null ? null : words;
  const found = /^(?:(\d{1,2})\s+)?(?:(\p{L}{3,9})\.?\s+)?(\d{4})$/u.exec(words);
  if (!found || (found[1] && !found[2])) return null;
  const [, day, name, year] = found;
  const month = name ? MONTHS.findIndex((known) => known.toLowerCase().startsWith(name)) : end ? 11 : 0;
  if (month < 0) return null;
  const date = new Date(Date.UTC(Number(year), month + (end && !day ? 1 : 0), day ? Number(day) : end ? 0 : 1));
  if (day && date.getUTCDate() !== Number(day)) return null; // 32 May
  return date.toISOString().slice(0, 10);
}

export function isoOf(day) {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export function dayWords(day, short = false) {
  const [year, month, date] = parts(day);
  return `${date} ${short ? MONTHS[month].slice(0, 3) : MONTHS[month]} ${year}`;
}

export function monthWords(day) {
  const [year, month] = parts(day);
  return `${MONTHS[month].slice(0, 3)} ${year}`;
}

/** "17 May 2020", "11–17 May 2020", "May 2020", "2020". */
export function whenWords(row) {
  if (row.start === null) return "undated";
  if (row.precision === "year") return String(parts(row.start)[0]);
  const [y1, m1, d1] = parts(row.start);
  const [y2, m2] = parts(row.end);
  if (row.precision === "month" && y1 === y2 && m1 === m2) return monthWords(row.start);
  if (row.start === row.end) return dayWords(row.start, true);
  if (y1 === y2 && m1 === m2) return `${d1}–${dayWords(row.end, true)}`;
  return `${dayWords(row.start, true)} – ${dayWords(row.end, true)}`;
}

export function countWords(low, high) {
  if (low === null && high === null) return NOT_REPORTED;
  if (low === null) return `up to ${high}`;
  if (high === null) return `at least ${low}`;
  return low === high ? String(low) : `${low}–${high}`;
}

export function tollWords(row) {
  const { killed_min: low, killed_max: high } = row;
  if (low === null && high === null) return "dead not reported";
  if (low === 0 && high === 0) return "none dead";
  return `${countWords(low, high)} dead`;
}

export function many(n, singular, plural = singular + "s") {
  return `${n.toLocaleString("en-GB")} ${n === 1 ? singular : plural}`;
}

const SHORT_TYPES = {
  "Government regains territory": "Territory regained",
  "Non-state actor overtakes territory": "Territory overtaken",
  "Shelling/artillery/missile attack": "Shelling, artillery",
  "Remote explosive/landmine/IED": "Remote explosive",
  "Abduction/forced disappearance": "Abduction",
  "Looting/property destruction": "Looting, destruction",
  "Change to group/activity": "Change to group",
  "Non-violent transfer of territory": "Transfer of territory",
  "Headquarters or base established": "Base established",
  "Excessive force against protesters": "Excessive force",
};
/** ACLED's name of an event type, cut to what a row has room for. */
export const shortType = (type) => SHORT_TYPES[type] ?? type;

export const STANDING_WORDS = {
  "claimed-only": "claimed by the perpetrator only",
  "single-source": "one independent source",
  "corroborated": "corroborated",
  "contested": "contested",
};
