"""Accounts are merged, split and deleted, files assigned and taken back; nothing else is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from kpicore.history import Account
from kpicore.language import translator
from pages.parts import sidebar, workspaces
from tests.pages.states import totals_csv


def workspace():
    return workspaces.saved_store().personal_workspace()


@pytest.fixture
def two_files(app_in_state: Callable[..., AppTest]) -> AppTest:
    """Return the upload page with one channel out of two files of different months."""
    at = app_in_state("no_data")
    at.switch_page("pages/upload.py").run()
    files = at.file_uploader[0]
    files.upload("Totals.csv", totals_csv(30, date(2026, 4, 30)))
    files.upload("Totals May.csv", totals_csv(31, date(2026, 5, 31)))
    at.run()
    return at


def button(at: AppTest, ending: str):
    return next(b for b in at.button if (b.key or "").endswith(ending))


def split(at: AppTest, name: str) -> None:
    may = next(r for r in workspace().imports() if "May" in r.file)
    files = next(m for m in at.multiselect if (m.key or "").endswith(".split.files"))
    files.set_value([may.import_id]).run()
    field = next(f for f in at.text_input if (f.key or "").endswith(".split.name"))
    field.set_value(name).run()
    button(at, ".split.go").click().run()


def days_of() -> dict[str, int]:
    history = workspace().load_history()
    names = {a.account_id: a.name for a in history.accounts}
    return history.daily["account_id"].map(names).value_counts().to_dict()


def test_an_account_is_split_and_merged_again(two_files: AppTest) -> None:
    (before,) = days_of().values()
    assert before == 61
    split(two_files, "Second channel")
    assert [e.value for e in two_files.error] == []
    assert sorted(days_of().values()) == [30, 31]
    assert days_of()["Second channel"] == 31
    second = next(a for a in workspace().accounts() if a.name == "Second channel")
    button(two_files, f"{second.account_id}.merge.go").click().run()
    assert [e.message for e in two_files.exception] == []
    assert list(days_of().values()) == [61]


def test_a_file_is_assigned_to_another_account_and_taken_back(two_files: AppTest) -> None:
    split(two_files, "Second channel")
    first = next(a for a in workspace().accounts() if a.name != "Second channel")
    may = next(r for r in workspace().imports() if "May" in r.file)
    choose = next(s for s in two_files.selectbox if (s.key or "").endswith(".choose"))
    choose.set_value(may.import_id).run()
    to = next(s for s in two_files.selectbox if (s.key or "").endswith(f".to.{may.import_id}"))
    to.set_value(first.account_id).run()
    button(two_files, ".assign").click().run()
    assert list(days_of().values()) == [61]
    choose = next(s for s in two_files.selectbox if (s.key or "").endswith(".choose"))
    choose.set_value(may.import_id).run()
    button(two_files, ".remove").click().run()
    assert [r.file for r in workspace().imports()] == ["Totals.csv"]
    assert list(days_of().values()) == [30]


def test_an_account_is_deleted_only_after_a_second_click(two_files: AppTest) -> None:
    split(two_files, "Second channel")
    second = next(a for a in workspace().accounts() if a.name == "Second channel")
    button(two_files, f"{second.account_id}.delete.sure").click().run()
    assert [e.message for e in two_files.exception] == []
    assert list(days_of().values()) == [30]


def test_accounts_of_two_platforms_stay_apart(app_in_state: Callable[..., AppTest]) -> None:
    at = app_in_state("sample")
    at.switch_page("pages/upload.py").run()
    button(at, "sample/tiktok.merge.go").click().run()
    assert "stay apart" in at.error[0].value
    assert len(workspace().accounts()) == 2


def test_every_fault_of_a_file_is_told_with_its_row_and_column(
    app_in_state: Callable[..., AppTest],
) -> None:
    rows = [f"2026-05-{day:02d},{1000 + day}" for day in range(1, 32)]
    rows[4], rows[9], rows[19] = "2026-05-05,banana", "2026-05-10,kiwi", "2026-05-20,-7"
    at = app_in_state("no_data")
    at.switch_page("pages/upload.py").run()
    at.file_uploader[0].upload("Totals.csv", ("Date,Views\n" + "\n".join(rows)).encode()).run()
    told = [m.value.replace("\\", "") for m in at.markdown]
    # The header is row 1 of a spreadsheet, the fifth day row 6.
    assert any("Row 6" in text and "banana" in text for text in told)
    assert any("Row 11" in text and "kiwi" in text for text in told)
    small = [c.value.replace("\\", "") for c in at.caption]
    assert any(text.startswith("31 rows read") for text in small)
    ranks = {":material/error:": 0, ":material/help:": 1, ":material/info:": 2}
    shown = [r for text in told for icon, r in ranks.items() if text.startswith(icon)]
    assert shown == sorted(shown)
    sums = next(f.value for f in at.dataframe if "Sum" in f.value.columns)
    assert len(sums) == 1


def test_the_template_is_offered_before_and_after_the_first_file(two_files: AppTest) -> None:
    keys = {b.key for b in two_files.get("download_button")}
    assert {"upload.template.csv", "upload.template.xlsx"} <= keys


def test_an_account_that_is_called_like_its_platform_is_named_once() -> None:
    t = translator("en")
    named = Account(account_id="a", name="YouTube", platform="youtube")
    assert sidebar.account_label(t, named) == "YouTube"
    assert sidebar.account_label(t, replace(named, name="Ada")) == "Ada · YouTube"
