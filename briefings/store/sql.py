"""Columns, rows and statements of both databases: column types, long lists of values, and rows that can't be read.

SQLite accepts any value in any column, so a damaged or edited file may have letters in a number column. A row that
can't be read is set aside: it is logged once, left out of the results of every query, and harms no other row.
"""

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, TypeVar
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter
from pydantic_core import from_json
from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Engine,
    Integer,
    LargeBinary,
    Row,
    Select,
    String,
    Table,
    TableValuedAlias,
    Text,
    bindparam,
    case,
    cast,
    event,
    func,
    select,
    true,
    type_coerce,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.sql.visitors import iterate
from sqlalchemy.types import TypeDecorator, TypeEngine

from briefings.model.agenda import EventDate
from briefings.model.marking import viewer
from briefings.months import day_or_month
from briefings.translatable import restored, stored

T = TypeVar("T")
_log = logging.getLogger(__name__)
_logged: set[tuple[str, object]] = set()
_MOST = 1000  # PostgreSQL takes 32,767 values, and others should have their turn between two parts
_LONGEST = 40  # characters of a bad value that are logged
ILLEGIBLE = (ValueError, TypeError, LookupError, AttributeError, OverflowError, OSError, AssertionError)
POSTGRESQL = "postgresql"
VIEWER = "viewer_everything"  # the parameter by which a statement shows that it asks who the viewer is
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_INTEGER = 2**31
CACHE = "cache_size=-512"  # of a connection: the system keeps the file's pages in memory once for all of them
_USUAL = (CACHE, "wal_autocheckpoint=1000", "shrink_memory")
# The first and the last instant that can be told in every time zone, as they are kept.
FIRST = (datetime.min.replace(tzinfo=UTC) + 2 * _DAY - _EPOCH) // _TICK
LAST = (datetime.max.replace(tzinfo=UTC) - 2 * _DAY - _EPOCH) // _TICK


def packed(when: EventDate) -> dict[str, Any]:
    """An event's date as JSON, for a follower, the audit log and a notice's facts."""
    return dict(_when().dump_python(when, mode="json"))


def unpacked(facts: dict[str, Any]) -> EventDate:
    """The date that `packed` made; raises ValueError for anything else."""
    when = _when().validate_python(facts)
    check_zone(when.zone)
    return when


def check_zone(name: str | None) -> None:
    """Raises ValueError for a zone that the time-zone data lacks; None and "" stand for no zone."""
    if name:
        try:
            ZoneInfo(name)
        except (ValueError, LookupError, OSError) as error:
            raise ValueError(f"the time-zone data lacks {name}") from error


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored as microseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Raises TypeError for a naive datetime."""
        return None if value is None else (value - _EPOCH) // _TICK

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The instant of microseconds since 1970, aware and in UTC."""
        return None if value is None else _EPOCH + value * _TICK


class Day(TypeDecorator[date]):
    """A date, or a month whose day isn't known, stored as ISO 8601 text."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """As ISO 8601 text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        """As a date or a `Month`."""
        return None if value is None else day_or_month(value)


class Word(TypeDecorator[str]):
    """One of a closed list of words of at most `length` characters."""

    impl = String
    cache_ok = True

    def __init__(self, length: int, words: tuple[str, ...]) -> None:
        super().__init__(length)
        self.length, self.words = length, words


class Reason(TypeDecorator[str]):
    """A sentence for people, stored with its pattern and parts; earlier versions stored plain text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """JSON for a phrase."""
        return None if value is None else stored(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """A phrase, or the plain text."""
        return None if value is None else restored(value)


class Terms(TypeDecorator[str]):
    """Search terms of a sentence: space-separated text for SQLite's full-text index, a tsvector in PostgreSQL."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """A tsvector in PostgreSQL, text in SQLite."""
        if dialect.name != POSTGRESQL:
            return dialect.type_descriptor(Text())
        from sqlalchemy.dialects.postgresql import TSVECTOR  # 65 ms, unused with SQLite

        return dialect.type_descriptor(TSVECTOR())

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Removes the quotation marks of a tsvector."""
        return None if value is None else value.replace("'", "")


def is_instant(column: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether an instant is in the supported range; in SQLite, text and bytes compare greater than any number."""
    kept = type_coerce(column, BigInteger)
    return kept.between(FIRST, LAST) & (cast(kept, BigInteger) == kept)


def parts(items: Sequence[T], most: int = _MOST) -> Iterator[Sequence[T]]:
    """Splits items into batches of at most `most`, in order; none is empty."""
    for first in range(0, len(items), most):
        yield items[first : first + most]


class _Items(TypeDecorator[Sequence[Any]]):
    """A list of values as one parameter: JSON in SQLite, an array in PostgreSQL."""

    impl = Text
    cache_ok = True

    def __init__(self, item: TypeEngine[Any]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """An array on PostgreSQL, JSON as text elsewhere."""
        return dialect.type_descriptor(ARRAY(self.item) if dialect.name == POSTGRESQL else Text())

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        """The values in the form of `load_dialect_impl`; None is an empty list."""
        return list(value or ()) if dialect.name == POSTGRESQL else json.dumps(list(value or ()))


class _among(GenericFunction[bool]):  # noqa: N801 - named as in SQL
    """Whether a column is one of a list of values."""

    type = Boolean()
    inherit_cache = True
    _is_implicitly_boolean = True  # otherwise SQLAlchemy compares it with 1, and SQLite reads the whole table


@compiles(_among, "sqlite")
def _among_in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    column, items = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({items}))"  # noqa: S608 - both were compiled


@compiles(_among, "postgresql")
def _among_in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    column, items = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} = ANY ({items})"


class _in_chat(GenericFunction[bool]):  # noqa: N801 - named as in SQL
    """Whether an address is a chat's or that of one of its threads."""

    type = Boolean()
    inherit_cache = True
    _is_implicitly_boolean = True


@compiles(_in_chat, "sqlite")
def _in_chat_in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    column, chat, _ = (compiler.process(each, **options) for each in element.clauses)
    return f"({column} = {chat} OR {column} > {chat} || ':' AND {column} < {chat} || ';')"  # ";" follows ":"


@compiles(_in_chat, "postgresql")
def _in_chat_in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    column, chat, threads = (compiler.process(each, **options) for each in element.clauses)
    return f"({column} = {chat} OR {column} LIKE {threads} ESCAPE '/')"


def in_chat(column: ColumnElement[str], address: str) -> ColumnElement[bool]:
    """SQL: whether an address is this one or one of its threads, by an index where the column has one.

    SQLite compares by code point, so threads are a range; in PostgreSQL, whose order follows a language, they have to
    be a pattern, and the index one of `text_pattern_ops`.
    """
    escaped = address.replace("/", "//").replace("%", "/%").replace("_", "/_")
    chat, threads = (bindparam(None, each, Text, unique=True) for each in (address, f"{escaped}:%"))
    return _in_chat(column, chat, threads)


def one_of(column: Column[Any], items: Sequence[Any]) -> ColumnElement[bool]:
    """SQL: whether a column is one of the items, passed as a single parameter for speed."""
    if len(items) == 1:
        only: ColumnElement[bool] = column == items[0]
        return only
    return _among(column, bindparam(None, items, _Items(column.type), unique=True))


def one_of_named(column: Column[Any], name: str) -> ColumnElement[bool]:
    """The same for a statement that is made once: the items are the parameter of this name."""
    return _among(column, bindparam(name, type_=_Items(column.type)))


def found_by(connection: Connection, ids: Column[int], key: Column[str], keys: Sequence[str]) -> Select[int]:
    """SQL: the ids of the rows with one of these keys, of which there may be thousands.

    PostgreSQL reads the whole table if it doesn't know how few rows have a key, as before the first ANALYZE: so each
    key is looked up by itself. OFFSET keeps it from joining the lookups.
    """
    if connection.dialect.name != POSTGRESQL:
        return select(ids).where(one_of(key, keys))
    wanted = func.unnest(bindparam(None, keys, _Items(key.type), unique=True)).table_valued("key").render_derived()
    found = select(ids).where(key == wanted.c.key).offset(0).lateral()
    return select(found.c[ids.name]).select_from(wanted.join(found, true()))


def within(column: Column[Any], ids: Sequence[int]) -> ColumnElement[bool]:
    """SQL: whether a column is one of these ids; their range keeps PostgreSQL from reading the whole table."""
    return column.between(min(ids, default=0), max(ids, default=0)) & one_of(column, ids)


def within_named(column: Column[Any]) -> ColumnElement[bool]:
    """The same for a statement that is made once; `within_values` gives its parameters."""
    return column.between(bindparam("first_id"), bindparam("last_id")) & one_of_named(column, "ids")


def within_values(ids: Sequence[int]) -> dict[str, Any]:
    """The parameters of `within_named`."""
    return {"first_id": min(ids, default=0), "last_id": max(ids, default=0), "ids": list(ids)}


def listed(dialect: str, column: Column[Any], name: str) -> TableValuedAlias:
    """SQL: the values of the parameter of this name, each as a row with the column `value`."""
    items = bindparam(name, type_=_Items(column.type))
    if dialect == POSTGRESQL:
        return func.unnest(items).table_valued("value").render_derived()
    return func.json_each(items).table_valued("value")


def grouped_ids(dialect: str, column: ColumnElement[int]) -> ColumnElement[Any]:
    """SQL: the ids of a group as one value, for `ids_in`."""
    if dialect == "sqlite":
        return type_coerce(func.json_group_array(column), Text)
    return func.array_agg(column)


def ids_in(value: str | list[int] | None) -> list[int]:
    """The ids of a value of `grouped_ids`, in order."""
    return sorted(from_json(value) if isinstance(value, str) else value or ())


def chat_part(connection: Connection, address: ColumnElement[str]) -> ColumnElement[str]:
    """SQL: the chat of an address, without its thread."""
    place = func.instr if connection.dialect.name == "sqlite" else func.strpos
    colon = place(address, ":")
    second = place(func.substr(address, colon + 1), ":")
    return case((second == 0, address), else_=func.substr(address, 1, colon + second - 1))


def prepare_for_many(connection: Connection, *, many: bool) -> None:
    """Gives SQLite's writing connection 32 MB of cache and rarer checkpoints while many rows are written.

    Addresses come in no order, so nearly each row changes another page of an index; with a small cache each of them is
    written to the file once for every few rows.
    """
    if connection.dialect.name == "sqlite":
        settings = ("cache_size=-32000", "wal_autocheckpoint=32000") if many else _USUAL
        for setting in settings:
            connection.exec_driver_sql(f"PRAGMA {setting}")


def yield_to_event_loop(connection: Connection) -> None:
    """Lets other tasks run during a long computation; SQLite steps have their own thread anyway."""
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.dbapi_connection
        driver.run_async(lambda _: asyncio.sleep(0))


def lock_key(name: str) -> int:
    """The number of PostgreSQL's advisory lock with this name."""
    digest = hashlib.blake2b(f"readout {name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def insert(connection: Connection, table: Table) -> Any:
    """An INSERT of the connection's dialect, with ON CONFLICT."""
    return insert_of(connection.dialect.name, table)


def insert_of(dialect: str, table: Table) -> Any:
    """The same for a statement that is made once for each dialect."""
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # 65 ms and 8 MB, unused with SQLite

    return postgresql.insert(table)


def readable(
    rows: Iterable[Row[Any]], decode: Callable[[Row[Any]], T], table: str, lost: list[int] | None = None
) -> list[T]:
    """Converts rows and drops unreadable ones, whose keys are added to `lost`."""
    return [read for row in rows if (read := one(row, decode, table, lost)) is not None]


def one(row: Any, decode: Callable[[Row[Any]], T], table: str, lost: list[int] | None = None) -> T | None:
    """Converts a row; None if it can't be read."""
    try:
        return decode(row)
    except ILLEGIBLE as error:
        set_aside(table, row[0], error)
        if lost is not None:
            lost.append(row[0])
        return None


def set_aside(table: str, row: object, error: Exception) -> None:
    """Logs a row that can't be used, once."""
    if (table, row) not in _logged:
        _logged.add((table, row))
        _log.error("a row cannot be read and is set aside", extra={"table": table, "row": row, "why": reason(error)})


def reason(error: Exception) -> str:
    """An error as one line."""
    return str(error).strip("'\"").partition("\n")[0] or type(error).__name__


def python_type(of: TypeEngine[Any]) -> type | None:
    """The Python type of a column's readable values in SQLite; None if any type is accepted."""
    if isinstance(of, Instant | Integer | Boolean):
        return int
    if isinstance(of, LargeBinary):
        return bytes
    return str if isinstance(of, Day | Word | Reason | Terms | String | JSON) else None


def check_of(of: TypeEngine[Any]) -> Callable[[Any], str | None] | None:
    """A column's check beyond its Python type: a function that returns why a value can't be read, or None."""
    if isinstance(of, Instant):
        return lambda kept: None if FIRST <= kept <= LAST else f"{kept} isn't a valid time"
    if isinstance(of, Day):
        return lambda kept: None if _is_day(kept) else f"{kept[:20]} isn't a valid date"
    if isinstance(of, Word):
        words = frozenset(of.words)
        return lambda kept: None if kept in words else f"{kept[:20]} isn't an allowed value"
    if isinstance(of, Integer) and not isinstance(of, BigInteger):
        return lambda kept: None if -_INTEGER <= kept < _INTEGER else f"{kept} is too large"
    if isinstance(of, Boolean):
        return lambda kept: None if kept in (0, 1) else f"{kept} isn't 0 or 1"
    if isinstance(of, JSON):
        return lambda kept: None if _is_json(kept) else "it isn't valid JSON"
    return None


def _is_day(kept: str) -> bool:
    try:
        return len(kept) in (len("2026-01"), len("2026-01-01")) and bool(day_or_month(kept))
    except ValueError:
        return False


def _is_json(kept: str) -> bool:
    try:
        json.loads(kept)
    except (ValueError, RecursionError):
        return False
    return True


def text_or_bytes(kept: bytes) -> str | bytes:
    """Decodes SQLite text; invalid UTF-8 stays bytes, which text columns reject."""
    try:
        return kept.decode()
    except UnicodeDecodeError:
        return kept


class UnguardedQuery(RuntimeError):
    """A query about analyses that would give every viewer the same rows."""


class RowCheck:
    """Checks rows of given columns as the database driver returns them."""

    def __init__(self, columns: Sequence[Any], *, typed: bool) -> None:
        """`typed` means that the database itself enforces column types."""
        self.columns = columns
        self._types = [None if typed else python_type(column.type) for column in columns]
        found = (
            (place, check_of(column.type))
            for place, column in enumerate(columns)
            if not (typed and isinstance(column.type, JSON))
        )
        self._checks = [(place, check) for place, check in found if check is not None]
        self._sound: set[tuple[type, ...]] = set()  # the Python types of rows that were found right
        self.unguarded = ""  # tables that the query may read for jobs only
        self.idle = not self._checks and not any(self._types)

    def fault(self, row: Sequence[Any]) -> tuple[Any, str] | None:
        """The first column of a row whose value can't be read, with the reason; None if all can."""
        kinds = tuple(map(type, row))
        if kinds not in self._sound:
            for column, wanted, value in zip(self.columns, self._types, row, strict=True):
                if wanted is not None and value is not None and type(value) is not wanted:
                    return column, f"{shortened(value)} is a value of another type"
            self._sound.add(kinds)
        for place, check in self._checks:
            if row[place] is not None and (why := check(row[place])):
                return self.columns[place], why
        return None

    def guard(self) -> None:
        """Raises UnguardedQuery if the query is for a job, and the viewer may not see everything."""
        if self.unguarded and not viewer().everything:
            raise UnguardedQuery(f"a query of {self.unguarded} doesn't ask who may see it")

    def readable(self, rows: Sequence[Any], lost: list[Any] | None = None) -> Sequence[Any]:
        """The rows that can be read; the first columns of the others are added to `lost`."""
        readable = [row for row in rows if self.fault(row) is None]
        if len(readable) < len(rows):
            _tell(self, rows, lost)
        return readable

    def faults(self, rows: Iterable[Sequence[Any]]) -> Iterator[tuple[Sequence[Any], Any, str]]:
        """The unreadable rows, each with the column and the reason."""
        for row in rows:
            if fault := self.fault(row):
                yield row, *fault


def shortened(value: object) -> str:
    """A value shortened to one line."""
    shown = repr(value) if isinstance(value, bytes) else str(value)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


def drop_unreadable_rows(engine: Engine) -> None:
    """Makes every query on an engine drop unreadable rows, by a check of its columns' types.

    A query about analyses that doesn't ask for whom it is raises UnguardedQuery, unless it is for a job.

    A query that must know which rows it lost passes a list as the execution option `lost`; it gets their first columns.
    """
    checks: WeakKeyDictionary[Any, RowCheck] = WeakKeyDictionary()

    @event.listens_for(engine, "after_cursor_execute")
    def _filter(_on: Any, cursor: Any, _said: str, _values: Any, context: Any, executemany: bool) -> None:  # noqa: FBT001
        compiled = context.compiled
        if compiled is None or executemany or cursor.description is None:
            return
        check = checks.get(compiled)
        if check is None:
            typed = engine.dialect.name != "sqlite"
            check = checks[compiled] = check_of_results(compiled, len(cursor.description), typed=typed)
        check.guard()
        if not check.idle:
            rows = check.readable(cursor.fetchall(), context.execution_options.get("lost"))
            context.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(cursor, cursor.description, rows)


def check_of_results(compiled: Any, width: int, *, typed: bool) -> RowCheck:
    """The check for the results of a statement; it checks no values for plain SQL text."""
    statement = compiled.statement
    columns = list(statement.exported_columns) if hasattr(statement, "exported_columns") else []
    check = RowCheck(columns if len(columns) == width else [], typed=typed)
    check.unguarded = _unguarded(compiled)
    return check


def _unguarded(compiled: Any) -> str:
    """The guarded tables that a query reads without asking who the viewer is; "" if it asks, or changes rows."""
    if not getattr(compiled.statement, "is_select", False) or VIEWER in compiled.binds:
        return ""
    read = (each for each in iterate(compiled.statement) if isinstance(each, Table))
    return ", ".join(sorted({table.name for table in read if table.info.get("guarded")}))


def _tell(check: RowCheck, rows: Sequence[Any], lost: list[Any] | None) -> None:
    """Logs the dropped rows and reports them to the caller."""
    for row, column, why in check.faults(rows):
        table = column.table.name if isinstance(column, Column) else "row"
        set_aside(table, shortened(row[0]), ValueError(f"{getattr(column, 'name', 'value')}: {why}"))
        if lost is not None:
            lost.append(row[0])


@cache
def _when() -> TypeAdapter[EventDate]:
    """Converts dates of events. Made at its first use: it takes 2 ms, which a start does without."""
    return TypeAdapter(EventDate)


def is_inside(column: ColumnElement[str], address: str) -> ColumnElement[bool]:
    """Whether an address is this one or a thread in it."""
    return (column == address) | column.startswith(f"{address}:", autoescape=True)
