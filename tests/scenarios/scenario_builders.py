"""Small outlooks with hand-made futures, the ground they stand on, and goals on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.forecasting import Event, Evidence, Forecast, Paths, RatioForecast, SeriesKind
from kpicore.goals import Goal, KpiOutlook, Measure
from kpicore.goals.model import Baseline
from kpicore.history import Account
from kpicore.kpis import CATALOGUE, ForecastInput
from kpicore.kpis import SeriesKind as InputKind
from kpicore.kpis.definition import Statistic
from kpicore.periods import Period
from kpicore.scenarios import Ground, Lever, Scenario

LAST = date(2025, 12, 31)
TODAY = date(2026, 1, 1)
DEADLINE = date(2026, 3, 31)
"""90 days ahead; the last 28 of them begin on 4 March."""
MINA = Account(account_id="a", name="Mina", platform="tiktok")

Draws = npt.NDArray[np.float64]


def days_until_today(values: Sequence[float]) -> pd.Series:
    index = pd.date_range(end=pd.Timestamp(LAST), periods=len(values), freq="D", unit="us")
    return pd.Series(np.asarray(values, dtype=float), index=index)


def flat(levels: Sequence[float], days: int = 90) -> Draws:
    """One future per level: the same value on each day."""
    return np.repeat(np.asarray(levels, dtype=float)[:, None], days, axis=1)


def paths(history: pd.Series, draws: Draws) -> Paths:
    return Paths(
        history=history,
        gap_days=pd.DatetimeIndex([]),
        gap_draws=np.empty((len(draws), 0)),
        first_day=TODAY,
        draws=draws,
    )


def evidence() -> Evidence:
    return Evidence(
        windows=(),
        training_first=LAST - timedelta(days=363),
        training_last=LAST,
        observed_count=364,
    )


def outlook(
    draws: Draws,
    history: pd.Series | None = None,
    *,
    key: str = "views",
    kind: str = "flow",
    per_post: bool = False,
) -> KpiOutlook:
    """Counts, a level or averages: 400 days of 1000, or what is given."""
    known = days_until_today([1000.0] * 400) if history is None else history
    made = Forecast(
        kind=SeriesKind(kind),
        paths=paths(known, draws),
        components=pd.DataFrame(),
        evidence=evidence(),
    )
    source = ForecastInput(
        key=key,
        statistic=Statistic.POOLED,
        unit=CATALOGUE[key].unit,
        kind=InputKind(kind),
        series=known,
        per_post=per_post,
        last_day=LAST,
    )
    return KpiOutlook(
        accounts=(MINA,),
        source=source,
        forecast=made,
        horizon_last=LAST + timedelta(days=draws.shape[1]),
        today=TODAY,
    )


def ratio_outlook(
    above: Draws,
    below: Draws,
    *,
    key: str = "engagement_rate_by_views",
    upper: float | None = None,
    per_post: bool = False,
) -> KpiOutlook:
    """A ratio whose two sides are given; 400 known days of their first values."""
    tops = days_until_today([float(above[0, 0])] * 400)
    bottoms = days_until_today([float(below[0, 0])] * 400)
    made = RatioForecast(
        kind=SeriesKind.MEAN,
        numerator=paths(tops, above),
        denominator=paths(bottoms, below),
        draws=above / below,
        components=pd.DataFrame(),
        evidence=evidence(),
    )
    source = ForecastInput(
        key=key,
        statistic=Statistic.POOLED,
        unit=CATALOGUE[key].unit,
        kind=InputKind.FLOW,
        series=tops,
        denominator=bottoms,
        upper=upper,
        per_post=per_post,
        last_day=LAST,
    )
    return KpiOutlook(
        accounts=(MINA,),
        source=source,
        forecast=made,
        horizon_last=LAST + timedelta(days=above.shape[1]),
        today=TODAY,
    )


def ground(
    *,
    posts_per_week: int | None = 7,
    views_per_day: float | None = 1000.0,
    events: tuple[Event, ...] = (),
    post_table: pd.DataFrame | None = None,
) -> Ground:
    """400 days with the same number of posts on the first days of each week, and 1000 views."""
    posts = None
    if posts_per_week is not None:
        week = [1.0] * posts_per_week + [0.0] * (7 - posts_per_week)
        posts = days_until_today((week * 58)[:400])
    contacts = None if views_per_day is None else days_until_today([views_per_day] * 400)
    table = pd.DataFrame({"format": pd.Series([], dtype=str), "views": pd.Series([], dtype=float)})
    return Ground(
        account_names=("Mina",),
        today=TODAY,
        posts=posts,
        contacts=contacts,
        post_table=table if post_table is None else post_table,
        events=events,
    )


def scenario(*levers: Lever, name: str = "More") -> Scenario:
    return Scenario(name=name, account_ids=("a",), levers=levers)


def goal(
    target: float,
    *,
    kpi: str = "views",
    measure: Measure = Measure.MEAN,
    baseline: float = 1000.0,
    deadline: date = DEADLINE,
) -> Goal:
    return Goal(
        kpi=kpi,
        statistic=Statistic.POOLED,
        account_ids=("a",),
        measure=measure,
        baseline=Baseline(value=baseline, period=Period(date(2025, 12, 4), LAST)),
        target=target,
        deadline=deadline,
        created_on=TODAY,
    )
