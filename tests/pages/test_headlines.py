"""The headline number of each page equals a calculation made here, in each language."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from kpicore.forecasting import forecast
from kpicore.kpis import CATALOGUE
from tests.pages.kpi_states import keep, with_audience
from tests.pages.states import LAST_DAY, settled

SUM_OF_28 = "29,200"
"""Four whole weeks: 24 days of 1000 and four Saturdays of 1300."""

DRAW_NOISE = 0.03
"""2000 draws of another horizon tell a probability to within about this much."""

LANGUAGES = ["en-US", "ko-KR", "zh-CN"]


def said(at: AppTest) -> str:
    """Return the headline without the marks that keep it from being Markdown."""
    return str(at.title[0].value).replace("\\", "")


def numbers(text: str) -> set[int]:
    return {int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", text)}


def opened(at: AppTest, page: str) -> AppTest:
    at.switch_page(f"pages/{page}.py").run()
    return settled(at)


@pytest.fixture(scope="module")
def september() -> pd.Series:
    """Draws of the views per day from 3 to 30 September."""
    days = pd.date_range(end=pd.Timestamp(LAST_DAY), periods=200, freq="D")
    views = pd.Series([1300.0 if d.weekday() == 5 else 1000.0 for d in days], index=days)
    made = forecast(views, horizon_days=92, kind="flow")
    return pd.Series(made.window_mean(date(2026, 9, 3), date(2026, 9, 30)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_headline_tells_the_number_that_the_data_give(
    language: str, app_in_state: Callable[..., AppTest], september: pd.Series
) -> None:
    at = app_in_state("one_account", language)
    for page in ("overview", "kpis", "benchmarks"):
        assert SUM_OF_28 in said(opened(at, page)), page
    # 200 days that end on 30 June begin on 13 December.
    assert {13, 2025, 30, 2026} <= numbers(said(opened(at, "upload")))
    middle = float(september.median())
    told = numbers(said(opened(at, "forecast")))
    assert any(abs(n - middle) < DRAW_NOISE * middle for n in told), (told, middle)


TOLD = {
    # Net followers of Cleo: 70 × 28 of (10 + 20 + 70) × 28.
    "channels": {1960, 70},
    "audience": {60, 44},
    "glossary": {len(CATALOGUE)},
    # Ann: 10 followers a day in 28 days, or 28 × 1000 views.
    "kpis": {28_000},
    "benchmarks": {28_000},
}
"""Page to the numbers of its headline on `with_audience`."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_headlines_tell_the_same_numbers_in_each_language(
    language: str, app_in_state: Callable[..., AppTest]
) -> None:
    at = app_in_state("no_data", language)
    keep(with_audience())
    for page, told in TOLD.items():
        headline = said(opened(at, page))
        assert told <= numbers(headline), (page, headline)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_goals_headline_names_targets_that_are_as_likely_as_said(
    language: str, app_in_state: Callable[..., AppTest], september: pd.Series
) -> None:
    at = opened(app_in_state("one_account", language), "goals")
    headline = said(at)
    for rung, wanted in (("safe", 0.8), ("realistic", 0.5), ("stretch", 0.25)):
        at.button(key=f"goals.take.{rung}").click().run()
        field = next(e for e in at.text_input if (e.key or "").startswith("goals.target."))
        assert field.value in headline
        target = float(field.value.replace(",", ""))
        assert (september >= target).mean() >= wanted - DRAW_NOISE
