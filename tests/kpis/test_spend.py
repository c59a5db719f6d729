"""What results cost: each spend is divided by the results of its own days, nothing is spread."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from kpicore.history import Account, History
from kpicore.kpis import Spend, channel_shares, cost_of, platform_shares
from kpicore.periods import Period

TODAY = date(2026, 7, 1)
ACCOUNTS = {"a": "tiktok", "b": "tiktok", "c": "youtube"}


def history() -> History:
    """Three accounts of 30 days: 10, 30 and 60 engagements and 1000 views a day."""
    dates = pd.date_range(end="2026-06-30", periods=30)
    daily = pd.concat(
        pd.DataFrame({"account_id": account, "date": dates, "metric": metric, "value": value})
        for account, engaged in (("a", 10.0), ("b", 30.0), ("c", 60.0))
        for metric, value in (("engagements", engaged), ("views", 1000.0))
    )
    accounts = [Account(account_id=a, name=a, platform=p) for a, p in ACCOUNTS.items()]
    return History.build(accounts, daily=daily)


def spend(account: str, days: int, amount: float, last: date = date(2026, 6, 30)) -> Spend:
    first = last - timedelta(days=days - 1)
    return Spend(account_id=account, first=first, last=last, amount=amount, currency="EUR")


def test_cost_is_spend_over_the_results_of_its_own_days() -> None:
    costs = cost_of(history(), [spend("a", 5, 100.0)], today=TODAY).set_index("key")
    assert costs.loc["engagements", "cost"] == pytest.approx(100 / 50)
    assert costs.loc["views", "cost"] == pytest.approx(100 / 5000)


def test_spend_of_unknown_accounts_and_of_days_to_come_is_left_out() -> None:
    unknown = spend("z", 5, 1.0)
    running = spend("a", 5, 1.0, last=TODAY)
    assert cost_of(history(), [unknown, running], today=TODAY).empty


def test_platform_shares_are_the_sums_of_their_accounts() -> None:
    data = history()
    period = Period(date(2026, 6, 3), date(2026, 6, 30))
    accounts = channel_shares(data, period, account_ids=list(ACCOUNTS), today=TODAY)
    platforms = platform_shares(accounts).set_index(["platform", "key"])
    assert platforms.loc[("tiktok", "engagements"), "value"] == pytest.approx(40 * 28)
    assert platforms.loc[("tiktok", "engagements"), "share"] == pytest.approx(0.4)
    # Nobody tells followers: missing, not zero.
    assert pd.isna(platforms.loc[("youtube", "net_followers"), "value"])
