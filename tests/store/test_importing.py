"""Imports: saved equals loaded, twice changes nothing, undone is as before, all or nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_builders import DUO, MINA, NOON, TUBE, add, days, item, posts, same

from kpicore.errors import DataNotFoundError
from kpicore.history import FRAMES, Account, History
from kpicore.samples import sample_history
from kpicore.store import Store, Workspace


def test_what_is_saved_is_loaded_again_equal(workspace: Workspace) -> None:
    history = sample_history(pd.Timestamp("2026-02-27").date())
    record = add(workspace, history, "ab")
    assert same(workspace.load_history(), history)
    assert record.rows == {n: len(f) for n, f in history.frames.items() if len(f)}
    assert set(record.rows) == set(FRAMES)


def test_a_file_database_still_holds_everything_when_it_is_opened_again(tmp_path) -> None:
    store = Store.open(data_folder=tmp_path)
    workspace = store.personal_workspace()
    add(workspace, days([1, float("nan"), 3]), "a")
    kept, version = workspace.load_history(), workspace.data_version
    store.close()
    again = Store.open(data_folder=tmp_path).personal_workspace()
    assert again.workspace_id == workspace.workspace_id
    assert again.data_version == version
    assert same(again.load_history(), kept)


def test_the_same_file_twice_changes_nothing(workspace: Workspace) -> None:
    first = add(workspace, days([1, 2, 3]), "a")
    version = workspace.data_version
    # Read a week later: the moment of observation moves, the file is the same.
    again = add(workspace, days([1, 2, 3], observed="2026-02-08"), "a")
    assert (first.added, again.added) == (True, False)
    assert again.import_id == first.import_id
    assert workspace.data_version == version
    assert same(workspace.load_history(), days([1, 2, 3]))
    assert len(workspace.imports()) == 1


def test_the_same_file_twice_in_one_go_is_kept_once(workspace: Workspace) -> None:
    twice = [item(days([1, 2]), "a"), item(days([1, 2]), "a", "copy.csv")]
    records = workspace.add_imports(twice, imported_at=NOON)
    assert [r.added for r in records] == [True, False]
    assert len(workspace.imports()) == 1


def test_the_same_bytes_for_another_account_are_another_import(workspace: Workspace) -> None:
    add(workspace, days([1, 2]), "a")
    assert add(workspace, days([1, 2], account=DUO), "a").added
    assert [a.account_id for a in workspace.accounts()] == ["tiktok/mina", "tiktok/duo"]


def test_the_later_observation_wins_whatever_the_order_of_import(workspace: Workspace) -> None:
    add(workspace, days([10, 20, 30], observed="2026-03-01"), "new")
    add(workspace, days([1, 2, 3], observed="2026-02-01"), "old")
    assert list(workspace.load_history().series(MINA.account_id, "views")) == [10, 20, 30]
    add(workspace, days([11], observed="2026-03-01"), "tie")
    assert list(workspace.load_history().series(MINA.account_id, "views")) == [11, 20, 30]


def test_each_export_of_posts_adds_an_observation(workspace: Workspace) -> None:
    add(workspace, posts({"p1": 100}, observed="2026-01-05"), "a")
    add(workspace, posts({"p1": 180, "p2": 7}, observed="2026-01-12"), "b")
    history = workspace.load_history()
    assert list(history.observations["value"]) == [100, 180, 7]
    assert list(history.posts["post_id"]) == ["p1", "p2"]


def test_another_reading_of_a_file_takes_its_place_and_undo_brings_the_first_back(
    workspace: Workspace,
) -> None:
    add(workspace, days([1, 2], first="2026-01-02"), "a")
    add(workspace, days([1, 2], first="2026-02-01"), "a", replace=True)
    assert workspace.load_history().span().first.isoformat() == "2026-02-01"
    assert len(workspace.imports()) == 1
    workspace.undo_last_import()
    assert same(workspace.load_history(), days([1, 2], first="2026-01-02"))


def test_undo_takes_back_all_files_given_together_and_accounts_that_came_with_them(
    workspace: Workspace,
) -> None:
    add(workspace, days([1, 2]), "a")
    before = workspace.load_history()
    both = [item(days([5], account=TUBE), "b"), item(days([9, 9], observed="2026-03-01"), "c")]
    workspace.add_imports(both, imported_at=NOON)
    version = workspace.data_version
    assert [r.file for r in workspace.undo_last_import()] == ["Overview.csv", "Overview.csv"]
    assert same(workspace.load_history(), before)
    assert workspace.accounts() == (MINA,)
    # An old version must never come back: caches would show what was undone.
    assert workspace.data_version > version
    workspace.undo_last_import()
    assert workspace.load_history().is_empty
    assert workspace.undo_last_import() == ()


def test_one_file_can_be_taken_back(workspace: Workspace) -> None:
    first = add(workspace, days([1, 2]), "a")
    add(workspace, days([5], account=TUBE), "b")
    workspace.remove_import(first.import_id)
    assert same(workspace.load_history(), days([5], account=TUBE))
    with pytest.raises(DataNotFoundError, match="import is not there any more"):
        workspace.remove_import(first.import_id)


def test_of_several_files_none_is_kept_when_one_cannot_be(workspace: Workspace) -> None:
    with pytest.raises(ValueError, match=r"'empty.csv' holds no rows"):
        workspace.add_imports(
            [item(days([1]), "a"), item(History(), "b", "empty.csv")], imported_at=NOON
        )
    assert workspace.imports() == ()
    assert workspace.load_history().is_empty


def test_the_record_keeps_what_was_said_of_the_file(workspace: Workspace) -> None:
    report = {"file": "a.csv", "faults": [{"row": 3, "message": "날짜?"}], "rows_read": 5}
    workspace.add_import(
        days([1, 2]),
        file="내 파일\0.csv",
        sha256="ff",
        platform="tiktok",
        layout="studio_overview",
        report=report,
        imported_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    )
    record = workspace.imports()[0]
    assert record.report == report
    assert record.file == "내 파일.csv"
    assert (record.platform, record.layout) == ("tiktok", "studio_overview")
    assert record.imported_at == NOON
    assert record.accounts == {MINA.account_id: MINA.account_id}


def test_what_a_later_file_does_not_know_of_the_account_stays(workspace: Workspace) -> None:
    add(workspace, days([1, 2]), "a")
    plain = Account(account_id=MINA.account_id, name="mina ✓", platform="tiktok")
    add(workspace, days([1, 2], account=plain, first="2026-02-01"), "b")
    assert workspace.accounts()[0].time_zone == "Asia/Seoul"
    assert workspace.accounts()[0].name == "mina ✓"


VALUES = st.one_of(
    st.just(float("nan")),
    st.integers(-(10**9), 10**12).map(float),
    st.floats(allow_nan=False, allow_infinity=False, width=64),
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """A history of one or two accounts with random days, posts and texts."""
    accounts = draw(st.sampled_from([[MINA], [TUBE], [MINA, TUBE]]))
    count = draw(st.integers(1, 6))
    pick = st.sampled_from([a.account_id for a in accounts])
    moments = st.datetimes(datetime(2020, 1, 1), datetime(2027, 1, 1))
    rows = st.lists(
        st.tuples(pick, st.integers(0, 9), st.sampled_from(["views", "likes"]), VALUES, moments),
        min_size=count,
        max_size=count,
    )
    daily = pd.DataFrame(
        draw(rows), columns=["account_id", "date", "metric", "value", "observed_at"]
    )
    daily["date"] = pd.Timestamp("2026-01-01") + pd.to_timedelta(daily["date"], unit="D")
    found = st.lists(st.tuples(pick, TEXTS, TEXTS, moments), max_size=4)
    posts_frame = pd.DataFrame(
        draw(found), columns=["account_id", "post_id", "title", "observed_at"]
    ).astype({"account_id": "str", "post_id": "str", "title": "str"})
    return History.build(accounts, daily=daily.assign(source="x"), posts=posts_frame)


@settings(derandomize=True, deadline=None, max_examples=8)
@given(st.lists(histories(), min_size=1, max_size=3))
def test_loading_is_merging_and_importing_twice_changes_nothing_and_undo_restores(
    found: list[History],
) -> None:
    store = Store.in_memory()
    workspace = store.personal_workspace()
    expected, before = History(), []
    for number, history in enumerate(found):
        before.append(workspace.load_history())
        add(workspace, history, str(number))
        expected = expected.merged(history)
        assert same(workspace.load_history(), expected)
    for number, history in enumerate(found):
        assert not add(workspace, history, str(number)).added
    assert same(workspace.load_history(), expected)
    for earlier in reversed(before):
        workspace.undo_last_import()
        assert same(workspace.load_history(), earlier)
    store.close()
