"""Short series: a gamma-Poisson model in which the level may change at any time.

Adams and MacKay (2007), "Bayesian online changepoint detection", arXiv:0710.3742: for each possible time since the
last change, what the counts since then say of the level (gamma), and how likely that time is. The next count is held
against the mixture of their predictions (negative binomials). Counts that scatter more than Poisson's are brought to
its scale first (McCullagh and Nelder 1989, section 6.2): by the differences of neighbours, which a change of level
hardly touches, over all series given.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, gammaln

from conflictdesk.watch.ranges import LEAST_KNOWN, RECENT, Calm, Floats, at_exposure_of, where_known

PRIOR_COUNT = 1.0  # how much the level before any count is worth: one count
USUAL_SCATTER, ITS_WEIGHT = 1.5, 8  # of posts and reports, and the number of differences that it is worth


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """`lasting`: periods that a level holds on average; `span`: periods looked at; `alpha`: at each end."""

    alpha: float = 0.05
    lasting: float = 26.0
    span: int = RECENT

    @property
    def needs(self) -> int:
        return LEAST_KNOWN

    def calm_at(self, counts: Floats, period: int, exposure: Floats | None = None) -> Calm:
        """What is expected in `period` (an index of the last axis of `counts`; nan is silence)."""
        counts = at_exposure_of(period, counts, exposure)
        before = counts[..., max(0, period - self.span) : period]
        scatter = _scatter(before)
        runs = self._runs(before / scatter)
        expected = scatter * (runs.share * runs.shape / runs.rate).sum(axis=-1)
        lower, upper = (_quantile(runs, level, scatter, expected) for level in (self.alpha, 1 - self.alpha))
        count = counts[..., period]
        chance = np.where(np.isnan(count), np.nan, _at_least(runs, np.nan_to_num(count), scatter))
        return where_known(Calm(expected, lower, upper, chance), counts, period)

    def _runs(self, scaled: Floats) -> "_Runs":
        """What is known after the last of the counts, for each time since the last change (the last axis)."""
        known = np.count_nonzero(~np.isnan(scaled), axis=-1)
        level = (np.nansum(scaled, axis=-1) + PRIOR_COUNT) / (known + PRIOR_COUNT)
        one = np.ones((*level.shape, 1))
        runs = fresh = _Runs(one, one * PRIOR_COUNT, PRIOR_COUNT / level[..., None])
        for at in range(scaled.shape[-1]):
            runs = runs.after(scaled[..., at, None], fresh, 1 / self.lasting)
        return runs


@dataclass(frozen=True, slots=True)
class _Runs:
    """By time since the last change (last axis): how likely it is, and the gamma of the level."""

    share: Floats
    shape: Floats
    rate: Floats

    def after(self, count: Floats, fresh: "_Runs", hazard: float) -> "_Runs":
        """With one more count; a nan tells nothing, but time goes on."""
        known, seen = ~np.isnan(count), np.nan_to_num(count)
        likely = self.share * np.where(known, np.exp(self._log_predictive(seen)), 1.0)
        likely = np.maximum(likely, np.finfo(float).tiny)
        share = likely / likely.sum(axis=-1, keepdims=True)
        grown = (share * (1 - hazard), self.shape + np.where(known, seen, 0), self.rate + known)
        new = (np.full_like(fresh.share, hazard), fresh.shape, fresh.rate)
        return _Runs(*(np.concatenate([one, other], axis=-1) for one, other in zip(new, grown, strict=True)))

    def _log_predictive(self, count: Floats) -> Floats:
        chosen = gammaln(count + self.shape) - gammaln(self.shape) - gammaln(count + 1)
        return np.asarray(chosen + self.shape * np.log(self.rate / (self.rate + 1)) - count * np.log1p(self.rate))


def _scatter(before: Floats) -> float:
    """Variance over mean, at least 1: of neighbours' differences, over all series, drawn to what is usual."""
    left, right = before[..., :-1], before[..., 1:]
    both = left + right
    ratios = np.divide((left - right) ** 2, both, out=np.full_like(both, np.nan), where=both > 0)
    known = np.count_nonzero(~np.isnan(ratios))
    return max(1.0, float(np.nansum(ratios) + USUAL_SCATTER * ITS_WEIGHT) / (known + ITS_WEIGHT))


def _at_least(runs: _Runs, count: Floats, scatter: float) -> Floats:
    """The chance of `count` or more."""
    scaled = np.maximum((count - 0.5) / scatter + 0.5, 0.0)[..., None]
    tail = np.where(count[..., None] <= 0, 1.0, betainc(np.maximum(scaled, 1e-9), runs.shape, 1 / (1 + runs.rate)))
    return np.asarray((runs.share * tail).sum(axis=-1))


def _quantile(runs: _Runs, level: float, scatter: float, expected: Floats) -> Floats:
    """The least count that is not surpassed with the probability `level`."""
    low, high = np.full_like(expected, -1.0), np.ceil(20 * expected + 50 * scatter)
    while np.any(high - low > 1):
        middle = np.floor((low + high) / 2)
        reached = _at_least(runs, middle + 1, scatter) <= 1 - level
        low, high = np.where(reached, low, middle), np.where(reached, middle, high)
    return high
