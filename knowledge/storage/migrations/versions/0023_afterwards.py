"""Note which row asks a question, how messages failed, what came too early, and what is to go or to stop."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)

# what an earlier Signpost has no word for: it would stop at the first of it
UNKNOWN_BEFORE = (
    "UPDATE outbox SET kind = 'said' WHERE kind IN ('follow_up', 'reminder')",
    "UPDATE follow_ups SET state = 'asked' WHERE state = 'lapsed'",
    "UPDATE follow_ups SET state = 'skipped' WHERE state = 'no_way'",
    "UPDATE cases SET outcome = NULL WHERE outcome = 'not_said'",
    "DELETE FROM case_events WHERE change = 'lapse'",
    # it would count a part that is to be brought again as brought, and go on with the one after it
    "DELETE FROM channel_messages WHERE taken_back IS NOT NULL",
)


def upgrade() -> None:
    """Add the columns and the tables."""
    op.add_column("follow_ups", sa.Column("entry_id", sa.String(40)))
    op.add_column("reminders", sa.Column("entry_id", sa.String(40)))
    op.add_column("channel_messages", sa.Column("is_final", sa.Boolean()))
    op.add_column("channel_messages", sa.Column("again_after", sa.Integer()))
    op.add_column("channel_messages", sa.Column("taken_back", INSTANT))
    op.create_table(
        "early_fates",
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("message_id", sa.String(200), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("error", sa.String(60)),
        sa.Column("is_final", sa.Boolean()),
        sa.Column("again_after", sa.Integer()),
        sa.PrimaryKeyConstraint("channel", "message_id", "state", name="pk_early_fates"),
    )
    op.create_index("ix_early_fates_at", "early_fates", ["at"])
    op.create_table(
        "file_deletions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("about", sa.String(40), nullable=False),
        sa.Column("reference", sa.String(40)),
        sa.Column("first_tried", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_file_deletions"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "address_opt_outs",
        sa.Column("address_mark", sa.String(64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("address_mark", name="pk_address_opt_outs"),
    )


def downgrade() -> None:
    """Drop them, and say what is left in words that were known before."""
    for statement in UNKNOWN_BEFORE:
        op.execute(statement)
    op.drop_table("address_opt_outs")
    op.drop_table("file_deletions")
    op.drop_table("early_fates")
    for column in ("taken_back", "again_after", "is_final"):
        op.drop_column("channel_messages", column)
    op.drop_column("reminders", "entry_id")
    op.drop_column("follow_ups", "entry_id")
