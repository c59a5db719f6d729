"""What a review is: a span of days, five questions, what the numbers say, and what is decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isfinite

from kpicore.messages import Message
from kpicore.periods import Period
from kpicore.units import Unit

LONGEST_TEXT = 500
"""Characters of a decision: longer ones are notes."""


class ReviewKind(StrEnum):
    """How often a review comes round."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Question(StrEnum):
    """What a review asks, in this order."""

    FORMATS = "formats"
    FOLLOWERS = "followers"
    CONVERSION = "conversion"
    GOALS = "goals"
    CHANGE = "change"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPeriod:
    """The days that a review speaks of.

    Attributes
    ----------
    kind : ReviewKind
        A week or a calendar month.
    days : Period
        All of them; a review may begin before the last one is over.
    """

    kind: ReviewKind
    days: Period

    def known_until(self, last_day: date) -> Period | None:
        """Return the part that the data reach, None where they end before it."""
        return self.days.clipped(self.days.first, last_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sentence of a review with the number that it speaks of.

    Attributes
    ----------
    question : Question
        What it answers.
    sentence : Message
        In words.
    value : float or None
        The number; None where the sentence says why there is none.
    unit : Unit
        What it counts.
    goal_id : str
        The goal that it speaks of; empty for none.
    """

    question: Question
    sentence: Message
    value: float | None = None
    unit: Unit = Unit.COUNT
    goal_id: str = ""

    def __post_init__(self) -> None:
        if self.value is not None and not isfinite(self.value):
            raise ValueError(f"A finding's number must be finite, got {self.value}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewNote:
    """What somebody observed, as it stood when the review was closed.

    Attributes
    ----------
    day : date
        The day it speaks of.
    text, author : str
        What was observed, and by whom.
    question : Question or None
        The question under which it was written.
    """

    day: date
    text: str
    author: str
    question: Question | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is to change.

    Attributes
    ----------
    text : str
        In the reader's words, not empty.
    owner : str
        Who sees to it; may be empty.
    due : date or None
        Until when.
    goal_id : str
        The goal that it serves; empty for none.
    """

    text: str
    owner: str = ""
    due: date | None = None
    goal_id: str = ""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("A decision needs words.")
        if len(self.text) > LONGEST_TEXT:
            raise ValueError(f"A decision has at most {LONGEST_TEXT} characters.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review, open or closed.

    Attributes
    ----------
    review_id : str
        Stable identity; empty before it is saved.
    period : ReviewPeriod
        Kind and days.
    account_ids : tuple of str
        Accounts it speaks of.
    account_names : tuple of str
        What they were called then.
    started_on : date
        When its first decision was written.
    closed_on : date or None
        When it was closed; None while it is open.
    findings : tuple of Finding
        What the numbers said when it was closed; empty while it is open.
    notes : tuple of ReviewNote
        What people had observed by then.
    decisions : tuple of Decision
        What shall change, in the order in which it was written.
    version : int
        Counts saved changes.
    """

    review_id: str = ""
    period: ReviewPeriod
    account_ids: tuple[str, ...]
    account_names: tuple[str, ...] = ()
    started_on: date
    closed_on: date | None = None
    findings: tuple[Finding, ...] = ()
    notes: tuple[ReviewNote, ...] = ()
    decisions: tuple[Decision, ...] = ()
    version: int = 0

    @property
    def closed(self) -> bool:
        """Whether it can only be read."""
        return self.closed_on is not None

    def of_question(self, question: Question) -> tuple[Finding, ...]:
        """Return the findings that answer a question."""
        return tuple(f for f in self.findings if f.question is question)
