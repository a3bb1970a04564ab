"""Create who writes to us through other channels, and note why a message could not be brought there."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0016"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add channel_people and outbox.error."""
    op.create_table(
        "channel_people",
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.String(40), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("last_inbound", INSTANT, nullable=False),
        sa.Column("stopped", INSTANT),
        sa.PrimaryKeyConstraint("channel", "key", name="pk_channel_people"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_channel_people_conversation_id_conversations",
        ),
    )
    op.create_index("ix_channel_people_conversation_id", "channel_people", ["conversation_id"])
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("error", sa.String(60)))


def downgrade() -> None:
    """Drop both."""
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("error")
    op.drop_table("channel_people")
