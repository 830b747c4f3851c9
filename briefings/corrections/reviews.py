"""The work of a tick: asks about revisions that change shown sentences, and writes what was decided into the outbox."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from briefings.corrections.changes import PartOf, changed, hits, in_newest
from briefings.corrections.receipts import MARKED, expanded, showings, spans_about, unseen_texts
from briefings.corrections.recipients import Recipient, delivery, key_of, recipients, retraction
from briefings.errors import NotFound
from briefings.library.library import Library
from briefings.model.analysis import Analysis
from briefings.model.corrections import ChangedSentence, Correction, CorrectionState, QuotedSpan, Showing, ToldChat
from briefings.model.delivery import chat_of, platform_of
from briefings.model.marking import Viewer, viewing
from briefings.reminders.linked_duplicates import suppress
from briefings.reminders.quiet_hours import held_back
from briefings.store import Connection, Store, follows
from briefings.store import agenda as agenda_rows
from briefings.store import corrections as rows
from briefings.store.accounts import chats, people
from briefings.store.markings import labeller
from briefings.store.outbox import pending
from briefings.store.outbox.pending import REMINDER_LANE, NewDelivery
from briefings.store.sql import parts
from briefings.store.webhooks import posts
from briefings.store.webhooks.endpoints import WebhookEvent

GRACE = timedelta(minutes=1)  # between a verdict and the first message, to undo it
_LATE = timedelta(days=30)  # for so long a message that turns out to have arrived still brings its correction
_QUESTION_KEEPS = timedelta(days=14)
_AT_ONCE = 1000  # deliveries written in one transaction
_MOST = 200  # sentences of one question; a text that changes more was written anew
_HAS_LEFT = ("sending", "in_doubt", "sent", "unknown")
_SENT: tuple[CorrectionState, ...] = ("sent",)
_TOLD = ("sent", "unknown")
ViewersOf = Callable[[Connection, Collection[str], datetime], Mapping[str, Viewer]]  # for whom messages are
Texts = Mapping[int, Sequence[QuotedSpan]]


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """An earlier message with corrected sentences: the platform's ids of its parts, its blocks, and the changes."""

    address: str
    messages: tuple[str, ...]
    head: bytes
    tail: bytes
    changes: tuple[ChangedSentence, ...]


class Reviews:
    """Reviews the revisions of a library for changes of shown sentences; `zone` is the default zone."""

    def __init__(self, store: Store, library: Library, zone: str, viewers: ViewersOf) -> None:
        self._store, self._library, self._zone, self._viewers = store, library, zone, viewers

    async def work(self, platforms: Collection[str], now: datetime, editors: Sequence[str] = ()) -> int:
        """Asks about new revisions and writes what was decided into the outbox; returns the number of messages.

        `editors` are asked about a revision that nobody in a chat added.
        """

        def waiting(connection: Connection) -> tuple[list[int], list[int], list[int]]:
            new = rows.in_states(connection, ["new"])
            due = rows.in_states(connection, ["ready", "sent"], now - _LATE)
            return new, due, rows.in_states(connection, ["reverting"])

        new, due, reverting = await self._store.read(waiting)
        written = 0
        for id_ in new:
            written += await self._ask(id_, platforms, editors, now)
        for id_ in due:
            written += await self._spread(id_, platforms, now)
        for id_ in reverting:
            written += await self._store.write(partial(self._revert, id_=id_, platforms=platforms, now=now))
        return written

    async def to_mark(self, now: datetime, most: int) -> list[StoredMessage]:
        """The next earlier messages in which corrected sentences can be struck, each handed out once."""
        found: list[StoredMessage] = []
        for id_ in await self._store.read(lambda connection: rows.in_states(connection, ["sent"], now - MARKED)):
            if len(found) < most:
                found += await self._unmarked(id_, most - len(found), now)
        return found

    async def _unmarked(self, id_: int, most: int, now: datetime) -> list[StoredMessage]:
        """The next messages of one correction; they count as marked from now on, whatever becomes of it."""
        found, (seen, marked) = await self._store.read(
            lambda connection: (rows.find(connection, id_), rows.cursors(connection, id_))
        )
        if found is None or marked >= seen:
            return []
        texts = await self._store.read(lambda connection: spans_about(connection, found.analysis))
        by_text, wanted = await self._hits(found, texts), set(found.corrected)

        def step(connection: Connection) -> list[StoredMessage]:
            shown = [each for each in showings(connection, by_text, marked) if each.id <= seen]
            fit = [
                each for each in shown if each.arrival == "arrived" and each.messages and wanted & by_text[each.text]
            ]
            fit = self._seen(connection, fit, now)
            some = fit[:most]
            changes = self._all_changes(connection, found, [each.address for each in some], now)
            rows.move_cursor(connection, id_, marked=some[-1].id if len(fit) > most else seen)
            heads = rows.heads(connection, {each.text for each in some})
            tails = rows.tails(connection, [each.id for each in some])
            return [
                StoredMessage(
                    each.address,
                    each.messages,
                    expanded(heads[each.text]),
                    expanded(tails[each.id]),
                    changes[each.address],
                )
                for each in some
                if each.id in tails and each.text in heads and changes[each.address]
            ]

        return await self._store.write(step, bookkeeping=True)

    def _seen(self, connection: Connection, shown: Sequence[Showing], now: datetime) -> list[Showing]:
        """The messages of which their chat may see all that they quote: an edited message is sent as a whole."""
        found: list[Showing] = []
        for address, to in self._viewers(connection, {each.address for each in shown}, now).items():
            mine = [each for each in shown if each.address == address]
            with viewing(to):
                unseen = unseen_texts(connection, {each.text for each in mine})
            found += [each for each in mine if each.text not in unseen]
        return sorted(found, key=lambda each: each.id)

    def _all_changes(
        self, connection: Connection, of: Correction, addresses: Collection[str], now: datetime
    ) -> dict[str, tuple[ChangedSentence, ...]]:
        """By address, the sentences of every correction of an analysis that was sent, as far as may be seen there.

        A later mark keeps the earlier ones.
        """
        found = {}
        for address, to in self._viewers(connection, addresses, now).items():
            with viewing(to):
                sent = rows.listed(connection, of.analysis, _SENT, _MOST)
            found[address] = tuple(each.items[index] for each in sent for index in each.corrected)
        return found

    async def drafts(self, analysis: int, texts: Texts) -> dict[int, Analysis]:
        """The revisions that messages quote; one that is gone or can't be read is left out."""
        found: dict[int, Analysis] = {}
        for number in sorted({span.revision for spans in texts.values() for span in spans}):
            try:
                found[number] = await self._library.revision(analysis, number)
            except NotFound:
                continue
        return found

    async def _ask(self, id_: int, platforms: Collection[str], editors: Sequence[str], now: datetime) -> int:
        """Asks the editor who added a revision, if it changes sentences that were shown."""
        found = await self._store.read(lambda connection: rows.find(connection, id_))
        if found is None or found.state != "new":
            return 0
        shown = await self._shown(found)

        def step(connection: Connection) -> int:
            if not shown:
                rows.discard(connection, id_)
                return 0
            items = rows.labelled(connection, found.analysis, _with_events(connection, found.analysis, shown))
            if not rows.change(connection, id_, "new", state="asked", items=rows.packed_items(items)):
                return 0
            asked = self._asked(connection, found, platforms, editors, now)
            pending.enqueue(connection, asked, now)
            return sum(each.state == "pending" for each in asked)

        return await self._store.write(step)

    async def _shown(self, of: Correction) -> list[ChangedSentence]:
        """The sentences that a revision changes and that a message showed, or may have."""
        try:
            before = await self._library.revision(of.analysis, of.revision - 1)
            after = await self._library.revision(of.analysis, of.revision)
        except NotFound:
            return []
        parts_of = await self._store.read(
            lambda connection: [labeller(connection, of.analysis, each.revision) for each in (before, after)]
        )
        items = await asyncio.to_thread(changed, before, after, *parts_of)
        texts = await self._store.read(lambda connection: spans_about(connection, of.analysis)) if items else {}
        by_text = await self._hits_of(of.analysis, texts, items)
        reached = await self._store.read(
            lambda connection: {each.text for each in showings(connection, by_text) if each.arrival != "lost"}
        )
        shown = {index for text, indexes in by_text.items() if text in reached for index in indexes}
        return [item for index, item in enumerate(items) if index in shown][:_MOST]

    def _asked(
        self,
        connection: Connection,
        of: Correction,
        platforms: Collection[str],
        editors: Sequence[str],
        now: datetime,
    ) -> list[NewDelivery]:
        """The question, to where the revision was added, or else to all editors."""
        made = people.with_role(connection, "editor") or ([] if editors else people.with_role(connection, "admin"))
        there = [of.place] if platform_of(of.place) in platforms else [*editors, *made]
        asked = [address for address in dict.fromkeys(there) if platform_of(address) in platforms]
        times = chats.chat_times(connection, asked, self._zone)
        questions = [held_back(_question(of, address, now), times[chat_of(address)], now) for address in asked]
        return suppress(connection, questions, platforms.__contains__)

    async def _spread(self, id_: int, platforms: Collection[str], now: datetime) -> int:
        """Writes a correction for each chat that was shown what it corrects, and that isn't told yet."""
        found, seen, newest = await self._store.read(lambda connection: _progress(connection, id_))
        if found is None or found.decided_at is None or now < found.decided_at + GRACE:
            return 0
        if found.state == "sent" and newest <= seen:
            return 0
        texts = await self._store.read(lambda connection: spans_about(connection, found.analysis))
        by_text = await self._hits(found, texts)
        wanted = set(found.corrected) | ({-1} if found.kind == "withdrawal" else set())

        def read(connection: Connection) -> tuple[list[NewDelivery], dict[str, str], int]:
            told, last = recipients(_by_chat(connection, showings(connection, by_text, seen)), by_text, wanted)
            made, places = self._deliveries(connection, found, told, platforms, now)
            return made, places, max(last, seen)

        made, places, last = await self._store.read(read)
        for some in parts(made, _AT_ONCE):
            if not await self._store.write(partial(_written, id_=id_, some=some, places=places, now=now)):
                return 0  # it was taken back meanwhile
        worded = await self._worded(found) if found.state == "ready" else found.items
        await self._store.write(lambda connection: _spread(connection, found, last, worded, now))
        return sum(each.state == "pending" for each in made)

    async def _worded(self, of: Correction) -> tuple[ChangedSentence, ...]:
        """The sentences with the wording that chats are told, where the text changed again after the revision."""
        try:
            then, current = await self._library.revision(of.analysis, of.revision), await self._library.get(of.analysis)
        except NotFound:
            return of.items
        if then.revision == current.revision:
            return of.items
        newest = await asyncio.to_thread(in_newest, of.items, then, current)
        pairs = zip(of.items, newest, strict=True)
        return tuple(_worded(item, new, current.revision) if new.new != item.new else item for item, new in pairs)

    async def _hits(self, of: Correction, texts: Texts) -> dict[int, frozenset[int]]:
        """The corrected sentences that each text shows; of a removed analysis, -1 stands for any other sentence."""
        if of.kind == "withdrawal":
            kept = await self._store.read(lambda connection: rows.hits_of(connection, of.id))
            return {text: frozenset([-1, *kept.get(text, ())]) for text in texts}
        return await self._hits_of(of.analysis, texts, of.items)

    async def _hits_of(
        self, analysis: int, texts: Texts, items: Sequence[ChangedSentence]
    ) -> dict[int, frozenset[int]]:
        drafts = await self.drafts(analysis, texts)
        places = [each.places[0] if each.places else (0, 0) for each in items]
        numbers = {*drafts, *(revision for revision, _ in places)}
        parts_of = await self._store.read(
            lambda connection: {number: labeller(connection, analysis, number) for number in numbers}
        )
        stood = [parts_of[revision](start) for revision, start in places]
        return await asyncio.to_thread(_hits, texts, drafts, items, parts_of, stood)

    def _deliveries(
        self,
        connection: Connection,
        of: Correction,
        told: Sequence[Recipient],
        platforms: Collection[str],
        now: datetime,
    ) -> tuple[list[NewDelivery], dict[str, str]]:
        """The messages to write, and the threads in which they belong, by key."""
        addresses = [each.address for each in told]
        paused, muted = chats.pauses(connection, addresses), follows.muted_events(connection, addresses)
        times = chats.chat_times(connection, addresses, self._zone)
        made, places = [], {}
        for each in told:
            new = delivery(of, each, paused.get(each.address, ""), muted[each.address], now)
            made.append(held_back(new, times[chat_of(each.address)], now) if new.state == "pending" else new)
            if each.address != new.address:
                places[new.key] = each.address
        return suppress(connection, made, platforms.__contains__), places

    def _revert(self, connection: Connection, id_: int, platforms: Collection[str], now: datetime) -> int:
        """Tells the chats that were told of a correction that it was taken back."""
        found = rows.find(connection, id_)
        if found is None or not rows.change(connection, id_, "reverting", state="reverted"):
            return 0
        _post(connection, "correction.retracted", id_, now)
        told = [each for each in rows.told(connection, id_, key_of(id_)) if each.state in _TOLD]
        times = chats.chat_times(connection, [each.address for each in told], self._zone)
        made = [
            held_back(retraction(found, each.address, each.items, now), times[chat_of(each.address)], now)
            for each in told
        ]
        for some in parts(suppress(connection, made, platforms.__contains__), _AT_ONCE):
            pending.enqueue(connection, some, now)
        return len(made)


def _worded(item: ChangedSentence, newest: ChangedSentence, revision: int) -> ChangedSentence:
    """A sentence with the wording that the newest revision has, and its place there."""
    place = ((revision, newest.start),) if newest.new else ()
    return replace(item, told=newest.new, places=(*item.places, *place))


def _by_chat(connection: Connection, found: Sequence[Showing]) -> list[Showing]:
    """What a person alone was shown, as shown in their direct messages, so that they are told once."""
    places = chats.direct(connection, {each.address for each in found})
    return [replace(each, address=places.get(each.address, each.address)) for each in found]


def has_left(of: ToldChat) -> bool:
    """Whether a message has left for a chat, or may have."""
    return of.state in _HAS_LEFT


def _progress(connection: Connection, id_: int) -> tuple[Correction | None, int, int]:
    """A correction, the last receipt that was looked at for it, and the newest one about its analysis."""
    found = rows.find(connection, id_)
    if found is None:
        return None, 0, 0
    return found, rows.cursors(connection, id_)[0], rows.newest_receipt(connection, found.analysis)


def _hits(
    texts: Texts,
    drafts: Mapping[int, Analysis],
    items: Sequence[ChangedSentence],
    parts_of: Mapping[int, PartOf],
    stood: Sequence[object],
) -> dict[int, frozenset[int]]:
    """The changed sentences that each text shows, for the texts that show any; `stood` are the parts of these."""
    found: dict[int, frozenset[int]] = {}
    for text, spans in texts.items():
        by_revision: dict[int, list[QuotedSpan]] = {}
        for span in spans:
            by_revision.setdefault(span.revision, []).append(span)
        shown = [
            hits(drafts[n].draft, those, items, parts_of[n], stood) for n, those in by_revision.items() if n in drafts
        ]
        if indexes := frozenset[int]().union(*shown):
            found[text] = indexes
    return found


def _with_events(connection: Connection, analysis: int, items: Sequence[ChangedSentence]) -> list[ChangedSentence]:
    """The sentences with the events that their new wording mentions."""
    mentions = [(each.event, each.start) for each in agenda_rows.mentions_in(connection, analysis)]
    return [
        replace(each, events=tuple(sorted({event for event, at in mentions if each.start <= at < each.end})))
        for each in items
    ]


def _question(of: Correction, address: str, now: datetime) -> NewDelivery:
    return NewDelivery(
        key=f"asked:c{of.id}:{address}",
        address=address,
        kind="asked",
        lane=REMINDER_LANE,
        owner=rows.owner(of.id),
        owner_rev=0,
        facts={"kind": "revised", "correction": of.id},
        due_at=now,
        expires_at=now + _QUESTION_KEEPS,
    )


def _written(
    connection: Connection, id_: int, some: Sequence[NewDelivery], places: Mapping[str, str], now: datetime
) -> bool:
    """Writes messages, unless the correction was taken back."""
    found = rows.find(connection, id_)
    if found is None or found.state not in ("ready", "sent"):
        return False
    pending.enqueue(connection, some, now)
    rows.place_in_threads(connection, {each.key: places[each.key] for each in some if each.key in places})
    return True


def _spread(
    connection: Connection, of: Correction, last: int, worded: Sequence[ChangedSentence], now: datetime
) -> None:
    items = rows.packed_items(rows.labelled(connection, of.analysis, worded))
    if rows.change(connection, of.id, "ready", state="sent", items=items):
        _post(connection, "correction.published", of.id, now)
    rows.move_cursor(connection, of.id, seen=last)


def _post(connection: Connection, kind: WebhookEvent, id_: int, now: datetime) -> None:
    """Has the webhooks told whose chats may see some of a correction."""

    def is_seen(connection: Connection) -> bool:
        found = rows.find(connection, id_)
        return found is not None and (not found.items or bool(found.visible))

    posts.note(connection, kind, f"c{id_}", now, once=f"c{id_}:{now.isoformat()}", seen=is_seen)
