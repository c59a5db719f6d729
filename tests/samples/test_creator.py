"""The made-up creator: marked as such, always the same, and holding what is planted in her."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from kpicore.history import FRAMES, History
from kpicore.metrics import METRICS, MetricKind
from kpicore.samples import ACCOUNTS, PLANTED, TIKTOK, YOUTUBE, sample_events, sample_history
from kpicore.samples.plan import DAYS, AccountPlan

LAST = date(2026, 2, 27)


@pytest.fixture(scope="module")
def history() -> History:
    return sample_history(LAST)


def index_of(days_before: int) -> pd.Timestamp:
    return pd.Timestamp(LAST - timedelta(days=days_before))


def final_views(history: History, account_id: str) -> pd.DataFrame:
    """Posts of an account that are older than 60 days, with their last known views."""
    seen = history.observations.query("account_id == @account_id and metric == 'views'")
    last = seen.sort_values("observed_at").groupby("post_id")["value"].last()
    posts = history.posts[history.posts["account_id"] == account_id].set_index("post_id")
    return posts.assign(views=last)[posts["published_at"] < index_of(60)]


def cleaned(posts: pd.DataFrame, plan: AccountPlan, *, but: str) -> pd.Series:
    """Logarithm of views without trend and every planted effect but one, to see that one."""
    age = (pd.Timestamp(LAST) - posts["published_at"]).dt.days / 365.25
    log = np.log(posts["views"]) + np.log(1 + plan.yearly_growth) * age
    if but != "format":
        log = log - np.log(posts["format"].map(dict(plan.format_effects)))
    if but != "hour":
        evening = posts["published_at"].dt.hour.isin(plan.evening_hours)
        log = log - np.log(plan.hour_effect) * evening
    for tag, factor in plan.hashtag_effects.items():
        if but != tag:
            log = log - np.log(factor) * posts["hashtags"].str.split().map(lambda t, w=tag: w in t)
    return log


def factor(log: pd.Series, chosen: pd.Series) -> tuple[float, float]:
    """Factor between chosen posts and the others, and its standard error on the log scale."""
    left, right = log[chosen], log[~chosen]
    error = np.sqrt(left.var() / len(left) + right.var() / len(right))
    return float(np.exp(left.mean() - right.mean())), float(error)


STANDARD_ERRORS = 2.6
"""Planted effects lie within so many standard errors: one in a hundred would not."""


def agrees(found: tuple[float, float], planted: float) -> bool:
    return bool(abs(np.log(found[0] / planted)) < STANDARD_ERRORS * found[1])


def test_nobody_can_take_her_for_real(history: History) -> None:
    assert history.accounts == ACCOUNTS
    for account in history.accounts:
        assert account.made_up
        assert "(made up)" in account.name
        assert account.account_id.startswith("sample/")
    assert history.posts["post_id"].str.startswith("made-up-").all()
    assert history.posts["url"].str.contains("made-up.invalid").all()


def test_the_same_day_and_seed_give_the_same_history(history: History) -> None:
    assert sample_history(LAST).fingerprint == history.fingerprint
    assert sample_history(LAST, seed=7).fingerprint != history.fingerprint


def test_it_fills_every_frame_with_known_metrics_over_two_years(history: History) -> None:
    assert all(not history.frames[name].empty for name in FRAMES)
    assert set(history.daily["metric"]) <= set(METRICS)
    assert set(history.observations["metric"]) <= set(METRICS)
    assert set(history.frames["live"]["metric"]) <= set(METRICS)
    for account in ACCOUNTS:
        span = history.span(account.account_id)
        assert (span.days, span.last) == (DAYS, LAST)
    assert 150 <= len(history.posts) <= 400
    assert history.daily["value"].notna().all()
    counts = history.daily["metric"].map(lambda m: METRICS[m].kind is MetricKind.FLOW)
    net = history.daily["metric"] == "net_followers"
    assert (history.daily.loc[counts & ~net, "value"] >= 0).all()


def test_followers_are_the_sum_of_their_changes(history: History) -> None:
    table = history.daily_table(YOUTUBE.account_id)
    assert (table["new_followers"] - table["lost_followers"] == table["net_followers"]).all()
    assert (table["followers"].diff().iloc[1:] == table["net_followers"].iloc[1:]).all()


def test_audience_shares_add_up(history: History) -> None:
    shares = history.frames["audience"].query("dimension != 'hour'")
    sums = shares.groupby(["account_id", "group", "dimension", "observed_at"])["value"].sum()
    assert np.allclose(sums, 1, atol=1e-3)


def test_recent_posts_were_seen_at_several_ages_and_never_shrink(history: History) -> None:
    views = history.observations.query("metric == 'views'").sort_values("observed_at")
    seen = views.groupby("post_id").size()
    published = history.posts.set_index("post_id")["published_at"]
    assert (seen.reindex(published.index) >= 1).all()
    recent = published[(published > index_of(150)) & (published < index_of(21))].index
    assert (seen[recent] >= 3).all()
    assert (views.groupby("post_id")["value"].diff().dropna() >= 0).all()


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda a: a.platform)
def test_posts_grow_along_the_planted_age_curve(history: History, account) -> None:
    plan = PLANTED.plans[account.account_id]
    posts = final_views(history, account.account_id)
    views = history.observations.query("metric == 'views'").merge(
        posts[["published_at", "views"]], left_on="post_id", right_index=True
    )
    age = (views["observed_at"] - views["published_at"]).dt.total_seconds() / 86400
    young = (age > 2) & (age < 30)
    expected = plan.curve.share(age[young].to_numpy())
    told = (views["value"] / views["views"])[young].to_numpy()
    # Final views are those known, up to some percent short of the curve's end; days differ.
    assert abs(np.median(told / expected) - 1) < 0.08
    assert np.corrcoef(told, expected)[0, 1] > 0.9


def test_planted_effects_are_there_and_the_others_are_not(history: History) -> None:
    plan = PLANTED.plans[TIKTOK.account_id]
    posts = final_views(history, TIKTOK.account_id)
    posts = posts[posts["published_at"].dt.date != LAST - timedelta(PLANTED.viral_days_before)]
    evening = posts["published_at"].dt.hour.isin(plan.evening_hours)
    assert agrees(factor(cleaned(posts, plan, but="hour"), evening), plan.hour_effect)
    image = posts["format"] == "image"
    assert agrees(factor(cleaned(posts, plan, but="format"), image), plan.format_effects["image"])
    for tag, planted in plan.hashtag_effects.items():
        used = posts["hashtags"].str.split().map(lambda t, w=tag: w in t)
        assert agrees(factor(cleaned(posts, plan, but=tag), used), planted), tag
    weekend = posts["published_at"].dt.day_of_week >= 5
    assert agrees(factor(cleaned(posts, plan, but=""), weekend), 1.0)
    tube = PLANTED.plans[YOUTUBE.account_id]
    others = final_views(history, YOUTUBE.account_id)
    late = others["published_at"].dt.hour.isin(tube.evening_hours)
    assert agrees(factor(cleaned(others, tube, but="hour"), late), 1.0)


def test_one_post_went_viral(history: History) -> None:
    posts = final_views(history, TIKTOK.account_id)
    top = posts["views"].idxmax()
    assert posts.loc[top, "published_at"].date() == LAST - timedelta(PLANTED.viral_days_before)
    assert posts["views"].max() > 3 * posts["views"].nlargest(2).iloc[1]


def test_followers_dropped_and_days_are_missing_where_planted(history: History) -> None:
    table = history.daily_table(TIKTOK.account_id)
    assert table["lost_followers"].idxmax() == index_of(PLANTED.drop_days_before)
    assert table["lost_followers"].max() >= PLANTED.drop_count
    missing = table.index[table["views"].isna()]
    first = index_of(PLANTED.gap_days_before)
    assert list(missing) == list(pd.date_range(first, periods=PLANTED.gap_length_days))
    assert history.series(YOUTUBE.account_id, "views").notna().all()


def test_events_moved_their_days(history: History) -> None:
    for event in PLANTED.events:
        if event.days_before < 0:
            continue
        views = history.series(event.account_ids[0], "views")
        first, last = pd.Timestamp(event.first(LAST)), pd.Timestamp(event.last(LAST))
        inside = views[first:last].mean()
        around = views[first - timedelta(14) : last + timedelta(14)].drop(views[first:last].index)
        assert np.sign(inside / around.mean() - 1) == np.sign(event.lift), event.name


def test_weekends_and_winters_are_stronger_and_the_level_grows(history: History) -> None:
    for account in ACCOUNTS:
        views = history.series(account.account_id, "views").dropna()
        by_day = views.groupby(views.index.day_of_week).median()
        assert by_day[5] > by_day[0]
        assert views[-365:].median() > views[:365].median()


def test_events_are_told_in_order_and_one_lies_ahead() -> None:
    events = sample_events(LAST)
    assert [e.first for e in events] == sorted(e.first for e in events)
    assert [e.kind for e in events].count("collaboration") == 3
    assert events[-1].first > LAST
    assert all(e.lift is None for e in events)
    assert events[0].account_id == TIKTOK.account_id
    assert events[1].account_id is None


def test_time_can_be_played(history: History) -> None:
    until = LAST - timedelta(days=45)
    earlier = sample_history(LAST, until=until)
    assert earlier.span().last == until
    assert earlier.posts["published_at"].max().date() <= until
    known = earlier.merged(history)
    assert known.daily.drop(columns="observed_at").equals(history.daily.drop(columns="observed_at"))
    assert known.observations.equals(history.observations)
    with pytest.raises(ValueError, match="lies outside the 730 days"):
        sample_history(LAST, until=LAST + timedelta(days=1))
