"""The made-up creator: a history of two accounts over two years, and what she wrote down of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

from kpicore.history import History
from kpicore.samples.days import daily_values
from kpicore.samples.people import audience, comments, has_live, live_sessions, retention
from kpicore.samples.plan import DAYS, PLANTED, SEED, AccountPlan
from kpicore.samples.posts import observations, post_table
from kpicore.samples.views import view_model

SOURCE: Final = "sample"
_SEEN: Final = {
    "posts": "published_at",
    "live": "started_at",
    "comments": "written_at",
}
"""Frames whose rows are known from a moment of their own on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleEvent:
    """A dated thing that the made-up creator wrote down.

    Attributes
    ----------
    name : str
        What she calls it.
    first, last : date
        Inclusive days on which it acts.
    kind : str
        "collaboration", "campaign" or "outage".
    lift : float or None
        Always None: what it did, or will do, is for the forecast to find out.
    account_id : str or None
        The account it concerns; None for all.
    """

    name: str
    first: date
    last: date
    kind: str
    lift: float | None
    account_id: str | None


def sample_history(last_day: date, *, seed: int = SEED, until: date | None = None) -> History:
    """Make the history of the made-up creator.

    Parameters
    ----------
    last_day : date
        Last day of the two years; planted things are counted back from it.
    seed : int
        Source of chance; the same seed and day give the same history.
    until : date, optional
        Tell only what was known when that day was over, to play the passing of time; at most
        `last_day`.

    Returns
    -------
    History
        Accounts of two platforms, marked as made up: daily values, posts and their observations at
        several ages, live sessions, audience, comments, retention.

    Raises
    ------
    ValueError
        If `until` lies outside the two years.
    """
    known = last_day if until is None else until
    if not last_day - timedelta(days=DAYS - 1) <= known <= last_day:
        raise ValueError(f"until={known} lies outside the {DAYS} days up to {last_day}.")
    parts: dict[str, list[pd.DataFrame]] = {}
    for number, plan in enumerate(PLANTED.plans.values()):
        # Each account has its own chance: a change in one leaves the other as it was.
        rng = np.random.default_rng([seed, number])
        for name, frame in _account_frames(plan, last_day, rng).items():
            parts.setdefault(name, []).append(
                frame.assign(account_id=plan.account.account_id, source=SOURCE)
            )
    end = pd.Timestamp(known + timedelta(days=1))
    frames = {name: _known(name, pd.concat(found), end) for name, found in parts.items()}
    return History.build([plan.account for plan in PLANTED.plans.values()], **frames)


def _account_frames(
    plan: AccountPlan, last_day: date, rng: np.random.Generator
) -> dict[str, pd.DataFrame]:
    model = view_model(plan, last_day, rng)
    posts = post_table(plan, model, rng)
    frames = {
        "daily": daily_values(plan, model, rng),
        "posts": posts.drop(columns="asks"),
        "observations": observations(plan, model, posts, last_day, rng),
        "audience": audience(plan, last_day, rng),
        "comments": comments(posts, last_day, rng),
        "retention": retention(posts, rng),
    }
    if has_live(plan):
        frames["live"] = live_sessions(model, rng)
    return frames


def _known(name: str, frame: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """Keep what was known at a moment, and say that it was seen then."""
    if name == "daily":
        frame = frame[frame["date"] < end]
    elif name in _SEEN:
        frame = frame[frame[_SEEN[name]] < end]
    if "observed_at" in frame:
        return frame[frame["observed_at"] <= end]
    return frame.assign(observed_at=end)


def sample_events(last_day: date) -> tuple[SampleEvent, ...]:
    """Return what the made-up creator wrote down, by day; one lies in the future.

    Parameters
    ----------
    last_day : date
        As given to `sample_history`.

    Returns
    -------
    tuple of SampleEvent
        The viral post, the removed followers and the gap are not among them.
    """
    return tuple(
        SampleEvent(
            name=event.name,
            first=event.first(last_day),
            last=event.last(last_day),
            kind=event.kind,
            lift=None,
            account_id=event.account_ids[0] if len(event.account_ids) == 1 else None,
        )
        for event in PLANTED.events
        if event.told
    )
