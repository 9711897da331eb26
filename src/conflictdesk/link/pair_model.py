"""The probability that two claims speak of one incident: a logistic model over what their comparisons say.

Its weights are data (data/linking_weights.yaml), which says where they come from.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from conflictdesk.errors import DataError
from conflictdesk.link.compare import COMPARISONS
from conflictdesk.link.comparison import Comparison


@dataclass(frozen=True, slots=True)
class PairModel:
    """Log odds: `bias`, `one_report` where one report words both claims, and a weight for each property's score.

    Where a property speaks against, its weight in `against` counts, if it has one there; where it excludes one
    incident, at least what `exclusions` says: the fit saw few such pairs, and among them the coder's slips.
    """

    bias: float
    one_report: float
    weights: Mapping[str, float]
    against: Mapping[str, float]
    exclusions: Mapping[str, float]

    def says(self, found: Comparison) -> float:
        """What a comparison adds to the log odds."""
        name = found.property
        if found.score >= 0:
            return found.score * self.weights[name]
        against = found.score * self.against.get(name, self.weights[name])
        return min(against, -self.exclusions.get(name, 0.0)) if found.excludes else against


@cache
def pair_model() -> PairModel:
    """The shipped model. Raises DataError where its file lacks a property."""
    text = (files("conflictdesk") / "data" / "linking_weights.yaml").read_text(encoding="utf-8")
    found = yaml.safe_load(text)["model"]
    if set(found["weights"]) != set(COMPARISONS):
        raise DataError("data/linking_weights.yaml does not weigh every property. Install conflictdesk again.")
    return PairModel(found["bias"], found["one_report"], found["weights"], found["against"], found["exclusions"])


def pair_score(comparisons: Iterable[Comparison], one_report: bool = False) -> float:
    """The probability, 0 to 1, that two claims speak of one incident."""
    model = pair_model()
    evidence = sum(model.says(comparison) for comparison in comparisons)
    return 1 / (1 + math.exp(-(model.bias + evidence + (model.one_report if one_report else 0.0))))
