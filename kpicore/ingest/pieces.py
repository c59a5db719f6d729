"""What one table gave: rows for the history, and all that the report says of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.ingest.options import TableKind
from kpicore.ingest.reports import DroppedRows, Fault, Severity, TableReport
from kpicore.messages import Message, msgs
from kpicore.metrics import METRICS, MetricKind

MOST_CELL_FAULTS = 25
"""Cells named one by one; the rest is counted, or a broken file would fill the screen."""

LARGEST_EXACT = 2.0**53
MANY_VALUES = 10_000
SUM_ERROR = 1e-13
"""Far above the relative error of adding a million values pair by pair."""


@dataclass(slots=True, kw_only=True)
class Piece:
    """Rows of one table and remarks on it.

    Attributes
    ----------
    kind : TableKind
        What its rows are.
    platform : str
        Platform key.
    layout : str
        Layout key.
    frames : dict of str to DataFrame
        History frame name to rows, without account, source and observation moment.
    faults : list of Fault
        Remarks.
    dropped : list of DroppedRows
        Rows not kept.
    rows_read, rows : int
        Data rows seen and kept.
    first, last : date or None
        Days covered.
    totals : dict of str to float
        See `TableReport.totals`.
    account : str or None
        Account that the table or file tells.
    exported : datetime or None
        Moment of the export, where it is known.
    currency : str or None
        Of its money.
    refused : Message or None
        Why the table cannot be used.
    unknown_title : str
        Title of a table of one figure that nobody knows yet; the mapping step asks for it.
    """

    kind: TableKind
    platform: str
    layout: str = ""
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    dropped: list[DroppedRows] = field(default_factory=list)
    rows_read: int = 0
    rows: int = 0
    first: date | None = None
    last: date | None = None
    totals: dict[str, float] = field(default_factory=dict)
    account: str | None = None
    exported: datetime | None = None
    currency: str | None = None
    refused: Message | None = None
    unknown_title: str = ""

    def drop(self, reason: Message, rows: int) -> None:
        """Note rows that are not kept."""
        if rows:
            self.dropped.append(DroppedRows(reason=reason, rows=rows))

    def note(
        self,
        severity: Severity,
        message: Message,
        *,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        """Add a remark."""
        self.faults.append(Fault(severity=severity, message=message, row=row, column=column))

    def info(self, message: Message, *, row: int | None = None, column: str | None = None) -> None:
        """Add something to know."""
        self.note(Severity.INFO, message, row=row, column=column)

    def warn(self, message: Message, *, row: int | None = None, column: str | None = None) -> None:
        """Add a doubt."""
        self.note(Severity.WARNING, message, row=row, column=column)

    def note_cells(
        self,
        cells: list[tuple[int, str]],
        row_numbers: npt.NDArray[np.int64],
        column: str,
        message: Message,
        severity: Severity = Severity.WARNING,
    ) -> None:
        """Name cells that could not be used, the first ones one by one."""
        for position, text in cells[:MOST_CELL_FAULTS]:
            worded = Message(message.text, {**message.values, "text": text[:60]})
            self.note(severity, worded, row=int(row_numbers[position]), column=column)
        rest = len(cells) - MOST_CELL_FAULTS
        if rest > 0:
            self.note(
                severity,
                msgs(
                    "And {count} more cell of this column likewise.",
                    "And {count} more cells of this column likewise.",
                    rest,
                ),
                column=column,
            )

    def cover(self, days: pd.Series) -> None:
        """Take first and last day from dates."""
        known = days.dropna()
        if len(known):
            self.first, self.last = known.min().date(), known.max().date()

    def report(self) -> TableReport:
        """Return the report on the table."""
        return TableReport(
            kind=self.kind,
            platform=self.platform,
            rows=self.rows,
            first=self.first,
            last=self.last,
            totals=dict(self.totals),
        )


def totals_of(values: Mapping[str, npt.NDArray[np.float64]]) -> dict[str, float]:
    """Sum each metric over its rows, which are in the order of time.

    Parameters
    ----------
    values : Mapping of str to array
        Metric to values, NaN where missing.

    Returns
    -------
    dict of str to float
        Sums of flows, the last known value of stocks; a metric without any value, and all that
        must not be added, is left out.
    """
    totals = {}
    for metric, array in values.items():
        missing = np.isnan(array)
        known = array[~missing] if missing.any() else array
        if not len(known):
            continue
        kind = METRICS[metric].kind
        if kind is MetricKind.FLOW:
            total = _exact_sum(known)
            totals[metric] = float(f"{total:.12g}")
        elif kind is MetricKind.STOCK:
            totals[metric] = float(known[-1])
    return totals


def _exact_sum(values: npt.NDArray[np.float64]) -> float:
    """Return the sum, correctly rounded; whole numbers below 2**53 need no care."""
    largest = max(float(values.max()), -float(values.min()))
    if largest * len(values) < LARGEST_EXACT and bool((values == np.floor(values)).all()):
        return float(values.sum())
    if len(values) >= MANY_VALUES and bool((values >= 0).all()):
        # Of values of one sign the error is far below the digits that are kept.
        near = values.sum(dtype=np.longdouble)
        low, high = (float(near * (1 + sign * SUM_ERROR)) for sign in (-1, 1))
        if f"{low:.12g}" == f"{high:.12g}":
            return float(near)
    return math.fsum(values)
