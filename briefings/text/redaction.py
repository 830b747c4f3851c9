"""A draft without the sections that a reader may not see, and the places of what is left. Pure."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, Protocol, Self, TypeVar

from briefings.model.analysis import Actor, Citation, Draft, Quotation, Reference, Statement, Table, TableRow

Place = tuple[int, int]


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


P = TypeVar("P", bound=_Placed)


class Cuts:
    """The spans that are cut out of a text. Offsets of the whole text are `full`, those of what is left `shown`."""

    def __init__(self, spans: Iterable[Place]) -> None:
        self.spans = _joined(spans)
        self._starts = [start for start, _ in self.spans]
        self._lengths = [0, *accumulate(end - start for start, end in self.spans)]
        self._gaps = [start - before for (start, _), before in zip(self.spans, self._lengths, strict=False)]

    def hides(self, start: int) -> bool:
        """Whether what begins at an offset of the whole text is cut out."""
        before = bisect_right(self._starts, start)
        return before > 0 and start < self.spans[before - 1][1]

    def shown(self, full: int) -> int:
        """The offset in what is left; of one that is cut out, where the cut is."""
        before = bisect_right(self._starts, full)
        if before and full < self.spans[before - 1][1]:
            return self.spans[before - 1][0] - self._lengths[before - 1]
        return full - self._lengths[before]

    def full(self, shown: int) -> int:
        """The offset in the whole text."""
        return shown + self._lengths[bisect_right(self._gaps, shown)]

    def full_end(self, shown: int) -> int:
        """The end of a span in the whole text: in front of a cut, not behind it."""
        return self.full(shown - 1) + 1 if shown else 0

    def moved(self, each: Any) -> Any:
        """A span of any kind at its place in what is left."""
        return replace(each, start=self.shown(each.start), end=self.shown(each.end))

    def place(self, span: Place) -> Place:
        """The same for two offsets."""
        return self.shown(span[0]), self.shown(span[1])


def _joined(spans: Iterable[Place]) -> list[Place]:
    """The spans in order, with those that touch made one."""
    found: list[Place] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        elif start < end:
            found.append((start, end))
    return found


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The new indexes of sections and references by their old ones."""

    sections: dict[int, int]
    references: dict[int, int]

    @classmethod
    def of(cls, draft: Draft, cuts: Cuts, kept: Sequence[int]) -> Self:
        """`kept` are the indexes of the references that stay."""
        stay = [index for index, each in enumerate(draft.sections) if not cuts.hides(each.start)]
        return cls({old: new for new, old in enumerate(stay)}, {old: new for new, old in enumerate(kept)})

    def section(self, index: int | None) -> int | None:
        """A section's new index."""
        return None if index is None else self.sections.get(index)

    def cited(self, indexes: Iterable[int]) -> tuple[int, ...]:
        """The new indexes of the references that stay."""
        return tuple(self.references[each] for each in indexes if each in self.references)


def redacted(draft: Draft, cuts: Cuts) -> Draft:
    """The draft as it would be without the spans that are cut out."""
    text, at = [], 0
    for start, end in cuts.spans:
        text.append(draft.text[at:start])
        at = end
    citations = _left(draft.citations, cuts)
    cited = {index for each in citations for index in each.references}
    kept = [i for i, each in enumerate(draft.references) if i in cited or not cuts.hides(each.start)]
    numbers = _Numbers.of(draft, cuts, kept)
    return replace(
        draft,
        text="".join((*text, draft.text[at:])),
        sections=tuple(replace(cuts.moved(s), body=cuts.shown(s.body)) for s in _left(draft.sections, cuts)),
        sentences=tuple(
            replace(cuts.moved(s), section=numbers.section(s.section)) for s in _left(draft.sentences, cuts)
        ),
        references=tuple(_reference(draft.references[i], i, citations, cuts) for i in kept),
        citations=tuple(_citation(each, numbers, cuts) for each in citations),
        mentions=_moved(draft.mentions, cuts),
        quotations=tuple(_quotation(each, numbers, cuts) for each in _left(draft.quotations, cuts)),
        actors=tuple(_actors(draft.actors, cuts)),
        dates=_moved(draft.dates, cuts),
        paragraphs=tuple(cuts.place(each) for each in draft.paragraphs if not cuts.hides(each[0])),
        reference_section=numbers.section(draft.reference_section),
        doubts=(),
        tables=tuple(_table(each, numbers, cuts) for each in _left(draft.tables, cuts)),
        blocks=_moved(draft.blocks, cuts),
        statements=tuple(_statement(each, cuts) for each in _left(draft.statements, cuts)),
    )


def _left(found: Iterable[P], cuts: Cuts) -> list[P]:
    return [each for each in found if not cuts.hides(each.start)]


def _moved(found: Iterable[P], cuts: Cuts) -> tuple[P, ...]:
    return tuple(cuts.moved(each) for each in _left(found, cuts))


def _reference(of: Reference, index: int, citations: Sequence[Citation], cuts: Cuts) -> Reference:
    """A reference at its place; one whose own place is cut out stands where it is cited first."""
    if not cuts.hides(of.start):
        return cuts.moved(of)  # type: ignore[no-any-return]
    first = next(each for each in citations if index in each.references)
    return replace(of, start=cuts.shown(first.start), end=cuts.shown(first.end))


def _citation(of: Citation, numbers: _Numbers, cuts: Cuts) -> Citation:
    likely = None if of.likely is None else numbers.references.get(of.likely)
    moved: Citation = cuts.moved(of)
    return replace(moved, references=numbers.cited(of.references), likely=likely)


def _quotation(of: Quotation, numbers: _Numbers, cuts: Cuts) -> Quotation:
    moved: Quotation = cuts.moved(of)
    return replace(moved, references=numbers.cited(of.references))


def _actors(found: Iterable[Actor], cuts: Cuts) -> Iterable[Actor]:
    for each in found:
        left = tuple(cuts.place(span) for span in each.mentions if not cuts.hides(span[0]))
        if left:
            yield replace(each, mentions=left)


def _table(of: Table, numbers: _Numbers, cuts: Cuts) -> Table:
    def row(of: TableRow) -> TableRow:
        moved: TableRow = cuts.moved(of)
        return replace(moved, cells=tuple(map(cuts.place, of.cells)))

    moved: Table = cuts.moved(of)
    return replace(
        moved,
        section=numbers.section(of.section),
        rows=tuple(row(each) for each in _left(of.rows, cuts)),
        header=tuple(tuple(map(cuts.place, cells)) for cells in of.header),
        caption=cuts.place(of.caption) if of.caption else None,
    )


def _statement(of: Statement, cuts: Cuts) -> Statement:
    condition = cuts.place(of.condition) if of.condition else None
    moved: Statement = cuts.moved(of)
    return replace(moved, what=cuts.place(of.what), condition=condition)


# Which spans a marked section takes with it.
def sections_by_key(draft: Draft) -> dict[str, int]:
    """The indexes of the sections by heading without case, behind the number of those alike before it."""
    seen: Counter[str] = Counter()
    found = {}
    for index, section in enumerate(draft.sections):
        words = " ".join(section.heading.casefold().split())
        found[f"{seen[words]} {words}"] = index
        seen[words] += 1
    return found


def section_span(draft: Draft, index: int) -> Place:
    """Where a section begins, and where the next one of its level or a higher one does."""
    section, later = draft.sections[index], draft.sections[index + 1 :]
    end = next((each.start for each in later if each.level <= section.level), len(draft.text))
    return section.start, end


def sources_of(draft: Draft, span: Place) -> list[Place]:
    """The entries of the reference list that nothing outside a span cites, each with the blanks behind it.

    An entry that nothing cites at all may belong to a citation inside that wasn't recognised.
    """
    outside = {each for of in draft.citations if not span[0] <= of.start < span[1] for each in of.references}
    inside = [index for index in range(len(draft.references)) if index not in outside]
    return [_entry(draft, draft.references[index]) for index in inside]


def _entry(draft: Draft, of: Reference) -> Place:
    end = of.end
    while end < len(draft.text) and draft.text[end].isspace():
        end += 1
    return of.start, end
