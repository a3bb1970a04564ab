"""Let a broker sign in with an account elsewhere, and keep who dealt with wrong information."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the password optional; add who a broker is at the provider, and who dealt with a report."""
    # SQLite changes a column by making the table anew, which it refuses while sessions point to the old one
    op.execute(sa.text("DELETE FROM broker_sessions"))
    with op.batch_alter_table("brokers") as brokers:
        brokers.alter_column("password_hash", existing_type=sa.String(200), nullable=True)
        brokers.add_column(sa.Column("issuer", sa.String(300)))
        brokers.add_column(sa.Column("subject", sa.String(255)))
        brokers.create_unique_constraint("uq_brokers_identity", ["issuer", "subject"])
    op.add_column("wrong_information", sa.Column("dealt_by", sa.String(40)))
    op.add_column("wrong_information", sa.Column("dealt_at", INSTANT))


def downgrade() -> None:
    """Drop these; whoever has no password is disabled."""
    op.execute(sa.text("DELETE FROM broker_sessions"))
    brokers = sa.table("brokers", sa.column("password_hash"), sa.column("disabled"))
    without = sa.update(brokers).where(brokers.c.password_hash.is_(None))
    op.execute(without.values(password_hash="", disabled=sa.true()))
    with op.batch_alter_table("wrong_information") as reports:
        reports.drop_column("dealt_at")
        reports.drop_column("dealt_by")
    with op.batch_alter_table("brokers") as table:
        table.drop_constraint("uq_brokers_identity", type_="unique")
        table.drop_column("subject")
        table.drop_column("issuer")
        table.alter_column("password_hash", existing_type=sa.String(200), nullable=False)
