"""What a place expression may mean: exact names first, then spellings that fold alike, then similar ones."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from conflictdesk.geo.expressions import Expression, read_expression
from conflictdesk.geo.gazetteer import KNOWN_GRADE, MAX_ENDING, USUAL_ENDING, Gazetteer, Match
from conflictdesk.geo.names import BARE_GRADE, EXACT_GRADE, Method, normal
from conflictdesk.geo.ranking import holds

MOST_CANDIDATES = 25  # of one name; rarer namesakes never won on LGL and GWN
WATER = "water"
DRY_KINDS = frozenset({"country", "admin1"})
WET_KINDS = frozenset({WATER, "region"})
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
    whole = _sure(gazetteer.matches(name), supported)
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
        own = any(m.grade == EXACT_GRADE for m in whole)
        named = (*named, *gazetteer.people_of(name, USUAL_ENDING if own else MAX_ENDING))
    found = once((*(whole or _named(name, gazetteer, supported)), *named))
    if kind == WATER and expression.kind is None:  # a country or province that is called after the river is no answer
        found = tuple(m for m in found if m.referent.kind not in DRY_KINDS or m.agreement.method is Method.DEMONYM)
    if expression.kind == WATER and any(m.referent.kind == "country" for m in found):  # "Jordan River" is no Jordan
        found = tuple(m for m in found if m.referent.kind in WET_KINDS)
    return Reading(expression, asked, _likeliest(found or _before_comma(name, gazetteer), supported))


def _before_comma(name: str, gazetteer: Gazetteer) -> tuple[Match, ...]:
    """The places of a name that comes with the province or country it lies in: "Paris, Texas"."""
    part, _, whole = name.partition(", ")
    wholes = gazetteer.matches(whole) if whole else ()
    return tuple(m for m in gazetteer.matches(part) if any(holds(w, m) for w in wholes)) if wholes else ()


def _named(name: str, gazetteer: Gazetteer, supported: Collection[str]) -> tuple[Match, ...]:
    """Spellings that only fold alike, or are only similar, are believed inside the document's countries alone."""
    matches = gazetteer.matches(name)
    sure = _sure(matches, supported)
    alike = tuple(m for m in matches if m.grade < BARE_GRADE and _believed(m, supported))
    if sure or any(m.grade >= KNOWN_GRADE for m in alike):
        return sure + alike
    return alike + tuple(m for country in sorted(supported) for m in gazetteer.similar(name, country))


def _sure(matches: Iterable[Match], supported: Collection[str]) -> tuple[Match, ...]:
    """Those of the very name; one without its article ("Zahra" for Ez Zahra) only where it is believed."""
    return tuple(m for m in matches if m.grade > BARE_GRADE or (m.grade == BARE_GRADE and _believed(m, supported)))


def _believed(match: Match, supported: Collection[str]) -> bool:
    return match.referent.country in supported or (not supported and match.grade >= KNOWN_GRADE)


def once(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Each place once, with the spelling that agrees best."""
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
