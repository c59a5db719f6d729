"""Scenarios as charts and tables: the right columns, names and words."""

from __future__ import annotations

import pandas as pd
import pytest

from kpicore.charts.quantity import Quantity
from kpicore.charts.scenario_board import change_sentence
from kpicore.charts.scenarios import difference_chart, middles_chart
from kpicore.charts.specification import specification
from kpicore.language import translator
from kpicore.scenarios import PATH_COLUMNS, PaidReach, SmallestChange
from kpicore.units import Unit

T = translator("en")
VIEWS = Quantity(label="Views", unit=Unit.COUNT)
DAYS = pd.to_datetime(["2026-01-07", "2026-01-14"])
FRAME = pd.DataFrame(
    [
        (day, place, 1000.0 + 100 * place, 100.0 * place, 50.0 * place, 200.0 * place)
        for day in DAYS
        for place in range(3)
    ],
    columns=list(PATH_COLUMNS),
)


def layers(chart: object) -> dict[str, dict[str, object]]:
    made = specification(chart)
    return {layer["name"]: layer for layer in made["layer"]}


def test_middles_are_told_apart_by_colour_and_dash_and_the_target_is_named() -> None:
    chart = middles_chart(
        FRAME, names=["As forecast", "More", "Pause"], focus=1, target=1200, quantity=VIEWS, t=T
    )
    found = layers(chart)
    encoding = found["middles"]["encoding"]
    assert encoding["y"]["field"] == "median"
    assert encoding["color"]["scale"]["domain"] == ["As forecast", "More", "Pause"]
    looks = list(
        zip(
            encoding["color"]["scale"]["range"],
            map(tuple, encoding["strokeDash"]["scale"]["range"]),
            strict=True,
        )
    )
    assert len({dash for _, dash in looks}) == 3
    assert "Target 1,200" in str(specification(chart))
    assert {"target", "target_label", "hover"} <= set(found)


def test_the_difference_has_its_band_and_its_zero() -> None:
    own = FRAME[FRAME["scenario"] == 2]
    chart = difference_chart(own, quantity=VIEWS, t=T)
    found = layers(chart)
    assert found["band"]["encoding"]["y"]["field"] == "low"
    assert found["band"]["encoding"]["y2"]["field"] == "high"
    assert found["difference"]["encoding"]["y"]["field"] == "difference"
    assert "+200" in str(specification(chart))


@pytest.mark.parametrize("count", [1, 2, 9])
def test_any_number_of_scenarios_has_a_look(count: int) -> None:
    frame = pd.concat([FRAME[FRAME["scenario"] == 0].assign(scenario=n) for n in range(count)])
    names = [str(n) for n in range(count)]
    chart = middles_chart(frame, names=names, focus=count - 1, target=1, quantity=VIEWS, t=T)
    scale = layers(chart)["middles"]["encoding"]["color"]["scale"]
    assert len(scale["range"]) == len(scale["domain"]) == count


def test_what_a_search_found_is_one_sentence() -> None:
    lever = PaidReach(contacts=28_000, first=DAYS[0].date(), last=DAYS[1].date())
    told = [
        SmallestChange(wanted=0.5, lever=lever, probability=0.51),
        SmallestChange(wanted=0.5, probability=0.6, already=True),
        SmallestChange(wanted=0.5, probability=0.2),
        SmallestChange(wanted=0.5),
    ]
    assert [T.say(change_sentence(found)) for found in told] == [
        "28,000 contacts bought, Jan 7, 2026 to Jan 14, 2026 (51% likely)",
        "It is that likely already.",
        "No size of it makes 50%; at most 20%.",
        "This does not move the figure.",
    ]
