"""The account's own figures in the shape of its competitors'."""

from __future__ import annotations

from datetime import date

import numpy as np

from kpicore.benchmarks.competitors import PublicFigures
from kpicore.history import History
from kpicore.kpis import DEFAULT_OPTIONS, KpiOptions, compute_kpi, posts_at_maturity
from kpicore.periods import Period


def own_figures(
    history: History,
    period: Period,
    *,
    account_id: str,
    today: date,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> PublicFigures:
    """Take the account's own figures as anybody could see them.

    Parameters
    ----------
    history : History
        The data.
    period : Period
        The days in which the posts went out.
    account_id : str
        The account.
    today : date
        The unfinished day.
    options : KpiOptions, optional
        Maturity age; young posts are left out of the counts, so that posts compare.

    Returns
    -------
    PublicFigures
        Followers at the end of the period, and the totals of its mature posts; a count that some
        of the posts lack is unknown.
    """
    account = history.account(account_id)
    level = compute_kpi(history, "followers", period, account_ids=[account_id], today=today)
    totals = {
        metric: _ripe_total(history, metric, period, account_id, options)
        for metric in ("likes", "comments", "shares", "views")
    }
    return PublicFigures(
        name=account.name,
        platform=account.platform,
        observed_on=period.last,
        days=period.days,
        followers=np.nan if level.value is None else level.value,
        posts=totals["views"][0],
        likes=totals["likes"][1],
        comments=totals["comments"][1],
        shares=totals["shares"][1],
        views=totals["views"][1],
        own=True,
    )


def _ripe_total(
    history: History, metric: str, period: Period, account_id: str, options: KpiOptions
) -> tuple[float, float]:
    """Return how many posts of the period are mature, and their total of a metric."""
    posts = posts_at_maturity(history, metric, account_ids=[account_id], options=options)
    days = posts["published_at"].dt.date
    inside = posts[(days >= period.first) & (days <= period.last) & (posts["state"] != "young")]
    if inside.empty:
        return np.nan, np.nan
    return float(len(inside)), float(inside["value"].sum(skipna=False))
