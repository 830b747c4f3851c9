"""Events that texts with different labels share: each label's readers have an event of their own, by what they may see.

When a marking changes, an event is split: the open part keeps its id and takes title and date from the texts that
its readers see, and those who are cleared get a restricted event with the rest. They are merged again once the
restricted text is open.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from briefings.agenda.mention_dates import stated_date, with_dates
from briefings.agenda.merging import move
from briefings.library import cache
from briefings.library.cache import Cache
from briefings.model.agenda import Event, EventDate
from briefings.model.analysis import Mention
from briefings.model.marking import STRICTEST, SYSTEM, Label, Marking, viewing
from briefings.reminders.followers import Followers, replan
from briefings.store import Connection, agenda, analyses, follows
from briefings.store.markings import clearances
from briefings.store.markings import shared_events as rows
from briefings.store.markings.labels import label_number, labels_by_number
from briefings.store.markings.shared_events import LogEntry, StoredMention
from briefings.store.outbox import pending
from briefings.store.sql import ILLEGIBLE, unpacked
from briefings.text.same_event import Titles, more_precise
from briefings.translatable import phrase

_CHANGED = phrase("the event moved before this was sent")


@dataclass(frozen=True, slots=True)
class _Group:
    """The mentions of an event with one label, and the dates that they give."""

    label: int | None
    mentions: tuple[StoredMention, ...]
    dates: tuple[EventDate, ...]

    @property
    def titles(self) -> list[str]:
        return [each.of.title for each in self.mentions]

    @property
    def texts(self) -> set[str]:
        """Their texts, as the log names them."""
        return {f"a{each.of.analysis}" for each in self.mentions}


_Part = tuple[int, _Group]  # an event that was split off, by id, with its mentions


class SharedEvents:
    """Splits and merges events by the labels of texts that mention them; `default` is the marking of unmarked ones."""

    def __init__(self, zone: str, memory: Cache, default: Marking) -> None:
        self._followers, self._memory, self._default = Followers(zone), memory, default

    def standing(
        self, connection: Connection, numbers: Collection[int | None], now: datetime
    ) -> Mapping[int | None, Label | None]:
        """What counts now of each label: None if it limits nothing beyond the default, as after an embargo.

        One that can't be read counts as the strictest.
        """
        known = labels_by_number(connection, {each for each in numbers if each is not None})
        found: dict[int | None, Label | None] = dict.fromkeys(numbers, Label(STRICTEST)) | {None: None}
        for number, label in known.items():
            now_ = label if label.embargoed(now) else replace(label, until=None)
            found[number] = None if now_ == Label(self._default) else now_
        return found

    def part(self, connection: Connection, analysis: int, by: str, now: datetime) -> None:
        """Splits and merges the events of an analysis after its labels changed, or an embargo ended."""
        with viewing(SYSTEM):
            for number in rows.events_about(connection, analysis):
                event = agenda.find(connection, number)
                if event is not None and event.id == number:
                    self._part(connection, event, now)
            for number in rows.events_about(connection, analysis):
                self._rejoin(connection, number, analysis, by, now)

    def _part(self, connection: Connection, event: Event, now: datetime) -> None:
        mentions, log = rows.mentions_of(connection, event.id), rows.log_of(connection, event.id)
        own = agenda.labels(connection, [event.id]).get(event.id)
        standing = self.standing(connection, {own, *(each.label for each in mentions)}, now)
        groups = self._groups(connection, mentions, standing)
        entered = any(each.deed == "created" for each in log)  # by a person, with a title and date of their own
        home = next((each for each in groups if standing[each.label] == standing[own]), None)
        if groups and not entered and (home is None or not home.dates):
            home = min(groups, key=lambda each: (not each.dates, each.label or 0))
            rows.set_event_label(connection, event.id, home.label)
        others = [each for each in groups if each is not home]
        parts = [self._split(connection, event, each, follow=not entered, now=now) for each in others if each.dates]
        if home is not None and not entered:
            self._restate(connection, event, home, parts, log, now)

    def _groups(
        self,
        connection: Connection,
        mentions: Sequence[StoredMention],
        standing: Mapping[int | None, Label | None],
    ) -> list[_Group]:
        alike: dict[Label | None, list[StoredMention]] = {}
        for each in mentions:
            alike.setdefault(standing[each.label], []).append(each)
        return [_Group(some[0].label, tuple(some), tuple(self._dates(connection, some))) for some in alike.values()]

    def _dates(self, connection: Connection, mentions: Sequence[StoredMention]) -> list[EventDate]:
        found: list[EventDate] = []
        for place in dict.fromkeys((each.of.analysis, each.of.revision) for each in mentions):
            stored = [each.of for each in mentions if (each.of.analysis, each.of.revision) == place]
            found += [each.when for each in with_dates(stored, self._read(connection, *place)) if each.when]
        return found

    def _read(self, connection: Connection, analysis: int, revision: int) -> Sequence[Mention]:
        """The mentions in a revision, with their dates; none if it can't be read."""
        for stamp, current in cache.cached_analysis(connection, self._memory, [analysis]):
            if stamp.revision == revision:
                return current.draft.mentions
        older = analyses.load_revision(connection, analysis, revision)
        return older.draft.mentions if older else ()

    def _split(self, connection: Connection, event: Event, group: _Group, *, follow: bool, now: datetime) -> _Part:
        """A new event for the readers of some mentions; with `follow`, those who know its date and see it follow it."""
        title = event.title if event.title in group.titles else group.titles[0]
        when = stated_date(replace(event, set_by_person=False), group.dates)
        part = agenda.add(connection, title, when, now, by_person=False, review=event.review, label=group.label)
        if event.state != "set":
            part = replace(part, state=event.state, why=event.why)
            agenda.change(connection, part, now)
        rows.give(connection, group.mentions, part.id)
        if follow and part.when == event.when:
            self._take_followers(connection, event, part, group.label, now)
        return part.id, group

    def _take_followers(
        self, connection: Connection, event: Event, part: Event, label: int | None, now: datetime
    ) -> None:
        following = follows.followers(connection, event.id)
        if label is None or not following:
            return
        mark = labels_by_number(connection, [label])[label]
        viewers = clearances.viewers(connection, [each.address for each in following], now, self._default)
        for each in following:
            if viewers[each.address].sees(mark):
                follows.readdress(connection, each, part.id)
                plans = follows.plans(connection, [each.id])
                follows.set_plans(connection, [replace(plan, rev=part.rev) for plan in plans])

    def _restate(
        self,
        connection: Connection,
        event: Event,
        home: _Group,
        parts: Sequence[_Part],
        log: Sequence[LogEntry],
        now: datetime,
    ) -> None:
        """Gives an event the title and date that the mentions with its own label give, or that a person gave it."""
        if not parts and all(each.note in home.texts for each in log if each.deed == "moved" and each.note):
            return
        named = any(each.deed == "renamed" and each.title == event.title for each in log)
        dated = any(each.deed == "moved" and not each.note and _date(each.after) == event.when for each in log)
        title = event.title if named or event.title in home.titles else home.titles[0]
        when = event.when if dated else stated_date(replace(event, set_by_person=False), home.dates)
        restated = replace(event, title=title, when=when)
        if restated != event:
            restated = replace(restated, rev=event.rev + 1)
            agenda.correct(connection, restated)
            self._remind_again(connection, restated, now)
        if parts:
            _part_log(connection, restated, home, parts, log)

    def _remind_again(self, connection: Connection, event: Event, now: datetime) -> None:
        """Moves the reminders of those who stay, without a notice: that would say what they may not see."""
        for each in follows.followers(connection, event.id):
            here = self._followers.habits_of(connection, each.address)
            plans = follows.plans(connection, [each.id])
            follows.set_plans(connection, [replan(plan, event, here, now) for plan in plans])
            pending.cancel(connection, [f"follow:{each.id}"], _CHANGED, now)
            if each.told is not None:
                follows.set_told(connection, each.id, event.when)

    def _rejoin(self, connection: Connection, number: int, analysis: int, by: str, now: datetime) -> None:
        """Merges a restricted event into the one that it was split from, or that its text would have been read as."""
        event = agenda.find(connection, number) if number < 0 else None
        if event is None or event.id != number:
            return
        others = agenda.around(connection, [(event.when.first, event.when.last)], ())
        labels = agenda.labels(connection, [number, *(each.id for each in others)])
        standing = self.standing(connection, {None, *labels.values()}, now)
        own = standing[labels.get(number)]
        if own is not None and own.restricts(self._default):
            return
        titles = Titles()
        for other in others:
            same = other.id > 0 and standing[labels.get(other.id)] == own
            if same and titles.alike(event.title, event.when, other.title, other.when):
                self._merge(connection, other, event, f"a{analysis}", by, now)
                return

    def _merge(self, connection: Connection, kept: Event, joined: Event, text: str, by: str, now: datetime) -> None:
        if not kept.set_by_person and more_precise(joined.when, kept.when):
            to = replace(kept, when=joined.when)
            kept, _ = move(connection, self._followers, kept, to, by, now, text, "")
        agenda.merge(connection, kept.id, joined.id, now)
        # Its number tells how many restricted events there were: it leads on those alone who may know that.
        rows.set_event_label(connection, joined.id, label_number(connection, Label(STRICTEST), self._default))
        self._followers.joined(connection, kept, joined, now)


def _part_log(
    connection: Connection, event: Event, home: _Group, parts: Sequence[_Part], log: Sequence[LogEntry]
) -> None:
    """Gives the entries that say more than the event does now to the last of its parts."""
    titles, dates = {event.title, *home.titles}, {None, event.when, *home.dates}
    texts = set[str]().union(*(group.texts for _, group in parts))
    hidden = [
        each.id
        for each in log
        if each.title not in titles or each.note in texts or not {_date(each.before), _date(each.after)} <= dates
    ]
    number, group = parts[-1]
    rows.readdress_log(connection, hidden, number, group.label)


def _date(kept: Mapping[str, Any] | None) -> EventDate | None:
    """A date of the log; None for one that can't be read."""
    with suppress(*ILLEGIBLE):
        return unpacked(dict(kept)) if kept else None
    return None
