"""Weeks and months under review, and since when a review looks at what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kpicore.periods import Period
from kpicore.reviews import Decision, Finding, Question, Review, ReviewKind
from kpicore.reviews.spans import looks_back_to, offered_periods, review_period

WEEKLY, MONTHLY = ReviewKind.WEEKLY, ReviewKind.MONTHLY
WEDNESDAY = date(2026, 7, 1)


def closed(kind: ReviewKind, day: date, accounts: tuple[str, ...] = ("a",)) -> Review:
    return Review(
        review_id="r",
        period=review_period(kind, day),
        account_ids=accounts,
        started_on=day,
        closed_on=day,
    )


def test_weeks_begin_on_monday_unless_the_workspace_says_otherwise() -> None:
    assert review_period(WEEKLY, WEDNESDAY).days == Period(date(2026, 6, 29), date(2026, 7, 5))
    sunday = review_period(WEEKLY, WEDNESDAY, first_weekday=6)
    assert sunday.days == Period(date(2026, 6, 28), date(2026, 7, 4))


def test_months_are_those_of_the_calendar() -> None:
    assert review_period(MONTHLY, date(2024, 2, 10)).days == Period(
        date(2024, 2, 1), date(2024, 2, 29)
    )


def test_the_last_whole_week_comes_before_the_running_one() -> None:
    weeks = offered_periods(WEEKLY, first_day=date(2026, 1, 1), last_day=WEDNESDAY)
    assert [w.days.first for w in weeks[:3]] == [
        date(2026, 6, 22),
        date(2026, 6, 29),
        date(2026, 6, 15),
    ]
    assert len(weeks) == 13


def test_a_week_that_ends_with_the_data_comes_first() -> None:
    weeks = offered_periods(WEEKLY, first_day=date(2026, 1, 1), last_day=date(2026, 6, 28))
    assert [w.days.last for w in weeks[:2]] == [date(2026, 6, 28), date(2026, 6, 21)]


def test_data_of_one_day_give_one_running_week() -> None:
    (only,) = offered_periods(WEEKLY, first_day=WEDNESDAY, last_day=WEDNESDAY)
    assert only.known_until(WEDNESDAY) == Period(date(2026, 6, 29), WEDNESDAY)
    assert only.known_until(date(2026, 6, 28)) is None


def test_a_review_looks_back_to_the_last_closed_one_of_the_same_accounts() -> None:
    now = review_period(WEEKLY, WEDNESDAY)
    earlier = closed(WEEKLY, date(2026, 6, 10))
    others = [
        closed(WEEKLY, date(2026, 6, 20), ("b",)),
        replace(closed(WEEKLY, date(2026, 6, 24)), closed_on=None),
        closed(WEEKLY, WEDNESDAY),
    ]
    assert looks_back_to(now, [earlier, *others], ["a"]) == date(2026, 6, 15)
    assert looks_back_to(now, others, ["a"]) == now.days.first


def test_a_review_of_half_a_year_ago_is_no_news() -> None:
    now = review_period(WEEKLY, WEDNESDAY)
    assert looks_back_to(now, [closed(MONTHLY, date(2026, 1, 5))], ["a"]) == now.days.first


def test_impossible_findings_and_decisions_are_refused() -> None:
    from kpicore.messages import msg  # noqa: PLC0415

    with pytest.raises(ValueError, match="must be finite"):
        Finding(question=Question.GOALS, sentence=msg("x"), value=float("nan"))
    with pytest.raises(ValueError, match="needs words"):
        Decision(text="  ")
    with pytest.raises(ValueError, match="at most 500"):
        Decision(text="x" * 501)
