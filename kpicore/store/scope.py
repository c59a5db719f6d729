"""The one place where queries meet workspaces: a session that sees and writes only its own.

A scoped session adds the workspace to every SELECT, UPDATE and DELETE, stamps every new row, and
refuses what it cannot scope: statements on bare tables, raw SQL, bulk inserts, rows of another
workspace. Code above never names `workspace_id`, and so cannot forget it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.engine import Engine
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria

from kpicore.store.tables import (
    Base,
    InvitationRow,
    LinkRow,
    MemberRow,
    Owned,
    WorkspaceRow,
)

DIRECTORY: frozenset[type[Base]] = frozenset({WorkspaceRow, MemberRow, InvitationRow, LinkRow})
"""All that may be asked across workspaces: which there are, and who may open them."""


class ScopeError(AssertionError):
    """A query that leaves its workspace: a fault in this package, never a person's."""


class ScopedSession(Session):
    """A session that sees one workspace.

    Parameters
    ----------
    engine : Engine
        The database.
    workspace_id : str
        The only workspace there is for it.
    """

    def __init__(self, engine: Engine, workspace_id: str) -> None:
        if not workspace_id:
            raise ScopeError("A session needs its workspace.")
        super().__init__(engine, expire_on_commit=False)
        self.workspace_id = workspace_id


class DirectorySession(Session):
    """A session that sees the tables of `DIRECTORY` only, of all workspaces.

    Parameters
    ----------
    engine : Engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, expire_on_commit=False)


@event.listens_for(ScopedSession, "do_orm_execute")
def _scope_statement(state: ORMExecuteState) -> None:
    if not state.is_orm_statement or state.is_insert or state.is_from_statement:
        raise ScopeError("Only queries of mapped classes can be scoped.")
    session = state.session
    assert isinstance(session, ScopedSession)
    workspace_id = session.workspace_id
    state.statement = state.statement.options(
        with_loader_criteria(
            Owned,
            lambda cls: cls.workspace_id == workspace_id,
            include_aliases=True,
        )
    )


@event.listens_for(DirectorySession, "do_orm_execute")
def _keep_to_directory(state: ORMExecuteState) -> None:
    asked = {mapper.class_ for mapper in state.all_mappers}
    if not state.is_orm_statement or not asked <= DIRECTORY:
        raise ScopeError("Across workspaces only the directory may be asked.")


@event.listens_for(ScopedSession, "before_flush")
def _stamp(session: ScopedSession, _context: UOWTransaction, _instances: Any) -> None:
    # Any: SQLAlchemy documents the third argument as unused.
    for row in session.new:
        if isinstance(row, Owned) and inspect(row).attrs.workspace_id.value in (None, ""):
            row.workspace_id = session.workspace_id
    for row in (*session.new, *session.dirty, *session.deleted):
        if not isinstance(row, Owned) or row.workspace_id != session.workspace_id:
            raise ScopeError("A row of another workspace cannot be written.")


@event.listens_for(DirectorySession, "before_flush")
def _write_directory_only(
    session: DirectorySession, _context: UOWTransaction, _instances: Any
) -> None:
    # Any: as above.
    for row in (*session.new, *session.dirty, *session.deleted):
        if type(row) not in DIRECTORY:
            raise ScopeError("Across workspaces only the directory may be written.")
