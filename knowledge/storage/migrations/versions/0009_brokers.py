"""Create the tables of the brokers' accounts and of their sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add brokers and broker_sessions."""
    op.create_table(
        "brokers",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("hubs", sa.JSON(), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("locked_until", INSTANT),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_brokers"),
        sa.UniqueConstraint("email", name="uq_brokers_email"),
    )
    op.create_table(
        "broker_sessions",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("broker_id", sa.String(40), nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.Column("last_seen", INSTANT, nullable=False),
        sa.Column("expires", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_broker_sessions"),
        sa.ForeignKeyConstraint(["broker_id"], ["brokers.id"], name="fk_broker_sessions_broker_id_brokers"),
    )


def downgrade() -> None:
    """Drop both."""
    op.drop_table("broker_sessions")
    op.drop_table("brokers")
