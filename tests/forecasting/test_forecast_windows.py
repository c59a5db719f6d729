"""Windows across history and horizon, and what kinds refuse."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from forecast_builders import daily_series

from kpicore.errors import NotComputableError, NotEnoughDataError
from kpicore.forecasting import forecast


@pytest.fixture(scope="module")
def history():
    values = daily_series(days=120, end="2025-06-30")
    values.loc["2025-06-20":"2025-06-21"] = np.nan
    return values


@pytest.fixture(scope="module")
def made(history):
    return forecast(history, horizon_days=30, kind="flow")


def test_the_forecast_begins_the_day_after_the_history(made):
    assert made.first_day == dt.date(2025, 7, 1)
    assert made.last_day == dt.date(2025, 7, 30)
    assert made.draws.shape == (2000, 30)


def test_observed_days_of_a_running_period_are_added_to_every_draw(made, history):
    total = made.window_total(dt.date(2025, 6, 25), dt.date(2025, 7, 4))
    observed = history.loc["2025-06-25":"2025-06-30"].sum()
    np.testing.assert_allclose(total, observed + made.draws[:, :4].sum(axis=1))


def test_a_window_in_the_known_past_is_certain(made, history):
    mean = made.window_mean(dt.date(2025, 6, 22), dt.date(2025, 6, 28))
    np.testing.assert_allclose(mean, history.loc["2025-06-22":"2025-06-28"].mean())


def test_missing_days_of_the_past_are_drawn_near_their_neighbours(made, history):
    drawn = made.window_total(dt.date(2025, 6, 20), dt.date(2025, 6, 21))
    assert drawn.std() > 0
    usual = history.loc["2025-06-01":"2025-06-19"].mean()
    assert 0.7 * usual < np.median(drawn) / 2 < 1.4 * usual


def test_days_missing_at_the_end_of_the_history_are_drawn_too():
    values = daily_series(days=120, end="2025-06-30")
    values.iloc[-3:] = np.nan
    made = forecast(values, horizon_days=10, kind="flow")
    assert made.first_day == dt.date(2025, 7, 1)
    assert made.window_mean(dt.date(2025, 6, 28), dt.date(2025, 6, 30)).std() > 0


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (dt.date(2025, 7, 5), dt.date(2025, 7, 4), "before it begins"),
        (dt.date(2025, 7, 5), dt.date(2025, 7, 31), "the forecast on 2025-07-30"),
        (dt.date(2025, 1, 1), dt.date(2025, 7, 4), "the history on"),
    ],
    ids=["empty", "beyond the horizon", "before the history"],
)
def test_windows_outside_what_is_known_are_refused(made, first, last, said):
    with pytest.raises(ValueError, match=said):
        made.window_mean(first, last)


def test_a_flow_has_no_level_and_a_level_has_no_total(made):
    with pytest.raises(NotComputableError, match="have no level"):
        made.level(dt.date(2025, 7, 3))
    stock = forecast(daily_series(days=60).cumsum(), horizon_days=10, kind="stock")
    with pytest.raises(NotComputableError, match="do not add up"):
        stock.window_total(stock.first_day, stock.last_day)
    assert stock.level(stock.last_day).shape == (2000,)


def test_a_level_starts_from_its_last_known_value():
    values = daily_series(days=200, level=50).cumsum()
    made = forecast(values, horizon_days=30, kind="stock")
    assert np.median(made.level(made.first_day)) == pytest.approx(values.iloc[-1] + 50, rel=0.01)
    thirty = np.median(made.level(made.last_day)) - values.iloc[-1]
    assert thirty == pytest.approx(30 * 50, rel=0.25)


def test_too_little_history_names_the_day_on_which_it_will_do():
    values = daily_series(days=20, end="2025-06-30")
    with pytest.raises(NotEnoughDataError, match=r"20 days are known and 28 .* Jul 8, 2025"):
        forecast(values, horizon_days=30, kind="flow")


def test_no_history_at_all_is_refused():
    empty = pd.Series(dtype=float, index=pd.DatetimeIndex([]))
    with pytest.raises(NotEnoughDataError, match="no days at all"):
        forecast(empty, horizon_days=30, kind="flow")


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [("stock", -3.0, "nothing below zero"), ("share", 40.0, "share between 0 and 1")],
)
def test_values_that_the_kind_does_not_allow_are_refused(kind, value, said):
    values = daily_series(days=60) * 0 + value
    with pytest.raises(NotComputableError, match=said):
        forecast(values, horizon_days=30, kind=kind)


def test_a_flow_with_corrections_below_zero_is_forecast_as_net():
    values = daily_series(days=90, level=20)
    values.iloc[40] = -5
    assert forecast(values, horizon_days=10, kind="flow").kind == "net"


def test_weekly_data_have_one_column_per_week():
    weeks = daily_series(days=700).resample("7D").sum()
    made = forecast(weeks, horizon_days=84, kind="flow", step_days=7)
    assert made.draws.shape == (2000, 12)
    assert made.first_day == (weeks.index[-1] + pd.Timedelta(days=7)).date()
    total = made.window_total(made.first_day, made.last_day)
    assert np.median(total) == pytest.approx(12 * weeks.iloc[-6:].mean(), rel=0.2)


def test_an_index_that_is_not_of_ascending_days_is_refused():
    values = daily_series(days=60)
    with pytest.raises(ValueError, match="ascending and unique"):
        forecast(values.iloc[::-1], horizon_days=5, kind="flow")
    with pytest.raises(ValueError, match="without time zone"):
        forecast(values.tz_localize("UTC"), horizon_days=5, kind="flow")
