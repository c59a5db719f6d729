"""Large text tables by columns: recognised from their beginning, then parsed at once.

A file of 200 MB cut into single cells would take minutes and gigabytes. Here only the columns that
the layout knows are read, straight from the file; numbers are parsed as numbers where no doubt
about their style is possible. Whatever does not fit this way (several tables, odd rows, other
encodings) gives None, and the file is read cell by cell.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpicore.ingest.delimited import Dialect, find_dialect, read_text_table
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.html_tables import looks_like_html
from kpicore.ingest.large_columns import Columns, Shape, parse_block
from kpicore.ingest.later_tags import LaterTags, tags_by
from kpicore.ingest.options import MEGABYTE, TableKind
from kpicore.ingest.plain_numbers import joined_numbers
from kpicore.ingest.shared_texts import text_series
from kpicore.ingest.streams import (
    BLOCK_BYTES,
    Content,
    RecordTooLongError,
    Scan,
    beginning,
    record_blocks,
)
from kpicore.ingest.tables import Recogniser, Table
from kpicore.metrics import METRICS
from kpicore.units import Unit

COLUMNAR_FROM = 8 * MEGABYTE
"""Smaller files are read cell by cell, which keeps row numbers and every oddity."""

HEAD_BYTES = 64 * 1024
THREADS = min(os.cpu_count() or 1, 4)
WAITING = THREADS + 1
"""Blocks that are held at once."""

ROWS_COMPARED = 20
MOST_COPIED = 32 * MEGABYTE
WHOLE = r"0|-?[1-9][0-9]{0,14}|"
"""Cells that read the same when they were parsed as whole numbers and written again."""


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
    if len(found) != 1 or not len(found[0].frame):
        return None
    table = found[0]
    if table.layout is None or table.layout.kind not in (TableKind.DAILY, TableKind.POSTS):
        return None
    seen = Scan()
    aside = ThreadPoolExecutor(THREADS)
    try:
        parts = _parsed(table, content, _shape(table, dialect), seen, aside)
        if parts is None or seen.nulls or not seen.even_quotes:
            return None
        filled = _fill(table, parts, aside)
    except (pa.ArrowInvalid, RecordTooLongError):
        return None
    finally:
        # Hashtags are looked for on after this.
        aside.shutdown(wait=False)
    return None if filled is None else LargeTable(table=filled, sha256=seen.digest.hexdigest())


def _head(data: bytes, *, whole: bool) -> str | None:
    end = len(data) if whole else data.rfind(b"\n") + 1
    try:
        return data[:end].decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _shape(table: Table, dialect: Dialect) -> Shape:
    counted = frozenset(i for i, role in table.roles.items() if role.is_number)
    return Shape(
        delimiter=dialect.delimiter,
        width=len(table.header),
        used=tuple(sorted({0, *table.roles})),
        counted=counted,
        whole=frozenset(i for i in counted if _begins_whole(table.frame[i])),
    )


def _begins_whole(cells: pd.Series) -> bool:
    return bool(cells.any() and cells.str.fullmatch(WHOLE).all())


def _tagged(table: Table) -> int | None:
    """Return the only column of a post's words; of two, their words are looked at together."""
    said = [i for i in map(table.position, ("title", "caption")) if i is not None]
    posts = table.layout is not None and table.layout.kind is TableKind.POSTS
    return said[0] if posts and len(said) == 1 else None


def _parsed(
    table: Table, content: Content, shape: Shape, seen: Scan, aside: ThreadPoolExecutor
) -> list[Columns] | None:
    """Parse the blocks aside while the next ones are read; None where the first rows differ."""
    parts: list[Columns] = []
    waiting: deque[Future[Columns]] = deque()
    try:
        for block in _rows(
            record_blocks(content, seen, BLOCK_BYTES), int(table.row_numbers[0]) - 1
        ):
            waiting.append(aside.submit(parse_block, block, shape))
            if len(waiting) >= WAITING:
                parts.append(waiting.popleft().result())
                if len(parts) == 1 and not _begins_alike(table, parts[0]):
                    return None
        parts += [future.result() for future in waiting]
    finally:
        for future in waiting:
            future.cancel()
    return parts if parts and _begins_alike(table, parts[0]) else None


def _rows(blocks: Iterator[npt.NDArray[np.uint8]], skipped: int) -> Iterator[npt.NDArray[np.uint8]]:
    """Leave out the lines above the rows, which stand in the first block."""
    first = next(blocks, np.zeros(0, dtype=np.uint8))
    above = first[:HEAD_BYTES]
    quotes = np.cumsum(above == ord('"'))
    feeds = np.flatnonzero((above == ord("\n")) & (quotes % 2 == 0))
    if len(feeds) >= skipped:
        start = int(feeds[skipped - 1]) + 1 if skipped else 0
        if start < len(first):
            yield first[start:]
        yield from blocks


def _fill(table: Table, parts: list[Columns], aside: ThreadPoolExecutor) -> Table | None:
    """Put the columns into the table; None where a row is not like the first ones."""
    records = sum(part.records for part in parts)
    first = int(table.row_numbers[0])
    row_numbers = np.arange(first, first + records, dtype=np.int64)
    table.ragged = _ragged(parts, first)
    if table.ragged:
        row_numbers = np.delete(row_numbers, [number - first for number, _ in table.ragged])
    rows = _rows_of_table(parts)
    if rows is None or (rows < len(row_numbers) and table.ragged):
        return None
    tagged = _tagged(table)
    tags = tags_by(aside, () if tagged is None else [part.texts[tagged] for part in parts])
    texts: dict[int, pd.Series] = {}
    numbers: dict[int, npt.NDArray[np.float64]] = {}
    # Cells of numbers go first, so that they are not held beside the copies of long texts.
    for position in sorted(parts[0].positions, key=lambda i: i not in parts[0].numbers):
        array = _as_numbers(table, position, parts)
        column = [part.cells(position) for part in parts] if array is None else []
        for part in parts:
            part.texts.pop(position, None)
            part.numbers.pop(position, None)
        if array is not None:
            numbers[position] = array[:rows]
            continue
        if _repeats_header(column, table.header[position]):
            return None
        texts[position] = _column(column, rows)
    table.frame = pd.DataFrame(texts, index=range(rows), copy=False)
    table.bare = True
    table.numbers = numbers
    table.row_numbers = row_numbers[:rows]
    if tags:
        table.tags = LaterTags(parts=tags, row_numbers=table.row_numbers)
    return table


def _column(parts: list[pa.LargeStringArray], rows: int) -> pd.Series:
    """Put a column together; a long one stays in pieces, so that it is not held twice."""
    if sum(part.nbytes for part in parts) > MOST_COPIED:
        return text_series(pa.chunked_array(parts)[:rows])
    return text_series(pa.concat_arrays(parts)[:rows])


def _ragged(parts: list[Columns], first: int) -> list[tuple[int, list[str]]]:
    found = []
    for part in parts:
        found += [(first + index, cells) for index, cells in part.ragged]
        first += part.records
    return found


def _begins_alike(table: Table, columns: Columns) -> bool:
    """Whether the first rows are those that the cells of the beginning told."""
    rows = min(len(table.frame), ROWS_COMPARED)
    return all(
        position in table.frame
        and [cell.strip() for cell in columns.cells(position).slice(0, rows).to_pylist()]
        == [cell.strip() for cell in table.frame[position].head(rows).tolist()]
        for position in columns.positions
    )


def _rows_of_table(parts: list[Columns]) -> int | None:
    """Return the number of rows before the blank ones; None when rows follow a blank one."""
    blank: npt.NDArray[np.bool_] | None = None
    for position in parts[0].positions:
        empty = np.concatenate([part.empty(position) for part in parts])
        blank = empty if blank is None else blank & empty
        if not blank.any():
            return len(empty)
    assert blank is not None
    first = int(blank.argmax())
    return first if blank[first:].all() else None


def _repeats_header(column: list[pa.LargeStringArray], header: str) -> bool:
    return bool(header) and any(pc.any(pc.equal(part, header)).as_py() for part in column)


def _as_numbers(
    table: Table, position: int, parts: list[Columns]
) -> npt.NDArray[np.float64] | None:
    """Return a column of numbers where their style is beyond doubt, else None."""
    if position not in parts[0].numbers:
        return None
    metric = METRICS.get(table.roles[position].role)
    return joined_numbers(
        [part.numbers[position] for part in parts],
        whole=metric is not None and metric.unit is Unit.COUNT,
    )
