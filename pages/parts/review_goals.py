"""How goals stand under review, how likely they were at the last one, and what changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kpicore.errors import KpiCoreError
from kpicore.goals import (
    Adjustment,
    Goal,
    KpiOutlook,
    adjustments,
    check_goal,
    make_outlook,
)
from kpicore.kpis import KpiValue
from kpicore.periods import quarter_of
from kpicore.reviews import ChangeSplit, GoalStanding, by_attention
from pages.parts import configuration, jobs, outlooks, review_loaders, standings
from pages.parts.configuration import thresholds
from pages.parts.outlooks import Subject
from pages.parts.session import Here
from pages.parts.standings import Standing

MOST_FORECASTS = 12
"""Figures that are forecast for one review; goals on further ones are only counted."""
MOST_GOALS = 60
"""Goals that one review looks at; nobody reads more, and each takes its share of a second."""
MOST_OFFERS = 4
"""Goals at risk for which ways out are worked out."""
MOST_SPLIT = 3
"""Figures whose change is split: each needs the forecast of the last review's day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalReview:
    """What a review knows of goals and figures.

    Attributes
    ----------
    standings : tuple of GoalStanding
        Goals that were looked at, those that need attention first.
    others : int
        Goals that were not.
    splits : tuple of ChangeSplit
        What changed since the last review.
    adjusted : Mapping of str to tuple of Adjustment
        Offers for goals at risk, by their ids.
    pending : tuple of JobKey
        Forecasts that are still being made.
    """

    standings: tuple[GoalStanding, ...] = ()
    others: int = 0
    splits: tuple[ChangeSplit, ...] = ()
    adjusted: Mapping[str, tuple[Adjustment, ...]] = field(default_factory=dict)
    pending: tuple[jobs.JobKey, ...] = ()


def look(here: Here, since: date, leading: KpiValue | None) -> GoalReview:
    """Work out how goals stand; starts the forecasts that it takes.

    Parameters
    ----------
    here : Here
        Who is here.
    since : date
        Day of the last review: nothing from it on was known then.
    leading : KpiValue or None
        Figure whose change is told where no goal is set.

    Returns
    -------
    GoalReview
        As far as the forecasts are there.
    """
    saved = here.workspace.goals()
    goals = _of_accounts(here, saved)
    asked = _nearest(goals)
    found = _needy_first(standings.standings(here, asked, saved))
    pending = [s.job for s in found if s.pending]
    now = {_subject(s.goal): s.outlook for s in found if s.outlook is not None and s.fault is None}
    reach = _reaches(asked)
    if not goals and leading is not None:
        pending += _leading_outlook(here, leading, now)
        reach[leading.key, leading.statistic, here.account_ids] = here.today
    # Begun beside the forecasts of today, not after them: they take as long again.
    before, waiting = _before(here, since, reach)
    pending += waiting
    return GoalReview(
        standings=tuple(_standing(s, before, since) for s in found),
        others=len(goals) - len(asked),
        splits=tuple(_splits(here, since, before, now)),
        adjusted={s.goal.goal_id: _offers(s) for s in found[:MOST_OFFERS]},
        pending=tuple(pending),
    )


def _of_accounts(here: Here, saved: Sequence[Goal]) -> list[Goal]:
    mine = set(here.account_ids)
    goals = [g for g in saved if mine.intersection(g.account_ids)]
    return sorted(goals, key=lambda goal: goal.deadline)


def _nearest(goals: Sequence[Goal]) -> list[Goal]:
    subjects: dict[Subject, None] = {}
    for goal in goals:
        if len(subjects) < MOST_FORECASTS:
            subjects.setdefault(_subject(goal))
    return [goal for goal in goals if _subject(goal) in subjects][:MOST_GOALS]


def _needy_first(found: Sequence[Standing]) -> list[Standing]:
    order = {s.goal.goal_id: n for n, s in enumerate(by_attention([_plain(s) for s in found]))}
    return sorted(found, key=lambda s: order[s.goal.goal_id])


def _plain(standing: Standing, probability_then: float | None = None) -> GoalStanding:
    outlook = standing.outlook
    return GoalStanding(
        goal=standing.goal,
        check=standing.check,
        progress=standing.progress,
        settlement=standing.settlement,
        probability_then=probability_then,
        fault=standing.fault,
        currency=None if outlook is None else outlook.currency,
    )


def _standing(
    standing: Standing, before: Mapping[Subject, KpiOutlook], since: date
) -> GoalStanding:
    then = before.get(_subject(standing.goal))
    if then is None or standing.check is None or standing.goal.created_on > since:
        return _plain(standing)
    if standing.goal.deadline > then.horizon_last or standing.goal.deadline <= then.last_day:
        return _plain(standing)
    said = check_goal(standing.goal, then, thresholds=thresholds())
    return _plain(standing, said.probability)


def _offers(standing: Standing) -> tuple[Adjustment, ...]:
    if standing.outlook is None or not _plain(standing).needs_attention:
        return ()
    return adjustments(standing.goal, standing.outlook, thresholds=thresholds())


def _leading_outlook(
    here: Here, leading: KpiValue, now: dict[Subject, KpiOutlook]
) -> list[jobs.JobKey]:
    subject: Subject = (leading.key, leading.statistic, here.account_ids)
    try:
        found = outlooks.outlook_if_ready(
            here, leading.key, until=here.today, statistic=leading.statistic
        )
    except KpiCoreError:
        # Without a forecast there is nothing to split; the page says the rest.
        return []
    if found is None:
        return [outlooks.outlook_job(here, subject, here.today)]
    now[subject] = found
    return []


def _reaches(goals: Sequence[Goal]) -> dict[Subject, date]:
    """Return the last deadline of each figure, those with the nearest goals first."""
    found: dict[Subject, date] = {}
    for goal in goals:
        subject = _subject(goal)
        found[subject] = max(goal.deadline, found.get(subject, goal.deadline))
    return found


def _before(
    here: Here, since: date, reach: Mapping[Subject, date]
) -> tuple[dict[Subject, KpiOutlook], list[jobs.JobKey]]:
    """Return the outlooks of the last review's day, as far as they are there."""
    found: dict[Subject, KpiOutlook] = {}
    pending: list[jobs.JobKey] = []
    for subject, deadline in list(reach.items())[:MOST_SPLIT]:
        kpi, statistic, ids = subject
        try:
            until = quarter_of(max(deadline, here.today_of(ids))).last
            events = outlooks.events_of(here, ids)
            key = here.key(
                "review", kpi, since.isoformat(), until.isoformat(), statistic, repr(events), *ids
            )
            made = jobs.outcome(
                key,
                make_outlook,
                here.history(ids),
                kpi,
                account_ids=ids,
                until=until,
                today=since,
                statistic=statistic,
                events=events,
                holidays=configuration.settings().holidays or None,
            )
        except KpiCoreError:
            # The account is gone, or its data began too shortly before that day.
            continue
        if made is None:
            pending.append(key)
        else:
            found[subject] = made
    return found, pending


def _splits(
    here: Here, since: date, before: Mapping[Subject, KpiOutlook], now: Mapping[Subject, KpiOutlook]
) -> list[ChangeSplit]:
    made = [
        review_loaders.split(here, since, then, now[subject])
        for subject, then in before.items()
        if subject in now
    ]
    return [split for split in made if split is not None]


def _subject(goal: Goal) -> Subject:
    return goal.kpi, goal.statistic, goal.account_ids
