"""The workspaces of a database: only read, by those who may, and with their own goals."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from batch_builders import SwappedCrew, write_days

from kpicore.batch import BatchError, BatchPlan, OutFolder, clients_in_store, run_batch
from kpicore.cli.app import run
from kpicore.errors import DataNotFoundError, StoreError
from kpicore.goals import (
    Measure,
    TargetInput,
    check_goal,
    forecast_reach,
    make_outlook,
    new_goal,
)
from kpicore.history import History
from kpicore.ingest import SourceFile, read_files
from kpicore.store import PERSON_HERE, Store, StoredEvent, Workspace

PLAN = BatchPlan(kpis=("likes",))
NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)
MARCH_END = date(2026, 3, 31)
STRATEGIST = "oidc:" + "5" * 64


@pytest.fixture
def history(tmp_path: Path) -> History:
    write_days(tmp_path / "ada.csv", seed=1)
    return read_files([SourceFile.at(tmp_path / "ada.csv")]).history


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(data_folder=tmp_path / "data")
    yield made
    made.close()


def fill(workspace: Workspace, history: History) -> None:
    """Import the data and save one goal on views, from an outlook that knows the event."""
    workspace.add_import(
        history, file="ada.csv", sha256=history.fingerprint, layout="sheet", imported_at=NOW
    )
    kept = workspace.load_history()
    ids = (kept.accounts[0].account_id,)
    outlook = make_outlook(
        kept,
        "views",
        account_ids=ids,
        until=forecast_reach(date(2026, 1, 1), [MARCH_END]),
        today=date(2026, 1, 1),
    )
    goal = new_goal(outlook, TargetInput(change=0.05), measure=Measure.MEAN, deadline=MARCH_END)
    workspace.save_goal(goal)


def test_saved_goals_are_checked_as_pages_check_them(
    store: Store, history: History, tmp_path: Path
) -> None:
    workspace = store.personal_workspace()
    fill(workspace, history)
    version, notes = workspace.data_version, len(workspace.audit())
    clients = clients_in_store(store, member=PERSON_HERE, maturity_days=7)
    batch = run_batch(clients, PLAN, out=OutFolder(tmp_path / "out"), crew=SwappedCrew())
    (outcome,) = batch.summary.outcomes
    assert [(f.kpi, f.goal is not None) for f in outcome.followed] == [
        ("views", True),
        ("likes", False),
    ]
    (saved,) = workspace.goals()
    outlook = make_outlook(
        workspace.load_history(),
        "views",
        account_ids=saved.account_ids,
        until=forecast_reach(date(2026, 1, 1), [MARCH_END]),
        today=date(2026, 1, 1),
    )
    (line,) = outcome.goals
    assert line.goal == saved
    assert line.probability == check_goal(saved, outlook).probability
    assert outcome.followed[1].expected is not None, "a forecast needs no goal"
    assert (workspace.data_version, len(workspace.audit())) == (version, notes), "only read"
    assert OutFolder(tmp_path / "out").goals() == {}, "people's goals stay in the database"


def test_a_workspace_is_done_again_when_anything_of_it_changed(
    store: Store, history: History, tmp_path: Path
) -> None:
    workspace = store.personal_workspace()
    fill(workspace, history)
    out = OutFolder(tmp_path / "out")

    def given() -> int:
        crew = SwappedCrew()
        clients = clients_in_store(store, member=PERSON_HERE, maturity_days=7)
        run_batch(clients, PLAN, out=out, crew=crew)
        return len(crew.given)

    assert [given(), given()] == [1, 0]
    (goal,) = workspace.goals()
    workspace.revise_goal(
        goal, target=goal.target + 1, deadline=MARCH_END, reason="more", revised_on=NOW.date()
    )
    assert [given(), given()] == [1, 0]
    workspace.save_event(
        StoredEvent(name="Sale", first=date(2026, 1, 5), last=date(2026, 1, 6), lift=0.5)
    )
    assert [given(), given()] == [1, 0]


def test_only_workspaces_of_the_member_are_read(store: Store, history: History) -> None:
    with pytest.raises(BatchError, match="No workspace of this database is open"):
        clients_in_store(store, member=STRATEGIST, maturity_days=7)
    for name in ("Bakery", "Bakery"):
        store.create_workspace(name, owner=STRATEGIST, email="sam@agency.com")
    store.create_workspace("Rival", owner="oidc:" + "6" * 64, email="eve@other.com")
    member = store.member_of(" Sam@Agency.com ")
    found = clients_in_store(store, member=member, maturity_days=7)
    assert [c.name for c in found] == ["Bakery", "Bakery (2)"]
    assert len({c.client_id for c in found}) == 2
    with pytest.raises(DataNotFoundError, match=r"0 members of this database .* nobody@x\.com"):
        store.member_of("nobody@x.com")
    with pytest.raises(StoreError, match="is no e-mail address"):
        store.member_of("nobody")


def test_the_command_line_takes_the_database_of_the_settings(
    store: Store,
    history: History,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fill(store.personal_workspace(), history)
    store.create_workspace("Empty", owner=PERSON_HERE)
    monkeypatch.setenv("KPICORE_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setattr("kpicore.cli.batch.local_crew", lambda _: _Here())
    out = tmp_path / "out"
    order = ["batch", "--database", "--out", str(out), "--kpi", "likes", "--report", "none"]
    assert run([*order, "--json"]) == 1
    printed = capsys.readouterr()
    assert printed.err.splitlines() == [
        "One of 2 clients failed, Empty; the next batch tries again."
    ]
    found = json.loads(printed.out)
    assert (found["clients"], found["goals"]) == (2, 1)
    assert "no data yet" in found["failed"][0]["error"]
    with (out / "summary.csv").open(encoding="utf-8-sig", newline="") as source:
        assert {row["client"] for row in csv.DictReader(source)} == {"Goalpost", "Empty"}


class _Here(SwappedCrew):
    """A crew in this process, used as a context."""

    def __enter__(self) -> _Here:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
