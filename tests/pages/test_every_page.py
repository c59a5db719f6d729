"""Every page opens in every named state, without a bug and without an error on the screen."""

import ast
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.words import plain
from tests.pages.states import PROJECT, SEEDS, settled

PAGES = sorted(p.stem for p in (PROJECT / "pages").glob("[!_]*.py"))


@pytest.mark.parametrize("state", SEEDS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens(page: str, state: str, app_in_state: Callable[..., AppTest]) -> None:
    at = app_in_state(state)
    at.switch_page(f"pages/{page}.py").run()
    settled(at)
    assert [e.message for e in at.exception] == []
    if (page, state) != ("upload", "broken_upload"):  # asserted in test_upload_page.py
        assert [e.value for e in at.error] == []
    assert at.title[0].value
    assert without_words(at) == []


def without_words(at: AppTest) -> list[str]:
    """Charts and tables that say nothing to whoever cannot see them.

    A chart has a sentence that is read out in its place, and the same sentence stands below it.
    """
    shown = {caption.value for caption in at.caption}
    charts = [e.proto for e in at.get("vega_lite_chart")]
    tables = [e.proto for e in at.dataframe]
    return [
        *(f"chart {c.id}" for c in charts if not c.alt or plain(c.alt) not in shown),
        *(f"table {t.id}" for t in tables if not t.alt),
    ]


def test_charts_and_tables_are_drawn_where_their_words_are() -> None:
    drawing = {"vega_lite_chart", "altair_chart", "line_chart", "bar_chart", "area_chart"}
    drawing |= {"scatter_chart", "pyplot", "plotly_chart", "graphviz_chart", "pydeck_chart", "map"}
    for path in [*(PROJECT / "pages").rglob("*.py"), PROJECT / "streamlit_app.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "st"):
                continue
            words = {keyword.arg for keyword in node.keywords}
            if node.func.attr in drawing:
                assert (path.name, "alt" in words) == ("chart.py", True), (path, node.lineno)
            if node.func.attr in {"dataframe", "data_editor"}:
                assert "alt" in words, (path, node.lineno)


def test_every_kind_of_chart_is_drawn_with_its_sentence() -> None:
    kinds = {
        node.name
        for path in (PROJECT / "kpicore" / "charts").glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and node.returns is not None
        and ast.unparse(node.returns) == "alt.LayerChart"
        and node.name.endswith(("_chart", "_curve"))
    }
    drawn = set()
    for path in (PROJECT / "pages").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if "chart_with_table(" in source or "chart_to_drag(" in source:
            drawn |= {kind for kind in kinds if f"{kind}(" in source}
    # Those that only reports and cards draw carry their sentence as the caption of their block.
    for path in (PROJECT / "kpicore").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if path.parent.name == "reports" or path.stem == "goal_card":
            drawn |= {kind for kind in kinds if f"{kind}(" in source}
    assert kinds - drawn == set()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_a_short_script_that_enters_first(page: str) -> None:
    source = (PROJECT / "pages" / f"{page}.py").read_text(encoding="utf-8")
    assert len(source.splitlines()) < 80
    assert f'entry.enter("{page}")' in source
