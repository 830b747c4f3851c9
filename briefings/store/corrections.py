"""Which messages quoted which spans of analyses and whom they reached, and the corrections of those sentences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, exists, func, select, update

from briefings.model.delivery import DeliveryState, chat_of
from briefings.store import key_value, sql
from briefings.store.sql import parts
from briefings.store.tables import delivery, quote_receipt, quote_span, quote_text

_AT_ONCE = 5000  # receipts pruned by one statement
_EMPTIED = "quote tails emptied"  # the last receipt whose tail was


def known_text(connection: Connection, digest: bytes, since: datetime) -> int | None:
    """The id of a stored text that was last used after an instant."""
    mine = select(quote_text.c.id).where(quote_text.c.digest == digest, quote_text.c.at > since)
    return connection.execute(mine).scalar_one_or_none()


def put_text(
    connection: Connection, digest: bytes, head: bytes, spans: Mapping[tuple[int, int], bytes], now: datetime
) -> int:
    """Stores what a message quotes, by analysis and revision, once for all chats; returns its id."""
    row = {"digest": digest, "head": head, "at": now}
    new = sql.insert(connection, quote_text).values(row)
    new = new.on_conflict_do_update(index_elements=[quote_text.c.digest], set_={"at": now}).returning(quote_text.c.id)
    id_: int = connection.execute(new).scalar_one()
    rows = [
        {"text": id_, "analysis": analysis, "revision": revision, "spans": kept}
        for (analysis, revision), kept in spans.items()
    ]
    connection.execute(sql.insert(connection, quote_span).on_conflict_do_nothing(), rows)
    return id_


@dataclass(frozen=True, slots=True)
class StoredText:
    """What a stored text quotes of one revision of an analysis, packed."""

    text: int
    revision: int
    spans: bytes


@dataclass(frozen=True, slots=True)
class StoredReceipt:
    """A message that quotes; `state` is that of its delivery, None for an answer or a delivery that is gone."""

    id: int
    text: int
    address: str
    message: str
    delivery: int | None
    state: DeliveryState | None
    receipt: str
    doubt: bool
    at: datetime


def texts_about(connection: Connection, analysis: int) -> list[StoredText]:
    """What messages quote of an analysis, by text and revision."""
    query = select(quote_span.c.text, quote_span.c.revision, quote_span.c.spans)
    return [StoredText(*row) for row in connection.execute(query.where(quote_span.c.analysis == analysis))]


def receipts_of(connection: Connection, texts: Iterable[int], after: int = 0) -> list[StoredReceipt]:
    """The messages with these texts whose receipt is younger than one by id, oldest first."""
    columns = (quote_receipt.c.id, quote_receipt.c.text, quote_receipt.c.address, quote_receipt.c.message)
    more = (quote_receipt.c.delivery, delivery.c.state, delivery.c.receipt, quote_receipt.c.doubt, quote_receipt.c.at)
    both = quote_receipt.outerjoin(delivery, delivery.c.id == quote_receipt.c.delivery)
    query = select(*columns, *more).select_from(both).where(quote_receipt.c.id > after).order_by(quote_receipt.c.id)
    found: list[StoredReceipt] = []
    for some in parts(sorted(texts)):
        rows = connection.execute(query.where(quote_receipt.c.text.in_(some)))
        found += [StoredReceipt(*row[:6], row[6] or "", *row[7:]) for row in rows]
    return sorted(found, key=lambda each: each.id)


def count(connection: Connection) -> tuple[int, int]:
    """The number of texts, and of messages."""
    texts, messages = (connection.execute(select(func.count()).select_from(t)) for t in (quote_text, quote_receipt))
    return texts.scalar_one(), messages.scalar_one()


def put_receipt(
    connection: Connection,
    text: int,
    address: str,
    messages: Iterable[str],
    tail: bytes,
    now: datetime,
    *,
    doubt: bool = False,
) -> None:
    """Stores that an answer reached a chat, or may have; `messages` are the platform's ids of its parts."""
    row = {"text": text, "address": address, "message": ",".join(messages), "doubt": doubt, "tail": tail, "at": now}
    connection.execute(quote_receipt.insert(), row)


def put_push(
    connection: Connection, text: int, address: str, deliveries: Sequence[int], tail: bytes, now: datetime
) -> None:
    """Stores what a message quotes that is about to be sent for deliveries."""
    row = {"text": text, "address": address, "delivery": deliveries[0], "doubt": False, "tail": tail, "at": now}
    connection.execute(quote_receipt.insert(), row)


def drop_pushes(connection: Connection, deliveries: Sequence[int]) -> None:
    """Deletes what earlier attempts of deliveries would have quoted."""
    connection.execute(delete(quote_receipt).where(quote_receipt.c.delivery.in_(deliveries)))


def replaced(connection: Connection, address: str, messages: Sequence[str]) -> None:
    """Notes that messages show something else now, so that no mark is put on them; what they quoted stays known."""
    places = (address, chat_of(address))
    mine = (quote_receipt.c.address.in_(places), quote_receipt.c.message.in_(messages))
    connection.execute(update(quote_receipt).where(*mine).values(message="", tail=b""))


def prune(connection: Connection, before: datetime, tails_before: datetime) -> None:
    """Deletes receipts older than the retention period, the notes and buttons of older ones, and unused texts."""
    while True:
        oldest = select(quote_receipt.c.id).order_by(quote_receipt.c.id).limit(_AT_ONCE).scalar_subquery()
        old = delete(quote_receipt).where(quote_receipt.c.id.in_(oldest), quote_receipt.c.at < before)
        if connection.execute(old).rowcount < _AT_ONCE:
            break
    _empty_tails(connection, tails_before)
    unused = ~exists().where(quote_receipt.c.text == quote_text.c.id)
    gone = list(connection.execute(select(quote_text.c.id).where(quote_text.c.at < before, unused)).scalars())
    for some in parts(gone):
        connection.execute(delete(quote_text).where(quote_text.c.id.in_(some)))


def _empty_tails(connection: Connection, before: datetime) -> None:
    """Empties the tails of receipts before an instant; those behind the mark have been."""
    done = int(key_value.value(connection, _EMPTIED) or 0)
    while True:
        some = select(quote_receipt.c.id, quote_receipt.c.at).where(quote_receipt.c.id > done)
        rows = connection.execute(some.order_by(quote_receipt.c.id).limit(_AT_ONCE)).all()
        old = [row.id for row in rows if row.at < before]
        if not old:
            return
        empty = update(quote_receipt).where(quote_receipt.c.id.between(old[0], old[-1]))
        connection.execute(empty.where(quote_receipt.c.at < before).values(tail=b""))
        done = old[-1]
        key_value.exchange(connection, _EMPTIED, str(done))
