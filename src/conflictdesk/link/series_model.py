"""The arithmetic of the pair model of series: agreement weighted by rarity, and a logistic score over it.

That two attacks share what is rare says more than that they share what every attack has: an agreement counts by the
surprise of the value, -log of its share (Fellegi & Sunter 1969 weigh the agreements of records so; Bennell & Canter
2002 and Porter 2016 score crimes pair by pair). Where two values differ, both surprises count: a rare value beside a
common one speaks more against one hand than two common ones. What is not known counts nothing, either way.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
UNKNOWN = -1  # the code of a value that is not known
LARGEST = 30.0  # log odds; beyond that a probability is 0 or 1


@dataclass(frozen=True, slots=True)
class Logistic:
    """Log odds of one hand: `bias` and `weights` (n), over features (m, n)."""

    bias: float
    weights: Floats

    def score(self, features: Floats) -> Floats:
        """Log odds of each row (m)."""
        return np.asarray(self.bias + features @ self.weights, dtype=np.float64)


def probability(log_odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -LARGEST, LARGEST))), dtype=np.float64)


def shares(codes: Ints, prior: Floats, strength: float) -> Floats:
    """How common each of `len(prior)` values is among `codes`, drawn towards `prior` as if by so many more."""
    counts = np.bincount(codes[codes != UNKNOWN], minlength=len(prior))
    return np.asarray((counts + strength * prior) / (counts.sum() + strength), dtype=np.float64)


def agreement(left: Ints, right: Ints, share: Floats) -> Floats:
    """Three features a pair (m, 3): the surprise of what they share; where they differ, the less and the greater."""
    known = (left != UNKNOWN) & (right != UNKNOWN)
    surprise = -np.log(share)
    a, b = surprise[left], surprise[right]
    same = left == right
    columns = np.where(same, a, 0), np.where(same, 0, np.minimum(a, b)), np.where(same, 0, np.maximum(a, b))
    return np.asarray(np.stack(columns, axis=1) * known[:, None], dtype=np.float64)
