"""The schema's history. Alembic is imported here alone, and only by a process of its own."""
