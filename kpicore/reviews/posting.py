"""How much of a change goes with posting more or less, told from the account's own weeks.

Of counts and of what a level gains; a ratio follows its parts, which posting moves both.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p

import numpy as np
import pandas as pd

from kpicore.goals.outlook import COUNTS, KpiOutlook
from kpicore.history import History
from kpicore.insights.posting_effect import doubling, posting_effect, posts_by_day
from kpicore.kpis import ForecastInput, SeriesKind
from kpicore.periods import ONE_DAY, Period

WEEK_DAYS = 7
MOST_MORE = 2.0
"""Beyond twice or half the usual posts the account's weeks have shown nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingEffect:
    """What goes with posting more.

    Attributes
    ----------
    slope : float
        Relative change of the figure with twice as many posts: 0.2 is +20 %.
    error : float
        Standard error of the slope.
    weeks : int
        Weeks, each with the one before it, that it rests on.
    """

    slope: float
    error: float
    weeks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingChange:
    """What went with posting more or less in a span.

    Attributes
    ----------
    share : float
        Relative change of the figure that goes with it.
    effect : PostingEffect
        On what that rests.
    """

    share: float
    effect: PostingEffect


def posting_change(
    history: History, then: KpiOutlook, base: Period, span: Period
) -> PostingChange | None:
    """Tell what goes with the posts of a span, by what the weeks before it have shown.

    Parameters
    ----------
    history : History
        With the days of the span.
    then : KpiOutlook
        The figure as it was known before the span.
    base : Period
        What the span is compared with.
    span : Period
        The days since.

    Returns
    -------
    PostingChange or None
        None where the figure does not follow posts day by day, where posts are not known, or where
        the weeks do not tell how it follows them.
    """
    counts = _counted(then.source)
    posts = posts_by_day(history, then.account_ids, span.last + ONE_DAY)
    if counts is None or posts is None:
        return None
    known = posts.loc[: pd.Timestamp(then.last_day)]
    usual, lately = _per_week(known, base), _per_week(posts, span)
    found = posting_effect(known, counts)
    if found.weeks == 0 or not usual > 0 or not np.isfinite(lately):
        return None
    followed = min(max(lately, usual / MOST_MORE), usual * MOST_MORE)
    slope = doubling(found.elasticity, usual)
    return PostingChange(
        share=float(np.expm1(found.elasticity * (log1p(followed) - log1p(usual)))),
        effect=PostingEffect(
            slope=slope,
            error=doubling(found.elasticity + found.error, usual) - slope,
            weeks=found.weeks,
        ),
    )


def _counted(source: ForecastInput) -> pd.Series | None:
    """Return what is counted day by day; of a level what it gains."""
    if source.step_days > 1 or source.per_post or source.denominator is not None:
        return None
    if source.kind is SeriesKind.STOCK:
        return source.series.diff()
    return source.series if source.kind in COUNTS else None


def _per_week(posts: pd.Series, span: Period) -> float:
    """Return the mean of a span; after the last post the figure's own days are days without."""
    days = pd.date_range(span.first, span.last)
    inside = posts.reindex(days).where(days <= posts.index[-1], 0.0)
    return float(inside.mean()) * WEEK_DAYS
