"""Schema 0003: reviews of events; two columns that nothing used go."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Makes the third schema out of the second."""
    _reviews_of_events()
    _unused_columns()


def _reviews_of_events() -> None:
    """Events found in a text are reviewed by its editor; those known so far count as kept."""
    op.add_column("event", sa.Column("review", sa.String(7), nullable=False, server_default=""))


def _unused_columns() -> None:
    """Drops two columns that were written or left empty, and never read."""
    op.drop_column("sender", "next_token_at")
    op.drop_column("subscription", "rev")
