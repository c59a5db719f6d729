"""Giving files: what is kept, what is refused in one sentence, and the way back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import workspaces
from tests.pages.states import LAST_DAY, totals_csv


@pytest.fixture
def upload_page(app_in_state: Callable[..., AppTest]) -> Callable[[str], AppTest]:
    def opened(state: str) -> AppTest:
        at = app_in_state(state)
        at.switch_page("pages/upload.py").run()
        return at

    return opened


def kept_views() -> float:
    """Return the sum of all views that the store holds."""
    daily = workspaces.saved_store().personal_workspace().load_history().daily
    return float(daily["value"].sum())


def give(at: AppTest, name: str, data: bytes) -> AppTest:
    at.file_uploader[0].upload(name, data).run()
    return at


def test_a_file_is_kept_and_named(upload_page: Callable[[str], AppTest]) -> None:
    at = give(upload_page("no_data"), "Totals.csv", totals_csv())
    assert [e.message for e in at.exception] == []
    assert [e.value for e in at.error] == []
    # 200 days, 28 of them Saturdays: by an independent count of the file's own rows.
    rows = totals_csv().decode().splitlines()[1:]
    assert kept_views() == sum(float(row.split(",")[1]) for row in rows)
    texts = [caption.value for caption in at.caption]
    assert any("200 days" in text for text in texts)


def test_the_same_file_twice_changes_nothing(upload_page: Callable[[str], AppTest]) -> None:
    give(upload_page("no_data"), "Totals.csv", totals_csv())
    before = kept_views()
    give(upload_page("no_data"), "Totals (1).csv", totals_csv())
    assert kept_views() == before
    assert len(workspaces.saved_store().personal_workspace().imports()) == 1


def test_undo_takes_the_last_files_back(upload_page: Callable[[str], AppTest]) -> None:
    at = give(upload_page("no_data"), "Totals.csv", totals_csv())
    at.button(key="upload.undo").click().run()
    assert workspaces.saved_store().personal_workspace().imports() == ()
    assert [e.message for e in at.exception] == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.csv", b""),
        ("photo.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))),
        ("header.csv", b"Date,Views\n"),
        ("words.csv", b"a story without numbers\nand a second line\n"),
        ("broken.xlsx", b"PK\x03\x04 this is no workbook"),
        ("broken.zip", b"PK\x03\x04 this is no archive"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_gets_one_sentence_and_leaves_the_rest(
    name: str, data: bytes, upload_page: Callable[[str], AppTest]
) -> None:
    at = upload_page("one_account")
    before = kept_views()
    give(at, name, data)
    assert [e.message for e in at.exception] == []
    assert len(at.error) == 1
    assert at.error[0].value
    assert kept_views() == before


def test_one_bad_file_among_good_ones_spoils_nothing(
    upload_page: Callable[[str], AppTest],
) -> None:
    at = upload_page("no_data")
    at.file_uploader[0].upload("empty.csv", b"").upload("Totals.csv", totals_csv()).run()
    assert len(at.error) == 1
    assert kept_views() > 0


def test_an_account_gets_the_name_that_is_typed(upload_page: Callable[[str], AppTest]) -> None:
    at = upload_page("one_account")
    at.text_input[0].set_value("Mina bakes").run()
    names = [a.name for a in workspaces.saved_store().personal_workspace().accounts()]
    assert names == ["Mina bakes"]
    at.switch_page("pages/overview.py").run()
    assert "Mina bakes" in at.selectbox(key="head.account").options[0]


def test_who_may_only_read_can_change_nothing(upload_page: Callable[[str], AppTest]) -> None:
    at = upload_page("read_only")
    assert at.file_uploader[0].disabled
    assert all(button.disabled for button in at.button)
    assert all(field.disabled for field in at.text_input)


def test_the_sample_comes_and_goes(upload_page: Callable[[str], AppTest]) -> None:
    at = upload_page("no_data")
    at.button(key="upload.sample").click().run()
    workspace = workspaces.saved_store().personal_workspace()
    assert workspace.accounts()
    assert all(account.made_up for account in workspace.accounts())
    at.button(key="upload.remove_sample").click().run()
    assert [e.message for e in at.exception] == []
    assert workspace.accounts() == ()
    assert workspace.events() == ()


def test_the_page_says_what_it_holds(upload_page: Callable[[str], AppTest]) -> None:
    title = upload_page("one_account").title[0].value
    assert "1 account" in title
    assert f"{LAST_DAY:%b} {LAST_DAY.day}, {LAST_DAY.year}" in title.replace("\\", "")


def test_a_new_file_is_there_after_a_restart(
    upload_page: Callable[[str], AppTest], data_folder: Path
) -> None:
    give(upload_page("no_data"), "Totals.csv", totals_csv())
    workspaces.saved_store().close()
    workspaces.saved_store.clear()
    assert kept_views() > 0


def test_a_file_of_meta_is_asked_which_of_the_two_it_is_and_read_again(
    upload_page: Callable[[str], AppTest],
) -> None:
    days = "".join(f'"2026-05-{day}T00:00:00","{day}"\n' for day in range(10, 20))
    data = f'sep=,\n"Reach"\n"Date","Primary"\n{days}'.encode("utf-16")
    at = give(upload_page("no_data"), "Reach.csv", data)
    assert not any("--" in element.value for element in at.markdown)
    at.segmented_control(key="upload.network").set_value("instagram").run()
    assert [e.message for e in at.exception] == []
    workspace = workspaces.saved_store().personal_workspace()
    assert [a.platform for a in workspace.load_history().accounts] == ["instagram"]
    assert kept_views() == sum(range(10, 20))
    at.segmented_control(key="upload.network").set_value("facebook").run()
    assert [a.platform for a in workspace.load_history().accounts] == ["facebook"]
