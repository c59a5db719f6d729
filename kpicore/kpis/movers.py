"""Which posts made a KPI move: the effect of each post on the figure of a period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from kpicore.history import History
from kpicore.kpis.catalogue import check_statistic, kpi
from kpicore.kpis.columns import Floats, Ints, day_number
from kpicore.kpis.definition import Basis, KpiDefinition, Statistic, Way
from kpicore.kpis.figures import PER_POST
from kpicore.kpis.tables import DEFAULT_OPTIONS, AccountTable, KpiOptions, account_tables
from kpicore.periods import ONE_DAY, Period

MOVER_COLUMNS = ("account_id", "post_id", "title", "url", "published_at", "value", "effect")
"""Columns of the result, in order."""


def posts_that_moved(
    history: History,
    key: str,
    period: Period,
    *,
    account_ids: Sequence[str],
    today: date,
    statistic: Statistic | None = None,
    count: int = 10,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> pd.DataFrame:
    """Return the posts that moved a KPI most.

    For rates and averages the effect of a post is what the figure would lose without it. For counts
    it is what the post gained in the period: seen at its end less seen at its beginning; with one
    export alone only posts published in the period can be told. Posts are company, not proof: days
    also count what older posts earn.

    Parameters
    ----------
    history : History
        The data.
    key : str
        Key of the catalogue.
    period : Period
        The days.
    account_ids : sequence of str
        Accounts, at least one.
    today : date
        The unfinished day; later days are not counted.
    statistic : Statistic, optional
        By default the KPI's first one.
    count : int, default 10
        How many posts.
    options : KpiOptions, optional
        Maturity age and own hashtags.

    Returns
    -------
    DataFrame
        account_id, post_id, title, url, published_at, value (the post's own figure), effect (in
        the KPI's unit, may be negative); largest absolute effect first. Empty where posts cannot
        give the KPI.

    Raises
    ------
    DataNotFoundError
        If the KPI, the statistic or an account does not exist.
    """
    definition = kpi(key)
    chosen = (
        definition.statistics[0] if statistic is None else check_statistic(definition, statistic)
    )
    tables = account_tables(history, account_ids)
    span = period.clipped(period.first, today - ONE_DAY)
    way = None if span is None else _way(tables, definition, options)
    if span is None or way is None:
        return _frame(history, [])
    found = [_values(table, way, span, options) for table in tables]
    upper = np.concatenate([f[1] for f in found])
    lower = np.concatenate([f[2] for f in found])
    effects = _effects(upper, lower, way, chosen, definition)
    own = upper / lower * definition.scale if way.is_ratio else upper
    rows = np.concatenate([f[0] for f in found])
    order = np.argsort(-np.abs(effects), kind="stable")[:count]
    return _frame(history, list(zip(rows[order], own[order], effects[order], strict=True)))


def _way(
    tables: Sequence[AccountTable], definition: KpiDefinition, options: KpiOptions
) -> Way | None:
    own = [w for w in definition.all_ways if w.basis is Basis.POSTS]
    # A daily count has its like in the posts' totals; levels and distinct people have none.
    others = [
        Way(basis=Basis.POSTS, plus=w.plus, minus=w.minus, per=w.per, weight=w.weight)
        for w in definition.all_ways
        if w.basis is Basis.DAILY and not w.difference
    ]
    for way in own + others:
        known = [set(t.posts(options).columns.values) for t in tables]
        if any(set(way.metrics) <= k for k in known) and set(way.metrics) - {"followers"}:
            return way
    return None


def _values(
    table: AccountTable, way: Way, span: Period, options: KpiOptions
) -> tuple[Ints, Floats, Floats]:
    """Return rows of the posts frame, and what stands above and below the line for each."""
    posts = table.posts(options)
    if way.is_ratio:
        pieces = posts.columns.pieces(way)
        rows = posts.columns.between(span)
        if pieces is None or pieces.lower is None:
            return _nothing()
        use = pieces.known[rows] & (pieces.lower[rows] > 0)
        return posts.rows[rows][use], pieces.upper[rows][use], pieces.lower[rows][use]
    gains = np.zeros(table.post_days.size)
    for metric in way.plus:
        gains = gains + _gained(table, metric, span)
    for metric in way.minus:
        gains = gains - _gained(table, metric, span)
    use = np.isfinite(gains) & (gains != 0)
    return posts.rows[use], gains[use], np.ones(int(use.sum()))


def _nothing() -> tuple[Ints, Floats, Floats]:
    return np.empty(0, dtype=np.int64), np.empty(0), np.empty(0)


def _gained(table: AccountTable, metric: str, span: Period) -> Floats:
    seen = table.sightings().get(metric)
    empty = np.full(table.post_days.size, np.nan)
    if seen is None:
        return empty
    first, last = day_number(span.first), day_number(span.last)
    days = table.post_days[seen.posts] + seen.ages
    begin, end = empty.copy(), empty.copy()
    # Sorted by post and age, so the latest sighting by that day is the one that stays.
    early, late = days <= first, days <= last + 1
    begin[seen.posts[early]] = seen.values[early]
    end[seen.posts[late]] = seen.values[late]
    fresh = (table.post_days >= first) & (table.post_days <= last)
    # A post published in the span began with nothing, which is known without an export.
    begin[fresh] = 0.0
    # Exports after the span see more than the span; they stand in only for fresh posts.
    unseen = fresh & np.isnan(end)
    later = seen.posts[::-1]
    first_seen = empty.copy()
    first_seen[later] = seen.values[::-1]
    end[unseen] = first_seen[unseen]
    return np.asarray(end - begin, dtype=np.float64)


def _effects(
    upper: Floats, lower: Floats, way: Way, statistic: Statistic, definition: KpiDefinition
) -> Floats:
    if not way.is_ratio:
        return upper
    if upper.size < 2:
        return np.zeros(upper.size)
    if statistic in PER_POST:
        ratios = upper / lower
        reduce = PER_POST[statistic]
        whole = float(reduce(ratios))
        without = [float(reduce(np.delete(ratios, i))) for i in range(ratios.size)]
        return (whole - np.array(without)) * definition.scale
    rest = lower.sum() - lower
    without_each = np.divide(
        upper.sum() - upper, rest, out=np.full(upper.size, np.nan), where=rest > 0
    )
    return np.asarray((upper.sum() / lower.sum() - without_each) * definition.scale)


def _frame(history: History, found: list[tuple[int, float, float]]) -> pd.DataFrame:
    posts = history.posts.iloc[[int(row) for row, _, _ in found]].reset_index(drop=True)
    frame = posts[["account_id", "post_id", "title", "url", "published_at"]].copy()
    frame["value"] = np.array([value for _, value, _ in found], dtype=np.float64)
    frame["effect"] = np.array([effect for _, _, effect in found], dtype=np.float64)
    return frame
