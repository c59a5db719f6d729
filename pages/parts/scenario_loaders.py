"""What the Scenarios page asks for more than once, kept as in `pages.parts.loaders`."""

from __future__ import annotations

import streamlit as st

from kpicore.forecasting import Event
from kpicore.goals import Goal, KpiOutlook
from kpicore.history import History
from kpicore.scenarios import (
    WANTED,
    Ground,
    Lever,
    SmallestChange,
    ground_of,
    smallest_change,
)
from pages.parts import outlooks
from pages.parts.loaders import KEPT_FOR, KEPT_HISTORIES, KEPT_RESULTS
from pages.parts.session import Here


def ground(here: Here, account_ids: tuple[str, ...]) -> Ground:
    """Return what the levers need to know of some accounts; shared: do not change it."""
    return _ground(
        here.kept_as,
        here.data_version,
        account_ids,
        outlooks.events_of(here, account_ids),
        _here=here,
    )


@st.cache_resource(show_spinner=False, max_entries=KEPT_HISTORIES, ttl=KEPT_FOR)
def _ground(
    workspace_id: str,
    data_version: int,
    account_ids: tuple[str, ...],
    events: tuple[Event, ...],
    *,
    _here: Here,
) -> Ground:
    data: History = _here.history(account_ids)
    return ground_of(
        data, account_ids=account_ids, today=_here.today_of(account_ids), events=events
    )


def changes(
    here: Here, lever: Lever, others: tuple[Lever, ...], goal: Goal, outlook: KpiOutlook
) -> tuple[SmallestChange, ...]:
    """Return the smallest size of a lever for each probability that is searched for.

    Parameters
    ----------
    here : Here
        Who is here.
    lever : Lever
        One that has a size.
    others : tuple of Lever
        Pulled as well.
    goal : Goal
        The goal.
    outlook : KpiOutlook
        As forecast.

    Returns
    -------
    tuple of SmallestChange
        One for each of `kpicore.scenarios.WANTED`.
    """
    return _changes(
        here.kept_as,
        here.data_version,
        (repr(goal), repr(lever), repr(others)),
        (outlook.horizon_last.isoformat(), outlooks.events_of(here, goal.account_ids)),
        _search=(lever, others, goal, outlook, ground(here, goal.account_ids)),
    )


@st.cache_resource(show_spinner=False, max_entries=KEPT_RESULTS, ttl=KEPT_FOR)
def _changes(
    workspace_id: str,
    data_version: int,
    asked: tuple[str, str, str],
    forecast: tuple[str, tuple[Event, ...]],
    *,
    _search: tuple[Lever, tuple[Lever, ...], Goal, KpiOutlook, Ground],
) -> tuple[SmallestChange, ...]:
    lever, others, goal, outlook, base = _search
    return tuple(
        smallest_change(lever, goal, outlook, base, wanted=wanted, others=others)
        for wanted in WANTED
    )
