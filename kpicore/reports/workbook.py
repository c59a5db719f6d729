"""A report as a workbook: real numbers with formats, native charts, no formulas.

Every text is written as text, whatever it begins with; every number as a number with the format of
its unit, and every day as a day.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from io import BytesIO

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format as CellFormat
from xlsxwriter.worksheet import Worksheet

from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.messages import msg
from kpicore.reports.blocks import (
    Block,
    Chart,
    Figure,
    Heading,
    Note,
    Shape,
    Table,
    Verdict,
    grouped,
)
from kpicore.reports.edition import Edition
from kpicore.units import Unit

WIDEST, NARROWEST = 60, 9
"""Characters of a column."""
LONGEST_NAME = 31
"""Letters of a sheet's name, by the format."""
SECONDS_OF_A_DAY = 86_400
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_DAY = "yyyy-mm-dd"


def write(edition: Edition) -> bytes:
    """Write a report as a workbook.

    Parameters
    ----------
    edition : Edition
        The report in its language.

    Returns
    -------
    bytes
        The file: a first sheet with words and figures, then a sheet per table and chart.
    """
    target = BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False, "nan_inf_to_errors": False,
    }  # fmt: skip
    book = xlsxwriter.Workbook(target, options)
    moment = edition.moment.replace(tzinfo=None)
    author = edition.report.branding.author or "Goalpost"
    book.set_properties({"title": edition.title, "author": author, "created": moment})
    _Book(edition, book).fill()
    book.close()
    return target.getvalue()


class _Book:
    """A workbook that grows."""

    def __init__(self, edition: Edition, book: xlsxwriter.Workbook) -> None:
        self.edition = edition
        self.book = book
        self._formats: dict[tuple[tuple[str, object], ...], CellFormat] = {}
        self._names: set[str] = set()
        self.first = self._sheet(edition.say(msg("Report")))
        self.first.hide_gridlines(2)
        self.first.set_column(0, 0, 34)
        self.first.set_column(1, 1, 16)
        self.first.set_column(2, 2, 34)
        self.first.set_column(3, 3, 80)
        self.row = 0

    def fill(self) -> None:
        e = self.edition
        brand = e.report.branding
        if brand.logo is not None:
            scale = 60 / brand.logo.height
            self.first.set_row(0, 48)
            self.first.insert_image(0, 3, "logo.png", {
                "image_data": BytesIO(brand.logo.png), "x_scale": scale, "y_scale": scale,
                "description": brand.name,
            })  # fmt: skip
        self._line(e.title, bold=True, font_size=20, font_color=brand.ink)
        self._line(e.kind, font_color="#5b6578")
        self._line(e.say(e.report.headline), font_size=13)
        self._line(e.days, bold=True)
        self._line(e.accounts)
        for words in (*e.warnings, e.made):
            self._line(words, font_color="#5b6578")
        for block in grouped(e.blocks):
            self._put(block)

    def _put(self, block: Block | tuple[Figure, ...]) -> None:
        e = self.edition
        match block:
            case tuple():
                self._figures(block)
            case Heading():
                self.row += 1
                size = 14 if block.level == 1 else 12
                self._line(e.say(block.text), bold=True, font_size=size)
                if block.sentence is not None:
                    self._line(e.say(block.sentence))
            case Note():
                for words in block.sentences:
                    self._line(("• " if block.listed else "") + e.say(words))
            case Verdict():
                self._verdict(block)
            case Chart() | Table():
                self._numbers(block)

    def _line(self, text: str, **look: object) -> None:
        self.first.write_string(self.row, 0, text, self._format(**look))
        self.row += 1

    def _figures(self, figures: tuple[Figure, ...]) -> None:
        e = self.edition
        for figure in figures:
            self.first.write_string(self.row, 0, e.say(figure.label), self._format())
            if figure.number is None:
                self.first.write_string(self.row, 1, e.say(figure.value), self._format())
            else:
                self._number(self.first, (self.row, 1), figure.number, figure.unit, figure.currency)
            if figure.change is not None:
                self.first.write_string(self.row, 2, e.say(figure.change), self._format())
            source = self._format(font_color="#5b6578")
            self.first.write_string(self.row, 3, e.source(figure.origin), source)
            self.row += 1

    def _verdict(self, block: Verdict) -> None:
        e = self.edition
        self.first.write_string(self.row, 0, e.say(block.word), self._format(bold=True))
        if block.probability is not None:
            look = self._format(num_format="0%", bold=True)
            self.first.write_number(self.row, 1, _shown(block.probability), look)
        self.first.write_string(self.row, 2, e.say(block.sentence), self._format())
        source = self._format(font_color="#5b6578")
        self.first.write_string(self.row, 3, e.source(block.origin), source)
        self.row += 1
        for words in block.details:
            self._line(e.say(words))

    def _numbers(self, block: Chart | Table) -> None:
        """Write a table on a sheet of its own, with its chart, and point to it."""
        e = self.edition
        title = e.say(block.title)
        sheet = self._sheet(title)
        table = e.table(block)
        sheet.write_string(0, 0, title, self._format(bold=True, font_size=14))
        if isinstance(block, Chart):
            sheet.write_string(1, 0, e.say(block.summary), self._format())
        sheet.write_string(2, 0, e.source(block.origin), self._format(font_color="#5b6578"))
        self._rows(sheet, table, top=4)
        sheet.freeze_panes(5, 1)
        if isinstance(block, Chart) and not table.frame.empty:
            self._native(sheet, block, table)
        where = e.say(msg("{title}: sheet {sheet}", title=title, sheet=sheet.get_name()))
        self._line(where, font_color="#5b6578")

    def _rows(self, sheet: Worksheet, table: ChartTable, *, top: int) -> None:
        head = self._format(bold=True, bottom=1, text_wrap=True, valign="bottom")
        worded = table.worded(self.edition.t)
        for x, (name, column) in enumerate(table.columns.items()):
            heading = self.edition.say(column.label)
            sheet.write_string(top, x, heading, head)
            words = [heading, *(str(cell) for cell in worded.iloc[:, x])]
            longest = max(sum(2 if ord(c) > 0x2E80 else 1 for c in text) for text in words)
            sheet.set_column(x, x, min(max(longest + 2, NARROWEST), WIDEST))
            for y, value in enumerate(table.frame[name].tolist(), start=top + 1):
                self._cell(sheet, (y, x), value, _of_row(column, table, y - top - 1))

    def _cell(
        self, sheet: Worksheet, at: tuple[int, int], value: object, column: TableColumn
    ) -> None:
        if isinstance(value, pd.Timestamp):
            look = self._format(num_format=_DAY, align="left")
            sheet.write_datetime(*at, value.to_pydatetime(), look)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            # Missing is an empty cell, never 0.
            if not math.isfinite(value):
                return
            if column.probability:
                sheet.write_number(*at, _shown(value), self._format(num_format="0%"))
                return
            self._number(sheet, at, value, column.unit or Unit.NUMBER, column.currency)
        elif value is not None and value is not pd.NaT:
            sheet.write_string(*at, str(value), self._format())

    def _number(
        self,
        sheet: Worksheet,
        at: tuple[int, int],
        value: float,
        unit: Unit,
        currency: str | None,
    ) -> None:
        if unit is Unit.SECONDS:
            # Workbooks count time in days.
            look = self._format(num_format="[h]:mm:ss")
            sheet.write_number(*at, value / SECONDS_OF_A_DAY, look)
            return
        look = self._format(num_format=number_format(value, unit, currency))
        sheet.write_number(*at, value, look)

    def _native(self, sheet: Worksheet, block: Chart, table: ChartTable) -> None:
        bars = block.shape is Shape.BARS
        chart = self.book.add_chart({"type": "bar" if bars else "line"})
        names = list(table.columns)
        last = 4 + len(table.frame)
        for line in block.lines or tuple(names[1:]):
            x = names.index(line)
            chart.add_series({
                "name": [sheet.get_name(), 4, x],
                "categories": [sheet.get_name(), 5, 0, last, 0],
                "values": [sheet.get_name(), 5, x, last, x],
            })  # fmt: skip
        dates = pd.api.types.is_datetime64_any_dtype(table.frame[names[0]])
        # Rows stand newest first and bars top down; axes begin at the other end.
        chart.set_x_axis({"date_axis": dates, "num_format": _DAY} if dates else {})
        if bars:
            chart.set_y_axis({"reverse": True})
            chart.set_legend({"none": True})
        chart.set_title({"name": self.edition.say(block.title), "name_font": {"size": 12}})
        chart.show_blanks_as("gap")
        chart.set_size({"width": 760, "height": 380})
        description = {"description": self.edition.say(block.summary)}
        sheet.insert_chart(4, len(names) + 1, chart, description)

    def _sheet(self, title: str) -> Worksheet:
        plain = _FORBIDDEN.sub(" ", title).strip()[:LONGEST_NAME] or "-"
        name, count = plain, 1
        while name.casefold() in self._names:
            count += 1
            name = f"{plain[: LONGEST_NAME - 4]} ({count})"
        self._names.add(name.casefold())
        return self.book.add_worksheet(name)

    def _format(self, **look: object) -> CellFormat:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(dict(look))
        return self._formats[key]


def _of_row(column: TableColumn, table: ChartTable, row: int) -> TableColumn:
    """Return a column as it counts in one row: rows of different things have their own units."""
    if column.words is None or "unit" not in table.frame:
        return column
    currency = table.frame["currency"].iloc[row]
    return replace(
        column,
        unit=Unit(table.frame["unit"].iloc[row]),
        currency=currency if isinstance(currency, str) else None,
    )


def number_format(value: float, unit: Unit, currency: str | None = None) -> str:
    """Return the format of a number in a workbook.

    Parameters
    ----------
    value : float
        Decides how many places are shown.
    unit : Unit
        What it counts.
    currency : str or None
        ISO 4217 code of money.

    Returns
    -------
    str
        In the format's own language.
    """
    if unit is Unit.SHARE:
        return "0.0%" if abs(value) >= 0.1 else "0.00%"
    if unit is Unit.MONEY:
        code = currency if currency is not None and currency.isalpha() else ""
        places = "#,##0" if abs(value) >= 1000 else "#,##0.00"
        return "[$" + code + "] " + places if code else places
    if unit is Unit.COUNT:
        return "#,##0" if abs(value) >= 100 or float(value).is_integer() else "#,##0.0"
    return "#,##0.0" if abs(value) >= 10 else "#,##0.00"


def _shown(probability: float) -> float:
    """Return a probability as it is told: draws tell no more than 1 to 99 in 100."""
    return min(max(probability, 0.01), 0.99)
