"""Statements about the future: which are ahead or due, what became of them, and the record of a holder.

It doesn't know how messages look or are sent; the editors are asked by `briefings.delivery`.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from briefings.bounded_count import BoundedCount
from briefings.errors import BadInput, NotFound
from briefings.library import called
from briefings.library.library import Library
from briefings.model.agenda import Event, EventDate, EventMention
from briefings.model.analysis import AUTHOR, Draft
from briefings.model.audit_log import Record
from briefings.model.corrections import QuotedSpan
from briefings.model.delivery import CitedSentence
from briefings.model.outlook import FATE_STATES, VERDICTS, FateState, Settlement, TrackedStatement, Verdict
from briefings.model.undo import StatementSettled
from briefings.store import Connection, Store, agenda
from briefings.store import outlook as rows
from briefings.store.accounts import audit_log
from briefings.text.terms import content_terms


@dataclass(frozen=True, slots=True)
class HolderRecord:
    """Statements of one holder by verdict; `due` wait for one, `ahead` are not due yet, `open` name no time."""

    holder: str
    verdicts: Mapping[Verdict, int]
    due: int
    ahead: int
    open: int

    @property
    def total(self) -> int:
        """All statements of the holder."""
        return sum(self.verdicts.values()) + self.due + self.ahead + self.open


def holder_records(statements: Iterable[TrackedStatement], today: date) -> list[HolderRecord]:
    """The record of each holder, the one with the most verdicts first."""
    by_holder: dict[str, list[TrackedStatement]] = {}
    for each in statements:
        by_holder.setdefault(each.holder, []).append(each)
    return _in_order(_record(holder, mine, today) for holder, mine in by_holder.items())


def counted_records(fates: Iterable[tuple[str, str, int]]) -> list[HolderRecord]:
    """The same from counts, each with its holder and what became of so many, or "due", "ahead" or "open"."""
    by_holder: dict[str, Counter[str]] = {}
    for holder, fate, number in fates:
        by_holder.setdefault(holder, Counter())[fate] += number
    return _in_order(_counted(holder, mine) for holder, mine in by_holder.items())


def _counted(holder: str, mine: Mapping[str, int]) -> HolderRecord:
    verdicts = {each: mine[each] for each in VERDICTS if each in mine}
    return HolderRecord(holder, verdicts, *(mine.get(each, 0) for each in ("due", "ahead", "open")))


def _in_order(records: Iterable[HolderRecord]) -> list[HolderRecord]:
    return sorted(records, key=lambda one: (-sum(one.verdicts.values()), -one.total, one.holder))


def _record(holder: str, mine: Iterable[TrackedStatement], today: date) -> HolderRecord:
    verdicts: Counter[Verdict] = Counter()
    states: Counter[str] = Counter()
    for each in mine:
        if each.verdict:
            verdicts[each.verdict] += 1
        else:
            states[each.state(today)] += 1
    return HolderRecord(holder, verdicts, states["due"], states["ahead"], states["open"])


MOST = 300  # statements of the library in one answer

_CLOSEST = 4  # sentences of other analyses offered as evidence
_SEARCHED = 20
_CITING, _AT_ONCE = 100, 20  # texts that are looked through for a source, and how many of them are read together
_FEWEST_SHARED, _SHARE = 2, 0.3  # content words that evidence has in common with a statement, and their share of it
_DATE_WORDS = re.compile(
    r"\d[\d.:,]*|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|"
    r"tuesday|wednesday|thursday|friday|saturday|sunday)\b|\b(?:январ|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|"
    r"октябр|ноябр|декабр)\w*|[年月日号]",
    re.IGNORECASE,
)
_WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Settled:
    """A settled statement, and how it was before."""

    statement: TrackedStatement
    before: TrackedStatement

    @property
    def unchanged(self) -> bool:
        """Whether it was settled in the same way already."""
        return self.statement.settlement == self.before.settlement


@dataclass(frozen=True, slots=True)
class OutlookPage:
    """Statements that are shown, by state and due date, and the number of all in each state.

    `after` is the id of the statement up to which they were left out, which are counted too; `goes_on` if another page
    may follow.
    """

    statements: tuple[TrackedStatement, ...] = ()
    counts: Mapping[FateState, BoundedCount] = field(default_factory=lambda: MappingProxyType({}))
    after: int = 0
    goes_on: bool = False

    @property
    def total(self) -> BoundedCount:
        """The number of all of them."""
        return sum(self.counts.values(), BoundedCount(0))


class Outlook:
    """The statements in a store; `zone` is the default time zone."""

    def __init__(self, store: Store, library: Library, zone: str) -> None:
        self._store, self._library, self._zone = store, library, zone

    async def statements(self, analyses: Collection[int] | None = None) -> list[TrackedStatement]:
        """The statements of the current revisions of these analyses, or of all, by due date."""
        return await self._store.read(lambda connection: rows.all_of(connection, analyses))

    async def page(
        self,
        today: date,
        most: int = MOST,
        states: Sequence[FateState] = FATE_STATES,
        holders: Sequence[str] | None = None,
        after: int = 0,
    ) -> OutlookPage:
        """The first statements of the library in the order of an answer, and how many are in each of these states.

        `holders` limits them to what these hold; `after` is the id of the last statement of the page before. Raises
        NotFound if there is no such statement.
        """

        def look(connection: Connection) -> OutlookPage:
            start = rows.position(connection, after, today) if after else None
            if after and start is None:
                raise _no_statement(after)
            shown = list[TrackedStatement]()
            for state in FATE_STATES[FATE_STATES.index(start.state) if start else 0 :]:
                if state in states and len(shown) < most:
                    shown += rows.first_of(connection, state, today, most - len(shown), holders, start)
            counted = rows.counts(connection, today, states, holders)
            return OutlookPage(tuple(shown), MappingProxyType(counted), after, goes_on=len(shown) == most)

        return await self._store.read(look)

    async def records(self, today: date, holders: Sequence[str] | None = None) -> list[HolderRecord]:
        """The record of each holder in the library, or of these, as `holder_records` does."""
        return counted_records(await self._store.read(lambda connection: rows.fates(connection, today, holders)))

    async def held_by(self, name: str) -> list[str]:
        """The holders of statements whose names contain a name."""
        wanted = name.casefold()
        return [each for each in await self._store.read(rows.holders) if wanted in each.casefold()]

    async def marked(self, analysis: int, now: datetime, zone: str) -> list[TrackedStatement]:
        """The statements of the current revision of an analysis that need a mark behind their sentences."""
        today = now.astimezone(ZoneInfo(zone)).date()
        found = await self._store.look_up(lambda connection: rows.marked(connection, [analysis], today))
        return [each for each in found if each.marked(today)]

    async def citing(self, source: str) -> list[TrackedStatement]:
        """The statements in whose sentence a source is cited whose name contains these words.

        They are looked for in the texts that have the words, and in the newest ones.
        """
        hits = (await self._library.search(source, _CITING)).hits
        newest = await self._library.entries(limit=_CITING)
        ids = dict.fromkeys([*(hit.analysis for hit in hits), *(entry.id for entry in newest)])
        cited = await self._citations_of(list(ids), source.casefold())
        found = await self.statements({id_ for id_, _ in cited}) if cited else []
        return [each for each in found if any(each.start <= at < each.end for id_, at in cited if id_ == each.analysis)]

    async def _citations_of(self, ids: Sequence[int], wanted: str) -> set[tuple[int, int]]:
        """Where these analyses cite sources whose names contain the words: ids and offsets."""
        cited: set[tuple[int, int]] = set()
        for at in range(0, len(ids), _AT_ONCE):
            for id_, of in (await self._library.several(ids[at : at + _AT_ONCE])).items():
                named = [wanted in called(each).casefold() for each in of.draft.references]
                places = (each for each in of.draft.citations if any(named[index] for index in each.references))
                cited |= {(id_, each.start) for each in places}
        return cited

    async def settled_in(self, analysis: int, now: datetime, zone: str) -> frozenset[int]:
        """Where the sentences of an analysis begin whose outcome, or their event's, is known and none is awaited."""
        today = now.astimezone(ZoneInfo(zone)).date()
        found = await self.statements([analysis])
        awaited = {each.start for each in found if each.state(today) == "due"}
        return frozenset(each.start for each in found if each.verdict and each.start not in awaited)

    async def find(self, id_: int) -> TrackedStatement:
        """A statement by id. Raises NotFound."""
        found = await self._store.read(lambda connection: rows.find(connection, id_))
        if found is None:
            raise _no_statement(id_)
        return found

    async def came_due(self, now: datetime, zone: str) -> int:
        """How many unsettled statements came due in the last seven days."""
        yesterday = now.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
        return await self._store.read(lambda connection: rows.due_between(connection, yesterday - _WEEK, yesterday))

    async def settle(self, id_: int, to: Settlement, by: str, now: datetime) -> Settled:
        """Sets what became of a statement. Raises NotFound, and BadInput if somebody else settled it meanwhile."""
        before = await self.find(id_)
        if before.settlement == to:
            return Settled(before, before)

        def step(connection: Connection) -> bool:
            done = rows.settle(connection, id_, before.rev, to, by, now)
            if done:
                note = to.verdict or "open"
                audit_log.note(connection, Record(now, by, "settled", f"s{id_}", _short(before.text), note))
            return done

        if not await self._store.write(step):
            raise BadInput("Somebody else has just settled s{id}.", id=id_)
        return Settled(await self.find(id_), before)

    async def restore(self, step: StatementSettled, by: str, now: datetime) -> None:
        """Sets an earlier settlement again. Raises BadInput if the statement has another one since."""
        current = await self.find(step.statement)
        if current.rev != step.rev and current.settlement != step.after:
            raise BadInput("s{id} has been changed again since.", id=step.statement)
        await self.settle(step.statement, step.before, by, now)

    async def closest(self, statement: TrackedStatement) -> tuple[CitedSentence, ...]:
        """Sentences of other analyses that are the closest to a statement, which can be evidence."""
        found = await self._library.search(statement.text, _SEARCHED)
        others = (
            hit for hit in found.hits if hit.analysis != statement.analysis and _is_close(statement.text, hit.text)
        )
        return tuple(others)[:_CLOSEST]

    async def evidence(self, statement: TrackedStatement) -> CitedSentence | None:
        """The sentence of another analysis that is the evidence of a verdict; None if there is none or it is gone."""
        span = statement.settlement.evidence.span
        known = await self._library.several([span.analysis]) if span else {}
        if span is None or span.analysis not in known or known[span.analysis].revision != span.revision:
            return None
        hits = await self._library.search(known[span.analysis].draft.text[span.start : span.end], 1, [span.analysis])
        return next(iter(hits.hits), None)

    async def quoted(self, spans: Sequence[QuotedSpan], now: datetime, zone: str) -> list[TrackedStatement]:
        """The statements in quoted spans that need a mark, each at its place in the quoted revision."""
        if not spans:
            return []
        today = now.astimezone(ZoneInfo(zone)).date()
        ids = {span.analysis for span in spans}

        def look_up(connection: Connection) -> tuple[list[TrackedStatement], list[tuple[Event, EventMention]]]:
            return rows.marked(connection, ids, today), agenda.changed_events(connection, ids)

        found, changed = await self._store.look_up(look_up)
        marked = [each for each in found if each.marked(today)]
        placed = [placed for each in marked for placed in await self._placed(each, spans)]
        settled = [each for each in placed if each.verdict]
        changed_event = [
            each
            for each in await self._changed_event(spans, changed)
            if not any(_overlaps(each, _span(other)) for other in settled)
        ]
        due = [each for each in placed if not each.verdict]
        return [
            *settled,
            *(each for each in due if not any(_overlaps(each, _span(one)) for one in changed_event)),
            *changed_event,
        ]

    async def _changed_event(
        self, spans: Sequence[QuotedSpan], found: Sequence[tuple[Event, EventMention]]
    ) -> list[TrackedStatement]:
        """The quoted sentences whose event was cancelled, postponed or moved, each as a statement."""
        if not found:
            return []
        others = await self._announcing(sorted({event.id for event, _ in found}))
        ids = {mention.analysis for _, mention in found} | {each.analysis for each in others}
        drafts = {id_: of.draft for id_, of in (await self._library.several(ids)).items()}
        made = []
        for number, (event, mention) in enumerate(found, 1):
            if mention.analysis in drafts and _differs(event, mention, others, drafts):
                text = drafts[mention.analysis].text[mention.start : mention.end]
                made.append(_announcement(-number, event, mention, text))
        return [each for each in made if any(_overlaps(each, span) for span in spans)]

    async def _announcing(self, events: Sequence[int]) -> list[EventMention]:
        return await self._store.read(lambda connection: agenda.mentions_of(connection, events))

    async def of_events(self, events: Collection[int], now: datetime, zone: str) -> dict[int, list[TrackedStatement]]:
        """The settled statements in the sentences that mention these events, by event."""
        mentions = await self._announcing(list(events))
        spans = [QuotedSpan(each.analysis, each.revision, each.start, each.end) for each in mentions]
        found: dict[int, list[TrackedStatement]] = {}
        for of in await self.quoted(spans, now, zone):
            for each in mentions if of.settlement.verdict else ():
                here = (each.analysis, each.start) == (of.analysis, of.start)
                if here and of not in found.get(each.event, ()) and (not of.is_shared or of.event == each.title):
                    found.setdefault(each.event, []).append(of)
        return found

    async def _placed(self, each: TrackedStatement, spans: Sequence[QuotedSpan]) -> list[TrackedStatement]:
        """A statement in each quoted revision of its analysis that has it."""
        made = []
        for revision in {span.revision or each.revision for span in spans if span.analysis == each.analysis}:
            there = each if revision == each.revision else await self._in_revision(each, revision)
            if there and any(_overlaps(there, span) for span in spans):
                made.append(there)
        return made

    async def _in_revision(self, each: TrackedStatement, revision: int) -> TrackedStatement | None:
        try:
            draft = (await self._library.revision(each.analysis, revision)).draft
        except NotFound:
            return None
        found = next((one for one, key in rows.keys(draft) if key == each.key), None)
        if found is None:
            return None
        return replace(each, revision=revision, start=found.start, end=found.end, what=found.what)


def _no_statement(id_: int) -> NotFound:
    return NotFound("There is no statement s{id}.", id=id_)


def _is_close(statement: str, sentence: str) -> bool:
    """Whether a sentence shares enough content words with a statement to tell what became of it; dates don't count."""
    said = _subject(statement)
    shared = said & _subject(sentence)
    return len(shared) >= _FEWEST_SHARED and len(shared) >= _SHARE * len(said)


def _subject(text: str) -> frozenset[str]:
    words = _DATE_WORDS.sub(" ", text)
    return frozenset(content_terms(words))


def _differs(
    event: Event, mention: EventMention, mentions: Sequence[EventMention], drafts: Mapping[int, Draft]
) -> bool:
    """Whether an event won't take place when its sentence says; one that was held does.

    A sentence that only contradicts an earlier one, whose day the event still has, tells of no move.
    """
    if event.state != "set":
        return event.state in ("cancelled", "postponed")
    announced = _announced(mention, drafts)
    if not announced or _at_one(event, announced):
        return False
    own = [each for each in mentions if each.event == event.id and _at_one(event, _announced(each, drafts))]
    return not own or any(_since(each, drafts) > _since(mention, drafts) for each in own)


def _announced(mention: EventMention, drafts: Mapping[int, Draft]) -> list[EventDate]:
    """The times that a sentence gives for its event."""
    found = drafts[mention.analysis].mentions if mention.analysis in drafts else ()
    return [each.when for each in found if (each.start, each.title) == (mention.start, mention.title)]


def _at_one(event: Event, times: Sequence[EventDate]) -> bool:
    """Whether the present time of an event overlaps one of these."""
    return any(each.first <= event.when.last and event.when.first <= each.last for each in times)


def _since(mention: EventMention, drafts: Mapping[int, Draft]) -> tuple[date, int]:
    """When a sentence was published, for comparison; a text without a date counts as oldest."""
    return drafts[mention.analysis].published or date.min, mention.analysis


def _announcement(id_: int, event: Event, mention: EventMention, sentence: str) -> TrackedStatement:
    place = (mention.analysis, mention.revision, mention.start, mention.end)
    what = (mention.start, mention.end)
    return TrackedStatement(id_, *place, what, sentence, "scheduled", AUTHOR, None, event.title, changed_event=event)


def _span(of: TrackedStatement) -> QuotedSpan:
    return QuotedSpan(of.analysis, of.revision, of.start, of.end)


def _overlaps(each: TrackedStatement, span: QuotedSpan) -> bool:
    same = each.analysis == span.analysis and span.revision in (0, each.revision)
    return same and span.start < each.end and each.start < span.end


def _short(words: str) -> str:
    return words if len(words) <= 80 else f"{words[:79].rstrip()}…"


def page_of(
    found: Collection[TrackedStatement], today: date, most: int | None = None, states: Iterable[FateState] = FATE_STATES
) -> OutlookPage:
    """The page of statements that are all known, such as those of an analysis; only those in some states."""
    by_state = {state: [each for each in found if each.state(today) == state] for state in states}
    shown = [each for state in FATE_STATES for each in by_state.get(state, ())][:most]
    counts = {state: BoundedCount(len(mine)) for state, mine in by_state.items()}
    return OutlookPage(tuple(shown), MappingProxyType(counts))
