"""What moves the window: planted trends, seasons and events of known size."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from forecast_builders import daily_series

from kpicore.errors import SettingsError
from kpicore.forecasting import Event, forecast, propose_events

PLANTED_TOLERANCE = 0.2  # a fifth of what was planted is left to doubt


def last_month(made):
    return made.last_day - dt.timedelta(days=27), made.last_day


def test_contributions_add_up_to_the_expected_change():
    made = forecast(daily_series(days=800, yearly_wave=0.4), horizon_days=90, kind="flow")
    drivers = made.drivers(*last_month(made))
    assert drivers.expected == np.median(made.window_mean(*last_month(made)))
    assert drivers.frame()["contribution"].sum() == pytest.approx(drivers.change)


def planted_wave(days, size=0.5):
    return np.exp(size * np.sin(2 * np.pi * days.day_of_year.to_numpy() / 365.25)).mean()


@pytest.mark.parametrize("growth", [0.003, -0.003], ids=["growth", "decline"])
def test_a_steady_planted_trend_moves_the_window_and_is_called_trend(growth):
    changes, called = [], []
    for seed in range(3):
        values = daily_series(days=730, growth_per_day=growth, seed=seed)
        made = forecast(values, horizon_days=90, kind="flow")
        drivers = made.drivers(*last_month(made))
        changes.append(np.log(drivers.expected / drivers.baseline))
        called.append(drivers.trend / drivers.change)
    assert np.mean(changes) == pytest.approx(90 * growth, rel=PLANTED_TOLERANCE)
    assert np.mean(called) > 0.75


@pytest.mark.parametrize("days", [730, 1095], ids=["two years", "three years"])
@pytest.mark.parametrize("end", ["2025-03-31", "2025-06-30", "2025-10-15"])
def test_a_planted_season_moves_the_window_at_any_time_of_year(days, end):
    changes, called = [], []
    for seed in range(3):
        values = daily_series(days=days, yearly_wave=0.5, end=end, seed=seed)
        made = forecast(values, horizon_days=90, kind="flow")
        first, last = last_month(made)
        drivers = made.drivers(first, last)
        changes.append(np.log(drivers.expected / drivers.baseline))
        called.append(drivers.season / drivers.change)
    planted = np.log(
        planted_wave(pd.date_range(first, last)) / planted_wave(pd.date_range(end=end, periods=28))
    )
    assert np.mean(changes) == pytest.approx(planted, rel=PLANTED_TOLERANCE)
    assert np.mean(called) > 0.75


def test_where_nothing_was_planted_nothing_moves():
    for seed in range(3):
        made = forecast(daily_series(days=1095, seed=seed), horizon_days=90, kind="flow")
        drivers = made.drivers(*last_month(made))
        assert abs(drivers.change) < 0.05 * drivers.baseline
        assert abs(drivers.trend) < 0.05 * drivers.baseline


def test_a_planned_event_has_the_lift_of_similar_past_events():
    values = daily_series(days=300, noise=0.05, end="2025-06-30")
    events = []
    for start in ("2025-02-03", "2025-04-07", "2025-05-12"):
        days = pd.date_range(start, periods=14)
        values.loc[days] *= 1.5
        events.append(Event("sale", days[0].date(), days[-1].date(), "campaign"))
    first, last = dt.date(2025, 7, 7), dt.date(2025, 7, 20)
    planned = Event("next sale", first, last, "campaign")
    without = forecast(values, horizon_days=30, kind="flow", events=events)
    made = forecast(values, horizon_days=30, kind="flow", events=[*events, planned])
    lift = np.median(made.window_mean(first, last)) / np.median(without.window_mean(first, last))
    assert lift == pytest.approx(1.5, rel=0.06)
    assert made.drivers(first, last).events > 0


def test_the_users_own_lift_overrides_the_past():
    values = daily_series(days=200, noise=0.05, end="2025-06-30")
    first, last = dt.date(2025, 7, 7), dt.date(2025, 7, 20)
    planned = Event("launch", first, last, "campaign", 0.2)
    without = forecast(values, horizon_days=30, kind="flow")
    made = forecast(values, horizon_days=30, kind="flow", events=[planned])
    lift = np.median(made.window_mean(first, last)) / np.median(without.window_mean(first, last))
    assert lift == pytest.approx(1.2, rel=0.03)


def test_a_marked_viral_spike_does_not_lift_the_forecast():
    values = daily_series(days=200, noise=0.05, end="2025-06-30")
    spiked = values.copy()
    spiked.iloc[-8:-3] *= 20
    event = Event("went viral", spiked.index[-8].date(), spiked.index[-4].date(), "viral")
    plain = forecast(values, horizon_days=60, kind="flow")
    marked = forecast(spiked, horizon_days=60, kind="flow", events=[event])
    usual = np.median(plain.window_mean(*last_month(plain)))
    assert np.median(marked.window_mean(*last_month(marked))) == pytest.approx(usual, rel=0.1)


def test_a_public_holiday_that_halves_the_numbers_is_seen_coming():
    values = daily_series(days=1095, noise=0.05, weekly_wave=0.1, end="2025-12-10")
    values[(values.index.month == 12) & (values.index.day == 25)] *= 0.4
    made = forecast(values, horizon_days=30, kind="flow", holidays="US")
    band = made.interval(0.8).set_index("date")["median"]
    assert band["2025-12-25"] < 0.7 * band["2025-12-24"]


def test_an_unknown_country_is_named():
    with pytest.raises(SettingsError, match="country code XX"):
        forecast(daily_series(days=60), horizon_days=10, kind="flow", holidays="XX")


def test_a_spike_and_an_outage_are_proposed_as_events_and_calm_days_are_not():
    values = daily_series(days=200, noise=0.1, end="2025-06-30")
    assert propose_events(values) == ()
    values.iloc[60:62] *= 10
    values.iloc[120] = 0
    spike, outage = propose_events(values)
    assert (spike.kind, spike.first, spike.last) == (
        "viral",
        values.index[60].date(),
        values.index[61].date(),
    )
    assert spike.lift == pytest.approx(9, rel=0.5)
    assert (outage.kind, outage.first) == ("outage", values.index[120].date())


def test_an_event_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="before it begins"):
        Event("x", dt.date(2025, 1, 2), dt.date(2025, 1, 1))
