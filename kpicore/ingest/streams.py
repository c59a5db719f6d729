"""One pass over the bytes of a large file, from memory or from disk: blocks of whole records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from hashlib import _Hash

Content = bytes | Path
"""A file's bytes, or where they are."""

BLOCK_BYTES = 8 * 1024 * 1024
"""Large enough to be worth a thread, small enough to hold several."""

LONGEST_RECORD_BLOCKS = 8
_QUOTE, _FEED, _NULL = (ord(sign) for sign in '"\n\0')
_CACHED_BYTES = 256 * 1024
_TAIL_BYTES = 64 * 1024


class RecordTooLongError(ValueError):
    """A record that does not end; its file must be looked at as a whole."""


@dataclass(slots=True, kw_only=True)
class Scan:
    """What one pass over a file tells.

    Attributes
    ----------
    quotes : int
        Quotation marks.
    nulls : bool
        Whether there are null characters.
    digest : hash
        Of all bytes.
    """

    quotes: int = 0
    nulls: bool = False
    digest: _Hash = field(default_factory=sha256)

    @property
    def even_quotes(self) -> bool:
        """Whether every quotation mark can have a partner."""
        return self.quotes % 2 == 0

    def take(self, signs: npt.NDArray[np.uint8]) -> int:
        """Look at the next bytes; return their quotation marks."""
        self.digest.update(signs.data)
        # Numpy counts without holding up the threads that parse.
        parts = [signs[i : i + _CACHED_BYTES] for i in range(0, len(signs), _CACHED_BYTES)]
        quotes = sum(int(np.count_nonzero(part == _QUOTE)) for part in parts)
        self.quotes += quotes
        self.nulls = self.nulls or any(int(part.min()) == _NULL for part in parts)
        return quotes


def record_blocks(content: Content, seen: Scan, size: int) -> Iterator[npt.NDArray[np.uint8]]:
    """Cut a text table into blocks that begin and end between records.

    Parameters
    ----------
    content : bytes or Path
        The file.
    seen : Scan
        Receives what the pass tells.
    size : int
        Bytes read at once.

    Yields
    ------
    array of uint8
        A block ends behind a line feed with an even number of quotation marks before it; the last
        one where the file ends.

    Raises
    ------
    OSError
        If the file cannot be opened.
    RecordTooLongError
        If no record ends within eight blocks.
    """
    rest, odd = np.zeros(0, dtype=np.uint8), 0
    with _opened(content) as source:
        while True:
            # What is left of the last block stands before what is read, so nothing is moved twice.
            block = np.empty(len(rest) + size, dtype=np.uint8)
            block[: len(rest)] = rest
            count = source.readinto(block.data[len(rest) :]) or 0
            if not count:
                break
            block = block[: len(rest) + count]
            odd = (odd + seen.take(block[len(rest) :])) % 2
            end = _last_record_end(block, odd)
            rest = block[end:]
            if end:
                odd = int(np.count_nonzero(rest == _QUOTE)) % 2
                yield block[:end]
            elif len(rest) > LONGEST_RECORD_BLOCKS * size:
                raise RecordTooLongError
    if len(rest):
        yield rest


def _last_record_end(block: npt.NDArray[np.uint8], odd: int) -> int:
    """Return where the last whole record of a block ends; 0 when none does."""
    end = len(block)
    while end:
        start = max(0, end - _TAIL_BYTES)
        tail = block[start:end]
        feeds = np.flatnonzero(tail == _FEED)
        # Quotation marks behind each line feed of the tail, and behind the tail.
        quotes = np.cumsum((tail == _QUOTE)[::-1])[::-1]
        even = (odd + quotes[feeds]) % 2 == 0
        if even.any():
            return start + int(feeds[even][-1]) + 1
        odd = (odd + int(quotes[0])) % 2
        end = start
    return 0


@contextmanager
def _opened(content: Content) -> Iterator[RawIOBase | BytesIO]:
    if isinstance(content, bytes):
        yield BytesIO(content)
        return
    with content.open("rb", buffering=0) as source:
        yield source


def beginning(content: Content, size: int) -> bytes:
    """Return the first bytes of a file.

    Raises
    ------
    OSError
        If it cannot be opened.
    """
    if isinstance(content, bytes):
        return content[:size]
    with content.open("rb") as source:
        return source.read(size)
