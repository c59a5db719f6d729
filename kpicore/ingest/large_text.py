"""Large text tables by columns: recognised from their beginning, then parsed at once.

A file of 200 MB cut into single cells would take minutes and gigabytes. Here only the columns that
the layout knows are read, straight from the file; numbers are parsed as numbers where no doubt
about their style is possible. Whatever does not fit this way (several tables, odd rows, other
encodings) gives None, and the file is read cell by cell.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpicore.ingest.delimited import Dialect, find_dialect, read_text_table
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.html_tables import looks_like_html
from kpicore.ingest.large_columns import parse_columns, plain_numbers
from kpicore.ingest.options import MEGABYTE, TableKind
from kpicore.ingest.shared_texts import text_series
from kpicore.ingest.streams import Content, Scan, beginning, scan
from kpicore.ingest.tables import Recogniser, Table
from kpicore.metrics import METRICS
from kpicore.units import Unit

COLUMNAR_FROM = 8 * MEGABYTE
"""Smaller files are read cell by cell, which keeps row numbers and every oddity."""

HEAD_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class LargeTable:
    """A table read by columns.

    Attributes
    ----------
    table : Table
        The table.
    sha256 : str
        Of the file.
    """

    table: Table
    sha256: str


def read_large_table(
    content: Content, size: int, facts: FileFacts, recogniser: Recogniser
) -> LargeTable | None:
    """Read a large file of one known table.

    Parameters
    ----------
    content : bytes or Path
        The file; no archive and no workbook.
    size : int
        Its bytes.
    facts : FileFacts
        What names tell.
    recogniser : Recogniser
        Of the known layouts.

    Returns
    -------
    LargeTable or None
        The table; None when the file must be read cell by cell.
    """
    if size < COLUMNAR_FROM:
        return None
    head = _head(beginning(content, HEAD_BYTES), whole=size <= HEAD_BYTES)
    if head is None or looks_like_html(head):
        return None
    dialect = find_dialect(head, recogniser.words_in)
    if dialect.wrapped:
        return None
    found, _ = recogniser.tables(read_text_table(head, dialect, facts.shown), facts)
    if len(found) != 1 or not len(found[0].frame) or found[0].ragged:
        return None
    table = found[0]
    if table.layout is None or table.layout.kind not in (TableKind.DAILY, TableKind.POSTS):
        return None
    with ThreadPoolExecutor(1) as aside:
        seen = aside.submit(scan, content)
        columns = _parsed(table, content, dialect)
        passed = seen.result()
    if columns is None or passed.nulls or not passed.even_quotes:
        return None
    filled = _fill(table, columns, passed)
    return None if filled is None else LargeTable(table=filled, sha256=passed.sha256)


def _head(data: bytes, *, whole: bool) -> str | None:
    end = len(data) if whole else data.rfind(b"\n") + 1
    try:
        return data[:end].decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _parsed(table: Table, content: Content, dialect: Dialect) -> dict[int, pa.ChunkedArray] | None:
    used = sorted({0, *table.roles})
    try:
        parsed = parse_columns(
            content,
            delimiter=dialect.delimiter,
            skip=int(table.row_numbers[0]) - 1,
            width=len(table.header),
            used=used,
        )
    except pa.ArrowInvalid:
        return None
    return {i: parsed.column(str(i)) for i in used}


def _fill(table: Table, columns: dict[int, pa.ChunkedArray], seen: Scan) -> Table | None:
    """Put the columns into the table; None where a row is not like the first ones."""
    if _returns_in_cells(seen, len(columns[0]) + int(table.row_numbers[0]) - 1):
        columns = {i: _with_plain_line_ends(c) for i, c in columns.items()}
    if not _begins_alike(table, columns):
        return None
    rows = _rows_of_table(columns)
    if rows is None:
        return None
    texts: dict[int, pd.Series] = {}
    numbers: dict[int, npt.NDArray[np.float64]] = {}
    for position in list(columns):
        column = columns.pop(position).slice(0, rows)
        array = _as_numbers(table, position, column)
        if array is not None:
            numbers[position] = array
            continue
        if pc.any(pc.equal(column, table.header[position])).as_py() and table.header[position]:
            return None
        texts[position] = text_series(column.combine_chunks())
        del column
    first = int(table.row_numbers[0])
    table.frame = pd.DataFrame(texts, index=range(rows))
    table.numbers = numbers
    table.row_numbers = np.arange(first, first + rows, dtype=np.int64)
    return table


def _returns_in_cells(seen: Scan, lines: int) -> bool:
    """Whether cells may hold line ends of two signs; those between rows are not meant."""
    return seen.lone_returns > 0 or (seen.returns > 0 and seen.newlines > lines)


def _with_plain_line_ends(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pc.any(pc.match_substring(column, "\r")).as_py():
        return column
    plain = pc.replace_substring(column, "\r\n", "\n")
    return pc.replace_substring(plain, "\r", "\n")


def _begins_alike(table: Table, columns: dict[int, pa.ChunkedArray]) -> bool:
    """Whether the first rows are those that the cells of the beginning told."""
    rows = min(len(table.frame), 20)
    return all(
        position in table.frame
        and column.slice(0, rows).to_pylist() == table.frame[position].head(rows).tolist()
        for position, column in columns.items()
    )


def _rows_of_table(columns: dict[int, pa.ChunkedArray]) -> int | None:
    """Return the number of rows before the blank ones; None when rows follow a blank one."""
    blank: npt.NDArray[np.bool_] | None = None
    for column in columns.values():
        empty = pc.equal(column, "").to_numpy()
        blank = empty if blank is None else blank & empty
        if not blank.any():
            return len(column)
    assert blank is not None
    first = int(blank.argmax())
    return first if blank[first:].all() else None


def _as_numbers(
    table: Table, position: int, column: pa.ChunkedArray
) -> npt.NDArray[np.float64] | None:
    """Return a column of numbers where their style is beyond doubt, else None."""
    role = table.roles.get(position)
    if role is None or not role.is_metric:
        return None
    return plain_numbers(column, whole=METRICS[role.role].unit is Unit.COUNT)
