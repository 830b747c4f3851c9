"""All tables. Instants are microseconds since 1970, so that both databases sort and compare alike."""

from typing import get_args

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TextClause,
    UniqueConstraint,
    false,
    literal_column,
    text,
)

from briefings.model.agenda import EventState, Precision, Review
from briefings.model.analysis import StatementKind
from briefings.model.audit_log import DEEDS
from briefings.model.corrections import CorrectionKind, CorrectionState
from briefings.model.delivery import DeliveryKind, DeliveryState
from briefings.model.disagreements import DisagreementKind, Judgement
from briefings.model.outlook import Verdict
from briefings.model.people import ROLES
from briefings.store.sql import POSTGRESQL, Day, Instant, Reason, Terms, Word

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
_Id = BigInteger().with_variant(Integer, "sqlite")
# What PostgreSQL's index of terms holds. Those of a sentence with a label stand behind its number ("3:ferry"), so that
# a word of a hidden sentence isn't found at all for who may not see it: sorting out what was found would take time.
INDEXED_TERMS = """(CASE WHEN label IS NULL THEN terms ELSE
    CAST(replace(' ' || CAST(terms AS text), ' ' || chr(39), ' ' || chr(39) || CAST(label AS text) || ':') AS tsvector)
    END)"""


def _id() -> Column[int]:
    return Column("id", _Id, primary_key=True, autoincrement=True)


def _partial(name: str, *columns: str, where: TextClause) -> Index:
    """An index over some of the rows."""
    return Index(name, *columns, sqlite_where=where, info={POSTGRESQL: {"where": where}})


def for_postgresql() -> None:
    """Adds PostgreSQL's index options; set on the tables, they would load that dialect for everybody."""
    for index in (index for table in metadata.tables.values() for index in table.indexes):
        for option, value in index.info.get(POSTGRESQL, {}).items():
            index.dialect_options[POSTGRESQL][option] = value


NOT_ENDED = text("NOT ended")
label = Table(  # who may see what: each combination of marking, embargo and audience once
    "label",
    metadata,
    _id(),
    Column("key", String(64), nullable=False, unique=True),  # a digest of all of it
    Column("rank", Integer, nullable=False),  # of the marking: 0 for CLEAR to 4 for RED
    Column("until", Instant),  # the end of an embargo, before which it counts as RED
    Column("audience", Boolean, nullable=False),  # whether it is for some alone
    Column("restricted", Boolean, nullable=False),  # hidden from some readers of unmarked analyses
    Column("ended", Boolean, nullable=False, server_default=false()),  # what is due at its end was done
    _partial("ix_label_until", "until", where=NOT_ENDED),
    sqlite_autoincrement=True,
)
label_audience = Table(
    "label_audience",
    metadata,
    Column("label", ForeignKey("label.id", ondelete="CASCADE"), primary_key=True),
    Column("holder", Text, primary_key=True),  # a chat, a person or "@group"
)
clearance = Table(  # of chats and people, beside the default
    "clearance",
    metadata,
    Column("holder", Text, primary_key=True),
    Column("rank", Integer, nullable=False),
    Column("at", Instant, nullable=False),
)
reader_group = Table(  # groups that an audience may name
    "reader_group",
    metadata,
    Column("name", Text, primary_key=True),
    Column("member", Text, primary_key=True, index=True),
)
direct_chat = Table(  # whose own chat with the bot an address is, where a clearance was set for either
    "direct_chat",
    metadata,
    Column("address", Text, primary_key=True),
    Column("person", Text, primary_key=True),
)
# Queries about a table with this `info` have to name the viewer: see `markings.visibility`.
_GUARDED = {"guarded": True}


def _label(name: str = "label") -> Column[int | None]:
    """Who may see a row; NULL for the library's default."""
    return Column(name, _Id)


analysis = Table(
    "analysis",
    metadata,
    _id(),
    Column("file_name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("title_key", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("reading", Integer, nullable=False),  # rises when the same text is read again with another date
    Column("published", Day),
    Column("sections", Integer, nullable=False),
    Column("words", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    _label(),
    Column("partial", Boolean, nullable=False, server_default=false()),  # sections have markings of their own
    Index("ix_analysis_title_key", "title_key"),
    Index("ix_analysis_changed_at", "changed_at"),
    Index("ix_analysis_label", "label"),
    sqlite_autoincrement=True,
    info=_GUARDED,
)
revision = Table(
    "revision",
    metadata,
    Column("analysis", ForeignKey("analysis.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("given_date", Day),
    Column("draft", Text, nullable=False),  # everything found in the text, as spans
    Column("added_by", Text, nullable=False, server_default=""),  # words for people; "" where nobody knows
    Column("created_at", Instant, nullable=False),
    Index("ix_revision_text_hash", "text_hash"),
    info=_GUARDED,
)
section_mark = Table(  # the sections of an analysis that have a marking of their own
    "section_mark",
    metadata,
    _id(),
    Column("analysis", ForeignKey("analysis.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("heading", Text, nullable=False),  # as a key, behind the number of those alike before it
    Column("label", _Id, nullable=False),
    UniqueConstraint("analysis", "heading"),
    sqlite_autoincrement=True,
)
marked_span = Table(  # where those sections and the sources that they alone cite stand in each revision
    "marked_span",
    metadata,
    Column("analysis", ForeignKey("analysis.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("start", Integer, primary_key=True, autoincrement=False),
    Column("end", Integer, primary_key=True, autoincrement=False),
    Column("label", _Id, primary_key=True, autoincrement=False),
)
sentence = Table(
    "sentence",
    metadata,
    _id(),
    Column("analysis", ForeignKey("analysis.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("section", Integer),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("terms", Terms, nullable=False),
    _label(),
    Index("ix_sentence_terms", text(INDEXED_TERMS), info={POSTGRESQL: {"using": "gin"}}).ddl_if(dialect=POSTGRESQL),
    Index("ix_sentence_id", "id", info={POSTGRESQL: {"using": "brin"}}).ddl_if(dialect=POSTGRESQL),  # by blocks
    sqlite_autoincrement=True,
    info=_GUARDED,
)
sentence_vectors = (
    Table(  # what the sentences of a text mean, some of them in a row; none where they aren't encoded yet
        "sentence_vectors",
        metadata,
        _id(),
        Column("analysis", ForeignKey("analysis.id", ondelete="CASCADE"), nullable=False),
        Column("revision", Integer, nullable=False),
        Column("encoder", Text, nullable=False),  # with its version
        Column("spans", LargeBinary, nullable=False),  # starts and ends, four bytes each
        Column("vectors", LargeBinary, nullable=False),
        Index("ix_sentence_vectors_analysis", "analysis", "encoder"),
        sqlite_autoincrement=True,
        info={**_GUARDED, "derived": True},
    )
)
summary = Table(
    "summary",
    metadata,
    Column("analysis", ForeignKey("analysis.id", ondelete="CASCADE"), primary_key=True),
    Column("length", String(16), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("reading", Integer, nullable=False),
    Column("summary", Text, nullable=False),
    info=_GUARDED,
)
prose = Table(
    "prose",
    metadata,
    Column("key", String(64), primary_key=True),  # a digest of the model, the task and the sentences given
    Column("prose", Text, nullable=False),
    Column("at", Instant, nullable=False, index=True),
)
spent = Table(
    "spent",
    metadata,
    Column("address", Text, primary_key=True),
    Column("day", Day, primary_key=True),  # in the chat's zone
    Column("tokens", Integer, nullable=False),
)
CHANGED_EVENT = text("state <> 'set'")  # held, postponed or cancelled
LONG_EVENT = text("first < last")  # of several days, or whose day isn't known
UNCONFIRMED_EVENT = text("review = 'open'")
event = Table(
    "event",
    metadata,
    _id(),
    Column("title", Text, nullable=False),
    Column("first", Day, nullable=False),
    Column("last", Day, nullable=False),
    Column("precision", Word(8, get_args(Precision)), nullable=False),
    Column("at", Instant),
    Column("zone", Text),
    Column("state", Word(9, get_args(EventState)), nullable=False),
    Column("why", Text, nullable=False, server_default=""),
    Column("rev", Integer, nullable=False),
    Column("asked_rev", Integer, nullable=False, server_default="0"),  # at which editors were asked what became of it
    Column("by_person", Boolean, nullable=False),
    Column("same_as", ForeignKey("event.id")),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("review", Word(7, get_args(Review)), nullable=False, server_default=""),
    _label(),
    Index("ix_event_first", "first"),
    Index("ix_event_changed_at", "changed_at"),
    _partial("ix_event_state", "state", where=CHANGED_EVENT),
    _partial("ix_event_long", "last", where=LONG_EVENT),
    _partial("ix_event_unconfirmed", "first", where=UNCONFIRMED_EVENT),
    sqlite_autoincrement=True,
    info=_GUARDED,
)
mention = Table(
    "mention",
    metadata,
    _id(),
    Column("event", ForeignKey("event.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("analysis", ForeignKey("analysis.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("was", _Id),  # the event that it belonged to before that was joined
    _label(),
    info=_GUARDED,
)
chat = Table(
    "chat",
    metadata,
    Column("address", Text, primary_key=True),
    Column("zone", Text),
    Column("quiet", String(11), nullable=False, server_default=""),  # "22:00-07:00"
    Column("language", String(8), nullable=False, server_default=""),  # the tag that was chosen
    Column("heard", String(8), nullable=False, server_default=""),  # the tag of who spoke there
    Column("length", String(8), nullable=False, server_default=""),  # of summaries: "short", "medium" or "long"
    Column("opened_by", Text, nullable=False, server_default=""),
    Column("opened_at", Instant),
    Column("paused", Reason, nullable=False, server_default=""),
    Column("open_settings", Boolean, nullable=False, server_default=false()),  # everybody there may change them
    Column("person", Text, nullable=False, server_default=""),  # whose direct messages these are, if not by the address
)
reader = Table(
    "reader",
    metadata,
    Column("address", Text, primary_key=True),
    Column("sender", Text, primary_key=True),
    Column("analysis", ForeignKey("analysis.id", ondelete="CASCADE"), nullable=False),
    Column("at", Instant, nullable=False),
)
watched_file = Table(  # what became of each file in the library folder, by its path in it
    "watched_file",
    metadata,
    Column("path", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),  # the file's own time, in nanoseconds
    Column("hash", String(64), nullable=False),
    Column("fault", Reason, nullable=False, server_default=""),  # why it was not taken in, for people
    Column("at", Instant, nullable=False),
    Column("analysis", _Id),  # to which it belonged when it was taken in last, perhaps removed since
    Column("edition", String(64), nullable=False, server_default=""),  # of the Readout that could not read its content
)
last_read = Table(  # the newest revision of each analysis that a person has read in a place
    "last_read",
    metadata,
    Column("address", Text, primary_key=True),
    Column("sender", Text, primary_key=True),
    Column("analysis", ForeignKey("analysis.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("at", Instant, nullable=False),
)
follow = Table(
    "follow",
    metadata,
    _id(),
    Column("address", Text, nullable=False),
    Column("event", ForeignKey("event.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("paused", Reason, nullable=False, server_default=""),
    Column("told", JSON),  # the date that this chat was last told, null before the first reminder
    # the state of the event when it was told
    Column("told_state", Word(9, get_args(EventState)), nullable=False, server_default="set"),
    UniqueConstraint("address", "event"),
    sqlite_autoincrement=True,
)
mute = Table(
    "mute",
    metadata,
    Column("address", Text, primary_key=True),
    Column("event", ForeignKey("event.id", ondelete="CASCADE"), primary_key=True, index=True),
)
reminder = Table(
    "reminder",
    metadata,
    _id(),
    Column("follow", ForeignKey("follow.id", ondelete="CASCADE"), nullable=False),
    Column("platform", Text, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("unit", Word(1, ("d", "h", "m", "s")), nullable=False),  # s for one that was put off until its instant
    Column("wall", Text, nullable=False, server_default=""),  # "09:00 Asia/Shanghai" where a time of that day was named
    Column("due_at", Instant, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("state", Word(7, ("waiting", "fired", "passed")), nullable=False),
    UniqueConstraint("follow", "amount", "unit", "wall"),
    _partial("ix_reminder_due", "due_at", where=text("state = 'waiting'")),
)
_ADDRESS_PATTERN = {"address": "text_pattern_ops"}  # finds a chat's threads by the beginning of their addresses
SET_UP_ELSEWHERE = text("owner <> address")  # few are, and an index of all would change with each due date
subscription = Table(
    "subscription",
    metadata,
    _id(),
    Column("address", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("days", Integer, nullable=False),  # bit n stands for ISO weekday n + 1
    Column("at", String(5), nullable=False),
    Column("zone", Text),
    Column("words", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("since", Instant, nullable=False),
    Column("paused", Reason, nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    Column("skips", Text, nullable=False, server_default=""),  # days without a digest: "2026-12-04 2026-12-11"
    Index("ix_subscription_address", "address", info={POSTGRESQL: {"ops": _ADDRESS_PATTERN}}),
    _partial("ix_subscription_due", "due_at", where=text("paused = ''")),
    _partial("ix_subscription_elsewhere", "owner", where=SET_UP_ELSEWHERE),
    sqlite_autoincrement=True,
)
told = Table(  # what digests told an address that gets several, so that none of them repeats another
    "told",
    metadata,
    Column("address", Text, primary_key=True),
    Column("kind", Word(1, ("a", "e", "t")), primary_key=True),  # an analysis, a changed event, an event's day
    Column("number", _Id, primary_key=True, autoincrement=False),
    Column("until", Instant, nullable=False),  # the end of the period that the digest covered
    Column("delivery", _Id, nullable=False, index=True),
    Column("sent", Boolean, nullable=False, server_default=false()),  # where the delivery is no longer kept
)
content = Table(
    "content",
    metadata,
    _id(),
    Column("key", Text, nullable=False, unique=True),
    Column("facts", JSON, nullable=False),
    sqlite_autoincrement=True,
)
_OPEN = text("state IN ('sending', 'in_doubt')")
_PENDING = text("state = 'pending'")
_SETTLED = text("settled_at IS NOT NULL")
delivery = Table(
    "delivery",
    metadata,
    _id(),
    Column("dedup", Text, nullable=False, unique=True),
    Column("sender", Text, nullable=False),
    Column("lane", Integer, nullable=False),  # 0 interactive, 1 reminder, 2 digest, 3 broadcast
    Column("address", Text, nullable=False),
    Column("kind", Word(8, get_args(DeliveryKind)), nullable=False),
    Column("owner", Text, nullable=False),  # what it is owed by: "subscription:3", "follow:7"
    Column("owner_rev", Integer, nullable=False),
    Column("content", ForeignKey("content.id"), nullable=False),
    Column("state", Word(9, get_args(DeliveryState)), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("attempt", Integer, nullable=False, server_default="0"),
    Column("epoch", Integer, nullable=False, server_default="0"),
    Column("lease_until", Instant),
    Column("held_until", Instant),  # the end of the quiet hours that held it back
    Column("sent_as", Text, nullable=False, server_default=""),  # the key that the message carries
    Column("receipt", Text, nullable=False, server_default=""),
    Column("reason", Reason, nullable=False, server_default=""),
    Column("settled_at", Instant),
    _partial("ix_delivery_pending", "sender", "lane", "id", where=_PENDING),
    _partial("ix_delivery_open", "address", where=_OPEN),
    _partial("ix_delivery_lease", "lease_until", where=_OPEN),
    _partial("ix_delivery_expires_at", "expires_at", where=_PENDING),
    Index("ix_delivery_address", "address", "id"),
    _partial("ix_delivery_sent_as", "sent_as", where=_OPEN),
    Index("ix_delivery_owner", "owner"),
    _partial("ix_delivery_settled_at", "settled_at", where=_SETTLED),
    sqlite_autoincrement=True,
)
spare = Table(  # deliveries that are not sent because another one of the same person is; both by their keys
    "spare",
    metadata,
    Column("key", Text, primary_key=True),
    Column("rather", Text, nullable=False, index=True),
)
# Written into the statement, not bound to it: SQLite uses a partial index only where it sees the value.
PENDING: ColumnElement[str] = literal_column("'pending'")
WAITING: ColumnElement[str] = literal_column("'waiting'")
RUNNING: ColumnElement[str] = literal_column("''")  # nothing says why it is paused
OPEN: tuple[ColumnElement[str], ...] = (literal_column("'sending'"), literal_column("'in_doubt'"))
sender = Table(
    "sender",
    metadata,
    Column("name", Text, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("beat_at", Instant),
    Column("paused_until", Instant),
    Column("trouble", Reason, nullable=False, server_default=""),
    Column("refused_at", Instant),  # since when the account is refused, through attempts to go on
)
courier = Table(  # processes that send for a platform; each claims deliveries under its own epoch
    "courier",
    metadata,
    Column("sender", Text, primary_key=True),
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("replica", Text, nullable=False),  # the process's name, by which others find out whether it lives
    Column("place", Text, nullable=False),  # its machine and process id, for people
    Column("beats", Integer, nullable=False, server_default="0"),
    Column("beat_at", Instant),
    Column("tokens", Integer, nullable=False),  # messages a second that it may send
    Column("wanted", Integer, nullable=False),  # messages a second that it would send
    Column("connected", Boolean),  # whether its connection to the platform works; unknown until it has found out
    Column("settings", Text, nullable=False, server_default=""),  # JSON, a hash of each
)
chat_pace = Table(  # when a chat may get its next message, where several processes send
    "chat_pace",
    metadata,
    Column("chat", Text, primary_key=True),
    Column("free_at", BigInteger, nullable=False),  # microseconds by the database's clock
    Column("recent", Text, nullable=False, server_default=""),  # turns of its last minute, where they are counted
)
constant = Table(
    "constant",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
inbox = Table(
    "inbox",
    metadata,
    Column("update", Text, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
)
intake = Table(  # what platforms handed over, until it is dealt with; after that the name alone
    "intake",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),  # platform:update
    Column("platform", Text, nullable=False),
    Column("address", Text, nullable=False, index=True),  # of the chat
    Column("sender", Text, nullable=False),
    Column("payload", Text, nullable=False),  # the platform's own JSON
    Column("received_at", Instant, nullable=False, index=True),
    Column("saved", Boolean, nullable=False, server_default=false()),  # a change that it asks for is in the database
    Column("tries", Integer, nullable=False, server_default="0"),  # after a restart
    Column("done_at", Instant),
    Column("owner", Text, nullable=False, server_default=""),  # the replica that handles it, on PostgreSQL
    Column("inherited", Boolean, nullable=False, server_default=false()),  # from a replica that died
    Column("skipped", Integer, nullable=False, server_default="0"),  # from this one on, of which it tells
    Column("saved_wishes", Integer, nullable=False, server_default="0"),  # unused since 0.2
    _partial("ix_intake_unfinished", "platform", "id", where=text("done_at IS NULL")),
    sqlite_autoincrement=True,
)
role = Table(  # of people and chats, beside those that the settings give
    "role",
    metadata,
    Column("holder", Text, primary_key=True),
    Column("role", Word(6, ROLES), nullable=False),
    Column("name", Text, nullable=False),
    Column("invited_by", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
invitation = Table(
    "invitation",
    metadata,
    _id(),
    Column("role", Word(6, ROLES), nullable=False),
    Column("by", Text, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_by", Text, nullable=False, server_default=""),
    Column("withdrawn", Boolean, nullable=False, default=False),
    sqlite_autoincrement=True,
)
link = Table(  # the accounts of one person share a pair
    "link",
    metadata,
    Column("person", Text, primary_key=True),
    Column("pair", String(16), nullable=False, index=True),
    Column("place", Text, nullable=False, index=True),
    Column("preferred", Boolean, nullable=False),
)
link_code = Table(
    "link_code",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("person", Text, nullable=False, unique=True),
    Column("place", Text, nullable=False),
    Column("expires_at", Instant, nullable=False),
)
web_link = Table(  # links and tokens for the web server, without the text that opens
    "web_link",
    metadata,
    _id(),
    Column("hash", String(64), nullable=False, unique=True),  # the SHA-256 of the token
    Column("address", Text, nullable=False, index=True),  # the chat whose rights it has
    Column("person", Text, nullable=False, index=True),
    Column("private", Boolean, nullable=False),  # the chat is a conversation of this person and the bot alone
    Column("analysis", _Id),  # None for the whole library
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("opened_at", Instant),
    Column("revoked", Boolean, nullable=False, default=False),
    Column("kind", String(16), nullable=False),  # page, token, calendar or feed
    Column("name", Text, nullable=False),  # a token's, "" for all others
    sqlite_autoincrement=True,
)
webhook = Table(  # addresses to which changes are posted
    "webhook",
    metadata,
    _id(),
    Column("address", Text, nullable=False, index=True),  # the chat whose rights it has
    Column("person", Text, nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("events", Text, nullable=False),  # the types that it gets, in a row; "" for all
    Column("everywhere", Boolean, nullable=False),  # failed deliveries of other chats too
    Column("secret", Text, nullable=False),  # with which posts are signed
    Column("former_secret", Text, nullable=False, server_default=""),
    Column("former_until", Instant),  # until when posts are signed with the former one too
    Column("made_at", Instant, nullable=False),
    Column("reached_at", Instant),  # when it last took a post
    Column("failing_since", Instant),  # the first failed attempt since
    Column("off", Reason, nullable=False, server_default=""),  # why nothing is posted
    sqlite_autoincrement=True,
)
web_visit = Table(  # a reader's last visit to the page of an analysis, and the one before
    "web_visit",
    metadata,
    Column("address", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("analysis", ForeignKey("analysis.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("earlier_revision", Integer),
    Column("earlier_at", Instant),
)
journal = Table(  # who changed what; lines are added, never altered but for the address of a group that moved
    "journal",
    metadata,
    _id(),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),  # words for people
    Column("deed", Word(9, DEEDS), nullable=False),
    Column("subject", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    _label(),
    info=_GUARDED,
    sqlite_autoincrement=True,
)
shown = Table(  # what the bot's messages show, for answers to them
    "shown",
    metadata,
    Column("address", Text, primary_key=True),
    Column(
        "message", Text, primary_key=True
    ),  # the platform's own name for it, or "answer to SENDER" for the last one that somebody got
    Column("about", Text, nullable=False),  # "a12", "a12 3" or "e5"; of an answer its command line
    Column("at", Instant, nullable=False, index=True),
)
undo = Table(  # changes that can be taken back for a while
    "undo",
    metadata,
    _id(),
    Column("address", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("step", Text, nullable=False),
    Column("undone_at", Instant),
    sqlite_autoincrement=True,
)
kept_line = Table(
    "kept_line",
    metadata,
    Column("token", String(20), primary_key=True),
    Column("says", Text, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("address", Text, nullable=False, server_default="", index=True),  # where its button was shown
)
hidden_answer = Table(  # answers that their sender alone has seen, for showing them to the others
    "hidden_answer",
    metadata,
    Column("token", String(20), primary_key=True),  # a digest of the address and the answer
    Column("address", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("size", Integer, nullable=False),  # characters
    Column("at", Instant, nullable=False, index=True),
    Index("ix_hidden_answer_address", "address", "at"),
)
# Those that editors may be asked about; what was due before it was read is never asked about. `last` stands on the left
# side: SQLite turns a comparison with an indexed column round, and then takes it for another one.
UNASKED = text("asked < 2 AND verdict IN ('', 'moved') AND moved_last IS NULL AND last >= coalesce(counts_from, '')")
statement = Table(  # a statement about the future, and what became of it
    "statement",
    metadata,
    _id(),
    Column("analysis", ForeignKey("analysis.id", ondelete="CASCADE"), nullable=False),
    Column("key", String(64), nullable=False),  # a digest of its words, the same in every revision that has them
    Column("revision", Integer, nullable=False),  # the newest one that has it
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("what_start", Integer, nullable=False),
    Column("what_end", Integer, nullable=False),
    Column("text", Text, nullable=False),  # its sentence
    Column("kind", Word(11, get_args(StatementKind)), nullable=False),
    Column("holder", Text, nullable=False),
    Column("first", Day),
    Column("last", Day),
    Column("precision", Word(8, get_args(Precision))),
    Column("event", Text, nullable=False, server_default=""),
    Column("verdict", Word(8, get_args(Verdict)), nullable=False, server_default=""),
    Column("moved_first", Day),
    Column("moved_last", Day),
    Column("moved_precision", Word(8, get_args(Precision))),
    Column("evidence", Text, nullable=False, server_default=""),
    Column("evidence_analysis", _Id),  # perhaps removed since
    Column("evidence_revision", Integer),
    Column("evidence_start", Integer),
    Column("evidence_end", Integer),
    Column("settled_by", Text, nullable=False, server_default=""),
    Column("settled_at", Instant),
    Column("asked", Integer, nullable=False, server_default="0"),  # how often the editors were asked
    Column("asked_at", Instant),
    Column("rev", Integer, nullable=False, server_default="0"),
    Column("counts_from", Day),  # the day it was read first; what was due before is never asked about
    _label(),
    UniqueConstraint("analysis", "key"),
    Index("ix_statement_last", "last"),
    Index("ix_statement_holder", "holder"),
    Index("ix_statement_place", "analysis", "revision", "start"),
    _partial("ix_statement_unsettled", "last", "id", where=text("verdict IN ('', 'moved')")),
    _partial("ix_statement_settled", "last", "id", where=text("verdict NOT IN ('', 'moved')")),
    _partial("ix_statement_moved", "moved_last", "id", where=text("moved_last IS NOT NULL")),
    _partial("ix_statement_unasked", "last", "id", where=UNASKED),
    sqlite_autoincrement=True,
    info=_GUARDED,
)
quote_text = Table(  # what messages quote and say, once for all chats that got the same
    "quote_text",
    metadata,
    _id(),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("head", LargeBinary, nullable=False),  # the blocks up to the last quotation, compressed
    Column("at", Instant, nullable=False, index=True),  # when it was last used, to the day
    sqlite_autoincrement=True,
)
quote_span = Table(  # the spans of one revision that a text quotes
    "quote_span",
    metadata,
    Column("text", ForeignKey("quote_text.id", ondelete="CASCADE"), primary_key=True),
    Column("analysis", _Id, primary_key=True, autoincrement=False, index=True),  # perhaps removed since
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("spans", LargeBinary, nullable=False),  # gaps and lengths in characters, as variable-length integers
)
quote_receipt = Table(  # the messages that reached a chat, or may have
    "quote_receipt",
    metadata,
    _id(),
    Column("text", ForeignKey("quote_text.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("address", Text, nullable=False, index=True),
    Column("message", Text, nullable=False, server_default=""),  # the platform's own names for its parts, by commas
    Column("delivery", _Id),  # of a pushed message; its state tells whether it arrived
    Column("doubt", Boolean, nullable=False, server_default=false()),  # nobody knows whether it arrived
    Column("tail", LargeBinary, nullable=False),  # the notes and buttons at the end, compressed; empty after a while
    Column("at", Instant, nullable=False),
    _partial("ix_quote_receipt_delivery", "delivery", where=text("delivery IS NOT NULL")),
    sqlite_autoincrement=True,
)
correction = Table(  # what a revision, or the removal of an analysis, changed about sentences that were shown
    "correction",
    metadata,
    _id(),
    Column("analysis", _Id, nullable=False, index=True),  # perhaps removed since
    Column("title", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("kind", Word(10, get_args(CorrectionKind)), nullable=False),
    Column("state", Word(9, get_args(CorrectionState)), nullable=False, index=True),
    Column("place", Text, nullable=False, server_default=""),  # the address where the change was made
    Column("by", Text, nullable=False, server_default=""),  # words for people
    Column("at", Instant, nullable=False),
    Column("decided_by", Text, nullable=False, server_default=""),
    Column("decided_at", Instant),
    Column("items", JSON, nullable=False),
    Column("hits", JSON, nullable=False),  # of a removed analysis: what each text showed of it
    Column("seen", _Id, nullable=False, server_default="0"),  # the last receipt that was looked at
    Column("marked", _Id, nullable=False, server_default="0"),  # the last receipt whose message got a mark
    _label(),
    info=_GUARDED,
    sqlite_autoincrement=True,
)
claim = Table(  # what the sentences of current texts claim, for comparison with others
    "claim",
    metadata,
    _id(),
    Column("analysis", ForeignKey("analysis.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("start", Integer, nullable=False),  # where it stands in the text
    Column("data", Text, nullable=False),  # a claim as JSON
    _label(),
    info=_GUARDED,
    sqlite_autoincrement=True,
)
claim_key = Table(  # what a claim is about, as 63-bit numbers
    "claim_key",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("claim", ForeignKey("claim.id", ondelete="CASCADE"), primary_key=True, index=True),
)
disagreement = Table(  # two sentences that can't both be right
    "disagreement",
    metadata,
    _id(),
    Column("digest", Text, nullable=False, unique=True),  # of both analyses and sentences
    Column("kind", Word(8, get_args(DisagreementKind)), nullable=False),
    Column("reason", Reason, nullable=False),
    Column("source", Text, nullable=False, server_default=""),  # the item that both rest on
    Column("first_analysis", _Id, nullable=False, index=True),  # perhaps removed since
    Column("second_analysis", _Id, nullable=False, index=True),
    Column("first", JSON, nullable=False),
    Column("second", JSON, nullable=False),
    Column("state", Word(10, get_args(Judgement)), nullable=False, server_default="open"),
    Column("rev", Integer, nullable=False, server_default="1"),
    Column("at", Instant, nullable=False),
    Column("settled_by", Text, nullable=False, server_default=""),
    Column("settled_at", Instant),
    _label("first_label"),
    _label("second_label"),
    info=_GUARDED,
    sqlite_autoincrement=True,
)
