"""Competitors: public figures that the user enters or uploads, beside the account's own.

The same figures by followers and per post for everybody. The account itself is left out of the
average it is held against.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.messages import Message, msg

COUNTS = ("followers", "posts", "likes", "comments", "shares", "views")
"""Public counts, in the order of the table."""

COLUMNS = ("name", "platform", "observed_on", "days", *COUNTS)
"""Columns of a table of competitors. `followers` is the level on that day; `posts` went out in the
`days` before it, the other counts are the totals of those posts."""

FIGURES = (
    "followers",
    "follower_growth_rate",
    "posts_per_week",
    "likes_per_post",
    "comments_per_post",
    "shares_per_post",
    "views_per_post",
    "engagements_per_post",
    "engagement_rate_by_followers",
    "engagement_rate_by_views",
)
"""What is compared, in the order of the table."""

FIGURE_LABELS: Mapping[str, Message] = MappingProxyType(
    {
        "followers": msg("Followers"),
        "follower_growth_rate": msg("Follower growth rate"),
        "posts_per_week": msg("Posts per week"),
        "likes_per_post": msg("Likes per post"),
        "comments_per_post": msg("Comments per post"),
        "shares_per_post": msg("Shares per post"),
        "views_per_post": msg("Views per post"),
        "engagements_per_post": msg("Engagements per post"),
        "engagement_rate_by_followers": msg("Engagement rate by followers"),
        "engagement_rate_by_views": msg("Engagement rate by views"),
    }
)
"""Names for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFigures:
    """What anybody can see of a profile over some days.

    Attributes
    ----------
    name : str
        Handle or name.
    platform : str
        Platform key.
    observed_on : date
        Day on which it was looked at.
    days : int
        Days before it in which the posts went out, at least 1.
    followers, posts, likes, comments, shares, views : float
        NaN where unknown; never negative.
    own : bool
        Whether it is the account itself.
    """

    name: str
    platform: str
    observed_on: date
    days: int
    followers: float = np.nan
    posts: float = np.nan
    likes: float = np.nan
    comments: float = np.nan
    shares: float = np.nan
    views: float = np.nan
    own: bool = False

    def __post_init__(self) -> None:
        negative = [c for c in COUNTS if getattr(self, c) < 0]
        if self.days < 1 or negative:
            raise ValueError(f"{self.name}: days {self.days}, negative counts {negative}.")


def compare_competitors(figures: Sequence[PublicFigures]) -> pd.DataFrame:
    """Set profiles side by side.

    Parameters
    ----------
    figures : sequence of PublicFigures
        The account and its competitors; of several rows of a profile the newest counts, and growth
        is told from the oldest to the newest.

    Returns
    -------
    DataFrame
        name, platform, own, observed_on, engagements (likes + comments + shares), growth_days, then
        the columns of `FIGURES`; NaN where something needed is unknown.
    """
    rows = []
    for profile in _profiles(figures):
        newest, oldest = profile[-1], profile[0]
        engaged = newest.likes + newest.comments + newest.shares
        growth_days = (newest.observed_on - oldest.observed_on).days
        growth = np.nan
        if growth_days > 0:
            growth = _ratio(newest.followers, oldest.followers) - 1
        rows.append(
            {
                "name": newest.name,
                "platform": newest.platform,
                "own": newest.own,
                "observed_on": pd.Timestamp(newest.observed_on),
                "engagements": engaged,
                "growth_days": growth_days,
                "followers": newest.followers,
                "follower_growth_rate": growth,
                "posts_per_week": newest.posts / newest.days * 7,
                "likes_per_post": _ratio(newest.likes, newest.posts),
                "comments_per_post": _ratio(newest.comments, newest.posts),
                "shares_per_post": _ratio(newest.shares, newest.posts),
                "views_per_post": _ratio(newest.views, newest.posts),
                "engagements_per_post": _ratio(engaged, newest.posts),
                "engagement_rate_by_followers": _ratio(
                    _ratio(engaged, newest.posts), newest.followers
                ),
                "engagement_rate_by_views": _ratio(engaged, newest.views),
            }
        )
    columns = ["name", "platform", "own", "observed_on", "engagements", "growth_days", *FIGURES]
    return pd.DataFrame(rows, columns=columns)


def _profiles(figures: Sequence[PublicFigures]) -> list[list[PublicFigures]]:
    groups: dict[tuple[str, str, bool], list[PublicFigures]] = {}
    for figure in sorted(figures, key=lambda f: f.observed_on):
        groups.setdefault((figure.name.casefold(), figure.platform, figure.own), []).append(figure)
    return list(groups.values())


def _ratio(above: float, below: float) -> float:
    return above / below if below > 0 else np.nan


def competitor_gaps(side_by_side: pd.DataFrame) -> pd.DataFrame:
    """Rank the account among its competitors, figure by figure.

    Parameters
    ----------
    side_by_side : DataFrame
        From `compare_competitors`, with one row of the account itself.

    Returns
    -------
    DataFrame
        figure (of `FIGURES`), value, others_mean, others_median, best_name, best, gap (value ÷
        mean of the others − 1), rank (1 is highest) and ranked (profiles that tell the figure).
        The account is not part of the mean and median. Figures that the account does not tell are
        left out.

    Raises
    ------
    ValueError
        If there is not exactly one row of the account itself.
    """
    is_own = side_by_side["own"].to_numpy(dtype=np.bool_)
    own = side_by_side[is_own]
    if len(own) != 1:
        raise ValueError(f"Expected one row of the account itself, found {len(own)}.")
    rows = []
    for figure in FIGURES:
        value = float(own[figure].iloc[0])
        others = side_by_side[figure][~is_own].dropna()
        if np.isnan(value) or others.empty:
            continue
        told = side_by_side[figure].dropna()
        best = int(np.argmax(side_by_side[figure].fillna(-np.inf).to_numpy()))
        mean = float(others.mean())
        rows.append(
            {
                "figure": figure,
                "value": value,
                "others_mean": mean,
                "others_median": float(others.median()),
                "best_name": str(side_by_side["name"].iloc[best]),
                "best": float(told.max()),
                "gap": value / mean - 1 if mean > 0 else np.nan,
                "rank": int((others > value).sum()) + 1,
                "ranked": len(told),
            }
        )
    columns = ["figure", "value", "others_mean", "others_median", "best_name", "best"]
    return pd.DataFrame(rows, columns=[*columns, "gap", "rank", "ranked"])


def share_of_voice(side_by_side: pd.DataFrame) -> pd.DataFrame:
    """Return how the engagements divide among the profiles that tell them.

    Parameters
    ----------
    side_by_side : DataFrame
        From `compare_competitors`; all counts over spans of the same length.

    Returns
    -------
    DataFrame
        name, platform, own, engagements, share (0-1); largest first, profiles without engagements
        left out.
    """
    told = side_by_side.dropna(subset=["engagements"])
    frame = told[["name", "platform", "own", "engagements"]].copy()
    total = float(frame["engagements"].sum())
    frame["share"] = frame["engagements"] / total if total > 0 else np.nan
    return frame.sort_values("engagements", ascending=False, kind="stable").reset_index(drop=True)
