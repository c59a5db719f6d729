"""The database's schema: brought up to date at start, refused when it is from the future."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from kpicore.errors import DatabaseError
from kpicore.messages import msg
from kpicore.store.database import Database, take_turn
from kpicore.store.tables import Base

HEAD: Final = "0003"
"""Newest revision in ``migrations/versions``; a test keeps the two equal."""
MIGRATIONS: Final = Path(__file__).parent / "migrations"


def bring_up_to_date(database: Database) -> None:
    """Make the tables, or migrate those of an older version.

    Parameters
    ----------
    database : Database
        Just opened.

    Raises
    ------
    DatabaseError
        If the database was written by a newer version, or cannot be used.
    """
    with database.connection() as connection:
        if database.in_memory:
            # Nobody's older data can be there; saves each visitor the steps.
            Base.metadata.create_all(connection)
            return
        take_turn(connection)
        revision = current_revision(connection)
        if revision == HEAD:
            return
        if revision is None and not inspect(connection).get_table_names():
            _make_new(connection)
            return
        _migrate(connection, revision, database.name)


def current_revision(connection: Connection) -> str | None:
    """Return the revision of the schema, None for a database without tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _make_new(connection: Connection) -> None:
    # What the migrations would make, a test holds the two equal, in a tenth of their time: this
    # is what a newcomer's first page waits for.
    Base.metadata.create_all(connection)
    connection.execute(
        text(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )
    connection.execute(
        text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": HEAD}
    )


def _migrate(connection: Connection, revision: str | None, name: str) -> None:
    # Slow to import, and needed only once per version.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise DatabaseError(
            msg(
                "The database {database} was written by a newer version of Goalpost; update "
                "Goalpost, or choose another database.",
                database=name,
            )
        )
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
