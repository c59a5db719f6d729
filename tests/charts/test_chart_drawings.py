"""Charts are read through their specification: layers, data, axes, words."""

from __future__ import annotations

from datetime import date
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pytest

from kpicore.charts.components import component_chart, weekday_chart
from kpicore.charts.curve import probability_curve
from kpicore.charts.distribution import distribution_chart, distribution_frame
from kpicore.charts.drivers import drivers_chart
from kpicore.charts.fan import fan_chart
from kpicore.charts.goal import goal_chart
from kpicore.charts.quantity import Quantity
from kpicore.charts.series import kpi_series_chart
from kpicore.charts.specification import Drawing, specification
from kpicore.charts.theme import ACCENT, GOAL, MEASURED
from kpicore.charts.track import track_record_chart
from kpicore.language import LANGUAGES, translator
from kpicore.units import Unit

EN = translator("en")
TODAY = date(2026, 3, 2)
DEADLINE = date(2026, 3, 30)
VIEWS = Quantity(label="Views", unit=Unit.COUNT)

Spec = dict[str, Any]  # Any: a specification is JSON


def fan() -> pd.DataFrame:
    """Three known weeks (100, 110, 120), then four that spread by 10 and 20 a week."""
    days = pd.date_range("2026-02-15", periods=7, freq="7D")
    steps = np.array([0, 0, 0, 1, 2, 3, 4])
    known = steps == 0
    frame = pd.DataFrame({"date": days})
    frame["value"] = np.where(known, [100, 110, 120, 0, 0, 0, 0], np.nan)
    for column, spread in (
        ("median", 0),
        ("low_50", -10),
        ("high_50", 10),
        ("low_80", -20),
        ("high_80", 20),
    ):
        frame[column] = np.where(days >= days[2], 120 + spread * steps, np.nan)
    return frame


def events() -> pd.DataFrame:
    return pd.DataFrame({"date": [pd.Timestamp("2026-02-20")], "label": ["Campaign"]})


def checked(chart: Drawing) -> Spec:
    spec = specification(chart)
    alt.LayerChart.from_dict(spec)  # against the schema
    return spec


def layers(chart: Drawing) -> dict[str, Spec]:
    return {layer["name"]: layer for layer in checked(chart)["layer"]}


def rows(chart: Drawing, layer: str | None = None) -> list[Spec]:
    spec = checked(chart)
    data = (layers(chart)[layer] if layer else spec)["data"]
    return list(data["values"] if "values" in data else spec["datasets"][data["name"]])


def drawn_fan(language: str = "en", unit: Unit = Unit.COUNT) -> alt.LayerChart:
    return fan_chart(
        fan(),
        quantity=Quantity(label="Views", unit=unit),
        t=translator(language),
        today=TODAY,
        events=events(),
    )


def test_a_fan_draws_bands_behind_lines_and_names_every_layer() -> None:
    names = list(layers(drawn_fan()))
    assert names[:4] == ["band_80", "band_50", "history", "median"]
    assert set(names[4:]) == {"legend", "today", "today_label", "events", "hover"}


def test_a_fan_draws_the_numbers_it_is_given() -> None:
    first, *_, last = rows(drawn_fan())
    assert (first["value"], first["median"]) == (100, None)
    assert (last["value"], last["median"], last["low_80"], last["high_80"]) == (None, 120, 40, 200)


def test_history_and_future_differ_in_colour_by_meaning() -> None:
    drawn = layers(drawn_fan())
    assert drawn["history"]["mark"]["color"] == MEASURED
    assert drawn["median"]["mark"]["color"] == ACCENT


def test_tooltips_are_written_for_people_and_missing_is_a_dash() -> None:
    first = rows(drawn_fan(unit=Unit.SECONDS))[0]
    assert first["value_text"] == "1:40"
    assert first["median_text"] == "–"


@pytest.mark.parametrize(
    ("unit", "title"),
    [
        (Unit.COUNT, "Views"),
        (Unit.SHARE, "Views (%)"),
        (Unit.SECONDS, "Views (time)"),
        (Unit.NUMBER, "Views"),
    ],
    ids=str,
)
def test_the_value_axis_names_its_unit(unit: Unit, title: str) -> None:
    axis = layers(drawn_fan(unit=unit))["median"]["encoding"]["y"]["axis"]
    assert axis["title"] == title


def test_money_names_its_currency() -> None:
    revenue = Quantity(label="Revenue", unit=Unit.MONEY, currency="EUR")
    chart = fan_chart(fan(), quantity=revenue, t=EN, today=TODAY)
    assert layers(chart)["median"]["encoding"]["y"]["axis"]["title"] == "Revenue (EUR)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_carry_the_locale_of_their_reader(language: str) -> None:
    months = drawn_fan(language).to_dict()["config"]["locale"]["time"]["months"]
    assert months[2] == {"en": "March", "ko": "3월", "zh": "三月"}[language]


def test_no_events_draw_no_event_layer() -> None:
    chart = fan_chart(fan(), quantity=VIEWS, t=EN, today=TODAY)
    assert "events" not in layers(chart)


def goal(pace: pd.DataFrame | None) -> alt.LayerChart:
    return goal_chart(
        fan(), quantity=VIEWS, t=EN, today=TODAY, target=150.0, deadline=DEADLINE, pace=pace
    )


def test_a_goal_chart_draws_the_target_at_its_value_and_at_its_deadline() -> None:
    chart = goal(None)
    row = {"date": "2026-03-30T00:00:00", "value": 150.0, "label": "Target 150"}
    assert rows(chart, "target") == rows(chart, "target_label") == rows(chart, "deadline") == [row]
    assert "pace" not in layers(chart)


def test_the_pace_path_is_dashed_in_the_colour_of_the_goal() -> None:
    path = pd.DataFrame({"date": pd.to_datetime(["2026-03-01", "2026-03-30"]), "pace": [120, 150]})
    mark = layers(goal(path))["pace"]["mark"]
    assert mark["color"] == GOAL
    assert mark["strokeDash"] == [6, 4]


def curve() -> alt.LayerChart:
    line = pd.DataFrame({"target": [90.0, 100.0, 110.0], "probability": [0.999, 0.5, 0.2]})
    ladder = pd.DataFrame(
        {"target": [100.0], "probability": [0.5], "rung": ["realistic"], "name": ["Realistic"]}
    )
    return probability_curve(line, ladder, quantity=VIEWS, t=EN)


def test_the_probability_curve_spans_zero_to_one_and_never_says_certain() -> None:
    chart = curve()
    assert layers(chart)["curve"]["encoding"]["y"]["scale"]["domain"] == [0, 1]
    assert [r["probability_text"] for r in rows(chart)] == [">99%", "50%", "20%"]


def test_rungs_differ_in_shape_as_well_as_in_colour() -> None:
    encoding = layers(curve())["ladder"]["encoding"]
    assert encoding["shape"]["field"] == encoding["color"]["field"] == "rung"


def test_drivers_continue_one_another_and_end_at_their_sum() -> None:
    parts = pd.DataFrame({"part": ["Trend", "Season", "Events"], "value": [30.0, -10.0, 5.0]})
    chart = drivers_chart(parts, total="Expected change", quantity=VIEWS, t=EN)
    bars = [(r["part"], r["start"], r["end"], r["way"]) for r in rows(chart)]
    assert bars == [
        ("Trend", 0, 30, "up"),
        ("Season", 30, 20, "down"),
        ("Events", 20, 25, "up"),
        ("Expected change", 0, 25, "total"),
    ]
    assert [r["value_text"] for r in rows(chart)] == ["+30", "-10", "+5", "+25"]


def test_the_track_record_marks_outcomes_outside_by_shape() -> None:
    frame = pd.DataFrame(
        {
            "date": pd.to_datetime(["2025-09-30", "2025-12-31"]),
            "low": [80.0, 90.0],
            "median": [100.0, 110.0],
            "high": [120.0, 130.0],
            "actual": [105.0, 140.0],
            "inside": [True, False],
        }
    )
    chart = track_record_chart(frame, quantity=VIEWS, t=EN)
    shape = layers(chart)["actual"]["encoding"]["shape"]["scale"]
    assert dict(zip(shape["domain"], shape["range"], strict=True)) == {
        True: "circle",
        False: "cross",
    }
    assert [r["inside"] for r in rows(chart)] == [True, False]


def test_a_series_keeps_its_gaps() -> None:
    days = pd.date_range("2026-01-01", periods=3)
    frame = pd.DataFrame({"date": days, "value": [1.0, np.nan, 3.0], "smooth": [1.0, 1.0, 2.0]})
    chart = kpi_series_chart(
        frame,
        quantity=VIEWS,
        smooth_label="Mean of 7 days",
        t=EN,
        highlight=(date(2026, 1, 2), date(2026, 1, 3)),
    )
    assert [r["value"] for r in rows(chart)] == [1.0, None, 3.0]
    assert next(iter(layers(chart))) == "period"


def test_the_words_at_a_break_stand_on_the_side_that_has_room() -> None:
    frame = pd.DataFrame({"date": pd.date_range("2026-01-01", periods=11), "value": 1.0})
    frame["smooth"] = 1.0
    days = pd.to_datetime(["2026-01-03", "2026-01-09"])
    chart = kpi_series_chart(
        frame,
        quantity=VIEWS,
        smooth_label="Mean of 7 days",
        t=EN,
        breaks=pd.DataFrame({"date": days, "label": ["first", "second"]}),
    )
    drawn = layers(chart)
    assert drawn["breaks"]["mark"]["type"] == "rule"
    assert drawn["breaks_label"]["mark"]["align"] == "left"
    assert drawn["breaks_late_label"]["mark"]["align"] == "right"
    assert [t["field"] for t in drawn["breaks"]["encoding"]["tooltip"]][-1] == "label"


def test_components_are_drawn_around_zero() -> None:
    trend = pd.DataFrame({"date": pd.date_range("2026-01-01", periods=2), "value": [0.0, 0.1]})
    week = pd.DataFrame({"weekday": ["Monday", "Tuesday"], "value": [0.2, -0.1]})
    share = Quantity(label="Trend", unit=Unit.SHARE)
    drawn = component_chart(trend, quantity=share, t=EN)
    assert set(layers(drawn)) == {"zero", "component"}
    chart = weekday_chart(week, quantity=share.named("Weekday"), t=EN)
    assert layers(chart)["component"]["encoding"]["x"]["sort"] == ["Monday", "Tuesday"]


def test_a_distribution_counts_every_known_value_once() -> None:
    frame = distribution_frame(pd.Series([1.0, 1.0, 2.0, np.nan, 5.0]), bins=4)
    assert frame["count"].tolist() == [2, 1, 0, 1]
    chart = distribution_chart(frame, current=2.0, quantity=VIEWS, counted="Days", t=EN)
    assert rows(chart, "current") == [{"now": 2.0, "words": "Now 2"}]


def test_a_distribution_of_nothing_is_empty() -> None:
    assert distribution_frame(pd.Series([np.nan])).empty
