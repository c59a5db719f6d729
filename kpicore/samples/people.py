"""The people around the sample's creator: audience, comments, live sessions, retention."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

from kpicore.samples.comment_texts import COMMENTS, REPLY
from kpicore.samples.plan import DAYS, TIKTOK, AccountPlan
from kpicore.samples.views import ViewModel

_AGES: Final = ("18-24", "25-34", "35-44", "45-54", "55+")
_AGE_SHARES: Final = (0.31, 0.36, 0.18, 0.10, 0.05)
_FEMALE_SHARE: Final = 0.64
_TERRITORIES: Final = {"KR": 0.46, "US": 0.17, "JP": 0.11, "TW": 0.07, "GB": 0.05}
_BUSY_HOURS: Final = (19, 20, 21, 22)
_AUDIENCE_STEPS: Final = (56, 0)
"""Days before the end at which the audience was exported."""
_COMMENT_COUNT: Final = 180
_COMMENTED_POSTS: Final = 40
_REPLY_SHARE: Final = 0.45
_LIVE_EVERY_DAYS: Final = 28
_LIVE_SESSIONS: Final = 14
_CURVE_POSTS: Final = 12


def audience(plan: AccountPlan, last_day: date, rng: np.random.Generator) -> pd.DataFrame:
    """Make the audience of one account at two moments.

    Parameters
    ----------
    plan : AccountPlan
        The account.
    last_day : date
        Last day of the history.
    rng : Generator
        Source of chance.

    Returns
    -------
    DataFrame
        group, dimension, key, value, observed_at; shares of a dimension add up to 1, what is not
        named being "other".
    """
    found = []
    for step in _AUDIENCE_STEPS:
        observed = pd.Timestamp(last_day - timedelta(days=step - 1))
        # The audience abroad grows a little from export to export.
        abroad = 0.02 if step == 0 else 0.0
        territories = _TERRITORIES | {"KR": _TERRITORIES["KR"] - abroad}
        territories["other"] = 1 - sum(territories.values())
        shares = {
            ("followers", "gender", "female"): _FEMALE_SHARE,
            ("followers", "gender", "male"): 1 - _FEMALE_SHARE,
            **{
                ("followers", "age", age): share
                for age, share in zip(_AGES, _AGE_SHARES, strict=True)
            },
            **{("followers", "territory", k): v for k, v in territories.items()},
            **{("viewers", "territory", k): v for k, v in _viewers_abroad(territories).items()},
        }
        hours = {
            ("followers", "hour", f"{weekday}-{hour}"): float(
                rng.poisson(900 if hour in _BUSY_HOURS else 420 if hour >= 8 else 130)
            )
            for weekday in range(7)
            for hour in range(24)
        }
        table = pd.DataFrame(
            [(*key, round(value, 4)) for key, value in (shares | hours).items()],
            columns=["group", "dimension", "key", "value"],
        )
        found.append(table.assign(observed_at=observed))
    return pd.concat(found, ignore_index=True)


def _viewers_abroad(territories: dict[str, float]) -> dict[str, float]:
    """Viewers are spread wider than followers."""
    moved = 0.1
    return territories | {
        "KR": territories["KR"] - moved,
        "other": territories["other"] + moved,
    }


def comments(table: pd.DataFrame, last_day: date, rng: np.random.Generator) -> pd.DataFrame:
    """Make comments under the latest posts, and the creator's answers to some.

    Parameters
    ----------
    table : DataFrame
        Posts, with post_id and published_at.
    last_day : date
        Last day of the history.
    rng : Generator
        Source of chance.

    Returns
    -------
    DataFrame
        comment_id, post_id, written_at, text, reply_to.
    """
    end = pd.Timestamp(last_day + timedelta(days=1))
    latest = table.tail(_COMMENTED_POSTS)
    post_ids, moments = list(latest["post_id"]), list(latest["published_at"])
    rows: list[tuple[str, str, pd.Timestamp, str, str]] = []
    # Wordings have a chance of their own: what follows draws the same numbers whatever is said.
    wording = np.random.default_rng([_COMMENT_COUNT, len(table)])
    for number in range(_COMMENT_COUNT):
        chosen = int(rng.integers(len(post_ids)))
        post_id, published = post_ids[chosen], pd.Timestamp(moments[chosen])
        wordings, asks = COMMENTS[int(rng.integers(len(COMMENTS)))]
        text = wordings[int(wording.integers(len(wordings)))]
        written = published + timedelta(hours=float(rng.exponential(30)))
        if written >= end:
            continue
        comment_id = f"made-up-comment-{number + 1:03d}"
        rows.append((comment_id, post_id, written.floor("min"), text, ""))
        answered = written + timedelta(hours=float(rng.exponential(9)))
        if asks and rng.random() < _REPLY_SHARE and answered < end:
            rows.append((f"{comment_id}-a", post_id, answered.floor("min"), REPLY, comment_id))
    return pd.DataFrame(rows, columns=["comment_id", "post_id", "written_at", "text", "reply_to"])


def live_sessions(model: ViewModel, rng: np.random.Generator) -> pd.DataFrame:
    """Make a live session every four weeks; the latest ones draw more people.

    Parameters
    ----------
    model : ViewModel
        For its days.
    rng : Generator
        Source of chance.

    Returns
    -------
    DataFrame
        live_id, started_at, metric, value.
    """
    rows: list[tuple[str, pd.Timestamp, str, float]] = []
    for number in range(_LIVE_SESSIONS):
        index = DAYS - 6 - (_LIVE_SESSIONS - 1 - number) * _LIVE_EVERY_DAYS
        started = model.days[index] + timedelta(hours=20)
        unique = float(rng.poisson(420 * 1.04**number))
        seconds = float(rng.integers(45, 95) * 60)
        watched = float(round(rng.uniform(140, 260)))
        views = round(unique * rng.uniform(1.3, 1.6))
        values = {
            "live_seconds": seconds,
            "live_views": float(views),
            "live_unique_viewers": unique,
            "live_peak_viewers": float(round(unique * rng.uniform(0.16, 0.24))),
            "live_average_watch_seconds": watched,
            "live_likes": float(rng.poisson(views * 4.5)),
            "live_comments": float(rng.poisson(unique * 0.55)),
            "live_shares": float(rng.poisson(unique * 0.03)),
            "live_new_followers": float(rng.poisson(unique * 0.05)),
            "live_gifts": float(rng.poisson(12)),
        }
        live_id = f"made-up-live-{number + 1:02d}"
        rows.extend((live_id, started, metric, value) for metric, value in values.items())
    return pd.DataFrame(rows, columns=["live_id", "started_at", "metric", "value"])


def retention(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Make retention curves of the latest videos; long ones lose people after their opening.

    Parameters
    ----------
    table : DataFrame
        Posts, with post_id, format and duration_seconds.
    rng : Generator
        Source of chance.

    Returns
    -------
    DataFrame
        post_id, position, value: the share of viewers still there, falling from 1.
    """
    videos = table[table["duration_seconds"].notna()].tail(_CURVE_POSTS)
    positions = np.round(np.linspace(0, 1, 21), 2)
    found = []
    for post_id, seconds in zip(videos["post_id"], videos["duration_seconds"], strict=True):
        speed = (0.9 if seconds < 120 else 1.6) * np.exp(rng.normal(0, 0.08))
        opening = np.where(positions >= 0.1, 0.8 if seconds >= 120 else 0.95, 1.0)
        found.append(
            pd.DataFrame(
                {
                    "post_id": post_id,
                    "position": positions,
                    "value": np.round(opening * np.exp(-speed * positions), 4),
                }
            )
        )
    return pd.concat(found, ignore_index=True)


def has_live(plan: AccountPlan) -> bool:
    """Return whether the account goes live."""
    return plan.account == TIKTOK
