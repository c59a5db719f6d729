"""Posts of the sample, and what repeated exports saw of them at different ages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

from kpicore.samples.plan import DAYS, PLANTED, TIKTOK, AccountPlan
from kpicore.samples.views import ViewModel

_VERBS: Final = ("Throwing", "Trimming", "Glazing", "Carving", "Firing", "Packing")
_THINGS: Final = (
    "a moon jar",
    "twelve tea bowls",
    "a ramen bowl",
    "tiny cat plates",
    "a celadon vase",
    "a set of mugs",
    "달항아리",
    "an order of spoons",
)
_QUESTIONS: Final = (
    "Which glaze would you pick?",
    "What should I make next?",
    "Can this crack be saved?",
)
_QUESTION_SHARE: Final = 0.22
_RATES: Final = {"likes": 0.078, "comments": 0.0046, "shares": 0.0085}
_RATE_SPREAD: Final = 0.18
_SECONDS: Final = {"video": (18, 75), "image": (0, 0), "short": (20, 58)}
_LONG_SECONDS: Final = (240, 1100)
_LONG_HALF: Final = 600.0


def post_table(plan: AccountPlan, model: ViewModel, rng: np.random.Generator) -> pd.DataFrame:
    """Make the posts of one account.

    Parameters
    ----------
    plan : AccountPlan
        What is planted.
    model : ViewModel
        Its posts and views.
    rng : Generator
        Source of chance.

    Returns
    -------
    DataFrame
        Columns of the posts frame without account, moment and source, and `asks`: whether the
        title is a question.
    """
    posts, count = model.posts, len(model.posts)
    asks = rng.random(count) < _QUESTION_SHARE
    verbs, things = rng.choice(_VERBS, count), rng.choice(_THINGS, count)
    questions = rng.choice(_QUESTIONS, count)
    post_ids = [f"made-up-{plan.account.platform}-{i + 1:03d}" for i in range(count)]
    return pd.DataFrame(
        {
            "post_id": post_ids,
            "published_at": posts["published_at"],
            "title": [
                str(question) if ask else f"{verb} {thing}"
                for ask, question, verb, thing in zip(asks, questions, verbs, things, strict=True)
            ],
            # An address that can never lead anywhere: RFC 2606 keeps this ending free.
            "url": [f"https://made-up.invalid/{post_id}" for post_id in post_ids],
            "format": posts["format"],
            "duration_seconds": _durations(plan, posts["format"], rng),
            "hashtags": posts["hashtags"],
            "asks": asks,
        }
    )


def _durations(plan: AccountPlan, formats: pd.Series, rng: np.random.Generator) -> np.ndarray:
    spans = dict(_SECONDS)
    if plan.account != TIKTOK:
        spans["video"] = _LONG_SECONDS
    lows = np.array([spans[f][0] for f in formats])
    highs = np.array([spans[f][1] for f in formats])
    seconds = np.round(rng.uniform(lows, highs))
    # An image has no length: that is missing, not zero.
    return np.where(seconds > 0, seconds, np.nan)


def export_indexes() -> list[int]:
    """Return after which days of the history posts were exported, oldest first."""
    steps = range(PLANTED.export_count - 1, -1, -1)
    return [DAYS - 1 - step * PLANTED.export_every_days for step in steps]


def observed_after(last_day: date, index: int) -> pd.Timestamp:
    """Return the moment of the export that was made when that day was over."""
    return pd.Timestamp(last_day - timedelta(days=DAYS - 1 - index) + timedelta(days=1))


def observations(
    plan: AccountPlan,
    model: ViewModel,
    table: pd.DataFrame,
    last_day: date,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Make what the exports saw of the posts.

    Parameters
    ----------
    plan : AccountPlan
        What is planted.
    model : ViewModel
        Lifetime views by day.
    table : DataFrame
        From `post_table`.
    last_day : date
        Last day of the history.
    rng : Generator
        Source of chance.

    Returns
    -------
    DataFrame
        post_id, observed_at, metric, value: lifetime totals.
    """
    rates = _post_rates(plan, table, rng)
    ages, post_ids = model.posts["age_index"].to_numpy(), table["post_id"].to_numpy()
    found = []
    for index in export_indexes():
        newest = index == DAYS - 1
        seen = (ages < index + 1) & (newest | (ages > index - PLANTED.export_reach_days))
        views = model.collected[seen, index]
        values = {"views": views} | {m: np.floor(views * r[seen]) for m, r in rates.items()}
        keys = {"post_id": post_ids[seen], "observed_at": observed_after(last_day, index)}
        found.append(pd.DataFrame(keys | values))
    wide = pd.concat(found, ignore_index=True)
    return wide.melt(["post_id", "observed_at"], var_name="metric")


def _post_rates(
    plan: AccountPlan, table: pd.DataFrame, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Return per metric each post's count per view; the same at every age."""
    means: dict[str, np.ndarray | float] = dict(_RATES)
    means["comments"] = _RATES["comments"] * np.where(table["asks"], PLANTED.question_effect, 1.0)
    if plan.account == TIKTOK:
        means["saves"] = 0.012
    else:
        seconds = table["duration_seconds"].to_numpy()
        # The longer, the smaller the part that is seen: 70 % of a short one, 35 % of ten minutes.
        means["watch_seconds"] = seconds * 0.7 / (1 + seconds / _LONG_HALF)
    return {
        metric: np.asarray(mean * np.exp(rng.normal(0, _RATE_SPREAD, len(table))))
        for metric, mean in means.items()
    }
