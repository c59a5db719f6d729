"""Reminders for any calendar: when to review, and when goals end, as an iCalendar file.

Every entry keeps its UID for good, so that importing the file again moves entries instead of
doubling them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

import icalendar

from kpicore.goals.model import Goal
from kpicore.kpis import kpi
from kpicore.language import Translator
from kpicore.messages import Message, msg
from kpicore.periods import ONE_DAY, add_months
from kpicore.reviews.model import ReviewKind
from kpicore.units import Amount

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ALARM_AFTER = timedelta(hours=9)
"""Entries last a whole day; their alarm rings at nine."""
PRODUCT = "-//Goalpost//Reviews//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """An entry of the calendar.

    Attributes
    ----------
    uid : str
        The same for ever.
    day : date
        On which it falls, the first time.
    title : Message
        What it says.
    every : ReviewKind or None
        How often it comes back; None for once.
    sequence : int
        Counts changes, so that calendars take the newer one.
    """

    uid: str
    day: date
    title: Message
    every: ReviewKind | None = None
    sequence: int = 0


def reminders(
    goals: Sequence[Goal], *, workspace_id: str, today: date, first_weekday: int = 0
) -> tuple[Reminder, ...]:
    """Return what a calendar should remind of.

    Parameters
    ----------
    goals : sequence of Goal
        Running goals.
    workspace_id : str
        Goes into the UIDs, hashed: who gets the file must not learn it.
    today : date
        Reviews begin after it; what lies before it is left out.
    first_weekday : int, default 0
        First day of the week: the day on which the week before is reviewed.

    Returns
    -------
    tuple of Reminder
        The weekly and the monthly review, then for each goal its own next review and its deadline.
    """
    week = today + timedelta(days=(first_weekday - today.weekday() - 1) % 7 + 1)
    month = add_months(today.replace(day=1), 1)
    found = [
        Reminder(uid=_uid(workspace_id, "review", kind.value), day=day, title=title, every=kind)
        for kind, day, title in (
            (ReviewKind.WEEKLY, week, msg("Review the week")),
            (ReviewKind.MONTHLY, month, msg("Review the month")),
        )
    ]
    for goal in goals:
        found += _of_goal(goal, workspace_id, today)
    return tuple(found)


def _of_goal(goal: Goal, workspace_id: str, today: date) -> list[Reminder]:
    definition = kpi(goal.kpi)
    target = Amount(goal.target, definition.unit)
    found = []
    if goal.next_review is not None and today <= goal.next_review < goal.deadline:
        title = msg("Look at the goal: {kpi} at {target}", kpi=definition.label, target=target)
        found.append((_uid(workspace_id, "look", goal.goal_id), goal.next_review, title))
    if goal.deadline >= today:
        title = msg("Deadline: {kpi} at {target}", kpi=definition.label, target=target)
        found.append((_uid(workspace_id, "deadline", goal.goal_id), goal.deadline, title))
    return [
        Reminder(uid=uid, day=day, title=title, sequence=goal.version) for uid, day, title in found
    ]


def _uid(*parts: str) -> str:
    return f"{sha256('/'.join(parts).encode()).hexdigest()[:32]}@goalpost"


def calendar_file(found: Sequence[Reminder], t: Translator, *, made_at: datetime) -> bytes:
    """Write reminders as an iCalendar file (RFC 5545).

    Parameters
    ----------
    found : sequence of Reminder
        From `reminders`.
    t : Translator
        Of the reader.
    made_at : datetime
        Now, in UTC with its zone.

    Returns
    -------
    bytes
        UTF-8, ready to be opened by any calendar.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", t(msg("Goalpost reviews")))
    for reminder in found:
        calendar.add_component(_entry(reminder, t, made_at))
    written: bytes = calendar.to_ical()
    return written


def _entry(reminder: Reminder, t: Translator, made_at: datetime) -> icalendar.Event:
    entry = icalendar.Event()
    title = t(reminder.title)
    entry.add("uid", reminder.uid)
    entry.add("dtstamp", made_at)
    entry.add("dtstart", reminder.day)
    entry.add("dtend", reminder.day + ONE_DAY)
    entry.add("summary", title)
    entry.add("sequence", reminder.sequence)
    entry.add("transp", "TRANSPARENT")
    if reminder.every is ReviewKind.WEEKLY:
        entry.add("rrule", {"freq": "weekly", "byday": WEEKDAYS[reminder.day.weekday()]})
    elif reminder.every is ReviewKind.MONTHLY:
        entry.add("rrule", {"freq": "monthly", "bymonthday": reminder.day.day})
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", ALARM_AFTER)
    entry.add_component(alarm)
    return entry
