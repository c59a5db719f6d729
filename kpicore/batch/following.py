"""What is followed of a client: forecasts of its KPIs, and the goals on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import TypeAlias

import numpy as np

from kpicore.batch.model import FOLLOWED_KPIS, BatchPlan, ClientTask, FollowedKpi, GoalLine
from kpicore.errors import KpiCoreError, NotEnoughDataError
from kpicore.goals import (
    DeadlineChoice,
    Goal,
    KpiOutlook,
    TargetInput,
    check_deadline,
    check_goal,
    deadline_of,
    default_measure,
    forecast_reach,
    goal_window,
    kpis_worth_a_goal,
    make_outlook,
    new_goal,
    progress_sentence,
    settlement_sentence,
)
from kpicore.goals.wording import aim_sentence
from kpicore.history import Account, History
from kpicore.kpis import data_end
from kpicore.kpis.definition import Statistic
from kpicore.language import Translator
from kpicore.messages import msg
from kpicore.periods import ONE_DAY
from kpicore.reports import ReportGoal, report_goal
from kpicore.reviews import GoalStanding

Followed: TypeAlias = tuple[FollowedKpi, ReportGoal | None]
"""A line of the summary, and the same goal as reports take it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """What is forecast: one figure of some accounts, with all goals on it."""

    kpi: str
    statistic: Statistic | None
    account_ids: tuple[str, ...]
    goals: tuple[Goal, ...] = ()


def today_of(history: History, account_ids: tuple[str, ...], plan: BatchPlan) -> date:
    """Return the first day that counts as unknown: the plan's, else the day after the data end.

    Raises
    ------
    DataNotFoundError
        If the accounts have no dated data.
    """
    return plan.today or data_end(history, account_ids, date.max) + ONE_DAY


def followed(
    history: History, task: ClientTask, plan: BatchPlan, t: Translator
) -> Iterator[Followed]:
    """Yield the forecasts of all accounts with their goals, and why one cannot be made.

    Parameters
    ----------
    history : History
        Of the client.
    task : ClientTask
        Its goals, events and options.
    plan : BatchPlan
        What is asked.
    t : Translator
        Language of the sentences.

    Yields
    ------
    tuple of FollowedKpi and ReportGoal or None
        Account by account, then goals on several accounts together.
    """
    for account in history.accounts:
        ids = (account.account_id,)
        own = tuple(g for g in task.goals if g.account_ids == ids)
        try:
            subjects = _subjects(history, ids, own, task, plan)
        except KpiCoreError as fault:
            yield _said(history, ids, "", t.say(fault.message)), None
            continue
        for subject in subjects:
            yield from _of_subject(history, subject, task, plan, t)
    alone = {(account.account_id,) for account in history.accounts}
    for subject in _grouped([g for g in task.goals if g.account_ids not in alone]):
        yield from _of_subject(history, subject, task, plan, t)


def _subjects(
    history: History,
    ids: tuple[str, ...],
    goals: Sequence[Goal],
    task: ClientTask,
    plan: BatchPlan,
) -> list[_Subject]:
    """Return what is forecast of one account: figures with goals, and those asked for."""
    found = _grouped(goals)
    aimed_at = {subject.kpi for subject in found}
    keys = list(plan.kpis)
    if not keys:
        today = today_of(history, ids, plan)
        worth = kpis_worth_a_goal(history, account_ids=ids, today=today, options=task.options)
        keys = list(islice(worth, FOLLOWED_KPIS))
    if not keys and not found:
        raise NotEnoughDataError(
            msg(
                "No KPI of {account} can be forecast: four weeks of days are needed, or a post a "
                "week.",
                account=history.account(ids[0]).name,
            )
        )
    asked = [_Subject(kpi=k, statistic=None, account_ids=ids) for k in keys if k not in aimed_at]
    return [*found, *asked]


def _grouped(goals: Sequence[Goal]) -> list[_Subject]:
    """Return the figures that goals speak of; goals on the same figure share its forecast."""
    groups: dict[tuple[str, Statistic, tuple[str, ...]], list[Goal]] = {}
    for goal in goals:
        groups.setdefault((goal.kpi, goal.statistic, goal.account_ids), []).append(goal)
    return [
        _Subject(kpi=kpi, statistic=statistic, account_ids=ids, goals=tuple(own))
        for (kpi, statistic, ids), own in groups.items()
    ]


def _of_subject(
    history: History, subject: _Subject, task: ClientTask, plan: BatchPlan, t: Translator
) -> Iterator[Followed]:
    """Yield one line per goal on a figure, or one line where there is none."""
    ids = subject.account_ids
    try:
        today = today_of(history, ids, plan)
        deadline = plan.deadline or deadline_of(DeadlineChoice.THREE_MONTHS, today)
        outlook = make_outlook(
            history,
            subject.kpi,
            account_ids=ids,
            until=forecast_reach(today, [deadline, *(g.deadline for g in subject.goals)]),
            today=today,
            statistic=subject.statistic,
            events=[e for whose, e in task.events if whose is None or whose in ids],
            holidays=plan.holidays,
            seed=plan.seed,
            options=task.options,
        )
        goals = subject.goals
        if not goals and task.sets_goals:
            goals = (_set_goal(outlook, deadline, plan),)
        if not goals:
            yield _without_goal(outlook, deadline), None
        for goal in goals:
            found = report_goal(goal, outlook, thresholds=plan.thresholds)
            yield _with_goal(found.standing, outlook, t), found
    except KpiCoreError as fault:
        yield _said(history, ids, subject.kpi, t.say(fault.message)), None


def _set_goal(outlook: KpiOutlook, deadline: date, plan: BatchPlan) -> Goal:
    """Set a goal; its id follows from what it asks for, so that the same batch sets the same."""
    check_deadline(deadline, today=outlook.today, thresholds=plan.thresholds)
    goal = new_goal(
        outlook,
        TargetInput(change=plan.change),
        measure=default_measure(outlook),
        deadline=deadline,
        thresholds=plan.thresholds,
    )
    check = check_goal(goal, outlook, thresholds=plan.thresholds)
    identity = repr((goal.kpi, goal.statistic, goal.account_ids, goal.created_on, goal.target))
    return replace(
        goal,
        goal_id=f"{goal.kpi}-{sha256(identity.encode()).hexdigest()[:12]}",
        probability_at_start=check.probability,
    )


def _with_goal(standing: GoalStanding, outlook: KpiOutlook, t: Translator) -> FollowedKpi:
    goal, check, progress, ended = (
        standing.goal,
        standing.check,
        standing.progress,
        standing.settlement,
    )
    aim = t.say(aim_sentence(goal, outlook))
    line = _figure_of(outlook)
    if check is not None and progress is not None:
        told = GoalLine(
            goal=goal,
            status=progress.status,
            probability=check.probability,
            verdict=check.verdict,
            aim=aim,
            standing=t.say(progress_sentence(goal, check, progress, outlook)),
        )
        return replace(
            line,
            expected=check.expected,
            low=check.low,
            high=check.high,
            window=check.window,
            goal=told,
        )
    if ended is None:
        return line
    told = GoalLine(
        goal=goal,
        status=ended.status,
        outcome=ended.outcome,
        aim=aim,
        standing=t.say(settlement_sentence(goal, ended, outlook)),
    )
    return replace(line, goal=told)


def _without_goal(outlook: KpiOutlook, deadline: date) -> FollowedKpi:
    measure = default_measure(outlook)
    window = goal_window(measure, deadline=deadline, baseline_last=outlook.source.mature_until)
    draws = outlook.draws_of(measure, window)
    low, expected, high = (float(v) for v in np.quantile(draws, [0.1, 0.5, 0.9]))
    return replace(_figure_of(outlook), expected=expected, low=low, high=high, window=window)


def _figure_of(outlook: KpiOutlook) -> FollowedKpi:
    return FollowedKpi(
        account_ids=outlook.account_ids,
        accounts=tuple(a.name for a in outlook.accounts),
        platforms=tuple(a.platform for a in outlook.accounts),
        kpi=outlook.definition.key,
        statistic=outlook.statistic,
        unit=outlook.unit,
        currency=outlook.currency,
    )


def _said(history: History, ids: tuple[str, ...], kpi: str, reason: str) -> FollowedKpi:
    known: dict[str, Account] = {a.account_id: a for a in history.accounts}
    return FollowedKpi(
        account_ids=ids,
        accounts=tuple(known[i].name for i in ids if i in known),
        platforms=tuple(known[i].platform for i in ids if i in known),
        kpi=kpi,
        reason=reason,
    )
