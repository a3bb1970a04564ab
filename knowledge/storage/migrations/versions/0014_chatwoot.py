"""Create the tables of the desk in Chatwoot: conversations, notes, events and agents."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0016"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the four tables."""
    op.create_table(
        "chatwoot_conversations",
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("inbox", sa.String(200), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", INSTANT, nullable=False),
        sa.Column("error", sa.String(60)),
        sa.Column("status_at", sa.Float(), nullable=False),
        sa.Column("resolved", INSTANT),
        sa.Column("lease_owner", sa.String(40)),
        sa.Column("lease_until", INSTANT),
        sa.PrimaryKeyConstraint("case_id", "inbox", name="pk_chatwoot_conversations"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_chatwoot_conversations_case_id_cases"),
    )
    op.create_index(
        "ix_chatwoot_conversations_inbox_conversation_id",
        "chatwoot_conversations",
        ["inbox", "conversation_id"],
    )
    op.create_table(
        "chatwoot_notes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chatwoot_notes"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_chatwoot_notes_case_id_cases"),
        sa.UniqueConstraint("case_id", "name", name="uq_chatwoot_notes_case_id"),
    )
    op.create_table(
        "chatwoot_events",
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("delivery", sa.String(100)),
        sa.Column("heard", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_chatwoot_events"),
    )
    op.create_index("ix_chatwoot_events_delivery", "chatwoot_events", ["delivery"])
    op.create_index("ix_chatwoot_events_heard", "chatwoot_events", ["heard"])
    op.create_table(
        "chatwoot_agents",
        sa.Column("id", sa.String(100), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chatwoot_agents"),
    )


def downgrade() -> None:
    """Drop all four."""
    for table in ("chatwoot_agents", "chatwoot_events", "chatwoot_notes", "chatwoot_conversations"):
        op.drop_table(table)
