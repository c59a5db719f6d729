"""Competitors: public figures that the user enters or uploads, beside the account's own.

The same figures by followers and per post for everybody. The account itself is left out of the
average it is held against.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.errors import ImportFailedError
from kpicore.history import History
from kpicore.kpis import DEFAULT_OPTIONS, KpiOptions, compute_kpi, posts_at_maturity
from kpicore.messages import Message, msg
from kpicore.periods import Period

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


def read_competitors(table: pd.DataFrame) -> tuple[PublicFigures, ...]:
    """Read a table of competitors.

    Parameters
    ----------
    table : DataFrame
        Columns of `COLUMNS`; name, platform, observed_on and days are needed, empty counts are
        unknown. A competitor may have several rows, one per day on which it was looked at.

    Returns
    -------
    tuple of PublicFigures
        One per row.

    Raises
    ------
    ImportFailedError
        If columns are missing, or rows hold something else than numbers and dates; all faulty rows
        together.
    """
    needed = [c for c in COLUMNS if c not in COUNTS]
    missing = [c for c in needed if c not in table.columns]
    if missing:
        raise ImportFailedError(
            msg(
                "The table of competitors lacks the columns {missing}. Expected are: {columns}.",
                missing=tuple(missing),
                columns=COLUMNS,
            )
        )
    counts = {
        c: pd.to_numeric(table[c], errors="coerce")
        if c in table
        else pd.Series(np.nan, index=table.index)
        for c in COUNTS
    }
    # Only 2026-01-31 and date cells: other orders would have to be guessed.
    when = pd.to_datetime(table["observed_on"], format="ISO8601", errors="coerce")
    days = pd.to_numeric(table["days"], errors="coerce")
    faulty = when.isna() | ~(days >= 1) | (table["name"].astype("str").str.strip() == "")
    for column, values in counts.items():
        if column in table:
            empty = table[column].isna() | (table[column].astype("str").str.strip() == "")
            faulty |= (values.isna() & ~empty) | (values < 0)
    if bool(faulty.any()):
        raise ImportFailedError(
            msg(
                "Rows {rows} of the table of competitors hold no name, no date like 2026-01-31, no "
                "number of days, or a count that is no number or negative.",
                rows=tuple(int(n) + 2 for n in np.flatnonzero(faulty.to_numpy())),
            )
        )
    return tuple(
        PublicFigures(
            name=str(table["name"].iloc[i]).strip(),
            platform=str(table["platform"].iloc[i]).strip().casefold(),
            observed_on=when.iloc[i].date(),
            days=int(days.iloc[i]),
            followers=float(counts["followers"].iloc[i]),
            posts=float(counts["posts"].iloc[i]),
            likes=float(counts["likes"].iloc[i]),
            comments=float(counts["comments"].iloc[i]),
            shares=float(counts["shares"].iloc[i]),
            views=float(counts["views"].iloc[i]),
        )
        for i in range(len(table))
    )


def read_competitors_text(text: str) -> tuple[PublicFigures, ...]:
    """Read a table of competitors from the text of a CSV file.

    Parameters
    ----------
    text : str
        Comma-separated, first row the header, columns as for `read_competitors`.

    Returns
    -------
    tuple of PublicFigures
        One per row.

    Raises
    ------
    ImportFailedError
        If it is no table, columns are missing, or rows are faulty.
    """
    try:
        table = pd.read_csv(io.StringIO(text), dtype="str", keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as fault:
        raise ImportFailedError(
            msg("The file is no table with commas. Expected are the columns {columns}.",
                columns=COLUMNS)
        ) from fault  # fmt: skip
    return read_competitors(table)


def figures_table(figures: Sequence[PublicFigures]) -> pd.DataFrame:
    """Return public figures as a table with `COLUMNS`, which `read_competitors` reads again."""
    frame = pd.DataFrame([[getattr(f, c) for c in COLUMNS] for f in figures], columns=list(COLUMNS))
    frame["observed_on"] = pd.to_datetime(frame["observed_on"])
    numbers = ["days", *COUNTS]
    frame[numbers] = frame[numbers].astype("float64")
    return frame.astype({"name": "str", "platform": "str"})


def own_figures(
    history: History,
    period: Period,
    *,
    account_id: str,
    today: date,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> PublicFigures:
    """Take the account's own figures as anybody could see them.

    Parameters
    ----------
    history : History
        The data.
    period : Period
        The days in which the posts went out.
    account_id : str
        The account.
    today : date
        The unfinished day.
    options : KpiOptions, optional
        Maturity age; young posts are left out of the counts, so that posts compare.

    Returns
    -------
    PublicFigures
        Followers at the end of the period, and the totals of its mature posts; a count that some
        of the posts lack is unknown.
    """
    account = history.account(account_id)
    level = compute_kpi(history, "followers", period, account_ids=[account_id], today=today)
    totals = {
        metric: _ripe_total(history, metric, period, account_id, options)
        for metric in ("likes", "comments", "shares", "views")
    }
    return PublicFigures(
        name=account.name,
        platform=account.platform,
        observed_on=period.last,
        days=period.days,
        followers=np.nan if level.value is None else level.value,
        posts=totals["views"][0],
        likes=totals["likes"][1],
        comments=totals["comments"][1],
        shares=totals["shares"][1],
        views=totals["views"][1],
        own=True,
    )


def _ripe_total(
    history: History, metric: str, period: Period, account_id: str, options: KpiOptions
) -> tuple[float, float]:
    """Return how many posts of the period are mature, and their total of a metric."""
    posts = posts_at_maturity(history, metric, account_ids=[account_id], options=options)
    days = posts["published_at"].dt.date
    inside = posts[(days >= period.first) & (days <= period.last) & (posts["state"] != "young")]
    if inside.empty:
        return np.nan, np.nan
    return float(len(inside)), float(inside["value"].sum(skipna=False))


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
