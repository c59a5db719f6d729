"""The KPI page's frames and sentences, on hand-made values."""

from __future__ import annotations

from datetime import date

import pytest

from kpicore.charts.kpi_board import (
    better,
    board_export,
    board_frames,
    board_headline,
    change_text,
    forecastable,
    missing_frame,
    worked_formula,
)
from kpicore.kpis import CATALOGUE, Group, KpiValue, Statistic
from kpicore.language import english, translator
from kpicore.messages import msg
from kpicore.periods import Period

T = english()
JUNE = Period(date(2026, 6, 3), date(2026, 6, 30))


def value_of(key: str, now: float | None, before: float | None = None, **more: object) -> KpiValue:
    change = None if now is None or not before else now / before - 1
    return KpiValue(
        key=key,
        statistic=Statistic.POOLED,
        unit=CATALOGUE[key].unit,
        accounts=("a",),
        period=JUNE,
        value=now,
        reason=msg("The export does not hold it.") if now is None else None,
        previous=before,
        previous_period=JUNE.previous(),
        change=change,
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("key", "now", "before", "expected"),
    [
        ("views", 110, 100, True),
        ("views", 90, 100, False),
        ("views", 100.5, 100, None),
        ("lost_followers", 110, 100, False),
        ("lost_followers", 90, 100, True),
        ("views", 110, None, None),
    ],
    ids=["more views", "fewer views", "steady", "more lost", "fewer lost", "nothing before"],
)
def test_better_follows_the_direction_of_the_kpi(
    key: str, now: float, before: float | None, expected: bool | None
) -> None:
    assert better(value_of(key, now, before)) is expected


def test_the_headline_counts_the_ways_and_leads_with_what_matters() -> None:
    values = [
        value_of("likes", 90, 100),
        value_of("views", 1200, 1000),
        value_of("shares", None),
        value_of("lost_followers", 5, 10),
    ]
    assert T(board_headline(values, ["views"])) == (
        "Views: 1,200, +20% on the period before. Of 3 KPIs 2 got better, 1 worse."
    )


def test_the_headline_admits_that_there_is_nothing_to_compare() -> None:
    sentence = T(board_headline([value_of("views", 1200), value_of("likes", None)]))
    assert sentence.startswith("1 KPI can be told from your data")


def test_the_board_groups_what_has_a_value_and_the_rest_says_why() -> None:
    values = [value_of("likes", 9, 6), value_of("views", 12, 12), value_of("revenue", None)]
    frames = board_frames(values, {"likes": [1.0, 2.0]}, T)
    assert list(frames) == [Group.INTERACTION, Group.GROWTH]
    row = frames[Group.INTERACTION].iloc[0]
    assert (row["key"], row["value"], row["change"], row["previous"], row["line"]) == (
        "likes",
        "9",
        "+50% better",
        "6",
        [1.0, 2.0],
    )
    assert missing_frame(values, T).to_dict("records") == [
        {"label": "Revenue", "reason": "The export does not hold it."}
    ]


def test_missing_is_a_dash_and_never_zero() -> None:
    row = board_frames([value_of("views", 12)], {}, T)[Group.GROWTH].iloc[0]
    assert (row["change"], row["previous"]) == ("–", "–")
    assert board_export([value_of("revenue", None)], T)["value"].isna().all()


def test_a_steady_kpi_is_neither_better_nor_worse() -> None:
    assert change_text(value_of("views", 1005, 1000), T) == "+0.5%"


def test_the_formula_is_shown_with_its_numbers() -> None:
    rate = value_of("engagement_rate_by_views", 0.1, numerator=1234.0, denominator=12340.0)
    assert T(worked_formula(rate)) == "1,234 ÷ 12,340 = 10.0%"
    assert T(worked_formula(value_of("views", 280.0, days_observed=28))) == (
        "280, from 28 days with data"
    )
    assert T(worked_formula(value_of("average_views", 70.0, posts_counted=4))) == (
        "70, from 4 posts"
    )


def test_only_what_can_be_put_together_over_days_is_looked_ahead() -> None:
    values = [
        value_of("likes", 9),
        value_of("reach", 5),
        value_of("views", 12),
        value_of("shares", None),
        value_of("follower_growth_rate", 0.1),
    ]
    assert forecastable(values, ["views", "shares"]) == ("views", "likes")


@pytest.mark.parametrize("language", ["ko", "zh"])
def test_the_board_speaks_the_readers_language(language: str) -> None:
    t = translator(language)
    label = board_frames([value_of("views", 12)], {}, t)[Group.GROWTH].iloc[0]["label"]
    assert label == t(CATALOGUE["views"].label)
    assert label != "Views"


def test_a_change_across_a_break_is_neither_better_nor_worse() -> None:
    unlike = value_of("views", 150, 100, counted_differently=True)
    assert better(unlike) is None
    assert change_text(unlike, translator("en")) == "≠ +50%"
    text = translator("en")(board_headline((unlike, value_of("likes", 110, 100)), ["views"]))
    assert text == (
        "Views: 150. The platform counted differently before. Of 2 KPIs 1 got better, 0 worse."
    )
