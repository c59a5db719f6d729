"""Sudden changes: planted ones are found, chance is named about as often as set."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kpicore.errors import NotEnoughDataError
from kpicore.forecasting import Event, SeriesKind
from kpicore.insights import (
    ChangeKind,
    SuddenChange,
    chance_sentence,
    change_frame,
    change_sentence,
    changes_sentence,
    expect_days,
    expect_metric,
    find_changes,
    unfollows,
    unfollows_sentence,
    watched_metrics,
)
from kpicore.insights.expected import Tail, medians_before
from kpicore.language import english
from kpicore.periods import Period
from tests.insights.planted_days import ACCOUNT, daily_series, day, history_of, with_factor


def changes_of(series: pd.Series, **options: float) -> tuple[SuddenChange, ...]:
    return find_changes(expect_days(series, SeriesKind.FLOW), "views", **options)


def near(changes: tuple[SuddenChange, ...], number: int, slack: int = 2) -> list[SuddenChange]:
    return [c for c in changes if abs((pd.Timestamp(c.first) - day(number)).days) <= slack]


def test_days_far_above_and_below_are_found_with_their_size() -> None:
    series = with_factor(with_factor(daily_series(), 150, 151, 5.0), 230, 230, 0.2)
    found = changes_of(series)
    (spike,) = near(found, 150)
    assert (spike.kind, spike.first) == (ChangeKind.ABOVE, day(150).date())
    assert spike.value >= series.iloc[150:152].sum()
    assert 2.5 < spike.effect < 6.0
    (drop,) = near(found, 230)
    assert drop.kind is ChangeKind.BELOW
    assert -0.9 < drop.effect < -0.6
    assert [c.first for c in found] == sorted((c.first for c in found), reverse=True)


@pytest.mark.parametrize(("factor", "kind"), [(1.8, ChangeKind.RISE), (0.5, ChangeKind.FALL)])
def test_a_level_that_moved_and_stayed_is_one_change(factor: float, kind: ChangeKind) -> None:
    found = changes_of(with_factor(daily_series(), 180, 299, factor))
    (shift,) = [c for c in found if c.kind.stays]
    assert shift.kind is kind
    assert abs((pd.Timestamp(shift.first) - day(180)).days) <= 3
    assert 1 + shift.effect == pytest.approx(factor, rel=0.25)
    # The first days of the new level are no changes of their own.
    assert not [c for c in near(found, 180, 5) if not c.kind.stays]


def test_what_wears_off_within_weeks_is_no_new_level() -> None:
    found = changes_of(with_factor(daily_series(), 180, 194, 2.0))
    assert not [c for c in near(found, 180, 5) if c.kind.stays]


def test_chance_is_named_about_as_often_as_set() -> None:
    for rate in (0.01, 0.05):
        named = judged = 0
        for seed in range(8):
            days = expect_days(daily_series(seed=seed), SeriesKind.FLOW)
            named += len(find_changes(days, "views", false_alarms=rate))
            judged += days.judged
        # About 2,300 days: the bench counts fifty times as many.
        assert 0.3 * rate <= named / judged <= 2.0 * rate


def test_a_day_that_became_an_event_surprises_nobody() -> None:
    series = with_factor(daily_series(), 150, 151, 5.0)
    event = Event("Viral", day(150).date(), day(151).date(), "viral")
    days = expect_days(series, SeriesKind.FLOW, events=[event])
    assert not near(find_changes(days, "views"), 150)


def test_followers_are_judged_by_their_daily_gain() -> None:
    gains = daily_series(level=30.0)
    gains.iloc[200] = -900.0
    history = history_of({"followers": 10_000 + gains.cumsum()})
    found = find_changes(expect_metric(history, ACCOUNT, "followers"), "followers")
    (drop,) = near(found, 200, 0)
    assert drop.value == -900.0
    assert "-900, where +" in english()(change_sentence(drop))


def test_missing_days_are_not_zero_and_not_judged() -> None:
    series = daily_series()
    series.iloc[100:106] = np.nan
    days = expect_days(series, SeriesKind.FLOW)
    assert days.frame["missing"].sum() == 6
    assert days.frame["p_value"].iloc[100:106].isna().all()
    assert not near(find_changes(days, "views"), 103, 3)


def test_numbers_of_a_machine_are_never_odd() -> None:
    index = pd.date_range("2025-01-01", periods=200, unit="us")
    series = pd.Series(np.where(index.day_of_week == 5, 1300.0, 1000.0), index=index)
    assert changes_of(series) == ()


def test_four_weeks_are_needed() -> None:
    with pytest.raises(NotEnoughDataError, match="27 days are known"):
        expect_days(daily_series(27), SeriesKind.FLOW)


@pytest.mark.parametrize("rate", [0.0, -0.1, 0.5])
def test_a_share_of_false_alarms_is_a_small_share(rate: float) -> None:
    days = expect_days(daily_series(60), SeriesKind.FLOW)
    with pytest.raises(ValueError, match="false_alarms"):
        find_changes(days, "views", false_alarms=rate)


def test_the_level_before_a_day_is_the_median_of_pandas() -> None:
    values = np.random.default_rng(2).normal(size=60)
    values[[5, 6, 7, 30]] = np.nan
    for span in (7, 14):
        oracle = pd.Series(values).rolling(span, min_periods=-(-span // 2)).median().shift(1)
        found = medians_before(values, span)
        both = np.isfinite(found)
        assert both.sum() > 40
        assert found[both] == pytest.approx(oracle.to_numpy()[both])


@given(
    freedom=st.floats(2.0, 100.0),
    scale=st.floats(0.1, 5.0),
    rate=st.floats(0.001, 0.2),
    distance=st.floats(0.0, 50.0),
)
@settings(derandomize=True, deadline=None, max_examples=40)
def test_tails_are_those_of_student(
    freedom: float, scale: float, rate: float, distance: float
) -> None:
    tail = Tail(middle=0.0, scale=scale, freedom=freedom)
    oracle = 2 * stats.t.sf(distance / scale, freedom)
    assert float(tail.p_value(np.array([distance]))[0]) == pytest.approx(oracle, abs=1e-12)
    assert float(tail.p_value(np.array([tail.reach(rate)]))[0]) == pytest.approx(rate, rel=1e-6)


def test_the_band_leaves_out_the_share_that_is_set() -> None:
    days = expect_days(daily_series(), SeriesKind.FLOW)
    frame = days.banded(0.1).dropna(subset=["p_value"])
    outside = (frame["value"] < frame["low"]) | (frame["value"] > frame["high"])
    assert (outside == (frame["p_value"] < 0.1)).mean() > 0.99
    assert (frame["low"] <= frame["high"]).all()


def test_metrics_are_offered_where_enough_days_are_known() -> None:
    views = daily_series()
    short = views.where(np.arange(len(views)) < 20)
    history = history_of(
        {"views": views, "likes": short, "followers": views, "net_followers": views}
    )
    assert watched_metrics(history, ACCOUNT) == ("views", "followers")


def test_sentences_hold_their_numbers() -> None:
    say = english()
    one = SuddenChange(
        metric="views",
        kind=ChangeKind.ABOVE,
        first=day(3).date(),
        last=day(3).date(),
        value=3000.0,
        expected=1000.0,
        p_value=0.001,
    )
    assert say(change_sentence(one)) == (
        "Views on Mar 4, 2025: 3,000, +200% against the 1,000 that were expected."
    )
    assert say(changes_sentence([one], ["views"], 90)) == say(change_sentence(one))
    assert "each of 90 days" in say(changes_sentence([], ["views"], 90))
    assert "among 90 ordinary days about one is marked" in say(chance_sentence(90, 0.01))
    assert "among 716 ordinary days about 7 are marked" in say(chance_sentence(716, 0.01))
    assert change_frame((one,))["effect"].tolist() == [2.0]


def test_days_that_drove_unfollows_are_told_with_their_share() -> None:
    lost = daily_series(level=20.0)
    lost.iloc[250] = 700.0
    history = history_of(
        {"new_followers": daily_series(level=40.0, seed=9), "lost_followers": lost}
    )
    found = find_changes(expect_metric(history, ACCOUNT, "lost_followers"), "lost_followers")
    year = Period(day(0).date(), day(299).date())
    told = unfollows(history, ACCOUNT, found, year)
    assert told.worst.first == day(250).date()
    assert told.days["driver"].sum() == sum(c.days for c in told.drivers)
    assert told.lost == lost.sum()
    assert "most on Nov 6, 2025: 700" in english()(unfollows_sentence(told))
    even = unfollows(history, ACCOUNT, (), year)
    assert "no day stands out" in english()(unfollows_sentence(even))


def test_without_unfollows_in_the_export_that_is_said() -> None:
    history = history_of({"net_followers": daily_series(level=20.0)})
    told = unfollows(history, ACCOUNT, (), Period(day(0).date(), day(299).date()))
    assert told.days.empty
    assert "do not tell who unfollowed" in english()(unfollows_sentence(told))
