"""Where a KPI is heading: its known days and one forecast, from which every goal is read.

The forecast is made once per KPI and horizon. A changed target, measure or deadline inside the
horizon reads the same draws again; nothing is fitted anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.errors import GoalError, NotEnoughDataError
from kpicore.goals.model import Baseline, Measure
from kpicore.goals.reading import read_window
from kpicore.goals.thresholds import DEFAULT_THRESHOLDS, WINDOW_DAYS, GoalThresholds
from kpicore.history import Account
from kpicore.kpis import CATALOGUE, ForecastInput, SeriesKind
from kpicore.kpis.definition import KpiDefinition, Rollup, Statistic
from kpicore.messages import Message, msg
from kpicore.periods import Period
from kpicore.units import Unit

if TYPE_CHECKING:
    from kpicore.forecasting.evidence import Evidence

Draws = npt.NDArray[np.float64]

COUNTS = frozenset({SeriesKind.FLOW, SeriesKind.NET})

MIN_BASELINE_SHARE = {Measure.MEAN: 0.5, Measure.TOTAL: 0.8, Measure.LEVEL: 0.0}
"""Share of the baseline's days that must be known. A mean of half of them still is one; a total has
to be filled up with the mean of the others, so little may be missing; a level is one day."""


class DrawnForecast(Protocol):
    """What goals ask of a forecast; `Forecast` and `RatioForecast` both give it."""

    @property
    def evidence(self) -> Evidence:
        """What it rests on."""
        ...

    def window_mean(self, first: date, last: date) -> Draws:
        """Mean of a window in each draw; ratios pooled."""
        ...

    def window_total(self, first: date, last: date) -> Draws:
        """Sum of a window in each draw."""
        ...

    def level(self, day: date) -> Draws:
        """Level of a day in each draw."""
        ...

    def interval(self, level: float) -> pd.DataFrame:
        """Daily band: date, low, median, high."""
        ...


@dataclass(frozen=True, kw_only=True)
class KpiOutlook:
    """A KPI of some accounts, known and to come.

    Attributes
    ----------
    accounts : tuple of Account
        Of whom.
    source : ForecastInput
        Its known days.
    forecast : DrawnForecast
        Its future, in draws.
    horizon_last : date
        Last day of the forecast.
    today : date
        The day on which it was made; nothing from it on is known.
    """

    accounts: tuple[Account, ...]
    source: ForecastInput
    forecast: DrawnForecast
    horizon_last: date
    today: date
    _memo: dict[tuple[Measure, Period], Draws] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def definition(self) -> KpiDefinition:
        """What the KPI is."""
        return CATALOGUE[self.source.key]

    @property
    def account_ids(self) -> tuple[str, ...]:
        """Ids of the accounts."""
        return tuple(a.account_id for a in self.accounts)

    @property
    def statistic(self) -> Statistic:
        """How single values become one figure."""
        return self.source.statistic

    @property
    def unit(self) -> Unit:
        """What its values count."""
        return self.source.unit

    @property
    def currency(self) -> str | None:
        """ISO 4217 code of money, where the accounts share one."""
        codes = {a.currency for a in self.accounts}
        return codes.pop() if self.unit is Unit.MONEY and len(codes) == 1 else None

    @property
    def counts_per_day(self) -> bool:
        """Whether its mean is one of counts per day, as against a ratio, an average or a level."""
        if self.definition.rollup is Rollup.NONE and self.unit is Unit.COUNT:
            return True  # people of single days: reach, active users
        return self.source.kind in COUNTS and self.source.denominator is None

    @property
    def last_day(self) -> date:
        """Last known day of the series; of per-post KPIs the last day whose posts are mature."""
        return self.source.last_day

    @property
    def upper(self) -> float | None:
        """Largest possible value, in the unit."""
        return None if self.source.upper is None else self.source.upper * self.source.scale

    @property
    def settled_after_days(self) -> int:
        """Days after the deadline until its value is known: the maturity age of posts, else 0."""
        return self.source.maturity_days if self.source.per_post else 0

    @property
    def may_be_negative(self) -> bool:
        """Whether values below zero make sense."""
        return self.definition.may_be_negative

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Measures by which goals on it can be read, the default first."""
        if self.source.kind is SeriesKind.STOCK:
            return (Measure.LEVEL, Measure.MEAN)
        summable = self.definition.rollup is Rollup.SUM and self.source.denominator is None
        if summable and self.source.kind in COUNTS and not self.source.per_post:
            return (Measure.MEAN, Measure.TOTAL)
        return (Measure.MEAN,)

    def check_measure(self, measure: Measure) -> None:
        """Refuse a measure that the KPI does not have.

        Raises
        ------
        GoalError
            For totals of what does not add up, and levels of what is no level.
        """
        if measure not in self.measures:
            raise GoalError(
                msg(
                    "{kpi} cannot be read as {measure}; choose {measures}.",
                    kpi=self.definition.label,
                    measure=MEASURE_NAMES[measure],
                    measures=tuple(MEASURE_NAMES[m] for m in self.measures),
                )
            )

    def draws_of(self, measure: Measure, window: Period) -> Draws:
        """Return the value of a window in each draw; known days enter as observed.

        Parameters
        ----------
        measure : Measure
            One of `measures`.
        window : Period
            Ends inside the forecast.

        Returns
        -------
        array of float
            One value per draw, in the unit. Shared: do not change it.

        Raises
        ------
        GoalError
            If the KPI does not have the measure.
        ValueError
            If the window ends after the forecast.
        """
        self.check_measure(measure)
        if window.last > self.horizon_last:
            raise ValueError(
                f"The window ends {window.last}, the forecast on {self.horizon_last}; make an "
                "outlook with a longer horizon."
            )
        if (measure, window) not in self._memo:
            self._memo[measure, window] = self._read_draws(measure, window)
        return self._memo[measure, window]

    def _read_draws(self, measure: Measure, window: Period) -> Draws:
        if measure is Measure.LEVEL:
            draws = self.forecast.level(window.last)
        elif measure is Measure.TOTAL:
            draws = self.forecast.window_total(window.first, window.last)
        else:
            draws = self.forecast.window_mean(window.first, window.last)
        return np.asarray(draws, dtype=float) * self.source.scale

    def band(self, level: float) -> pd.DataFrame:
        """Return the daily band of the forecast: date, low, median, high, in the unit."""
        frame = self.forecast.interval(level)
        columns = ["low", "median", "high"]
        return frame.assign(**{c: frame[c] * self.source.scale for c in columns})

    def baseline(self, measure: Measure, *, deadline: date | None = None) -> Baseline:
        """Return the value that a goal set now starts from.

        Parameters
        ----------
        measure : Measure
            One of `measures`.
        deadline : date, optional
            Needed for totals: the baseline is as long as the goal's own span.

        Returns
        -------
        Baseline
            The measure on the last 28 known days, of posts those that are mature; the last level;
            for totals the span of equal length before.

        Raises
        ------
        NotEnoughDataError
            If too few of these days are known.
        """
        self.check_measure(measure)
        last = self.source.mature_until
        days = WINDOW_DAYS
        if measure is Measure.TOTAL:
            if deadline is None:
                raise ValueError("The baseline of a total needs the deadline.")
            days = (deadline - last).days
        period = Period(last - timedelta(days=max(days, 1) - 1), last)
        reading = read_window(self.source, measure, period)
        # Without a single post a window of posts says nothing; of days, most must be known.
        needed = 1 if self.source.per_post else MIN_BASELINE_SHARE[measure] * period.days
        if reading.value is None or reading.days_known < needed:
            raise self._baseline_unknown(period, reading.days_known)
        if measure is Measure.TOTAL and reading.days_missing:
            # Missing is not zero: the missing days count like the mean of the known ones.
            return Baseline(value=reading.value * period.days / reading.days_known, period=period)
        if measure is Measure.LEVEL:
            period = Period(last, last)
        return Baseline(value=reading.value, period=period)

    def _baseline_unknown(self, period: Period, known: int) -> NotEnoughDataError:
        return NotEnoughDataError(
            msg(
                "Only {known} of the {days} days from {first} to {last} are known for {kpi}; "
                "upload an export that covers them, or choose another measure.",
                known=known,
                days=period.days,
                first=period.first,
                last=period.last,
                kpi=self.definition.label,
            )
        )

    def check_fresh(self, thresholds: GoalThresholds = DEFAULT_THRESHOLDS) -> None:
        """Refuse data that ended long ago.

        Raises
        ------
        NotEnoughDataError
            If the last known day is older than the threshold.
        """
        known_until = self.last_day + timedelta(days=self.settled_after_days)
        age = (self.today - known_until).days - 1
        if age > thresholds.stale_days:
            raise NotEnoughDataError(
                msg(
                    "The data of {accounts} end on {last}, {days} days ago; upload a newer export "
                    "before setting a goal.",
                    accounts=tuple(a.name for a in self.accounts),
                    last=known_until,
                    days=age,
                )
            )


MEASURE_NAMES: dict[Measure, Message] = {
    Measure.MEAN: msg("mean of the last 28 days"),
    Measure.TOTAL: msg("total of the period"),
    Measure.LEVEL: msg("level at the deadline"),
}


def default_measure(outlook: KpiOutlook) -> Measure:
    """Return the measure that fits the KPI: levels at the deadline, all others as a mean."""
    return outlook.measures[0]
