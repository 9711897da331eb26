"""Logistic regression on pairs of attacks: for the benchmark of crime series, and for training/series.py."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from conflictdesk.link.series_model import Floats, Ints, Logistic, probability


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


def even_weights(labels: npt.NDArray[np.bool_], series: Ints) -> Floats:
    """Weights of pairs (m): every series counts alike among the true ones, however many pairs it has.

    Else one long series would be all that is learned: 14 attacks are 91 pairs, two are one.
    """
    weights = np.ones(len(labels))
    sizes = np.bincount(series[labels], minlength=int(series.max(initial=0)) + 1)
    weights[labels] = 1 / sizes[series[labels]]
    weights[labels] *= labels.sum() / weights[labels].sum()
    return weights
