"""Further forecasts that saved goals need: of the day they were set, and of a plan as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from kpicore.goals import Goal, KpiOutlook, joint_values, make_outlook
from kpicore.goals.outlook import Draws
from pages.parts import configuration, jobs, outlooks
from pages.parts.session import Here


def outlook_at_start(here: Here, goal: Goal, now: KpiOutlook) -> KpiOutlook | None:
    """Return the outlook of the day on which a goal was set, if it is there by now.

    What happened since must not bend the pace path; so only days before that one are used.

    Parameters
    ----------
    here : Here
        Who is here.
    goal : Goal
        A saved goal.
    now : KpiOutlook
        Of its KPI with the newest data; its own outlook on the day it is set.

    Returns
    -------
    KpiOutlook or None
        None while it is being made.

    Raises
    ------
    KpiCoreError
        If the data of that day do not allow a forecast.
    """
    if goal.created_on >= now.today:
        return now
    return jobs.outcome(
        start_job(here, goal),
        make_outlook,
        here.history(goal.account_ids),
        goal.kpi,
        account_ids=goal.account_ids,
        until=goal.deadline,
        today=goal.created_on,
        statistic=goal.statistic,
        events=outlooks.events_of(here, goal.account_ids),
        holidays=configuration.settings().holidays or None,
        options=here.options,
    )


def start_job(here: Here, goal: Goal) -> jobs.JobKey:
    """Return the key of the job behind `outlook_at_start`, to wait for."""
    moved_by = repr((outlooks.events_of(here, goal.account_ids), here.options))
    day, until = goal.created_on.isoformat(), goal.deadline.isoformat()
    named = (goal.kpi, goal.statistic, day, until, moved_by)
    return here.key("outlook at start", *named, *goal.account_ids)


def plan_values(here: Here, goals: Sequence[Goal], known: Sequence[KpiOutlook]) -> Draws | None:
    """Return the joint draws of a plan's goals if they are there by now, else None.

    Parameters
    ----------
    here : Here
        Who is here.
    goals : sequence of Goal
        The plan.
    known : sequence of KpiOutlook
        The outlook of each goal.

    Returns
    -------
    array of float or None
        As `kpicore.goals.joint_values`.

    Raises
    ------
    KpiCoreError
        If the data do not allow a forecast.
    """
    return jobs.outcome(
        plan_job(here, goals), joint_values, tuple(goals), tuple(o.source for o in known)
    )


def plan_job(here: Here, goals: Sequence[Goal]) -> jobs.JobKey:
    """Return the key of the job behind `plan_values`, to wait for."""
    # Not the targets: another target asks other questions of the same futures.
    read = (
        (g.kpi, g.statistic, g.measure, g.deadline, g.baseline.period.last, g.account_ids)
        for g in goals
    )
    return here.key("plan", repr(here.options), *(str(part) for part in read))
