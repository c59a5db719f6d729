"""Each formula against a few lines of plain arithmetic on data small enough to check by hand."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest
from kpi_builders import account, daily, history, on, posts, seen

from kpicore.history import History
from kpicore.kpis import CATALOGUE, KpiOptions, KpiValue, Statistic, compute_kpi, compute_kpis
from kpicore.language import english
from kpicore.periods import Period

NAN = float("nan")
WEEK = Period(on(7), on(13))
TODAY = on(14)

FOURTEEN = {
    "views": [100.0] * 7 + [200, 100, 300, 100, 100, 100, 100],
    "likes": [10.0] * 7 + [20, 5, 30, 5, 10, 10, 20],
    "comments": [1.0] * 7 + [2, 1, 3, 0, 1, 1, 2],
    "shares": [2.0] * 7 + [4, 0, 6, 0, 2, 2, 1],
    "saves": [3.0] * 14,
    "impressions": [400.0] * 14,
    "reach": [80.0] * 14,
    "profile_views": [20.0] * 14,
    "new_followers": [9.0] * 7 + [5, 5, 5, 5, 5, 5, 5],
    "lost_followers": [4.0] * 7 + [1, 1, 1, 1, 1, 1, 8],
    "followers": [1000.0 + 5 * i for i in range(14)],
    "watch_seconds": [1500.0] * 14,
    "average_viewed_share": [0.5] * 7 + [0.2, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
    "completion_rate": [0.3] * 14,
    "impression_ctr": [0.04] * 7 + [0.02, 0.04, 0.04, 0.04, 0.04, 0.04, 0.04],
    "link_clicks": [8.0] * 14,
    "conversions": [2.0] * 14,
    "sessions": [50.0] * 14,
    "engaged_sessions": [30.0] * 14,
    "comment_replies": [1.0] * 14,
    "dms_received": [4.0] * 14,
    "dms_answered": [3.0] * 14,
    "response_seconds": [60.0] * 7 + [100, 200, 300, 400, 500, 600, 900],
    "ugc_posts": [1.0] * 14,
    "posts": [1.0, 0, 0, 1, 0, 0, 0] * 2,
    "revenue": [2.0] * 14,
    "live_sessions": [1.0] * 14,
    "live_peak_viewers": [50.0] * 10 + [75, 60, 10, 20],
    "live_unique_viewers": [200.0] * 14,
    "live_likes": [300.0] * 14,
    "live_comments": [60.0] * 14,
    "live_shares": [40.0] * 14,
    "live_average_watch_seconds": [30.0] * 14,
    "live_new_followers": [2.0] * 14,
}
VIEWS = 200 + 100 + 300 + 100 * 4
ENGAGED = (20 + 5 + 30 + 5 + 10 + 10 + 20) + (2 + 1 + 3 + 0 + 1 + 1 + 2) + (4 + 6 + 2 + 2 + 1)

BY_HAND = {
    "likes": 100,
    "comments": 10,
    "shares": 15,
    "saves": 21,
    "engagements": ENGAGED,
    "engagement_rate_by_views": ENGAGED / VIEWS,
    "engagement_rate_by_reach": ENGAGED / (7 * 80),
    "engagement_rate_by_impressions": ENGAGED / (7 * 400),
    "like_rate": 100 / VIEWS,
    "comment_rate": 10 / VIEWS,
    "share_rate": 15 / VIEWS,
    "save_rate": 21 / VIEWS,
    "comment_reply_rate": 7 / 10,
    "dms_received": 28,
    "dms_answered": 21,
    "response_rate": 21 / 28,
    "response_time": 400,
    "link_ctr": 8 / 400,
    "thumbnail_ctr": (0.02 + 6 * 0.04) / 7,
    "ugc_posts": 7,
    "followers": 1065,
    "new_followers": 35,
    "lost_followers": 14,
    "net_followers": 21,
    "follower_growth_rate": 1065 / 1030 - 1,
    "unfollow_share": 14 / 49,
    "impressions": 2800,
    "frequency": 400 / 80,
    "views": VIEWS,
    "profile_views": 140,
    "profile_visit_rate": 20 / 80,
    "follow_conversion": 35 / 140,
    "conversion_rate": 2 / 8,
    "bounce_rate": 20 / 50,
    "watch_time": 7 * 1500,
    "average_watch_time": 7 * 1500 / VIEWS,
    "average_viewed_share": (0.2 * 200 + 0.5 * 800) / 1000,
    "completion_rate": 0.3,
    "live_sessions": 7,
    "live_peak_viewers": 75,
    "live_average_watch_time": 30,
    "live_engagement_rate": 400 / 200,
    "live_new_followers": 14,
    "posting_frequency": 2,
    "revenue": 14,
    "rpm": 14 / VIEWS * 1000,
}
NEVER_ADDED = {"reach", "live_unique_viewers"}
FROM_POSTS = {"average_views", "hashtag_engagement"}
NOT_HERE = {"active_users"}


def value(data: History, key: str, period: Period = WEEK, **more: object) -> KpiValue:
    settings = {"account_ids": ["a"], "today": TODAY} | more
    return compute_kpi(data, key, period, **settings)


def reason(result: KpiValue) -> str:
    assert result.value is None
    assert result.reason is not None
    return english().say(result.reason)


def notes(result: KpiValue) -> str:
    return " ".join(english().say(note) for note in result.notes)


@pytest.fixture(scope="module")
def fourteen() -> History:
    return history(account(currency="EUR"), daily=daily(FOURTEEN))


@pytest.mark.parametrize("key", BY_HAND)
def test_formula(key: str, fourteen: History) -> None:
    result = value(fourteen, key)
    assert result.value == pytest.approx(BY_HAND[key], rel=1e-12)
    assert result.days_observed == 7
    assert result.reason is None


def test_each_kpi_has_an_oracle_here_or_a_test_of_its_own() -> None:
    by_posts = {"engagement_rate_by_followers"}
    assert set(CATALOGUE) == set(BY_HAND) | NEVER_ADDED | FROM_POSTS | NOT_HERE | by_posts


def test_the_whole_catalogue_comes_in_its_order(fourteen: History) -> None:
    every = compute_kpis(fourteen, WEEK, account_ids=["a"], today=TODAY)
    assert [v.key for v in every] == list(CATALOGUE)
    for result in every:
        assert (result.value is None) == (result.reason is not None)


def test_change_is_told_against_the_span_before(fourteen: History) -> None:
    result = value(fourteen, "views")
    assert result.previous == 700
    assert result.previous_period == Period(on(0), on(6))
    assert result.change == pytest.approx(1000 / 700 - 1)
    assert result.difference == 300


def test_money_keeps_its_currency(fourteen: History) -> None:
    assert value(fourteen, "revenue").currency == "EUR"
    assert value(fourteen, "views").currency is None


def test_p90_of_response_times(fourteen: History) -> None:
    result = value(fourteen, "response_time", statistic=Statistic.P90)
    assert result.value == pytest.approx(600 + 0.4 * 300)


def test_the_numbers_behind_a_rate_are_told(fourteen: History) -> None:
    result = value(fourteen, "engagement_rate_by_views")
    assert (result.numerator, result.denominator) == (ENGAGED, VIEWS)


class TestFallbacks:
    def test_the_platforms_total_stands_in_for_engagements_and_is_said(self) -> None:
        data = history(daily=daily({"engagements": [7.0] * 14, "impressions": [100.0] * 14}))
        result = value(data, "engagements")
        assert result.value == 49
        assert "own total" in notes(result)
        assert value(data, "engagement_rate_by_impressions").value == pytest.approx(0.07)

    def test_parts_and_total_are_never_mixed_or_added(self) -> None:
        parts = {"likes": [1.0] * 14, "comments": [1.0] * 14, "shares": [1.0] * 14}
        data = history(daily=daily(parts | {"engagements": [50.0] * 14}))
        result = value(data, "engagements")
        assert result.value == 21
        assert result.notes == ()

    def test_likes_and_comments_alone_are_no_engagements(self) -> None:
        data = history(daily=daily({"likes": [1.0] * 14, "comments": [1.0] * 14}))
        assert "do not tell: Shares" in reason(value(data, "engagements"))

    @pytest.mark.parametrize(
        ("metrics", "expected"),
        [
            ({"net_followers": [3.0] * 14, "new_followers": [9.0] * 14}, 21),
            ({"new_followers": [9.0] * 14, "lost_followers": [4.0] * 14}, 35),
            ({"followers": [100.0 + 2 * i for i in range(14)]}, 14),
        ],
        ids=["own count", "new less lost", "change of the level"],
    )
    def test_net_followers(self, metrics: dict[str, list[float]], expected: float) -> None:
        assert value(history(daily=daily(metrics)), "net_followers").value == expected

    def test_a_gap_in_the_level_loses_no_followers(self) -> None:
        level = [100.0] * 8 + [NAN, NAN, 109, 110, 111, 112]
        assert value(history(daily=daily({"followers": level})), "net_followers").value == 12

    def test_watch_time_from_the_average_is_said(self) -> None:
        data = history(
            daily=daily({"average_watch_seconds": [10.0] * 14, "views": [100.0] * 13 + [200]})
        )
        result = value(data, "watch_time")
        assert result.value == 8000
        assert "average watch time" in notes(result)
        assert value(data, "average_watch_time").value == 10

    def test_profile_visits_by_views_are_called_so(self) -> None:
        data = history(daily=daily({"profile_views": [5.0] * 14, "views": [100.0] * 14}))
        result = value(data, "profile_visit_rate")
        assert result.value == pytest.approx(0.05)
        assert "below the line stand views" in notes(result)

    def test_conversions_by_sessions_when_no_clicks_are_known(self) -> None:
        data = history(daily=daily({"key_events": [3.0] * 14, "sessions": [60.0] * 14}))
        result = value(data, "conversion_rate")
        assert result.value == pytest.approx(0.05)
        assert "sessions below the line" in notes(result)

    def test_posting_frequency_counts_posts_when_no_daily_count_is_known(self) -> None:
        data = history(posts=posts({"p": on(0), "q": on(8), "r": on(9), "s": on(13)}))
        result = value(data, "posting_frequency")
        assert result.value == pytest.approx(3)
        assert "Counted from the posts" in notes(result)


class TestReasons:
    def test_without_any_data(self) -> None:
        assert "no dated numbers" in reason(value(history(), "views"))

    def test_a_period_after_the_data(self, fourteen: History) -> None:
        result = value(fourteen, "views", Period(on(20), on(26)), today=on(30))
        assert "data end on" in reason(result)

    def test_a_metric_that_no_export_holds(self) -> None:
        data = history(daily=daily({"views": [1.0] * 14}))
        assert "do not tell: Active users" in reason(value(data, "active_users"))

    def test_a_period_without_days_that_hold_the_metric(self) -> None:
        data = history(daily=daily({"views": [1.0] * 14, "likes": [1.0] * 7 + [NAN] * 7}))
        assert "Not known between" in reason(value(data, "likes"))

    def test_followers_known_only_as_changes_have_no_level(self) -> None:
        data = history(daily=daily({"net_followers": [1.0] * 14}))
        assert "how the number of followers changes" in reason(value(data, "followers"))
        assert "how the number of followers changes" in reason(value(data, "follower_growth_rate"))

    def test_average_views_need_posts(self) -> None:
        data = history(daily=daily({"views": [1.0] * 14}))
        assert "look at views per day" in reason(value(data, "average_views"))

    def test_totals_of_posts_are_not_days(self) -> None:
        data = history(
            posts=posts({"p": on(8)}), observations=seen(on(30), {"p": {"views": 5, "likes": 1}})
        )
        assert "only as totals of single posts" in reason(value(data, "views", today=on(40)))

    def test_nothing_below_the_line(self) -> None:
        data = history(daily=daily({"likes": [1.0] * 14, "views": [0.0] * 14}))
        assert "nothing to divide by" in reason(value(data, "like_rate"))

    def test_own_hashtags_must_be_said(self) -> None:
        data = history(
            posts=posts({"p": on(8)}), observations=seen(on(30), {"p": {"engagements": 5}})
        )
        assert "which hashtags are your own" in reason(
            value(data, "hashtag_engagement", today=on(40))
        )

    def test_amounts_in_two_currencies_are_not_added(self) -> None:
        data = history(
            account("a", currency="EUR"),
            account("b", currency="KRW"),
            daily=[
                daily({"revenue": [1.0] * 14}),
                daily({"revenue": [1000.0] * 14}, account_id="b"),
            ],
        )
        assert "different currencies (EUR, KRW)" in reason(
            value(data, "revenue", account_ids=["a", "b"])
        )

    def test_accounts_must_be_named(self, fourteen: History) -> None:
        with pytest.raises(ValueError, match="account_ids is empty"):
            value(fourteen, "views", account_ids=[])
        with pytest.raises(ValueError, match="account_ids is empty"):
            compute_kpis(fourteen, WEEK, account_ids=[], today=TODAY)


class TestPosts:
    """Four posts of one week, all seen at 30 days or older: 10, 20, 30 and 1000 views."""

    @pytest.fixture
    def four(self) -> History:
        totals = {
            "p": {"views": 10, "likes": 1, "comments": 0, "shares": 0},
            "q": {"views": 20, "likes": 3, "comments": 1, "shares": 0},
            "r": {"views": 30, "likes": 3, "comments": 0, "shares": 0},
            "s": {"views": 1000, "likes": 50, "comments": 5, "shares": 5},
        }
        return history(
            posts=posts(
                {name: on(7 + i) for i, name in enumerate(totals)},
                hashtags=["goal other", "", "other", "goal"],
                duration_seconds=[10.0, 20, 30, 40],
            ),
            observations=seen(on(40), totals),
            daily=daily({"followers": [100.0, 200.0] + [NAN] * 12}),
        )

    def test_average_views(self, four: History) -> None:
        result = value(four, "average_views", today=on(41))
        assert result.value == pytest.approx(1060 / 4)
        assert (result.posts_counted, result.posts_left_out) == (4, 0)
        median = value(four, "average_views", today=on(41), statistic=Statistic.MEDIAN_PER_POST)
        assert median.value == 25

    def test_pooled_and_per_post_rates_are_different_figures(self, four: History) -> None:
        key, today = "engagement_rate_by_views", on(41)
        single = [1 / 10, 4 / 20, 3 / 30, 60 / 1000]
        assert value(four, key, today=today).value == pytest.approx(68 / 1060)
        median = value(four, key, today=today, statistic=Statistic.MEDIAN_PER_POST)
        mean = value(four, key, today=today, statistic=Statistic.MEAN_PER_POST)
        assert median.value == pytest.approx(0.1)
        assert mean.value == pytest.approx(sum(single) / 4)

    def test_rate_by_followers_takes_the_level_of_the_posts_day(self, four: History) -> None:
        result = value(four, "engagement_rate_by_followers", today=on(41))
        assert result.statistic is Statistic.MEDIAN_PER_POST
        assert result.value == pytest.approx((3 / 200 + 4 / 200) / 2)

    def test_a_level_of_another_season_is_not_taken(self) -> None:
        data = history(
            posts=posts({"p": on(0), "q": on(70)}),
            observations=seen(on(100), {n: {"engagements": 8.0} for n in "pq"}),
            daily=daily({"followers": [200.0]}, first=on(90)),
        )
        key, today = "engagement_rate_by_followers", on(101)
        late = value(data, key, Period(on(60), on(80)), today=today)
        assert late.value == pytest.approx(0.04)
        assert value(data, key, Period(on(0), on(20)), today=today).value is None

    def test_hashtag_engagement_counts_posts_with_an_own_hashtag(self, four: History) -> None:
        result = value(
            four, "hashtag_engagement", today=on(41), options=KpiOptions(own_hashtags=("goal",))
        )
        assert result.value == 1 + 60

    def test_a_period_without_posts_says_so(self, four: History) -> None:
        result = value(four, "average_views", Period(on(20), on(26)), today=on(41))
        assert "No post was published" in reason(result)


def test_live_streams_are_read_from_the_live_frame() -> None:
    streams = [("x", 8, 100, 40, 20.0), ("y", 9, 300, 90, 10.0)]
    rows = [
        ("a", live, pd.Timestamp(on(day)), metric, value_)
        for live, day, viewers, peak, watch in streams
        for metric, value_ in (
            ("live_unique_viewers", viewers),
            ("live_peak_viewers", peak),
            ("live_average_watch_seconds", watch),
        )
    ]
    frame = pd.DataFrame(rows, columns=["account_id", "live_id", "started_at", "metric", "value"])
    data = history(live=frame)
    today = on(9) + timedelta(days=1)
    period = Period(on(7), on(9))
    assert value(data, "live_sessions", period, today=today).value == 2
    assert value(data, "live_peak_viewers", period, today=today).value == 90
    watched = value(data, "live_average_watch_time", period, today=today).value
    assert watched == pytest.approx((100 * 20 + 300 * 10) / 400)
    assert "lies between 300 and 400" in reason(
        value(data, "live_unique_viewers", period, today=today)
    )
