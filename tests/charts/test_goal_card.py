"""The card of a goal, what was said of it over time, and the field to drag its target in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree as Xml

import numpy as np
import pandas as pd
import pytest

from kpicore.charts.goal_card import GoalCard, goal_card
from kpicore.charts.goal_card_page import card_page
from kpicore.charts.goal_drag import DRAG, drag_layers
from kpicore.charts.goal_odds import odds_chart, odds_frame, odds_summary
from kpicore.charts.goal_plan import plan_frame, plan_sentence
from kpicore.charts.quantity import Quantity
from kpicore.forecasting import Evidence, Forecast, Paths, SeriesKind
from kpicore.goals import (
    Goal,
    KpiOutlook,
    Measure,
    PlanOdds,
    Revision,
    StoredForecast,
    TargetInput,
    check_goal,
    new_goal,
    pace_path,
)
from kpicore.history import Account
from kpicore.kpis import ForecastInput
from kpicore.kpis import SeriesKind as InputKind
from kpicore.kpis.definition import Statistic
from kpicore.language import LANGUAGES, english, translator
from kpicore.units import Unit

EN = translator("en")
LAST, DEADLINE = date(2025, 12, 31), date(2026, 3, 31)
TARGET = Quantity(label="Target", unit=Unit.COUNT)


def view(name: str = "Mina") -> KpiOutlook:
    """120 days of 1,000 views, and two futures: 900 and 1,100 a day."""
    index = pd.date_range(end=pd.Timestamp(LAST), periods=120, freq="D", unit="us")
    known = pd.Series(1000.0, index=index)
    draws = np.repeat(np.array([[900.0], [1100.0]]), 90, axis=1)
    paths = Paths(
        history=known,
        gap_days=pd.DatetimeIndex([]),
        gap_draws=np.empty((2, 0)),
        first_day=date(2026, 1, 1),
        draws=draws,
    )
    evidence = Evidence(
        windows=(), training_first=date(2025, 9, 3), training_last=LAST, observed_count=120
    )
    return KpiOutlook(
        accounts=(Account(account_id="a", name=name, platform="tiktok"),),
        source=ForecastInput(
            key="views",
            statistic=Statistic.POOLED,
            unit=Unit.COUNT,
            kind=InputKind.FLOW,
            series=known,
            last_day=LAST,
        ),
        forecast=Forecast(
            kind=SeriesKind.FLOW, paths=paths, components=pd.DataFrame(), evidence=evidence
        ),
        horizon_last=DEADLINE,
        today=date(2026, 1, 1),
    )


def goal_of(outlook: KpiOutlook) -> Goal:
    goal = new_goal(outlook, TargetInput(value=1050), measure=Measure.MEAN, deadline=DEADLINE)
    old = Revision(
        target=1200.0, deadline=DEADLINE, revised_on=date(2026, 1, 20), reason="<b>Too much</b>"
    )
    return replace(goal, goal_id="g", revisions=(old,))


def card(name: str = "Mina") -> GoalCard:
    outlook = view(name)
    goal = goal_of(outlook)
    return goal_card(
        check_goal(goal, outlook),
        outlook,
        made_on=date(2026, 2, 1),
        pace=pace_path(goal, outlook),
        files=("Overview.csv",),
    )


def test_every_number_of_the_card_says_where_it_comes_from() -> None:
    said = {EN(f.label): (EN(f.value), EN(f.source)) for f in card().figures}
    assert said["Baseline"] == (
        "1,000 per day",
        "sum of views per day, Dec 4, 2025 to Dec 31, 2025, from Overview.csv.",
    )
    assert said["Target"] == ("1,050 per day", "Set on Jan 1, 2026.")
    # One of the two futures meets it.
    assert said["Probability"][0] == "50%"
    assert "2 possible futures from Jan 1, 2026" in said["Probability"][1]
    assert said["Best quarter so far"] == ("1,000 per day", "Oct 1, 2025 to Dec 31, 2025.")
    assert all(source for _, source in said.values())


def test_the_drawing_of_a_card_holds_the_pace_with_its_band_and_names_them() -> None:
    drawn = card_page(card(), EN)
    # The futures and the band around the pace; what was measured, the middle and the pace.
    assert drawn.count("<polygon") == 2
    assert drawn.count("<polyline") == 3
    assert "Pace to the target" in drawn
    without = card_page(replace(card(), pace=None), EN)
    assert without.count("<polygon") == 1
    assert "Pace to the target" not in without


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_card_is_one_well_formed_page_in_each_language(code: str) -> None:
    page = card_page(card(), translator(code))
    assert f"<html lang='{code}'>" in page
    body = page[page.index("<body>") : page.index("</html>")]
    assert Xml.fromstring(body).find("svg") is not None
    assert "http" not in page
    assert "<script" not in page


def test_what_users_wrote_cannot_become_markup() -> None:
    page = card_page(card("<img src=x onerror=alert(1)>"), EN)
    assert "<img" not in page
    assert "<b>Too much" not in page
    assert "&lt;b&gt;Too much" in page


def test_the_last_word_of_a_day_is_what_is_drawn_of_it() -> None:
    said = [
        StoredForecast(
            goal_id="g",
            made_at=datetime(2026, 1, day, hour),
            target=1200.0,
            probability=probability,
            expected=1000.0,
            low=900.0,
            high=1100.0,
        )
        for day, hour, probability in ((1, 8, 0.5), (1, 20, 0.4), (9, 8, 0.3))
    ]
    goal = goal_of(view())
    goal = replace(goal, revisions=(replace(goal.revisions[0], revised_on=date(2026, 1, 9)),))
    earlier = replace(goal.revisions[0], deadline=date(2026, 2, 28))
    frame = odds_frame(said, replace(goal, revisions=(earlier,)))
    # Until the 9th it was said of February; what was said on the day of the change, of March.
    assert frame["deadline"].dt.date.tolist() == [date(2026, 2, 28), DEADLINE]
    assert frame["probability"].tolist() == [0.4, 0.3]
    assert EN(odds_summary(frame)) == (
        "From 40% on Jan 1, 2026 to 30% on Jan 9, 2026, said on 2 days."
    )
    chart = odds_chart(frame, goal_of(view()), quantity=TARGET, t=EN, thresholds=(0.2, 0.5))
    # Any: a specification is JSON.
    spec: dict[str, Any] = chart.to_dict()
    names = [layer["name"] for layer in spec["layer"]]
    assert names == ["limits", "said", "points", "revised", "revised_label"]
    assert "added whenever newer data" in EN(odds_summary(frame.head(1)))


def test_a_target_is_dragged_only_inside_its_field_and_names_itself() -> None:
    grid = pd.DataFrame(
        {
            "target": [1000.0, 1100.0],
            "low": [950.0, 1050.0],
            "high": [1050.0, 1150.0],
            "probability": [0.9, 0.4],
        }
    )
    field, line, words = drag_layers(grid, LAST, quantity=TARGET, t=EN)
    spec = field.to_dict()
    (held,) = spec["params"]
    assert held["name"] == DRAG
    assert held["select"]["fields"] == ["target"]
    assert "@target_field_marks:pointermove" in held["select"]["on"]
    assert words.data["words"].tolist() == ["1,000: 90% likely", "1,100: 40% likely"]
    assert line.to_dict()["transform"] == [{"filter": {"param": DRAG, "empty": False}}]
    assert drag_layers(grid.head(0), LAST, quantity=TARGET, t=EN) == []


def test_a_plan_has_a_bar_per_goal_and_one_for_all() -> None:
    goal = goal_of(view())
    odds = PlanOdds(together=0.2, singles=(0.5, 0.4), pairs=((0.5, 0.2), (0.2, 0.4)))
    frame = plan_frame([goal, goal], odds, EN)
    assert frame["part"].tolist() == ["Views: 1,050 (1)", "Views: 1,050 (2)", "All together"]
    assert frame["value"].tolist() == [0.5, 0.4, 0.2]
    assert english().say(plan_sentence(odds)) == "All 2 goals together: 20% likely."
