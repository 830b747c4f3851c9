"""Counts citations by section against the reference list. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from briefings.library.reports.disambiguation import Key, authors_key, called
from briefings.model.analysis import Citation, Draft, Reference, section_at


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A reference and how often it is cited.

    `index` is its position in the reference list, `sections` are the indexes of the sections citing it, and `ambiguous`
    is how many of the `count` citations also fit other references.
    """

    index: int
    reference: Reference
    count: int
    sections: tuple[int, ...]
    ambiguous: int


@dataclass(frozen=True, slots=True)
class LikelyReference:
    """The probable reference for `count` citations of an ambiguous key; `reason` is that of the first citation."""

    reference: int
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class AmbiguousKey:
    """Citation words that fit several references, how often they occur, and the probable references."""

    text: str
    references: tuple[int, ...]
    count: int
    likely: tuple[LikelyReference, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedReference:
    """The citation count of a reference, or of several that share ambiguous citations, so that none counts twice."""

    references: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources cited by a text or a section."""

    lines: tuple[SourceLine, ...]
    counted: tuple[CitedReference, ...]
    missing: tuple[Citation, ...]
    ambiguous: tuple[AmbiguousKey, ...]
    never: tuple[int, ...]


def sources_of(draft: Draft, section: int | None = None) -> Sources:
    """All references with their citations, or only those cited in a section; `never` covers the whole text."""
    cited = [c for c in draft.citations if section is None or section_at(draft, c.start) == section]
    here: dict[int, list[Citation]] = {}
    for citation in cited:
        for i in citation.references:
            here.setdefault(i, []).append(citation)
    lines = tuple(_line(draft, i, here.get(i, ())) for i in range(len(draft.references)))
    everywhere = {i for citation in draft.citations for i in citation.references}
    keys: dict[tuple[str, tuple[int, ...]], list[Citation]] = {}
    for citation in cited:
        if citation.status == "ambiguous":
            keys.setdefault((citation.text, citation.references), []).append(citation)
    return Sources(
        counted=_counted(cited),
        lines=lines if section is None else tuple(line for line in lines if line.count),
        missing=tuple(c for c in cited if c.status == "missing"),
        ambiguous=tuple(AmbiguousKey(*key, len(those), _likely(those)) for key, those in keys.items()),
        never=tuple(i for i in range(len(draft.references)) if i not in everywhere),
    )


def _counted(citations: Sequence[Citation]) -> tuple[CitedReference, ...]:
    """Counts each citation once; most cited first, then in list order."""
    alone = Counter(citation.references[0] for citation in citations if len(citation.references) == 1)
    groups = [(frozenset({index}), count) for index, count in alone.items()]
    for citation in citations:
        if len(citation.references) > 1:
            own = frozenset(citation.references)
            near = [group for group in groups if group[0] & own]
            groups = [group for group in groups if not group[0] & own]
            groups.append((own.union(*(group[0] for group in near)), 1 + sum(group[1] for group in near)))
    found = (CitedReference(tuple(sorted(references)), count) for references, count in groups)
    return tuple(sorted(found, key=lambda each: (-each.count, each.references)))


def _likely(citations: Sequence[Citation]) -> tuple[LikelyReference, ...]:
    guessed = [citation for citation in citations if citation.likely is not None]
    counts = Counter(citation.likely for citation in guessed)
    reasons = {citation.likely: citation.reason for citation in reversed(guessed)}
    return tuple(
        LikelyReference(each, count, reasons[each]) for each, count in counts.most_common() if each is not None
    )


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a text's citations go to the same authors; `first` is the earliest of those citations."""

    name: str
    count: int
    references: tuple[int, ...]
    first: Citation


def shares(draft: Draft) -> tuple[Share, ...]:
    """Citation counts by authors, highest first.

    An ambiguous citation counts if all its candidates have the same authors.
    """
    keys = [authors_key(reference) for reference in draft.references]
    cited: dict[Key, list[Citation]] = {}
    for citation in draft.citations:
        fitting = {keys[i] for i in citation.references}
        if len(fitting) == 1:
            cited.setdefault(fitting.pop(), []).append(citation)
    found = [_share(draft, here) for here in cited.values()]
    return tuple(sorted(found, key=lambda share: -share.count))


def _share(draft: Draft, cited: Sequence[Citation]) -> Share:
    indexes = tuple(sorted({i for citation in cited for i in citation.references}))
    return Share(called(draft.references[indexes[0]]), len(cited), indexes, cited[0])


def _line(draft: Draft, index: int, here: Sequence[Citation]) -> SourceLine:
    places = (section_at(draft, c.start) for c in here)
    return SourceLine(
        index=index,
        reference=draft.references[index],
        count=len(here),
        sections=tuple(sorted({place for place in places if place is not None})),
        ambiguous=sum(c.status == "ambiguous" for c in here),
    )
