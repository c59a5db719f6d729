"""The summary and the KPIs as CSV that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Final, TypeAlias

from kpicore.batch.model import BatchSummary, ClientOutcome, FollowedKpi, KpiFigure

Cell: TypeAlias = str | float | int | None

SUMMARY_COLUMNS: Final = (
    "client", "account", "platform", "kpi", "statistic", "unit", "value", "previous", "change",
    "first", "last", "expected", "low", "high", "window_first", "window_last", "target",
    "deadline", "measure", "baseline", "set_on", "probability", "verdict", "status", "outcome",
    "as_of", "report", "error",
)  # fmt: skip
"""Codes, not words, so that formulas and other programs can rely on them; shares 0-1, durations in
seconds. `error` says why a client, or a KPI of it, has no figures."""

KPI_COLUMNS: Final = (
    "client", "account", "platform", "kpi", "statistic", "unit", "currency", "value", "previous",
    "change", "first", "last",
)  # fmt: skip

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def summary_csv(summary: BatchSummary) -> bytes:
    """Write how every client stands: a row per KPI that is followed, or one with the error.

    Parameters
    ----------
    summary : BatchSummary
        Of a batch.

    Returns
    -------
    bytes
        UTF-8 with its mark, columns `SUMMARY_COLUMNS`; text that a spreadsheet would take for a
        formula has an apostrophe before it.
    """
    return _csv(SUMMARY_COLUMNS, (row for o in summary.outcomes for row in _rows(o)))


def kpis_csv(summary: BatchSummary) -> bytes:
    """Write every KPI of every account over its last 28 days; see `summary_csv`."""
    return _csv(
        KPI_COLUMNS,
        (_kpi_row(outcome, figure) for outcome in summary.outcomes for figure in outcome.figures),
    )


def _rows(outcome: ClientOutcome) -> Iterator[list[Cell]]:
    figures = {(f.account, f.platform, f.kpi, f.statistic): f for f in outcome.figures}
    for line in outcome.followed:
        one = len(line.accounts) == 1 and line.statistic is not None
        figure = (
            figures.get((line.accounts[0], line.platforms[0], line.kpi, line.statistic))
            if one and line.statistic is not None
            else None
        )
        yield [
            outcome.name,
            ", ".join(line.accounts),
            ", ".join(line.platforms),
            line.kpi,
            line.statistic.value if line.statistic is not None else None,
            line.unit.value if line.unit is not None else None,
            *_known_cells(figure),
            line.expected,
            line.low,
            line.high,
            line.window.first.isoformat() if line.window is not None else None,
            line.window.last.isoformat() if line.window is not None else None,
            *_goal_cells(line),
            *_end(outcome, line.reason or outcome.error),
        ]
    if not outcome.followed:
        blanks: list[Cell] = [None] * (len(SUMMARY_COLUMNS) - 4)
        yield [outcome.name, *blanks, *_end(outcome, outcome.error)]


def _known_cells(figure: KpiFigure | None) -> list[Cell]:
    if figure is None:
        return [None] * 5
    return [
        figure.value,
        figure.previous,
        figure.change,
        figure.period.first.isoformat(),
        figure.period.last.isoformat(),
    ]


def _goal_cells(line: FollowedKpi) -> list[Cell]:
    if line.goal is None:
        return [None] * 9
    goal = line.goal.goal
    return [
        goal.target,
        goal.deadline.isoformat(),
        goal.measure.value,
        goal.baseline.value,
        goal.created_on.isoformat(),
        line.goal.probability,
        line.goal.verdict.value if line.goal.verdict is not None else None,
        line.goal.status.value,
        line.goal.outcome,
    ]


def _end(outcome: ClientOutcome, error: str) -> list[Cell]:
    as_of = outcome.as_of.isoformat() if outcome.as_of is not None else None
    return [as_of, outcome.report or None, error or None]


def _kpi_row(outcome: ClientOutcome, figure: KpiFigure) -> list[Cell]:
    return [
        outcome.name,
        figure.account,
        figure.platform,
        figure.kpi,
        figure.statistic.value,
        figure.unit.value,
        figure.currency,
        figure.value,
        figure.previous,
        figure.change,
        figure.period.first.isoformat(),
        figure.period.last.isoformat(),
    ]


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    target = StringIO()
    # Text is quoted throughout: a bare return inside an unquoted cell would begin a new row.
    writer = csv.writer(target, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if cell is None else _safe(cell) for cell in row])
    return target.getvalue().encode("utf-8-sig")


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return "'" + cell
    return cell
