"""One figure of one KPI over some days: the arithmetic of every roll-up, on columns of numbers.

Missing values take no part: a day or post counts only when everything it needs is known. Rates are
the sum above the line over the sum below it. Distinct people are never added.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from kpicore.kpis.columns import LONGEST_GAP_DAYS, Floats, Ints, Pieces
from kpicore.kpis.definition import Basis, KpiDefinition, Rollup, Statistic, Way
from kpicore.kpis.tables import AccountTable, KpiOptions
from kpicore.periods import Period

Plan = tuple[Way | None, ...]
"""For each account the way that is taken, None where it cannot give the KPI."""

PER_POST: Mapping[Statistic, Callable[[Floats], np.float64]] = MappingProxyType(
    {Statistic.MEDIAN_PER_POST: np.median, Statistic.MEAN_PER_POST: np.mean}
)
"""Statistics that look at the ratio of each single post."""

_QUANTILES = MappingProxyType({Statistic.POOLED: 0.5, Statistic.P90: 0.9})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure and what it rests on.

    Attributes
    ----------
    value : float or None
        The figure, None where it cannot be made.
    numerator, denominator : float or None
        What stands above and below the line.
    days : int
        Days that hold data, of the account that has most.
    account_days : int
        Days that hold data, added over the accounts.
    posts : int
        Posts counted.
    bounds : tuple of float or None
        For distinct people: the least and the most that there can be.
    """

    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    days: int = 0
    account_days: int = 0
    posts: int = 0
    bounds: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one account brings to a figure.

    Attributes
    ----------
    pieces : Pieces
        Above and below the line, all rows.
    rows : slice
        The rows of the span.
    before : slice
        The rows of the days just before the span.
    days : array of int
        Day number of each row of the span.
    """

    pieces: Pieces
    rows: slice
    before: slice
    days: Ints


def offered_ways(definition: KpiDefinition, statistic: Statistic) -> tuple[Way, ...]:
    """Return the ways that can give that statistic: single posts for per-post statistics."""
    ways = definition.all_ways
    if statistic in PER_POST:
        return tuple(w for w in ways if w.basis is Basis.POSTS)
    return ways


def choose_ways(
    tables: Sequence[AccountTable],
    definition: KpiDefinition,
    statistic: Statistic,
    *,
    span: Period,
    options: KpiOptions,
) -> Plan:
    """Choose for each account how the KPI is made.

    Parameters
    ----------
    tables : sequence of AccountTable
        The accounts.
    definition : KpiDefinition
        The KPI.
    statistic : Statistic
        The statistic.
    span : Period
        Days that must hold data.
    options : KpiOptions
        The workspace's decisions.

    Returns
    -------
    Plan
        Counts may be made differently in each account. A ratio is made in one way for all, the
        first that any account can give, so that unlike denominators are never put together.
    """
    ways = offered_ways(definition, statistic)

    def possible(table: AccountTable, way: Way) -> bool:
        columns = table.columns(way.basis, options)
        pieces = columns.pieces(way)
        return pieces is not None and bool(pieces.known[columns.between(span)].any())

    if definition.rollup is Rollup.POOLED:
        for way in ways:
            plan = tuple(way if possible(table, way) else None for table in tables)
            if any(plan):
                return plan
        return (None,) * len(tables)
    return tuple(next((w for w in ways if possible(table, w)), None) for table in tables)


def measure(
    tables: Sequence[AccountTable],
    definition: KpiDefinition,
    statistic: Statistic,
    *,
    plan: Plan,
    span: Period,
    options: KpiOptions,
) -> Figure:
    """Work out the figure over a span of days.

    Parameters
    ----------
    tables : sequence of AccountTable
        The accounts.
    definition : KpiDefinition
        The KPI.
    statistic : Statistic
        The statistic.
    plan : Plan
        The way of each account.
    span : Period
        The days.
    options : KpiOptions
        The workspace's decisions.

    Returns
    -------
    Figure
        Its value is None where the span holds no data or nothing stands below the line.
    """
    parts = []
    per_post = False
    for table, way in zip(tables, plan, strict=True):
        if way is None:
            continue
        columns = table.columns(way.basis, options)
        pieces = columns.pieces(way)
        if pieces is None:
            continue
        per_post = per_post or way.basis is Basis.POSTS
        rows = columns.between(span)
        start = max(rows.start - LONGEST_GAP_DAYS, 0) if columns.dense else rows.start
        parts.append(
            Part(
                pieces=pieces,
                rows=rows,
                before=slice(start, rows.start),
                days=columns.days[rows],
            )
        )
    if not parts:
        return Figure()
    if statistic in PER_POST:
        return _per_post(parts, PER_POST[statistic], definition.scale)
    known = [int(np.count_nonzero(p.pieces.known[p.rows])) for p in parts]
    if not any(known):
        return Figure()
    figure = _ROLLUPS[definition.rollup](parts, definition, statistic)
    if per_post:
        return replace(figure, posts=sum(known))
    return replace(figure, days=max(known), account_days=sum(known))


def _sum(parts: Sequence[Part], definition: KpiDefinition, statistic: Statistic) -> Figure:
    total = float(sum(p.pieces.upper[p.rows].sum() for p in parts))
    return Figure(value=total, numerator=total)


def _pooled(parts: Sequence[Part], definition: KpiDefinition, statistic: Statistic) -> Figure:
    upper = float(sum(p.pieces.upper[p.rows].sum() for p in parts))
    lower = float(sum(p.pieces.lower[p.rows].sum() for p in parts if p.pieces.lower is not None))
    value = upper / lower * definition.scale if lower > 0 else None
    return Figure(value=value, numerator=upper, denominator=lower)


def _last(parts: Sequence[Part], definition: KpiDefinition, statistic: Statistic) -> Figure:
    levels = [_last_known(p.pieces, p.rows) for p in parts]
    if any(level is None for level in levels):
        return Figure()
    return Figure(value=float(sum(level for level in levels if level is not None)))


def _last_known(pieces: Pieces, rows: slice) -> float | None:
    known = np.flatnonzero(pieces.known[rows])
    return float(pieces.upper[rows][known[-1]]) if known.size else None


def _growth(parts: Sequence[Part], definition: KpiDefinition, statistic: Statistic) -> Figure:
    start = end = 0.0
    for part in parts:
        known = np.flatnonzero(part.pieces.known[part.rows])
        before = _last_known(part.pieces, part.before)
        # Without a level from before, growth is told from the first known day of the span on.
        if not known.size or (before is None and known.size < 2):
            return Figure()
        levels = part.pieces.upper[part.rows]
        start += float(levels[known[0]]) if before is None else before
        end += float(levels[known[-1]])
    value = end / start - 1.0 if start > 0 else None
    return Figure(value=value, numerator=end, denominator=start)


def _maximum(parts: Sequence[Part], definition: KpiDefinition, statistic: Statistic) -> Figure:
    values = _known_values(parts)
    return Figure(value=float(values.max()) if values.size else None)


def _quantile(parts: Sequence[Part], definition: KpiDefinition, statistic: Statistic) -> Figure:
    values = _known_values(parts)
    if not values.size:
        return Figure()
    return Figure(value=float(np.quantile(values, _QUANTILES[statistic])))


def _distinct(parts: Sequence[Part], definition: KpiDefinition, statistic: Statistic) -> Figure:
    values = _known_values(parts)
    if not values.size:
        return Figure()
    single = values.size == 1 and parts[0].rows.stop - parts[0].rows.start == 1
    if single and len(parts) == 1:
        return Figure(value=float(values[0]))
    return Figure(bounds=(float(values.max()), float(values.sum())))


def _known_values(parts: Sequence[Part]) -> Floats:
    return np.concatenate([p.pieces.upper[p.rows][p.pieces.known[p.rows]] for p in parts])


def _per_post(
    parts: Sequence[Part], statistic: Callable[[Floats], np.float64], scale: float
) -> Figure:
    ratios = np.concatenate([post_ratios(p.pieces, p.rows) for p in parts])
    if not ratios.size:
        return Figure()
    return Figure(value=float(statistic(ratios)) * scale, posts=ratios.size)


def post_ratios(pieces: Pieces, rows: slice) -> Floats:
    """Return the ratio of each known post with something below the line."""
    known = pieces.known[rows]
    upper = pieces.upper[rows][known]
    if pieces.lower is None:
        return upper
    lower = pieces.lower[rows][known]
    return upper[lower > 0] / lower[lower > 0]


_ROLLUPS: Mapping[Rollup, Callable[[Sequence[Part], KpiDefinition, Statistic], Figure]] = (
    MappingProxyType(
        {
            Rollup.SUM: _sum,
            Rollup.POOLED: _pooled,
            Rollup.LAST: _last,
            Rollup.GROWTH: _growth,
            Rollup.MAXIMUM: _maximum,
            Rollup.QUANTILE: _quantile,
            Rollup.NONE: _distinct,
        }
    )
)
