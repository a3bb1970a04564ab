"""Make room for sealed texts and for who is who, and keep the events of a turn in one row.

What is in the tables stays as it is: it is read as it is, and `signpost encryption rotate` seals it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0013"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ADDRESSED = ("subscriptions", "reminders")


def upgrade() -> None:
    """Widen what holds an address, add the marks, the people, the check of the keys and the clock's look."""
    for table in ADDRESSED:
        with op.batch_alter_table(table) as changing:
            changing.alter_column("address", type_=sa.Text(), existing_nullable=False)
            changing.add_column(sa.Column("address_mark", sa.String(64)))
            changing.create_index(f"ix_{table}_address_mark", ["address_mark"])
    with op.batch_alter_table("tracker_events") as changing:
        changing.add_column(sa.Column("events", sa.Integer(), nullable=False, server_default="1"))
        changing.drop_column("kind")
    with op.batch_alter_table("tracker_events") as changing:
        changing.alter_column("events", server_default=None)
    op.create_index("ix_conversations_last_seen", "conversations", ["last_seen"])
    _people()
    op.create_table(
        "seal_check",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("marked", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_seal_check"),
    )
    op.create_table(
        "retention_look",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", INSTANT, nullable=False),
        sa.Column("steady_since", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_retention_look"),
    )


def downgrade() -> None:
    """Take it all away, unless somebody has told something: an older Signpost could not open it."""
    told = sa.text("SELECT count(*) FROM conversations")
    if op.get_bind().execute(told).scalar_one():
        raise RuntimeError("what people told is sealed now: restore the copy of the database from before")
    for table in ("retention_look", "seal_check", "conversation_marks", "person_marks", "people"):
        op.drop_table(table)
    op.drop_index("ix_conversations_last_seen", "conversations")
    op.execute(sa.text("DELETE FROM tracker_events"))
    with op.batch_alter_table("tracker_events") as changing:
        changing.drop_column("events")
        changing.add_column(sa.Column("kind", sa.String(64), nullable=False))
    for table in ADDRESSED:
        with op.batch_alter_table(table) as changing:
            changing.drop_index(f"ix_{table}_address_mark")
            changing.drop_column("address_mark")
            changing.alter_column("address", type_=sa.String(300), existing_nullable=False)


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("first_seen", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_table(
        "person_marks",
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("first_seen", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_person_marks"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_person_marks_person_id_people"),
    )
    op.create_index("ix_person_marks_person_id", "person_marks", ["person_id"])
    op.create_table(
        "conversation_marks",
        sa.Column("conversation_id", sa.String(40), nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "mark", name="pk_conversation_marks"),
        sa.ForeignKeyConstraint(
            ["mark"], ["person_marks.mark"], name="fk_conversation_marks_mark_person_marks"
        ),
    )
    op.create_index("ix_conversation_marks_mark", "conversation_marks", ["mark"])
