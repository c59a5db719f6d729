"""What a report is made of: the data that are looked at, and the goals with their forecasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from kpicore.errors import KpiCoreError
from kpicore.goals import pace_path
from kpicore.kpis import Stage
from kpicore.messages import msg
from kpicore.reports import Kind, Material, ReportGoal
from kpicore.reviews import GoalStanding
from kpicore.reviews.model import Decision, ReviewNote
from pages.parts import (
    goal_outlooks,
    goal_plan,
    jobs,
    outlooks,
    review_notes,
    review_subject,
    standings,
)
from pages.parts.configuration import thresholds
from pages.parts.report_choices import Choice
from pages.parts.standings import Standing


def material(choice: Choice) -> Material | None:
    """Return what a report is made of; draws progress and gives None until it is all there.

    Parameters
    ----------
    choice : Choice
        Which report is made.

    Returns
    -------
    Material or None
        None while forecasts are being made.
    """
    here = choice.here
    found = standings.standings(here, choice.goals)
    standings.wait_for_pending(here, found)
    if any(standing.pending for standing in found):
        return None
    running = [standing for standing in found if standing.check is not None]
    odds = None
    if len(running) > 1 and choice.kind is not Kind.GOAL:
        odds = goal_plan.odds_of(here, running[: goal_plan.MOST_TOGETHER])
        if odds is None:
            return None
    paces = _paces(choice, running)
    if paces is None:
        return None
    notes, decisions = _written(choice)
    return Material(
        history=here.history(),
        period=choice.days.period,
        today=here.calendar_day,
        made_on=here.calendar_day,
        goals=tuple(_goal(standing, paces) for standing in (*running, *_others(found))),
        odds=odds,
        core_kpis=here.preferences.core_kpis,
        stage=here.preferences.stage or Stage.BRAND,
        options=here.options,
        events=outlooks.events_of(here, here.account_ids),
        files=_files(choice),
        notes=notes,
        decisions=decisions,
        thresholds=thresholds(),
    )


def _others(found: Sequence[Standing]) -> list[Standing]:
    return [standing for standing in found if standing.check is None]


def _paces(choice: Choice, running: Sequence[Standing]) -> Mapping[str, pd.DataFrame] | None:
    """Return the pace of the goal on a card; draws progress and gives None until it is there."""
    here, found = choice.here, {}
    for standing in running if choice.kind is Kind.GOAL else ():
        goal, outlook = standing.goal, standing.outlook
        if outlook is None:
            continue
        try:
            start = goal_outlooks.outlook_at_start(here, goal, outlook)
        except KpiCoreError:
            # The data of the day it was set are gone or too few: a card without the path.
            continue
        if start is None:
            waiting = msg("Drawing the pace to the target…")
            jobs.wait_for(here.t, waiting, goal_outlooks.start_job(here, goal))
            return None
        found[goal.goal_id] = pace_path(goal, start, thresholds=thresholds())
    return found


def _goal(standing: Standing, paces: Mapping[str, pd.DataFrame]) -> ReportGoal:
    outlook = standing.outlook
    fault = standing.fault
    if fault is None and outlook is None:
        fault = msg("Nothing can be said of it yet.")
    return ReportGoal(
        standing=GoalStanding(
            goal=standing.goal,
            check=standing.check,
            progress=standing.progress,
            settlement=standing.settlement,
            fault=fault,
            currency=None if outlook is None else outlook.currency,
        ),
        outlook=outlook,
        pace=paces.get(standing.goal.goal_id),
    )


def _files(choice: Choice) -> tuple[str, ...]:
    ids = set(choice.here.account_ids)
    records = choice.here.workspace.imports()
    return tuple(dict.fromkeys(r.file for r in records if ids & set(r.accounts.values())))


def _written(choice: Choice) -> tuple[tuple[ReviewNote, ...], tuple[Decision, ...]]:
    """Return what people wrote of the days under review."""
    here, review = choice.here, choice.days.review
    if review is None:
        return (), ()
    subject = review_subject.subject_of(here, review)
    notes = review_notes.snapshot(review_notes.in_period(here, subject))
    return notes, () if subject.kept is None else subject.kept.decisions
