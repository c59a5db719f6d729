"""Columns of a large text table: parsed at once, numbers where their style is beyond doubt."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from kpicore.ingest.streams import Content

BLOCK_BYTES = 1024 * 1024
LONGEST_WHOLE = 15
"""Digits of whole numbers that a float holds exactly."""

PROBE_ROWS = 1000

_WHOLE = rf"^-?\d{{1,{LONGEST_WHOLE}}}$"
_DECIMAL = r"^-?\d{1,15}(\.\d{1,15})?$"
_PROVES_DOT = r"^-?(0\d*|\d{4,})\.|\.(\d{1,2}|\d{4,})$"


def parse_columns(
    content: Content, *, delimiter: str, skip: int, width: int, used: list[int]
) -> pa.Table:
    """Parse a text table into columns of text.

    One thread does it: on few processors several take longer together, and hold more memory.

    Parameters
    ----------
    content : bytes or Path
        UTF-8 text.
    delimiter : str
        Between cells.
    skip : int
        Lines before the first row.
    width : int
        Cells of each row.
    used : list of int
        Columns to return.

    Returns
    -------
    Table
        Columns named by their position.

    Raises
    ------
    ArrowInvalid
        If a row has another number of cells, or the text is no UTF-8.
    OSError
        If the file cannot be opened.
    """
    names = [str(i) for i in range(width)]
    wanted = [str(i) for i in used]
    return pa_csv.read_csv(
        str(content) if isinstance(content, Path) else pa.BufferReader(content),
        read_options=pa_csv.ReadOptions(
            column_names=names, skip_rows=skip, block_size=BLOCK_BYTES, use_threads=False
        ),
        parse_options=pa_csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
        ),
        convert_options=pa_csv.ConvertOptions(
            include_columns=wanted,
            column_types=dict.fromkeys(wanted, pa.large_string()),
            strings_can_be_null=False,
        ),
    )


def plain_numbers(column: pa.ChunkedArray, *, whole: bool) -> npt.NDArray[np.float64] | None:
    """Return numbers whose style is beyond doubt.

    Parameters
    ----------
    column : ChunkedArray of large_string
        Cells.
    whole : bool
        Whether the column counts things, so that a point might group thousands.

    Returns
    -------
    array of float, or None
        NaN where the cell is empty; None when some cell needs a closer look.
    """
    empty = pc.equal(column, "")
    if pc.any(empty).as_py():
        column = pc.if_else(empty, pa.scalar(None, type=pa.large_string()), column)
    if not _plain_whole(column) and (
        whole or not _all_match(column, _DECIMAL) or not _proves_dot(column)
    ):
        return None
    numbers: npt.NDArray[np.float64] = pc.cast(column, pa.float64()).to_numpy()
    return numbers


def _plain_whole(column: pa.ChunkedArray) -> bool:
    # Looking for figures alone costs a quarter of what the pattern costs.
    longest = pc.max(pc.binary_length(column)).as_py() or 0
    if longest <= LONGEST_WHOLE and pc.all(pc.ascii_is_decimal(column)).as_py() is not False:
        return True
    return _all_match(column, _WHOLE)


def _proves_dot(column: pa.ChunkedArray) -> bool:
    # Most often one of the first cells proves it.
    return any(
        pc.any(pc.match_substring_regex(part, _PROVES_DOT)).as_py() is True
        for part in (column.slice(0, PROBE_ROWS), column.slice(PROBE_ROWS))
    )


def _all_match(column: pa.ChunkedArray, pattern: str) -> bool:
    first = pc.match_substring_regex(column.slice(0, PROBE_ROWS), pattern)
    if pc.all(first).as_py() is False:
        return False
    return pc.all(pc.match_substring_regex(column, pattern)).as_py() is not False
