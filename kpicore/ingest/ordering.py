"""Order of many texts: their bytes compared eight at a time, as whole numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

LONGEST_BYTES = 32
"""Longer texts are compared one by one."""

FEWEST = 5_000
_WORD = 8


def order_of(texts: pd.Series) -> npt.NDArray[np.intp]:
    """Return positions that bring texts into the order of their code points; equal ones stay.

    Parameters
    ----------
    texts : Series of str
        No missing values, no null characters.

    Returns
    -------
    array of int
        As a stable sort gives them.
    """
    column = pa.array(texts, type=pa.large_string())
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    lengths = _lengths(whole)
    if len(texts) < FEWEST or int(lengths.max()) > LONGEST_BYTES:
        return np.asarray(texts.argsort(kind="stable"), dtype=np.intp)
    words = [w for w in _words(whole, lengths).T if (w != w[0]).any()]
    if not words:
        return np.arange(len(texts))
    if len(words) == 1:
        return np.argsort(words[0], kind="stable")
    return np.lexsort(words[::-1])


def repeats_next(texts: pd.Series) -> npt.NDArray[np.bool_]:
    """Say which texts of an ordered column equal the one below."""
    column = texts.array
    same = np.zeros(len(texts), dtype=bool)
    if len(texts) > 1:
        same[:-1] = np.asarray(column[:-1] == column[1:], dtype=bool)
    return same


def _lengths(column: pa.LargeStringArray) -> npt.NDArray[np.int64]:
    places = np.frombuffer(column.buffers()[1], dtype=np.int64)
    lengths: npt.NDArray[np.int64] = np.diff(
        places[column.offset : column.offset + len(column) + 1]
    )
    return lengths


def _words(column: pa.LargeStringArray, lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """Return each text as big-endian whole numbers, shorter texts filled with zeros."""
    width = -(-max(int(lengths.max()), 1) // _WORD) * _WORD
    places = np.frombuffer(column.buffers()[1], dtype=np.int64)
    starts = places[column.offset : column.offset + len(column)]
    content = column.buffers()[2]
    data = np.frombuffer(content, dtype=np.uint8) if content is not None else np.zeros(0, np.uint8)
    data = data[starts[0] : places[column.offset + len(column)]]
    signs = np.zeros((len(column), width), dtype=np.uint8)
    if (lengths == lengths[0]).all():
        signs[:, : int(lengths[0])] = data.reshape(len(column), int(lengths[0]))
    else:
        signs[np.arange(width) < lengths[:, None]] = data
    return signs.view(">u8").astype(np.uint64)
