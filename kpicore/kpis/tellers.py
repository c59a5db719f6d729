"""Which of several accounts put together tell a figure, and how far the data of each reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from types import MappingProxyType

from kpicore.errors import DataNotFoundError
from kpicore.history import History
from kpicore.kpis.compute import compute_kpi
from kpicore.kpis.definition import Statistic
from kpicore.kpis.spans import data_end
from kpicore.kpis.tables import DEFAULT_OPTIONS, KpiOptions
from kpicore.periods import Period


def telling_accounts(
    history: History,
    key: str,
    period: Period,
    *,
    account_ids: Sequence[str],
    today: date,
    statistic: Statistic | None = None,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> tuple[str, ...]:
    """Return the accounts that tell a figure of several by themselves, in their order.

    Parameters
    ----------
    history : History
        The data.
    key : str
        Key of the catalogue.
    period : Period
        Days of the figure.
    account_ids : sequence of str
        The accounts that were put together.
    today : date
        The first day that is not known.
    statistic : Statistic, optional
        Of the figure; by default the first that the data allow.
    options : KpiOptions
        How KPIs are read.

    Returns
    -------
    tuple of str
        Accounts without a value over these days are left out.
    """
    alone = (
        compute_kpi(
            history,
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


def account_ends(history: History, account_ids: Sequence[str], today: date) -> Mapping[str, date]:
    """Return the last day that the data of each account tell of; none without dated numbers."""
    ends = {}
    for account_id in account_ids:
        with suppress(DataNotFoundError):
            ends[account_id] = data_end(history, (account_id,), today)
    return MappingProxyType(ends)
