"""Add since when a line is brought anew that had been given up, and who may fetch a copy of what is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the column, of which nothing is known of before, and the table."""
    op.add_column("outbox", sa.Column("revived", INSTANT))
    op.create_table(
        "copies",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("conversation_id", sa.String(40), sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("message_id", sa.String(100), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("in_session", sa.Boolean, nullable=False),
        sa.UniqueConstraint("conversation_id", "message_id", name="uq_copies_conversation_id"),
    )


def downgrade() -> None:
    """Drop both."""
    op.drop_table("copies")
    op.drop_column("outbox", "revived")
