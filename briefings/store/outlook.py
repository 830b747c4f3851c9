"""Statements about the future: their rows, and pages of them in the order of an answer."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    text,
    tuple_,
    update,
)

from briefings.bounded_count import COUNTED, BoundedCount, bounded
from briefings.model.agenda import EventDate
from briefings.model.analysis import Draft, Statement
from briefings.model.corrections import QuotedSpan
from briefings.model.marking import viewer
from briefings.model.outlook import OUTLOOK_KINDS, Evidence, FateState, Settlement, TrackedStatement
from briefings.store import agenda
from briefings.store.markings import Hidden, hidden, labeller, restricted_number, unrestricted, visible
from briefings.store.sql import one_of, one_of_named, readable
from briefings.store.tables import CHANGED_EVENT, UNASKED, analysis, event, mention, statement
from briefings.text.redaction import Cuts

AWAITED = func.coalesce(statement.c.moved_last, statement.c.last)
_other = statement.alias()
_IS_SHARED = (
    exists()
    .where(
        _other.c.analysis == statement.c.analysis,
        _other.c.revision == statement.c.revision,
        _other.c.start == statement.c.start,
        _other.c.id != statement.c.id,
    )
    .label("is_shared")
)
# No parameter: an index has this condition, so SQLite would plan the statement anew for each value, in 0.5 ms.
_SET: ColumnElement[str] = literal_column("'set'")
_HERE = and_(
    mention.c.analysis == statement.c.analysis,
    mention.c.revision == statement.c.revision,
    mention.c.start < statement.c.end,
    statement.c.start < mention.c.end,
)


def announced(*columns: ColumnElement[Any]) -> Any:
    """SQL: columns of the events of which a statement tells, as far as something became of them."""
    query = select(*columns).select_from(event).join(mention, event.c.id == mention.c.event).where(_HERE)
    changed = event.c.state != _SET, visible(event.c.label), visible(mention.c.label)
    return query.where(mention.c.title == statement.c.event, *changed).order_by(event.c.id).correlate(statement)


_KNOWN_EVENT = announced(event.c.id).limit(1).scalar_subquery().label("known_event")
IS_TOLD = announced(literal_column("1")).order_by(None).exists()
SEEN = visible(statement.c.label)
_IN_ORDER = (AWAITED.is_(None), AWAITED, statement.c.id)
_MARKED = (
    select(statement, _IS_SHARED, _KNOWN_EVENT)
    .where(one_of_named(statement.c.analysis, "analyses"), SEEN)
    .where(or_(statement.c.verdict != "", bindparam("today", type_=statement.c.last.type) > AWAITED, IS_TOLD))
    .order_by(*_IN_ORDER)
)
_WORDS = re.compile(r"\w+")
_KEYS = select(statement.c.id, statement.c.key).where(statement.c.analysis == bindparam("own"))
_LATER = delete(statement).where(statement.c.analysis == bindparam("own"), statement.c.revision > bindparam("newest"))
_NEW = insert(statement)


def keys(draft: Draft) -> Iterator[tuple[Statement, str]]:
    """The statements of a draft that have a fate, each with a key that other revisions with the same words give it."""
    seen: Counter[str] = Counter()
    for each in draft.statements:
        if each.kind in OUTLOOK_KINDS:
            words = " ".join(_WORDS.findall(draft.text[slice(*each.what)].casefold()))
            seen[words] += 1
            yield each, sha256(f"{seen[words]} {words}".encode()).hexdigest()


@unrestricted
def sync(connection: Connection, id_: int, revision: int, draft: Draft, now: datetime) -> None:
    """Takes over the statements of an analysis's current text; what became of those that stay is kept.

    Those that are gone stay as they were last, for quotations of older revisions; those of a revision that was taken
    back are deleted.
    """
    labels = labeller(connection, id_)
    found = {key: _row(draft, each) | {"label": labels(each.start)} for each, key in keys(draft)}
    known = {row.key: row.id for row in connection.execute(_KEYS, {"own": id_})}
    for key in found.keys() & known.keys():
        connection.execute(
            update(statement).where(statement.c.id == known[key]).values(found[key] | {"revision": revision})
        )
    fixed = {"analysis": id_, "revision": revision, "counts_from": now.date()}
    new = [row | fixed | {"key": key} for key, row in found.items() if key not in known]
    numbered = [row | restricted_number(connection, statement, row["label"]) for row in new]
    for rows in ([row for row in numbered if "id" not in row], [row for row in numbered if "id" in row]):
        if rows:
            connection.execute(_NEW, rows)
    connection.execute(_LATER, {"own": id_, "newest": revision})


def _row(draft: Draft, each: Statement) -> dict[str, Any]:
    due = each.due
    return {
        "start": each.start,
        "end": each.end,
        "what_start": each.what[0],
        "what_end": each.what[1],
        "text": draft.text[each.start : each.end],
        "kind": each.kind,
        "holder": each.holder,
        "first": due.first if due else None,
        "last": due.last if due else None,
        "precision": due.precision if due else None,
        "event": each.event,
    }


def all_of(connection: Connection, analyses: Collection[int] | None = None) -> list[TrackedStatement]:
    """The statements of these analyses, or of all, by due date; those without one come last."""
    query = current()
    if analyses is not None:
        query = query.where(one_of(statement.c.analysis, sorted(analyses)))
    return placed(connection, connection.execute(query.order_by(*_IN_ORDER)))


def marked(connection: Connection, analyses: Collection[int], today: date) -> list[TrackedStatement]:
    """The statements of these analyses that were due before a day, or that have a verdict, as may their event."""
    return placed(connection, connection.execute(_MARKED, {"analyses": sorted(analyses), "today": today}))


def due_between(connection: Connection, first: date, last: date) -> int:
    """How many statements of current texts came due within these days and have no verdict."""
    unmoved = and_(statement.c.moved_last.is_(None), statement.c.last.between(first, last))
    found = select(func.count()).select_from(statement.join(analysis)).where(IS_CURRENT, SEEN)
    found = found.where(_unsettled(), or_(statement.c.event == "", ~IS_TOLD))
    days = (unmoved, statement.c.moved_last.between(first, last))
    return sum(int(connection.execute(found.where(here)).scalar_one()) for here in days)


def find(connection: Connection, id_: int) -> TrackedStatement | None:
    """A statement by id."""
    query = select(statement, _IS_SHARED, _KNOWN_EVENT).where(statement.c.id == id_, SEEN)
    found = placed(connection, connection.execute(query))
    return found[0] if found else None


def settle(connection: Connection, id_: int, rev: int, to: Settlement, by: str, now: datetime) -> bool:
    """Sets what became of a statement if it is still at this `rev`; a moved one can be asked about again."""
    evidence, span = to.evidence, _in_full(connection, to.evidence.span)
    values = {
        "verdict": to.verdict,
        "moved_first": to.to.first if to.to else None,
        "moved_last": to.to.last if to.to else None,
        "moved_precision": to.to.precision if to.to else None,
        "evidence": evidence.text,
        "evidence_analysis": span.analysis if span else None,
        "evidence_revision": span.revision if span else None,
        "evidence_start": span.start if span else None,
        "evidence_end": span.end if span else None,
        "settled_by": by,
        "settled_at": now,
        "asked": 0,
        "asked_at": None,
        "rev": rev + 1,
    }
    mine = statement.c.id == id_, statement.c.rev == rev
    return connection.execute(update(statement).where(*mine).values(values)).rowcount == 1


def _in_full(connection: Connection, span: QuotedSpan | None) -> QuotedSpan | None:
    """The place of evidence in the whole text."""
    if span is None:
        return None
    cut = hidden(connection, [span.analysis]).of(span.analysis, span.revision)
    return replace(span, start=cut.full(span.start), end=cut.full_end(span.end))


def to_ask(connection: Connection, today: date, repeat_before: datetime, most: int) -> list[TrackedStatement]:
    """Unsettled statements to ask about: due before a day and not asked yet, or asked once before an instant.

    A statement that was already due when it was read is never asked about, nor one that announces an event which is
    still to come or of which something else is known.
    """
    again = or_(statement.c.asked == 0, statement.c.asked_at <= repeat_before)
    counts = func.coalesce(statement.c.counts_from, "") <= statement.c.moved_last
    due = current().where(again, ~_told_by_event(today))
    unmoved = due.where(UNASKED, statement.c.last < today).order_by(statement.c.last, statement.c.id)
    moved = due.where(_unsettled(), statement.c.asked < 2, counts, statement.c.moved_last < today)
    moved = moved.order_by(statement.c.moved_last, statement.c.id)
    found = [each for query in (unmoved, moved) for each in placed(connection, connection.execute(query.limit(most)))]
    return sorted(found, key=lambda each: (each.awaited.last if each.awaited else today, each.id))[:most]


def set_asked(connection: Connection, ids: Iterable[int], now: datetime) -> None:
    """Counts one more question about each statement."""
    mine = one_of(statement.c.id, sorted(ids))
    connection.execute(update(statement).where(mine).values(asked=statement.c.asked + 1, asked_at=now))


IS_CURRENT = and_(statement.c.analysis == analysis.c.id, statement.c.revision == analysis.c.revision)


def current() -> Any:
    """SQL: the statements of current texts that the viewer sees."""
    return select(statement, _IS_SHARED, _KNOWN_EVENT).join(analysis).where(IS_CURRENT, SEEN)


def _unsettled() -> ColumnElement[bool]:
    return statement.c.verdict.in_(("", "moved"))


def _told_by_event(today: date) -> ColumnElement[bool]:
    """Whether the event that a statement announces is ahead, was held, or was cancelled or postponed."""
    known = or_(event.c.state != "set", event.c.last >= today)
    query = (
        select(mention.c.id).join(event, event.c.id == mention.c.event).where(_HERE, known, visible(mention.c.label))
    )
    return query.correlate(statement).exists()


def placed(connection: Connection, rows: Iterable[Any]) -> list[TrackedStatement]:
    """Statements as the viewer sees them: at their places, and without evidence in what is hidden."""
    found = _with_events(connection, rows)
    own = hidden(connection, {each.analysis for each in found})
    found = [_moved(each, own.of(each.analysis, each.revision)) for each in found]
    quoted = {span.analysis for each in found if (span := each.settlement.evidence.span)}
    if not quoted or viewer().everything:
        return found
    there = select(analysis.c.id).where(one_of(analysis.c.id, sorted(quoted)), visible(analysis.c.label))
    seen, cuts = set(connection.execute(there).scalars()), hidden(connection, quoted)
    return [_with_evidence(each, seen, cuts) for each in found]


def _with_events(connection: Connection, rows: Iterable[Any]) -> list[TrackedStatement]:
    """Statements as stored, each without a verdict with the event that it announces if something became of that."""
    rows = list(rows)
    known = {row.id: row.known_event for row in rows if row.known_event is not None and not row.verdict}
    events = agenda.several(connection, set(known.values())) if known else {}
    found = readable(rows, _tracked, "statement")
    return [replace(each, changed_event=events.get(known.get(each.id, 0))) for each in found]


def _moved(each: TrackedStatement, cut: Cuts) -> TrackedStatement:
    return replace(cut.moved(each), what=cut.place(each.what)) if cut.spans else each


def _with_evidence(each: TrackedStatement, seen: Collection[int], cuts: Hidden) -> TrackedStatement:
    span = each.settlement.evidence.span
    if span is None:
        return each
    cut = cuts.of(span.analysis, span.revision)
    if span.analysis not in seen or cut.hides(span.start):
        return replace(each, settlement=replace(each.settlement, evidence=Evidence("")))
    moved = replace(span, start=cut.shown(span.start), end=cut.shown(span.end))
    return replace(each, settlement=replace(each.settlement, evidence=replace(each.settlement.evidence, span=moved)))


def _tracked(row: Any) -> TrackedStatement:
    return TrackedStatement(
        row.id,
        row.analysis,
        row.revision,
        row.start,
        row.end,
        (row.what_start, row.what_end),
        row.text,
        row.kind,
        row.holder,
        _when(row.first, row.last, row.precision),
        row.event,
        Settlement(row.verdict, _when(row.moved_first, row.moved_last, row.moved_precision), _evidence(row)),
        row.rev,
        row.asked,
        row.key,
        bool(row.is_shared),
    )


def _evidence(row: Any) -> Evidence:
    if row.evidence_analysis is None:
        return Evidence(row.evidence)
    place = (row.evidence_analysis, row.evidence_revision, row.evidence_start, row.evidence_end)
    return Evidence(row.evidence, QuotedSpan(*place))


def _when(first: date | None, last: date | None, precision: Any) -> EventDate | None:
    return EventDate(first, last, precision) if first and last and precision else None


_TODAY = bindparam("today", type_=statement.c.last.type)
_UNSETTLED = text("statement.verdict IN ('', 'moved')")  # as in the index
_SETTLED = text("statement.verdict NOT IN ('', 'moved')")
_BECAME = case((statement.c.event == "", None), else_=announced(event.c.state).limit(1).scalar_subquery())
_UNTOLD = or_(statement.c.verdict == "moved", statement.c.event == "", ~IS_TOLD)  # by its event
Day = ColumnElement[date | None]


@dataclass(frozen=True, slots=True)
class _Branch:
    """Statements of one state in the order of `day`, the column that says when they are due; None if nothing does."""

    state: FateState
    where: ColumnElement[bool]
    day: Day | None


def _told_by(*states: str) -> ColumnElement[bool]:
    """Whether the event that a statement announces is in one of these states; found from the events, which are few."""
    telling = statement.alias()
    there = and_(
        telling.c.analysis == mention.c.analysis,
        telling.c.revision == mention.c.revision,
        telling.c.event == mention.c.title,
    )
    changed = event.join(mention, mention.c.event == event.c.id).join(telling, there)
    seen = visible(event.c.label), visible(mention.c.label)
    told = select(telling.c.id).select_from(changed).where(CHANGED_EVENT, event.c.state.in_(states), *seen)
    return and_(statement.c.id.in_(told), _BECAME.in_(states))


def _branches() -> tuple[_Branch, ...]:
    unmoved, moved = statement.c.moved_last.is_(None), statement.c.moved_last.is_not(None)
    undated = and_(unmoved, statement.c.last.is_(None))
    empty, ended, postponed = statement.c.verdict == "", _told_by("held", "cancelled"), _told_by("postponed")
    unknown = and_(_UNSETTLED, undated, empty, func.coalesce(_BECAME, "postponed") == "postponed")
    found = [_Branch("open", unknown, None)]
    days: tuple[tuple[Day, ColumnElement[bool]], ...] = (
        (statement.c.last, and_(unmoved, statement.c.last.is_not(None))),
        (statement.c.moved_last, moved),
    )
    for day, here in days:
        found += [
            _Branch("due", and_(_UNSETTLED, here, day < _TODAY, _UNTOLD), day),
            _Branch("ahead", and_(_UNSETTLED, here, day >= _TODAY, _UNTOLD), day),
            _Branch("open", and_(empty, here, postponed), day),
            _Branch("settled", and_(_SETTLED, here), day),
            _Branch("settled", and_(empty, here, ended), day),
        ]
    known = (_SETTLED, and_(_UNSETTLED, statement.c.verdict == "moved"), and_(empty, ended))
    return (*found, *(_Branch("settled", and_(each, undated), None) for each in known))


_BRANCHES = _branches()


@dataclass(frozen=True, slots=True)
class Position:
    """The place of a statement in the order of its state."""

    state: FateState
    awaited: date | None
    id: int


def first_of(
    connection: Connection,
    state: FateState,
    today: date,
    most: int,
    holders: Sequence[str] | None = None,
    after: Position | None = None,
) -> list[TrackedStatement]:
    """The first statements in a state by due date, those without one last; only of these holders, and after a place."""
    found: list[TrackedStatement] = []
    for dated in (True, False):
        if after and after.state == state and dated and after.awaited is None:
            continue
        here = [
            each
            for branch in _BRANCHES
            if branch.state == state and dated == (branch.day is not None)
            for each in _of_branch(connection, branch, today, most - len(found), holders, after)
        ]
        found += sorted(here, key=lambda each: (each.awaited.last if each.awaited else date.max, each.id))
        if len(found) >= most:
            break
    return found[:most]


def _of_branch(
    connection: Connection,
    branch: _Branch,
    today: date,
    most: int,
    holders: Sequence[str] | None,
    after: Position | None,
) -> list[TrackedStatement]:
    dated = branch.day is not None
    from_here = after is not None and after.state == branch.state and dated == (after.awaited is not None)
    query = _page(branch, held=holders is not None, from_here=from_here)
    values: dict[str, Any] = {"today": today, "most": most}
    if holders is not None:
        values["holders"] = list(holders)
    if from_here and after is not None:
        values |= {"after_id": after.id} | ({"after_day": after.awaited} if dated else {})
    return placed(connection, connection.execute(query, values))


@cache
def _page(branch: _Branch, *, held: bool, from_here: bool) -> Any:
    keys = (statement.c.id,) if branch.day is None else (branch.day, statement.c.id)
    query = current().where(branch.where).order_by(*keys).limit(bindparam("most"))
    if held:
        query = query.where(one_of_named(statement.c.holder, "holders"))
    if not from_here:
        return query
    if branch.day is None:
        return query.where(statement.c.id > bindparam("after_id"))
    place = tuple_(bindparam("after_day", type_=statement.c.last.type), bindparam("after_id"))
    return query.where(tuple_(*keys) > place)


def counts(
    connection: Connection,
    today: date,
    states: Sequence[FateState],
    holders: Sequence[str] | None = None,
    most: int = COUNTED,
) -> Mapping[FateState, BoundedCount]:
    """How many statements are in each of these states, up to a bound."""
    values: dict[str, Any] = {"today": today, "most": most + 1}
    if holders is not None:
        values["holders"] = list(holders)
    found = dict.fromkeys(states, 0)
    for branch in (each for each in _BRANCHES if each.state in states):
        found[branch.state] += connection.execute(_count(branch, held=holders is not None), values).scalar_one()
    return {state: bounded(number, most) for state, number in found.items()}


@cache
def _count(branch: _Branch, *, held: bool) -> Select[Any]:
    rows: Select[Any] = (
        select(literal_column("1")).select_from(statement.join(analysis)).where(IS_CURRENT, SEEN, branch.where)
    )
    if held:
        rows = rows.where(one_of_named(statement.c.holder, "holders"))
    return select(func.count()).select_from(rows.limit(bindparam("most")).subquery())


def position(connection: Connection, id_: int, today: date) -> Position | None:
    """The place of a statement that the viewer sees; None if there is none."""
    found = find(connection, id_)
    if found is None:
        return None
    return Position(found.state(today), found.awaited.last if found.awaited else None, found.id)


@unrestricted
def holders(connection: Connection) -> list[str]:
    """Everybody who holds a statement, each once, to find whom a name means; an index is read at one row for each."""
    first = select(func.min(statement.c.holder).label("holder")).cte("held", recursive=True)
    following = select(func.min(statement.c.holder)).where(statement.c.holder > first.c.holder).scalar_subquery()
    held = first.union_all(select(following).where(first.c.holder.is_not(None)))
    return list(connection.execute(select(held.c.holder).where(held.c.holder.is_not(None))).scalars())


_FATE = case(
    (statement.c.verdict != "", statement.c.verdict),
    (_BECAME == "held", "happened"),
    (_BECAME == "cancelled", "not"),
    (or_(_BECAME == "postponed", AWAITED.is_(None)), "open"),
    (AWAITED < _TODAY, "due"),
    else_="ahead",
)


def fates(connection: Connection, today: date, held_by: Sequence[str] | None = None) -> list[tuple[str, str, int]]:
    """How many statements of each holder have which verdict, or are due, ahead or open without one."""
    values: dict[str, Any] = {"today": today} | ({} if held_by is None else {"holders": list(held_by)})
    return [tuple(row) for row in connection.execute(_fates(held=held_by is not None), values)]


@cache
def _fates(*, held: bool) -> Select[Any]:
    columns = (statement.c.holder, _FATE.label("fate"))
    counted = select(*columns, func.count()).join(analysis).where(IS_CURRENT, SEEN).group_by(*columns)
    return counted.where(one_of_named(statement.c.holder, "holders")) if held else counted
