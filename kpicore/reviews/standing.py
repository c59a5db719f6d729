"""Which goals are at risk: how each stands, and how that changed since the last review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from kpicore.goals.attention import NEEDS_ATTENTION
from kpicore.goals.model import Goal, GoalCheck, Status
from kpicore.goals.progress import Progress, Settlement
from kpicore.goals.words import STATUS_WORDS
from kpicore.kpis import kpi
from kpicore.messages import Message, MessageValue, msg, msgs
from kpicore.reviews.model import Finding, Question
from kpicore.units import Amount, Probability, Unit

MOST_TOLD = 12
"""Goals with a sentence of their own; the others are counted."""
UNCHANGED = 0.03
"""A probability that moved by less is told as unchanged: draws tell it to about that much."""

_ORDER: Mapping[Status | None, int] = MappingProxyType(
    {
        Status.AT_RISK: 0,
        Status.OUT_OF_REACH: 1,
        Status.MISSED: 2,
        Status.TOO_EARLY: 3,
        Status.ON_PACE: 4,
        Status.AHEAD: 5,
        Status.REACHED: 6,
        Status.WAITING: 7,
        None: 8,
    }
)
"""What can still be turned comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalStanding:
    """One goal and what the newest data say of it.

    Attributes
    ----------
    goal : Goal
        As saved.
    check, progress : GoalCheck, Progress or None
        Of a running goal; None while they are not known.
    settlement : Settlement or None
        Of a goal whose deadline the data have reached.
    probability_then : float or None
        Of the same target at the last review; None where nothing was said of it then.
    fault : Message or None
        Why nothing can be said.
    currency : str or None
        ISO 4217 code of money.
    """

    goal: Goal
    check: GoalCheck | None = None
    progress: Progress | None = None
    settlement: Settlement | None = None
    probability_then: float | None = None
    fault: Message | None = None
    currency: str | None = None

    @property
    def status(self) -> Status | None:
        """How it stands; None while that is not known."""
        if self.progress is not None:
            return self.progress.status
        return None if self.settlement is None else self.settlement.status

    @property
    def needs_attention(self) -> bool:
        """Whether it will more likely be missed than reached."""
        return self.status in NEEDS_ATTENTION


def by_attention(standings: Sequence[GoalStanding]) -> tuple[GoalStanding, ...]:
    """Return goals in the order in which they need attention."""
    return tuple(sorted(standings, key=lambda s: (_ORDER[s.status], s.goal.deadline)))


def goal_findings(standings: Sequence[GoalStanding], *, others: int = 0) -> tuple[Finding, ...]:
    """Put in words which goals are at risk.

    Parameters
    ----------
    standings : sequence of GoalStanding
        Goals that were looked at.
    others : int, default 0
        Running goals that were not.

    Returns
    -------
    tuple of Finding
        How many are at risk first, then a sentence for each of those that need attention most.
    """
    if not standings:
        return (_of(msg("No goal is set, so none is at risk."), 0.0),)
    ordered = by_attention(standings)
    found = [_of(risk_sentence(standings), float(count_at_risk(standings)))]
    found += [_of_goal(s) for s in ordered[:MOST_TOLD]]
    left = len(ordered) - MOST_TOLD
    if left > 0:
        sentence = msgs(
            "{count} more goal stands better than these.",
            "{count} more goals stand better than these.",
            left,
        )
        found.append(_of(sentence, float(left)))
    if others:
        sentence = msgs(
            "{count} goal with a later deadline was not looked at.",
            "{count} goals with later deadlines were not looked at.",
            others,
        )
        found.append(_of(sentence, float(others)))
    return tuple(found)


def count_at_risk(standings: Sequence[GoalStanding]) -> int:
    """Return how many goals will more likely be missed than reached."""
    return sum(s.needs_attention for s in standings)


def risk_sentence(standings: Sequence[GoalStanding]) -> Message:
    """Say how many of the goals are at risk or out of reach."""
    return msgs(
        "{risky} of {count} goal is at risk or out of reach.",
        "{risky} of {count} goals are at risk or out of reach.",
        len(standings),
        risky=count_at_risk(standings),
    )


def _of_goal(standing: GoalStanding) -> Finding:
    probability = None if standing.check is None else standing.check.probability
    return Finding(
        question=Question.GOALS,
        sentence=standing_sentence(standing),
        value=probability,
        unit=Unit.SHARE,
        goal_id=standing.goal.goal_id,
    )


def standing_sentence(standing: GoalStanding) -> Message:
    """Say how one goal stands, and how its probability moved since the last review."""
    goal, definition = standing.goal, kpi(standing.goal.kpi)
    values: dict[str, MessageValue] = {
        "kpi": definition.label,
        "target": Amount(goal.target, definition.unit, standing.currency),
        "deadline": goal.deadline,
    }
    if standing.status is not None:
        values["status"] = STATUS_WORDS[standing.status].label
    if standing.check is not None and standing.progress is not None:
        return _running(standing, standing.check, values)
    if standing.settlement is not None and standing.settlement.outcome is not None:
        outcome = Amount(standing.settlement.outcome, definition.unit, standing.currency)
        return msg(
            "{kpi}, {target} by {deadline}: {status}, with {outcome}.", outcome=outcome, **values
        )
    if standing.settlement is not None:
        return msg("{kpi}, {target} by {deadline}: {status}.", **values)
    if standing.fault is not None:
        return msg("{kpi}, {target} by {deadline}: {fault}", fault=standing.fault, **values)
    return msg("{kpi}, {target} by {deadline}.", **values)


def _running(standing: GoalStanding, check: GoalCheck, values: dict[str, MessageValue]) -> Message:
    now, then = check.probability, standing.probability_then
    values["now"] = Probability(now)
    if then is None:
        return msg("{kpi}, {target} by {deadline}: {status}, {now} likely.", **values)
    values["then"] = Probability(then)
    if abs(now - then) < UNCHANGED:
        return msg(
            "{kpi}, {target} by {deadline}: {status}, {now} likely, as at the last look.", **values
        )
    return msg(
        "{kpi}, {target} by {deadline}: {status}, {now} likely, {then} at the last look.", **values
    )


def _of(sentence: Message, value: float) -> Finding:
    return Finding(question=Question.GOALS, sentence=sentence, value=value)
