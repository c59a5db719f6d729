"""What a review asks of the data, kept like everything in `pages.parts.loaders`."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import streamlit as st

from kpicore.forecasting import Event
from kpicore.goals import KpiOutlook
from kpicore.kpis import KpiOptions, Statistic
from kpicore.periods import Period
from kpicore.reviews import (
    ChangeSplit,
    FormatTable,
    follower_findings,
    format_table,
    split_change,
)
from kpicore.reviews.model import Finding
from kpicore.store import Workspace
from pages.parts import outlooks
from pages.parts.loaders import KEPT_FOR, KEPT_RESULTS, chosen_history
from pages.parts.session import Here

DatedThings: TypeAlias = tuple[tuple[str, date, date, str], ...]
"""Name, first and last day, kind: events and notes as what a cache can be keyed by."""


@st.cache_resource(show_spinner=False, max_entries=KEPT_RESULTS, ttl=KEPT_FOR)
def _formats(
    workspace_id: str,
    data_version: int,
    account_ids: tuple[str, ...],
    _workspace: Workspace,
    *,
    period: Period,
) -> FormatTable:
    data = chosen_history(workspace_id, data_version, account_ids, _workspace)
    return format_table(data, period, account_ids=account_ids, options=KpiOptions())


def formats(here: Here, period: Period) -> FormatTable:
    """Return what the formats of the chosen accounts earned in a period."""
    return _formats(
        here.kept_as,
        here.data_version,
        here.account_ids,
        here.workspace,
        period=period,
    )


@st.cache_resource(show_spinner=False, max_entries=KEPT_RESULTS, ttl=KEPT_FOR)
def _followers(
    workspace_id: str,
    data_version: int,
    account_ids: tuple[str, ...],
    _workspace: Workspace,
    *,
    period: Period,
    today: date,
    things: DatedThings,
) -> tuple[Finding, ...]:
    data = chosen_history(workspace_id, data_version, account_ids, _workspace)
    return follower_findings(
        data,
        period,
        account_ids=account_ids,
        today=today,
        events=[Event(name, first, last, kind) for name, first, last, kind in things],
    )


def followers(here: Here, period: Period, things: DatedThings) -> tuple[Finding, ...]:
    """Return what can be told of the followers of the chosen accounts in a period.

    Parameters
    ----------
    here : Here
        Who is here.
    period : Period
        Known days under review.
    things : DatedThings
        Events and notes: they change without the data version.

    Returns
    -------
    tuple of Finding
        At least one.
    """
    return _followers(
        here.kept_as,
        here.data_version,
        here.account_ids,
        here.workspace,
        period=period,
        today=here.calendar_day,
        things=things,
    )


@st.cache_resource(show_spinner=False, max_entries=KEPT_RESULTS, ttl=KEPT_FOR)
def _split(
    workspace_id: str,
    data_version: int,
    account_ids: tuple[str, ...],
    *,
    kpi: str,
    statistic: Statistic | None,
    since: date,
    until: date,
    moved_by: str,
    _outlooks: tuple[KpiOutlook, KpiOutlook],
    _here: Here,
) -> ChangeSplit | None:
    then, now = _outlooks
    return split_change(then, now, _here.history(account_ids))


def split(here: Here, since: date, then: KpiOutlook, now: KpiOutlook) -> ChangeSplit | None:
    """Return what changed between two outlooks, split into its parts.

    Parameters
    ----------
    here : Here
        Who is here.
    since : date
        Day of the last review.
    then : KpiOutlook
        Made on that day.
    now : KpiOutlook
        With the newest data; only its data are read, not its forecast.

    Returns
    -------
    ChangeSplit or None
        As `kpicore.reviews.split_change`.
    """
    ids = tuple(then.account_ids)
    return _split(
        here.kept_as,
        here.data_version,
        ids,
        kpi=then.definition.key,
        statistic=then.statistic,
        since=since,
        until=then.horizon_last,
        moved_by=repr((outlooks.events_of(here, ids), here.options)),
        _outlooks=(then, now),
        _here=here,
    )
