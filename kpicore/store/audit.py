"""Who changed what: noted where rows are written, so that no method can forget it.

A scoped session notes each row that it adds, changes or removes; `Access` keeps the notes as one
row per transaction, with the moment and the member, in that same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import delete, event, func, inspect, select
from sqlalchemy.orm import ORMExecuteState, UOWTransaction

from kpicore.store.clock import moment_of
from kpicore.store.records import AuditChange, AuditEntry, Json, Verb
from kpicore.store.scope import ScopedSession
from kpicore.store.tables import AuditRow, MemberRow, Owned, PreferenceRow, WorkspaceRow

KEPT: Final = 1000
"""Entries that a workspace keeps; the oldest leave first."""
_MOST_NAMES: Final = 20
"""Changes that one entry names."""
_NOTED: Final = "audit"

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "imports": "file",
        "accounts": "account_id",
        "goals": "kpi",
        "mappings": "name",
        "events": "name",
        "notes": "author",
        "scenarios": "name",
        "reviews": "kind",
        "experiments": "name",
        "members": "email",
        "invitations": "email",
        "view_links": "label",
        "workspaces": "name",
        "preferences": "name",
    }
)
"""Tables that people know, and the column that names a row of them."""
_PART_OF: Mapping[str, str] = MappingProxyType(
    {"import_accounts": "accounts", "account_aliases": "accounts"}
)
"""Tables of which only changes are told, as changes of what people know them by."""


def keep_audit(session: ScopedSession, member: str, *, whole: Verb | None = None) -> None:
    """Add what a writing session did to the audit list; nothing where it did nothing.

    Parameters
    ----------
    session : ScopedSession
        Before it is committed.
    member : str
        Who works in it.
    whole : Verb, optional
        What was done to the workspace as a whole; said instead of the single changes.
    """
    session.flush()
    noted: dict[tuple[str, str, str], None] = session.info.pop(_NOTED, {})
    if not noted:
        return
    listed: list[Json] = [[whole.value, "workspaces", ""]] if whole else [list(c) for c in noted]
    number = (session.scalar(select(func.max(AuditRow.number))) or 0) + 1
    who = session.scalar(select(MemberRow.email).where(MemberRow.member == member))
    session.add(
        AuditRow(
            number=number,
            at=moment_of(session),
            member=member,
            who=who or "",
            changes={"changes": listed[:_MOST_NAMES], "more": max(len(listed) - _MOST_NAMES, 0)},
        )
    )
    session.execute(delete(AuditRow).where(AuditRow.number <= number - KEPT))


def forget_notes(session: ScopedSession) -> None:
    """Keep nothing of what a session did: its workspace is gone."""
    session.info.pop(_NOTED, None)


def entry_of(row: AuditRow) -> AuditEntry:
    """Return what a row tells."""
    listed = row.changes.get("changes")
    changes = [c for c in listed if isinstance(c, list)] if isinstance(listed, list) else []
    more = row.changes.get("more")
    return AuditEntry(
        at=row.at,
        member=row.member,
        who=row.who,
        changes=tuple(
            AuditChange(verb=Verb(str(verb)), table=str(table), name=str(name))
            for verb, table, name in changes
        ),
        more=more if isinstance(more, int) else 0,
    )


def _note(session: ScopedSession, verb: Verb, table: str, name: object) -> None:
    noted: dict[tuple[str, str, str], None] = session.info.setdefault(_NOTED, {})
    noted[(verb.value, table, "" if name is None else str(name))] = None


@event.listens_for(ScopedSession, "before_flush")
def _note_rows(session: ScopedSession, _context: UOWTransaction, _instances: Any) -> None:
    # Any: SQLAlchemy documents the third argument as unused.
    for verb, rows in (
        (Verb.ADDED, session.new),
        (Verb.CHANGED, session.dirty),
        (Verb.REMOVED, session.deleted),
    ):
        for row in rows:
            if isinstance(row, Owned) and _is_told(row, verb):
                table = row.__tablename__
                known = _PART_OF.get(table, table)
                _note(session, verb, known, getattr(row, _NAMES[known], ""))


def _is_told(row: Owned, verb: Verb) -> bool:
    match row:
        case PreferenceRow():
            # What a member likes to see is nobody else's business.
            return row.member == ""
        case WorkspaceRow():
            return verb is Verb.CHANGED and inspect(row).attrs.name.history.has_changes()
        case MemberRow() if verb is Verb.CHANGED:
            return inspect(row).attrs.role.history.has_changes()
    if row.__tablename__ in _PART_OF:
        return verb is Verb.CHANGED
    return row.__tablename__ in _NAMES


@event.listens_for(ScopedSession, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> None:
    if not (state.is_delete or state.is_update) or state.bind_mapper is None:
        return
    session, table = state.session, state.bind_mapper.class_
    name = table.__tablename__
    if not isinstance(session, ScopedSession) or name not in _NAMES:
        return
    verb = Verb.REMOVED if state.is_delete else Verb.CHANGED
    criteria = getattr(state.statement, "whereclause", None)
    if table is PreferenceRow:
        return
    query = select(getattr(table, _NAMES[name]))
    for found in session.scalars(query if criteria is None else query.where(criteria)).all():
        _note(session, verb, name, found)
