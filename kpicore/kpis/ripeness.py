"""How many posts of a span are too young to count, or count completed by the age curve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kpicore.kpis.columns import Pieces
from kpicore.kpis.definition import Way
from kpicore.kpis.post_columns import PostColumns
from kpicore.kpis.tables import AccountTable, KpiOptions
from kpicore.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Ripeness:
    """How many posts of a span could not count yet, or count completed.

    Attributes
    ----------
    left_out : int
        Posts too young.
    completed : int
        Posts completed by the age curve.
    error : float or None
        Standard error that the completion adds, as a share of the sum.
    """

    left_out: int = 0
    completed: int = 0
    error: float | None = None


def ripeness(
    tables: Sequence[AccountTable], ways: Sequence[Way], *, span: Period, options: KpiOptions
) -> Ripeness:
    """Count the posts of a span that are too young or completed.

    Parameters
    ----------
    tables : sequence of AccountTable
        The accounts.
    ways : sequence of Way
        Ways that are considered, preferred first; only those from posts matter.
    span : Period
        Days of publication.
    options : KpiOptions
        The workspace's decisions.

    Returns
    -------
    Ripeness
        Over all accounts.
    """
    left_out = completed = 0
    squares = total = 0.0
    for table in tables:
        posts = table.posts(options)
        way = next((w for w in ways if set(w.metrics) <= posts.columns.values.keys()), None)
        if way is None:
            continue
        rows = posts.columns.between(span)
        left_out += _count_any(posts.young, way, rows)
        pieces = posts.columns.pieces(way)
        if pieces is not None and (done := _count_any(posts.completed, way, rows)):
            completed += done
            squares += _error_square(posts, way, pieces, rows)
            total += float(pieces.upper[rows].sum())
    error = float(np.sqrt(squares)) / total if completed and total > 0 else None
    return Ripeness(left_out=left_out, completed=completed, error=error)


def _count_any(flags: Mapping[str, np.ndarray], way: Way, rows: slice) -> int:
    chosen = [flags[m][rows] for m in way.metrics if m in flags]
    return int(np.count_nonzero(np.logical_or.reduce(chosen))) if chosen else 0


def _error_square(posts: PostColumns, way: Way, pieces: Pieces, rows: slice) -> float:
    errors = [posts.errors[m][rows] for m in way.plus if m in posts.errors]
    worst = np.maximum.reduce(errors) if errors else np.zeros(rows.stop - rows.start)
    return float(np.sum((pieces.upper[rows] * worst) ** 2))
