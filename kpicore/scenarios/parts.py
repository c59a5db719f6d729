"""What of a KPI a lever can move: counts above and below the line, and how posts bring them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.goals.outlook import Draws, KpiOutlook
from kpicore.kpis.definition import Rollup
from kpicore.kpis.forecast_series import SeriesKind

RECENT_DAYS = 28
"""Days that say what is usual now, as for baselines."""


class Role(StrEnum):
    """How a count comes about, and so which levers move it."""

    DELIVERED = "delivered"
    """Contacts: views, impressions, people reached. They can be bought."""
    ANSWERED = "answered"
    """What viewers do: likes, comments, watching, clicking. It follows from contacts."""
    GAINED = "gained"
    """Followers won; the level keeps them."""
    POSTED = "posted"
    """Posts themselves."""
    APART = "apart"
    """Moved by no lever except another growth."""


_DELIVERED = (
    "views", "engaged_views", "video_views", "impressions", "reach", "unique_viewers",
)  # fmt: skip
_ANSWERED = (
    "likes", "comments", "shares", "reposts", "saves", "engagements", "hashtag_engagements",
    "profile_views", "clicks", "link_clicks", "watch_seconds", "average_watch_seconds",
    "average_viewed_share", "completion_rate", "impression_ctr", "sessions", "users",
    "active_users", "conversions", "key_events", "revenue",
)  # fmt: skip
_GAINED = ("followers", "net_followers", "new_followers")
_POSTED = ("posts", "posts_published")
ROLES: Mapping[str, Role] = MappingProxyType(
    {
        **dict.fromkeys(_DELIVERED, Role.DELIVERED),
        **dict.fromkeys(_ANSWERED, Role.ANSWERED),
        **dict.fromkeys(_GAINED, Role.GAINED),
        **dict.fromkeys(_POSTED, Role.POSTED),
    }
)
"""Metric to its role; those that are not here stand apart."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One series of an outlook: a count, a level, or one side of a ratio.

    Attributes
    ----------
    kpi : str
        Key of the KPI.
    role : Role
        Which levers move it.
    metrics : tuple of str
        What is counted.
    kind : SeriesKind
        How its values behave.
    history : Series of float
        Known days or weeks.
    draws : array of float
        One row per draw, one column per step ahead. Shared: do not change it.
    values : array of float
        Likewise of the KPI itself: of a ratio its two sides divided, else `draws`.
    days : DatetimeIndex
        First day of each step ahead.
    step_days : int
        1 or 7.
    per_post : bool
        Whether it belongs to posts by day of publication.
    below : bool
        Whether it stands below the line.
    """

    kpi: str
    role: Role
    metrics: tuple[str, ...]
    kind: SeriesKind
    history: pd.Series
    draws: Draws
    values: Draws
    days: pd.DatetimeIndex
    step_days: int
    per_post: bool
    below: bool = False

    @property
    def size(self) -> int:
        """Number of draws."""
        return len(self.draws)

    @property
    def is_level(self) -> bool:
        """Whether what it gains stays."""
        return self.kind is SeriesKind.STOCK

    @property
    def gains(self) -> bool:
        """Whether only its growth is moved: levels, and counts that may be below zero."""
        return self.kind in (SeriesKind.STOCK, SeriesKind.NET)

    def growth_per_day(self) -> Draws:
        """Return the growth per day in each draw over the whole forecast, at least 0.

        Only what is won is multiplied by levers: nobody loses more followers for posting more.
        """
        if self.is_level:
            start = float(self.history.dropna().iloc[-1])
            span = self.draws.shape[1] * self.step_days
            growth = (self.draws[:, -1] - start) / span
        else:
            growth = self.draws.mean(axis=1) / self.step_days
        return np.asarray(np.maximum(growth, 0.0))

    def recent_per_day(self) -> float | None:
        """Return the mean per day of the last four weeks, growth of a level; None if unknown."""
        last = self.history.index[-1]
        recent = self.history[self.history.index > last - timedelta(days=RECENT_DAYS)].dropna()
        if recent.empty:
            return None
        if self.is_level:
            before = self.history[: last - timedelta(days=RECENT_DAYS)].dropna()
            if before.empty:
                return None
            days = (recent.index[-1] - before.index[-1]).days
            growth: float = (float(recent.iloc[-1]) - float(before.iloc[-1])) / days
            return max(0.0, growth)
        return max(0.0, float(recent.mean()) / self.step_days)


def role_of(outlook: KpiOutlook, *, below: bool = False) -> Role:
    """Return how one side of a KPI comes about.

    Parameters
    ----------
    outlook : KpiOutlook
        The KPI.
    below : bool, default False
        Whether the side below the line is meant.

    Returns
    -------
    Role
        `APART` for averages without their parts: nothing says what would move them.
    """
    definition, source = outlook.definition, outlook.source
    bare = source.kind in (SeriesKind.SHARE, SeriesKind.MEAN) and source.denominator is None
    if bare and definition.rollup is not Rollup.NONE:
        return Role.APART
    metrics = definition.denominator if below else definition.numerator
    if below and source.per_post and metrics[0] == "followers":
        return Role.POSTED  # the followers are counted once for each post
    if below and metrics[0] == "followers":
        return Role.APART
    if not all(metric in ROLES for metric in metrics):
        return Role.APART
    return ROLES[metrics[0]]


def parts_of(outlook: KpiOutlook) -> tuple[Part, ...]:
    """Return the series of an outlook, the one above the line first."""
    from kpicore.forecasting.ratio import RatioForecast  # noqa: PLC0415 - loads Prophet
    from kpicore.forecasting.result import Forecast  # noqa: PLC0415 - loads Prophet

    source, made = outlook.source, outlook.forecast
    definition = outlook.definition
    match made:
        case RatioForecast():
            sides = [made.numerator, made.denominator]
        case Forecast():
            sides = [made.paths]
        case _:
            raise TypeError(f"Levers act on Forecast and RatioForecast, not on {type(made)}.")
    known = (source.series, source.denominator)
    return tuple(
        Part(
            kpi=definition.key,
            role=role_of(outlook, below=below),
            metrics=definition.denominator if below else definition.numerator,
            kind=source.kind,
            history=source.series if series is None else series,
            draws=paths.draws,
            values=made.draws,
            days=paths.days_ahead,
            step_days=source.step_days,
            per_post=source.per_post,
            below=below,
        )
        for below, series, paths in zip((False, True), known, sides, strict=False)
    )
