"""A bare name in a known country: "Gwoza town, Nigeria, Borno state". Which place it is, or what it lies in.

Names in event databases come without a text; the country, the province and the district said with them are the
evidence. Spellings are believed the less like the name they are, the nearer they must lie to the unit named.
"""

import math
from collections.abc import Iterable, Sequence

from conflictdesk.geo.candidates import Reading, once
from conflictdesk.geo.expressions import Expression, named_within, namings, read_expression
from conflictdesk.geo.gazetteer import Gazetteer, Match
from conflictdesk.geo.names import BARE_GRADE
from conflictdesk.geo.placing import Case, Resolution, resolution_of
from conflictdesk.geo.ranking import Weights, chances, own_score
from conflictdesk.geo.units import Unit
from conflictdesk.records.mentions import Toponym
from conflictdesk.records.reports import Span

CLOSE_KM = 40.0  # to the finest unit named: only there is a spelling believed that is no more than alike
FOLDED_KM = 60.0  # and one that only folds alike
FAR_KM = 130.0  # a place of the very name that is further off is another
UNIT_WEIGHTS = {"admin2": 5.0, "admin1": 3.0}  # log odds of a place in the midst of the unit


def resolve_bare(name: str, country: str, units: Sequence[Unit], gazetteer: Gazetteer) -> Resolution:
    """Which place of the country a bare name means. `units`: what it is said to lie in, the finest first."""
    expression, matches = _candidates(name, country, units, gazetteer)
    reading = Reading(expression, expression.kind, matches)
    likely = chances([_weight(m, expression.kind, units) for m in matches])
    return resolution_of(Case(Toponym(Span(0, len(name)), name), reading, likely), name, {})


def _weight(match: Match, kind: str | None, units: Sequence[Unit]) -> float:
    point = match.referent.point
    score = own_score(match, kind, Weights())
    return score if point is None else score + sum(UNIT_WEIGHTS[u.kind] * u.holds(point) for u in units)


def _candidates(
    name: str, country: str, units: Sequence[Unit], gazetteer: Gazetteer
) -> tuple[Expression, tuple[Match, ...]]:
    """The expression and the places that it may mean: the likest spellings first, others where none lies close."""
    names = namings(name)
    expressions = [read_expression(n) for n in names]
    kind = next((e.kind for e in expressions if e.kind), None)
    first = Expression(expressions[0].name, kind, part=expressions[0].part)
    forms = list(dict.fromkeys((*names, *(e.name for e in expressions))))
    found = _not_far(once(m for form in forms for m in gazetteer.matches(form, country)), units)
    for more in (_alike, _longer, _leaning):
        if any(_close(m, units) for m in found):
            break
        found = once((*found, *(m for m in more(forms, country, gazetteer) if _close(m, units))))
    return first, tuple(found)


def _alike(forms: Iterable[str], country: str, gazetteer: Gazetteer) -> list[Match]:
    return [m for f in forms for m in (*gazetteer.similar(f, country), *gazetteer.vowels_apart(f, country))]


def _longer(forms: Iterable[str], country: str, gazetteer: Gazetteer) -> list[Match]:
    return [m for form in forms for m in gazetteer.longer(form, country)]


def _leaning(forms: Iterable[str], country: str, gazetteer: Gazetteer) -> list[Match]:
    inner = [read_expression(n).name for form in forms if (n := named_within(form))]
    return [m for form in inner for m in gazetteer.matches(form, country)]


def _not_far(matches: Sequence[Match], units: Sequence[Unit]) -> tuple[Match, ...]:
    """Without those too far from what is named; to the very name, the province is near enough."""
    if not units:
        return tuple(matches)
    sure = [m for m in matches if m.grade >= BARE_GRADE and min(_km(m, unit) for unit in units) <= FAR_KM]
    return (*sure, *(m for m in matches if m.grade < BARE_GRADE and _close(m, units, FOLDED_KM)))


def _close(match: Match, units: Sequence[Unit], km: float = CLOSE_KM) -> bool:
    return not units or _km(match, units[0]) <= km


def _km(match: Match, unit: Unit) -> float:
    """To a unit; a place without a point is nowhere near."""
    point = match.referent.point
    return math.inf if point is None else unit.km_to(point)
