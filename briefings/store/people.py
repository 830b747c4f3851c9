"""Roles of people and chats, and invitations to one."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection as Brief
from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.model.people import ROLES, Holder, Invitation, Opened, Role
from briefings.store import dialects
from briefings.store.tables import chat, invitation, role


def of(brief: Brief, holders: Iterable[str]) -> Role | None:
    """The highest role that a person or their chat holds."""
    kept = brief.execute(select(role.c.role).where(role.c.holder.in_(list(holders)))).scalars()
    return max(kept, key=ROLES.index, default=None)


async def holder(connection: AsyncConnection, name: str) -> Holder | None:
    """A person or chat with its role."""
    row = (await connection.execute(select(role).where(role.c.holder == name))).first()
    return _holder(row) if row else None


async def holders(connection: AsyncConnection) -> list[Holder]:
    """Everyone with a role, the newest last."""
    return [_holder(row) for row in await connection.execute(select(role).order_by(role.c.at, role.c.holder))]


async def with_role(connection: AsyncConnection, wanted: Role) -> list[str]:
    """The people and chats that hold just this role."""
    query = select(role.c.holder).where(role.c.role == wanted).order_by(role.c.holder)
    return list((await connection.execute(query)).scalars())


async def put(connection: AsyncConnection, of_: Holder) -> None:
    """Gives a person or a chat its role, in the place of another one."""
    values = {
        "role": of_.role,
        "name": of_.name,
        "invited_by": of_.invited_by,
        "place": of_.place,
        "at": of_.at,
    }
    new = dialects.insert(connection, role).values(holder=of_.holder, **values)
    await connection.execute(new.on_conflict_do_update(index_elements=[role.c.holder], set_=values))


async def drop(connection: AsyncConnection, name: str) -> bool:
    """Takes a role back; False where there was none."""
    return (await connection.execute(delete(role).where(role.c.holder == name))).rowcount > 0


async def opened(connection: AsyncConnection) -> list[Opened]:
    """The chats that were let in by /start."""
    query = select(chat).where(chat.c.opened_by != "").order_by(chat.c.opened_at, chat.c.address)
    return [Opened(row.address, row.opened_by, row.opened_at) for row in await connection.execute(query)]


async def close(connection: AsyncConnection, address: str) -> bool:
    """Lets a chat in no longer; False where it was not."""
    closed = update(chat).where(chat.c.address == address, chat.c.opened_by != "")
    return (await connection.execute(closed.values(opened_by="", opened_at=None))).rowcount > 0


async def invite(connection: AsyncConnection, wanted: Role, by: str, expires_at: datetime) -> Invitation:
    """A new invitation."""
    values = {"role": wanted, "by": by, "expires_at": expires_at}
    id_ = (await connection.execute(insert(invitation).values(values).returning(invitation.c.id))).scalar_one()
    return Invitation(id_, wanted, by, expires_at)


async def invitation_of(connection: AsyncConnection, id_: int) -> tuple[Invitation, str, bool] | None:
    """An invitation, who took it ("" where nobody did), and whether it was withdrawn."""
    query = select(invitation).where(invitation.c.id == id_).with_for_update()  # two may give its code at once
    row = (await connection.execute(query)).first()
    return (_invitation(row), row.used_by, row.withdrawn) if row else None


async def use(connection: AsyncConnection, id_: int, by: str) -> bool:
    """Notes who took an invitation; False where somebody was quicker."""
    open_ = update(invitation).where(invitation.c.id == id_, invitation.c.used_by == "", ~invitation.c.withdrawn)
    return (await connection.execute(open_.values(used_by=by))).rowcount > 0


async def withdraw(connection: AsyncConnection, id_: int) -> bool:
    """Withdraws an invitation that nobody has taken; False where there is none."""
    open_ = update(invitation).where(invitation.c.id == id_, invitation.c.used_by == "", ~invitation.c.withdrawn)
    return (await connection.execute(open_.values(withdrawn=True))).rowcount > 0


async def invitations(connection: AsyncConnection, now: datetime) -> list[Invitation]:
    """The invitations that can still be taken."""
    query = select(invitation).where(invitation.c.used_by == "", ~invitation.c.withdrawn, invitation.c.expires_at > now)
    return [_invitation(row) for row in await connection.execute(query.order_by(invitation.c.id))]


def _holder(row: Row[tuple[object, ...]]) -> Holder:
    return Holder(row.holder, row.role, row.name, row.invited_by, row.place, row.at)


def _invitation(row: Row[tuple[object, ...]]) -> Invitation:
    return Invitation(row.id, row.role, row.by, row.expires_at)
