"""Regressions of many series at once are those that statsmodels makes of each alone."""

import numpy as np
import pytest
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from conflictdesk.watch.regression import fit
from conflictdesk.watch.scatter import pooled_scatter, shared_factor

CHANCE = np.random.default_rng(1)
WEEKS = np.arange(40.0)
DESIGN = np.column_stack([np.ones(40), WEEKS / 52, np.sin(WEEKS / 8)])
COUNTS = CHANCE.poisson([[3.0], [12.0], [60.0]], (3, 40)).astype(float)
WEIGHTS, OFFSET = CHANCE.uniform(0.2, 1.5, 40), CHANCE.normal(0, 0.3, 40)


@pytest.mark.parametrize("series", range(3))
def test_each_series_gets_the_regression_that_it_would_get_alone(series: int) -> None:
    ours = fit(DESIGN, COUNTS, WEIGHTS, OFFSET)
    theirs = GLM(COUNTS[series], DESIGN, Poisson(), offset=OFFSET, var_weights=WEIGHTS).fit()
    assert ours.coefficients[series] == pytest.approx(theirs.params, rel=1e-6)
    assert ours.covariance[series] == pytest.approx(theirs.normalized_cov_params, rel=1e-5)
    assert ours.leverage[series] == pytest.approx(theirs.get_hat_matrix_diag(), rel=1e-5)
    assert ours.dispersion[series] == pytest.approx(max(1.0, theirs.pearson_chi2 / 37), rel=1e-6)


def test_silence_is_left_out_and_is_no_nought() -> None:
    silent = COUNTS.copy()
    silent[:, 5:9] = np.nan
    kept = np.r_[0:5, 9:40]
    assert fit(DESIGN, silent).coefficients == pytest.approx(fit(DESIGN[kept], COUNTS[:, kept]).coefficients, rel=1e-8)


def test_a_penalty_draws_a_coefficient_to_nought() -> None:
    held = fit(DESIGN, COUNTS, penalty=np.array([0.0, 1e9, 0.0])).coefficients
    assert held[:, 1] == pytest.approx(0, abs=1e-5)
    assert held[:, [0, 2]] == pytest.approx(fit(DESIGN[:, [0, 2]], COUNTS).coefficients, rel=1e-4)


def test_a_series_of_noughts_has_a_fit_of_almost_nought() -> None:
    assert fit(DESIGN, np.zeros((1, 40))).expected(DESIGN[0]) < 1e-3


def test_places_lend_each_other_how_much_counts_scatter() -> None:
    mean = np.full((60, 80), 20.0)
    counts = CHANCE.negative_binomial(1 / 0.1, 1 / (1 + 0.1 * mean)).astype(float)
    of_all = pooled_scatter(counts, mean, 1)
    assert of_all.mean() == pytest.approx(0.1, abs=0.01)
    alone = ((counts - mean) ** 2 - mean).sum(axis=-1) / (mean**2).sum(axis=-1)
    assert of_all.std() < alone.std() / 3  # what differed was chance
    counts[0, -4:] = 200.0
    assert pooled_scatter(counts, mean, 1)[0] < 0.2  # a past rise does not make the next one look usual


def test_a_week_of_more_everywhere_is_shared_and_a_rise_in_one_place_is_not() -> None:
    mean, scatter = np.full((30, 2), 20.0), np.full(30, 0.05)
    counts = np.column_stack([np.full(30, 24.0), np.full(30, 20.0)])
    counts[0, 1] = 500.0
    factor, _ = shared_factor(counts, mean, scatter)
    assert factor[0] > 0.15
    assert abs(factor[1]) < 0.03
