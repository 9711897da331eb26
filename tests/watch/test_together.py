"""Many places at once: what moves all of them is no rise of one."""

import numpy as np
import pytest

from conflictdesk.watch.history import DAYS
from conflictdesk.watch.ranges import Floats
from conflictdesk.watch.together import Together

PLACES, WEEKS, SCATTER = 30, 100, 0.08
LAST = WEEKS - 1


def drawn(mean: Floats, seed: int = 1) -> Floats:
    chance = np.random.default_rng(seed)
    return chance.negative_binomial(1 / SCATTER, 1 / (1 + SCATTER * mean)).astype(float)


LEVELS = np.geomspace(4, 60, PLACES)[:, None] * np.ones(WEEKS)
CALM = drawn(LEVELS)


def test_a_rise_in_one_place_is_told_and_more_everywhere_is_not() -> None:
    coverage = np.exp(0.25 * np.sin(np.arange(WEEKS)))
    coverage[LAST] = 2.0
    counts = drawn(LEVELS * coverage)
    counts[7, LAST] = np.round(4 * 2 * LEVELS[7, LAST])
    told = Together().calm_at(counts, LAST)
    assert told.chance.argmin() == 7
    assert told.chance[7] < 1e-4
    assert told.expected[7] == pytest.approx(2 * LEVELS[7, 0], rel=0.25)
    assert np.count_nonzero(np.delete(told.chance, 7) < 0.01) <= 2


def test_a_few_places_share_nothing() -> None:
    counts = drawn(LEVELS[:3] * np.where(np.arange(WEEKS) == LAST, 4.0, 1.0))
    assert (Together().calm_at(counts, LAST).chance < 0.01).all()


def test_chances_in_calm_are_what_they_say() -> None:
    chances = np.concatenate([Together().calm_at(CALM, week).chance for week in range(60, WEEKS, 2)])
    for level in (0.3, 0.1, 0.02):  # two tests in one, and counts are whole: rather too large than too small
        assert 0.4 * level < np.mean(chances < level) < 1.1 * level


def test_the_range_holds_nine_in_ten() -> None:
    weeks = range(60, WEEKS, 2)
    told = [(Together().calm_at(CALM, week), CALM[:, week]) for week in weeks]
    held = [(calm.lower <= counts) & (counts <= calm.upper) for calm, counts in told]
    assert 0.88 < np.mean(held) < 0.97  # counts are whole, so it holds a little more


def test_a_small_rise_shows_in_two_weeks() -> None:
    mean = LEVELS.copy()
    mean[:, LAST - 1 :] *= np.where(np.arange(PLACES) == 29, 1.7, 1.0)[:, None]
    counts = np.where(mean > LEVELS, np.round(mean), CALM)
    first, second = (Together().calm_at(counts, week).chance[29] for week in (LAST - 1, LAST))
    assert second < first / 2


def test_a_past_rise_does_not_raise_what_is_expected() -> None:
    risen = CALM.copy()
    risen[12, 70:75] *= 5
    before, after = (Together().calm_at(counts, LAST) for counts in (CALM, risen))
    assert after.expected[12] == pytest.approx(before.expected[12], rel=0.15)


def test_the_year_is_followed_where_history_bears_it() -> None:
    season = LEVELS * np.exp(0.6 * np.sin(2 * np.pi * np.arange(WEEKS) / 52 + np.arange(PLACES)[:, None]))
    calm = Together().calm_at(drawn(season), LAST)
    apart = np.log(calm.expected / season[:, LAST])
    level = np.log(Together(cycle_from=WEEKS).calm_at(drawn(season), LAST).expected / season[:, LAST])
    assert np.sqrt(np.mean(apart**2)) < 0.6 * np.sqrt(np.mean(level**2))


def test_days_of_the_week_are_followed() -> None:
    days = np.arange(85)
    counts = drawn(np.where(days % 7 == 0, 60.0, 10.0) * np.ones((10, 1)))
    friday, saturday = (DAYS.calm_at(counts, day).expected for day in (84, 83))
    assert friday.mean() == pytest.approx(60, rel=0.2)
    assert saturday.mean() == pytest.approx(10, rel=0.25)


def test_expected_counts_are_proportional_to_the_exposure() -> None:
    exposure = np.where(np.arange(WEEKS) == LAST, 1.8, 1.0)
    few = slice(0, 5)  # too few to find out by themselves
    alone, exposed = (Together().calm_at(CALM[few], LAST, given).expected for given in (None, exposure))
    assert exposed == pytest.approx(1.8 * alone)


def test_silence_is_no_nought_and_what_comes_later_changes_nothing() -> None:
    silent = CALM.copy()
    silent[:, 40:60] = np.nan
    later = silent.copy()
    later[:, LAST] = 999
    told, same = Together().calm_at(silent, LAST - 1), Together().calm_at(later, LAST - 1)
    assert told.expected == pytest.approx(LEVELS[:, 0], rel=0.5)
    assert (told.chance == same.chance).all()
