"""Daily series with surprises of known size, drawn with a seed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from kpicore.history import Account, History

FIRST = date(2025, 3, 1)
ACCOUNT = "tiktok:mina"


def day(number: int) -> pd.Timestamp:
    """Return the day of that number, counted from the first."""
    return pd.Timestamp(FIRST) + pd.Timedelta(days=number)


def daily_series(
    days: int = 300,
    *,
    level: float = 1000.0,
    noise: float = 0.15,
    carried: float = 0.3,
    wander: float = 0.005,
    seed: int = 1,
) -> pd.Series:
    """Return days with weekdays, noise that is carried on, heavy tails and a wandering level."""
    rng = np.random.default_rng(seed)
    steps = noise * rng.standard_t(6, days) / np.sqrt(1.5)
    around = np.zeros(days)
    for i in range(1, days):
        around[i] = carried * around[i - 1] + steps[i]
    week = np.tile(rng.normal(0, 0.1, 7), days // 7 + 1)[:days]
    mean = level * np.exp(around + week + np.cumsum(rng.normal(0, wander, days)))
    index = pd.date_range(FIRST, periods=days, unit="us")
    return pd.Series(rng.poisson(mean).astype(float), index=index)


def with_factor(series: pd.Series, first: int, last: int, factor: float) -> pd.Series:
    """Return the series with the days from first to last, by number, times a factor."""
    changed = series.copy()
    changed.iloc[first : last + 1] = np.round(changed.iloc[first : last + 1] * factor)
    return changed


def history_of(
    metrics: Mapping[str, pd.Series],
    *,
    posts: pd.DataFrame | None = None,
    views: Mapping[str, float] | None = None,
    live: pd.DataFrame | None = None,
    platform: str = "tiktok",
    time_zone: str | None = "Asia/Seoul",
) -> History:
    """Return an account of daily series, posts with their views, and live sessions."""
    daily = pd.concat(
        pd.DataFrame(
            {"account_id": ACCOUNT, "date": s.index, "metric": name, "value": s.to_numpy()}
        )
        for name, s in metrics.items()
    ).dropna(subset=["value"])
    frames = {"daily": daily}
    if posts is not None:
        frames["posts"] = posts.assign(account_id=ACCOUNT)
    if views is not None:
        frames["observations"] = pd.DataFrame(
            {
                "account_id": ACCOUNT,
                "post_id": list(views),
                "observed_at": daily["date"].max(),
                "metric": "views",
                "value": list(views.values()),
            }
        )
    if live is not None:
        frames["live"] = live.assign(account_id=ACCOUNT)
    account = Account(account_id=ACCOUNT, name="Mina", platform=platform, time_zone=time_zone)
    return History.build([account], **frames)


def posts_on(days: list[int], prefix: str = "p") -> pd.DataFrame:
    """Return a post at noon of each of these days."""
    return pd.DataFrame(
        {
            "post_id": [f"{prefix}{place:03d}" for place in range(len(days))],
            "published_at": [day(number) + pd.Timedelta(hours=12) for number in days],
            "title": [f"Post {place}" for place in range(len(days))],
        }
    )
