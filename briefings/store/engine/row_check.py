"""Checks which rows have readable values in certain columns, and why others don't."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import JSON

from briefings.store.engine.column_types import check_of, python_type

LONGEST = 40  # characters of a bad value that are told


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

    def faults(self, rows: Iterable[Sequence[Any]]) -> Iterator[tuple[Sequence[Any], Any, str]]:
        """The unreadable rows, each with the column and the reason."""
        for row in rows:
            if fault := self.fault(row):
                yield row, *fault


def shortened(value: object) -> str:
    """A value shortened to one line."""
    told = repr(value) if isinstance(value, bytes) else str(value)
    return told if len(told) <= LONGEST else f"{told[:LONGEST]}…"
