"""Full-text search for sentences.

A very common word would scan the whole index, so only the newest `BOUND` matches are candidates.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, bindparam, exists, literal_column, select, text

from briefings.store.markings import visible
from briefings.store.markings.spans import moved_all
from briefings.store.sql import one_of
from briefings.store.tables import sentence

BOUND = 400


@dataclass(frozen=True)
class Candidate:
    """A sentence that contains the search terms; `words` are all of its own, divided by blanks."""

    id: int
    analysis: int
    section: int | None
    start: int
    end: int
    words: str

    @cached_property
    def terms(self) -> frozenset[str]:
        """The terms of the sentence."""
        return frozenset(self.words.split())


_COLUMNS = (
    sentence.c.id,
    sentence.c.analysis,
    sentence.c.section,
    sentence.c.start,
    sentence.c.end,
    sentence.c.terms,
)
_SEEN = visible(sentence.c.label)
_AMONG = " AND rowid IN (SELECT id FROM sentence WHERE analysis IN (SELECT value FROM json_each(:within)))"


def sentences_with(
    connection: Connection,
    groups: Sequence[Collection[str]],
    within: Collection[int] | None = None,
    most: int = BOUND,
) -> list[Candidate]:
    """The newest sentences with a term of each group, at most so many; `within` limits the analyses searched."""
    if connection.dialect.name == "sqlite":
        match = " AND ".join("(" + " OR ".join(f'"{term}"' for term in sorted(group)) + ")" for group in groups)
        among = {} if within is None else {"within": json.dumps(sorted(within))}
        query = _in_sqlite(limited=within is not None)
    else:
        match, among = " & ".join(f"({' | '.join(sorted(group))})" for group in groups), {}
        query = _in_postgresql()
        if within is not None:
            query = query.where(one_of(sentence.c.analysis, sorted(within)))
    rows = connection.execute(query, {"match": match, "most": most} | among)
    return moved_all(connection, (Candidate(*row) for row in rows), lambda each: (each.analysis,))


@cache  # a statement takes longer to make than to execute
def _in_sqlite(*, limited: bool) -> Select[Any]:
    rowid: ColumnElement[int] = literal_column("sentence_index.rowid")
    match = text(f"sentence_index MATCH :match{_AMONG if limited else ''}")
    here = exists().where(sentence.c.id == rowid, _SEEN).correlate_except(sentence)
    newest = select(rowid).select_from(text("sentence_index")).where(match, here)
    newest = newest.order_by(rowid.desc()).limit(bindparam("most"))
    return select(*_COLUMNS).where(sentence.c.id.in_(newest.scalar_subquery())).order_by(sentence.c.id.desc())


@cache
def _in_postgresql() -> Select[Any]:
    """The terms stand in the statement itself: by how frequent they are, the server reads back from the newest sentence
    or goes by the index. For a parameter it guesses, at up to a hundred times the cost.
    """
    terms = bindparam("match", type_=String(), literal_execute=True)
    match = text("sentence.terms @@ CAST(:match AS tsquery)").bindparams(terms)
    return select(*_COLUMNS).where(match, _SEEN).order_by(sentence.c.id.desc()).limit(bindparam("most"))
