"""Setting and changing goals: everything is checked before a goal exists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from kpicore.errors import GoalError
from kpicore.goals.deadlines import check_deadline
from kpicore.goals.model import Baseline, Goal, Measure, Revision
from kpicore.goals.outlook import KpiOutlook
from kpicore.goals.targets import TargetInput, resolve_target
from kpicore.goals.thresholds import DEFAULT_THRESHOLDS, GoalThresholds
from kpicore.kpis.definition import Stage
from kpicore.messages import msg

REVIEW_DAYS = 14
"""Days until the next review where nobody chose one: often enough to act within a quarter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """Why a goal is set, and who looks after it; every part may be left out.

    Attributes
    ----------
    stage : Stage or None
        The priority it serves.
    reason, owner : str
        In the user's words.
    next_review : date or None
        When it is looked at again; by default in two weeks, at the latest on the deadline.
    """

    stage: Stage | None = None
    reason: str = ""
    owner: str = ""
    next_review: date | None = None


NO_PURPOSE = Purpose()


def new_goal(
    outlook: KpiOutlook,
    target: TargetInput,
    *,
    measure: Measure,
    deadline: date,
    purpose: Purpose = NO_PURPOSE,
    thresholds: GoalThresholds = DEFAULT_THRESHOLDS,
) -> Goal:
    """Make a goal from a typed target; its baseline are the last known days.

    Parameters
    ----------
    outlook : KpiOutlook
        The KPI; its `today` is the day on which the goal is set.
    target : TargetInput
        Figure or change of the baseline.
    measure : Measure
        How it is read.
    deadline : date
        Last day that counts, inside the outlook.
    purpose : Purpose
        Why, who, and when it is reviewed.
    thresholds : GoalThresholds
        What is accepted.

    Returns
    -------
    Goal
        Not yet saved, its `goal_id` empty.

    Raises
    ------
    GoalError
        If target, measure or deadline make no sense.
    NotEnoughDataError
        If the baseline is unknown or the data are too old.
    """
    check_deadline(deadline, today=outlook.today, thresholds=thresholds)
    outlook.check_fresh(thresholds)
    baseline = outlook.baseline(measure, deadline=deadline)
    figure = resolve_target(
        target,
        baseline=baseline.value,
        unit=outlook.unit,
        upper=outlook.upper,
        may_be_negative=outlook.may_be_negative,
        currency=outlook.currency,
        thresholds=thresholds,
    )
    return goal_at(
        outlook, figure, baseline=baseline, measure=measure, deadline=deadline, purpose=purpose
    )


def goal_at(
    outlook: KpiOutlook,
    target: float,
    *,
    baseline: Baseline,
    measure: Measure,
    deadline: date,
    purpose: Purpose = NO_PURPOSE,
) -> Goal:
    """Put a goal together from checked parts, set on the outlook's day."""
    return Goal(
        kpi=outlook.definition.key,
        statistic=outlook.statistic,
        account_ids=outlook.account_ids,
        measure=measure,
        baseline=baseline,
        target=target,
        deadline=deadline,
        created_on=outlook.today,
        stage=purpose.stage,
        reason=purpose.reason,
        owner=purpose.owner,
        next_review=purpose.next_review or default_review(outlook.today, deadline),
    )


def default_review(today: date, deadline: date) -> date:
    """Return the day of the next review where nobody chose one."""
    return min(today + timedelta(days=REVIEW_DAYS), deadline)


def revise_goal(
    goal: Goal,
    outlook: KpiOutlook,
    *,
    reason: str,
    target: float | None = None,
    deadline: date | None = None,
    thresholds: GoalThresholds = DEFAULT_THRESHOLDS,
) -> Goal:
    """Change a goal openly: the old target stays with it, with the day and the reason.

    Parameters
    ----------
    goal : Goal
        As it is.
    outlook : KpiOutlook
        The same KPI now; its `today` is the day of the change.
    reason : str
        Why, in the user's words; required.
    target : float, optional
        New target in the unit; the old one by default.
    deadline : date, optional
        New deadline; the old one by default.
    thresholds : GoalThresholds
        What is accepted.

    Returns
    -------
    Goal
        With one more revision; the baseline stays.

    Raises
    ------
    GoalError
        If nothing changes, the reason is empty, or the new figures make no sense.
    """
    new_target = goal.target if target is None else target
    new_deadline = goal.deadline if deadline is None else deadline
    if (new_target, new_deadline) == (goal.target, goal.deadline):
        raise GoalError(msg("Nothing changes; give another target or another deadline."))
    if not reason.strip():
        raise GoalError(msg("Say in a few words why the goal changes; the reason is kept."))
    check_deadline(new_deadline, today=outlook.today, thresholds=thresholds)
    if goal.measure is Measure.TOTAL and new_deadline != goal.deadline and target is None:
        raise GoalError(msg("A total over another span needs a new target; give both together."))
    checked = resolve_target(
        TargetInput(value=new_target),
        baseline=goal.baseline.value,
        unit=outlook.unit,
        upper=outlook.upper,
        may_be_negative=outlook.may_be_negative,
        currency=outlook.currency,
        thresholds=thresholds,
    )
    kept = Revision(
        target=goal.target,
        deadline=goal.deadline,
        revised_on=outlook.today,
        reason=reason.strip(),
    )
    return replace(goal, target=checked, deadline=new_deadline, revisions=(*goal.revisions, kept))


def same_aim(one: Goal, other: Goal) -> bool:
    """Tell whether two goals ask for the same thing, so that saving both makes no sense."""
    return (
        one.kpi == other.kpi
        and one.statistic is other.statistic
        and set(one.account_ids) == set(other.account_ids)
        and one.measure is other.measure
        and one.deadline == other.deadline
        and one.target == other.target
    )
