"""Several series that share their future."""

import numpy as np
import pandas as pd
import pytest
from forecast_builders import daily_series

from kpicore.forecasting import SeriesSpec, forecast, forecast_joint
from kpicore.forecasting.dependence import triangular_root

PRODUCT_TOLERANCE = 0.03


def means(made):
    return made.window_mean(made.first_day, made.last_day)


def test_two_copies_of_a_series_move_as_one():
    values = daily_series(days=300, walk=0.03)
    made = forecast_joint(
        {"a": SeriesSpec(values, "flow"), "b": SeriesSpec(values.copy(), "flow")}, horizon_days=40
    )
    np.testing.assert_allclose(made["a"].draws, made["b"].draws)


def test_independent_series_give_the_product_of_their_probabilities():
    parts, pairs = (0.25, 0.5, 0.75), 6
    gaps = np.empty((pairs, len(parts), len(parts)))
    for pair in range(pairs):
        specs = {
            str(k): SeriesSpec(daily_series(days=500, walk=0.03, seed=2 * pair + k), "flow")
            for k in (0, 1)
        }
        a, b = (means(made) for made in forecast_joint(specs, horizon_days=60).values())
        for i, j in np.ndindex(len(parts), len(parts)):
            first, second = a > np.quantile(a, parts[i]), b > np.quantile(b, parts[j])
            gaps[pair, i, j] = np.mean(first & second) - first.mean() * second.mean()
    assert np.abs(gaps.mean(axis=0)).max() < PRODUCT_TOLERANCE
    # One pair in twenty agrees by chance for two years, and is believed to go on.
    assert np.sum(np.abs(gaps).max(axis=(1, 2)) > PRODUCT_TOLERANCE) <= 1


@pytest.mark.parametrize("planted", [0.8, -0.8])
def test_a_planted_correlation_is_recovered(planted):
    found = []
    for seed in range(4):
        rng = np.random.default_rng(seed)
        shocks = rng.multivariate_normal([0, 0], [[1, planted], [planted, 1]], 700)
        levels = np.exp(6 + np.cumsum(0.04 * shocks, axis=0))
        index = pd.date_range("2023-08-01", periods=700)
        specs = {str(k): SeriesSpec(pd.Series(levels[:, k], index), "flow") for k in (0, 1)}
        a, b = (means(made) for made in forecast_joint(specs, horizon_days=60).values())
        found.append(pd.Series(a).rank().corr(pd.Series(b).rank()))
    assert np.mean(found) == pytest.approx(planted, abs=0.15)
    assert np.ptp(found) < 0.15


def test_one_series_alone_is_the_same_as_without_company():
    values = daily_series(days=150)
    alone = forecast(values, horizon_days=20, kind="flow", seed=3)
    joint = forecast_joint({"a": SeriesSpec(values, "flow")}, horizon_days=20, seed=3)
    np.testing.assert_array_equal(alone.draws, joint["a"].draws)


def test_no_series_give_no_forecasts():
    assert forecast_joint({}, horizon_days=10) == {}


def test_a_root_of_a_singular_correlation_keeps_its_copies():
    matrix = np.array([[1.0, 1.0, 0.3], [1.0, 1.0, 0.3], [0.3, 0.3, 1.0]])
    root = triangular_root(matrix)
    np.testing.assert_allclose(root @ root.T, matrix, atol=1e-6)
    np.testing.assert_allclose(root[0], root[1], atol=1e-6)
