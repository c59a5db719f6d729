"""How long every KPI of every account takes: 50 accounts, 3 years of days, 100,000 posts.

Run from the repository: ``python -m tests.bench.kpi_speed``. Prints seconds for the first call on a
fresh history (columns are made) and for later ones, and fails when either takes a second. How long
a page of such a workspace takes is measured by ``tests.bench.page_switch``.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date, timedelta

import numpy as np
import pandas as pd

from kpicore.history import Account, History
from kpicore.kpis import compute_kpis, current_period

ACCOUNTS, DAYS, POSTS = 50, 3 * 365, 100_000
DAILY = ("views", "likes", "comments", "shares", "followers", "profile_views", "reach")
TOTALS = ("views", "likes", "comments", "shares")
FIRST = date(2023, 11, 1)
LIMIT_S = 1.0
RUNS = 3


def make_history(seed: int = 7) -> History:
    """Draw a workspace of many accounts."""
    draw = np.random.default_rng(seed)
    ids = [f"account-{i:02d}" for i in range(ACCOUNTS)]
    days = pd.date_range(FIRST, periods=DAYS, unit="us")
    size = ACCOUNTS * DAYS * len(DAILY)
    daily = pd.DataFrame(
        {
            "account_id": np.repeat(ids, DAYS * len(DAILY)),
            "date": np.tile(np.repeat(days.to_numpy(), len(DAILY)), ACCOUNTS),
            "metric": np.tile(DAILY, ACCOUNTS * DAYS),
            "value": draw.poisson(500, size).astype(float),
        }
    )
    per_account = POSTS // ACCOUNTS
    owners = np.repeat(ids, per_account)
    names = np.array([f"{i:018d}" for i in range(POSTS)])
    published = np.tile(days.to_numpy()[np.sort(draw.integers(0, DAYS, per_account))], ACCOUNTS)
    posts = pd.DataFrame({"account_id": owners, "post_id": names, "published_at": published})
    seen = pd.Timestamp(FIRST + timedelta(days=DAYS))
    observations = pd.DataFrame(
        {
            "account_id": np.repeat(owners, len(TOTALS)),
            "post_id": np.repeat(names, len(TOTALS)),
            "observed_at": seen,
            "metric": np.tile(TOTALS, POSTS),
            "value": draw.poisson(300, POSTS * len(TOTALS)).astype(float),
        }
    )
    accounts = [Account(account_id=i, name=i, platform="tiktok") for i in ids]
    return History.build(accounts, daily=daily, posts=posts, observations=observations)


def every_kpi(history: History) -> float:
    """Return the seconds for every KPI of every account over the last 28 days."""
    today = FIRST + timedelta(days=DAYS)
    ids = [a.account_id for a in history.accounts]
    period = current_period(history, ids, "28d", today)
    start = time.perf_counter()
    for account_id in ids:
        compute_kpis(history, period, account_ids=[account_id], today=today)
    return time.perf_counter() - start


def main() -> int:
    """Measure; print one JSON line. Each is the best of three: a busy machine only adds.

    Returns
    -------
    int
        1 when a first or a later call is over the limit.
    """
    first, later = [], []
    for _ in range(RUNS):
        history = make_history()
        first.append(every_kpi(history))
        later.append(every_kpi(history))
    figures = {
        "bench": "kpi_speed",
        "first_s": round(min(first), 2),
        "first_s_worst": round(max(first), 2),
        "later_s": round(min(later), 2),
        "limit_s": LIMIT_S,
    }
    sys.stdout.write(f"{json.dumps(figures)}\n")
    return int(max(min(first), min(later)) >= LIMIT_S)


if __name__ == "__main__":
    sys.exit(main())
