"""From bytes to text: byte order mark, strict UTF-8, then the code page that makes sense of it."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass

from charset_normalizer import from_bytes

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LEGACY = (
    "cp949",
    "gb18030",
    "cp932",
    "big5hkscs",
    "euc_jp",
    "cp1252",
    "cp1251",
    "cp1250",
    "cp1254",
    "cp1253",
    "mac_roman",
)
"""Code pages in which Excel re-saves exports, tried where the text is no UTF-8."""

HEAD_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedText:
    """Text and how it was obtained.

    Attributes
    ----------
    text : str
        Without byte order mark and null characters.
    encoding : str
        Codec name.
    certain : bool
        Whether the bytes themselves prove the encoding.
    damaged : int
        Bytes that fit no character of it.
    """

    text: str
    encoding: str
    certain: bool
    damaged: int = 0


def decode(data: bytes, words_known: Callable[[str], int]) -> DecodedText:
    """Turn bytes into text.

    Parameters
    ----------
    data : bytes
        Content of a text file.
    words_known : callable
        Number of header words that a text holds; decides between code pages that all fit.

    Returns
    -------
    DecodedText
        The text.
    """
    encoding, certain = detect(data, words_known)
    for mark, name in BOMS:
        if name == encoding and data.startswith(mark):
            data = data[len(mark) :]
            break
    text = data.decode(encoding, errors="replace")
    damaged = (
        0 if certain and encoding == "utf-8" and "\ufffd" not in text else text.count("\ufffd")
    )
    if "\x00" in text:
        text = text.replace("\x00", "")
    return DecodedText(text=text, encoding=encoding, certain=certain, damaged=damaged)


def detect(data: bytes, words_known: Callable[[str], int]) -> tuple[str, bool]:
    """Find the encoding of bytes.

    Parameters
    ----------
    data : bytes
        Content of a text file.
    words_known : callable
        Number of header words that a text holds.

    Returns
    -------
    tuple of str and bool
        Codec name, and whether the bytes prove it.
    """
    for mark, name in BOMS:
        if data.startswith(mark):
            return name, True
    if wide := _wide_without_mark(data):
        return wide, True
    if _is_utf8(data):
        return "utf-8", True
    return _legacy(data[:HEAD_BYTES], words_known), False


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        # A file cut off inside its last character is still UTF-8.
        return fault.start >= len(data) - 3 and fault.start > 0
    return True


def _wide_without_mark(data: bytes) -> str | None:
    head = data[:4096]
    if len(head) < 8:
        return None
    half = len(head) // 2
    if head[1::2].count(0) > 0.7 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.7 * half:
        return "utf-16-be"
    return None


def _legacy(head: bytes, words_known: Callable[[str], int]) -> str:
    best, best_score = "", 0
    fits = []
    for encoding in LEGACY:
        try:
            text = head.decode(encoding)
        except UnicodeDecodeError as fault:
            if fault.start < len(head) - 3:
                continue
            text = head[: fault.start].decode(encoding)
        fits.append(encoding)
        score = words_known(text)
        if score > best_score:
            best, best_score = encoding, score
    if best:
        return best
    match = from_bytes(head, cp_isolation=list(fits or LEGACY)).best()
    return match.encoding if match is not None else (fits[0] if fits else "cp1252")
