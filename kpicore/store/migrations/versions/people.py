"""People: invitations, view-only links, who changed what, when a workspace was used last."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what was not known of members and workspaces, and make the three tables."""
    op.add_column("workspaces", sa.Column("used_on", sa.Date(), nullable=True))
    op.add_column("members", sa.Column("email", sa.Text(), nullable=True))
    op.add_column("members", sa.Column("signed_out", sa.Integer(), nullable=True))
    op.create_table(
        "invitations",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("invitation_id", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "invitation_id", name=op.f("pk_invitations")),
    )
    op.create_index(op.f("ix_invitations_email"), "invitations", ["email"])
    op.create_table(
        "view_links",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("link_id", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "link_id", name=op.f("pk_view_links")),
    )
    op.create_index(op.f("ix_view_links_token_hash"), "view_links", ["token_hash"], unique=True)
    op.create_table(
        "audit",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "number", name=op.f("pk_audit")),
    )


def downgrade() -> None:
    """Drop all of it."""
    for table in ("audit", "view_links", "invitations"):
        op.drop_table(table)
    with op.batch_alter_table("members") as members:
        members.drop_column("signed_out")
        members.drop_column("email")
    with op.batch_alter_table("workspaces") as workspaces:
        workspaces.drop_column("used_on")
