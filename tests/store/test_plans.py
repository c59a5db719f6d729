"""Goals: kept whole, never changed silently, never lost between two browsers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from store_plans import GOAL, forecast, goal

from kpicore.errors import ConflictError, DataNotFoundError
from kpicore.goals.model import Revision
from kpicore.store import Workspace


def test_a_goal_comes_back_as_it_was_saved(workspace: Workspace) -> None:
    kept = workspace.save_goal(GOAL)
    assert kept.goal_id
    assert kept == replace(GOAL, goal_id=kept.goal_id, version=1)
    assert workspace.goal(kept.goal_id) == kept
    bare = goal(stage=None, next_review=None, probability_at_start=None, reason="", owner="")
    other = workspace.save_goal(bare)
    assert workspace.goals() == (kept, other)


def test_an_edit_counts_the_version(workspace: Workspace) -> None:
    kept = workspace.save_goal(GOAL)
    edited = workspace.save_goal(replace(kept, owner="Jun"))
    assert (edited.version, edited.owner) == (2, "Jun")
    assert workspace.goals() == (edited,)


def test_two_browsers_never_lose_an_edit_silently(workspace: Workspace) -> None:
    kept = workspace.save_goal(GOAL)
    workspace.save_goal(replace(kept, owner="Jun"))
    stale = replace(kept, owner="Ara")
    changed = "Somebody else changed this goal"
    with pytest.raises(ConflictError, match=changed):
        workspace.save_goal(stale)
    with pytest.raises(ConflictError, match=changed):
        workspace.revise_goal(
            stale, target=1, deadline=GOAL.deadline, reason="", revised_on=date(2026, 2, 1)
        )
    with pytest.raises(ConflictError, match=changed):
        workspace.close_goal(stale, closed_on=date(2026, 2, 1))
    assert workspace.goal(kept.goal_id).owner == "Jun"
    workspace.delete_goal(kept.goal_id)
    with pytest.raises(ConflictError, match="Somebody else deleted this goal"):
        workspace.save_goal(stale)


def test_a_revision_keeps_the_old_target_with_date_and_reason(workspace: Workspace) -> None:
    kept = workspace.save_goal(GOAL)
    with pytest.raises(ValueError, match="revise_goal"):
        workspace.save_goal(replace(kept, target=1400.0))
    first = workspace.revise_goal(
        kept,
        target=1400.0,
        deadline=GOAL.deadline,
        reason="outage",
        revised_on=date(2026, 2, 20),
    )
    later = date(2026, 5, 31)
    second = workspace.revise_goal(
        first, target=1450.0, deadline=later, reason="more time", revised_on=date(2026, 3, 20)
    )
    assert (second.target, second.deadline, second.version) == (1450.0, later, 3)
    assert second.revisions == (
        Revision(
            target=1500.0,
            deadline=GOAL.deadline,
            revised_on=date(2026, 2, 20),
            reason="outage",
        ),
        Revision(
            target=1400.0,
            deadline=GOAL.deadline,
            revised_on=date(2026, 3, 20),
            reason="more time",
        ),
    )
    assert workspace.goals() == (second,)


def test_closed_goals_are_laid_apart_and_can_be_reopened(workspace: Workspace) -> None:
    kept, other = workspace.save_goal(GOAL), workspace.save_goal(GOAL)
    closed = workspace.close_goal(kept, closed_on=date(2026, 5, 1))
    assert workspace.goals() == (other,)
    assert workspace.goals(closed=True) == (closed,)
    assert workspace.goals(closed=None) == (closed, other)
    workspace.reopen_goal(closed)
    assert len(workspace.goals()) == 2


def test_a_goal_needs_numbers(workspace: Workspace) -> None:
    with pytest.raises(ValueError, match="must be finite"):
        workspace.save_goal(goal(target=float("nan")))
    assert workspace.goals() == ()


def test_every_forecast_is_kept_and_none_rewritten(workspace: Workspace) -> None:
    kept = workspace.save_goal(GOAL)
    later, first = forecast(kept.goal_id, 12, 0.6), forecast(kept.goal_id, 5)
    for said in (later, first, replace(first, probability=0.99)):
        workspace.record_forecast(said)
    assert workspace.forecasts(kept.goal_id) == (first, later)
    other = workspace.save_goal(GOAL)
    seoul = datetime(2026, 2, 1, 9, tzinfo=timezone(timedelta(hours=9)))
    workspace.record_forecast(replace(first, goal_id=other.goal_id, made_at=seoul))
    assert [f.made_at for f in workspace.forecasts(other.goal_id)] == [datetime(2026, 2, 1)]
    assert len(workspace.forecasts()) == 3


def test_a_deleted_goal_takes_its_forecasts_along(workspace: Workspace) -> None:
    kept = workspace.save_goal(GOAL)
    workspace.record_forecast(forecast(kept.goal_id, 5))
    workspace.delete_goal(kept.goal_id)
    workspace.delete_goal(kept.goal_id)
    assert workspace.forecasts() == ()
    with pytest.raises(DataNotFoundError, match="goal is not there any more"):
        workspace.goal(kept.goal_id)
    with pytest.raises(DataNotFoundError, match="goal is not there any more"):
        workspace.record_forecast(forecast(kept.goal_id, 6))
