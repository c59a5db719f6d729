"""Whether followers jumped or dropped, on which days, and what happened around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from kpicore.errors import NotComputableError
from kpicore.forecasting import Event
from kpicore.history import History
from kpicore.kpis import KpiValue, compute_kpi, kpi_series, posts_at_maturity
from kpicore.messages import Message, MessageValue, msg
from kpicore.periods import Period
from kpicore.reviews.model import Finding, Question
from kpicore.units import Amount, Unit

KPI = "net_followers"
STANDS_OUT = 5.0
"""A day stands out at so many times the usual distance of its neighbours from their middle."""
LEAST_SHARE = 0.5
"""And where it lies at least this share of the usual gain away: calm accounts spread little."""
USUAL_DAYS = 56
FEWEST_USUAL_DAYS = 14
MOST_DAYS = 3
CAUSE_DAYS = 2
"""An event acts on the day itself and up to so many days after its last one."""
POST_DAYS = 3
POST_STANDS_OUT = 3.0
"""A post is named beside a jump when it has so many times the views of the middle post."""
_TO_SIGMA = 1.4826


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowerDay:
    """A day on which followers jumped or dropped.

    Attributes
    ----------
    day : date
        The day.
    gain : float
        Net followers of the day.
    usual : float
        The middle of the weeks before.
    causes : tuple of str
        Names of events and notes around it, and the title of a post that stood out.
    """

    day: date
    gain: float
    usual: float
    causes: tuple[str, ...] = ()


def follower_days(
    history: History,
    period: Period,
    *,
    account_ids: Sequence[str],
    today: date,
    events: Sequence[Event] = (),
) -> tuple[FollowerDay, ...]:
    """Find the days of a period on which followers jumped or dropped.

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
    events : sequence of Event
        Events, and notes as events of one day.

    Returns
    -------
    tuple of FollowerDay
        At most `MOST_DAYS`, the most unusual first; empty where nothing stands out, or too few
        days before are known to tell what is usual.
    """
    try:
        series = kpi_series(history, KPI, account_ids=account_ids, today=today)
    except NotComputableError:
        return ()
    gains = series.set_index("date")["value"].astype(float)
    found = []
    for moment, gain in gains[str(period.first) : str(period.last)].dropna().items():
        day = pd.Timestamp(str(moment)).date()
        usual = gains[str(day - timedelta(days=USUAL_DAYS)) : str(day - timedelta(days=1))].dropna()
        if len(usual) < FEWEST_USUAL_DAYS:
            continue
        middle = float(usual.median())
        spread = _TO_SIGMA * float((usual - middle).abs().median())
        away = abs(float(gain) - middle)
        if away > STANDS_OUT * spread and away > LEAST_SHARE * max(abs(middle), 1.0):
            found.append((away / max(spread, 1e-9), FollowerDay(day=day, gain=gain, usual=middle)))
    strongest = sorted(found, key=lambda pair: -pair[0])[:MOST_DAYS]
    return tuple(
        FollowerDay(
            day=d.day,
            gain=d.gain,
            usual=d.usual,
            causes=causes_of(history, d.day, account_ids=account_ids, events=events),
        )
        for _, d in strongest
    )


def causes_of(
    history: History, day: date, *, account_ids: Sequence[str], events: Sequence[Event]
) -> tuple[str, ...]:
    """Name what happened around a day: events, notes, and a post that stood out.

    Parameters
    ----------
    history : History
        The data.
    day : date
        The day.
    account_ids : sequence of str
        Accounts.
    events : sequence of Event
        Events, and notes as events of one day.

    Returns
    -------
    tuple of str
        Names in the order of their days; company of the day, not proof.
    """
    reach = timedelta(days=CAUSE_DAYS)
    near = [e for e in events if e.first <= day <= e.last + reach]
    names = [e.name for e in sorted(near, key=lambda e: e.first)]
    posts = posts_at_maturity(history, "views", account_ids=account_ids)
    known = posts[posts["value"].notna()]
    if known.empty:
        return tuple(names)
    days = pd.to_datetime(known["published_at"]).dt.date
    around = known[(days <= day) & (days >= day - timedelta(days=POST_DAYS))]
    large = around[around["value"] >= POST_STANDS_OUT * float(known["value"].median())]
    for title in large.sort_values("value", ascending=False)["title"].head(1):
        if isinstance(title, str) and title:
            names.append(title)
    return tuple(dict.fromkeys(names))


def follower_findings(
    history: History,
    period: Period,
    *,
    account_ids: Sequence[str],
    today: date,
    events: Sequence[Event] = (),
) -> tuple[Finding, ...]:
    """Put in words how followers moved, and why as far as it is known.

    Parameters
    ----------
    history, period, account_ids, today, events
        As in `follower_days`.

    Returns
    -------
    tuple of Finding
        The sum of the period first, then the days that stand out; one that says why where there
        are no numbers of followers.
    """
    value = compute_kpi(history, KPI, period, account_ids=account_ids, today=today)
    if value.value is None:
        reason = value.reason or msg("The exports hold no numbers of followers.")
        return (_of(reason),)
    days = follower_days(history, period, account_ids=account_ids, today=today, events=events)
    found = [_of(_sum_sentence(value), value.value)]
    found += [_of(_day_sentence(d), d.gain) for d in days]
    if not days:
        found.append(_of(msg("No single day stands out from the weeks before."), 0.0))
    return tuple(found)


def _sum_sentence(value: KpiValue) -> Message:
    gain = Amount(value.value or 0.0, Unit.COUNT, signed=True)
    if value.previous is None or value.previous_period is None:
        return msg("Followers changed by {gain}.", gain=gain)
    return msg(
        "Followers changed by {gain}; {before} in the {days} days before.",
        gain=gain,
        before=Amount(value.previous, Unit.COUNT, signed=True),
        days=value.previous_period.days,
    )


def _day_sentence(found: FollowerDay) -> Message:
    values: dict[str, MessageValue] = {
        "day": found.day,
        "gain": Amount(found.gain, Unit.COUNT, signed=True),
        "usual": Amount(found.usual, Unit.COUNT, signed=True),
    }
    if found.causes:
        values["causes"] = tuple(msg("“{name}”", name=name) for name in found.causes)
        return msg("{day}: {gain}, {usual} is usual. At that time: {causes}.", **values)
    return msg(
        "{day}: {gain}, {usual} is usual. Nothing that explains it is written down; a note keeps "
        "what you know.",
        **values,
    )


def _of(sentence: Message, value: float | None = None) -> Finding:
    return Finding(question=Question.FOLLOWERS, sentence=sentence, value=value)
