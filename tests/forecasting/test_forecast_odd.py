"""Odd accounts: every forecast stays finite, inside its bounds and near what was seen."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from forecast_builders import daily_series

from kpicore.forecasting import Event, forecast, forecast_ratio


def intermittent(days=400, active=0.2, mean=5.0, seed=1):
    rng = np.random.default_rng(seed)
    counts = np.where(rng.random(days) < active, rng.poisson(mean, days), 0)
    return pd.Series(counts.astype(float), pd.date_range(end="2025-06-30", periods=days))


def with_gap(values, first, last):
    holed = values.copy()
    holed.iloc[first:last] = np.nan
    return holed


CALM = daily_series(days=400)
SHARES = CALM / (CALM + 10)
FLOWS = {
    "28 days": daily_series(days=28),
    "40 days": daily_series(days=40),
    "died half a year ago": CALM.where(CALM.index < CALM.index[-180], 0.0),
    "mostly zeros": intermittent(),
    "nearly all zeros": intermittent(active=0.02, mean=2),
    "about one a day": intermittent(active=0.6, mean=1.5),
    "a million million": CALM * 1e12,
    "a gap of half a year": with_gap(CALM, 100, 280),
    "only every third day": CALM.where(CALM.index.day % 3 == 0),
    "unknown at the beginning": with_gap(CALM, 0, 90),
    "unknown at the end": with_gap(CALM, 370, 400),
    "over a leap day": daily_series(days=400, end="2024-03-10"),
    "from a leap day on": daily_series(days=60, end="2024-04-28"),
    "four years with two leap days": daily_series(days=1461, end="2024-03-01"),
}


@pytest.mark.parametrize("horizon", [7, 365])
@pytest.mark.parametrize("history", FLOWS.values(), ids=FLOWS.keys())
def test_odd_counts_have_sane_forecasts(history, horizon):
    made = forecast(history, horizon_days=horizon, kind="flow")
    assert made.draws.shape == (2000, horizon)
    assert np.isfinite(made.draws).all()
    assert made.draws.min() >= 0
    assert made.first_day == history.index[-1].date() + dt.timedelta(days=1)
    week = made.window_mean(made.first_day, made.first_day + dt.timedelta(days=6))
    low, high = np.quantile(week, [0.02, 0.98])
    recent = history.dropna().iloc[-28:]
    assert low - 1e-6 <= recent.mean() <= max(high, 0.5)
    assert np.median(week) <= 3 * recent.max() + 1


@pytest.mark.parametrize("days", [84, 287, 1001])
def test_weekly_counts_have_sane_forecasts(days):
    weeks = daily_series(days=days, end="2025-06-29").resample("7D").sum()
    made = forecast(weeks, horizon_days=365, kind="flow", step_days=7)
    assert np.isfinite(made.draws).all()
    assert made.draws.min() >= 0
    low, high = np.quantile(made.draws[:, 0], [0.02, 0.98])
    assert low < weeks.iloc[-4:].mean() < high


@pytest.mark.parametrize(
    "history",
    [-CALM, CALM - CALM.median(), CALM * 0, intermittent() - 1],
    ids=["all below zero", "around zero", "zero", "mostly minus one"],
)
def test_net_counts_may_be_below_zero(history):
    made = forecast(history, horizon_days=90, kind="net")
    assert np.isfinite(made.draws).all()
    mean = made.window_mean(made.first_day, made.last_day)
    low, high = np.quantile(mean, [0.02, 0.98])
    assert low <= history.iloc[-90:].mean() <= high


@pytest.mark.parametrize(
    "history",
    [SHARES, 1 - SHARES, SHARES * 0 + 1, SHARES * 0, SHARES.round()],
    ids=["near one", "near zero", "one", "zero", "zero or one"],
)
def test_shares_stay_between_zero_and_one(history):
    made = forecast(history, horizon_days=90, kind="share")
    assert made.draws.min() >= 0
    assert made.draws.max() <= 1
    mean = np.median(made.window_mean(made.first_day, made.last_day))
    assert mean == pytest.approx(history.iloc[-90:].mean(), abs=0.1)


@pytest.mark.parametrize("country", ["KR", "CN", "US", "DE", "IN", "BR"])
def test_holidays_of_many_countries_can_be_used(country):
    made = forecast(daily_series(days=500), horizon_days=60, kind="flow", holidays=country)
    assert np.isfinite(made.draws).all()


def test_a_planned_lift_on_days_of_zeros_stays_finite():
    first = dt.date(2025, 7, 10)
    events = [Event("sale", first, first + dt.timedelta(days=3), "campaign", 3.0)]
    made = forecast(intermittent(), horizon_days=60, kind="flow", events=events)
    assert np.isfinite(made.draws).all()
    assert made.draws.min() >= 0


def test_events_at_the_edges_of_the_history_are_read_as_far_as_they_are_known():
    start, end = CALM.index[0].date(), CALM.index[-1].date()
    day = dt.timedelta(days=1)
    events = [
        Event("before", start - 9 * day, start - 2 * day, "campaign"),
        Event("over the beginning", start - 3 * day, start + 3 * day, "campaign"),
        Event("over the end", end - 3 * day, end + 20 * day, "campaign"),
        Event("after the horizon", end + 90 * day, end + 99 * day, "campaign", 1.0),
    ]
    made = forecast(CALM, horizon_days=30, kind="flow", events=events)
    plain = forecast(CALM, horizon_days=30, kind="flow")
    assert np.isfinite(made.draws).all()
    assert np.median(made.draws) == pytest.approx(np.median(plain.draws), rel=0.15)


def test_a_ratio_of_mostly_empty_days_stays_inside_its_bounds():
    shown = intermittent(days=300, active=0.4, mean=20)
    seen = (shown * 0.5).round()
    made = forecast_ratio(seen, shown, horizon_days=60, upper=1)
    mean = made.window_mean(made.first_day, made.last_day)
    assert np.isfinite(mean).all()
    assert 0 <= mean.min() <= mean.max() <= 1
    assert np.median(mean) == pytest.approx(0.5, abs=0.1)
