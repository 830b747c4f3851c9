"""Erases the data of a chat and its threads from every table, or moves it to the chat's new address."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    and_,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)

from briefings.model.delivery import platform_of
from briefings.model.marking import rank
from briefings.store.markings.clearances import clearances, default_marking, set_clearance, usual_clearance
from briefings.store.sql import is_inside
from briefings.store.tables import (
    chat,
    chat_pace,
    clearance,
    content,
    correction,
    delivery,
    direct_chat,
    follow,
    hidden_answer,
    inbox,
    intake,
    invitation,
    journal,
    kept_line,
    label_audience,
    last_read,
    link,
    link_code,
    mute,
    quote_receipt,
    reader,
    reader_group,
    role,
    shown,
    spare,
    spent,
    subscription,
    told,
    undo,
    web_link,
    web_visit,
    webhook,
)

ERASED = "(erased)"  # stands in the journal for a chat that was forgotten
# Whose rows go where the column names the chat or a thread in it. What hangs on them goes by itself.
OWNED: tuple[tuple[Table, str], ...] = (
    *((each, "address") for each in (chat, reader, last_read, follow, mute, subscription, spent, shown, undo)),
    *((each, "address") for each in (kept_line, hidden_answer, told, quote_receipt, web_link, web_visit)),
    *((direct_chat, "address"), (direct_chat, "person"), (clearance, "holder"), (chat_pace, "chat")),
    *((label_audience, "holder"), (reader_group, "member")),
    *((subscription, "owner"), (link_code, "place"), (link_code, "person"), (web_link, "person")),
    *((webhook, "address"), (webhook, "person")),
)
RIGHTS: tuple[tuple[Table, str], ...] = ((role, "holder"), (role, "place"), (link, "place"), (link, "person"))
# Where rows stay, for the team's sake, and the name of the chat goes out of them. Who changed the library stays there.
NAMED: tuple[tuple[Table, str], ...] = (
    *((journal, name) for name in ("subject", "title", "note")),
    (invitation, "used_by"),
    (correction, "place"),
)


def erase(connection: Connection, address: str) -> int:
    """Deletes all data about a chat and its threads; returns the number of rows, button lines not counted."""
    gone = _erase_deliveries(connection, address)
    hooks = select(webhook.c.id).where(is_inside(webhook.c.address, address) | is_inside(webhook.c.person, address))
    for id_ in connection.execute(hooks).scalars().all():
        gone += _erase_deliveries(connection, f"webhook:{id_}")
    usual = rank(usual_clearance([address], default_marking(connection)))
    strict = clearance.c.rank < usual  # else its holder could lift it without an admin
    for table, column in OWNED:
        kept = [~strict] if table is clearance else []
        found = connection.execute(delete(table).where(is_inside(table.c[column], address), *kept))
        gone += 0 if table in (kept_line, hidden_answer, link_code, quote_receipt) else found.rowcount
    connection.execute(delete(kept_line).where(_quoted(kept_line.c.says, address)))
    connection.execute(delete(undo).where(_quoted(undo.c.step, address)))
    connection.execute(delete(inbox).where(_among(inbox.c.update, address)))
    # An editor's or admin's role is no chat's to erase.
    mine = delete(role).where(
        is_inside(role.c.holder, address) | is_inside(role.c.place, address), role.c.role == "reader"
    )
    gone += connection.execute(mine).rowcount
    pairs = select(link.c.pair).where(is_inside(link.c.place, address) | is_inside(link.c.person, address))
    gone += connection.execute(delete(link).where(link.c.pair.in_(pairs.scalar_subquery()))).rowcount > 0
    own = is_inside(journal.c.subject, address) & journal.c.by.contains(address, autoescape=True)
    connection.execute(update(journal).where(own).values(by=ERASED))
    for table, column in NAMED:
        name = table.c[column]
        connection.execute(update(table).where(is_inside(name, address)).values({column: ERASED}))
    return gone


def move(connection: Connection, old: str, new: str, now: datetime) -> None:
    """Moves all data of a chat and its threads to its new address; the lower clearance of the two stays."""
    known = clearances(connection, [old, new])
    if known:
        lower = min(known.values(), key=rank)
        for each in (old, new):
            set_clearance(connection, each, lower, now)
    for table, column in (*OWNED, *RIGHTS, *NAMED, (intake, "address"), (delivery, "address")):
        moved = literal(new) + func.substr(table.c[column], len(old) + 1)
        _make_room(connection, table, column, old, new)
        connection.execute(update(table).where(is_inside(table.c[column], old)).values({column: moved}))
    for table, column in ((kept_line, "says"), (undo, "step")):
        name: Column[str] = table.c[column]
        for end in ('"', ":"):
            readdressed = func.replace(name, f'"{old}{end}', f'"{new}{end}')
            connection.execute(update(table).where(_quoted(name, old)).values({column: readdressed}))
    connection.execute(update(delivery).where(is_inside(delivery.c.address, new)).values(sender=platform_of(new)))


def _make_room(connection: Connection, table: Table, column: str, old: str, new: str) -> None:
    """Deletes what stands at the new address under the key of a row that moves there."""
    there, name = table.alias(), table.c[column]
    for key in (each for each in _unique_keys(table) if column in each):
        same = [there.c[each] == table.c[each] for each in key if each != column]
        moved = literal(new) + func.substr(there.c[column], len(old) + 1)
        moves = exists().where(is_inside(there.c[column], old), name == moved, *same)
        connection.execute(delete(table).where(is_inside(name, new), moves))


def _unique_keys(table: Table) -> list[Collection[str]]:
    """The columns of the primary key, and those of each unique constraint."""
    found = (each for each in table.constraints if isinstance(each, PrimaryKeyConstraint | UniqueConstraint))
    return [each.columns.keys() for each in found]


def _erase_deliveries(connection: Connection, address: str) -> int:
    """Deletes deliveries, their unshared facts and their notes about duplicates."""
    mine = is_inside(delivery.c.address, address)
    keys = select(delivery.c.dedup).where(mine).scalar_subquery()
    connection.execute(delete(spare).where(or_(spare.c.key.in_(keys), spare.c.rather.in_(keys))))
    facts = list(connection.execute(select(delivery.c.content).where(mine).distinct()).scalars())
    gone = connection.execute(delete(delivery).where(mine)).rowcount
    unused = ~exists().where(delivery.c.content == content.c.id)
    for start in range(0, len(facts), 500):
        connection.execute(delete(content).where(and_(content.c.id.in_(facts[start : start + 500]), unused)))
    return gone


def _among(column: ColumnElement[str], address: str) -> ColumnElement[bool]:
    """Whether a compound key contains the address."""
    return (literal(":") + column + literal(":")).contains(f":{address}:", autoescape=True)


def _quoted(column: ColumnElement[str], address: str) -> ColumnElement[bool]:
    """Whether JSON contains the address or one of its threads."""
    return or_(*(column.contains(f'"{address}{end}', autoescape=True) for end in ('"', ":")))
