"""First schema: imports, accounts, goals, forecasts, events, notes, choices, members."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_Column = TypeEngine[Any]  # Any: whatever Python type the column gives
_TEXT: _Column = sa.Text()
_WHOLE: _Column = sa.Integer()
_NUMBER: _Column = sa.Double()
_FLAG: _Column = sa.Boolean()
_DAY: _Column = sa.Date()
_MOMENT: _Column = sa.DateTime()
_JSON: _Column = sa.JSON()
_BYTES: _Column = sa.LargeBinary()

_MAY_BE_EMPTY = frozenset(
    [
        "accounts.name",
        "events.lift",
        "events.account_id",
        "goals.stage",
        "imports.replaced_by",
        "goals.next_review",
        "goals.probability_at_start",
        "goals.closed_on",
        "import_accounts.time_zone",
        "import_accounts.currency",
        "notes.account_id",
        "preferences.value",
    ]
)
# Table: how many of its columns, from the first, make the key; then all of them.
_TABLES: dict[str, tuple[int, dict[str, _Column]]] = {
    "account_aliases": (
        2,
        {
            "workspace_id": _TEXT,
            "source_account_id": _TEXT,
            "account_id": _TEXT,
        },
    ),
    "accounts": (
        2,
        {
            "workspace_id": _TEXT,
            "account_id": _TEXT,
            "name": _TEXT,
        },
    ),
    "events": (
        2,
        {
            "workspace_id": _TEXT,
            "event_id": _TEXT,
            "version": _WHOLE,
            "name": _TEXT,
            "first": _DAY,
            "last": _DAY,
            "kind": _TEXT,
            "lift": _NUMBER,
            "account_id": _TEXT,
        },
    ),
    "goal_forecasts": (
        3,
        {
            "workspace_id": _TEXT,
            "goal_id": _TEXT,
            "made_at": _MOMENT,
            "target": _NUMBER,
            "probability": _NUMBER,
            "expected": _NUMBER,
            "low": _NUMBER,
            "high": _NUMBER,
        },
    ),
    "goal_revisions": (
        3,
        {
            "workspace_id": _TEXT,
            "goal_id": _TEXT,
            "number": _WHOLE,
            "target": _NUMBER,
            "deadline": _DAY,
            "revised_on": _DAY,
            "reason": _TEXT,
        },
    ),
    "goals": (
        2,
        {
            "workspace_id": _TEXT,
            "goal_id": _TEXT,
            "version": _WHOLE,
            "position": _WHOLE,
            "kpi": _TEXT,
            "statistic": _TEXT,
            "account_ids": _JSON,
            "measure": _TEXT,
            "baseline_value": _NUMBER,
            "baseline_first": _DAY,
            "baseline_last": _DAY,
            "target": _NUMBER,
            "deadline": _DAY,
            "created_on": _DAY,
            "stage": _TEXT,
            "reason": _TEXT,
            "owner": _TEXT,
            "next_review": _DAY,
            "probability_at_start": _NUMBER,
            "closed_on": _DAY,
        },
    ),
    "import_accounts": (
        3,
        {
            "workspace_id": _TEXT,
            "import_id": _TEXT,
            "source_account_id": _TEXT,
            "account_id": _TEXT,
            "position": _WHOLE,
            "name": _TEXT,
            "platform": _TEXT,
            "time_zone": _TEXT,
            "currency": _TEXT,
            "made_up": _FLAG,
        },
    ),
    "import_frames": (
        3,
        {
            "workspace_id": _TEXT,
            "import_id": _TEXT,
            "frame": _TEXT,
            "row_count": _WHOLE,
            "data": _BYTES,
        },
    ),
    "imports": (
        2,
        {
            "workspace_id": _TEXT,
            "import_id": _TEXT,
            "sequence": _WHOLE,
            "batch": _WHOLE,
            "file": _TEXT,
            "sha256": _TEXT,
            "platform": _TEXT,
            "layout": _TEXT,
            "imported_at": _MOMENT,
            "report": _JSON,
            "replaced_by": _TEXT,
        },
    ),
    "mappings": (
        2,
        {
            "workspace_id": _TEXT,
            "name": _TEXT,
            "fingerprint": _TEXT,
            "content": _TEXT,
        },
    ),
    "members": (
        2,
        {
            "workspace_id": _TEXT,
            "member": _TEXT,
            "role": _TEXT,
        },
    ),
    "notes": (
        2,
        {
            "workspace_id": _TEXT,
            "note_id": _TEXT,
            "version": _WHOLE,
            "day": _DAY,
            "text": _TEXT,
            "author": _TEXT,
            "member": _TEXT,
            "tags": _JSON,
            "account_id": _TEXT,
        },
    ),
    "preferences": (
        3,
        {
            "workspace_id": _TEXT,
            "member": _TEXT,
            "name": _TEXT,
            "value": _JSON,
        },
    ),
    "workspaces": (
        1,
        {
            "workspace_id": _TEXT,
            "name": _TEXT,
            "data_version": _WHOLE,
        },
    ),
}


def upgrade() -> None:
    """Make all tables."""
    for table, (keys, columns) in _TABLES.items():
        op.create_table(
            table,
            *(
                sa.Column(
                    name, kind, nullable=f"{table}.{name}" in _MAY_BE_EMPTY, autoincrement=False
                )
                for name, kind in columns.items()
            ),
            sa.PrimaryKeyConstraint(*list(columns)[:keys], name=op.f(f"pk_{table}")),
        )
    op.create_index(op.f("ix_members_member"), "members", ["member"])


def downgrade() -> None:
    """Refuse: nothing came before."""
    raise NotImplementedError("There is no schema before the first.")
