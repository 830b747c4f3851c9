"""Which messages quoted which spans of analyses and whom they reached, and the corrections of those sentences."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, bindparam, delete, exists, func, insert, select, update

from briefings.model.corrections import WITHHELD, ChangedSentence, Correction, CorrectionKind, CorrectionState, ToldChat
from briefings.model.delivery import DeliveryState, chat_of
from briefings.model.marking import viewer
from briefings.store import key_value, sql
from briefings.store.markings import labeller, restricted_number, unrestricted, visible
from briefings.store.markings.labels import labels_by_number, number_of_both
from briefings.store.outbox import pending
from briefings.store.sql import one, parts, readable
from briefings.store.tables import content, correction, delivery, quote_receipt, quote_span, quote_text

_SEEN = visible(correction.c.label)
_AT_ONCE = 5000  # receipts pruned by one statement
_KNOWN = select(quote_text.c.id).where(quote_text.c.digest == bindparam("which"), quote_text.c.at > bindparam("since"))
_RECEIPT = insert(quote_receipt)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_LOST = 0  # the revision of a place in a text that was taken back
_EMPTIED = "quote tails emptied"  # the last receipt whose tail was


def known_text(connection: Connection, digest: bytes, since: datetime) -> int | None:
    """The id of a stored text that was last used after an instant."""
    return connection.execute(_KNOWN, {"which": digest, "since": since}).scalar_one_or_none()


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
    if rows:
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


def quoted_by(connection: Connection, texts: Iterable[int]) -> list[tuple[int, StoredText]]:
    """What each of these texts quotes: the analysis, and the spans of one of its revisions."""
    columns = (quote_span.c.analysis, quote_span.c.text, quote_span.c.revision, quote_span.c.spans)
    found: list[tuple[int, StoredText]] = []
    for some in parts(sorted(texts)):
        rows = connection.execute(select(*columns).where(quote_span.c.text.in_(some)))
        found += [(row.analysis, StoredText(row.text, row.revision, row.spans)) for row in rows]
    return found


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


def sent_digests(connection: Connection, address: str, most: int) -> list[tuple[int, datetime, bytes]]:
    """The newest digests that reached an address: the delivery's id, when it was sent, and its compressed blocks."""
    mine = (delivery.c.address == address, delivery.c.kind == "digest", delivery.c.state == "sent")
    of = delivery.join(quote_receipt, quote_receipt.c.delivery == delivery.c.id).join(quote_text)
    query = select(delivery.c.id, delivery.c.settled_at, quote_text.c.head).select_from(of).where(*mine)
    return [tuple(row) for row in connection.execute(query.order_by(delivery.c.id.desc()).limit(most))]


def count(connection: Connection) -> tuple[int, int]:
    """The number of texts, and of messages."""
    texts, messages = (connection.execute(select(func.count()).select_from(t)) for t in (quote_text, quote_receipt))
    return texts.scalar_one(), messages.scalar_one()


def heads(connection: Connection, texts: Collection[int]) -> dict[int, bytes]:
    """The compressed blocks of texts, by id."""
    query = select(quote_text.c.id, quote_text.c.head).where(quote_text.c.id.in_(texts))
    return {row.id: row.head for row in connection.execute(query)}


def tails(connection: Connection, receipts: Collection[int]) -> dict[int, bytes]:
    """The compressed notes and buttons of messages, by receipt; those that were emptied are left out."""
    query = select(quote_receipt.c.id, quote_receipt.c.tail).where(quote_receipt.c.id.in_(receipts))
    return {row.id: row.tail for row in connection.execute(query.where(quote_receipt.c.tail != b""))}


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
    connection.execute(_RECEIPT, row)


def put_push(
    connection: Connection, text: int, address: str, deliveries: Sequence[int], tail: bytes, now: datetime
) -> None:
    """Stores what a message quotes that is about to be sent for deliveries."""
    row = {"text": text, "address": address, "delivery": deliveries[0], "doubt": False, "tail": tail, "at": now}
    connection.execute(_RECEIPT, row)


def drop_pushes(connection: Connection, deliveries: Sequence[int]) -> None:
    """Deletes what earlier attempts of deliveries would have quoted."""
    connection.execute(delete(quote_receipt).where(quote_receipt.c.delivery.in_(deliveries)))


def replaced(connection: Connection, address: str, messages: Sequence[str]) -> None:
    """Notes that messages show something else now, so that no mark is put on them; what they quoted stays known."""
    places = (address, chat_of(address))
    mine = (quote_receipt.c.address.in_(places), quote_receipt.c.message.in_(messages))
    connection.execute(update(quote_receipt).where(*mine).values(message="", tail=b""))


# Corrections: what changed, what an editor decided, and who was told.
def _correction(row: Row[Any]) -> Correction:
    return Correction(
        id=row.id,
        analysis=row.analysis,
        title=row.title,
        revision=row.revision,
        kind=row.kind,
        state=row.state,
        items=_items().validate_python(row.items),
        place=row.place,
        by=row.by,
        at=row.at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )


@unrestricted
def add(
    connection: Connection,
    kind: CorrectionKind,
    state: CorrectionState,
    stamp: tuple[int, int],
    title: str,
    now: datetime,
    *,
    place: str,
    by: str,
    items: Sequence[ChangedSentence] = (),
    hits: Mapping[int, Sequence[int]] | None = None,
) -> int:
    """Stores a revision or removal, by analysis and revision, about which chats may have to be told; returns its id."""
    label = labeller(connection, stamp[0]).whole
    row = restricted_number(connection, correction, label) | {
        "label": label,
        "kind": kind,
        "state": state,
        "analysis": stamp[0],
        "revision": stamp[1],
        "title": title,
        "at": now,
        "place": place,
        "by": by,
        "items": packed_items(labelled(connection, stamp[0], items)),
        "hits": {str(k): [*v] for k, v in (hits or {}).items()},
    }
    if state == "ready":
        row |= {"decided_by": by, "decided_at": now}
    id_: int = connection.execute(insert(correction).values(row).returning(correction.c.id)).scalar_one()
    return id_


@unrestricted
def relabel(connection: Connection, analysis: int) -> None:
    """Gives the corrections of an analysis its label, and each of their sentences that of the part where it stands."""
    whole, mine = labeller(connection, analysis).whole, correction.c.analysis == analysis
    connection.execute(update(correction).where(mine).values(label=whole))
    for each in _about(connection, analysis):
        _put_items(connection, each.id, labelled(connection, analysis, each.items))


@unrestricted
def _about(connection: Connection, analysis: int) -> list[Correction]:
    rows = connection.execute(select(correction).where(correction.c.analysis == analysis))
    return readable(rows, _correction, "correction")


def _put_items(connection: Connection, id_: int, items: Sequence[ChangedSentence]) -> None:
    connection.execute(update(correction).where(correction.c.id == id_).values(items=packed_items(items)))


@unrestricted
def labelled(connection: Connection, analysis: int, items: Sequence[ChangedSentence]) -> list[ChangedSentence]:
    """Sentences with the label of the parts of an analysis in which they stand; one keeps what a lost place gave it."""
    labels = {number: labeller(connection, analysis, number) for each in items for number, _ in each.places}
    found = []
    for each in items:
        number = each.label if any(revision == _LOST for revision, _ in each.places) else None
        for revision, start in each.places:
            number = number_of_both(connection, number, labels[revision](start))
        found.append(replace(each, label=number))
    return found


def packed_items(items: Sequence[ChangedSentence]) -> Any:
    """Changed sentences as JSON."""
    return _items().dump_python(tuple(items), mode="json", exclude_defaults=True)


def find(connection: Connection, id_: int) -> Correction | None:
    """A correction by number."""
    row = connection.execute(select(correction).where(correction.c.id == id_, _SEEN)).first()
    found = one(row, _correction, "correction") if row else None
    return next(iter(as_seen(connection, [found])), None) if found else None


def among(connection: Connection, ids: Iterable[int]) -> dict[int, Correction]:
    """Corrections by number."""
    rows = connection.execute(select(correction).where(correction.c.id.in_(list(ids)), _SEEN))
    return {each.id: each for each in as_seen(connection, readable(rows, _correction, "correction"))}


def in_states(connection: Connection, states: Collection[CorrectionState], since: datetime | None = None) -> list[int]:
    """The numbers of corrections in one of these states, decided since an instant; oldest first."""
    query = select(correction.c.id).where(correction.c.state.in_(states), _SEEN).order_by(correction.c.id)
    return list(connection.execute(query.where(correction.c.decided_at > since) if since else query).scalars())


def listed(
    connection: Connection, analysis: int | None, states: Collection[CorrectionState], limit: int
) -> list[Correction]:
    """The newest corrections in these states, of an analysis or of all."""
    query = select(correction).where(correction.c.state.in_(states), _SEEN)
    query = query.order_by(correction.c.id.desc()).limit(limit)
    if analysis is not None:
        query = query.where(correction.c.analysis == analysis)
    return as_seen(connection, readable(connection.execute(query), _correction, "correction"))


def as_seen(connection: Connection, found: Sequence[Correction]) -> list[Correction]:
    """The corrections without the sentences that the viewer may not see; one that has no others is left out."""
    known = labels_by_number(connection, {item.label for each in found for item in each.items if item.label})
    kept = {number: viewer().sees(each) for number, each in known.items()} | {None: True}
    seen = [(each, tuple(item if kept[item.label] else WITHHELD for item in each.items)) for each in found]
    return [each if items == each.items else replace(each, items=items) for each, items in seen if _is_any(items)]


def _is_any(items: Sequence[ChangedSentence]) -> bool:
    return not items or not all(item.withheld for item in items)


def change(connection: Connection, id_: int, expected: CorrectionState, **values: Any) -> bool:
    """Updates columns of a correction in a state; False if it is in another one."""
    where = (correction.c.id == id_, correction.c.state == expected)
    return connection.execute(update(correction).where(*where).values(**values)).rowcount > 0


def discard(connection: Connection, id_: int) -> None:
    """Deletes a correction that concerns nobody."""
    connection.execute(delete(correction).where(correction.c.id == id_))


@unrestricted
def hits_of(connection: Connection, id_: int) -> dict[int, list[int]]:
    """What each text showed of a removed analysis: indexes of sentences, by text."""
    found = connection.execute(select(correction.c.hits).where(correction.c.id == id_)).scalar_one_or_none() or {}
    return {int(text): list(indexes) for text, indexes in found.items()}


@unrestricted
def cursors(connection: Connection, id_: int) -> tuple[int, int]:
    """The last receipt that was looked at, and the last one whose message got a mark."""
    row = connection.execute(select(correction.c.seen, correction.c.marked).where(correction.c.id == id_)).one()
    return row.seen, row.marked


def move_cursor(connection: Connection, id_: int, **cursor: int) -> None:
    """Stores the last receipt that was looked at (`seen`) or whose message got a mark (`marked`)."""
    connection.execute(update(correction).where(correction.c.id == id_).values(**cursor))


@unrestricted
def take_back(
    connection: Connection, analysis: int, kind: CorrectionKind, revision: int | None, now: datetime, reason: str
) -> None:
    """Takes back what a revision or removal said of an analysis, because that was undone.

    What was asked or waits is dropped; chats that were told are told of it later.
    """
    mine = [correction.c.analysis == analysis, correction.c.kind == kind]
    if revision is not None:
        mine.append(correction.c.revision == revision)
    for id_, state in connection.execute(select(correction.c.id, correction.c.state).where(*mine)).all():
        pending.cancel(connection, [owner(id_)], reason, now)
        if state == "new":
            discard(connection, id_)
        elif state in ("asked", "ready", "closed"):
            change(connection, id_, state, state="undone")
        elif state == "sent":
            change(connection, id_, state, state="reverting")


def forget_revision(connection: Connection, analysis: int, revision: int) -> None:
    """Forgets where messages and corrections quote a revision that is taken back: its number will mean another text."""
    mine = (quote_span.c.analysis == analysis, quote_span.c.revision == revision)
    texts = select(quote_span.c.text).where(*mine)
    connection.execute(update(quote_text).where(quote_text.c.id.in_(texts)).values(at=_NEVER))
    connection.execute(delete(quote_span).where(*mine))
    for each in _about(connection, analysis):
        _put_items(connection, each.id, [replace(item, places=_left(item.places, revision)) for item in each.items])


def _left(places: Sequence[tuple[int, int]], gone: int) -> tuple[tuple[int, int], ...]:
    return tuple((_LOST if revision == gone else revision, start) for revision, start in places)


@unrestricted
def drop_questions(connection: Connection, analysis: int, now: datetime, reason: str) -> None:
    """Drops what is open about the revisions of an analysis that goes away."""
    open_ = (correction.c.analysis == analysis, correction.c.state.in_(("asked", "ready")))
    for id_ in list(connection.execute(select(correction.c.id).where(*open_)).scalars()):
        pending.cancel(connection, [owner(id_)], reason, now)
        connection.execute(update(correction).where(correction.c.id == id_).values(state="undone"))


def owner(id_: int) -> str:
    """The owner of a correction's deliveries."""
    return f"correction:{id_}"


def told(connection: Connection, id_: int, prefix: str) -> list[ToldChat]:
    """What became of a correction's deliveries whose key begins so, by address."""
    columns = (delivery.c.address, delivery.c.state, delivery.c.reason, content.c.facts)
    query = select(*columns).join(content, content.c.id == delivery.c.content).where(delivery.c.owner == owner(id_))
    mine = query.where(delivery.c.dedup.startswith(prefix, autoescape=True)).order_by(delivery.c.id)
    return [ToldChat(*row[:3], tuple(row.facts["items"])) for row in connection.execute(mine)]


def newest_receipt(connection: Connection, analysis: int) -> int:
    """The id of the newest receipt of a message that quotes an analysis; 0 if there is none."""
    texts = select(quote_span.c.text).where(quote_span.c.analysis == analysis)
    newest = select(func.max(quote_receipt.c.id)).where(quote_receipt.c.text.in_(texts))
    return connection.execute(newest).scalar_one() or 0


def forget_messages(connection: Connection, id_: int, prefix: str) -> None:
    """Deletes a correction's messages that never left, so that it can be decided anew."""
    mine = (delivery.c.owner == owner(id_), delivery.c.dedup.startswith(prefix, autoescape=True))
    connection.execute(delete(delivery).where(*mine))


def place_in_threads(connection: Connection, addresses: Mapping[str, str]) -> None:
    """Moves new deliveries, by key, to the thread in which their chat was shown what they correct."""
    if rows := [{"which": key, "to": address} for key, address in addresses.items()]:
        mine = update(delivery).where(delivery.c.dedup == bindparam("which"), delivery.c.state == "pending")
        connection.execute(mine.values(address=bindparam("to")), rows)


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


@cache
def _items() -> TypeAdapter[tuple[ChangedSentence, ...]]:
    """Converts changed sentences. Made at its first use: it takes 1 ms, which a start does without."""
    return TypeAdapter(tuple[ChangedSentence, ...])
