"""A report in one language and for one kind of file: what every writer asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time

from kpicore.charts.tables import ChartTable
from kpicore.language import Translator, translator
from kpicore.messages import alone, msg
from kpicore.reports.blocks import Block, Chart, Origin, Table, Words
from kpicore.reports.fonts import Faces, faces
from kpicore.reports.report import KIND_WORDS, Paper, Report
from kpicore.reports.sources import origin_line

MOST_ROWS = 40
"""Rows of a table on paper and slides; workbooks hold all of them."""

LANGUAGE_NAMES = {"en": msg("English"), "ko": msg("Korean"), "zh": msg("Chinese")}
"""Names that stand in any language: a language's own name has letters that may be missing."""


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A report in one language.

    Attributes
    ----------
    report : Report
        What is said.
    language : str
        The language asked for.
    paper : Paper
        Size of its pages, where it has any.
    drawn : bool
        Whether its letters are drawn by this machine, not by the reader's: then a language whose
        letters are missing here gives way to English.
    fonts : Faces
        Of this machine.
    """

    report: Report
    language: str
    paper: Paper = Paper.A4
    drawn: bool = False
    fonts: Faces

    @classmethod
    def of(
        cls, report: Report, language: str, *, paper: Paper = Paper.A4, drawn: bool = False
    ) -> Edition:
        """Return the edition that this machine can make."""
        return cls(
            report=report, language=language, paper=paper, drawn=drawn, fonts=faces(language)
        )

    @property
    def t(self) -> Translator:
        """Words everything that is text."""
        return translator(self.fonts.language if self.drawn else self.language)

    @property
    def chart_t(self) -> Translator:
        """Words what stands inside pictures, which this machine always draws."""
        return translator(self.fonts.language)

    def say(self, words: Words) -> str:
        """Word a sentence; letters that cannot be drawn give way to one sign."""
        text = " ".join(self.t(words).split())
        return self.fonts.legible(text) if self.drawn else text

    def source(self, origin: Origin) -> str:
        """Return the line under a block: where it comes from, and its days."""
        return self.say(origin_line(origin))

    def rows(self, block: Table | Chart) -> tuple[list[str], list[list[str]], list[bool]]:
        """Return a table as text.

        Parameters
        ----------
        block : Table or Chart
            The block that brings it.

        Returns
        -------
        tuple
            Headings, rows, and whether each column holds numbers.
        """
        table = self.table(block)
        worded = table.worded(self.t)
        heads = [self.say(str(name)) for name in worded.columns]
        cells = [[self.say(str(cell)) for cell in row] for row in worded.to_numpy().tolist()]
        return heads, cells, [name in table.numeric for name in table.columns]

    def table(self, block: Table | Chart) -> ChartTable:
        """Return the numbers of a block."""
        return block.numbers(self.t)

    @property
    def title(self) -> str:
        """Its name."""
        return self.say(self.report.title)

    @property
    def kind(self) -> str:
        """What kind of report it is."""
        return self.say(KIND_WORDS[self.report.kind])

    @property
    def running(self) -> str:
        """What stands at the top of its pages: whose it is, and its kind or title."""
        name = self.say(self.report.branding.name)
        rest = self.title if self.report.branding.title else self.kind
        return f"{name} · {rest}" if name else rest

    @property
    def days(self) -> str:
        """The days that it speaks of."""
        return self.t.period(self.report.period)

    @property
    def accounts(self) -> str:
        """The accounts that it speaks of."""
        return self.say(alone(self.report.accounts))

    @property
    def made(self) -> str:
        """Who made it when."""
        author, day = self.report.branding.author, self.report.made_on
        if author:
            return self.say(msg("{author} · {day} · made with Goalpost", author=author, day=day))
        return self.say(msg("{day} · made with Goalpost", day=day))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What must be said first: invented data, missing letters."""
        found = []
        if self.report.made_up:
            found.append(msg("Made-up data"))
        if self.fonts.missing and self.drawn:
            found.append(
                msg(
                    "This file is in English: no font on this machine has the letters of "
                    "{language}. The web page and the workbook can be made in it.",
                    language=LANGUAGE_NAMES[self.language],
                )
            )
        elif self.fonts.missing:
            found.append(
                msg("The charts are in English: no font on this machine has the letters they need.")
            )
        return tuple(self.say(words) for words in found)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks, the method last."""
        return (*self.report.blocks, *self.report.method)

    @property
    def moment(self) -> datetime:
        """The moment that files carry: the day of the report, so that bytes do not change."""
        return datetime.combine(self.report.made_on, time(), tzinfo=UTC)
