"""Hashtags in texts: one text by a pattern, a large column by its bytes at once."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpicore.ingest.shared_texts import repeated, text_series

LONGEST = 80
MANY_TAGS = 64
"""With more tags in one text than this, looking for equal ones pair by pair would take too long."""

HASHTAG = re.compile(r"[#＃]([^\s#＃.,!?:;()\[\]{}\"'“”]{1,80})")
AT_ONCE_FROM = 256
"""Below this number of texts the pattern is quicker."""

_HASH = ord("#")
_ENDS = np.zeros(256, dtype=bool)
_ENDS[[*range(9, 14), *range(28, 33), *map(ord, "#.,!?:;()[]{}\"'")]] = True
_FOREIGN = np.arange(256) >= 128
_STOPS = _ENDS | _FOREIGN
_WIDE_FIRST_BYTE = 0xEF
_WINDOW = 8
"""Bytes looked at together; most tags end within them, and 80 is a multiple of it."""

_STEP_BYTES = 16 * 1024 * 1024


def hashtags_in(text: str) -> str:
    """Return the hashtags of a text: lower case, without #, separated by blanks, each once."""
    return " ".join(dict.fromkeys(m.casefold() for m in HASHTAG.findall(text)))


def hashtag_column(texts: pd.Series) -> pd.Series:
    """Return the hashtags of each text, as `hashtags_in` finds them.

    Parameters
    ----------
    texts : Series of str
        No missing values.

    Returns
    -------
    Series of str
        Same length, fresh index; empty where there is no hashtag.
    """
    if len(texts) < AT_ONCE_FROM:
        return pd.Series([hashtags_in(str(t)) for t in texts], dtype="str")
    column = pa.array(texts, type=pa.large_string())
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    found = [part for chunk in chunks for part in _by_steps(chunk)]
    if not any(part is not None for part in found):
        return repeated("", len(texts))
    return text_series(pa.chunked_array([p for p in found if p is not None]))


def _by_steps(chunk: pa.LargeStringArray) -> list[pa.Array]:
    if not len(chunk):
        return []
    rows = max(1, int(len(chunk) * _STEP_BYTES / max(chunk.nbytes, 1)))
    return [_of_chunk(chunk.slice(i, rows)) for i in range(0, len(chunk), rows)]


def _of_chunk(chunk: pa.LargeStringArray) -> pa.Array:
    offsets, data = _buffers(chunk)
    starts = np.flatnonzero(data == _HASH) + 1
    rows = np.searchsorted(offsets, starts - 1, side="right") - 1
    ends, foreign = _tag_ends(data, starts, offsets[rows + 1])
    slow = np.unique(np.concatenate([rows[foreign], _wide_rows(chunk, data)]))
    keep = ends > starts
    if len(slow):
        keep &= ~np.isin(rows, slow)
    joined = _joined(data, starts[keep], ends[keep], rows[keep], len(chunk))
    if not len(slow):
        return joined
    texts = chunk.take(pa.array(slow)).to_pylist()
    mask = np.zeros(len(chunk), dtype=bool)
    mask[slow] = True
    return pc.replace_with_mask(
        joined, pa.array(mask), pa.array([hashtags_in(t) for t in texts], type=pa.large_string())
    )


def _buffers(
    chunk: pa.LargeStringArray,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """Return offsets and bytes of a chunk, both from its first row on."""
    _, places, content = chunk.buffers()
    offsets = np.frombuffer(places, dtype=np.int64)[chunk.offset : chunk.offset + len(chunk) + 1]
    if content is None:
        return offsets - offsets[0], np.zeros(0, dtype=np.uint8)
    data = np.frombuffer(content, dtype=np.uint8)[offsets[0] : offsets[-1]]
    return offsets - offsets[0], data


def _wide_rows(chunk: pa.LargeStringArray, data: npt.NDArray[np.uint8]) -> npt.NDArray[np.intp]:
    """Return rows with the full-width sign, which takes three bytes."""
    if not (data == _WIDE_FIRST_BYTE).any():
        return np.zeros(0, dtype=np.intp)
    return np.flatnonzero(pc.match_substring(chunk, "＃").to_numpy(zero_copy_only=False))


def _tag_ends(
    data: npt.NDArray[np.uint8], starts: npt.NDArray[np.intp], limits: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return where each tag ends, and which tags hold signs outside ASCII."""
    padded = np.concatenate([data, np.full(LONGEST + _WINDOW, _HASH, dtype=np.uint8)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)
    lengths = np.full(len(starts), LONGEST, dtype=np.int64)
    active = np.arange(len(starts))
    for step in range(0, LONGEST, _WINDOW):
        stops = _STOPS[windows[starts[active] + step]]
        place = stops.argmax(axis=1)
        ended = stops[np.arange(len(active)), place]
        lengths[active[ended]] = step + place[ended]
        active = active[~ended]
        if not len(active):
            break
    ends = np.minimum(starts + lengths, limits)
    foreign = (lengths < LONGEST) & (ends < limits) & _FOREIGN[padded[ends]]
    return ends, foreign


def _joined(
    data: npt.NDArray[np.uint8],
    starts: npt.NDArray[np.intp],
    ends: npt.NDArray[np.int64],
    rows: npt.NDArray[np.intp],
    count: int,
) -> pa.Array:
    """Write the tags of each row once, in their order, with blanks between them."""
    lengths = ends - starts
    places = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    taken = np.repeat(starts - places[:-1], lengths) + np.arange(places[-1])
    tags = pa.LargeStringArray.from_buffers(
        len(starts), pa.py_buffer(places), pa.py_buffer(np.ascontiguousarray(data[taken]))
    ).dictionary_encode()
    folded, same = np.unique(
        np.array([str(t).casefold() for t in tags.dictionary.to_pylist()], dtype=object),
        return_inverse=True,
    )
    codes = same[tags.indices.to_numpy(zero_copy_only=False)] if len(tags) else same
    rows, codes = _once(rows, codes)
    per_row = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=count))]).astype(np.int64)
    names = pa.array(folded.tolist(), type=pa.large_string())
    lists = pa.LargeListArray.from_arrays(pa.array(per_row), names.take(pa.array(codes)))
    return pc.binary_join(lists, pa.scalar(" ", type=pa.large_string()))


def _once(
    rows: npt.NDArray[np.intp], codes: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Keep of each row its first of equal tags; the rows are in order."""
    again = np.zeros(len(rows), dtype=bool)
    for distance in range(1, MANY_TAGS):
        same_row = rows[distance:] == rows[:-distance]
        if not same_row.any():
            return rows[~again], codes[~again]
        again[distance:] |= same_row & (codes[distance:] == codes[:-distance])
    pairs = np.stack([rows, codes])
    first = np.sort(np.unique(pairs, axis=1, return_index=True)[1])
    return rows[first], codes[first]
