"""Entering a workspace: each transaction begins by reading the member's role from the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import select

from kpicore.store.audit import keep_audit
from kpicore.store.clock import moment_of
from kpicore.store.database import Database
from kpicore.store.records import Verb
from kpicore.store.roles import Action, Role, allows, require
from kpicore.store.scope import ScopedSession
from kpicore.store.tables import LinkRow, MemberRow, WorkspaceRow

_ROLE = "role"
_LINK = "link:"
"""How the one who came by a link is called; no member looks like it."""


class Access:
    """One member's way into one workspace.

    Parameters
    ----------
    database : Database
        Where it is kept.
    workspace_id : str
        The workspace.
    member : str
        Who works in it. The role is read at every call: a right that was taken away is gone in
        tabs that are still open.
    """

    def __init__(self, database: Database, workspace_id: str, member: str) -> None:
        self._database = database
        self.workspace_id = workspace_id
        self.member = member

    @property
    def role(self) -> Role | None:
        """The member's role now; None when they may not even read."""
        with self._database.scoped(self.workspace_id, write=False) as session:
            return _role(session, self.member)

    def allows(self, action: Action) -> bool:
        """Tell whether the member may do something, for buttons that are shown or not."""
        return allows(self.role, action)

    @property
    def name(self) -> str:
        """Name of the workspace for people."""
        with self._reading() as session:
            return session.scalars(select(WorkspaceRow.name)).one()

    @property
    def data_version(self) -> int:
        """Rises with every change of imports, accounts and events; with the id, a key of caches."""
        with self._reading() as session:
            return session.scalars(select(WorkspaceRow.data_version)).one()

    def rename(self, name: str) -> None:
        """Give the workspace another name."""
        with self._writing(Action.MANAGE) as session:
            session.scalars(select(WorkspaceRow)).one().name = name

    @contextmanager
    def _reading(self, action: Action = Action.READ) -> Iterator[ScopedSession]:
        with self._database.scoped(self.workspace_id, write=False) as session:
            require(_role(session, self.member), action)
            yield session

    @contextmanager
    def _writing(self, action: Action, *, whole: Verb | None = None) -> Iterator[ScopedSession]:
        with self._database.scoped(self.workspace_id, write=True) as session:
            # Locks the workspace where the database does not let writers take turns by itself.
            session.scalars(select(WorkspaceRow).with_for_update()).one_or_none()
            role = _role(session, self.member)
            require(role, action)
            session.info[_ROLE] = role
            yield session
            keep_audit(session, self.member, whole=whole)


def role_in(session: ScopedSession) -> Role:
    """Return the role with which a writing session was opened."""
    role = session.info[_ROLE]
    assert isinstance(role, Role)
    return role


def count_change(session: ScopedSession) -> None:
    """Raise the data version: what caches hold of this workspace is out of date."""
    session.scalars(select(WorkspaceRow)).one().data_version += 1


def new_id() -> str:
    """Return an identity that nobody can guess and that is never given twice."""
    return uuid4().hex


def as_utc(moment: datetime) -> datetime:
    """Return a moment in UTC without zone; one without zone is taken as it is."""
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


def by_link(link_id: str) -> str:
    """Return how the one who came by a link is called."""
    return _LINK + link_id


def _role(session: ScopedSession, member: str) -> Role | None:
    if member.startswith(_LINK):
        query = select(LinkRow.expires_at).where(LinkRow.link_id == member.removeprefix(_LINK))
        until = session.scalars(query).one_or_none()
        return Role.VIEWER if until is not None and moment_of(session) < until else None
    found = session.scalars(select(MemberRow.role).where(MemberRow.member == member)).one_or_none()
    return None if found is None else Role(found)
