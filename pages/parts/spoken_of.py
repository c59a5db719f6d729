"""Of which accounts and days a headline speaks, under it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from types import MappingProxyType

import streamlit as st

from kpicore.charts.spoken_of import spoken_of as sentences
from kpicore.errors import DataNotFoundError
from kpicore.kpis import KpiOptions, KpiValue, Preset, Statistic, compute_kpi, data_end, kpi
from kpicore.periods import ONE_DAY, Period
from kpicore.store import Workspace
from pages.parts import loaders
from pages.parts.session import Here
from pages.parts.sidebar import account_label
from pages.parts.words import small_print


def draw(here: Here, value: KpiValue) -> None:
    """Say under the headline of which accounts and days it speaks.

    Parameters
    ----------
    here : Here
        Who is here, with data.
    value : KpiValue
        What the headline tells.
    """
    names = {
        a.account_id: account_label(here.t, a)
        for a in here.accounts
        if a.account_id in here.account_ids
    }
    days = value.period.clipped(value.period.first, here.today - ONE_DAY) or value.period
    found = sentences(
        names,
        days,
        ends=None if here.preset is Preset.CUSTOM else _ends(here),
        kpi=kpi(value.key).label,
        told_by=_told_by(here, value) if len(names) > 1 else here.account_ids,
    )
    with st.container(gap=None):
        for one in found:
            small_print(here.t, one)


def _ends(here: Here) -> Mapping[str, date]:
    return _ends_of(
        here.kept_as,
        here.data_version,
        here.account_ids,
        here.workspace,
        calendar_day=here.calendar_day,
    )


def _told_by(here: Here, value: KpiValue) -> tuple[str, ...]:
    return _telling(
        here.kept_as,
        here.data_version,
        here.account_ids,
        here.workspace,
        key=value.key,
        statistic=value.statistic,
        period=value.period,
        today=here.calendar_day,
        options=here.options,
    )


@st.cache_resource(show_spinner=False, max_entries=loaders.KEPT_RESULTS, ttl=loaders.KEPT_FOR)
def _ends_of(
    workspace_id: str,
    data_version: int,
    account_ids: tuple[str, ...],
    _workspace: Workspace,
    *,
    calendar_day: date,
) -> Mapping[str, date]:
    data = loaders.chosen_history(workspace_id, data_version, account_ids, _workspace)
    ends = {}
    for account_id in account_ids:
        # An account without dated numbers has no end; it is named as one that does not tell.
        with suppress(DataNotFoundError):
            ends[account_id] = data_end(data, (account_id,), calendar_day)
    return MappingProxyType(ends)


@st.cache_resource(show_spinner=False, max_entries=loaders.KEPT_RESULTS, ttl=loaders.KEPT_FOR)
def _telling(
    workspace_id: str,
    data_version: int,
    account_ids: tuple[str, ...],
    _workspace: Workspace,
    *,
    key: str,
    statistic: Statistic,
    period: Period,
    today: date,
    options: KpiOptions,
) -> tuple[str, ...]:
    data = loaders.chosen_history(workspace_id, data_version, account_ids, _workspace)
    alone = (
        compute_kpi(
            data,
            key,
            period,
            account_ids=(account_id,),
            today=today,
            statistic=statistic,
            options=options,
        )
        for account_id in account_ids
    )
    return tuple(v.accounts[0] for v in alone if v.value is not None)
