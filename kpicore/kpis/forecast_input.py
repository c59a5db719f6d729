"""The bridge to forecasting: a KPI as the daily or weekly series that a model continues."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.errors import NotComputableError
from kpicore.history import History
from kpicore.kpis.catalogue import kpi
from kpicore.kpis.columns import Flags, Floats, day_of
from kpicore.kpis.definition import Rollup, Statistic
from kpicore.kpis.figures import PER_POST
from kpicore.kpis.lines import DayLine, day_line, reading_of, single_values
from kpicore.kpis.reading import Reading
from kpicore.kpis.tables import DEFAULT_OPTIONS, KpiOptions, PostColumns, account_tables
from kpicore.messages import msg
from kpicore.periods import Period
from kpicore.units import Unit

SPARSE_POSTS_PER_DAY = 0.5
"""Below this many posts a day, single days say too little and weeks are forecast."""


class SeriesKind(StrEnum):
    """What the forecast's values may be."""

    FLOW = "flow"
    """Counts, never below zero."""
    NET = "net"
    """Counts that may be below zero."""
    STOCK = "stock"
    """A level."""
    SHARE = "share"
    """A rate in [0, 1] without its parts."""
    MEAN = "mean"
    """A non-negative average without its parts."""


@dataclass(frozen=True, kw_only=True)
class ForecastInput:
    """A KPI ready to be forecast.

    Attributes
    ----------
    key : str
        Key of the catalogue.
    statistic : Statistic
        Part of the KPI's identity.
    unit : Unit
        What the KPI's values count.
    kind : SeriesKind
        Of `series`.
    series : Series of float
        Daily (``step_days`` 1) or weekly (7: indexed by the first day of blocks of seven days that
        are counted back from the last day), NaN where missing, index without time zone. With a
        `denominator` it is what stands above the line.
    denominator : Series of float or None
        What stands below the line, same index; None for counts, levels and bare averages.
    scale : float
        What the ratio is multiplied by.
    upper : float or None
        Largest possible value of the ratio.
    step_days : int
        1 or 7.
    default_measure : str
        ``"mean"`` or ``"level"``, how a goal reads it unless the user says otherwise.
    per_post : bool
        Whether the series belongs to posts by day of publication, at equal age.
    maturity_days : int
        Age at which posts are compared; a per-post goal is settled that many days after its
        deadline. 0 for other KPIs.
    last_day : date
        Last day that the series speaks of.
    completed_days : int
        Days at the end of the series, in whole steps, whose posts are completed by the age curve:
        estimates, on which neither baselines nor settlements rest.
    """

    key: str
    statistic: Statistic
    unit: Unit
    kind: SeriesKind
    series: pd.Series
    denominator: pd.Series | None = None
    scale: float = 1.0
    upper: float | None = None
    step_days: int = 1
    default_measure: str = "mean"
    per_post: bool = False
    maturity_days: int = 0
    last_day: date
    completed_days: int = 0

    @property
    def mature_until(self) -> date:
        """Last day on which every post was seen at maturity; `last_day` of other KPIs."""
        return self.last_day - timedelta(days=self.completed_days)


_KINDS: Mapping[Rollup, SeriesKind] = MappingProxyType(
    {
        Rollup.SUM: SeriesKind.FLOW,
        Rollup.POOLED: SeriesKind.FLOW,
        Rollup.LAST: SeriesKind.STOCK,
        Rollup.MAXIMUM: SeriesKind.MEAN,
        Rollup.QUANTILE: SeriesKind.MEAN,
        Rollup.NONE: SeriesKind.MEAN,
    }
)


def forecast_input(
    history: History,
    key: str,
    *,
    account_ids: Sequence[str],
    today: date,
    statistic: Statistic | None = None,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> ForecastInput:
    """Return the series that a forecast of the KPI continues.

    Counts become a flow (net where they may be negative), levels a stock, ratios a numerator with
    its denominator. Average views and other ratios made of posts become sums and counts of the
    posts published on each day, at equal age; where fewer than `SPARSE_POSTS_PER_DAY` go out, of
    each week. A median per post becomes a weekly series of medians. Several accounts are put
    together on the days on which all are known.

    Parameters
    ----------
    history : History
        The data.
    key : str
        Key of the catalogue.
    account_ids : sequence of str
        Accounts, at least one.
    today : date
        The unfinished day; it and later days are not used.
    statistic : Statistic, optional
        By default the first of the KPI's statistics that the data allow.
    options : KpiOptions, optional
        Maturity age and own hashtags.

    Returns
    -------
    ForecastInput
        Series from the first to the last known day.

    Raises
    ------
    DataNotFoundError
        If the KPI, the statistic or an account does not exist.
    NotComputableError
        If there is nothing to forecast: missing data, distinct people of several accounts, growth
        rates (their level is forecast instead).
    """
    definition = kpi(key)
    if definition.rollup is Rollup.GROWTH:
        raise NotComputableError(
            msg("A growth rate follows from the level. Set the goal on followers instead.")
        )
    if definition.rollup is Rollup.NONE and len(account_ids) > 1:
        raise NotComputableError(
            msg(
                "{kpi} counts different people and cannot be added over accounts. Choose one "
                "account.",
                kpi=definition.label,
            )
        )
    reading, span = reading_of(
        account_tables(history, account_ids),
        definition,
        statistic=statistic,
        today=today,
        options=options,
    )
    if reading.statistic in PER_POST:
        return _post_statistic(reading, span)
    if reading.from_posts:
        return _cohorts(reading, span)
    return _daily(reading, span)


def _daily(reading: Reading, span: Period) -> ForecastInput:
    definition = reading.definition
    line = _trimmed(day_line(reading, span, all_accounts=True), reading)
    ratio = definition.rollup is Rollup.POOLED
    kind = _KINDS[definition.rollup]
    # Some platforms take removed comments and likes off the day: then data show that they may.
    negative = definition.may_be_negative or bool(np.nanmin(line.upper) < 0)
    if kind is SeriesKind.FLOW and negative:
        kind = SeriesKind.NET
    return ForecastInput(
        key=definition.key,
        statistic=reading.statistic,
        unit=definition.unit,
        kind=kind,
        series=_series(line.upper, line, definition.key),
        denominator=_series(line.lower, line, "denominator") if ratio else None,
        scale=definition.scale if ratio else 1.0,
        upper=definition.upper,
        default_measure="level" if definition.rollup is Rollup.LAST else "mean",
        last_day=day_of(int(line.days[-1])),
    )


def _trimmed(line: DayLine, reading: Reading) -> DayLine:
    known = np.flatnonzero(np.isfinite(line.upper))
    if not known.size:
        raise NotComputableError(
            msg(
                "{kpi}: there is no day on which all the chosen accounts are known. Choose fewer "
                "accounts.",
                kpi=reading.definition.label,
            )
        )
    return _cut(line, int(known[0]), int(known[-1]) + 1)


def _cut(line: DayLine, start: int, stop: int) -> DayLine:
    return DayLine(
        first=line.first + start,
        upper=line.upper[start:stop],
        lower=line.lower[start:stop],
        posts=line.posts[start:stop],
    )


def _series(values: Floats, line: DayLine, name: str, *, step_days: int = 1) -> pd.Series:
    index = pd.date_range(
        day_of(line.first), periods=values.size, freq=f"{step_days}D", unit="us", name="date"
    )
    return pd.Series(values, index=index, name=name, dtype="float64")


def _ripe_line(reading: Reading, span: Period) -> DayLine:
    """Put posts together by day of publication: 0 where none went out.

    Ends with the last day all of whose posts count, mature or completed.
    """
    line = day_line(reading, span)
    known = np.flatnonzero(line.posts > 0)
    if not known.size:
        raise NotComputableError(
            msg(
                "No post is {days} days old yet. Come back when the first ones are.",
                days=reading.options.maturity_days,
            )
        )
    last = _last_ripe_day(reading)
    stop = min(max(int(known[-1]), last - line.first), line.upper.size - 1) + 1
    first_open = _first_open_day(reading, span)
    if first_open is not None:
        stop = min(stop, max(first_open - line.first, int(known[0]) + 1))
    cut = _cut(line, int(known[0]), stop)
    # No post on a day is a true zero for the sums of that day, not a missing value.
    none = cut.posts == 0
    return DayLine(
        first=cut.first,
        upper=np.where(none, 0.0, cut.upper),
        lower=np.where(none, 0.0, cut.lower),
        posts=cut.posts,
    )


def _last_ripe_day(reading: Reading) -> int:
    seen = [
        t.last_sighting
        for t, way in zip(reading.tables, reading.plan, strict=True)
        if way is not None and t.last_sighting is not None
    ]
    return max(seen, default=0) - reading.options.maturity_days


def _first_open_day(reading: Reading, span: Period) -> int | None:
    """Return the first of the latest days on which a post is still too young to count."""
    return _first_late_day(reading, lambda posts: posts.young)


def _completed_days(reading: Reading, last: int, step: int) -> int:
    """Return how many of the latest days, in whole steps, hold completed posts."""
    first = _first_late_day(reading, lambda posts: posts.completed)
    return 0 if first is None or first > last else math.ceil((last - first + 1) / step) * step


def _first_late_day(
    reading: Reading, flags_of: Callable[[PostColumns], Mapping[str, Flags]]
) -> int | None:
    # Posts that later exports left out stay young for ever, and say nothing of the end.
    since = _last_ripe_day(reading)
    days = []
    for table, way in zip(reading.tables, reading.plan, strict=True):
        if way is None:
            continue
        posts = table.posts(reading.options)
        flags = flags_of(posts)
        marked = np.zeros(posts.columns.days.size, dtype=np.bool_)
        for metric in way.metrics:
            if metric in flags:
                marked |= flags[metric]
        late = posts.columns.days[marked & (posts.columns.days > since)]
        if late.size:
            days.append(int(late.min()))
    return min(days, default=None)


def _cohorts(reading: Reading, span: Period) -> ForecastInput:
    definition = reading.definition
    line = _ripe_line(reading, span)
    weekly = line.posts.mean() < SPARSE_POSTS_PER_DAY
    if weekly:
        line = _weeks(line)
    step = 7 if weekly else 1
    last = line.first + line.upper.size * step - 1
    ratio = definition.rollup is Rollup.POOLED
    return ForecastInput(
        key=definition.key,
        statistic=reading.statistic,
        unit=definition.unit,
        kind=SeriesKind.FLOW,
        series=_series(line.upper, line, definition.key, step_days=step),
        denominator=_series(line.lower, line, "denominator", step_days=step) if ratio else None,
        scale=definition.scale if ratio else 1.0,
        upper=definition.upper,
        step_days=step,
        per_post=True,
        maturity_days=reading.options.maturity_days,
        last_day=day_of(last),
        completed_days=_completed_days(reading, last, step),
    )


def _weeks(line: DayLine) -> DayLine:
    over = line.upper.size % 7 if line.upper.size >= 7 else 0
    if line.upper.size < 7:
        raise _too_few_posts()
    cut = _cut(line, over, line.upper.size)
    return DayLine(
        first=cut.first,
        upper=cut.upper.reshape(-1, 7).sum(axis=1),
        lower=cut.lower.reshape(-1, 7).sum(axis=1),
        posts=cut.posts.reshape(-1, 7).sum(axis=1),
    )


def _too_few_posts() -> NotComputableError:
    return NotComputableError(
        msg("Posts of less than one week are known. Come back when there are more.")
    )


def _post_statistic(reading: Reading, span: Period) -> ForecastInput:
    definition = reading.definition
    line = _ripe_line(reading, span)
    weeks = _weeks(line)
    values = np.full(weeks.upper.size, np.nan)
    days, ratios = single_values(reading, span)
    place = (days - weeks.first) // 7
    statistic = PER_POST[reading.statistic]
    for number in range(values.size):
        chosen = ratios[place == number]
        if chosen.size:
            values[number] = float(statistic(chosen)) * definition.scale
    if np.isnan(values).all():
        raise _too_few_posts()
    last = weeks.first + values.size * 7 - 1
    bounded = definition.unit is Unit.SHARE and bool(np.nanmax(values) <= 1.0)
    return ForecastInput(
        key=definition.key,
        statistic=reading.statistic,
        unit=definition.unit,
        kind=SeriesKind.SHARE if bounded else SeriesKind.MEAN,
        series=_series(values, weeks, definition.key, step_days=7),
        upper=definition.upper,
        step_days=7,
        per_post=True,
        maturity_days=reading.options.maturity_days,
        last_day=day_of(last),
        completed_days=_completed_days(reading, last, 7),
    )
