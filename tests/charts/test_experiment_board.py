"""What the chart of an experiment draws, and the tables behind it."""

from __future__ import annotations

from datetime import date

import pytest

from kpicore.charts.experiment_board import (
    schedule_table,
    variant_frame,
    variants_chart,
    variants_table,
)
from kpicore.charts.insight_week import weekday_names
from kpicore.experiments import Design, Experiment, Row, Varied, analyse, propose_schedule
from kpicore.language import translator

THREE = Experiment(
    name="Covers",
    account_ids=(),
    varied=Varied.THUMBNAIL,
    measure="impression_ctr",
    design=Design.SPLIT,
    variants=("old", "blue", "red"),
    rows=(
        Row(variant="old", wins=500, tries=10_000),
        Row(variant="blue", wins=575, tries=10_000),
        Row(variant="red", wins=5, tries=100),
    ),
)


def test_each_variant_but_the_first_is_a_point_with_its_interval() -> None:
    t = translator("en")
    found = analyse(THREE)
    drawn = variant_frame(found, t)
    assert drawn["variant"].tolist() == ["blue", "red"]
    assert drawn["change"].tolist() == pytest.approx([0.15, 0.0])
    assert drawn["found"].tolist() == [True, False]
    assert drawn["change_text"].tolist() == ["+15%", "0%"]
    # An interval that reaches far is cut, in the drawing only.
    assert drawn["high"].max() == pytest.approx(0.6)
    assert found.variants["high"].max() > 0.9
    chart = variants_chart(drawn, worth=0.1, label=THREE.defined.label, t=t).to_dict()
    names = [layer["name"] for layer in chart["layer"]]
    assert names == ["worth", "usual", "intervals", "variants", "variant_label"]


@pytest.mark.parametrize("code", ["en", "ko", "zh"])
def test_the_tables_say_every_variant_and_day_in_each_language(code: str) -> None:
    t = translator(code)
    table = variants_table(analyse(THREE)).worded(t)
    assert len(table) == 3
    assert "10,000" in table.iloc[0].tolist()
    assert "–" in table.iloc[0].tolist()
    plan = propose_schedule(date(2026, 1, 5), ("A", "B"), 3)
    days = schedule_table(plan, weekday_names(t)).worded(t)
    assert len(days) == 14
    assert days.iloc[:3, 2].tolist() == ["A", "B", "A"]
