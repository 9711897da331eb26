"""Toponyms of a document to places: candidates, the choice among them, and what the text says of distances."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from conflictdesk.geo.bearings import BEARING, destination
from conflictdesk.geo.candidates import COUNTRY_KINDS, WATER, Reading, read_toponym
from conflictdesk.geo.expressions import Expression, worded
from conflictdesk.geo.gazetteer import Gazetteer, Match
from conflictdesk.geo.lexicon import lexicon
from conflictdesk.geo.names import BARE_GRADE, EXACT_GRADE, normal
from conflictdesk.geo.placing import Case, Resolution, resolution_of, top_point
from conflictdesk.geo.ranking import Question, Weights, rank
from conflictdesk.geo.votes import Votes, countries_in
from conflictdesk.records.mentions import Bearing, Toponym
from conflictdesk.records.reports import Span
from conflictdesk.records.values import Placing, Point

SUPPORTED_SHARE = 0.15  # of the text's country names: from here a country's spellings are believed
MOST_SUPPORTED = 4
MOST_AT_ONCE = 60  # names weighed together: a longer document is taken in pieces
# A bearing is rounded and may name the wrong direction; a namesake further off than this is another place.
BEARING_REACH = 2.2  # times the distance, from where the bearing leads
BEARING_SLACK_KM = 25.0
BORDER_KM = 25.0  # beyond an area's reach: so far off another country's towns leave open whose the area is
AT_TOWN_KM = 5.0
BEARING_WEIGHT = 8.0  # log odds of a candidate right where the bearing leads
WHOLE_KINDS = frozenset({"country", "admin1"})  # what a name may be said to lie in
LISTED_KINDS = frozenset({"country"})  # and behind a bare comma: "Copenhagen, Hamburg" is a list of towns
COMMAS = frozenset({",", "،"})
WEIGHTS = Weights()


def resolve(toponyms: Sequence[Toponym], text: str, gazetteer: Gazetteer) -> tuple[Placing, ...]:
    """Where each toponym of a document lies; all are weighed together. Same order."""
    return tuple(resolution.placing for resolution in resolve_referents(toponyms, text, gazetteer))


def resolve_referents(
    toponyms: Sequence[Toponym],
    text: str,
    gazetteer: Gazetteer,
    *,
    country: str | None = None,
    weights: Weights = WEIGHTS,
) -> tuple[Resolution, ...]:
    """As `resolve`, with what each toponym means. `country`: ISO alpha-2 of the one that all are known to lie in."""
    votes = countries_in(text, gazetteer.terms(), own_names(toponyms, gazetteer))
    found: list[Resolution] = []
    for first in range(0, len(toponyms), MOST_AT_ONCE):
        found += _resolve_piece(toponyms[first : first + MOST_AT_ONCE], text, gazetteer, votes, country, weights)
    return tuple(found)


def own_names(toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> frozenset[str]:
    """The toponyms, in their normal form, that are the very name of a place."""
    names = {t.name for t in toponyms if t.kind != BEARING}
    return frozenset(normal(n) for n in names if any(m.grade == EXACT_GRADE for m in gazetteer.matches(n)))


def _resolve_piece(
    toponyms: Sequence[Toponym],
    text: str,
    gazetteer: Gazetteer,
    votes: Votes,
    country: str | None,
    weights: Weights,
) -> list[Resolution]:
    wanted = [*toponyms, *_anchors(toponyms, text)]
    supported = frozenset({country}) if country else _supported(wanted, gazetteer, votes)
    cases = [Case(t, _within(_reading(t, text, gazetteer, supported), country)) for t in wanted]
    cases = _weigh(_none_elsewhere(cases, text, votes), text, votes, weights, {})
    anchors = {case.toponym.span: point for case in cases if (point := top_point(case))}
    if any(t.bearing for t in toponyms):
        cases = _weigh(cases, text, votes, weights, anchors)
    return [_of_one_country(resolution_of(c, text, anchors), c, anchors, gazetteer) for c in cases[: len(toponyms)]]


def _of_one_country(found: Resolution, case: Case, anchors: dict[Span, Point], gazetteer: Gazetteer) -> Resolution:
    """A place known by its bearing alone lies in the country of all towns around it and of the one it is told from."""
    placing, bearing = found.placing, case.toponym.bearing
    if placing.method != "bearing" or placing.area is None or bearing is None:
        return found
    reach = round(placing.area.radius_km + BORDER_KM)
    around = gazetteer.countries_around(placing.area.centre, reach)
    if len(around) != 1 or around != gazetteer.countries_around(anchors[bearing.anchor], AT_TOWN_KM):
        return found
    (country,) = around
    reason = f"{placing.reason} All towns within {reach} km of there lie in {country}."
    return replace(found, placing=replace(placing, country=country, reason=reason))


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
    kind, fuller = worded(text, toponym.span)
    if kind == WATER and any(m.grade >= BARE_GRADE for m in gazetteer.matches(fuller)):
        return read_toponym(fuller, kind, gazetteer, supported)
    return read_toponym(toponym.name, toponym.kind or kind, gazetteer, supported)


def _within(reading: Reading, country: str | None) -> Reading:
    if country is None:
        return reading
    return replace(reading, candidates=tuple(m for m in reading.candidates if m.referent.country == country))


def _none_elsewhere(cases: Sequence[Case], text: str, votes: Votes) -> list[Case]:
    """Without what a name may mean elsewhere, where it is said to lie in a country that has no such place.

    "Solhan, au Burkina Faso" is not the Solhan of Turkey, unless the text speaks of Turkey, too.
    """
    named, absent = votes.of(), set()
    for part, whole in _wholes(cases, text):
        matches = cases[part].reading.candidates
        gap = text[cases[part].toponym.span.end : cases[whole].toponym.span.start]
        kinds = LISTED_KINDS if gap.strip() in COMMAS else WHOLE_KINDS
        holding = {m.referent.country for m in cases[whole].reading.candidates if m.referent.kind in kinds}
        if holding and not any(m.referent.country in holding or m.referent.kind in COUNTRY_KINDS for m in matches):
            absent.add(normal(cases[part].toponym.name))
    return [_in_countries(case, named) if normal(case.toponym.name) in absent else case for case in cases]


def _in_countries(case: Case, countries: Collection[str]) -> Case:
    kept = tuple(m for m in case.reading.candidates if m.referent.country in countries)
    return replace(case, reading=replace(case.reading, candidates=kept))


def _weigh(cases: Sequence[Case], text: str, votes: Votes, weights: Weights, anchors: dict[Span, Point]) -> list[Case]:
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


def _wholes(cases: Sequence[Case], text: str) -> list[tuple[int, int]]:
    """Pairs (part, whole) of names joined as in "Paris, Texas" or "Tripoli (Lebanon)"."""
    order, joints = sorted(range(len(cases)), key=lambda n: cases[n].toponym.span), lexicon("features")["inside_joints"]
    pairs = []
    for part, whole in pairwise(order):
        end, start = cases[part].toponym.span.end, cases[whole].toponym.span.start
        if text[end:start] in joints:
            pairs.append((part, whole))
    return pairs


def _within_reach(case: Case, anchors: dict[Span, Point]) -> Case:
    """Drop the candidates that lie nowhere near where the text's bearing leads."""
    bearing = case.toponym.bearing
    anchor = anchors.get(bearing.anchor) if bearing else None
    if bearing is None or anchor is None:
        return case
    reach = BEARING_SLACK_KM + BEARING_REACH * bearing.km
    kept = tuple(m for m in case.reading.candidates if _off(m, bearing, anchor) <= reach)
    return replace(case, reading=replace(case.reading, candidates=kept))


def _bearing_prior(case: Case, anchors: dict[Span, Point]) -> tuple[float, ...]:
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
