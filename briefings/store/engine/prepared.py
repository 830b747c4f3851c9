"""Statements that are executed again and again, by the database's driver itself.

SQLAlchemy works out for each execution what the parameters and columns of a statement need, which takes five times as
long as the driver does. Here that is worked out once for each statement; what is executed rarely is left to SQLAlchemy.
"""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import BindParameter, CompoundSelect, Connection, Dialect, Engine, Select, TextClause
from sqlalchemy.engine import IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import TypeEngine

from briefings.store.sql import RowCheck, check_of_results

Process = Callable[[Any], Any] | None  # what makes a parameter of a value, or a value of what was stored

_PLAIN = (Select, CompoundSelect, UpdateBase, TextClause)
_SEVERAL = 2  # keys from which `itemgetter` gives a tuple
_OFTEN = 8  # executions after which a statement is prepared; most others are made anew each time


class Fetched(NamedTuple):
    """What a driver returned: name and type of each column, all rows, and how many were changed."""

    columns: Sequence[Sequence[Any]]
    rows: Sequence[Any]
    rowcount: int


class Asked(NamedTuple):
    """What a driver is asked: SQL, its values, and how the rows of a query are described where that is known."""

    said: str
    values: Sequence[Any]
    columns: Sequence[Sequence[Any]] = ()


Fetch = Callable[[Asked], Fetched]
SendMany = Callable[[str, Sequence[Sequence[Any]]], int]  # returns how many rows were changed, -1 if that isn't known


class PreparedResult(IteratorResult[Any]):
    """The rows of a prepared statement, and how many it changed; the key of a row that it inserted is not known."""

    def __init__(self, names: SimpleResultMetaData, rows: Sequence[Any], rowcount: int) -> None:
        super().__init__(names, iter(rows))
        self.rowcount = rowcount


class _Parameters:
    """The parameters of a statement: each value is given by its name, or stands in the statement."""

    def __init__(self, elements: Mapping[str, BindParameter[Any]], order: Sequence[str], dialect: Dialect) -> None:
        """`order` names the parameters in the places where they stand, some of them in several."""
        self._order = order
        self._each = {
            name: (each.key, each, each.type.dialect_impl(dialect).bind_processor(dialect))
            for name, each in elements.items()
            if name in order
        }

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        """The values in their places. Raises KeyError if one has to be given and isn't."""
        values = {}
        for name, (key, element, process) in self._each.items():
            if key in given:
                value = given[key]
            elif element.required:
                raise KeyError(key)
            else:
                value = element.effective_value
            values[name] = process(value) if process else value
        return [values[name] for name in self._order]

    def of_each(self, given: Sequence[Mapping[str, Any]]) -> list[Sequence[Any]]:
        """The values of each row in their places. Raises KeyError."""
        keys = [self._each[name][0] for name in self._order]
        if len(keys) < _SEVERAL or any(process or key not in given[0] for key, _, process in self._each.values()):
            return [self.values(each) for each in given]
        return list(map(itemgetter(*keys), given))


class _Columns:
    """The columns of a result: their names, and how their values are checked and read."""

    def __init__(self, described: Sequence[Sequence[Any]], check: RowCheck, dialect: Dialect) -> None:
        self.names, self._check = SimpleResultMetaData([each[0] for each in described]), check
        kinds = [getattr(each[1], "oid", each[1]) for each in described] if check.columns else ()
        made = (_result_process(each.type, dialect, kind) for each, kind in zip(check.columns, kinds, strict=True))
        self._processes = [(place, process) for place, process in enumerate(made) if process]

    def read(self, rows: Sequence[Any], lost: list[Any] | None) -> Sequence[Any]:
        """The rows that can be read, with their values; the first columns of the others are added to `lost`."""
        self._check.guard()
        if not self._check.idle:
            rows = self._check.readable(rows, lost)
        return [self._row(row) for row in rows] if self._processes else rows

    def _row(self, row: Sequence[Any]) -> tuple[Any, ...]:
        values = list(row)
        for place, process in self._processes:
            values[place] = process(values[place])
        return tuple(values)


def _result_process(of: TypeEngine[Any], dialect: Dialect, kind: object) -> Process:
    return of.dialect_impl(dialect).result_processor(dialect, kind)


class _Statement:
    """A statement, prepared for parameters of certain names."""

    def __init__(self, statement: Any, keys: frozenset[str], dialect: Dialect, *, many: bool = False) -> None:
        """`many` is a statement that is executed for many rows at once, and returns none.

        Raises ValueError for a statement of which SQLAlchemy makes more than one that it sends as it is.
        """
        self._compiled = compiled = statement.compile(dialect=dialect, column_keys=sorted(keys), for_executemany=many)
        if not _is_plain(compiled) or (many and compiled.effective_returning):
            raise ValueError("what is sent depends on the values")
        self._keys, self._dialect, self._said = keys, dialect, str(compiled)
        self._parameters = _Parameters(compiled.binds, compiled.positiontup or (), dialect)
        self._columns: _Columns | None = None
        self._description: Sequence[Sequence[Any]] = ()  # of a query's rows, once it was executed

    def execute(self, fetch: Fetch, given: Mapping[str, Any], lost: list[Any] | None = None) -> PreparedResult | None:
        """The result; None for other parameters than it was prepared for. Raises DBAPIError and UnguardedQuery.

        The first columns of rows that can't be read are added to `lost`.
        """
        if given.keys() != self._keys:
            return None
        described, rows, rowcount = fetch(self.asked(given))
        columns = self._columns or self._described(described)
        return PreparedResult(columns.names, columns.read(rows, lost), rowcount)

    def asked(self, given: Mapping[str, Any]) -> Asked:
        """What the driver is asked with these parameters. Raises KeyError."""
        return Asked(self._said, self._parameters.values(given), self._description)

    def execute_many(self, send: SendMany, given: Sequence[Mapping[str, Any]]) -> PreparedResult | None:
        """How many rows were changed; None for other parameters than it was prepared for. Raises DBAPIError."""
        if given[0].keys() != self._keys:  # SQLAlchemy too takes the first row's for those of all
            return None
        return PreparedResult(SimpleResultMetaData(()), (), send(self._said, self._parameters.of_each(given)))

    def _described(self, described: Sequence[Sequence[Any]]) -> _Columns:
        typed = self._dialect.name != "sqlite"
        check = check_of_results(self._compiled, len(described), typed=typed)
        self._columns = _Columns(described, check, self._dialect)
        if getattr(self._compiled.statement, "is_select", False):
            self._description = described
        return self._columns


def _is_plain(compiled: Any) -> bool:
    """Whether a statement is sent as it was compiled, with the given values and no others."""
    expanded = compiled.literal_execute_params or compiled.post_compile_params or compiled.escaped_bind_names
    added = compiled.insert_prefetch or compiled.update_prefetch or compiled.implicit_returning
    return not (expanded or added)


class Statements:
    """The statements that a connection executes, and those that are prepared for it."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known: WeakKeyDictionary[Any, int | _Statement | None] = WeakKeyDictionary()
        self._known_for_many: WeakKeyDictionary[Any, int | _Statement | None] = WeakKeyDictionary()

    def prepared(self, statement: Any, given: Mapping[str, Any], *, many: bool = False) -> _Statement | None:
        """A statement if it is executed often and can be prepared; counts this execution."""
        all_known = self._known_for_many if many else self._known
        known = all_known.get(statement, 0)
        if not isinstance(known, int):
            return known
        made = known + 1 if known < _OFTEN else _made(statement, frozenset(given), self._dialect, many=many)
        all_known[statement] = made
        return None


def _made(statement: Any, keys: frozenset[str], dialect: Dialect, *, many: bool) -> _Statement | None:
    if not isinstance(statement, UpdateBase if many else _PLAIN) or statement.get_execution_options():
        return None
    try:
        return _Statement(statement, keys, dialect, many=many)
    except ValueError:
        return None


class PreparedConnection(Connection):
    """A connection that prepares what it often executes in a transaction.

    While somebody listens to the statements of its engine, SQLAlchemy executes all of them.
    """

    def __init__(self, engine: Engine, statements: Statements) -> None:
        super().__init__(engine)
        self._statements = statements

    def execute(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """See `Connection.execute`."""
        lost = execution_options["lost"] if execution_options and execution_options.keys() == {"lost"} else None
        if (lost is not None or not execution_options) and self._is_quiet():
            rows = parameters if isinstance(parameters, list) and parameters else [parameters or {}]
            if (result := self._executed(statement, rows, lost)) is not None:
                return result
        return super().execute(statement, parameters, execution_options=execution_options)

    def _executed(self, statement: Any, rows: Sequence[Any], lost: list[Any] | None) -> PreparedResult | None:
        """The result of a prepared statement; None if it isn't prepared for these parameters."""
        if not isinstance(rows[0], Mapping):
            return None
        many = len(rows) > 1
        prepared = self._statements.prepared(statement, rows[0], many=many)
        if prepared is None:
            return None
        return prepared.execute_many(self._send_many, rows) if many else prepared.execute(self._fetch, rows[0], lost)

    def _is_quiet(self) -> bool:
        return self.in_transaction() and not self.dispatch.before_cursor_execute

    @abstractmethod
    def _fetch(self, asked: Asked) -> Fetched:
        """Executes SQL by the driver. Raises DBAPIError."""

    @abstractmethod
    def _send_many(self, said: str, rows: Sequence[Sequence[Any]]) -> int:
        """Executes SQL that returns nothing for each of many rows by the driver. Raises DBAPIError."""
