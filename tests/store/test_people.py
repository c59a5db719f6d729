"""Invitations, links, sign-outs, the audit list, templates and retention."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select
from store_builders import MINA, add, days
from store_plans import GOAL

from kpicore.errors import NotAllowedError, StoreError
from kpicore.ingest.options import NamedMapping, TableKind
from kpicore.kpis.definition import Stage
from kpicore.store import (
    Note,
    Preferences,
    Role,
    Store,
    Verb,
    Workspace,
    email_key,
    subject_key,
)
from kpicore.store.audit import KEPT
from kpicore.store.members import MOST_OPEN
from kpicore.store.tables import LinkRow

FAR = datetime(2999, 1, 1, tzinfo=UTC)
PAST = datetime(2020, 1, 1, tzinfo=UTC)
OWNER, GUEST = subject_key("https://id.test", "owner"), subject_key("https://id.test", "guest")
MAIL = "guest@x.org"


@pytest.fixture
def owned(store: Store) -> Workspace:
    made = store.create_workspace("Client", owner=OWNER, email="owner@x.org")
    return store.workspace(made, member=OWNER)


def test_who_is_invited_becomes_a_member_once(store: Store, owned: Workspace) -> None:
    owned.invite(" Guest@X.org ", Role.EDITOR, expires_at=FAR)
    assert store.workspaces(GUEST) == ()
    store.welcome(GUEST, email=MAIL, issued_at=1)
    assert [(w.workspace_id, w.role) for w in store.workspaces(GUEST)] == [
        (owned.workspace_id, Role.EDITOR)
    ]
    assert owned.invitations() == ()
    # The same address with another subject is another person: an address may change hands.
    other = subject_key("https://id.test", "somebody else")
    store.welcome(other, email=MAIL, issued_at=1)
    assert store.workspaces(other) == ()


def test_an_invitation_that_expired_or_was_withdrawn_lets_nobody_in(
    store: Store, owned: Workspace
) -> None:
    owned.invite(MAIL, Role.EDITOR, expires_at=PAST)
    assert owned.invitations() == ()
    store.welcome(GUEST, email=MAIL, issued_at=1)
    kept = owned.invite(MAIL, Role.EDITOR, expires_at=FAR)
    owned.withdraw_invitation(kept.invitation_id)
    store.welcome(GUEST, email=MAIL, issued_at=1)
    assert store.workspaces(GUEST) == ()


def test_an_invitation_changes_nothing_for_somebody_who_is_in(
    store: Store, owned: Workspace
) -> None:
    owned.set_member(GUEST, Role.EDITOR)
    owned.invite(MAIL, Role.VIEWER, expires_at=FAR)
    store.welcome(GUEST, email=MAIL, issued_at=1)
    assert store.workspaces(GUEST)[0].role is Role.EDITOR
    with pytest.raises(StoreError, match=r"owner@x\.org is a member already"):
        owned.invite("OWNER@x.org", Role.VIEWER, expires_at=FAR)


@pytest.mark.parametrize(
    "text",
    ["", "mina", "a@b", "a b@x.org", "a@x.org, b@x.org", "a@x.org\n", "mina@x.org\0", "ı@x.org"],
)
def test_what_is_no_address_is_refused_in_words(owned: Workspace, text: str) -> None:
    if text.strip() == "a@x.org":
        assert owned.invite(text, Role.VIEWER, expires_at=FAR).email == "a@x.org"
        return
    with pytest.raises(StoreError, match="is no e-mail address; expected is one such as"):
        owned.invite(text, Role.VIEWER, expires_at=FAR)


def test_letters_that_only_look_alike_are_other_addresses() -> None:
    assert email_key("Mina@Kitchen.ORG") == "mina@kitchen.org"
    with pytest.raises(StoreError, match="is no e-mail address"):
        email_key("mina@\u212aitchen.org")  # the sign of Kelvin, a small k in Unicode's eyes


def test_subjects_that_differ_in_case_or_in_their_issuer_are_other_people() -> None:
    keys = {
        subject_key(issuer, subject)
        for issuer, subject in [("a", "bc"), ("ab", "c"), ("A", "bc"), ("a", "BC"), ("a", "bc ")]
    }
    assert len(keys) == 5


def test_a_link_opens_for_reading_until_it_is_withdrawn(store: Store, owned: Workspace) -> None:
    add(owned, days([1, 2]), "a")
    token = owned.make_link("board", expires_at=FAR)
    found = store.open_link(token)
    assert found is not None
    reader, info = found
    assert (info.role, info.name) == (Role.VIEWER, "Client")
    assert reader.accounts() == (MINA,)
    for write in (lambda: reader.save_goal(GOAL), lambda: reader.save_note(_note())):
        with pytest.raises(NotAllowedError, match="may read this workspace but not change"):
            write()
    for secret in (reader.members, reader.links, reader.audit, reader.export_workspace):
        with pytest.raises(NotAllowedError, match=r"Only the owner|may read"):
            secret()
    owned.revoke_link(owned.links()[0].link_id)
    assert store.open_link(token) is None
    with pytest.raises(NotAllowedError, match="is not open to you"):
        reader.accounts()


def _note() -> Note:
    return Note(day=date(2026, 1, 1), text="x")


def test_a_link_that_has_expired_opens_nothing(store: Store, owned: Workspace) -> None:
    assert store.open_link(owned.make_link("old", expires_at=PAST)) is None
    assert owned.links() == ()
    store.forget_expired()
    with store._database.scoped(owned.workspace_id, write=False) as session:
        assert session.scalars(select(LinkRow)).all() == []


def test_a_token_is_random_and_only_its_hash_is_kept(store: Store, owned: Workspace) -> None:
    tokens = [owned.make_link("", expires_at=FAR) for _ in range(3)]
    assert len(set(tokens)) == 3
    assert all(len(token) >= 43 for token in tokens)
    with store._database.scoped(owned.workspace_id, write=False) as session:
        kept = {row.token_hash for row in session.scalars(select(LinkRow))}
        told = repr([vars(row) for row in session.scalars(select(LinkRow))])
    assert kept == {sha256(token.encode()).hexdigest() for token in tokens}
    assert not any(token in told for token in tokens)
    assert all(store.open_link(h) is None for h in kept)


def test_open_links_are_bounded(owned: Workspace) -> None:
    for _ in range(MOST_OPEN):
        owned.make_link("", expires_at=FAR)
    with pytest.raises(StoreError, match="There are 200 open ones already; withdraw some first"):
        owned.make_link("", expires_at=FAR)


def test_a_sign_in_that_was_ended_opens_nothing_and_accepts_nothing(
    store: Store, owned: Workspace
) -> None:
    store.end_sign_in(OWNER, 100)
    assert store.workspaces(OWNER, issued_at=100) == ()
    assert store.workspaces(OWNER, issued_at=99) == ()
    assert len(store.workspaces(OWNER, issued_at=101)) == 1
    made = store.create_workspace("Other", owner=GUEST)
    store.workspace(made, member=GUEST).invite("owner2@x.org", Role.VIEWER, expires_at=FAR)
    store.welcome(OWNER, email="owner2@x.org", issued_at=100)
    assert len(store.workspaces(OWNER)) == 1
    store.welcome(OWNER, email="owner2@x.org", issued_at=101)
    assert len(store.workspaces(OWNER, issued_at=101)) == 2
    assert store.workspaces(OWNER, issued_at=100) == ()


def test_the_audit_list_tells_who_changed_what(store: Store, owned: Workspace) -> None:
    add(owned, days([1, 2]), "a")
    kept = owned.save_goal(GOAL)
    owned.delete_goal(kept.goal_id)
    owned.invite(MAIL, Role.EDITOR, expires_at=FAR)
    owned.save_preferences(Preferences(language="ko"))
    owned.save_preferences(Preferences(language="ko", stage=Stage.BRAND))
    entries = owned.audit()
    assert [(c.verb, c.table, c.name) for e in reversed(entries) for c in e.changes] == [
        (Verb.ADDED, "imports", "Overview.csv"),
        (Verb.ADDED, "goals", GOAL.kpi),
        (Verb.REMOVED, "goals", GOAL.kpi),
        (Verb.ADDED, "invitations", MAIL),
        (Verb.ADDED, "preferences", "stage"),
    ]
    assert {e.who for e in entries} == {"owner@x.org"}
    assert all(
        abs(e.at - datetime.now(UTC).replace(tzinfo=None)) < timedelta(hours=1) for e in entries
    )


def test_what_was_refused_or_broke_is_not_in_the_audit_list(store: Store, owned: Workspace) -> None:
    owned.set_member(GUEST, Role.VIEWER)
    before = owned.audit()
    guest = store.workspace(owned.workspace_id, member=GUEST)
    with pytest.raises(NotAllowedError, match="may read this workspace"):
        guest.save_goal(GOAL)
    with pytest.raises(NotAllowedError, match="needs an owner"):
        owned.remove_member(OWNER)
    assert owned.audit() == before


def test_the_audit_list_stays_when_a_file_takes_the_place_of_everything(owned: Workspace) -> None:
    add(owned, days([1, 2]), "a")
    owned.restore_workspace(owned.export_workspace())
    entries = owned.audit()
    assert [c.verb for c in entries[0].changes] == [Verb.RESTORED]
    assert entries[1].changes[0].name == "Overview.csv"


def test_the_audit_list_is_bounded(store: Store, owned: Workspace) -> None:
    if not store.is_in_memory:
        pytest.skip("the same rows everywhere; a thousand transactions take long on a disk")
    for number in range(KEPT + 3):
        owned.rename(str(number))
    entries = owned.audit(most=2 * KEPT)
    assert len(entries) == KEPT
    assert entries[0].changes[0].name == str(KEPT + 2)


def test_a_template_takes_the_setting_up_and_nothing_of_the_client(
    store: Store, owned: Workspace
) -> None:
    add(owned, days([1, 2]), "a")
    owned.save_goal(GOAL)
    owned.save_note(_note())
    owned.make_link("board", expires_at=FAR)
    owned.save_preferences(Preferences(stage=Stage.BRAND, core_kpis=("views",), first_weekday=6))
    mapping = NamedMapping(
        name="sheet", fingerprint="f", platform="custom", kind=TableKind.DAILY, columns=()
    )
    owned.save_mapping(mapping)
    made = store.workspace(
        store.copy_as_template(owned.workspace_id, "New client", member=OWNER), member=OWNER
    )
    assert made.preferences() == Preferences(
        stage=Stage.BRAND, core_kpis=("views",), first_weekday=6
    )
    assert made.mappings() == (mapping,)
    assert made.load_history().is_empty
    assert (made.goals(), made.notes(), made.links(), made.competitors()) == ((), (), (), ())
    owned.set_member(GUEST, Role.VIEWER)
    with pytest.raises(NotAllowedError, match="may read this workspace"):
        store.copy_as_template(owned.workspace_id, "Stolen", member=GUEST)
    assert len(store.workspaces(GUEST)) == 1


def test_retention_deletes_what_nobody_used_and_nothing_else(
    store: Store, owned: Workspace
) -> None:
    fresh = store.create_workspace("Fresh", owner=OWNER)
    never = store.create_workspace("Never opened", owner=OWNER)
    add(owned, days([1, 2]), "a")
    store.note_use(owned.workspace_id, date(2026, 1, 1))
    store.note_use(fresh, date(2026, 3, 1))
    assert store.delete_unused(date(2026, 3, 1)) == 1
    assert [w.workspace_id for w in store.workspaces(OWNER)] == [fresh, never]
