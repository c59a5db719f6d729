"""Things kept as a name and a JSON content: one way to read, save, delete and move them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from sqlalchemy import delete, func, inspect, select
from sqlalchemy.orm import InstrumentedAttribute

from kpicore.errors import ConflictError
from kpicore.messages import Message
from kpicore.store.access import new_id
from kpicore.store.records import Json
from kpicore.store.scope import ScopedSession
from kpicore.store.tables import NamedContent, Versioned


class _Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def account_ids(self) -> tuple[str, ...]: ...


VersionedT = TypeVar("VersionedT", bound=Versioned)
RowT = TypeVar("RowT", bound=NamedContent)
ThingT = TypeVar("ThingT", bound=_Named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """What is said where two people changed one thing.

    Attributes
    ----------
    deleted : Message
        Somebody else deleted it.
    changed : Message
        Somebody else changed it.
    """

    deleted: Message
    changed: Message


def key_of(row: type[Versioned]) -> InstrumentedAttribute[str]:
    """Return the column of a table that tells its rows apart within a workspace."""
    (name,) = (c.key for c in inspect(row).primary_key if c.key != "workspace_id")
    key: InstrumentedAttribute[str] = getattr(row, name)
    return key


def unchanged(
    session: ScopedSession,
    row: type[VersionedT],
    identity: str,
    *,
    version: int,
    conflict: Conflict,
) -> VersionedT:
    """Return the row of a thing that is about to be changed.

    Parameters
    ----------
    session : ScopedSession
        Open for writing.
    row : type
        The table.
    identity : str
        Of the thing.
    version : int
        Its version when it was read.
    conflict : Conflict
        What is said otherwise.

    Returns
    -------
    row
        As it was when the thing was read.

    Raises
    ------
    ConflictError
        If somebody else changed or deleted it since.
    """
    found = session.scalar(select(row).where(key_of(row) == identity))
    if found is None:
        raise ConflictError(conflict.deleted)
    if found.version != version:
        raise ConflictError(conflict.changed)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentKind(Generic[ThingT, RowT]):
    """One kind of thing.

    Attributes
    ----------
    row : type
        Its table.
    identity : callable
        Identity of a thing; empty before it is saved.
    content : callable
        What it holds beside identity, name and version, as plain JSON.
    thing : callable
        The thing that a row keeps; fails where the content is none, since a workspace file may
        hold anything.
    conflict : Conflict
        What is said where two people changed one.
    """

    row: type[RowT]
    identity: Callable[[ThingT], str]
    content: Callable[[ThingT], dict[str, Json]]
    thing: Callable[[RowT], ThingT]
    conflict: Conflict

    def all(self, session: ScopedSession) -> tuple[ThingT, ...]:
        """Return all in the order in which they were made."""
        query = select(self.row).order_by(self.row.position, key_of(self.row))
        return tuple(self.thing(row) for row in session.scalars(query))

    def save(self, session: ScopedSession, thing: ThingT) -> ThingT:
        """Keep one, a new one when it has no identity yet; return it with identity and version.

        Raises
        ------
        ConflictError
            If somebody else changed or deleted it since it was read.
        """
        if known := self.identity(thing):
            row = unchanged(session, self.row, known, version=thing.version, conflict=self.conflict)
        else:
            last = session.scalar(select(func.max(self.row.position))) or 0
            row = self.row()
            row.version, row.position = 0, last + 1
            setattr(row, key_of(self.row).key, new_id())
            session.add(row)
        row.name, row.content = thing.name, self.content(thing)
        row.version += 1
        session.flush()
        return self.thing(row)

    def delete(self, session: ScopedSession, identity: str) -> None:
        """Delete one; one that is gone already is no fault."""
        session.execute(delete(self.row).where(key_of(self.row) == identity))

    def move(self, session: ScopedSession, account_id: str, into: str) -> None:
        """Let all that is on one account be on another: the two were found to be the same."""
        for row in session.scalars(select(self.row)):
            accounts = self.thing(row).account_ids
            if account_id in accounts:
                moved = dict.fromkeys(into if i == account_id else i for i in accounts)
                row.content = row.content | {"account_ids": list(moved)}
                row.version += 1
