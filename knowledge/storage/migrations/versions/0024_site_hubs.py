"""Add to a conversation the front door of the web site on which it began."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; for conversations of before only the place decides."""
    op.add_column("conversations", sa.Column("hub_id", sa.String(100)))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("conversations", "hub_id")
