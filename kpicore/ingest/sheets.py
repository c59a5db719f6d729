"""Grids of text cells, and the tables that lie on them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_DROPPED: dict[int, str | None] = {
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")),
    **dict.fromkeys(map(ord, "\u2018\u2019\u02bc"), "'"),
}
_SPACES = re.compile(r"\s+")
_BEFORE_BRACKET = re.compile(r"\s+\(")


def visible(text: str) -> str:
    """Return a text without the signs that nobody sees, and with plain apostrophes."""
    return text if text.isascii() else text.translate(_DROPPED)


def fold(text: str) -> str:
    """Bring a header word into the form in which words are compared.

    Parameters
    ----------
    text : str
        A cell.

    Returns
    -------
    str
        NFKC, lower case, without soft hyphens, invisible signs, quotes and outer blanks.
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKC", visible(text))
    plain = _SPACES.sub(" ", plain).strip(" \"'")
    plain = _BEFORE_BRACKET.sub("(", plain)
    return plain.casefold().rstrip(": ").strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A grid of text cells.

    Attributes
    ----------
    name : str
        Sheet name; empty for text files.
    rows : list of list of str
        Cells; rows may differ in length.
    first_row : int
        Row number, as a spreadsheet counts, of ``rows[0]``.
    comma_file : bool
        Whether semicolons separate the columns, as where the comma marks decimals.
    """

    name: str
    rows: list[list[str]]
    first_row: int = 1
    comma_file: bool = False

    @property
    def width(self) -> int:
        """Cells of the longest row."""
        return max((len(r) for r in self.rows), default=0)


def is_blank(row: Iterable[str]) -> bool:
    """Whether no cell of the row holds text."""
    return not any(cell and not cell.isspace() for cell in row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Rows of a sheet between blank rows.

    Attributes
    ----------
    start : int
        Index in ``Sheet.rows`` of the first row.
    rows : list of list of str
        Cells.
    beside : bool
        Whether they are some columns of the sheet, beside a table that was read.
    """

    start: int
    rows: list[list[str]]
    beside: bool = False


def blocks(sheet: Sheet) -> list[Block]:
    """Return the parts of a sheet that blank rows separate, from top to bottom."""
    found: list[Block] = []
    current: list[list[str]] = []
    start = 0
    for i, row in enumerate(sheet.rows):
        if is_blank(row):
            if current:
                found.append(Block(start=start, rows=current))
                current = []
            continue
        if not current:
            start = i
        current.append(row)
    if current:
        found.append(Block(start=start, rows=current))
    return found


def column_segments(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Split columns into the tables that lie side by side.

    Parameters
    ----------
    header : sequence of str
        Header row.
    rows : sequence of sequence of str
        Rows below it.

    Returns
    -------
    list of tuple of int
        First column and one past the last one, of each table. A gap is a column whose header is
        empty and that holds nothing.
    """
    width = len(header)
    gaps = [
        i
        for i in range(width)
        if not header[i].strip() and not any(i < len(r) and r[i].strip() for r in rows)
    ]
    segments = []
    start = 0
    for gap in [*gaps, width]:
        if gap > start:
            segments.append((start, gap))
        start = gap + 1
    return segments
