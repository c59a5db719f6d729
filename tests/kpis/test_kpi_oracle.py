"""Every KPI of the catalogue against plain sums over rows of random histories with holes.

The formulas stand here a second time, over one day or one post as a mapping of what is known of it;
a row that lacks something raises `KeyError` and takes no part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from statistics import mean, median

import numpy as np
import pandas as pd
import pytest
from kpi_builders import account, daily, history, on, posts, seen

from kpicore.history import History
from kpicore.kpis import CATALOGUE, KpiOptions, Statistic, compute_kpi
from kpicore.periods import Period

Row = dict[str, float]
Part = Callable[[Row], float]
Formula = tuple[Part, Part]

BEFORE, DAYS, POSTS = 10, 21, 12
SPAN, TODAY = Period(on(BEFORE), on(BEFORE + DAYS - 1)), on(60)
SHARES = ("impression_ctr", "average_viewed_share", "completion_rate", "bounce_rate")
HOLES, ABSENT = 0.3, 0.15
"""Chance that a day of a metric is missing, and that an account's exports do not tell a metric."""


def of(*names: str) -> Part:
    return lambda row: sum(row[name] for name in names)


def weighed(rate: str, weight: str) -> Formula:
    return lambda row: row[rate] * row[weight], of(weight)


ENGAGED, TOTAL = of("likes", "comments", "shares"), of("engagements")
ONE: Part = lambda row: 1.0  # noqa: E731 - stands beside `of`

SUMS: dict[str, list[Part]] = {
    **{
        name: [of(name)]
        for name in (
            *("likes", "comments", "shares", "saves", "dms_received", "dms_answered", "ugc_posts"),
            *("new_followers", "lost_followers", "impressions", "views", "profile_views"),
            *("live_sessions", "live_new_followers", "revenue"),
        )
    },
    "engagements": [ENGAGED, TOTAL],
    "net_followers": [
        of("net_followers"),
        lambda row: row["new_followers"] - row["lost_followers"],
    ],
    "watch_time": [
        of("watch_seconds"),
        lambda row: row["average_watch_seconds"] * row["views"],
    ],
}
RATES: dict[str, list[Formula]] = {
    **{
        f"engagement_rate_by_{below}": [(ENGAGED, of(below)), (TOTAL, of(below))]
        for below in ("views", "reach", "impressions", "followers")
    },
    **{
        key: [(of(above), of(below))]
        for key, above, below in (
            ("like_rate", "likes", "views"),
            ("comment_rate", "comments", "views"),
            ("share_rate", "shares", "views"),
            ("save_rate", "saves", "views"),
            ("comment_reply_rate", "comment_replies", "comments"),
            ("response_rate", "dms_answered", "dms_received"),
            ("link_ctr", "link_clicks", "impressions"),
            ("follow_conversion", "new_followers", "profile_views"),
            ("frequency", "impressions", "reach"),
            ("rpm", "revenue", "views"),
        )
    },
    "thumbnail_ctr": [weighed("impression_ctr", "impressions")],
    "unfollow_share": [(of("lost_followers"), of("new_followers", "lost_followers"))],
    "profile_visit_rate": [
        (of("profile_views"), of(below)) for below in ("reach", "views", "impressions")
    ],
    "conversion_rate": [
        (of("conversions"), of("link_clicks")),
        (of("conversions"), of("sessions")),
        (of("key_events"), of("sessions")),
    ],
    "bounce_rate": [
        (lambda row: row["sessions"] - row["engaged_sessions"], of("sessions")),
        weighed("bounce_rate", "sessions"),
    ],
    "average_watch_time": [
        (of("watch_seconds"), of("views")),
        weighed("average_watch_seconds", "views"),
    ],
    "average_viewed_share": [weighed("average_viewed_share", "views")],
    "completion_rate": [weighed("completion_rate", "views")],
    "live_average_watch_time": [
        weighed("live_average_watch_seconds", "live_unique_viewers"),
        weighed("live_average_watch_seconds", "live_views"),
    ],
    "live_engagement_rate": [
        (of("live_likes", "live_comments", "live_shares"), of("live_unique_viewers"))
    ],
    "posting_frequency": [(of("posts"), ONE)],
}
SCALES = {"rpm": 1000.0, "posting_frequency": 7.0}
SINGLE = {
    "response_time": "response_seconds",
    "live_peak_viewers": "live_peak_viewers",
}
PEOPLE = {
    "reach": ("reach", "unique_viewers"),
    "active_users": ("active_users", "users"),
    "live_unique_viewers": ("live_unique_viewers",),
}
LEVELS = {"followers", "follower_growth_rate"}
PER_POST = {k for k, d in CATALOGUE.items() if Statistic.MEAN_PER_POST in d.statistics}
OF_POSTS = {"average_views", "hashtag_engagement"}

METRICS = sorted(
    {
        *{m for d in CATALOGUE.values() for way in d.all_ways for m in way.metrics},
        *SHARES,
    }
    - {"days", "posts_published", "playable_seconds", "hashtag_engagements", "followers"}
)


class World:
    """Two accounts with days and posts, as data and as rows."""

    def __init__(self, seed: int) -> None:
        self.draw = np.random.default_rng(seed)
        self.days: dict[str, list[Row]] = {}
        self.posts: dict[str, list[Row]] = {}
        self.level_before: dict[str, float] = {}
        frames: dict[str, list[pd.DataFrame]] = {"daily": [], "posts": [], "observations": []}
        for name in ("a", "b"):
            self._account(name, frames)
        self.history: History = history(account("a"), account("b"), **frames)

    def _account(self, name: str, frames: dict[str, list[pd.DataFrame]]) -> None:
        draw, size = self.draw, BEFORE + DAYS
        table = {m: self._values(m, size) for m in METRICS if draw.random() > ABSENT}
        for values in table.values():
            values[draw.random(size) < HOLES] = np.nan
        table["followers"] = 1000.0 + draw.integers(0, 20, size).cumsum()
        frames["daily"].append(daily(table, account_id=name))
        rows = [
            {m: values[day] for m, values in table.items() if np.isfinite(values[day])}
            for day in range(size)
        ]
        self.days[name] = rows[BEFORE:]
        self.level_before[name] = rows[BEFORE - 1]["followers"]
        published = draw.integers(BEFORE, size, POSTS)
        totals = [
            {m: float(self._values(m, 1)[0]) for m in METRICS if draw.random() > HOLES}
            for _ in range(POSTS)
        ]
        names = [f"{name}{number}" for number in range(POSTS)]
        tags = ["own" if number % 3 == 0 else "" for number in range(POSTS)]
        when = dict(zip(names, (on(int(day)) for day in published), strict=True))
        frames["posts"].append(posts(when, account_id=name, hashtags=tags))
        frames["observations"].append(
            seen(on(50), dict(zip(names, totals, strict=True)), account_id=name)
        )
        self.posts[name] = [
            {**row, "followers": float(table["followers"][day]), "own": float(tag == "own")}
            for row, day, tag in zip(totals, published, tags, strict=True)
        ]

    def _values(self, metric: str, size: int) -> np.ndarray:
        if metric in SHARES:
            return self.draw.random(size)
        return self.draw.integers(0, 50, size).astype(float)


def known(rows: Iterable[Row], *parts: Part) -> list[tuple[float, ...]]:
    found = []
    for row in rows:
        try:
            found.append(tuple(part(row) for part in parts))
        except KeyError:
            continue
    return found


def first_ratio(
    tables: Iterable[dict[str, list[Row]]], ids: list[str], formulas: list[Formula]
) -> list[tuple[float, ...]]:
    """One formula for all accounts, the first that any of them can give."""
    for rows in tables:
        for formula in formulas:
            pairs = [pair for name in ids for pair in known(rows[name], *formula)]
            if pairs:
                return pairs
    return []


def oracle(world: World, key: str, statistic: Statistic, ids: list[str]) -> float | None:
    """The figure by plain sums; None where it cannot be."""
    days, scale = world.days, SCALES.get(key, 1.0)
    if key in OF_POSTS:
        part = of("views") if key == "average_views" else ENGAGED
        rows = [r for name in ids for r in world.posts[name] if key == "average_views" or r["own"]]
        values = [value for (value,) in known(rows, part)]
        if not values:
            return None
        if key == "hashtag_engagement":
            return sum(values)
        return median(values) if statistic is Statistic.MEDIAN_PER_POST else mean(values)
    if key in SUMS:
        total, any_known = 0.0, False
        for name in ids:
            told = next((v for v in (known(days[name], part) for part in SUMS[key]) if v), [])
            if key == "net_followers" and not told:
                told = [(days[name][-1]["followers"] - world.level_before[name],)]
            total, any_known = total + sum(v for (v,) in told), any_known or bool(told)
        return total if any_known else None
    if key in RATES and statistic is Statistic.POOLED:
        # A rate of days is taken from posts where no day tells it; by followers, posts come first.
        posts = (world.posts,) if key in PER_POST else ()
        tables = (*posts, days) if key == "engagement_rate_by_followers" else (days, *posts)
        pairs = first_ratio(tables, ids, RATES[key])
        below = sum(pair[1] for pair in pairs)
        return scale * sum(pair[0] for pair in pairs) / below if below else None
    if key in RATES:
        ratios = [u / v for u, v in first_ratio([world.posts], ids, RATES[key]) if v > 0]
        middle = median if statistic is Statistic.MEDIAN_PER_POST else mean
        return scale * middle(ratios) if ratios else None
    if key in LEVELS:
        last = sum(days[name][-1]["followers"] for name in ids)
        return last if key == "followers" else None
    if key in SINGLE:
        values = [v for name in ids for (v,) in known(days[name], of(SINGLE[key]))]
        if not values:
            return None
        return max(values) if key == "live_peak_viewers" else median(values)
    return None


def cases() -> list[tuple[str, Statistic]]:
    """Every KPI and statistic but those that have tests of their own: growth and the 90th part."""
    return [
        (key, statistic)
        for key, definition in CATALOGUE.items()
        for statistic in definition.statistics
        if statistic is not Statistic.P90 and key != "follower_growth_rate"
    ]


WORLDS = [World(seed) for seed in range(6)]


def test_every_kpi_has_a_formula_here() -> None:
    assert set(CATALOGUE) == {*SUMS, *RATES, *SINGLE, *PEOPLE, *LEVELS, *OF_POSTS}


@pytest.mark.parametrize("ids", [["a"], ["a", "b"]], ids=["one account", "two accounts"])
@pytest.mark.parametrize(("key", "statistic"), cases())
def test_a_kpi_is_the_sum_over_the_rows_that_tell_it(
    key: str, statistic: Statistic, ids: list[str]
) -> None:
    for world in WORLDS:
        found = compute_kpi(
            world.history,
            key,
            SPAN,
            account_ids=ids,
            today=TODAY,
            statistic=statistic,
            options=KpiOptions(own_hashtags=("own",)),
        )
        expected = None if key in PEOPLE else oracle(world, key, statistic, ids)
        if expected is None:
            assert found.value is None, key
            assert found.reason is not None
        else:
            assert found.value == pytest.approx(expected), key
