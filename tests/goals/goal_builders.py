"""Small outlooks made from given draws, and the days they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.forecasting import Evidence, Forecast, Paths, RatioForecast, SeriesKind
from kpicore.goals import KpiOutlook
from kpicore.history import Account
from kpicore.kpis import CATALOGUE, ForecastInput
from kpicore.kpis import SeriesKind as InputKind
from kpicore.kpis.definition import Statistic

LAST = date(2025, 12, 31)
TODAY = date(2026, 1, 1)
DEADLINE = date(2026, 3, 31)
CREATOR = Account(account_id="a", name="Mina", platform="tiktok")

Draws = npt.NDArray[np.float64]


def days_up_to(last: date, count: int) -> pd.DatetimeIndex:
    return pd.date_range(end=pd.Timestamp(last), periods=count, freq="D", unit="us")


def known(values: Sequence[float], last: date = LAST) -> pd.Series:
    return pd.Series(np.asarray(values, dtype=float), index=days_up_to(last, len(values)))


def evidence(last: date = LAST) -> Evidence:
    return Evidence(
        windows=(),
        training_first=last - timedelta(days=363),
        training_last=last,
        observed_count=364,
    )


def paths(history: pd.Series, draws: Draws) -> Paths:
    return Paths(
        history=history,
        gap_days=pd.DatetimeIndex([]),
        gap_draws=np.empty((len(draws), 0)),
        first_day=(history.index[-1] + pd.Timedelta(days=1)).date(),
        draws=draws,
    )


def outlook(
    history: pd.Series,
    draws: Draws,
    *,
    key: str = "views",
    kind: str = "flow",
    per_post: bool = False,
    maturity_days: int = 0,
    today: date | None = None,
) -> KpiOutlook:
    """An outlook of counts, a level or averages: one row of `draws` per future."""
    last = history.index[-1].date()
    made = Forecast(
        kind=SeriesKind(kind),
        paths=paths(history, draws),
        components=pd.DataFrame(),
        evidence=evidence(last),
    )
    return KpiOutlook(
        accounts=(CREATOR,),
        source=ForecastInput(
            key=key,
            statistic=Statistic.POOLED,
            unit=CATALOGUE[key].unit,
            kind=InputKind(kind),
            series=history,
            per_post=per_post,
            maturity_days=maturity_days,
            last_day=last,
        ),
        forecast=made,
        horizon_last=last + timedelta(days=draws.shape[1]),
        today=today or last + timedelta(days=1),
    )


def ratio_outlook(
    above: pd.Series,
    below: pd.Series,
    above_draws: Draws,
    below_draws: Draws,
    *,
    key: str = "engagement_rate_by_views",
    upper: float | None = None,
) -> KpiOutlook:
    last = above.index[-1].date()
    made = RatioForecast(
        kind=SeriesKind.MEAN,
        numerator=paths(above, above_draws),
        denominator=paths(below, below_draws),
        draws=above_draws / below_draws,
        components=pd.DataFrame(),
        evidence=evidence(last),
    )
    return KpiOutlook(
        accounts=(CREATOR,),
        source=ForecastInput(
            key=key,
            statistic=Statistic.POOLED,
            unit=CATALOGUE[key].unit,
            kind=InputKind.FLOW,
            series=above,
            denominator=below,
            upper=upper,
            last_day=last,
        ),
        forecast=made,
        horizon_last=last + timedelta(days=above_draws.shape[1]),
        today=last + timedelta(days=1),
    )


def flat_futures(levels: Sequence[float], days: int = 90) -> Draws:
    """One future per level: the same value on each day."""
    return np.repeat(np.asarray(levels, dtype=float)[:, None], days, axis=1)


def seasonal_outlook(*, seed: int = 7, draws: int = 400, level: float = 1000.0) -> KpiOutlook:
    """Ninety days ahead that rise to a hump in February and fall again, with noisy futures."""
    rng = np.random.default_rng(seed)
    hump = 1 + 0.4 * np.sin(np.linspace(0, np.pi, 90))
    walks = np.exp(np.cumsum(rng.normal(0, 0.02, (draws, 90)), axis=1))
    history = known(level * np.exp(rng.normal(0, 0.05, 120)))
    return outlook(history, level * hump * walks)
