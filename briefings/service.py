"""Opens the core: `open_briefings(url)` gives the library, the agenda, chats and deliveries."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from briefings.accounts.audit_log import AuditLog
from briefings.accounts.chats import Chats
from briefings.accounts.linked_accounts import LinkedAccounts
from briefings.accounts.roles import RoleAssignments
from briefings.accounts.senders import Senders
from briefings.accounts.web_links import WebLinks
from briefings.agenda.agenda import Agenda
from briefings.answers.ask import LibraryAnswers
from briefings.answers.prose import ProseWriter
from briefings.corrections.corrections import Corrections
from briefings.corrections.receipts import QuoteReceipts
from briefings.corrections.reviews import Reviews
from briefings.delivery.bot_accounts import BotAccounts
from briefings.delivery.content import DeliveryContent
from briefings.delivery.doubts import Doubts
from briefings.delivery.forecast import Forecast
from briefings.delivery.outbox import Outbox
from briefings.delivery.subscriptions import Subscriptions
from briefings.delivery.webhooks import Webhooks
from briefings.disagreements import Disagreements
from briefings.errors import Outdated
from briefings.intake import Intake
from briefings.library.cache import Cache
from briefings.library.history import History
from briefings.library.library import Library
from briefings.library.meaning import Meaning
from briefings.library.rereading import Rereading
from briefings.library.watched_folder import WatchedFolder
from briefings.markings import Markings
from briefings.meaning import Encoder
from briefings.model.marking import DEFAULT_MARKING, Marking
from briefings.outlook import Outlook
from briefings.store import (
    PATIENCE,
    SCHEMA,
    PoolUse,
    Replica,
    Store,
    connect,
    create_schema,
    is_additive,
    missing_tables,
    newer_schema,
    no_tables,
    obstacles,
    schema_version,
)
from briefings.store.backup import check_restored
from briefings.store.markings import clearances
from briefings.summarising.language_model import ModelServer
from briefings.undo import Capabilities, UndoLog

SAMPLE = Path(__file__).parent / "samples" / "readout-sample.txt"  # its dates are fixed, for tests and benchmarks


@dataclass(frozen=True, slots=True)
class Briefings:
    """The interface of the core for conversation and courier."""

    library: Library
    library_answers: LibraryAnswers
    agenda: Agenda
    chats: Chats
    senders: Senders
    subscriptions: Subscriptions
    digests: DeliveryContent
    outbox: Outbox
    bot_accounts: BotAccounts
    doubts: Doubts
    schedule: Forecast
    history: History
    prose_writer: ProseWriter
    folder: WatchedFolder
    rereading: Rereading
    meaning: Meaning
    audit_log: AuditLog
    people: RoleAssignments
    account_links: LinkedAccounts
    undo_log: UndoLog
    intake: Intake
    quote_receipts: QuoteReceipts
    corrections: Corrections
    reviews: Reviews
    outlook: Outlook
    disagreements: Disagreements
    web_links: WebLinks
    pools: Callable[[], Sequence[PoolUse]]  # how the database's connections are used at this moment
    markings: Markings
    webhooks: Webhooks
    end_waiting: Callable[[float], None]  # see `Store.end_waiting`


@asynccontextmanager
async def open_briefings(
    url: str,
    *,
    zone: str = "UTC",
    model: ModelServer | None = None,
    model_tokens: int = 0,
    patience: float = PATIENCE,
    create: bool = True,
    restoring: bool = False,
    default_marking: Marking = DEFAULT_MARKING,
    private_webhooks: bool = False,
    replica: Replica | None = None,
    encoder: Encoder | None = None,
) -> AsyncGenerator[Briefings]:
    """Opens the database at `url` (sqlite or postgresql+asyncpg); creates tables if it is empty.

    `zone` is the default IANA time zone of chats. `model` is the language model that writes prose, `model_tokens` its
    daily token limit per chat (0 is unlimited). `patience` is how many seconds a writer waits for another process's
    lock. `default_marking` is that of analyses that have none. With `private_webhooks`, webhooks may have private
    addresses. `replica` is this process, where it answers and sends. `encoder` compares sentences by meaning. A
    missing or empty database is filled unless `create` is false, when it raises Missing. Raises Unavailable if the
    database can't be reached, was made for another version of Readout, or holds half a restore, unless `restoring` is
    true.
    """
    store = await connect(url, patience, create=create, replica=replica)
    memory = Cache()
    prose_writer = ProseWriter(store, memory, model, model_tokens)
    try:
        await _prepare(store, create=create)
        if not restoring:
            await check_restored(store)
            await _note_default(store, default_marking)
        hooks, meaning = Webhooks(store, zone, private=private_webhooks), Meaning(store, encoder)
        given = partial(Briefings, prose_writer=prose_writer, webhooks=hooks, pools=store.pools)
        yield _core(store, memory, zone, default_marking, meaning, given)
    finally:
        if encoder:
            encoder.end()
        await prose_writer.close()
        await store.close()


def _core(
    store: Store, memory: Cache, zone: str, default: Marking, meaning: Meaning, given: Callable[..., Briefings]
) -> Briefings:
    agenda, chats, subscriptions = Agenda(store, zone, memory, default), Chats(store, zone), Subscriptions(store, zone)
    library = Library(store, agenda.noted, memory, zone, default, agenda.shared.part)
    markings, outlook = Markings(store, library, agenda.shared.part, default), Outlook(store, library, zone)
    digests, history = DeliveryContent(store, library, agenda, outlook, zone, markings), History(store, library)
    outbox, disagreements = Outbox(store, digests, chats, zone), Disagreements(store)
    corrections = Corrections(store, reviews := Reviews(store, library, zone, markings.viewers))
    core = Capabilities(library, history, agenda, chats, subscriptions, corrections, outlook, disagreements, markings)
    return given(
        library=library,
        library_answers=LibraryAnswers(store, library, meaning),
        meaning=meaning,
        agenda=agenda,
        chats=chats,
        senders=Senders(store, zone, default),
        subscriptions=subscriptions,
        digests=digests,
        outbox=outbox,
        bot_accounts=BotAccounts(store),
        doubts=Doubts(store, outbox),
        schedule=Forecast(store, zone),
        history=history,
        folder=WatchedFolder(store, library),
        rereading=Rereading(store, library),
        audit_log=AuditLog(store),
        people=RoleAssignments(store),
        account_links=LinkedAccounts(store),
        undo_log=UndoLog(store, core),
        intake=Intake(store),
        quote_receipts=QuoteReceipts(store),
        corrections=corrections,
        reviews=reviews,
        outlook=outlook,
        disagreements=disagreements,
        web_links=WebLinks(store),
        markings=markings,
        end_waiting=store.end_waiting,
    )


async def _note_default(store: Store, marking: Marking) -> None:
    """Stores the marking of unmarked analyses if it has changed, since what webhooks are told depends on it."""
    if await store.read(clearances.default_marking) != marking:
        await store.write(lambda connection: clearances.note_default(connection, marking))


async def _prepare(store: Store, *, create: bool) -> None:
    """Creates the tables of an empty database. Raises Outdated for an unsupported version."""
    version = await schema_version(store)
    if version is None:
        if not create and store.dialect == "postgresql":
            raise no_tables()
        await create_schema(store)
        return
    if version > SCHEMA and (not is_additive(version) or await obstacles(store)):
        raise newer_schema(version)
    if version < SCHEMA:
        raise Outdated(f"The database has schema {version}; this Readout needs {SCHEMA}.", "Run: readout migrate")
    if absent := await missing_tables(store):
        what = f"The database was made before its schema was finished; out of date are: {', '.join(absent)}."
        raise Outdated(what, "Keep it, and begin with a new one: set DATABASE_URL or READOUT_DATA_DIR.")
