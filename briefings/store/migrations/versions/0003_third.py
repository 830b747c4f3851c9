"""Schema 0003: additive changes to 0002."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds what the third schema has beyond the second."""
    _reviews_of_events()


def _reviews_of_events() -> None:
    """Events found in a text are reviewed by its editor; those known so far count as kept."""
    op.add_column("event", sa.Column("review", sa.String(7), nullable=False, server_default=""))
