"""HTML tables that platforms name ``.xls``."""

from __future__ import annotations

from html.parser import HTMLParser

from kpicore.errors import FileTooLargeError
from kpicore.ingest.options import Limits
from kpicore.ingest.sheets import Sheet
from kpicore.messages import msg

WIDEST_SPAN = 200


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
    FileTooLargeError
        If there are more cells than allowed.
    """
    parser = _TableParser(limits.cells, name)
    parser.feed(text)
    parser.close()
    parser.end_table()
    return [Sheet(name="", rows=rows) for rows in parser.tables]


class _TableParser(HTMLParser):
    def __init__(self, cells: int, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._rows: list[list[str]] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._span = 1
        self._left = cells
        self._name = name

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.end_table()
        elif tag == "tr":
            self._end_row()
            self._row = []
        elif tag in ("td", "th"):
            self._end_cell()
            self._cell = []
            span = dict(attrs).get("colspan") or "1"
            self._span = min(int(span), WIDEST_SPAN) if span.isdecimal() else 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self.end_table()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        if self._row is None:
            self._row = []
        self._row.extend(["".join(self._cell).strip(), *[""] * (self._span - 1)])
        self._left -= self._span
        self._cell = None
        if self._left < 0:
            raise FileTooLargeError(
                msg("The file {file} holds more cells than are allowed.", file=self._name)
            )

    def _end_row(self) -> None:
        self._end_cell()
        if self._row:
            self._rows.append(self._row)
        self._row = None

    def end_table(self) -> None:
        """Finish the table that is open, if any."""
        self._end_row()
        if self._rows:
            self.tables.append(self._rows)
        self._rows = []
