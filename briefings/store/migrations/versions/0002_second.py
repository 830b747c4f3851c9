"""The second schema: changes that keep what the first one stores."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds what the second schema has beyond the first."""
