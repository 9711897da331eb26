"""From weighed candidates to an answer: a place, an area, or neither, with the reason a reader is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conflictdesk.geo.bearings import BEARING, area_of, compass, direction, is_near
from conflictdesk.geo.candidates import Reading
from conflictdesk.geo.gazetteer import Match
from conflictdesk.geo.names import Method
from conflictdesk.records.mentions import Bearing, Toponym
from conflictdesk.records.reports import Span
from conflictdesk.records.values import Area, GeoPrecision, Placing, Point, Referent

# Below this score a name stays unresolved. Tuned on LGL and GWN; see docs/benchmarks.md.
ABSTAIN_BELOW = 0.2
SAME_PLACE_KM = 30.0  # a town and its district are no rivals
AGREES_SHARE, AGREES_KM, AGREES_DEGREES = 0.25, 10.0, 34.0
REGION_KINDS = frozenset({"admin1", "admin2", "region", "water"})
DISTRICT_RADIUS_KM = 30.0  # of a district of which no more is known
RUNNERS_UP = 3
AIRFIELD_ASKED = frozenset({"airfield", "site"})

Anchors = Mapping[Span, Point]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a toponym lies, and what it means in the gazetteer.

    A region or country has a referent with a point, for maps; its placing has none (codebook).
    """

    placing: Placing
    referent: Referent | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A toponym under study: its reading, and the likelihood of each candidate."""

    toponym: Toponym
    reading: Reading
    likely: tuple[float, ...] = ()


def top_point(case: Case) -> Point | None:
    top = _top(case)
    return top[0].referent.point if top and top[1] >= ABSTAIN_BELOW else None


def _top(case: Case) -> tuple[Match, float] | None:
    """The likeliest candidate and its score: its chance, with that of its own town or district, times its grade."""
    if not case.likely:
        return None
    ranked = sorted(zip(case.likely, case.reading.candidates, strict=True), key=lambda pair: -pair[0])
    same = [(likely, match) for likely, match in ranked if _one(ranked[0][1], match)]
    match = _town(case, [match for _, match in same])
    return match, round(min(1.0, sum(likely for likely, _ in same)) * match.grade, 3)


def _town(case: Case, same: Sequence[Match]) -> Match:
    """The likeliest of one place's candidates; the town rather than its airfield, where no airfield was asked for."""
    best = same[0]
    if best.referent.kind != "airfield" or case.reading.kind in AIRFIELD_ASKED:
        return best
    towns = (m for m in same if m.referent.kind == "city" and m.grade >= best.grade)
    return next(towns, best)


def _one(match: Match, other: Match) -> bool:
    """Whether two candidates are one place on the map: a town and its airfield, or its district."""
    here, there = match.referent.point, other.referent.point
    if match.referent.place_id == other.referent.place_id:
        return True
    return here is not None and there is not None and here.km_to(there) <= SAME_PLACE_KM


def resolution_of(case: Case, text: str, anchors: Anchors) -> Resolution:
    top = _top(case)
    if top is None or top[1] < ABSTAIN_BELOW:
        return Resolution(_without_place(case, top, text, anchors))
    return Resolution(_placed(case, *top, text, anchors), top[0].referent)


def _without_place(case: Case, top: tuple[Match, float] | None, text: str, anchors: Anchors) -> Placing:
    """A name that no place was found for: an area where the text gives its bearing, else nothing."""
    name, bearing = case.toponym.name, case.toponym.bearing
    runners_up = _runners_up(case, None)
    if case.reading.expression.area:
        return Placing(name, precision=GeoPrecision.REGION, reason="The words name ground, not a place.")
    anchor = anchors.get(bearing.anchor) if bearing else None
    if bearing is not None and anchor is not None:
        reason = f"No place of this name is known there; the text says {_told(bearing, text)}."
        reason = f"The text says {_told(bearing, text)}." if case.toponym.kind == BEARING else reason
        area, score = area_of(bearing, anchor), 0.5
        return Placing(name, None, None, None, area, GeoPrecision.NEAR, None, "bearing", score, reason, runners_up)
    if top is None:
        return Placing(name, reason="No gazetteer has a place of this name that fits the text.")
    reason = f"Left open: {len(case.reading.candidates)} places could be meant, and nothing in the text decides."
    return Placing(name, score=top[1], reason=reason, runners_up=runners_up)


def _placed(case: Case, match: Match, score: float, text: str, anchors: Anchors) -> Placing:
    referent = match.referent
    precision = _precision(case, referent, text)
    pointed = precision in (GeoPrecision.EXACT, GeoPrecision.NEAR)
    district = Area(referent.point.lat, referent.point.lon, DISTRICT_RADIUS_KM) if referent.point else None
    return Placing(
        name=case.toponym.name,
        modern=referent.name,
        country=referent.country,
        point=referent.point if pointed else None,
        area=district if referent.kind == "admin2" and not case.reading.expression.part else None,
        precision=precision,
        place_id=referent.place_id,
        method=_method(match),
        score=score,
        reason=_reason(case, match, text, anchors),
        runners_up=_runners_up(case, match),
    )


def _precision(case: Case, referent: Referent, text: str) -> GeoPrecision:
    if case.reading.expression.part or referent.kind in REGION_KINDS:
        return GeoPrecision.REGION
    if referent.kind == "country":
        return GeoPrecision.COUNTRY
    return GeoPrecision.NEAR if is_near(text, case.toponym.span) else GeoPrecision.EXACT


def _method(match: Match) -> str:
    exact = match.agreement.method is Method.EXACT
    return "country" if exact and match.referent.kind == "country" else str(match.agreement.method)


def _reason(case: Case, match: Match, text: str, anchors: Anchors) -> str:
    referent = match.referent
    where = ", ".join(filter(None, (referent.name, referent.admin1, referent.country)))
    how = "" if match.agreement.method is Method.EXACT else f" ({match.agreement.method} spelling)"
    rivals = sum(not _one(match, other) for other in case.reading.candidates)
    among = f", of {rivals + 1} places that could be meant" if rivals else ""
    return f"{where}{how}{among}." + _compared(case.toponym.bearing, referent.point, text, anchors)


def _compared(bearing: Bearing | None, point: Point | None, text: str, anchors: Anchors) -> str:
    """What the text's bearing says beside what the map shows."""
    anchor = anchors.get(bearing.anchor) if bearing else None
    if bearing is None or anchor is None or point is None:
        return ""
    km, degrees = anchor.km_to(point), direction(anchor, point)
    told = _told(bearing, text)
    turned = abs((degrees - (bearing.degrees if bearing.degrees is not None else degrees) + 180) % 360 - 180)
    if abs(km - bearing.km) <= max(AGREES_KM, AGREES_SHARE * bearing.km) and turned <= AGREES_DEGREES:
        return f" The map agrees with the text: {told}."
    return f" The text says {told}, the map {km:.0f} km {compass(degrees)}."


def _told(bearing: Bearing, text: str) -> str:
    way = f"{compass(bearing.degrees)} of" if bearing.degrees is not None else "from"
    return f"{bearing.km:g} km {way} {bearing.anchor.of(text)}"


def _runners_up(case: Case, chosen: Match | None) -> tuple[Referent, ...]:
    pairs = sorted(zip(case.likely, case.reading.candidates, strict=True), key=lambda pair: -pair[0])
    others = [m.referent for _, m in pairs if chosen is None or not _one(chosen, m)]
    return tuple(others[:RUNNERS_UP])
