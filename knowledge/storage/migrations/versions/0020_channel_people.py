"""Create who writes to us through other channels, and what those channels took of us."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0012"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add channel_people, channel_messages and outbox.error."""
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
    op.create_table(
        "channel_messages",
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("entry_id", sa.String(40), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("error", sa.String(60)),
        sa.PrimaryKeyConstraint("channel", "id", name="pk_channel_messages"),
        sa.ForeignKeyConstraint(["entry_id"], ["outbox.id"], name="fk_channel_messages_entry_id_outbox"),
    )
    op.create_index("ix_channel_messages_entry_id", "channel_messages", ["entry_id"])
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("error", sa.String(60)))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("error")
    op.drop_table("channel_messages")
    op.drop_table("channel_people")
