"""Empty PostgreSQL databases for store tests."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import create_engine, make_url, text


def new_database(server: str) -> str:
    """Make an empty database on a server and return its address."""
    name = f"goalpost_{uuid4().hex}"
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)
