"""Events and the sentences that mention them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, get_args
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    Row,
    Table,
    and_,
    bindparam,
    cast,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    true,
    update,
)

from briefings.bounded_count import COUNTED, BoundedCount, bounded
from briefings.model.agenda import Event, EventDate, EventMention, EventState, EventWindow, Review
from briefings.model.analysis import Mention
from briefings.store.markings import labeller, moved_all, restricted_number, unrestricted, visible
from briefings.store.sql import check_zone, one, one_of, one_of_named, readable
from briefings.store.tables import (
    CHANGED_EVENT,
    LONG_EVENT,
    UNCONFIRMED_EVENT,
    analysis,
    disagreement,
    event,
    follow,
    mention,
)

_DAY = timedelta(days=1)
_SPANS = 50  # of days that one query looks into


def date_in(row: Row[Any]) -> EventDate:
    """The date of an event's row; raises one of ILLEGIBLE."""
    check_zone(row.zone)
    at = row.at.astimezone(ZoneInfo(row.zone)) if row.at and row.zone else row.at
    if not isinstance(row.first, date) or not isinstance(row.last, date) or row.first > row.last:
        raise ValueError(f"{row.first} to {row.last} isn't a valid range of days")
    if at and not row.first - _DAY <= at.date() <= row.last + _DAY:  # a day, for the time zone
        raise ValueError(f"{at:%Y-%m-%d} isn't between {row.first} and {row.last}")
    if row.state not in get_args(EventState):
        raise ValueError(f"{row.state} isn't a state of an event")
    return EventDate(row.first, row.last, row.precision, at, row.zone)


def _event(row: Row[Any]) -> Event:
    return Event(row.id, row.title, date_in(row), row.state, row.why, row.rev, row.by_person, row.review)


def _when(when: EventDate) -> dict[str, Any]:
    return {
        "first": when.first,
        "last": when.last,
        "precision": when.precision,
        "at": when.at,
        "zone": when.zone,
    }


_SEEN = visible(event.c.label)
_MENTION_SEEN = visible(mention.c.label)
_SHOWN = (
    exists().where(mention.c.event == event.c.id, _MENTION_SEEN)
    | exists().where(follow.c.event == event.c.id)
    | event.c.by_person
)


_KEPT = event.c.review != "dropped"


def _any(table: Table, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether an event has a row; looked up for each event, where PostgreSQL reads all rows for `exists` in an OR."""
    return select(literal_column("1")).select_from(table).where(*where).limit(1).scalar_subquery().is_not(None)


_SHOWN_ON_PAGE = or_(
    _any(mention, mention.c.event == event.c.id, _MENTION_SEEN),
    _any(follow, follow.c.event == event.c.id),
    event.c.by_person,
)


_IN_ORDER = select(event).where(event.c.same_as.is_(None), _SEEN).order_by(event.c.first, event.c.at, event.c.id)


def events(connection: Connection, since: date | None = None) -> list[Event]:
    """All events that weren't merged into another, by time; with `since`, of those that are held only from that day on.

    An event that no text mentions, no person set and nobody follows is left out. It keeps its id in case a text
    mentions it again. An event that an editor dropped is left out too.
    """
    query = _IN_ORDER.where(_SHOWN, _KEPT)
    if since is not None:
        query = query.where((event.c.last >= since) | (event.c.state != "set"))
    return readable(connection.execute(query), _event, "event")


# Pages of the events of a whole library, and their number up to a bound, without reading the others.
_NOW, _TODAY = bindparam("now", type_=event.c.at.type), bindparam("today", type_=event.c.last.type)
_RECENTLY = bindparam("recently", type_=event.c.last.type)  # a day that is over in every zone
_WITHIN = and_(
    event.c.first <= bindparam("until", type_=event.c.first.type),
    event.c.last >= bindparam("since", type_=event.c.last.type),
)
_COMING = and_(event.c.state == "set", or_(event.c.at > _NOW, and_(event.c.at.is_(None), event.c.last >= _TODAY)))
_POSTPONED = and_(CHANGED_EVENT, event.c.state == "postponed")
_AHEAD: tuple[ColumnElement[bool], ...] = (  # each of them is found by an index
    and_(event.c.first >= _RECENTLY, or_(_COMING, event.c.state == "postponed")),
    and_(event.c.first < _RECENTLY, LONG_EVENT, event.c.last >= _RECENTLY, _COMING),
    and_(event.c.first < _RECENTLY, _POSTPONED),
)
_EVERYTHING: tuple[ColumnElement[bool], ...] = (true(),)
_FEW = frozenset(_AHEAD[1:])
_KEYS = (event.c.first, event.c.at, event.c.id)
_SORTED = (func.coalesce(event.c.first, ""), *_KEYS[1:])  # the same order, not read from the index of days
_SAME_DAY = 50  # events of the day of another that may precede it


def page(connection: Connection, of: EventWindow, now: datetime, today: date, most: int) -> list[Event]:
    """At most so many events in order: from the first one that is coming on, and earlier ones if there is room.

    `today` is the day on which an event without a time must not have ended.
    """
    values = _values(of, now, today)
    firsts = _rows(connection, [_first_coming(branch, unconfirmed=of.unconfirmed) for branch in _AHEAD[:2]], values)
    order = _order(connection)
    start = min(firsts, key=order, default=None)
    forward = _beside(connection, of, values, start, most, back=False) if start else []
    missing = most - len(forward)
    return (_beside(connection, of, values, start, missing, back=True) if missing else []) + forward


def count(connection: Connection, of: EventWindow, now: datetime, today: date, most: int = COUNTED) -> BoundedCount:
    """How many events are in a window, up to a bound."""
    values = _values(of, now, today) | {"most": most + 1}
    branches = _EVERYTHING if of.everything else _AHEAD
    counted = (connection.execute(_number(each, unconfirmed=of.unconfirmed), values).scalar_one() for each in branches)
    return bounded(sum(counted), most)


def _values(of: EventWindow, now: datetime, today: date) -> dict[str, Any]:
    return {"now": now, "today": today, "recently": today - 2 * _DAY, "since": of.first, "until": of.last}


def _beside(
    connection: Connection, of: EventWindow, values: dict[str, Any], start: Event | None, most: int, *, back: bool
) -> list[Event]:
    """The events of a window from one on, or with `back` the last ones before it; all of them without it."""
    order, more = _order(connection), most + _SAME_DAY
    while True:
        given = values | {"most": more} | ({"start": start.when.first} if start else {})
        queries = [
            _beside_query(branch, unconfirmed=of.unconfirmed, started=start is not None, back=back)
            for branch in (_EVERYTHING if of.everything else _AHEAD)
        ]
        found = sorted(_rows(connection, queries, given), key=order)
        if back:
            kept = [each for each in found if start is None or order(each) < order(start)][-most:]
        else:
            kept = [each for each in found if start is None or order(each) >= order(start)][:most]
        if len(kept) == most or len(found) < more:
            return kept
        more *= 4


def _order(connection: Connection) -> Callable[[Event], tuple[Any, ...]]:
    """The order of the database, in which an event without a time comes before or after the others of its day."""
    first = connection.dialect.name == "sqlite"

    def key(each: Event) -> tuple[Any, ...]:
        return (
            each.when.first,
            (each.when.at is None) != first,
            each.when.at or datetime.min.replace(tzinfo=UTC),
            each.id,
        )

    return key


def _rows(connection: Connection, queries: Sequence[Any], values: Mapping[str, Any]) -> list[Event]:
    """The events that some queries find."""
    return [found for query in queries for found in readable(connection.execute(query, values), _event, "event")]


def _listed(branch: ColumnElement[bool], *columns: Any, unconfirmed: bool, shown: ColumnElement[bool] = _SHOWN) -> Any:
    query = select(*columns).where(event.c.same_as.is_(None), _SEEN, shown, _KEPT, _WITHIN, branch)
    return query.where(UNCONFIRMED_EVENT) if unconfirmed else query


@cache
def _first_coming(branch: ColumnElement[bool], *, unconfirmed: bool) -> Any:
    query = _listed(branch, event, unconfirmed=unconfirmed, shown=_SHOWN_ON_PAGE)
    return query.where(_COMING).order_by(*_keys(branch)).limit(1)


@cache
def _beside_query(branch: ColumnElement[bool], *, unconfirmed: bool, started: bool, back: bool) -> Any:
    query = _listed(branch, event, unconfirmed=unconfirmed, shown=_SHOWN_ON_PAGE).limit(bindparam("most"))
    start = bindparam("start", type_=event.c.first.type)
    if started:
        query = query.where(event.c.first <= start if back else event.c.first >= start)
    keys = _keys(branch)
    return query.order_by(*(each.desc() for each in keys)) if back else query.order_by(*keys)


def _keys(branch: ColumnElement[bool]) -> Sequence[ColumnElement[Any]]:
    """What a branch is ordered by: those that are found by their state or their last day are few, and sorted."""
    return _SORTED if branch in _FEW else _KEYS


@cache
def _number(branch: ColumnElement[bool], *, unconfirmed: bool) -> Any:
    rows = _listed(branch, literal_column("1"), unconfirmed=unconfirmed, shown=_SHOWN_ON_PAGE)
    rows = rows.limit(bindparam("most"))
    return select(func.count()).select_from(rows.subquery())


def titles_in(connection: Connection, of: EventWindow, now: datetime, today: date) -> dict[int, list[str]]:
    """The titles of the events of a window by id, in order, each before those of the analyses that mention it."""
    values, found, said = _values(of, now, today), list[Any](), list[Any]()
    for branch in _EVERYTHING if of.everything else _AHEAD:
        found += connection.execute(_titles_query(branch, unconfirmed=of.unconfirmed), values).all()
        said += connection.execute(_said_query(branch, unconfirmed=of.unconfirmed), values).all()
    titled = {row.id: [row.title] for row in sorted(found, key=lambda row: row.first)}
    for row in said:
        if row.event in titled:
            titled[row.event].append(row.title)
    return titled


@cache
def _titles_query(branch: ColumnElement[bool], *, unconfirmed: bool) -> Any:
    columns = event.c.id, event.c.title, event.c.first
    return _listed(branch, *columns, unconfirmed=unconfirmed).order_by(*_KEYS)


@cache
def _said_query(branch: ColumnElement[bool], *, unconfirmed: bool) -> Any:
    listed = _listed(branch, event.c.id, unconfirmed=unconfirmed)
    current = and_(analysis.c.id == mention.c.analysis, analysis.c.revision == mention.c.revision)
    query = select(mention.c.event, analysis.c.title).select_from(mention).join(analysis, current)
    return query.where(mention.c.event.in_(listed), _MENTION_SEEN, visible(analysis.c.label))


_TITLES = select(event.c.id, event.c.title).where(event.c.same_as.is_(None), _SEEN, _KEPT)


def titles(connection: Connection) -> list[tuple[int, str]]:
    """The ids and titles of all events, in order; also those that no list has, which `listed` tells apart."""
    return [(id_, title) for id_, title in connection.execute(_TITLES.order_by(*_KEYS))]


def titles_like(connection: Connection, words: Sequence[str]) -> list[tuple[int, str]]:
    """The ids and titles of events that may contain all of some lower-case words, in order.

    Titles that aren't ASCII are among them, whatever they contain: databases don't compare accents as `names.key` does.
    Events that no list has are there too; `listed` tells them apart.
    """
    if not words:
        return []
    title = event.c.title
    octets = func.length(cast(title, LargeBinary)) if connection.dialect.name == "sqlite" else func.octet_length(title)
    holds = and_(*(func.lower(title).contains(word, autoescape=True) for word in words))
    query = _TITLES.where(or_(holds, octets > func.length(title))).order_by(*_KEYS)
    return [(id_, found) for id_, found in connection.execute(query)]


def last_titles(connection: Connection, most: int) -> list[tuple[int, str]]:
    """The ids and titles of the last events, in order, also of those that no list has."""
    query = _TITLES.order_by(*(each.desc() for each in _KEYS)).limit(most)
    return [(id_, title) for id_, title in connection.execute(query)][::-1]


def listed(connection: Connection, ids: Collection[int]) -> frozenset[int]:
    """Those of some events that a list of all would have."""
    mine = select(event.c.id).where(one_of(event.c.id, sorted(ids)), event.c.same_as.is_(None), _SEEN, _SHOWN, _KEPT)
    return frozenset(connection.execute(mine).scalars())


def years(connection: Connection) -> list[tuple[int, int]]:
    """How many events begin in which year."""
    year = func.substr(event.c.first, 1, 4).label("year")
    listed = select(year, func.count()).where(event.c.same_as.is_(None), _SEEN, _SHOWN, _KEPT)
    return [(int(row[0]), row[1]) for row in connection.execute(listed.group_by(year).order_by(year))]


def around(connection: Connection, spans: Sequence[tuple[date, date]], ids: Collection[int]) -> list[Event]:
    """The events, also forgotten ones, with a day within these spans of days, and those with these ids; by time."""
    if len(spans) > _SPANS:
        spans = [(min(first for first, _ in spans), max(last for _, last in spans))]
    within = (branch for first, last in spans for branch in _overlapping(first, last))
    near = select(event.c.id).where(or_(one_of(event.c.id, sorted(ids)), *within))
    return readable(connection.execute(_IN_ORDER.where(event.c.id.in_(near))), _event, "event")


def _overlapping(first: date, last: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Events that begin within some days, and those that go on from earlier days; each is found by an index."""
    return event.c.first.between(first, last), and_(LONG_EVENT, event.c.first < first, event.c.last >= first)


def by_analysis(connection: Connection, analysis: int) -> list[Event]:
    """The events that an analysis mentions, in text order."""
    query = select(event).join(mention, mention.c.event == event.c.id)
    query = query.where(mention.c.analysis == analysis, _KEPT, _SEEN, _MENTION_SEEN)
    rows = connection.execute(query.order_by(mention.c.start))
    return list({each.id: each for each in readable(rows, _event, "event")}.values())


def find(connection: Connection, id_: int) -> Event | None:
    """The event with an id; for a merged one, the event it was merged into."""
    while True:
        row = connection.execute(select(event).where(event.c.id == id_, _SEEN)).first()
        if row is None or row.same_as is None:
            return one(row, _event, "event") if row else None
        id_ = row.same_as


def changed_between(connection: Connection, since: datetime, until: datetime) -> list[Event]:
    """Events that a person created, moved or settled within a period, its end excluded."""
    query = (
        select(event)
        .where(event.c.changed_at >= since, event.c.changed_at < until, _SEEN)
        .where(event.c.same_as.is_(None), event.c.review == "", (event.c.rev > 1) | event.c.by_person)
        .order_by(event.c.first, event.c.id)
    )
    return readable(connection.execute(query), _event, "event")


def awaiting_outcome(connection: Connection, today: date) -> list[tuple[Event, datetime]]:
    """Past events of several days whose outcome nobody was asked about, each with its last change."""
    query = (
        select(event)
        .where(event.c.state == "set", event.c.at.is_(None), event.c.same_as.is_(None))
        .where(event.c.first < event.c.last, event.c.last < today, event.c.asked_rev < event.c.rev)
        .where(event.c.review == "", _SEEN)
        .order_by(event.c.last, event.c.id)
    )
    return readable(connection.execute(query), lambda row: (_event(row), row.changed_at), "event")


def set_asked(connection: Connection, asked: Iterable[Event]) -> None:
    """Notes that editors were asked about the outcome of events."""
    rows = [{"row": each.id, "asked_rev": each.rev} for each in asked]
    if rows:
        statement = update(event).where(event.c.id == bindparam("row"))
        connection.execute(statement.values(asked_rev=bindparam("asked_rev")), rows)


_LABELS = select(event.c.id, event.c.label).where(one_of_named(event.c.id, "ids"), event.c.label.is_not(None), _SEEN)
_NEW = insert(event).returning(event.c.id)


def labels(connection: Connection, ids: Collection[int]) -> dict[int, int]:
    """The labels of those events that have one."""
    return {row.id: row.label for row in connection.execute(_LABELS, {"ids": sorted(ids)})}


def add(
    connection: Connection,
    title: str,
    when: EventDate,
    now: datetime,
    *,
    by_person: bool,
    review: Review = "",
    label: int | None = None,
) -> Event:
    """Inserts an event, with the label of the text that announces it."""
    own = {**restricted_number(connection, event, label), "label": label}
    row = own | {
        "title": title,
        **_when(when),
        "state": "set",
        "why": "",
        "rev": 1,
        "by_person": by_person,
        "review": review,
    }
    id_ = connection.execute(_NEW, row | {"created_at": now, "changed_at": now}).scalar_one()
    return Event(id_, title, when, set_by_person=by_person, review=review)


def change(connection: Connection, changed: Event, now: datetime) -> None:
    """Stores an event's new date, state and rev."""
    row = {
        "title": changed.title,
        **_when(changed.when),
        "state": changed.state,
        "why": changed.why,
        "rev": changed.rev,
        "by_person": changed.set_by_person,
        "review": changed.review,
        "changed_at": now,
    }
    connection.execute(update(event).where(event.c.id == changed.id).values(row))


def correct(connection: Connection, read: Event) -> None:
    """Stores the title and date that its text is read to give, and its rev; it doesn't count as changed."""
    row = {"title": read.title, **_when(read.when), "rev": read.rev}
    connection.execute(update(event).where(event.c.id == read.id).values(row))


def drop(connection: Connection, id_: int) -> None:
    """Deletes an event and its followers."""
    connection.execute(delete(event).where(event.c.id == id_))


_MENTION = (
    *(mention.c.event, mention.c.analysis, mention.c.revision, mention.c.start, mention.c.end),
    *(mention.c.title, mention.c.was),
)
_CHANGED = (
    select(*_MENTION)
    .join(event, mention.c.event == event.c.id)
    .where(one_of_named(mention.c.analysis, "analyses"), event.c.rev > 1, _MENTION_SEEN)
    .order_by(mention.c.analysis, mention.c.start)
)
_MENTIONS_IN = (
    select(*_MENTION).where(mention.c.analysis == bindparam("analysis"), _MENTION_SEEN).order_by(mention.c.id)
)
_OLD_MENTIONS, _NEW_MENTIONS = delete(mention).where(mention.c.analysis == bindparam("own")), insert(mention)


_MENTIONS_OF = (
    select(*_MENTION)
    .where(one_of_named(mention.c.event, "events"), _MENTION_SEEN)
    .order_by(mention.c.analysis.desc(), mention.c.start)
)


def mentions_of(connection: Connection, ids: Sequence[int]) -> list[EventMention]:
    """The mentions of events in analyses, the newest analysis first."""
    rows = connection.execute(_MENTIONS_OF, {"events": list(ids)})
    return moved_all(connection, (EventMention(*row) for row in rows), _place)


def _place(of: EventMention) -> tuple[int, int]:
    return of.analysis, of.revision


def mentions_in(connection: Connection, analysis: int) -> list[EventMention]:
    """The mentions of events in an analysis, in the order in which they were stored."""
    rows = connection.execute(_MENTIONS_IN, {"analysis": analysis})
    return moved_all(connection, (EventMention(*row) for row in rows), _place)


def changed_events(connection: Connection, analyses: Iterable[int]) -> list[tuple[Event, EventMention]]:
    """The events that analyses mention and that were changed since they were added, each with its mention."""
    rows = connection.execute(_CHANGED, {"analyses": sorted(analyses)})
    mentions = moved_all(connection, (EventMention(*row) for row in rows), _place)
    events = several(connection, {each.event for each in mentions}) if mentions else {}
    return [(events[each.event], each) for each in mentions if each.event in events]


def several(connection: Connection, ids: Iterable[int]) -> dict[int, Event]:
    """Events by id, those that exist."""
    query = select(event).where(one_of(event.c.id, sorted(ids)), _SEEN)
    return {each.id: each for each in readable(connection.execute(query), _event, "event")}


def put_mentions(
    connection: Connection, analysis: int, revision: int, found: Iterable[tuple[int, Mention, int | None]]
) -> None:
    """Replaces the mentions of an analysis: an event id, a mention and its original event, if that was merged."""
    connection.execute(_OLD_MENTIONS, {"own": analysis})
    labels_ = labeller(connection, analysis)
    place = {"analysis": analysis, "revision": revision}
    rows = [
        {"event": id_, **place, "title": each.title, "start": each.start, "end": each.end, "was": was}
        | {"label": labels_(each.start)}
        for id_, each, was in found
    ]
    if rows:
        connection.execute(_NEW_MENTIONS, rows)


# Two events made one, and parted again.
def merge(connection: Connection, kept: int, joined: int, now: datetime) -> None:
    """Merges two events: `kept` takes over the mentions of `joined`; their origin is stored, so that it can be
    reversed.
    """
    own = mention.c.event == joined
    connection.execute(update(mention).where(own, mention.c.was.is_(None)).values(was=joined))
    connection.execute(update(mention).where(own).values(event=kept))
    connection.execute(update(event).where(event.c.id == joined).values(same_as=kept, changed_at=now))


def merged_into(connection: Connection, id_: int) -> int | None:
    """The event that one was merged into; None if it wasn't merged or doesn't exist."""
    return connection.execute(select(event.c.same_as).where(event.c.id == id_, _SEEN)).scalar_one_or_none()


def parts_of(connection: Connection, id_: int) -> list[int]:
    """The events merged directly into one, by id."""
    query = select(event.c.id).where(event.c.same_as == id_, _SEEN).order_by(event.c.id)
    return list(connection.execute(query).scalars())


def separate(connection: Connection, id_: int, now: datetime) -> None:
    """Reverses a merge: the event gets back its mentions and those of the events merged into it earlier."""
    inside = [id_]
    for each in inside:
        inside += parts_of(connection, each)
    connection.execute(update(mention).where(mention.c.was.in_(inside)).values(event=id_))
    connection.execute(update(mention).where(mention.c.was == id_).values(was=None))
    connection.execute(update(event).where(event.c.id == id_).values(same_as=None, changed_at=now))


_DISPUTED = select(disagreement.c.first, disagreement.c.second).where(
    disagreement.c.kind == "date",
    or_(*(disagreement.c.state == each for each in ("open", "first", "second", "superseded"))),
    or_(disagreement.c.first_analysis == bindparam("own"), disagreement.c.second_analysis == bindparam("own")),
)


@unrestricted
def disputed_events(connection: Connection, analysis_: int, of: Sequence[Mention]) -> dict[Mention, frozenset[int]]:
    """The events of other analyses whose sentences give another date for what each of these mentions announces."""
    found = connection.execute(_DISPUTED, {"own": analysis_}).all() if of else ()
    pairs = [(row.first, row.second) for row in found if _is_side(row.first) and _is_side(row.second)]
    both = (*pairs, *((b, a) for a, b in pairs))
    others = {each: [b for a, b in both if a["analysis"] == analysis_ and a["start"] == each.start] for each in of}
    return {each: _at(connection, those) for each, those in others.items()}


def _is_side(stored: Any) -> bool:
    """Whether a side of a disagreement can be read: it says where its sentence stands."""
    return isinstance(stored, dict) and all(isinstance(stored.get(key), int) for key in ("analysis", "start"))


@unrestricted
def _at(connection: Connection, sides: Sequence[Any]) -> frozenset[int]:
    """The events that the sentences of some sides of disagreements mention."""
    places = [(mention.c.analysis == each["analysis"]) & (mention.c.start == each["start"]) for each in sides]
    if not places:
        return frozenset()
    return frozenset(connection.execute(select(mention.c.event).where(or_(*places))).scalars())
