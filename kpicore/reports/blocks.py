"""What a report is made of: headings, figures, charts, tables, verdicts and notes.

A block says what it says and where that comes from, never how it looks; each format draws all of
them. Words stay messages and charts stay functions until a language is known, so that one report
can be written in another one where a file has no letters for the first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from kpicore.charts.specification import Drawing
from kpicore.charts.tables import ChartTable
from kpicore.charts.theme import HEIGHT
from kpicore.goals.model import Status
from kpicore.goals.model import Verdict as GoalVerdict
from kpicore.language import Translator
from kpicore.messages import Message
from kpicore.periods import Period
from kpicore.units import Unit

Words: TypeAlias = Message | str
"""A sentence, or text that is final: a name."""
Numbers: TypeAlias = Callable[[Translator], ChartTable]


class Tone(StrEnum):
    """Whether something is good news; always told in words as well."""

    GOOD = "good"
    FAIR = "fair"
    BAD = "bad"
    NEUTRAL = "neutral"


VERDICT_TONES: Mapping[GoalVerdict, Tone] = MappingProxyType(
    {
        GoalVerdict.SAFE: Tone.GOOD,
        GoalVerdict.REALISTIC: Tone.GOOD,
        GoalVerdict.STRETCH: Tone.FAIR,
        GoalVerdict.UNLIKELY: Tone.BAD,
    }
)
STATUS_TONES: Mapping[Status, Tone] = MappingProxyType(
    {
        Status.TOO_EARLY: Tone.NEUTRAL,
        Status.AHEAD: Tone.GOOD,
        Status.ON_PACE: Tone.GOOD,
        Status.AT_RISK: Tone.FAIR,
        Status.OUT_OF_REACH: Tone.BAD,
        Status.REACHED: Tone.GOOD,
        Status.MISSED: Tone.BAD,
        Status.WAITING: Tone.NEUTRAL,
    }
)


class Shape(StrEnum):
    """How a workbook draws the numbers behind a chart as a chart of its own."""

    LINES = "lines"
    BARS = "bars"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where something comes from, and which days it speaks of.

    Attributes
    ----------
    words : Message or str
        How it was made, or which file told it.
    period : Period
        The days.
    """

    words: Words
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Opens a part of the report.

    Attributes
    ----------
    text : Message or str
        Its title.
    sentence : Message or str or None
        What the part says, in one sentence.
    level : int
        1 for a part, 2 inside of one.
    new_page : bool
        Whether it begins a page, where there are pages.
    """

    text: Words
    sentence: Words | None = None
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number; neighbours stand in a row.

    Attributes
    ----------
    label, value : Message or str
        What it is, and the number in words.
    origin : Origin
        Where it comes from.
    change : Message or str or None
        How it moved.
    tone : Tone
        Whether the move is good news.
    number : float or None
        The plain number, for workbooks.
    unit : Unit
        What `number` counts.
    currency : str or None
        ISO 4217 code of money.
    """

    label: Words
    value: Words
    origin: Origin
    change: Words | None = None
    tone: Tone = Tone.NEUTRAL
    number: float | None = None
    unit: Unit = Unit.COUNT
    currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing with its sentence and its numbers.

    Attributes
    ----------
    title : Message or str
        What is drawn.
    summary : Message or str
        What it shows, for those who do not look at it.
    origin : Origin
        Where the numbers come from.
    draw : callable
        Gives the chart in a language.
    numbers : callable
        Gives the table behind it in a language.
    shape : Shape
        How a workbook draws it.
    lines : tuple of str
        Columns of the table that a workbook draws; the first column of the table is the axis.
    height : int
        Pixels, at a width of `kpicore.reports.pictures.WIDTH`.
    """

    title: Words
    summary: Words
    origin: Origin
    draw: Callable[[Translator], Drawing]
    numbers: Numbers
    shape: Shape = Shape.LINES
    lines: tuple[str, ...] = ()
    height: int = HEIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Numbers in rows.

    Attributes
    ----------
    title : Message or str
        What they are.
    origin : Origin
        Where they come from.
    numbers : callable
        Gives the table in a language.
    wide : tuple of str
        Columns of long texts, which take the room that is left.
    """

    title: Words
    origin: Origin
    numbers: Numbers
    wide: tuple[str, ...] = ()

    def names(self, t: Translator) -> tuple[str, ...]:
        """Return the names of the columns in the frame."""
        return tuple(self.numbers(t).columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A judgement: how likely something is, in a number, a word and a sentence.

    Attributes
    ----------
    word : Message or str
        The judgement in a word.
    sentence : Message or str
        What is judged.
    origin : Origin
        What it rests on.
    probability : float or None
        In [0, 1]; None where none is known.
    tone : Tone
        Whether it is good news.
    details : tuple of Message or str
        What follows from it.
    """

    word: Words
    sentence: Words
    origin: Origin
    probability: float | None = None
    tone: Tone = Tone.NEUTRAL
    details: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Sentences, perhaps as a list.

    Attributes
    ----------
    sentences : tuple of Message or str
        At least one.
    listed : bool
        Whether each stands behind a bullet.
    small : bool
        Whether they are small print.
    """

    sentences: tuple[Words, ...]
    listed: bool = False
    small: bool = False

    def __post_init__(self) -> None:
        if not self.sentences:
            raise ValueError("A note needs a sentence.")


Block: TypeAlias = Heading | Figure | Chart | Table | Verdict | Note


def grouped(blocks: tuple[Block, ...]) -> tuple[Block | tuple[Figure, ...], ...]:
    """Put neighbouring figures together.

    Parameters
    ----------
    blocks : tuple of Block
        In the order of the report.

    Returns
    -------
    tuple
        Each block, with runs of figures as one tuple.
    """
    found: list[Block | tuple[Figure, ...]] = []
    for block in blocks:
        before = found[-1] if found else None
        if isinstance(block, Figure) and isinstance(before, tuple):
            found[-1] = (*before, block)
        elif isinstance(block, Figure):
            found.append((block,))
        else:
            found.append(block)
    return tuple(found)
