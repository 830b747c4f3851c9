"""Pages of the statements of a whole library: by state and due date, from an index, without reading the others.

Each state is made of branches, each of which an index has in the order of the answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    text,
    tuple_,
)

from briefings.bounded_count import COUNTED, BoundedCount, bounded
from briefings.model.outlook import FateState, TrackedStatement
from briefings.store.markings import unrestricted, visible
from briefings.store.outlook import outlook
from briefings.store.outlook.outlook import IS_CURRENT, SEEN
from briefings.store.sql import one_of_named
from briefings.store.tables import CHANGED_EVENT, analysis, event, mention, statement

_AWAITED = outlook.AWAITED
_TODAY = bindparam("today", type_=statement.c.last.type)
_UNSETTLED = text("statement.verdict IN ('', 'moved')")  # as in the index
_SETTLED = text("statement.verdict NOT IN ('', 'moved')")
_BECAME = case((statement.c.event == "", None), else_=outlook.announced(event.c.state).limit(1).scalar_subquery())
_UNTOLD = or_(statement.c.verdict == "moved", statement.c.event == "", ~outlook.IS_TOLD)  # by its event
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
    return outlook.placed(connection, connection.execute(query, values))


@cache
def _page(branch: _Branch, *, held: bool, from_here: bool) -> Any:
    keys = (statement.c.id,) if branch.day is None else (branch.day, statement.c.id)
    query = outlook.current().where(branch.where).order_by(*keys).limit(bindparam("most"))
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
    found = outlook.find(connection, id_)
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
    (or_(_BECAME == "postponed", _AWAITED.is_(None)), "open"),
    (_AWAITED < _TODAY, "due"),
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
