"""Sentences by what they mean: encodes stored texts in the background, and finds those nearest to a question."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from briefings.errors import Damaged
from briefings.library.passages import parts_of
from briefings.meaning import Encoder
from briefings.model.analysis import Analysis, Draft
from briefings.model.marking import SYSTEM, viewing
from briefings.model.table_rows import row_passage, rows
from briefings.store import Connection, Store, analyses, vectors
from briefings.store.analyses import Stamp
from briefings.store.markings import moved_all

if TYPE_CHECKING:
    from briefings.meaning.scan import Scan

_AT_ONCE = 16  # sentences; a question waits for so many that are encoded in the background
_PATIENCE = 0.5  # seconds that a question waits for the encoder to load
_CLOSEST = 50
_ROUGHLY = 4  # times as many are compared by their whole vectors as are wanted
_PARTS = 500  # that are read from the database at a time


@dataclass(frozen=True, slots=True)
class CloseSentence:
    """A sentence near to a question, where it stands for the viewer; `score` is the cosine of both, up to 1."""

    analysis: int
    revision: int
    start: int
    end: int
    score: float


class Meaning:
    """The vectors of the sentences in a store."""

    def __init__(self, store: Store, encoder: Encoder | None) -> None:
        """Without an encoder, nothing is encoded and nothing found."""
        self._store, self.encoder = store, encoder
        self._last: int | None = None  # the analysis that was encoded last
        self._scan: Scan | None = None

    async def encode_next(self) -> bool:
        """Encodes the sentences of a text that has no vectors. Raises OSError.

        False if none is left; then what the next question would wait for is loaded.
        """
        if self.encoder is None:
            return False
        name, after = self.encoder.name, self._last
        self._last = id_ = await self._store.read(lambda connection: vectors.next_unencoded(connection, name, after))
        if id_ is None:
            await self.encoder.encode([])
            await self._store.read(self._scan_of)
            return False
        with viewing(SYSTEM), suppress(Damaged):
            if found := await self._store.read(lambda connection: analyses.load(connection, id_)):
                await self._encode(self.encoder, *found)
        return True

    async def _encode(self, encoder: Encoder, stamp: Stamp, analysis: Analysis) -> None:
        spans, words = _sentences(analysis.draft)
        made: list[bytes] = []
        for at in range(0, len(words), _AT_ONCE):
            made += await encoder.encode(words[at : at + _AT_ONCE]) or ()
        put = partial(vectors.put, stamp=stamp, encoder=encoder.name, spans=spans, vectors=made)
        await self._store.write(put, durable=False, bookkeeping=True)

    async def closest(
        self, questions: Sequence[str], most: int = _CLOSEST, within: Collection[int] | None = None
    ) -> list[CloseSentence]:
        """The sentences nearest to a question, which may be worded in several ways; nearest first.

        `within` limits the analyses. None are found without an encoder, or before it has loaded: that takes a second or
        two, of which half a second is waited for.
        """
        if self.encoder is None or not questions:
            return []
        with suppress(OSError):
            if asked := await self.encoder.encode(questions, within=_PATIENCE):
                return await self._store.read(lambda connection: self.closest_to(connection, asked, most, within))
        return []

    def closest_to(
        self,
        connection: Connection,
        asked: Sequence[bytes],
        most: int = _CLOSEST,
        within: Collection[int] | None = None,
    ) -> list[CloseSentence]:
        """The same for the vectors of a question. Sentences that the viewer may not see take no part."""
        from briefings.meaning.codes import similarities  # 0.1 s and 17 MB of numpy, for questions by meaning alone

        name = self._name
        seen, hidden = vectors.seen_parts(connection, name, within), vectors.hidden_places(connection, name)
        places = sorted(self._scan_of(connection).nearest(asked, seen, hidden, most * _ROUGHLY), reverse=True)
        parts = vectors.load(connection, {part for part, _ in places})
        there = [(parts[part], at) for part, at in places if part in parts]
        if not there:
            return []
        scores = similarities(asked, [part.vector(at) for part, at in there]).max(axis=0).tolist()
        found = [
            CloseSentence(part.analysis, part.revision, *part.spans[at], score)
            for (part, at), score in zip(there, scores, strict=True)
        ]
        best = sorted(found, key=lambda each: -each.score)[:most]
        return moved_all(connection, best, lambda each: (each.analysis, each.revision))

    @property
    def _name(self) -> str:
        return self.encoder.name if self.encoder else ""

    def _scan_of(self, connection: Connection) -> "Scan":
        """The vectors in memory, as they are stored now."""
        from briefings.meaning.scan import Scan  # as above: it needs numpy

        # No lock: on PostgreSQL a step waits in the event loop, where another one would wait for the lock.
        scan, stored = self._scan or Scan.empty(), vectors.all_parts(connection, self._name)
        known = set(scan.ids.tolist())
        if known != set(stored):
            new = [each for each in stored if each not in known]
            more = (vectors.packed_parts(connection, new[at : at + _PARTS]) for at in range(0, len(new), _PARTS))
            self._scan = scan = scan.changed(stored, more)
        return scan


def _sentences(draft: Draft) -> tuple[list[vectors.Span], list[str]]:
    """Where the sentences and rows of a text stand, without its reference list, and their words."""
    spans = [(span.start, span.end) for part in parts_of(draft) for span in part.spans]
    listed = [(row.start, row.end, row_passage(draft, table, row)) for table, row in rows(draft)]
    words = [draft.text[start:end] for start, end in spans]
    return spans + [(start, end) for start, end, _ in listed], words + [each for *_, each in listed]
