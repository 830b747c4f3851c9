"""The one clause that limits a query to what the viewer may see. A query about analyses without it is refused."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    String,
    and_,
    bindparam,
    exists,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from briefings.model.marking import STRICTEST, SYSTEM, rank, viewer, viewing
from briefings.store.sql import VIEWER, Instant
from briefings.store.tables import label, label_audience

P = ParamSpec("P")
T = TypeVar("T")
_PART = "\n"  # between the names of a viewer; no address has one


class position(GenericFunction[int]):  # noqa: N801 - named as in SQL
    """Where a text begins in another, from 1; 0 if it isn't in it."""

    type = Integer()
    inherit_cache = True


@compiles(position, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(position, "postgresql")
def _in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"


# Their values are asked for when a statement is executed, so that compiled statements serve every viewer.
_EVERYTHING = bindparam(VIEWER, callable_=lambda: viewer().everything, type_=Boolean())
_UNMARKED = bindparam("viewer_unmarked", callable_=lambda: viewer().sees(None), type_=Boolean())
_RANK = bindparam("viewer_rank", callable_=lambda: rank(viewer().clearance), type_=Integer())
_NOW = bindparam("viewer_now", callable_=lambda: viewer().now, type_=Instant())
_HOLDERS = bindparam(
    "viewer_holders", callable_=lambda: _PART.join(("", *sorted(viewer().holders), "")), type_=String()
)


def _seen() -> Any:
    """The labels that the viewer may see."""
    over = or_(label.c.until.is_(None), label.c.until <= _NOW, rank(STRICTEST) <= _RANK)
    named = literal(_PART).concat(label_audience.c.holder).concat(_PART)
    among = exists().where(label_audience.c.label == label.c.id, position(_HOLDERS, named) > 0)
    return select(label.c.id).where(label.c.rank <= _RANK, over, or_(~label.c.audience, among)).scalar_subquery()


_SEEN = _seen()


def visible(*columns: ColumnElement[int | None]) -> ColumnElement[bool]:
    """SQL: whether the viewer may see a row with these labels; NULL is a row without a marking of its own."""
    seen = (or_(and_(column.is_(None), _UNMARKED), column.in_(_SEEN)) for column in columns)
    return or_(_EVERYTHING, and_(*seen))


def unrestricted(function: Callable[P, T]) -> Callable[P, T]:
    """For functions that serve writing and pass nothing on to a reader: they see all rows, whoever the viewer is."""

    @wraps(function)
    def sees_all(*args: P.args, **options: P.kwargs) -> T:
        with viewing(SYSTEM):
            return function(*args, **options)

    return sees_all
