"""Targets to slide along, and where the goals of a plan pull apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from goal_builders import DEADLINE, flat_futures, known, outlook, seasonal_outlook
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicore.forecasting import forecast
from kpicore.goals import (
    KpiOutlook,
    Measure,
    PlanOdds,
    TargetInput,
    check_goal,
    new_goal,
    plan_odds,
    plan_warnings,
    target_grid,
)
from kpicore.goals.plan import joint_values
from kpicore.kpis.definition import Stage
from kpicore.language import english
from kpicore.periods import Period

PRODUCT_TOLERANCE = 0.03
"""Two thousand draws of two independent series; the issue's own figure."""


def test_the_stops_of_the_slider_are_round_and_carry_their_own_probability() -> None:
    view = outlook(known([1000.0] * 120), flat_futures(np.linspace(500, 1500, 2001)))
    grid = target_grid(view, measure=Measure.MEAN, deadline=DEADLINE)
    steps = set(np.round(np.diff(grid["target"]), 9))
    assert steps == {20.0}
    assert (grid["target"] % 20 == 0).all()
    # Of futures spread evenly from 500 to 1,500, 3 in 10 end at 1,200 or more.
    row = grid.loc[grid["target"] == 1200.0].iloc[0]
    assert row["probability"] == pytest.approx(0.3, abs=0.001)
    assert (row["low"], row["high"]) == (1190.0, 1210.0)


def test_where_less_is_better_the_probability_rises_along_the_slider() -> None:
    view = outlook(
        known([100.0] * 120), flat_futures(np.linspace(50, 150, 501)), key="lost_followers"
    )
    grid = target_grid(view, measure=Measure.MEAN, deadline=DEADLINE)
    assert grid["probability"].is_monotonic_increasing


def test_futures_that_are_all_the_same_leave_nothing_to_slide() -> None:
    view = outlook(known([100.0] * 120), flat_futures([100.0, 100.0]))
    assert target_grid(view, measure=Measure.MEAN, deadline=DEADLINE).empty


@settings(derandomize=True, deadline=None, max_examples=20)
@given(seed=st.integers(0, 50))
def test_every_stop_has_the_probability_that_the_check_gives_it(seed: int) -> None:
    view = seasonal_outlook(seed=seed)
    grid = target_grid(view, measure=Measure.MEAN, deadline=DEADLINE)
    for row in grid.iloc[:: max(len(grid) // 4, 1)].itertuples():
        goal = new_goal(
            view, TargetInput(value=float(row.target)), measure=Measure.MEAN, deadline=DEADLINE
        )
        assert check_goal(goal, view).probability == pytest.approx(row.probability)


def forecast_outlook(key: str, seed: int) -> KpiOutlook:
    """An outlook of a noisy series of its own, forecast by the real engine."""
    rng = np.random.default_rng(seed)
    walk = np.exp(np.cumsum(rng.normal(0, 0.03, 240)))
    history = known(np.round(3000 * walk * np.exp(rng.normal(0, 0.1, 240))))
    made = forecast(history, horizon_days=90, kind="flow")
    return replace(outlook(history, made.draws, key=key), forecast=made)


def test_unrelated_goals_are_met_together_as_often_as_their_product_says() -> None:
    views = [forecast_outlook("views", 3), forecast_outlook("likes", 17)]
    goals = [
        new_goal(v, TargetInput(change=0.0), measure=Measure.MEAN, deadline=DEADLINE) for v in views
    ]
    odds = plan_odds(goals, views)
    product = odds.singles[0] * odds.singles[1]
    assert odds.together == pytest.approx(product, abs=PRODUCT_TOLERANCE)
    assert odds.pairs[0][1] == odds.together
    assert odds.pairs[0][0] == odds.singles[0]


def test_joint_draws_made_before_give_the_same_odds() -> None:
    views = [forecast_outlook("views", 3), forecast_outlook("likes", 17)]
    goals = [
        new_goal(v, TargetInput(change=0.1), measure=Measure.MEAN, deadline=DEADLINE) for v in views
    ]
    joint = joint_values(goals, [v.source for v in views])
    assert plan_odds(goals, views, joint=joint) == plan_odds(goals, views)
    assert joint.shape == (2, len(views[0].draws_of(Measure.MEAN, check_window(views[0]))))


def check_window(view: KpiOutlook) -> Period:
    goal = new_goal(view, TargetInput(change=0.0), measure=Measure.MEAN, deadline=DEADLINE)
    return check_goal(goal, view).window


def test_goals_that_are_seldom_met_together_are_named_with_both_figures() -> None:
    view = outlook(known([1000.0] * 120), flat_futures([900.0, 1100.0]))
    goal = new_goal(view, TargetInput(value=1000), measure=Measure.MEAN, deadline=DEADLINE)
    other = replace(goal, kpi="likes")
    apart = PlanOdds(together=0.1, singles=(0.5, 0.5), pairs=((0.5, 0.1), (0.1, 0.5)))
    (warning,) = plan_warnings([goal, other], apart)
    said = english().say(warning)
    assert "Views and Likes pulled against each other" in said
    assert "10%" in said
    assert "25%" in said
    near = PlanOdds(together=0.24, singles=(0.5, 0.5), pairs=((0.5, 0.24), (0.24, 0.5)))
    assert plan_warnings([goal, other], near) == ()


def test_the_same_figure_asked_for_twice_is_pointed_out() -> None:
    view = outlook(known([1000.0] * 120), flat_futures([900.0, 1100.0]))
    goal = new_goal(view, TargetInput(value=1000), measure=Measure.MEAN, deadline=DEADLINE)
    (warning,) = plan_warnings([goal, replace(goal, target=1200.0)])
    assert english().say(warning) == (
        "Views by Mar 31, 2026 is asked for twice, at 1,000 and at 1,200; the harder one decides."
    )
    later = replace(goal, deadline=date(2026, 4, 30), target=1200.0)
    assert plan_warnings([goal, later]) == ()


def test_each_priority_may_have_its_own_three_figures() -> None:
    view = outlook(known([1000.0] * 120), flat_futures([900.0, 1100.0]))
    goal = new_goal(view, TargetInput(value=1000), measure=Measure.MEAN, deadline=DEADLINE)
    brand = [replace(goal, kpi=k, stage=Stage.BRAND) for k in ("views", "likes", "reach")]
    community = [replace(goal, kpi=k, stage=Stage.COMMUNITY) for k in ("comments", "saves")]
    assert plan_warnings([*brand, *community]) == ()
    fourth = replace(goal, kpi="shares", stage=Stage.BRAND)
    (warning,) = plan_warnings([*brand, *community, fourth])
    assert "Brand building has 4 figures" in english().say(warning)
