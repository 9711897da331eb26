"""Many places at once: a rise in one is told from a week in which more was counted everywhere.

A negative-binomial log-linear regression for each place (level, trend, cycle of the year or the week, as far as its
history bears them) in the manner of Noufaily et al. (2013), Statistics in Medicine 32, with what places can lend to
each other: a factor of the period that all share, and how much counts scatter. Both are estimated over all places and
shrunk by how sure they are (empirical Bayes; DerSimonian and Laird 1986, Controlled Clinical Trials 7). Trend and
cycle have a prior around nought, so that what a short history cannot tell stays small. Beside the period itself the
last two are looked at as one, since a small rise shows only there; the two tests are joined after Simes (1986),
Biometrika 73.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import nbinom

from conflictdesk.watch.farrington import GENTLE, POWER
from conflictdesk.watch.ranges import Calm, Floats, known_before, where_known
from conflictdesk.watch.regression import Fit, fit
from conflictdesk.watch.scatter import known_places, pooled_scatter, shared_factor

GAP = 1  # periods before the one looked at that are not its measure, so that a rise does not hide itself
ROUNDS = 2
FEWEST_PLACES = 8  # that can tell what all share
BEYOND_DOUBT = 3.0  # standard errors from which on a period's shared factor speaks for itself
MOST_SHARED = 3.0  # on the log scale
HARDLY = 1e-9
HELD = 1e6  # the precision of a prior that leaves a coefficient at nought


@dataclass(frozen=True, slots=True)
class Together:
    """`cycle`: periods of a cycle, told from `cycle_from` periods on; `dummies`: one level for each step of it (days
    of the week) instead of a wave. `span`: periods that are the measure at most; `half_life`: how fast they fade.
    The spreads are the standard deviations of the priors, on the log scale; the trend's is for a year of 52 periods.
    """

    alpha: float = 0.05
    cycle: int = 52
    cycle_from: int = 65
    dummies: bool = False
    trend_from: int = 26
    span: int = 156
    half_life: float = 52.0
    trend_spread: float = 0.5
    cycle_spread: float = 0.3

    @property
    def needs(self) -> int:
        return 8 + GAP

    def calm_at(self, counts: Floats, period: int, exposure: Floats | None = None) -> Calm:
        """`counts`: (..., places, periods), nan for silence; a place of nan alone is none.

        `exposure` (periods): what expected counts are proportional to.
        """
        looked = slice(max(0, period - self.span), period + 1)
        seen, design = counts[..., looked], self._design(period)[looked]
        given = np.zeros(seen.shape[-1]) if exposure is None else np.log(exposure[looked])
        penalty = self._penalty(design.shape[1], known_before(counts, period, self.span))
        told = self._told(seen[..., : -1 - GAP], design[: -1 - GAP], given, penalty)
        return where_known(self._forecast(seen, design, given, *told), counts, period)

    def _design(self, period: int) -> Floats:
        """The columns that the longest history bears: level, trend, cycle; by period, up to the one looked at."""
        apart = np.arange(-period, 1.0)
        columns = [np.ones_like(apart)]
        if min(period, self.span) >= self.trend_from:
            columns.append(apart / 52)
        if min(period, self.span) >= self.cycle_from:
            columns += self._cycle(apart)
        return np.stack(columns, axis=1)

    def _cycle(self, apart: Floats) -> list[Floats]:
        if self.dummies:
            return [(apart % self.cycle == step).astype(float) for step in range(self.cycle)]
        turn = 2 * np.pi * apart / self.cycle
        return [np.sin(turn), np.cos(turn)]

    def _penalty(self, columns: int, known: NDArray[np.intp]) -> Floats:
        """The priors' precision, series by column: a column that what is known of a series does not bear is held."""
        spreads = [np.inf, self.trend_spread, *[self.cycle_spread] * max(0, columns - 2)][:columns]
        needed = [0, self.trend_from, *[self.cycle_from] * max(0, columns - 2)][:columns]
        return np.where(known[..., None] >= needed, [1 / spread**2 for spread in spreads], HELD)

    def _told(self, past: Floats, rows: Floats, given: Floats, penalty: Floats) -> tuple[Fit, Floats, Floats]:
        """The regressions, how much counts scatter, and how much the shared factor varies (a variance)."""
        fade = 0.5 ** (np.arange(past.shape[-1], 0, -1) / self.half_life)
        weights = np.broadcast_to(fade, past.shape)
        offset, varies = np.broadcast_to(given[: past.shape[-1]], past.shape), np.zeros((*past.shape[:-2], 1))
        told = fit(rows, past, weights, offset, penalty)
        for turn in range(ROUNDS):
            scatter = pooled_scatter(past, told.fitted, rows.shape[1])
            weights = fade * _weights(past, told.fitted, scatter)
            factor, informed = shared_factor(past, told.fitted, scatter)
            if turn == 0:
                noise = np.mean(1 / informed, axis=-1, keepdims=True)
                varies = np.maximum(0.0, np.var(factor, axis=-1, ddof=1, keepdims=True) - noise)
            trusted = _trusted(factor, informed, varies) * (known_places(past) >= FEWEST_PLACES)
            moved = (factor - factor.mean(axis=-1, keepdims=True)) * trusted
            offset = offset + moved[..., None, :]
            told = fit(rows, past, weights, offset, penalty, start=told.fitted)
        return told, scatter, varies[..., 0]

    def _forecast(
        self, seen: Floats, design: Floats, given: Floats, told: Fit, scatter: Floats, varies: Floats
    ) -> Calm:
        """The period looked at, and the last two as one."""
        means, doubts = zip(
            *(self._mean(seen[..., at], design[at], given[at], told, scatter, varies) for at in (-1, -2)), strict=True
        )
        now, last = means
        spread = now + (scatter + doubts[0]) * now**2
        alone = _chance(seen[..., -1], now, spread)
        both = _chance(
            seen[..., -1] + seen[..., -2],
            now + last,
            now + last + scatter * (now**2 + last**2) + np.maximum(*doubts) * (now + last) ** 2,
        )
        size, share = _shape(now, spread)
        lower, upper = (nbinom.ppf(level, size, share) for level in (self.alpha, 1 - self.alpha))
        return Calm(now, lower, upper, _simes(alone, both))

    def _mean(
        self, seen: Floats, row: Floats, given: float, told: Fit, scatter: Floats, varies: Floats
    ) -> tuple[Floats, Floats]:
        """The expected counts of one period with its shared factor, and the variance of their logarithms."""
        mean, doubt = told.expected(row) * np.exp(given), told.uncertainty(row)
        moved = np.zeros_like(varies)
        for _ in range(ROUNDS):
            step, informed = shared_factor(seen[..., None], (mean * np.exp(moved[..., None]))[..., None], scatter)
            moved = np.clip(moved + step[..., 0], -MOST_SHARED, MOST_SHARED)
        known = _trusted(moved, informed[..., 0], varies) * (known_places(seen[..., None])[..., 0] >= FEWEST_PLACES)
        return mean * np.exp((moved * known)[..., None]), doubt + (known / informed[..., 0])[..., None]


def _trusted(factor: Floats, informed: Floats, varies: Floats) -> Floats:
    """How much of a shared factor is believed: as much as such factors vary, or as this one is beyond doubt."""
    beyond = np.maximum(varies, factor**2 - BEYOND_DOUBT**2 / informed)
    return np.asarray(beyond / (beyond + 1 / informed))


def _weights(counts: Floats, mean: Floats, scatter: Floats) -> Floats:
    """Less for large counts, which scatter more, and for past rises, so that they do not hide the next one."""
    swollen = 1 + scatter[..., None] * mean
    residuals = 1.5 * (counts**POWER - mean**POWER) / (mean ** (1 / 6) * np.sqrt(swollen))
    high = residuals > GENTLE
    return np.asarray(np.divide(GENTLE**2, residuals**2, out=np.ones_like(mean), where=high) / swollen)


def _shape(mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Size and probability of the negative binomial with this mean and variance."""
    size = mean**2 / np.maximum(variance - mean, HARDLY * mean)
    return size, size / (size + mean)


def _chance(count: Floats, mean: Floats, variance: Floats) -> Floats:
    return np.asarray(nbinom.sf(count - 1, *_shape(mean, variance)))


def _simes(alone: Floats, both: Floats) -> Floats:
    """The chance of the two tests together; the first where the second is not known."""
    joined = np.minimum(np.maximum(alone, both), 2 * np.minimum(alone, both))
    return np.where(np.isnan(both), alone, joined)
