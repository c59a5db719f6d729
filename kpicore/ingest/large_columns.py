"""Blocks of a large text table as columns; rows of another width are mended one by one."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import StringIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from kpicore.ingest.plain_numbers import PlainNumbers, plain_numbers
from kpicore.ingest.shared_texts import stripped_array
from kpicore.ingest.sheets import is_blank
from kpicore.ingest.text_bytes import holds, text_bytes

_RETURN = ord("\r")
_LAST_ASCII = 127
MOST_ODD_ROWS = 2_000
"""With more rows of another width in a block the file is another table than its first rows told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How the rows of a table are cut into columns.

    Attributes
    ----------
    delimiter : str
        Between cells.
    width : int
        Cells of each row.
    used : tuple of int
        Columns that are read.
    counted : frozenset of int
        Those of them that hold numbers.
    """

    delimiter: str
    width: int
    used: tuple[int, ...]
    counted: frozenset[int]


@dataclass(slots=True, kw_only=True)
class Columns:
    """Rows of a block by columns.

    Attributes
    ----------
    records : int
        Rows in the block, ragged ones included.
    texts : dict of int to LargeStringArray
        Cells of the columns that are read, without blanks around them.
    numbers : dict of int to PlainNumbers or None
        Of those that hold numbers; None where a cell needs a closer look.
    ragged : list of tuple
        Index and cells of rows with more cells than the header; they are in no column.
    """

    records: int
    texts: dict[int, pa.LargeStringArray]
    numbers: dict[int, PlainNumbers | None] = field(default_factory=dict)
    ragged: list[tuple[int, list[str]]] = field(default_factory=list)


def parse_block(data: npt.NDArray[np.uint8], shape: Shape) -> Columns:
    """Parse a block of whole records.

    Parameters
    ----------
    data : array of uint8
        UTF-8 text that begins and ends between records.
    shape : Shape
        Of the table.

    Returns
    -------
    Columns
        Short rows are filled with empty cells, empty cells behind the last column left out.

    Raises
    ------
    ArrowInvalid
        If the text is no UTF-8, or too many rows have another width.
    """
    odd: list[tuple[int, str]] = []

    def set_aside(row: pa_csv.InvalidRow) -> str:
        # One thread reads the block, so rows are numbered, from 1 on.
        odd.append((row.number - 1, row.text))
        return "skip" if len(odd) <= MOST_ODD_ROWS and row.text.count('"') % 2 == 0 else "error"

    names = [str(i) for i in range(shape.width)]
    wanted = [str(i) for i in shape.used]
    parsed = pa_csv.read_csv(
        pa.BufferReader(pa.py_buffer(data)),
        read_options=pa_csv.ReadOptions(
            column_names=names, block_size=len(data) + 1, use_threads=False
        ),
        parse_options=pa_csv.ParseOptions(
            delimiter=shape.delimiter,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=set_aside,
        ),
        convert_options=pa_csv.ConvertOptions(
            include_columns=wanted,
            column_types=dict.fromkeys(wanted, pa.large_string()),
            strings_can_be_null=False,
            # Of plain ASCII there is nothing to check, and one look at all costs next to nothing.
            check_utf8=int(data.max(initial=0)) > _LAST_ASCII,
        ),
    )
    texts = {i: _in_one_piece(parsed.column(str(i))) for i in shape.used}
    columns = Columns(records=parsed.num_rows + len(odd), texts=texts)
    if odd:
        _mend(columns, odd, shape)
    columns.numbers = {i: plain_numbers(columns.texts[i]) for i in shape.used if i in shape.counted}
    for i in shape.used:
        if columns.numbers.get(i) is None:
            columns.texts[i] = stripped_array(_with_plain_line_ends(columns.texts[i]))
    return columns


def _with_plain_line_ends(column: pa.LargeStringArray) -> pa.LargeStringArray:
    """Write line ends inside cells in the one way in which cells are compared."""
    if not holds(text_bytes(column).data, _RETURN):
        return column
    plain = pc.replace_substring(column, "\r\n", "\n")
    return pc.replace_substring(plain, "\r", "\n")


def _in_one_piece(column: pa.ChunkedArray) -> pa.LargeStringArray:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _mend(columns: Columns, odd: Sequence[tuple[int, str]], shape: Shape) -> None:
    """Put rows with missing cells back into their places, and name those with too many."""
    short: list[tuple[int, list[str]]] = []
    for index, text in odd:
        cells = _cells(text, shape.delimiter)
        if len(cells) > shape.width and not is_blank(cells[shape.width :]):
            columns.ragged.append((index, cells))
        else:
            short.append((index, [*cells[: shape.width], *[""] * (shape.width - len(cells))]))
    if not short:
        return
    known = columns.records - len(odd)
    sources = np.full(columns.records, -1, dtype=np.int64)
    places = np.ones(columns.records, dtype=bool)
    places[[index for index, _ in odd]] = False
    sources[places] = np.arange(known)
    sources[[index for index, _ in short]] = np.arange(known, known + len(short))
    order = pa.array(sources[sources >= 0])
    for i in shape.used:
        more = pa.array([cells[i] for _, cells in short], type=pa.large_string())
        columns.texts[i] = pa.concat_arrays([columns.texts[i], more]).take(order)


def _cells(text: str, delimiter: str) -> list[str]:
    rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    if len(rows) != 1:
        raise pa.ArrowInvalid("A row of another width is no single row.")
    return rows[0]
