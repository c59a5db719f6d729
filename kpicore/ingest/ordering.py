"""Order of many texts: their bytes compared eight at a time, as whole numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.ingest.text_bytes import TextBytes, text_bytes, whole

LONGEST_BYTES = 32
"""Longer texts are compared one by one."""

FEWEST = 5_000
_WORD = 8
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""Spreads the numbers that are made of texts of several words."""


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
    if len(texts) < FEWEST:
        return np.asarray(texts.argsort(kind="stable"), dtype=np.intp)
    cells = text_bytes(whole(texts))
    if int(cells.lengths.max()) > LONGEST_BYTES:
        return np.asarray(texts.argsort(kind="stable"), dtype=np.intp)
    words = [w for w in _words(cells).T if (w != w[0]).any()]
    if not words or _in_order(words):
        return np.arange(len(texts))
    first = np.ascontiguousarray(words[0])
    # The quick sort may swap equal words; they are put in order among themselves.
    order = np.argsort(first)
    ordered = first[order]
    same = ordered[1:] == ordered[:-1]
    if same.any():
        tied = np.concatenate([[False], same]) | np.concatenate([same, [False]])
        among = order[tied]
        order[tied] = among[np.lexsort([among, *(w[among] for w in words[::-1])])]
    return order


def surely_distinct(texts: pd.Series) -> bool:
    """Whether no two texts are equal; False also where that cannot be told at once."""
    cells = text_bytes(whole(texts))
    if not len(cells.data) or int(cells.lengths.max()) > LONGEST_BYTES:
        return False
    mixed = np.zeros(len(texts), dtype=np.uint64)
    for word in _words(cells).T:
        mixed = mixed * _FACTOR + word
    mixed.sort()
    # Different numbers come of different texts only.
    return bool((mixed[1:] != mixed[:-1]).all())


def _in_order(words: list[npt.NDArray[np.uint64]]) -> bool:
    above = words[-1][:-1] <= words[-1][1:]
    for word in words[-2::-1]:
        above = (word[:-1] < word[1:]) | ((word[:-1] == word[1:]) & above)
    return bool(above.all())


def repeats_next(texts: pd.Series) -> npt.NDArray[np.bool_]:
    """Say which texts of an ordered column equal the one below."""
    column = texts.array
    same = np.zeros(len(texts), dtype=bool)
    if len(texts) > 1:
        same[:-1] = np.asarray(column[:-1] == column[1:], dtype=bool)
    return same


def _words(cells: TextBytes) -> npt.NDArray[np.uint64]:
    """Return each text as big-endian whole numbers, shorter texts filled with zeros."""
    lengths = cells.lengths
    width = -(-max(int(lengths.max()), 1) // _WORD) * _WORD
    signs = np.zeros((len(lengths), width), dtype=np.uint8)
    if (lengths == lengths[0]).all():
        signs[:, : int(lengths[0])] = cells.data.reshape(len(lengths), int(lengths[0]))
    else:
        signs[np.arange(width) < lengths[:, None]] = cells.data
    return signs.view(">u8").astype(np.uint64)
