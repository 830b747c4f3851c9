"""Schema 0001: every table of the first release."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TERMS = sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql")
_FULL_TEXT = (
    """CREATE VIRTUAL TABLE sentence_index USING fts5(
        terms, content='sentence', content_rowid='id', detail=none, columnsize=0,
        tokenize='unicode61 remove_diacritics 0')""",
    """CREATE TRIGGER sentence_indexed AFTER INSERT ON sentence BEGIN
        INSERT INTO sentence_index(rowid, terms) VALUES (new.id, new.terms); END""",
    """CREATE TRIGGER sentence_unindexed AFTER DELETE ON sentence BEGIN
        INSERT INTO sentence_index(sentence_index, rowid, terms) VALUES ('delete', old.id, old.terms); END""",
)


def upgrade() -> None:
    """Makes every table."""
    op.create_table(
        "analysis",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reading", sa.Integer(), nullable=False),
        sa.Column("published", sa.String(length=10), nullable=True),
        sa.Column("sections", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analysis")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_analysis_changed_at", "analysis", ["changed_at"], unique=False)
    op.create_index("ix_analysis_title_key", "analysis", ["title_key"], unique=False)
    op.create_table(
        "chat",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("quiet", sa.String(length=11), server_default="", nullable=False),
        sa.Column("language", sa.String(length=8), server_default="", nullable=False),
        sa.Column("heard", sa.String(length=8), server_default="", nullable=False),
        sa.Column("length", sa.String(length=8), server_default="", nullable=False),
        sa.Column("opened_by", sa.Text(), server_default="", nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=True),
        sa.Column("paused", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_chat")),
    )
    op.create_table(
        "constant",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_constant")),
    )
    op.create_table(
        "content",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content")),
        sa.UniqueConstraint("key", name=op.f("uq_content_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "event",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first", sa.String(length=10), nullable=False),
        sa.Column("last", sa.String(length=10), nullable=False),
        sa.Column("precision", sa.String(length=8), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("asked_rev", sa.Integer(), server_default="0", nullable=False),
        sa.Column("by_person", sa.Boolean(), nullable=False),
        sa.Column("same_as", _ID, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["same_as"], ["event.id"], name=op.f("fk_event_same_as")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_event_changed_at", "event", ["changed_at"], unique=False)
    op.create_index("ix_event_first", "event", ["first"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("update", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("update", name=op.f("pk_inbox")),
    )
    op.create_index(op.f("ix_inbox_at"), "inbox", ["at"], unique=False)
    op.create_table(
        "role",
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=6), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("invited_by", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("holder", name=op.f("pk_role")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("role", sa.String(length=6), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_by", sa.Text(), server_default="", nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "link",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("pair", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_link")),
    )
    op.create_index(op.f("ix_link_pair"), "link", ["pair"], unique=False)
    op.create_index(op.f("ix_link_place"), "link", ["place"], unique=False)
    op.create_table(
        "spare",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("rather", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_spare")),
    )
    op.create_index(op.f("ix_spare_rather"), "spare", ["rather"], unique=False)
    op.create_table(
        "link_code",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_link_code")),
        sa.UniqueConstraint("person", name=op.f("uq_link_code_person")),
    )
    op.create_table(
        "journal",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("deed", sa.String(length=9), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "shown",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("address", "message", name=op.f("pk_shown")),
    )
    op.create_index(op.f("ix_shown_at"), "shown", ["at"], unique=False)
    op.create_table(
        "undo",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undo")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "kept_line",
        sa.Column("token", sa.String(length=20), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_kept_line")),
    )
    op.create_table(
        "prose",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("prose", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_prose")),
    )
    op.create_index(op.f("ix_prose_at"), "prose", ["at"], unique=False)
    op.create_table(
        "spent",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("address", "day", name=op.f("pk_spent")),
    )
    op.create_table(
        "sender",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("beat_at", sa.BigInteger(), nullable=True),
        sa.Column("next_token_at", sa.BigInteger(), nullable=True),
        sa.Column("paused_until", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.Text(), server_default="", nullable=False),
        sa.Column("refused_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sender")),
    )
    op.create_table(
        "subscription",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("paused", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_subscription_address"), "subscription", ["address"], unique=False)
    op.create_index(
        "ix_subscription_due",
        "subscription",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("paused = ''"),
        postgresql_where=sa.text("paused = ''"),
    )
    op.create_index(op.f("ix_subscription_owner"), "subscription", ["owner"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("dedup", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("owner_rev", sa.Integer(), nullable=False),
        sa.Column("content", _ID, nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.Integer(), server_default="0", nullable=False),
        sa.Column("epoch", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("held_until", sa.BigInteger(), nullable=True),
        sa.Column("sent_as", sa.Text(), server_default="", nullable=False),
        sa.Column("receipt", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["content"], ["content.id"], name=op.f("fk_delivery_content")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("dedup", name=op.f("uq_delivery_dedup")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_address", "delivery", ["address", "id"], unique=False)
    op.create_index(
        "ix_delivery_expires_at",
        "delivery",
        ["expires_at"],
        unique=False,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "ix_delivery_lease",
        "delivery",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("state IN ('sending', 'in_doubt')"),
        postgresql_where=sa.text("state IN ('sending', 'in_doubt')"),
    )
    op.create_index(
        "ix_delivery_open",
        "delivery",
        ["address"],
        unique=False,
        sqlite_where=sa.text("state IN ('sending', 'in_doubt')"),
        postgresql_where=sa.text("state IN ('sending', 'in_doubt')"),
    )
    op.create_index("ix_delivery_owner", "delivery", ["owner"], unique=False)
    op.create_index(
        "ix_delivery_pending",
        "delivery",
        ["sender", "lane", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "ix_delivery_sent_as",
        "delivery",
        ["sent_as"],
        unique=False,
        sqlite_where=sa.text("state IN ('sending', 'in_doubt')"),
        postgresql_where=sa.text("state IN ('sending', 'in_doubt')"),
    )
    op.create_index(
        "ix_delivery_settled_at",
        "delivery",
        ["settled_at"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NOT NULL"),
        postgresql_where=sa.text("settled_at IS NOT NULL"),
    )
    op.create_table(
        "follow",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("event", _ID, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("paused", sa.Text(), server_default="", nullable=False),
        sa.Column("told", sa.JSON(), nullable=True),
        sa.Column("told_state", sa.String(length=9), server_default="set", nullable=False),
        sa.ForeignKeyConstraint(["event"], ["event.id"], name=op.f("fk_follow_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        sa.UniqueConstraint("address", "event", name=op.f("uq_follow_address_event")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_follow_event"), "follow", ["event"], unique=False)
    op.create_table(
        "mention",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("event", _ID, nullable=False),
        sa.Column("analysis", _ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("was", _ID, nullable=True),
        sa.ForeignKeyConstraint(["analysis"], ["analysis.id"], name=op.f("fk_mention_analysis"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["event"], ["event.id"], name=op.f("fk_mention_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
    )
    op.create_index(op.f("ix_mention_analysis"), "mention", ["analysis"], unique=False)
    op.create_index(op.f("ix_mention_event"), "mention", ["event"], unique=False)
    op.create_table(
        "mute",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("event", _ID, nullable=False),
        sa.ForeignKeyConstraint(["event"], ["event.id"], name=op.f("fk_mute_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("address", "event", name=op.f("pk_mute")),
    )
    op.create_index(op.f("ix_mute_event"), "mute", ["event"], unique=False)
    op.create_table(
        "watched_file",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("fault", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_watched_file")),
    )
    op.create_table(
        "last_read",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("analysis", _ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["analysis"], ["analysis.id"], name=op.f("fk_last_read_analysis"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("address", "sender", "analysis", name=op.f("pk_last_read")),
    )
    op.create_table(
        "reader",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("analysis", _ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["analysis"], ["analysis.id"], name=op.f("fk_reader_analysis"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("address", "sender", name=op.f("pk_reader")),
    )
    op.create_table(
        "revision",
        sa.Column("analysis", _ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("given_date", sa.String(length=10), nullable=True),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["analysis"], ["analysis.id"], name=op.f("fk_revision_analysis"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("analysis", "revision", name=op.f("pk_revision")),
    )
    op.create_index("ix_revision_text_hash", "revision", ["text_hash"], unique=False)
    op.create_table(
        "sentence",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("analysis", _ID, nullable=False),
        sa.Column("section", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("terms", _TERMS, nullable=False),
        sa.ForeignKeyConstraint(["analysis"], ["analysis.id"], name=op.f("fk_sentence_analysis"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sentence")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sentence_analysis"), "sentence", ["analysis"], unique=False)
    op.create_table(
        "summary",
        sa.Column("analysis", _ID, nullable=False),
        sa.Column("length", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reading", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["analysis"], ["analysis.id"], name=op.f("fk_summary_analysis"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("analysis", "length", name=op.f("pk_summary")),
    )
    op.create_table(
        "reminder",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("follow", _ID, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=1), nullable=False),
        sa.Column("wall", sa.Text(), server_default="", nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.ForeignKeyConstraint(["follow"], ["follow.id"], name=op.f("fk_reminder_follow"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("follow", "amount", "unit", "wall", name=op.f("uq_reminder_follow_amount_unit_wall")),
    )
    op.create_index(
        "ix_reminder_due",
        "reminder",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    if op.get_context().dialect.name == "sqlite":
        for statement in _FULL_TEXT:
            op.execute(statement)
    else:
        op.create_index("ix_sentence_terms", "sentence", ["terms"], postgresql_using="gin")
