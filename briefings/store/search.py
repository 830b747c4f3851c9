"""Full-text search for sentences.

A very common word would scan the whole index, so only the newest `BOUND` matches are candidates.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, exists, literal_column, select, text

from briefings.store.markings import hidden, visible
from briefings.store.tables import analysis, sentence

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
        analysis.c.partial,
    )
    seen = visible(sentence.c.label)
    if connection.dialect.name == "sqlite":
        match = " AND ".join("(" + " OR ".join(f'"{term}"' for term in sorted(group)) + ")" for group in groups)
        some = ""
        if within is not None:
            numbers = ", ".join(map(str, sorted(within)))
            some = f" AND rowid IN (SELECT id FROM sentence WHERE analysis IN ({numbers}))"  # noqa: S608
        rowid: ColumnElement[int] = literal_column("sentence_index.rowid")
        newest = select(rowid).select_from(text("sentence_index")).where(text(f"sentence_index MATCH :match{some}"))
        here = exists().where(sentence.c.id == rowid, seen).correlate_except(sentence)
        newest = newest.where(here).order_by(rowid.desc()).limit(BOUND).params(match=match)
        query = select(*columns).join(analysis).where(sentence.c.id.in_(newest.scalar_subquery()))
        query = query.order_by(sentence.c.id.desc())
    else:
        match = " & ".join(f"({' | '.join(sorted(group))})" for group in groups)
        condition = text("sentence.terms @@ CAST(:match AS tsquery)").bindparams(match=match)
        query = select(*columns).join(analysis).where(condition, seen).order_by(sentence.c.id.desc()).limit(BOUND)
        if within is not None:
            query = query.where(sentence.c.analysis.in_(within))
    rows = connection.execute(query).all()
    cuts = hidden(connection, {row.analysis for row in rows if row.partial})
    found = (Candidate(*row[:5], frozenset(row.terms.split())) for row in rows)
    return [cuts.moved(each, each.analysis) for each in found]
