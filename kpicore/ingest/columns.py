"""Reading the columns of a table: numbers with one style for the table, dates with their hints."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.ingest.clocks import moments
from kpicore.ingest.dates import DateColumn, DateHints, read_dates
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import ColumnRole
from kpicore.ingest.numbers import NumberColumn, evidence, read_numbers
from kpicore.ingest.options import DateOrder, DecimalMark
from kpicore.ingest.pieces import Piece
from kpicore.ingest.reports import Severity
from kpicore.ingest.shared_texts import repeated
from kpicore.ingest.tables import Table, role_columns
from kpicore.messages import msg, msgs
from kpicore.metrics import METRICS, MetricKind
from kpicore.units import Unit

UNREADABLE_SHARE = 0.5
"""A column of which more cells than this are no numbers is not a column of numbers."""


def table_mark(table: Table, given: DecimalMark | None = None) -> DecimalMark | None:
    """Find the decimal sign of a table from all its number columns together.

    Parameters
    ----------
    table : Table
        The table.
    given : DecimalMark, optional
        The reader's choice.

    Returns
    -------
    DecimalMark or None
        None when no cell proves one.
    """
    if given is not None:
        return given
    proved: set[DecimalMark] = set()
    for position in table.metric_positions():
        if position in table.numbers:
            continue
        proved |= evidence(table.texts(position).drop_duplicates())[0]
    return proved.pop() if len(proved) == 1 else None


def metric_values(
    table: Table, position: int, piece: Piece, mark: DecimalMark | None
) -> npt.NDArray[np.float64] | None:
    """Read a metric column in its canonical unit.

    Parameters
    ----------
    table : Table
        The table.
    position : int
        The column.
    piece : Piece
        Receives remarks.
    mark : DecimalMark or None
        Decimal sign of the table.

    Returns
    -------
    array of float, or None
        NaN where missing; None when the column holds no numbers.
    """
    role, header = table.roles[position], table.header[position]
    metric = METRICS[role.role]
    if position in table.numbers and position not in table.frame:
        return _parsed(table, position, piece)
    column = read_numbers(
        table.texts(position),
        count=metric.unit is Unit.COUNT,
        mark=mark,
        hint=DecimalMark.COMMA if table.comma_file else None,
    )
    filled = int((~np.isnan(column.values)).sum()) + len(column.unreadable)
    if column.unreadable and len(column.unreadable) > UNREADABLE_SHARE * filled:
        piece.note(
            Severity.ERROR,
            msg(
                "The column was expected to hold numbers, but holds texts such as {text}; it was "
                "not read.",
                text=column.unreadable[0][1][:60],
            ),
            row=int(table.row_numbers[column.unreadable[0][0]]),
            column=header,
        )
        return None
    _report_column(column, table, header, piece)
    values = column.values.copy()
    if metric.unit is Unit.COUNT:
        # A percentage is no count; such a cell belongs to another column.
        values[column.percent] = np.nan
    scale = _scale(role, column, piece, header)
    return np.where(column.percent, values, values * scale)


def _parsed(table: Table, position: int, piece: Piece) -> npt.NDArray[np.float64]:
    """Return numbers that were parsed while a large file was read, in their canonical unit."""
    values = table.numbers[position]
    column = NumberColumn(values=values, percent=np.zeros(len(values), dtype=bool))
    scale = _scale(table.roles[position], column, piece, table.header[position])
    return values if scale == 1 else values * scale


def _scale(role: ColumnRole, column: NumberColumn, piece: Piece, header: str) -> float:
    if role.note != "ratio":
        return role.scale
    bare = column.values[~column.percent & ~np.isnan(column.values)]
    if len(bare) and float(bare.max()) > 1:
        piece.info(
            msg("The shares are written as percent without a sign; they were divided by 100."),
            column=header,
        )
        return 0.01
    return 1.0


def _report_column(column: NumberColumn, table: Table, header: str, piece: Piece) -> None:
    piece.note_cells(
        column.unreadable,
        table.row_numbers,
        header,
        msg("“{text}” is no number; the value counts as missing.", text=""),
    )
    if column.doubtful:
        example = next(t for t in table.texts(list(table.header).index(header)) if _either(t))
        piece.warn(
            msg(
                "Numbers such as {text} could be written with decimals or with a mark of "
                "thousands, and nothing in the table tells; {value} was taken. If that is wrong, "
                "set the decimal sign in the mapping step.",
                text=example,
                value=read_numbers(pd.Series([example], dtype="str"), count=False, mark=column.mark)
                .values[0]
                .item(),
            ),
            column=header,
        )
    if column.missing_words:
        piece.info(
            msgs(
                "{count} cell says that there is no value ({words}); it counts as missing, not "
                "as 0.",
                "{count} cells say that there is no value ({words}); they count as missing, not "
                "as 0.",
                sum(column.missing_words.values()),
                words=tuple(column.missing_words),
            ),
            column=header,
        )
    if column.bounded:
        piece.info(
            msgs(
                "{count} cell only says “less than”; it counts as missing.",
                "{count} cells only say “less than”; they count as missing.",
                column.bounded,
            ),
            column=header,
        )
    if column.rounded:
        piece.info(
            msgs(
                "{count} value is rounded in the file (such as 1.2K or 1.2万).",
                "{count} values are rounded in the file (such as 1.2K or 1.2万).",
                column.rounded,
            ),
            column=header,
        )


def _either(text: str) -> bool:
    return evidence([text])[1]


def date_values(
    table: Table,
    position: int,
    piece: Piece,
    facts: FileFacts,
    *,
    daily: bool,
    order: DateOrder | None = None,
) -> DateColumn:
    """Read a date column with all that is known of it.

    Parameters
    ----------
    table : Table
        The table.
    position : int
        The column.
    piece : Piece
        Receives remarks.
    facts : FileFacts
        What names tell.
    daily : bool
        Whether its rows are consecutive days.
    order : DateOrder, optional
        Order from a saved mapping.

    Returns
    -------
    DateColumn
        Values; refused when unusable.
    """
    layout, header = table.layout, table.header[position]
    near = None
    if layout is not None and layout.clock and not daily:
        near = _near(table, layout.clock)
    hints = DateHints(
        order=order or facts.options.date_order,
        custom=layout.order if layout else None,
        usual=usual_order(header) or (layout.usual if layout else None),
        anchors=facts.anchors,
        near=near,
        daily=daily,
        column=header,
    )
    column = read_dates(table.texts(position), hints)
    piece.faults += column.faults
    return column


def _near(table: Table, clock: str) -> npt.NDArray[np.datetime64] | None:
    for role in ("url", "post_id"):
        position = table.position(role)
        if position is not None:
            found = moments(clock, table.texts(position))
            if not np.isnat(found).all():
                return found
    return None


def usual_order(header: str) -> DateOrder | None:
    """Return the order that is usual where the header's language is spoken, unless English."""
    word = header.strip().casefold()
    if word in ("data", "fecha", "datum", "дата", "fecha de publicación", "data de publicação"):
        return DateOrder.DMY
    return None


def negatives(values: npt.NDArray[np.float64], metric: str) -> int:
    """Count negative values of a metric that counts things and is not a difference."""
    definition = METRICS[metric]
    if definition.kind is not MetricKind.FLOW or metric in ("net_followers", "revenue"):
        return 0
    return int((values < 0).sum())


def texts_or_empty(table: Table, role: str) -> pd.Series:
    """Return the cells of a role, or empty texts."""
    position = table.position(role)
    if position is None:
        return repeated("", len(table.frame))
    return table.bare_texts(position)


def read_metrics(
    table: Table, piece: Piece, mark: DecimalMark | None = None
) -> dict[str, npt.NDArray[np.float64]]:
    """Read all metric columns of a table.

    Parameters
    ----------
    table : Table
        The table.
    piece : Piece
        Receives remarks.
    mark : DecimalMark, optional
        Decimal sign of a saved mapping.

    Returns
    -------
    dict of str to array
        Metric to values; of two columns for one metric the better one.
    """
    mark = table_mark(table, mark)
    values: dict[str, npt.NDArray[np.float64]] = {}
    for metric in dict.fromkeys(table.roles[i].role for i in table.metric_positions()):
        columns = []
        for position in role_columns(table.roles, metric):
            array = metric_values(table, position, piece, mark)
            if array is not None:
                columns.append((position, array))
        chosen = _choose_column(table, metric, columns, piece)
        if chosen is None:
            continue
        values[metric] = chosen
        if negative := negatives(chosen, metric):
            piece.info(
                msgs(
                    "{count} value is negative: the platform took back earlier counts.",
                    "{count} values are negative: the platform took back earlier counts.",
                    negative,
                ),
                column=table.header[columns[0][0]],
            )
        if role := table.roles[columns[0][0]].currency:
            piece.currency = role
    if unknown := table.unknown_headers():
        piece.info(
            msg(
                "These columns are not known and were not read: {columns}.",
                columns=tuple(unknown[:12]),
            )
        )
    return values


def _choose_column(
    table: Table,
    metric: str,
    columns: list[tuple[int, npt.NDArray[np.float64]]],
    piece: Piece,
) -> npt.NDArray[np.float64] | None:
    if len(columns) < 2:
        return columns[0][1] if columns else None
    telling = [(p, a) for p, a in columns if np.nansum(np.abs(a)) > 0] or columns[:1]
    first = telling[0][1]
    if all(np.array_equal(first, a, equal_nan=True) for _, a in telling[1:]):
        return first
    piece.note(
        Severity.ERROR,
        msg(
            "Two columns, {columns}, tell different values of the same thing; neither was read.",
            columns=tuple(table.header[p] for p, _ in telling),
        ),
        column=table.header[telling[0][0]],
    )
    return None
