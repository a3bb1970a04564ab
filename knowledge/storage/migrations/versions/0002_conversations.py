"""The conversations: who they belong to, what was received, what was said, which choices were offered."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("origin", sa.String(300), nullable=False),
        sa.Column("owner", sa.String(10), nullable=False),
        sa.Column("noted", sa.JSON(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(40)),
        sa.Column("lease_until", INSTANT),
        sa.Column("created", INSTANT, nullable=False),
        sa.Column("last_seen", INSTANT, nullable=False),
        sa.Column("erased", INSTANT),
        sa.Column("ended", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(40), nullable=False),
        sa.Column("message_id", sa.String(100), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("choice_id", sa.String(40)),
        sa.Column("received", INSTANT, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("apologised", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", INSTANT, nullable=False),
        sa.Column("error", sa.String(40)),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_inbox_conversation_id_conversations"
        ),
        sa.UniqueConstraint("conversation_id", "message_id", name="uq_inbox_conversation_id"),
    )
    op.create_index("ix_inbox_state_next_try", "inbox", ["state", "next_try"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("conversation_id", sa.String(40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("in_reply_to", sa.String(100)),
        sa.Column("delivery", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_outbox_conversation_id_conversations"
        ),
        sa.UniqueConstraint("conversation_id", "seq", name="uq_outbox_conversation_id"),
    )
    op.create_index("ix_outbox_delivery_next_try", "outbox", ["delivery", "next_try"])
    op.create_table(
        "choices",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("conversation_id", sa.String(40), nullable=False),
        sa.Column("intent", sa.String(60), nullable=False),
        sa.Column("entities", sa.JSON(), nullable=False),
        sa.Column("label", sa.String(300), nullable=False),
        sa.Column("issued", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_choices"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_choices_conversation_id_conversations"
        ),
    )
    op.create_index("ix_choices_conversation_id", "choices", ["conversation_id"])


def downgrade() -> None:
    for table in ("choices", "outbox", "inbox", "conversations"):
        op.drop_table(table)
