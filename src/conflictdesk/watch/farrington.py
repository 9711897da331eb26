"""Farrington and Farrington Flexible: counts against the same season of years before, by an overdispersed regression.

Farrington, Andrews, Beale and Catchpole (1996), "A statistical algorithm for the early detection of outbreaks of
infectious disease", Journal of the Royal Statistical Society A 159. Noufaily, Enki, Farrington, Garthwaite, Andrews
and Charlett (2013), "An improved algorithm for outbreak detection in multiple surveillance systems", Statistics in
Medicine 32: seasons as a factor, gentler weights for past rises, a one-sided limit.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from conflictdesk.watch.ranges import LEAST_KNOWN, Calm, Flags, Floats, at_exposure_of
from conflictdesk.watch.regression import Fit, fit

POWER = 2 / 3  # counts to this power are about as likely above as below their mean
YEARS_FOR_TREND = 3
TREND_ALPHA = 0.05
GENTLE = 2.58  # standard deviations
NEAR_NOUGHT = 1e-9


@dataclass(frozen=True, slots=True)
class Farrington:
    """`years` before and `half_width` periods to each side are the measure; residuals above `weigh_from` weigh less.

    `seasons` above 1 takes the whole of the years, split into so many parts (the same season is one of them), but the
    last `left_out` periods. `year` is in periods.
    """

    years: int = 5
    half_width: int = 3
    alpha: float = 0.05
    two_sided: bool = True
    weigh_from: float = 1.0
    seasons: int = 1
    left_out: int = 26
    year: int = 52

    @property
    def needs(self) -> int:
        return self.years * self.year + self.half_width

    def calm_at(self, counts: Floats, period: int, exposure: Floats | None = None) -> Calm:
        """What is expected in `period` (an index of the last axis of `counts`; nan is silence)."""
        counts = at_exposure_of(period, counts, exposure)
        periods, parts = self.reference(period)
        before, apart = counts[..., periods], (periods - period).astype(float)
        factor = np.stack([(parts == part).astype(float) for part in np.unique(parts)], axis=1)
        plain = self._reweighted(factor, before)
        mean, variance = _forecast(plain, _row(factor))
        if self.years >= YEARS_FOR_TREND:
            trend = self._reweighted(np.column_stack([factor, apart]), before)
            told, spread = _forecast(trend, _row(factor, 1))
            bears = _bears(trend, told, before)
            mean, variance = np.where(bears, told, mean), np.where(bears, spread, variance)
        return self._calm(mean, variance, counts[..., period], before)

    def reference(self, period: int) -> tuple[np.ndarray, np.ndarray]:
        """The periods (indices) that are the measure, and the part of the year of each (0: the same season)."""
        indices = np.arange(period - self.needs, period)
        back = (period - indices + self.half_width) % self.year  # up to 2 half widths: the same season
        rest = self.year - 2 * self.half_width - 1
        parts = np.where(
            back <= 2 * self.half_width, 0, 1 + (back - 2 * self.half_width - 1) * (self.seasons - 1) // rest
        )
        wanted = (parts == 0) if self.seasons == 1 else (period - indices > self.left_out)
        wanted &= period - indices > self.half_width
        return indices[wanted], parts[wanted]

    def _reweighted(self, design: Floats, before: Floats) -> Fit:
        """The regression with past rises weighed down, so that they do not hide the next one."""
        first = fit(design, before)
        return fit(design, before, weights(anscombe(first, before), self.weigh_from))

    def _calm(self, mean: Floats, variance: Floats, count: Floats, before: Floats) -> Calm:
        scale = POWER * np.sqrt(mean ** (1 / 3) * variance)
        reach = float(norm.ppf(1 - self.alpha / (2 if self.two_sided else 1)))
        lower, upper = (np.maximum(0.0, mean**POWER + side * reach * scale) ** (1 / POWER) for side in (-1, 1))
        chance = norm.sf((count**POWER - mean**POWER) / scale)
        some, silent = np.nansum(before, axis=-1) > 0, np.count_nonzero(~np.isnan(before), axis=-1) < LEAST_KNOWN
        chance = np.where(some | np.isnan(count), chance, np.where(count > 0, 0.0, 1.0))
        nought = np.where(silent, np.nan, 0.0)
        ends = [np.where(some & ~silent, value, nought) for value in (mean, lower, upper)]
        return Calm(ends[0], ends[1], ends[2], np.where(silent, np.nan, chance))


def flexible(years: int = 5, half_width: int = 3, alpha: float = 0.05, seasons: int = 1, year: int = 52) -> Farrington:
    """Farrington Flexible: gentler weights and a one-sided limit; `seasons` is 10 in the paper, 1 by default in R."""
    return Farrington(years, half_width, alpha, two_sided=False, weigh_from=GENTLE, seasons=seasons, year=year)


def anscombe(told: Fit, counts: Floats) -> Floats:
    """Standardised Anscombe residuals, about normal in calm."""
    raw = 1.5 * (counts**POWER * told.fitted ** (-1 / 6) - told.fitted**0.5)
    return np.asarray(raw / np.sqrt(told.dispersion[..., None] * np.maximum(NEAR_NOUGHT, 1 - told.leverage)))


def weights(residuals: Floats, weigh_from: float) -> Floats:
    """1 for what is as expected, less for what was far above; scaled so that they sum to their number. nan: 0."""
    high = residuals > weigh_from
    shares = np.divide(1.0, residuals**2, out=np.ones_like(residuals), where=high)
    shares[np.isnan(residuals)] = 0.0
    known = np.count_nonzero(shares, axis=-1)
    return np.asarray((known / np.maximum(NEAR_NOUGHT, shares.sum(axis=-1)))[..., None] * shares)


def _row(factor: Floats, more: int = 0) -> Floats:
    """The period looked at: the same season (the first part), nought for the trend."""
    return np.asarray(np.eye(1, factor.shape[1] + more)[0], float)


def _forecast(told: Fit, row: Floats) -> tuple[Floats, Floats]:
    """The mean, and the dispersion with that of the mean itself."""
    mean = told.expected(row)
    return mean, told.dispersion * (1 + mean * told.uncertainty(row))


def _bears(trend: Fit, told: Floats, before: Floats) -> Flags:
    """Whether the trend is sure, and leads no higher than what there was."""
    sure = 2 * norm.sf(np.abs(trend.z(-1))) < TREND_ALPHA
    return np.asarray(sure & (told <= np.max(np.nan_to_num(before), axis=-1)))
