"""Under which key caches keep a workspace's data: shared where all are made up, never else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from kpicore.history import History
from kpicore.samples import sample_history
from kpicore.store import Store, Workspace
from pages.parts import loaders

NOW = datetime(2026, 7, 1, 8, 0)


@pytest.fixture(scope="module")
def sample() -> History:
    return sample_history(date(2026, 6, 30))


def visitor(history: History) -> Workspace:
    workspace = Store.in_memory().personal_workspace()
    workspace.add_import(history, file="x", sha256="x", layout="sample", imported_at=NOW)
    return workspace


def kept_as(workspace: Workspace) -> str:
    return loaders.kept_as(workspace.workspace_id, workspace.data_version, workspace)


def test_two_visitors_with_the_same_sample_share_one_copy(sample: History) -> None:
    one, two = visitor(sample), visitor(sample)
    assert one.workspace_id != two.workspace_id
    key = kept_as(one)
    assert kept_as(two) == key
    assert loaders.history(key, 1, one) is loaders.history(key, 1, two)


def test_equal_data_of_real_accounts_are_not_shared(sample: History) -> None:
    real = tuple(replace(account, made_up=False) for account in sample.accounts)
    own = visitor(History.build(real, **dict(sample.frames)))
    assert kept_as(own) == own.workspace_id


@pytest.mark.parametrize("where", ["a value", "a source", "a name"])
def test_a_sample_that_was_tampered_with_is_kept_apart(sample: History, where: str) -> None:
    """Whoever restores a file of their own making must not reach what others are shown."""
    accounts, frames = sample.accounts, dict(sample.frames)
    match where:
        case "a value":
            frames["daily"] = frames["daily"].assign(value=frames["daily"]["value"] + 1)
        case "a source":
            frames["daily"] = frames["daily"].assign(source="elsewhere")
        case _:
            accounts = (replace(accounts[0], name="Somebody else"), *accounts[1:])
    assert kept_as(visitor(History.build(accounts, **frames))) != kept_as(visitor(sample))


def test_an_empty_workspace_is_kept_as_its_own() -> None:
    empty = Store.in_memory().personal_workspace()
    assert kept_as(empty) == empty.workspace_id
