"""Ratios pool numerator and denominator and keep their bounds."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from forecast_builders import daily_series

from kpicore.errors import NotComputableError
from kpicore.forecasting import forecast_ratio


@pytest.fixture(scope="module")
def parts():
    views = daily_series(days=200, level=2000, end="2025-06-30")
    rng = np.random.default_rng(1)
    likes = pd.Series(rng.binomial(views.astype(int), 0.05), index=views.index, dtype=float)
    return likes, views


@pytest.fixture(scope="module")
def made(parts):
    return forecast_ratio(*parts, horizon_days=60, upper=1)


def test_the_ratio_of_a_window_is_the_ratio_of_its_sums(made):
    first, last = dt.date(2025, 7, 3), dt.date(2025, 7, 30)
    pooled = made.numerator.draws[:, 2:30].sum(axis=1) / made.denominator.draws[:, 2:30].sum(axis=1)
    np.testing.assert_allclose(made.window_mean(first, last), pooled)
    assert np.median(pooled) == pytest.approx(0.05, rel=0.1)


def test_observed_days_enter_as_observed(made, parts):
    likes, views = parts
    pooled = made.window_mean(dt.date(2025, 6, 1), dt.date(2025, 6, 30))
    expected = likes.loc["2025-06"].sum() / views.loc["2025-06"].sum()
    np.testing.assert_allclose(pooled, expected)


def test_a_ratio_near_its_bound_stays_inside():
    shown = daily_series(days=120, level=40)
    seen = (shown * 0.99).round()
    made = forecast_ratio(seen, shown, horizon_days=90, upper=1)
    assert made.draws.max() <= 1
    assert (made.numerator.draws <= made.denominator.draws * (1 + 1e-9)).all()


def test_a_ratio_without_bound_may_exceed_one():
    reach = daily_series(days=120, level=100)
    impressions = reach * 3
    made = forecast_ratio(impressions, reach, horizon_days=30)
    assert np.median(made.window_mean(made.first_day, made.last_day)) == pytest.approx(3, rel=0.05)


def test_a_ratio_above_its_bound_is_refused():
    shown = daily_series(days=60)
    with pytest.raises(NotComputableError, match="at most 1"):
        forecast_ratio(shown * 2, shown, horizon_days=30, upper=1)


def test_days_without_denominator_are_days_without_ratio(parts):
    likes, views = parts[0].copy(), parts[1].copy()
    likes.iloc[-10:-8], views.iloc[-10:-8] = 0.0, 0.0
    made = forecast_ratio(likes, views, horizon_days=30, upper=1)
    assert np.isfinite(made.draws).all()
    pooled = made.window_mean(dt.date(2025, 6, 15), dt.date(2025, 6, 30))
    expected = likes.loc["2025-06-15":].sum() / views.loc["2025-06-15":].sum()
    np.testing.assert_allclose(pooled, expected)


def test_ratios_do_not_add_up(made):
    with pytest.raises(NotComputableError, match="do not add up"):
        made.window_total(made.first_day, made.last_day)
