"""What is kept between sessions: imports, accounts, goals, forecasts, events, notes, choices.

::

    store = Store.open(database_url, data_folder=...)    SQLite file, or PostgreSQL by its URL
    store = Store.in_memory()                            a visitor's: gone when it is closed
    store.personal_workspace() -> Workspace              of the person at the machine, or visitor
    store.create_workspace(name, owner=member) -> str    its id
    store.copy_as_template(workspace_id, name, member=) -> str
    store.workspaces(member, issued_at=) -> tuple[WorkspaceInfo, ...]
    store.workspace(workspace_id, member=...) -> Workspace
    store.member_of(email) -> str                        for one who runs the database
    store.welcome(member, email=)                        accepts what the address is invited to
    store.end_sign_in(member, issued_at)                 closes all tabs of that sign-in
    store.open_link(token) -> (Workspace, WorkspaceInfo) | None
    store.note_use(workspace_id, today)
    store.delete_unused(before) -> int                   retention
    store.forget_expired()
    store.delete_workspace(workspace_id, member=...)
    store.close()

    workspace.workspace_id, .member, .name, .role, .allows(Action.EDIT)
    workspace.data_version -> int                        with workspace_id the key of caches
    workspace.load_history() -> History
    workspace.add_import(history, file=, sha256=, platform=, layout=, report=, imported_at=,
                         replace=False) -> ImportRecord
    workspace.add_imports(items, imported_at=, replace=False) -> tuple[ImportRecord, ...]
    workspace.imports() -> tuple[ImportRecord, ...]      oldest first
    workspace.undo_last_import() -> tuple[ImportRecord, ...]   the files given together last
    workspace.remove_import(import_id)
    workspace.accounts() -> tuple[Account, ...]
    workspace.rename_account(account_id, name)
    workspace.merge_accounts(account_id, into=account_id)
    workspace.assign_import(import_id, account_id, source_account_id=None)
    workspace.split_account(account_id, import_ids, name=) -> Account
    workspace.delete_account(account_id)

    workspace.save_goal(goal) -> Goal                    new without goal_id; else by its version
    workspace.goals(closed=False) -> tuple[Goal, ...]    closed=None gives all
    workspace.goal(goal_id) -> Goal
    workspace.revise_goal(goal, target=, deadline=, reason=, revised_on=) -> Goal
    workspace.close_goal(goal, closed_on=) / reopen_goal(goal) / delete_goal(goal_id)
    workspace.record_forecast(StoredForecast)
    workspace.forecasts(goal_id=None) -> tuple[StoredForecast, ...]   oldest first

    workspace.scenarios() -> tuple[Scenario, ...]        save_scenario(s), delete_scenario(id)
    workspace.experiments() -> tuple[Experiment, ...]    save_experiment(e), delete_experiment(id)

    workspace.preferences() -> Preferences               workspace.save_preferences(preferences)
    workspace.mappings() -> tuple[NamedMapping, ...]     save_mapping(mapping), delete_mapping(name)
    workspace.events() -> tuple[StoredEvent, ...]        save_event(event), delete_event(event_id)
    workspace.notes() -> tuple[Note, ...]                save_note(note), delete_note(note_id)
    workspace.reviews() -> tuple[Review, ...]            save_review(review), delete_review(id)
    workspace.members() -> tuple[Membership, ...]        set_member(member, role), remove_member(..)
    workspace.invite(email, role, expires_at=)           invitations(), withdraw_invitation(id)
    workspace.make_link(label, expires_at=) -> str       its token; links(), revoke_link(id)
    workspace.audit() -> tuple[AuditEntry, ...]          latest first
    workspace.export_workspace() -> bytes                workspace.restore_workspace(bytes)

Writing methods raise `NotAllowedError` where the member's role is not enough, `ConflictError` where
somebody else changed the same thing since it was read, `DataNotFoundError` where it is gone, and
`StoreError` where the database cannot be used. Every query is scoped by workspace in `scope`.
"""

from kpicore.store.addresses import email_key, subject_key
from kpicore.store.records import (
    AuditChange,
    AuditEntry,
    ImportItem,
    ImportRecord,
    Invitation,
    Membership,
    Note,
    Preferences,
    StoredEvent,
    Verb,
    ViewLink,
    WorkspaceInfo,
)
from kpicore.store.roles import Action, Role, allows
from kpicore.store.stores import PERSON_HERE, Store
from kpicore.store.workspace import Workspace
from kpicore.store.workspace_file import FileLimits

__all__ = [
    "PERSON_HERE",
    "Action",
    "AuditChange",
    "AuditEntry",
    "FileLimits",
    "ImportItem",
    "ImportRecord",
    "Invitation",
    "Membership",
    "Note",
    "Preferences",
    "Role",
    "Store",
    "StoredEvent",
    "Verb",
    "ViewLink",
    "Workspace",
    "WorkspaceInfo",
    "allows",
    "email_key",
    "subject_key",
]
