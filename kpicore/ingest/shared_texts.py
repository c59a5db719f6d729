"""Columns of repeated texts that cost next to no memory: many chunks over one piece of memory.

A million rows that all name the same account need its name once. The columns are ordinary `str`
columns to everybody who reads them.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpicore.ingest.text_bytes import byte_set, chunks_of, text_bytes, whole

CHUNK_ROWS = 65_536
MANY_ROWS = 5_000
"""From this many rows on, asking all cells at once is worth its own overhead."""

WORTH_THREADS = 4 * 1024 * 1024
THREADS = min(os.cpu_count() or 1, 4)
_BLANK_FIRST = byte_set(bytes([*range(9, 14), *range(28, 33), 0xC2, 0xE1, 0xE2, 0xE3]))
_BLANK_LAST = byte_set(bytes([*range(9, 14), *range(28, 33), *range(0x80, 0x8B)]))
_BLANK_LAST |= byte_set(b"\x9f\xa0\xa8\xa9\xaf")
"""Bytes with which blanks begin and end; other signs may, too."""

TEXT_DTYPE = pd.StringDtype(na_value=np.nan)


def text_series(values: pa.Array | pa.ChunkedArray) -> pd.Series:
    """Return Arrow texts as a column, without copying large ones."""
    return pd.Series(TEXT_DTYPE.__from_arrow__(values))  # type: ignore[attr-defined]


def repeated(text: str, rows: int) -> pd.Series:
    """Return a column that holds one text in every row."""
    return tiled([text], rows)


def tiled(texts: Sequence[str], rows: int) -> pd.Series:
    """Return a column that holds some texts in turn, again and again.

    Parameters
    ----------
    texts : sequence of str
        At least one.
    rows : int
        Length; the last turn may be cut short.

    Returns
    -------
    Series of str
        Shares its memory between turns.
    """
    turns = min(max(1, CHUNK_ROWS // len(texts)), -(-rows // len(texts)))
    one = pa.array(list(texts), type=pa.large_string())
    chunk = one.take(pa.array(np.tile(np.arange(len(texts)), turns)))
    whole, rest = divmod(rows, len(chunk)) if len(chunk) else (0, 0)
    chunks = [chunk] * whole + ([chunk.slice(0, rest)] if rest else [])
    return text_series(pa.chunked_array(chunks, type=pa.large_string()))


def one_below_other(columns: Sequence[pd.Series]) -> pd.Series:
    """Return columns of texts as one, which shares their memory."""
    chunks = [chunk for column in columns for chunk in chunks_of(column)]
    return text_series(pa.chunked_array(chunks, type=pa.large_string()))


def stripped(texts: pd.Series) -> pd.Series:
    """Return texts without blanks around them; the same column where there are none."""
    if len(texts) < MANY_ROWS:
        return texts.str.strip()
    parts = chunks_of(texts)
    bare = [stripped_array(part) for part in parts]
    if all(new is old for new, old in zip(bare, parts, strict=True)):
        return texts
    return text_series(pa.chunked_array(bare))


def stripped_array(part: pa.LargeStringArray) -> pa.LargeStringArray:
    """Return a part of a column without blanks around its texts; the same where there are none."""
    cells = text_bytes(part)
    odd = np.flatnonzero(_BLANK_FIRST.take(cells.first) | _BLANK_LAST.take(cells.last))
    if not len(odd):
        return part
    before = part.take(pa.array(odd))
    bare = pc.utf8_trim_whitespace(before)
    if bare.equals(before):
        return part
    mask = np.zeros(len(part), dtype=bool)
    mask[odd] = True
    return pc.replace_with_mask(part, pa.array(mask), bare)


def is_empty(texts: pd.Series) -> bool:
    """Whether no text of a column holds a sign."""
    longest = pc.max(pc.binary_length(pa.array(texts, type=pa.large_string()))).as_py()
    return not longest


def factorized(texts: pd.Series) -> tuple[npt.NDArray[np.int64], list[str]]:
    """Return each text's place among the distinct ones, and those in the order they appear."""
    if len(texts) < MANY_ROWS:
        codes, distinct = pd.factorize(texts)
        return codes.astype(np.int64), [str(text) for text in distinct]
    coded = whole(texts).dictionary_encode()
    places = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return places, coded.dictionary.to_pylist()


def taken(texts: pd.Series, order: npt.NDArray[np.intp]) -> pd.Series:
    """Return texts in another order; of large columns each thread brings a part."""
    if len(texts) < MANY_ROWS:
        return texts.take(order).reset_index(drop=True)
    if _is_repeated(texts):
        return repeated(str(texts.iloc[0]), len(order))
    column = whole(texts)
    if column.nbytes < WORTH_THREADS:
        return text_series(column.take(pa.array(order)))
    with ThreadPoolExecutor(THREADS) as pool:
        places = np.array_split(order, THREADS)
        found = list(pool.map(lambda part: column.take(pa.array(part)), places))
    return text_series(pa.chunked_array(found, type=pa.large_string()))


def _is_repeated(texts: pd.Series) -> bool:
    column = pa.array(texts, type=pa.large_string())
    if not isinstance(column, pa.ChunkedArray) or column.num_chunks < 2:
        return False
    first = column.chunk(0)
    shared = all(c.buffers()[2] == first.buffers()[2] for c in column.chunks[1:])
    return shared and bool(pc.all(pc.equal(column, first[0])).as_py())
