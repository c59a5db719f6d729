"""Which goals come first: what can still be turned, then what was to be looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kpicore.goals import Baseline, Goal, Measure, Status
from kpicore.goals.attention import ATTENTION, attention_rank, review_overdue
from kpicore.kpis.definition import Statistic
from kpicore.periods import Period

DUE = date(2026, 2, 10)
GOAL = Goal(
    goal_id="g",
    kpi="views",
    statistic=Statistic.POOLED,
    account_ids=("a",),
    measure=Measure.MEAN,
    baseline=Baseline(value=100.0, period=Period(date(2026, 1, 1), date(2026, 1, 28))),
    target=120.0,
    deadline=date(2026, 4, 30),
    created_on=date(2026, 1, 29),
    next_review=DUE,
)


def test_every_status_has_its_place() -> None:
    assert set(ATTENTION) == {*Status, None}
    assert len(set(ATTENTION.values())) == len(ATTENTION)


def test_a_goal_that_will_be_missed_comes_before_a_review_that_is_due() -> None:
    wanted = [
        (Status.AT_RISK, False),
        (Status.OUT_OF_REACH, True),
        (Status.ON_PACE, True),
        (Status.TOO_EARLY, False),
        (Status.ON_PACE, False),
        (Status.AHEAD, False),
        (Status.REACHED, False),
    ]
    ranks = [attention_rank(status, review_overdue=overdue) for status, overdue in wanted]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("today", "reviewed_on", "overdue"),
    [
        (DUE, None, False),
        (DUE + timedelta(days=1), None, True),
        (DUE + timedelta(days=1), DUE - timedelta(days=1), True),
        (DUE + timedelta(days=1), DUE, False),
    ],
    ids=["on its day", "the day after", "reviewed before it", "reviewed on its day"],
)
def test_a_review_is_overdue_from_the_day_after_it_was_agreed(
    today: date, reviewed_on: date | None, overdue: bool
) -> None:
    assert review_overdue(GOAL, today=today, reviewed_on=reviewed_on) is overdue


def test_without_an_agreed_review_none_is_overdue() -> None:
    assert not review_overdue(replace(GOAL, next_review=None), today=date(2030, 1, 1))
