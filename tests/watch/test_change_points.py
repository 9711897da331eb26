"""Short series: the change-point model against all ways in which the level may have changed, added up."""

from itertools import product

import numpy as np
import pytest
from scipy.special import gammaln
from scipy.stats import nbinom

from conflictdesk.watch.changepoint import ChangePoint
from conflictdesk.watch.ranges import range_at

LASTING = 6.0
COUNTS = (4, 5, 4, 4, 5, 4)  # scatter no more than Poisson's


def evidence(part: np.ndarray, rate: float) -> float:
    """The logarithm of the chance of these counts under one level, gamma(1, rate)."""
    total = part.sum()
    told = gammaln(1 + total) + np.log(rate) - (1 + total) * np.log(rate + len(part)) - gammaln(part + 1).sum()
    return float(told)


def chance_of_all_ways(counts: tuple[int, ...], count: int) -> float:
    """The chance of `count` or more next, over each way to cut `counts` into runs of one level."""
    before = np.array(counts, float)
    rate = (len(before) + 1) / (before.sum() + 1)
    weight = chance = 0.0
    for cuts in product((False, True), repeat=len(before)):
        ends = [at + 1 for at, cut in enumerate(cuts) if cut]
        parts = [part for part in np.split(before, ends) if len(part)]
        prior = np.prod([1 / LASTING if cut else 1 - 1 / LASTING for cut in cuts])
        likely = prior * np.exp(sum(evidence(part, rate) for part in parts))
        last = before[ends[-1] :] if ends else before
        size, grown = 1 + last.sum(), rate + len(last)
        weight += likely
        chance += likely * nbinom.sf(count - 1, size, grown / (grown + 1))
    return chance / weight


@pytest.mark.parametrize("count", [0, 3, 6, 9, 14])
def test_the_chance_is_that_of_all_ways_added_up(count: int) -> None:
    told = range_at(ChangePoint(lasting=LASTING), (*COUNTS, count), len(COUNTS))
    assert told.chance == pytest.approx(chance_of_all_ways(COUNTS, count), rel=1e-9)


def test_the_range_holds_what_calm_brings_and_no_more() -> None:
    told = range_at(ChangePoint(lasting=LASTING, alpha=0.05), (*COUNTS, 4), len(COUNTS))
    assert chance_of_all_ways(COUNTS, int(told.upper) + 1) <= 0.05 < chance_of_all_ways(COUNTS, int(told.upper))
    assert told.lower < 4 < told.upper


def test_a_new_level_is_followed_and_is_a_rise_when_it_comes() -> None:
    counts = (5, 4, 6, 5, 5, 4, 30, 33, 29, 31)
    alarm = ChangePoint()
    assert range_at(alarm, counts, 6).exceeded_by(30)
    assert range_at(alarm, counts, 9).expected == pytest.approx(29, abs=3)
    assert not range_at(alarm, counts, 9).exceeded_by(31)


def test_counts_that_scatter_more_are_allowed_more() -> None:
    even, uneven = (10, 11, 9, 10, 10, 10, 9, 11), (2, 19, 4, 17, 1, 18, 3, 16)
    assert range_at(ChangePoint(), (*uneven, 0), 8).upper > range_at(ChangePoint(), (*even, 0), 8).upper + 5


def test_silence_is_passed_over() -> None:
    told = range_at(ChangePoint(), (8, np.nan, 9, np.nan, 8, 9, np.nan), 6)
    assert told.expected == pytest.approx(8.5, abs=0.7)
    assert told.chance is None
