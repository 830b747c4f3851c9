"""The one door to the core: `open_briefings(url)` gives the library, the agenda, the chats and what is owed."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from briefings.agenda import Agenda, Change, Parted
from briefings.asking import Asking
from briefings.auditing import audit_analysis
from briefings.bibliography import FORMS, bibliography
from briefings.chats import Chat, Chats
from briefings.comparing import Difference
from briefings.digests import Digests
from briefings.errors import Outdated
from briefings.fluency import NO_MODEL, Asker, Fluency, Fluent
from briefings.folder import Folder, Look, Settled
from briefings.history import History, News, Removal, Revised, Unread
from briefings.intake import Intake
from briefings.journal import Journal
from briefings.library import Added, Found, Library, not_ahead
from briefings.likeness import Choice
from briefings.linking import LINK_CODE_LASTS, Linking, looks_like_link_code
from briefings.meant import event_meant
from briefings.memory import Memory
from briefings.model.due import Distance, distance, end_of, start_of
from briefings.model.schedule import Push
from briefings.moments import (
    parse_days,
    parse_leads,
    parse_quiet,
    parse_time,
    parse_when,
    put_off,
    time_at_head,
)
from briefings.naming import parse_id
from briefings.outbox import Outbox
from briefings.parcels import Parcel
from briefings.people import Everybody, Invited, People, looks_like_code
from briefings.places import Place, leans_on_current
from briefings.provenance import Passage, passage, places_in, saying
from briefings.reading.dates.leads import lead_phrase
from briefings.reading.dates.recurring import recurrence_at_head
from briefings.reading.decoding import MOST_BYTES
from briefings.reading.export import findings_to_json, to_json
from briefings.reading.formats import endings
from briefings.sandbox.outside import Sandbox
from briefings.schedule import Schedule
from briefings.sources import AmbiguousKey, Cited, Share, SourceLine, Sources, cited_in, section_at, shares, sources_of
from briefings.standing import Agendum, AgendumState, Standing, state_of
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
from briefings.store.deliveries import Signs
from briefings.store.legible import Illegible
from briefings.subscriptions import Subscriptions
from briefings.summarising.remote import MODEL_MISSING, ModelServer, model_fault, model_installed
from briefings.telling_apart import called
from briefings.timeline import Moment, timeline_of
from briefings.undoing import Undoer, Undoing
from briefings.voices import Voice, voices, voices_named
from briefings.zones import zone_at_head, zone_named, zone_of_place

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
