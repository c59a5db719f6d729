"""The SMART sentence of a goal and the short sentences around it.

Every sentence is a whole message of its own, so that languages with another word order can say it
in theirs; a goal's text is a tuple of such sentences.
"""

from __future__ import annotations

from kpicore.goals.check import goal_aims_up
from kpicore.goals.model import Goal, GoalCheck, Measure, Status
from kpicore.goals.outlook import KpiOutlook
from kpicore.goals.progress import Progress, Settlement
from kpicore.goals.words import (
    STATISTIC_WORDS,
    STATUS_WORDS,
    VERDICT_WORDS,
    account_names,
    amount,
    figure,
)
from kpicore.kpis.definition import Statistic
from kpicore.messages import Message, MessageValue, msg, msgs
from kpicore.units import Change, Probability


def holds(goal: Goal, outlook: KpiOutlook) -> bool:
    """Tell whether a goal asks for no more than its baseline: to hold, not to change."""
    if goal_aims_up(outlook):
        return goal.target <= goal.baseline.value
    return goal.target >= goal.baseline.value


def aim_sentence(goal: Goal, outlook: KpiOutlook) -> Message:
    """Say what is aimed at, from where and until when.

    Parameters
    ----------
    goal : Goal
        The goal.
    outlook : KpiOutlook
        Its KPI and accounts.

    Returns
    -------
    Message
        "raise from ... to ...", "lower ...", or "hold at least ..." where the target asks for no
        more than the baseline.
    """
    values: dict[str, MessageValue] = {
        "kpi": outlook.definition.label,
        "accounts": account_names(outlook.accounts),
        "baseline": figure(outlook, goal.measure, goal.baseline.value),
        "target": figure(outlook, goal.measure, goal.target),
        "deadline": goal.deadline,
    }
    up = goal_aims_up(outlook)
    if goal.baseline.value <= 0:
        if up:
            return msg(
                "{kpi} of {accounts}: bring from {baseline} to at least {target} by {deadline}.",
                **values,
            )
        return msg(
            "{kpi} of {accounts}: bring from {baseline} to at most {target} by {deadline}.",
            **values,
        )
    values["change"] = Change(goal.target / goal.baseline.value - 1)
    if up and holds(goal, outlook):
        return msg(
            "{kpi} of {accounts}: hold at least {target} by {deadline} ({change} on the baseline "
            "of {baseline}).",
            **values,
        )
    if holds(goal, outlook):
        return msg(
            "{kpi} of {accounts}: stay at {target} or below by {deadline} ({change} on the "
            "baseline of {baseline}).",
            **values,
        )
    if up:
        return msg(
            "{kpi} of {accounts}: raise from {baseline} to {target} ({change}) by {deadline}.",
            **values,
        )
    return msg(
        "{kpi} of {accounts}: lower from {baseline} to {target} ({change}) by {deadline}.",
        **values,
    )


def formula_sentence(outlook: KpiOutlook) -> Message:
    """Say how the KPI is made."""
    if outlook.statistic is Statistic.POOLED:
        return msg(
            "{kpi} = {formula}.",
            kpi=outlook.definition.label,
            formula=outlook.definition.formula,
        )
    return msg(
        "{kpi} ({statistic}) = {formula}.",
        kpi=outlook.definition.label,
        statistic=STATISTIC_WORDS[outlook.statistic],
        formula=outlook.definition.formula,
    )


def measure_sentence(check: GoalCheck, outlook: KpiOutlook) -> Message:
    """Say on which days the goal is read, and on which its baseline was."""
    goal = check.goal
    values: dict[str, MessageValue] = {
        "first": check.window.first,
        "last": check.window.last,
        "base_first": goal.baseline.period.first,
        "base_last": goal.baseline.period.last,
    }
    if goal.measure is Measure.LEVEL:
        return msg(
            "It is read as the level on {last}; the baseline is the level on {base_last}.",
            **values,
        )
    if goal.measure is Measure.TOTAL:
        return msg(
            "It is read as the total from {first} to {last}; the baseline is the total from "
            "{base_first} to {base_last}.",
            **values,
        )
    if outlook.source.per_post:
        return msg(
            "It is read over the posts published from {first} to {last}; the baseline over those "
            "from {base_first} to {base_last}.",
            **values,
        )
    if outlook.counts_per_day:
        return msg(
            "It is read as the daily mean from {first} to {last}; the baseline is that from "
            "{base_first} to {base_last}.",
            **values,
        )
    return msg(
        "It is read over the 28 days from {first} to {last}; the baseline over those from "
        "{base_first} to {base_last}.",
        **values,
    )


def probability_sentence(check: GoalCheck) -> Message:
    """Say how likely the goal is and on what that rests."""
    values: dict[str, MessageValue] = {
        "probability": Probability(check.probability),
        "verdict": VERDICT_WORDS[check.verdict].label,
        "day": check.forecast_made_on,
    }
    if not check.backtest_windows:
        return msg(
            "Probability {probability} ({verdict}), by the forecast from {day}; the history is "
            "too short for a track record of its own, so its spread is that of other accounts.",
            **values,
        )
    return msgs(
        "Probability {probability} ({verdict}), by the forecast from {day}, whose spread was "
        "checked on one past window of the account.",
        "Probability {probability} ({verdict}), by the forecast from {day}, whose spread was "
        "checked on {count} past windows of the account.",
        check.backtest_windows,
        **values,
    )


def expected_sentence(check: GoalCheck, outlook: KpiOutlook) -> Message:
    """Say what is expected if nothing changes."""
    return msg(
        "If nothing changes, {expected} is expected; in {level} of cases it lies between {low} "
        "and {high}.",
        expected=figure(outlook, check.goal.measure, check.expected),
        level=Probability(check.interval_level),
        low=amount(outlook, check.low),
        high=amount(outlook, check.high),
    )


def growth_sentence(check: GoalCheck, outlook: KpiOutlook) -> Message | None:
    """Say what growth per week is needed beside what is forecast; None where it says nothing."""
    if check.needed_weekly_growth is None or check.forecast_weekly_growth is None:
        return None
    if holds(check.goal, outlook):
        return msg(
            "It stays met up to a change of {needed} per week; the forecast sees {forecast} per "
            "week.",
            needed=Change(check.needed_weekly_growth),
            forecast=Change(check.forecast_weekly_growth),
        )
    return msg(
        "It takes {needed} per week; the forecast sees {forecast} per week.",
        needed=Change(check.needed_weekly_growth),
        forecast=Change(check.forecast_weekly_growth),
    )


def reason_sentence(goal: Goal) -> Message | None:
    """Say why and who, as far as it was given."""
    if goal.reason and goal.owner:
        return msg("Why: {reason} ({owner}).", reason=goal.reason.rstrip("."), owner=goal.owner)
    if goal.reason:
        return msg("Why: {reason}.", reason=goal.reason.rstrip("."))
    if goal.owner:
        return msg("{owner} answers for it.", owner=goal.owner)
    return None


def review_sentence(goal: Goal) -> Message | None:
    """Say when the goal is looked at again."""
    return None if goal.next_review is None else msg("Next review: {day}.", day=goal.next_review)


def smart_sentences(check: GoalCheck, outlook: KpiOutlook) -> tuple[Message, ...]:
    """Return the complete text of a goal, sentence by sentence.

    Parameters
    ----------
    check : GoalCheck
        The goal with its probability.
    outlook : KpiOutlook
        Its KPI and accounts.

    Returns
    -------
    tuple of Message
        Aim, formula, measure and baseline, probability and what it rests on, expected value,
        growth, reason, next review; what was not given is left out.
    """
    sentences = (
        aim_sentence(check.goal, outlook),
        formula_sentence(outlook),
        measure_sentence(check, outlook),
        probability_sentence(check),
        expected_sentence(check, outlook),
        growth_sentence(check, outlook),
        reason_sentence(check.goal),
        review_sentence(check.goal),
    )
    return tuple(s for s in sentences if s is not None)


def headline(check: GoalCheck, outlook: KpiOutlook) -> Message:
    """Say in one short sentence how likely the goal is."""
    return msg(
        "{probability} likely: {kpi} at {target} by {deadline}.",
        probability=Probability(check.probability),
        kpi=outlook.definition.label,
        target=figure(outlook, check.goal.measure, check.goal.target),
        deadline=check.goal.deadline,
    )


def progress_sentence(
    goal: Goal, check: GoalCheck, progress: Progress, outlook: KpiOutlook
) -> Message:
    """Say how a running goal stands and what it takes from here."""
    status = STATUS_WORDS[progress.status].label
    if progress.required_per_day is not None and goal.measure is not Measure.LEVEL:
        return msg(
            "{status}: {probability} likely. Each day that still counts must bring {required}; "
            "{forecast} is forecast.",
            status=status,
            probability=Probability(check.probability),
            required=amount(outlook, progress.required_per_day),
            forecast=amount(outlook, progress.forecast_per_day or 0.0),
        )
    if progress.required_weekly_growth is not None:
        if (progress.required_weekly_growth < 0) is goal_aims_up(outlook):
            return msg(
                "{status}: {probability} likely. It stays met up to a change of {growth} per week.",
                status=status,
                probability=Probability(check.probability),
                growth=Change(progress.required_weekly_growth),
            )
        return msg(
            "{status}: {probability} likely. From here it takes {growth} per week.",
            status=status,
            probability=Probability(check.probability),
            growth=Change(progress.required_weekly_growth),
        )
    return msg(
        "{status}: {probability} likely.",
        status=status,
        probability=Probability(check.probability),
    )


def settlement_sentence(goal: Goal, settlement: Settlement, outlook: KpiOutlook) -> Message:
    """Say how a goal ended, or what it waits for."""
    if settlement.status is Status.WAITING or settlement.outcome is None:
        return msg(
            "Waiting for data: the result can be told from data of {day} on.",
            day=settlement.known_on,
        )
    return msg(
        "{status}: {outcome} against a target of {target}.",
        status=STATUS_WORDS[settlement.status].label,
        outcome=figure(outlook, goal.measure, settlement.outcome),
        target=figure(outlook, goal.measure, goal.target),
    )
