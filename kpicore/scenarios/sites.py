"""Where a lever acts, and what it may do there.

The uncertainty of a lever is drawn from a stream of its own, the same for every KPI, size and
goal: draw i of "as forecast" and draw i of a scenario are the same future, once without and once
with the lever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from statistics import NormalDist
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.messages import Message
from kpicore.scenarios.ground import Ground
from kpicore.scenarios.model import Lever, Pause
from kpicore.scenarios.parts import Part, Role

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What one lever does to one series.

    Attributes
    ----------
    factor : array of float or None
        A row per draw, a column per step: what the counts, or the growth of a level, are
        multiplied by.
    added : array of float or None
        Likewise: what is added to them.
    tilt : array of float or None
        Per step: what the values themselves are multiplied by, levels too.
    notes : tuple of Message
        What it rests on.
    """

    factor: Floats | None = None
    added: Floats | None = None
    tilt: Floats | None = None
    notes: tuple[Message, ...] = ()


NOTHING = Effect()


@dataclass(frozen=True, kw_only=True)
class Site:
    """Where a lever acts.

    Attributes
    ----------
    part : Part
        The series.
    ground : Ground
        The accounts.
    paused : array of float
        Share of each step on which nothing is posted.
    seed : int
        Of all streams.
    ordinal : int
        Number of the lever among those of its sort: two campaigns have streams of their own.
    """

    part: Part
    ground: Ground
    paused: Floats
    seed: int
    ordinal: int

    def rng(self, name: str) -> np.random.Generator:
        """Return a stream by name, at its beginning."""
        return np.random.default_rng([self.seed, crc32(name.encode()), self.ordinal])

    def shares(self, name: str) -> Floats:
        """Return numbers spread evenly over (0, 1), one per draw, in the stream's order."""
        size = self.part.size
        return self.rng(name).permutation((np.arange(size) + 0.5) / size)

    def normals(self, name: str) -> Floats:
        """Return standard normal numbers, one per draw, with exact quantiles."""
        return self.rng(name).permutation(_normal_quantiles(self.part.size))

    def covered(self, first: date | None, last: date | None) -> Floats:
        """Return the share of each step that lies in a span and after what is known."""
        return covered(self.part, max(first or self.ground.today, self.ground.today), last)

    def daily_counts(self) -> pd.Series | None:
        """Return the days on which the series' own past is read; growth follows the contacts."""
        part = self.part
        if part.gains or part.role is Role.GAINED:
            return self.ground.contacts
        if part.step_days == 1:
            return part.history
        days = pd.date_range(part.history.index[0], periods=len(part.history) * part.step_days)
        each = np.repeat(part.history.to_numpy() / part.step_days, part.step_days)
        return pd.Series(each, days)


@lru_cache(maxsize=8)
def _normal_quantiles(size: int) -> Floats:
    # Chance decides which future gets which value, not how many are large: a lever of +30 % is
    # +30 % in the median whatever the seed.
    inverse = NormalDist().inv_cdf
    values = np.array([inverse((i + 0.5) / size) for i in range(size)])
    values.setflags(write=False)
    return values


def covered(part: Part, first: date, last: date | None) -> Floats:
    """Return the share of each step ahead that lies in an inclusive span."""
    opens = days_after(part, first)
    begins = np.maximum(-opens, 0.0)
    ends = np.full(len(opens), float(part.step_days))
    if last is not None:
        ends = np.minimum(ends, 1.0 - days_after(part, last))
    inside: Floats = np.clip((ends - begins) / part.step_days, 0.0, 1.0)
    return inside


def days_after(part: Part, day: date) -> Floats:
    """Return how many days after a day each step begins, negative before it."""
    first = (part.days[0].date() - day).days
    after: Floats = first + np.arange(len(part.days), dtype=float) * part.step_days
    return after


def paused_steps(levers: tuple[Lever, ...], part: Part, today: date) -> Floats:
    """Return the share of each step on which nothing is posted."""
    shares = [
        covered(part, max(lever.first, today), lever.last)
        for lever in levers
        if isinstance(lever, Pause)
    ]
    return np.max(shares, axis=0) if shares else np.zeros(len(part.days))
