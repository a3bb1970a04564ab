"""Add by which way each delivery goes, and what becomes of conversations that Chatwoot cannot be told of."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
IN_CHATWOOT = (("failing_since", INSTANT), ("given_up", INSTANT), ("outcome", sa.String(20)))

# what has gone out is told; else what waits is to be told, before what was given up
ONE_IS_LEFT = """
    UPDATE deliveries SET state = 'recalled' WHERE state IN ('waiting', 'dead') AND EXISTS (
        SELECT 1 FROM deliveries AS other
        WHERE other.case_id = deliveries.case_id AND other.id <> deliveries.id
        AND COALESCE(other.telling, other.id) = COALESCE(deliveries.telling, deliveries.id)
        AND (
            other.state = 'sent'
            OR (other.state = 'waiting' AND deliveries.state = 'dead')
            OR (other.state = deliveries.state AND other.id < deliveries.id)
        )
    )
"""


def upgrade() -> None:
    """Add the columns; `telling` is what rows share that tell the same.

    What waits gets its way when the desk next looks, from the settings, as before. Of what went out before
    nobody noted the way: a notice that it was taken back goes by all there are.
    """
    op.add_column("deliveries", sa.Column("way", sa.String(20)))
    op.add_column("deliveries", sa.Column("telling", sa.String(40)))
    for name, kind in IN_CHATWOOT:
        op.add_column("chatwoot_conversations", sa.Column(name, kind))


def downgrade() -> None:
    """Drop them; of what waits by several ways one is left, for an earlier desk takes all by the same."""
    op.execute(ONE_IS_LEFT)
    for name, _ in reversed(IN_CHATWOOT):
        op.drop_column("chatwoot_conversations", name)
    op.drop_column("deliveries", "telling")
    op.drop_column("deliveries", "way")
