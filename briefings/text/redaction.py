"""A text without the sections that a reader may not see, and one put together from parts read apart. Pure."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, Protocol, TypeVar

from briefings.model.analysis import Actor, Draft, Reference, Section, Statement, Table, TableRow

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
class _Choice:
    """Which findings of a draft stay, by where they begin, and where their starts and ends go."""

    keeps: Callable[[int], bool]
    start: Callable[[int], int]
    end: Callable[[int], int]

    def left(self, found: Iterable[P]) -> tuple[P, ...]:
        """The findings that stay, at their new places."""
        return tuple(self.moved(each) for each in found if self.keeps(each.start))

    def moved(self, each: Any) -> Any:
        """A finding at its new place."""
        start, end = self.place((each.start, each.end))
        return replace(each, start=start, end=end)

    def place(self, span: Place) -> Place:
        """The same for two offsets; an empty span stays empty."""
        start = self.start(span[0])
        return start, max(start, self.end(span[1]))


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The new indexes of sections and references by their old ones."""

    sections: Mapping[int, int]
    references: Mapping[int, int]

    def section(self, index: int | None) -> int | None:
        """A section's new index."""
        return None if index is None else self.sections.get(index)

    def cited(self, indexes: Iterable[int]) -> tuple[int, ...]:
        """The new indexes of the references that stay."""
        return tuple(self.references[each] for each in indexes if each in self.references)

    def likely(self, index: int | None) -> int | None:
        """The new index of the reference that a citation probably means."""
        return None if index is None else self.references.get(index)


def redacted(draft: Draft, cuts: Cuts) -> Draft:
    """The draft without the spans that are cut out, in which nothing refers to what is left if it was read apart."""
    text, at = [], 0
    for start, end in cuts.spans:
        text.append(draft.text[at:start])
        at = end
    words = "".join((*text, draft.text[at:]))
    left = _Choice(lambda offset: not cuts.hides(offset), cuts.shown, cuts.shown)
    return _chosen(replace(draft, text=words, doubts=(), sections=tuple(_counted(draft, cuts))), left)


def _counted(draft: Draft, cuts: Cuts) -> Iterator[Section]:
    """The sections, each with the number of those alike before it that are cut out."""
    hidden: Counter[str] = Counter()
    for each in draft.sections:
        yield replace(each, cut=hidden[_words(each.heading)])
        hidden[_words(each.heading)] += cuts.hides(each.start)


def in_whole(draft: Draft, cuts: Cuts) -> Draft:
    """What was read in a text with cuts, at its places in the whole text."""
    return _chosen(draft, _Choice(lambda _: True, cuts.full, cuts.full_end))


def inside(draft: Draft, spans: Sequence[Place]) -> Draft:
    """What a draft finds within some spans alone, with the references that are cited there."""
    own = Cuts(spans)
    return _chosen(draft, _Choice(own.hides, _same, _same))


def joined(whole: Draft, parts: Sequence[Draft]) -> Draft:
    """Parts of one text that were read apart, at their places in the whole; what is no span is the first part's.

    A reference that several cite is one, and so is an actor with one name.
    """
    sections = sorted({(each.start, at, i) for at, of in enumerate(parts) for i, each in enumerate(of.sections)})
    section_numbers = {(at, i): number for number, (_, at, i) in enumerate(sections)}
    listed = _references_once(parts)
    number = {_reference_key(each): index for index, each in enumerate(listed)}
    renumbered = []
    for at, of in enumerate(parts):
        numbers = _Numbers(
            {i: section_numbers[at, i] for i in range(len(of.sections))},
            {i: number[_reference_key(each)] for i, each in enumerate(of.references)},
        )
        renumbered.append(_renumbered(of, numbers))

    def together(name: str) -> tuple[Any, ...]:
        return tuple(sorted((each for of in renumbered for each in getattr(of, name)), key=lambda each: each.start))

    return replace(
        renumbered[0],
        text=whole.text,
        doubts=whole.doubts,
        sections=tuple(replace(parts[at].sections[i], cut=0) for _, at, i in sections),
        references=tuple(listed),
        actors=_named_alike(renumbered),
        paragraphs=tuple(sorted(span for of in renumbered for span in of.paragraphs)),
        reference_section=next((of.reference_section for of in renumbered if of.reference_section is not None), None),
        sentences=together("sentences"),
        citations=together("citations"),
        mentions=together("mentions"),
        quotations=together("quotations"),
        dates=together("dates"),
        tables=together("tables"),
        blocks=together("blocks"),
        statements=together("statements"),
    )


def _references_once(parts: Sequence[Draft]) -> list[Reference]:
    """The references of all parts, each once, those in a list before those that are links."""
    known: dict[object, Reference] = {}
    for of in parts:
        for each in of.references:
            known.setdefault(_reference_key(each), each)
    return sorted(known.values(), key=lambda each: (each.inline, each.start))


def _same(offset: int) -> int:
    return offset


def _reference_key(of: Reference) -> object:
    """What makes two readings of a reference one: its address if a link made it, or else its place."""
    return of.url if of.inline else (of.start, of.end)


def _named_alike(parts: Sequence[Draft]) -> tuple[Actor, ...]:
    found: dict[tuple[str, str], Actor] = {}
    for each in (actor for of in parts for actor in of.actors):
        before = found.get((each.name, each.kind))
        mentions = sorted({*(before.mentions if before else ()), *each.mentions})
        found[each.name, each.kind] = replace(each, mentions=tuple(mentions))
    return tuple(found.values())


def _chosen(draft: Draft, of: _Choice) -> Draft:
    """The findings that stay, at their new places; a reference stays with its place or a citation of it."""
    cited = {index for each in draft.citations if of.keeps(each.start) for index in each.references}
    stay = [i for i, each in enumerate(draft.sections) if of.keeps(each.start)]
    kept = [i for i, each in enumerate(draft.references) if i in cited or of.keeps(each.start)]
    sections = (draft.sections[i] for i in stay)
    left = replace(
        draft,
        sections=tuple(replace(of.moved(each), body=of.start(each.body)) for each in sections),
        sentences=of.left(draft.sentences),
        references=tuple(of.moved(draft.references[i]) for i in kept),
        citations=of.left(draft.citations),
        mentions=of.left(draft.mentions),
        quotations=of.left(draft.quotations),
        actors=tuple(_actors(draft.actors, of)),
        dates=of.left(draft.dates),
        paragraphs=tuple(of.place(each) for each in draft.paragraphs if of.keeps(each[0])),
        tables=tuple(_table(each, of) for each in draft.tables if of.keeps(each.start)),
        blocks=of.left(draft.blocks),
        statements=tuple(_statement(each, of) for each in draft.statements if of.keeps(each.start)),
    )
    numbers = _Numbers({old: new for new, old in enumerate(stay)}, {old: new for new, old in enumerate(kept)})
    return _renumbered(left, numbers)


def _renumbered(draft: Draft, numbers: _Numbers) -> Draft:
    """The draft whose findings name sections and references by other indexes."""
    return replace(
        draft,
        sentences=tuple(replace(each, section=numbers.section(each.section)) for each in draft.sentences),
        citations=tuple(
            replace(each, references=numbers.cited(each.references), likely=numbers.likely(each.likely))
            for each in draft.citations
        ),
        quotations=tuple(replace(each, references=numbers.cited(each.references)) for each in draft.quotations),
        tables=tuple(replace(each, section=numbers.section(each.section)) for each in draft.tables),
        reference_section=numbers.section(draft.reference_section),
    )


def _actors(found: Iterable[Actor], of: _Choice) -> Iterable[Actor]:
    for each in found:
        left = tuple(of.place(span) for span in each.mentions if of.keeps(span[0]))
        if left:
            yield replace(each, mentions=left)


def _table(each: Table, of: _Choice) -> Table:
    def row(one: TableRow) -> TableRow:
        moved: TableRow = of.moved(one)
        return replace(moved, cells=tuple(map(of.place, one.cells)))

    moved: Table = of.moved(each)
    return replace(
        moved,
        rows=tuple(row(one) for one in each.rows if of.keeps(one.start)),
        header=tuple(tuple(map(of.place, cells)) for cells in each.header),
        caption=of.place(each.caption) if each.caption else None,
    )


def _statement(each: Statement, of: _Choice) -> Statement:
    condition = of.place(each.condition) if each.condition else None
    moved: Statement = of.moved(each)
    return replace(moved, what=of.place(each.what), condition=condition)


# Which spans a marked section takes with it.
def sections_by_key(draft: Draft) -> dict[str, int]:
    """The indexes of the sections by heading without case, behind the number of those alike before it in the whole."""
    seen: Counter[str] = Counter()
    found = {}
    for index, section in enumerate(draft.sections):
        words = _words(section.heading)
        found[f"{seen[words] + section.cut} {words}"] = index
        seen[words] += 1
    return found


def _words(heading: str) -> str:
    return " ".join(heading.casefold().split())


def section_span(draft: Draft, index: int) -> Place:
    """Where a section begins, and where the next one of its level or a higher one does."""
    section, later = draft.sections[index], draft.sections[index + 1 :]
    end = next((each.start for each in later if each.level <= section.level), len(draft.text))
    return section.start, end


def entry_span(draft: Draft, of: Reference) -> Place:
    """Where an entry of the reference list stands, with the blanks behind it."""
    end = of.end
    while end < len(draft.text) and draft.text[end].isspace():
        end += 1
    return of.start, end
