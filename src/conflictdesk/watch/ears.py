"""EARS: counts against the mean of the periods just before, after the CDC's early aberration reporting system.

Hutwagner, Thompson, Seeman and Treadwell (2003), "The bioterrorism preparedness and response Early Aberration
Reporting System (EARS)", Journal of Urban Health 80 (suppl. 1). C1 looks at the periods just before; C2 leaves two
out, so that a slow rise does not hide itself; C3 adds what the last two C2 were above 1. Fricker, Hegler and Dunfee
(2008), Statistics in Medicine 27, has the formulas.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.stats import norm

from conflictdesk.watch.ranges import LEAST_KNOWN, Calm, Floats, at_exposure_of

GAP = 2  # periods that C2 and C3 leave out
ADDED = (1, 2)  # the periods before the last one whose excess C3 adds
FAR = 1e9  # standard deviations: above a baseline that never varied


class Variant(StrEnum):
    """Which of the three."""

    C1 = "C1"
    C2 = "C2"
    C3 = "C3"


DEFAULT_ALPHA = {Variant.C1: 0.001, Variant.C2: 0.001, Variant.C3: 0.025}


@dataclass(frozen=True, slots=True)
class Ears:
    """`baseline`: periods that are the measure; `alpha`: the share of false alarms in calm that is accepted.

    `own_count` (C3 alone): measure the excess from the period's own count instead of from the mean. The R package
    `surveillance` does so; its alarm then tells of the two periods before, never of the last one.
    """

    variant: Variant = Variant.C1
    baseline: int = 7
    alpha: float | None = None
    own_count: bool = False

    @property
    def gap(self) -> int:
        return 0 if self.variant is Variant.C1 else GAP

    @property
    def needs(self) -> int:
        return self.baseline + self.gap + (max(ADDED) if self.variant is Variant.C3 else 0)

    def calm_at(self, counts: Floats, period: int, exposure: Floats | None = None) -> Calm:
        """What is expected in `period` (an index of the last axis of `counts`; nan is silence)."""
        counts = at_exposure_of(period, counts, exposure)
        mean, spread = self._baseline(counts, period)
        alpha = DEFAULT_ALPHA[self.variant] if self.alpha is None else self.alpha
        allowed, excess = float(norm.ppf(1 - alpha)), self._excess(counts, period)
        middle = counts[..., period] if self.own_count else mean
        upper = np.maximum(0.0, middle + np.where(spread > 0, spread * (allowed - excess), 0.0))
        chance = norm.sf(_deviation(counts[..., period], mean, spread) + excess)
        return Calm(mean, np.maximum(0.0, mean - allowed * spread), upper, np.asarray(chance))

    def _baseline(self, counts: Floats, period: int) -> tuple[Floats, Floats]:
        """Mean and standard deviation of the periods that are the measure for this one; nan where too few are known."""
        before = counts[..., period - self.gap - self.baseline : period - self.gap]
        known = np.count_nonzero(~np.isnan(before), axis=-1)
        share = np.where(known >= LEAST_KNOWN, known, np.nan)
        mean = np.nansum(before, axis=-1) / share
        squares = np.nansum((before - mean[..., None]) ** 2, axis=-1)
        return mean, np.sqrt(squares / (share - 1))

    def _excess(self, counts: Floats, period: int) -> Floats:
        """What C3 adds: by how many standard deviations, less one, the two periods before were above calm."""
        total = np.zeros(counts.shape[:-1])
        if self.variant is Variant.C3:
            for back in ADDED:
                above = _deviation(counts[..., period - back], *self._baseline(counts, period - back)) - 1
                total += np.nan_to_num(np.maximum(0.0, above), nan=0.0)
        return total


def _deviation(count: Floats, mean: Floats, spread: Floats) -> Floats:
    """How many standard deviations above the mean; FAR above one that does not vary."""
    apart = count - mean
    flat = np.where(apart > 0, FAR, np.where(np.isnan(apart), np.nan, 0.0))
    return np.asarray(np.divide(apart, spread, out=flat, where=spread > 0))
