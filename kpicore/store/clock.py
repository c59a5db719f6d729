"""The moment that it is, as the database tells it: one clock for all processes that share it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session


def moment_of(session: Session) -> datetime:
    """Return the present moment in UTC, without zone.

    Parameters
    ----------
    session : Session
        Open.

    Returns
    -------
    datetime
        With PostgreSQL the beginning of the transaction.
    """
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        told = connection.exec_driver_sql("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')")
        return datetime.fromisoformat(str(told.scalar_one()))
    found = connection.exec_driver_sql("SELECT now() AT TIME ZONE 'utc'").scalar_one()
    assert isinstance(found, datetime)
    return found
