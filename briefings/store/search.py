"""Full-text search for sentences.

A very common word would scan the whole index, so only the newest `BOUND` matches are candidates.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, literal_column, select, text

from briefings.store.tables import sentence

BOUND = 400


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that contains the search terms; `terms` are all of its own."""

    id: int
    analysis: int
    section: int | None
    start: int
    end: int
    terms: frozenset[str]


def sentences_with(
    connection: Connection, groups: Sequence[Collection[str]], within: Collection[int] | None = None
) -> list[Candidate]:
    """The newest sentences with a term of each group, at most BOUND; `within` limits the analyses searched."""
    columns = (
        sentence.c.id,
        sentence.c.analysis,
        sentence.c.section,
        sentence.c.start,
        sentence.c.end,
        sentence.c.terms,
    )
    if connection.dialect.name == "sqlite":
        match = " AND ".join("(" + " OR ".join(f'"{term}"' for term in sorted(group)) + ")" for group in groups)
        some = ""
        if within is not None:
            numbers = ", ".join(map(str, sorted(within)))
            some = f" AND rowid IN (SELECT id FROM sentence WHERE analysis IN ({numbers}))"  # noqa: S608
        matches = f"SELECT rowid FROM sentence_index WHERE sentence_index MATCH :match{some}"  # noqa: S608
        newest = text(f"{matches} ORDER BY rowid DESC LIMIT {BOUND}").bindparams(match=match)
        query = select(*columns).where(sentence.c.id.in_(newest.columns(literal_column("rowid")).scalar_subquery()))
        query = query.order_by(sentence.c.id.desc())
    else:
        match = " & ".join(f"({' | '.join(sorted(group))})" for group in groups)
        condition = text("sentence.terms @@ CAST(:match AS tsquery)").bindparams(match=match)
        query = select(*columns).where(condition).order_by(sentence.c.id.desc()).limit(BOUND)
        if within is not None:
            query = query.where(sentence.c.analysis.in_(within))
    rows = connection.execute(query)
    return [Candidate(*row[:5], frozenset(row.terms.split())) for row in rows]
