"""Where KPIs are heading: forecasts made by a job, once per KPI, data version and horizon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from kpicore.forecasting import Event
from kpicore.goals import Goal, KpiOutlook, forecast_reach, make_outlook
from kpicore.kpis import Statistic
from kpicore.messages import msg
from pages.parts import configuration, jobs
from pages.parts.session import Here

Subject: TypeAlias = tuple[str, Statistic | None, tuple[str, ...]]
"""What is forecast: KPI, statistic and accounts."""


def outlook(
    here: Here,
    kpi: str,
    *,
    until: date,
    account_ids: tuple[str, ...] | None = None,
    statistic: Statistic | None = None,
) -> KpiOutlook:
    """Return the outlook of a KPI; draws progress and stops the run until it is there.

    Parameters
    ----------
    here : Here
        Who is here.
    kpi : str
        Key of the catalogue.
    until : date
        Last day of the forecast.
    account_ids : tuple of str, optional
        By default the accounts that the reader looks at.
    statistic : Statistic, optional
        By default the first that the data allow.

    Returns
    -------
    KpiOutlook
        Shared: the same question gives the same object until the data change.

    Raises
    ------
    KpiCoreError
        If the data do not allow a forecast.
    """
    found = outlook_if_ready(here, kpi, until=until, account_ids=account_ids, statistic=statistic)
    if found is None:
        ids = account_ids or here.account_ids
        reach = _reach(here, (kpi, statistic, ids), until)
        jobs.stop_until_done(here.t, msg("Forecasting…"), _key(here, (kpi, statistic, ids), reach))
    return found


def outlook_if_ready(
    here: Here,
    kpi: str,
    *,
    until: date,
    account_ids: tuple[str, ...] | None = None,
    statistic: Statistic | None = None,
    saved: Sequence[Goal] | None = None,
    patience: jobs.Patience | None = None,
) -> KpiOutlook | None:
    """Return the outlook of a KPI if it is there by now, else None; the work goes on.

    Parameters
    ----------
    here : Here
        Who is here.
    kpi : str
        Key of the catalogue.
    until : date
        Last day of the forecast.
    account_ids : tuple of str, optional
        By default the accounts that the reader looks at.
    statistic : Statistic, optional
        By default the first that the data allow.
    saved : sequence of Goal, optional
        All running goals, where they have been read already.
    patience : Patience, optional
        How long to wait; shared by all outlooks that a page asks for.

    Returns
    -------
    KpiOutlook or None
        As `outlook`.

    Raises
    ------
    KpiCoreError
        If the data do not allow a forecast.
    """
    ids = account_ids or here.account_ids
    reach = _reach(here, (kpi, statistic, ids), until, saved)
    key = _key(here, (kpi, statistic, ids), reach)
    job = jobs.board().start(
        key,
        make_outlook,
        here.history(ids),
        kpi,
        account_ids=ids,
        until=reach,
        today=here.today_of(ids),
        statistic=statistic,
        events=events_of(here, ids),
        holidays=configuration.settings().holidays or None,
        options=here.options,
    )
    return jobs.awaited(key, job, patience or jobs.Patience())


def goal_outlook(
    here: Here, goal: Goal, saved: Sequence[Goal], patience: jobs.Patience | None = None
) -> KpiOutlook | None:
    """Return the outlook on which a saved goal is checked, if it is there by now.

    Parameters
    ----------
    here : Here
        Who is here.
    goal : Goal
        A saved goal.
    saved : sequence of Goal
        All running goals: those on the same figure share one forecast, to the last deadline.
    patience : Patience, optional
        How long to wait; shared by all goals of a page.

    Returns
    -------
    KpiOutlook or None
        None while it is being made.

    Raises
    ------
    KpiCoreError
        If the data do not allow a forecast.
    """
    return outlook_if_ready(
        here,
        goal.kpi,
        until=goal.deadline,
        account_ids=goal.account_ids,
        statistic=goal.statistic,
        saved=saved,
        patience=patience,
    )


def goal_job(here: Here, goal: Goal, saved: Sequence[Goal]) -> jobs.JobKey:
    """Return the key of the job behind `goal_outlook`, to wait for."""
    subject = _subject(goal)
    return _key(here, subject, _reach(here, subject, goal.deadline, saved))


def outlook_job(here: Here, subject: Subject, until: date) -> jobs.JobKey:
    """Return the key of the job behind `outlook_if_ready`, to wait for."""
    return _key(here, subject, _reach(here, subject, until))


def events_of(here: Here, account_ids: tuple[str, ...]) -> tuple[Event, ...]:
    """Return the dated things that move the numbers of some accounts, by first day.

    Parameters
    ----------
    here : Here
        Who is here.
    account_ids : tuple of str
        The accounts; events that concern all accounts are among theirs.

    Returns
    -------
    tuple of Event
        Read once in a run: they change without the data version.
    """
    return tuple(
        Event(name=e.name, first=e.first, last=e.last, kind=e.kind, lift=e.lift)
        for e in sorted(here.events(), key=lambda e: (e.first, e.event_id))
        if e.account_id is None or e.account_id in account_ids
    )


def _subject(goal: Goal) -> Subject:
    return goal.kpi, goal.statistic, goal.account_ids


def _reach(here: Here, subject: Subject, until: date, saved: Sequence[Goal] | None = None) -> date:
    # As far as the saved goals on the same figure reach: the goal that is being set, the saved ones
    # and the Forecast page read the same draws, so that they say the same, and saving or revising a
    # goal needs no other forecast.
    goals = here.workspace.goals() if saved is None else saved
    aims = [goal.deadline for goal in goals if _subject(goal) == subject]
    return forecast_reach(here.today_of(subject[2]), [until, *aims])


def _key(here: Here, subject: Subject, until: date) -> jobs.JobKey:
    # Events and options enter the forecast and change without the data version.
    kpi, statistic, account_ids = subject
    moved_by = repr((events_of(here, account_ids), here.options))
    return here.key("outlook", kpi, until.isoformat(), statistic, moved_by, *account_ids)
