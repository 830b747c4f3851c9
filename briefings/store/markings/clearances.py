"""What chats and people are cleared for, and the groups to which they belong; their roles come with that."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, literal_column, null, or_, select

from briefings.model.delivery import chat_of, platform_of
from briefings.model.marking import DEFAULT_MARKING, MARKINGS, STRICTEST, Marking, Viewer, rank, typed_marking
from briefings.model.people import ROLES, Role
from briefings.store import key_value, sql
from briefings.store.sql import one_of_named
from briefings.store.tables import clearance, direct_chat, reader_group, role

_DEFAULT = "default marking"
_OWNER = "terminal"  # whoever types there can read the database
_CLEARANCES = select(clearance.c.holder, clearance.c.rank).where(one_of_named(clearance.c.holder, "holders"))
_STANDING = (
    select(clearance.c.holder, clearance.c.rank, null().label("name"), literal_column("'clearance'").label("kind"))
    .where(one_of_named(clearance.c.holder, "holders"))
    .union_all(
        select(reader_group.c.member, literal_column("0"), reader_group.c.name, literal_column("'group'")).where(
            one_of_named(reader_group.c.member, "holders")
        ),
        select(role.c.holder, literal_column("0"), role.c.role, literal_column("'role'")).where(
            one_of_named(role.c.holder, "holders")
        ),
    )
)
_GROUPS = select(reader_group).where(one_of_named(reader_group.c.member, "members"))
_PEOPLE = select(direct_chat).where(one_of_named(direct_chat.c.address, "addresses"))


def note_default(connection: Connection, marking: Marking) -> None:
    """Stores the marking of unmarked analyses, for what is decided where no setting is known."""
    key_value.exchange(connection, _DEFAULT, marking)


def default_marking(connection: Connection) -> Marking:
    """The marking of unmarked analyses."""
    return typed_marking(key_value.value(connection, _DEFAULT) or "") or DEFAULT_MARKING


def viewer_of(
    connection: Connection, address: str, person: str, default: Marking, now: datetime, outlet: str = ""
) -> Viewer:
    """For whom something in a person's own chat is; without a person, for all in that chat.

    What goes there by an `outlet`, such as "webhook:3", is limited to its own clearance too.
    """
    holders = {address, chat_of(address)} | ({person} if person else set())
    standing = standing_of(connection, holders | ({outlet} if outlet else set()))
    found = standing.viewer(holders, default, now)
    return found.up_to(standing.clearances.get(outlet, default)) if outlet else found


def forget(connection: Connection, holders: Collection[str]) -> None:
    """Deletes the clearances of what is there no more."""
    connection.execute(delete(clearance).where(clearance.c.holder.in_(sorted(holders))))


@dataclass(frozen=True, slots=True)
class Standing:
    """The clearances, groups and roles of chats and people; those without one are left out."""

    clearances: Mapping[str, Marking]
    groups: Mapping[str, Collection[str]]
    roles: Mapping[str, Role]

    def viewer(self, holders: Collection[str], default: Marking, now: datetime) -> Viewer:
        """The viewer that some of these chats and people are together."""
        return viewer_among(holders, self.clearances, self.groups, default, now)


def standing_of(connection: Connection, holders: Collection[str]) -> Standing:
    """What chats and people may, by one query."""
    known: dict[str, Marking] = {}
    groups_: dict[str, set[str]] = {}
    roles: dict[str, Role] = {}
    for holder, rank_, name, kind in connection.execute(_STANDING, {"holders": sorted(holders)}):
        if kind == "clearance":
            known[holder] = MARKINGS[rank_]
        elif kind == "group":
            groups_.setdefault(holder, set()).add(name)
        elif name in ROLES:
            roles[holder] = name
    return Standing(known, groups_, roles)


def usual_clearance(holders: Collection[str], default: Marking) -> Marking:
    """What chats and people are cleared for together where nobody set it."""
    return STRICTEST if any(platform_of(each) == _OWNER for each in holders) else default


def viewer_among(
    holders: Collection[str],
    known: Mapping[str, Marking],
    groups: Mapping[str, Collection[str]],
    default: Marking,
    now: datetime,
) -> Viewer:
    """The viewer that these chats and people are together, by their clearances and groups."""
    usual = usual_clearance(holders, default)
    lowest = min((known[each] for each in holders if each in known), key=rank, default=usual)
    named = {f"@{group}" for each in holders for group in groups.get(each, ())}
    return Viewer(lowest, default, frozenset(named | set(holders)), now)


def clearances(connection: Connection, holders: Collection[str]) -> dict[str, Marking]:
    """What chats and people were cleared for; those that nobody set are left out."""
    return {row.holder: MARKINGS[row.rank] for row in connection.execute(_CLEARANCES, {"holders": sorted(holders)})}


def all_clearances(connection: Connection) -> dict[str, Marking]:
    """All that were set, by chat or person."""
    rows = connection.execute(select(clearance.c.holder, clearance.c.rank).order_by(clearance.c.holder))
    return {row.holder: MARKINGS[row.rank] for row in rows}


def set_clearance(connection: Connection, holder: str, to: Marking | None, now: datetime) -> None:
    """Sets what a chat or person is cleared for; None for the default."""
    connection.execute(delete(clearance).where(clearance.c.holder == holder))
    if to is not None:
        connection.execute(insert(clearance).values(holder=holder, rank=rank(to), at=now))


def lower_to(connection: Connection, holder: str, person: str, now: datetime) -> Marking | None:
    """Gives a chat or account no higher clearance than a person has; returns the new one, None if its own stays."""
    default = default_marking(connection)
    own = {person, *connection.execute(select(direct_chat.c.address).where(direct_chat.c.person == person)).scalars()}
    lower = viewer_among(own, clearances(connection, own), {}, default, now).clearance
    if rank(lower) >= rank(clearances(connection, [holder]).get(holder, default)):
        return None
    set_clearance(connection, holder, lower, now)
    return lower


def sees_more(connection: Connection, holder: str, to: Marking | None, default: Marking, now: datetime) -> bool:
    """Whether a chat or person sees more if it is cleared for `to`: alone, or in a person's own chat with the bot."""
    pairs = select(direct_chat.c.address).where(or_(direct_chat.c.address == holder, direct_chat.c.person == holder))
    chats = set(connection.execute(pairs).scalars())
    people = people_at(connection, chats)
    together = [{holder}, *({each, *people[each]} for each in chats)]
    known = clearances(connection, set().union(*together))
    after = {each: marking for each, marking in (known | {holder: to}).items() if marking}

    def level(holders: set[str], cleared: Mapping[str, Marking]) -> int:
        return rank(viewer_among(holders, cleared, {}, default, now).clearance)

    return any(level(each, after) > level(each, known) for each in together)


def groups_with(connection: Connection, members: Collection[str]) -> dict[str, set[str]]:
    """The groups of chats and people; those in no group are left out."""
    found: dict[str, set[str]] = {}
    for row in connection.execute(_GROUPS, {"members": sorted(members)}):
        found.setdefault(row.member, set()).add(row.name)
    return found


def people_at(connection: Connection, addresses: Collection[str]) -> dict[str, set[str]]:
    """The people whose own chats with the bot these are."""
    found: dict[str, set[str]] = {}
    for row in connection.execute(_PEOPLE, {"addresses": sorted({*addresses, *map(chat_of, addresses)})}):
        found.setdefault(row.address, set()).add(row.person)
    return found


def viewers(connection: Connection, addresses: Collection[str], now: datetime, default: Marking) -> dict[str, Viewer]:
    """For whom a message to each address is; to a person's own chat, for that person."""
    people = people_at(connection, addresses)
    own = {each: {each, chat_of(each), *people.get(chat_of(each), ())} for each in addresses}
    everybody = {holder for holders in own.values() for holder in holders}
    known, groups_ = clearances(connection, everybody), groups_with(connection, everybody)
    return {
        each: viewer_among(to, known, groups_, default, now).reading_in(chat_of(each), *to) for each, to in own.items()
    }


def note_direct(connection: Connection, address: str, person: str) -> None:
    """Notes whose own chat an address is."""
    row = {"address": address, "person": person}
    connection.execute(sql.insert(connection, direct_chat).values(row).on_conflict_do_nothing())


def groups(connection: Connection) -> dict[str, tuple[str, ...]]:
    """All groups with their members."""
    found: dict[str, list[str]] = {}
    for row in connection.execute(select(reader_group).order_by(reader_group.c.name, reader_group.c.member)):
        found.setdefault(row.name, []).append(row.member)
    return {name: tuple(members) for name, members in found.items()}


def set_group(connection: Connection, name: str, members: Sequence[str]) -> None:
    """Sets the members of a group; without any, the group is gone."""
    connection.execute(delete(reader_group).where(reader_group.c.name == name))
    if members:
        connection.execute(insert(reader_group), [{"name": name, "member": each} for each in sorted(set(members))])
