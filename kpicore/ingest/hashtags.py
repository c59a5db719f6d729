"""Hashtags in texts: one text by a pattern, a large column by its bytes at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpicore.ingest.shared_texts import THREADS, text_series
from kpicore.ingest.text_bytes import TextBytes, byte_set, chunks_of, text_bytes

Number = TypeVar("Number", np.int64, np.uint64)

HASHTAG = re.compile(r"[#＃]([^\s#＃.,!?:;()\[\]{}\"'“”]{1,80})")
AT_ONCE_FROM = 256
"""Below this number of texts the pattern is quicker."""

MANY_TAGS = 64
"""Texts with more tags than this are few; the pattern reads them."""

_HASH = ord("#")
_UNCLEAR = np.arange(256) >= 128
_UNCLEAR[0] = True
_STOPS = byte_set(bytes([*range(9, 14), *range(28, 33), *b"#.,!?:;()[]{}\"'"])) | _UNCLEAR
_WIDE_FIRST_BYTE = 0xEF
_BYTE = 256
_WINDOW = 8
"""Bytes that make one whole number; a tag is read in such steps."""

_MOST_STEPS = 10
"""Steps of the longest tag, 80 signs."""

_LOW = np.array([(1 << (8 * n)) - 1 for n in range(_WINDOW + 1)], dtype=np.uint64)
"""Number of bytes to the mask that keeps them."""

_HASHES = np.uint64(int.from_bytes(b"#" * _WINDOW, "little"))
_STEP_BYTES = 2 * 1024 * 1024


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
    parts = [part for chunk in chunks_of(texts) for part in _steps(chunk)]
    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(_of_part, parts))
    return text_series(pa.chunked_array(found))


def hashtag_array(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """Return the hashtags of each text of a part of a column, in the calling thread.

    Parameters
    ----------
    texts : LargeStringArray
        No missing values.

    Returns
    -------
    LargeStringArray
        Same length; empty where there is no hashtag.
    """
    return pa.concat_arrays([_of_part(part) for part in _steps(texts)]) if len(texts) else texts


def _steps(chunk: pa.LargeStringArray) -> Iterator[pa.LargeStringArray]:
    rows = max(1, int(len(chunk) * _STEP_BYTES / max(chunk.nbytes, 1)))
    for start in range(0, len(chunk), rows):
        yield chunk.slice(start, rows)


def _of_part(part: pa.LargeStringArray) -> pa.LargeStringArray:
    cells = text_bytes(part)
    starts = np.flatnonzero(cells.data == _HASH) + 1
    wide = _wide_rows(part, cells.data)
    if not len(starts) and not len(wide):
        return pa.repeat(pa.scalar("", type=pa.large_string()), len(part))
    ends = np.searchsorted(starts, cells.offsets, side="right")
    counts = np.diff(ends)
    tags = _read_tags(cells, starts, ends)
    if not len(wide) and tags.unclear is None and _packable(counts, tags.names):
        return _packed(tags, ends)
    rows = np.repeat(np.arange(len(part)), counts)
    many = np.flatnonzero(counts > MANY_TAGS)
    unclear = rows[:0] if tags.unclear is None else rows[tags.unclear]
    slow = np.unique(np.concatenate([unclear, wide, many]))
    keep = tags.codes > 0
    if len(slow):
        keep &= ~np.isin(rows, slow)
    joined = _joined(rows[keep], tags.codes[keep].astype(np.int64), tags.names, len(part))
    if not len(slow):
        return joined
    texts = part.take(pa.array(slow)).to_pylist()
    mask = np.zeros(len(part), dtype=bool)
    mask[slow] = True
    return pc.replace_with_mask(
        joined, pa.array(mask), pa.array([hashtags_in(t) for t in texts], type=pa.large_string())
    )


def _wide_rows(part: pa.LargeStringArray, data: npt.NDArray[np.uint8]) -> npt.NDArray[np.intp]:
    """Return rows with the full-width sign, which takes three bytes."""
    # The largest byte is found more quickly than any other.
    if int(data.max(initial=0)) < _WIDE_FIRST_BYTE or not (data == _WIDE_FIRST_BYTE).any():
        return np.zeros(0, dtype=np.intp)
    return np.flatnonzero(pc.match_substring(part, "＃").to_numpy(zero_copy_only=False))


@dataclass(slots=True)
class _Tags:
    """Tags by their place among the distinct ones, `names`; the first name is empty."""

    codes: npt.NDArray[np.int64 | np.uint8]
    names: list[str]
    unclear: npt.NDArray[np.bool_] | None = None


def _read_tags(cells: TextBytes, starts: npt.NDArray[np.intp], ends: npt.NDArray[np.intp]) -> _Tags:
    """Read the tags that begin at some places, eight bytes at a time, taken as one number.

    The same number stands at many tags, so what follows from it is found once for all of them.
    """
    words = _words_at(cells.data, starts)
    late, room = _near_ends(cells, starts, ends)
    words[late] = _cut(words[late], room)
    coded = pa.array(words).dictionary_encode()
    # Signs behind the end of a tag make many words of one; only those before it tell.
    lasting, heads = _encoded(_shortened(coded.dictionary.to_numpy()))
    masked, ended, unclear = _heads(heads)
    known = {b"": 0}
    found = np.array([known.setdefault(m, len(known)) for m in masked], dtype=np.int64)
    pairs = coded.indices.to_numpy()
    if ended.all() and not unclear.any() and len(known) <= _BYTE:
        return _Tags(codes=found.astype(np.uint8)[lasting][pairs], names=_written(known))
    pairs = lasting[pairs]
    tags = _Tags(codes=found[pairs], names=[], unclear=unclear[pairs])
    if not ended.all():
        further = np.flatnonzero(~ended[pairs])
        limits = np.repeat(cells.offsets[1:], np.diff(ends))[further]
        _read_further(cells, tags, known, _Rest(further, starts[further] + _WINDOW, limits))
    tags.names = _written(known)
    if tags.unclear is not None and not tags.unclear.any():
        tags.unclear = None
    return tags


@dataclass(frozen=True, slots=True)
class _Rest:
    """Tags that go on: which of all, where their next bytes stand, where their texts end."""

    which: npt.NDArray[np.intp]
    places: npt.NDArray[np.intp]
    limits: npt.NDArray[np.int64]


def _read_further(cells: TextBytes, tags: _Tags, known: dict[bytes, int], rest: _Rest) -> None:
    """Go on with the tags that are longer than what was read of them."""
    assert tags.unclear is not None
    for _ in range(_MOST_STEPS - 1):
        words = _words_at(cells.data, rest.places)
        room = rest.limits - rest.places
        late = np.flatnonzero(room < _WINDOW)
        words[late] = _cut(words[late], room[late])
        pairs, prefixes, heads = _distinct_pairs(tags.codes[rest.which].astype(np.int64), words)
        masked, ended, unclear = _heads(heads)
        firsts = list(known)
        codes = [
            known.setdefault(firsts[p] + m, len(known))
            for p, m in zip(prefixes.tolist(), masked, strict=True)
        ]
        tags.codes[rest.which] = np.array(codes, dtype=np.int64)[pairs]
        if unclear.any():
            tags.unclear[rest.which] = unclear[pairs]
        if ended.all():
            break
        more = np.flatnonzero(~ended[pairs])
        rest = _Rest(rest.which[more], rest.places[more] + _WINDOW, rest.limits[more])


def _written(known: dict[bytes, int]) -> list[str]:
    return [name.decode("ascii", "replace") for name in known]


def _near_ends(
    cells: TextBytes, starts: npt.NDArray[np.intp], ends: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int64]]:
    """Return the tags that begin less than a word before their text ends, and the bytes left."""
    last = ends[1:] - 1
    rows = np.flatnonzero(last >= ends[:-1])
    found, rooms = [], []
    last, limits, first = last[rows], cells.offsets[1:][rows], ends[:-1][rows]
    while len(last):
        room = limits - starts[last]
        near = np.flatnonzero(room < _WINDOW)
        last, limits, first = last[near], limits[near], first[near]
        found.append(last)
        rooms.append(room[near])
        # The tag before it may be as near.
        more = np.flatnonzero(last > first)
        last, limits, first = last[more] - 1, limits[more], first[more]
    if not found:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.int64)
    return np.concatenate(found), np.concatenate(rooms)


def _cut(words: npt.NDArray[np.uint64], room: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """End tags where their texts end."""
    low = _LOW[np.maximum(room, 0)]
    return (words & low) | (_HASHES & ~low)


def _words_at(data: npt.NDArray[np.uint8], places: npt.NDArray[np.intp]) -> npt.NDArray[np.uint64]:
    """Return the eight bytes at each place as one number; behind the last byte stand #."""
    last = len(data) - _WINDOW
    tail = np.concatenate([data[max(last, 0) :], np.full(2 * _WINDOW, _HASH, np.uint8)])
    if last <= 0:
        return _all_words(tail)[np.minimum(places, len(data))]
    words = _all_words(data)[np.minimum(places, last)]
    late = np.flatnonzero(places > last)
    words[late] = _all_words(tail)[np.minimum(places[late] - last, _WINDOW)]
    return words


def _all_words(data: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    """Return the eight bytes from each byte on, as numbers that share its memory."""
    return np.ndarray((len(data) - _WINDOW + 1,), "<u8", data.data, strides=(1,))


def _distinct_pairs(
    prefixes: npt.NDArray[np.int64], words: npt.NDArray[np.uint64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.uint64]]:
    """Return each pair's place among the distinct ones, and those: their prefix and their word."""
    word_codes, distinct = _encoded(words)
    # Signs behind the end of a tag make many words of one; only those before it tell.
    lasting, distinct = _encoded(_shortened(distinct))
    word_codes = lasting[word_codes]
    pairs, found = _encoded(prefixes * len(distinct) + word_codes)
    return pairs, found // len(distinct), distinct[found % len(distinct)]


def _encoded(numbers: npt.NDArray[Number]) -> tuple[npt.NDArray[np.int64], npt.NDArray[Number]]:
    coded = pa.array(numbers).dictionary_encode()
    return coded.indices.to_numpy().astype(np.int64), coded.dictionary.to_numpy()


def _ends(words: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.intp]]:
    """Return the bytes of each word, and the place of the first that ends a tag, 8 for none."""
    signs = np.ascontiguousarray(words, dtype="<u8").view(np.uint8).reshape(-1, _WINDOW)
    stops = _STOPS[signs]
    places = stops.argmax(axis=1)
    places[~stops.any(axis=1)] = _WINDOW
    return signs, places


def _shortened(words: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Keep the signs of each word up to the one that ends the tag, in lower case."""
    signs, places = _ends(words)
    lower = signs + ((signs >= ord("A")) & (signs <= ord("Z"))) * np.uint8(ord("a") - ord("A"))
    kept = _LOW[np.minimum(places + 1, _WINDOW)]
    ending = places < _WINDOW
    # Which sign ends a tag matters only where it is unclear.
    clear = ending & ~_UNCLEAR[signs[np.arange(len(signs)), np.minimum(places, _WINDOW - 1)]]
    kept[clear] = _LOW[places[clear]]
    short = (lower.view("<u8").ravel() & kept).astype(np.uint64)
    short[clear] |= np.uint64(_HASH) << (np.uint64(8) * places[clear].astype(np.uint64))
    return short


def _heads(
    words: npt.NDArray[np.uint64],
) -> tuple[list[bytes], npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return the signs of each word before a tag's end, and whether it ends there, and unclear."""
    signs, places = _ends(words)
    texts = [row.tobytes()[:place] for row, place in zip(signs, places.tolist(), strict=True)]
    ended = places < _WINDOW
    unclear = ended & _UNCLEAR[signs[np.arange(len(signs)), np.minimum(places, _WINDOW - 1)]]
    return texts, ended, unclear


def _packable(counts: npt.NDArray[np.int64], names: list[str]) -> bool:
    """Whether the tags of each text fit into one number, a byte for each."""
    return len(names) <= _BYTE and int(counts.max(initial=0)) <= _WINDOW


def _packed(tags: _Tags, ends: npt.NDArray[np.intp]) -> pa.LargeStringArray:
    """Write the tags of each text; the same ones stand at many texts, and are written once."""
    begins, counts = ends[:-1], np.diff(ends)
    packed = np.zeros((len(counts), _WINDOW), dtype=np.uint8)
    fewest = int(counts.min(initial=_WINDOW))
    for place in range(int(counts.max(initial=0))):
        rows = slice(None) if place < fewest else np.flatnonzero(counts > place)
        packed[rows, place] = tags.codes[begins[rows] + place]
    texts = pa.array(packed.view("<u8").ravel()).dictionary_encode()
    written = [
        " ".join(dict.fromkeys(tags.names[code] for code in number.tobytes() if code))
        for number in texts.dictionary.to_numpy().astype("<u8")
    ]
    return pa.array(written, type=pa.large_string()).take(texts.indices)


def _joined(
    rows: npt.NDArray[np.intp], codes: npt.NDArray[np.int64], names: list[str], count: int
) -> pa.LargeStringArray:
    """Write the tags of each row once, in their order, with blanks between them."""
    rows, codes = _once(rows, codes)
    per_row = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=count))]).astype(np.int64)
    texts = pa.array(names, type=pa.large_string()).take(pa.array(codes))
    lists = pa.LargeListArray.from_arrays(pa.array(per_row), texts)
    return pc.binary_join(lists, pa.scalar(" ", type=pa.large_string()))


def _once(
    rows: npt.NDArray[np.intp], codes: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int64]]:
    """Keep of each row its first of equal tags; the rows are in order."""
    again = np.zeros(len(rows), dtype=bool)
    for distance in range(1, MANY_TAGS):
        same_row = rows[distance:] == rows[:-distance]
        if not same_row.any():
            break
        again[distance:] |= same_row & (codes[distance:] == codes[:-distance])
    return rows[~again], codes[~again]
