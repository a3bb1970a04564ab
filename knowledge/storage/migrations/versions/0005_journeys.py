"""Create the tables of the roadmaps: steps and journeys."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add roadmap_steps and journeys."""
    for name in ("roadmap_steps", "journeys"):
        op.create_table(
            name,
            sa.Column("id", sa.String(100), nullable=False),
            sa.Column("position", sa.Integer(), nullable=False),
            sa.Column("content", sa.JSON(), nullable=False),
            sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("journeys")
    op.drop_table("roadmap_steps")
