"""Create the table of kept plans."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add plans."""
    op.create_table(
        "plans",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.String(40), nullable=False),
        sa.Column("message_id", sa.String(100), nullable=False),
        sa.Column("made", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_plans"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_plans_conversation_id_conversations"
        ),
        sa.UniqueConstraint("conversation_id", "message_id", name="uq_plans_conversation_id"),
    )
    op.create_index("ix_plans_until", "plans", ["until"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("plans")
