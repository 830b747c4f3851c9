"""Events found in texts or set by people. When one moves, its reminders move with it."""

import asyncio
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Literal, TypeVar
from zoneinfo import ZoneInfo

from briefings.agenda import merging
from briefings.agenda.mention_dates import (
    EarlierMention,
    counterparts,
    in_same_place,
    moves,
    stated_date,
    with_dates,
)
from briefings.agenda.split_by_marking import SharedEvents
from briefings.agenda.status import AgendaItem, EventWithState, state_of
from briefings.bounded_count import BoundedCount
from briefings.errors import BadInput, NotFound
from briefings.library import cache
from briefings.library.cache import Cache, Loaded
from briefings.library.reports.provenance import quote
from briefings.model.agenda import AgendaChanges, Event, EventDate, EventMention, EventState, EventWindow, Review
from briefings.model.analysis import Analysis, Mention
from briefings.model.audit_log import MentionSource, of_event
from briefings.model.delivery import CitedSentence, chat_of
from briefings.model.marking import DEFAULT_MARKING, Label, Marking
from briefings.parsing import names as naming
from briefings.reminders.followers import Followers
from briefings.store import Connection, Store, agenda, analyses, follows, key_value
from briefings.store import agenda as rows
from briefings.store.accounts import audit_log
from briefings.store.markings import labeller
from briefings.store.outbox import pending
from briefings.store.sql import yield_to_event_loop
from briefings.text import one_line
from briefings.text.same_event import Titles
from briefings.translatable import phrase

T = TypeVar("T")
_ZONES = timedelta(days=2)  # more than by which any zone's day differs from that of UTC
_ALL = 1_000_000_000  # events, as good as no bound
_NEAREST = 500  # events of either kind that a sentence may mean
_COMPARED = 600  # of the last events, with whose titles a name that no title has is compared
_ORIGIN = "origin"  # the name of the value
_TEXTS = 20  # that are read at a time
_LONGEST_TITLE = 200  # characters of one that a person gives


@dataclass(frozen=True, slots=True)
class Change:
    """The result of a change: `told` chats get one notice."""

    event: Event
    before: Event
    told: int

    @property
    def unchanged(self) -> bool:
        """Whether nothing changed."""
        return self.event == self.before


@dataclass(frozen=True, slots=True)
class SplitEvent:
    """Two separated events; `following` chats still follow `kept`."""

    kept: Event
    parted: Event
    following: int


@dataclass(frozen=True, slots=True)
class EventPage:
    """Some events in order, and how many there are."""

    events: tuple[EventWithState, ...]
    total: BoundedCount


class Agenda:
    """The events in a store. `zone` is the default zone for the end of a day.

    `by` names the person who changes an event, for the audit log.
    """

    def __init__(self, store: Store, zone: str, memory: Cache, default: Marking = DEFAULT_MARKING) -> None:
        """`default` is the marking of analyses that have none of their own."""
        self._store, self._memory = store, memory
        self.shared = SharedEvents(zone, memory, default)
        self._zone = zone
        self._followers = Followers(zone)

    async def upcoming(self, now: datetime) -> list[AgendaItem]:
        """Upcoming and postponed events in order, without unconfirmed ones."""
        return await self.cited([each for each in await self.ahead(now) if each.confirmed])

    async def all(self, now: datetime) -> list[AgendaItem]:
        """All events in order."""
        return await self.cited(await self.events_with_state(now))

    async def events_with_state(self, now: datetime) -> list[EventWithState]:
        """All events in order, without mentions."""
        return [self._with_state(event, now) for event in await self._store.read(rows.events)]

    async def ahead(self, now: datetime) -> list[EventWithState]:
        """Upcoming and postponed events in order, without mentions."""
        return [each for each in await self.since((now - _ZONES).date(), now) if each.ahead]

    async def since(self, day: date, now: datetime) -> list[EventWithState]:
        """The events that end on a day or later, and those that were held, postponed or cancelled, in order."""
        found = await self._store.read(lambda connection: rows.events(connection, day))
        return [self._with_state(event, now) for event in found]

    async def several(self, ids: Sequence[int], now: datetime) -> list[AgendaItem]:
        """Those events that exist, with the sentences that mention them; of texts not in memory, some at a time."""

        def look(connection: Connection) -> tuple[dict[int, Event], list[EventMention], list[Loaded], list[int]]:
            found = rows.several(connection, ids)
            mentions = rows.mentions_of(connection, list(found))
            return found, mentions, *cache.held(connection, self._memory, {each.analysis for each in mentions})

        found, mentions, known, missing = await self._store.read(look)
        quoted = _sentences(mentions, cache.cached(self._memory, known))
        for at in range(0, len(missing), _TEXTS):
            texts = await self._store.read(partial(analyses.current, ids=missing[at : at + _TEXTS]))
            quoted |= _sentences(mentions, cache.cached(self._memory, texts))
        return _items([self._with_state(found[id_], now) for id_ in ids if id_ in found], mentions, quoted)

    async def known(self, ids: Collection[int]) -> Mapping[int, Event]:
        """Those of some events that the viewer may see."""
        return await self._store.read(lambda connection: rows.several(connection, sorted(ids)))

    async def page(self, of: EventWindow, now: datetime, most: int) -> EventPage:
        """At most so many events from the first upcoming one on, with earlier ones if there is room; none is cited."""
        today = now.astimezone(ZoneInfo(self._zone)).date()

        def look(connection: Connection) -> tuple[list[Event], BoundedCount]:
            found = rows.page(connection, of, now, today, most)
            shown = BoundedCount(len(found))
            return found, shown if len(found) < most else rows.count(connection, of, now, today)

        found, total = await self._store.read(look)
        return EventPage(tuple(self._with_state(event, now) for event in found), total)

    async def titled(self, passes: Callable[[str], bool]) -> list[int]:
        """The ids of the events whose titles pass, in order."""
        titled = await self._store.read(rows.titles)
        found = await asyncio.to_thread(lambda: [id_ for id_, title in titled if passes(title)])
        shown = await self.listed(found)
        return [id_ for id_ in found if id_ in shown]

    async def nearest(self, now: datetime) -> list[EventWithState]:
        """The next upcoming events and the last ones that have begun, some hundreds of each, in order."""
        today = now.astimezone(ZoneInfo(self._zone)).date()
        begun = await self.page(EventWindow(everything=True, last=today), now, _NEAREST)
        ahead = await self.page(EventWindow(), now, _NEAREST)
        known = {each.event.id: each for each in (*begun.events, *ahead.events)}
        return sorted(known.values(), key=lambda each: each.event.when.first)

    async def listed(self, ids: Collection[int]) -> frozenset[int]:
        """Those of some events that a list of all would have."""
        return await self._store.read(lambda connection: rows.listed(connection, ids))

    async def unconfirmed(self, now: datetime) -> BoundedCount:
        """How many upcoming events no editor has confirmed."""
        today = now.astimezone(ZoneInfo(self._zone)).date()
        return await self._store.read(lambda conn: rows.count(conn, EventWindow(unconfirmed=True), now, today))

    async def numbers(self, now: datetime) -> tuple[list[tuple[int, int]], int]:
        """How many events there are by year, and how many are upcoming or postponed."""
        today = now.astimezone(ZoneInfo(self._zone)).date()

        def counted(connection: Connection) -> tuple[list[tuple[int, int]], int]:
            return rows.years(connection), rows.count(connection, EventWindow(), now, today, _ALL).number

        return await self._store.read(counted)

    async def about(
        self, of: EventWindow, passes: Callable[[Sequence[str]], bool], now: datetime
    ) -> list[EventWithState]:
        """The events of a window whose own title, or those of the analyses that mention them, pass; in order."""
        today = now.astimezone(ZoneInfo(self._zone)).date()
        titled = await self._store.read(lambda connection: rows.titles_in(connection, of, now, today))
        ids = await asyncio.to_thread(_passing, titled, passes)
        known = await self._store.read(lambda connection: rows.several(connection, ids))
        return [self._with_state(known[id_], now) for id_ in ids if id_ in known]

    async def cited(self, events_with_state: Sequence[EventWithState]) -> list[AgendaItem]:
        """Events with the sentences that mention them, in a constant number of queries."""
        ids = [each.event.id for each in events_with_state]
        mentions, found = await self._store.read(lambda connection: self._mentions(connection, ids))
        return _items(events_with_state, mentions, _sentences(mentions, cache.cached(self._memory, found)))

    async def show(self, id_: int, now: datetime) -> AgendaItem:
        """One event. Raises NotFound."""
        event = await self._store.read(lambda connection: _existing(connection, id_))
        (shown,) = await self.cited([self._with_state(event, now)])
        return shown

    async def find(self, name: str) -> Event:
        """The event with a typed id or title words. Raises NotFound or Ambiguous."""
        if typed := naming.parse_id(name):
            if typed[0] == "analysis":
                raise NotFound("{name} is an analysis. Event ids start with e, for example e1.", name=name)
            return await self._store.read(lambda connection: _existing(connection, typed[1]))
        words = naming.key(name).split()
        titled = await self._store.read(lambda connection: rows.titles_like(connection, words))
        found = await asyncio.to_thread(naming.titles_with, name, titled)
        shown = await self.listed(found)
        if not shown:
            titled = await self._store.read(lambda connection: rows.last_titles(connection, _COMPARED))
            found = [id_ for id_, _ in titled]
            shown = await self.listed(found)
        known = dict(titled)
        listed = [naming.TitledEvent(id_, known[id_]) for id_ in found if id_ in shown]
        named = await asyncio.to_thread(naming.event_named, name, listed)
        return await self._store.read(lambda connection: _existing(connection, named.id))

    def _with_state(self, event: Event, now: datetime) -> EventWithState:
        far = event.state == "set" and event.when.last > (now + _ZONES).date()  # ahead in every zone
        return EventWithState(event, "coming" if far else state_of(event, now, self._zone))

    def _mentions(self, connection: Connection, ids: Sequence[int]) -> tuple[list[EventMention], list[Loaded]]:
        mentions = rows.mentions_of(connection, ids)
        return mentions, cache.cached_analysis(connection, self._memory, {mention.analysis for mention in mentions})

    async def origin(self) -> str:
        """A name unique to this database, for calendars that store its events."""
        kept = await self._store.read(lambda connection: key_value.value(connection, _ORIGIN))
        if kept:
            return kept
        proposed = secrets.token_hex(8)
        return await self._store.write(lambda connection: key_value.set_once(connection, _ORIGIN, proposed))

    async def create(self, title: str, when: EventDate, by: str, now: datetime) -> Event:
        """Creates an event set by a person."""
        title = one_line(title)
        if not title:
            raise BadInput("Add a title after the date.")

        def step(connection: Connection) -> Event:
            event = rows.add(connection, title, when, now, by_person=True)
            audit_log.note(connection, of_event("created", event, by, now, after=when))
            return event

        return await self._store.write(step)

    async def withdraw(self, event: Event, address: str, by: str, now: datetime) -> None:
        """Undoes `create`, with the reminders at an address. Raises BadInput if others rely on the event."""
        await self._store.write(
            lambda connection: _delete_created_event(
                connection, _existing(connection, event.id), event, address, by, now
            )
        )

    async def move(self, id_: int, when: EventDate, by: str, now: datetime, seen_in: str = "") -> Change:
        """Sets another date; reminders follow, and people already reminded are told once.

        The followers at the address `seen_in` read of it in the answer and aren't told.
        """

        def step(connection: Connection) -> Change:
            before = _existing(connection, id_)
            if before.when == when and before.state == "set":
                return Change(before, before, 0)
            moved = replace(before, when=when, set_by_person=True, review="")
            return self._moved(connection, before, moved, by, now, seen_in=seen_in)

        return await self._store.write(step)

    async def review(self, id_: int, review: Literal["", "dropped"], by: str, now: datetime) -> Change:
        """Keeps an event found in a text, or drops it, so that no later text brings it back.

        Raises BadInput for dropping an event that chats follow.
        """

        def step(connection: Connection) -> Change:
            before = _existing(connection, id_)
            if review and follows.followers(connection, before.id):
                raise BadInput("e{id} has reminders. To end them, cancel it: /event e{id} cancelled.", id=before.id)
            return _reviewed(connection, before, review, by, now)

        return await self._store.write(step)

    async def keep_all(self, analysis: int, by: str, now: datetime) -> list[Change]:
        """Keeps the unconfirmed events that an analysis mentions."""

        def step(connection: Connection) -> list[Change]:
            found = [each for each in rows.by_analysis(connection, analysis) if each.review == "open"]
            return [_reviewed(connection, each, "", by, now) for each in found]

        return await self._store.write(step)

    async def unkeep(self, kept: Iterable[tuple[Event, int]], by: str, now: datetime) -> None:
        """Makes kept events unconfirmed again, given as they were before and with their revision since.

        Raises BadInput if one of them has changed since; then none of them changes.
        """

        def step(connection: Connection) -> None:
            for before, rev in kept:
                current = _existing(connection, before.id)
                if (current.rev, current.review) != (rev, ""):
                    raise BadInput("e{id} has been changed again since.", id=before.id)
                self._restored(connection, current, before, by, now)

        await self._store.write(step)

    async def rename(self, id_: int, title: str, by: str, now: datetime) -> Change:
        """Gives an event another title, which also keeps it. Raises BadInput for an empty title."""
        title = one_line(title)
        if not title:
            raise BadInput("Add the new title.")
        if len(title) > _LONGEST_TITLE:
            raise BadInput("A title may have at most {most} characters.", most=_LONGEST_TITLE)

        def step(connection: Connection) -> Change:
            before = _existing(connection, id_)
            if (before.title, before.review) == (title, ""):
                return Change(before, before, 0)
            after = replace(before, title=title, review="", set_by_person=True, rev=before.rev + 1)
            rows.change(connection, after, now)
            audit_log.note(connection, of_event("renamed", after, by, now, note=before.title))
            return Change(after, before, 0)

        return await self._store.write(step)

    async def mentioned(self, analysis: int) -> dict[str, Event]:
        """The events that an analysis mentions, dropped ones too, by the title in its own words."""

        def known(connection: Connection) -> dict[str, Event]:
            ids = {each.title: each.event for each in rows.mentions_in(connection, analysis)}
            found = {title: rows.find(connection, id_) for title, id_ in ids.items()}
            return {title: event for title, event in found.items() if event is not None}

        return await self._store.read(known)

    async def mark(self, id_: int, state: EventState, why: str, by: str, now: datetime, seen_in: str = "") -> Change:
        """Marks an event as held, postponed or cancelled; its reminders stop, and followers are told once.

        The followers at the address `seen_in` read of it in the answer and aren't told.
        """

        def step(connection: Connection) -> Change:
            before = _existing(connection, id_)
            if before.state == state and before.why == why:
                return Change(before, before, 0)
            marked = replace(before, state=state, why=why, set_by_person=True, review="")
            return self._stopped(connection, before, marked, by, now, seen_in)

        return await self._store.write(step)

    async def restore(self, before: Event, rev: int, by: str, now: datetime, seen_in: str = "") -> Change:
        """Restores an event's state before its revision `rev`, as `move` and `mark` do.

        Raises BadInput if it has changed since.
        """

        def step(connection: Connection) -> Change:
            current = _existing(connection, before.id)
            if current.rev != rev:
                raise BadInput("e{id} has been changed again since.", id=before.id)
            return self._restored(connection, current, before, by, now, seen_in)

        return await self._store.write(step)

    def _restored(
        self, connection: Connection, current: Event, before: Event, by: str, now: datetime, seen_in: str = ""
    ) -> Change:
        if before.state == "set":
            return self._moved(connection, current, before, by, now, seen_in=seen_in)
        return self._stopped(connection, current, before, by, now, seen_in)

    async def join(self, id_: int, other: int, by: str, now: datetime) -> Event:
        """Merges `other` into an event: its mentions and followers move.

        Raises NotFound, and BadInput for events with different markings, of which one would vanish for some readers.
        """

        def step(connection: Connection) -> Event:
            kept, joined = _existing(connection, id_), _existing(connection, other)
            if kept.id == joined.id:
                raise BadInput("e{id} and e{other} are already one event.", id=id_, other=other)
            labels = rows.labels(connection, [kept.id, joined.id])
            if labels.get(kept.id) != labels.get(joined.id):
                raise BadInput(
                    "e{id} and e{other} have different markings, so they stay two events.", id=id_, other=other
                )
            merging.merge(connection, self._followers, kept, joined, by, now)
            return kept

        return await self._store.write(step)

    async def apart(self, typed: int, by: str, now: datetime) -> SplitEvent:
        """Undoes a merge: the merged event gets its id and mentions back; followers stay with the other.

        Each event then has a date that its own mentions give, unless a person set it.
        `typed` is the merged event, or the one it was merged into if there is only one. Raises BadInput or NotFound.
        """

        def step(connection: Connection) -> SplitEvent:
            kept = _existing(connection, typed)
            parted = merging.separate(connection, typed, now)
            kept, again = (
                self._as_mentioned(connection, _existing(connection, id_), by, now) for id_ in (kept.id, parted)
            )
            audit_log.note(connection, of_event("parted", again, by, now, note=f"e{kept.id}"))
            return SplitEvent(kept, again, len(follows.followers(connection, kept.id)))

        return await self._store.write(step)

    def _as_mentioned(self, connection: Connection, event: Event, by: str, now: datetime) -> Event:
        """The event, moved to a date that its mentions give unless it has one or a person set it."""
        mentions, found = self._mentions(connection, [event.id])
        read = {stamp.id: analysis.draft.mentions for stamp, analysis in found}
        dates: list[EventDate] = []
        for id_ in dict.fromkeys(each.analysis for each in mentions):
            own = [each for each in mentions if each.analysis == id_]
            dates += [each.when for each in with_dates(own, read.get(id_, ())) if each.when]
        when = stated_date(event, dates)
        return event if when == event.when else self._moved(connection, event, replace(event, when=when), by, now).event

    def noted(
        self,
        connection: Connection,
        source: MentionSource,
        mentions: Sequence[Mention],
        before: Sequence[Mention],
        now: datetime,
    ) -> AgendaChanges:
        """Applies a text's mentions: recognises, moves or refines known events, and adds others.

        `before` are those of the text's previous reading; one with the same date as then moves no event.
        """
        earlier = with_dates(rows.mentions_in(connection, source.analysis), before)
        disputed = rows.disputed_events(connection, source.analysis, mentions)
        events = _candidates(connection, mentions, earlier, disputed)
        texts, labels = labeller(connection, source.analysis), rows.labels(connection, [each.id for each in events])
        before_in = {each: _label_then(connection, each.mention) for each in earlier}
        labelled = {*labels.values(), *before_in.values(), *(texts(each.start) for each in mentions)}
        standing = self.shared.standing(connection, labelled, now)
        stood, titles = {event.id: event for event in events}, Titles()
        found = list[tuple[Event, Mention, int | None]]()
        parts_now = _by_part(mentions, lambda each: standing[texts(each.start)])
        parts_then = _by_part(earlier, lambda each: standing[before_in[each]])
        for mention in mentions:
            label = texts(mention.start)  # a part of a text changes events alone that its own readers see
            in_part = parts_then.get(standing[label], [])
            own = counterparts(mention, in_part, parts_now[standing[label]], titles)
            own = own or (in_same_place(mention, in_part) if source.reread else [])
            among = [each for each in events if standing[labels.get(each.id)] == standing[label]]
            event = self._recognised(connection, source, mention, own, disputed[mention], among, titles, now, label)
            labels |= {event.id: label} if label is not None else {}
            events = [e for e in events if e.id != event.id] + [event]
            yield_to_event_loop(connection)  # a text may mention a thousand, and each is compared with all
            found.append((event, mention, _origin(event, own)))
        mentioned = {event.id: event for event, *_ in found}
        put = ((event.id, mention, was) for event, mention, was in found)
        rows.put_mentions(connection, source.analysis, source.revision, put)
        if source.reread:
            self._drop_unread(connection, {each.mention.event for each in earlier} - mentioned.keys())
        return _changes(mentioned, stood)

    def without_mentions(
        self, connection: Connection, created: Sequence[int], moved: Sequence[tuple[Event, int]], by: str, now: datetime
    ) -> None:
        """Reverts a text's effects on events once it mentions them no more; later changes stay."""
        for before, rev in moved:
            current = rows.find(connection, before.id)
            if current is not None and (current.id, current.rev) == (before.id, rev):
                self._restored(connection, current, before, by, now)
        for id_ in created:
            event = rows.find(connection, id_)
            untouched = event is not None and (event.id, event.rev, event.set_by_person) == (id_, 1, False)
            if untouched and not self._is_used(connection, id_):
                rows.drop(connection, id_)

    def _is_used(self, connection: Connection, id_: int) -> bool:
        """Whether an event is mentioned, followed, or the target of a merge."""
        used = rows.mentions_of(connection, [id_]) or follows.followers(connection, id_)
        return bool(used or agenda.parts_of(connection, id_))

    def _recognised(
        self,
        connection: Connection,
        source: MentionSource,
        mention: Mention,
        own: Sequence[EarlierMention],
        disputed: frozenset[int],
        events: Sequence[Event],
        titles: Titles,
        now: datetime,
        label: int | None,
    ) -> Event:
        by_event = {each.mention.event: each for each in reversed(own)}
        for event in sorted(events, key=lambda e: e.id not in by_event):
            earlier = by_event.get(event.id)
            if not own and event.id in disputed:
                return event
            if earlier is None and not titles.alike(mention.title, mention.when, event.title, event.when):
                continue
            if source.reread:
                return self._corrected(connection, event, mention, earlier)
            if moves(event, earlier, mention.when):
                moved, text = replace(event, when=mention.when), f"a{source.analysis}"
                return self._moved(connection, event, moved, source.by, now, text).event
            return event
        review: Review = "open" if source.reviewed or source.reread else ""
        return rows.add(connection, mention.title, mention.when, now, by_person=False, review=review, label=label)

    def _corrected(
        self, connection: Connection, event: Event, mention: Mention, earlier: EarlierMention | None
    ) -> Event:
        """The event with title and date as they are read now, unless a person set them or a chat follows it."""
        if event.set_by_person or earlier is None or follows.followers(connection, event.id):
            return event
        when = mention.when if moves(event, earlier, mention.when) else event.when
        read = replace(event, title=mention.title if event.title == earlier.mention.title else event.title, when=when)
        if read != event:
            rows.correct(connection, read)
        return read

    def _drop_unread(self, connection: Connection, ids: Collection[int]) -> None:
        """Deletes events that a text is no longer read to mention, unless somebody or another text relies on them."""
        for id_ in sorted(ids):
            event = rows.find(connection, id_)
            untouched = event is not None and (event.id, event.rev, event.set_by_person) == (id_, 1, False)
            if untouched and not self._is_used(connection, id_) and not audit_log.names(connection, f"e{id_}"):
                rows.drop(connection, id_)

    def _moved(
        self,
        connection: Connection,
        before: Event,
        moved: Event,
        by: str,
        now: datetime,
        text: str = "",
        seen_in: str = "",
    ) -> Change:
        after, notified = merging.move(connection, self._followers, before, moved, by, now, text, seen_in)
        return Change(after, before, notified)

    def _stopped(
        self, connection: Connection, before: Event, stopped: Event, by: str, now: datetime, seen_in: str = ""
    ) -> Change:
        after = replace(stopped, rev=before.rev + 1)
        rows.change(connection, after, now)
        if after.state != "set":
            audit_log.note(connection, of_event(after.state, after, by, now, note=after.why))
        return Change(after, before, self._followers.stopped(connection, before, after, now, seen_in))


def _changes(mentioned: Mapping[int, Event], stood: Mapping[int, Event]) -> AgendaChanges:
    """What became of the events that a text mentions, by those that stood before."""
    moved = [(was, each.rev) for each in mentioned.values() if (was := stood.get(each.id)) and was.rev != each.rev]
    return AgendaChanges(tuple(mentioned.values()), tuple(mentioned.keys() - stood.keys()), tuple(moved))


def _by_part(found: Iterable[T], part: Callable[[T], Label | None]) -> dict[Label | None, list[T]]:
    """Mentions by the part of a text in which they stand, in their order."""
    parts: dict[Label | None, list[T]] = {}
    for each in found:
        parts.setdefault(part(each), []).append(each)
    return parts


def _label_then(connection: Connection, mention: EventMention) -> int | None:
    """The label of the part of a stored revision in which a mention stands."""
    return labeller(connection, mention.analysis, mention.revision)(mention.start)


def _passing(titled: Mapping[int, Sequence[str]], passes: Callable[[Sequence[str]], bool]) -> list[int]:
    return [id_ for id_, titles in titled.items() if passes(titles)]


def _candidates(
    connection: Connection,
    mentions: Sequence[Mention],
    earlier: Sequence[EarlierMention],
    disputed: Mapping[Mention, frozenset[int]],
) -> list[Event]:
    """The events that mentions may mean: on the same days, meant before, or with another date elsewhere."""
    spans = list(dict.fromkeys((each.when.first, each.when.last) for each in mentions))
    ids = {each.mention.event for each in earlier}.union(*disputed.values())
    return rows.around(connection, spans, ids) if mentions else []


def _reviewed(connection: Connection, before: Event, review: Literal["", "dropped"], by: str, now: datetime) -> Change:
    if before.review == review:
        return Change(before, before, 0)
    after = replace(before, review=review, rev=before.rev + bool(review))  # what is kept was news before
    rows.change(connection, after, now)
    audit_log.note(connection, of_event("dropped" if review else "kept", after, by, now))
    return Change(after, before, 0)


def _existing(connection: Connection, id_: int) -> Event:
    event = rows.find(connection, id_)
    if event is None:
        raise NotFound("There is no event e{id}. Type /events all to see all events.", id=id_)
    return event


def _origin(event: Event, own: Sequence[EarlierMention]) -> int | None:
    """The original event of a mention, if that was merged into its event."""
    return next((each.mention.was for each in own if each.mention.event == event.id), None)


def _delete_created_event(
    connection: Connection, current: Event, entered: Event, address: str, by: str, now: datetime
) -> None:
    """Removes an event that is unchanged since it was entered, with its reminders at an address.

    Raises BadInput if it was changed, merged or mentioned since, or is followed elsewhere.
    """
    following = follows.followers(connection, entered.id)
    elsewhere = any(chat_of(each.address) != chat_of(address) for each in following)
    used = agenda.parts_of(connection, entered.id) or rows.mentions_of(connection, [entered.id])
    if current != entered or used or elsewhere:
        raise BadInput("e{id} has been changed again since.", id=entered.id)
    for each in following:
        pending.cancel(connection, [f"follow:{each.id}"], phrase("the event was entered by mistake"), now)
    rows.drop(connection, entered.id)
    audit_log.note(connection, of_event("removed", entered, by, now))


def _sentences(mentions: Iterable[EventMention], known: Mapping[int, Analysis]) -> dict[EventMention, CitedSentence]:
    """The quoted sentences of mentions in the current revisions of known analyses."""
    return {
        each: quote(known[each.analysis], each.start, each.end)
        for each in mentions
        if each.analysis in known and known[each.analysis].revision == each.revision
    }


def _items(
    events: Iterable[EventWithState], mentions: Iterable[EventMention], quoted: Mapping[EventMention, CitedSentence]
) -> list[AgendaItem]:
    """Events with the sentences of their mentions, in the order of these."""
    of_event: dict[int, list[CitedSentence]] = {}
    for each in mentions:
        if each in quoted:
            of_event.setdefault(each.event, []).append(quoted[each])
    return [AgendaItem(each.event, each.state, tuple(of_event.get(each.event.id, ()))) for each in events]
