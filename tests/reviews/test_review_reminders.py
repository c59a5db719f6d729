"""The calendar file: read back by a parser, with identities that never change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import icalendar
from review_builders import goal

from kpicore.language import translator
from kpicore.reviews import calendar_file, reminders

WEDNESDAY = date(2026, 7, 1)
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def entries(found, language: str = "en") -> list[icalendar.Event]:
    data = calendar_file(found, translator(language), made_at=NOON)
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def test_reviews_come_back_weekly_and_monthly() -> None:
    week, month = entries(reminders([], workspace_id="w", today=WEDNESDAY))
    assert week["dtstart"].dt == date(2026, 7, 6)
    assert week["rrule"] == {"FREQ": ["WEEKLY"], "BYDAY": ["MO"]}
    assert month["dtstart"].dt == date(2026, 8, 1)
    assert month["rrule"] == {"FREQ": ["MONTHLY"], "BYMONTHDAY": [1]}
    assert week["dtend"].dt == date(2026, 7, 7)
    assert len(list(week.walk("VALARM"))) == 1


def test_the_week_of_the_workspace_decides_the_day() -> None:
    week = entries(reminders([], workspace_id="w", today=WEDNESDAY, first_weekday=6))[0]
    assert week["dtstart"].dt == date(2026, 7, 5)
    assert week["rrule"]["BYDAY"] == ["SU"]
    # On the day itself the next one is a week away: it is today that the review is made.
    monday = entries(reminders([], workspace_id="w", today=date(2026, 7, 6)))[0]
    assert monday["dtstart"].dt == date(2026, 7, 13)


def test_a_goal_brings_its_review_and_its_deadline() -> None:
    aimed = replace(goal(), next_review=date(2026, 7, 20))
    titles = {
        e["dtstart"].dt: str(e["summary"])
        for e in entries(reminders([aimed], workspace_id="w", today=WEDNESDAY))[2:]
    }
    assert titles == {
        date(2026, 7, 20): "Look at the goal: Views at 1,200",
        date(2026, 9, 30): "Deadline: Views at 1,200",
    }


def test_what_has_passed_is_left_out() -> None:
    past = replace(goal(deadline=date(2026, 6, 1)), next_review=date(2026, 5, 1))
    assert len(reminders([past], workspace_id="w", today=WEDNESDAY)) == 2


def test_identities_stay_and_tell_nothing_of_the_workspace() -> None:
    first = reminders([goal(1), goal(2)], workspace_id="secret", today=WEDNESDAY)
    moved = replace(goal(1), deadline=date(2026, 12, 31), version=5)
    later = reminders([moved, goal(2)], workspace_id="secret", today=date(2026, 7, 15))
    assert [r.uid for r in first] == [r.uid for r in later]
    assert len({r.uid for r in first}) == len(first)
    assert later[2].sequence == 5
    assert not any("secret" in r.uid or "g1" in r.uid for r in first)
    other = reminders([goal(1)], workspace_id="another", today=WEDNESDAY)
    assert {r.uid for r in other}.isdisjoint(r.uid for r in first)


def test_titles_with_commas_and_other_scripts_are_written_safely() -> None:
    data = calendar_file(
        reminders([goal()], workspace_id="w", today=WEDNESDAY), translator("ko"), made_at=NOON
    )
    assert b"1\\,200" in data
    assert [str(e["summary"]) for e in icalendar.Calendar.from_ical(data).walk("VEVENT")][-1]
