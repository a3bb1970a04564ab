"""Create the table of reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add reminders."""
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(40), nullable=False),
        sa.Column("message_id", sa.String(100), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("programme_id", sa.String(100), nullable=False),
        sa.Column("from_month", sa.String(7), nullable=True),
        sa.Column("agreed_to", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sa.UniqueConstraint("conversation_id", "message_id", name="uq_reminders_conversation_id"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("reminders")
