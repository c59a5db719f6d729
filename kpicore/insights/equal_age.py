"""Posts at equal age: one response per post, on the scale of logarithms, and what it must bear.

Everything that insights say of posts starts here. A post's response is the logarithm of its views,
or of a rate, at the age at which posts are compared: a factor becomes a difference, and a post that
went viral is a few steps away instead of a thousand. Each response carries the standard error that
completing a young post, or counting few interactions, adds to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from kpicore.history import History
from kpicore.kpis.breaks import SeriesBreak, breaks_between
from kpicore.kpis.columns import Flags, Floats, Ints, day_of
from kpicore.kpis.post_columns import PostColumns
from kpicore.kpis.tables import DEFAULT_OPTIONS, KpiOptions, account_tables
from kpicore.messages import Message, msg
from kpicore.metrics import METRICS
from kpicore.periods import Period
from kpicore.units import Unit


class Measure(StrEnum):
    """What of a post is compared."""

    VIEWS = "views"
    ENGAGEMENT = "engagement"
    COMMENTS = "comments"
    VIEWED_SHARE = "viewed_share"


MEASURE_LABELS: Mapping[Measure, Message] = MappingProxyType(
    {
        Measure.VIEWS: msg("Views"),
        Measure.ENGAGEMENT: msg("Engagement rate"),
        Measure.COMMENTS: msg("Comments per view"),
        Measure.VIEWED_SHARE: msg("Average viewed share"),
    }
)
"""The name of each measure for people."""

MEASURE_KPIS: Mapping[Measure, str] = MappingProxyType(
    {
        Measure.VIEWS: "average_views",
        Measure.ENGAGEMENT: "engagement_rate_by_views",
        Measure.COMMENTS: "comment_rate",
        Measure.VIEWED_SHARE: "average_viewed_share",
    }
)
"""The KPI whose goal a finding about the measure serves."""

_SEEN = ("views", "impressions", "video_views", "reach")
"""What a post was seen, the most usual first; exports of some platforms count only impressions."""

_PARTS = ("likes", "comments", "shares")
SMALLEST_SHARE = 1e-4


@dataclass(frozen=True, kw_only=True)
class EqualPosts:
    """Posts of one account at equal age, oldest first.

    Attributes
    ----------
    account_id : str
        The account.
    measure : Measure
        What is compared.
    unit : Unit
        Of `values`.
    seen : str
        The metric that was taken for views.
    rows : array of int
        Row of each post in the history's posts frame.
    days : array of int
        Day number of publication.
    values : array of float
        Views, or the rate, at equal age.
    response : array of float
        Its logarithm.
    errors : array of float
        Standard error of the response beyond what posts differ by anyway.
    formats : array of str
        Format of each post; empty where unknown.
    young, completed : int
        Posts left out because they are too young; posts completed by the age curve.
    breaks : tuple of SeriesBreak
        Days inside the span on which the platform began to count differently.
    """

    account_id: str
    measure: Measure
    unit: Unit
    seen: str
    rows: Ints
    days: Ints
    values: Floats
    response: Floats
    errors: Floats
    formats: np.ndarray
    young: int
    completed: int
    breaks: tuple[SeriesBreak, ...]

    def __len__(self) -> int:
        """Return the number of posts."""
        return int(self.rows.size)

    @property
    def label(self) -> Message:
        """What is compared, in words; views by the name that the platform gives them."""
        if self.measure is Measure.VIEWS:
            return METRICS[self.seen].label
        return MEASURE_LABELS[self.measure]

    def typical(self, chosen: Flags | None = None) -> float:
        """Return the median value of all or some posts; NaN without any."""
        values = self.values if chosen is None else self.values[chosen]
        return float(np.median(values)) if values.size else float("nan")

    def part(self, chosen: Flags) -> EqualPosts:
        """Return some of the posts, such as those with a known length."""
        return EqualPosts(
            account_id=self.account_id,
            measure=self.measure,
            unit=self.unit,
            seen=self.seen,
            rows=self.rows[chosen],
            days=self.days[chosen],
            values=self.values[chosen],
            response=self.response[chosen],
            errors=self.errors[chosen],
            formats=self.formats[chosen],
            young=self.young,
            completed=self.completed,
            breaks=self.breaks,
        )


def equal_posts(
    history: History,
    account_id: str,
    measure: Measure,
    *,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> EqualPosts:
    """Return the posts of an account that can be compared.

    Parameters
    ----------
    history : History
        The data.
    account_id : str
        The account.
    measure : Measure
        What is compared.
    options : KpiOptions, optional
        Maturity age.

    Returns
    -------
    EqualPosts
        Posts whose value is unknown or zero views are left out; empty where the exports do not
        hold what the measure needs.

    Raises
    ------
    DataNotFoundError
        If the account is not in the history.
    """
    table = account_tables(history, [account_id])[0]
    posts = table.posts(options)
    values, errors = _values(posts, measure)
    known = np.isfinite(values) & (values > 0 if measure is Measure.VIEWS else values >= 0)
    seen = _seen_by(posts) or _SEEN[0]
    count = int(known.sum())
    days = posts.columns.days[known]
    span = Period(day_of(days[0]), day_of(days[-1])) if count else None
    rows = posts.rows[known]
    formats = history.posts["format"].take(rows).to_numpy(dtype=object)
    values, errors = values[known], errors[known]
    response = np.log(values if measure is Measure.VIEWS else np.maximum(values, SMALLEST_SHARE))
    if measure in _COUNTED and count:
        response, errors = _log_rates(posts, known, measure, errors)
    return EqualPosts(
        account_id=account_id,
        measure=measure,
        unit=Unit.COUNT if measure is Measure.VIEWS else Unit.SHARE,
        seen=seen,
        rows=rows,
        days=days,
        values=values,
        response=response,
        errors=errors,
        formats=formats,
        young=int(posts.young[seen].sum()) if seen in posts.young else 0,
        completed=int(posts.completed[seen][known].sum()) if seen in posts.completed else 0,
        breaks=breaks_between([table.account.platform], [seen], span) if span else (),
    )


_COUNTED = frozenset({Measure.ENGAGEMENT, Measure.COMMENTS})


def _seen_by(posts: PostColumns) -> str | None:
    columns = posts.columns.values
    told = {m: int(np.isfinite(columns[m]).sum()) for m in _SEEN if m in columns}
    # The first of the most told: impressions count only where views are missing.
    return max(told, key=lambda m: told[m]) if any(told.values()) else None


def _values(posts: PostColumns, measure: Measure) -> tuple[Floats, Floats]:
    columns, size = posts.columns.values, posts.rows.size
    unknown, exact = np.full(size, np.nan), np.zeros(size)
    seen = _seen_by(posts)
    if measure is Measure.VIEWED_SHARE:
        if "average_viewed_share" in columns:
            return columns["average_viewed_share"], exact
        if {"watch_seconds", "playable_seconds"} <= columns.keys():
            watched, playable = columns["watch_seconds"], columns["playable_seconds"]
            usable = (playable > 0) & (watched > 0)
            return np.divide(watched, playable, out=unknown, where=usable), exact
        return unknown, exact
    if seen is None:
        return unknown, exact
    if measure is Measure.VIEWS:
        # A completed value is a mean; its logarithm's middle lies half a variance lower.
        error = posts.errors.get(seen, exact)
        return columns[seen] * np.exp(-(error**2) / 2), error
    counted = _counted(columns, measure, size)
    return np.divide(counted, columns[seen], out=unknown, where=columns[seen] > 0), exact


def _counted(columns: Mapping[str, Floats], measure: Measure, size: int) -> Floats:
    """Return interactions of each post; completed values of one age cancel in a rate."""
    unknown = np.full(size, np.nan)
    if measure is Measure.COMMENTS:
        return columns.get("comments", unknown)
    if all(part in columns for part in _PARTS):
        return np.asarray(sum((columns[part] for part in _PARTS), np.zeros(size)))
    return columns.get("engagements", unknown)


def _log_rates(
    posts: PostColumns, known: Flags, measure: Measure, errors: Floats
) -> tuple[Floats, Floats]:
    """Return logarithms of rates and the error of counting few interactions."""
    columns = posts.columns.values
    counted = _counted(columns, measure, posts.rows.size)[known]
    seen = columns[_seen_by(posts) or _SEEN[0]][known]
    # Half an interaction more keeps posts without any; a count of k is known to about 1/sqrt(k).
    return np.log((counted + 0.5) / (seen + 1.0)), np.sqrt(errors**2 + 1.0 / (counted + 0.5))
