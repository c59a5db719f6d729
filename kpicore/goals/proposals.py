"""The ladder of targets: safe, realistic, stretch, and the user's own."""

from __future__ import annotations

import math
from datetime import date

import numpy as np

from kpicore.goals.check import check_goal, goal_aims_up
from kpicore.goals.deadlines import check_deadline, goal_window
from kpicore.goals.model import Baseline, Measure, Proposal, Rung
from kpicore.goals.outlook import Draws, KpiOutlook
from kpicore.goals.rounding import round_easier
from kpicore.goals.setting import NO_PURPOSE, Purpose, goal_at, new_goal
from kpicore.goals.targets import TargetInput
from kpicore.goals.thresholds import DEFAULT_THRESHOLDS, GoalThresholds
from kpicore.messages import Message, msg
from kpicore.units import Change, Unit

BASE_RATE_CHANGE = 0.2
BASE_RATE_PER_100 = 27
"""On about 25,000 windows of real accounts, the 28-day mean three months later lay 20 % or more
above its baseline in 27 of 100."""


def propose(
    outlook: KpiOutlook,
    *,
    measure: Measure,
    deadline: date,
    custom: TargetInput | None = None,
    purpose: Purpose = NO_PURPOSE,
    thresholds: GoalThresholds = DEFAULT_THRESHOLDS,
) -> tuple[Proposal, ...]:
    """Propose targets for a KPI and a deadline.

    Parameters
    ----------
    outlook : KpiOutlook
        The KPI.
    measure : Measure
        How the goals are read.
    deadline : date
        Last day that counts.
    custom : TargetInput, optional
        The user's own; by default a change of 20 % toward the better side, left out where the
        baseline allows no change in percent.
    purpose : Purpose
        Why, who and when, for every proposal.
    thresholds : GoalThresholds
        Probabilities of the rungs.

    Returns
    -------
    tuple of Proposal
        Safe, realistic, stretch, custom. Each rung is rounded toward the easier side, its
        probability is that of the rounded figure and at least the rung's. A rung without a
        possible figure (zero views) is left out, and of two that round to the same figure the
        later.

    Raises
    ------
    GoalError
        If the deadline or the custom target make no sense.
    NotEnoughDataError
        If the baseline is unknown or the data are too old.
    """
    check_deadline(deadline, today=outlook.today, thresholds=thresholds)
    outlook.check_fresh(thresholds)
    baseline = outlook.baseline(measure, deadline=deadline)
    window = goal_window(measure, deadline=deadline, baseline_last=baseline.period.last)
    draws = outlook.draws_of(measure, window)
    up = goal_aims_up(outlook)
    proposals: list[Proposal] = []
    for rung, probability in thresholds.rungs.items():
        target = rung_target(outlook, draws, probability, measure=measure, at_least=up)
        if target is None or any(p.goal.target == target for p in proposals):
            continue
        goal = goal_at(
            outlook, target, baseline=baseline, measure=measure, deadline=deadline, purpose=purpose
        )
        check = check_goal(goal, outlook, thresholds=thresholds)
        proposals.append(Proposal(rung=rung, goal=goal, check=check))
    wish = custom or _default_wish(outlook, baseline, thresholds)
    if wish is not None:
        own = new_goal(
            outlook,
            wish,
            measure=measure,
            deadline=deadline,
            purpose=purpose,
            thresholds=thresholds,
        )
        check = check_goal(own, outlook, thresholds=thresholds)
        proposals.append(Proposal(rung=Rung.CUSTOM, goal=own, check=check))
    return tuple(proposals)


def rung_target(
    outlook: KpiOutlook,
    draws: Draws,
    probability: float,
    *,
    measure: Measure,
    at_least: bool,
) -> float | None:
    """Return the rounded target that is met with at least a probability.

    Parameters
    ----------
    outlook : KpiOutlook
        The KPI.
    draws : array of float
        Values at the deadline.
    probability : float
        Inside 0-1.
    measure : Measure
        Says whether only whole figures make sense.
    at_least : bool
        Whether meeting it means at least, or at most.

    Returns
    -------
    float or None
        None where no figure above zero is left.
    """
    # A draw itself, so that the wanted share of draws meets it, and not one draw more than needed.
    ordered = np.sort(draws)
    place = (
        math.floor(ordered.size * (1 - probability) + 1e-9)
        if at_least
        else math.ceil(ordered.size * probability - 1e-9) - 1
    )
    exact = ordered[min(max(place, 0), ordered.size - 1)]
    low, high = np.quantile(draws, [0.1, 0.9])
    target = round_easier(
        float(exact),
        outlook.unit,
        at_least=at_least,
        spread=float(high - low),
        whole=outlook.unit is Unit.COUNT and measure is not Measure.MEAN,
    )
    upper = outlook.upper
    if upper is not None:
        target = min(target, upper)
    if not math.isfinite(target) or (target <= 0 and not outlook.may_be_negative):
        return None
    return target


def _default_wish(
    outlook: KpiOutlook, baseline: Baseline, thresholds: GoalThresholds
) -> TargetInput | None:
    if baseline.value <= 0:
        return None
    up = goal_aims_up(outlook)
    change = thresholds.custom_change if up else -thresholds.custom_change
    upper = outlook.upper
    if upper is not None and baseline.value * (1 + change) > upper:
        return None
    return TargetInput(change=change)


def base_rate_sentence() -> Message:
    """Say how often such a goal comes true, whoever sets it."""
    return msg(
        "On real accounts {change} in three months came true in {hits} of 100 quarters.",
        change=Change(BASE_RATE_CHANGE),
        hits=BASE_RATE_PER_100,
    )
