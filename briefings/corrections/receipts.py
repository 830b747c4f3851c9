"""Receipts of quotations: which spans of which revision a message quoted, by chat, kept as long as deliveries are."""

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from briefings.model.corrections import Arrival, QuotedSpan, QuotingMessage, Showing
from briefings.model.marking import viewing
from briefings.store import Connection, Step, Store
from briefings.store import corrections as rows
from briefings.store.analyses import stamps_of
from briefings.store.corrections import StoredReceipt
from briefings.store.markings import clearances, hidden
from briefings.store.markings.spans import any_marked
from briefings.store.sql import set_aside

Span = tuple[int, int]
_BITS, _MORE = 7, 0x80

MARKED = timedelta(days=14)  # for so long an old message can be shown again with a mark
_RENEWED = timedelta(days=1)  # so that no text goes in the moment in which it is used again
_ARRIVAL: dict[str, Arrival] = {"sent": "arrived", "unknown": "doubtful", "sending": "open", "in_doubt": "open"}
# What every message has in common; compression begins with it.
_COMMON = (
    b'{"text":[{"text":"","origin":{"analysis":1,"revision":1,"start":,"end":}},{"text":" ["italic":true},"code":true},'
    b'"link":"https://www."items":[["rows":[[{"label":"Where is this from?","says":"/where a1 r1 Full text"/read a1"},'
    b'{"label":"Sections","says":"/sections a1"},{"label":"Sources","says":"/sources a1"},{"label":"Longer",'
    b'"says":"/summary a1 long"},{"label":"Events","says":"/events"},{"label":"Stop this digest","says":"/unsubscribe '
    b'"level":2,"numbered":true,{"text":"Subscription : new since Full summary of a'
)


def compressed(words: bytes) -> bytes:
    """Bytes made small for the store; empty ones stay empty."""
    if not words:
        return b""
    packer = zlib.compressobj(6, wbits=-15, zdict=_COMMON)
    return packer.compress(words) + packer.flush()


def expanded(kept: bytes) -> bytes:
    """What `compressed` made small. Raises ValueError for anything else."""
    if not kept:
        return b""
    try:
        return zlib.decompressobj(wbits=-15, zdict=_COMMON).decompress(kept)
    except zlib.error as error:
        raise ValueError(str(error)) from error


@dataclass(frozen=True, slots=True)
class SentDigest:
    """A digest that reached an address: its delivery's id, when it was sent, and its blocks as they were kept."""

    id: int
    at: datetime
    head: bytes


class QuoteReceipts:
    """Notes which spans a message quoted, to whom it went, and whether it arrived."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def answer(
        self, message: QuotingMessage, address: str, messages: Sequence[str], now: datetime, *, doubt: bool = False
    ) -> Step:
        """The step that notes an answer; `messages` are the platform's ids, `doubt` if it may not have arrived."""

        def step(connection: Connection) -> None:
            text = _text(connection, message, address, now)
            rows.put_receipt(connection, text, address, messages, compressed(message.tail), now, doubt=doubt)

        return step

    def replaced(self, address: str, messages: Sequence[str]) -> Step:
        """The step that notes that messages of the bot show something else now, which quotes nothing."""
        return lambda connection: rows.replaced(connection, address, messages)

    async def note(self, step: Step) -> None:
        """Carries out a step by itself."""
        await self._store.write(step, bookkeeping=True)

    async def quoted(self, analysis: int) -> dict[str, list[QuotedSpan]]:
        """What each address was shown of an analysis, or may have been, in order."""

        def step(connection: Connection) -> dict[str, list[QuotedSpan]]:
            texts = spans_about(connection, analysis)
            found: dict[str, dict[QuotedSpan, None]] = defaultdict(dict)
            for each in showings(connection, texts):
                if each.arrival in ("arrived", "doubtful"):
                    found[each.address].update(dict.fromkeys(texts[each.text]))
            return {address: sorted(spans) for address, spans in found.items()}

        return await self._store.read(step)

    async def digests(self, address: str, most: int) -> list[SentDigest]:
        """The newest digests that reached an address, as long as deliveries are kept."""
        found = await self._store.read(lambda connection: rows.sent_digests(connection, address, most))
        return [SentDigest(id_, at, expanded(head)) for id_, at, head in found]

    async def count(self) -> tuple[int, int]:
        """The number of texts that messages quote, and of the messages."""
        return await self._store.read(rows.count)

    async def prune(self, now: datetime, keep: timedelta) -> None:
        """Deletes receipts older than the retention period, and what older messages looked like."""
        before = (now - keep, now - min(keep, MARKED))
        await self._store.write(lambda connection: rows.prune(connection, *before), bookkeeping=True)


def spans_about(connection: Connection, analysis: int) -> dict[int, list[QuotedSpan]]:
    """The spans of an analysis that messages quote, by text; one that can't be read is left out."""
    found: dict[int, list[QuotedSpan]] = defaultdict(list)
    for kept in rows.texts_about(connection, analysis):
        try:
            spans = unpacked(kept.spans)
        except ValueError as error:
            set_aside("quote_span", kept.text, error)
            continue
        found[kept.text] += [QuotedSpan(analysis, kept.revision, *span) for span in spans]
    return found


def unseen_texts(connection: Connection, texts: Collection[int]) -> set[int]:
    """The texts that quote something the viewer may not see now, or whose quotations can't be read."""
    quoted = rows.quoted_by(connection, texts)
    ids = {analysis for analysis, _ in quoted}
    seen, cuts = {each.id for each in stamps_of(connection, ids)}, hidden(connection, ids)
    found = set()
    for analysis, kept in quoted:
        try:
            spans = unpacked(kept.spans)
        except ValueError:
            found.add(kept.text)
            continue
        cut = cuts.of(analysis, kept.revision)
        if analysis not in seen or any(cut.hides(span[0]) for span in spans):
            found.add(kept.text)
    return found


def showings(connection: Connection, texts: Iterable[int], after: int = 0) -> list[Showing]:
    """The messages with these texts whose receipt is younger than one by id, oldest first."""
    return [
        Showing(each.id, each.text, each.address, _messages(each), _arrival(each), each.at)
        for each in rows.receipts_of(connection, texts, after)
    ]


def _messages(of: StoredReceipt) -> tuple[str, ...]:
    """The ids of a message's parts; a platform's receipt is "ID,ID", or "CHANNEL/ID,ID"."""
    kept = of.receipt.rpartition("/")[2] if of.delivery is not None else of.message
    return tuple(filter(None, kept.split(",")))


def _arrival(of: StoredReceipt) -> Arrival:
    if of.delivery is None:
        return "doubtful" if of.doubt else "arrived"
    return _ARRIVAL.get(of.state or "", "lost")


def push(
    connection: Connection,
    message: QuotingMessage | None,
    address: str,
    deliveries: Sequence[int],
    now: datetime,
    *,
    again: bool,
) -> None:
    """Notes what a message quotes that is about to be sent for deliveries; their state tells whether it arrived.

    `again`: an earlier attempt failed, and what it would have quoted is forgotten.
    """
    if again:
        rows.drop_pushes(connection, deliveries)
    if message is not None:
        text = _text(connection, message, address, now)
        rows.put_push(connection, text, address, deliveries, compressed(message.tail), now)


def _text(connection: Connection, message: QuotingMessage, address: str, now: datetime) -> int:
    """The id of what a message quotes; it is stored if no message said the same before."""
    by_text: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for span in _in_whole_texts(connection, message.spans, address, now):
        by_text[span.analysis, span.revision].append((span.start, span.end))
    spans = {key: packed(found) for key, found in by_text.items()}
    digest = blake2b(
        b"".join((message.head, *(repr(each).encode() for each in spans.items()))), digest_size=16
    ).digest()
    known = rows.known_text(connection, digest, now - _RENEWED)
    return known or rows.put_text(connection, digest, compressed(message.head), spans, now)


def _in_whole_texts(
    connection: Connection, quoted: Sequence[QuotedSpan], address: str, now: datetime
) -> Sequence[QuotedSpan]:
    """Quoted spans at their places in whole texts: who may not see a section was shown a text from which it is cut."""
    ids = {each.analysis for each in quoted}
    if not ids or not any_marked(connection, ids):
        return quoted
    with viewing(clearances.viewers(connection, [address], now, clearances.default_marking(connection))[address]):
        cuts = hidden(connection, ids)
    of = {each: cuts.of(each.analysis, each.revision) for each in quoted}
    return [replace(each, start=cut.full(each.start), end=cut.full_end(each.end)) for each, cut in of.items()]


def merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, with overlapping ones as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def packed(spans: Iterable[Span]) -> bytes:
    """The merged spans as bytes: each gap to the end of the span before, and each length."""
    made, at = bytearray(), 0
    for start, end in merged(spans):
        for number in (start - at, end - start):
            while number >= _MORE:
                made.append(number & (_MORE - 1) | _MORE)
                number >>= _BITS
            made.append(number)
        at = end
    return bytes(made)


def unpacked(kept: bytes) -> list[Span]:
    """The spans that `packed` made into bytes. Raises ValueError for a number that breaks off."""
    found, at, numbers = [], 0, _numbers(kept)
    for gap in numbers:
        length = next(numbers, None)
        if length is None:
            raise ValueError("a span has no length")
        found.append((at + gap, at + gap + length))
        at += gap + length
    return found


def _numbers(kept: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in kept:
        number |= (byte & (_MORE - 1)) << shift
        shift += _BITS
        if byte < _MORE:
            yield number
            number = shift = 0
    if shift:
        raise ValueError("a number breaks off")
