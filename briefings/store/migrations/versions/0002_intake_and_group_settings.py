"""Schema 0002: the intake, settings of groups, hidden answers, files of analyses, and what digests told. Additive."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds what the second schema has beyond the first."""
    _settings_of_groups()
    _keep_intake()
    _hidden_answers()
    _files_of_analyses()
    _told_by_digests()


def _keep_intake() -> None:
    """What platforms hand over is kept; updates that were answered before are known by their names."""
    op.create_table(
        "intake",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("saved", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake")),
        sa.UniqueConstraint("name", name=op.f("uq_intake_name")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_intake_address"), "intake", ["address"], unique=False)
    op.create_index(op.f("ix_intake_received_at"), "intake", ["received_at"], unique=False)
    op.create_index(
        "ix_intake_unfinished",
        "intake",
        ["platform", "id"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.execute(
        "INSERT INTO intake (name, platform, address, sender, payload, received_at, done_at) "
        "SELECT \"update\", CASE WHEN \"update\" LIKE 'slack:%' THEN 'slack' ELSE 'telegram' END, '', '', '', at, at "
        "FROM inbox WHERE \"update\" LIKE 'slack:%' OR \"update\" LIKE 'telegram:%'"
    )


def _settings_of_groups() -> None:
    """A group's settings can be opened to everybody; an editor's or admin's role is a person's, no group's."""
    opened = sa.Column("open_settings", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("chat", opened)
    groups = " OR ".join(f"holder LIKE '{each}%'" for each in ("telegram:-", "slack:C", "slack:G"))
    op.execute(f"UPDATE role SET role = 'reader' WHERE role <> 'reader' AND ({groups})")  # noqa: S608 - constants


def _hidden_answers() -> None:
    """Answers that one person has seen have a table of their own; lines of buttons know their chat."""
    op.add_column("kept_line", sa.Column("address", sa.Text, nullable=False, server_default=""))
    op.create_index(op.f("ix_kept_line_at"), "kept_line", ["at"])
    op.create_index(op.f("ix_kept_line_address"), "kept_line", ["address"])
    op.create_table(
        "hidden_answer",
        sa.Column("token", sa.String(20), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_hidden_answer")),
    )
    op.create_index(op.f("ix_hidden_answer_at"), "hidden_answer", ["at"])
    op.create_index("ix_hidden_answer_address", "hidden_answer", ["address", "at"])


def _files_of_analyses() -> None:
    """A file in the library folder knows to which analysis it belonged last, and which Readout could not read it."""
    op.add_column("watched_file", sa.Column("analysis", _ID, nullable=True))
    op.add_column("watched_file", sa.Column("edition", sa.String(64), nullable=False, server_default=""))


def _told_by_digests() -> None:
    """What an address that gets several digests was told by them."""
    op.create_table(
        "told",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(1), nullable=False),
        sa.Column("number", _ID, autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("delivery", _ID, nullable=False),
        sa.Column("sent", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("address", "kind", "number", name=op.f("pk_told")),
    )
    op.create_index(op.f("ix_told_delivery"), "told", ["delivery"], unique=False)
