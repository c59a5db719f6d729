"""Daily values of the sample, as the platforms would export them."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from kpicore.samples.plan import DAYS, PLANTED, TIKTOK, AccountPlan
from kpicore.samples.views import ViewModel

_UNFOLLOW_SHARE: Final = 0.0005
"""Of all followers, per day."""
_SECONDS_PER_VIEW: Final = 132.0
_VIEWED_SHARE: Final = 0.41
_IMPRESSION_CTR: Final = 0.052
_VIEWS_FROM_IMPRESSIONS: Final = 0.62
_USD_PER_THOUSAND: Final = 1.9


def daily_values(plan: AccountPlan, model: ViewModel, rng: np.random.Generator) -> pd.DataFrame:
    """Make the daily values of one account.

    Parameters
    ----------
    plan : AccountPlan
        What is planted.
    model : ViewModel
        Its views.
    rng : Generator
        Source of chance.

    Returns
    -------
    DataFrame
        date, metric, value; days of the planted gap are missing.
    """
    views = model.views
    followers = _followers(plan, views, rng)
    chance = _Chance(rng)
    common = {
        "views": views,
        "likes": chance.part(views, 0.078),
        "comments": chance.part(views, 0.0046),
        "shares": chance.part(views, 0.0085),
        **followers,
    }
    own = _tiktok if plan.account == TIKTOK else _youtube
    table = pd.DataFrame({**common, **own(views, chance)}, index=model.days)
    if plan.account == TIKTOK:
        first = DAYS - 1 - PLANTED.gap_days_before
        table = table.drop(table.index[first : first + PLANTED.gap_length_days])
    long = table.rename_axis("date").reset_index().melt("date", var_name="metric")
    return long.astype({"value": float})


class _Chance:
    """Counts that are a part of other counts, with noise."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng

    def rate(self, mean: float, spread: float = 0.06) -> np.ndarray:
        """Return a rate per day."""
        return np.asarray(mean * np.exp(self._rng.normal(0, spread, DAYS)))

    def part(self, whole: np.ndarray, share: float) -> np.ndarray:
        """Return a part of each day's count."""
        return np.asarray(self._rng.poisson(whole * self.rate(share)), dtype=float)


def _followers(
    plan: AccountPlan, views: np.ndarray, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    new = rng.poisson(views * plan.follow_share * np.exp(rng.normal(0, 0.12, DAYS)))
    lost = np.zeros(DAYS)
    level = np.zeros(DAYS)
    today = float(plan.followers_at_start)
    drop = DAYS - 1 - PLANTED.drop_days_before if plan.account == TIKTOK else -1
    for i in range(DAYS):
        lost[i] = rng.poisson(today * _UNFOLLOW_SHARE) + (PLANTED.drop_count if i == drop else 0)
        today += new[i] - lost[i]
        level[i] = today
    return {
        "followers": level,
        "new_followers": new.astype(float),
        "lost_followers": lost,
        "net_followers": new - lost,
    }


def _tiktok(views: np.ndarray, chance: _Chance) -> dict[str, np.ndarray]:
    profile_views = chance.part(views, 0.034)
    return {
        "reach": np.round(views * chance.rate(0.78, 0.03)),
        "saves": chance.part(views, 0.012),
        "profile_views": profile_views,
        "link_clicks": _leaking(chance.part(profile_views, 0.055)),
    }


def _leaking(clicks: np.ndarray) -> np.ndarray:
    """Return clicks of which fewer come since the link in the profile was changed."""
    kept = np.ones(DAYS)
    kept[-PLANTED.leak_days :] = PLANTED.leak_factor
    return np.asarray(np.round(clicks * kept))


def _youtube(views: np.ndarray, chance: _Chance) -> dict[str, np.ndarray]:
    rate = chance.rate(_IMPRESSION_CTR)
    watched = np.round(views * chance.rate(_SECONDS_PER_VIEW))
    return {
        "impressions": np.round(views * _VIEWS_FROM_IMPRESSIONS / rate),
        "impression_ctr": rate,
        "watch_seconds": watched,
        "average_watch_seconds": watched / views,
        "average_viewed_share": chance.rate(_VIEWED_SHARE, 0.04),
        "revenue": np.round(views / 1000 * chance.rate(_USD_PER_THOUSAND, 0.1), 2),
    }
