"""Accounts: renamed, merged, assigned, split and deleted without rewriting what was imported."""

from __future__ import annotations

from datetime import date

import pytest
from store_builders import DUO, MINA, TUBE, add, days, same
from store_plans import goal

from kpicore.errors import DataNotFoundError, StoreError
from kpicore.history import Account, History
from kpicore.store import Note, StoredEvent, Workspace


def values(workspace: Workspace, account_id: str) -> list[float]:
    return list(workspace.load_history().series(account_id, "views"))


def test_the_users_name_stays_over_later_imports(workspace: Workspace) -> None:
    add(workspace, days([1, 2]), "a")
    version = workspace.data_version
    workspace.rename_account(MINA.account_id, "  Mina's pots ")
    assert workspace.data_version > version
    add(workspace, days([3], first="2026-02-01"), "b")
    assert [a.name for a in workspace.accounts()] == ["Mina's pots"]
    assert workspace.load_history().accounts == workspace.accounts()
    workspace.rename_account(MINA.account_id, " ")
    assert [a.name for a in workspace.accounts()] == ["mina"]


def test_a_merged_account_takes_imports_goals_events_and_notes_along(workspace: Workspace) -> None:
    add(workspace, days([1, 2]), "a")
    add(workspace, days([7], account=DUO, first="2026-01-03"), "b")
    kept = workspace.save_goal(goal(account_ids=(DUO.account_id, MINA.account_id)))
    workspace.save_event(
        StoredEvent(
            name="Fair",
            first=date(2026, 1, 1),
            last=date(2026, 1, 2),
            account_id=DUO.account_id,
        )
    )
    workspace.save_note(Note(day=date(2026, 1, 1), text="x", account_id=DUO.account_id))
    workspace.merge_accounts(DUO.account_id, into=MINA.account_id)
    assert workspace.accounts() == (MINA,)
    assert values(workspace, MINA.account_id) == [1, 2, 7]
    assert workspace.goal(kept.goal_id).account_ids == (MINA.account_id,)
    assert workspace.events()[0].account_id == MINA.account_id
    assert workspace.notes()[0].account_id == MINA.account_id


def test_later_imports_of_a_merged_account_follow_it(workspace: Workspace) -> None:
    third = Account(account_id="tiktok/third", name="third", platform="tiktok")
    for number, account in enumerate([MINA, DUO, third]):
        add(workspace, days([number], account=account, first=f"2026-01-0{number + 1}"), str(number))
    workspace.merge_accounts(DUO.account_id, into=third.account_id)
    workspace.merge_accounts(third.account_id, into=MINA.account_id)
    add(workspace, days([9], account=DUO, first="2026-01-04"), "later")
    add(workspace, days([8], account=third, first="2026-01-05"), "later still")
    assert values(workspace, MINA.account_id) == [0, 1, 2, 9, 8]
    assert [a.account_id for a in workspace.accounts()] == [MINA.account_id]


def test_accounts_of_two_platforms_stay_apart(workspace: Workspace) -> None:
    add(workspace, days([1, 2]), "a")
    add(workspace, days([7], account=TUBE), "b")
    with pytest.raises(StoreError, match="Mina is on youtube and mina on tiktok"):
        workspace.merge_accounts(TUBE.account_id, into=MINA.account_id)
    assert len(workspace.accounts()) == 2


def test_a_file_that_does_not_say_its_platform_may_be_merged(workspace: Workspace) -> None:
    table = Account(account_id="custom/sheet", name="sheet", platform="custom")
    add(workspace, days([1, 2]), "a")
    add(workspace, days([7], account=table, first="2026-01-03"), "b")
    workspace.merge_accounts(table.account_id, into=MINA.account_id)
    assert workspace.accounts() == (MINA,)


def test_one_import_is_assigned_to_another_account(workspace: Workspace) -> None:
    add(workspace, days([1, 2]), "a")
    wrong = add(workspace, days([7], account=DUO, first="2026-01-03"), "b")
    workspace.assign_import(wrong.import_id, MINA.account_id)
    assert values(workspace, MINA.account_id) == [1, 2, 7]
    assert workspace.accounts() == (MINA,)
    assert workspace.imports()[1].accounts == {DUO.account_id: MINA.account_id}
    with pytest.raises(DataNotFoundError, match="import is not there"):
        workspace.assign_import("nothing", MINA.account_id)
    with pytest.raises(DataNotFoundError, match="account nobody is not in this workspace"):
        workspace.assign_import(wrong.import_id, "nobody")


def test_one_account_of_an_import_of_two_is_assigned(workspace: Workspace) -> None:
    both = days([1, 2]).merged(days([7], account=DUO, first="2026-01-03"))
    record = add(workspace, both, "a")
    workspace.assign_import(record.import_id, MINA.account_id, source_account_id=DUO.account_id)
    assert values(workspace, MINA.account_id) == [1, 2, 7]


def test_an_account_is_split_by_its_imports(workspace: Workspace) -> None:
    add(workspace, days([1, 2]), "a")
    other = add(workspace, days([7], first="2026-01-03"), "b")
    made = workspace.split_account(MINA.account_id, [other.import_id], name="The other one")
    assert [a.name for a in workspace.accounts()] == ["mina", "The other one"]
    assert values(workspace, made.account_id) == [7]
    assert values(workspace, MINA.account_id) == [1, 2]
    with pytest.raises(DataNotFoundError, match="import is not there"):
        workspace.split_account(MINA.account_id, [other.import_id], name="again")


def test_a_deleted_account_leaves_nothing_of_itself(workspace: Workspace) -> None:
    both = days([1, 2]).merged(days([123456789], account=TUBE))
    add(workspace, both, "a")
    add(workspace, days([3], account=TUBE, first="2026-02-01"), "b")
    kept = workspace.save_goal(goal(account_ids=(TUBE.account_id,)))
    workspace.delete_account(TUBE.account_id)
    assert same(workspace.load_history(), days([1, 2]))
    assert [r.file for r in workspace.imports()] == ["Overview.csv"]
    assert workspace.imports()[0].rows == {"daily": 2}
    # The goal is still there to be read; its page says that its account is gone.
    assert workspace.goal(kept.goal_id).account_ids == (TUBE.account_id,)
    workspace.delete_account(MINA.account_id)
    assert workspace.imports() == ()
    assert same(workspace.load_history(), History())
    with pytest.raises(DataNotFoundError, match="is not in this workspace any more"):
        workspace.delete_account(MINA.account_id)


def test_a_deleted_account_may_come_back_with_its_file(workspace: Workspace) -> None:
    add(workspace, days([1, 2]), "a")
    workspace.delete_account(MINA.account_id)
    assert add(workspace, days([1, 2]), "a").added
    assert same(workspace.load_history(), days([1, 2]))
