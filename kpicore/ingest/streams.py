"""One pass over the bytes of a large file, from memory or from disk: its hash and its oddities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

Content = bytes | Path
"""A file's bytes, or where they are."""

STEP_BYTES = 1024 * 1024
_QUOTE, _NULL, _FEED, _RETURN = (ord(sign) for sign in '"\0\n\r')


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What one pass over a file tells.

    Attributes
    ----------
    sha256 : str
        Of all bytes.
    even_quotes : bool
        Whether every quotation mark can have a partner.
    nulls : bool
        Whether there are null characters.
    newlines, returns : int
        Line feeds and carriage returns.
    lone_returns : int
        Carriage returns without a line feed behind.
    """

    sha256: str
    even_quotes: bool
    nulls: bool
    newlines: int
    returns: int
    lone_returns: int


def scan(content: Content) -> Scan:
    """Pass over a file once, without holding it in memory.

    Raises
    ------
    OSError
        If it cannot be opened.
    """
    digest = sha256()
    counts = dict.fromkeys((_QUOTE, _NULL, _FEED, _RETURN), 0)
    pairs = 0
    last = -1
    for part in _parts(content):
        digest.update(part)
        signs = np.frombuffer(part, dtype=np.uint8)
        # Numpy counts without holding up the thread that parses.
        found = {sign: signs == sign for sign in counts}
        for sign, places in found.items():
            counts[sign] += int(np.count_nonzero(places))
        pairs += int(np.count_nonzero(found[_RETURN][:-1] & found[_FEED][1:]))
        pairs += int(last == _RETURN and signs[0] == _FEED)
        last = int(signs[-1])
    return Scan(
        sha256=digest.hexdigest(),
        even_quotes=counts[_QUOTE] % 2 == 0,
        nulls=counts[_NULL] > 0,
        newlines=counts[_FEED],
        returns=counts[_RETURN],
        lone_returns=counts[_RETURN] - pairs,
    )


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


def _parts(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes):
        for start in range(0, len(content), STEP_BYTES):
            yield content[start : start + STEP_BYTES]
        return
    with content.open("rb", buffering=0) as source:
        while part := source.read(STEP_BYTES):
            yield part
