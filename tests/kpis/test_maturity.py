from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from kpi_builders import daily, history, on, posts, seen

from kpicore.errors import NotComputableError
from kpicore.history import History
from kpicore.kpis import (
    KpiOptions,
    KpiValue,
    SeriesKind,
    Statistic,
    age_curve,
    compute_kpi,
    forecast_input,
    posts_at_maturity,
)
from kpicore.language import english
from kpicore.periods import Period

GROWN = {0: 0.1, 1: 0.2, 2: 0.4, 3: 0.5, 4: 0.6, 5: 0.8, 6: 0.9}
"""Known maturation: the share of the final views at each age; all of it from a week on."""


def views_at(final: float, age: int) -> float:
    return final * GROWN.get(age, 1.0)


def three_exports() -> History:
    """A post a day with 1000, 1010, 1020 ... final views, exported on days 20, 23 and 30."""
    days = {f"p{i:02d}": i for i in range(30)}
    exports = [
        seen(
            on(day),
            {n: {"views": views_at(1000 + 10 * i, day - i)} for n, i in days.items() if i < day},
        )
        for day in (20, 23, 30)
    ]
    return history(posts=posts({n: on(i) for n, i in days.items()}), observations=exports)


def average(data: History, first: int, last: int, **more: object) -> KpiValue:
    settings = {"account_ids": ["a"], "today": on(31)} | more
    return compute_kpi(data, "average_views", Period(on(first), on(last)), **settings)


class TestOneExport:
    """Ten posts of days 0 to 9, exported once, on day 12."""

    @pytest.fixture
    def once(self) -> History:
        names = {f"p{i}": i for i in range(10)}
        return history(
            posts=posts({n: on(i) for n, i in names.items()}),
            observations=seen(on(12), {n: {"views": 100.0 + i} for n, i in names.items()}),
        )

    def test_young_posts_are_left_out_and_counted(self, once: History) -> None:
        result = average(once, 0, 9, today=on(12))
        assert result.value == pytest.approx(np.mean([100 + i for i in range(6)]))
        assert (result.posts_counted, result.posts_left_out) == (6, 4)
        assert "4 posts younger than 7 days" in english().say(result.notes[-1])

    def test_a_post_is_mature_on_the_seventh_day(self, once: History) -> None:
        states = posts_at_maturity(once, "views", account_ids=["a"])["state"].tolist()
        assert states == ["mature"] * 6 + ["young"] * 4

    def test_only_young_posts_give_a_reason(self, once: History) -> None:
        result = average(once, 6, 9, today=on(12))
        assert result.value is None
        assert result.reason is not None
        assert "All 4 posts of these days are younger" in english().say(result.reason)
        assert result.posts_left_out == 4

    def test_maturity_age_can_be_chosen(self, once: History) -> None:
        result = average(once, 0, 9, today=on(12), options=KpiOptions(maturity_days=3))
        assert (result.posts_counted, result.posts_left_out) == (10, 0)

    def test_one_export_teaches_no_curve(self, once: History) -> None:
        assert age_curve(once, "views", account_id="a") is None


class TestThreeExports:
    def test_the_curve_is_the_known_maturation(self) -> None:
        curve = age_curve(three_exports(), "views", account_id="a")
        assert curve is not None
        known = [GROWN.get(age, 1.0) for age in range(1, 8)]
        assert curve.shares[1:] == pytest.approx(known)
        assert np.isnan(curve.shares[0])

    def test_young_posts_are_completed_to_what_they_will_have(self) -> None:
        result = average(three_exports(), 0, 29)
        assert result.value == pytest.approx(np.mean([1000 + 10 * i for i in range(30)]))
        assert (result.posts_counted, result.posts_completed, result.posts_left_out) == (30, 6, 0)
        assert result.completion_error == pytest.approx(0, abs=1e-9)

    def test_the_mature_value_is_the_first_one_seen_at_that_age(self) -> None:
        names = {"p": on(0)}
        data = history(
            posts=posts(names),
            observations=[seen(on(d), {"p": {"views": float(v)}}) for d, v in ((8, 50), (90, 80))],
        )
        assert average(data, 0, 6, today=on(91)).value == 50

    def test_noise_is_told_as_an_error_and_shares_never_fall(self) -> None:
        draw = np.random.default_rng(3)
        days = {f"p{i:02d}": i for i in range(60)}
        final = draw.lognormal(7, 1, 60)
        wobble = np.exp(draw.normal(0, 0.2, (60, 7)))

        def total(i: int, age: int) -> float:
            return float(
                final[i] * min(GROWN.get(age, 1.0) * (wobble[i, age] if age < 7 else 1), 1)
            )

        exports = [
            seen(on(day), {n: {"views": total(i, day - i)} for n, i in days.items() if i < day})
            for day in range(5, 61, 5)
        ]
        data = history(posts=posts({n: on(i) for n, i in days.items()}), observations=exports)
        curve = age_curve(data, "views", account_id="a")
        assert curve is not None
        told = curve.shares[np.isfinite(curve.shares)]
        assert np.all(np.diff(told) >= 0)
        assert told[-1] == 1
        assert curve.shares[2] == pytest.approx(0.4, abs=0.1)
        result = average(data, 50, 59, today=on(61))
        assert result.posts_completed > 0
        assert result.completion_error is not None
        assert 0 < result.completion_error < 0.5

    def test_too_few_pairs_teach_nothing(self) -> None:
        names = {f"p{i}": on(0) for i in range(4)}
        data = history(
            posts=posts(names),
            observations=[seen(on(d), {n: {"views": 10.0} for n in names}) for d in (3, 9)],
        )
        assert age_curve(data, "views", account_id="a") is None


class TestForecastInput:
    def test_cohorts_of_equal_age_by_day_of_publication(self) -> None:
        data = three_exports()
        given = forecast_input(data, "average_views", account_ids=["a"], today=on(31))
        assert given.per_post
        assert given.maturity_days == 7
        assert given.step_days == 1
        assert given.kind is SeriesKind.FLOW
        assert given.denominator is not None
        assert given.series.to_numpy() == pytest.approx([1000 + 10 * i for i in range(30)])
        assert given.denominator.tolist() == [1.0] * 30
        assert given.last_day == on(29)
        # Those of days 24 to 29 are completed: estimates, which settle nothing.
        assert given.completed_days == 6
        assert given.mature_until == on(23)

    def test_one_export_ends_where_posts_are_young(self) -> None:
        names = {f"p{i}": i for i in range(28)}
        data = history(
            posts=posts({n: on(i) for n, i in names.items()}),
            observations=seen(on(30), {n: {"views": 100.0} for n in names}),
        )
        given = forecast_input(data, "average_views", account_ids=["a"], today=on(31))
        assert given.last_day == on(23)
        assert len(given.series) == 24

    def test_sparse_posts_make_weeks_counted_back_from_the_last_day(self) -> None:
        names = {f"p{i}": 7 * i for i in range(10)}
        data = history(
            posts=posts({n: on(i) for n, i in names.items()}),
            observations=seen(on(80), {n: {"views": 70.0 + i} for n, i in names.items()}),
        )
        given = forecast_input(data, "average_views", account_ids=["a"], today=on(81))
        assert given.step_days == 7
        assert given.denominator is not None
        # 74 days are ten blocks and four days over: those of the oldest post are left off.
        assert given.denominator.tolist() == [1.0] * 9 + [0.0]
        assert given.series.sum() == sum(70 + 7 * i for i in range(1, 10))
        last_block = given.series.index[-1].date() + timedelta(days=6)
        assert given.last_day == last_block == on(73)

    def test_no_post_is_a_true_zero(self) -> None:
        data = history(
            posts=posts({"p": on(0), "q": on(1), "r": on(3)}),
            observations=seen(on(10), {n: {"views": 5.0} for n in "pqr"}),
        )
        given = forecast_input(data, "average_views", account_ids=["a"], today=on(11))
        assert given.series.tolist() == [5, 5, 0, 5]
        assert given.denominator is not None
        assert given.denominator.tolist() == [1, 1, 0, 1]

    def test_a_median_is_a_weekly_series_of_medians(self) -> None:
        given = forecast_input(
            three_exports(),
            "average_views",
            account_ids=["a"],
            today=on(31),
            statistic=Statistic.MEDIAN_PER_POST,
        )
        assert given.denominator is None
        assert given.kind is SeriesKind.MEAN
        assert given.series.iloc[-1] == 1000 + 10 * 26

    def test_posts_that_nobody_saw_have_no_rate_to_forecast(self) -> None:
        names = {f"p{i}": on(i) for i in range(9)}
        data = history(
            posts=posts(names),
            observations=seen(on(30), {n: {"likes": 1.0, "views": 0.0} for n in names}),
        )
        with pytest.raises(NotComputableError, match="less than one week"):
            forecast_input(
                data,
                "like_rate",
                account_ids=["a"],
                today=on(31),
                statistic=Statistic.MEDIAN_PER_POST,
            )

    def test_no_mature_post_is_refused(self) -> None:
        data = history(posts=posts({"p": on(0)}), observations=seen(on(2), {"p": {"views": 5.0}}))
        with pytest.raises(NotComputableError, match="younger than 7 days"):
            forecast_input(data, "average_views", account_ids=["a"], today=on(3))

    @pytest.mark.parametrize(
        ("key", "kind", "measure"),
        [
            ("views", SeriesKind.FLOW, "mean"),
            ("comments", SeriesKind.NET, "mean"),
            ("net_followers", SeriesKind.NET, "mean"),
            ("followers", SeriesKind.STOCK, "level"),
            ("reach", SeriesKind.MEAN, "mean"),
            ("like_rate", SeriesKind.FLOW, "mean"),
        ],
    )
    def test_kinds(self, key: str, kind: SeriesKind, measure: str) -> None:
        metrics = {
            "views": [5.0] * 10,
            "likes": [1.0] * 10,
            "comments": [1.0] * 9 + [-1],
            "followers": [10.0 + i for i in range(10)],
            "reach": [3.0] * 10,
        }
        data = history(daily=daily(metrics))
        given = forecast_input(data, key, account_ids=["a"], today=on(10))
        assert (given.kind, given.default_measure) == (kind, measure)
        assert (given.denominator is not None) == (key == "like_rate")
        assert given.series.index.tz is None

    def test_growth_is_asked_for_as_its_level(self) -> None:
        data = history(daily=daily({"followers": [1.0] * 9}))
        with pytest.raises(NotComputableError, match="Set the goal on followers"):
            forecast_input(data, "follower_growth_rate", account_ids=["a"], today=on(9))

    def test_nothing_to_forecast_is_told_with_its_reason(self) -> None:
        data = history(daily=daily({"followers": [1.0] * 9}))
        with pytest.raises(NotComputableError, match="do not tell: Views"):
            forecast_input(data, "views", account_ids=["a"], today=on(9))
