"""The second schema: changes that keep what the first one stores."""

import sqlalchemy
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds what the second schema has beyond the first."""
    _settings_of_groups()


def _settings_of_groups() -> None:
    """A group's settings can be opened to everybody; an editor's or admin's role is a person's, no group's."""
    opened = sqlalchemy.Column("open_settings", sqlalchemy.Boolean, nullable=False, server_default=sqlalchemy.false())
    op.add_column("chat", opened)
    groups = " OR ".join(f"holder LIKE '{each}%'" for each in ("telegram:-", "slack:C", "slack:G"))
    op.execute(f"UPDATE role SET role = 'reader' WHERE role <> 'reader' AND ({groups})")  # noqa: S608 - constants
