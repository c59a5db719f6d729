"""How the saved goals stand, each as soon as its forecast is there; Overview and Goals draw it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from kpicore.errors import KpiCoreError
from kpicore.goals import (
    Goal,
    GoalCheck,
    KpiOutlook,
    Progress,
    Settlement,
    Status,
    check_goal,
    progress_of,
    settle,
    stored_forecast,
)
from kpicore.goals.attention import ATTENTION
from kpicore.goals.wording import aim_sentence, progress_sentence, settlement_sentence
from kpicore.kpis import CATALOGUE, kpi
from kpicore.messages import Message, msg, msgs
from kpicore.units import Amount
from pages.parts import cards, jobs, outlooks
from pages.parts.configuration import thresholds
from pages.parts.session import Here

MOST_SHOWN = 12
"""Goals that are checked at once: each needs its own forecast."""

WELL = frozenset({Status.AHEAD, Status.ON_PACE, Status.REACHED})
"""Statuses of goals that are on pace."""

OPEN = frozenset({Status.TOO_EARLY, Status.WAITING, None})
"""Statuses of goals of which it cannot be said yet."""

SHORT = frozenset({Status.AT_RISK, Status.OUT_OF_REACH})
"""Statuses of goals that need something to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One saved goal and what the newest data say of it.

    Attributes
    ----------
    goal : Goal
        As saved.
    job : JobKey
        The forecast behind it, to be waited for.
    outlook : KpiOutlook or None
        None while it is being made, or where it cannot be.
    check : GoalCheck or None
        Of a running goal.
    progress : Progress or None
        Of a running goal.
    settlement : Settlement or None
        Of a goal whose deadline the data have reached.
    fault : Message or None
        Why nothing can be said.
    """

    goal: Goal
    job: jobs.JobKey
    outlook: KpiOutlook | None = None
    check: GoalCheck | None = None
    progress: Progress | None = None
    settlement: Settlement | None = None
    fault: Message | None = None

    @property
    def pending(self) -> bool:
        """Whether the forecast is still being made."""
        return self.outlook is None and self.fault is None

    @property
    def status(self) -> Status | None:
        """How it stands; None while that is not known."""
        if self.progress is not None:
            return self.progress.status
        return self.settlement.status if self.settlement is not None else None

    @property
    def aim(self) -> Message:
        """The goal in one sentence."""
        if self.outlook is not None:
            return aim_sentence(self.goal, self.outlook)
        return short_aim(self.goal)

    @property
    def standing(self) -> Message | None:
        """What it takes from here, how it ended, or why nothing can be said."""
        if self.outlook is None:
            return self.fault
        if self.settlement is not None:
            return settlement_sentence(self.goal, self.settlement, self.outlook)
        if self.check is None or self.progress is None:
            return None
        return progress_sentence(self.goal, self.check, self.progress, self.outlook)


def on_pace_sentence(statuses: Sequence[Status | None]) -> Message:
    """Say how many goals are on pace, of those of which it can be said.

    Parameters
    ----------
    statuses : sequence of Status or None
        Of the goals, at least one.

    Returns
    -------
    Message
        One sentence.
    """
    told = [status for status in statuses if status not in OPEN]
    if not told:
        return msgs(
            "It is too early to say of {count} goal whether it is on pace.",
            "It is too early to say of {count} goals whether they are on pace.",
            len(statuses),
        )
    return msgs(
        "{well} of {count} goal is on pace.",
        "{well} of {count} goals are on pace.",
        len(told),
        well=sum(status in WELL for status in told),
    )


def short_aim(goal: Goal) -> Message:
    """Say what a goal aims at, without a forecast."""
    definition = kpi(goal.kpi)
    return msg(
        "{kpi}: {target} by {deadline}.",
        kpi=definition.label,
        target=Amount(goal.target, definition.unit),
        deadline=goal.deadline,
    )


def nearest(goals: Sequence[Goal]) -> Sequence[Goal]:
    """Return the goals whose deadlines come first, as many as are checked at once."""
    return sorted(goals, key=lambda goal: goal.deadline)[:MOST_SHOWN]


def begin(here: Here) -> None:
    """Start the forecasts of the goals that come first: they are made while the page is drawn.

    Parameters
    ----------
    here : Here
        Who is here.
    """
    saved = here.workspace.goals()
    for goal in nearest(saved):
        with suppress(KpiCoreError):  # said where the goal is drawn
            outlooks.goal_outlook(here, goal, saved, jobs.Patience(0.0))


def standings(
    here: Here,
    goals: Sequence[Goal],
    saved: Sequence[Goal] | None = None,
    *,
    patience: jobs.Patience | None = None,
) -> tuple[Standing, ...]:
    """Return how goals stand, those that need attention first; starts the forecasts they need.

    Parameters
    ----------
    here : Here
        Who is here.
    goals : sequence of Goal
        Saved goals.
    saved : sequence of Goal, optional
        All running goals, where they have been read already.
    patience : Patience, optional
        How long to wait; shared by all goals that a page asks for.

    Returns
    -------
    tuple of Standing
        One per goal.
    """
    saved = here.workspace.goals() if saved is None else saved
    patience = patience or jobs.Patience()
    found = [_standing(here, goal, saved, patience) for goal in goals]
    return tuple(sorted(found, key=lambda s: (ATTENTION[s.status], s.goal.deadline)))


def _standing(here: Here, goal: Goal, saved: Sequence[Goal], patience: jobs.Patience) -> Standing:
    job: jobs.JobKey = ()
    try:
        job = outlooks.goal_job(here, goal, saved)
        outlook = outlooks.goal_outlook(here, goal, saved, patience)
        if outlook is None:
            return Standing(goal=goal, job=job)
        if goal.deadline <= outlook.last_day:
            settlement = settle(goal, outlook.source, direction=CATALOGUE[goal.kpi].direction)
            return Standing(goal=goal, job=job, outlook=outlook, settlement=settlement)
        check = check_goal(goal, outlook, thresholds=thresholds())
        progress = progress_of(goal, check, outlook, thresholds=thresholds())
        return Standing(goal=goal, job=job, outlook=outlook, check=check, progress=progress)
    except KpiCoreError as fault:
        return Standing(goal=goal, job=job, fault=fault.message)


def draw(here: Here, standing: Standing) -> None:
    """Draw the card of one goal; what it says is kept, wherever it was seen."""
    cards.goal_card(
        here.t, standing.aim, standing.check, standing.status, standing=standing.standing
    )
    if standing.check is not None and here.may_edit:
        remember(here, standing.goal, standing.check)


def remember(here: Here, goal: Goal, check: GoalCheck) -> None:
    """Keep what is said of a saved goal now, unless the same was said last."""
    said = here.workspace.forecasts(goal.goal_id)
    if said and (said[-1].target, said[-1].probability) == (goal.target, check.probability):
        return
    now = datetime.now(UTC).replace(tzinfo=None)
    here.workspace.record_forecast(stored_forecast(replace(check, goal=goal), now))


def wait_for_pending(here: Here, found: Sequence[Standing]) -> None:
    """Draw progress while forecasts are being made, and run the page again as they come in."""
    pending = [s.job for s in found if s.pending]
    if pending:
        jobs.wait_for(here.t, msg("Checking your goals against the forecast…"), *pending)
