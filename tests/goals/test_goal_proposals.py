"""The ladder of targets, and what to change when a goal is out of reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from goal_builders import DEADLINE, flat_futures, known, outlook, seasonal_outlook
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicore.errors import GoalError
from kpicore.goals import Measure, Rung, TargetInput, base_rate_sentence, new_goal, propose
from kpicore.goals.adjusting import AdjustmentKind, adjustments
from kpicore.goals.setting import Purpose, revise_goal, same_aim
from kpicore.kpis.definition import Stage
from kpicore.language import english
from kpicore.units import Change

HUNDRED = [1000.0 + 10 * i for i in range(100)]


def test_rungs_lie_at_their_probabilities_rounded_to_the_easier_side() -> None:
    view = outlook(known([1500.0] * 120), flat_futures(HUNDRED))
    ladder = {p.rung: p for p in propose(view, measure=Measure.MEAN, deadline=DEADLINE)}
    # 80 of 100 futures reach 1,200; 50 reach 1,500; 25 reach 1,750, said as 1,740.
    assert ladder[Rung.SAFE].goal.target == 1200
    assert ladder[Rung.SAFE].check.probability == pytest.approx(0.8)
    assert ladder[Rung.REALISTIC].goal.target == 1500
    assert ladder[Rung.REALISTIC].check.probability == pytest.approx(0.5)
    assert ladder[Rung.STRETCH].goal.target == 1740
    assert ladder[Rung.STRETCH].check.probability == pytest.approx(0.26)
    assert ladder[Rung.CUSTOM].goal.target == pytest.approx(1800)
    assert ladder[Rung.CUSTOM].check.probability == pytest.approx(0.2)


def test_where_less_is_better_rungs_are_rounded_up_and_the_own_target_falls() -> None:
    view = outlook(known([1500.0] * 120), flat_futures(HUNDRED), key="lost_followers")
    ladder = {p.rung: p for p in propose(view, measure=Measure.MEAN, deadline=DEADLINE)}
    assert ladder[Rung.SAFE].goal.target == 1800
    assert ladder[Rung.SAFE].check.probability == pytest.approx(0.81)
    assert ladder[Rung.STRETCH].goal.target == 1240
    assert ladder[Rung.CUSTOM].goal.target == pytest.approx(1200)


@given(
    center=st.floats(0.05, 1e7),
    spread=st.floats(0.001, 1.5),
    measure=st.sampled_from([Measure.MEAN, Measure.TOTAL]),
    key=st.sampled_from(["views", "lost_followers"]),
)
@settings(derandomize=True, deadline=None, max_examples=80)
def test_a_rounded_rung_is_at_least_as_likely_as_it_says(
    center: float, spread: float, measure: Measure, key: str
) -> None:
    futures = center * np.exp(spread * np.random.default_rng(5).normal(size=200))
    view = outlook(known([center] * 120), flat_futures(list(futures)), key=key)
    rungs = {Rung.SAFE: 0.8, Rung.REALISTIC: 0.5, Rung.STRETCH: 0.25}
    ladder = propose(view, measure=measure, deadline=DEADLINE)
    for proposal in ladder:
        if proposal.rung in rungs:
            assert proposal.check.probability >= rungs[proposal.rung]
            assert proposal.goal.target > 0


def test_rungs_that_say_the_same_are_offered_once() -> None:
    view = outlook(known([500.0] * 120), flat_futures([500.0] * 20))
    ladder = propose(view, measure=Measure.MEAN, deadline=DEADLINE)
    assert [p.rung for p in ladder] == [Rung.SAFE, Rung.CUSTOM]


def test_no_rung_asks_for_nothing() -> None:
    view = outlook(known([0.0] * 120), flat_futures([0.0] * 9 + [5.0]))
    assert propose(view, measure=Measure.MEAN, deadline=DEADLINE) == ()


def test_the_purpose_goes_with_every_proposal() -> None:
    view = outlook(known([1500.0] * 120), flat_futures(HUNDRED))
    purpose = Purpose(stage=Stage.BRAND, reason="more brands write", owner="Mina")
    for proposal in propose(view, measure=Measure.MEAN, deadline=DEADLINE, purpose=purpose):
        assert proposal.goal.stage is Stage.BRAND
        assert proposal.goal.owner == "Mina"
        assert proposal.goal.next_review == date(2026, 1, 15)


def test_the_ladder_refuses_a_deadline_of_tomorrow() -> None:
    view = outlook(known([1500.0] * 120), flat_futures(HUNDRED))
    with pytest.raises(GoalError, match="leaves no time to act"):
        propose(view, measure=Measure.MEAN, deadline=date(2026, 1, 2))


def test_the_base_rate_is_said_plainly() -> None:
    sentence = english().say(base_rate_sentence())
    assert sentence == "On real accounts +20% in three months came true in 27 of 100 quarters."


def test_a_goal_out_of_reach_is_offered_a_nearer_target_and_more_time() -> None:
    rising = np.linspace(1000, 2000, 181)
    view = outlook(known([1000.0] * 120), np.vstack([rising * f for f in (0.95, 1.0, 1.05)]))
    goal = new_goal(view, TargetInput(value=1700), measure=Measure.MEAN, deadline=DEADLINE)
    nearer, later, lever = adjustments(goal, view)
    assert nearer.kind is AdjustmentKind.TARGET
    assert nearer.probability >= 0.5
    assert nearer.target < 1700
    assert later.kind is AdjustmentKind.DEADLINE
    # The middle future has its trailing mean above 1,700 from late May on.
    assert later.deadline == date(2026, 5, 31)
    assert later.target == 1700
    assert later.probability >= 0.5
    # The middle future's last 28 of 90 days, by hand.
    middle = rising[62:90].mean()
    assert lever.kind is AdjustmentKind.LEVER
    assert (lever.target, lever.deadline, lever.probability) == (1700, DEADLINE, 0.5)
    assert lever.sentence.values["lift"] == Change(pytest.approx(1700 / middle - 1))


def test_a_goal_as_good_as_reached_is_offered_a_higher_one() -> None:
    view = outlook(known([1500.0] * 120), flat_futures(HUNDRED))
    goal = new_goal(view, TargetInput(value=900), measure=Measure.MEAN, deadline=DEADLINE)
    (higher,) = adjustments(goal, view)
    assert (higher.kind, higher.target) == (AdjustmentKind.NEXT, 1740)


def test_a_goal_on_pace_is_left_alone() -> None:
    view = outlook(known([1500.0] * 120), flat_futures(HUNDRED))
    goal = new_goal(view, TargetInput(value=1500), measure=Measure.MEAN, deadline=DEADLINE)
    assert adjustments(goal, view) == ()


def test_a_revision_keeps_the_old_target_with_day_and_reason() -> None:
    view = seasonal_outlook()
    goal = new_goal(view, TargetInput(value=1500), measure=Measure.MEAN, deadline=DEADLINE)
    revised = revise_goal(goal, view, target=1300.0, reason=" ill for two weeks ")
    (kept,) = revised.revisions
    assert (revised.target, revised.baseline) == (1300.0, goal.baseline)
    assert (kept.target, kept.deadline, kept.reason) == (1500, DEADLINE, "ill for two weeks")
    assert kept.revised_on == view.today


def test_a_revision_needs_a_change_and_a_reason() -> None:
    view = seasonal_outlook()
    goal = new_goal(view, TargetInput(value=1500), measure=Measure.MEAN, deadline=DEADLINE)
    with pytest.raises(GoalError, match="Nothing changes"):
        revise_goal(goal, view, reason="because")
    with pytest.raises(GoalError, match="Say in a few words why"):
        revise_goal(goal, view, target=1300.0, reason="  ")
    with pytest.raises(GoalError, match="A target of 0"):
        revise_goal(goal, view, target=0.0, reason="tired")


def test_a_total_cannot_move_its_deadline_alone() -> None:
    view = seasonal_outlook()
    goal = new_goal(view, TargetInput(change=0.1), measure=Measure.TOTAL, deadline=DEADLINE)
    with pytest.raises(GoalError, match="needs a new target"):
        revise_goal(goal, view, deadline=date(2026, 3, 1), reason="earlier")


def test_two_goals_are_the_same_whatever_their_names() -> None:
    view = seasonal_outlook()
    goal = new_goal(view, TargetInput(value=1500), measure=Measure.MEAN, deadline=DEADLINE)
    assert same_aim(goal, replace(goal, goal_id="x", reason="other"))
    assert not same_aim(goal, replace(goal, target=1501.0))
