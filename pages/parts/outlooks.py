"""Where KPIs are heading: forecasts made by a job, once per KPI, data version and horizon."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from kpicore.forecasting import Event
from kpicore.goals import Goal, KpiOutlook, make_outlook
from kpicore.goals.thresholds import WINDOW_DAYS
from kpicore.kpis import Statistic
from kpicore.messages import msg
from kpicore.periods import quarter_of
from pages.parts import configuration, jobs
from pages.parts.session import Here


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
        key = _key(here, kpi, _reach(until), ids, statistic)
        jobs.stop_until_done(here.t, msg("Forecasting…"), key)
    return found


def outlook_if_ready(
    here: Here,
    kpi: str,
    *,
    until: date,
    account_ids: tuple[str, ...] | None = None,
    statistic: Statistic | None = None,
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
    reach = _reach(until)
    return jobs.outcome(
        _key(here, kpi, reach, ids, statistic),
        make_outlook,
        here.history(ids),
        kpi,
        account_ids=ids,
        until=reach,
        today=here.today_of(ids),
        statistic=statistic,
        events=events_of(here, ids),
        holidays=configuration.settings().holidays or None,
    )


def goal_outlook(here: Here, goal: Goal, goals: Iterable[Goal] = ()) -> KpiOutlook | None:
    """Return the outlook on which a saved goal is checked, if it is there by now.

    Parameters
    ----------
    here : Here
        Who is here.
    goal : Goal
        A saved goal.
    goals : iterable of Goal
        Goals shown together: those on the same figure share one forecast, to the last deadline.

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
        until=_until(here, goal, goals),
        account_ids=goal.account_ids,
        statistic=goal.statistic,
    )


def goal_job(here: Here, goal: Goal, goals: Iterable[Goal] = ()) -> jobs.JobKey:
    """Return the key of the job behind `goal_outlook`, to wait for."""
    until = _until(here, goal, goals)
    return _key(here, goal.kpi, _reach(until), goal.account_ids, goal.statistic)


def _until(here: Here, goal: Goal, goals: Iterable[Goal]) -> date:
    # A goal whose deadline has passed is worded with an outlook too: then a short one will do.
    shortest = here.today_of(goal.account_ids) + timedelta(days=WINDOW_DAYS)
    same = [g.deadline for g in goals if _subject(g) == _subject(goal)]
    return max([shortest, goal.deadline, *same])


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
        Read anew each time: they change without the data version.
    """
    return tuple(
        Event(name=e.name, first=e.first, last=e.last, kind=e.kind, lift=e.lift)
        for e in sorted(here.workspace.events(), key=lambda e: (e.first, e.event_id))
        if e.account_id is None or e.account_id in account_ids
    )


def _subject(goal: Goal) -> tuple[str, Statistic, tuple[str, ...]]:
    return goal.kpi, goal.statistic, goal.account_ids


def _reach(until: date) -> date:
    # Whole quarters: the goal that is being set, the saved ones and the Forecast page read the
    # same draws, so that they say the same.
    return quarter_of(until).last


def _key(
    here: Here, kpi: str, until: date, account_ids: tuple[str, ...], statistic: Statistic | None
) -> jobs.JobKey:
    # Events enter the forecast and change without the data version.
    moved_by = hash(events_of(here, account_ids))
    return here.key("outlook", kpi, until.isoformat(), statistic, moved_by, *account_ids)
