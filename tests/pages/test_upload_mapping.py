"""Unknown tables: guessed, put right by the user, kept, and read by themselves the next time."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kpicore.ingest import DateOrder, DecimalMark, TableKind
from pages.parts import workspaces

# The third column is invented; the dates alone do not tell day from month.
ROWS = [f"{day:02d}/03/2026;{1000 + day};{day}.500,5;2,5" for day in range(1, 13)]
FOREIGN = ("Fecha;Alcance Total;Zorgs;Tiempo medio\n" + "\n".join(ROWS) + "\n").encode()


@pytest.fixture
def asked(app_in_state: Callable[..., AppTest]) -> AppTest:
    """Return the upload page with a table that nobody knows."""
    at = app_in_state("no_data")
    at.switch_page("pages/upload.py").run()
    at.file_uploader[0].upload("zorg.csv", FOREIGN).run()
    return at


def field(at: AppTest, ending: str):
    return next(box for box in at.selectbox if (box.key or "").endswith(ending))


def small(at: AppTest) -> str:
    return "\n".join(caption.value.replace("\\", "") for caption in at.caption)


def test_an_unknown_table_is_shown_with_its_guesses(asked: AppTest) -> None:
    assert [e.message for e in asked.exception] == []
    assert "mapping step" in asked.error[0].value
    preview = next(f.value for f in asked.dataframe if "Zorgs" in f.value.columns)
    assert preview["Zorgs"].tolist() == ["1.500,5", "2.500,5", "3.500,5"]
    assert field(asked, ".0").value == "date"
    assert field(asked, ".1").value == "reach"
    assert field(asked, ".2").value == "ignore"
    assert "certain" in small(asked)
    assert workspaces.saved_store().personal_workspace().imports() == ()


def test_the_examples_follow_order_and_number_style(asked: AppTest) -> None:
    field(asked, ".order").set_value("dmy").run()
    field(asked, ".2").set_value("revenue").run()
    field(asked, ".mark").set_value("comma").run()
    assert "02/03/2026 is read as 2026-03-02" in small(asked)
    assert "1.500,5 is read as 1500.5" in small(asked)
    field(asked, ".3").set_value("average_watch_seconds").run()
    field(asked, ".scale.average_watch_seconds").set_value(60.0).run()
    assert "2,5 is read as 150" in small(asked)


def test_an_answer_is_kept_and_used_by_itself_next_time(asked: AppTest) -> None:
    field(asked, ".order").set_value("dmy").run()
    field(asked, ".2").set_value("revenue").run()
    field(asked, ".3").set_value("average_watch_seconds").run()
    field(asked, ".scale.average_watch_seconds").set_value(60.0).run()
    next(b for b in asked.button if (b.key or "").endswith(".agree")).click().run()
    assert [e.message for e in asked.exception] == []
    assert [e.value for e in asked.error] == []
    workspace = workspaces.saved_store().personal_workspace()
    (mapping,) = workspace.mappings()
    assert (mapping.kind, mapping.date_order) == (TableKind.DAILY, DateOrder.DMY)
    assert mapping.decimal_mark in (None, DecimalMark.COMMA)
    daily = workspace.load_history().daily
    # By hand: twelve days of March, 1001 to 1012 reached, 2.5 minutes each.
    reach = daily[daily["metric"] == "reach"]
    assert reach["value"].tolist() == [1000.0 + day for day in range(1, 13)]
    assert {(d.month, d.year) for d in reach["date"]} == {(3, 2026)}
    assert set(daily.loc[daily["metric"] == "average_watch_seconds", "value"]) == {150.0}
    assert daily.loc[daily["metric"] == "revenue", "value"].sum() == 78 * 1000 + 12 * 500.5

    later = FOREIGN.replace(b"/03/2026", b"/04/2026")
    asked.file_uploader[0].upload("zorg april.csv", later).run()
    assert [e.value for e in asked.error] == []
    assert len(workspace.imports()) == 2
    daily = workspace.load_history().daily
    assert {d.month for d in daily["date"]} == {3, 4}

    next(b for b in asked.button if "mappings.forget" in (b.key or "")).click().run()
    assert workspace.mappings() == ()


def test_of_hundreds_of_columns_the_likeliest_are_asked_about_and_others_can_be_added(
    app_in_state: Callable[..., AppTest],
) -> None:
    name = "Facebook Insights Data Export - Bakery - 2021-05-16.csv"
    file = Path(__file__).parents[1] / "data" / "exports" / name
    at = app_in_state("no_data")
    at.switch_page("pages/upload.py").run()
    at.file_uploader[0].upload(name, file.read_bytes()).run()
    assert [e.message for e in at.exception] == []
    labels = [box.label for box in at.selectbox]
    assert {"Date", "Daily Total Reach"} <= set(labels)
    assert len(labels) < 60
    further = next(m for m in at.multiselect if (m.key or "").endswith(".further"))
    added = further.options[-1]
    assert added not in labels
    further.select(added).run()
    assert added in [box.label for box in at.selectbox]
