"""The calibration plot, the split of a change, and notes beside events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pandas as pd

from kpicore.charts.calibration import calibration_chart, calibration_table
from kpicore.charts.marks import NOTE, event_layers
from kpicore.charts.quantity import Quantity
from kpicore.charts.review_board import aims_table, split_frame, split_table
from kpicore.forecasting import ScoredForecast
from kpicore.goals import SettledAim
from kpicore.goals.model import Baseline, Goal, Measure, StoredForecast
from kpicore.kpis import Statistic
from kpicore.language import translator
from kpicore.periods import Period
from kpicore.reviews import ChangeSplit, PostingEffect
from kpicore.reviews.record import track_record
from kpicore.units import Unit

T = translator("en")
SPLIT = ChangeSplit(
    kpi="views",
    unit=Unit.COUNT,
    currency=None,
    span=Period(date(2026, 6, 1), date(2026, 6, 28)),
    before=1000.0,
    now=1300.0,
    expected=1100.0,
    trend=60.0,
    season=30.0,
    events=10.0,
    posting=50.0,
    surprise=150.0,
    effect=PostingEffect(slope=0.3, error=0.1, weeks=50),
)


def test_the_calibration_plot_draws_every_group_with_its_size() -> None:
    record = track_record(
        [
            ScoredForecast(probability=p, reached=r, low=None, high=None, outcome=1.0)
            for p, r in ((0.2, False), (0.7, True), (0.7, True), (0.7, False))
        ]
    )
    drawn = calibration_chart(record.calibration, t=T).to_dict()
    layers = [layer["name"] for layer in drawn["layer"]]
    assert layers == ["diagonal", "diagonal_label", "chance", "groups"]
    groups = drawn["layer"][-1]
    assert groups["encoding"]["size"]["field"] == "count"
    assert groups["encoding"]["y"]["scale"]["domain"] == [0, 1]
    rows = drawn["datasets"][drawn["data"]["name"]]
    assert [row["share_text"] for row in rows] == ["0.0%", "66.7%"]
    table = calibration_table(record.calibration).worded(T)
    assert table["Said"].tolist() == ["20%", "70%"]
    assert table["How many"].tolist() == ["1", "3"]


def test_the_parts_of_a_change_add_up_and_posting_is_left_out_where_it_is_unknown() -> None:
    frame = split_frame(SPLIT, T)
    assert frame["part"].tolist() == ["Trend", "Season", "Events", "Posting", "Surprise"]
    assert frame["value"].sum() == SPLIT.change == 300.0
    unknown = replace(SPLIT, posting=0.0, surprise=200.0, effect=None)
    shown = split_frame(unknown, T)
    assert "Posting" not in shown["part"].tolist()
    assert shown["value"].sum() == 300.0
    views = Quantity(label="Views", unit=SPLIT.unit)
    worded = split_table(frame, views).worded(T)
    assert worded["Views"].tolist()[:2] == ["+60", "+30"]


def test_notes_have_a_mark_of_their_own() -> None:
    rows = pd.DataFrame(
        {
            "date": pd.to_datetime(["2026-06-01", "2026-06-02"]),
            "label": ["Fair", "Many ask"],
            "kind": ["campaign", NOTE],
        }
    )
    layers = {layer.name: layer for layer in event_layers(rows, T)}
    assert set(layers) == {"events", "notes"}
    assert layers["events"].mark.shape != layers["notes"].mark.shape
    assert layers["notes"].data["label"].tolist() == ["Many ask"]
    assert [layer.name for layer in event_layers(rows.drop(columns="kind"), T)] == ["events"]
    assert event_layers(rows.head(0), T) == []


def test_goals_stand_in_the_record_with_their_own_units() -> None:
    goal = Goal(
        kpi="engagement_rate_by_views",
        statistic=Statistic.POOLED,
        account_ids=("a",),
        measure=Measure.MEAN,
        baseline=Baseline(value=0.04, period=Period(date(2026, 1, 1), date(2026, 1, 28))),
        target=0.05,
        deadline=date(2026, 3, 31),
        created_on=date(2026, 1, 29),
    )
    said = StoredForecast(
        goal_id="g",
        made_at=datetime(2026, 1, 29),
        target=0.05,
        probability=0.4,
        expected=0.045,
        low=0.04,
        high=0.06,
    )
    older = replace(goal, kpi="views", target=1200.0, deadline=date(2025, 12, 31))
    aims = [
        SettledAim(goal=older, said=replace(said, expected=1100.0), outcome=1300.0, reached=True),
        SettledAim(goal=goal, said=said, outcome=0.048, reached=False),
    ]
    worded = aims_table(aims, T).worded(T)
    assert worded["Target"].tolist() == ["5.0%", "1,200"]
    assert worded["Came"].tolist() == ["4.8%", "1,300"]
    assert worded["Called likely"].tolist() == ["40%", "40%"]
    assert worded["Result"].tolist() == ["Missed", "Reached"]
