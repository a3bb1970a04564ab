"""Keep who in Teams is which broker, the channel of each front door, and what stands there about cases."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0024"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
BROKER, CASE = ["brokers.id"], ["cases.id"]


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "teams_links",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("broker_id", sa.String(40), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("case_id", sa.String(40)),
        sa.PrimaryKeyConstraint("key", name="pk_teams_links"),
        sa.UniqueConstraint("broker_id", name="uq_teams_links_broker_id"),
        sa.ForeignKeyConstraint(["broker_id"], BROKER, name="fk_teams_links_broker_id_brokers"),
        sa.ForeignKeyConstraint(["case_id"], CASE, name="fk_teams_links_case_id_cases"),
    )
    op.create_table(
        "teams_codes",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("broker_id", sa.String(40), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name="pk_teams_codes"),
        sa.UniqueConstraint("broker_id", name="uq_teams_codes_broker_id"),
        sa.ForeignKeyConstraint(["broker_id"], BROKER, name="fk_teams_codes_broker_id_brokers"),
    )
    op.create_table(
        "teams_rooms",
        sa.Column("hub_id", sa.String(100), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("bound_by", sa.String(40), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("hub_id", name="pk_teams_rooms"),
        sa.ForeignKeyConstraint(["bound_by"], BROKER, name="fk_teams_rooms_bound_by_brokers"),
    )
    _add_posts()


def _add_posts() -> None:
    op.create_table(
        "teams_posts",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("whose", sa.String(100), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("activity", sa.Text()),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.Column("next_try", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failing_since", INSTANT),
        sa.Column("error", sa.String(60)),
        sa.Column("ended", INSTANT),
        sa.Column("lease_owner", sa.String(40)),
        sa.Column("lease_until", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_teams_posts"),
        sa.ForeignKeyConstraint(["case_id"], CASE, name="fk_teams_posts_case_id_cases"),
    )
    op.create_index("ix_teams_posts_case_id", "teams_posts", ["case_id"])
    op.create_index("ix_teams_posts_ended_next_try", "teams_posts", ["ended", "next_try"])
    op.create_table(
        "teams_notes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("post_id", sa.String(40), nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.Column("error", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_teams_notes"),
        sa.ForeignKeyConstraint(["post_id"], ["teams_posts.id"], name="fk_teams_notes_post_id_teams_posts"),
    )
    op.create_index("ix_teams_notes_post_id", "teams_notes", ["post_id"])


def downgrade() -> None:
    """Drop them."""
    for table in ("teams_notes", "teams_posts", "teams_rooms", "teams_codes", "teams_links"):
        op.drop_table(table)
