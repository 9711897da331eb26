"""Toponyms of a document to places: candidates, the choice among them, and what the text says of distances."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from conflictdesk.geo.bearings import BEARING, area_of, compass, destination, direction, is_near
from conflictdesk.geo.candidates import Reading, read_toponym
from conflictdesk.geo.expressions import Expression, kind_around
from conflictdesk.geo.gazetteer import Gazetteer, Match
from conflictdesk.geo.names import BARE_GRADE, EXACT_GRADE, Method, normal
from conflictdesk.geo.ranking import Question, Weights, rank
from conflictdesk.geo.votes import Votes, countries_in
from conflictdesk.records.mentions import Bearing, Toponym
from conflictdesk.records.reports import Span
from conflictdesk.records.values import Area, GeoPrecision, Placing, Point, Referent

# Below this score a name stays unresolved. Tuned on LGL and GWN; see docs/benchmarks.md.
ABSTAIN_BELOW = 0.2
SUPPORTED_SHARE = 0.15  # of the text's country names: from here a country's spellings are believed
MOST_SUPPORTED = 4
SAME_PLACE_KM = 30.0  # a town and its district are no rivals
MOST_AT_ONCE = 60  # names weighed together: a longer document is taken in pieces
INSIDE_JOINTS = frozenset({",", ", ", " (", ", in ", " in "})  # between a name and the province or country it lies in
# A bearing is rounded and may name the wrong direction; a namesake further off than this is another place.
BEARING_REACH = 2.2  # times the distance, from where the bearing leads
BEARING_SLACK_KM = 25.0
BEARING_WEIGHT = 8.0  # log odds of a candidate right where the bearing leads
AGREES_SHARE, AGREES_KM, AGREES_DEGREES = 0.25, 10.0, 34.0
REGION_KINDS = frozenset({"admin1", "admin2", "region", "water"})
DISTRICT_RADIUS_KM = 30.0  # of a district of which no more is known
RUNNERS_UP = 3
WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a toponym lies, and what it means in the gazetteer.

    A region or country has a referent with a point, for maps; its placing has none (codebook).
    """

    placing: Placing
    referent: Referent | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """A country, and perhaps a province of it, that places are known to lie in."""

    country: str  # ISO alpha-2
    admin1: str | None = None  # as the gazetteer names it

    def admit(self, match: Match) -> bool:
        """In the country; a spelling that is not exact only in the province too."""
        if match.referent.country != self.country:
            return False
        return self.admin1 in (None, match.referent.admin1) or match.grade >= BARE_GRADE


@dataclass(frozen=True, slots=True)
class _Case:
    """A toponym under study: its reading, and the likelihood of each candidate."""

    toponym: Toponym
    reading: Reading
    likely: tuple[float, ...] = ()


def resolve(toponyms: Sequence[Toponym], text: str, gazetteer: Gazetteer) -> tuple[Placing, ...]:
    """Where each toponym of a document lies; all are weighed together. Same order."""
    return tuple(resolution.placing for resolution in resolve_referents(toponyms, text, gazetteer))


def resolve_referents(
    toponyms: Sequence[Toponym],
    text: str,
    gazetteer: Gazetteer,
    *,
    bounds: Bounds | None = None,
    weights: Weights = WEIGHTS,
) -> tuple[Resolution, ...]:
    """As `resolve`, with what each toponym means in the gazetteer. `bounds`: where all of them are known to lie."""
    votes = countries_in(text, gazetteer.terms())
    found: list[Resolution] = []
    for first in range(0, len(toponyms), MOST_AT_ONCE):
        found += _resolve_piece(toponyms[first : first + MOST_AT_ONCE], text, gazetteer, votes, bounds, weights)
    return tuple(found)


def _resolve_piece(
    toponyms: Sequence[Toponym],
    text: str,
    gazetteer: Gazetteer,
    votes: Votes,
    bounds: Bounds | None,
    weights: Weights,
) -> list[Resolution]:
    wanted = [*toponyms, *_anchors(toponyms, text)]
    supported = frozenset({bounds.country}) if bounds else _supported(wanted, gazetteer, votes)
    cases = [_Case(t, _within(_reading(t, text, gazetteer, supported), bounds)) for t in wanted]
    cases = _weigh(cases, text, votes, weights, {})
    anchors = {case.toponym.span: point for case in cases if (point := _top_point(case))}
    if any(t.bearing for t in toponyms):
        cases = _weigh(cases, text, votes, weights, anchors)
    return [_resolution(case, text, anchors) for case in cases[: len(toponyms)]]


def _anchors(toponyms: Sequence[Toponym], text: str) -> list[Toponym]:
    """The names that bearings are measured from, where they are not among the toponyms themselves."""
    have = {t.span for t in toponyms}
    spans = {t.bearing.anchor for t in toponyms if t.bearing} - have
    return [Toponym(span, span.of(text)) for span in sorted(spans)]


def _supported(toponyms: Sequence[Toponym], gazetteer: Gazetteer, votes: Votes) -> frozenset[str]:
    """Countries that the text names often enough; where it names none, those that hold all places of a name."""
    counts = votes.of()
    total = counts.total()
    named = [c for c, count in counts.most_common(MOST_SUPPORTED) if count >= SUPPORTED_SHARE * total]
    return frozenset(named or _only_countries(toponyms, gazetteer))


def _only_countries(toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> Collection[str]:
    found = Counter[str]()
    for toponym in toponyms:
        exact = {m.referent.country for m in gazetteer.matches(toponym.name) if m.grade == EXACT_GRADE}
        if len(exact) == 1:
            found.update(country for country in exact if country)
    return [country for country, _ in found.most_common(MOST_SUPPORTED)]


def _reading(toponym: Toponym, text: str, gazetteer: Gazetteer, supported: Collection[str]) -> Reading:
    if toponym.kind == BEARING:
        return Reading(Expression(toponym.name), None, ())
    kind = toponym.kind or kind_around(text, toponym.span)
    return read_toponym(toponym.name, kind, gazetteer, supported)


def _within(reading: Reading, bounds: Bounds | None) -> Reading:
    if bounds is None:
        return reading
    return replace(reading, candidates=tuple(m for m in reading.candidates if bounds.admit(m)))


def _weigh(
    cases: Sequence[_Case], text: str, votes: Votes, weights: Weights, anchors: dict[Span, Point]
) -> list[_Case]:
    """Weigh each distinct name once: a document means one place by a name."""
    cases = [_within_reach(case, anchors) for case in cases]
    keys = [(normal(c.toponym.name), c.reading.kind, c.toponym.bearing is not None) for c in cases]
    distinct = {key: number for number, key in reversed(list(enumerate(keys)))}
    order = sorted(distinct, key=lambda key: distinct[key])
    numbers = {key: number for number, key in enumerate(order)}
    wholes = _wholes(cases, text)
    inside = {keys[part]: numbers[keys[whole]] for part, whole in reversed(wholes) if keys[part] != keys[whole]}
    questions = [
        Question(
            case.reading.candidates,
            case.reading.kind,
            inside.get(key),
            _bearing_prior(case, anchors),
            votes.of(without=normal(case.reading.expression.name)),
        )
        for key, case in ((key, cases[distinct[key]]) for key in order)
    ]
    ranked = rank(questions, weights)
    return [replace(case, likely=ranked[numbers[key]]) for case, key in zip(cases, keys, strict=True)]


def _wholes(cases: Sequence[_Case], text: str) -> list[tuple[int, int]]:
    """Pairs (part, whole) of names joined as in "Paris, Texas" or "Tripoli (Lebanon)"."""
    order = sorted(range(len(cases)), key=lambda n: cases[n].toponym.span)
    pairs = []
    for part, whole in pairwise(order):
        end, start = cases[part].toponym.span.end, cases[whole].toponym.span.start
        if text[end:start] in INSIDE_JOINTS:
            pairs.append((part, whole))
    return pairs


def _within_reach(case: _Case, anchors: dict[Span, Point]) -> _Case:
    """Drop the candidates that lie nowhere near where the text's bearing leads."""
    bearing = case.toponym.bearing
    anchor = anchors.get(bearing.anchor) if bearing else None
    if bearing is None or anchor is None:
        return case
    reach = BEARING_SLACK_KM + BEARING_REACH * bearing.km
    kept = tuple(m for m in case.reading.candidates if _off(m, bearing, anchor) <= reach)
    return replace(case, reading=replace(case.reading, candidates=kept))


def _bearing_prior(case: _Case, anchors: dict[Span, Point]) -> tuple[float, ...]:
    bearing = case.toponym.bearing
    anchor = anchors.get(bearing.anchor) if bearing else None
    if bearing is None or anchor is None:
        return ()
    reach = BEARING_SLACK_KM + BEARING_REACH * bearing.km
    return tuple(BEARING_WEIGHT * (1 - _off(m, bearing, anchor) / reach) for m in case.reading.candidates)


def _off(match: Match, bearing: Bearing, anchor: Point) -> float:
    """How far a candidate is from where the bearing leads, km; infinite for one without a point."""
    point = match.referent.point
    if point is None:
        return float("inf")
    if bearing.degrees is None:
        return abs(point.km_to(anchor) - bearing.km)
    return point.km_to(destination(anchor, bearing.km, bearing.degrees))


def _top_point(case: _Case) -> Point | None:
    top = _top(case)
    return top[0].referent.point if top and top[1] >= ABSTAIN_BELOW else None


def _top(case: _Case) -> tuple[Match, float] | None:
    """The likeliest candidate and its score: its chance, with that of its own town or district, times its grade."""
    if not case.likely:
        return None
    best = max(range(len(case.likely)), key=lambda k: case.likely[k])
    match = case.reading.candidates[best]
    chance = sum(
        likely for other, likely in zip(case.reading.candidates, case.likely, strict=True) if _one(match, other)
    )
    return match, round(min(1.0, chance) * match.grade, 3)


def _one(match: Match, other: Match) -> bool:
    """Whether two candidates are one place on the map: a town and its airfield, or its district."""
    here, there = match.referent.point, other.referent.point
    if match.referent.place_id == other.referent.place_id:
        return True
    return here is not None and there is not None and here.km_to(there) <= SAME_PLACE_KM


def _resolution(case: _Case, text: str, anchors: dict[Span, Point]) -> Resolution:
    top = _top(case)
    if top is None or top[1] < ABSTAIN_BELOW:
        return Resolution(_without_place(case, top, text, anchors))
    return Resolution(_placed(case, *top, text, anchors), top[0].referent)


def _without_place(case: _Case, top: tuple[Match, float] | None, text: str, anchors: dict[Span, Point]) -> Placing:
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


def _placed(case: _Case, match: Match, score: float, text: str, anchors: dict[Span, Point]) -> Placing:
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


def _precision(case: _Case, referent: Referent, text: str) -> GeoPrecision:
    if case.reading.expression.part or referent.kind in REGION_KINDS:
        return GeoPrecision.REGION
    if referent.kind == "country":
        return GeoPrecision.COUNTRY
    return GeoPrecision.NEAR if is_near(text, case.toponym.span) else GeoPrecision.EXACT


def _method(match: Match) -> str:
    exact = match.agreement.method is Method.EXACT
    return "country" if exact and match.referent.kind == "country" else str(match.agreement.method)


def _reason(case: _Case, match: Match, text: str, anchors: dict[Span, Point]) -> str:
    referent = match.referent
    where = ", ".join(filter(None, (referent.name, referent.admin1, referent.country)))
    how = "" if match.agreement.method is Method.EXACT else f" ({match.agreement.method} spelling)"
    rivals = sum(not _one(match, other) for other in case.reading.candidates)
    among = f", of {rivals + 1} places that could be meant" if rivals else ""
    return f"{where}{how}{among}." + _compared(case.toponym.bearing, referent.point, text, anchors)


def _compared(bearing: Bearing | None, point: Point | None, text: str, anchors: dict[Span, Point]) -> str:
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


def _runners_up(case: _Case, chosen: Match | None) -> tuple[Referent, ...]:
    pairs = sorted(zip(case.likely, case.reading.candidates, strict=True), key=lambda pair: -pair[0])
    others = [m.referent for _, m in pairs if chosen is None or not _one(chosen, m)]
    return tuple(others[:RUNNERS_UP])
