"""Strays: names placed in a country that nothing else in the text speaks of. A wrong town is worse than none.

A name that no gazetteer holds still lies in the country of which alone the text speaks.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from conflictdesk.records.values import Placing

# From here a placing is sure enough to speak for its country, and to stand where no other place is near it.
SURE = 0.6
# A lone name abroad has to be surer than that.
SURE_ALONE = 0.65


def without_strays(placings: Sequence[Placing], named: Collection[str] = ()) -> tuple[Placing, ...]:
    """The placings, those that are unsure and alone in their country without their place; the name stays.

    `named`: countries of which the text speaks otherwise, by a state's forces.
    """
    spoken_of = {p.country for p in placings if p.country and _speaks(p, placings, named)} | set(named)
    return tuple(_stray(p) if _is_stray(p, spoken_of) else p for p in placings)


def within_the_country(placings: Sequence[Placing], named: Collection[str] = ()) -> tuple[Placing, ...]:
    """The placings, those of no known country in the only one that the report speaks of, with the reason."""
    spoken_of = {p.country for p in placings if p.country and p.score >= SURE} | set(named)
    [*only] = spoken_of if len(spoken_of) == 1 else ()
    return tuple(_in(p, only[0]) if only and p.country is None else p for p in placings)


def _speaks(placing: Placing, placings: Sequence[Placing], named: Collection[str]) -> bool:
    """Whether a placing is sure enough to speak for its country: a lone town abroad has to be very sure."""
    others = any(p.score >= SURE and p.country not in {None, placing.country} for p in placings)
    beside = any(p.score >= SURE and p.country == placing.country and p.name != placing.name for p in placings)
    alone = others and not beside and placing.method != "country" and placing.country not in named
    return placing.score >= (SURE_ALONE if alone else SURE)


def _is_stray(placing: Placing, spoken_of: set[str]) -> bool:
    if placing.method == "bearing":  # its words say where it is, whatever country that is in
        return False
    return bool(spoken_of) and placing.country not in {None, *spoken_of} and placing.score < SURE_ALONE


def _stray(placing: Placing) -> Placing:
    reason = f"Not placed: the one found lies in {placing.country}, of which the text says nothing else."
    return replace(
        placing, modern=None, country=None, point=None, precision=None, place_id=None, method="unresolved",
        score=0.0, reason=reason,
    )  # fmt: skip


def _in(placing: Placing, country: str) -> Placing:
    told = f"Its country is the only one that the report speaks of ({country})."
    return replace(placing, country=country, reason=" ".join(filter(None, (placing.reason, told))))
