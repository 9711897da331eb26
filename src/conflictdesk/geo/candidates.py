"""What a place expression may mean: exact names first, then spellings that fold alike, then similar ones."""

from collections.abc import Collection
from dataclasses import dataclass

from conflictdesk.geo.expressions import Expression, read_expression
from conflictdesk.geo.gazetteer import KNOWN_GRADE, Gazetteer, Match
from conflictdesk.geo.names import BARE_GRADE, normal

MOST_CANDIDATES = 25  # of one name; rarer namesakes never won on LGL and GWN
COUNTRY_KINDS = frozenset({"country", "region", "admin1"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A place expression, taken apart, with the places that it may mean."""

    expression: Expression
    kind: str | None
    candidates: tuple[Match, ...]


def read_toponym(name: str, kind: str | None, gazetteer: Gazetteer, supported: Collection[str]) -> Reading:
    """The candidates of a name. `supported`: ISO codes of the countries that the document speaks of.

    A full name in the gazetteer ("South Sudan", "Kansas City") goes before its parts ("southern Sudan").
    """
    whole = tuple(m for m in gazetteer.matches(name) if m.grade >= BARE_GRADE)
    expression = read_expression(name)
    if whole and (expression.part or expression.area or normal(expression.name) == normal(name)):
        expression = Expression(expression.name if not expression.part else name)
    elif expression.area:
        return Reading(expression, expression.kind, ())
    asked = expression.kind or kind
    named = () if normal(expression.name) == normal(name) else _named(expression.name, gazetteer, supported)
    if whole:  # beside the full name ("Niger River"), its core may only mean what the wording asks for
        named = tuple(m for m in named if m.referent.kind == asked)
    if not any(m.referent.kind in COUNTRY_KINDS for m in whole):
        named = (*named, *gazetteer.people_of(name))
    found = _once((*(whole or _named(name, gazetteer, supported)), *named))
    return Reading(expression, asked, _likeliest(found, supported))


def _named(name: str, gazetteer: Gazetteer, supported: Collection[str]) -> tuple[Match, ...]:
    """Spellings that only fold alike, or are only similar, are believed inside the document's countries alone."""
    matches = gazetteer.matches(name)
    sure = tuple(m for m in matches if m.grade >= BARE_GRADE)
    alike = tuple(m for m in matches if m.grade < BARE_GRADE and _believed(m, supported))
    if sure or any(m.grade >= KNOWN_GRADE for m in alike):
        return sure + alike
    return alike + tuple(m for country in sorted(supported) for m in gazetteer.similar(name, country))


def _believed(match: Match, supported: Collection[str]) -> bool:
    return match.referent.country in supported or (not supported and match.grade >= KNOWN_GRADE)


def _once(matches: tuple[Match, ...]) -> tuple[Match, ...]:
    best: dict[str, Match] = {}
    for match in matches:
        known = best.get(match.referent.place_id)
        if known is None or known.grade < match.grade:
            best[match.referent.place_id] = match
    return tuple(best.values())


def _likeliest(matches: tuple[Match, ...], supported: Collection[str]) -> tuple[Match, ...]:
    def order(match: Match) -> tuple[bool, bool, int, str]:
        r = match.referent
        return r.kind not in COUNTRY_KINDS, r.country not in supported, -r.population, r.place_id

    return tuple(sorted(matches, key=order)[:MOST_CANDIDATES])
