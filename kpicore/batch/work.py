"""What a worker does for one client: read it, compute its KPIs, forecast, check its goals.

A finding about the data, such as too short a history, is an answer and told as one. Anything else
that goes wrong is left to rise: whoever gave out the work knows that it was this client's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import islice

import numpy as np

from kpicore.batch.model import (
    FOLLOWED_KPIS,
    BatchPlan,
    ClientOutcome,
    ClientTask,
    FollowedKpi,
    GoalStanding,
    KpiFigure,
    UnusedFile,
)
from kpicore.errors import ImportFailedError, KpiCoreError, NotEnoughDataError
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
    progress_of,
    progress_sentence,
    settle,
    settlement_sentence,
)
from kpicore.goals.wording import aim_sentence
from kpicore.history import Account, History
from kpicore.ingest import FileReport, ReadOptions, read_files
from kpicore.kpis import CATALOGUE, Preset, compute_kpis, current_period, data_end
from kpicore.kpis.definition import Statistic
from kpicore.language import Translator, translator
from kpicore.messages import msg
from kpicore.periods import ONE_DAY


@dataclass(frozen=True, kw_only=True)
class ClientResult:
    """What a worker hands back.

    Attributes
    ----------
    outcome : ClientOutcome
        Small, to be kept.
    report : bytes
        The report file; empty where none was asked for.
    """

    outcome: ClientOutcome
    report: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """What is forecast: one figure of some accounts, with all goals on it."""

    kpi: str
    statistic: Statistic | None
    account_ids: tuple[str, ...]
    goals: tuple[Goal, ...] = ()


def work_on(tasks: Sequence[ClientTask], plan: BatchPlan) -> tuple[ClientResult, ...]:
    """Do all that a plan asks of some clients, one after the other.

    Parameters
    ----------
    tasks : sequence of ClientTask
        The clients.
    plan : BatchPlan
        What is asked.

    Returns
    -------
    tuple of ClientResult
        One per client, in their order.
    """
    return tuple(_work_on_one(task, plan) for task in tasks)


def warm_up() -> str:
    """Import in a worker what the work needs, and return the version that it runs."""
    import prophet  # noqa: F401, PLC0415 - seconds that should not count for the first client

    import kpicore.forecasting.forecaster  # noqa: PLC0415

    return kpicore.__version__


def _work_on_one(task: ClientTask, plan: BatchPlan) -> ClientResult:
    t = translator(plan.language)
    try:
        history, unused = _history_of(task, plan, t)
    except KpiCoreError as fault:
        outcome = ClientOutcome(
            client_id=task.client_id, name=task.name, error=t.say(fault.message)
        )
        return ClientResult(outcome=outcome)
    return ClientResult(
        outcome=ClientOutcome(
            client_id=task.client_id,
            name=task.name,
            as_of=_as_of(history, plan),
            followed=tuple(_followed(history, task, plan, t)),
            figures=tuple(_figures(history, task, plan)),
            unused=unused,
        )
    )


def _history_of(
    task: ClientTask, plan: BatchPlan, t: Translator
) -> tuple[History, tuple[UnusedFile, ...]]:
    """Return the client's data, and the files that could not be used."""
    if task.history is not None:
        if not task.history.accounts:
            raise NotEnoughDataError(msg("There are no data yet; upload the first export."))
        return task.history, ()
    if not task.files:
        raise NotEnoughDataError(msg("The folder holds no files; put the exports into it."))
    options = ReadOptions(
        platform=plan.platform, date_order=plan.date_order, today=plan.today, limits=plan.limits
    )
    result = read_files(task.files, options)
    unused = tuple(
        UnusedFile(file=r.file, error=t.say(r.error)) for r in result.failed if r.error is not None
    )
    if not result.accounts:
        raise _unusable(result.failed)
    history = result.history
    if all(report.account is None for report in result.files):
        # Exports that name nobody are of whom their folder or file is named after.
        for account in history.accounts:
            history = history.with_account(replace(account, name=task.name))
    return history, unused


def _unusable(failed: Sequence[FileReport]) -> ImportFailedError:
    for report in failed:
        if report.error is not None:
            if report.file in report.error.values.values():
                return ImportFailedError(report.error)
            return ImportFailedError(msg("{file}: {error}", file=report.file, error=report.error))
    return ImportFailedError(
        msg(
            "The files hold no days and no posts; give exports that list figures by day or by post."
        )
    )


def _today_of(history: History, account_ids: tuple[str, ...], plan: BatchPlan) -> date:
    return plan.today or data_end(history, account_ids, date.max) + ONE_DAY


def _as_of(history: History, plan: BatchPlan) -> date | None:
    days = []
    for account in history.accounts:
        try:
            days.append(_today_of(history, (account.account_id,), plan))
        except KpiCoreError:
            continue
    return max(days, default=None)


def _figures(history: History, task: ClientTask, plan: BatchPlan) -> Iterator[KpiFigure]:
    """Yield every KPI that can be computed, account by account."""
    for account in history.accounts:
        ids = (account.account_id,)
        try:
            today = _today_of(history, ids, plan)
            span = current_period(history, ids, Preset.LAST_28, today)
        except KpiCoreError:
            # An account without dated data; `_followed` says so.
            continue
        for value in compute_kpis(
            history, span, account_ids=ids, today=today, options=task.options
        ):
            if value.value is not None:
                yield KpiFigure(
                    account=account.name,
                    platform=account.platform,
                    kpi=value.key,
                    statistic=value.statistic,
                    unit=value.unit,
                    currency=value.currency,
                    value=value.value,
                    previous=value.previous,
                    change=value.change,
                    period=value.period,
                )


def _followed(
    history: History, task: ClientTask, plan: BatchPlan, t: Translator
) -> Iterator[FollowedKpi]:
    """Yield the forecasts of all accounts with their goals, and why one cannot be made."""
    for account in history.accounts:
        ids = (account.account_id,)
        own = tuple(g for g in task.goals if g.account_ids == ids)
        try:
            subjects = _subjects(history, ids, own, task, plan)
        except KpiCoreError as fault:
            yield _said(history, ids, "", t.say(fault.message))
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
        today = _today_of(history, ids, plan)
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
) -> Iterator[FollowedKpi]:
    """Yield one line per goal on a figure, or one line where there is none."""
    ids = subject.account_ids
    try:
        today = _today_of(history, ids, plan)
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
            yield _without_goal(outlook, deadline)
        for goal in goals:
            yield _with_goal(outlook, goal, plan, t)
    except KpiCoreError as fault:
        yield _said(history, ids, subject.kpi, t.say(fault.message))


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


def _with_goal(outlook: KpiOutlook, goal: Goal, plan: BatchPlan, t: Translator) -> FollowedKpi:
    aim = t.say(aim_sentence(goal, outlook))
    if goal.deadline <= outlook.last_day:
        ended = settle(goal, outlook.source, direction=CATALOGUE[goal.kpi].direction)
        standing = GoalStanding(
            goal=goal,
            status=ended.status,
            outcome=ended.outcome,
            aim=aim,
            standing=t.say(settlement_sentence(goal, ended, outlook)),
        )
        return replace(_figure_of(outlook), goal=standing)
    check = check_goal(goal, outlook, thresholds=plan.thresholds)
    progress = progress_of(goal, check, outlook, thresholds=plan.thresholds)
    standing = GoalStanding(
        goal=goal,
        status=progress.status,
        probability=check.probability,
        verdict=check.verdict,
        aim=aim,
        standing=t.say(progress_sentence(goal, check, progress, outlook)),
    )
    return replace(
        _figure_of(outlook),
        expected=check.expected,
        low=check.low,
        high=check.high,
        window=check.window,
        goal=standing,
    )


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
