"""Channels side by side, kept like everything in `pages.parts.loaders`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import streamlit as st

from kpicore.kpis import (
    KpiOptions,
    KpiValue,
    channel_shares,
    compute_channels,
    compute_platforms,
)
from kpicore.periods import Period
from kpicore.store import Workspace
from pages.parts.loaders import KEPT_FOR, KEPT_RESULTS, history
from pages.parts.session import Here


@st.cache_resource(show_spinner=False, max_entries=KEPT_RESULTS, ttl=KEPT_FOR)
def _channels(
    workspace_id: str,
    data_version: int,
    _workspace: Workspace,
    *,
    by_platform: bool,
    period: Period,
    today: date,
    options: KpiOptions,
) -> Mapping[str, tuple[KpiValue, ...]]:
    data = history(workspace_id, data_version, _workspace)
    ids = tuple(account.account_id for account in data.accounts)
    if not by_platform:
        return compute_channels(data, period, account_ids=ids, today=today, options=options)
    return compute_platforms(data, period, account_ids=ids, today=today, options=options)


def channels(
    here: Here, period: Period, *, by_platform: bool
) -> Mapping[str, tuple[KpiValue, ...]]:
    """Return the KPIs of every channel of the workspace.

    Parameters
    ----------
    here : Here
        Who is here.
    period : Period
        The days.
    by_platform : bool
        Whether accounts of a platform are put together; then all KPIs are told, else those that
        accounts share.

    Returns
    -------
    Mapping of str to tuple of KpiValue
        By platform or account id.
    """
    return _channels(
        here.kept_as,
        here.data_version,
        here.workspace,
        by_platform=by_platform,
        period=period,
        today=here.calendar_day,
        options=here.options,
    )


@st.cache_resource(show_spinner=False, max_entries=KEPT_RESULTS, ttl=KEPT_FOR)
def _shares(
    workspace_id: str,
    data_version: int,
    _workspace: Workspace,
    *,
    period: Period,
    today: date,
    options: KpiOptions,
) -> pd.DataFrame:
    data = history(workspace_id, data_version, _workspace)
    ids = [account.account_id for account in data.accounts]
    return channel_shares(data, period, account_ids=ids, today=today, options=options)


def shares(here: Here, period: Period) -> pd.DataFrame:
    """Return what every account contributes; shared: do not change the frame."""
    return _shares(
        here.kept_as,
        here.data_version,
        here.workspace,
        period=period,
        today=here.calendar_day,
        options=here.options,
    )
