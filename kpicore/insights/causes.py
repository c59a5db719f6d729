"""What the data hold that may have caused a sudden change: the likeliest first.

Nothing here is proof. A post that went viral, a burst or a lack of posts, a live session, a public
holiday, a day on which the platform began to count differently, days that are missing, and other
numbers that moved on the same days: each is named with its figure, so that a person can judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from scipy import special

from kpicore.errors import SettingsError
from kpicore.forecasting.events import holiday_days
from kpicore.insights.happenings import Happenings, between
from kpicore.insights.sudden_change import ChangeKind, SuddenChange
from kpicore.kpis.breaks import breaks_between
from kpicore.kpis.columns import Ints, day_number, day_of
from kpicore.messages import Message, msg, msgs
from kpicore.metrics import METRICS
from kpicore.periods import Period
from kpicore.units import Change

VIRAL_FACTOR = 5.0
"""Times the views of a typical post from which one counts as viral."""

VIRAL_DAYS, RECENT_DAYS = 7, 365
"""How long before a change such a post may have come out, and whose posts are its typical ones."""

BURST_CHANCE, FEWEST_IN_BURST = 0.01, 3
"""Posts that so rarely come together by chance, and at least so many, are a burst."""

RATE_DAYS = 56
"""Days before a change that tell how often the account usually posts."""

QUIET_FACTOR, QUIET_DAYS = 3.0, 5
"""A silence lasts so many times the usual gap between posts, and at least so many days."""

BREAK_DAYS, BREAK_LATE_DAYS = 7, 2
"""How far from the first day of a level a platform may have begun to count differently, and how
long before odd days."""

LONGEST_TITLE = 60

LEVELS = frozenset({"followers", "net_followers"})
"""Metrics whose daily gain is meant; a gain has no share."""

SEEN_METRICS = frozenset({"views", "impressions", "reach"})


class CauseKind(StrEnum):
    """What may have caused a change; also the kind of the event that is made of it."""

    VIRAL = "viral"
    BURST = "burst"
    QUIET = "quiet"
    LIVE = "live"
    HOLIDAY = "holiday"
    PLATFORM = "platform"
    GAP = "gap"
    ALONGSIDE = "alongside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Something in the data that may have caused a change.

    Attributes
    ----------
    kind : CauseKind
        What it is.
    sentence : Message
        With its figure.
    """

    kind: CauseKind
    sentence: Message


def likely_causes(
    change: SuddenChange, happenings: Happenings, *, alongside: Sequence[SuddenChange] = ()
) -> tuple[Cause, ...]:
    """Return what in the data may have caused a change.

    Parameters
    ----------
    change : SuddenChange
        The change.
    happenings : Happenings
        Of the same account.
    alongside : sequence of SuddenChange
        Changes of its other metrics.

    Returns
    -------
    tuple of Cause
        The likeliest first; empty where the data explain nothing.
    """
    found = [_gap(change), _break(change, happenings)]
    if change.kind.up:
        found += [_viral(change, happenings), _burst(change, happenings), _live(change, happenings)]
    else:
        found.append(_quiet(change, happenings))
    found.append(_holiday(change, happenings))
    found.append(_alongside(change, alongside))
    return tuple(cause for cause in found if cause is not None)


def _gap(change: SuddenChange) -> Cause | None:
    if not change.missing:
        return None
    return Cause(
        kind=CauseKind.GAP,
        sentence=msgs(
            "The numbers of {count} day just before or within are missing; what came on it may "
            "have been added here.",
            "The numbers of {count} days just before or within are missing; what came on them may "
            "have been added here.",
            change.missing,
        ),
    )


def _break(change: SuddenChange, happenings: Happenings) -> Cause | None:
    if change.kind.stays:
        # Where a level moved is known to about a week.
        around = timedelta(days=BREAK_DAYS)
        span = Period(change.first - around, change.first + around)
    else:
        span = Period(change.first - timedelta(days=BREAK_LATE_DAYS), change.last)
    found = breaks_between([happenings.platform], [change.metric], span)
    if not found:
        return None
    return Cause(kind=CauseKind.PLATFORM, sentence=found[-1].warning)


def _viral(change: SuddenChange, happenings: Happenings) -> Cause | None:
    first, last = day_number(change.first), day_number(change.last)
    if change.kind.stays:
        last = first
    chosen = between(happenings.post_days, first - VIRAL_DAYS, last)
    views = happenings.post_views[chosen]
    if not np.isfinite(views).any():
        return None
    usual = happenings.post_views[between(happenings.post_days, first - RECENT_DAYS, last)]
    typical = float(np.nanmedian(usual))
    best = chosen.start + int(np.nanargmax(views))
    factor = float(happenings.post_views[best]) / typical if typical > 0 else 0.0
    if factor < VIRAL_FACTOR:
        return None
    return Cause(
        kind=CauseKind.VIRAL,
        sentence=msg(
            "“{title}” of {day} was seen {times} times as often as your typical post.",
            title=_shortened(str(happenings.titles.iloc[best]), happenings, best),
            day=day_of(int(happenings.post_days[best])),
            times=round(factor, 1) if factor < 10 else round(factor),
        ),
    )


def _shortened(title: str, happenings: Happenings, place: int) -> str | Message:
    line = " ".join(title.split())
    if not line or line == "nan":
        return msg("A post without title")
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"


def _burst(change: SuddenChange, happenings: Happenings) -> Cause | None:
    first = day_number(change.first)
    last = first + 6 if change.kind.stays else day_number(change.last)
    begun = first - 1
    count = _count(happenings.post_days, begun, last)
    usual = _usual_rate(happenings, begun)
    if usual is None or count < FEWEST_IN_BURST:
        return None
    expected = usual * (last - begun + 1)
    # The share of such spans with at least so many posts, if posts came at the usual rate.
    if expected > 0 and float(special.gammainc(count, expected)) >= BURST_CHANCE:
        return None
    return Cause(
        kind=CauseKind.BURST,
        sentence=msg(
            "{count} posts came out from {first} to {last}; {usual} are usual in as many days.",
            count=count,
            first=day_of(begun),
            last=day_of(last),
            usual=round(expected, 1),
        ),
    )


def _quiet(change: SuddenChange, happenings: Happenings) -> Cause | None:
    first = day_number(change.first)
    begun = int(np.searchsorted(happenings.post_days, first, side="right"))
    if not begun:
        return None
    latest = int(happenings.post_days[begun - 1])
    silent, usual = first - latest, _usual_rate(happenings, latest + 1)
    if usual is None or silent < max(QUIET_FACTOR / usual, QUIET_DAYS):
        return None
    return Cause(
        kind=CauseKind.QUIET,
        sentence=msgs(
            "Nothing had been posted for {count} day; you usually post {rate} times a week.",
            "Nothing had been posted for {count} days; you usually post {rate} times a week.",
            silent,
            rate=round(7 * usual, 1),
        ),
    )


def _usual_rate(happenings: Happenings, before: int) -> float | None:
    """Return posts per day in the weeks before a day; None where the exports begin later."""
    if not happenings.post_days.size or happenings.post_days[0] > before - RATE_DAYS:
        return None
    return _count(happenings.post_days, before - RATE_DAYS, before - 1) / RATE_DAYS


def _live(change: SuddenChange, happenings: Happenings) -> Cause | None:
    if change.kind.stays:
        return None
    chosen = between(happenings.live_days, day_number(change.first) - 1, day_number(change.last))
    days = happenings.live_days[chosen]
    if not days.size:
        return None
    return Cause(
        kind=CauseKind.LIVE, sentence=msg("You were live on {day}.", day=day_of(int(days[0])))
    )


def _holiday(change: SuddenChange, happenings: Happenings) -> Cause | None:
    if change.kind.stays or happenings.country is None:
        return None
    try:
        found = holiday_days(happenings.country, change.first, change.last)
    except SettingsError:
        return None
    if not found:
        return None
    day, name = found[0]
    return Cause(
        kind=CauseKind.HOLIDAY,
        sentence=msg("{day} was a public holiday: {name}.", day=day, name=name),
    )


def _alongside(change: SuddenChange, others: Sequence[SuddenChange]) -> Cause | None:
    same = [
        other
        for other in others
        if other.metric != change.metric
        and other.metric not in LEVELS
        and other.kind.stays == change.kind.stays
        and (other.kind.up == change.kind.up or change.metric == "lost_followers")
        and other.first <= change.last + timedelta(days=1)
        and other.last >= change.first - timedelta(days=1)
        and np.isfinite(other.effect)
    ]
    if not same:
        return None
    other = min(same, key=lambda o: (o.metric not in SEEN_METRICS, o.p_value))
    return Cause(
        kind=CauseKind.ALONGSIDE,
        sentence=msg(
            "On the same days, {metric}: {effect} against what was expected.",
            metric=METRICS[other.metric].label,
            effect=Change(other.effect),
        ),
    )


def _count(days: Ints, first: int, last: int) -> int:
    return int(days[between(days, first, last)].size)


def event_kind(causes: Sequence[Cause], kind: ChangeKind) -> str:
    """Return the kind of event that is made of a change: what likely caused it, else its side.

    Parameters
    ----------
    causes : sequence of Cause
        The likeliest first.
    kind : ChangeKind
        What the change looks like.

    Returns
    -------
    str
        Events of one kind are taken to act alike.
    """
    told = [c.kind for c in causes if c.kind not in (CauseKind.ALONGSIDE, CauseKind.GAP)]
    if told:
        return told[0].value
    return "jump" if kind.up else "outage"


def event_span(change: SuddenChange) -> tuple[date, date]:
    """Return the days of the event that is made of a change; of a level its first day."""
    return (change.first, change.first if change.kind.stays else change.last)
