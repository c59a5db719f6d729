"""Scenarios, reviews and experiments."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _key(table: str, own: str) -> tuple[sa.Column[str], sa.Column[str], sa.PrimaryKeyConstraint]:
    return (
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column(own, sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", own, name=op.f(f"pk_{table}")),
    )


def upgrade() -> None:
    """Make the three tables."""
    for table, own in (("scenarios", "scenario_id"), ("experiments", "experiment_id")):
        op.create_table(
            table,
            *_key(table, own),
            sa.Column("version", sa.Integer(), nullable=False),
            sa.Column("position", sa.Integer(), nullable=False),
            sa.Column("name", sa.Text(), nullable=False),
            sa.Column("content", sa.JSON(), nullable=False),
        )
    op.create_table(
        "reviews",
        *_key("reviews", "review_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("reviews", "experiments", "scenarios"):
        op.drop_table(table)
