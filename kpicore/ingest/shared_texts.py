"""Columns of repeated texts that cost next to no memory: many chunks over one piece of memory.

A million rows that all name the same account need its name once. The columns are ordinary `str`
columns to everybody who reads them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

CHUNK_ROWS = 65_536
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


def stripped(texts: pd.Series) -> pd.Series:
    """Return texts without blanks around them; the same column where there are none."""
    bare = texts.str.strip()
    return texts if _letters(bare) == _letters(texts) else bare


def _letters(texts: pd.Series) -> int:
    return int(pc.sum(pc.binary_length(pa.array(texts, type=pa.large_string()))).as_py() or 0)
