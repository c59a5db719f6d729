"""Levels that moved: four weeks before against two weeks after, in differences usual here.

Single odd days are drawn in first, so that a spike is no new level. How often a moving difference
of means exceeds a height by chance is known, so that the height follows from the share of false
alarms.

References
----------
Aldous (1989), Probability Approximations via the Poisson Clumping Heuristic, section D10.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import optimize, special

from kpicore.insights.expected import ExpectedDays
from kpicore.insights.sudden_change import FALSE_ALARMS, NEXT_DAYS, ChangeKind, SuddenChange
from kpicore.kpis.columns import Flags, Floats

BEFORE_DAYS, AFTER_DAYS = 28, 14
"""Whole weeks, so that weekdays cancel: a level is held against the one before it."""

_CLUMP = 1 / 12
"""How fast the correlation of the moving difference falls, per day, for 28 and 14 days."""
_NORMAL_QUARTILE = float(special.ndtri(0.75))
_KNOWN = 0.6


def level_shifts(expected: ExpectedDays, metric: str, rate: float) -> Iterator[SuddenChange]:
    """Find levels that moved.

    Parameters
    ----------
    expected : ExpectedDays
        Every day beside what was expected of it.
    metric : str
        What the series counts.
    rate : float
        Share of days on which chance may name one.

    Yields
    ------
    SuddenChange
        The surest first; those that wore off within weeks are days above or below.
    """
    scores = shift_scores(expected)
    height = _height(rate)
    reach = np.abs(np.nan_to_num(scores))
    while reach.size and reach.max() > height:
        place = int(reach.argmax())
        reach[max(0, place - BEFORE_DAYS) : place + BEFORE_DAYS + 1] = 0.0
        yield _shift(expected, metric, place, float(scores[place]))


def _shift(expected: ExpectedDays, metric: str, place: int, score: float) -> SuddenChange:
    values = expected.frame["value"].to_numpy(dtype=np.float64)
    # Middles, so that a viral day before or after is not taken for the level.
    before = float(np.nanmedian(values[max(0, place - BEFORE_DAYS) : place]))
    after = values[place : place + AFTER_DAYS]
    days = expected.frame["date"]
    stays, up = _stays(expected.steady, place), score > 0
    known = int(np.isfinite(after).sum())
    around = expected.frame["missing"].iloc[max(0, place - NEXT_DAYS - 1) : place + 1]
    lasting = ChangeKind.RISE if up else ChangeKind.FALL
    return SuddenChange(
        metric=metric,
        kind=lasting if stays else (ChangeKind.ABOVE if up else ChangeKind.BELOW),
        first=days.iloc[place].date(),
        last=days.iloc[min(place + AFTER_DAYS, len(days)) - 1].date(),
        value=float(np.nanmedian(after)) if stays else float(np.nansum(after)),
        expected=before if stays else before * known,
        p_value=_chance(abs(score)),
        missing=int(around.sum()),
    )


def _stays(steady: Floats, place: int) -> bool:
    """Tell whether the weeks after the first two still lie nearer to them than to those before."""
    before = np.nanmedian(steady[max(0, place - BEFORE_DAYS) : place])
    after = np.nanmedian(steady[place : place + AFTER_DAYS])
    later = steady[place + AFTER_DAYS : place + AFTER_DAYS + BEFORE_DAYS]
    if np.isfinite(later).sum() < AFTER_DAYS / 2:
        return True
    return bool(abs(np.nanmedian(later) - after) <= abs(np.nanmedian(later) - before))


def shift_scores(expected: ExpectedDays) -> Floats:
    """Return how far the level after each day is from that before it, in usual differences.

    Parameters
    ----------
    expected : ExpectedDays
        Every day beside what was expected of it.

    Returns
    -------
    array of float
        A number per day, NaN where fewer than six in ten days before or after are known.
    """
    below, above = expected.tails
    low = expected.level + expected.size * (below.middle - below.reach(FALSE_ALARMS))
    high = expected.level + expected.size * (above.middle + above.reach(FALSE_ALARMS))
    drawn_in = np.where(
        np.isfinite(expected.level), np.clip(expected.steady, low, high), expected.steady
    )
    known = np.isfinite(drawn_in)
    before, few_before = _means(drawn_in, known, BEFORE_DAYS)
    after, few_after = _means(drawn_in, known, AFTER_DAYS)
    size = len(drawn_in)
    gap = np.full(size, np.nan)
    if size >= BEFORE_DAYS + AFTER_DAYS:
        places = np.arange(BEFORE_DAYS, size - AFTER_DAYS + 1)
        told = ~(few_before[places - BEFORE_DAYS] | few_after[places])
        gap[places[told]] = (after[places] - before[places - BEFORE_DAYS])[told]
    if not np.isfinite(gap).any():
        return gap
    gap = gap - np.nanmedian(gap)
    spread = float(np.nanmedian(np.abs(gap))) / _NORMAL_QUARTILE
    # Steady days alone would make differences of this size; few weeks may show less by luck.
    noise = float(np.nanmedian(np.abs(expected.steady - expected.level))) / _NORMAL_QUARTILE
    least = noise * np.sqrt(1.0 / BEFORE_DAYS + 1.0 / AFTER_DAYS)
    return np.asarray(gap / max(spread, least, 1e-9))


def _means(values: Floats, known: Flags, window: int) -> tuple[Floats, Flags]:
    """Return the mean of the `window` days from each day on, and where too few are known."""
    sums = np.concatenate([[0.0], np.cumsum(np.where(known, values, 0.0))])
    counts = np.concatenate([[0], np.cumsum(known)])
    if len(values) < window:
        return np.empty(0), np.empty(0, dtype=np.bool_)
    count = counts[window:] - counts[:-window]
    return (sums[window:] - sums[:-window]) / np.maximum(count, 1), count < _KNOWN * window


def _chance(score: float) -> float:
    """Return how often per day a difference is that large by chance, on either side."""
    density = float(np.exp(-(score**2) / 2.0) / np.sqrt(2.0 * np.pi))
    return min(1.0, 2.0 * _CLUMP * score * density)


def _height(rate: float) -> float:
    return float(optimize.brentq(lambda z: _chance(z) - rate, 1.2, 12.0))
