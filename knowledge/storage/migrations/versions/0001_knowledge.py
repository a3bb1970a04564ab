"""The knowledge: one row for each record, and which facts are loaded."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SHELVES = ("programmes", "events", "case_studies", "hubs", "urgent_help")


def upgrade() -> None:
    for name in SHELVES:
        op.create_table(
            name,
            sa.Column("id", sa.String(100), nullable=False),
            sa.Column("position", sa.Integer(), nullable=False),
            sa.Column("content", sa.JSON(), nullable=False),
            sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        )
    op.create_table(
        "releases",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_releases"),
    )


def downgrade() -> None:
    for name in (*SHELVES, "releases"):
        op.drop_table(name)
