"""Several goals together, and outlooks from real forecasts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from kpicore.errors import DataNotFoundError, GoalError, NotComputableError, NotEnoughDataError
from kpicore.forecasting import SeriesSpec, forecast_joint
from kpicore.goals import (
    Goal,
    KpiOutlook,
    Measure,
    TargetInput,
    check_goal,
    make_outlook,
    new_goal,
    pace_path,
    propose,
)
from kpicore.goals.conflicts import plan_warnings
from kpicore.goals.plan import plan_odds
from kpicore.history import Account, History
from kpicore.periods import Period

LAST, TODAY, DEADLINE = date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31)


def made_up_history(days: int = 300, last: date = LAST) -> History:
    """Views with a weekly wave, likes of their own, a growing audience; no numbers by hand."""
    rng = np.random.default_rng(11)
    index = pd.date_range(end=pd.Timestamp(last), periods=days, freq="D")
    week = 1 + 0.2 * np.sin(2 * np.pi * np.arange(days) / 7)
    walk = np.exp(np.cumsum(rng.normal(0, 0.02, (2, days)), axis=1))
    series = {
        "views": np.round(5_000 * week * walk[0]),
        "likes": np.round(300 * week * walk[1]),
        "followers": 10_000 + np.cumsum(rng.poisson(20, days)).astype(float),
    }
    rows = [
        pd.DataFrame({"account_id": "a", "date": index, "metric": metric, "value": values})
        for metric, values in series.items()
    ]
    return History.build(
        [Account(account_id="a", name="Mina", platform="tiktok")], daily=pd.concat(rows)
    )


HISTORY = made_up_history()


@pytest.fixture(scope="module")
def views() -> KpiOutlook:
    return make_outlook(HISTORY, "views", account_ids=("a",), until=DEADLINE, today=TODAY)


@pytest.fixture(scope="module")
def likes() -> KpiOutlook:
    return make_outlook(HISTORY, "likes", account_ids=("a",), until=DEADLINE, today=TODAY)


def goal_on(view: KpiOutlook, change: float) -> Goal:
    return new_goal(view, TargetInput(change=change), measure=Measure.MEAN, deadline=DEADLINE)


def test_a_real_outlook_gives_a_whole_ladder(views: KpiOutlook) -> None:
    ladder = propose(views, measure=Measure.MEAN, deadline=DEADLINE)
    targets = [p.goal.target for p in ladder[:3]]
    assert targets == sorted(targets)
    assert views.last_day == LAST
    assert views.horizon_last == DEADLINE
    assert ladder[0].check.backtest_windows == len(views.forecast.evidence.windows)
    path = pace_path(ladder[1].goal, views)
    assert path["pace"].iloc[-1] == ladder[1].goal.target


def test_nothing_from_today_on_is_used() -> None:
    until = date(2025, 12, 31)
    past = make_outlook(HISTORY, "views", account_ids=("a",), until=until, today=date(2025, 10, 1))
    assert past.last_day == date(2025, 9, 30)


def test_followers_become_a_level() -> None:
    view = make_outlook(HISTORY, "followers", account_ids=("a",), until=DEADLINE, today=TODAY)
    goal = new_goal(view, TargetInput(value=20_000), measure=Measure.LEVEL, deadline=DEADLINE)
    assert view.measures[0] is Measure.LEVEL
    assert check_goal(goal, view).expected > view.baseline(Measure.LEVEL).value


def test_a_ratio_becomes_an_outlook_of_both_its_parts() -> None:
    view = make_outlook(HISTORY, "like_rate", account_ids=("a",), until=DEADLINE, today=TODAY)
    frame = HISTORY.daily_table("a").iloc[-28:]
    baseline = view.baseline(Measure.MEAN).value
    assert baseline == pytest.approx(frame["likes"].sum() / frame["views"].sum())
    check = check_goal(
        new_goal(view, TargetInput(change=0.1), measure=Measure.MEAN, deadline=DEADLINE), view
    )
    assert check.low < check.expected < check.high


def test_a_deadline_inside_the_data_is_refused() -> None:
    with pytest.raises(GoalError, match="is already part of the data, which end on Dec 31, 2025"):
        make_outlook(HISTORY, "views", account_ids=("a",), until=LAST, today=TODAY)


def test_a_deleted_account_is_told() -> None:
    with pytest.raises(DataNotFoundError, match="is not in this workspace any more"):
        make_outlook(HISTORY, "views", account_ids=("gone",), until=DEADLINE, today=TODAY)


def test_an_unknown_figure_is_told() -> None:
    with pytest.raises(DataNotFoundError, match="There is no KPI called fame"):
        make_outlook(HISTORY, "fame", account_ids=("a",), until=DEADLINE, today=TODAY)
    with pytest.raises(NotComputableError):
        make_outlook(HISTORY, "revenue", account_ids=("a",), until=DEADLINE, today=TODAY)


def test_three_weeks_are_too_little_and_the_day_that_will_do_is_named() -> None:
    short = made_up_history(days=21)
    with pytest.raises(NotEnoughDataError, match="it will do on Jan 7, 2026"):
        make_outlook(short, "views", account_ids=("a",), until=DEADLINE, today=TODAY)


def test_two_copies_of_a_goal_are_as_likely_as_one(views: KpiOutlook) -> None:
    goal = goal_on(views, 0.05)
    odds = plan_odds([goal, goal], [views, views])
    assert odds.singles[0] == check_goal(goal, views).probability
    assert odds.together == odds.singles[0]


def test_the_dependence_of_a_plan_is_that_of_the_joint_forecast(
    views: KpiOutlook, likes: KpiOutlook
) -> None:
    window = Period(date(2026, 3, 4), DEADLINE)
    outlooks = [views, likes]
    goals = [
        new_goal(
            o,
            TargetInput(value=float(np.median(o.draws_of(Measure.MEAN, window)))),
            measure=Measure.MEAN,
            deadline=DEADLINE,
        )
        for o in outlooks
    ]
    joint = forecast_joint(
        {o.source.key: SeriesSpec(o.source.series, "flow") for o in outlooks}, horizon_days=90
    )
    means = [joint[o.source.key].window_mean(window.first, window.last) for o in outlooks]
    above = [m >= np.median(m) for m in means]
    odds = plan_odds(goals, outlooks)
    assert odds.together == pytest.approx(float((above[0] & above[1]).mean()), abs=0.002)


def test_a_plan_is_never_likelier_than_its_hardest_goal(
    views: KpiOutlook, likes: KpiOutlook
) -> None:
    odds = plan_odds([goal_on(views, -0.1), goal_on(likes, 0.3)], [views, likes])
    assert odds.together <= min(odds.singles)


def test_each_goal_of_a_plan_needs_its_outlook(views: KpiOutlook) -> None:
    with pytest.raises(ValueError, match="1 goals need as many outlooks, 0 were given"):
        plan_odds([goal_on(views, 0.1)], [])


def test_fewer_posts_and_more_views_are_pointed_out(views: KpiOutlook) -> None:
    more = goal_on(views, 0.2)
    fewer = replace(more, kpi="posting_frequency", target=more.baseline.value * 0.5)
    (warning,) = plan_warnings([more, fewer])
    assert "fewer posts and for more of" in warning.text
    assert plan_warnings([more]) == ()


def test_four_figures_at_once_are_pointed_out(views: KpiOutlook) -> None:
    goal = goal_on(views, 0.2)
    plan = [replace(goal, kpi=k) for k in ("views", "likes", "comments", "shares")]
    (warning,) = plan_warnings(plan)
    assert warning.values["count"] == 4
