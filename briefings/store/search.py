"""Full-text search for sentences.

A very common word would scan the whole index, so only the newest `BOUND` matches are candidates.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    Boolean,
    Connection,
    Integer,
    Select,
    String,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
    text,
    union_all,
)

from briefings.model.marking import viewer
from briefings.store.markings import visible
from briefings.store.markings.spans import moved_all
from briefings.store.sql import grouped_ids, ids_in, one_of
from briefings.store.tables import INDEXED_TERMS, label, sentence

BOUND = 400
LARGE = 100_000  # sentences from which on the newest are looked through first
_SHARES = (64, 24, 8)  # of them: first the newest sixty-fourth, and so on


@dataclass(frozen=True)
class Candidate:
    """A sentence that contains the search terms; `words` are all of its own, each once, divided by blanks."""

    id: int
    analysis: int
    section: int | None
    start: int
    end: int
    words: str

    @cached_property
    def terms(self) -> frozenset[str]:
        """The search terms of the sentence, each once."""
        return frozenset(self.words.split())

    @property
    def length(self) -> int:
        """How many terms the sentence has."""
        return self.words.count(" ") + 1

    def has(self, group: Iterable[str]) -> bool:
        """Whether the sentence has one of these terms; nearly all candidates are asked this alone, and never split."""
        padded = f" {self.words} "
        return any(f" {term} " in padded for term in group)


_COLUMNS = (
    sentence.c.id,
    sentence.c.analysis,
    sentence.c.section,
    sentence.c.start,
    sentence.c.end,
    sentence.c.terms,
)
_SEEN = visible(sentence.c.label)
_BEGINS, _ENDS = chr(57344), chr(57345)  # around a label in SQLite's index, as its triggers write it; no word has them
_Lookup = tuple[Any, dict[str, Any]]  # a statement and its values
_AMONG = (
    " AND sentence_index.rowid IN (SELECT id FROM sentence WHERE analysis IN (SELECT value FROM json_each(:within)))"
)


class SentenceIndex:
    """The index of sentences for the viewer, for the lookups of one step.

    Terms stand there behind the label of their sentence, and only those behind labels that the viewer sees are looked
    for: so hidden sentences with a word take no time, which would tell of them.
    """

    def __init__(self, connection: Connection, large: int = LARGE) -> None:
        """In a library of more than `large` sentences, PostgreSQL looks through the newest first."""
        self._connection, self._is_sqlite = connection, connection.dialect.name == "sqlite"
        newest, labels = connection.execute(_reach(connection.dialect.name)).one()
        self._unmarked, self._labels = viewer().sees(None), ids_in(labels)
        self._newest: int = newest if newest and newest > large else 0

    def sentences_with(
        self, groups: Sequence[Collection[str]], within: Collection[int] | None = None, most: int = BOUND
    ) -> list[Candidate]:
        """The newest sentences with a term of each group, at most so many; `within` limits the analyses searched."""
        if not (self._unmarked or self._labels):
            return []
        query, values = (self._on_sqlite if self._is_sqlite else self._on_postgresql)(groups, within)
        rows = self._connection.execute(query, values | {"most": most})
        return moved_all(self._connection, (Candidate(*row) for row in rows), lambda each: (each.analysis,))

    def _on_sqlite(self, groups: Sequence[Collection[str]], within: Collection[int] | None) -> _Lookup:
        heads = [""] * self._unmarked + [f"{_BEGINS}{each}{_ENDS}" for each in self._labels]
        either = (" OR ".join(f'"{head}{term}"' for head in heads for term in sorted(group)) for group in groups)
        values = {"match": " AND ".join(f"({each})" for each in either)}
        if within is not None:
            values["within"] = json.dumps(sorted(within))
        return _in_sqlite(limited=within is not None), values

    def _on_postgresql(self, groups: Sequence[Collection[str]], within: Collection[int] | None) -> _Lookup:
        heads = [""] * self._unmarked + [f"{each}:" for each in self._labels]
        either = (" | ".join(f"'{head}{term}'" for head in heads for term in sorted(group)) for group in groups)
        values: dict[str, Any] = {"match": " & ".join(f"({each})" for each in either)}
        values |= {"labels": f"{{{','.join(map(str, self._labels))}}}", "unmarked": self._unmarked}
        if within is not None:
            return _in_postgresql(by_share=False).where(one_of(sentence.c.analysis, sorted(within))), values
        if self._newest and len(groups) == 1:
            values |= {f"end{share}": self._newest - self._newest // share for share in _SHARES}
        return _in_postgresql(by_share=self._newest > 0 and len(groups) == 1), values


@cache
def _reach(dialect: str) -> Select[Any]:
    """The newest sentence, whoever may see it, and the labels that the viewer sees."""
    newest: Select[Any] = select(func.max(literal_column("sentence.id"))).select_from(text("sentence"))  # of no text
    seen = select(grouped_ids(dialect, label.c.id)).where(visible(label.c.id), label.c.id > 0)
    return select(newest.scalar_subquery(), seen.scalar_subquery())


@cache  # a statement takes longer to make than to execute
def _in_sqlite(*, limited: bool) -> Select[Any]:
    """The index gives the newest first, and each sentence is read once."""
    index = table("sentence_index", column("rowid", Integer))
    match = text(f"sentence_index MATCH :match{_AMONG if limited else ''}")
    found = select(*_COLUMNS).select_from(index.join(sentence, sentence.c.id == index.c.rowid)).where(match, _SEEN)
    return found.order_by(index.c.rowid.desc()).limit(bindparam("most"))


_MOST = bindparam("most", type_=Integer(), literal_execute=True)


def _with_terms() -> Select[Any]:
    """Terms, labels and the limit stand in the statement itself: by how frequent the terms are, the server reads back
    from the newest sentence or goes by the index. For parameters it guesses, at up to a hundred times the cost.

    The labels are there once more because comparing them is cheap, so it comes before other conditions.
    """
    match = text(
        "(sentence.label IS NULL AND :unmarked OR sentence.label = ANY (CAST(:labels AS bigint[])))"
        f" AND {INDEXED_TERMS} @@ CAST(:match AS tsquery)"
    )
    match = match.bindparams(
        bindparam("unmarked", type_=Boolean(), literal_execute=True),
        *(bindparam(each, type_=String(), literal_execute=True) for each in ("labels", "match")),
    )
    return select(*_COLUMNS).where(match, _SEEN).order_by(sentence.c.id.desc()).limit(_MOST)


@cache
def _in_postgresql(*, by_share: bool) -> Any:
    """With shares, the newest sentences with a word first, and others only if there are too few.

    The index of terms finds all that have it, of which each stands on another page; the index of blocks of ids leaves
    only pages of one share. Several words are looked for at once: finding those that have all takes longest.
    """
    query = _with_terms()
    if not by_share:
        return query
    ends = [bindparam(f"end{share}", type_=Integer(), literal_execute=True) for share in _SHARES]
    id_, without_index = sentence.c.id, sentence.c.id + 0
    between = ((id_ > end) & (id_ <= before) for before, end in pairwise(ends))
    shares = (id_ > ends[0], *between, without_index <= ends[-1])
    return union_all(*(query.where(share) for share in shares)).limit(_MOST)
