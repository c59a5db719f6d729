"""What is known at a day about the windows after it: candidates for the centre, and past changes.

All numbers are differences from the recent level on the link scale, so that they compare between
accounts. The same function looks at today and at the past days of the backtest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpicore.forecasting.model import Signals, refit
from kpicore.forecasting.posterior import Array
from kpicore.forecasting.series import WINDOW_DAYS, Grid, scaled_level, window_level

KNOT_DAYS = (7, 14, 28, 60, 90, 180, 365)
"""Ends of the windows, in days ahead, at which centre and spread are learned."""
LEVEL_DAYS = (7, 91, 91)
"""Spans whose levels are candidates beside that of the last four weeks; of the last span it is the
typical day, which a few viral days do not lift."""
CANDIDATES = ("week_level", "quarter_level", "typical_day", "trend", "season")
"""What the centre of a window may follow, beside the recent level."""
_AGREEMENT_DAYS = 1100
_AGREEMENT_GAIN = 1.25
_QUARTER_WEEKS = 13
_YEAR_WEEKS = 52
_YEAR_DAYS = 364
_LEAST_PAIRS = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Candidates for the centre seen from one day.

    Attributes
    ----------
    cut : int
        Number of grid points that were seen.
    current : float
        Recent level on the link scale.
    levels : Array
        Levels of `LEVEL_DAYS` minus the recent one, as if all were of the same time of year.
    trend, season : Array
        Prophet's trend and yearly season minus their recent values, one per step ahead; the season
        as far as the years agree on it.
    season_size : float
        Standard deviation of the believed season over a year.
    season_since, levels_since : Array
        The season that was not known yet on that day but is today, zero if there is none, and
        `levels` with it: what today's forecaster learns from that day.
    """

    cut: int
    current: float
    levels: Array
    trend: Array
    season: Array
    season_size: float
    season_since: Array
    levels_since: Array

    def path(self) -> Array:
        """Return the candidates per step ahead, one column for each of `CANDIDATES`."""
        return self._with_levels(self.levels)

    def lessons(self) -> Array:
        """Return `path` with levels compared in the season that is known since."""
        return self._with_levels(self.levels_since)

    def _with_levels(self, levels: Array) -> Array:
        flat = np.broadcast_to(levels, (len(self.trend), len(levels)))
        return np.column_stack([flat, self.trend, self.season])


def look(
    grid: Grid,
    adjusted: Array,
    signals: Signals,
    cut: int,
    ahead: int,
    *,
    later_season: Array | None = None,
) -> Outlook:
    """Collect the candidates at a day.

    Parameters
    ----------
    grid : Grid
        The history.
    adjusted : Array
        Its numerator without the effect of events.
    signals : Signals
        Prophet's components of the whole history.
    cut : int
        Number of grid points that are seen; later ones are not looked at.
    ahead : int
        Grid steps ahead.
    later_season : Array, optional
        The season as it is believed today, for past days on which none was known yet.

    Returns
    -------
    Outlook
        The candidates.
    """
    if cut == len(grid.days):
        trend, season = signals.trend[: cut + ahead], signals.year[: cut + ahead]
    else:
        trend, season = refit(grid, signals, cut, ahead)
    numerator, denominator = adjusted[:cut], grid.denominator[:cut]
    recent = grid.steps(WINDOW_DAYS)

    def level_of(days: int) -> float:
        return scaled_level(grid.link, window_level(numerator, denominator, grid.steps(days)))

    current = level_of(WINDOW_DAYS)
    daily, link = grid.link.daily(), grid.link
    base_trend = float(trend[max(0, cut - recent) : cut].mean())
    base = link.forward(daily.inverse(np.array([base_trend])))
    *spans, typical = LEVEL_DAYS
    week = signals.week[max(0, cut - grid.steps(typical)) : cut]
    levels = np.array(
        [
            *(level_of(days) for days in spans),
            typical_level(grid, numerator, denominator, base_trend + week),
        ]
    )
    levels = np.where(np.isfinite(levels), levels - current, 0.0)

    def effect_of(wave: Array) -> tuple[Array, Array]:
        # What a season does to the steps ahead and to the levels, beside the recent level.
        spans = [wave[max(0, cut - grid.steps(days)) : cut].mean() for days in LEVEL_DAYS]
        usual = float(wave[max(0, cut - recent) : cut].mean())
        moved = np.concatenate([wave[cut:], spans]) - usual
        effect = link.forward(daily.inverse(base_trend + moved)) - base
        return effect[:ahead], effect[ahead:]

    trust = season_trust(grid, adjusted, cut) if season.any() else 0.0
    known, known_levels = effect_of(trust * season)
    since, since_levels = np.zeros(ahead), known_levels
    if later_season is not None and not season.any():
        since, since_levels = effect_of(later_season[: cut + ahead])
    return Outlook(
        cut=cut,
        current=current,
        levels=levels - known_levels,
        trend=link.forward(daily.inverse(trend[cut:])) - base,
        season=known,
        season_size=trust * float(season[max(0, cut - grid.steps(_YEAR_DAYS)) : cut].std()),
        season_since=since,
        levels_since=levels - since_levels,
    )


def typical_level(grid: Grid, numerator: Array, denominator: Array, usual: Array) -> float:
    """Return the scaled level of a typical day: the median, weighed by what it is counted over.

    Parameters
    ----------
    grid : Grid
        The history.
    numerator, denominator : Array
        What was counted and over what, up to the day from which one looks.
    usual : Array
        What each of the last days would usually be given its weekday, on the link of single days;
        quiet weekdays must not pass for quiet times.

    Returns
    -------
    float
        NaN when nothing of that time is known.
    """
    daily = grid.link.daily()
    top, bottom = numerator[-len(usual) :], denominator[-len(usual) :]
    known = bottom > 0
    if not known.any():
        return float("nan")
    even = daily.forward(np.array([daily.inverse(usual).mean()]))
    scaled = daily.forward(top[known] / bottom[known]) - usual[known] + even
    order = np.argsort(scaled)
    share = np.cumsum(bottom[known][order])
    middle = scaled[order][np.searchsorted(share, share[-1] / 2)]
    return scaled_level(grid.link, float(daily.inverse(np.array([middle]))[0]))


def season_trust(grid: Grid, adjusted: Array, cut: int) -> float:
    """Return how far Prophet's season is taken at all, from 0 to 1; see `years_agree`."""
    return min(1.0, _AGREEMENT_GAIN * years_agree(grid, adjusted, cut))


def years_agree(grid: Grid, adjusted: Array, cut: int) -> float:
    """Tell how far one year's ups and downs repeat those of the year before.

    Prophet fits a yearly season to any two years; only a season that repeats says something about
    the next one.

    Parameters
    ----------
    grid : Grid
        The history.
    adjusted : Array
        Its numerator without events.
    cut : int
        Number of grid points that are seen.

    Returns
    -------
    float
        Correlation of quarterly changes with those of a year before, at least 0.
    """
    levels = trailing_levels(grid, adjusted, cut, WINDOW_DAYS, _AGREEMENT_DAYS)
    change = levels[:-_QUARTER_WEEKS] - levels[_QUARTER_WEEKS:]
    if len(change) <= _YEAR_WEEKS + _LEAST_PAIRS:
        return 0.0
    now, before = change[:-_YEAR_WEEKS], change[_YEAR_WEEKS:]
    both = np.isfinite(now) & np.isfinite(before)
    if np.count_nonzero(both) < _LEAST_PAIRS:
        return 0.0
    now, before = now[both] - now[both].mean(), before[both] - before[both].mean()
    size = float(np.sqrt((now @ now) * (before @ before)))
    return max(0.0, float(now @ before) / size) if size > 0 else 0.0


def trailing_levels(grid: Grid, adjusted: Array, cut: int, window_days: int, reach: int) -> Array:
    """Return scaled levels of windows that end every week before `cut`, newest first.

    Parameters
    ----------
    grid : Grid
        The history.
    adjusted : Array
        Its numerator without events.
    cut : int
        Number of grid points that are seen.
    window_days : int
        Length of the windows.
    reach : int
        Days back to the end of the oldest window.

    Returns
    -------
    Array
        NaN where nothing is known.
    """
    window, step = grid.steps(window_days), grid.steps(7)
    first = max(0, cut - grid.steps(reach) - window)
    top = np.concatenate([[0.0], np.cumsum(adjusted[first:cut])])
    bottom = np.concatenate([[0.0], np.cumsum(grid.denominator[first:cut])])
    ends = np.arange(cut - first, window - 1, -step)
    weight = bottom[ends] - bottom[ends - window]
    with np.errstate(invalid="ignore", divide="ignore"):
        levels = (top[ends] - top[ends - window]) / weight
    scaled: Array = np.where(weight > 0, grid.link.forward(np.nan_to_num(levels)), np.nan)
    return scaled


def without_events(grid: Grid, signals: Signals) -> Array:
    """Return the numerator without the effect of events and holidays."""
    effect = signals.events[: len(grid.days)]
    if not effect.any():
        return grid.numerator
    daily = grid.link.daily()
    rates = np.nan_to_num(grid.rates)
    cleaned = daily.inverse(daily.forward(rates) - effect)
    return np.where(effect != 0, cleaned * grid.denominator, grid.numerator)


def outcome(grid: Grid, adjusted: Array, first: int, last: int) -> float:
    """Return the scaled level of points `first` to `last` (excluded), NaN if mostly missing."""
    denominator = grid.denominator[first:last]
    if np.count_nonzero(denominator) < 0.6 * (last - first):
        return float("nan")
    return scaled_level(grid.link, float(adjusted[first:last].sum() / denominator.sum()))


def knot_windows(grid: Grid, ahead: int) -> list[tuple[int, int]]:
    """Return first and last (excluded) step of the knots' windows that lie inside the horizon."""
    windows = []
    for days in KNOT_DAYS:
        last = grid.steps(days)
        window = (last - min(grid.steps(WINDOW_DAYS), last), last)
        if last <= ahead and window not in windows:
            windows.append(window)
    return windows
