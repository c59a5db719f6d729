"""What changed between two batches: goals whose status is another one than before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from kpicore.batch.model import BatchSummary, ClientOutcome, FollowedKpi
from kpicore.goals.attention import NEEDS_ATTENTION
from kpicore.goals.model import Status
from kpicore.goals.words import STATUS_WORDS
from kpicore.kpis import CATALOGUE
from kpicore.messages import Message, msg
from kpicore.units import Probability

_RANK: Final[Mapping[Status, int]] = MappingProxyType(
    {
        Status.MISSED: 0,
        Status.OUT_OF_REACH: 1,
        Status.AT_RISK: 2,
        Status.ON_PACE: 3,
        Status.AHEAD: 4,
        Status.REACHED: 5,
    }
)
"""From bad to good; too early to say and waiting for data are neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """A goal whose status changed from one batch to the next.

    Attributes
    ----------
    client_id, client : str
        Whose: id and name.
    accounts : tuple of str
        Names of the accounts.
    kpi : str
        Key of the catalogue.
    goal_id : str
        The goal.
    aim : str
        What it asks for, as a sentence.
    before, after : Status
        What was said and what is said now.
    probability_before, probability_after : float or None
        Of meeting it, 0-1; None once its deadline has passed.
    outcome : str
        How it ended, or what it takes from here, as a sentence.
    day : date
        First day that the newer data do not tell.
    """

    client_id: str
    client: str
    accounts: tuple[str, ...]
    kpi: str
    goal_id: str
    aim: str
    before: Status
    after: Status
    probability_before: float | None
    probability_after: float | None
    outcome: str
    day: date

    @property
    def worse(self) -> bool:
        """Whether it went down; also where it begins to need attention."""
        if self.before in _RANK and self.after in _RANK:
            return _RANK[self.after] < _RANK[self.before]
        return self.after in NEEDS_ATTENTION or self.after is Status.MISSED

    @property
    def better(self) -> bool:
        """Whether it went up, or turned out well after nothing could be said."""
        return not self.worse and self.after in _RANK


def status_changes(before: BatchSummary, after: BatchSummary) -> tuple[StatusChange, ...]:
    """Return the goals whose status differs between two summaries.

    Parameters
    ----------
    before, after : BatchSummary
        An earlier one and a later one. A goal that only one of them knows has not changed; clients
        that failed in one of them are left out.

    Returns
    -------
    tuple of StatusChange
        Those that got worse first, then by client and KPI.
    """
    known = {
        (outcome.client_id, line.goal.goal.goal_id): line
        for outcome in before.outcomes
        for line in outcome.followed
        if line.goal is not None
    }
    found = [
        change
        for outcome in after.outcomes
        for line in outcome.followed
        if line.goal is not None
        and (then := known.get((outcome.client_id, line.goal.goal.goal_id))) is not None
        and (change := _change(outcome, then, line)) is not None
    ]
    return tuple(
        sorted(found, key=lambda c: (not c.worse, c.client.casefold(), c.client_id, c.kpi))
    )


def _change(outcome: ClientOutcome, then: FollowedKpi, now: FollowedKpi) -> StatusChange | None:
    if then.goal is None or now.goal is None or outcome.as_of is None:
        return None
    if then.goal.status is now.goal.status:
        return None
    return StatusChange(
        client_id=outcome.client_id,
        client=outcome.name,
        accounts=now.accounts,
        kpi=now.kpi,
        goal_id=now.goal.goal.goal_id,
        aim=now.goal.aim,
        before=then.goal.status,
        after=now.goal.status,
        probability_before=then.goal.probability,
        probability_after=now.goal.probability,
        outcome=now.goal.standing,
        day=outcome.as_of,
    )


def change_sentence(change: StatusChange) -> Message:
    """Say what changed, in one sentence."""
    before, after = STATUS_WORDS[change.before].label, STATUS_WORDS[change.after].label
    label = CATALOGUE[change.kpi].label
    if change.probability_after is None:
        return msg(
            "{client}: {kpi} went from “{before}” to “{after}”.",
            client=change.client,
            kpi=label,
            before=before,
            after=after,
        )
    return msg(
        "{client}: {kpi} went from “{before}” to “{after}”; the goal is now {probability} likely.",
        client=change.client,
        kpi=label,
        before=before,
        after=after,
        probability=Probability(change.probability_after),
    )
