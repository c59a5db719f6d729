"""The model of posts against statsmodels, and what it must not be moved by."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from statsmodels.regression.mixed_linear_model import MixedLM
from statsmodels.robust.norms import TrimmedMean
from statsmodels.robust.robust_linear_model import RLM

from kpicore.insights import adjusted, design
from kpicore.insights.adjusted import added_effects, fit_adjusted
from kpicore.insights.effects import indicators
from tests.insights.planted_posts import plain_posts

LOOSE = 0.02
"""Two ways of estimating variances agree in effects to about a hundredth."""


@pytest.fixture
def posts_of_shared_days(monkeypatch: pytest.MonkeyPatch):
    """Three groups on 40 days with four posts each, days of spread 0.5, no trend, no outliers."""
    rng = np.random.default_rng(5)
    day = np.repeat(np.arange(40), 4)
    group = rng.integers(0, 3, day.size)
    response = (
        5.0
        + np.array([0.0, 0.3, -0.2])[group]
        + rng.normal(0, 0.5, 40)[day]
        + rng.normal(0, 0.3, day.size)
    )
    monkeypatch.setattr(adjusted, "HUBER", 50.0)
    monkeypatch.setattr(design, "_trend", lambda days: sparse.csr_array((days.size, 0)))
    monkeypatch.setattr(
        design, "_steady", lambda posts, by_format: sparse.csr_array((len(posts), 0))
    )
    return plain_posts(response, day, np.full(day.size, "video")), group


def test_levels_and_errors_are_those_of_a_mixed_model(posts_of_shared_days) -> None:
    posts, group = posts_of_shared_days
    fit = fit_adjusted(posts, indicators(group, 3))
    design = pd.get_dummies(group).astype(float).to_numpy()
    oracle = MixedLM(posts.response, design, groups=posts.days).fit(reml=True)
    assert np.allclose(fit.estimates, oracle.fe_params, atol=LOOSE)
    assert np.allclose(np.sqrt(np.diag(fit.covariance)), oracle.bse_fe, rtol=0.05)
    assert fit.spread == pytest.approx(np.sqrt(oracle.scale), rel=0.05)


def test_a_column_added_is_the_column_fitted_along(posts_of_shared_days) -> None:
    posts, group = posts_of_shared_days
    has = sparse.csc_array((group == 1).astype(float)[:, None])
    estimate, error = added_effects(fit_adjusted(posts, sparse.csr_array(np.ones((160, 1)))), has)
    design = np.column_stack([np.ones(160), group == 1]).astype(float)
    oracle = MixedLM(posts.response, design, groups=posts.days).fit(reml=True)
    assert estimate[0] == pytest.approx(oracle.fe_params[1], abs=LOOSE)
    assert error[0] == pytest.approx(oracle.bse_fe[1], rel=0.1)


def test_viral_posts_do_not_make_a_group_good() -> None:
    rng = np.random.default_rng(8)
    group = rng.integers(0, 2, 200)
    response = rng.normal(8.0, 0.4, 200)
    calm = plain_posts(response, np.arange(200), np.full(200, "video"))
    struck = response.copy()
    struck[np.flatnonzero(group == 1)[:4]] += 5.0
    viral = plain_posts(struck, np.arange(200), np.full(200, "video"))
    fits = [fit_adjusted(p, indicators(group, 2)).estimates for p in (calm, viral)]
    plain = np.mean(struck[group == 1]) - np.mean(response[group == 1])
    moved = np.diff(fits[1]) - np.diff(fits[0])
    assert plain > 0.15
    assert abs(moved[0]) < 0.3 * plain


def test_the_robust_estimate_is_close_to_that_of_statsmodels() -> None:
    rng = np.random.default_rng(9)
    group = rng.integers(0, 2, 300)
    response = 8.0 + 0.5 * group + 0.4 * rng.standard_t(3, 300)
    fit = fit_adjusted(
        plain_posts(response, np.arange(300), np.full(300, "video")), indicators(group, 2)
    )
    design = np.column_stack([np.ones(300), group]).astype(float)
    oracle = RLM(response, design, M=TrimmedMean(c=2.5)).fit()
    difference = fit.estimates[1] - fit.estimates[0]
    assert difference == pytest.approx(oracle.params[1], abs=oracle.bse[1])


def test_growth_is_not_taken_for_an_effect() -> None:
    rng = np.random.default_rng(2)
    day = np.arange(0, 600, 3)
    later = (day > 300).astype(int)
    mixed = np.where(rng.random(200) < 0.1, 1 - later, later)
    response = 7.0 + 1.5 * day / 600 + rng.normal(0, 0.3, 200)
    fit = fit_adjusted(plain_posts(response, day, np.full(200, "video")), indicators(mixed, 2))
    raw = response[mixed == 1].mean() - response[mixed == 0].mean()
    assert raw > 0.5
    assert abs(fit.estimates[1] - fit.estimates[0]) < 0.2


def test_posts_that_do_not_differ_have_no_effect() -> None:
    posts = plain_posts(np.full(60, 3.0), np.arange(60), np.full(60, "video"))
    fit = fit_adjusted(posts, indicators(np.arange(60) % 2, 2))
    assert np.allclose(fit.estimates, 3.0)
