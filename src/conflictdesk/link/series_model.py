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


def even_weights(labels: npt.NDArray[np.bool_], series: Ints) -> Floats:
    """Weights of pairs (m): every series counts alike among the true ones, however many pairs it has.

    Else one long series would be all that is learned: 14 attacks are 91 pairs, two are one.
    """
    weights = np.ones(len(labels))
    sizes = np.bincount(series[labels], minlength=int(series.max(initial=0)) + 1)
    weights[labels] = 1 / sizes[series[labels]]
    weights[labels] *= labels.sum() / weights[labels].sum()
    return weights


def fit(
    features: Floats,
    labels: npt.NDArray[np.bool_],
    weights: Floats | None = None,
    ridge: float = 1.0,
    signs: Floats | None = None,
) -> Logistic:
    """Logistic regression with a ridge on standardised features; `signs` (n) bounds a weight to that side of nought.

    The weights that come out are those of the features as given.
    """
    from scipy.optimize import minimize  # late: a desk only scores

    scale = features.std(axis=0) + 1e-9
    middle = features.mean(axis=0) if signs is None else np.zeros(features.shape[1])
    known = (features - middle) / scale
    weights = np.ones(len(labels)) if weights is None else weights

    def loss(at: Floats) -> tuple[float, Floats]:
        odds = at[0] + known @ at[1:]
        wrong = weights * (probability(odds) - labels)
        told = float(weights @ (np.logaddexp(0, odds) - labels * odds) + ridge / 2 * at[1:] @ at[1:])
        return told, np.concatenate([[wrong.sum()], known.T @ wrong + ridge * at[1:]])

    sides = np.zeros(features.shape[1]) if signs is None else signs
    bounds = [(None, None), *((0 if s > 0 else None, 0 if s < 0 else None) for s in sides)]
    found = minimize(loss, np.zeros(1 + len(sides)), jac=True, method="L-BFGS-B", bounds=bounds).x
    return Logistic(float(found[0] - found[1:] @ (middle / scale)), np.asarray(found[1:] / scale))
