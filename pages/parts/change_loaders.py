"""Sudden changes, worked out once per data version and events."""

from __future__ import annotations

from datetime import date

import streamlit as st

from kpicore.forecasting import Event
from kpicore.insights import (
    Happenings,
    SuddenChange,
    expect_metric,
    find_changes,
    gather_happenings,
    watched_metrics,
)
from kpicore.insights.expected import ExpectedDays
from kpicore.store import Workspace
from pages.parts import configuration, loaders
from pages.parts.session import Here

KEPT = 64
"""Answers kept over all workspaces; each holds a few columns of an account's days."""


MAIN = 2
"""Metrics that are looked at beside the chosen one: mostly views and followers."""


def told_metrics(here: Here, account_id: str) -> tuple[str, ...]:
    """Return the metrics of an account in which changes can be looked for."""
    return watched_metrics(here.history((account_id,)), account_id)


def with_days(here: Here) -> tuple[str, ...]:
    """Return the chosen accounts whose exports tell enough days."""
    # All at once: cut out one by one, fifty accounts would push every other history out of memory.
    data = here.history()
    return tuple(i for i in here.account_ids if watched_metrics(data, i))


def expected(here: Here, account_id: str, metric: str) -> ExpectedDays:
    """Return what each day of a metric was expected to bring, and brought."""
    events = events_of(here, account_id)
    return _expected(
        here.kept_as, here.data_version, account_id, metric, repr(events), events, here.workspace
    )


def changes(
    here: Here, account_id: str, metric: str, false_alarms: float
) -> tuple[SuddenChange, ...]:
    """Return the sudden changes of a metric, newest first."""
    return find_changes(expected(here, account_id, metric), metric, false_alarms=false_alarms)


def other_changes(
    here: Here, account_id: str, metric: str, false_alarms: float
) -> tuple[SuddenChange, ...]:
    """Return the sudden changes of the account's main metrics besides one."""
    main = [m for m in told_metrics(here, account_id)[:MAIN] if m != metric]
    return tuple(c for m in main for c in changes(here, account_id, m, false_alarms))


def happenings(here: Here, account_id: str) -> Happenings:
    """Return what may have caused changes of an account."""
    country = configuration.settings().holidays or None
    return _happenings(here.kept_as, here.data_version, account_id, country, here.workspace)


def events_of(here: Here, account_id: str) -> tuple[Event, ...]:
    """Return the events that move the numbers of an account, by day."""
    return tuple(
        Event(name=e.name, first=e.first, last=e.last, kind=e.kind, lift=e.lift)
        for e in sorted(here.events(), key=lambda e: (e.first, e.event_id))
        if e.account_id in (None, account_id)
    )


def is_event(here: Here, account_id: str, first: date) -> bool:
    """Tell whether somebody has said already what happened on a day."""
    return any(e.first <= first <= e.last for e in events_of(here, account_id))


@st.cache_resource(show_spinner=False, max_entries=KEPT, ttl=loaders.KEPT_FOR)
def _expected(
    workspace_id: str,
    data_version: int,
    account_id: str,
    metric: str,
    told: str,  # the events, as a key
    _events: tuple[Event, ...],
    _workspace: Workspace,
) -> ExpectedDays:
    data = loaders.chosen_history(workspace_id, data_version, (account_id,), _workspace)
    return expect_metric(data, account_id, metric, events=_events)


@st.cache_resource(show_spinner=False, max_entries=KEPT, ttl=loaders.KEPT_FOR)
def _happenings(
    workspace_id: str,
    data_version: int,
    account_id: str,
    country: str | None,
    _workspace: Workspace,
) -> Happenings:
    data = loaders.chosen_history(workspace_id, data_version, (account_id,), _workspace)
    return gather_happenings(data, account_id, country=country)
