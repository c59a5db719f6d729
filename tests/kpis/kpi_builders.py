"""Small histories, drawn by hand, for the tests of KPIs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandas as pd

from kpicore.history import Account, History

FIRST = date(2026, 3, 2)  # a Monday


def account(account_id: str = "a", platform: str = "tiktok", **more: str) -> Account:
    return Account(account_id=account_id, name=account_id.upper(), platform=platform, **more)


def daily(
    values: Mapping[str, Sequence[float]], *, account_id: str = "a", first: date = FIRST
) -> pd.DataFrame:
    """Metric to its values from `first` on; NaN stays NaN."""
    rows = [
        (account_id, pd.Timestamp(first + timedelta(days=i)), metric, value)
        for metric, series in values.items()
        for i, value in enumerate(series)
    ]
    return pd.DataFrame(rows, columns=["account_id", "date", "metric", "value"])


def posts(
    published: Mapping[str, date | pd.Timestamp], *, account_id: str = "a", **columns: object
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "account_id": account_id,
            "post_id": list(published),
            "published_at": [pd.Timestamp(d) for d in published.values()],
            **columns,
        }
    )


def seen(
    on: date, totals: Mapping[str, Mapping[str, float]], *, account_id: str = "a"
) -> pd.DataFrame:
    """What an export of that day says: post to metric to total."""
    rows = [
        (account_id, post, pd.Timestamp(on), metric, value)
        for post, metrics in totals.items()
        for metric, value in metrics.items()
    ]
    return pd.DataFrame(rows, columns=["account_id", "post_id", "observed_at", "metric", "value"])


def history(*accounts: Account, **frames: Sequence[pd.DataFrame] | pd.DataFrame) -> History:
    joined = {
        name: pd.concat(list(f), ignore_index=True) if not isinstance(f, pd.DataFrame) else f
        for name, f in frames.items()
    }
    return History.build(accounts or (account(),), **joined)


def on(day: int) -> date:
    """The day so many days after `FIRST`."""
    return FIRST + timedelta(days=day)
