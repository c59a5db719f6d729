"""Dated things that move numbers: the user's own events, public holidays, and proposals.

Past events are handed to Prophet as holidays, so that a viral spike does not bend the trend;
planned events act with the lift that similar past events had, or with the lift the user gives.
Unusual days are proposed as events, never deleted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from kpicore.errors import SettingsError
from kpicore.messages import msg

SPIKE_DAYS = 10
"""Events up to this many days get a coefficient per day: the days explain themselves."""
_OUTLIER_SCORE = 5.0
_LOCAL_DAYS = 29
_MIN_LOCAL_DAYS = 10
_NORMAL_MAD = 1.4826
_GROWTH_FLOOR = math.log(1.5)


@dataclass(frozen=True, slots=True)
class Event:
    """A dated thing that moves the numbers.

    Attributes
    ----------
    name : str
        What the user calls it.
    first, last : date
        Inclusive days on which it acts.
    kind : str
        What sort of thing it is ("campaign", "collaboration", "viral", "outage", ...); past events
        of the same kind tell what a planned one will do.
    lift : float or None
        Relative change on its days, 0.2 for +20 %; for planned events, overrides the past.
    """

    name: str
    first: date
    last: date
    kind: str = "other"
    lift: float | None = None

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"Event {self.name!r} ends {self.last} before it begins {self.first}.")
        if self.lift is not None and not self.lift > -1:
            raise ValueError(f"Event {self.name!r} has lift {self.lift}; it must be above -1.")

    @property
    def days(self) -> pd.DatetimeIndex:
        """All days on which it acts."""
        return pd.date_range(self.first, self.last)


@lru_cache(maxsize=256)
def _holidays_of_year(country: str, year: int) -> tuple[tuple[date, str], ...]:
    import holidays  # noqa: PLC0415 - slow to import, needed only with a country

    found = holidays.country_holidays(country, years=year)
    return tuple(sorted((day, str(name)) for day, name in found.items()))


def holiday_days(country: str, first: date, last: date) -> list[tuple[date, str]]:
    """List the public holidays of a country.

    Parameters
    ----------
    country : str
        ISO 3166 code that the holidays package knows, such as "KR".
    first, last : date
        Inclusive span.

    Returns
    -------
    list of (date, str)
        Days and names, ascending.

    Raises
    ------
    SettingsError
        If the country is not known.
    """
    try:
        years = [_holidays_of_year(country, year) for year in range(first.year, last.year + 1)]
    except NotImplementedError as error:
        raise SettingsError(
            msg(
                "No public holidays are known for the country code {code}. Give a two-letter code "
                "such as US, KR or CN, or leave holidays out.",
                code=country,
            )
        ) from error
    return [(day, name) for year in years for day, name in year if first <= day <= last]


def propose_events(history: pd.Series, *, limit: int = 10) -> tuple[Event, ...]:
    """Propose unusual stretches of days as events; nothing is removed from the history.

    A day is unusual when it lies far from the median of the four weeks around it, measured by their
    own spread, and by at least half. Neighbouring unusual days on the same side form one proposal.

    Parameters
    ----------
    history : pandas.Series
        Daily values, DatetimeIndex, NaN for missing days.
    limit : int, default 10
        Largest number of proposals; the strongest are kept.

    Returns
    -------
    tuple of Event
        In order of date; kind "viral" above and "outage" below the usual level, with the measured
        lift; their names are their kinds, for the user to replace.
    """
    values = history.astype(float)
    scaled = pd.Series(np.arcsinh(values.to_numpy()), index=history.index)
    window = scaled.rolling(_LOCAL_DAYS, center=True, min_periods=_MIN_LOCAL_DAYS)
    usual = window.median()
    gap = scaled - usual
    spread = (
        _NORMAL_MAD
        * gap.abs().rolling(2 * _LOCAL_DAYS, center=True, min_periods=_MIN_LOCAL_DAYS).median()
    )
    unusual = (gap.abs() > _OUTLIER_SCORE * spread.clip(lower=1e-9)) & (gap.abs() > _GROWTH_FLOOR)
    side = pd.Series(np.where(unusual, np.sign(gap), 0.0), index=history.index)
    runs = side.ne(side.shift()).cumsum()
    found: list[tuple[float, Event]] = []
    for _, run in side[side != 0].groupby(runs[side != 0]):
        expected = float(np.sinh(usual[run.index]).sum())
        lift = float(values[run.index].sum()) / expected - 1 if expected > 0 else None
        kind = "viral" if run.iloc[0] > 0 else "outage"
        event = Event(
            kind,
            run.index[0].date(),
            run.index[-1].date(),
            kind,
            None if lift is None else max(lift, -0.999),
        )
        found.append((float(gap[run.index].abs().sum()), event))
    strongest = sorted(found, key=lambda pair: -pair[0])[:limit]
    return tuple(sorted((event for _, event in strongest), key=lambda event: event.first))
