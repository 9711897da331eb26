"""Distances from a name ("93km south of Sabha"): finding them, tying them to their place, following them."""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from conflictdesk.geo.lexicon import lexicon
from conflictdesk.records.mentions import Bearing, Toponym
from conflictdesk.records.reports import Span
from conflictdesk.records.values import EARTH_RADIUS_KM, Area, Point

MAX_KM = 2000.0  # a report does not place a town from further away
MIN_RADIUS_KM = 10.0
RADIUS_SHARE = 0.2  # of the distance: how rounded distances and bearings are
MAX_BETWEEN = 60  # characters between a place and its bearing
BEARING = "bearing"  # the kind of a toponym that is nothing but a bearing: "a village 15 km north of Y"

# A name: capitalised words with small joints, or one to three Arabic words.
LATIN_NAME = r"(?:(?:[Aa]l|[Ee]l|[Aa][sdznrt]|[Ee][sdznr])[-‑ ])?[^\W\d_a-zß-ÿ\u0600-\u06ff][\w’'-]{0,40}"
LATIN_NAMES = rf"{LATIN_NAME}(?:[ -](?:(?:al|el|de|du|bin|ibn|and)[- ])?{LATIN_NAME}){{0,3}}"
ARABIC_NAME = r"[\u0621-\u064a\u0671-\u06d3]{2,20}"


def find_bearings(text: str, language: str = "en") -> tuple[Bearing, ...]:
    """Distances, with or without a direction, from a name. `language` picks the script that names are in."""
    return tuple(b for b in map(_bearing, _pattern(language == "ar").finditer(text)) if b)


def destination(point: Point, km: float, degrees: float) -> Point:
    """Where one comes to, going `km` from `point` on the bearing `degrees` (clockwise from north)."""
    lat, lon, way, turn = *map(math.radians, (point.lat, point.lon)), km / EARTH_RADIUS_KM, math.radians(degrees)
    to = math.asin(math.sin(lat) * math.cos(way) + math.cos(lat) * math.sin(way) * math.cos(turn))
    across = math.atan2(math.sin(turn) * math.sin(way) * math.cos(lat), math.cos(way) - math.sin(lat) * math.sin(to))
    return Point(round(math.degrees(to), 5), round((math.degrees(lon + across) + 540) % 360 - 180, 5))


def direction(start: Point, end: Point) -> float:
    """The bearing from `start` to `end`, in degrees."""
    lat1, lon1, lat2, lon2 = map(math.radians, (start.lat, start.lon, end.lat, end.lon))
    east = math.sin(lon2 - lon1) * math.cos(lat2)
    north = math.cos(lat1) * math.sin(lat2) - math.sin(lat1) * math.cos(lat2) * math.cos(lon2 - lon1)
    return math.degrees(math.atan2(east, north)) % 360


def compass(degrees: float) -> str:
    """A bearing in words, to one of sixteen points: "east-south-east"."""
    points: Sequence[str] = lexicon("bearings")["compass"]
    return points[round(degrees / 22.5) % len(points)]


def area_of(bearing: Bearing, anchor: Point) -> Area:
    """The ground that a bearing from `anchor` speaks of; with a distance alone, the circle around the anchor."""
    if bearing.degrees is None:
        return Area(anchor.lat, anchor.lon, round(max(MIN_RADIUS_KM, bearing.km), 1))
    centre = destination(anchor, bearing.km, bearing.degrees)
    return Area(centre.lat, centre.lon, round(max(MIN_RADIUS_KM, RADIUS_SHARE * bearing.km), 1))


def attach(toponyms: Iterable[Toponym], bearings: Iterable[Bearing], text: str) -> tuple[Toponym, ...]:
    """Tie each bearing to the place before it ("X (93km south of Y)").

    A bearing without such a place ("a village 15 km north of Y") becomes a toponym of its own, of kind "bearing".
    Returns all toponyms in the order of the text.
    """
    placed = sorted(toponyms, key=lambda t: t.span)
    for bearing in bearings:
        number = _owner(placed, bearing, text)
        if number is None:
            placed.append(Toponym(bearing.span, bearing.span.of(text), BEARING, bearing))
        else:
            placed[number] = replace(placed[number], bearing=bearing)
    return tuple(sorted(placed, key=lambda t: t.span))


def landmarks(toponyms: Sequence[Toponym], text: str) -> tuple[Span, ...]:
    """Names that only say on which side of them a place lies: B in "A, southwest of B", "which lies south of B"."""
    spans = sorted(t.span for t in toponyms)
    beside = (
        after
        for before, after in pairwise(spans)
        if 0 <= after.start - before.end <= MAX_BETWEEN and _beside().fullmatch(text, before.end, after.start)
    )
    lying = (s for s in spans if _lying().search(text[max(0, s.start - MAX_BETWEEN) : s.start]))
    return tuple(sorted({*beside, *lying}))


def is_near(text: str, span: Span) -> bool:
    """Whether the words before a place put the event around it ("near the town of X")."""
    before = text[max(0, span.start - MAX_BETWEEN) : span.start]
    return bool(_near().search(before))


def _bearing(found: re.Match[str]) -> Bearing | None:
    km = _number(found["number"]) * _units()[found["unit"].casefold()]
    if not 0 < km <= MAX_KM:
        return None
    degrees = _directions().get(re.sub(r"[\s\u2010-\u2015-]+", "-", found["direction"] or "").casefold())
    return Bearing(Span(*found.span()), round(km, 1), degrees, Span(*found.span("name")))


def _number(word: str) -> float:
    if not word[0].isdigit():
        return float(lexicon("bearings")["numbers"][word.casefold()])
    digits = "".join(str(unicodedata.digit(c, "")) if c.isdigit() else c for c in word).replace("٫", ".")
    return float(re.sub(r"[,٬](?=\d{3}$)", "", digits).replace(",", "."))


def _owner(toponyms: Sequence[Toponym], bearing: Bearing, text: str) -> int | None:
    before = [n for n, t in enumerate(toponyms) if t.span.end <= bearing.span.start]
    if not before:
        return None
    gap = text[toponyms[before[-1]].span.end : bearing.span.start]
    return before[-1] if len(gap) <= MAX_BETWEEN and _between().fullmatch(gap) else None


@cache
def _pattern(arabic: bool) -> re.Pattern[str]:
    words = lexicon("bearings")
    directions = [d for names in words["degrees"].values() for d in names]
    joints = rf"(?:(?:{_any(words['joints'])})\s*(?<![\w](?=\w))){{0,4}}"
    name = rf"(?:(?:{_any(words['arabic_heads'])}) )?{ARABIC_NAME}" if arabic else LATIN_NAMES
    return re.compile(
        rf"(?<![\w.,])(?P<number>\d{{1,4}}(?:[.,٫٬]\d{{1,3}})?|(?i:{_any(words['numbers'])}))\s?-?"
        rf"(?P<unit>(?i:{_any(words['units'])}))\.?(?!\w)[\s,]{{0,3}}(?i:{joints})"
        rf"(?:(?P<direction>(?i:{_any(directions)}))(?!\w)\s{{1,3}}(?i:{joints}))?"
        rf"(?i:(?:(?:{_any(words['town_words'])})\s{{1,3}}){{0,2}})(?P<name>{name})"
    )


@cache
def _between() -> re.Pattern[str]:
    words = _any(lexicon("bearings")["between"])
    return re.compile(rf"[\s,(–—-]{{0,3}}(?:(?:{words})[\s,(]{{1,3}}){{0,6}}", re.IGNORECASE)


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(rf"{_between().pattern}{_side()}", re.IGNORECASE)


@cache
def _lying() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(lexicon('bearings')['lying'])})\s{{1,3}}{_side()}$", re.IGNORECASE)


@cache
def _side() -> str:
    """A direction with the words around it, up to the name that it starts from: "to the south of the town of "."""
    words = lexicon("bearings")
    directions = _any(d for names in words["degrees"].values() for d in names)
    joints, towns = _any(words["joints"]), _any(words["town_words"])
    return (
        rf"(?:(?:{joints})\s{{0,2}}){{0,3}}(?:{directions})\s{{1,3}}(?:(?:{joints})\s{{0,2}}){{1,3}}"
        rf"(?:(?:{towns})\s{{1,3}}){{0,2}}"
    )


@cache
def _near() -> re.Pattern[str]:
    towns = _any([*lexicon("bearings")["town_words"], *lexicon("features")["features"]["city"]["before"]])
    near = _any(lexicon("bearings")["near"])
    return re.compile(rf"(?<!\w)(?:{near})\s*(?:(?:the|la|le|l'|l’|towns of)\s+)?(?:(?:{towns})\s+)?$", re.IGNORECASE)


@cache
def _units() -> dict[str, float]:
    return {unit.casefold(): float(km) for unit, km in lexicon("bearings")["units"].items()}


@cache
def _directions() -> dict[str, float]:
    named = lexicon("bearings")["degrees"].items()
    return {re.sub(r"[\s-]+", "-", name).casefold(): float(degrees) for degrees, names in named for name in names}


def _any(words: Iterable[str]) -> str:
    longest_first = sorted({str(word) for word in words}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"[\s\u2010-]{1,2}") for word in longest_first)
