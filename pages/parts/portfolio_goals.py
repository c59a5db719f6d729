"""How the goals of all clients stand: checked as on the Goals page, a few at a time, and kept.

A forecast's draws take megabytes, what is said of a goal a few hundred bytes: only that is kept,
by the content it was made of, so that a thousand goals are checked once and not on every visit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import streamlit as st

from kpicore.charts.portfolio_board import PortfolioGoal, by_attention
from kpicore.goals import Goal, Status
from kpicore.goals.attention import review_overdue
from kpicore.messages import Message
from pages.parts import jobs, standings
from pages.parts.configuration import settings, thresholds
from pages.parts.loaders import KEPT_FOR
from pages.parts.portfolio_clients import Client
from pages.parts.session import Here

AT_ONCE = 8
"""Forecasts asked for at once: the workers stay busy, and other pages do not wait behind all."""

KEPT_GOALS = 8192
"""Goals whose standing is kept: 400 clients with 20 goals each; a few hundred bytes each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """The goals of all clients.

    Attributes
    ----------
    goals : tuple of PortfolioGoal
        Those that need somebody first.
    waiting : tuple of JobKey
        Forecasts under way; further ones may follow.
    """

    goals: tuple[PortfolioGoal, ...]
    waiting: tuple[jobs.JobKey, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What is said of a goal, without the draws that it rests on."""

    status: Status | None
    probability: float | None
    aim: Message
    standing: Message | None
    running: bool


class _NotYetKnown(Exception):  # noqa: N818  # not an error: the cache keeps only what is returned
    def __init__(self, job: jobs.JobKey | None) -> None:
        super().__init__()
        self.job = job


def portfolio(clients: Sequence[Client]) -> Portfolio:
    """Return how the goals of clients stand; starts the next few forecasts that they need.

    Parameters
    ----------
    clients : sequence of Client
        From `portfolio_clients.clients`.

    Returns
    -------
    Portfolio
        Goals whose forecast is not there yet are pending.
    """
    patience = jobs.Patience()
    waiting: list[jobs.JobKey] = []
    found = [goal for client in clients for goal in _of_client(client, waiting, patience)]
    return Portfolio(goals=by_attention(found), waiting=tuple(waiting))


def _of_client(
    client: Client, waiting: list[jobs.JobKey], patience: jobs.Patience
) -> Iterator[PortfolioGoal]:
    here = client.here
    moved_by = repr((here.events(), here.options, thresholds(), settings().holidays))
    aims = repr(sorted((g.kpi, g.statistic, g.account_ids, g.deadline) for g in client.goals))
    accounts = {account.account_id: account for account in here.accounts}
    for goal in client.goals:
        said = None
        try:
            said = _said(
                here.kept_as,
                here.data_version,
                repr(goal),
                f"{here.calendar_day} {moved_by} {aims}",
                _here=here,
                _goal=goal,
                _saved=client.goals,
                _patience=patience if len(waiting) < AT_ONCE else None,
            )
        except _NotYetKnown as unknown:
            if unknown.job is not None:
                waiting.append(unknown.job)
        yield PortfolioGoal(
            client_id=client.client_id,
            client=client.name,
            accounts=tuple(accounts[i] for i in goal.account_ids if i in accounts),
            goal=goal,
            status=None if said is None else said.status,
            probability=None if said is None else said.probability,
            aim=standings.short_aim(goal) if said is None else said.aim,
            standing=None if said is None else said.standing,
            pending=said is None,
            review_overdue=(said is None or said.running)
            and review_overdue(goal, today=here.calendar_day, reviewed_on=client.reviewed_on),
        )


@st.cache_resource(show_spinner=False, max_entries=KEPT_GOALS, ttl=KEPT_FOR)
def _said(
    workspace_id: str,
    data_version: int,
    goal: str,
    moved_by: str,
    *,
    _here: Here,
    _goal: Goal,
    _saved: Sequence[Goal],
    _patience: jobs.Patience | None,
) -> _Said:
    if _patience is None:
        raise _NotYetKnown(None)
    (found,) = standings.standings(_here, (_goal,), _saved, patience=_patience)
    if found.pending:
        raise _NotYetKnown(found.job)
    return _Said(
        status=found.status,
        probability=None if found.check is None else found.check.probability,
        aim=found.aim,
        standing=found.standing,
        running=found.settlement is None,
    )
