"""The attack list: nothing is reached from another workspace, no role does more than it may."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import aliased
from store_builders import DUO, MINA, NOON, add, days, item, same
from store_plans import GOAL, forecast

from kpicore.errors import ConflictError, DataNotFoundError, KpiCoreError, NotAllowedError
from kpicore.experiments import Design, Experiment, Varied
from kpicore.ingest.options import NamedMapping, TableKind
from kpicore.periods import Period
from kpicore.reviews import Review, ReviewKind, ReviewPeriod
from kpicore.scenarios import Scenario
from kpicore.store import (
    PERSON_HERE,
    Action,
    Note,
    Preferences,
    Role,
    Store,
    StoredEvent,
    Workspace,
)
from kpicore.store.scope import ScopeError
from kpicore.store.tables import TABLES, GoalRow, MemberRow, NoteRow, WorkspaceRow

ALICE, BOB, EVE = "alice@x.org", "bob@x.org", "eve@x.org"
DAY = date(2026, 1, 5)
FAR = datetime(2999, 1, 1)
EVENT = StoredEvent(name="Fair", first=DAY, last=DAY)
SCENARIO = Scenario(name="less", account_ids=(MINA.account_id,))
EXPERIMENT = Experiment(
    name="hooks",
    account_ids=(MINA.account_id,),
    varied=Varied.CAPTION,
    measure="views",
    design=Design.POSTS,
    variants=("A", "B"),
)
REVIEW = Review(
    period=ReviewPeriod(kind=ReviewKind.WEEKLY, days=Period(DAY, DAY + timedelta(days=6))),
    account_ids=(MINA.account_id,),
    started_on=DAY,
)
MAPPING = NamedMapping(
    name="sheet", fingerprint="f", platform="custom", kind=TableKind.DAILY, columns=()
)


@dataclass(frozen=True)
class Filled:
    """A workspace with one of everything."""

    workspace: Workspace
    import_id: str
    goal_id: str
    event_id: str
    note_id: str
    invitation_id: str
    link_id: str
    scenario_id: str
    review_id: str
    experiment_id: str

    def state(self) -> tuple[object, ...]:
        w = self.workspace
        return (
            w.name,
            w.imports(),
            w.accounts(),
            w.goals(closed=None),
            w.forecasts(),
            w.events(),
            w.notes(),
            w.mappings(),
            w.preferences(),
            w.members(),
            w.invitations(),
            w.links(),
            w.scenarios(),
            w.reviews(),
            w.experiments(),
        )


def filled(store: Store, owner: str) -> Filled:
    workspace = store.workspace(store.create_workspace(owner, owner=owner), member=owner)
    record = add(workspace, days([1, 2]).merged(days([3], account=DUO)), "a")
    kept = workspace.save_goal(GOAL)
    workspace.record_forecast(forecast(kept.goal_id, 5))
    workspace.save_mapping(MAPPING)
    workspace.make_link("board", expires_at=FAR)
    workspace.save_preferences(Preferences(first_weekday=6, language="ko"))
    return Filled(
        workspace,
        record.import_id,
        kept.goal_id,
        workspace.save_event(EVENT).event_id,
        workspace.save_note(Note(day=DAY, text="secret of " + owner)).note_id,
        workspace.invite("guest@x.org", Role.VIEWER, expires_at=FAR).invitation_id,
        workspace.links()[0].link_id,
        workspace.save_scenario(SCENARIO).scenario_id,
        workspace.save_review(REVIEW).review_id,
        workspace.save_experiment(EXPERIMENT).experiment_id,
    )


@pytest.fixture
def alice(store: Store) -> Filled:
    return filled(store, ALICE)


@pytest.fixture
def bob(store: Store, alice: Filled) -> Workspace:
    return store.workspace(store.create_workspace("Bob", owner=BOB), member=BOB)


FOREIGN: Mapping[str, tuple[Callable[[Workspace, Filled], object], type[KpiCoreError] | None]] = {
    "read a goal": (lambda w, f: w.goal(f.goal_id), DataNotFoundError),
    "read forecasts": (lambda w, f: w.forecasts(f.goal_id), None),
    "save a goal": (lambda w, f: w.save_goal(f.workspace.goal(f.goal_id)), ConflictError),
    "revise a goal": (
        lambda w, f: w.revise_goal(
            f.workspace.goal(f.goal_id), target=1, deadline=DAY, reason="", revised_on=DAY
        ),
        ConflictError,
    ),
    "close a goal": (
        lambda w, f: w.close_goal(f.workspace.goal(f.goal_id), closed_on=DAY),
        ConflictError,
    ),
    "delete a goal": (lambda w, f: w.delete_goal(f.goal_id), None),
    "record a forecast": (
        lambda w, f: w.record_forecast(forecast(f.goal_id, 6)),
        DataNotFoundError,
    ),
    "save an event": (lambda w, f: w.save_event(f.workspace.events()[0]), ConflictError),
    "delete an event": (lambda w, f: w.delete_event(f.event_id), None),
    "save a note": (lambda w, f: w.save_note(f.workspace.notes()[0]), ConflictError),
    "delete a note": (lambda w, f: w.delete_note(f.note_id), None),
    "save a scenario": (lambda w, f: w.save_scenario(f.workspace.scenarios()[0]), ConflictError),
    "delete a scenario": (lambda w, f: w.delete_scenario(f.scenario_id), None),
    "save a review": (lambda w, f: w.save_review(f.workspace.reviews()[0]), ConflictError),
    "delete a review": (lambda w, f: w.delete_review(f.review_id), None),
    "save an experiment": (
        lambda w, f: w.save_experiment(f.workspace.experiments()[0]),
        ConflictError,
    ),
    "delete an experiment": (lambda w, f: w.delete_experiment(f.experiment_id), None),
    "delete a mapping": (lambda w, f: w.delete_mapping("sheet"), None),
    "remove an import": (lambda w, f: w.remove_import(f.import_id), DataNotFoundError),
    "undo an import": (lambda w, f: w.undo_last_import(), None),
    "rename an account": (lambda w, f: w.rename_account(MINA.account_id, "x"), DataNotFoundError),
    "set a time zone": (
        lambda w, f: w.set_time_zone(MINA.account_id, "Asia/Seoul"),
        DataNotFoundError,
    ),
    "merge accounts": (
        lambda w, f: w.merge_accounts(DUO.account_id, into=MINA.account_id),
        DataNotFoundError,
    ),
    "assign an import": (
        lambda w, f: w.assign_import(f.import_id, MINA.account_id),
        DataNotFoundError,
    ),
    "delete an account": (lambda w, f: w.delete_account(MINA.account_id), DataNotFoundError),
    "withdraw an invitation": (lambda w, f: w.withdraw_invitation(f.invitation_id), None),
    "revoke a link": (lambda w, f: w.revoke_link(f.link_id), None),
    "remove a member": (lambda w, f: w.remove_member(ALICE), DataNotFoundError),
    "restore another's file": (
        lambda w, f: w.restore_workspace(f.workspace.export_workspace()),
        None,
    ),
}


def test_ids_of_another_workspace_open_nothing(alice: Filled, bob: Workspace) -> None:
    before, data = alice.state(), alice.workspace.load_history()
    for attack, (call, refused) in FOREIGN.items():
        if refused is None:
            call(bob, alice)
        else:
            with pytest.raises(refused, match=r"not there|no member|not in this work|Somebody"):
                call(bob, alice)
        assert alice.state() == before, attack
    assert same(alice.workspace.load_history(), data)


def test_a_stranger_sees_nothing_and_learns_nothing(store: Store, alice: Filled) -> None:
    assert store.workspaces(EVE) == ()
    tries = [alice.workspace.workspace_id, "no such", "", "' OR 1=1 --", "%", "*"]
    for workspace_id in tries:
        with pytest.raises(NotAllowedError, match="This workspace is not open to you"):
            store.workspace(workspace_id, member=EVE)
        with pytest.raises(NotAllowedError, match="This workspace is not open to you"):
            store.delete_workspace(workspace_id, member=EVE)
    assert alice.workspace.goals() != ()


def test_the_person_at_the_machine_does_not_see_what_others_keep(
    store: Store, alice: Filled
) -> None:
    here = store.personal_workspace()
    assert here.goals() == ()
    assert here.load_history().is_empty
    assert [w.workspace_id for w in store.workspaces(PERSON_HERE)] == [here.workspace_id]


def test_stores_in_memory_share_nothing() -> None:
    one, other = Store.in_memory(), Store.in_memory()
    add(one.personal_workspace(), days([1]), "a")
    assert other.personal_workspace().load_history().is_empty
    # The id is part of every cache key: two visitors must never have the same.
    assert one.personal_workspace().workspace_id != other.personal_workspace().workspace_id
    one.close()
    other.close()


WRITES: Mapping[str, tuple[Action, Callable[[Workspace, Filled], object]]] = {
    "add_import": (
        Action.EDIT,
        lambda w, f: w.add_import(days([9]), file="f", sha256="z", imported_at=NOON),
    ),
    "add_imports": (
        Action.EDIT,
        lambda w, f: w.add_imports([item(days([9]), "z")], imported_at=NOON),
    ),
    "undo_last_import": (Action.EDIT, lambda w, f: w.undo_last_import()),
    "remove_import": (Action.EDIT, lambda w, f: w.remove_import(f.import_id)),
    "rename_account": (Action.EDIT, lambda w, f: w.rename_account(MINA.account_id, "x")),
    "set_time_zone": (
        Action.EDIT,
        lambda w, f: w.set_time_zone(MINA.account_id, "Asia/Seoul"),
    ),
    "merge_accounts": (
        Action.EDIT,
        lambda w, f: w.merge_accounts(DUO.account_id, into=MINA.account_id),
    ),
    "assign_import": (Action.EDIT, lambda w, f: w.assign_import(f.import_id, MINA.account_id)),
    "split_account": (
        Action.EDIT,
        lambda w, f: w.split_account(MINA.account_id, [f.import_id], name="x"),
    ),
    "delete_account": (Action.EDIT, lambda w, f: w.delete_account(MINA.account_id)),
    "save_goal": (Action.EDIT, lambda w, f: w.save_goal(GOAL)),
    "revise_goal": (
        Action.EDIT,
        lambda w, f: w.revise_goal(
            w.goal(f.goal_id), target=1, deadline=DAY, reason="", revised_on=DAY
        ),
    ),
    "close_goal": (Action.EDIT, lambda w, f: w.close_goal(w.goal(f.goal_id), closed_on=DAY)),
    "reopen_goal": (Action.EDIT, lambda w, f: w.reopen_goal(w.goal(f.goal_id))),
    "delete_goal": (Action.EDIT, lambda w, f: w.delete_goal(f.goal_id)),
    "save_experiment": (Action.EDIT, lambda w, f: w.save_experiment(EXPERIMENT)),
    "delete_experiment": (Action.EDIT, lambda w, f: w.delete_experiment(f.experiment_id)),
    "record_forecast": (Action.EDIT, lambda w, f: w.record_forecast(forecast(f.goal_id, 9))),
    "save_preferences": (
        Action.EDIT,
        lambda w, f: w.save_preferences(Preferences(first_weekday=2)),
    ),
    "save_mapping": (Action.EDIT, lambda w, f: w.save_mapping(MAPPING)),
    "delete_mapping": (Action.EDIT, lambda w, f: w.delete_mapping("sheet")),
    "save_event": (Action.EDIT, lambda w, f: w.save_event(EVENT)),
    "delete_event": (Action.EDIT, lambda w, f: w.delete_event(f.event_id)),
    "save_competitors": (Action.EDIT, lambda w, f: w.save_competitors([], before=[])),
    "save_published_text": (Action.EDIT, lambda w, f: w.save_published_text("")),
    "save_spends": (Action.EDIT, lambda w, f: w.save_spends([], before=[])),
    "save_scenario": (Action.EDIT, lambda w, f: w.save_scenario(SCENARIO)),
    "delete_scenario": (Action.EDIT, lambda w, f: w.delete_scenario(f.scenario_id)),
    "save_review": (Action.EDIT, lambda w, f: w.save_review(REVIEW)),
    "delete_review": (Action.EDIT, lambda w, f: w.delete_review(f.review_id)),
    "save_note": (Action.COMMENT, lambda w, f: w.save_note(Note(day=DAY, text="hello"))),
    "delete_note": (Action.EDIT, lambda w, f: w.delete_note(f.note_id)),
    "rename": (Action.MANAGE, lambda w, f: w.rename("mine")),
    "set_member": (Action.MANAGE, lambda w, f: w.set_member(EVE, Role.OWNER)),
    "remove_member": (Action.MANAGE, lambda w, f: w.remove_member(ALICE)),
    "invite": (Action.MANAGE, lambda w, f: w.invite(EVE, Role.OWNER, expires_at=FAR)),
    "withdraw_invitation": (Action.MANAGE, lambda w, f: w.withdraw_invitation(f.invitation_id)),
    "make_link": (Action.MANAGE, lambda w, f: w.make_link("x", expires_at=FAR)),
    "revoke_link": (Action.MANAGE, lambda w, f: w.revoke_link(f.link_id)),
    "set_up": (Action.MANAGE, lambda w, f: w.set_up(f.workspace.template())),
    "restore_workspace": (
        Action.MANAGE,
        lambda w, f: w.restore_workspace(w.export_workspace()),
    ),
}
"""Every writing method, what it takes, and how to try it. `delete_note` is tried on a note of
somebody else, which takes an editor."""

GUARDED: Mapping[str, tuple[Action, Callable[[Workspace, Filled], object]]] = {
    "members": (Action.MANAGE, lambda w, f: w.members()),
    "invitations": (Action.MANAGE, lambda w, f: w.invitations()),
    "links": (Action.MANAGE, lambda w, f: w.links()),
    "audit": (Action.MANAGE, lambda w, f: w.audit()),
    "export_workspace": (Action.EDIT, lambda w, f: w.export_workspace()),
    "template": (Action.EDIT, lambda w, f: w.template()),
}
"""Reading methods that a viewer may not use: they tell of people, or make copies that stay."""

READS = {
    "accounts",
    "allows",
    "competitors",
    "data_version",
    "events",
    "experiments",
    "forecasts",
    "goal",
    "goals",
    "imports",
    "load_history",
    "mappings",
    "name",
    "notes",
    "preferences",
    "published_text",
    "reviews",
    "role",
    "scenarios",
    "spends",
}


def test_every_method_is_known_to_read_or_to_write() -> None:
    public = {name for name, _ in inspect.getmembers(Workspace) if not name.startswith("_")}
    assert public == READS | set(WRITES) | set(GUARDED)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.COMMENTER, Role.EDITOR])
def test_no_role_writes_more_than_it_may(store: Store, alice: Filled, role: Role) -> None:
    alice.workspace.set_member(BOB, role)
    bob = store.workspace(alice.workspace.workspace_id, member=BOB)
    before = alice.state()
    for action, call in [*WRITES.values(), *GUARDED.values()]:
        if not bob.allows(action):
            with pytest.raises(NotAllowedError, match=r"may read this workspace|Only the owner"):
                call(bob, alice)
    assert alice.state() == before
    assert bob.load_history().accounts == alice.workspace.accounts()


def test_each_role_may_do_what_it_is_for(store: Store, alice: Filled) -> None:
    alice.workspace.set_member(BOB, Role.COMMENTER)
    bob = store.workspace(alice.workspace.workspace_id, member=BOB)
    mine = bob.save_note(Note(day=DAY, text="from a call"))
    bob.save_preferences(Preferences(first_weekday=6, language="zh"))
    bob.delete_note(mine.note_id)
    with pytest.raises(NotAllowedError, match="not change this"):
        bob.delete_note(alice.note_id)
    alice.workspace.set_member(BOB.upper(), Role.EDITOR)
    bob.delete_note(alice.note_id)
    bob.save_goal(GOAL)
    alice.workspace.set_member(BOB, Role.OWNER)
    bob.rename("ours")


def test_a_right_that_is_taken_away_is_gone_in_open_tabs(store: Store, alice: Filled) -> None:
    alice.workspace.set_member(BOB, Role.EDITOR)
    bob = store.workspace(alice.workspace.workspace_id, member=BOB)
    bob.save_goal(GOAL)
    alice.workspace.set_member(BOB, Role.VIEWER)
    with pytest.raises(NotAllowedError, match="may read this workspace"):
        bob.save_goal(GOAL)
    alice.workspace.remove_member(BOB)
    with pytest.raises(NotAllowedError, match="is not open to you"):
        bob.goals()
    assert bob.role is None


def test_a_workspace_keeps_an_owner(alice: Filled) -> None:
    with pytest.raises(NotAllowedError, match="needs an owner"):
        alice.workspace.remove_member(ALICE)
    with pytest.raises(NotAllowedError, match="needs an owner"):
        alice.workspace.set_member(ALICE, Role.EDITOR)
    assert alice.workspace.role is Role.OWNER


def test_a_deleted_workspace_leaves_no_row_and_the_others_all_theirs(
    store: Store, alice: Filled
) -> None:
    bob = filled(store, BOB)
    before, workspace_id = bob.state(), alice.workspace.workspace_id
    store.delete_workspace(workspace_id, member=ALICE)
    with store._database.scoped(workspace_id, write=False) as session:
        for table in TABLES.values():
            assert session.scalar(select(func.count()).select_from(table)) == 0
    assert store.workspaces(ALICE) == ()
    assert bob.state() == before


def test_queries_of_every_shape_stay_in_their_workspace(store: Store, alice: Filled) -> None:
    bob = filled(store, BOB).workspace.workspace_id
    alias = aliased(GoalRow)
    inner = select(GoalRow.goal_id).subquery()
    with store._database.scoped(bob, write=True) as session:
        shapes = {
            "plain": select(GoalRow.goal_id),
            "named": select(GoalRow.goal_id).where(
                GoalRow.workspace_id == alice.workspace.workspace_id
            ),
            "alias": select(alias.goal_id),
            "join": select(GoalRow.goal_id).join(NoteRow, NoteRow.note_id == alice.note_id),
            "subquery": select(inner.c.goal_id),
            "exists": select(MemberRow.member).where(
                select(GoalRow).where(GoalRow.goal_id == alice.goal_id).exists()
            ),
            "union": select(GoalRow.goal_id).union_all(select(NoteRow.note_id)),
        }
        for name, query in shapes.items():
            found = set(session.scalars(query))
            assert not found & {alice.goal_id, alice.note_id, ALICE}, name
        assert session.scalar(select(func.count()).select_from(GoalRow)) == 1
        assert session.get(GoalRow, (alice.workspace.workspace_id, alice.goal_id)) is None
        changed = session.execute(
            update(GoalRow).where(GoalRow.goal_id == alice.goal_id).values(owner="Eve")
        )
        assert changed.rowcount == 0


def test_what_cannot_be_scoped_is_refused(store: Store, alice: Filled) -> None:
    mine = store.create_workspace("Bob", owner=BOB)
    foreign = {"workspace_id": alice.workspace.workspace_id, "member": EVE, "role": "owner"}
    statements = [
        text("SELECT * FROM notes"),
        select(NoteRow.__table__),
        select(NoteRow).from_statement(text("SELECT * FROM notes")),
        insert(MemberRow).values(**foreign),
        insert(MemberRow.__table__).values(**foreign),
    ]
    for statement in statements:
        with (
            pytest.raises(ScopeError, match="Only queries of mapped classes"),
            store._database.scoped(mine, write=True) as session,
        ):
            session.execute(statement)
    with (
        pytest.raises(ScopeError, match="row of another workspace"),
        store._database.scoped(mine, write=True) as session,
    ):
        session.add(MemberRow(**foreign))
    with (
        pytest.raises(ScopeError, match="row of another workspace"),
        store._database.scoped(mine, write=True) as session,
    ):
        session.scalars(select(MemberRow)).one().workspace_id = alice.workspace.workspace_id
    with (
        pytest.raises(ScopeError, match="needs its workspace"),
        store._database.scoped("", write=True),
    ):
        pass
    assert store.workspaces(EVE) == ()


def test_across_workspaces_only_the_directory_is_asked(store: Store, alice: Filled) -> None:
    for query in (select(GoalRow), select(WorkspaceRow, NoteRow), text("SELECT 1")):
        with (
            pytest.raises(ScopeError, match="only the directory may be asked"),
            store._database.directory() as session,
        ):
            session.execute(query)
    with (
        pytest.raises(ScopeError, match="only the directory may be written"),
        store._database.directory(write=True) as session,
    ):
        session.add(NoteRow(workspace_id=alice.workspace.workspace_id, note_id="x"))
