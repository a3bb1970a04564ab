"""Create the ids of messages that came in through other channels."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add channel_arrivals."""
    op.create_table(
        "channel_arrivals",
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("id", sa.String(100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "id", name="pk_channel_arrivals"),
    )
    op.create_index("ix_channel_arrivals_at", "channel_arrivals", ["at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("channel_arrivals")
