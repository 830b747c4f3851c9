"""Column types, event dates as JSON, and the reason why a stored value is invalid for its column.

SQLite accepts any value in any column, so a damaged or edited file may have letters in a number column.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter
from sqlalchemy import JSON, BigInteger, Boolean, ColumnElement, Dialect, Integer, String, Text, cast, type_coerce
from sqlalchemy.types import TypeDecorator, TypeEngine

from briefings.model.agenda import EventDate
from briefings.translatable import restored, stored

POSTGRESQL = "postgresql"
_when = TypeAdapter(EventDate)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_INTEGER = 2**31
# The first and the last instant that can be told in every time zone, as they are kept.
FIRST = (datetime.min.replace(tzinfo=UTC) + 2 * _DAY - _EPOCH) // _TICK
LAST = (datetime.max.replace(tzinfo=UTC) - 2 * _DAY - _EPOCH) // _TICK


def packed(when: EventDate) -> dict[str, Any]:
    """An event's date as JSON, for a follower, the audit log and a notice's facts."""
    return dict(_when.dump_python(when, mode="json"))


def unpacked(facts: dict[str, Any]) -> EventDate:
    """The date that `packed` made; raises ValueError for anything else."""
    when = _when.validate_python(facts)
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
        """In UTC."""
        return None if value is None else _EPOCH + value * _TICK


class Day(TypeDecorator[date]):
    """A date, stored as ISO 8601 text."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """As ISO 8601 text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        """As a date."""
        return None if value is None else date.fromisoformat(value)


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


def text_or_bytes(kept: bytes) -> str | bytes:
    """Decodes SQLite text; invalid UTF-8 stays bytes, which text columns reject."""
    try:
        return kept.decode()
    except UnicodeDecodeError:
        return kept


def told(column: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether an instant is in the supported range; in SQLite, text and bytes compare greater than any number."""
    kept = type_coerce(column, BigInteger)
    return kept.between(FIRST, LAST) & (cast(kept, BigInteger) == kept)


def python_type(of: TypeEngine[Any]) -> type | None:
    """The Python type of a column's readable values in SQLite; None if any type is accepted."""
    if isinstance(of, Instant | Integer | Boolean):
        return int
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
        return len(kept) == len("2026-01-01") and bool(date.fromisoformat(kept))
    except ValueError:
        return False


def _is_json(kept: str) -> bool:
    try:
        json.loads(kept)
    except (ValueError, RecursionError):
        return False
    return True
