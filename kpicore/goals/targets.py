"""Targets as people type them, and what makes one impossible."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kpicore.errors import GoalError
from kpicore.goals.thresholds import DEFAULT_THRESHOLDS, GoalThresholds
from kpicore.kpis.definition import Direction
from kpicore.messages import msg
from kpicore.units import Amount, Change, Unit

MULTIPLIERS: Mapping[str, float] = MappingProxyType(
    {
        "k": 1e3, "m": 1e6, "b": 1e9, "bn": 1e9, "mio": 1e6,
        "천": 1e3, "만": 1e4, "십만": 1e5, "백만": 1e6, "천만": 1e7, "억": 1e8,
        "千": 1e3, "万": 1e4, "萬": 1e4, "w": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7,
        "亿": 1e8, "億": 1e8,
    }
)  # fmt: skip
"""Words for large numbers in the app's languages; ``w`` is how Chinese apps shorten 万."""

LARGEST_FIGURE = 1e15
"""More than anything that is counted anywhere, in any currency."""

SECONDS_OF: Mapping[str, float] = MappingProxyType({"s": 1.0, "min": 60.0, "h": 3600.0})
_NUMBER = re.compile(r"(?P<sign>[+-]?)(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.?\d+|\d+\.)")
_CLOCK = re.compile(r"(?P<head>\d+):(?P<middle>[0-5]\d)(?::(?P<tail>[0-5]\d))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetInput:
    """A target as it was typed: a figure or a change of the baseline, one of the two.

    Attributes
    ----------
    value : float or None
        In the KPI's unit: shares 0-1, durations in seconds.
    change : float or None
        Relative change of the baseline as a share.
    """

    value: float | None = None
    change: float | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.change is None):
            raise ValueError("Give a value or a change, one of the two.")


def parse_target(text: str, unit: Unit = Unit.COUNT) -> TargetInput:
    """Read a target as people type it.

    Parameters
    ----------
    text : str
        ``"+20%"`` and ``"-5 %"`` are changes of the baseline; ``"12,400"``, ``"12.4k"``,
        ``"1.2만"``, ``"1.2万"`` figures; ``"5.2%"`` a figure of a share; ``"4:34"``, ``"90 s"``,
        ``"12 h"`` durations.
    unit : Unit, default COUNT
        What the KPI counts.

    Returns
    -------
    TargetInput
        Figure or change.

    Raises
    ------
    GoalError
        If it is neither.
    """
    clean = unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-")
    clean = re.sub(r"\s+", "", clean).lower()
    if not clean:
        raise GoalError(msg("Give a target: a number such as 12,400 or a change such as +20%."))
    clock = _CLOCK.fullmatch(clean)
    if clock and unit is Unit.SECONDS:
        return TargetInput(value=_clock_seconds(clock))
    number = _NUMBER.match(clean)
    if not number:
        raise _unreadable(text)
    value = float(number["figure"].replace(",", "")) * (-1 if number["sign"] == "-" else 1)
    rest = clean[number.end() :]
    if rest in {"%", "percent", "퍼센트"}:
        if number["sign"]:
            return TargetInput(change=value / 100)
        if unit is Unit.SHARE:
            return TargetInput(value=value / 100)
        raise GoalError(
            msg(
                "{text} has no sign; write +{text} for a change of the baseline, or a number for "
                "the target itself.",
                text=clean,
            )
        )
    if unit is Unit.SHARE and not rest and abs(value) > 1:
        raise GoalError(
            msg(
                "This KPI is a share; write the target with a percent sign, such as {example}.",
                example=Amount(0.052, Unit.SHARE),
            )
        )
    scale = SECONDS_OF.get(rest) if unit is Unit.SECONDS else None
    scale = MULTIPLIERS.get(rest, 1.0 if not rest else None) if scale is None else scale
    if scale is None:
        raise _unreadable(text)
    return TargetInput(value=value * scale)


def parse_change(text: str) -> float:
    """Read a relative change: ``"+20%"``, ``"-5 %"``, ``"20%"`` or ``"20"`` (percent).

    Parameters
    ----------
    text : str
        As typed.

    Returns
    -------
    float
        As a share.

    Raises
    ------
    GoalError
        If it is no percentage.
    """
    clean = unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-")
    clean = re.sub(r"\s+", "", clean).removesuffix("%")
    if not _NUMBER.fullmatch(clean):
        raise GoalError(
            msg(
                "{text} is no change in percent; write it with sign and percent, such as +20%.",
                text=text,
            )
        )
    return float(clean.replace(",", "")) / 100


def aims_up(direction: Direction) -> bool:
    """Tell whether a target is met from below: "at least", as against "at most".

    Parameters
    ----------
    direction : Direction
        Which way is better for the KPI; where neither is, more is asked for, so that a harder
        target is always the higher one.

    Returns
    -------
    bool
        False only where less is better.
    """
    return direction is not Direction.DOWN


def resolve_target(
    wish: TargetInput,
    *,
    baseline: float,
    unit: Unit,
    upper: float | None = None,
    may_be_negative: bool = False,
    currency: str | None = None,
    thresholds: GoalThresholds = DEFAULT_THRESHOLDS,
) -> float:
    """Turn a typed target into a figure and refuse those that make no sense.

    Parameters
    ----------
    wish : TargetInput
        What was typed.
    baseline : float
        What a change refers to, in the unit.
    unit : Unit
        What the KPI counts.
    upper : float, optional
        Largest possible value.
    may_be_negative : bool, default False
        Whether the KPI is a net count.
    currency : str, optional
        Of money, for words.
    thresholds : GoalThresholds
        Says which change is too large.

    Returns
    -------
    float
        The target in the KPI's unit.

    Raises
    ------
    GoalError
        If it is no finite number or larger than any figure, zero or negative where only more is
        possible, above the largest possible value, or a change of -100 % and less or beyond the
        limit.
    """
    for figure in (wish.value, wish.change):
        if figure is not None and not math.isfinite(figure):
            raise GoalError(msg("The target is not a number; give a figure such as 12,400."))
        if figure is not None and abs(figure) > LARGEST_FIGURE:
            raise GoalError(
                msg(
                    "The target is beyond anything that can be judged; give a figure such as "
                    "12,400."
                )
            )
    if wish.change is not None:
        target = _changed(wish.change, Amount(baseline, unit, currency), thresholds)
    else:
        assert wish.value is not None  # one of the two is given, see TargetInput
        target = wish.value
    if not may_be_negative and target <= 0:
        raise GoalError(
            msg(
                "A target of {target} cannot be worked towards; give a figure above 0.",
                target=Amount(target, unit, currency),
            )
        )
    if upper is not None and target > upper:
        raise GoalError(
            msg(
                "The target {target} is more than this KPI can be; the largest value is {upper}.",
                target=Amount(target, unit, currency),
                upper=Amount(upper, unit, currency),
            )
        )
    if baseline > 0 and target / baseline - 1 > thresholds.largest_change:
        raise _too_large(target / baseline - 1, thresholds)
    return target


def _changed(change: float, baseline: Amount, thresholds: GoalThresholds) -> float:
    if change <= -1:
        raise GoalError(
            msg(
                "A change of {change} leaves nothing; give a change above -100%.",
                change=Change(change),
            )
        )
    if change > thresholds.largest_change:
        raise _too_large(change, thresholds)
    if baseline.value <= 0:
        raise GoalError(
            msg(
                "The baseline is {baseline}, so a change in percent says nothing; give the target "
                "as a number.",
                baseline=baseline,
            )
        )
    return baseline.value * (1 + change)


def _too_large(change: float, thresholds: GoalThresholds) -> GoalError:
    return GoalError(
        msg(
            "A change of {change} is beyond anything that can be judged; stay below {limit}.",
            change=Change(change),
            limit=Change(thresholds.largest_change),
        )
    )


def _unreadable(text: str) -> GoalError:
    return GoalError(
        msg(
            "{text} is no target; write a number such as 12,400 or a change such as +20%.",
            text=text,
        )
    )


def _clock_seconds(clock: re.Match[str]) -> float:
    parts = [int(p) for p in clock.groups() if p is not None]
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + part
    return float(seconds)
