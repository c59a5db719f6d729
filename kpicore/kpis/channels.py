"""Platforms and accounts side by side on the KPIs they share, never adding what cannot be added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from kpicore.history import History
from kpicore.kpis.catalogue import CATALOGUE
from kpicore.kpis.compute import compute_kpis
from kpicore.kpis.tables import DEFAULT_OPTIONS, KpiOptions
from kpicore.kpis.value import KpiValue
from kpicore.periods import Period

SHARED_OUT = ("net_followers", "engagements", "posting_frequency")
"""Growth, engagement and output: what each channel contributes to the whole."""

RESULTS = ("views", "impressions", "engagements", "new_followers", "net_followers")
"""Counts that spend can be divided by."""


def compute_channels(
    history: History,
    period: Period,
    *,
    account_ids: Sequence[str],
    today: date,
    keys: Sequence[str] | None = None,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> Mapping[str, tuple[KpiValue, ...]]:
    """Work out KPIs of each account.

    Parameters
    ----------
    history : History
        The data.
    period : Period
        The days.
    account_ids : sequence of str
        Accounts.
    today : date
        The unfinished day.
    keys : sequence of str, optional
        Keys of the catalogue; by default those that at least two of the accounts can give, or that
        the only account can give.
    options : KpiOptions, optional
        Maturity age and own hashtags.

    Returns
    -------
    Mapping of str to tuple of KpiValue
        Account id to the values of the same keys in the same order.

    Raises
    ------
    DataNotFoundError
        If a KPI or an account does not exist.
    """
    values = {
        account_id: compute_kpis(
            history, period, account_ids=[account_id], today=today, keys=keys, options=options
        )
        for account_id in account_ids
    }
    if keys is not None:
        return values
    needed = min(2, len(values))
    shared = {
        key
        for key in CATALOGUE
        if sum(v.value is not None for row in values.values() for v in row if v.key == key)
        >= needed
    }
    return {a: tuple(v for v in row if v.key in shared) for a, row in values.items()}


def compute_platforms(
    history: History,
    period: Period,
    *,
    account_ids: Sequence[str],
    today: date,
    keys: Sequence[str] | None = None,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> Mapping[str, tuple[KpiValue, ...]]:
    """Work out KPIs of each platform, its accounts put together by each KPI's roll-up.

    Parameters
    ----------
    history : History
        The data.
    period : Period
        The days.
    account_ids : sequence of str
        Accounts.
    today : date
        The unfinished day.
    keys : sequence of str, optional
        Keys of the catalogue; by default all.
    options : KpiOptions, optional
        Maturity age and own hashtags.

    Returns
    -------
    Mapping of str to tuple of KpiValue
        Platform key to its values.

    Raises
    ------
    DataNotFoundError
        If a KPI or an account does not exist.
    """
    members: dict[str, list[str]] = {}
    for account_id in account_ids:
        members.setdefault(history.account(account_id).platform, []).append(account_id)
    return {
        platform: compute_kpis(
            history, period, account_ids=ids, today=today, keys=keys, options=options
        )
        for platform, ids in members.items()
    }


def channel_shares(
    history: History,
    period: Period,
    *,
    account_ids: Sequence[str],
    today: date,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> pd.DataFrame:
    """Return what each account contributes to growth, engagement and output.

    Parameters
    ----------
    history : History
        The data.
    period : Period
        The days.
    account_ids : sequence of str
        Accounts.
    today : date
        The unfinished day.
    options : KpiOptions, optional
        Maturity age and own hashtags.

    Returns
    -------
    DataFrame
        account_id, platform, key (of `SHARED_OUT`), value, share (0-1 of the accounts that tell
        it; NaN where one of them is negative, because then shares make no sense).
    """
    found = compute_channels(
        history,
        period,
        account_ids=account_ids,
        today=today,
        keys=SHARED_OUT,
        options=options,
    )
    frame = pd.DataFrame(
        [
            (account_id, history.account(account_id).platform, v.key, v.value)
            for account_id, row in found.items()
            for v in row
        ],
        columns=["account_id", "platform", "key", "value"],
    )
    frame["value"] = frame["value"].astype("float64")
    by_key = frame.groupby("key")["value"]
    total = by_key.transform("sum")
    sound = (by_key.transform("min") >= 0) & (total > 0)
    frame["share"] = np.where(sound, frame["value"] / total.where(total > 0), np.nan)
    return frame


def platform_shares(shares: pd.DataFrame) -> pd.DataFrame:
    """Put the contributions of accounts together by platform.

    Parameters
    ----------
    shares : DataFrame
        From `channel_shares`.

    Returns
    -------
    DataFrame
        platform, key, value, share: the sums of the accounts that tell it, NaN where none does or
        shares make no sense.
    """
    sums = shares.groupby(["platform", "key"], sort=False)[["value", "share"]]
    return sums.sum(min_count=1).reset_index()


def cost_per_result(
    values: Mapping[str, Sequence[KpiValue]], spend: Mapping[str, float]
) -> pd.DataFrame:
    """Return what a result cost on each account.

    Parameters
    ----------
    values : Mapping of str to sequence of KpiValue
        Account id to its counts over the period of the spend, from `compute_channels`.
    spend : Mapping of str to float
        Account id to the money spent on it in that period, not negative; accounts without an entry
        are left out.

    Returns
    -------
    DataFrame
        account_id, key, spend, result, cost (spend for one result; NaN where there is none).

    Raises
    ------
    ValueError
        If a spend is negative.
    """
    wrong = {a: s for a, s in spend.items() if not s >= 0}
    if wrong:
        raise ValueError(f"Spend must not be negative: {wrong}.")
    rows = [
        (account_id, v.key, spend[account_id], v.value)
        for account_id, row in values.items()
        if account_id in spend
        for v in row
        if v.value is not None and v.denominator is None and v.key in RESULTS
    ]
    frame = pd.DataFrame(rows, columns=["account_id", "key", "spend", "result"])
    frame[["spend", "result"]] = frame[["spend", "result"]].astype("float64")
    frame["cost"] = frame["spend"] / frame["result"].where(frame["result"] > 0)
    return frame
