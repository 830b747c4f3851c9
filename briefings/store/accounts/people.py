"""Roles of people and chats, and invitations."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, insert, or_, select, update

from briefings.model.audit_log import Record
from briefings.model.delivery import Lead
from briefings.model.people import ROLES, Holder, Invitation, LinkedAccount, OpenedChat, Role
from briefings.store import sql
from briefings.store.accounts import audit_log
from briefings.store.markings import clearances
from briefings.store.sql import one, one_of_named, parts, readable
from briefings.store.tables import chat, follow, invitation, link, link_code, mute, reminder, role, sender

_ROLES = select(role.c.holder, role.c.role).where(one_of_named(role.c.holder, "holders"))


def role_of(connection: Connection, holders: Iterable[str]) -> Role | None:
    """The highest role of a person or their chat."""
    return max(roles(connection, holders).values(), key=ROLES.index, default=None)


def roles(connection: Connection, holders: Iterable[str]) -> dict[str, Role]:
    """The roles of people and chats; those without one are left out."""
    return {row.holder: row.role for row in connection.execute(_ROLES, {"holders": list(holders)})}


def let_in(connection: Connection, names: Collection[str]) -> set[str]:
    """The given people and chats that have a role, were let in by /start, or belong to a linked account."""
    found: set[str] = set()
    for some in parts(list(names)):
        found.update(connection.execute(select(role.c.holder).where(role.c.holder.in_(some))).scalars())
        opened_ = select(chat.c.address).where(chat.c.address.in_(some), chat.c.opened_by != "")
        found.update(connection.execute(opened_).scalars())
        found.update(connection.execute(select(link.c.person).where(link.c.person.in_(some))).scalars())
    return found


def holder(connection: Connection, name: str) -> Holder | None:
    """A person or chat with its role."""
    row = connection.execute(select(role).where(role.c.holder == name)).first()
    return one(row, _holder, "role") if row else None


def holders(connection: Connection) -> list[Holder]:
    """All people and chats with a role, newest last."""
    rows = connection.execute(select(role).order_by(role.c.at, role.c.holder))
    return readable(rows, _holder, "role")


def with_role(connection: Connection, wanted: Role) -> list[str]:
    """The people and chats with exactly this role."""
    query = select(role.c.holder).where(role.c.role == wanted).order_by(role.c.holder)
    return list(connection.execute(query).scalars())


_WITH_ROLES = select(role.c.holder, role.c.role).where(one_of_named(role.c.role, "wanted")).order_by(role.c.holder)


def with_roles(connection: Connection, wanted: Collection[Role]) -> dict[str, Role]:
    """The people and chats with one of these roles."""
    return {row.holder: row.role for row in connection.execute(_WITH_ROLES, {"wanted": sorted(wanted)})}


def put(connection: Connection, of_: Holder) -> None:
    """Gives a person or chat a role, replacing the previous one."""
    values = {
        "role": of_.role,
        "name": of_.name,
        "invited_by": of_.invited_by,
        "place": of_.place,
        "at": of_.at,
    }
    new = sql.insert(connection, role).values(holder=of_.holder, **values)
    connection.execute(new.on_conflict_do_update(index_elements=[role.c.holder], set_=values))


def drop(connection: Connection, name: str) -> bool:
    """Removes a role; False if there was none."""
    return connection.execute(delete(role).where(role.c.holder == name)).rowcount > 0


def opened(connection: Connection) -> list[OpenedChat]:
    """The chats let in by /start."""
    query = select(chat).where(chat.c.opened_by != "").order_by(chat.c.opened_at, chat.c.address)
    return readable(
        connection.execute(query), lambda row: OpenedChat(_named(row.address), row.opened_by, row.opened_at), "chat"
    )


def close(connection: Connection, address: str) -> bool:
    """Ends a chat's access; False if it had none."""
    closed = update(chat).where(chat.c.address == address, chat.c.opened_by != "")
    return connection.execute(closed.values(opened_by="", opened_at=None)).rowcount > 0


def invite(connection: Connection, wanted: Role, by: str, expires_at: datetime) -> Invitation:
    """Stores a new invitation."""
    values = {"role": wanted, "by": by, "expires_at": expires_at}
    id_ = connection.execute(insert(invitation).values(values).returning(invitation.c.id)).scalar_one()
    return Invitation(id_, wanted, by, expires_at)


def invitation_of(connection: Connection, id_: int) -> tuple[Invitation, str, bool] | None:
    """An invitation, who accepted it ("" if nobody), and whether it was withdrawn."""
    query = select(invitation).where(invitation.c.id == id_).with_for_update()  # two may give its code at once
    row = connection.execute(query).first()
    return (_invitation(row), row.used_by, row.withdrawn) if row else None


def use(connection: Connection, id_: int, by: str) -> bool:
    """Records who accepted an invitation; False if somebody else was first."""
    open_ = update(invitation).where(invitation.c.id == id_, invitation.c.used_by == "", ~invitation.c.withdrawn)
    return connection.execute(open_.values(used_by=by)).rowcount > 0


def withdraw(connection: Connection, id_: int) -> bool:
    """Withdraws an unused invitation; False if there is none."""
    open_ = update(invitation).where(invitation.c.id == id_, invitation.c.used_by == "", ~invitation.c.withdrawn)
    return connection.execute(open_.values(withdrawn=True)).rowcount > 0


def invitations(connection: Connection, now: datetime) -> list[Invitation]:
    """The invitations still open."""
    query = select(invitation).where(invitation.c.used_by == "", ~invitation.c.withdrawn, invitation.c.expires_at > now)
    return [_invitation(row) for row in connection.execute(query.order_by(invitation.c.id))]


def _holder(row: Row[Any]) -> Holder:
    return Holder(_named(row.holder), row.role, row.name, row.invited_by, row.place, row.at)


def _named(name: str) -> str:
    """Parses the name of a person or chat. Raises ValueError."""
    if not name.strip():
        raise ValueError("it names nobody")
    return name


def _invitation(row: Row[tuple[object, ...]]) -> Invitation:
    return Invitation(row.id, row.role, row.by, row.expires_at)


# The accounts of one person, and where that person would rather be told.
def propose(connection: Connection, hash_: str, person: str, place: str, expires_at: datetime) -> None:
    """Stores the hash of a link code, replacing this person's earlier one."""
    connection.execute(delete(link_code).where(link_code.c.person == person))
    values = {"hash": hash_, "person": person, "place": place, "expires_at": expires_at}
    connection.execute(insert(link_code).values(values))


def proposed(connection: Connection, hash_: str, now: datetime) -> tuple[str, str] | None:
    """The person and private chat for which a link code was made."""
    query = select(link_code.c.person, link_code.c.place)
    row = connection.execute(query.where(link_code.c.hash == hash_, link_code.c.expires_at > now)).first()
    return (row.person, row.place) if row else None


def forget_code(connection: Connection, hash_: str) -> bool:
    """Deletes a link code; False if it was deleted before."""
    return connection.execute(delete(link_code).where(link_code.c.hash == hash_)).rowcount > 0


def link_accounts(connection: Connection, pair: str, links: Iterable[LinkedAccount]) -> None:
    """Links accounts as one person's."""
    rows = [{"person": e.person, "pair": pair, "place": e.place, "preferred": e.preferred} for e in links]
    connection.execute(insert(link), rows)


def accounts_of(connection: Connection, person: str) -> list[LinkedAccount]:
    """All accounts linked with one, itself first; none if it isn't linked."""
    pair = select(link.c.pair).where(link.c.person == person).scalar_subquery()
    rows = connection.execute(select(link).where(link.c.pair == pair).order_by(link.c.person != person))
    return [LinkedAccount(row.person, row.place, row.preferred) for row in rows]


def prefer(connection: Connection, links: Iterable[LinkedAccount], person: str) -> None:
    """Sets the linked account that gets what both would."""
    mine = link.c.person.in_([each.person for each in links])
    connection.execute(update(link).where(mine).values(preferred=link.c.person == person))


def unlink_accounts(connection: Connection, links: Iterable[LinkedAccount]) -> None:
    """Removes accounts from their link."""
    connection.execute(delete(link).where(link.c.person.in_([each.person for each in links])))


def preferred_addresses(connection: Connection, addresses: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """For each private address whose person prefers another account: that account's addresses."""
    other = link.alias()
    found: dict[str, tuple[str, ...]] = {}
    for some in parts(list(addresses)):
        query = (
            select(link.c.person, link.c.place, other.c.person.label("rather"), other.c.place.label("there"))
            .join(other, (other.c.pair == link.c.pair) & other.c.preferred)
            .where(~link.c.preferred, or_(link.c.person.in_(some), link.c.place.in_(some)))
        )
        for row in connection.execute(query):
            found |= dict.fromkeys({row.person, row.place} & set(some), (row.rather, row.there))
    return found


def follows_there(
    connection: Connection, addresses: Collection[str], event: int, lead: Lead | None = None
) -> int | None:
    """The follow by which one of the addresses hears of an event; with `lead`, one with that reminder."""
    wanted = [follow.c.address.in_(addresses), follow.c.event == event, follow.c.paused == ""]
    wanted.append(~exists().where(mute.c.event == event, mute.c.address.in_(addresses)))
    if lead is not None:
        same = (reminder.c.amount == lead.count, reminder.c.unit == lead.unit, reminder.c.wall == lead.wall)
        wanted.append(exists().where(reminder.c.follow == follow.c.id, reminder.c.state != "passed", *same))
    query = select(follow.c.id).where(*wanted).order_by(follow.c.id).limit(1)
    id_: int | None = connection.execute(query).scalar_one_or_none()
    return id_


def is_platform_alive(connection: Connection, platform: str, since: datetime) -> bool:
    """Whether a platform's sender has been alive since an instant."""
    query = select(sender.c.name).where(sender.c.name == platform, sender.c.beat_at >= since)
    return connection.execute(query).first() is not None


def lower_clearance(connection: Connection, holder: str, person: str, by: str, now: datetime) -> None:
    """Gives a chat or account no higher clearance than a person has, which the audit log records; "" is nobody."""
    if person and person != holder and (lower := clearances.lower_to(connection, holder, person, now)):
        audit_log.note(connection, Record(now, by, "cleared", holder, "", f"TLP:{lower}"))
