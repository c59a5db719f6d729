"""What a sudden change is: days unlike the others, or a level that moved and stayed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pandas as pd

FALSE_ALARMS = 0.01
"""Share of days that are named although nothing happened."""

NEXT_DAYS = 2
"""Odd days so near to each other are one change."""


class ChangeKind(StrEnum):
    """What a sudden change looks like."""

    ABOVE = "above"
    """Days far above what was expected."""
    BELOW = "below"
    """Days far below it."""
    RISE = "rise"
    """A level that rose and stayed."""
    FALL = "fall"
    """A level that fell and stayed."""

    @property
    def up(self) -> bool:
        """Whether it is more than expected."""
        return self in (ChangeKind.ABOVE, ChangeKind.RISE)

    @property
    def stays(self) -> bool:
        """Whether it is a level."""
        return self in (ChangeKind.RISE, ChangeKind.FALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuddenChange:
    """One sudden change of one metric.

    Attributes
    ----------
    metric : str
        What changed; of followers the daily gain is meant.
    kind : ChangeKind
        What it looks like.
    first, last : date
        Its days; of a level, the two weeks by which it was seen.
    value, expected : float
        What the days brought in all, and were expected to; of a level per day, after and before.
    p_value : float
        How often an ordinary day would be named for as much.
    missing : int
        Days just before, or among them, of which nothing is known.
    """

    metric: str
    kind: ChangeKind
    first: date
    last: date
    value: float
    expected: float
    p_value: float
    missing: int = 0

    @property
    def days(self) -> int:
        """Number of days from first to last."""
        return (self.last - self.first).days + 1

    @property
    def effect(self) -> float:
        """Relative difference to what was expected; NaN where that is not above zero."""
        return self.value / self.expected - 1.0 if self.expected > 0 else float("nan")


def change_frame(changes: tuple[SuddenChange, ...]) -> pd.DataFrame:
    """Return changes as a table: metric, kind, first, last, value, expected, effect, p_value."""
    names = ("metric", "kind", "first", "last", "value", "expected", "effect", "p_value")
    frame = pd.DataFrame({n: [getattr(c, n) for c in changes] for n in names})
    return frame.assign(first=pd.to_datetime(frame["first"]), last=pd.to_datetime(frame["last"]))
