"""Create the table of the versions of records, with those that are loaded now."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
# what was shown until now named its version only where it was a programme or a step
LOADED = (("programmes", "programmes"), ("steps", "roadmap_steps"))


def upgrade() -> None:
    """Add record_versions: loading keeps only what it changes, so what it finds unchanged is kept here."""
    made = op.create_table(
        "record_versions",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("id", sa.String(100), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("first_seen", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", "version", name="pk_record_versions"),
    )
    now = datetime.now(UTC)
    for kind, name in LOADED:
        shelf = sa.table(name, sa.column("id", sa.String), sa.column("content", sa.JSON))
        rows = op.get_bind().execute(sa.select(shelf.c.id, shelf.c.content)).all()
        op.bulk_insert(
            made,
            [
                {
                    "kind": kind,
                    "id": row.id,
                    "version": row.content["version"],
                    "content": row.content,
                    "first_seen": now,
                }
                for row in rows
                if row.content.get("version")
            ],
        )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("record_versions")
