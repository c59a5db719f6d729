from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from kpi_builders import account, daily, history, on, posts, seen

from kpicore.history import History
from kpicore.kpis import (
    AudienceGroup,
    Dimension,
    KpiOptions,
    Statistic,
    active_hours,
    audience_shares,
    audience_told,
    channel_shares,
    compare_kpi,
    compute_channels,
    compute_kpi,
    cost_per_result,
    followers_against_viewers,
    formula_with_numbers,
    own_distribution,
    posts_that_moved,
)
from kpicore.kpis.comparison import same_span_last_year
from kpicore.language import english
from kpicore.periods import Period


class TestOwnPast:
    def test_rank_among_the_spans_of_twelve_months(self) -> None:
        data = history(daily=daily({"views": [float(i) for i in range(400)]}))
        span = Period(on(393), on(399))
        made = compare_kpi(data, "views", span, account_ids=["a"], today=on(400))
        assert made.percentile == 1.0
        assert made.windows == 364
        past = own_distribution(data, "views", span, account_ids=["a"], today=on(400))
        expected = [sum(range(i, i + 7)) for i in range(393 - 364, 393)]
        assert past["value"].tolist() == expected

    def test_equal_values_rank_in_the_middle(self) -> None:
        data = history(daily=daily({"views": [5.0] * 200}))
        made = compare_kpi(
            data, "views", Period(on(193), on(199)), account_ids=["a"], today=on(200)
        )
        assert made.percentile == 0.5

    def test_a_few_weeks_give_no_percentile(self) -> None:
        data = history(daily=daily({"views": [5.0] * 14}))
        made = compare_kpi(data, "views", Period(on(7), on(13)), account_ids=["a"], today=on(14))
        assert made.percentile is None
        assert made.windows == 7

    def test_the_same_span_last_year(self) -> None:
        data = history(daily=daily({"views": [10.0] * 200 + [12.0] * 200}))
        made = compare_kpi(
            data, "views", Period(on(372), on(399)), account_ids=["a"], today=on(400)
        )
        assert made.year_ago == 280
        assert made.year_ago_change == pytest.approx(0.2)

    def test_a_leap_day_does_not_shorten_last_years_span(self) -> None:
        span = Period(date(2028, 2, 10), date(2028, 3, 8))
        assert same_span_last_year(span).days == span.days
        assert same_span_last_year(span).last == date(2027, 3, 8)

    def test_a_break_between_the_spans_is_told(self) -> None:
        data = history(
            account(platform="youtube"),
            daily=daily({"views": [5.0] * 400}, first=date(2025, 9, 1)),
        )
        span = Period(date(2026, 8, 25), date(2026, 8, 31))
        made = compare_kpi(data, "views", span, account_ids=["a"], today=date(2026, 9, 1))
        assert [b.day for b in made.breaks] == [date(2026, 8, 24)]

    def test_without_a_value_there_is_nothing_to_compare(self) -> None:
        data = history(daily=daily({"views": [5.0] * 14}))
        span = Period(on(7), on(13))
        made = compare_kpi(data, "likes", span, account_ids=["a"], today=on(14))
        assert (made.percentile, made.year_ago, made.breaks) == (None, None, ())
        assert own_distribution(data, "likes", span, account_ids=["a"], today=on(14)).empty


class TestMovers:
    def test_views_gained_between_two_exports(self) -> None:
        names = {"old": on(0), "new": on(12), "unknown": on(1)}
        data = history(
            posts=posts(names, title=["Old", "New", "Unknown"]),
            observations=[
                seen(on(10), {"old": {"views": 100.0}}),
                seen(
                    on(17),
                    {
                        "old": {"views": 130.0},
                        "new": {"views": 50.0},
                        "unknown": {"views": 999.0},
                    },
                ),
            ],
            daily=daily({"views": [9.0] * 17}),
        )
        moved = posts_that_moved(
            data, "views", Period(on(10), on(16)), account_ids=["a"], today=on(17)
        )
        assert moved[["title", "effect"]].to_numpy().tolist() == [["New", 50.0], ["Old", 30.0]]

    def test_a_median_moves_little_by_one_viral_post(self) -> None:
        views = {"p": 10.0, "q": 20.0, "r": 30.0, "s": 9000.0}
        data = history(
            posts=posts({n: on(i) for i, n in enumerate(views)}),
            observations=seen(on(40), {n: {"views": v} for n, v in views.items()}),
        )
        span = Period(on(0), on(6))
        asked = {"account_ids": ["a"], "today": on(41)}
        mean = posts_that_moved(data, "average_views", span, **asked)
        median = posts_that_moved(
            data, "average_views", span, statistic=Statistic.MEDIAN_PER_POST, **asked
        )
        assert mean["post_id"].iloc[0] == "s"
        assert median.set_index("post_id")["effect"]["s"] == 25 - 20

    def test_levels_are_moved_by_no_single_post(self) -> None:
        data = history(
            posts=posts({"p": on(0)}),
            observations=seen(on(20), {"p": {"views": 1.0}}),
            daily=daily({"followers": [1.0] * 20}),
        )
        moved = posts_that_moved(
            data, "followers", Period(on(0), on(6)), account_ids=["a"], today=on(21)
        )
        assert moved.empty


class TestChannels:
    def make(self) -> History:
        return history(
            account("a"),
            account("b", platform="youtube"),
            daily=[
                daily({"views": [100.0] * 7, "net_followers": [3.0] * 7}),
                daily(
                    {"views": [10.0] * 7, "net_followers": [1.0] * 7, "likes": [1.0] * 7},
                    account_id="b",
                ),
            ],
        )

    def test_only_what_both_can_give_is_set_side_by_side(self) -> None:
        found = compute_channels(
            self.make(), Period(on(0), on(6)), account_ids=["a", "b"], today=on(7)
        )
        assert [v.key for v in found["a"]] == ["net_followers", "views"]
        assert [v.value for v in found["b"]] == [7, 70]

    def test_share_of_growth(self) -> None:
        shares = channel_shares(
            self.make(), Period(on(0), on(6)), account_ids=["a", "b"], today=on(7)
        )
        growth = shares[shares["key"] == "net_followers"].set_index("account_id")["share"]
        assert growth.to_dict() == {"a": 0.75, "b": 0.25}

    def test_shares_make_no_sense_when_one_shrinks(self) -> None:
        data = history(
            account("a"),
            account("b"),
            daily=[
                daily({"net_followers": [3.0]}),
                daily({"net_followers": [-1.0]}, account_id="b"),
            ],
        )
        shares = channel_shares(data, Period(on(0), on(0)), account_ids=["a", "b"], today=on(1))
        assert shares[shares["key"] == "net_followers"]["share"].isna().all()

    def test_cost_of_a_result(self) -> None:
        found = compute_channels(
            self.make(), Period(on(0), on(6)), account_ids=["a", "b"], today=on(7)
        )
        cost = cost_per_result(found, {"a": 70.0}).set_index("key")["cost"]
        assert cost.to_dict() == {"net_followers": pytest.approx(70 / 21), "views": 0.1}
        with pytest.raises(ValueError, match="must not be negative"):
            cost_per_result(found, {"a": -1.0})


class TestAudience:
    def make(self) -> History:
        rows = [
            ("followers", "gender", "female", 0.6, on(0)),
            ("followers", "gender", "male", 0.4, on(0)),
            ("followers", "gender", "female", 0.5, on(30)),
            ("followers", "gender", "male", 0.45, on(30)),
            ("viewers", "gender", "male", 0.7, on(30)),
            ("followers", "hour", "0-13", 40, on(0)),
            ("followers", "hour", "0-13", 60, on(7)),
            ("followers", "hour", "6-2", 5, on(7)),
        ]
        frame = pd.DataFrame(rows, columns=["group", "dimension", "key", "value", "observed_at"])
        frame["observed_at"] = pd.to_datetime(frame["observed_at"])
        return history(audience=frame.assign(account_id="a", value=frame["value"].astype(float)))

    def test_what_was_exported(self) -> None:
        assert audience_told(self.make())["a"] == (
            ("followers", "gender"),
            ("followers", "hour"),
            ("viewers", "gender"),
        )

    def test_change_between_exports(self) -> None:
        shares = audience_shares(self.make(), "a", AudienceGroup.FOLLOWERS, Dimension.GENDER)
        assert shares["key"].tolist() == ["female", "male"]
        assert shares["difference"].tolist() == pytest.approx([-0.1, 0.05])

    def test_one_export_has_no_change(self) -> None:
        shares = audience_shares(self.make(), "a", AudienceGroup.VIEWERS, Dimension.GENDER)
        assert shares["previous_share"].isna().all()
        assert shares["previous_at"].isna().all()

    def test_nothing_exported(self) -> None:
        made = self.make()
        assert audience_shares(made, "a", AudienceGroup.VIEWERS, Dimension.AGE).empty
        assert active_hours(made, "a", AudienceGroup.VIEWERS).empty
        assert followers_against_viewers(made, "a", Dimension.AGE).empty

    def test_followers_against_viewers(self) -> None:
        both = followers_against_viewers(self.make(), "a", Dimension.GENDER).set_index("key")
        assert both.loc["male", "difference"] == pytest.approx(0.25)
        assert np.isnan(both.loc["female", "viewers"])

    def test_active_hours(self) -> None:
        hours = active_hours(self.make(), "a")
        assert hours.to_numpy().tolist() == [[0, 13, 50], [6, 2, 5]]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("like_rate", "14 ÷ 700 = 2.0%"),
        ("rpm", "€14.00 ÷ 700 × 1,000 = €20.00"),
        ("follower_growth_rate", "220 ÷ 206 − 1 = 6.8%"),
        ("views", "700 from 7 days"),
        ("watch_time", "1:10 h from 7 days"),
    ],
)
def test_the_formula_with_its_numbers(key: str, expected: str) -> None:
    data = history(
        account(currency="EUR"),
        daily=daily(
            {
                "likes": [2.0] * 14,
                "views": [100.0] * 14,
                "revenue": [2.0] * 14,
                "watch_seconds": [600.0] * 14,
                "followers": [194.0 + 2 * i for i in range(14)],
            }
        ),
    )
    value = compute_kpi(data, key, Period(on(7), on(13)), account_ids=["a"], today=on(14))
    message = formula_with_numbers(value)
    assert message is not None
    assert english().say(message) == expected


def test_options_are_hashable_so_that_tables_can_be_kept() -> None:
    assert KpiOptions() == KpiOptions(maturity_days=7)
    assert hash(KpiOptions()) == hash(KpiOptions())


class TestBreaks:
    """YouTube counts every view differently since 24 August 2026."""

    @pytest.fixture
    def channel(self) -> History:
        values = {"views": [5.0] * 400, "likes": [1.0] * 400}
        return history(account(platform="youtube"), daily=daily(values, first=date(2025, 9, 1)))

    @pytest.mark.parametrize(
        ("key", "first", "unlike"),
        [
            ("views", date(2026, 8, 24), True),
            ("like_rate", date(2026, 8, 24), True),
            ("likes", date(2026, 8, 24), False),
            ("views", date(2026, 8, 20), True),
            ("views", date(2026, 8, 10), False),
            ("views", date(2026, 8, 29), True),
            ("views", date(2026, 8, 31), False),
        ],
        ids=[
            "first week after",
            "a rate of views",
            "another metric",
            "inside the week",
            "before it",
            "part of the week before",
            "both weeks after",
        ],
    )
    def test_a_change_across_a_break_is_marked(
        self, channel: History, key: str, first: date, unlike: bool
    ) -> None:
        week = Period(first, first + timedelta(days=6))
        found = compute_kpi(channel, key, week, account_ids=["a"], today=date(2026, 10, 6))
        assert found.counted_differently is unlike
        told = [english().say(note) for note in found.notes]
        assert any("Figures before and after do not compare" in n for n in told) is unlike

    def test_a_break_among_the_spans_of_a_percentile_is_told(self, channel: History) -> None:
        week = Period(date(2026, 9, 27), date(2026, 10, 3))
        made = compare_kpi(channel, "views", week, account_ids=["a"], today=date(2026, 10, 6))
        assert made.percentile is not None
        assert not made.value.counted_differently
        assert [b.day for b in made.breaks] == [date(2026, 8, 24)]
