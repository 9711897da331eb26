"""The false discovery rate: of the rises told in a period, how many may be none.

Benjamini and Hochberg (1995), "Controlling the false discovery rate", Journal of the Royal Statistical Society B 57.
It holds for tests that do not lean against each other (Benjamini and Yekutieli 2001): a place with all themes and the
same place with one theme rise together, which is fine.
"""

import numpy as np

from conflictdesk.watch.ranges import Flags, Floats


def discoveries(chances: Floats, rate: float) -> Flags:
    """Which of the tests along the last axis are told, so that at most `rate` of these are false; nan is no test."""
    tests = np.count_nonzero(~np.isnan(chances), axis=-1, keepdims=True)
    ordered = np.sort(chances, axis=-1)  # nan last
    allowed = rate * np.arange(1, chances.shape[-1] + 1) / np.maximum(1, tests)
    passing = np.where(ordered <= allowed, ordered, -1.0)
    return np.asarray(chances <= passing.max(axis=-1, keepdims=True))


def risen(counts: Floats, upper: Floats, enough: Flags, chances: Floats, rate: float) -> Flags:
    """Which series rose in a period: told apart from chance over all of them, above the range, and no handful."""
    above = np.nan_to_num(counts, nan=-np.inf) > np.nan_to_num(upper, nan=np.inf)
    return np.asarray(discoveries(chances, rate) & above & enough)
