"""KPIs as series that a model continues: what such a series is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import pandas as pd

from kpicore.kpis.columns import Floats, day_of
from kpicore.kpis.definition import Statistic
from kpicore.kpis.lines import DayLine
from kpicore.units import Unit


class SeriesKind(StrEnum):
    """What the forecast's values may be."""

    FLOW = "flow"
    """Counts, never below zero."""
    NET = "net"
    """Counts that may be below zero."""
    STOCK = "stock"
    """A level."""
    SHARE = "share"
    """A rate in [0, 1] without its parts."""
    MEAN = "mean"
    """A non-negative average without its parts."""


@dataclass(frozen=True, kw_only=True)
class ForecastInput:
    """A KPI ready to be forecast.

    Attributes
    ----------
    key : str
        Key of the catalogue.
    statistic : Statistic
        Part of the KPI's identity.
    unit : Unit
        What the KPI's values count.
    kind : SeriesKind
        Of `series`.
    series : Series of float
        Daily (``step_days`` 1) or weekly (7: indexed by the first day of blocks of seven days that
        are counted back from the last day), NaN where missing, index without time zone. With a
        `denominator` it is what stands above the line.
    denominator : Series of float or None
        What stands below the line, same index; None for counts, levels and bare averages.
    scale : float
        What the ratio is multiplied by.
    upper : float or None
        Largest possible value of the ratio.
    step_days : int
        1 or 7.
    default_measure : str
        ``"mean"`` or ``"level"``, how a goal reads it unless the user says otherwise.
    per_post : bool
        Whether the series belongs to posts by day of publication, at equal age.
    maturity_days : int
        Age at which posts are compared; a per-post goal is settled that many days after its
        deadline. 0 for other KPIs.
    last_day : date
        Last day that the series speaks of.
    completed_days : int
        Days at the end of the series, in whole steps, whose posts are completed by the age curve:
        estimates, on which neither baselines nor settlements rest.
    """

    key: str
    statistic: Statistic
    unit: Unit
    kind: SeriesKind
    series: pd.Series
    denominator: pd.Series | None = None
    scale: float = 1.0
    upper: float | None = None
    step_days: int = 1
    default_measure: str = "mean"
    per_post: bool = False
    maturity_days: int = 0
    last_day: date
    completed_days: int = 0

    @property
    def mature_until(self) -> date:
        """Last day on which every post was seen at maturity; `last_day` of other KPIs."""
        return self.last_day - timedelta(days=self.completed_days)


def cut_line(line: DayLine, start: int, stop: int) -> DayLine:
    """Return the entries of a line from `start` up to `stop`, not included."""
    return DayLine(
        first=line.first + start,
        upper=line.upper[start:stop],
        lower=line.lower[start:stop],
        posts=line.posts[start:stop],
    )


def dated_series(values: Floats, line: DayLine, name: str, *, step_days: int = 1) -> pd.Series:
    """Return the values of a line as a series without time zone, one entry per step."""
    index = pd.date_range(
        day_of(line.first), periods=values.size, freq=f"{step_days}D", unit="us", name="date"
    )
    return pd.Series(values, index=index, name=name, dtype="float64")
