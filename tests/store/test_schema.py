"""Schema: migrations make what the tables say, keep what is there, and refuse the future."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, create_engine, make_url, text
from store_builders import add, days, same
from store_databases import new_database
from store_plans import GOAL

from kpicore.errors import StoreError
from kpicore.store import Store
from kpicore.store.schema import HEAD, MIGRATIONS
from kpicore.store.tables import TABLES, Base


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'goalpost.db'}"
    return new_database(request.getfixturevalue("postgresql_server"))


def engine_of(address: str) -> Engine:
    return create_engine(make_url(address))


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def test_there_is_one_newest_revision_and_the_code_knows_it() -> None:
    assert scripts().get_heads() == [HEAD]


def differences(engine: Engine) -> list[object]:
    """Return how a database differs from the tables of the code."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert context.get_current_revision() == HEAD
        return list(compare_metadata(context, Base.metadata))


def test_migrations_make_the_tables_that_the_code_uses(address: str) -> None:
    engine = engine_of(address)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    assert differences(engine) == []
    engine.dispose()


def test_a_new_database_is_as_migrations_would_make_it(address: str) -> None:
    Store.open(address).close()
    engine = engine_of(address)
    assert differences(engine) == []
    engine.dispose()


def test_every_table_begins_its_key_with_the_workspace() -> None:
    for table in TABLES.values():
        assert next(iter(table.__table__.primary_key)).name == "workspace_id"
    assert set(TABLES) == set(Base.metadata.tables)


def test_every_migration_keeps_what_is_there(address: str) -> None:
    """A row of each table as of the first revision is there, unchanged, in the last."""
    engine = engine_of(address)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    first = scripts().get_base()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, first)
        old = MetaData()
        old.reflect(connection)
        old.remove(old.tables["alembic_version"])
        for table in old.tables.values():
            connection.execute(table.insert().values(**_row(table)))
        before = {n: connection.execute(t.select()).one()._asdict() for n, t in old.tables.items()}
    Store.open(address).close()
    with engine.connect() as connection:
        for name, row in before.items():
            now = connection.execute(TABLES[name].__table__.select()).one()._asdict()
            assert {k: now[k] for k in row if k in now} == row | {
                k: now[k] for k in set(row) & set(now) if isinstance(now[k], list | dict)
            }
    engine.dispose()


def _row(table: object) -> dict[str, object]:
    from datetime import date, datetime  # noqa: PLC0415

    examples = {
        str: "x",
        int: 1,
        float: 0.5,
        bool: True,
        date: date(2026, 1, 1),
        datetime: datetime(2026, 1, 1, 2),
        bytes: b"x",
        dict: {},
        list: [],
    }
    return {c.name: examples.get(c.type.python_type, "x") for c in table.columns}


def test_opening_again_changes_nothing(address: str) -> None:
    store = Store.open(address)
    workspace = store.personal_workspace()
    add(workspace, days([1, 2]), "a")
    kept, history = workspace.save_goal(GOAL), workspace.load_history()
    store.close()
    again = Store.open(address)
    assert again.personal_workspace().goals() == (kept,)
    assert same(again.personal_workspace().load_history(), history)
    again.close()


def test_a_database_of_a_newer_version_is_refused_untouched(address: str) -> None:
    Store.open(address).close()
    engine = engine_of(address)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="written by a newer version of Goalpost"):
        Store.open(address)
    with engine.connect() as connection:
        assert (
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
        )
    engine.dispose()
