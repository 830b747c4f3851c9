"""What was doubtful in a reading, told to the person who imports, a short sentence each."""

from collections import Counter
from collections.abc import Iterator, Sequence

from briefings.model.analysis import Citation, PublishedFrom, Reference, Section

_SHOWN = 3  # examples in a sentence


def doubts(
    sections: Sequence[Section],
    references: Sequence[Reference],
    citations: Sequence[Citation],
    nameless: Sequence[str],
    origin: PublishedFrom,
) -> tuple[str, ...]:
    """The doubts in the order in which the text raises them; `nameless` are coming dates without an event."""
    return (*_structure(sections, references), *_citations(citations), *_coming(nameless), *_published(origin))


def _structure(sections: Sequence[Section], references: Sequence[Reference]) -> Iterator[str]:
    if not sections:
        yield "No headings were found, so the text has no sections."
    if not references:
        yield "No reference list was found."


def _citations(citations: Sequence[Citation]) -> Iterator[str]:
    ambiguous = [citation for citation in citations if citation.status == "ambiguous"]
    if ambiguous:
        yield f"{_counted(len(ambiguous), 'fits', 'fit')} more than one reference: {_examples(ambiguous)}."
    missing = [citation for citation in citations if citation.status == "missing"]
    if missing:
        yield f"{_counted(len(missing), 'has', 'have')} no reference in the list: {_examples(missing)}."


def _coming(nameless: Sequence[str]) -> Iterator[str]:
    if nameless:
        count = "1 coming date names" if len(nameless) == 1 else f"{len(nameless)} coming dates name"
        close = ", ..." if len(nameless) > _SHOWN else "."
        yield f"{count} no event that I recognise: {', '.join(nameless[:_SHOWN])}{close}"


def _published(origin: PublishedFrom) -> Iterator[str]:
    if origin == "text":
        yield "The date of publication was taken from the text itself."
    if origin == "none":
        yield "No date of publication is known, so dates such as “next month” stay unresolved."


def _counted(count: int, one: str, many: str) -> str:
    return f"1 citation {one}" if count == 1 else f"{count} citations {many}"


def _examples(citations: Sequence[Citation]) -> str:
    counts = Counter(" ".join(citation.text.split()) for citation in citations)
    shown = [f"{text} ({count} times)" if count > 1 else text for text, count in counts.most_common(_SHOWN)]
    return ", ".join(shown) + (", ..." if len(counts) > _SHOWN else "")
