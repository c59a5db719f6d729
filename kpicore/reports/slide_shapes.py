"""Shapes of slides: texts, cards, pictures and tables, in inches."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from types import MappingProxyType
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.util import Emu, Inches, Pt

from kpicore.reports.blocks import Tone

WIDTH, HEIGHT, LEFT = 13.333, 7.5, 0.65
"""Inches of a slide, and of its margins at the sides."""
DARK, FAINT, RULE, SOFT = "#1b2130", "#5b6578", "#dfe3ea", "#f5f7fb"
TONES: Mapping[Tone, str] = MappingProxyType(
    {Tone.GOOD: "#19693f", Tone.FAIR: "#8a5a00", Tone.BAD: "#a12c24", Tone.NEUTRAL: DARK}
)
LINE_SPACING = 1.22
EAST_ASIAN: Mapping[str, str] = MappingProxyType(
    {"en": "Malgun Gothic", "ko": "Malgun Gothic", "zh-Hans": "Microsoft YaHei"}
)
"""Language to the font of its letters; where the reader has none, their program finds another."""
LATIN = "Calibri"
TAGS: Mapping[str, str] = MappingProxyType({"en": "en-US", "ko": "ko-KR", "zh-Hans": "zh-CN"})
TITLE_ONLY = 5
"""Layout with nothing but a title, which outlines and screen readers find."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a text looks.

    Attributes
    ----------
    size : float
        In points.
    bold : bool
        Whether it is bold.
    colour : str
        ``#rrggbb``.
    right : bool
        Whether it stands at the right.
    """

    size: float
    bold: bool = False
    colour: str = DARK
    right: bool = False

    def width(self, text: str) -> float:
        """Return about how many inches a text takes on one line."""
        ems = sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.57 for c in text)
        return ems * self.size / 72 * (1.06 if self.bold else 1.0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands on a slide.

    Attributes
    ----------
    x, y, width, height : float
        In inches, from the upper left corner.
    """

    x: float
    y: float
    width: float
    height: float

    @property
    def lengths(self) -> tuple[int, int, int, int]:
        """In the units of the file."""
        return Inches(self.x), Inches(self.y), Inches(self.width), Inches(self.height)


def text_height(text: str, style: Style, width: float) -> float:
    """Return about how many inches a text needs in a column.

    Parameters
    ----------
    text : str
        One paragraph.
    style : Style
        How it looks.
    width : float
        Of the column, in inches.

    Returns
    -------
    float
        With the space after it.
    """
    lines = max(1, ceil(style.width(text) / width))
    return lines * style.size * LINE_SPACING / 72 + 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table as it is drawn.

    Attributes
    ----------
    rows : sequence of rows
        Cells as text; the first row are the headings.
    widths, heights : sequence of float
        Of columns and rows, in inches.
    numeric : sequence of bool
        Whether a column stands at the right.
    """

    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    heights: Sequence[float]
    numeric: Sequence[bool]


class Pen:
    """Draws on the newest slide of a presentation.

    Parameters
    ----------
    file : Presentation
        Grows.
    language : str
        BCP 47 tag of its words.
    """

    def __init__(self, file: Presentation, language: str) -> None:
        self._file = file
        self._language = language
        self._slide: Any = None  # the library's shapes are untyped in parts

    @property
    def slides(self) -> int:
        """How many slides there are."""
        return len(self._file.slides)

    def new_slide(self, title: str, *, at: tuple[float, float], style: Style) -> None:
        """Begin a slide with a title."""
        self._slide = self._file.slides.add_slide(self._file.slide_layouts[TITLE_ONLY])
        shape = self._slide.shapes.title
        shape.left, shape.top = Inches(at[0]), Inches(at[1])
        shape.width, shape.height = Inches(WIDTH - 2 * LEFT), Inches(0.8)
        frame = shape.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
        # A long title gets smaller letters: it has two lines at most.
        size = style.size if style.width(title) < 2 * (WIDTH - 2 * LEFT) else style.size * 0.7
        fitted = Style(size=size, bold=style.bold, colour=style.colour)
        _no_margins(frame)
        self._fill(frame.paragraphs[0], title, fitted)

    def text(self, text: str, place: Place, style: Style) -> None:
        """Write a paragraph."""
        box = self._slide.shapes.add_textbox(*place.lengths)
        frame = box.text_frame
        frame.word_wrap = True
        _no_margins(frame)
        self._fill(frame.paragraphs[0], text, style)

    def box(self, place: Place, *, fill: str) -> None:
        """Draw a filled box without words."""
        shape = self._slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place.lengths)
        _paint(shape, fill, None)

    def card(
        self, place: Place, lines: Sequence[tuple[str, Style]], *, mark: str | None = None
    ) -> None:
        """Draw a card with lines of words, and perhaps a coloured mark at its left."""
        shape = self._slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place.lengths)
        _paint(shape, SOFT if mark else "#ffffff", None if mark else RULE)
        frame = shape.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
        frame.margin_left = Inches(0.25 if mark else 0.14)
        frame.margin_right = frame.margin_top = frame.margin_bottom = Inches(0.1)
        for number, (text, style) in enumerate(lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            self._fill(paragraph, text, style)
        if mark is not None:
            self.box(Place(place.x, place.y, 0.07, place.height), fill=mark)

    def picture(self, data: bytes, x: float, y: float, width: float, words: str) -> None:
        """Draw a picture; `words` are read in its place."""
        shape = self._slide.shapes.add_picture(
            BytesIO(data), Inches(x), Inches(y), width=Inches(width)
        )
        shape._element.nvPicPr.cNvPr.set("descr", words)

    def table(self, at: tuple[float, float], grid: Grid, words: str) -> float:
        """Draw a table whose first row are its headings; return its height."""
        place = Place(*at, sum(grid.widths), sum(grid.heights))
        size = (len(grid.rows), len(grid.widths))
        frame = self._slide.shapes.add_table(*size, *place.lengths)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", words)
        table = frame.table
        table.horz_banding = False
        for x, width in enumerate(grid.widths):
            table.columns[x].width = Inches(width)
        for y, row in enumerate(grid.rows):
            table.rows[y].height = Inches(grid.heights[y])
            for x, text in enumerate(row):
                cell = table.cell(y, x)
                cell.margin_left = cell.margin_right = Inches(0.08)
                cell.margin_top = cell.margin_bottom = Inches(0.03)
                cell.fill.solid()
                cell.fill.fore_color.rgb = _rgb(SOFT if y == 0 else "#ffffff")
                style = Style(size=11, bold=y == 0, right=grid.numeric[x])
                self._fill(cell.text_frame.paragraphs[0], text, style)
        return place.height

    def _fill(self, paragraph: Any, text: str, style: Style) -> None:  # Any: as above
        paragraph.alignment = PP_ALIGN.RIGHT if style.right else PP_ALIGN.LEFT
        run = paragraph.add_run()
        # Letters that XML cannot hold would make a file that does not open.
        run.text = "".join(c for c in text if c == "\t" or ord(c) >= 32)
        font = run.font
        font.size, font.bold, font.name = Pt(style.size), style.bold, LATIN
        font.color.rgb = _rgb(style.colour)
        marks = run._r.get_or_add_rPr()
        marks.set("lang", TAGS[self._language])
        other = marks.makeelement(qn("a:ea"), {"typeface": EAST_ASIAN[self._language]})
        marks.find(qn("a:latin")).addnext(other)


def _no_margins(frame: Any) -> None:  # Any: as above
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)


def _paint(shape: Any, fill: str, line: str | None) -> None:  # Any: as above
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(fill)
    shape.shadow.inherit = False
    if line is None:
        shape.line.fill.background()
    else:
        shape.line.color.rgb = _rgb(line)
        shape.line.width = Pt(0.75)


def _rgb(colour: str) -> RGBColor:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]  # so in the library
