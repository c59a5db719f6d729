"""The Reports page: a report is made beside the page, shown, and saved; charts are saved too."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from kpicore.charts.bars import bars_chart
from kpicore.charts.goal_plan import plan_frame
from kpicore.charts.quantity import Quantity
from kpicore.charts.specification import specification
from kpicore.goals import PlanOdds
from kpicore.language import translator
from kpicore.reports.pictures import chart_png, chart_svg
from kpicore.units import Unit
from pages.parts import jobs
from tests.pages.states import SECONDS, settled


def test_a_report_is_made_of_the_choice_and_offered_to_be_saved(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = app_in_state("one_account")
    at.switch_page("pages/reports.py").run()
    assert at.title[0].value.startswith("Client report, Jun 3, 2026 – Jun 30, 2026, as PDF")
    at.button(key="reports.make").click().run()
    settled(at)
    assert jobs.board().wait(SECONDS) is False
    assert [e.value for e in at.error] == []
    assert len(at.get("download_button")) == 1
    assert "Preview" in [s.value for s in at.subheader]
    # Another choice is another report: the button stands there again.
    at.selectbox(key="reports.kind").set_value("weekly").run()
    assert at.button(key="reports.make").label == "Make the report"
    assert "Weekly review" in at.title[0].value


def test_a_report_of_goals_says_where_goals_are_made(app_in_state: Callable[..., AppTest]) -> None:
    at = app_in_state("one_account")
    at.switch_page("pages/reports.py").run()
    at.selectbox(key="reports.kind").set_value("goal").run()
    assert [b for b in at.button if b.key == "reports.make"] == []
    assert "have none yet" in " ".join(m.value for m in at.markdown)


def test_a_chart_is_saved_as_a_picture_in_the_readers_language() -> None:
    t = translator("en")
    odds = PlanOdds(together=0.25, singles=())
    quantity = Quantity(label="Odds <b>", unit=Unit.SHARE)
    drawn = bars_chart(plan_frame([], odds, t), quantity=quantity, t=t, probability=True)
    spec = specification(drawn)
    before = dict(spec)
    assert chart_png(spec, "en").startswith(b"\x89PNG\r\n\x1a\n")
    picture = chart_svg(spec, "en").decode()
    assert picture.startswith("<svg")
    assert "Odds &lt;b&gt;" in picture
    assert "All together" in picture
    assert spec == before
