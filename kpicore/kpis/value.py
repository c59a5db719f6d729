"""A KPI over a period: its value, what it is compared with, and why where there is none."""

from __future__ import annotations

from dataclasses import dataclass

from kpicore.kpis.definition import Statistic
from kpicore.messages import Message
from kpicore.periods import Period
from kpicore.units import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiValue:
    """A KPI of some accounts over a period.

    Attributes
    ----------
    key : str
        Key of the catalogue.
    statistic : Statistic
        How single values became one figure.
    unit : Unit
        What `value` counts.
    accounts : tuple of str
        Account ids that it speaks of.
    period : Period
        Days that it covers.
    value : float or None
        As stored: shares 0-1, durations in seconds; None where it cannot be computed.
    reason : Message or None
        Why there is no value; always given when `value` is None.
    previous : float or None
        The same figure over `previous_period`; None where it cannot be computed.
    previous_period : Period or None
        The span of equal length before `period`.
    change : float or None
        ``value / previous - 1`` as a share; for shares and net counts see `difference`.
    difference : float or None
        ``value - previous`` in the unit.
    numerator, denominator : float or None
        The two sums behind a ratio, for showing the formula with its numbers.
    days_observed : int
        Days of the period that hold data.
    posts_counted, posts_left_out : int
        Posts behind a per-post figure, and those left out because they are too young.
    posts_completed : int
        Posts among those counted that are young and were completed by the account's age curve.
    completion_error : float or None
        Standard error that the completion adds, as a share of the value; None without completed
        posts.
    unfinished : bool
        Whether days of the period are still to come; `value` then covers its known beginning and
        `previous` the same span of the period before.
    currency : str or None
        ISO 4217 code of money.
    counted_differently : bool
        Whether the platform changed what it counts between the two spans that `change` compares,
        or inside them.
    notes : tuple of Message
        What a reader must know: missing days, series breaks, upper bounds.
    """

    key: str
    statistic: Statistic
    unit: Unit
    accounts: tuple[str, ...]
    period: Period
    value: float | None
    reason: Message | None = None
    previous: float | None = None
    previous_period: Period | None = None
    change: float | None = None
    difference: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    days_observed: int = 0
    posts_counted: int = 0
    posts_left_out: int = 0
    posts_completed: int = 0
    completion_error: float | None = None
    unfinished: bool = False
    currency: str | None = None
    counted_differently: bool = False
    notes: tuple[Message, ...] = ()
