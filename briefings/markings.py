"""Markings, embargoes and audiences of analyses, and what chats and people are cleared for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from briefings.errors import BadInput, NotFound, ReasonNeeded
from briefings.library.library import Library, Part
from briefings.model.analysis import Analysis
from briefings.model.audit_log import Record
from briefings.model.corrections import QuotedSpan
from briefings.model.delivery import chat_of
from briefings.model.marking import (
    DEFAULT_MARKING,
    NO_READERS,
    SYSTEM,
    Label,
    Marking,
    Viewer,
    rank,
    shown,
    strictest,
    viewer,
    viewing,
)
from briefings.model.undo import LabelSet
from briefings.store import Connection, Store, analyses
from briefings.store.accounts import audit_log, people
from briefings.store.accounts.people import lower_clearance
from briefings.store.markings import clearances, hidden, labels, spans
from briefings.store.markings.relabelling import marking_note, relabel_log
from briefings.store.markings.sections import WHOLE
from briefings.store.webhooks import posts
from briefings.text.redaction import section_span, sections_by_key

Portions = Mapping[int, Marking]  # the marking of each section, by index; empty where sections don't differ


@dataclass(frozen=True, slots=True)
class Levels:
    """The marking of an analysis, and the strictest of it and its marked sections, as far as the viewer sees them."""

    own: Marking
    strictest: Marking


@dataclass(frozen=True, slots=True)
class ShownParts:
    """What a message shows: events, quoted spans, and the titles of `named` analyses."""

    events: Collection[int] = ()
    quotes: Collection[QuotedSpan] = ()
    named: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """A changed marking of an analysis, or of a section (its index); None is the library's default."""

    analysis: Analysis
    section: int | None
    before: Label | None
    after: Label | None
    heading: str | None = None  # the key of the section's heading
    hidden: tuple[int, ...] = ()  # the older revisions without that section, hidden as a whole while it is marked

    @property
    def unchanged(self) -> bool:
        """Whether it had this marking already."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of the label of an analysis, or of its section with a heading's key."""

    analysis: int
    heading: str | None
    before: Label | None
    after: Label | None


class Markings:
    """The markings in a store; `default` is that of unmarked analyses."""

    def __init__(self, store: Store, library: Library, part: Part, default: Marking = DEFAULT_MARKING) -> None:
        """`part` splits and merges the events of an analysis whose labels changed."""
        self._store, self._library, self._part, self.default = store, library, part, default

    async def viewer(self, address: str, person: str, now: datetime, *, private: bool, outlet: str = "") -> Viewer:
        """For whom an answer in a chat is; in a group, all who are there count, so its own clearance does.

        An `outlet`, such as "feed:3", is limited to its own clearance too, which is the default one unless set.
        """
        own = person if private else ""
        return await self._store.look_up(
            lambda connection: clearances.viewer_of(connection, address, own, self.default, now, outlet)
        )

    async def note_direct(self, address: str, person: str) -> None:
        """Notes whose own chat an address is, so that what is sent there is limited to what that person may see."""
        chat = chat_of(address)
        if chat == person:
            return
        known = await self._store.look_up(lambda connection: clearances.people_at(connection, [chat]))
        if person not in known.get(chat, ()):
            await self._store.write(
                lambda connection: clearances.note_direct(connection, chat, person), bookkeeping=True
            )

    def viewers(self, connection: Connection, addresses: Collection[str], now: datetime) -> dict[str, Viewer]:
        """For whom a message to each address is; to a person's own chat, for that person."""
        return clearances.viewers(connection, addresses, now, self.default)

    async def of(self, id_: int) -> Label | None:
        """The label of an analysis; None for one without a marking of its own. Raises NotFound."""
        found = await self._store.read(lambda connection: labels.labels_of(connection, [id_]))
        if id_ not in found:
            raise NotFound("There is no analysis a{id}. Type /list to see all analyses.", id=id_)
        return found[id_]

    async def sections(self, id_: int) -> dict[int, Label]:
        """The labels of the marked sections of an analysis that the viewer sees, by index."""
        analysis = await self._library.get(id_)
        marked = await self._store.read(lambda connection: labels.section_labels(connection, id_))
        known = sections_by_key(analysis.draft)
        return {known[heading]: label for heading, label in marked.items() if heading in known}

    async def portions(self, analysis: Analysis) -> Portions:
        """The marking of each section by index, subsections too; {} of a text without marked sections."""
        marked = await self._store.look_up(lambda connection: labels.section_labels(connection, analysis.id))
        spans_, now = _marked_spans(analysis, marked), viewer().now
        if not spans_:
            return {}
        whole, found = await self.of(analysis.id) or self._plain, {}
        for index, section in enumerate(analysis.draft.sections):
            label = whole
            for (start, end), own in spans_:
                label = labels.both(label, own) if start <= section.start < end else label
            found[index] = label.at(now)
        return found

    async def of_spans(self, spans: Sequence[QuotedSpan]) -> list[Label]:
        """The label of each span, which the viewer sees: that of its section, if marked; in a former text, of any."""
        known = await self._library.several({each.analysis for each in spans})

        def step(connection: Connection) -> tuple[dict[int, Label | None], dict[int, dict[str, Label]]]:
            return labels.labels_of(connection, known), labels.section_labels_of(connection, known)

        whole, sections = await self._store.read(step)
        marked = {id_: _marked_spans(known[id_], of) for id_, of in sections.items()}
        found = []
        for each in spans:
            label = whole.get(each.analysis)
            former = each.revision not in (0, known[each.analysis].revision)  # its offsets tell no section of today
            for (start, end), section in marked.get(each.analysis, ()):
                label = labels.both(label, section) if former or start <= each.start < end else label
            found.append(label or self._plain)
        return found

    async def partly_hidden(self, ids: Collection[int]) -> frozenset[int]:
        """The analyses of which the viewer may not see some section, in any revision."""
        return await self._store.read(lambda connection: hidden(connection, ids).analyses)

    async def highest(self, ids: Collection[int]) -> Marking:
        """The strictest marking of some analyses and their marked sections, as far as the viewer sees them."""
        read = self._store.look_up if len(ids) == 1 else self._store.read
        return await read(lambda connection: labels.strictest_of(connection, ids, self.default))

    async def highest_of_each(self, ids: Collection[int]) -> dict[int, Marking]:
        """The strictest marking of each analysis and its marked sections, as far as the viewer sees them."""
        return await self._store.read(lambda connection: labels.strictest_of_each(connection, ids, self.default))

    async def levels(self, ids: Collection[int]) -> dict[int, Levels]:
        """The markings of the analyses that the viewer sees and of which something hasn't the default one."""

        def step(connection: Connection) -> tuple[dict[int, Label | None], dict[int, Marking]]:
            own = labels.labels_of(connection, ids)
            return own, labels.strictest_of_each(connection, ids, self.default)

        own, strict = await self._store.read(step)
        now = viewer().now
        found = {
            id_: Levels((label or self._plain).at(now), strict[id_]) for id_, label in own.items() if id_ in strict
        }
        return {id_: each for id_, each in found.items() if {each.own, each.strictest} != {self.default}}

    async def of_events(self, ids: Collection[int]) -> dict[int, Label]:
        """The labels of the events that have one and that the viewer sees."""
        found = await self._store.read(lambda connection: labels.labels_about(connection, ids, ()))
        return {id_: label for (_, id_), label in found.items()}

    async def may_know(self, subjects: Collection[str]) -> bool:
        """Whether the viewer may know of all of some analyses, events and so on ("a3", "e1"), also of those gone."""

        def step(connection: Connection) -> bool:
            return all(viewer().sees(audit_log.label_of(connection, each)) for each in subjects)

        return await self._store.look_up(step)

    async def of_analyses(self, ids: Collection[int]) -> dict[int, Label]:
        """The labels of the analyses that have one and that the viewer sees."""
        found = await self._store.read(lambda connection: labels.labels_of(connection, ids))
        return {id_: label for id_, label in found.items() if label}

    async def above_default(
        self,
        ids: Collection[int] = (),
        events: Collection[int] = (),
        quotes: Collection[QuotedSpan] = (),
        named: Collection[int] = (),
        words: str = "",
    ) -> Marking | None:
        """The strictest marking of what a message shows; None if that's the default at most.

        It shows analyses by `ids` with all their sections, events, `quotes` from some sections, and the titles of
        `named` analyses and of those whose titles are in its `words`, as far as the viewer sees them.
        """

        def step(connection: Connection) -> Marking:
            quoted = {each.analysis for each in quotes}
            titles = {*named, *quoted}
            about = [*labels.labels_about(connection, events, ()).values()] if events else []
            known = labels.labels_of(connection, titles) if titles else {}
            gone = (audit_log.label_of(connection, f"a{id_}") for id_ in titles - known.keys())
            about += filter(None, (*known.values(), *(each for each in gone if viewer().sees(each))))
            inside = set().union(*spans.labels_quoted(connection, quotes).values()) if quotes else set()
            inside |= labels.labels_of_titles_in(connection, words) if words else set()
            about += labels.labels_by_number(connection, inside).values() if inside else ()
            found = [labels.strictest_of(connection, ids, self.default)] if ids else []
            return strictest(self.default, *found, *(each.at(viewer().now) for each in about))

        highest = await self._store.look_up(step)
        return highest if rank(highest) > rank(self.default) else None

    async def above_default_of_each(self, messages: Sequence[ShownParts]) -> list[Marking | None]:
        """What `above_default` says of each of several messages, in a constant number of queries."""
        quotes = {each for message in messages for each in message.quotes}
        events = {each for message in messages for each in message.events}
        named = {each for message in messages for each in message.named}

        def step(connection: Connection) -> list[Marking]:
            own = labels.labels_about(connection, events, ())
            titles = labels.labels_of(connection, named | {each.analysis for each in quotes})
            inside = spans.labels_quoted(connection, quotes)
            known = labels.labels_by_number(connection, set().union(*inside.values()))
            found = []
            for of in messages:
                sections = [known[number] for each in of.quotes for number in inside[each]]
                about = [own.get(("event", id_)) for id_ in of.events]
                about += [titles.get(id_) for id_ in {*of.named, *(each.analysis for each in of.quotes)}]
                at_present = (each.at(viewer().now) for each in (*about, *sections) if each)
                found.append(strictest(self.default, *at_present))
            return found

        return [each if rank(each) > rank(self.default) else None for each in await self._store.read(step)]

    async def above_default_beside(self, events: Mapping[int, Collection[QuotedSpan]]) -> dict[int, Marking]:
        """The strictest marking of each event with the sentences quoted beside it, where that is above the default."""
        strict = await self.above_default_of_each([ShownParts((id_,), quoted) for id_, quoted in events.items()])
        return {id_: marking for id_, marking in zip(events, strict, strict=True) if marking}

    async def mark(
        self, id_: int, section: int | None, to: Label | None, by: str, now: datetime, reason: str = ""
    ) -> Marked:
        """Marks an analysis or one of its sections; None takes the marking away.

        Raises NotFound, ReasonNeeded where more people may see it than before, and BadInput if it was just changed.
        """
        analysis = await self._library.get(id_)
        before = await self._label(analysis, section)
        if (
            section is not None
            and to is not None
            and rank(to.marking) < rank((await self.of(id_) or self._plain).marking)
        ):
            raise BadInput("A section can't have a lower marking than its analysis.")
        if before == to:
            return Marked(analysis, section, before, to)
        if not reason and self.widens(before, to):
            raise ReasonNeeded("More people would see it. Add the reason: because WORDS.")
        heading = next((key for key, index in sections_by_key(analysis.draft).items() if index == section), None)
        hidden_ = await self._set(_Change(id_, heading, before, to), Record(now, by, "marked", f"a{id_}"), reason)
        return Marked(analysis, section, before, to, heading, hidden_)

    async def restore(self, step: LabelSet, by: str, now: datetime, reason: str = "") -> None:
        """Gives back the label from before a change.

        Raises NotFound, ReasonNeeded where more people may see it than now, and BadInput if it was changed since.
        """
        await self.ensure_same_text(step)
        if not reason and self.widens(step.after, step.before):
            raise ReasonNeeded("More people would see {name} again. Why?", name=step.name)
        change = _Change(step.analysis, step.heading, step.after, step.before)
        await self._set(change, Record(now, by, "marked", f"a{step.analysis}"), reason)

    async def present(self, step: LabelSet) -> Label | None:
        """The label that what a change marked has now, whoever sees it; None is unmarked."""

        def look(connection: Connection) -> Label | None:
            if step.heading is None:
                return labels.labels_of(connection, [step.analysis]).get(step.analysis)
            return labels.section_labels(connection, step.analysis).get(step.heading)

        with viewing(SYSTEM):
            return await self._store.look_up(look)

    async def ensure_same_text(self, step: LabelSet) -> None:
        """Raises BadInput if undoing a change would show more people a revision that came in since."""
        if not self.widens(step.after, step.before):
            return
        with viewing(SYSTEM):
            current = await self._store.read(lambda connection: analyses.stamp_of(connection, step.analysis))
        if current is not None and current.revision != step.revision:
            raise BadInput("The text has been revised since. Whoever may see it can mark it anew with /mark.")

    async def _set(self, change: "_Change", record: Record, reason: str) -> tuple[int, ...]:
        """Sets a label and notes that in the audit log; returns the older revisions that are hidden as a whole.

        Its parts are read apart before. Raises NotFound, and BadInput if it has another by now.
        """
        key = change.heading or WHOLE
        parts = await self._library.parts_by(
            change.analysis, lambda marks: marks.with_label(key, change.after), record.at
        )

        def step(connection: Connection) -> None:
            analyses.lock(connection)
            _, title = analyses.title_of(connection, change.analysis) or (None, "")
            note = _note(change.heading, change.after, reason)
            audit_log.note(connection, replace(record, title=title, note=note))
            # hides the entry of the log too
            marked = parts.before.of(key) == change.before and self._library.mark(
                connection, parts, record.by, record.at
            )
            if not marked:
                raise BadInput("Somebody has just marked it in another way. Look at it again, then repeat your change.")

        with viewing(SYSTEM):
            await self._store.write(step)
        return parts.hidden

    def in_force(self, whole: Label | None, section: Label | None) -> Label | None:
        """The label that counts for a section of an analysis; None is the default."""
        return whole if section is None else labels.both(whole, section)

    @property
    def _plain(self) -> Label:
        return Label(self.default)

    async def _label(self, analysis: Analysis, section: int | None) -> Label | None:
        return await self.of(analysis.id) if section is None else (await self.sections(analysis.id)).get(section)

    def widens(self, before: Label | None, to: Label | None) -> bool:
        """Whether somebody may see something who couldn't before."""
        old, new = before or self._plain, to or self._plain
        sooner = old.until is not None and (new.until is None or new.until < old.until)
        more = bool(old.audience) and (not new.audience or not set(new.readers) <= set(old.readers))
        return rank(new.marking) < rank(old.marking) or sooner or more

    async def end_embargoes(self, now: datetime) -> list[int]:
        """What is due at the end of embargoes: from now on their analyses are news. Returns their ids."""
        with viewing(SYSTEM):
            due = await self._store.read(lambda connection: labels.ended(connection, now))
            return await self._store.write(lambda connection: self._release(connection, due, now)) if due else []

    def _release(self, connection: Connection, due: Sequence[int], now: datetime) -> list[int]:
        analyses.lock(connection)
        for id_ in labels.analyses_with(connection, due):
            self._part(connection, id_, "Readout", now)
            relabel_log(connection, id_)
        return _released(connection, due, now)

    # Clearances.
    async def clearances(self) -> dict[str, Marking]:
        """What chats and people were cleared for, beside the default."""
        return await self._store.read(clearances.all_clearances)

    async def clear(self, holder: str, to: Marking | None, by: str, now: datetime, reason: str = "") -> Marking | None:
        """Sets what a chat or person is cleared for, None for the default; returns what was set before.

        A linked account gets no higher one.

        Raises ReasonNeeded where it sees more than before.
        """

        def step(connection: Connection) -> Marking | None:
            before = clearances.clearances(connection, [holder]).get(holder)
            if before == to:
                return before
            if not reason and clearances.sees_more(connection, holder, to, self.default, now):
                raise ReasonNeeded("{holder} would see more. Add the reason: because WORDS.", holder=holder)
            clearances.set_clearance(connection, holder, to, now)
            note = _with_reason(f"TLP:{to or self.default}" if to or reason else "", reason)
            audit_log.note(connection, Record(now, by, "cleared", holder, "", note))
            for linked in people.accounts_of(connection, holder)[1:]:
                lower_clearance(connection, linked.person, holder, by, now)
            return before

        return await self._store.write(step)

    async def sees_more(self, holder: str, to: Marking | None, now: datetime) -> bool:
        """Whether a chat or person sees more if it is cleared for `to`, None for the default."""
        return await self._store.read(lambda known: clearances.sees_more(known, holder, to, self.default, now))

    async def groups(self) -> dict[str, tuple[str, ...]]:
        """The groups that an audience may name, with their members."""
        return await self._store.read(clearances.groups)

    async def set_group(
        self, name: str, members: Sequence[str], by: str, now: datetime, reason: str = ""
    ) -> tuple[str, ...]:
        """Sets the members of a group; without any it is gone. Returns those before.

        Raises ReasonNeeded for new members, except those of a group that was never there: no audience names it yet.
        """
        if f"@{name}" == NO_READERS:
            raise BadInput("{name} can't be a group: it stands for an audience without anybody.", name=NO_READERS)

        def step(connection: Connection) -> tuple[str, ...]:
            before = clearances.groups(connection).get(name, ())
            after = tuple(sorted(set(members)))
            if before == after:
                return before
            if not reason and (new := _joining(connection, name, after)):
                raise ReasonNeeded(
                    "{members} would see what {name} may see. Add the reason: because WORDS.",
                    members=" ".join(sorted(new)),
                    name=f"@{name}",
                )
            clearances.set_group(connection, name, after)
            audit_log.note(connection, Record(now, by, "grouped", name, "", _with_reason(" ".join(after), reason)))
            return before

        return await self._store.write(step)

    async def joining(self, name: str, members: Sequence[str]) -> frozenset[str]:
        """Who would join a group that an audience may name already."""
        return await self._store.read(lambda known: _joining(known, name, members))


def _joining(connection: Connection, name: str, members: Sequence[str]) -> frozenset[str]:
    before = clearances.groups(connection).get(name, ())
    new = frozenset(members) - frozenset(before)
    return new if before or (new and audit_log.names_group(connection, name)) else frozenset()


def _marked_spans(analysis: Analysis, marked: Mapping[str, Label]) -> list[tuple[tuple[int, int], Label]]:
    """The spans of marked sections in the text that the viewer sees."""
    places = sections_by_key(analysis.draft)
    return [(section_span(analysis.draft, places[key]), label) for key, label in marked.items() if key in places]


def _released(connection: Connection, due: Sequence[int], now: datetime) -> list[int]:
    """Makes news of analyses whose embargo has ended, also for webhooks that weren't told of them."""
    ids = labels.release(connection, due, now)
    for id_ in ids:
        posts.note_change(connection, "analysis.added", f"a{id_}", now, once=f"a{id_}")
    return ids


def _with_reason(note: str, reason: str) -> str:
    """A note of the audit log with the reason behind it."""
    return ": ".join(filter(None, (note, reason)))


def _note(heading: str | None, to: Label | None, reason: str) -> str:
    """A change of a marking for the audit log, in notation that every language shares."""
    told = ": ".join([shown(to), *([reason] if reason else [])])
    return marking_note(heading or "", told)
