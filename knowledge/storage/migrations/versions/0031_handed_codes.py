"""Keep the codes that people were handed to go on elsewhere, and who tried codes that were not good."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "handed_codes",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("code", sa.String(64)),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("conversation_id", sa.String(40), nullable=False),
        sa.Column("consent", sa.JSON(), nullable=False),
        sa.Column("content", sa.JSON()),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("given", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("used", INSTANT),
        sa.Column("shown_in", sa.String(40)),
        sa.PrimaryKeyConstraint("id", name="pk_handed_codes"),
        sa.UniqueConstraint("code", name="uq_handed_codes_code"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_handed_codes_conversation_id_conversations"
        ),
    )
    op.create_index("ix_handed_codes_conversation_id", "handed_codes", ["conversation_id"])
    op.create_table(
        "code_tries",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_code_tries"),
    )
    op.create_index("ix_code_tries_who_until", "code_tries", ["who", "until"])


def downgrade() -> None:
    """Drop them."""
    for table in ("code_tries", "handed_codes"):
        op.drop_table(table)
