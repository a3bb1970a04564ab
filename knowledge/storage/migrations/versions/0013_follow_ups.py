"""Create the tables of what is asked after a case is closed, and of the mails to people."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables, and what became of reminders and subscriptions."""
    op.create_table(
        "case_answers",
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("answer", sa.String(20)),
        sa.Column("answered_at", INSTANT),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_answers"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_answers_case_id_cases"),
    )
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("conversation_id", sa.String(40), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("due", INSTANT, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("address", sa.Text()),
        sa.Column("address_mark", sa.String(64)),
        sa.Column("programmes", sa.JSON(), nullable=False),
        sa.Column("asked_at", INSTANT),
        sa.Column("answer", sa.String(20)),
        sa.Column("answered_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_follow_ups"),
        sa.UniqueConstraint("case_id", "day", name="uq_follow_ups_case_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_follow_ups_case_id_cases"),
    )
    op.create_index("ix_follow_ups_state_due", "follow_ups", ["state", "due"])
    op.create_index("ix_follow_ups_address_mark", "follow_ups", ["address_mark"])
    op.create_index("ix_follow_ups_conversation_id", "follow_ups", ["conversation_id"])
    op.create_table(
        "programme_outcomes",
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("programme_id", sa.String(100), nullable=False),
        sa.Column("answer", sa.String(20)),
        sa.Column("at", INSTANT),
        sa.PrimaryKeyConstraint("case_id", "day", "programme_id", name="pk_programme_outcomes"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_programme_outcomes_case_id_cases"),
    )
    op.create_index("ix_programme_outcomes_programme_id", "programme_outcomes", ["programme_id"])
    op.create_table(
        "opt_outs",
        sa.Column("conversation_id", sa.String(40), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_opt_outs"),
    )
    op.create_table(
        "person_mails",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("conversation_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("about", sa.String(40), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("address_mark", sa.String(64)),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", INSTANT, nullable=False),
        sa.Column("lease_owner", sa.String(40)),
        sa.Column("lease_until", INSTANT),
        sa.Column("settled", INSTANT),
        sa.Column("error", sa.String(60)),
        sa.PrimaryKeyConstraint("id", name="pk_person_mails"),
        sa.UniqueConstraint("kind", "about", name="uq_person_mails_kind"),
    )
    op.create_index("ix_person_mails_state_next_try", "person_mails", ["state", "next_try"])
    op.create_index("ix_person_mails_address_mark", "person_mails", ["address_mark"])
    op.create_index("ix_person_mails_conversation_id", "person_mails", ["conversation_id"])
    op.create_table(
        "mail_links",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("mail_id", sa.String(40), nullable=False),
        sa.Column("expires", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_mail_links"),
        sa.ForeignKeyConstraint(["mail_id"], ["person_mails.id"], name="fk_mail_links_mail_id_person_mails"),
    )
    op.create_index("ix_mail_links_mail_id", "mail_links", ["mail_id"])
    op.add_column("reminders", sa.Column("queued", INSTANT))
    op.add_column("reminders", sa.Column("sent", INSTANT))
    op.add_column("subscriptions", sa.Column("confirmed", INSTANT))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("subscriptions", "confirmed")
    op.drop_column("reminders", "sent")
    op.drop_column("reminders", "queued")
    for name in (
        "mail_links",
        "person_mails",
        "opt_outs",
        "programme_outcomes",
        "follow_ups",
        "case_answers",
    ):
        op.drop_table(name)
