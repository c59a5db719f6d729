"""How the sample's posts collect views day by day; everything else is made from these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

from kpicore.samples.plan import DAYS, PLANTED, TIKTOK, AccountPlan

_BEFORE: Final = 120
"""Days before the history on which posts were published already, so that it does not begin cold."""
_EVERGREEN_SHARE: Final = 0.12
"""Views of posts older than everything here, as a share of the level."""
_DAY_NOISE: Final = 0.09
_DAY_MEMORY: Final = 0.4
_MORNING_HOURS: Final = (8, 10, 12, 14, 16)
_EVENING_SHARE: Final = 0.42


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewModel:
    """Views of one account.

    Attributes
    ----------
    days : DatetimeIndex
        The days of the history.
    posts : DataFrame
        One row per post that was published in it: published_at, format, hashtags, evening, viral.
    collected : ndarray
        Posts by days: lifetime views at the end of each day.
    views : ndarray
        Views of each day, of all posts together.
    """

    days: pd.DatetimeIndex
    posts: pd.DataFrame
    collected: np.ndarray
    views: np.ndarray


def view_model(plan: AccountPlan, last_day: date, rng: np.random.Generator) -> ViewModel:
    """Make the views of one account.

    Parameters
    ----------
    plan : AccountPlan
        What is planted.
    last_day : date
        Last day of the history.
    rng : Generator
        Source of chance.

    Returns
    -------
    ViewModel
        The same for the same chance, only moved with `last_day`, but for weekdays and seasons.
    """
    days = pd.date_range(end=last_day, periods=DAYS + _BEFORE, freq="D", unit="us")
    posts = _schedule(plan, last_day, rng)
    age = (np.arange(len(days)) - _BEFORE) - posts["age_index"].to_numpy()[:, None]
    share = plan.curve.share(age + 1) - plan.curve.share(age)
    final = _final_views(plan, posts, rng)
    factor = _day_factors(plan, days, last_day, rng)
    gained = final[:, None] * share * factor
    level = _level(plan, np.arange(len(days)) - _BEFORE)
    evergreen = _EVERGREEN_SHARE * level * np.mean(plan.posts_per_week) / 7 * factor
    own = (posts["age_index"] >= 0).to_numpy()
    history = slice(_BEFORE, None)
    return ViewModel(
        days=days[history],
        posts=posts[own].reset_index(drop=True),
        collected=np.floor(np.cumsum(gained, axis=1)[own][:, history]),
        views=np.round(gained.sum(axis=0) + evergreen)[history],
    )


def _level(plan: AccountPlan, day_index: np.ndarray) -> np.ndarray:
    """Median final views of a plain post published on a day, counted from the first."""
    return plan.views_per_post * (1 + plan.yearly_growth) ** ((day_index - DAYS + 1) / 365.25)


def _schedule(plan: AccountPlan, last_day: date, rng: np.random.Generator) -> pd.DataFrame:
    first = last_day - timedelta(days=DAYS - 1)
    weeks = range(-_BEFORE, DAYS, 7)
    offsets = [
        week + day
        for week in weeks
        for day in sorted(rng.choice(7, size=rng.choice(plan.posts_per_week), replace=False))
        if week + day < DAYS
    ]
    viral = plan.account == TIKTOK
    viral_index = DAYS - 1 - PLANTED.viral_days_before
    if viral and viral_index not in offsets:
        offsets = sorted([*offsets, viral_index])
    count = len(offsets)
    evening = rng.random(count) < _EVENING_SHARE
    hours = np.where(
        evening, rng.choice(plan.evening_hours, count), rng.choice(_MORNING_HOURS, count)
    )
    minutes = rng.choice([0, 5, 15, 30, 45], count)
    published = pd.Timestamp(first) + pd.to_timedelta(
        np.array(offsets) * 1440 + hours * 60 + minutes, unit="min"
    )
    formats, tags = list(plan.format_effects), list(plan.hashtag_effects)
    is_viral = (np.array(offsets) == viral_index) & viral
    return pd.DataFrame(
        {
            "published_at": published.as_unit("us"),
            "age_index": np.array(offsets) + (hours * 60 + minutes) / 1440,
            # The first format is the plain one; the viral post is nothing special but for its luck.
            "format": np.where(is_viral, formats[0], rng.choice(formats, count, p=[0.7, 0.3])),
            "hashtags": [
                " ".join(sorted(t for t, used in zip(tags, row, strict=True) if used))
                for row in rng.random((count, len(tags))) < 0.45
            ],
            "evening": evening,
            "viral": is_viral,
        }
    )


def _final_views(plan: AccountPlan, posts: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    effect = posts["format"].map(dict(plan.format_effects)).to_numpy(float)
    effect = effect * np.where(posts["evening"], plan.hour_effect, 1.0)
    for tag, factor in plan.hashtag_effects.items():
        used = [tag in text.split() for text in posts["hashtags"]]
        effect = effect * np.where(used, factor, 1.0)
    luck = np.exp(rng.normal(0, plan.post_spread, len(posts)))
    luck = np.where(posts["viral"], PLANTED.viral_factor, luck)
    return _level(plan, posts["age_index"].to_numpy()) * effect * luck


def _day_factors(
    plan: AccountPlan, days: pd.DatetimeIndex, last_day: date, rng: np.random.Generator
) -> np.ndarray:
    wave = np.cos(2 * np.pi * (days.day_of_year.to_numpy() - plan.season_peak_day) / 365.25)
    factor = np.array(plan.weekday_factors)[days.day_of_week] * (1 + plan.season_share * wave)
    for event in PLANTED.events:
        if plan.account.account_id in event.account_ids:
            acts = (days >= pd.Timestamp(event.first(last_day))) & (
                days <= pd.Timestamp(event.last(last_day))
            )
            factor = factor * np.where(acts, 1 + event.lift, 1.0)
    noise = rng.normal(0, _DAY_NOISE, len(days))
    for i in range(1, len(days)):
        noise[i] += _DAY_MEMORY * noise[i - 1]
    return np.asarray(factor * np.exp(noise))
