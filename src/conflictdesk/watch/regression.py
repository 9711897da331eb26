"""Log-linear Poisson regressions with overdispersion, many series at once, as the alarms need them.

McCullagh and Nelder (1989), Generalized Linear Models, chapters 2 and 6: iteratively reweighted least squares.
"""

from dataclasses import dataclass

import numpy as np

from conflictdesk.watch.ranges import Floats

STEPS = 40
STILL = 1e-9  # change of the linear predictor at which it stands still
LEAST, MOST = -12.0, 30.0  # of the linear predictor: means of almost nought, and of more than can be counted
RIDGE = 1e-12  # keeps the equations solvable where a series is all noughts


@dataclass(frozen=True, slots=True)
class Fit:
    """Fitted regressions, series along the leading axes. `dispersion` is at least 1: no less than Poisson's."""

    coefficients: Floats  # (..., columns)
    fitted: Floats  # expected counts (..., rows)
    covariance: Floats  # of the coefficients, before dispersion (..., columns, columns)
    leverage: Floats  # (..., rows), 0 to 1
    dispersion: Floats  # (...)

    def expected(self, row: Floats) -> Floats:
        """The expected count at `row` of the design."""
        return np.asarray(np.exp(np.clip(self.coefficients @ row, LEAST, MOST)))

    def uncertainty(self, row: Floats) -> Floats:
        """The variance of the linear predictor at `row`, before dispersion."""
        return np.asarray(np.maximum(0.0, np.einsum("i,...ij,j->...", row, self.covariance, row)))

    def z(self, column: int) -> Floats:
        """A coefficient divided by its standard error."""
        spread = np.sqrt(self.dispersion * self.covariance[..., column, column])
        return np.asarray(self.coefficients[..., column] / np.maximum(spread, RIDGE))


def fit(
    design: Floats,
    counts: Floats,
    weights: Floats | None = None,
    offset: Floats | None = None,
    penalty: Floats | None = None,
    start: Floats | None = None,
) -> Fit:
    """Regress `counts` (..., rows) on `design` (rows, columns) by maximum likelihood.

    A nan count is left out. `weights` of the rows are 1 unless given; `offset` is added to the linear predictor;
    `penalty` (..., columns) is the precision of a normal prior around 0. `start`: expected counts to begin from, of a
    fit before.
    """
    known = ~np.isnan(counts)
    seen, given = np.where(known, counts, 0.0), known * (1.0 if weights is None else weights)
    apart = np.zeros_like(seen) if offset is None else np.broadcast_to(offset, seen.shape)
    prior = np.eye(design.shape[1]) * (RIDGE + np.asarray(0.0 if penalty is None else penalty))[..., None]
    predictor = np.where(known, np.log(seen + 0.1), 0.0) if start is None else np.log(start)
    for _ in range(STEPS):
        before, mean = predictor, np.exp(predictor)
        goal = predictor - apart + (seen - mean) / mean
        coefficients = _solved(design, given * mean, goal, prior)
        predictor = np.clip(coefficients @ design.T + apart, LEAST, MOST)
        if np.max(np.abs(predictor - before), initial=0.0, where=known) < STILL:
            break
    return _fit(design, seen, given, coefficients, np.exp(predictor), prior)


def _fit(design: Floats, counts: Floats, weights: Floats, coefficients: Floats, mean: Floats, prior: Floats) -> Fit:
    covariance: Floats = np.asarray(np.linalg.inv(_information(design, weights * mean, prior)), float)
    leverage = weights * mean * np.einsum("ij,...jk,ik->...i", design, covariance, design)
    freedom = np.maximum(1, np.count_nonzero(weights, axis=-1) - design.shape[1])
    dispersion = np.sum(weights * (counts - mean) ** 2 / mean, axis=-1) / freedom
    return Fit(coefficients, mean, covariance, leverage, np.maximum(1.0, dispersion))


def _solved(design: Floats, shares: Floats, goal: Floats, prior: Floats) -> Floats:
    """Weighted least squares."""
    right = (shares * goal) @ design
    found = np.linalg.solve(_information(design, shares, prior), right[..., None])
    return np.asarray(found[..., 0], float)


def _information(design: Floats, shares: Floats, prior: Floats) -> Floats:
    columns = design.shape[1]
    products = (design[:, :, None] * design[:, None, :]).reshape(len(design), columns * columns)
    return np.asarray((shares @ products).reshape(*shares.shape[:-1], columns, columns) + prior)
