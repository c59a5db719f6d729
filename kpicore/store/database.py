"""Opening the database: SQLite in a file or in memory, or PostgreSQL, and its faults in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    StaticPool,
    create_engine,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from kpicore.errors import DatabaseError
from kpicore.messages import Message, msg
from kpicore.store.scope import DirectorySession, ScopedSession

FILE_NAME = "goalpost.db"
_WAIT_SECONDS = 30
"""How long a writer waits for another one: an import of a big folder takes a few seconds."""
_WRITING = "goalpost_writing"
_LOCK = 7_041_996
"""Any number that is always the same."""
_RECYCLE_SECONDS = 240
"""Hosted PostgreSQL puts idle connections to sleep after about five minutes."""


class Database:
    """An open database.

    Parameters
    ----------
    engine : Engine
        Made by `open_database` or `memory_database`.
    name : str
        What it is called in messages, without passwords.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self.name = name
        self.engine = engine
        self._writer = engine.execution_options(**{_WRITING: True})
        if engine.dialect.name == "postgresql":
            # A reader sees one moment of the database, as it does with SQLite.
            self._reader: Engine = engine.execution_options(isolation_level="REPEATABLE READ")
        else:
            self._reader = engine
        # All of a database in memory hangs on one connection: one user at a time.
        self._turn = RLock() if isinstance(engine.pool, StaticPool) else None

    @property
    def in_memory(self) -> bool:
        """Whether all is gone when it is closed."""
        return self._turn is not None

    @contextmanager
    def scoped(self, workspace_id: str, *, write: bool) -> Iterator[ScopedSession]:
        """Open a session of one workspace, in one transaction: all of it or nothing.

        Parameters
        ----------
        workspace_id : str
            The workspace.
        write : bool
            Whether it will write; writers take turns.

        Yields
        ------
        ScopedSession
            Committed at the end, rolled back on any error.

        Raises
        ------
        DatabaseError
            If the database cannot be used.
        """
        session = ScopedSession(self._writer if write else self._reader, workspace_id)
        with self._guarded(), session, session.begin():
            yield session

    @contextmanager
    def directory(self, *, write: bool = False) -> Iterator[DirectorySession]:
        """Open a session that sees which workspaces there are and who may open them.

        Parameters
        ----------
        write : bool
            Whether it will write.

        Yields
        ------
        DirectorySession
            Committed at the end, rolled back on any error.

        Raises
        ------
        DatabaseError
            If the database cannot be used.
        """
        session = DirectorySession(self._writer if write else self._reader)
        with self._guarded(), session, session.begin():
            if write:
                take_turn(session.connection())
            yield session

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Open a writing transaction on the bare connection, for migrations."""
        with self._guarded(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        if self._turn is not None:
            self._turn.acquire()
        try:
            yield
        except SQLAlchemyError as fault:
            raise DatabaseError(_explain(self.name, fault)) from fault
        finally:
            if self._turn is not None:
                self._turn.release()

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def take_turn(connection: Connection) -> None:
    """Wait until no other process makes workspaces or tables; until the transaction ends.

    Parameters
    ----------
    connection : Connection
        In a writing transaction. With SQLite such a one has its turn by itself.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def open_database(address: str, data_folder: Path) -> Database:
    """Open the database at an address.

    Parameters
    ----------
    address : str
        ``postgresql://...`` or ``sqlite:///path``; empty for a SQLite file in `data_folder`.
    data_folder : Path
        Made when it is not there.

    Returns
    -------
    Database
        Not yet migrated.

    Raises
    ------
    DatabaseError
        If the address is none, its driver is missing, or the folder cannot be made.
    """
    url = _url(address) if address else URL.create("sqlite", database=str(data_folder / FILE_NAME))
    name = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite":
        if not url.database or url.database == ":memory:":
            return memory_database()
        _make_folder(Path(url.database).parent)
        return _listened(create_engine(url, connect_args={"timeout": _WAIT_SECONDS}), name)
    if url.get_backend_name() != "postgresql":
        raise DatabaseError(
            msg("The database {database} is neither SQLite nor PostgreSQL.", database=name)
        )
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url,
            pool_pre_ping=True,
            pool_recycle=_RECYCLE_SECONDS,
            pool_size=3,
            # Poolers in front of hosted databases do not keep prepared statements.
            connect_args={"prepare_threshold": None},
        )
    except (ModuleNotFoundError, NoSuchModuleError) as fault:
        raise DatabaseError(
            msg(
                "The driver for {database} is missing; install the package {package}.",
                database=name,
                package="psycopg[binary]",
            )
        ) from fault
    return _listened(engine, name)


def memory_database() -> Database:
    """Open a database that lives in memory only.

    Returns
    -------
    Database
        Empty, its own, shared by nobody.
    """
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    return _listened(engine, "memory")


def _url(address: str) -> URL:
    # Hosts still hand out the old short form.
    if address.startswith("postgres://"):
        address = "postgresql" + address.removeprefix("postgres")
    try:
        return make_url(address)
    except ArgumentError as fault:
        # The address may hold a password: it is not repeated.
        raise DatabaseError(
            msg(
                "The database address is not understood; expected is {example}.",
                example="postgresql://user:password@host/name",
            )
        ) from fault


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise DatabaseError(
            msg(
                "The data folder {folder} cannot be made; check its rights, or choose another one "
                "with {setting}.",
                folder=str(folder),
                setting="KPICORE_DATA_FOLDER",
            )
        ) from fault


def _listened(engine: Engine, name: str) -> Database:
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return Database(engine, name)


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # Any: the pool's record, not used. The driver must not begin transactions by itself.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its turn at the beginning, so that what it reads first stays true.
    writing = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _explain(name: str, fault: SQLAlchemyError) -> Message:
    cause = str(getattr(fault, "orig", None) or fault).splitlines()[0]
    if "locked" in cause:
        return msg("The database {database} is busy; try again in a moment.", database=name)
    if "not a database" in cause or "malformed" in cause:
        return msg(
            "The file {database} is no Goalpost database, or damaged; move it away to begin anew, "
            "or restore a backup.",
            database=name,
        )
    if "readonly" in cause or "read-only" in cause:
        return msg("The database {database} cannot be written; check its rights.", database=name)
    if "full" in cause:
        return msg("There is no room left for the database {database}.", database=name)
    return msg(
        "The database {database} cannot be used: {cause}. Check the setting {setting}.",
        database=name,
        cause=cause,
        setting="KPICORE_DATABASE_URL",
    )
