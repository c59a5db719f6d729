"""A goal for store tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from kpicore.goals.model import Baseline, Goal, Measure, StoredForecast
from kpicore.kpis.definition import Stage, Statistic
from kpicore.periods import Period

GOAL = Goal(
    kpi="views",
    statistic=Statistic.POOLED,
    account_ids=("tiktok/mina",),
    measure=Measure.MEAN,
    baseline=Baseline(value=1234.5, period=Period(date(2026, 1, 1), date(2026, 1, 28))),
    target=1500.0,
    deadline=date(2026, 4, 30),
    created_on=date(2026, 1, 29),
    stage=Stage.BRAND,
    reason="더 많이",
    owner="Mina",
    next_review=date(2026, 2, 5),
    probability_at_start=0.41,
)


def goal(**changes: object) -> Goal:
    return replace(GOAL, **changes)


def forecast(goal_id: str, day: int, probability: float = 0.4) -> StoredForecast:
    return StoredForecast(
        goal_id=goal_id,
        made_at=datetime(2026, 2, day, 9, 30),
        target=1500.0,
        probability=probability,
        expected=1400.0,
        low=1100.0,
        high=1700.0,
    )
