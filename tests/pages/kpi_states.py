"""Workspaces of awkward shapes, for the pages that show KPIs; numbers to be checked by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd

from kpicore.history import Account, History
from kpicore.store import Workspace
from pages.parts import workspaces
from tests.pages.states import LAST_DAY, NOW

DAYS = 120
FOLLOWERS = 20_000.0


def keep(history: History) -> Workspace:
    """Put a history into the workspace of the person at the machine."""
    workspace = workspaces.saved_store().personal_workspace()
    workspace.add_import(history, file="made.csv", sha256="1" * 64, imported_at=NOW)
    return workspace


def account(name: str, platform: str = "tiktok") -> Account:
    """Return an account whose id is made of platform and name."""
    return Account(account_id=f"{platform}:{name.lower()}", name=name, platform=platform)


def daily(account_id: str, days: int = DAYS, **values: float) -> pd.DataFrame:
    """Return the same values on each of the last days."""
    dates = pd.date_range(end=pd.Timestamp(LAST_DAY), periods=days, freq="D")
    return pd.concat(
        pd.DataFrame({"account_id": account_id, "date": dates, "metric": m, "value": v})
        for m, v in values.items()
    )


def posts(account_id: str, count: int = 12, **values: float) -> dict[str, pd.DataFrame]:
    """Return posts of a week's distance, the last 14 days old, seen once, all alike."""
    ids = [f"p{number}" for number in range(count)]
    published = [
        pd.Timestamp(LAST_DAY - timedelta(days=14 + 7 * number)) + pd.Timedelta(hours=9)
        for number in range(count)
    ]
    table = pd.DataFrame(
        {
            "account_id": account_id,
            "post_id": ids,
            "published_at": published,
            "title": [f"Post {number}" for number in range(count)],
        }
    )
    seen = pd.concat(
        pd.DataFrame(
            {
                "account_id": account_id,
                "post_id": ids,
                "observed_at": pd.Timestamp(LAST_DAY) + pd.Timedelta(days=1),
                "metric": metric,
                "value": value,
            }
        )
        for metric, value in values.items()
    )
    return {"posts": table, "observations": seen}


def one_creator() -> History:
    """Return an account of 20,000 followers whose posts each get 1200 likes, comments, shares."""
    mina = account("Mina")
    return History.build(
        [mina],
        daily=daily(mina.account_id, followers=FOLLOWERS, views=1000.0),
        **posts(mina.account_id, views=10_000.0, likes=1000.0, comments=150.0, shares=50.0),
    )


def no_posts() -> History:
    """Return days with followers and views, and no post."""
    mina = account("Mina")
    return History.build([mina], daily=daily(mina.account_id, followers=FOLLOWERS, views=1000.0))


def no_followers() -> History:
    """Return days and posts, and nothing of followers."""
    mina = account("Mina")
    return History.build(
        [mina],
        daily=daily(mina.account_id, views=1000.0),
        **posts(mina.account_id, views=10_000.0, likes=1000.0, comments=150.0, shares=50.0),
    )


def one_day() -> History:
    """Return a single day."""
    mina = account("Mina")
    return History.build(
        [mina], daily=daily(mina.account_id, days=1, followers=FOLLOWERS, views=1000.0)
    )


def three_platforms() -> History:
    """Return three accounts that gain 10, 20 and 70 followers a day."""
    gains = {account("Ann", "youtube"): 10.0, account("Ben", "instagram"): 20.0}
    gains[account("Cleo", "tiktok")] = 70.0
    return History.build(
        list(gains),
        daily=pd.concat(
            daily(a.account_id, net_followers=gain, views=1000.0) for a, gain in gains.items()
        ),
    )


def with_audience() -> History:
    """Return the three platforms, and of the first account's followers that 60 % are women."""
    platforms = three_platforms()
    rows = [("gender", "female", 0.6), ("gender", "male", 0.4), ("territory", "KR", 0.44)]
    rows += [("territory", "other", 0.56)]
    audience = pd.DataFrame(rows, columns=["dimension", "key", "value"]).assign(
        account_id="youtube:ann", group="followers", observed_at=pd.Timestamp(LAST_DAY)
    )
    return History.build(platforms.accounts, daily=platforms.daily, audience=audience)


def ten_accounts() -> History:
    """Return ten accounts of one platform; account n has n × 100 views a day."""
    accounts = [account(f"Shop {n}") for n in range(1, 11)]
    return History.build(
        accounts,
        daily=pd.concat(
            daily(a.account_id, views=n * 100.0, engagements=n * 10.0)
            for n, a in enumerate(accounts, start=1)
        ),
    )


BREAK_DAY = date(2025, 4, 21)
"""Instagram put views in the place of impressions."""


def across_a_break() -> History:
    """Return views that double with a platform's new way of counting, ten days before the end."""
    mina = account("Mina", "instagram")
    last = pd.Timestamp(BREAK_DAY) + pd.Timedelta(days=9)
    dates = pd.date_range(end=last, periods=DAYS)
    views = [1000.0 if day < pd.Timestamp(BREAK_DAY) else 2000.0 for day in dates]
    table = pd.DataFrame({"account_id": mina.account_id, "date": dates, "metric": "views"})
    return History.build([mina], daily=table.assign(value=views))


SHAPES: dict[str, Callable[[], History]] = {
    "no_posts": no_posts,
    "no_followers": no_followers,
    "one_day": one_day,
    "three_platforms": three_platforms,
    "ten_accounts": ten_accounts,
}
"""Name of a shape to its history."""
