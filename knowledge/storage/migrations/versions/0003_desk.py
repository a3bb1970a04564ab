"""The desk: cases with their audit, what is on its way to brokers, and what people tell us about Signpost."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("reference", sa.String(40), nullable=False),
        sa.Column("conversation_id", sa.String(40), nullable=False),
        sa.Column("message_id", sa.String(100), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("hub_id", sa.String(100), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("route", sa.String(40), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("opened", INSTANT, nullable=False),
        sa.Column("changed", INSTANT, nullable=False),
        sa.Column("consent", sa.JSON(), nullable=False),
        sa.Column("person", sa.JSON()),
        sa.Column("brief", sa.JSON()),
        sa.Column("broker", sa.String(100)),
        sa.Column("outcome", sa.String(40)),
        sa.Column("erased", INSTANT),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("conversation_id", "message_id", name="uq_cases_conversation_id"),
    )
    op.create_index("ix_cases_reference", "cases", ["reference"])
    op.create_index("ix_cases_state_opened", "cases", ["state", "opened"])
    op.create_table(
        "case_events",
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("change", sa.String(20)),
        sa.Column("before", sa.String(20)),
        sa.Column("after", sa.String(20), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "seq", name="pk_case_events"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_events_case_id_cases"),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", INSTANT, nullable=False),
        sa.Column("lease_owner", sa.String(40)),
        sa.Column("lease_until", INSTANT),
        sa.Column("settled", INSTANT),
        sa.Column("error", sa.String(60)),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_deliveries_case_id_cases"),
    )
    op.create_index("ix_deliveries_state_next_try", "deliveries", ["state", "next_try"])
    op.create_index("ix_deliveries_case_id", "deliveries", ["case_id"])
    _noted("feedback", sa.Column("rating", sa.String(10)), sa.Column("text", sa.Text(), nullable=False))
    _noted(
        "wrong_information",
        sa.Column("programme_id", sa.String(100)),
        sa.Column("text", sa.Text(), nullable=False),
    )
    _noted(
        "subscriptions",
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
    )


def downgrade() -> None:
    for table in ("subscriptions", "wrong_information", "feedback", "deliveries", "case_events", "cases"):
        op.drop_table(table)


def _noted(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(40), nullable=False),
        sa.Column("message_id", sa.String(100), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint("conversation_id", "message_id", name=f"uq_{name}_conversation_id"),
    )
