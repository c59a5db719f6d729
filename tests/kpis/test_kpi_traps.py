"""One class per mistake that people make with these numbers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

import pandas as pd
import pytest
from kpi_builders import FIRST, account, daily, history, on, posts, seen

from kpicore.errors import DataNotFoundError, NotComputableError
from kpicore.history import History
from kpicore.kpis import (
    KpiValue,
    Preset,
    Statistic,
    Step,
    compute_kpi,
    compute_platforms,
    current_period,
    data_end,
    forecast_input,
    kpi_series,
)
from kpicore.kpis.spans import compared_span
from kpicore.language import english
from kpicore.periods import Period, month_of

NAN = float("nan")


def value(data: History, key: str, period: Period, **more: object) -> KpiValue:
    settings = {"account_ids": ["a"], "today": period.last + timedelta(days=1)} | more
    return compute_kpi(data, key, period, **settings)


def notes(result: KpiValue) -> str:
    return " ".join(english().say(note) for note in result.notes)


class TestReachIsNeverAdded:
    """Three days: 50, 80 and 60 people."""

    @pytest.fixture
    def three(self) -> History:
        return history(daily=daily({"reach": [50.0, 80, 60], "impressions": [100.0, 160, 120]}))

    def test_over_days(self, three: History) -> None:
        result = value(three, "reach", Period(on(0), on(2)))
        assert result.value is None
        assert result.reason is not None
        assert "lies between 80 and 190" in english().say(result.reason)

    def test_a_single_day_is_told(self, three: History) -> None:
        assert value(three, "reach", Period(on(1), on(1))).value == 80

    def test_over_accounts(self, three: History) -> None:
        both = history(
            account("a"),
            account("b"),
            daily=[daily({"reach": [50.0]}), daily({"reach": [70.0]}, account_id="b")],
        )
        result = value(both, "reach", Period(on(0), on(0)), account_ids=["a", "b"])
        assert result.value is None
        with pytest.raises(NotComputableError, match="different people"):
            kpi_series(both, "reach", account_ids=["a", "b"], today=on(1))
        with pytest.raises(NotComputableError, match="different people"):
            forecast_input(both, "reach", account_ids=["a", "b"], today=on(1))

    def test_over_weeks_of_a_series(self, three: History) -> None:
        with pytest.raises(NotComputableError, match="different people"):
            kpi_series(three, "reach", account_ids=["a"], today=on(3), step=Step.WEEK)
        days = kpi_series(three, "reach", account_ids=["a"], today=on(3))
        assert days["value"].tolist() == [50, 80, 60]

    def test_frequency_over_days_is_called_the_frequency_within_a_day(self, three: History) -> None:
        result = value(three, "frequency", Period(on(0), on(2)))
        assert result.value == pytest.approx(380 / 190)
        assert "within a day" in notes(result)


class TestARateIsNotAMeanOfRates:
    """10 of 100 likes on one day, 500 of 1000 on the next: 46.4 %, not 30 %."""

    DAYS: ClassVar = {"likes": [10.0, 500], "views": [100.0, 1000]}

    def test_over_days(self) -> None:
        result = value(history(daily=daily(self.DAYS)), "like_rate", Period(on(0), on(1)))
        assert result.value == pytest.approx(510 / 1100)

    def test_over_accounts(self) -> None:
        both = history(
            account("a"),
            account("b"),
            daily=[
                daily({"likes": [10.0], "views": [100.0]}),
                daily({"likes": [500.0], "views": [1000.0]}, account_id="b"),
            ],
        )
        result = value(both, "like_rate", Period(on(0), on(0)), account_ids=["a", "b"])
        assert result.value == pytest.approx(510 / 1100)

    def test_rates_that_an_export_gives_are_weighted(self) -> None:
        data = history(daily=daily({"impression_ctr": [0.1, 0.02], "impressions": [100.0, 900]}))
        result = value(data, "thumbnail_ctr", Period(on(0), on(1)))
        assert result.value == pytest.approx((10 + 18) / 1000)

    def test_rates_without_their_weights_are_not_averaged(self) -> None:
        data = history(daily=daily({"impression_ctr": [0.1, 0.02]}))
        result = value(data, "thumbnail_ctr", Period(on(0), on(1)))
        assert result.value is None

    def test_growth_compounds(self) -> None:
        data = history(daily=daily({"followers": [100.0, 110, 121]}))
        assert value(data, "follower_growth_rate", Period(on(1), on(2))).value == pytest.approx(
            1.1 * 1.1 - 1
        )


class TestFollowersAreALevel:
    def test_the_last_known_level_of_the_period_counts(self) -> None:
        data = history(daily=daily({"followers": [100.0, 110, NAN], "views": [1.0, 1, 1]}))
        assert value(data, "followers", Period(on(0), on(2))).value == 110

    def test_weeks_of_a_series_give_the_last_level(self) -> None:
        data = history(daily=daily({"followers": [100.0 + i for i in range(14)]}))
        weeks = kpi_series(data, "followers", account_ids=["a"], today=on(14), step=Step.WEEK)
        assert weeks["value"].tolist() == [106, 113]

    def test_levels_of_accounts_are_added_and_that_is_said(self) -> None:
        both = history(
            account("a"),
            account("b"),
            daily=[daily({"followers": [100.0]}), daily({"followers": [70.0]}, account_id="b")],
        )
        result = value(both, "followers", Period(on(0), on(0)), account_ids=["a", "b"])
        assert result.value == 170
        assert "counts twice" in notes(result)

    def test_an_account_without_its_level_is_not_taken_for_zero(self) -> None:
        both = history(
            account("a"),
            account("b"),
            daily=[daily({"followers": [100.0]}), daily({"views": [70.0]}, account_id="b")],
        )
        result = value(both, "followers", Period(on(0), on(0)), account_ids=["a", "b"])
        assert result.value == 100
        assert "One account does not tell this" in notes(result)


class TestHalfAMonthAgainstAWhole:
    def test_a_running_month_is_compared_with_the_same_days_of_the_month_before(self) -> None:
        days = (date(2026, 4, 10) - FIRST).days + 1
        data = history(daily=daily({"views": [10.0] * days}))
        result = value(data, "views", month_of(date(2026, 4, 10)), today=date(2026, 4, 11))
        assert result.unfinished
        assert result.value == 100
        assert result.previous_period == Period(date(2026, 3, 1), date(2026, 3, 10))
        assert result.previous == 90  # 1 March is not in the data
        assert "same span before" in notes(result)

    def test_a_running_quarter_starts_from_the_quarter_before(self) -> None:
        quarter = Period(date(2026, 4, 1), date(2026, 6, 30))
        known = Period(date(2026, 4, 1), date(2026, 4, 20))
        assert compared_span(quarter, known) == Period(date(2026, 1, 1), date(2026, 1, 20))

    def test_thirty_days_of_march_have_no_counterpart_in_february(self) -> None:
        known = Period(date(2026, 3, 1), date(2026, 3, 30))
        assert compared_span(month_of(known.first), known) == known.previous()

    def test_a_running_week(self) -> None:
        week = Period(on(7), on(13))
        assert compared_span(week, Period(on(7), on(8))) == Period(on(0), on(1))

    def test_totals_of_unlike_many_days_are_not_compared(self) -> None:
        data = history(daily=daily({"views": [NAN] * 4 + [10.0] * 10}))
        result = value(data, "views", Period(on(7), on(13)))
        assert result.value == 70
        assert result.previous is None
        assert result.change is None
        assert "Not compared" in notes(result)

    def test_today_is_never_counted(self) -> None:
        data = history(daily=daily({"views": [10.0] * 7 + [3.0]}))
        result = value(data, "views", Period(on(1), on(7)), today=on(7))
        assert result.value == 60
        assert result.unfinished


class TestMissingIsNotZero:
    def test_a_missing_day_takes_no_part_and_is_said(self) -> None:
        data = history(daily=daily({"views": [10.0, NAN, 20], "likes": [1.0, 1, 1]}))
        result = value(data, "views", Period(on(0), on(2)))
        assert result.value == 30
        assert result.days_observed == 2
        assert "One of 3 days is missing" in notes(result)

    def test_a_day_counts_for_a_rate_only_when_both_parts_are_known(self) -> None:
        data = history(daily=daily({"views": [100.0, NAN], "likes": [10.0, 50]}))
        assert value(data, "like_rate", Period(on(0), on(1))).value == pytest.approx(0.1)

    def test_a_series_shows_the_gap(self) -> None:
        data = history(daily=daily({"views": [10.0, NAN, 20]}))
        series = kpi_series(data, "views", account_ids=["a"], today=on(3))
        assert series["value"].isna().tolist() == [False, True, False]

    def test_a_sum_of_accounts_does_not_drop_where_one_ends(self) -> None:
        both = history(
            account("a"),
            account("b"),
            daily=[
                daily({"views": [10.0] * 5}),
                daily({"views": [1.0] * 2}, account_id="b", first=on(1)),
            ],
        )
        series = kpi_series(both, "views", account_ids=["a", "b"], today=on(5))
        assert series["value"].tolist() == [10, 11, 11]
        together = forecast_input(both, "views", account_ids=["a", "b"], today=on(5))
        assert together.series.tolist() == [11, 11]

    def test_a_post_without_the_metric_is_not_a_post_with_none(self) -> None:
        data = history(
            posts=posts({"p": on(0), "q": on(1)}),
            observations=seen(on(20), {"p": {"views": 100.0, "likes": 1.0}, "q": {"likes": 1.0}}),
        )
        result = value(data, "average_views", Period(on(0), on(6)), today=on(21))
        assert (result.value, result.posts_counted) == (100, 1)


class TestADayIsNotShifted:
    def test_a_post_late_in_the_evening_stays_on_its_day(self) -> None:
        late = pd.Timestamp(on(6)) + pd.Timedelta(hours=23, minutes=59)
        early = pd.Timestamp(on(7))
        data = history(
            account(time_zone="Asia/Seoul"),
            posts=posts({"p": late, "q": early}),
            observations=seen(on(20), {"p": {"views": 1.0}, "q": {"views": 9.0}}),
        )
        first = value(data, "average_views", Period(on(0), on(6)), today=on(21))
        second = value(data, "average_views", Period(on(7), on(13)), today=on(21))
        assert (first.value, second.value) == (1, 9)

    def test_weeks_start_on_monday_and_months_on_the_first(self) -> None:
        data = history(daily=daily({"views": [1.0] * 35}, first=date(2026, 3, 1)))
        today = date(2026, 4, 5)
        weeks = kpi_series(data, "views", account_ids=["a"], today=today, step=Step.WEEK)
        assert weeks["date"].dt.day_of_week.unique().tolist() == [0]
        assert weeks["value"].tolist() == [1, 7, 7, 7, 7, 6]
        assert weeks["complete"].tolist() == [False, True, True, True, True, False]
        months = kpi_series(data, "views", account_ids=["a"], today=today, step=Step.MONTH)
        assert months["value"].tolist() == [31, 4]
        assert months["complete"].tolist() == [True, False]


class TestABreakIsMarked:
    def test_a_comparison_across_it_says_so(self) -> None:
        first = date(2026, 8, 10)
        data = history(account(platform="youtube"), daily=daily({"views": [5.0] * 28}, first=first))
        across = Period(date(2026, 8, 24), date(2026, 9, 6))
        result = value(data, "views", across)
        assert "counts Views differently since Aug 24, 2026" in notes(result)
        assert "differently" not in notes(value(data, "views", Period(first, date(2026, 8, 16))))

    def test_other_platforms_are_not_concerned(self) -> None:
        data = history(daily=daily({"views": [5.0] * 28}, first=date(2026, 8, 10)))
        result = value(data, "views", Period(date(2026, 8, 24), date(2026, 9, 6)))
        assert result.notes == ()


class TestAccountsAreCountedOnce:
    def test_an_account_named_twice(self) -> None:
        data = history(daily=daily({"views": [10.0]}))
        result = value(data, "views", Period(on(0), on(0)), account_ids=["a", "a"])
        assert result.value == 10
        assert result.accounts == ("a",)

    def test_posts_of_two_accounts_may_share_an_id(self) -> None:
        data = history(
            account("a"),
            account("b"),
            posts=[posts({"1": on(0)}), posts({"1": on(0)}, account_id="b")],
            observations=[
                seen(on(20), {"1": {"views": 10.0}}),
                seen(on(20), {"1": {"views": 30.0}}, account_id="b"),
            ],
        )
        span, today = Period(on(0), on(6)), on(21)
        assert value(data, "average_views", span, today=today).value == 10
        both = value(data, "average_views", span, today=today, account_ids=["a", "b"])
        assert (both.value, both.posts_counted) == (20, 2)


class TestPlatformsTogether:
    def test_accounts_of_a_platform_are_put_together_by_each_kpis_rule(self) -> None:
        both = history(
            account("a"),
            account("b"),
            account("c", platform="x"),
            daily=[
                daily({"views": [10.0], "likes": [1.0]}),
                daily({"views": [90.0], "likes": [1.0]}, account_id="b"),
                daily({"views": [7.0]}, account_id="c"),
            ],
        )
        found = compute_platforms(
            both,
            Period(on(0), on(0)),
            account_ids=["a", "b", "c"],
            today=on(1),
            keys=["views", "like_rate"],
        )
        assert [v.value for v in found["tiktok"]] == [100, pytest.approx(0.02)]
        assert [v.value for v in found["x"]] == [7, None]


class TestPresets:
    @pytest.fixture
    def data(self) -> History:
        return history(daily=daily({"views": [1.0] * 100}))

    @pytest.mark.parametrize(
        ("preset", "expected"),
        [
            (Preset.LAST_7, Period(on(93), on(99))),
            (Preset.LAST_28, Period(on(72), on(99))),
            (Preset.LAST_90, Period(on(10), on(99))),
            (Preset.WEEK, Period(on(98), on(104))),
            (Preset.MONTH, Period(date(2026, 6, 1), date(2026, 6, 30))),
            (Preset.QUARTER, Period(date(2026, 4, 1), date(2026, 6, 30))),
        ],
    )
    def test_anchored_at_the_last_day_of_data(
        self, data: History, preset: Preset, expected: Period
    ) -> None:
        assert current_period(data, ["a"], preset, date(2026, 12, 1)) == expected

    def test_today_is_not_a_day_of_data(self, data: History) -> None:
        assert data_end(data, ["a"], on(99)) == on(98)

    def test_own_dates(self, data: History) -> None:
        own = Period(on(1), on(4))
        assert current_period(data, ["a"], "custom", on(100), custom=own) == own
        with pytest.raises(ValueError, match="needs its days"):
            current_period(data, ["a"], "custom", on(100))

    def test_no_data(self) -> None:
        with pytest.raises(DataNotFoundError, match="no dated numbers"):
            current_period(history(), ["a"], "28d", on(1))


def test_a_statistic_is_part_of_the_identity() -> None:
    data = history(
        posts=posts({"p": on(0)}), observations=seen(on(20), {"p": {"views": 1, "likes": 1}})
    )
    with pytest.raises(DataNotFoundError, match="not offered as p90"):
        value(data, "like_rate", Period(on(0), on(6)), statistic=Statistic.P90)
