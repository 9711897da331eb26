"""Who may be the doer of an event, each weighed by what speaks for it and against it.

Candidates are the words marked for who acts, unmarked words that may name somebody, the party that tells its own
deed, whom the grammar or a claim makes the doer, and whom the report tells of before. Each has signs (`signs.py`), and
so has it that nobody is named; a conditional logit (McFadden 1974) weighs them against each other. Its weights are in
`data/doer_weights.yaml`, fitted by `training/doers.py`.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources

import yaml

from conflictdesk.errors import DataError
from conflictdesk.extract.fields import Filled
from conflictdesk.records.events import Actor

Signs = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Doer:
    """Somebody who may have done it, and the signs for and against."""

    filled: Filled[Actor]
    signs: Signs


def likeliest(doers: Sequence[Doer], nobody: Signs) -> Filled[Actor] | None:
    """The likeliest doer, as sure as its share of all that is weighed; null where nobody is likelier."""
    odds = [weight(doer.signs) for doer in doers]
    none = weight(nobody) + weights()["margin"]
    best = max(range(len(doers)), key=lambda n: odds[n], default=None)
    if best is None or odds[best] < none:
        return None
    sure = 1 / sum(math.exp(o - odds[best]) for o in (*odds, none))
    alike = sum(math.exp(o - odds[best]) for o, d in zip(odds, doers, strict=True) if _same(d, doers[best]))
    return replace(doers[best].filled, confidence=sure * alike)


def _same(one: Doer, other: Doer) -> bool:
    return one is other or one.filled.value.canonical == other.filled.value.canonical


def weight(signs: Signs) -> float:
    """The log odds of somebody with these signs, up to a constant."""
    table = weights()
    return sum(table.get(name, 0.0) * value for name, value in signs.items())


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """The shipped weights by sign; `margin` is what nobody has ahead of all. DataError where they are damaged."""
    path = resources.files("conflictdesk") / "data" / "doer_weights.yaml"
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {"margin": float(content["margin"])} | {str(k): float(v) for k, v in content["weights"].items()}
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError("doer_weights.yaml cannot be read: install Conflictdesk again") from error
