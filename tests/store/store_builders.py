"""Small histories for store tests."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd

from kpicore.history import Account, History
from kpicore.store import ImportItem, ImportRecord, Workspace

MINA = Account(account_id="tiktok/mina", name="mina", platform="tiktok", time_zone="Asia/Seoul")
DUO = Account(account_id="tiktok/duo", name="duo", platform="tiktok")
TUBE = Account(account_id="youtube/mina", name="Mina", platform="youtube", currency="USD")
NOON = datetime(2026, 3, 1, 12)


def days(
    values: list[float],
    *,
    account: Account = MINA,
    first: str = "2026-01-01",
    metric: str = "views",
    observed: str = "2026-02-01",
) -> History:
    """History of one account with one metric on following days."""
    return History.build(
        [account],
        daily=pd.DataFrame(
            {
                "account_id": account.account_id,
                "date": pd.date_range(first, periods=len(values)),
                "metric": metric,
                "value": values,
                "observed_at": pd.Timestamp(observed),
                "source": f"{metric} of {observed}",
            }
        ),
    )


def posts(views: dict[str, float], *, account: Account = MINA, observed: str) -> History:
    """History of one account with posts observed once."""
    moment = pd.Timestamp(observed)
    common = {"account_id": account.account_id, "post_id": list(views), "source": observed}
    return History.build(
        [account],
        posts=pd.DataFrame(
            common
            | {
                "published_at": moment - timedelta(days=3),
                "title": ["= 제목 \u200b'\"😀" for _ in views],
                "observed_at": moment,
            }
        ),
        observations=pd.DataFrame(
            common | {"observed_at": moment, "metric": "views", "value": list(views.values())}
        ),
    )


def item(history: History, sha256: str, file: str = "Overview.csv") -> ImportItem:
    return ImportItem(
        history=history, file=file, sha256=sha256, platform="tiktok", layout="studio_overview"
    )


def add(workspace: Workspace, history: History, sha256: str, **options: bool) -> ImportRecord:
    """Keep one history as a file of its own."""
    return workspace.add_imports([item(history, sha256)], imported_at=NOON, **options)[0]


def same(left: History, right: History) -> bool:
    """Whether two histories tell the same: accounts, every value, every text, every source."""
    return left.accounts == right.accounts and all(
        left.frames[name].equals(right.frames[name]) for name in left.frames
    )
