"""A small account to hold against yardsticks."""

from __future__ import annotations

import pandas as pd

from kpicore.history import Account, History


def history_of_posts(platform: str = "tiktok", *, listed: bool = True) -> History:
    """Ten posts of May 2026 with 100 views and 4 to 13 engagements; 19,000 to 20,000 followers."""
    names = [f"p{i}" for i in range(10)]
    published = pd.date_range("2026-05-01", periods=10, unit="us")
    posts = pd.DataFrame({"account_id": "a", "post_id": names, "published_at": published})
    rows = []
    for i, name in enumerate(names):
        counts = {"likes": 2 + i, "comments": 1, "shares": 1} if listed else {"engagements": 4 + i}
        rows += [(name, metric, value) for metric, value in (counts | {"views": 100}).items()]
    seen = pd.DataFrame(rows, columns=["post_id", "metric", "value"])
    seen["value"] = seen["value"].astype(float)
    observations = seen.assign(account_id="a", observed_at=pd.Timestamp("2026-06-30"))
    days = pd.date_range("2026-04-01", "2026-05-31", unit="us")
    daily = pd.DataFrame(
        {
            "account_id": "a",
            "date": days,
            "metric": "followers",
            "value": [19_000.0 if d.month == 4 else 20_000.0 for d in days],
        }
    )
    return History.build(
        [Account(account_id="a", name="A", platform=platform)],
        posts=posts,
        observations=observations,
        daily=daily,
    )
