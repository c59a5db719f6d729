"""The goals of all clients in one list: sorted by need of attention, filtered, as a table."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from kpicore.charts.platform_names import platform_name
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.goals.attention import ATTENTION, NEEDS_ATTENTION, attention_rank
from kpicore.goals.model import Goal, Status
from kpicore.goals.words import STATUS_WORDS, account_names
from kpicore.history import Account
from kpicore.kpis import kpi
from kpicore.language import Translator
from kpicore.messages import Message, msg, msgs

OVERDUE: Final = "overdue"
"""Code beside those of `Status`: goals that should have been looked at again by now."""

UNKNOWN: Final = "unknown"
"""Code beside those of `Status`: goals of which nothing is known yet, or can be."""

YES, NO = msg("Yes"), msg("No")


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioGoal:
    """A saved goal of a client, and how it stands.

    Attributes
    ----------
    client_id, client : str
        Whose: identity and name of the workspace.
    accounts : tuple of Account
        Accounts that it speaks of; those that are gone are left out.
    goal : Goal
        As saved.
    status : Status or None
        None while the forecast is being made, or where there cannot be one.
    probability : float or None
        Of meeting it, 0-1; None likewise, and once its deadline has passed.
    aim : Message
        The goal in one sentence.
    standing : Message or None
        What it takes from here, how it ended, or why nothing can be said.
    pending : bool
        Whether its forecast is still being made.
    review_overdue : bool
        Whether it should have been looked at again by now.
    """

    client_id: str
    client: str
    accounts: tuple[Account, ...]
    goal: Goal
    status: Status | None
    probability: float | None
    aim: Message
    standing: Message | None
    pending: bool
    review_overdue: bool

    @property
    def codes(self) -> frozenset[str]:
        """Codes under which a filter finds it."""
        own = UNKNOWN if self.status is None else self.status.value
        return frozenset({own, OVERDUE}) if self.review_overdue else frozenset({own})

    @property
    def platforms(self) -> frozenset[str]:
        """Platform keys of its accounts."""
        return frozenset(account.platform for account in self.accounts)


def by_attention(goals: Sequence[PortfolioGoal]) -> tuple[PortfolioGoal, ...]:
    """Return goals, those that need somebody first; then by deadline, then the less likely.

    Parameters
    ----------
    goals : sequence of PortfolioGoal
        In any order.

    Returns
    -------
    tuple of PortfolioGoal
        The same goals; the order does not depend on the one given.
    """
    return tuple(
        sorted(
            goals,
            key=lambda g: (
                attention_rank(g.status, review_overdue=g.review_overdue),
                g.goal.deadline,
                0.0 if g.probability is None else g.probability,
                g.client.casefold(),
                g.client_id,
                g.goal.goal_id,
            ),
        )
    )


def chosen_goals(
    goals: Sequence[PortfolioGoal],
    *,
    clients: Collection[str] = (),
    platforms: Collection[str] = (),
    codes: Collection[str] = (),
) -> tuple[PortfolioGoal, ...]:
    """Return the goals that pass every filter, in their order.

    Parameters
    ----------
    goals : sequence of PortfolioGoal
        All of them.
    clients : collection of str
        Identities of workspaces; none lets all pass, here and below.
    platforms : collection of str
        Platform keys; a goal over several platforms passes with any of them.
    codes : collection of str
        Values of `Status`, `OVERDUE`, `UNKNOWN`; a goal passes with any of its own.

    Returns
    -------
    tuple of PortfolioGoal
        Perhaps none.
    """
    return tuple(
        g
        for g in goals
        if (not clients or g.client_id in clients)
        and (not platforms or g.platforms & set(platforms))
        and (not codes or g.codes & set(codes))
    )


def status_codes(goals: Sequence[PortfolioGoal]) -> tuple[str, ...]:
    """Return the codes by which these goals can be filtered, those that need somebody first."""
    found = set().union(*(g.codes for g in goals)) if goals else set()
    order = [
        UNKNOWN if s is None else s.value for s in sorted(ATTENTION, key=ATTENTION.__getitem__)
    ]
    order.insert(len(NEEDS_ATTENTION), OVERDUE)
    return tuple(code for code in order if code in found)


def code_label(code: str) -> Message:
    """Return the words of a code.

    Parameters
    ----------
    code : str
        Value of `Status`, `OVERDUE` or `UNKNOWN`.

    Returns
    -------
    Message
        For the filter and the table.
    """
    if code == OVERDUE:
        return msg("Review overdue")
    return msg("Not known") if code == UNKNOWN else STATUS_WORDS[Status(code)].label


def portfolio_sentence(goals: Sequence[PortfolioGoal]) -> Message:
    """Say how many goals of how many clients need attention.

    Parameters
    ----------
    goals : sequence of PortfolioGoal
        At least one.

    Returns
    -------
    Message
        The page's headline.
    """
    needing = sum(g.status in NEEDS_ATTENTION for g in goals)
    clients = msgs("{count} client", "{count} clients", len({g.client_id for g in goals}))
    return msgs(
        "{needing} of {count} goal of {clients} needs attention.",
        "{needing} of {count} goals of {clients} need attention.",
        len(goals),
        needing=needing,
        clients=clients,
    )


def overdue_sentence(goals: Sequence[PortfolioGoal]) -> Message | None:
    """Say for how many goals the agreed review has passed without one; None for none."""
    overdue = sum(g.review_overdue for g in goals)
    if not overdue:
        return None
    return msgs(
        "The agreed review of {count} goal has passed without one.",
        "The agreed reviews of {count} goals have passed without one.",
        overdue,
    )


def portfolio_table(goals: Sequence[PortfolioGoal], t: Translator) -> ChartTable:
    """Return the goals as a table for reading and for files.

    Parameters
    ----------
    goals : sequence of PortfolioGoal
        In the order shown.
    t : Translator
        Of the reader.

    Returns
    -------
    ChartTable
        A row per goal.
    """
    definitions = [kpi(g.goal.kpi) for g in goals]
    targets = [g.goal.target for g in goals]
    reviews = [g.goal.next_review for g in goals]
    frame = pd.DataFrame(
        {
            "client": [g.client for g in goals],
            "accounts": [", ".join(account_names(g.accounts)) for g in goals],
            "platforms": [", ".join(map(platform_name, sorted(g.platforms))) for g in goals],
            "kpi": [t(definition.label) for definition in definitions],
            "target": targets,
            "target_text": [
                t.amount(value, definition.unit)
                for value, definition in zip(targets, definitions, strict=True)
            ],
            "deadline": pd.to_datetime([g.goal.deadline for g in goals]),
            "status": [
                t(code_label(UNKNOWN if g.status is None else g.status.value)) for g in goals
            ],
            "probability": pd.Series([g.probability for g in goals], dtype="float64"),
            # Not as days: a column of days cannot hold a goal without an agreed review.
            "review": ["" if day is None else day.isoformat() for day in reviews],
            "review_text": ["" if day is None else t.date(day) for day in reviews],
            "overdue": [t(YES if g.review_overdue else NO) for g in goals],
            "owner": [g.goal.owner for g in goals],
        }
    )
    return ChartTable(frame=frame, columns=_columns())


def _columns() -> dict[str, TableColumn]:
    return {
        "client": TableColumn(label=msg("Client")),
        "accounts": TableColumn(label=msg("Account")),
        "platforms": TableColumn(label=msg("Platform")),
        "kpi": TableColumn(label=msg("KPI")),
        "target": TableColumn(label=msg("Target"), words="target_text"),
        "deadline": TableColumn(label=msg("Deadline")),
        "status": TableColumn(label=msg("Status")),
        "probability": TableColumn(label=msg("Probability"), probability=True),
        "review": TableColumn(label=msg("Next review"), words="review_text"),
        "overdue": TableColumn(label=msg("Review overdue")),
        "owner": TableColumn(label=msg("Owner")),
    }
