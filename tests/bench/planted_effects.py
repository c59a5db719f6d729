"""Do intervals hold nine times in ten, and is nothing found where nothing was planted?

Run from the repository: ``nice python -m tests.bench.planted_effects [ACCOUNTS [SEED [PLAN...]]]``.
Draws accounts whose posts have a wandering trend, formats that are published at other hours than
others, days that share their luck, heavy tails and posts that went viral; plants an hour, a format
and a hashtag of known size or nothing at all; and counts. Fails when a share leaves what is
promised by more than chance explains: coverage 87 to 93 of 100, false findings at most 5 of 100.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kpicore.history import Account, History
from kpicore.insights.equal_age import Measure, equal_posts
from kpicore.insights.hashtags import hashtags
from kpicore.insights.posting_time import posting_time
from kpicore.insights.shrinkage import FALSE_FINDINGS
from kpicore.insights.themes import formats

LAST = date(2026, 2, 27)
ACCOUNT = "made:up"
FORMATS = ("video", "image", "carousel")
TAGS = tuple(f"tag{number:02d}" for number in range(15))
PLANTED_TAG = "tag03"
EVENING = 18
"""First hour of the band that is planted; bands are three hours wide."""
LOWEST, HIGHEST = 0.87, 0.93


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One kind of account; effects are factors, 1 for none."""

    posts: int
    days: int
    evening: float = 1.0
    image: float = 1.0
    tag: float = 1.0
    spread: float = 0.45
    day_spread: float = 0.15
    viral_share: float = 0.02


PLANS = {
    "small, planted": Plan(posts=70, days=300, evening=1.5, image=0.7, tag=1.6),
    "usual, planted": Plan(posts=200, days=500, evening=1.4, image=0.75, tag=1.45),
    "busy, planted": Plan(posts=800, days=400, evening=1.15, image=0.85, tag=1.2, day_spread=0.3),
    "small, nothing": Plan(posts=70, days=300),
    "usual, nothing": Plan(posts=200, days=500),
    "busy, nothing": Plan(posts=800, days=400, day_spread=0.3),
}


def draw(plan: Plan, rng: np.random.Generator) -> tuple[History, pd.DataFrame]:
    """Return an account and, per post, format, hour, tags as planted."""
    size = plan.posts
    day = np.sort(rng.integers(0, plan.days, size))
    form = rng.choice(3, size, p=(0.55, 0.3, 0.15))
    # Images go out in the evening more often: without format, the hour would be credited for it.
    evening = rng.random(size) < np.where(form == 1, 0.55, 0.3)
    hour = np.where(evening, rng.choice((18, 19, 20), size), rng.choice((8, 10, 12, 13, 16), size))
    has = rng.random((size, len(TAGS))) < np.linspace(0.06, 0.45, len(TAGS))
    wander = np.cumsum(rng.normal(0, 0.02, plan.days)) + 0.5 * np.arange(plan.days) / plan.days
    luck = rng.normal(0, plan.day_spread, plan.days)
    # Student's t with four degrees of freedom has twice the variance of a normal one.
    noise = plan.spread * rng.standard_t(4, size) / np.sqrt(2)
    viral = 3.0 * (rng.random(size) < plan.viral_share)
    log = 8.5 + wander[day] + luck[day] + noise + viral
    log += np.where(hour >= EVENING, np.log(plan.evening), 0.0)
    log += np.where(form == 1, np.log(plan.image), 0.0)
    log += np.where(has[:, TAGS.index(PLANTED_TAG)], np.log(plan.tag), 0.0)
    first = pd.Timestamp(LAST) - pd.Timedelta(days=plan.days + 30)
    published = first + pd.to_timedelta(day * 24 + hour, unit="h") + pd.Timedelta(minutes=7)
    names = [f"p{number:05d}" for number in range(size)]
    posts = pd.DataFrame(
        {
            "account_id": ACCOUNT,
            "post_id": names,
            "published_at": published,
            "format": np.array(FORMATS)[form],
            "hashtags": [" ".join(np.array(TAGS)[row]) for row in has],
        }
    )
    seen = pd.DataFrame(
        {
            "account_id": ACCOUNT,
            "post_id": names,
            "observed_at": pd.Timestamp(LAST),
            "metric": "views",
            "value": np.maximum(np.round(np.exp(log)), 1.0),
        }
    )
    account = Account(account_id=ACCOUNT, name="Made up", platform="custom", time_zone="Asia/Seoul")
    truth = pd.DataFrame({"format": np.array(FORMATS)[form], "hour": hour})
    return History.build([account], posts=posts, observations=seen), truth


def about_mean(effect: pd.Series, by: pd.Series) -> dict[object, float]:
    """Return the planted logarithm of each group less the mean over posts."""
    return (effect.groupby(by).first() - effect.mean()).to_dict()


class Count:
    """Shares of what held, by name."""

    def __init__(self) -> None:
        self.held: dict[str, list[bool]] = defaultdict(list)

    def note(self, name: str, low: float, high: float, truth: float) -> None:
        """Note whether an interval held."""
        self.held[name].append(bool(np.log1p(low) <= truth <= np.log1p(high)))

    def say(self, name: str, *, happened: bool) -> None:
        """Note whether something happened."""
        self.held[name].append(happened)

    def share(self, name: str) -> float:
        """Return the share."""
        return float(np.mean(self.held[name]))


def look(plan: Plan, rng: np.random.Generator, count: Count) -> None:
    """Draw one account, ask every question, note what held."""
    history, truth = draw(plan, rng)
    posts = equal_posts(history, ACCOUNT, Measure.VIEWS)
    planted = plan.tag != 1.0
    time = posting_time(history, posts)
    assert time is not None
    by_hour = about_mean(
        pd.Series(np.where(truth["hour"] >= EVENING, np.log(plan.evening), 0.0)),
        truth["hour"] // 3 * 3,
    )
    for row in time.weekdays.itertuples():
        count.note("covered: weekdays", row.low, row.high, 0.0)
    for row in time.hours.itertuples():
        name = "covered: planted hour" if row.hour == EVENING else "covered: other hours"
        count.note(name, row.low, row.high, by_hour[row.hour])
    for row in time.cells.itertuples():
        count.note("covered: cells of the week", row.low, row.high, by_hour[row.hour])
    form = formats(posts)
    by_format = about_mean(
        pd.Series(np.where(truth["format"] == "image", np.log(plan.image), 0.0)), truth["format"]
    )
    if plan.evening == 1.0:
        for row in form.frame.itertuples():
            count.note("covered: formats", row.low, row.high, by_format[row.key])
    single = hashtags(history, posts).single.frame
    for row in single.itertuples():
        name = "planted tag" if row.key == PLANTED_TAG and planted else "other tags"
        true = np.log(plan.tag) if row.key == PLANTED_TAG else 0.0
        count.note(f"covered: {name}", row.low, row.high, true)
    found = single[single["found"]]
    if planted:
        count.say("found: hour", happened=time.hour_matters)
        count.say("found: tag", happened=PLANTED_TAG in set(found["key"]))
        wrong = found["key"] != PLANTED_TAG
        count.held["false: share among found tags"].append(
            float(wrong.mean()) if len(found) else 0.0  # type: ignore[arg-type]
        )
        count.say("false: weekday", happened=time.weekday_matters)
    else:
        count.say("false: any posting time", happened=time.matters)
        count.say("false: any format", happened=form.found)
        count.say("false: any tag", happened=len(found) > 0)


def main(accounts: int, seed: int, chosen: list[str]) -> int:
    """Print a line per share; 1 when one is not as promised."""
    bad = 0
    for number, (name, plan) in enumerate(PLANS.items()):
        if chosen and name not in chosen:
            continue
        count = Count()
        rng = np.random.default_rng([seed, number])
        for _ in range(accounts):
            look(plan, rng, count)
        for what in sorted(count.held):
            share = count.share(what)
            noise = 2 * np.sqrt(0.09 / accounts)
            wrong = False
            if what.startswith("covered"):
                wrong = not LOWEST - noise <= share <= HIGHEST + noise
            elif what.startswith("false"):
                wrong = share > FALSE_FINDINGS + 2 * np.sqrt(0.05 / accounts)
            bad += wrong
            mark = "  <- not as promised" if wrong else ""
            sys.stdout.write(f"{name:16} {what:32} {share:6.3f}{mark}\n")
            sys.stdout.flush()
    return int(bad > 0)


if __name__ == "__main__":
    wanted = [int(text) for text in sys.argv[1:3]]
    sys.exit(main(*(wanted + [400, 11][len(wanted) :]), chosen=sys.argv[3:]))
