"""Experiments come back as they were saved, in every kind of database and in workspace files."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from store_builders import DUO, MINA, add, days
from test_scenarios import entries_of, rewritten

from kpicore.errors import ConflictError, ImportFailedError
from kpicore.experiments import Design, Experiment, Look, Row, Stopping, Varied
from kpicore.store import Store, Workspace

DAY = date(2026, 3, 1)
EXPERIMENT = Experiment(
    name="첫 줄의 질문",
    account_ids=(MINA.account_id,),
    varied=Varied.CAPTION,
    measure="impression_ctr",
    design=Design.SPLIT,
    variants=("plain", "question"),
    rows=(
        Row(variant="plain", wins=50, tries=1000),
        Row(variant="question", day=DAY, wins=70.5, tries=1000),
    ),
    worth=0.05,
    stopping=Stopping.PLANNED,
    planned=4000,
    looks=(Look(day=DAY, size=2000),),
)


def test_an_experiment_comes_back_and_is_changed_by_its_version(workspace: Workspace) -> None:
    assert workspace.experiments() == ()
    kept = workspace.save_experiment(EXPERIMENT)
    assert kept == replace(EXPERIMENT, experiment_id=kept.experiment_id, version=1)
    again = workspace.save_experiment(replace(kept, name="Question", rows=()))
    assert workspace.experiments() == (again,)
    assert again.version == 2
    with pytest.raises(ConflictError, match="changed this experiment in the meantime"):
        workspace.save_experiment(kept)
    second = workspace.save_experiment(replace(EXPERIMENT, name="Second"))
    assert [e.name for e in workspace.experiments()] == ["Question", "Second"]
    workspace.delete_experiment(kept.experiment_id)
    assert workspace.experiments() == (second,)
    with pytest.raises(ConflictError, match="deleted this experiment in the meantime"):
        workspace.save_experiment(again)


def test_experiments_follow_merged_accounts(workspace: Workspace) -> None:
    add(workspace, days([1, 2]).merged(days([3], account=DUO)), "a")
    workspace.save_experiment(replace(EXPERIMENT, account_ids=(DUO.account_id, MINA.account_id)))
    workspace.merge_accounts(DUO.account_id, into=MINA.account_id)
    assert workspace.experiments()[0].account_ids == (MINA.account_id,)


def test_a_workspace_file_carries_experiments(workspace: Workspace) -> None:
    kept = workspace.save_experiment(EXPERIMENT)
    other = Store.in_memory().personal_workspace()
    other.restore_workspace(workspace.export_workspace())
    assert other.experiments() == (kept,)


@pytest.mark.parametrize(
    "change",
    [
        {"variants": ["plain"]},
        {"variants": [1, 2]},
        {"measure": "luck"},
        {"worth": -1},
        {"rows": [["plain", None, -5, 10]]},
        {"rows": [["plain", None, 50, 10]]},
        {"rows": [["nobody", None, 5, 10]]},
        {"rows": [["plain", "tomorrow", 5, 10]]},
        {"rows": {"plain": 1}},
        {"looks": [[1, 2]]},
        {"planned": "many"},
    ],
    ids=str,
)
def test_a_forged_experiment_is_not_restored(change: dict[str, object]) -> None:
    workspace = Store.in_memory().personal_workspace()
    kept = workspace.save_experiment(EXPERIMENT)
    entries = entries_of(workspace.export_workspace())
    rows = json.loads(entries["tables/experiments.json"])
    rows[0]["content"] |= change
    forged = entries | {"tables/experiments.json": json.dumps(rows).encode()}
    with pytest.raises(ImportFailedError, match="damaged or was changed"):
        workspace.restore_workspace(rewritten(forged, version=2))
    assert workspace.experiments() == (kept,)
