"""What numbers are held against, kept like everything in `pages.parts.loaders`.

The caches are keyed by workspace and data version and bounded in number and time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

import pandas as pd
import streamlit as st

from kpicore.benchmarks import (
    BenchmarkMatch,
    OwnPast,
    PublishedFigure,
    benchmark_matches,
    own_past,
    read_published,
)
from kpicore.kpis import (
    CATALOGUE,
    KpiComparison,
    KpiOptions,
    KpiValue,
    compare_kpi,
    compute_kpis,
    posts_that_moved,
)
from kpicore.periods import Period
from kpicore.store import Workspace
from pages.parts.loaders import KEPT_FOR, KEPT_RESULTS, chosen_history
from pages.parts.session import Here

_SHOWN_MOVERS = 8
MOST_COMPARED = 5
"""Accounts whose own past is worked out for all KPIs at once; of more it would take seconds."""
MOST_AT_ONCE = 8
"""KPIs of more accounts than that."""


@st.cache_resource(show_spinner=False, max_entries=KEPT_RESULTS, ttl=KEPT_FOR)
def _comparisons(
    workspace_id: str,
    data_version: int,
    account_ids: tuple[str, ...],
    _workspace: Workspace,
    *,
    period: Period,
    today: date,
    options: KpiOptions,
    keys: tuple[str, ...] | None,
) -> Mapping[str, KpiComparison]:
    data = chosen_history(workspace_id, data_version, account_ids, _workspace)
    values = compute_kpis(
        data, period, account_ids=account_ids, today=today, keys=keys, options=options
    )
    return MappingProxyType(
        {
            value.key: compare_kpi(
                data,
                value.key,
                period,
                account_ids=account_ids,
                today=today,
                statistic=value.statistic,
                options=options,
            )
            for value in values
            if value.value is not None
        }
    )


def comparisons(here: Here, keys: Sequence[str]) -> Mapping[str, KpiComparison]:
    """Return KPIs with a value beside their own past, by key.

    Parameters
    ----------
    here : Here
        Who is here.
    keys : sequence of str
        Those that are needed, most important first. Of a few accounts all KPIs are worked out at
        once; of many only the first `MOST_AT_ONCE` of these.

    Returns
    -------
    Mapping of str to KpiComparison
        At least those of `keys` that have a value, of many accounts the first of them.
    """
    few = len(here.account_ids) <= MOST_COMPARED
    return _comparisons(
        here.kept_as,
        here.data_version,
        here.account_ids,
        here.workspace,
        period=here.period,
        today=here.calendar_day,
        options=here.options,
        keys=None if few else tuple(keys)[:MOST_AT_ONCE],
    )


@st.cache_resource(show_spinner=False, max_entries=KEPT_RESULTS, ttl=KEPT_FOR)
def _past(
    workspace_id: str,
    data_version: int,
    account_ids: tuple[str, ...],
    _workspace: Workspace,
    _comparison: KpiComparison,
    *,
    key: str,
    period: Period,
    today: date,
    options: KpiOptions,
) -> OwnPast:
    data = chosen_history(workspace_id, data_version, account_ids, _workspace)
    return own_past(data, key, _comparison, account_ids=account_ids, today=today, options=options)


def past(here: Here, comparison: KpiComparison) -> OwnPast:
    """Return the months behind a comparison."""
    return _past(
        here.kept_as,
        here.data_version,
        here.account_ids,
        here.workspace,
        comparison,
        key=comparison.value.key,
        period=here.period,
        today=here.calendar_day,
        options=here.options,
    )


@st.cache_resource(show_spinner=False, max_entries=KEPT_RESULTS, ttl=KEPT_FOR)
def _own_table(workspace_id: str, text: str) -> tuple[PublishedFigure, ...]:
    return read_published(text) if text else ()


def own_table(here: Here) -> tuple[PublishedFigure, ...]:
    """Return the workspace's own published figures."""
    return _own_table(here.workspace.workspace_id, here.workspace.published_text())


@st.cache_resource(show_spinner=False, max_entries=KEPT_RESULTS, ttl=KEPT_FOR)
def _matches(
    workspace_id: str,
    data_version: int,
    account_id: str,
    _workspace: Workspace,
    *,
    period: Period,
    today: date,
    options: KpiOptions,
    industry: str | None,
    text: str,
) -> Mapping[str, tuple[BenchmarkMatch, ...]]:
    data = chosen_history(workspace_id, data_version, (account_id,), _workspace)
    own = _own_table(workspace_id, text)
    found = {
        key: benchmark_matches(
            data,
            key,
            period,
            account_id=account_id,
            today=today,
            industry=industry,
            own_table=own,
            options=options,
        )
        for key in CATALOGUE
    }
    return MappingProxyType({key: row for key, row in found.items() if row})


def matches(
    here: Here, account_id: str, industry: str | None = None
) -> Mapping[str, tuple[BenchmarkMatch, ...]]:
    """Return the published figures that match an account, by KPI; those without are left out.

    Parameters
    ----------
    here : Here
        Who is here.
    account_id : str
        The account.
    industry : str, optional
        Its industry, in the publisher's word.

    Returns
    -------
    Mapping of str to tuple of BenchmarkMatch
        In the order of the catalogue.
    """
    return _matches(
        here.kept_as,
        here.data_version,
        account_id,
        here.workspace,
        period=here.period,
        today=here.calendar_day,
        options=here.options,
        industry=industry,
        text=here.workspace.published_text(),
    )


@st.cache_resource(show_spinner=False, max_entries=KEPT_RESULTS, ttl=KEPT_FOR)
def _movers(
    workspace_id: str,
    data_version: int,
    account_ids: tuple[str, ...],
    _workspace: Workspace,
    _value: KpiValue,
    *,
    key: str,
    period: Period,
    today: date,
    options: KpiOptions,
) -> pd.DataFrame:
    data = chosen_history(workspace_id, data_version, account_ids, _workspace)
    return posts_that_moved(
        data,
        key,
        period,
        account_ids=account_ids,
        today=today,
        statistic=_value.statistic,
        options=options,
        count=_SHOWN_MOVERS,
    )


def movers(here: Here, value: KpiValue) -> pd.DataFrame:
    """Return the posts that moved a KPI most; shared: do not change the frame."""
    return _movers(
        here.kept_as,
        here.data_version,
        here.account_ids,
        here.workspace,
        value,
        key=value.key,
        period=here.period,
        today=here.calendar_day,
        options=here.options,
    )
