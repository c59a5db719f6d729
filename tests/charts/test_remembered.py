"""A chart is drawn once for the same content, and never given out for another."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import altair as alt
import pandas as pd
import pytest

from kpicore.charts import remembered as module
from kpicore.charts.bars import bars_chart
from kpicore.charts.quantity import Quantity
from kpicore.charts.remembered import KEPT_CHARTS, remembered
from kpicore.charts.specification import Filled, specification
from kpicore.language import translator
from kpicore.messages import msg
from kpicore.units import Unit

EN, KO = translator("en"), translator("ko")


def bars(value: float, *, part: str = "a") -> pd.DataFrame:
    return pd.DataFrame({"part": [part], "value": [value], "mark": [float("nan")], "own": [True]})


def share() -> Quantity:
    """Made anew each time, so that no two charts share it."""
    return Quantity(label=msg("Share"), unit=Unit.SHARE)


def test_the_same_content_is_drawn_once() -> None:
    one = bars_chart(bars(1), quantity=share(), t=EN)
    same = bars_chart(bars(1), quantity=share(), t=EN)
    assert one is same
    assert specification(one) == specification(same)


@pytest.mark.parametrize(
    "other",
    [
        lambda: bars_chart(bars(2), quantity=share(), t=EN),
        lambda: bars_chart(bars(1, part="b"), quantity=share(), t=EN),
        lambda: bars_chart(bars(1), quantity=replace(share(), unit=Unit.COUNT), t=EN),
        lambda: bars_chart(bars(1), quantity=share(), t=KO),
        lambda: bars_chart(bars(1), quantity=share().named("Share of it"), t=EN),
    ],
    ids=["another value", "another word", "another unit", "another language", "another label"],
)
def test_any_difference_makes_another_chart(other: object) -> None:
    one = bars_chart(bars(1), quantity=share(), t=EN)
    assert callable(other)
    assert specification(other()) != specification(one)


def money(code: str, *, kpi: str = "Ads") -> Quantity:
    """Worded with values, and with texts that Python does not share between two of them."""
    label = msg("{kpi} per day", kpi="".join(kpi))
    return Quantity(label=label, unit=Unit.MONEY, currency="".join(code))


def test_equal_quantities_are_one_content_and_others_are_not() -> None:
    one = bars_chart(bars(1), quantity=money("EUR"), t=EN)
    assert money("EUR") is not money("EUR")
    assert bars_chart(bars(1), quantity=money("EUR"), t=EN) is one
    assert bars_chart(bars(1), quantity=money("USD"), t=EN) is not one
    assert bars_chart(bars(1), quantity=money("EUR", kpi="Shop"), t=EN) is not one


def test_large_frames_that_differ_in_one_cell_are_told_apart() -> None:
    @remembered
    def rows(frame: pd.DataFrame) -> alt.LayerChart:
        return alt.LayerChart(layer=[alt.Chart(frame).mark_point()], name=str(frame["x"].sum()))

    one = pd.DataFrame({"x": [0.0] * 200_000})
    two = one.copy()
    two.loc[123_457, "x"] = 1.0
    assert (rows(one).name, rows(two).name) == ("0.0", "1.0")


def test_what_is_kept_is_bounded() -> None:
    @remembered
    def numbered(values: object) -> alt.LayerChart:
        return alt.LayerChart(layer=[], name=str(values))

    for number in range(KEPT_CHARTS + 5):
        assert numbered(MappingProxyType({"n": number})).name == str({"n": number})
    assert len(module._charts) == KEPT_CHARTS


def test_a_chart_is_filled_with_rows_where_it_names_them() -> None:
    named = alt.Chart(alt.NamedData("a")).mark_point()
    own = alt.Chart(bars(1)).mark_bar()
    ground = alt.LayerChart(layer=[named, own], data=alt.NamedData("b"))
    empty = specification(ground)
    one, two = (
        specification(Filled(ground=ground, frames={"a": bars(v), "b": bars(-v)})) for v in (1, 2)
    )
    for value, spec in ((1, one), (2, two)):
        assert spec["data"]["values"][0]["value"] == -value
        assert spec["layer"][0]["data"]["values"][0]["value"] == value
        assert spec["layer"][1] == empty["layer"][1]
    assert specification(ground) == empty


def test_days_and_missing_numbers_are_written_as_json_knows_them() -> None:
    ground = alt.LayerChart(layer=[alt.Chart().mark_point()], data=alt.NamedData("a"))
    frame = pd.DataFrame({"day": pd.to_datetime(["2026-03-01"]), "value": [float("nan")]})
    spec = specification(Filled(ground=ground, frames={"a": frame}))
    assert spec["data"]["values"] == [{"day": "2026-03-01T00:00:00", "value": None}]
