"""Ratios: numerator and denominator together, pooled over every window, inside their bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd

from kpicore.errors import NotComputableError
from kpicore.forecasting.calibration import Constants, shipped_constants
from kpicore.forecasting.dependence import correlation, triangular_root, weekly_errors
from kpicore.forecasting.drivers import Drivers, Parts
from kpicore.forecasting.engine import prepare
from kpicore.forecasting.events import Event
from kpicore.forecasting.evidence import Evidence
from kpicore.forecasting.forecaster import assemble
from kpicore.forecasting.innovations import correlated
from kpicore.forecasting.links import SeriesKind
from kpicore.forecasting.model import Solver
from kpicore.forecasting.paths import Paths
from kpicore.forecasting.posterior import Array
from kpicore.forecasting.result import Forecast, interval_frame, probability
from kpicore.forecasting.series import make_grid, make_ratio_grid
from kpicore.messages import msg


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioForecast:
    """What may come of a ratio; every window is Σ numerator over Σ denominator, draw by draw.

    Attributes
    ----------
    kind : SeriesKind
        SHARE with an upper bound, MEAN without.
    numerator, denominator : Paths
        History and draws of both.
    draws : Array
        Daily ratios, one row per draw, one column per day ahead.
    components : pandas.DataFrame
        Of the daily ratio: date, trend, week, year, events.
    evidence : Evidence
        What the ratio's forecast rests on.
    parts : Parts or None
        What the centre is made of, for `drivers`.
    """

    kind: SeriesKind
    numerator: Paths
    denominator: Paths
    draws: Array
    components: pd.DataFrame
    evidence: Evidence
    parts: Parts | None = field(default=None, repr=False)

    @property
    def first_day(self) -> date:
        """First day ahead."""
        return self.numerator.first_day

    @property
    def last_day(self) -> date:
        """Last day of the horizon."""
        return self.first_day + timedelta(days=self.draws.shape[1] * self.numerator.step_days - 1)

    @property
    def days(self) -> pd.DatetimeIndex:
        """Days of the columns of `draws`."""
        return self.numerator.days_ahead

    def window_mean(self, first: date, last: date) -> Array:
        """Return the pooled ratio of a window in every draw.

        Parameters
        ----------
        first, last : date
            Inclusive; observed days enter as observed.

        Returns
        -------
        Array
            Σ numerator over Σ denominator; where a draw has no denominator at all, the mean of its
            daily ratios.

        Raises
        ------
        ValueError
            If the window lies outside history and horizon, or has no denominator.
        """
        top = self.numerator.window(first, last).sum(axis=1)
        bottom = self.denominator.window(first, last).sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            pooled: Array = top / bottom
        empty = bottom <= 0
        if empty.any():
            ahead = (self.days >= pd.Timestamp(first)) & (self.days <= pd.Timestamp(last))
            if not ahead.any():
                raise ValueError(f"Between {first} and {last} nothing was counted to divide by.")
            pooled[empty] = self.draws[np.ix_(empty, ahead)].mean(axis=1)
        return pooled

    def window_total(self, first: date, last: date) -> Array:
        """Refuse: ratios do not add up over days."""
        raise NotComputableError(
            msg("Ratios do not add up over days. Ask for the mean of the window instead.")
        )

    def level(self, day: date) -> Array:
        """Return the ratio of one day in every draw."""
        return self.window_mean(day, day)

    def probability(
        self, values: Array, *, at_least: float | None = None, at_most: float | None = None
    ) -> float:
        """Return the share of draws inside bounds; see `result.probability`."""
        return probability(values, at_least=at_least, at_most=at_most)

    def interval(self, level: float) -> pd.DataFrame:
        """Return central intervals of the daily ratio: columns date, low, median, high."""
        return interval_frame(self.draws, self.days, level)

    def drivers(self, first: date, last: date) -> Drivers:
        """Say what the expected change is made of; see `Forecast.drivers`."""
        if self.parts is None:
            raise ValueError("A forecast made from draws alone has no drivers.")
        return self.parts.explain(float(np.median(self.window_mean(first, last))), first, last)


def forecast_ratio(
    numerator: pd.Series,
    denominator: pd.Series,
    *,
    horizon_days: int,
    upper: float | None = None,
    events: Sequence[Event] = (),
    holidays: str | None = None,
    seed: int = 0,
    step_days: int = 1,
    solver: Solver = Solver.EXACT,
    constants: Constants | None = None,
) -> RatioForecast:
    """Forecast a ratio from its parts.

    Parameters
    ----------
    numerator, denominator : pandas.Series
        Daily counts, NaN for missing days.
    horizon_days : int
        Days ahead.
    upper : float, optional
        Largest possible ratio; 1 makes it a logit rate that keeps its bounds.
    events : sequence of Event, default ()
        The user's events; they may move both parts.
    holidays : str, optional
        ISO country code.
    seed : int, default 0
        The same seed gives the same draws.
    step_days : int, default 1
        7 for weekly data.
    solver : Solver, default Solver.EXACT
        Who finds the mode of Prophet's posterior.
    constants : Constants, optional
        Learned constants; those that ship by default.

    Returns
    -------
    RatioForecast
        Draws of both parts, of the same futures.

    Raises
    ------
    NotEnoughDataError
        With fewer than 28 days on which both are known and the denominator is not zero.
    NotComputableError
        If a count is negative or a ratio exceeds `upper`.
    """
    believed = constants or shipped_constants()
    days = numerator.index.union(denominator.index)
    top, bottom = numerator.astype(float).reindex(days), denominator.astype(float).reindex(days)
    rate_grid = make_ratio_grid(top, bottom, upper=upper, step_days=step_days)
    base_grid = make_grid(bottom, SeriesKind.FLOW, step_days=step_days)
    rate, base = (
        prepare(grid, horizon_days, believed, events=acting, holidays=holidays, solver=solver)
        for grid, acting in ((rate_grid, events), (base_grid, _unlifted(events)))
    )
    root = triangular_root(correlation([weekly_errors(rate), weekly_errors(base)]))
    own, shared = correlated(root, max(rate.steps, base.steps), seed)
    both = (top / bottom.where(bottom > 0)).rename(None)
    rates = assemble(both, rate, own, seed)
    bases = assemble(bottom, base, shared, seed)
    return RatioForecast(
        kind=rate_grid.kind,
        numerator=_numerator_paths(top, rates, bases),
        denominator=bases.paths,
        draws=rates.draws,
        components=rates.components,
        evidence=rates.evidence,
        parts=rates.parts,
    )


def _unlifted(events: Sequence[Event]) -> tuple[Event, ...]:
    # A lift that the user gives speaks of the ratio, not of what it is divided by.
    return tuple(Event(e.name, e.first, e.last, e.kind) for e in events)


def _numerator_paths(top: pd.Series, rates: Forecast, bases: Forecast) -> Paths:
    """Multiply rate and denominator; observed numerators stay where the ratio is known."""
    gap_days = rates.paths.gap_days
    gaps = np.empty((len(rates.draws), len(gap_days)))
    for column, day in enumerate(gap_days.date):
        gaps[:, column] = bases.paths.window(day, day)[:, 0] * rates.paths.gap_draws[:, column]
    return Paths(
        history=top.where(rates.paths.history.notna()),
        gap_days=gap_days,
        gap_draws=gaps,
        first_day=rates.first_day,
        draws=rates.draws * bases.draws,
        step_days=rates.paths.step_days,
    )
