"""Add to the cases which team has them, why, and their clocks; and to the deliveries which team is told."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0014"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
OF_CASES = ("team", "reasons", "answer_by", "escalate_at", "answered_at")


def upgrade() -> None:
    """Add the columns; what is there already has no team and was promised nothing that is known."""
    op.add_column("cases", sa.Column("team", sa.String(100)))
    op.add_column("cases", sa.Column("reasons", sa.JSON()))
    for name in OF_CASES[2:]:
        op.add_column("cases", sa.Column(name, INSTANT))
    op.add_column("deliveries", sa.Column("team", sa.String(100)))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("deliveries", "team")
    for name in OF_CASES:
        op.drop_column("cases", name)
