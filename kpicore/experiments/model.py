"""What an experiment is: variants, what was measured of each, when it was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isfinite
from types import MappingProxyType

from kpicore.errors import ExperimentError
from kpicore.experiments.measures import MEASURES, ExperimentMeasure
from kpicore.messages import Message, msg

FEWEST_VARIANTS, MOST_VARIANTS = 2, 5
MOST_ROWS = 2000
"""Posts or days of one experiment; years of daily posts."""
LONGEST_NAME = 80
"""Characters of the name of an experiment or variant."""
USUAL_WORTH = 0.1
"""A tenth more: below it few would change how they work."""


class Varied(StrEnum):
    """What differs between the variants; kept in the database, never renamed."""

    CAPTION = "caption"
    THUMBNAIL = "thumbnail"
    EFFECT = "effect"
    SLOT = "slot"
    OTHER = "other"


class Design(StrEnum):
    """How the variants were shown; kept in the database, never renamed."""

    SPLIT = "split"
    """The platform showed them side by side to different people."""
    POSTS = "posts"
    """Each post had one of them."""
    DAYS = "days"
    """Each day had one of them, in turn."""


class Stopping(StrEnum):
    """How the end is decided; kept in the database, never renamed."""

    ONCE = "once"
    """It is over; the results are looked at once."""
    PLANNED = "planned"
    """It ends at a size that was set before; it may be looked at on the way."""
    OPEN = "open"
    """It is looked at whenever somebody likes, and ends when it is clear."""


VARIED_WORDS: Mapping[Varied, Message] = MappingProxyType(
    {
        Varied.CAPTION: msg("Caption"),
        Varied.THUMBNAIL: msg("Thumbnail"),
        Varied.EFFECT: msg("Video effect"),
        Varied.SLOT: msg("Posting time"),
        Varied.OTHER: msg("Something else"),
    }
)
DESIGN_WORDS: Mapping[Design, Message] = MappingProxyType(
    {
        Design.SPLIT: msg("Side by side, to different people"),
        Design.POSTS: msg("Each post has one variant"),
        Design.DAYS: msg("Each day has one variant"),
    }
)
STOPPING_WORDS: Mapping[Stopping, Message] = MappingProxyType(
    {
        Stopping.ONCE: msg("It is over"),
        Stopping.PLANNED: msg("At a size planned before"),
        Stopping.OPEN: msg("When it is clear"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was measured of one variant: in all, on one post or on one day.

    Attributes
    ----------
    variant : str
        Name of the variant.
    day : date or None
        When; None where it is not told.
    wins : float
        For rates how often it worked, else the amount; at least 0.
    tries : float or None
        For rates how often it was tried, above 0 and at least `wins`; None for amounts.
    """

    variant: str
    day: date | None = None
    wins: float
    tries: float | None = None

    def __post_init__(self) -> None:
        numbers = (self.wins,) if self.tries is None else (self.wins, self.tries)
        if not all(isfinite(n) and n >= 0 for n in numbers):
            raise ValueError(f"{numbers} of {self.variant!r} are no numbers of at least 0.")
        if self.tries is not None and not 0 < self.tries >= self.wins:
            raise ValueError(f"{self.wins} of {self.tries} tries of {self.variant!r} are no rate.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A moment at which the results were looked at.

    Attributes
    ----------
    day : date
        When.
    size : float
        How much had been collected; see `Experiment.size`.
    """

    day: date
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """Variants and what was measured of them.

    Attributes
    ----------
    experiment_id : str
        Stable identity; empty before it is saved.
    name : str
        In the user's words.
    account_ids : tuple of str
        Accounts on which it runs.
    varied : Varied
        What differs.
    measure : str
        Key of `MEASURES`.
    design : Design
        How the variants were shown.
    variants : tuple of str
        Two to five names; the first is the usual one, which the others are held against.
    rows : tuple of Row
        What was measured; empty while it is planned.
    worth : float
        Smallest relative difference worth having, 0.1 for a tenth; above 0.
    stopping : Stopping
        How the end is decided.
    planned : float or None
        With `Stopping.PLANNED` the size at which it ends; see `size`.
    looks : tuple of Look
        When its results were looked at, oldest first; the last one is what `rows` hold.
    version : int
        Counts saved changes.

    Raises
    ------
    ExperimentError
        If it makes no sense.
    """

    experiment_id: str = ""
    name: str
    account_ids: tuple[str, ...]
    varied: Varied
    measure: str
    design: Design
    variants: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    worth: float = USUAL_WORTH
    stopping: Stopping = Stopping.ONCE
    planned: float | None = None
    looks: tuple[Look, ...] = ()
    version: int = 0

    def __post_init__(self) -> None:
        _check_names(self)
        if self.measure not in MEASURES:
            raise ValueError(f"{self.measure!r} is no measure of experiments.")
        if not (isfinite(self.worth) and self.worth > 0):
            raise ExperimentError(
                msg("The smallest difference worth having has to be above 0; try 10 %.")
            )
        if self.stopping is Stopping.PLANNED and not (self.planned or 0.0) > 0:
            raise ExperimentError(
                msg("Say at what size the experiment ends, or choose another way to end it.")
            )
        if len(self.rows) > MOST_ROWS:
            raise ExperimentError(
                msg(
                    "The experiment has {rows} rows; at most {most} can be compared. Add them up "
                    "per day.",
                    rows=len(self.rows),
                    most=MOST_ROWS,
                )
            )
        rate = self.defined.is_rate
        for row in self.rows:
            if row.variant not in self.variants or (row.tries is not None) != rate:
                raise ValueError(f"{row} does not belong to {self.name!r}.")

    @property
    def defined(self) -> ExperimentMeasure:
        """What the variants are compared by."""
        return MEASURES[self.measure]

    @property
    def size(self) -> float:
        """How much has been collected: tries where variants ran side by side, else rows."""
        if self.design is Design.SPLIT and self.defined.is_rate:
            return float(sum(row.tries or 0.0 for row in self.rows))
        return float(len(self.rows))

    def of(self, variant: str) -> tuple[Row, ...]:
        """Return the rows of a variant."""
        return tuple(row for row in self.rows if row.variant == variant)

    @property
    def days(self) -> tuple[date, ...]:
        """Return the days that rows tell, in order, each once."""
        return tuple(sorted({row.day for row in self.rows if row.day is not None}))


def _check_names(experiment: Experiment) -> None:
    if not experiment.name.strip() or len(experiment.name) > LONGEST_NAME:
        raise ExperimentError(
            msg(
                "The experiment needs a name of at most {most} characters, such as “Question in "
                "the first line”.",
                most=LONGEST_NAME,
            )
        )
    names = experiment.variants
    check_number(len(names))
    if len(set(names)) < len(names) or not all(n.strip() for n in names):
        raise ExperimentError(msg("Each variant needs a name of its own."))
    if any(len(n) > LONGEST_NAME for n in names):
        raise ExperimentError(
            msg("Names of variants have at most {most} characters.", most=LONGEST_NAME)
        )


def check_number(variants: int) -> None:
    """Refuse a number of variants that no experiment has.

    Parameters
    ----------
    variants : int
        How many.

    Raises
    ------
    ExperimentError
        If they are fewer than two or more than five.
    """
    if not FEWEST_VARIANTS <= variants <= MOST_VARIANTS:
        raise ExperimentError(
            msg(
                "There are {count} variants; an experiment has {fewest} to {most}. Each row needs "
                "the name of its variant.",
                count=variants,
                fewest=FEWEST_VARIANTS,
                most=MOST_VARIANTS,
            )
        )
