"""Chats and people: time zones, access, reading context, and updates already answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    Table,
    and_,
    bindparam,
    delete,
    func,
    select,
    update,
)

from briefings.model.delivery import chat_of
from briefings.model.schedule.quiet_hours import ChatTimes, QuietHours
from briefings.store import sql
from briefings.store.retention import hidden_answers
from briefings.store.sql import check_zone, is_inside, one_of, one_of_named, parts, set_aside
from briefings.store.tables import (
    chat,
    inbox,
    kept_line,
    last_read,
    reader,
    shown,
    web_link,
)

TEXT = "pasted:"  # before the key of a long text that waits for a yes
_WAITS = timedelta(days=1)  # which it does at most
REFUSED = "outsider:"  # before the chat, person and hour in which it was said that they are not answered
# Statements that each answer executes are made once, which is most of what they cost.
_CHATS = select(chat).where(one_of_named(chat.c.address, "addresses"))
_READING = select(reader.c.analysis).where(
    reader.c.address == bindparam("address"), reader.c.sender == bindparam("person")
)
_LAST_ASKED = (
    select(reader.c.analysis, last_read.c.revision, last_read.c.at)
    .outerjoin(
        last_read,
        and_(
            last_read.c.address == reader.c.address,
            last_read.c.sender == reader.c.sender,
            last_read.c.analysis == reader.c.analysis,
        ),
    )
    .where(reader.c.address == bindparam("address"), reader.c.sender == bindparam("person"))
)
_SHOWN = select(shown.c.message, shown.c.about).where(
    shown.c.address == bindparam("address"), one_of_named(shown.c.message, "messages")
)
_WAS_READ = select(last_read.c.revision, last_read.c.at).where(
    last_read.c.address == bindparam("address"),
    last_read.c.sender == bindparam("person"),
    last_read.c.analysis == bindparam("analysis"),
)


@dataclass(frozen=True, slots=True)
class StoredChat:
    """A chat as stored; `zone` is None until somebody sets it, `opened_by` is "" until it is opened."""

    address: str
    zone: str | None = None
    opened_by: str = ""
    paused: str = ""
    quiet: QuietHours | None = None
    language: str = ""
    heard: str = ""
    length: str = ""
    open_settings: bool = False
    person: str = ""


@dataclass(frozen=True, slots=True)
class ReadMark:
    """The last revision of an analysis that somebody read, and when."""

    analysis: int
    revision: int
    at: datetime


def _quiet(kept: str) -> QuietHours | None:
    """Parses stored quiet hours; None for invalid text, which `unreadable` lists."""
    begin, _, end = kept.partition("-")
    try:
        return QuietHours(time.fromisoformat(begin), time.fromisoformat(end)) if end else None
    except ValueError:
        return None


def _zone(row: Any) -> str | None:
    """The zone in a chat's row; None for one that the time-zone data lacks, which `unreadable_rows` lists."""
    try:
        check_zone(row.zone)
    except ValueError as error:
        set_aside("chat", row.address, error)
        return None
    zone: str | None = row.zone
    return zone


def upsert(
    connection: Connection, table: Table, rows: Mapping[str, Any] | Sequence[Mapping[str, Any]], *changed: str
) -> int:
    """Inserts rows, or updates the columns `changed` where their key exists; without any the row there stays.

    Returns the number of rows written.
    """
    return int(connection.execute(_upsert(connection.dialect.name, table, changed), rows).rowcount)


@cache
def _upsert(dialect: str, table: Table, changed: tuple[str, ...]) -> Any:
    statement = sql.insert_of(dialect, table)
    if not changed:
        return statement.on_conflict_do_nothing()
    keys, new = list(table.primary_key.columns), statement.excluded
    return statement.on_conflict_do_update(index_elements=keys, set_={name: new[name] for name in changed})


def get(connection: Connection, address: str) -> StoredChat:
    """The stored data of a chat."""
    return several(connection, [address])[address]


def several(connection: Connection, addresses: Iterable[str]) -> dict[str, StoredChat]:
    """The stored data of chats, by address."""
    found = {address: StoredChat(address) for address in addresses}
    for row in connection.execute(_CHATS, {"addresses": list(found)}):
        chosen = (_quiet(row.quiet), row.language, row.heard, row.length, row.open_settings, row.person)
        found[row.address] = StoredChat(row.address, _zone(row), row.opened_by, row.paused, *chosen)
    return found


_CHAT_TIMES = select(chat.c.address, chat.c.zone, chat.c.quiet).where(one_of_named(chat.c.address, "addresses"))


def chat_times(connection: Connection, addresses: Iterable[str], zone: str) -> Mapping[str, ChatTimes]:
    """Zones and quiet hours of the chats that addresses belong to, by chat; `zone` is the default."""
    found = dict.fromkeys((chat_of(address) for address in addresses), ChatTimes(zone))
    rows = connection.execute(_CHAT_TIMES, {"addresses": list(found)})
    return found | {row.address: ChatTimes(_zone(row) or zone, _quiet(row.quiet)) for row in rows}


def alike(connection: Connection, rows: Subquery, columns: Sequence[ColumnElement[Any]]) -> Select[Any]:
    """Groups rows with `id` and `address` by columns and by zone and quiet hours of their chats.

    The first column has the ids, as `grouped_ids` gives them; the second one is there to be checked.
    """
    own = chat.c.address == sql.chat_part(connection, rows.c.address)
    by = [*columns, chat.c.zone.label("chat_zone"), chat.c.quiet.label("chat_quiet")]
    found = select(sql.grouped_ids(connection.dialect.name, rows.c.id), func.max(rows.c.address), *by)
    return found.outerjoin_from(rows, chat, own).group_by(*by)


def zones(connection: Connection) -> set[str]:
    """The zones set by chats."""
    query = select(chat.c.zone).where(chat.c.zone.is_not(None)).distinct()
    return {row.zone for row in connection.execute(query)}


def languages(connection: Connection, addresses: Iterable[str]) -> Mapping[str, str]:
    """Language tags of the chats at these addresses; "" where nobody has written yet."""
    found = dict.fromkeys((chat_of(address) for address in addresses), "")
    for some in parts(list(found)):
        query = select(chat.c.address, chat.c.language, chat.c.heard).where(chat.c.address.in_(some))
        found |= {row.address: row.language or row.heard for row in connection.execute(query)}
    return found


def chosen_languages(connection: Connection) -> Mapping[str, str]:
    """The tags of the chats that chose a language."""
    query = select(chat.c.address, chat.c.language).where(chat.c.language != "")
    return {row.address: row.language for row in connection.execute(query)}


def direct(connection: Connection, people: Iterable[str]) -> Mapping[str, str]:
    """The direct messages of people whose chat has another address than they have, by person."""
    wanted = one_of(chat.c.person, sorted(set(people) - {""}))
    query = select(chat.c.person, chat.c.address).where(wanted)
    return {row.person: row.address for row in connection.execute(query)}


def put(connection: Connection, address: str, **values: Any) -> None:
    """Updates columns: `zone`, `quiet` as text, `opened_by` with `opened_at`, `paused`, `language`, `heard`, ..."""
    upsert(connection, chat, {"address": address, **values}, *values)


def clear_settings(connection: Connection, person: str) -> int:
    """Deletes all settings of a person; returns the number of rows deleted, which is 0 for a row that holds more."""
    connection.execute(update(chat).where(chat.c.person == person).values(person=""))
    own = chat.c.address == person
    cleared = {"zone": None, "quiet": "", "language": "", "heard": "", "length": "", "open_settings": False}
    connection.execute(update(chat).where(own).values(cleared))
    empty = own & (chat.c.opened_by == "") & chat.c.opened_at.is_(None) & (chat.c.paused == "")
    return int(connection.execute(delete(chat).where(empty)).rowcount)


def pauses(connection: Connection, addresses: Iterable[str]) -> Mapping[str, str]:
    """Why nothing is sent to these addresses, for those that are paused themselves or whose chat is."""
    wanted = set(addresses)
    found: dict[str, str] = {}
    for some in parts([*wanted, *(set(map(chat_of, wanted)) - wanted)]):
        query = select(chat.c.address, chat.c.paused).where(chat.c.address.in_(some), chat.c.paused != "")
        found |= {row.address: row.paused for row in connection.execute(query)}
    return {each: why for each in wanted if (why := found.get(each) or found.get(chat_of(each)))}


def number_paused(connection: Connection, platform: str) -> int:
    """How many chats and threads of a platform get nothing, because it refused messages to them."""
    there = chat.c.address.startswith(f"{platform}:", autoescape=True)
    return int(connection.execute(select(func.count()).where(there, chat.c.paused != "")).scalar_one())


def resume(connection: Connection, address: str, reason: str) -> None:
    """Ends the pause of a chat or thread if it was paused for this reason."""
    where = (is_inside(chat.c.address, address), chat.c.paused.in_((reason, str(reason))))  # also as plain text
    connection.execute(update(chat).where(*where).values(paused=""))


def reading(connection: Connection, address: str, person: str) -> int | None:
    """The analysis a person last asked for in a place."""
    return connection.execute(_READING, {"address": address, "person": person}).scalar_one_or_none()


def put_asked(connection: Connection, address: str, person: str, analysis: int, now: datetime) -> None:
    """Stores the analysis a person asked for."""
    row = {"address": address, "sender": person, "analysis": analysis, "at": now}
    upsert(connection, reader, row, "analysis", "at")


def put_read(connection: Connection, address: str, person: str, analysis: int, revision: int, now: datetime) -> None:
    """Stores the revision of an analysis that a person read."""
    row = {"address": address, "sender": person, "analysis": analysis, "revision": revision, "at": now}
    upsert(connection, last_read, row, "revision", "at")


def was_read(connection: Connection, address: str, person: str, analysis: int) -> tuple[int, datetime] | None:
    """The revision of an analysis that a person last read in a place, and when."""
    row = connection.execute(_WAS_READ, {"address": address, "person": person, "analysis": analysis}).first()
    return (row.revision, row.at) if row else None


def last_asked(connection: Connection, address: str, person: str) -> tuple[int | None, ReadMark | None]:
    """The analysis a person last asked for in a place, and which of its revisions was read there last."""
    row = connection.execute(_LAST_ASKED, {"address": address, "person": person}).first()
    if row is None:
        return None, None
    return row.analysis, None if row.at is None else ReadMark(*row)


def marks(connection: Connection, address: str, person: str) -> list[ReadMark]:
    """What a person has read in a place, latest first."""
    query = (
        select(last_read.c.analysis, last_read.c.revision, last_read.c.at)
        .where(last_read.c.address == address, last_read.c.sender == person)
        .order_by(last_read.c.at.desc(), last_read.c.analysis.desc())
    )
    return [ReadMark(*row) for row in connection.execute(query)]


def first_time(connection: Connection, update_: str, now: datetime) -> bool:
    """Records an update; False if it was recorded before."""
    return upsert(connection, inbox, {"update": update_, "at": now}) == 1


def noted(connection: Connection, update_: str) -> bool:
    """Whether an update was recorded."""
    return connection.execute(select(inbox.c.at).where(inbox.c.update == update_)).first() is not None


def forget_refusals(connection: Connection, name: str) -> None:
    """Deletes the notes that a person, or the people in a chat, were already refused."""
    refusals = inbox.c.update.startswith(REFUSED) & inbox.c.update.contains(f":{name}:", autoescape=True)
    connection.execute(delete(inbox).where(refusals))


def prune(connection: Connection, now: datetime, before: datetime) -> None:
    """Deletes updates older than three days (platforms repeat them for at most one), old button lines and texts."""
    connection.execute(delete(inbox).where(inbox.c.at < now - timedelta(days=3)))
    connection.execute(delete(kept_line).where(kept_line.c.at < before))
    text = kept_line.c.token.startswith(TEXT)
    connection.execute(delete(kept_line).where(text, kept_line.c.at < now - _WAITS))
    hidden_answers.prune(connection, before)
    connection.execute(delete(web_link).where(web_link.c.expires_at < before))


def store_button_lines(connection: Connection, tokens: Mapping[str, str], address: str, now: datetime) -> None:
    """Stores the command lines of a chat's buttons by token; an existing one is renewed."""
    rows = [{"token": token, "says": says, "at": now, "address": address} for says, token in tokens.items()]
    if rows:
        upsert(connection, kept_line, rows, "at")


def button_line(connection: Connection, token: str) -> str | None:
    """The command line stored under a token."""
    return connection.execute(select(kept_line.c.says).where(kept_line.c.token == token)).scalar_one_or_none()


def drop_line(connection: Connection, token: str) -> None:
    """Deletes what is stored under a token."""
    connection.execute(delete(kept_line).where(kept_line.c.token == token))


# Which of the bot's messages showed what, so that an answer to one of them knows what it is about.
def set_message_context(
    connection: Connection, address: str, messages: Sequence[str], about: str, now: datetime
) -> None:
    """Stores what messages in a place show, replacing older notes."""
    rows = [{"address": address, "message": message, "about": about, "at": now} for message in messages]
    if rows:
        upsert(connection, shown, rows, "about", "at")


def message_context(connection: Connection, address: str, message: str) -> str:
    """What a message in a place shows; "" if nothing is stored."""
    return message_contexts(connection, address, [message]).get(message, "")


def message_contexts(connection: Connection, address: str, messages: Sequence[str]) -> dict[str, str]:
    """What messages in a place show; those of which nothing is stored are left out."""
    return {row.message: row.about for row in connection.execute(_SHOWN, {"address": address, "messages": messages})}


def prune_message_contexts(connection: Connection, before: datetime) -> None:
    """Deletes the contexts of messages shown before an instant."""
    connection.execute(delete(shown).where(shown.c.at < before))
