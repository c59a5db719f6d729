"""Targets as figures that people say, rounded toward the easier side."""

from __future__ import annotations

import math

from kpicore.units import Unit

COARSEST_SHARE = 0.02
"""A step is at most this share of the figure: 12,417 becomes 12,400, not 12,000, so that rounding
hardly moves the probability."""

SPREAD_SHARE = 0.05
"""A step is at most this share of the forecast's 80 % interval, so that rounding moves the
probability by five points at most, and the rungs of a narrow forecast (followers) stay apart."""

TIME_STEPS = (
    0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0,
    60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0,
)  # fmt: skip
"""Steps of durations in seconds: the clock does not count by tens."""


def round_easier(
    value: float,
    unit: Unit,
    *,
    at_least: bool,
    spread: float | None = None,
    whole: bool = False,
) -> float:
    """Round a target to a figure that people say, never to a harder one.

    Parameters
    ----------
    value : float
        The exact target, finite.
    unit : Unit
        What it counts.
    at_least : bool
        True where reaching means ``>= target`` (rounded down), False for ``<= target`` (up).
    spread : float, optional
        Width of the forecast's interval in the unit; narrow ones are rounded more finely.
    whole : bool, default False
        Whether only whole figures make sense (a level or a total of a count).

    Returns
    -------
    float
        A multiple of 1, 2 or 5 times a power of ten (durations: of the clock's steps).

    Raises
    ------
    ValueError
        If `value` is not finite.
    """
    if not math.isfinite(value):
        raise ValueError(f"A target must be finite, got {value}.")
    if value == 0:
        return 0.0
    wanted = abs(value) * COARSEST_SHARE
    if spread is not None and spread > 0:
        wanted = min(wanted, spread * SPREAD_SHARE)
    step = max(nice_step(wanted, unit), _finest_step(value, unit, whole=whole))
    steps = value / step
    # 1e-9 keeps a figure that is already round where binary fractions put it a hair beside.
    count = math.floor(steps + 1e-9) if at_least else math.ceil(steps - 1e-9)
    rounded = round(count * step, 10)
    return rounded if rounded != 0 or whole else value


def nice_step(wanted: float, unit: Unit) -> float:
    """Return the largest round step that is not above the wanted one.

    Parameters
    ----------
    wanted : float
        Above zero, in the unit.
    unit : Unit
        What it counts.

    Returns
    -------
    float
        1, 2 or 5 times a power of ten; durations: a step of the clock.
    """
    if unit is Unit.SECONDS and wanted <= TIME_STEPS[-1]:
        return max((s for s in TIME_STEPS if s <= wanted), default=TIME_STEPS[0])
    scale = 3600.0 if unit is Unit.SECONDS else 1.0
    power = 10.0 ** math.floor(math.log10(wanted / scale))
    return scale * max(m * power for m in (1.0, 2.0, 5.0) if m * power <= wanted / scale * 1.0001)


def _finest_step(value: float, unit: Unit, *, whole: bool) -> float:
    """Return the last digit that `kpicore.units.format_amount` shows of such a value."""
    size = abs(value)
    if unit is Unit.SHARE:
        return 0.01 if size >= 1 else 0.001 if size >= 0.01 else 0.0001
    if unit is Unit.SECONDS:
        return 0.1 if size < 60 else 1.0 if size < 3600 else 60.0 if size < 360_000 else 3600.0
    if unit is Unit.MONEY:
        return 0.01 if size < 1000 else 1.0
    if unit is Unit.NUMBER:
        return 0.1 if size >= 10 else 0.01
    return 1.0 if whole or size >= 100 else 0.1
