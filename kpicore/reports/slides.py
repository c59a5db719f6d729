"""A report as PowerPoint slides: native text and tables, charts as crisp pictures.

Blocks flow down the slides; what does not fit goes on under the same title. Heights of texts are
estimated from their letters, generously, because only the program that shows them knows them.
"""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from math import ceil

from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from kpicore.language import LANGUAGES
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
from kpicore.reports.edition import MOST_ROWS, Edition
from kpicore.reports.pictures import WIDTH as PAPER
from kpicore.reports.pictures import png, still
from kpicore.reports.slide_shapes import (
    FAINT,
    HEIGHT,
    LEFT,
    TONES,
    WIDTH,
    Grid,
    Pen,
    Place,
    Style,
    text_height,
)

TOP, FOOT = 1.35, 6.85
"""Inches between which blocks stand."""
ROOM = FOOT - TOP
GAP = 0.18
CARD_HEIGHT, CARDS = 1.6, 4
LEAST_PICTURE = 2.6
"""Inches: a lower chart is drawn on a slide of its own."""
ROW_HEIGHT, LEAST_ROWS = 0.32, 4

BODY, STRONG, SMALL = Style(size=14), Style(size=15, bold=True), Style(size=10, colour=FAINT)
PIXELS = 1080
"""Width of a chart's picture: slides are wider than paper."""
BARS_WIDTH = 8.0
"""Inches of a chart of bars: two of a few bars stand on one slide."""
WIDER = 1.15
"""Room for fonts that are wider than ours: a wrapped date is hard to read."""
SCALE = 2.0
"""Pixels per point of a chart's picture: sharp on a projector, and files stay small."""
FIRST_TIME = (1980, 1, 1, 0, 0, 0)
"""Time of every part inside the file: the first one that the format knows."""


def write(edition: Edition) -> bytes:
    """Write a report as slides.

    Parameters
    ----------
    edition : Edition
        The report in its language.

    Returns
    -------
    bytes
        The file; its time is the day of the report.
    """
    deck = _Deck(edition)
    deck.cover()
    for block in grouped(edition.blocks):
        deck.put(block)
    return deck.saved()


class _Deck:
    """Slides that grow: where the next block stands, and the title that it stands under."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = Inches(WIDTH), Inches(HEIGHT)
        self.pen = Pen(self.file, LANGUAGES[edition.language].html)
        self.y = TOP
        self.title = ""
        self.ink = edition.report.branding.ink

    def cover(self) -> None:
        e, brand = self.edition, self.edition.report.branding
        pen = self.pen
        pen.new_slide(e.title, at=(LEFT, 2.3), style=Style(size=40, bold=True, colour=self.ink))
        pen.box(Place(LEFT, 1.9, 1.7, 0.08), fill=brand.colour)
        if e.kind != e.title:
            pen.text(e.kind, Place(LEFT, 1.35, 8, 0.4), Style(size=16, colour=FAINT))
        pen.text(e.say(e.report.headline), Place(LEFT, 3.5, 10.5, 1.4), Style(size=20))
        pen.text(e.days, Place(LEFT, 5.35, 11, 0.35), Style(size=14, bold=True))
        pen.text(e.accounts, Place(LEFT, 5.7, 11, 0.6), Style(size=14, colour=FAINT))
        words = " · ".join([*e.warnings, e.made])
        pen.text(words, Place(LEFT, 6.75, 11.5, 0.35), Style(size=11, colour=FAINT))
        if brand.logo is not None:
            shape = brand.logo.width / brand.logo.height
            high = min(1.0, 3.2 / shape)
            pen.picture(brand.logo.png, WIDTH - LEFT - high * shape, 0.6, high * shape, brand.name)
        self.title = e.title

    def put(self, block: Block | tuple[Figure, ...]) -> None:
        match block:
            case tuple():
                self._figures(block)
            case Heading():
                self._heading(block)
            case Chart():
                self._chart(block)
            case Table():
                self._table(block)
            case Verdict():
                self._verdict(block)
            case Note():
                self._note(block)

    def saved(self) -> bytes:
        e = self.edition
        facts = self.file.core_properties
        facts.title, facts.author = e.title, e.report.branding.author or "Goalpost"
        facts.last_modified_by, facts.revision = "Goalpost", 1
        facts.created = facts.modified = facts.last_printed = e.moment.replace(tzinfo=None)
        target = BytesIO()
        self.file.save(target)
        return frozen(target.getvalue())

    def _slide(self, title: str) -> None:
        e = self.edition
        self.title, self.y = title, TOP
        self.pen.new_slide(title, at=(LEFT, 0.45), style=Style(size=26, bold=True, colour=self.ink))
        self.pen.box(Place(0, 0, WIDTH, 0.09), fill=e.report.branding.colour)
        foot = " · ".join([e.running, e.made])
        small = Style(size=9, colour=FAINT)
        self.pen.text(foot, Place(LEFT, 7.05, 11, 0.3), small)
        number = Place(WIDTH - LEFT - 1, 7.05, 1, 0.3)
        self.pen.text(str(self.pen.slides), number, replace(small, right=True))

    def _reserve(self, height: float) -> None:
        """Begin a further slide under the same title where there is too little room."""
        if self.y > TOP and self.y + min(height, ROOM) > FOOT:
            self._slide(self.title)

    def _write(self, text: str, style: Style, *, width: float | None = None) -> None:
        room = WIDTH - 2 * LEFT if width is None else width
        high = text_height(text, style, room)
        self._reserve(high)
        self.pen.text(text, Place(LEFT, self.y, room, high), style)
        self.y += high

    def _heading(self, block: Heading) -> None:
        text = self.edition.say(block.text)
        if block.level == 1:
            self._slide(text)
        else:
            self._reserve(1.4)
            self._write(text, STRONG)
        if block.sentence is not None:
            self._write(self.edition.say(block.sentence), BODY)
            self.y += GAP

    def _figures(self, figures: tuple[Figure, ...]) -> None:
        e = self.edition
        for first in range(0, len(figures), CARDS):
            row = figures[first : first + CARDS]
            self._reserve(CARD_HEIGHT)
            width = (WIDTH - 2 * LEFT - GAP * (len(row) - 1)) / len(row)
            for place, figure in enumerate(row):
                lines = [
                    (e.say(figure.label), Style(size=12, colour=FAINT)),
                    (e.say(figure.value), Style(size=28, bold=True)),
                ]
                if figure.change is not None:
                    lines.append((e.say(figure.change), Style(size=11, colour=TONES[figure.tone])))
                lines.append((e.source(figure.origin), Style(size=8, colour=FAINT)))
                self.pen.card(
                    Place(LEFT + place * (width + GAP), self.y, width, CARD_HEIGHT), lines
                )
            self.y += CARD_HEIGHT + GAP

    def _verdict(self, block: Verdict) -> None:
        e, colour = self.edition, TONES[block.tone]
        odds = "" if block.probability is None else e.t.probability(block.probability)
        lines = [
            ("  ".join(part for part in (odds, e.say(block.word)) if part),
             Style(size=28, bold=True, colour=colour)),
            (e.say(block.sentence), Style(size=16)),
            *((e.say(words), Style(size=12)) for words in block.details),
            (e.source(block.origin), Style(size=9, colour=FAINT)),
        ]  # fmt: skip
        width = WIDTH - 2 * LEFT
        high = 0.3 + sum(text_height(words, style, width - 0.6) for words, style in lines)
        self._reserve(high)
        self.pen.card(Place(LEFT, self.y, width, high), lines, mark=colour)
        self.y += high + GAP

    def _chart(self, block: Chart) -> None:
        e = self.edition
        bars = block.shape is Shape.BARS
        width = PAPER if bars else PIXELS
        drawn = still(block.draw(e.chart_t), e.fonts, height=block.height, width=width)
        data = png(drawn, scale=SCALE)
        with Image.open(BytesIO(data)) as picture:
            shape = picture.width / picture.height
        summary, source = e.say(block.summary), e.source(block.origin)
        room = WIDTH - 2 * LEFT
        words = text_height(summary, BODY, room) + text_height(source, SMALL, room)
        title = text_height(e.say(block.title), STRONG, room)
        whole = (BARS_WIDTH if bars else room) / shape
        self._reserve(title + min(LEAST_PICTURE, whole) + words)
        self._write(e.say(block.title), STRONG)
        high = min(FOOT - self.y - words, whole)
        self.pen.picture(data, LEFT, self.y, high * shape, summary)
        self.y += high
        self._write(summary, BODY)
        self._write(source, SMALL)
        self.y += GAP

    def _table(self, block: Table) -> None:
        e = self.edition
        heads, rows, numeric = e.rows(block)
        room = WIDTH - 2 * LEFT
        wide = [name in block.wide for name in block.names(e.t)]
        shares = _shares(heads, rows, wide, room)
        high = [_row_height(row, shares) for row in rows[:MOST_ROWS]]
        left = list(range(len(high)))
        while left:
            title = e.say(block.title)
            least = sum(high[i] for i in left[:LEAST_ROWS])
            self._reserve(0.9 + least)
            self._write(title, STRONG)
            space = FOOT - self.y - 0.35 - _row_height(heads, shares)
            fit = max(_fitting([high[i] for i in left], space), 1)
            # The rows are shared out evenly, so that the last slide does not hold one alone.
            taken = left[: ceil(len(left) / ceil(len(left) / fit))]
            grid = Grid(
                rows=[heads, *(rows[i] for i in taken)],
                widths=shares,
                heights=[_row_height(heads, shares), *(high[i] for i in taken)],
                numeric=numeric,
            )
            made = self.pen.table((LEFT, self.y), grid, title)
            self.y += made
            left = left[len(taken) :]
            self._write(e.source(block.origin), SMALL)
            self.y += GAP
        if len(rows) > MOST_ROWS:
            self._write(e.say(msg("The workbook holds all rows.")), SMALL)

    def _note(self, block: Note) -> None:
        style = Style(size=11, colour=FAINT) if block.small else BODY
        for words in block.sentences:
            text = self.edition.say(words)
            self._write(f"•  {text}" if block.listed else text, style)
        self.y += GAP


def _shares(heads: list[str], rows: list[list[str]], wide: list[bool], room: float) -> list[float]:
    """Return the widths of columns: as their words need, long texts taking what is left."""
    style = Style(size=11)
    needs = [
        WIDER * max(style.width(text) for text in (heads[i], *(row[i] for row in rows))) + 0.3
        for i in range(len(heads))
    ]
    needs = [min(need, room * 0.45) for need in needs]
    fixed = sum(need for need, is_wide in zip(needs, wide, strict=True) if not is_wide)
    if any(wide):
        rest = max((room - fixed) / sum(wide), 2.0)
        needs = [rest if is_wide else need for need, is_wide in zip(needs, wide, strict=True)]
    total = sum(needs)
    return [need * room / total for need in needs]


def _row_height(row: list[str], widths: list[float]) -> float:
    style = Style(size=11)
    lines = max(
        ceil(style.width(text) / max(width - 0.2, 0.3))
        for text, width in zip(row, widths, strict=True)
    )
    return ROW_HEIGHT + 0.18 * (max(lines, 1) - 1)


def _fitting(heights: list[float], space: float) -> int:
    """Return how many rows fit into a space."""
    count, used = 0, 0.0
    for high in heights:
        used += high
        if used > space:
            break
        count += 1
    return count


def frozen(data: bytes) -> bytes:
    """Return an Office file whose parts all carry one time, so that its bytes do not change.

    Parameters
    ----------
    data : bytes
        A zip archive.

    Returns
    -------
    bytes
        The same parts in the same order.
    """
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w") as kept:
        for part in source.infolist():
            info = zipfile.ZipInfo(part.filename, FIRST_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(info, source.read(part))
    return target.getvalue()
