"""Opening: each fault is one clear sentence, never with a password."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import pytest
from store_builders import add, days
from store_plans import GOAL

from kpicore.errors import StoreError
from kpicore.store import Store, database


def test_the_data_folder_is_made_and_the_file_is_in_wal_mode(tmp_path: Path) -> None:
    Store.open(data_folder=tmp_path / "a" / "b").close()
    connection = sqlite3.connect(tmp_path / "a" / "b" / "goalpost.db")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "goalpost.db"
    path.write_bytes(b"my holiday pictures" * 100)
    with pytest.raises(StoreError, match="is no Goalpost database, or damaged"):
        Store.open(data_folder=tmp_path)
    assert path.read_bytes() == b"my holiday pictures" * 100


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match=r"data folder .*cannot be made.*KPICORE_DATA_FOLDER"):
        Store.open(data_folder=tmp_path / "file" / "data")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("my database:hunter2", "address is not understood; expected is postgresql"),
        (
            "mysql://root:hunter2@db/x",
            "mysql://root:\\*\\*\\*@db/x is neither SQLite nor PostgreSQL",
        ),
    ],
)
def test_an_address_of_something_else_is_refused(address: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence) as caught:
        Store.open(address)
    assert "hunter2" not in str(caught.value)


def test_a_server_that_is_not_there_is_told_without_its_password() -> None:
    missing = find_spec("psycopg") is None
    sentence = "install the package psycopg" if missing else "cannot be used"
    with pytest.raises(StoreError, match=sentence) as caught:
        Store.open("postgres://goalpost:hunter2@127.0.0.1:1/goalpost")
    assert "hunter2" not in str(caught.value)


def test_a_locked_database_says_that_it_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_WAIT_SECONDS", 0.05)
    store = Store.open(data_folder=tmp_path)
    workspace = store.personal_workspace()
    other = sqlite3.connect(tmp_path / "goalpost.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="is busy; try again"):
        workspace.save_goal(GOAL)
    # Reading goes on meanwhile.
    assert workspace.goals() == ()
    other.execute("ROLLBACK")
    other.close()
    workspace.save_goal(GOAL)
    store.close()


def test_threads_share_a_store(store: Store) -> None:
    workspace = store.personal_workspace()

    def work(number: int) -> None:
        add(workspace, days([number], first=f"2026-01-{number + 1:02d}"), str(number))
        workspace.save_goal(GOAL)
        workspace.load_history()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(8)))
    assert [r.sequence for r in workspace.imports()] == list(range(1, 9))
    assert len(workspace.goals()) == 8
    assert workspace.data_version == 8
    assert len(workspace.load_history().daily) == 8


def test_two_tabs_of_the_person_at_the_machine_find_one_workspace(store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: store.personal_workspace().workspace_id, range(4)))
    assert len(found) == 1
