"""Strays: names placed in a country that nothing else in the text speaks of. A wrong town is worse than none."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from conflictdesk.records.values import Placing

# From here a placing is sure enough to speak for its country, and to stand where no other place is near it.
SURE = 0.6


def without_strays(placings: Sequence[Placing], named: Collection[str] = ()) -> tuple[Placing, ...]:
    """The placings, those that are unsure and alone in their country without their place; the name stays.

    `named`: countries of which the text speaks otherwise, by a state's forces.
    """
    spoken_of = {p.country for p in placings if p.country and p.score >= SURE} | set(named)
    return tuple(_stray(p) if _is_stray(p, spoken_of) else p for p in placings)


def _is_stray(placing: Placing, spoken_of: set[str]) -> bool:
    return bool(spoken_of) and placing.country not in {None, *spoken_of} and placing.score < SURE


def _stray(placing: Placing) -> Placing:
    reason = f"Not placed: the one found lies in {placing.country}, of which the text says nothing else."
    return replace(
        placing, modern=None, country=None, point=None, precision=None, place_id=None, method="unresolved",
        score=0.0, reason=reason,
    )  # fmt: skip
