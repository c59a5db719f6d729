"""Words and figures of goals: verdicts, statuses, rungs, and a value with what it is read as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from kpicore.goals.model import Measure, Rung, Status, Verdict
from kpicore.goals.outlook import KpiOutlook
from kpicore.history import Account
from kpicore.kpis.definition import Statistic
from kpicore.messages import Message, alone, msg
from kpicore.units import Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A judgement as people see it: never by colour alone.

    Attributes
    ----------
    label : Message
        The word.
    icon : str
        Name of a Material symbol.
    meaning : Message
        One sentence that says what it stands for.
    """

    label: Message
    icon: str
    meaning: Message


VERDICT_WORDS: Mapping[Verdict, Word] = MappingProxyType(
    {
        Verdict.SAFE: Word(
            label=msg("Safe"),
            icon="verified",
            meaning=msg("Very likely to come true."),
        ),
        Verdict.REALISTIC: Word(
            label=msg("Realistic"),
            icon="check_circle",
            meaning=msg("More likely than not."),
        ),
        Verdict.STRETCH: Word(
            label=msg("Stretch"),
            icon="trending_up",
            meaning=msg("Possible, but less likely than not."),
        ),
        Verdict.UNLIKELY: Word(
            label=msg("Unlikely"),
            icon="block",
            meaning=msg("Hardly comes true unless something changes."),
        ),
    }
)

STATUS_WORDS: Mapping[Status, Word] = MappingProxyType(
    {
        Status.TOO_EARLY: Word(
            label=msg("Too early to say"),
            icon="hourglass_empty",
            meaning=msg("The first fifth of the time says little."),
        ),
        Status.AHEAD: Word(
            label=msg("Ahead"),
            icon="rocket_launch",
            meaning=msg("It will very likely be reached."),
        ),
        Status.ON_PACE: Word(
            label=msg("On pace"),
            icon="check_circle",
            meaning=msg("It will more likely than not be reached."),
        ),
        Status.AT_RISK: Word(
            label=msg("At risk"),
            icon="warning",
            meaning=msg("It will more likely be missed than reached."),
        ),
        Status.OUT_OF_REACH: Word(
            label=msg("Out of reach"),
            icon="block",
            meaning=msg("It will hardly be reached; adjust it or change something."),
        ),
        Status.REACHED: Word(
            label=msg("Reached"), icon="flag", meaning=msg("The target was met at the deadline.")
        ),
        Status.MISSED: Word(
            label=msg("Missed"),
            icon="close",
            meaning=msg("The target was not met at the deadline."),
        ),
        Status.WAITING: Word(
            label=msg("Waiting for data"),
            icon="schedule",
            meaning=msg("The data that settle it are not there yet."),
        ),
    }
)

RUNG_WORDS: Mapping[Rung, Message] = MappingProxyType(
    {
        Rung.SAFE: msg("Safe"),
        Rung.REALISTIC: msg("Realistic"),
        Rung.STRETCH: msg("Stretch"),
        Rung.CUSTOM: msg("Your own"),
    }
)

MEASURE_WORDS: Mapping[Measure, Message] = MappingProxyType(
    {
        Measure.MEAN: msg("Mean of the last 28 days"),
        Measure.TOTAL: msg("Total of the period"),
        Measure.LEVEL: msg("Level at the deadline"),
    }
)

STATISTIC_WORDS: Mapping[Statistic, Message] = MappingProxyType(
    {
        Statistic.POOLED: msg("all together"),
        Statistic.MEDIAN_PER_POST: msg("median of the posts"),
        Statistic.MEAN_PER_POST: msg("mean of the posts"),
        Statistic.P90: msg("90th percentile"),
    }
)


def account_names(accounts: Sequence[Account]) -> tuple[str, ...]:
    """Return the names of accounts, with the platform where two have the same name."""
    names = [a.name for a in accounts]
    return tuple(
        a.name if names.count(a.name) == 1 else f"{a.name} ({a.platform})" for a in accounts
    )


def amount(outlook: KpiOutlook, value: float) -> Amount:
    """Return a value in the outlook's unit and currency, for wording."""
    return Amount(value, outlook.unit, outlook.currency)


def figure(outlook: KpiOutlook, measure: Measure, value: float) -> Message:
    """Word a value with what it is read as: per day, in total, or as it stands.

    Parameters
    ----------
    outlook : KpiOutlook
        The KPI.
    measure : Measure
        How the value was read.
    value : float
        In the unit.

    Returns
    -------
    Message
        ``"12,400 per day"`` for means of counts, ``"1,130,000 in total"``, else the value alone.
    """
    if measure is Measure.TOTAL:
        return msg("{amount} in total", amount=amount(outlook, value))
    if measure is Measure.MEAN and outlook.counts_per_day and outlook.source.step_days > 1:
        return msg("{amount} per week", amount=amount(outlook, value))
    if measure is Measure.MEAN and outlook.counts_per_day:
        return msg("{amount} per day", amount=amount(outlook, value))
    return alone(amount(outlook, value))
