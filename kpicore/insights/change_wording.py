"""What is said of sudden changes, and of the days on which followers left."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from kpicore.insights.causes import LEVELS
from kpicore.insights.sudden_change import SuddenChange
from kpicore.insights.unfollows import Unfollows
from kpicore.messages import Message, msg, msgs
from kpicore.metrics import METRICS, MetricKind
from kpicore.units import Amount, Change, Unit

SURE = 0.001
"""Changes that chance would name once in a thousand days are worth a word elsewhere."""


def change_label(metric: str) -> Message:
    """Return what changed: of a level, its daily gain."""
    return METRICS["net_followers" if metric in LEVELS else metric].label


def change_sentence(change: SuddenChange) -> Message:
    """Say one sudden change with its numbers.

    Parameters
    ----------
    change : SuddenChange
        The change.

    Returns
    -------
    Message
        One sentence.
    """
    if change.kind.stays:
        return _level_sentence(change)
    signed = change.metric in LEVELS
    values: dict[str, Message | Amount] = {
        "metric": change_label(change.metric),
        "value": _amount(change.value, signed=signed),
        "expected": _amount(change.expected, signed=signed),
    }
    if signed or isnan(change.effect):
        if change.days == 1:
            return msg(
                "{metric} on {day}: {value}, where {expected} were expected.",
                day=change.first,
                **values,
            )
        return msg(
            "{metric} from {first} to {last}: {value}, where {expected} were expected.",
            first=change.first,
            last=change.last,
            **values,
        )
    if change.days == 1:
        return msg(
            "{metric} on {day}: {value}, {effect} against the {expected} that were expected.",
            day=change.first,
            effect=Change(change.effect),
            **values,
        )
    return msg(
        "{metric} from {first} to {last}: {value}, {effect} against the {expected} that were "
        "expected.",
        first=change.first,
        last=change.last,
        effect=Change(change.effect),
        **values,
    )


def _level_sentence(change: SuddenChange) -> Message:
    signed = change.metric in LEVELS
    values: dict[str, Message | Amount] = {
        "metric": change_label(change.metric),
        "value": _amount(change.value, signed=signed),
        "expected": _amount(change.expected, signed=signed),
    }
    if signed or isnan(change.effect):
        return msg(
            "{metric} since {first}: {value} a day in two weeks, {expected} in the four weeks "
            "before.",
            first=change.first,
            **values,
        )
    return msg(
        "{metric} since {first}: {value} a day in two weeks, {effect} against the {expected} of "
        "the four weeks before.",
        first=change.first,
        effect=Change(change.effect),
        **values,
    )


def _amount(value: float, *, signed: bool) -> Amount:
    return Amount(float(round(value)), Unit.COUNT, signed=signed)


def changes_sentence(
    changes: Sequence[SuddenChange], metrics: Sequence[str], judged: int
) -> Message:
    """Say the newest of the changes, or that there is none.

    Parameters
    ----------
    changes : sequence of SuddenChange
        Of one or more metrics.
    metrics : sequence of str
        What was looked at.
    judged : int
        Number of days that could be judged.

    Returns
    -------
    Message
        One sentence.
    """
    if changes:
        return change_sentence(max(changes, key=lambda c: (c.first, -c.p_value)))
    return msg(
        "No sudden change in {metrics}: each of {days} days lies where such days usually lie.",
        metrics=tuple(change_label(m) for m in metrics),
        days=judged,
    )


def chance_sentence(judged: int, false_alarms: float) -> Message:
    """Say how many of the days may be marked although nothing happened.

    Parameters
    ----------
    judged : int
        Number of days that were judged.
    false_alarms : float
        Share of them that chance marks.

    Returns
    -------
    Message
        For people who have not learned statistics.
    """
    return msgs(
        "A marked day may be a false alarm: among {days} ordinary days about one is marked "
        "although nothing happened. Weekdays, seasons, trend and your events are no alarms.",
        "Some marked days may be false alarms: among {days} ordinary days about {count} are marked "
        "although nothing happened. Weekdays, seasons, trend and your events are no alarms.",
        # Less than one is still one that may be among them.
        max(round(judged * false_alarms), 1),
        days=judged,
    )


def elsewhere_sentence(changes: Sequence[SuddenChange]) -> Message | None:
    """Say the surest change of other numbers; None where none is sure.

    Parameters
    ----------
    changes : sequence of SuddenChange
        Of metrics that are not shown.

    Returns
    -------
    Message or None
        One sentence.
    """
    sure = [c for c in changes if c.p_value < SURE]
    if not sure:
        return None
    return msg("Elsewhere: {change}", change=change_sentence(min(sure, key=lambda c: c.p_value)))


def unexplained(change: SuddenChange) -> Message:
    """Say that the data do not explain a change, and what is known beside them."""
    if not change.kind.up and METRICS[change.metric].kind is MetricKind.STOCK:
        return msg(
            "Nothing in your data explains it. Platforms remove inactive and false accounts in "
            "one go now and then."
        )
    return msg("Nothing in your data explains it.")


def unfollows_sentence(found: Unfollows) -> Message:
    """Say on which days followers left.

    Parameters
    ----------
    found : Unfollows
        Days with followers gained and lost.

    Returns
    -------
    Message
        One sentence.
    """
    if found.days.empty:
        return msg("Your exports do not tell who unfollowed; only the sum of coming and going.")
    if not found.drivers:
        return msg(
            "{lost} unfollowed from {first} to {last}, evenly: no day stands out.",
            lost=Amount(found.lost),
            first=found.period.first,
            last=found.period.last,
        )
    worst = found.worst
    return msgs(
        "{share} of the {lost} who unfollowed from {first} to {last} left on {count} day; most on "
        "{day}: {most}, where {expected} were expected.",
        "{share} of the {lost} who unfollowed from {first} to {last} left on {count} days; most "
        "on {day}: {most}, where {expected} were expected.",
        sum(c.days for c in found.drivers),
        share=Amount(found.driven_share, Unit.SHARE),
        lost=Amount(found.lost),
        first=found.period.first,
        last=found.period.last,
        day=worst.first,
        most=_amount(worst.value, signed=False),
        expected=_amount(worst.expected, signed=False),
    )
