"""Run by Alembic: takes the steps on the connection that `kpicore.store.schema` has opened.

A new step: ``python -m alembic`` needs no configuration file here; write a module in ``versions``
by hand, enter its revision as `HEAD` in `kpicore.store.schema`, and run ``tests/store``, which
compares the result with `kpicore.store.tables`.
"""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
