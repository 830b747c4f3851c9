"""Platform updates stored until they are handled, and their keys for a while after that."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, bindparam, delete, or_, select, text, update

from briefings.model.intake import Update
from briefings.store import sql
from briefings.store.outbox.couriers import tell
from briefings.store.sql import one_of_named, parts
from briefings.store.tables import intake

_REPEATED = timedelta(days=3)  # no platform delivers an update again later than a day after it
_LOCKING = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key")
_WAITING = text(
    "SELECT name, address, owner FROM intake WHERE address = ANY(CAST(:chats AS text[])) AND done_at IS NULL"
    " ORDER BY id"
)
_WAKING = text("SELECT pg_notify(:channel, :word)")
_TOGETHER = 64  # in one statement
_FINISHING = (
    update(intake)
    .where(one_of_named(intake.c.name, "names"))
    .values(done_at=bindparam("now"), payload="", address="", sender="")
)
_FINISHING_OWN = _FINISHING.where(intake.c.owner == bindparam("me"))
_UNFINISHED = (
    select(intake).where(intake.c.platform == bindparam("platform"), intake.c.done_at.is_(None)).order_by(intake.c.id)
)
_UNFINISHED_OWN = _UNFINISHED.where(intake.c.owner == bindparam("me"))
OWNERS = "SELECT DISTINCT owner FROM intake WHERE done_at IS NULL"  # the replicas that have unhandled updates
LEFT = "left"  # what all replicas are told where updates have no owner, or their owner has ended


@dataclass(frozen=True, slots=True)
class Shared:
    """The new updates that this replica handles at once, and whether it has others that come before some of them."""

    here: set[str]
    behind: bool


def keep(
    connection: Connection, updates: Sequence[Update], owners: Mapping[str, str] = MappingProxyType({})
) -> set[str]:
    """Stores updates in order, each for the owner of its address; returns the names of the new ones.

    It is one statement, since the thread waits for the interpreter once for each.
    """
    new: set[str] = set()
    storing = _storing(connection.dialect.name)
    for some in parts(list({each.name: each for each in updates}.values()), _TOGETHER):
        rows = [
            {
                "name": each.name,
                "platform": each.platform,
                "address": each.address,
                "sender": each.sender,
                "payload": each.payload,
                "received_at": each.received_at,
                "owner": owners.get(each.address, ""),
                "skipped": each.skipped,
            }
            for each in some
        ]
        new.update(connection.execute(storing, rows).scalars())
    return new


@cache
def _storing(dialect: str) -> Any:
    statement = sql.insert_of(dialect, intake)
    return statement.on_conflict_do_nothing(index_elements=[intake.c.name]).returning(intake.c.name)


def unhandled(connection: Connection, names: Collection[str]) -> set[str]:
    """Those of these updates that are stored and not handled."""
    if not names:
        return set()
    query = select(intake.c.name).where(intake.c.name.in_(names), intake.c.done_at.is_(None))
    return set(connection.execute(query).scalars())


def share(
    connection: Connection,
    updates: Sequence[Update],
    me: str,
    opened: Container[str],
    again: Container[str] = (),
    *,
    leaving: bool = False,
) -> Shared:
    """Stores updates for the replicas that serve their chats: the one that has earlier ones, or this one.

    So a chat's updates are handled one at a time and in order. `opened` are those that this replica knows of, and those
    that it stores `again` may be its own, stored by a call that failed. Another replica is notified of what it gets. A
    replica that is `leaving` takes no chat any more; any other one may.
    """
    addresses = {each.address for each in updates}
    _lock(connection, addresses)
    owners, unopened, stored = dict.fromkeys(addresses, "" if leaving else me), set(), set()
    for name, address, owner in _waiting(connection, addresses):
        owners[address] = owner
        if owner == me and name not in opened and name in again:
            stored.add(name)
        elif owner == me and name not in opened:
            unopened.add(address)
    new = keep(connection, updates, owners) | stored
    mine = [each for each in updates if each.name in new and owners[each.address] == me]
    platforms = {each.platform for each in updates}
    notify(connection, {owners[each.address] for each in updates if each.name in new} - {me}, platforms)
    here = {each.name for each in mine if each.address not in unopened}
    return Shared(here, behind=bool(unopened) or len(here) < len({each.name for each in mine}))


def notify(connection: Connection, replicas: Iterable[str], platforms: Collection[str] = ()) -> None:
    """Wakes replicas that got updates, at the end of the transaction; "" wakes all, of which one takes them.

    Each is told the platform if it is one; otherwise it looks for updates of all.
    """
    word = next(iter(platforms)) if len(platforms) == 1 else ""
    for each in replicas:
        if each:
            connection.execute(_WAKING, {"channel": channel_of(each), "word": word})
        else:
            tell(connection, LEFT)


def channel_of(replica: str) -> str:
    """The name under which a replica is notified."""
    return f"readout_{replica}"


def _lock(connection: Connection, addresses: Iterable[str]) -> None:
    """Keeps other replicas from storing updates of these chats until the transaction ends."""
    keys = sorted(sql.lock_key(f"chat {each}") for each in addresses if each)
    connection.execute(_LOCKING, {"keys": keys})


def _waiting(connection: Connection, addresses: Iterable[str]) -> list[tuple[str, str, str]]:
    """The name, address and owner of the unhandled updates of chats, oldest first.

    By a statement after that which locks: it sees what others stored before they gave the lock up.
    """
    chats = [each for each in addresses if each]
    return [(name, address, owner) for name, address, owner in connection.execute(_WAITING, {"chats": chats})]


def inherit(connection: Connection, dead: str, me: str) -> int:
    """Gives the unhandled updates of a dead replica to those that serve the same chats, or to this one."""
    of_dead = (intake.c.owner == dead, intake.c.done_at.is_(None))
    addresses = set(connection.execute(select(intake.c.address).where(*of_dead).distinct()).scalars())
    _lock(connection, addresses)
    heirs = dict.fromkeys(addresses, me)
    heirs.update({address: owner for _, address, owner in _waiting(connection, addresses) if owner != dead})
    number = 0
    for heir in sorted(set(heirs.values())):
        for some in parts(sorted(address for address, owner in heirs.items() if owner == heir)):
            to_heir = update(intake).where(*of_dead, intake.c.address.in_(some)).values(owner=heir, inherited=True)
            number += connection.execute(to_heir).rowcount
    notify(connection, set(heirs.values()))
    return number


def unfinished(connection: Connection, platform: str, owner: str = "") -> list[Update]:
    """A platform's updates that this owner hasn't handled to the end, oldest first."""
    query, mine = (_UNFINISHED_OWN, {"me": owner}) if owner else (_UNFINISHED, {})
    return [
        Update(
            r.name, r.platform, r.address, r.sender, r.payload, r.received_at, r.saved, r.tries, r.inherited, r.skipped
        )
        for r in connection.execute(query, {"platform": platform, **mine})
    ]


def has_update(connection: Connection, name: str) -> bool:
    """Whether an update is stored."""
    return connection.execute(select(intake.c.id).where(intake.c.name == name)).first() is not None


def is_saved(connection: Connection, name: str) -> bool:
    """Whether the change that an update asks for is saved."""
    return bool(connection.execute(select(intake.c.saved).where(intake.c.name == name)).scalar())


def begin_again(connection: Connection, name: str) -> None:
    """Counts another attempt at an update."""
    connection.execute(update(intake).where(intake.c.name == name).values(tries=intake.c.tries + 1))


def note_skipped(connection: Connection, numbers: Mapping[str, int]) -> None:
    """Notes of how many skipped updates each of these tells."""
    for name, number in sorted(numbers.items()):
        connection.execute(update(intake).where(intake.c.name == name).values(skipped=number))


def finish(connection: Connection, names: Sequence[str], now: datetime, owner: str = "") -> None:
    """Marks updates as handled and deletes their content, address and sender; only an owner's own, if one is named."""
    for each in finishing(names, now, owner):
        connection.execute(*each)


def finishing(names: Sequence[str], now: datetime, owner: str = "") -> list[tuple[Any, dict[str, Any]]]:
    """The statements of `finish`, which may be executed twice."""
    statement, mine = (_FINISHING_OWN, {"me": owner}) if owner else (_FINISHING, {})
    return [(statement, {"names": some, "now": now, **mine}) for some in parts(names)]


def erase(connection: Connection, address: str, but: str) -> int:
    """Deletes the waiting updates of a chat except one, by name; returns the number of rows."""
    where = (intake.c.address == address, intake.c.name != but)
    return connection.execute(delete(intake).where(*where)).rowcount


def prune(connection: Connection, now: datetime, before: datetime) -> None:
    """Deletes the names of updates that no platform repeats any more, and updates received before `before`."""
    repeated = intake.c.done_at.is_not(None) & (intake.c.received_at < now - _REPEATED)
    connection.execute(delete(intake).where(or_(repeated, intake.c.received_at < before)))
