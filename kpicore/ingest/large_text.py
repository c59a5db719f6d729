"""Large text tables by columns: recognised from their beginning, then parsed at once.

A file of 200 MB cut into single cells would take minutes and gigabytes. Here only the columns that
the layout knows are read; numbers are parsed as numbers where no doubt about their style is
possible. Whatever does not fit this way (several tables, odd rows, other encodings, doubtful
numbers) gives None, and the file is read cell by cell.
"""

from __future__ import annotations

from io import BytesIO

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.ingest.delimited import Dialect, find_dialect, read_text_table
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.numbers import evidence
from kpicore.ingest.options import MEGABYTE, DecimalMark, TableKind
from kpicore.ingest.tables import Recogniser, Table
from kpicore.metrics import METRICS
from kpicore.units import Unit

COLUMNAR_FROM = 8 * MEGABYTE
"""Smaller files are read cell by cell, which keeps row numbers and every oddity."""

HEAD_BYTES = 256 * 1024
LARGEST_EXACT = 2.0**53


def read_large_table(data: bytes, facts: FileFacts, recogniser: Recogniser) -> Table | None:
    """Read a large file of one known table.

    Parameters
    ----------
    data : bytes
        The file.
    facts : FileFacts
        What names tell.
    recogniser : Recogniser
        Of the known layouts.

    Returns
    -------
    Table or None
        The table; None when the file must be read cell by cell.
    """
    if len(data) < COLUMNAR_FROM:
        return None
    head = _head(data)
    if head is None:
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
    try:
        return _fill(table, data, dialect)
    except (pd.errors.ParserError, UnicodeDecodeError, ValueError):
        return None


def _head(data: bytes) -> str | None:
    end = data.rfind(b"\n", 0, HEAD_BYTES)
    try:
        return data[: end + 1].decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _fill(table: Table, data: bytes, dialect: Dialect) -> Table | None:
    first = int(table.row_numbers[0])
    used = sorted({0, *table.roles})
    numeric = [i for i in used if i in table.roles and table.roles[i].is_metric]
    frame = _parse(table, data, dialect, used, [i for i in used if i not in numeric])
    numbers: dict[int, npt.NDArray[np.float64]] = {}
    again = []
    for position in numeric:
        array = _as_numbers(table, position, frame[position])
        if array is None:
            again.append(position)
        else:
            numbers[position] = array
    texts = frame.drop(columns=numeric)
    if again:
        texts = pd.concat([texts, _parse(table, data, dialect, again, again)], axis=1)
    table.frame = texts
    table.numbers = numbers
    table.row_numbers = np.arange(first, first + len(texts), dtype=np.int64)
    return table


def _parse(
    table: Table, data: bytes, dialect: Dialect, used: list[int], as_text: list[int]
) -> pd.DataFrame:
    frame = pd.read_csv(
        BytesIO(data),
        sep=dialect.delimiter,
        header=None,
        names=list(range(len(table.header))),
        index_col=False,
        usecols=used,
        skiprows=int(table.row_numbers[0]) - 1,
        skip_blank_lines=False,
        keep_default_na=False,
        na_values=[""],
        dtype=dict.fromkeys(as_text, "str"),
        encoding="utf-8",
        low_memory=True,
    )
    for position in as_text:
        frame[position] = frame[position].fillna("")
    return frame


def _as_numbers(table: Table, position: int, values: pd.Series) -> npt.NDArray[np.float64] | None:
    """Return parsed numbers where their style is beyond doubt, else None."""
    if values.dtype.kind not in "if":
        return None
    array: npt.NDArray[np.float64] = np.asarray(values, dtype=np.float64)
    known = array[~np.isnan(array)]
    if len(known) and (np.isinf(known).any() or float(np.abs(known).max()) >= LARGEST_EXACT):
        return None
    if bool((known == np.floor(known)).all()):
        return array
    if METRICS[table.roles[position].role].unit is Unit.COUNT:
        return None
    proved, _ = evidence(table.texts(position).drop_duplicates())
    return array if proved == {DecimalMark.DOT} else None
