"""The one door to the core: `open_briefings(url)` gives the library, the agenda, the chats and what is owed."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from briefings.accounts.audit_log import Journal
from briefings.accounts.chats import Chat, Chats
from briefings.accounts.linked_accounts import LINK_CODE_LASTS, Linking, looks_like_link_code
from briefings.accounts.roles import Everybody, Invited, People, looks_like_code
from briefings.agenda.agenda import Agenda, Change, Parted
from briefings.agenda.status import Agendum, AgendumState, Standing, state_of
from briefings.answers.ask import Asking
from briefings.answers.prose import NO_MODEL, Asker, Fluency, Fluent
from briefings.bibliography import FORMS, bibliography
from briefings.delivery.batch import Parcel
from briefings.delivery.content import Digests
from briefings.delivery.forecast import Schedule
from briefings.delivery.outbox import Outbox
from briefings.delivery.subscriptions import Subscriptions
from briefings.errors import Outdated
from briefings.intake import Intake
from briefings.library.audit import audit_analysis
from briefings.library.cache import Memory
from briefings.library.diff import Difference
from briefings.library.disambiguation import called
from briefings.library.history import History, News, Removal, Revised, Unread
from briefings.library.library import Added, Found, Library, not_ahead
from briefings.library.provenance import Passage, passage, places_in, saying
from briefings.library.quotes import Voice, voices, voices_named
from briefings.library.resolve import Place, leans_on_current
from briefings.library.similarity import Choice
from briefings.library.sources import (
    AmbiguousKey,
    Cited,
    Share,
    SourceLine,
    Sources,
    cited_in,
    section_at,
    shares,
    sources_of,
)
from briefings.library.timeline import Moment, timeline_of
from briefings.library.watched_folder import Folder, Look, Settled
from briefings.model.due import Distance, distance, end_of, start_of
from briefings.model.schedule import Push
from briefings.parsing.guess import event_meant
from briefings.parsing.names import parse_id
from briefings.parsing.when import (
    parse_days,
    parse_leads,
    parse_quiet,
    parse_time,
    parse_when,
    put_off,
    time_at_head,
)
from briefings.parsing.zones import zone_at_head, zone_named, zone_of_place
from briefings.reading.dates.leads import lead_phrase
from briefings.reading.dates.recurring import recurrence_at_head
from briefings.reading.encoding import MOST_BYTES
from briefings.reading.export import findings_to_json, to_json
from briefings.reading.formats import endings
from briefings.sandbox.client import Sandbox
from briefings.store import (
    PATIENCE,
    SCHEMA,
    Store,
    TooOpen,
    backup,
    connect,
    copy,
    create_schema,
    file_of,
    files_of,
    lacking,
    migrate,
    narrow,
    newer,
    only_sender,
    schema_version,
)
from briefings.store.outbox.claim import Signs
from briefings.store.unreadable_rows import Illegible
from briefings.summarising.remote import MODEL_MISSING, ModelServer, model_fault, model_installed
from briefings.undo import Undoer, Undoing

SAMPLE = Path(__file__).parent / "samples" / "readout-sample.txt"  # its dates are fixed, for tests and benchmarks

__all__ = [
    "FORMS",
    "LINK_CODE_LASTS",
    "MODEL_MISSING",
    "MOST_BYTES",
    "NO_MODEL",
    "SAMPLE",
    "Added",
    "Agenda",
    "Agendum",
    "AgendumState",
    "AmbiguousKey",
    "Asker",
    "Briefings",
    "Change",
    "Chat",
    "Chats",
    "Choice",
    "Cited",
    "Difference",
    "Distance",
    "Everybody",
    "Fluent",
    "Folder",
    "Found",
    "History",
    "Illegible",
    "Intake",
    "Invited",
    "Journal",
    "Linking",
    "Look",
    "ModelServer",
    "Moment",
    "News",
    "Parcel",
    "Parted",
    "Passage",
    "People",
    "Place",
    "Push",
    "Removal",
    "Revised",
    "Sandbox",
    "Settled",
    "Share",
    "Signs",
    "SourceLine",
    "Sources",
    "Standing",
    "TooOpen",
    "Undoer",
    "Unread",
    "Voice",
    "audit_analysis",
    "backup",
    "bibliography",
    "called",
    "cited_in",
    "copy",
    "distance",
    "end_of",
    "endings",
    "event_meant",
    "file_of",
    "files_of",
    "findings_to_json",
    "lead_phrase",
    "leans_on_current",
    "looks_like_code",
    "looks_like_link_code",
    "migrate",
    "model_fault",
    "model_installed",
    "narrow",
    "not_ahead",
    "only_sender",
    "open_briefings",
    "parse_days",
    "parse_id",
    "parse_leads",
    "parse_quiet",
    "parse_time",
    "parse_when",
    "passage",
    "places_in",
    "put_off",
    "recurrence_at_head",
    "saying",
    "section_at",
    "shares",
    "sources_of",
    "start_of",
    "state_of",
    "time_at_head",
    "timeline_of",
    "to_json",
    "voices",
    "voices_named",
    "zone_at_head",
    "zone_named",
    "zone_of_place",
]


@dataclass(frozen=True, slots=True)
class Briefings:
    """Everything that the conversation and the courier ask of the core."""

    library: Library
    asking: Asking
    agenda: Agenda
    chats: Chats
    subscriptions: Subscriptions
    digests: Digests
    outbox: Outbox
    schedule: Schedule
    history: History
    fluency: Fluency
    folder: Folder
    journal: Journal
    people: People
    linking: Linking
    undoing: Undoing
    intake: Intake


@asynccontextmanager
async def open_briefings(
    url: str, *, zone: str = "UTC", model: ModelServer | None = None, model_tokens: int = 0, patience: float = PATIENCE
) -> AsyncGenerator[Briefings]:
    """Opens the database at `url` (sqlite+aiosqlite or postgresql+asyncpg); an empty one gets its tables.

    `zone` is the IANA name of the zone in which a chat counts days until it chooses another. `model`
    is the language model that writes prose, `model_tokens` what each chat may spend on it a day, 0 without a bound.
    `patience` is for how many seconds who writes waits for another process that does.
    Raises Unavailable when the database cannot be reached, or was made for another version of Readout.
    """
    store = await connect(url, patience)
    memory = Memory()
    fluency = Fluency(store, memory, model, model_tokens)
    try:
        await _prepare(store)
        agenda = Agenda(store, zone, memory)
        library = Library(store, agenda.noted, memory, zone)
        digests = Digests(store, library, agenda, zone)
        asking, chats = Asking(store, library), Chats(store, zone)
        outbox = Outbox(store, digests, chats, zone)
        subscriptions, schedule = Subscriptions(store, zone), Schedule(store, zone)
        history, folder = History(store, library), Folder(store, library)
        every = (library, asking, agenda, chats, subscriptions, digests, outbox, schedule, history, fluency, folder)
        undoing = Undoing(store, library, history, agenda, chats, subscriptions)
        yield Briefings(*every, Journal(store), People(store), Linking(store), undoing, Intake(store))
    finally:
        await fluency.close()
        await store.close()


async def _prepare(store: Store) -> None:
    """Makes the tables of an empty database, and raises Outdated for one that this Readout cannot use."""
    version = await schema_version(store)
    if version is None:
        await create_schema(store)
        return
    if version > SCHEMA:
        raise newer(version)
    if version != SCHEMA:
        raise Outdated(f"The database has schema {version}; this Readout needs {SCHEMA}.", "Run: readout migrate")
    if absent := await lacking(store):
        what = f"The database was made before its schema was finished; out of date are: {', '.join(absent)}."
        raise Outdated(what, "Keep it, and begin with a new one: set DATABASE_URL or READOUT_DATA_DIR.")
