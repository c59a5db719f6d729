"""Small accounts with effects of known size, drawn with a seed."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from kpicore.history import Account, History
from kpicore.insights.equal_age import EqualPosts, Measure, equal_posts
from kpicore.units import Unit

LAST = date(2026, 2, 27)
ACCOUNT = "tiktok:mina"


def plain_posts(response: np.ndarray, days: np.ndarray, formats: np.ndarray) -> EqualPosts:
    """Return posts with these responses, without any history behind them."""
    size = response.size
    return EqualPosts(
        account_id=ACCOUNT,
        measure=Measure.VIEWS,
        unit=Unit.COUNT,
        seen="views",
        rows=np.arange(size),
        days=days.astype(np.int64),
        values=np.exp(response),
        response=response,
        errors=np.zeros(size),
        formats=formats.astype(object),
        young=0,
        completed=0,
        breaks=(),
    )


def planted_history(
    *,
    posts: int = 160,
    days: int = 400,
    evening: float = 1.0,
    image: float = 1.0,
    tag: float = 1.0,
    word: float = 1.0,
    spread: float = 0.35,
    time_zone: str | None = "Asia/Seoul",
    seed: int = 3,
) -> History:
    """Return an account whose evenings, images, hashtag `lucky` and word `kiln` have a factor."""
    rng = np.random.default_rng(seed)
    day = np.sort(rng.integers(0, days, posts))
    late, is_image = rng.random(posts) < 0.4, rng.random(posts) < 0.35
    tagged, worded = rng.random(posts) < 0.3, rng.random(posts) < 0.3
    noise = spread * rng.standard_t(4, posts) / np.sqrt(2) + 3.0 * (rng.random(posts) < 0.02)
    log = 8.0 + 0.4 * day / days + noise
    for flags, factor in ((late, evening), (is_image, image), (tagged, tag), (worded, word)):
        log = log + np.where(flags, np.log(factor), 0.0)
    hour = np.where(late, 19, rng.choice((9, 13, 16), posts))
    names = [f"p{number:04d}" for number in range(posts)]
    first = pd.Timestamp(LAST) - pd.Timedelta(days=days + 20)
    frame = pd.DataFrame(
        {
            "account_id": ACCOUNT,
            "post_id": names,
            "published_at": first + pd.to_timedelta(day * 24 + hour, unit="h"),
            "title": np.where(worded, "Opening the kiln today", "Throwing a bowl today"),
            "format": np.where(is_image, "image", "video"),
            "duration_seconds": np.where(is_image, np.nan, rng.integers(10, 90, posts)),
            "hashtags": np.where(tagged, "clay lucky", "clay"),
        }
    )
    seen = pd.DataFrame(
        {
            "account_id": ACCOUNT,
            "post_id": names,
            "observed_at": pd.Timestamp(LAST),
            "metric": "views",
            "value": np.round(np.exp(log)),
        }
    )
    account = Account(account_id=ACCOUNT, name="Mina", platform="tiktok", time_zone=time_zone)
    return History.build([account], posts=frame, observations=seen)


def by_views(history: History) -> EqualPosts:
    """Return its posts by views."""
    return equal_posts(history, ACCOUNT, Measure.VIEWS)
