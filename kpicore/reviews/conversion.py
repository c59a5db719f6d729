"""Whether conversion is where the goal wants it, or how it moved where no goal speaks of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kpicore.goals.words import STATUS_WORDS
from kpicore.history import History
from kpicore.kpis import KpiValue, compute_kpis, kpi
from kpicore.messages import Message, MessageValue, msg
from kpicore.periods import Period
from kpicore.reviews.model import Finding, Question
from kpicore.reviews.standing import GoalStanding
from kpicore.units import Amount

KPIS = ("conversion_rate", "link_ctr", "follow_conversion", "profile_visit_rate")
"""Steps towards acting, the last one first."""
MOST_SHOWN = 2


def conversion_findings(
    history: History,
    period: Period,
    *,
    account_ids: Sequence[str],
    today: date,
    standings: Iterable[GoalStanding] = (),
) -> tuple[Finding, ...]:
    """Put in words where conversion stands.

    Parameters
    ----------
    history : History
        The data.
    period : Period
        Under review.
    account_ids : sequence of str
        Accounts, put together.
    today : date
        Nothing from this day on is counted.
    standings : iterable of GoalStanding
        Goals; those on these KPIs are set beside the figures.

    Returns
    -------
    tuple of Finding
        At most `MOST_SHOWN` KPIs that have a value; one that says what is missing where none has.
    """
    values = compute_kpis(history, period, account_ids=account_ids, today=today, keys=KPIS)
    known = [v for v in values if v.value is not None][:MOST_SHOWN]
    if not known:
        sentence = msg(
            "The exports hold no clicks, visits of the profile or conversions for these days."
        )
        return (Finding(question=Question.CONVERSION, sentence=sentence),)
    goals = [s for s in standings if s.goal.kpi in KPIS]
    return tuple(_finding(value, goals) for value in known)


def _finding(value: KpiValue, goals: Sequence[GoalStanding]) -> Finding:
    aimed = next((s for s in goals if s.goal.kpi == value.key), None)
    return Finding(
        question=Question.CONVERSION,
        sentence=_without_goal(value) if aimed is None else _with_goal(value, aimed),
        value=value.value,
        unit=value.unit,
        goal_id="" if aimed is None else aimed.goal.goal_id,
    )


def _with_goal(value: KpiValue, aimed: GoalStanding) -> Message:
    values: dict[str, MessageValue] = {
        "kpi": kpi(value.key).label,
        "value": Amount(value.value or 0.0, value.unit, value.currency),
        "target": Amount(aimed.goal.target, value.unit, value.currency),
        "deadline": aimed.goal.deadline,
    }
    if aimed.status is None:
        return msg("{kpi}: {value}; the goal wants {target} by {deadline}.", **values)
    return msg(
        "{kpi}: {value}; the goal wants {target} by {deadline}. {status}.",
        status=STATUS_WORDS[aimed.status].label,
        **values,
    )


def _without_goal(value: KpiValue) -> Message:
    values: dict[str, MessageValue] = {
        "kpi": kpi(value.key).label,
        "value": Amount(value.value or 0.0, value.unit, value.currency),
    }
    if value.previous is None:
        return msg("{kpi}: {value}. No goal speaks of it.", **values)
    return msg(
        "{kpi}: {value}, {before} before. No goal speaks of it.",
        before=Amount(value.previous, value.unit, value.currency),
        **values,
    )
