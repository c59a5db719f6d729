"""HTML tables that platforms name ``.xls``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from kpicore.errors import FileTooLargeError, ImportFailedError
from kpicore.ingest.options import Limits
from kpicore.ingest.sheets import Sheet
from kpicore.messages import msg

WIDEST_SPAN = 200

# Plain patterns that never look past the next sign of a tag: a page of half-open tags takes no
# longer than one that is well made. The general parser needs half a minute for 4 MB of such tags.
_TABLE_TAG = re.compile(r"<(?P<end>/?)(?P<tag>table|tr|td|th)(?=[\s/>])(?P<more>[^<>]*)>", re.I)
_BREAK = re.compile(r"<(?:br|/p|/div)(?=[\s/>])[^<>]*>", re.I)
_ANY_TAG = re.compile(r"<[/!a-z][^<>]*>", re.I)
_SPAN = re.compile(r"\bcolspan\s*=\s*[\"']?\s*(\d{1,9})", re.I)


def looks_like_html(text: str) -> bool:
    """Whether a text begins like a web page or a bare table."""
    head = text[:4000].lstrip().lower()
    return head.startswith(("<html", "<!doctype html", "<table", "<meta", "<head")) or (
        head.startswith("<") and "<table" in head
    )


def read_html_tables(text: str, limits: Limits, name: str) -> list[Sheet]:
    """Return each table of a page as a sheet.

    Parameters
    ----------
    text : str
        The page.
    limits : Limits
        Cells allowed.
    name : str
        The file, for sentences.

    Returns
    -------
    list of Sheet
        In their order.

    Raises
    ------
    ImportFailedError
        If the page has no table.
    FileTooLargeError
        If there are more cells than allowed.
    """
    page = _without_comments(text)
    grid = _Grid(left=limits.cells, name=name)
    position = 0
    for match in _TABLE_TAG.finditer(page):
        grid.text(page[position : match.start()])
        position = match.end()
        tag = match["tag"].lower()
        if match["end"]:
            grid.close(tag)
        else:
            span = _SPAN.search(match["more"])
            grid.open(tag, min(int(span[1]), WIDEST_SPAN) if span else 1)
    grid.text(page[position:])
    grid.close("table")
    if not grid.tables:
        raise ImportFailedError(
            msg(
                "The file {file} is a web page without a table, perhaps a page that asks to sign "
                "in. Expected is a CSV or Excel file; download it again where you are signed in.",
                file=name,
            )
        )
    return [Sheet(name="", rows=rows) for rows in grid.tables]


def _without_comments(text: str) -> str:
    return "".join(_outside_comments(text))


def _outside_comments(text: str) -> Iterator[str]:
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        yield text[position:start]
        end = text.find("-->", start + 4)
        if end < 0:
            return
        position = end + 3
    yield text[position:]


@dataclass(slots=True)
class _Grid:
    """Rows and cells while a page is read."""

    left: int
    name: str
    tables: list[list[list[str]]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    row: list[str] | None = None
    cell: list[str] | None = None
    span: int = 1

    def text(self, text: str) -> None:
        """Take what stands between two tags of tables."""
        if self.cell is not None and text:
            self.cell.append(text)

    def open(self, tag: str, span: int) -> None:
        """Begin a table, row or cell; what is still open of that kind ends."""
        if tag == "table":
            self.close("table")
        elif tag == "tr":
            self.close("tr")
            self.row = []
        else:
            self._end_cell()
            self.cell, self.span = [], max(span, 1)

    def close(self, tag: str) -> None:
        """End a cell, and with a row or table all that is open in it."""
        self._end_cell()
        if tag in ("tr", "table"):
            if self.row:
                self.rows.append(self.row)
            self.row = None
        if tag == "table":
            if self.rows:
                self.tables.append(self.rows)
            self.rows = []

    def _end_cell(self) -> None:
        if self.cell is None:
            return
        # A line break parts words: without it, two numbers of one cell would become a third.
        plain = _ANY_TAG.sub("", _BREAK.sub(" ", "".join(self.cell)))
        if self.row is None:
            self.row = []
        self.row.extend([unescape(plain).strip(), *[""] * (self.span - 1)])
        self.left -= self.span
        self.cell = None
        if self.left < 0:
            raise FileTooLargeError(
                msg("The file {file} holds more cells than are allowed.", file=self.name)
            )
