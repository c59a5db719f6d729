"""Retention, live sessions and the funnel against sums made by hand and scipy."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from kpicore.history import Account, History
from kpicore.insights import (
    drop_sentence,
    funnel,
    funnel_sentence,
    live_sentence,
    live_sessions,
    retention,
)
from kpicore.language import english
from kpicore.periods import Period
from kpicore.samples import TIKTOK, YOUTUBE, sample_history

ACCOUNT = Account(account_id="a", name="A", platform="tiktok")
LAST = date(2026, 2, 27)


@pytest.fixture(scope="module")
def sample() -> History:
    return sample_history(LAST)


def daily(clicks_now: float, *, days: int = 196) -> History:
    """Return 100 profile views and 10 link clicks a day, `clicks_now` in the last 28 days."""
    dates = pd.date_range(end=pd.Timestamp(LAST), periods=days)
    wave = 10.0 + 0.5 * np.sin(np.arange(days))
    clicks = np.where(np.arange(days) >= days - 28, clicks_now, wave)
    frames = [
        pd.DataFrame({"account_id": "a", "date": dates, "metric": metric, "value": values})
        for metric, values in {
            "views": np.full(days, 1000.0),
            "profile_views": np.full(days, 100.0),
            "link_clicks": clicks,
        }.items()
    ]
    return History.build([ACCOUNT], daily=pd.concat(frames))


NOW = Period(LAST - timedelta(days=27), LAST)


def test_a_rate_is_the_sum_over_the_sum_and_a_leak_is_named() -> None:
    found = funnel(daily(5.0), "a", NOW)
    steps = found.steps.set_index("lower")
    assert steps.loc["profile_views", "rate"] == pytest.approx(0.1)
    assert steps.loc["link_clicks", "rate"] == pytest.approx(0.05)
    assert steps.loc["link_clicks", "past"] == pytest.approx(0.1, rel=0.02)
    assert found.leak is not None
    assert found.leak["lower"] == "link_clicks"
    assert "Profile views → Link clicks leaks most: 5" in english()(funnel_sentence(found))


def test_without_a_leak_it_is_said_so() -> None:
    found = funnel(daily(10.0), "a", NOW)
    assert found.leak is None
    assert "No step leaks more than usual" in english()(funnel_sentence(found))


def test_too_little_past_is_said_with_what_is_needed() -> None:
    said = english()(funnel_sentence(funnel(daily(5.0, days=60), "a", NOW)))
    assert "4 earlier spans of 28 days" in said


def test_a_missing_day_is_missing_on_both_sides_of_a_rate() -> None:
    history = daily(5.0)
    rows = history.daily
    gone = (rows["metric"] == "link_clicks") & (rows["date"] == pd.Timestamp(LAST))
    found = funnel(History.build([ACCOUNT], daily=rows[~gone]), "a", NOW)
    step = found.steps.set_index("lower").loc["link_clicks"]
    assert (step["begun"], step["rate"]) == (2700.0, pytest.approx(0.05))


def test_an_account_without_two_stages_has_no_funnel() -> None:
    found = funnel(History.build([ACCOUNT]), "a", NOW)
    assert found.steps.empty
    assert "do not tell two stages" in english()(funnel_sentence(found))


def test_the_sample_leaks_where_it_was_planted_and_only_there(sample: History) -> None:
    found = funnel(sample, TIKTOK.account_id, NOW)
    assert found.steps.loc[found.steps["found"], "lower"].tolist() == ["link_clicks"]


def test_live_sessions_are_held_against_their_own_median_and_trend(sample: History) -> None:
    live = live_sessions(sample, TIKTOK.account_id)
    row = live.standing.set_index("key").loc["unique_viewers"]
    viewers = live.sessions["unique_viewers"].to_numpy()
    assert row["median"] == np.median(viewers[:-1])
    assert row["p_value"] == pytest.approx(stats.kendalltau(np.arange(14), viewers).pvalue)
    # Planted are four percent from session to session, and nothing in gifts.
    assert row["found"]
    assert row["trend"] == pytest.approx(0.04, abs=0.01)
    assert row["low"] < row["trend"] < row["high"]
    assert not live.standing.set_index("key").loc["gifts", "found"]
    assert "from one live session to the next" in english()(live_sentence(live))


def test_an_account_that_never_went_live_is_told_what_is_needed(sample: History) -> None:
    live = live_sessions(sample, YOUTUBE.account_id)
    assert live.sessions.empty
    assert "5 are needed" in english()(live_sentence(live))


def test_longer_videos_are_seen_to_a_smaller_part(sample: History) -> None:
    found = retention(sample, YOUTUBE.account_id)
    assert found.by_length.found
    assert found.by_length.frame["key"].iloc[-1] == "over_10min"


def test_the_drop_is_where_the_middle_curve_falls_most() -> None:
    posts = pd.DataFrame(
        {"account_id": "a", "post_id": ["x", "y", "z"], "duration_seconds": [20.0, 25.0, 29.0]}
    )
    curve = pd.DataFrame({"position": [0.0, 0.4, 0.5, 1.0], "value": [1.0, 1.0, 0.6, 0.5]})
    curves = pd.concat([curve.assign(account_id="a", post_id=p) for p in ("x", "y", "z")])
    found = retention(History.build([ACCOUNT], posts=posts, retention=curves), "a")
    drop = found.drops[0]
    assert (drop.first, drop.last) == (pytest.approx(0.4), pytest.approx(0.5))
    assert (drop.lost, drop.left) == (pytest.approx(0.4), pytest.approx(0.5))
    assert "between 40% and 50% of the video" in english()(drop_sentence(drop))
