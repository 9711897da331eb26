"""EARS and the Farringtons as published: limits worked out by hand or by statsmodels."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from conflictdesk.watch.ears import Ears, Variant
from conflictdesk.watch.farrington import Farrington, flexible
from conflictdesk.watch.ranges import Alarm, range_at

RISING = (1, 2, 3, 4, 5, 6, 7)  # mean 4, standard deviation 2.160; C1 allows 4 + 3.090 * 2.160 = 10.68
CALM = np.random.default_rng(3).poisson(6, 52 * 5 + 20).astype(float)
THREE = Farrington(years=3, alpha=0.01)


@pytest.mark.parametrize(
    ("variant", "counts", "rises"),
    [
        (Variant.C1, (*RISING, 11), True),
        (Variant.C1, (*RISING, 10), False),
        (Variant.C2, (*RISING, 9, 9, 11), True),  # the two before are left out
        (Variant.C1, (4, 5, 6, 7, 9, 9, 9, 11), False),
        (Variant.C3, (3, 5, 3, 5, 3, 5, 4, 4, 4, 9, 4, 4), True),  # two periods before was enough
        (Variant.C3, (3, 5, 3, 5, 3, 5, 4, 4, 4, 4, 4, 4), False),
        (Variant.C1, (2,) * 7 + (3,), True),  # nothing varied: one more is more than ever
        (Variant.C1, (2,) * 8, False),
    ],
)
def test_ears_against_limits_worked_out_by_hand(variant: Variant, counts: tuple[int, ...], rises: bool) -> None:
    told = range_at(Ears(variant), counts, len(counts) - 1, fewest=0)
    assert told.exceeded_by(counts[-1]) is rises


def test_ears_c1_limit_and_chance() -> None:
    told = range_at(Ears(Variant.C1, alpha=0.001), (*RISING, 9), 7)
    assert (told.expected, told.upper) == (4, pytest.approx(10.6756, abs=1e-3))
    assert told.chance == pytest.approx(norm.sf((9 - 4) / np.std(RISING, ddof=1)))


def test_ears_leaves_silence_out_and_says_nothing_of_too_little() -> None:
    assert range_at(Ears(), (2, np.nan, 4, np.nan, 3, 2, 4, 9), 7).expected == 3
    assert np.isnan(range_at(Ears(), (2, np.nan, 4, np.nan, np.nan, np.nan, 4, 9), 7).expected)


def limit(before: np.ndarray, apart: np.ndarray, weigh_from: float, reach: float) -> float:
    """Farrington's limit by statsmodels: the formulas of the paper, one series."""
    for columns in ([np.ones_like(apart), apart], [np.ones_like(apart)]):
        design, weights = np.column_stack(columns), np.ones(len(before))
        for _ in range(2):
            told = GLM(before, design, Poisson(), var_weights=weights).fit()
            phi = max(1.0, told.pearson_chi2 / told.df_resid)
            mean, hat = told.fittedvalues, told.get_hat_matrix_diag()
            residuals = 1.5 * (before ** (2 / 3) * mean ** (-1 / 6) - mean**0.5) / np.sqrt(phi * (1 - hat))
            high = np.where(residuals > weigh_from, residuals, 1.0) ** -2
            weights, last = high * len(before) / high.sum(), phi
        expected, covariance = np.exp(told.params[0]), told.normalized_cov_params * last
        sure = 2 * norm.sf(abs(told.params[-1]) / np.sqrt(covariance[-1, -1])) < 0.05
        if len(columns) == 1 or (sure and expected <= before.max()):
            break
    tau = last + expected * covariance[0, 0]
    return float((expected ** (2 / 3) + reach * np.sqrt(4 / 9 * expected ** (1 / 3) * tau)) ** 1.5)


@pytest.mark.parametrize("growth", [0.0, 0.004], ids=["level", "with a trend"])
@pytest.mark.parametrize(
    ("alarm", "weigh_from", "reach"),
    [(THREE, 1.0, norm.ppf(0.995)), (flexible(years=3, alpha=0.01), 2.58, norm.ppf(0.99))],
    ids=["Farrington", "Flexible"],
)
def test_farrington_against_the_formulas_of_the_paper(
    alarm: Farrington, weigh_from: float, reach: float, growth: float
) -> None:
    counts = np.round(CALM * np.exp(-growth * np.arange(len(CALM))))
    counts[150] = 40  # a past rise
    periods = np.concatenate([np.arange(m - 3, m + 4) for m in (200 - 156, 200 - 104, 200 - 52)])
    told = range_at(alarm, counts, 200)
    assert told.upper == pytest.approx(limit(counts[periods], periods - 200.0, weigh_from, reach), rel=1e-5)
    at_limit = replace_last(counts[:201], told.upper)
    assert range_at(alarm, at_limit, 200).chance == pytest.approx(norm.sf(reach), rel=1e-4)


def replace_last(counts: np.ndarray, count: float) -> np.ndarray:
    return np.append(counts[:-1], count)


def test_a_past_rise_weighs_less_and_hides_the_next_one_less() -> None:
    risen = CALM.copy()
    risen[148] = 60
    kept = replace(THREE, weigh_from=np.inf)
    assert range_at(THREE, risen, 200).upper < range_at(kept, risen, 200).upper


@pytest.mark.parametrize("alarm", [THREE, flexible(years=3, seasons=10), Farrington(years=5)])
def test_the_measure_is_the_same_season_or_all_of_the_years_but_the_last_half(alarm: Farrington) -> None:
    periods, parts = alarm.reference(300)
    assert periods.max() < 300 - (alarm.left_out if alarm.seasons > 1 else alarm.half_width)
    assert periods.min() == 300 - alarm.needs
    same = 300 - periods[parts == 0]
    assert {int(back) % 52 for back in same} == {49, 50, 51, 0, 1, 2, 3}
    assert len(np.unique(parts)) == alarm.seasons


def test_seasons_as_a_factor_follow_the_year() -> None:
    wave = np.round(20 + 15 * np.sin(2 * np.pi * np.arange(52 * 4) / 52))
    for period in (180, 193, 206):
        told = range_at(flexible(years=3, seasons=10), wave, period)
        assert told.expected == pytest.approx(wave[period], abs=3)


@pytest.mark.parametrize("alarm", [Ears(Variant.C3), THREE, flexible(years=3, seasons=10)])
def test_what_comes_later_changes_nothing(alarm: Alarm) -> None:
    later = CALM.copy()
    later[201:] = 1000
    assert range_at(alarm, later, 200) == range_at(alarm, CALM, 200)


def test_too_little_history_is_said() -> None:
    with pytest.raises(ValueError, match="159 periods"):
        range_at(THREE, CALM, 158)


def test_noughts_alone_expect_nought_and_a_handful_is_no_rise() -> None:
    counts = np.zeros(170)
    counts[169] = 3
    told = range_at(THREE, counts, 169)
    assert (told.expected, told.upper, told.enough, told.exceeded_by(3)) == (0, 0, False, False)
