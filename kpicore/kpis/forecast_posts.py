"""KPIs made of single posts as series: put together by day of publication, at equal age."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from kpicore.errors import NotComputableError
from kpicore.kpis.columns import Flags, day_of
from kpicore.kpis.definition import Rollup
from kpicore.kpis.figures import PER_POST
from kpicore.kpis.forecast_series import ForecastInput, SeriesKind, cut_line, dated_series
from kpicore.kpis.lines import DayLine, day_line, single_values
from kpicore.kpis.post_columns import PostColumns
from kpicore.kpis.reading import Reading
from kpicore.messages import msg
from kpicore.periods import Period
from kpicore.units import Unit

SPARSE_POSTS_PER_DAY = 0.5
"""Below this many posts a day, single days say too little and weeks are forecast."""


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
    first_open = _first_open_day(reading)
    if first_open is not None:
        stop = min(stop, max(first_open - line.first, int(known[0]) + 1))
    cut = cut_line(line, int(known[0]), stop)
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


def _first_open_day(reading: Reading) -> int | None:
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


def cohort_input(reading: Reading, span: Period) -> ForecastInput:
    """Return a ratio or count of posts as what stands above and below the line.

    Parameters
    ----------
    reading : Reading
        Made of posts.
    span : Period
        Days of publication.

    Returns
    -------
    ForecastInput
        Daily, weekly where few posts go out.

    Raises
    ------
    NotComputableError
        If no post is old enough, or posts of less than a week are known.
    """
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
        series=dated_series(line.upper, line, definition.key, step_days=step),
        denominator=dated_series(line.lower, line, "denominator", step_days=step)
        if ratio
        else None,
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
    cut = cut_line(line, over, line.upper.size)
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


def statistic_input(reading: Reading, span: Period) -> ForecastInput:
    """Return a statistic of single posts, such as their median, week by week.

    Parameters
    ----------
    reading : Reading
        Made of posts.
    span : Period
        Days of publication.

    Returns
    -------
    ForecastInput
        Weekly.

    Raises
    ------
    NotComputableError
        If no post is old enough, or posts of less than a week are known.
    """
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
        series=dated_series(values, weeks, definition.key, step_days=7),
        upper=definition.upper,
        step_days=7,
        per_post=True,
        maturity_days=reading.options.maturity_days,
        last_day=day_of(last),
        completed_days=_completed_days(reading, last, 7),
    )
