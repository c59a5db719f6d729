"""How much of a change goes with posting more or less, told from the account's own weeks.

Weeks in which more was posted are compared with the weeks before them: what both share - level,
trend - falls out. The slope is pulled towards none, the more the less the weeks tell. It is an
association: who posts more when things go well finds the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from kpicore.history import History
from kpicore.kpis import ForecastInput, SeriesKind
from kpicore.periods import Period

FEWEST_WEEKS = 16
MOST_WEEKS = 104
PRIOR_SLOPE = 0.3
"""Before the account's weeks are seen, twice the posts go with somewhere within 30 % more."""
WEEK_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingEffect:
    """What goes with posting more.

    Attributes
    ----------
    slope : float
        Relative change of the figure per relative change of posts: 0.2 is +20 % with twice as many.
    error : float
        Standard error of the slope.
    weeks : int
        Pairs of weeks that it rests on.
    """

    slope: float
    error: float
    weeks: int


def posts_per_day(history: History, account_ids: Sequence[str], span: Period) -> float:
    """Return how many posts a day were published in a span."""
    days = _post_days(history, account_ids)
    inside = (days >= pd.Timestamp(span.first)) & (days <= pd.Timestamp(span.last))
    return float(inside.sum()) / span.days


def posting_effect(
    history: History, source: ForecastInput, *, account_ids: Sequence[str], until: date
) -> PostingEffect | None:
    """Learn what goes with posting more from the account's own weeks.

    Parameters
    ----------
    history : History
        The data.
    source : ForecastInput
        The figure's days.
    account_ids : sequence of str
        Accounts whose posts count.
    until : date
        Last day that is looked at.

    Returns
    -------
    PostingEffect or None
        None where posts are not known, or too few weeks are.
    """
    days = _post_days(history, account_ids)
    if days.empty or source.step_days > 1 or source.per_post:
        return None
    ends = pd.date_range(end=pd.Timestamp(until), periods=MOST_WEEKS, freq="7D")
    ends = ends[ends - pd.Timedelta(days=WEEK_DAYS) >= days.min()]
    figures = np.array([_week(source, end.date()) for end in ends])
    posts = np.array([_count(days, end) for end in ends])
    # Posts go on earning in the week after: half of the posts before count.
    exposed = posts[1:] + 0.5 * posts[:-1]
    figures = figures[1:]
    usual, often = np.nanmedian(np.abs(figures)) if len(figures) else 0.0, exposed.mean()
    if len(figures) <= FEWEST_WEEKS or not usual > 0 or not often > 0:
        return None
    moved, more = np.diff(figures) / usual, np.diff(exposed) / often
    return _shrunk(moved, more)


def _shrunk(moved: np.ndarray, more: np.ndarray) -> PostingEffect | None:
    known = np.isfinite(moved)
    # A viral week would drown all others.
    y, x = np.clip(moved[known], -1.0, 1.0), more[known]
    power = float(x @ x)
    if len(y) < FEWEST_WEEKS or power <= 0:
        return None
    plain = float(x @ y) / power
    noise = float(np.mean((y - plain * x) ** 2))
    precision = power / max(noise, 1e-9) + PRIOR_SLOPE**-2
    return PostingEffect(
        slope=float(x @ y) / max(noise, 1e-9) / precision,
        error=precision**-0.5,
        weeks=len(y),
    )


def _post_days(history: History, account_ids: Sequence[str]) -> pd.Series:
    posts = history.posts
    mine = posts.loc[posts["account_id"].isin(list(account_ids)), "published_at"]
    return pd.to_datetime(mine.dropna()).dt.normalize()


def _count(days: pd.Series, end: pd.Timestamp) -> float:
    return float(((days > end - pd.Timedelta(days=WEEK_DAYS)) & (days <= end)).sum())


def _week(source: ForecastInput, end: date) -> float:
    """Mean of a week (of a level its gain); NaN where less than half of it is known."""
    first = pd.Timestamp(end - timedelta(days=WEEK_DAYS - 1))
    values = source.series.loc[first : pd.Timestamp(end)]
    if source.kind is SeriesKind.STOCK:
        before = source.series.loc[: first - pd.Timedelta(days=1)].tail(1)
        known = values.dropna()
        if known.empty or before.dropna().empty:
            return float("nan")
        return float(known.iloc[-1] - before.iloc[-1])
    if source.denominator is not None:
        below = source.denominator.reindex(values.index)
        both = values.notna() & below.notna()
        whole = float(below[both].sum())
        return float(values[both].sum()) / whole if whole > 0 else float("nan")
    known = values.dropna()
    return float(known.mean()) if len(known) > WEEK_DAYS // 2 else float("nan")
