"""Blocks of a large text table as columns; rows of another width are mended one by one."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from io import StringIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from kpicore.ingest.plain_numbers import (
    PlainNumbers,
    plain_numbers,
    whole_numbers,
    written_numbers,
)
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
    whole : frozenset of int
        Those of these whose first cells are whole numbers; they are parsed as such at once.
    """

    delimiter: str
    width: int
    used: tuple[int, ...]
    counted: frozenset[int]
    whole: frozenset[int] = frozenset()


@dataclass(slots=True, kw_only=True)
class Columns:
    """Rows of a block by columns.

    Attributes
    ----------
    records : int
        Rows in the block, ragged ones included.
    texts : dict of int to LargeStringArray
        Cells of the columns that are read, without blanks around them; those of whole numbers
        that were parsed at once are not kept.
    numbers : dict of int to PlainNumbers or None
        Of those that hold numbers; None where a cell needs a closer look.
    ragged : list of tuple
        Index and cells of rows with more cells than the header; they are in no column.
    """

    records: int
    texts: dict[int, pa.LargeStringArray]
    numbers: dict[int, PlainNumbers | None] = field(default_factory=dict)
    ragged: list[tuple[int, list[str]]] = field(default_factory=list)

    @property
    def positions(self) -> list[int]:
        """Columns that are read, from left to right."""
        return sorted({*self.texts, *self.numbers})

    def cells(self, position: int) -> pa.LargeStringArray:
        """Return the cells of a column; whole numbers are written as they stood."""
        numbers = self.numbers.get(position)
        if position in self.texts or numbers is None:
            return self.texts[position]
        return written_numbers(numbers)

    def empty(self, position: int) -> npt.NDArray[np.bool_]:
        """Say which cells of a column hold nothing."""
        numbers = self.numbers.get(position)
        if numbers is not None:
            return np.isnan(numbers.values)
        empty: npt.NDArray[np.bool_] = text_bytes(self.texts[position]).lengths == 0
        return empty


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
    as_texts = replace(shape, whole=frozenset())
    try:
        parsed, odd = _read(data, shape)
    except pa.ArrowInvalid:
        if not shape.whole:
            raise
        # Cells such as 1,234 or -- need a look at their text.
        return parse_block(data, as_texts)
    numbers = {i: whole_numbers(_in_one_piece(parsed.column(str(i)))) for i in shape.whole}
    if None in numbers.values() or (numbers and odd):
        return parse_block(data, as_texts)
    texts = {i: _in_one_piece(parsed.column(str(i))) for i in shape.used if i not in numbers}
    columns = Columns(records=parsed.num_rows + len(odd), texts=texts, numbers=numbers)
    if odd:
        _mend(columns, odd, shape)
    numbers |= {i: plain_numbers(columns.texts[i]) for i in shape.counted if i in columns.texts}
    for i, column in columns.texts.items():
        if numbers.get(i) is None:
            columns.texts[i] = stripped_array(_with_plain_line_ends(column))
    return columns


def _read(data: npt.NDArray[np.uint8], shape: Shape) -> tuple[pa.Table, list[tuple[int, str]]]:
    """Parse a block; return its columns, and index and text of the rows of another width."""
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
            column_types={
                str(i): pa.int64() if i in shape.whole else pa.large_string() for i in shape.used
            },
            null_values=[""],
            strings_can_be_null=False,
            # Of plain ASCII there is nothing to check, and one look at all costs next to nothing.
            check_utf8=int(data.max(initial=0)) > _LAST_ASCII,
        ),
    )
    return parsed, odd


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
