"""Schema 0004: statements about the future, quoted spans, corrections, skipped digests, disagreements and markings."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
_Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")

_BY_LABEL = (
    """CREATE TRIGGER sentence_indexed AFTER INSERT ON sentence BEGIN
        INSERT INTO sentence_index(rowid, terms) VALUES (new.id,
        coalesce(char(57344) || new.label || char(57345) ||
        replace(new.terms, ' ', ' ' || char(57344) || new.label || char(57345)), new.terms)); END""",
    """CREATE TRIGGER sentence_unindexed AFTER DELETE ON sentence BEGIN
        INSERT INTO sentence_index(sentence_index, rowid, terms) VALUES ('delete', old.id,
        coalesce(char(57344) || old.label || char(57345) ||
        replace(old.terms, ' ', ' ' || char(57344) || old.label || char(57345)), old.terms)); END""",
    """CREATE TRIGGER sentence_relabelled AFTER UPDATE OF label ON sentence WHEN old.label IS NOT new.label BEGIN
        INSERT INTO sentence_index(sentence_index, rowid, terms) VALUES ('delete', old.id,
        coalesce(char(57344) || old.label || char(57345) ||
        replace(old.terms, ' ', ' ' || char(57344) || old.label || char(57345)), old.terms));
        INSERT INTO sentence_index(rowid, terms) VALUES (new.id,
        coalesce(char(57344) || new.label || char(57345) ||
        replace(new.terms, ' ', ' ' || char(57344) || new.label || char(57345)), new.terms)); END""",
)
_TERMS_BY_LABEL = """(CASE WHEN label IS NULL THEN terms ELSE
    CAST(replace(' ' || CAST(terms AS text), ' ' || chr(39), ' ' || chr(39) || CAST(label AS text) || ':') AS tsvector)
    END)"""


def upgrade() -> None:
    """Makes the fourth schema out of the third."""
    _quoting_messages()
    _corrections()
    _statements()
    op.add_column("chat", sa.Column("person", sa.Text, nullable=False, server_default=""))
    op.add_column("subscription", sa.Column("skips", sa.Text, nullable=False, server_default=""))
    op.drop_index("ix_subscription_owner", "subscription")
    _index_of_some("ix_subscription_elsewhere", "subscription", ["owner"], "owner <> address")
    _addresses()
    _claims()
    _disagreements()
    _web_links()
    _markings()
    _webhooks()
    op.add_column("intake", sa.Column("owner", sa.Text, nullable=False, server_default=""))
    op.add_column("intake", sa.Column("inherited", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("intake", sa.Column("skipped", sa.Integer, nullable=False, server_default="0"))
    op.add_column("intake", sa.Column("saved_wishes", sa.Integer, nullable=False, server_default="0"))
    _couriers()
    _vectors()


def _addresses() -> None:
    """An index that finds the threads of a chat in PostgreSQL, whatever the order of its language."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_subscription_address", "subscription")
        pattern = {"address": "text_pattern_ops"}
        op.create_index("ix_subscription_address", "subscription", ["address"], postgresql_ops=pattern)


def _quoting_messages() -> None:
    """What messages quoted, and the chats that they reached."""
    _quoted_texts()
    _receipts()


def _quoted_texts() -> None:
    op.create_table(
        "quote_text",
        sa.Column("id", _Id, primary_key=True, autoincrement=True),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("head", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("digest", name="uq_quote_text_digest"),
        sa.PrimaryKeyConstraint("id", name="pk_quote_text"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_quote_text_at", "quote_text", ["at"])
    op.create_table(
        "quote_span",
        sa.Column("text", _Id, nullable=False),
        sa.Column("analysis", _Id, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("spans", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["text"], ["quote_text.id"], ondelete="CASCADE", name="fk_quote_span_text"),
        sa.PrimaryKeyConstraint("text", "analysis", "revision", name="pk_quote_span"),
    )
    op.create_index("ix_quote_span_analysis", "quote_span", ["analysis"])


def _receipts() -> None:
    op.create_table(
        "quote_receipt",
        sa.Column("id", _Id, primary_key=True, autoincrement=True),
        sa.Column("text", _Id, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False, server_default=""),
        sa.Column("delivery", _Id),
        sa.Column("doubt", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("tail", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(["text"], ["quote_text.id"], ondelete="CASCADE", name="fk_quote_receipt_text"),
        sa.PrimaryKeyConstraint("id", name="pk_quote_receipt"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_quote_receipt_text", "quote_receipt", ["text"])
    op.create_index("ix_quote_receipt_address", "quote_receipt", ["address"])
    pushed = sa.text("delivery IS NOT NULL")
    op.create_index(
        "ix_quote_receipt_delivery", "quote_receipt", ["delivery"], sqlite_where=pushed, postgresql_where=pushed
    )


def _corrections() -> None:
    """Corrections of sentences that were shown."""
    op.create_table(
        "correction",
        sa.Column("id", _Id, primary_key=True, autoincrement=True),
        sa.Column("analysis", _Id, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("place", sa.Text, nullable=False, server_default=""),
        sa.Column("by", sa.Text, nullable=False, server_default=""),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("decided_by", sa.Text, nullable=False, server_default=""),
        sa.Column("decided_at", sa.BigInteger),
        sa.Column("items", sa.JSON, nullable=False),
        sa.Column("hits", sa.JSON, nullable=False),
        sa.Column("seen", _Id, nullable=False, server_default="0"),
        sa.Column("marked", _Id, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_correction_analysis", "correction", ["analysis"])
    op.create_index("ix_correction_state", "correction", ["state"])


def _statements() -> None:
    """Statements about the future, and what became of them."""
    op.create_table(
        "statement",
        sa.Column("id", _Id, primary_key=True, autoincrement=True),
        sa.Column("analysis", _Id, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("revision", "start", "end")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("what_start", "what_end")),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("kind", sa.String(11), nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("first", sa.String(10)),
        sa.Column("last", sa.String(10)),
        sa.Column("precision", sa.String(8)),
        sa.Column("event", sa.Text, nullable=False, server_default=""),
        *_fate(),
        sa.ForeignKeyConstraint(["analysis"], ["analysis.id"], ondelete="CASCADE", name="fk_statement_analysis"),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
        sa.UniqueConstraint("analysis", "key", name="uq_statement_analysis_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_statement_last", "statement", ["last"])
    op.create_index("ix_statement_holder", "statement", ["holder"])
    op.create_index("ix_statement_place", "statement", ["analysis", "revision", "start"])
    unasked = "asked < 2 AND verdict IN ('', 'moved') AND moved_last IS NULL AND last >= coalesce(counts_from, '')"
    for name, day, some in (
        ("unsettled", "last", "verdict IN ('', 'moved')"),
        ("settled", "last", "verdict NOT IN ('', 'moved')"),
        ("moved", "moved_last", "moved_last IS NOT NULL"),
        ("unasked", "last", unasked),
    ):
        _index_of_some(f"ix_statement_{name}", "statement", [day, "id"], some)
    _index_of_some("ix_event_state", "event", ["state"], "state <> 'set'")
    _index_of_some("ix_event_long", "event", ["last"], "first < last")
    _index_of_some("ix_event_unconfirmed", "event", ["first"], "review = 'open'")
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("ix_sentence_id", "sentence", ["id"], postgresql_using="brin")


def _index_of_some(name: str, table: str, columns: list[str], where: str) -> None:
    """An index over some of the rows."""
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _fate() -> list[sa.Column[Any]]:
    return [
        sa.Column("verdict", sa.String(8), nullable=False, server_default=""),
        sa.Column("moved_first", sa.String(10)),
        sa.Column("moved_last", sa.String(10)),
        sa.Column("moved_precision", sa.String(8)),
        sa.Column("evidence", sa.Text, nullable=False, server_default=""),
        sa.Column("evidence_analysis", _Id),
        sa.Column("evidence_revision", sa.Integer),
        sa.Column("evidence_start", sa.Integer),
        sa.Column("evidence_end", sa.Integer),
        sa.Column("settled_by", sa.Text, nullable=False, server_default=""),
        sa.Column("settled_at", sa.BigInteger),
        sa.Column("asked", sa.Integer, nullable=False, server_default="0"),
        sa.Column("asked_at", sa.BigInteger),
        sa.Column("rev", sa.Integer, nullable=False, server_default="0"),
        sa.Column("counts_from", sa.String(10)),
    ]


def _claims() -> None:
    """What the sentences of current texts claim."""
    op.create_table(
        "claim",
        sa.Column("id", _Id, primary_key=True, autoincrement=True),
        sa.Column("analysis", _Id, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["analysis"], ["analysis.id"], ondelete="CASCADE", name="fk_claim_analysis"),
        sa.PrimaryKeyConstraint("id", name="pk_claim"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_claim_analysis", "claim", ["analysis"])
    op.create_table(
        "claim_key",
        sa.Column("key", sa.BigInteger, nullable=False),
        sa.Column("claim", _Id, nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claim.id"], ondelete="CASCADE", name="fk_claim_key_claim"),
        sa.PrimaryKeyConstraint("key", "claim", name="pk_claim_key"),
    )
    op.create_index("ix_claim_key_claim", "claim_key", ["claim"])


def _disagreements() -> None:
    op.create_table(
        "disagreement",
        sa.Column("id", _Id, primary_key=True, autoincrement=True),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False, server_default=""),
        sa.Column("first_analysis", _Id, nullable=False),
        sa.Column("second_analysis", _Id, nullable=False),
        sa.Column("first", sa.JSON, nullable=False),
        sa.Column("second", sa.JSON, nullable=False),
        sa.Column("state", sa.String(10), nullable=False, server_default="open"),
        sa.Column("rev", sa.Integer, nullable=False, server_default="1"),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("settled_by", sa.Text, nullable=False, server_default=""),
        sa.Column("settled_at", sa.BigInteger),
        sa.UniqueConstraint("digest", name="uq_disagreement_digest"),
        sa.PrimaryKeyConstraint("id", name="pk_disagreement"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_disagreement_first_analysis", "disagreement", ["first_analysis"])
    op.create_index("ix_disagreement_second_analysis", "disagreement", ["second_analysis"])


def _web_links() -> None:
    """Links and tokens for the web server, and readers' visits to pages."""
    op.create_table(
        "web_link",
        sa.Column("id", _Id, primary_key=True, autoincrement=True),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("private", sa.Boolean, nullable=False),
        sa.Column("analysis", _Id),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("opened_at", sa.BigInteger),
        sa.Column("revoked", sa.Boolean, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.UniqueConstraint("hash", name="uq_web_link_hash"),
        sa.PrimaryKeyConstraint("id", name="pk_web_link"),
        sqlite_autoincrement=True,
    )
    for column in ("address", "person", "expires_at"):
        op.create_index(f"ix_web_link_{column}", "web_link", [column])
    op.create_table(
        "web_visit",
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("analysis", _Id, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("earlier_revision", sa.Integer),
        sa.Column("earlier_at", sa.BigInteger),
        sa.ForeignKeyConstraint(["analysis"], ["analysis.id"], ondelete="CASCADE", name="fk_web_visit_analysis"),
        sa.PrimaryKeyConstraint("address", "person", "analysis", name="pk_web_visit"),
    )


def _markings() -> None:
    """Labels, which say who may see a row, and the clearances of readers."""
    _labels()
    _readers()
    _marked_sections()
    labelled = ("analysis", "sentence", "event", "mention", "statement", "correction", "claim", "journal")
    for table in labelled:
        op.add_column(table, sa.Column("label", _Id))
    op.create_index("ix_analysis_label", "analysis", ["label"])
    op.add_column("analysis", sa.Column("partial", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("disagreement", sa.Column("first_label", _Id))
    op.add_column("disagreement", sa.Column("second_label", _Id))
    _labelled_index()


def _labelled_index() -> None:
    """The index of terms by label; no sentence has one yet."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_sentence_terms", "sentence")
        op.create_index("ix_sentence_terms", "sentence", [sa.text(_TERMS_BY_LABEL)], postgresql_using="gin")
        return
    op.execute("DROP TRIGGER sentence_indexed")
    op.execute("DROP TRIGGER sentence_unindexed")
    for statement in _BY_LABEL:
        op.execute(statement)


def _labels() -> None:
    op.create_table(
        "label",
        sa.Column("id", _Id, primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("until", sa.BigInteger),
        sa.Column("audience", sa.Boolean, nullable=False),
        sa.Column("restricted", sa.Boolean, nullable=False),
        sa.Column("ended", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.UniqueConstraint("key", name="uq_label_key"),
        sa.PrimaryKeyConstraint("id", name="pk_label"),
        sqlite_autoincrement=True,
    )
    waiting = sa.text("NOT ended")
    op.create_index("ix_label_until", "label", ["until"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_table(
        "label_audience",
        sa.Column("label", _Id, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["label"], ["label.id"], ondelete="CASCADE", name="fk_label_audience_label"),
        sa.PrimaryKeyConstraint("label", "holder", name="pk_label_audience"),
    )


def _readers() -> None:
    op.create_table(
        "clearance",
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("holder", name="pk_clearance"),
    )
    op.create_table(
        "reader_group",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("member", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", "member", name="pk_reader_group"),
    )
    op.create_index("ix_reader_group_member", "reader_group", ["member"])
    op.create_table(
        "direct_chat",
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("address", "person", name="pk_direct_chat"),
    )


def _marked_sections() -> None:
    op.create_table(
        "section_mark",
        sa.Column("id", _Id, primary_key=True, autoincrement=True),
        sa.Column("analysis", _Id, nullable=False),
        sa.Column("heading", sa.Text, nullable=False),
        sa.Column("label", _Id, nullable=False),
        sa.ForeignKeyConstraint(["analysis"], ["analysis.id"], ondelete="CASCADE", name="fk_section_mark_analysis"),
        sa.UniqueConstraint("analysis", "heading", name="uq_section_mark_analysis_heading"),
        sa.PrimaryKeyConstraint("id", name="pk_section_mark"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_section_mark_analysis", "section_mark", ["analysis"])
    op.create_table(
        "marked_span",
        sa.Column("analysis", _Id, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("label", _Id, nullable=False),
        sa.ForeignKeyConstraint(["analysis"], ["analysis.id"], ondelete="CASCADE", name="fk_marked_span_analysis"),
        sa.PrimaryKeyConstraint("analysis", "revision", "start", "end", "label", name="pk_marked_span"),
    )


def _webhooks() -> None:
    """Addresses to which changes are posted."""
    op.create_table(
        "webhook",
        sa.Column("id", _Id, primary_key=True, autoincrement=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("address", "person", "url", "events")),
        sa.Column("everywhere", sa.Boolean, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("former_secret", sa.Text, nullable=False, server_default=""),
        sa.Column("former_until", sa.BigInteger),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("reached_at", sa.BigInteger),
        sa.Column("failing_since", sa.BigInteger),
        sa.Column("off", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_webhook"),
        sqlite_autoincrement=True,
    )
    for column in ("address", "person"):
        op.create_index(f"ix_webhook_{column}", "webhook", [column])


def _couriers() -> None:
    """Processes that send, and when each chat may get its next message."""
    op.create_table(
        "courier",
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("replica", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("beats", sa.Integer, nullable=False, server_default="0"),
        sa.Column("beat_at", sa.BigInteger),
        sa.Column("tokens", sa.Integer, nullable=False),
        sa.Column("wanted", sa.Integer, nullable=False),
        sa.Column("connected", sa.Boolean),
        sa.Column("settings", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("sender", "epoch", name="pk_courier"),
    )
    op.create_table(
        "chat_pace",
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("free_at", sa.BigInteger, nullable=False),
        sa.Column("recent", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("chat", name="pk_chat_pace"),
    )


def _vectors() -> None:
    """What sentences mean."""
    op.create_table(
        "sentence_vectors",
        sa.Column("id", _Id, primary_key=True, autoincrement=True),
        sa.Column("analysis", _Id, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("encoder", sa.Text, nullable=False),
        *(sa.Column(name, sa.LargeBinary, nullable=False) for name in ("spans", "vectors")),
        sa.ForeignKeyConstraint(["analysis"], ["analysis.id"], ondelete="CASCADE", name="fk_sentence_vectors_analysis"),
        sa.PrimaryKeyConstraint("id", name="pk_sentence_vectors"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sentence_vectors_analysis", "sentence_vectors", ["analysis", "encoder"])
