"""What to change when a goal is out of reach, and what comes next when it is reached early."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kpicore.goals.check import check_goal, goal_aims_up
from kpicore.goals.model import Goal, GoalCheck, Measure, Rung
from kpicore.goals.outlook import KpiOutlook
from kpicore.goals.progress import progress_of
from kpicore.goals.proposals import rung_target
from kpicore.goals.thresholds import DEFAULT_THRESHOLDS, GoalThresholds
from kpicore.goals.words import amount, figure
from kpicore.messages import Message, MessageValue, msg
from kpicore.periods import add_months, month_of
from kpicore.units import Change, Probability


class AdjustmentKind(StrEnum):
    """In which way a goal may be adjusted."""

    TARGET = "target"
    """A target that is within reach by the same deadline."""
    DEADLINE = "deadline"
    """The same target at a later deadline."""
    LEVER = "lever"
    """The same target and deadline, with more from each day that is left."""
    NEXT = "next"
    """A higher target, because this one is as good as reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """A changed target or deadline that the app offers; nothing changes by itself.

    Attributes
    ----------
    kind : AdjustmentKind
        What would change.
    target : float
        In the unit.
    deadline : date
        Last day that counts.
    probability : float
        Of the adjusted goal, in [0, 1].
    sentence : Message
        The offer in words.
    """

    kind: AdjustmentKind
    target: float
    deadline: date
    probability: float
    sentence: Message


def adjustments(
    goal: Goal, outlook: KpiOutlook, *, thresholds: GoalThresholds = DEFAULT_THRESHOLDS
) -> tuple[Adjustment, ...]:
    """Offer ways to adjust a running goal.

    Parameters
    ----------
    goal : Goal
        Running.
    outlook : KpiOutlook
        Of its KPI; later deadlines are looked for up to its horizon.
    thresholds : GoalThresholds
        Which probabilities are worth it.

    Returns
    -------
    tuple of Adjustment
        Below `at_risk`: a realistic target at the same deadline, the first later end of a month
        at which the old target is realistic (not for totals, whose span would change), and what a
        lever would have to bring on each day that counts (not for ratios). Above `early_certain`:
        the stretch target as the next goal. Else empty.
    """
    check = check_goal(goal, outlook, thresholds=thresholds)
    probability = check.probability
    if probability < thresholds.at_risk:
        offers = (
            _other_target(goal, outlook, Rung.REALISTIC, thresholds),
            _later_deadline(goal, outlook, thresholds),
            _lever(check, outlook),
        )
        return tuple(o for o in offers if o is not None)
    if probability > thresholds.early_certain:
        higher = _other_target(goal, outlook, Rung.STRETCH, thresholds)
        return () if higher is None else (higher,)
    return ()


def _other_target(
    goal: Goal, outlook: KpiOutlook, rung: Rung, thresholds: GoalThresholds
) -> Adjustment | None:
    check = check_goal(goal, outlook, thresholds=thresholds)
    draws = outlook.draws_of(goal.measure, check.window)
    target = rung_target(
        outlook,
        draws,
        thresholds.rungs[rung],
        measure=goal.measure,
        at_least=goal_aims_up(outlook),
    )
    if target is None or target == goal.target:
        return None
    adjusted = check_goal(replace(goal, target=target), outlook, thresholds=thresholds)
    values: dict[str, MessageValue] = {
        "target": figure(outlook, goal.measure, target),
        "deadline": goal.deadline,
        "probability": Probability(adjusted.probability),
    }
    easier = rung is Rung.REALISTIC
    return Adjustment(
        kind=AdjustmentKind.TARGET if easier else AdjustmentKind.NEXT,
        target=target,
        deadline=goal.deadline,
        probability=adjusted.probability,
        sentence=msg("Ask for {target} by {deadline} instead: {probability} likely.", **values)
        if easier
        else msg("Aim further, at {target} by {deadline}: {probability} likely.", **values),
    )


def _later_deadline(
    goal: Goal, outlook: KpiOutlook, thresholds: GoalThresholds
) -> Adjustment | None:
    if goal.measure is Measure.TOTAL:
        return None
    deadline = month_of(goal.deadline).last
    if deadline == goal.deadline:
        deadline = month_of(add_months(deadline, 1)).last
    while deadline <= outlook.horizon_last:
        later = check_goal(replace(goal, deadline=deadline), outlook, thresholds=thresholds)
        if later.probability >= thresholds.realistic:
            return Adjustment(
                kind=AdjustmentKind.DEADLINE,
                target=goal.target,
                deadline=deadline,
                probability=later.probability,
                sentence=msg(
                    "Keep {target} and take time until {deadline}: {probability} likely.",
                    target=figure(outlook, goal.measure, goal.target),
                    deadline=deadline,
                    probability=Probability(later.probability),
                ),
            )
        deadline = month_of(add_months(deadline, 1)).last
    return None


def _lever(check: GoalCheck, outlook: KpiOutlook) -> Adjustment | None:
    goal, progress = check.goal, progress_of(check.goal, check, outlook)
    needed, forecast = progress.required_per_day, progress.forecast_per_day
    if needed is None or forecast is None or forecast <= 0 or needed <= forecast:
        return None
    # The middle future of the days that are left then ends exactly at the target.
    even = 0.5
    return Adjustment(
        kind=AdjustmentKind.LEVER,
        target=goal.target,
        deadline=goal.deadline,
        probability=even,
        sentence=msg(
            "Keep both and find what lifts each day that still counts by {lift}, from {forecast} "
            "to {needed}: {probability} likely.",
            lift=Change(needed / forecast - 1),
            forecast=amount(outlook, forecast),
            needed=amount(outlook, needed),
            probability=Probability(even),
        ),
    )
