"""Keep where a case was first read; tell single brokers of cases, and people by mail what became of them."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0032"
branch_labels = None
depends_on = None

CLAIMS = """
INSERT INTO case_readings (case_id, hub_id, team, broker, at)
SELECT claimed.case_id, claimed.hub_id, claimed.team, MIN(claimed.who), MIN(claimed.at) FROM (
    SELECT e.case_id, e.who, e.at,
        COALESCE((SELECT d.hub_id FROM deliveries d
            WHERE d.case_id = e.case_id AND d.kind <> 'withdrawal' AND d.created <= e.at
            ORDER BY d.created DESC LIMIT 1), c.hub_id) AS hub_id,
        COALESCE((SELECT d.team FROM deliveries d
            WHERE d.case_id = e.case_id AND d.kind <> 'withdrawal' AND d.created <= e.at
            ORDER BY d.created DESC LIMIT 1), '') AS team
    FROM case_events e JOIN cases c ON c.id = e.case_id WHERE e.change = 'claim'
) AS claimed GROUP BY claimed.case_id, claimed.hub_id, claimed.team
"""


def upgrade() -> None:
    """Add the table, and what is known of it."""
    op.create_table(
        "case_readings",
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("hub_id", sa.String(100), nullable=False),
        sa.Column("team", sa.String(100), nullable=False),
        sa.Column("broker", sa.String(100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "hub_id", "team", name="pk_case_readings"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_readings_case_id_cases"),
    )
    op.execute(CLAIMS)
    op.add_column("deliveries", sa.Column("broker", sa.String(100)))
    op.add_column("person_mails", sa.Column("case_id", sa.String(40)))
    op.add_column("person_mails", sa.Column("words", sa.Text()))


def downgrade() -> None:
    """Drop them; what is told to one broker would go to all of the front door, and goes to nobody."""
    op.execute("DELETE FROM deliveries WHERE broker IS NOT NULL")
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.drop_column("broker")
    news = "(SELECT id FROM person_mails WHERE kind = 'case_news')"
    op.execute(f"DELETE FROM mail_links WHERE mail_id IN {news}")  # noqa: S608 - all of it stands here
    op.execute("DELETE FROM person_mails WHERE kind = 'case_news'")
    with op.batch_alter_table("person_mails") as mails:
        mails.drop_column("words")
        mails.drop_column("case_id")
    op.drop_table("case_readings")
