"""Of which accounts and days a headline speaks, under it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from kpicore.charts.spoken_of import spoken_of as sentences
from kpicore.kpis import (
    KpiOptions,
    KpiValue,
    Preset,
    Statistic,
    account_ends,
    kpi,
    telling_accounts,
)
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
    where = (here.kept_as, here.data_version, here.account_ids, here.workspace)
    days = value.period.clipped(value.period.first, here.today - ONE_DAY) or value.period
    found = sentences(
        names,
        days,
        ends=None if here.preset is Preset.CUSTOM else _ends(*where, today=here.calendar_day),
        kpi=kpi(value.key).label,
        told_by=here.account_ids
        if len(names) == 1
        else _telling(
            *where,
            key=value.key,
            statistic=value.statistic,
            period=value.period,
            today=here.calendar_day,
            options=here.options,
        ),
    )
    with st.container(gap=None):
        for one in found:
            small_print(here.t, one)


@st.cache_resource(show_spinner=False, max_entries=loaders.KEPT_RESULTS, ttl=loaders.KEPT_FOR)
def _ends(
    workspace_id: str,
    data_version: int,
    account_ids: tuple[str, ...],
    _workspace: Workspace,
    *,
    today: date,
) -> Mapping[str, date]:
    data = loaders.chosen_history(workspace_id, data_version, account_ids, _workspace)
    return account_ends(data, account_ids, today)


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
    return telling_accounts(
        data,
        key,
        period,
        account_ids=account_ids,
        today=today,
        statistic=statistic,
        options=options,
    )
