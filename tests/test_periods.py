"""Spans of days: calendar months and quarters are not 30 and 90 days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicore.periods import Period, add_months, last_days, month_of, quarter_of, week_of

days = st.dates(min_value=date(2005, 1, 1), max_value=date(2035, 12, 31))


def test_period_counts_both_ends() -> None:
    assert Period(date(2026, 1, 1), date(2026, 1, 31)).days == 31
    assert Period(date(2026, 1, 1), date(2026, 1, 1)).days == 1


def test_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends 2026-01-01 before it begins 2026-01-02"):
        Period(date(2026, 1, 2), date(2026, 1, 1))


def test_last_days_leave_out_today() -> None:
    period = last_days(28, date(2026, 3, 1))
    assert period == Period(date(2026, 2, 1), date(2026, 2, 28))


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        (date(2025, 12, 31), 3, date(2026, 3, 31)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_are_calendar_months(day: date, months: int, moved: date) -> None:
    assert add_months(day, months) == moved


def test_quarter_of_a_day_is_the_calendar_quarter() -> None:
    assert quarter_of(date(2026, 5, 17)) == Period(date(2026, 4, 1), date(2026, 6, 30))
    assert quarter_of(date(2024, 2, 29)).days == 91


def test_month_before_february_is_compared_by_length() -> None:
    assert month_of(date(2026, 2, 10)).previous().days == 28


def test_week_starts_on_monday_unless_said_otherwise() -> None:
    assert week_of(date(2026, 11, 22)).first == date(2026, 11, 16)
    assert week_of(date(2026, 11, 22), first_weekday=6).first == date(2026, 11, 22)


@settings(derandomize=True, deadline=None)
@given(first=days, length=st.integers(0, 800))
def test_previous_period_has_the_same_length_and_touches(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    before = period.previous()
    assert before.days == period.days
    assert before.last + timedelta(days=1) == period.first


@settings(derandomize=True, deadline=None)
@given(day=days, first_weekday=st.integers(0, 6))
def test_week_holds_its_day(day: date, first_weekday: int) -> None:
    week = week_of(day, first_weekday=first_weekday)
    assert day in week
    assert week.days == 7
    assert week.first.weekday() == first_weekday


def test_part_outside_is_cut_off() -> None:
    period = Period(date(2026, 1, 1), date(2026, 1, 31))
    assert period.clipped(date(2026, 1, 10), date(2026, 3, 1)) == Period(
        date(2026, 1, 10), date(2026, 1, 31)
    )
    assert period.clipped(date(2026, 2, 1), date(2026, 3, 1)) is None
    assert len(list(period)) == 31
