"""Content of deliveries, made at the last moment from stored facts: digests, reminders, notices."""

import asyncio
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from briefings.agenda.agenda import Agenda
from briefings.agenda.status import AgendaItem
from briefings.corrections.corrections import TAKEN_BACK, CorrectionContent
from briefings.delivery.reminder_content import ReminderContent, ReminderQuotes, content_kind
from briefings.errors import NotFound, content_failure, reference_of
from briefings.library import summaries
from briefings.library.diff import compare
from briefings.library.library import Library
from briefings.library.reports.facts import authors_of
from briefings.library.reports.provenance import quote
from briefings.markings import Markings
from briefings.model.agenda import Event
from briefings.model.analysis import Analysis, section_at
from briefings.model.corrections import Correction, QuotedSpan
from briefings.model.delivery import (
    ClockJumped,
    CorrectionDue,
    CorrectionQuestion,
    CorrectionTakenBack,
    DatabaseFailed,
    DigestDue,
    EventMoved,
    EventStopped,
    Item,
    Lead,
    News,
    Notice,
    OutcomeQuestion,
    ReminderDue,
    SenderRefused,
    StatementQuestion,
    Subscription,
    WebhookStopped,
    chat_of,
)
from briefings.model.disagreements import Disagreement
from briefings.model.marking import SYSTEM, Label, Marking, Viewer, viewer, viewing
from briefings.model.schedule.quiet_hours import ChatTimes
from briefings.outlook import Outlook
from briefings.store import (
    Connection,
    Store,
    analyses,
    corrections,
    disagreements,
    follows,
    is_outage,
    outlook,
    subscriptions,
)
from briefings.store import agenda as events
from briefings.store.accounts import chats
from briefings.store.markings import hidden
from briefings.store.markings.labels import labels_about
from briefings.store.outbox import claim, digests_told
from briefings.store.outbox.claim import ClaimedDelivery
from briefings.store.sql import ILLEGIBLE, set_aside, unpacked
from briefings.text.redaction import Cuts
from briefings.text.terms import content_terms, terms
from briefings.translatable import Phrase, phrase, restored

_log = logging.getLogger(__name__)
_TELLING = 3  # sentences that a digest quotes from each new analysis
_WORDS = 120  # that these have where the digest is about a topic
_TOLD = phrase("another digest of this chat has told everything that is new")
# Said also where the chat may see the event or the correction no more, so that it isn't told of a marking.
_EVENT_CHANGED = phrase("the event changed before this was sent")
_FIRST = 5  # analyses in the first digest of a chat
_LOOKED_AT = 200  # newest ones among which a first digest about a topic finds them
_SHARED = 16  # periods kept in memory while a digest goes out to many chats


_OnCorrection = CorrectionQuestion | CorrectionDue | CorrectionTakenBack


@dataclass(frozen=True, slots=True)
class ContentFailed:
    """Why a delivery has no content: it is cancelled, or refused if making it failed.

    `told`: other digests of its chat covered its whole period.
    """

    reason: str
    state: Literal["cancelled", "refused"] = "cancelled"
    told: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    """Data for the content of several deliveries, loaded at once."""

    chat_times: Mapping[str, ChatTimes]
    muted: Mapping[str, frozenset[int]]
    told: Mapping[str, frozenset[Item]]  # of the addresses that get several digests
    orders: Mapping[int, Subscription]
    events: Mapping[int, Event | None]
    reminded: Mapping[str, datetime]  # when a reminder last arrived, by the owner of its delivery
    corrections: Mapping[int, Correction]
    viewers: Mapping[str, Viewer]  # by address
    labels: Mapping[tuple[str, int], Label]  # of events, as ("event", 3), and of corrections


class DeliveryContent:
    """Makes the content of digests, reminders and notices from a store; `zone` is the default zone."""

    def __init__(
        self, store: Store, library: Library, agenda: Agenda, outlook: Outlook, zone: str, markings: Markings
    ) -> None:
        self._store, self._library, self._agenda, self._zone = store, library, agenda, zone
        self._outlook, self._markings = outlook, markings
        self._reminding = ReminderContent(store, library)
        self._correcting = CorrectionContent(library)
        self._made: dict[tuple[Any, ...], DigestDue] = {}
        self._told: dict[tuple[Any, ...], ReminderQuotes] = {}

    def viewers(self, connection: Connection, addresses: Collection[str], now: datetime) -> Mapping[str, Viewer]:
        """What those at each address may see."""
        return self._markings.viewers(connection, addresses, now)

    async def notices(self, claimed: Sequence[ClaimedDelivery], now: datetime) -> list[Notice | ContentFailed]:
        """The content of each delivery, or the reason it has none; a failure affects only its own delivery."""
        try:
            known = await self._store.read(lambda connection: self._known(connection, claimed, now))
        except Exception as error:
            if is_outage(error):
                raise
            return _once(claimed, [await self._alone(each, now) for each in claimed])
        return _once(claimed, [await self._made_or_not(each, known, now) for each in claimed])

    async def _alone(self, claimed: ClaimedDelivery, now: datetime) -> Notice | ContentFailed:
        """The content of one delivery loaded by itself, after loading several failed."""
        try:
            return await self._notice(
                claimed, await self._store.read(lambda connection: self._known(connection, [claimed], now)), now
            )
        except Exception as error:  # noqa: BLE001 - whatever breaks words stops one delivery, and no other
            return _broken(claimed, error)

    async def _made_or_not(self, claimed: ClaimedDelivery, known: _Known, now: datetime) -> Notice | ContentFailed:
        try:
            return await self._notice(claimed, known, now)
        except Exception as error:  # noqa: BLE001 - whatever breaks words stops one delivery, and no other
            return _broken(claimed, error)

    def _known(self, connection: Connection, claimed: Sequence[ClaimedDelivery], now: datetime) -> _Known:
        with viewing(SYSTEM):  # what a chat may not be told is left out when its content is made
            return self._known_of_all(connection, claimed, now)

    def _known_of_all(self, connection: Connection, claimed: Sequence[ClaimedDelivery], now: datetime) -> _Known:
        addresses = [each.delivery.address for each in claimed]
        orders = {_order_id(each) for each in claimed if each.facts["kind"] == "digest"}
        digests = [each.delivery.address for each in claimed if each.facts["kind"] == "digest"]
        about = {each.facts["event"] for each in claimed if "event" in each.facts}
        corrected = {each.facts["correction"] for each in claimed if "correction" in each.facts}
        news = {each.owner for each in claimed if content_kind(_lead(each.facts)) == "news"}
        return _Known(
            chat_times=chats.chat_times(connection, addresses, self._zone),
            muted=follows.muted_events(connection, addresses),
            told=digests_told.among(connection, digests) if digests else {},
            orders=subscriptions.among(connection, orders) if orders else {},
            events={id_: events.find(connection, id_) for id_ in about},
            reminded=claim.last_reminders(connection, news) if news else {},
            corrections=corrections.among(connection, corrected) if corrected else {},
            viewers=self.viewers(connection, addresses, now),
            labels=labels_about(connection, about, corrected) if about or corrected else {},
        )

    async def _notice(self, claimed: ClaimedDelivery, known: _Known, now: datetime) -> Notice | ContentFailed:
        """The content for the chat that receives it, without what that chat may not see."""
        with viewing(known.viewers[claimed.delivery.address]) as to:
            subjects = [(kind, claimed.facts[kind]) for kind in ("event", "correction") if kind in claimed.facts]
            if not all(to.sees(known.labels.get(each)) for each in subjects):
                return ContentFailed(TAKEN_BACK if "correction" in claimed.facts else _EVENT_CHANGED)
            return await self._seen_notice(claimed, known, now)

    async def _seen_notice(self, claimed: ClaimedDelivery, known: _Known, now: datetime) -> Notice | ContentFailed:
        facts, address = claimed.facts, claimed.delivery.address
        zone = known.chat_times[chat_of(address)].zone
        if facts["kind"] == "digest":
            subscription = known.orders.get(_order_id(claimed))
            if subscription is None:
                return ContentFailed(phrase("unsubscribed"))
            return await self._digest_due(subscription, facts, zone, known, now)
        if "correction" in facts:
            of = known.corrections.get(facts["correction"])
            with viewing(SYSTEM):
                told = await self._correcting.notice(of, facts, zone, now)
            if of and not isinstance(told, Phrase):
                told = await self._seen_correction(of, facts, told)
            return ContentFailed(told) if isinstance(told, Phrase) else told
        if notice := _to_admins(facts, zone, now):
            return notice
        if facts["kind"] == "statements":
            return await self._statements(facts, zone, now)
        return await self._about_event(claimed, known, zone, now)

    async def _seen_correction(
        self, of: Correction, facts: Mapping[str, Any], told: _OnCorrection
    ) -> _OnCorrection | Phrase:
        """What a chat is told of a correction without the sentences of sections that it may not see."""

        def step(connection: Connection) -> tuple[Correction | None, Cuts]:
            seen = corrections.as_seen(connection, [of])
            return next(iter(seen), None), hidden(connection, [of.analysis]).of(of.analysis)

        seen, cuts = await self._store.read(step)
        if seen is None or (seen is not of and isinstance(told, CorrectionQuestion)):
            return TAKEN_BACK
        if isinstance(told, CorrectionQuestion) or (seen is of and not cuts.spans):
            return told
        open_ = [index for index in facts["items"] if 0 <= index < len(of.items)]
        pairs = zip(open_, told.items, strict=True)
        items = [
            each
            for index, each in pairs
            if not (seen.items[index].withheld or (bool(each.new) and cuts.hides(each.start)))
        ]
        draft = (await self._library.get(of.analysis)).draft
        placed = [replace(cuts.moved(each), section=section_at(draft, cuts.shown(each.start))) for each in items]
        return replace(told, items=tuple(placed)) if placed else TAKEN_BACK

    async def _about_event(
        self, claimed: ClaimedDelivery, known: _Known, zone: str, now: datetime
    ) -> Notice | ContentFailed:
        facts = claimed.facts
        event = known.events[facts["event"]]
        if event is None or event.rev != claimed.owner_rev:
            return ContentFailed(_EVENT_CHANGED)
        match facts["kind"]:
            case "moved":
                return EventMoved(event, unpacked(facts["before"]), zone, now)
            case "stopped":
                return EventStopped(event, zone, now)
            case "asked":
                return OutcomeQuestion(event, zone, now)
            case "reminder" | "snooze":
                return await self._reminder(event, facts, known.reminded.get(claimed.owner), zone, now)
        raise ValueError(f"Nothing is said of facts of the kind {facts['kind']!r}")

    async def _statements(self, facts: Mapping[str, Any], zone: str, now: datetime) -> Notice | ContentFailed:
        """The question about statements that came due, without those settled since."""
        ids = facts["ids"]
        found = await self._store.read(lambda connection: [outlook.find(connection, id_) for id_ in ids])
        today = now.astimezone(ZoneInfo(zone)).date()
        left = [each for each in found if each and each.state(today) == "due"]
        if not left:
            return ContentFailed(phrase("the statements were settled before this was sent"))
        total = len(left) + facts["more"]
        return StatementQuestion(tuple(left), total, zone, now, again=facts["again"])

    async def _reminder(
        self, event: Event, facts: Mapping[str, Any], last: datetime | None, zone: str, now: datetime
    ) -> ReminderDue:
        quotes = await self._said(event, _lead(facts), last, now)
        return ReminderDue(event, _lead(facts), quotes.points, zone, now, quotes.manner, quotes.questions, quotes.since)

    async def _said(self, event: Event, lead: Lead | None, last: datetime | None, now: datetime) -> ReminderQuotes:
        """The quotes of a reminder, chosen once for many chats."""
        key = (event.id, event.rev, lead, last, now.replace(second=0, microsecond=0), viewer().key)
        if key not in self._told:
            if len(self._told) >= _SHARED:
                self._told.clear()
            self._told[key] = await self._reminding.said(event, lead, last, now)
        return self._told[key]

    async def _digest_due(
        self, subscription: Subscription, facts: Mapping[str, Any], zone: str, known: _Known, now: datetime
    ) -> Notice | ContentFailed:
        until = datetime.fromisoformat(facts["until"])
        digest = _without(
            await self.digest(subscription, until, subscription.zone or zone, now), known.muted[subscription.address]
        )
        if digest.silent:
            return ContentFailed(phrase("nothing was new since the last digest"))
        if subscription.address not in known.told:
            return digest
        new = _untold(digest, known.told[subscription.address])
        return ContentFailed(_TOLD, told=True) if new.silent else replace(new, shares_chat=True)

    async def preview(self, subscription: Subscription, now: datetime) -> DigestDue:
        """The next digest of a subscription as it would be now."""

        def chat(connection: Connection) -> tuple[ChatTimes, frozenset[int], frozenset[Item]]:
            here = chats.chat_times(connection, [subscription.address], self._zone)[chat_of(subscription.address)]
            muted = follows.muted_events(connection, [subscription.address])[subscription.address]
            return (
                here,
                muted,
                digests_told.among(connection, [subscription.address]).get(subscription.address, frozenset()),
            )

        here, muted, known = await self._store.read(chat)
        until = now + timedelta.resolution  # the end of a period is no part of it, and what came just now is shown
        return _untold(
            _without(await self.digest(subscription, until, subscription.zone or here.zone, now), muted), known
        )

    async def digest(self, subscription: Subscription, until: datetime, zone: str, now: datetime) -> DigestDue:
        """News for a subscription up to an instant, and upcoming events."""
        shared = (subscription.since, until, subscription.words, zone, now.replace(second=0, microsecond=0))
        key = (*shared, viewer().key)
        if key not in self._made:
            if len(self._made) >= _SHARED:
                self._made.clear()
            self._made[key] = await self._new_digest(subscription, until, zone, now)
        return replace(self._made[key], subscription=subscription.id)

    async def _disputed(self, ids: Sequence[int]) -> tuple[Disagreement, ...]:
        """The open disagreements of new analyses with others."""
        return tuple(await self._store.read(lambda connection: disagreements.all_of(connection, ids))) if ids else ()

    async def _new_digest(self, subscription: Subscription, until: datetime, zone: str, now: datetime) -> DigestDue:
        wanted, first = frozenset(content_terms(subscription.words)), subscription.first

        def changes(connection: Connection) -> tuple[list[int], list[Event]]:
            ids = analyses.changed_between(connection, subscription.since, until)
            return ids, events.changed_between(connection, subscription.since, until)

        ids, changed = await self._store.read(changes)
        fresh = await (self._newest(ids, wanted) if first else self._all(ids, wanted))
        states = await self._agenda.ahead(now)
        ahead = await self._agenda.cited([each for each in states if each.confirmed])
        changed = [each for each in changed if not first or each in {coming.event for coming in ahead}]
        told = {each.id for each in (*changed, *(coming.event for coming in ahead))}
        outcomes = await self._outlook.of_events(told, now, zone)
        wished = [
            each
            for each in ahead
            if wanted <= frozenset(terms(" ".join([each.event.title, *(m.text for m in each.mentions)])))
        ]
        today = now.astimezone(ZoneInfo(zone)).date()
        due = DigestDue(
            subscription=subscription.id,
            since=subscription.since,
            until=until,
            words=subscription.words,
            news=tuple([await self._news(analysis, subscription) for analysis in _by_due_date(fresh, ahead)]),
            changed=tuple(e for e in changed if wanted <= frozenset(terms(e.title))),
            ahead=tuple(each.event for each in wished),
            today=tuple(each.event for each in wished if each.event.when.first == today),
            zone=zone,
            now=now,
            first=first,
            known=len(ids) if first and not wanted else 0,
            unconfirmed=sum(not each.confirmed for each in states),
            disputed=await self._disputed([analysis.id for analysis in fresh]),
            outcomes=tuple((id_, each) for id_, found in outcomes.items() for each in found),
        )
        return replace(due, marking=await self._marking(due))

    async def _marking(self, due: DigestDue) -> Marking | None:
        """The strictest marking of what a digest tells of, other analyses' sentences too; None up to the default."""
        about = {event.id for event in (*due.changed, *due.ahead)}
        points = [(news, point) for news in due.news for point in news.points]
        quotes = [QuotedSpan(news.analysis, news.revision, point.start, point.end) for news, point in points]
        sides = [side for each in due.disputed for side in (each.first, each.second)]
        quotes += [QuotedSpan(each.analysis, each.revision, each.start, each.end) for each in sides]
        named = [news.analysis for news in due.news]
        return await self._markings.above_default((), about, quotes, named)

    async def _all(self, ids: Iterable[int], wanted: frozenset[str]) -> list[Analysis]:
        found = [analysis for id_ in ids if (analysis := await self._readable(id_)) is not None]
        return [analysis for analysis in found if _speaks_of(analysis, wanted)]

    async def _newest(self, ids: Sequence[int], wanted: frozenset[str]) -> list[Analysis]:
        """The newest analyses for a chat's first digest, newest first."""
        found: list[Analysis] = []
        for id_ in ids[: -_LOOKED_AT - 1 : -1]:
            analysis = await self._readable(id_)
            if analysis is not None and _speaks_of(analysis, wanted):
                found.append(analysis)
            if len(found) == _FIRST:
                break
        return found

    async def _readable(self, id_: int) -> Analysis | None:
        """An analysis; None if it is unreadable or was removed."""
        try:
            return await self._library.get(id_)
        except NotFound:
            return None
        except ILLEGIBLE as error:
            if is_outage(error):
                raise
            set_aside("analysis", id_, error)
            return None

    async def _news(self, analysis: Analysis, subscription: Subscription) -> News:
        words, changed, left = subscription.words, False, 0
        if words:
            told = summaries.on_topic(analysis, words, _WORDS).told[:_TELLING]
            spans = [(s.start, s.end) for s in told]
        else:
            spans = await self._changed(analysis, subscription.since)
            changed, left = bool(spans), max(len(spans) - _TELLING, 0)
            spans = spans[:_TELLING]
        if not spans:
            summary = await self._library.summary(analysis, "short")
            spans = [(p.start, p.end) for section in summary.sections for p in section.points][:_TELLING]
        points = tuple(quote(analysis, start, end) for start, end in spans)
        about = (analysis.id, analysis.revision, analysis.title, authors_of(analysis.draft), analysis.draft.published)
        return News(*about, points, changed=changed, left=left)

    async def _changed(self, analysis: Analysis, since: datetime) -> list[tuple[int, int]]:
        """The new sentences and table rows of an analysis that a digest has told of in an older revision."""
        older = await self._store.read(lambda connection: analyses.revision_at(connection, analysis.id, since))
        if older is None or older >= analysis.revision:
            return []
        try:
            before = await self._library.revision(analysis.id, older)
        except NotFound:
            return []
        difference = await asyncio.to_thread(compare, before.draft, analysis.draft)
        return sorted((*difference.added, *difference.rows_added))


def _by_due_date(fresh: Iterable[Analysis], ahead: Iterable[AgendaItem]) -> list[Analysis]:
    """Analyses by the next event that they mention, then the latest published ones."""
    due: dict[int, date] = {}
    for item in ahead:
        for mention in item.mentions:
            due[mention.analysis] = min(due.get(mention.analysis, date.max), item.event.when.first)

    def place(analysis: Analysis) -> tuple[date, int]:
        return due.get(analysis.id, date.max), -(analysis.draft.published or date.min).toordinal()

    return sorted(fresh, key=place)


def _speaks_of(analysis: Analysis, wanted: frozenset[str]) -> bool:
    return not wanted or wanted <= frozenset(terms(f"{analysis.title}\n{analysis.draft.text}"))


def _to_admins(facts: Mapping[str, Any], zone: str, now: datetime) -> Notice | None:
    """A notice about the service itself, None for one about an event."""
    match facts["kind"]:
        case "notice":
            return SenderRefused(facts["sender"], restored(facts["reason"]), now)
        case "webhook stopped":
            return WebhookStopped(facts["webhook"], facts["host"], restored(facts["reason"]), now)
        case "clock":
            return ClockJumped(timedelta(seconds=facts["seconds"]), facts["lasted"], now)
        case "database":
            since, until = datetime.fromisoformat(facts["since"]), datetime.fromisoformat(facts["until"])
            return DatabaseFailed(since, until, restored(facts["reason"]), zone, now)
    return None


def _order_id(claimed: ClaimedDelivery) -> int:
    return int(claimed.owner.partition(":")[2])


def _lead(facts: Mapping[str, Any]) -> Lead | None:
    if "lead" not in facts:
        return None
    return Lead.parse(facts["lead"])


def _without(digest: DigestDue, muted: frozenset[int]) -> DigestDue:
    """A digest without muted events."""
    if not muted:
        return digest

    def heard(events: Iterable[Event]) -> tuple[Event, ...]:
        return tuple(event for event in events if event.id not in muted)

    return replace(digest, changed=heard(digest.changed), ahead=heard(digest.ahead), today=heard(digest.today))


def _untold(digest: DigestDue, items: frozenset[Item]) -> DigestDue:
    """A digest without what its chat was already told."""
    if digest.items.isdisjoint(items):
        return digest
    news = tuple(each for each in digest.news if ("a", each.analysis) not in items)
    changed = tuple(each for each in digest.changed if ("e", each.id) not in items)
    today = tuple(each for each in digest.today if ("t", each.id) not in items)
    known = digest.known if news == digest.news else 0  # these aren't the newest of all
    return replace(digest, news=news, changed=changed, today=today, known=known)


def _once(
    claimed: Sequence[ClaimedDelivery], notices: Sequence[Notice | ContentFailed]
) -> list[Notice | ContentFailed]:
    """Digests for one message, without repetitions."""
    before: dict[str, DigestDue] = {}
    found: list[Notice | ContentFailed] = []
    for each, notice in zip(claimed, notices, strict=True):
        if isinstance(notice, DigestDue):
            notice = _beside(notice, before, each.delivery.address)
        found.append(notice)
    return found


def _beside(digest: DigestDue, before: dict[str, DigestDue], address: str) -> Notice | ContentFailed:
    """A digest without what earlier ones told; updates `before`."""
    earlier = before.get(address)
    if earlier is None:
        before[address] = digest
        return digest
    new = _untold(digest, earlier.items)
    if new.silent:
        return ContentFailed(_TOLD)  # not for good: that one has yet to arrive
    before[address] = replace(
        earlier,
        news=earlier.news + new.news,
        changed=earlier.changed + new.changed,
        today=earlier.today + new.today,
    )
    return replace(new, ahead=tuple(event for event in new.ahead if event not in earlier.ahead))


def _broken(claimed: ClaimedDelivery, error: Exception) -> ContentFailed:
    """Refuses a delivery whose content can't be made, and logs it. Raises database errors again."""
    if is_outage(error):
        raise error
    reference, id_ = reference_of(claimed.delivery.key), claimed.delivery.id
    _log.error("words could not be made", extra={"delivery": id_, "reference": reference}, exc_info=error)
    return ContentFailed(content_failure(reference), "refused")
