"""The vectors of sentences, those of up to 256 of a text in one row."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from struct import iter_unpack, pack
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, func, insert, select

from briefings.store.analyses import Stamp
from briefings.store.markings import hidden, unrestricted, visible
from briefings.store.sql import grouped_ids, ids_in, one_of, readable
from briefings.store.tables import analysis, sentence_vectors

_TOGETHER = 256  # sentences in a row
_SPAN, _VECTOR = 8, 192  # bytes of each, the second as `briefings.meaning.codes` packs them
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class VectorPart:
    """The vectors of some sentences of a revision, with where these stand in its whole text."""

    id: int
    analysis: int
    revision: int
    spans: tuple[Span, ...]
    vectors: bytes

    def vector(self, index: int) -> bytes:
        """The vector of one of the sentences."""
        size = len(self.vectors) // len(self.spans)
        return self.vectors[index * size : (index + 1) * size]


_COLUMNS = tuple(sentence_vectors.c[each] for each in ("id", "analysis", "revision", "spans", "vectors"))
_SEEN = visible(analysis.c.label)
# A row with a vector for each of its spans; others are damaged and made anew.
_WHOLE = func.length(sentence_vectors.c.vectors) * _SPAN == func.length(sentence_vectors.c.spans) * _VECTOR


@unrestricted
def next_unencoded(connection: Connection, encoder: str, after: int | None) -> int | None:
    """The lowest id of an analysis without whole vectors of an encoder, above another id if one is given."""
    rows = exists().where(sentence_vectors.c.analysis == analysis.c.id)
    query = select(func.min(analysis.c.id)).where(
        ~rows.where(sentence_vectors.c.encoder == encoder) | rows.where(~_WHOLE)
    )
    found: int | None = connection.execute(query if after is None else query.where(analysis.c.id > after)).scalar_one()
    return found


@unrestricted
def put(connection: Connection, stamp: Stamp, encoder: str, spans: Sequence[Span], vectors: Sequence[bytes]) -> None:
    """Stores the vectors of an analysis in the place of others, if its reading is still the current one.

    One without sentences gets a row without vectors.
    """
    current = select(analysis.c.id, analysis.c.revision, analysis.c.reading).where(analysis.c.id == stamp.id)
    held = connection.execute(current.with_for_update()).first()
    if held is None or Stamp(*held) != stamp:
        return
    connection.execute(delete(sentence_vectors).where(sentence_vectors.c.analysis == stamp.id))
    rows = [
        {
            "analysis": stamp.id,
            "revision": stamp.revision,
            "encoder": encoder,
            "spans": _packed(spans[at : at + _TOGETHER]),
            "vectors": b"".join(vectors[at : at + _TOGETHER]),
        }
        for at in range(0, max(1, len(spans)), _TOGETHER)
    ]
    connection.execute(insert(sentence_vectors), rows)


@unrestricted
def packed_parts(connection: Connection, ids: Collection[int]) -> dict[int, bytes]:
    """The vectors in these parts, whoever may see them, for what compares them in memory."""
    query = select(sentence_vectors.c.id, sentence_vectors.c.vectors)
    rows = connection.execute(query.where(one_of(sentence_vectors.c.id, sorted(ids))))
    return {row.id: row.vectors for row in rows}


def seen_parts(connection: Connection, encoder: str, within: Collection[int] | None = None) -> list[int]:
    """The ids of the parts of which the viewer sees something; `within` limits the analyses."""
    query = select(grouped_ids(connection.dialect.name, sentence_vectors.c.id)).join(analysis)
    query = query.where(sentence_vectors.c.encoder == encoder, _WHOLE, _SEEN)
    if within is not None:
        query = query.where(one_of(analysis.c.id, sorted(within)))
    return ids_in(connection.execute(query).scalar_one())


all_parts = unrestricted(seen_parts)  # for the same


def hidden_places(connection: Connection, encoder: str) -> dict[int, list[int]]:
    """The sentences that are hidden from the viewer in parts of which something else isn't, as indexes by part."""
    of = select(analysis.c.id).where(analysis.c.partial, _SEEN)
    cuts = hidden(connection, connection.execute(of).scalars().all())
    if not cuts.analyses:
        return {}
    query = select(*_COLUMNS).join(analysis).where(sentence_vectors.c.encoder == encoder, _WHOLE, _SEEN)
    rows = connection.execute(query.where(one_of(sentence_vectors.c.analysis, sorted(cuts.analyses)))).all()
    found: dict[int, list[int]] = {}
    for each in _readable(rows):
        cut = cuts.of(each.analysis, each.revision)
        inside = [at for at, (start, _) in enumerate(each.spans) if cut.hides(start)]
        found |= {each.id: inside} if inside else {}
    return found


def load(connection: Connection, ids: Collection[int]) -> dict[int, VectorPart]:
    """Parts by id, without those that the viewer may not see."""
    query = select(*_COLUMNS).join(analysis).where(one_of(sentence_vectors.c.id, sorted(ids)), _WHOLE, _SEEN)
    return {each.id: each for each in _readable(connection.execute(query).all())}


def _readable(rows: Sequence[Any]) -> Iterator[VectorPart]:
    return iter(readable(rows, _part, "sentence_vectors"))


def _part(row: Row[Any]) -> VectorPart:
    spans = tuple(iter_unpack("<II", row.spans))
    return VectorPart(row.id, row.analysis, row.revision, spans, row.vectors)


def _packed(spans: Sequence[Span]) -> bytes:
    return pack(f"<{2 * len(spans)}I", *chain.from_iterable(spans))
