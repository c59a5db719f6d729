"""The bytes of a column of texts: questions about all cells at once, without a look at each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

_CACHED_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBytes:
    """UTF-8 bytes of a column.

    Attributes
    ----------
    data : array of uint8
        All cells, one behind the other.
    offsets : array of int64
        Where each cell begins, and where the last one ends; the first is 0.
    """

    data: npt.NDArray[np.uint8]
    offsets: npt.NDArray[np.int64]

    @property
    def lengths(self) -> npt.NDArray[np.int64]:
        """Bytes of each cell."""
        lengths: npt.NDArray[np.int64] = np.diff(self.offsets)
        return lengths

    @property
    def first(self) -> npt.NDArray[np.uint8]:
        """First byte of each cell; 0 where it is empty."""
        return self._at(self.offsets[:-1])

    @property
    def last(self) -> npt.NDArray[np.uint8]:
        """Last byte of each cell; 0 where it is empty."""
        return self._at(self.offsets[1:] - 1)

    def _at(self, places: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
        if not len(self.data):
            return np.zeros(len(places), dtype=np.uint8)
        signs = self.data.take(places, mode="clip")
        empty = self.offsets[:-1] == self.offsets[1:]
        if empty.any():
            signs[empty] = 0
        return signs


def chunks_of(texts: pd.Series) -> list[pa.LargeStringArray]:
    """Return the pieces of memory in which a column lies, without copying them."""
    column = pa.array(texts, type=pa.large_string())
    return column.chunks if isinstance(column, pa.ChunkedArray) else [column]


def whole(texts: pd.Series) -> pa.LargeStringArray:
    """Return a column in one piece of memory; nothing is copied when it already is."""
    column = pa.array(texts, type=pa.large_string())
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def text_bytes(column: pa.LargeStringArray) -> TextBytes:
    """Return the bytes of a column, from its first row on, without copying them."""
    _, places, content = column.buffers()
    if places is None or not len(column):
        return TextBytes(data=np.zeros(0, np.uint8), offsets=np.zeros(len(column) + 1, np.int64))
    offsets = np.frombuffer(places, dtype=np.int64)[column.offset : column.offset + len(column) + 1]
    if content is None:
        return TextBytes(data=np.zeros(0, np.uint8), offsets=offsets - offsets[0])
    data = np.frombuffer(content, dtype=np.uint8)[offsets[0] : offsets[-1]]
    return TextBytes(data=data, offsets=offsets - offsets[0] if offsets[0] else offsets)


def holds(signs: npt.NDArray[np.uint8], sign: int) -> bool:
    """Whether some bytes hold a sign; looked for in steps that stay in the processor's cache."""
    return any(
        bool((signs[i : i + _CACHED_BYTES] == sign).any())
        for i in range(0, len(signs), _CACHED_BYTES)
    )


def byte_set(signs: str | bytes) -> npt.NDArray[np.bool_]:
    """Return for each byte whether it is among those of some signs."""
    found = np.zeros(256, dtype=bool)
    found[list(signs.encode() if isinstance(signs, str) else signs)] = True
    return found
