"""Small histories and goals for review tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import pandas as pd

from kpicore.goals.model import Baseline, Goal, GoalCheck, Measure, Status, Verdict
from kpicore.goals.progress import Progress
from kpicore.history import Account, History
from kpicore.kpis import Statistic
from kpicore.language import translator
from kpicore.periods import Period
from kpicore.reviews import GoalStanding
from kpicore.units import Unit

MINA = Account(account_id="a", name="Mina", platform="tiktok")
LAST = date(2026, 6, 30)
TODAY = date(2026, 7, 1)
say = translator("en").say


def daily(metrics: Mapping[str, Sequence[float]], *, last: date = LAST) -> History:
    """Days of one account, ending on `last`; None where a day is missing."""
    frames = []
    for metric, values in metrics.items():
        days = pd.date_range(end=pd.Timestamp(last), periods=len(values))
        frames.append(
            pd.DataFrame({"account_id": "a", "date": days, "metric": metric, "value": values})
        )
    return History.build([MINA], daily=pd.concat(frames))


def posts(rows: Sequence[tuple[date, str, float]], *, seen_on: date = TODAY) -> History:
    """Posts of one account by day, format and likes (comments and shares are 0), seen once."""
    ids = [f"p{n}" for n in range(len(rows))]
    seen = datetime.combine(seen_on, datetime.min.time())
    observed = [
        {"account_id": "a", "post_id": i, "observed_at": seen, "metric": metric, "value": value}
        for i, (_, _, likes) in zip(ids, rows, strict=True)
        for metric, value in (("likes", likes), ("comments", 0.0), ("shares", 0.0))
    ]
    return History.build(
        [MINA],
        posts=pd.DataFrame(
            {
                "account_id": "a",
                "post_id": ids,
                "published_at": [pd.Timestamp(day) + pd.Timedelta(hours=12) for day, _, _ in rows],
                "format": [name for _, name, _ in rows],
                "observed_at": seen,
            }
        ),
        observations=pd.DataFrame(observed),
    )


def goal(number: int = 1, *, kpi: str = "views", deadline: date = date(2026, 9, 30)) -> Goal:
    return Goal(
        goal_id=f"g{number}",
        kpi=kpi,
        statistic=Statistic.POOLED,
        account_ids=("a",),
        measure=Measure.MEAN,
        baseline=Baseline(value=1000.0, period=Period(date(2026, 6, 3), LAST)),
        target=1200.0,
        deadline=deadline,
        created_on=TODAY - timedelta(days=20),
    )


def standing(
    status: Status, probability: float, number: int = 1, then: float | None = None
) -> GoalStanding:
    aimed = goal(number)
    return GoalStanding(
        goal=aimed,
        probability_then=then,
        check=GoalCheck(
            goal=aimed,
            unit=Unit.COUNT,
            window=Period(date(2026, 9, 3), date(2026, 9, 30)),
            probability=probability,
            verdict=Verdict.STRETCH,
            expected=1100.0,
            low=900.0,
            high=1300.0,
            gap=100.0,
            needed_weekly_growth=None,
            forecast_weekly_growth=None,
            forecast_made_on=TODAY,
        ),
        progress=Progress(
            status=status,
            time_share=0.3,
            days_left=91,
            current=1000.0,
            required_per_day=None,
            forecast_per_day=None,
            required_weekly_growth=None,
        ),
    )
