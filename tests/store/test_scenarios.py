"""Scenarios come back as they were saved, in every kind of database and in workspace files."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest
from store_builders import DUO, MINA, add, days

from kpicore.errors import ConflictError, ImportFailedError, NotAllowedError
from kpicore.scenarios import Lever, PaidReach, PostingFrequency, Push, PushKind, Scenario
from kpicore.store import Role, Store, Workspace

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 14)
LEVERS: tuple[Lever, ...] = (
    PostingFrequency(posts_per_week=4.5),
    Push(kind=PushKind.COLLABORATION, lift=0.4, first=FIRST, last=LAST),
    PaidReach(spend=120.5, cost_per_thousand=4, first=FIRST, last=LAST),
)
SCENARIO = Scenario(name="봄 캠페인", account_ids=(MINA.account_id,), levers=LEVERS)


def test_a_scenario_comes_back_and_is_changed_by_its_version(workspace: Workspace) -> None:
    assert workspace.scenarios() == ()
    kept = workspace.save_scenario(SCENARIO)
    assert kept == replace(SCENARIO, scenario_id=kept.scenario_id, version=1)
    assert workspace.scenarios() == (kept,)
    renamed = workspace.save_scenario(replace(kept, name="Spring", levers=LEVERS[:1]))
    assert workspace.scenarios() == (renamed,)
    assert renamed.version == 2
    with pytest.raises(ConflictError, match="changed this scenario in the meantime"):
        workspace.save_scenario(kept)


def test_a_copy_is_another_scenario_behind_the_others(workspace: Workspace) -> None:
    first = workspace.save_scenario(SCENARIO)
    copy = workspace.save_scenario(replace(first, scenario_id="", version=0, name="Copy"))
    third = workspace.save_scenario(replace(SCENARIO, name="Third", levers=()))
    assert [s.name for s in workspace.scenarios()] == ["봄 캠페인", "Copy", "Third"]
    workspace.delete_scenario(first.scenario_id)
    workspace.delete_scenario(first.scenario_id)
    assert workspace.scenarios() == (copy, third)
    with pytest.raises(ConflictError, match="deleted this scenario in the meantime"):
        workspace.save_scenario(first)


def test_scenarios_change_no_data_and_so_no_forecast(workspace: Workspace) -> None:
    before = workspace.data_version
    workspace.delete_scenario(workspace.save_scenario(SCENARIO).scenario_id)
    assert workspace.data_version == before


def test_a_viewer_reads_scenarios_and_changes_none(store: Store) -> None:
    owned = store.workspace(store.create_workspace("Pots", owner="mina@x.org"), member="mina@x.org")
    owned.set_member("client@x.org", Role.VIEWER)
    kept = owned.save_scenario(SCENARIO)
    client = store.workspace(owned.workspace_id, member="client@x.org")
    assert client.scenarios() == (kept,)
    with pytest.raises(NotAllowedError, match="may read this workspace"):
        client.save_scenario(SCENARIO)
    with pytest.raises(NotAllowedError, match="may read this workspace"):
        client.delete_scenario(kept.scenario_id)
    stranger = store.workspace(store.create_workspace("B", owner="b@x.org"), member="b@x.org")
    stranger.delete_scenario(kept.scenario_id)
    with pytest.raises(ConflictError, match="deleted this scenario"):
        stranger.save_scenario(kept)
    assert owned.scenarios() == (kept,)


def test_scenarios_follow_merged_accounts(workspace: Workspace) -> None:
    add(workspace, days([1, 2]).merged(days([3], account=DUO)), "a")
    workspace.save_scenario(replace(SCENARIO, account_ids=(DUO.account_id, MINA.account_id)))
    workspace.merge_accounts(DUO.account_id, into=MINA.account_id)
    assert workspace.scenarios()[0].account_ids == (MINA.account_id,)


def entries_of(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewritten(entries: dict[str, bytes], *, version: int) -> bytes:
    others = {n: d for n, d in entries.items() if n != "manifest.json"}
    said = json.loads(entries["manifest.json"]) | {
        "version": version,
        "entries": {n: sha256(d).hexdigest() for n, d in others.items()},
    }
    sink = BytesIO()
    with ZipFile(sink, "w") as archive:
        for name, data in {"manifest.json": json.dumps(said).encode(), **others}.items():
            archive.writestr(name, data)
    return sink.getvalue()


def test_a_workspace_file_carries_scenarios(workspace: Workspace) -> None:
    kept = workspace.save_scenario(SCENARIO)
    other = Store.in_memory().personal_workspace()
    other.restore_workspace(workspace.export_workspace())
    assert other.scenarios() == (kept,)


NEW_TABLES = ("scenarios", "reviews", "experiments")


def test_a_file_of_the_first_version_is_read_and_holds_none(workspace: Workspace) -> None:
    add(workspace, days([1, 2]), "a")
    entries = entries_of(workspace.export_workspace())
    old = {n: d for n, d in entries.items() if n.split("/")[-1][:-5] not in NEW_TABLES}
    assert len(old) == len(entries) - len(NEW_TABLES)
    other = Store.in_memory().personal_workspace()
    other.save_scenario(SCENARIO)
    other.restore_workspace(rewritten(old, version=1))
    assert other.scenarios() == ()
    assert len(other.load_history().daily) == 2
    # A file that says it is new and lacks them was cut.
    with pytest.raises(ImportFailedError, match="damaged or was changed"):
        other.restore_workspace(rewritten(old, version=2))


@pytest.mark.parametrize(
    "content",
    [
        [],
        {},
        {"account_ids": "a", "levers": []},
        {"account_ids": [1], "levers": []},
        {"account_ids": [], "levers": [{"lever": "bribe"}]},
        {"account_ids": [], "levers": ["x"]},
    ],
)
def test_a_forged_scenario_is_not_restored(workspace: Workspace, content: object) -> None:
    kept = workspace.save_scenario(SCENARIO)
    entries = entries_of(workspace.export_workspace())
    rows = json.loads(entries["tables/scenarios.json"])
    rows[0]["content"] = content
    forged = entries | {"tables/scenarios.json": json.dumps(rows).encode()}
    with pytest.raises(ImportFailedError, match="damaged or was changed"):
        workspace.restore_workspace(rewritten(forged, version=2))
    assert workspace.scenarios() == (kept,)
