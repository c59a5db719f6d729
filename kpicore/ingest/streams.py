"""One pass over the bytes of a large file, from memory or from disk: its hash and its oddities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

Content = bytes | Path
"""A file's bytes, or where they are."""

STEP_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What one pass over a file tells.

    Attributes
    ----------
    sha256 : str
        Of all bytes.
    even_quotes : bool
        Whether every quotation mark can have a partner.
    nulls, returns : bool
        Whether there are null characters, and carriage returns.
    """

    sha256: str
    even_quotes: bool
    nulls: bool
    returns: bool


def scan(content: Content) -> Scan:
    """Pass over a file once, without holding it in memory.

    Raises
    ------
    OSError
        If it cannot be opened.
    """
    digest = sha256()
    quotes = 0
    nulls = returns = False
    for part in _parts(content):
        digest.update(part)
        quotes += part.count(b'"')
        nulls = nulls or b"\x00" in part
        returns = returns or b"\r" in part
    return Scan(
        sha256=digest.hexdigest(), even_quotes=quotes % 2 == 0, nulls=nulls, returns=returns
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
