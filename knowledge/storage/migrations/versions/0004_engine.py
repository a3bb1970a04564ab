"""Create the table of the engine's conversations."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add tracker_events."""
    op.create_table(
        "tracker_events",
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("conversation", "position", name="pk_tracker_events"),
    )


def downgrade() -> None:
    """Drop tracker_events."""
    op.drop_table("tracker_events")
