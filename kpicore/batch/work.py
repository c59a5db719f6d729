"""What a worker does for one client: read it, compute its KPIs, forecast, check its goals.

A finding about the data, such as too short a history, is an answer and told as one. Anything else
that goes wrong is left to rise: whoever gave out the work knows that it was this client's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kpicore.batch.following import followed, today_of
from kpicore.batch.model import BatchPlan, ClientOutcome, ClientTask, KpiFigure, UnusedFile
from kpicore.errors import ImportFailedError, KpiCoreError, NotEnoughDataError
from kpicore.history import History
from kpicore.ingest import FileReport, ReadOptions, read_files
from kpicore.kpis import Preset, compute_kpis, current_period
from kpicore.language import Translator, translator
from kpicore.messages import msg
from kpicore.reports import ReportGoal


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
    found = list(followed(history, task, plan, t))
    outcome = ClientOutcome(
        client_id=task.client_id,
        name=task.name,
        as_of=_as_of(history, plan),
        followed=tuple(line for line, _ in found),
        figures=tuple(_figures(history, task, plan)),
        unused=unused,
    )
    if not plan.report:
        return ClientResult(outcome=outcome)
    goals = tuple(goal for _, goal in found if goal is not None)
    return _with_report(outcome, history, goals, task, plan)


def _with_report(
    outcome: ClientOutcome,
    history: History,
    goals: tuple[ReportGoal, ...],
    task: ClientTask,
    plan: BatchPlan,
) -> ClientResult:
    """Write the client's report; one that cannot be made is told beside what could."""
    from kpicore.reports import (  # noqa: PLC0415 - loads what only reports need
        Branding,
        Format,
        Kind,
        Material,
        ReportOrder,
        make_report,
    )

    if outcome.as_of is None:
        return ClientResult(outcome=outcome)
    ids = tuple(account.account_id for account in history.accounts)
    material = Material(
        history=history,
        period=current_period(history, ids, Preset.LAST_28, outcome.as_of),
        today=outcome.as_of,
        made_on=outcome.as_of,
        goals=goals,
        core_kpis=tuple(dict.fromkeys(line.kpi for line in outcome.followed if line.unit)),
        options=task.options,
        events=tuple(event for _, event in task.events),
        files=tuple(file.name for file in task.files),
        thresholds=plan.thresholds,
    )
    try:
        order = ReportOrder(
            kind=Kind.CLIENT,
            form=Format(plan.report),
            language=plan.language,
            branding=Branding(name=task.name),
        )
        content = make_report(order, material)
    except KpiCoreError as fault:
        error = translator(plan.language).say(fault.message)
        return ClientResult(outcome=replace(outcome, report_error=error))
    return ClientResult(outcome=outcome, report=content)


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


def _as_of(history: History, plan: BatchPlan) -> date | None:
    days = []
    for account in history.accounts:
        try:
            days.append(today_of(history, (account.account_id,), plan))
        except KpiCoreError:
            continue
    return max(days, default=None)


def _figures(history: History, task: ClientTask, plan: BatchPlan) -> Iterator[KpiFigure]:
    """Yield every KPI that can be computed, account by account."""
    for account in history.accounts:
        ids = (account.account_id,)
        try:
            today = today_of(history, ids, plan)
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
