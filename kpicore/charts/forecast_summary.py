"""The sentence beside charts of what may come: forecasts and targets, and how they did."""

from __future__ import annotations

from datetime import date

import pandas as pd

from kpicore.charts.quantity import Quantity
from kpicore.forecasting.evidence import Evidence
from kpicore.messages import Message, MessageValue, msg, msgs
from kpicore.units import Probability


def fan_summary(frame: pd.DataFrame, *, quantity: Quantity, by_week: bool = False) -> Message:
    """Say where a fan ends.

    Parameters
    ----------
    frame : DataFrame
        `kpicore.charts.fan.FAN_COLUMNS` with at least one forecast row.
    quantity : Quantity
        What the values are.
    by_week : bool, default False
        Whether each point is a week of its own, where the page's sentence speaks of 28 days.

    Returns
    -------
    Message
        One sentence; of weeks also why it is not the figure of the page's sentence.
    """
    end = frame.dropna(subset=["median"]).iloc[-1]
    values: dict[str, MessageValue] = {
        "kpi": quantity.label,
        "day": _day(end["date"]),
        "median": quantity.amount(float(end["median"])),
        "low": quantity.amount(float(end["low_80"])),
        "high": quantity.amount(float(end["high_80"])),
    }
    if by_week:
        return msg(
            "{kpi}, each week by itself: in the week to {day} the middle of the possible futures "
            "is {median}; 8 in 10 lie between {low} and {high}. Single weeks vary more than the 28 "
            "days told above.",
            **values,
        )
    return msg(
        "{kpi}: on {day} the middle of the possible futures is {median}; 8 in 10 lie between {low} "
        "and {high}.",
        **values,
    )


def goal_summary(
    frame: pd.DataFrame, *, quantity: Quantity, target: float, probability: float
) -> Message:
    """Say where the fan ends beside the target.

    Parameters
    ----------
    frame : DataFrame
        `kpicore.charts.fan.FAN_COLUMNS` up to the deadline.
    quantity : Quantity
        What the values are.
    target : float
        In the unit.
    probability : float
        In [0, 1].

    Returns
    -------
    Message
        One sentence.
    """
    end = frame.iloc[-1]
    return msg(
        "{kpi}: the target {target} on {day} is met in {probability} of the possible futures; the "
        "middle one ends at {median}.",
        kpi=quantity.label,
        target=quantity.amount(target),
        day=_day(end["date"]),
        probability=Probability(probability),
        median=quantity.amount(float(end["median"])),
    )


def curve_summary(ladder: pd.DataFrame, *, quantity: Quantity) -> Message:
    """Name the easiest and the hardest target of a ladder with their probabilities.

    Parameters
    ----------
    ladder : DataFrame
        ``target`` and ``probability``, at least one row.
    quantity : Quantity
        What the targets are.

    Returns
    -------
    Message
        One sentence.
    """
    chances = ladder["probability"].to_numpy()
    easiest, hardest = ladder.iloc[int(chances.argmax())], ladder.iloc[int(chances.argmin())]
    return msg(
        "The chance falls from {easy_probability} for {easy} to {hard_probability} for {hard}.",
        easy=quantity.amount(float(easiest["target"])),
        easy_probability=Probability(float(easiest["probability"])),
        hard=quantity.amount(float(hardest["target"])),
        hard_probability=Probability(float(hardest["probability"])),
    )


def track_summary(evidence: Evidence) -> Message:
    """Say how often past outcomes lay where they would have been expected.

    Parameters
    ----------
    evidence : Evidence
        Of a forecast.

    Returns
    -------
    Message
        One sentence, also without past windows.
    """
    count = len(evidence.windows)
    if not count:
        return msg(
            "The history is too short to try the forecast on its own past; the range rests on what "
            "other accounts did."
        )
    inside = sum(window.inside for window in evidence.windows)
    return msgs(
        "Tried on {count} past window: {inside} time the outcome lay in the range that would have "
        "been said; the aim is 8 in 10.",
        "Tried on {count} past windows: {inside} times the outcome lay in the range that would "
        "have been said; the aim is 8 in 10.",
        count,
        inside=inside,
    )


def comparison_summary(evidence: Evidence, *, quantity: Quantity) -> Message | None:
    """Say whether the forecast was closer than "nothing changes", and admit it when not.

    Parameters
    ----------
    evidence : Evidence
        Of a forecast.
    quantity : Quantity
        What its values are.

    Returns
    -------
    Message or None
        One sentence; None without past windows.
    """
    mine, theirs = evidence.median_error, evidence.unchanged_error
    if mine is None or theirs is None:
        return None
    values = {"mine": quantity.amount(mine), "theirs": quantity.amount(theirs)}
    if evidence.beats_unchanged:
        return msg(
            "Its middle missed what happened by {mine} on average; “it stays as it is” missed by "
            "{theirs}.",
            **values,
        )
    return msg(
        "“It stays as it is” missed what happened by {theirs} on average, the forecast by {mine}: "
        "about the direction nothing better than “it stays” can be said here.",
        **values,
    )


def _day(moment: pd.Timestamp) -> date:
    return moment.date()
