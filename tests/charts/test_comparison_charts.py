"""Bars, strips, months and hours draw what they are given, and their sentences say it."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kpicore.charts.audience_board import audience_bars, pair_bars
from kpicore.charts.audience_sentences import hours_summary, largest_part, pair_summary
from kpicore.charts.audience_words import audience_word
from kpicore.charts.bars import bars_chart
from kpicore.charts.channel_board import share_bars, share_sentence, side_table
from kpicore.charts.glossary import found_keys, glossary_table
from kpicore.charts.hours import hours_chart
from kpicore.charts.months import months_chart
from kpicore.charts.movers import mover_bars
from kpicore.charts.past_board import PAST_COLUMNS, past_table, strip_summary
from kpicore.charts.quantity import Quantity
from kpicore.charts.rivals_board import ranking_frame
from kpicore.charts.strip import strip_chart
from kpicore.kpis import CATALOGUE, Dimension, KpiValue, Statistic
from kpicore.language import english, translator
from kpicore.periods import Period
from kpicore.units import Unit

NAN = float("nan")
T = english()
VIEWS = Quantity(label="Views", unit=Unit.COUNT)
DAYS = Period(date(2026, 6, 1), date(2026, 6, 28))


def bars(*rows: tuple[str, float, float, bool]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["part", "value", "mark", "own"])


def layers(drawn) -> dict[str, dict]:
    return {layer["name"]: layer for layer in drawn.to_dict()["layer"]}


def rows(drawn) -> list[dict]:
    spec = drawn.to_dict()
    return spec["datasets"][spec["data"]["name"]]


def test_bars_leave_out_what_is_unknown_and_make_room_for_words() -> None:
    drawn = bars_chart(bars(("a", 3.0, NAN, True), ("b", NAN, NAN, False)), quantity=VIEWS, t=T)
    assert [row["part"] for row in rows(drawn)] == ["a"]
    scale = layers(drawn)["bars"]["encoding"]["x"]["scale"]
    assert (scale["zero"], scale["domainMax"]) == (True, 3.75)
    assert set(layers(drawn)) == {"bars", "bar_label"}


def test_marks_bring_a_legend_and_words_that_do_not_cover_them() -> None:
    drawn = bars_chart(
        bars(("near", 0.4, 0.42, True), ("far", 0.2, 0.5, True)),
        quantity=Quantity(label="Share", unit=Unit.SHARE),
        t=T,
        bar_label="Now",
        mark_label="Before",
    )
    assert set(layers(drawn)) == {"bars", "bar_label", "marks", "legend"}
    # Behind a mark that is far off they would be taken for its value.
    assert [row["end"] for row in rows(drawn)] == [0.42, 0.2]


def test_effects_below_zero_have_their_words_at_the_zero_line() -> None:
    drawn = bars_chart(
        bars(("a", 2.0, NAN, True), ("b", -2.0, NAN, False)), quantity=VIEWS, t=T, signed=True
    )
    assert [(r["value_text"], r["end"]) for r in rows(drawn)] == [("+2", 2.0), ("-2", 0.0)]


def past(*percentiles: float) -> pd.DataFrame:
    frame = pd.DataFrame({"percentile": percentiles}).reindex(columns=list(PAST_COLUMNS))
    return frame.assign(
        part=[f"KPI {n}" for n in range(len(frame))], value_text="1", year_ago_text="–"
    )


def test_strips_span_the_whole_past_and_count_its_quarters() -> None:
    frame = past(0.9, 0.75, 0.1)
    drawn = strip_chart(frame, t=T)
    assert set(layers(drawn)) == {"track", "half", "now", "now_label"}
    assert layers(drawn)["now"]["encoding"]["x"]["scale"]["domain"] == [0, 1]
    assert T(strip_summary(frame)) == (
        "Of 3 KPIs, 2 stand in the highest quarter of your own last twelve months and 1 in the "
        "lowest."
    )


def test_a_percentile_is_never_written_as_everything() -> None:
    worded = past_table(past(1.0, 0.0)).worded(T)
    assert worded["Percentile"].tolist() == [">99%", "<1%"]


def test_the_best_month_alone_is_in_the_accent() -> None:
    frame = pd.DataFrame(
        {"date": pd.to_datetime(["2026-01-01", "2026-02-01"]), "value": [1.0, 2.0]}
    )
    drawn = months_chart(frame, best=date(2026, 2, 1), quantity=VIEWS, t=T)
    assert [row["best"] for row in rows(drawn)] == [False, True]


def hours() -> pd.DataFrame:
    return pd.DataFrame({"weekday": [0, 6], "hour": [9, 21], "value": [5.0, 80.0]})


@pytest.mark.parametrize(("code", "monday"), [("en", "Mon"), ("ko", "월"), ("zh", "周一")])
def test_hours_are_named_in_the_reader_s_language(code: str, monday: str) -> None:
    drawn = hours_chart(hours(), t=translator(code))
    assert rows(drawn)[0]["day"] == monday
    assert layers(drawn)["cells"]["encoding"]["y"]["sort"][0] == monday


def test_the_busiest_hour_is_named() -> None:
    assert T(hours_summary(hours(), T)).startswith("Most are there on Sunday at 21:00 (80)")


@pytest.mark.parametrize(
    ("dimension", "key", "word"),
    [
        (Dimension.GENDER, "female", "Women"),
        (Dimension.GENDER_AGE, "male 25-34", "Men 25-34"),
        (Dimension.TERRITORY, "KR", "South Korea"),
        (Dimension.TERRITORY, "other", "All others"),
        (Dimension.TERRITORY, "Atlantis", "Atlantis"),
        (Dimension.CITY, "Seoul", "Seoul"),
        (Dimension.AGE, "18-24", "18-24"),
    ],
)
def test_parts_of_an_audience_have_names(dimension: Dimension, key: str, word: str) -> None:
    assert audience_word(dimension, key, T) == word


def shares() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "key": ["other", "25-34", "18-24"],
            "share": [0.5, 0.3, 0.2],
            "previous_share": NAN,
            "difference": NAN,
        }
    )


def test_ages_keep_their_order_and_what_is_not_named_is_never_the_largest() -> None:
    drawn = audience_bars(shares(), Dimension.AGE, T)
    assert drawn["part"].tolist() == ["18-24", "25-34", "All others"]
    assert largest_part(shares(), Dimension.AGE, T) == ("25-34", 0.3)


def test_what_is_left_of_the_whole_comes_last_and_differs_from_nothing() -> None:
    both = pd.DataFrame(
        {
            "key": ["other", "KR", "JP"],
            "followers": [0.1, 0.5, 0.4],
            "viewers": [0.5, 0.2, 0.3],
            "difference": [0.4, -0.3, -0.1],
        }
    )
    drawn = pair_bars(both, Dimension.TERRITORY, T)
    assert drawn["part"].tolist() == ["South Korea", "Japan", "All others"]
    assert T.say(pair_summary(drawn)) == (
        "“South Korea” differs most: 20.0% of viewers, 50.0% of followers."
    )


def value(key: str, number: float | None) -> KpiValue:
    return KpiValue(
        key=key,
        statistic=Statistic.POOLED,
        unit=CATALOGUE[key].unit,
        accounts=("a",),
        period=DAYS,
        value=number,
    )


def test_a_channel_that_lacks_a_kpi_has_a_dash_not_a_zero() -> None:
    table = side_table(
        {"a": (value("views", 10.0),), "b": (value("views", None),)},
        {"a": "Ann", "b": "Ben"},
        ["views", "likes"],
        T,
    )
    assert table.worded(T).to_dict("list") == {"KPI": ["Views"], "Ann": ["10"], "Ben": ["–"]}
    assert table.plain(T)["Ben"].isna().all()


def test_shares_are_not_told_where_a_channel_lost() -> None:
    told = pd.DataFrame(
        {
            "account_id": ["a", "b"],
            "key": "net_followers",
            "value": [10.0, -4.0],
            "share": [NAN, NAN],
        }
    )
    frame = share_bars(told, "account_id", "net_followers", {"a": "Ann", "b": "Ben"})
    assert T(share_sentence(frame, "net_followers")) == (
        "Net followers: most come from Ann (10). Shares make no sense here, because not all "
        "channels gained."
    )


def test_profiles_of_one_name_stay_apart_in_a_ranking() -> None:
    side = pd.DataFrame(
        {
            "name": ["mina", "mina"],
            "platform": ["tiktok", "x"],
            "own": [True, False],
            "followers": [1.0, 2.0],
        }
    )
    assert ranking_frame(side, "followers")["part"].tolist() == ["mina · x", "mina · tiktok"]


def test_posts_of_one_title_each_have_a_bar() -> None:
    found = pd.DataFrame(
        {
            "title": ["Same", "Same", "Same", ""],
            "published_at": pd.to_datetime(
                ["2026-01-01", "2026-01-01", "2026-01-02", "2026-01-03"]
            ),
            "effect": [3.0, -2.0, 1.0, 0.5],
        }
    )
    drawn = mover_bars(found, T)
    assert drawn["part"].is_unique
    assert drawn["own"].tolist() == [True, False, True, True]


@pytest.mark.parametrize(
    ("code", "search"), [("en", "Average VIEWS"), ("ko", "동영상당 평균"), ("ko", "average views")]
)
def test_a_search_finds_names_in_the_reader_s_words_and_in_english(code: str, search: str) -> None:
    assert found_keys(search, translator(code))[0] == "average_views"


def test_an_empty_search_finds_all_and_nonsense_nothing() -> None:
    assert found_keys("  ", T) == tuple(CATALOGUE)
    assert found_keys("views nonsense", T) == ()


def test_the_glossary_holds_todays_formula_or_nothing() -> None:
    known = {"views": value("views", 10.0), "likes": value("likes", None)}
    plain = glossary_table(["views", "likes"], known, T).plain(T)
    assert plain["With your numbers"].tolist()[0].startswith("10, from")
    assert plain["With your numbers"].tolist()[1] == ""
