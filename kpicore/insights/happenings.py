"""What an account did, day by day: its posts and how they were seen, live sessions, its country."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from babel.core import get_global

from kpicore.history import History
from kpicore.kpis.columns import Floats, Ints
from kpicore.kpis.tables import account_tables


@dataclass(frozen=True, kw_only=True)
class Happenings:
    """What an account did, day by day, as far as its exports tell.

    Attributes
    ----------
    platform : str
        Platform key.
    country : str or None
        Whose holidays count.
    post_days : array of int
        Day number of each post, ascending.
    post_views : array of float
        Its views when it was seen last; NaN where unknown.
    titles : Series of str
        Its title.
    live_days : array of int
        Day number of each live session, ascending.
    """

    platform: str
    country: str | None
    post_days: Ints
    post_views: Floats
    titles: pd.Series
    live_days: Ints


def country_of(time_zone: str | None) -> str | None:
    """Return the ISO code of the country that a time zone lies in; None where it tells none."""
    found = get_global("zone_territories").get(time_zone or "")
    # "001" is the world.
    return found if found is not None and found.isalpha() else None


def gather_happenings(
    history: History, account_id: str, *, country: str | None = None
) -> Happenings:
    """Collect what may have caused changes of an account.

    Parameters
    ----------
    history : History
        The data.
    account_id : str
        The account.
    country : str, optional
        ISO code of the country whose holidays count; by default that of the account's time zone.

    Returns
    -------
    Happenings
        Of all its days.
    """
    account = history.account(account_id)
    table = account_tables(history, [account_id])[0]
    views = np.full(table.post_days.size, np.nan)
    sightings = table.sightings()
    seen = next((sightings[m] for m in ("views", "impressions", "reach") if m in sightings), None)
    if seen is not None:
        # In order of post and age: what is written last stays.
        views[seen.posts] = seen.values
    return Happenings(
        platform=account.platform,
        country=country or country_of(account.time_zone),
        post_days=table.post_days,
        post_views=views,
        titles=history.posts["title"].take(table.post_rows),
        live_days=np.sort(table.live.days),
    )


def between(days: Ints, first: int, last: int) -> slice:
    """Return where the days from first to last stand among ascending ones."""
    return slice(
        int(np.searchsorted(days, first, side="left")),
        int(np.searchsorted(days, last, side="right")),
    )
