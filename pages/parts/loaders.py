"""What pages ask for more than once: the only caches of the app.

Every key begins with the workspace's cache key (`kept_as`) and its data version, never with a
frame: large frames are only sampled when they are hashed, and a key without the workspace would
hand one visitor's data to another. What is cached is frozen and treated as read-only, so it is
shared without copies (`cache_resource`), and bounded in number and time.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from types import MappingProxyType

import pandas as pd
import streamlit as st

from kpicore.errors import NotComputableError
from kpicore.history import History
from kpicore.kpis import (
    CATALOGUE,
    DEFAULT_OPTIONS,
    KpiOptions,
    KpiValue,
    Step,
    compute_kpis,
    kpi_series,
)
from kpicore.periods import Period
from kpicore.store import Workspace

KEPT_HISTORIES = 24
"""Histories kept in memory over all workspaces; two years of two accounts take about 5 MB."""

SPARK_WEEKS = 26
"""Points of a sparkline: half a year."""

KEPT_RESULTS = 512
"""Small results kept over all workspaces: twenty people look at several periods each."""

KEPT_FOR = "1h"
"""After this long a result is made anew from the store."""


@st.cache_resource(show_spinner=False, max_entries=KEPT_RESULTS, ttl=KEPT_FOR)
def kept_as(workspace_id: str, data_version: int, _workspace: Workspace) -> str:
    """Return the key under which caches keep what is made of a workspace's data.

    That is the workspace's own id. Only where every account is the made-up creator's it is a digest
    of the whole content, so that twenty visitors who try the sample share one copy of it and of its
    forecasts: who knows the digest has the same data already.

    Parameters
    ----------
    workspace_id : str
        Random, never used twice.
    data_version : int
        Rises with every change of its data.
    _workspace : Workspace
        Where it is read from.

    Returns
    -------
    str
        Differs wherever the data do.
    """
    accounts = _workspace.accounts()
    if not accounts or not all(account.made_up for account in accounts):
        return workspace_id
    whole = _workspace.load_history()
    # Every byte counts, none is sampled: what is written down here is only hashed.
    content = pickle.dumps((whole.accounts, sorted(whole.frames.items())))
    return f"made up {sha256(content).hexdigest()}"


@st.cache_resource(show_spinner=False, max_entries=KEPT_HISTORIES, ttl=KEPT_FOR)
def history(workspace_id: str, data_version: int, _workspace: Workspace) -> History:
    """Return all that a workspace holds.

    Parameters
    ----------
    workspace_id : str
        From `kept_as`.
    data_version : int
        Rises with every change of its data.
    _workspace : Workspace
        Where it is read from.

    Returns
    -------
    History
        Shared: do not change its frames.
    """
    return _workspace.load_history()


@st.cache_resource(show_spinner=False, max_entries=KEPT_HISTORIES, ttl=KEPT_FOR)
def chosen_history(
    workspace_id: str,
    data_version: int,
    account_ids: tuple[str, ...],
    _workspace: Workspace,
) -> History:
    """Return the part of a workspace that speaks of some accounts.

    Parameters
    ----------
    workspace_id : str
        From `kept_as`.
    data_version : int
        Rises with every change of its data.
    account_ids : tuple of str
        The accounts.
    _workspace : Workspace
        Where it is read from.

    Returns
    -------
    History
        Shared: do not change its frames.
    """
    whole = history(workspace_id, data_version, _workspace)
    if account_ids == tuple(account.account_id for account in whole.accounts):
        return whole
    return whole.only(account_ids)


@st.cache_resource(show_spinner=False, max_entries=KEPT_RESULTS, ttl=KEPT_FOR)
def kpi_values(
    workspace_id: str,
    data_version: int,
    account_ids: tuple[str, ...],
    _workspace: Workspace,
    *,
    period: Period,
    today: date,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> tuple[KpiValue, ...]:
    """Return every KPI of some accounts over a period, in the order of the catalogue.

    Parameters
    ----------
    workspace_id : str
        From `kept_as`.
    data_version : int
        Rises with every change of its data.
    account_ids : tuple of str
        The accounts, put together.
    _workspace : Workspace
        Where the data are read from.
    period : Period
        The days.
    today : date
        The first day that is not known.
    options : KpiOptions
        How the workspace reads KPIs.

    Returns
    -------
    tuple of KpiValue
        With a reason where there is no value.
    """
    data = chosen_history(workspace_id, data_version, account_ids, _workspace)
    return compute_kpis(data, period, account_ids=account_ids, today=today, options=options)


@st.cache_resource(show_spinner=False, max_entries=KEPT_RESULTS, ttl=KEPT_FOR)
def kpi_series_of(
    workspace_id: str,
    data_version: int,
    account_ids: tuple[str, ...],
    _workspace: Workspace,
    *,
    kpi: str,
    step: Step,
    today: date,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> pd.DataFrame:
    """Return one KPI of some accounts over time.

    Parameters
    ----------
    workspace_id : str
        From `kept_as`.
    data_version : int
        Rises with every change of its data.
    account_ids : tuple of str
        The accounts, put together.
    _workspace : Workspace
        Where the data are read from.
    kpi : str
        Key of the catalogue.
    step : Step
        Days, weeks or months.
    today : date
        The first day that is not known.
    options : KpiOptions
        How the workspace reads KPIs.

    Returns
    -------
    DataFrame
        As `kpicore.kpis.kpi_series`; shared: do not change it.

    Raises
    ------
    NotComputableError
        If the accounts do not have it, or it cannot be put together over days.
    """
    data = chosen_history(workspace_id, data_version, account_ids, _workspace)
    return kpi_series(data, kpi, account_ids=account_ids, today=today, step=step, options=options)


@st.cache_resource(show_spinner=False, max_entries=KEPT_RESULTS, ttl=KEPT_FOR)
def kpi_lines(
    workspace_id: str,
    data_version: int,
    account_ids: tuple[str, ...],
    _workspace: Workspace,
    *,
    today: date,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> Mapping[str, tuple[float, ...]]:
    """Return the sparkline of every KPI that has one: half a year of weeks.

    Parameters
    ----------
    workspace_id : str
        From `kept_as`.
    data_version : int
        Rises with every change of its data.
    account_ids : tuple of str
        The accounts, put together.
    _workspace : Workspace
        Where the data are read from.
    today : date
        The first day that is not known.
    options : KpiOptions
        How the workspace reads KPIs.

    Returns
    -------
    Mapping[str, tuple of float]
        Key to whole weeks, oldest first; missing weeks are left out.
    """
    data = chosen_history(workspace_id, data_version, account_ids, _workspace)
    lines = {}
    for key in CATALOGUE:
        try:
            weeks = kpi_series(
                data, key, account_ids=account_ids, today=today, step=Step.WEEK, options=options
            )
        except NotComputableError:
            continue
        whole = weeks.loc[weeks["complete"], "value"].dropna().tail(SPARK_WEEKS)
        lines[key] = tuple(whole.tolist())
    return MappingProxyType(lines)
