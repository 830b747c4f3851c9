"""Events found in texts or set by people. When one moves, its reminders move with it."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from briefings.agenda.merging import Titles, more_precise, withdraw_mentions
from briefings.agenda.status import AgendaItem, EventStatus, state_of
from briefings.errors import BadInput, NotFound
from briefings.library import cache
from briefings.library.cache import Cache, Loaded
from briefings.library.provenance import quote
from briefings.model.agenda import Event, EventDate, EventMention, EventState, Noted
from briefings.model.analysis import Mention
from briefings.model.audit_log import Source, of_event
from briefings.model.delivery import CitedSentence
from briefings.parsing import names as naming
from briefings.reminders.followers import Followers
from briefings.store import Connection, Store, agenda, audit_log, follows, key_value
from briefings.store import agenda as rows
from briefings.text import one_line
from briefings.translatable import phrase


@dataclass(frozen=True, slots=True)
class Change:
    """The result of a change: `told` chats get one notice."""

    event: Event
    before: Event
    told: int

    @property
    def unchanged(self) -> bool:
        """Whether nothing changed."""
        return self.event.rev == self.before.rev


@dataclass(frozen=True, slots=True)
class SplitEvent:
    """Two separated events; `following` chats still follow `kept`."""

    kept: Event
    parted: Event
    following: int


class Agenda:
    """The events in a store. `zone` is the default zone for the end of a day.

    `by` names the person who changes an event, for the audit log.
    """

    def __init__(self, store: Store, zone: str, memory: Cache) -> None:
        self._store, self._memory = store, memory
        self._zone = zone
        self._followers = Followers(zone)

    async def upcoming(self, now: datetime) -> list[AgendaItem]:
        """Upcoming and postponed events in order."""
        return await self.cited([each for each in await self.standing(now) if each.ahead])

    async def all(self, now: datetime) -> list[AgendaItem]:
        """All events in order."""
        return await self.cited(await self.standing(now))

    async def standing(self, now: datetime) -> list[EventStatus]:
        """All events in order, without mentions."""
        return [self._standing(event, now) for event in await self._store.read(rows.events)]

    async def cited(self, standing: Sequence[EventStatus]) -> list[AgendaItem]:
        """Events with the sentences that mention them, in a constant number of queries."""
        ids = [each.event.id for each in standing]
        mentions, found = await self._store.read(lambda look: self._mentions(look, ids))
        known = cache.cached(self._memory, found)
        quoted: dict[int, list[CitedSentence]] = {}
        for mention in mentions:
            analysis = known.get(mention.analysis)
            if analysis and analysis.revision == mention.revision:
                quoted.setdefault(mention.event, []).append(quote(analysis, mention.start, mention.end))
        return [AgendaItem(each.event, each.state, tuple(quoted.get(each.event.id, ()))) for each in standing]

    async def show(self, id_: int, now: datetime) -> AgendaItem:
        """One event. Raises NotFound."""
        event = await self._store.read(lambda look: _existing(look, id_))
        (shown,) = await self.cited([self._standing(event, now)])
        return shown

    async def find(self, name: str) -> Event:
        """The event with a typed id or title words. Raises NotFound or Ambiguous."""
        if typed := naming.parse_id(name):
            if typed[0] == "analysis":
                raise NotFound("{name} is an analysis. Event ids start with e, for example e1.", name=name)
            return await self._store.read(lambda look: _existing(look, typed[1]))
        return naming.event_named(name, await self._store.read(rows.events))

    def _standing(self, event: Event, now: datetime) -> EventStatus:
        return EventStatus(event, state_of(event, now, self._zone))

    async def _mentions(self, look: Connection, ids: Sequence[int]) -> tuple[list[EventMention], list[Loaded]]:
        mentions = await rows.mentions_of(look, ids)
        return mentions, await cache.cached_analysis(look, self._memory, {mention.analysis for mention in mentions})

    async def origin(self) -> str:
        """A name unique to this database, for calendars that store its events."""
        async with self._store.work() as work:
            return await key_value.set_once(work, "origin", secrets.token_hex(8))

    async def create(self, title: str, when: EventDate, by: str, now: datetime) -> Event:
        """Creates an event set by a person."""
        title = one_line(title)
        if not title:
            raise BadInput("Add a title after the date.")
        async with self._store.work() as work:
            event = await rows.add(work, title, when, now, by_person=True)
            await audit_log.note(work, of_event("created", event, by, now, after=when))
            return event

    async def withdraw(self, event: Event, address: str, by: str, now: datetime) -> None:
        """Undoes `create`, with the reminders at an address. Raises BadInput if others rely on the event."""
        async with self._store.work() as work:
            await withdraw_mentions(work, await _existing(work, event.id), event, address, by, now)

    async def move(self, id_: int, when: EventDate, by: str, now: datetime) -> Change:
        """Sets another date; reminders follow, and people already reminded are told once."""
        async with self._store.work() as work:
            before = await _existing(work, id_)
            if before.when == when and before.state == "set":
                return Change(before, before, 0)
            return await self._moved(work, before, replace(before, when=when, set_by_person=True), by, now)

    async def mark(self, id_: int, state: EventState, why: str, by: str, now: datetime) -> Change:
        """Marks an event as held, postponed or cancelled; its reminders stop, and followers are told once."""
        async with self._store.work() as work:
            before = await _existing(work, id_)
            if before.state == state and before.why == why:
                return Change(before, before, 0)
            return await self._stopped(work, before, replace(before, state=state, why=why, set_by_person=True), by, now)

    async def restore(self, before: Event, rev: int, by: str, now: datetime) -> Change:
        """Restores an event's state before its revision `rev`. Raises BadInput if it has changed since."""
        async with self._store.work() as work:
            current = await _existing(work, before.id)
            if current.rev != rev:
                raise BadInput("e{id} has been changed again since.", id=before.id)
            return await self._restored(work, current, before, by, now)

    async def _restored(self, work: Connection, current: Event, before: Event, by: str, now: datetime) -> Change:
        if before.state == "set":
            return await self._moved(work, current, before, by, now)
        return await self._stopped(work, current, before, by, now)

    async def join(self, id_: int, other: int, by: str, now: datetime) -> Event:
        """Merges `other` into an event: its mentions and followers move."""
        async with self._store.work() as work:
            kept, joined = await _existing(work, id_), await _existing(work, other)
            if kept.id == joined.id:
                raise BadInput("e{id} and e{other} are already one event.", id=id_, other=other)
            await agenda.merge(work, kept.id, joined.id, now)
            await self._followers.joined(work, kept, joined, now)
            await audit_log.note(work, of_event("joined", kept, by, now, note=f"e{joined.id}"))
            return kept

    async def apart(self, typed: int, by: str, now: datetime) -> SplitEvent:
        """Undoes a merge: the merged event gets its id and mentions back; followers stay with the other.

        `typed` is the merged event, or the one it was merged into if there is only one. Raises BadInput or NotFound.
        """
        async with self._store.work() as work:
            kept = await _existing(work, typed)
            parted = typed
            if await agenda.merged_into(work, typed) is None:
                parts = await agenda.parts_of(work, typed)
                if len(parts) != 1:
                    raise BadInput(_not_one(typed, parts))
                parted = parts[0]
            await agenda.separate(work, parted, now)
            again = await _existing(work, parted)
            await audit_log.note(work, of_event("parted", again, by, now, note=f"e{kept.id}"))
            return SplitEvent(kept, again, len(await follows.followers(work, kept.id)))

    async def noted(self, work: Connection, source: Source, mentions: Sequence[Mention], now: datetime) -> Noted:
        """Applies a text's mentions: recognises, moves or refines known events, and adds others."""
        analysis = source.analysis
        before = await rows.mentioned_by(work, analysis)
        events = await rows.events(work, forgotten=True) if mentions else []
        stood = {event.id: event for event in events}
        found: list[tuple[Event, Mention]] = []
        titles = Titles()
        for mention in mentions:
            own = {id_ for title, id_ in before.items() if titles.same(title, mention.title)}
            event = await self._recognised(work, source, mention, own, events, titles, now)
            events = [e for e in events if e.id != event.id] + [event]
            await asyncio.sleep(0)  # a text may mention a thousand, and each is held against all
            found.append((event, mention))
        await rows.put_mentions(work, analysis, source.revision, [(event.id, mention) for event, mention in found])
        mentioned = {event.id: event for event, _ in found}
        moved = [(was, e.rev) for e in mentioned.values() if (was := stood.get(e.id)) and was.rev != e.rev]
        return Noted(tuple(mentioned.values()), tuple(mentioned.keys() - stood.keys()), tuple(moved))

    async def unnoted(
        self, work: Connection, created: Sequence[int], moved: Sequence[tuple[Event, int]], by: str, now: datetime
    ) -> None:
        """Reverts a text's effects on events once it mentions them no more; later changes stay."""
        for before, rev in moved:
            current = await rows.find(work, before.id)
            if current is not None and (current.id, current.rev) == (before.id, rev):
                await self._restored(work, current, before, by, now)
        for id_ in created:
            event = await rows.find(work, id_)
            untouched = event is not None and (event.id, event.rev, event.set_by_person) == (id_, 1, False)
            if untouched and not await self._is_used(work, id_):
                await rows.drop(work, id_)

    async def _is_used(self, work: Connection, id_: int) -> bool:
        """Whether an event is mentioned, followed, or the target of a merge."""
        used = await rows.mentions_of(work, [id_]) or await follows.followers(work, id_)
        return bool(used or await agenda.parts_of(work, id_))

    async def _recognised(
        self,
        work: Connection,
        source: Source,
        mention: Mention,
        own: set[int],
        events: Sequence[Event],
        titles: Titles,
        now: datetime,
    ) -> Event:
        for event in sorted(events, key=lambda e: e.id not in own):
            if event.id in own or titles.alike(mention.title, mention.when, event.title, event.when):
                if event.set_by_person or event.when == mention.when:
                    return event
                if event.id in own or more_precise(mention.when, event.when):
                    moved, text = replace(event, when=mention.when), f"a{source.analysis}"
                    return (await self._moved(work, event, moved, source.by, now, text)).event
                return event
        return await rows.add(work, mention.title, mention.when, now, by_person=False)

    async def _moved(
        self, work: Connection, before: Event, moved: Event, by: str, now: datetime, text: str = ""
    ) -> Change:
        after = replace(moved, state="set", why="", rev=before.rev + 1)
        await rows.change(work, after, now)
        await audit_log.note(work, of_event("moved", after, by, now, note=text, before=before.when, after=after.when))
        return Change(after, before, await self._followers.moved(work, before, after, now))

    async def _stopped(self, work: Connection, before: Event, stopped: Event, by: str, now: datetime) -> Change:
        after = replace(stopped, rev=before.rev + 1)
        await rows.change(work, after, now)
        if after.state != "set":
            await audit_log.note(work, of_event(after.state, after, by, now, note=after.why))
        return Change(after, before, await self._followers.stopped(work, before, after, now))


async def _existing(look: Connection, id_: int) -> Event:
    event = await rows.find(look, id_)
    if event is None:
        raise NotFound("There is no event e{id}. Type /events all to see all events.", id=id_)
    return event


def _not_one(id_: int, parts: Sequence[int]) -> str:
    if not parts:
        return phrase("e{id} isn't merged with any other event.", id=id_)
    names = naming.either([f"e{part}" for part in parts])
    return phrase(
        "Several events were merged into e{id}. Which one should be separate again? {names}.", id=id_, names=names
    )
