"""What one property says about a pair of claims."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one property says about a pair. `score` is at most 1, 0 where nothing can be said, seldom below -1.

    `excludes`: both reports word a value, and the two cannot be one: what it counts has a floor (link/pair_model.py).
    """

    property: str
    score: float
    left: str | None
    right: str | None
    reason: str
    excludes: bool = False


def unknown(name: str, left: str | None, right: str | None, reason: str) -> Comparison:
    return Comparison(name, 0.0, left, right, reason)
