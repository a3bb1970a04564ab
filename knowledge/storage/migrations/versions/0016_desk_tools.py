"""Create the notes and tags of cases, say whom a delivery is for, and how far each side has read."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0009"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add case_notes, case_tags, deliveries.hub_id, conversations.person_read and broker_read."""
    op.create_table(
        "case_notes",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("hub_id", sa.String(100), nullable=False),
        sa.Column("broker", sa.String(100), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_notes"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_notes_case_id_cases"),
    )
    op.create_index("ix_case_notes_case_id", "case_notes", ["case_id"])
    op.create_table(
        "case_tags",
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("hub_id", sa.String(100), nullable=False),
        sa.Column("tag", sa.String(30), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "hub_id", "tag", name="pk_case_tags"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_tags_case_id_cases"),
    )
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.add_column(sa.Column("hub_id", sa.String(100)))
    with op.batch_alter_table("conversations") as conversations:
        conversations.add_column(sa.Column("person_read", sa.Integer(), nullable=False, server_default="0"))
        conversations.add_column(sa.Column("broker_read", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("conversations") as conversations:
        conversations.drop_column("broker_read")
        conversations.drop_column("person_read")
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.drop_column("hub_id")
    op.drop_table("case_tags")
    op.drop_table("case_notes")
