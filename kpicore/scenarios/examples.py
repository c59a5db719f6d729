"""Two scenarios that fit any account, ready to be kept and changed."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

from kpicore.errors import ScenarioError
from kpicore.messages import Message, msg
from kpicore.scenarios.ground import Ground
from kpicore.scenarios.model import (
    PaidReach,
    Pause,
    PostingFrequency,
    Push,
    PushKind,
    Scenario,
)

MORE_POSTS = 2.0
"""Posts per week that the first example adds."""
PUSH_DAYS = 14
PAUSE_DAYS = 14
EXPECTED_LIFT = 0.3
"""A round figure to begin with, where no past collaboration says better."""
BOUGHT_SHARE = 0.1
"""Contacts that the example buys, against those of its days without."""


def example_scenarios(
    ground: Ground, account_ids: tuple[str, ...], *, until: date
) -> tuple[tuple[Message, Scenario], ...]:
    """Return example scenarios with their names, not yet worded.

    Parameters
    ----------
    ground : Ground
        Of the accounts.
    account_ids : tuple of str
        The accounts.
    until : date
        Last day that is looked at; the examples' days lie before it.

    Returns
    -------
    tuple of (Message, Scenario)
        Name and scenario: posting more with a collaboration, and a pause; where no posts are
        known a campaign and bought contacts.
    """
    last_weeks = max(ground.today, until - timedelta(days=PUSH_DAYS - 1))
    try:
        now = ground.posts_per_week
    except ScenarioError:
        return _without_posts(ground, account_ids, last_weeks, until)
    push = Push(
        kind=PushKind.COLLABORATION,
        lift=None if _knows_collaborations(ground) else EXPECTED_LIFT,
        first=last_weeks,
        last=until,
    )
    more = ceil((now + MORE_POSTS) * 2) / 2
    pause_last = min(until, ground.today + timedelta(days=PAUSE_DAYS - 1))
    return (
        (
            msg("Two more posts a week and a collaboration"),
            Scenario(
                name="",
                account_ids=account_ids,
                levers=(PostingFrequency(posts_per_week=more), push),
            ),
        ),
        (
            msg("Two weeks off"),
            Scenario(
                name="",
                account_ids=account_ids,
                levers=(Pause(first=ground.today, last=pause_last),),
            ),
        ),
    )


def _knows_collaborations(ground: Ground) -> bool:
    kind = PushKind.COLLABORATION.value
    return any(e.kind == kind and e.last < ground.today for e in ground.events)


def _without_posts(
    ground: Ground, account_ids: tuple[str, ...], first: date, until: date
) -> tuple[tuple[Message, Scenario], ...]:
    campaign = Push(kind=PushKind.CAMPAIGN, lift=EXPECTED_LIFT, first=first, last=until)
    days = (until - first).days + 1
    bought = float(f"{(ground.contacts_per_day or 100.0) * BOUGHT_SHARE * days:.1g}")
    paid = PaidReach(contacts=bought, first=first, last=until)
    return (
        (
            msg("A campaign of two weeks"),
            Scenario(name="", account_ids=account_ids, levers=(campaign,)),
        ),
        (
            msg("Some bought reach"),
            Scenario(name="", account_ids=account_ids, levers=(paid,)),
        ),
    )
