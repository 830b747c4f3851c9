"""Schema migrations. Only this package imports Alembic, and only in a separate process."""
