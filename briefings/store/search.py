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
from briefings.store.sql import one_of
from briefings.store.tables import label, sentence

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
_LABELS = select(label.c.id).where(visible(label.c.id), label.c.id > 0).order_by(label.c.id)
_AMONG = (
    " AND sentence_index.rowid IN (SELECT id FROM sentence WHERE analysis IN (SELECT value FROM json_each(:within)))"
)


def sentences_with(
    connection: Connection,
    groups: Sequence[Collection[str]],
    within: Collection[int] | None = None,
    most: int = BOUND,
    large: int = LARGE,
) -> list[Candidate]:
    """The newest sentences with a term of each group, at most so many; `within` limits the analyses searched.

    In a library of more than `large` sentences, PostgreSQL looks through the newest first.
    """
    values: dict[str, Any] = {"most": most}
    if connection.dialect.name == "sqlite":
        query: Any = _in_sqlite(limited=within is not None)
        heads = _label_heads(connection)
        if not heads:
            return []
        values["match"] = " AND ".join(
            "(" + " OR ".join(f'"{head}{term}"' for head in heads for term in sorted(group)) + ")" for group in groups
        )
        values |= {} if within is None else {"within": json.dumps(sorted(within))}
    else:
        ends = _ends(connection, large) if within is None and len(groups) == 1 else {}
        query = _in_postgresql(by_share=bool(ends))
        values |= {"match": " & ".join(f"({' | '.join(sorted(group))})" for group in groups)} | ends
        if within is not None:
            query = query.where(one_of(sentence.c.analysis, sorted(within)))
    rows = connection.execute(query, values)
    return moved_all(connection, (Candidate(*row) for row in rows), lambda each: (each.analysis,))


def _label_heads(connection: Connection) -> list[str]:
    """What stands before the terms of the sentences that the viewer sees, in SQLite's index; "" if unmarked."""
    marked = [f"{_BEGINS}{id_}{_ENDS}" for id_ in connection.execute(_LABELS).scalars()]
    return ["", *marked] if viewer().sees(None) else marked


@cache  # a statement takes longer to make than to execute
def _in_sqlite(*, limited: bool) -> Select[Any]:
    """The index gives the newest first, and each sentence is read once."""
    index = table("sentence_index", column("rowid", Integer))
    match = text(f"sentence_index MATCH :match{_AMONG if limited else ''}")
    found = select(*_COLUMNS).select_from(index.join(sentence, sentence.c.id == index.c.rowid)).where(match, _SEEN)
    return found.order_by(index.c.rowid.desc()).limit(bindparam("most"))


_LAST: Select[Any] = select(func.max(literal_column("sentence.id"))).select_from(text("sentence"))  # of no text


def _ends(connection: Connection, large: int) -> dict[str, int]:
    """The ids behind which the newest sentences of a large library are, by share."""
    newest: int = connection.execute(_LAST).scalar_one() or 0
    return {f"end{share}": newest - newest // share for share in _SHARES} if newest > large else {}


def _with_terms() -> Select[Any]:
    """The terms stand in the statement itself: by how frequent they are, the server reads back from the newest sentence
    or goes by the index. For a parameter it guesses, at up to a hundred times the cost.
    """
    terms = bindparam("match", type_=String(), literal_execute=True)
    match = text("sentence.terms @@ CAST(:match AS tsquery)").bindparams(terms)
    return select(*_COLUMNS).where(match, _SEEN).order_by(sentence.c.id.desc()).limit(bindparam("most"))


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
    return union_all(*(query.where(share) for share in shares)).limit(bindparam("most"))
