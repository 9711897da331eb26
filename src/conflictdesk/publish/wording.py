"""Values in words, as a reader meets them: dates as 17 May 2020, numbers as ranges, unknown as "not reported"."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from unicodedata import bidirectional

from conflictdesk.records.events import Record
from conflictdesk.records.numbers import number as number
from conflictdesk.records.values import Count, DatePrecision, GeoPrecision, TimeInterval

NOT_REPORTED = "not reported"
UNIDENTIFIED = "Unidentified armed group"

FIELD_NAMES: Mapping[str, str] = {
    "type": "Type", "role": "Role", "date": "Date", "place": "Place", "perpetrator": "Actor", "target": "Target",
    "weapon": "Weapon", "killed": "Killed", "wounded": "Wounded", "abducted": "Abducted",
    "status": "Said as", "attributed_to": "Who says so", "claimed_by": "Claimed by", "campaign": "Campaign",
}  # fmt: skip


@cache
def countries() -> Mapping[str, str]:
    """ISO 3166 alpha-2 to English name, from the map's data."""
    text = (files("conflictdesk") / "web/static/map/countries.json").read_text("utf-8")
    return dict(json.loads(text))


def country_name(code: str | None) -> str | None:
    return countries().get(code, code) if code else None


def day(when: date) -> str:
    return f"{when.day} {when:%B %Y}"


def interval(when: TimeInterval | None) -> str:
    """ "17 May 2020", "11 to 17 May 2020", "May 2020", "2020", or "not reported"."""
    if when is None:
        return NOT_REPORTED
    if when.precision is DatePrecision.YEAR:
        return str(when.start.year)
    if when.precision is DatePrecision.MONTH and (when.start.year, when.start.month) == (
        when.end.year,
        when.end.month,
    ):
        return f"{when.start:%B %Y}"
    return day(when.start) if when.start == when.end else _stretch(when.start, when.end)


def _stretch(start: date, end: date) -> str:
    if start.year != end.year:
        return f"{day(start)} to {day(end)}"
    if start.month != end.month:
        return f"{start.day} {start:%B} to {day(end)}"
    return f"{start.day} to {day(end)}"


def on_date(when: TimeInterval | None) -> str:
    """The date with its preposition, for a sentence."""
    if when is None:
        return "on a date that is not reported"
    if when.precision in (DatePrecision.MONTH, DatePrecision.YEAR):
        return f"in {interval(when)}"
    if when.start == when.end:
        return f"on {interval(when)}"
    within = "at some time in" if when.precision is DatePrecision.WEEK else "in"
    return f"{within} {interval(when)}"


def count(people: Count) -> str:
    """ "3", "3 to 5", "at least 3", "up to 5", "none", or "not reported"."""
    low, high = people.min, people.max
    if low is None and high is None:
        return NOT_REPORTED
    if low is None:
        return f"up to {high:,}"
    if high is None:
        return f"at least {low:,}"
    if low == high:
        return f"{low:,}" if low else "none"
    return f"{low:,} to {high:,}"


def isolated(words: str) -> str:
    """Words of a script that runs from right to left, kept from turning the sentence around them."""
    turns = "\N{POP DIRECTIONAL ISOLATE}" not in words and any(bidirectional(c) in ("R", "AL") for c in words)
    return f"\N{FIRST STRONG ISOLATE}{words}\N{POP DIRECTIONAL ISOLATE}" if turns else words


def listed(names: Iterable[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    *first, last = [isolated(name) for name in dict.fromkeys(names)] or [NOT_REPORTED]
    return f"{', '.join(first)} and {last}" if first else last


def named(record: Record) -> str:
    """An actor, target or weapon of a record: the organisation's name before the words of the text."""
    name = record.get("canonical") or record.get("text")
    kind = record.get("kind")
    if not name:
        return kind if kind and kind != "unknown" else NOT_REPORTED
    return f"{isolated(name)} ({kind})" if kind and kind != "unknown" else isolated(name)


def place(record: Record) -> str:
    """The place of a record in words, with its modern name and country, and how well it is known."""
    name, modern = (isolated(record.get(key) or "") for key in ("place", "place_modern"))
    words = f"{name} (today {modern})" if name and modern and name != modern else modern or name
    parts = dict.fromkeys(part for part in (words, country_name(record.get("country"))) if part)
    return ", ".join(parts) + _known_how_well(record) if parts else NOT_REPORTED


def _known_how_well(record: Record) -> str:
    if record.get("area"):
        return f", somewhere within {record['area']['radius_km']:.0f} km"
    notes = {
        GeoPrecision.NEAR: ", near it",
        GeoPrecision.REGION: ", region",
        GeoPrecision.COUNTRY: ", country only",
    }
    precision = record.get("geo_precision")
    return notes.get(GeoPrecision(precision), "") if precision else ""


def value(held: Any) -> str:
    """Any value of a record in words; what is null is "not reported"."""
    if held is None or held in ("", [], {}):
        return NOT_REPORTED
    if isinstance(held, Mapping):
        return _composed(dict(held))
    if isinstance(held, (list, tuple)):
        return listed(str(part) for part in held)
    return isolated(str(held))


def _composed(held: Record) -> str:
    if "min" in held or "max" in held:
        return count(Count(held.get("min"), held.get("max")))
    if "date_start" in held or "start" in held:
        return _dated(held)
    if "place" in held or "country" in held:
        return place(held)
    return named(held)


def _dated(held: Record) -> str:
    start = held.get("date_start") or held.get("start")
    if not start:
        return NOT_REPORTED
    end = held.get("date_end") or held.get("end") or start
    precision = held.get("date_precision") or held.get("precision") or "day"
    return interval(TimeInterval(date.fromisoformat(start), date.fromisoformat(end), DatePrecision(precision)))
