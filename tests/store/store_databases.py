"""Empty PostgreSQL databases for store tests."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import create_engine, make_url, text


def new_database(server: str, *, like: str = "template1") -> str:
    """Make a database on a server, empty or a copy of another one, and return its address."""
    name = f"goalpost_{uuid4().hex}"
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {like}"))
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)
