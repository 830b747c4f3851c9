"""Warnings about a reading for the person who imports, one short sentence each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from briefings.model.analysis import Citation, PublishedFrom, Reference, Section
from briefings.translatable import kept

_SHOWN = 3  # examples in a sentence


def warnings(
    sections: Sequence[Section],
    references: Sequence[Reference],
    citations: Sequence[Citation],
    nameless: Sequence[str],
    origin: PublishedFrom,
) -> tuple[str, ...]:
    """The warnings in text order; `nameless` are upcoming dates without an event."""
    return (*_structure(sections, references), *_citations(citations), *_coming(nameless), *_published(origin))


def _structure(sections: Sequence[Section], references: Sequence[Reference]) -> Iterator[str]:
    if not sections:
        yield kept("No headings were found, so the text has no sections.")
    if not references:
        yield kept("No reference list was found.")


def _citations(citations: Sequence[Citation]) -> Iterator[str]:
    ambiguous = [citation for citation in citations if citation.status == "ambiguous"]
    if ambiguous:
        one = kept(f"1 citation fits more than one reference: {_examples(ambiguous)}.")
        several = kept(f"{len(ambiguous)} citations fit more than one reference: {_examples(ambiguous)}.")
        yield several if len(ambiguous) > 1 else one
    missing = [citation for citation in citations if citation.status == "missing"]
    if missing:
        one = kept(f"1 citation has no reference in the list: {_examples(missing)}.")
        several = kept(f"{len(missing)} citations have no reference in the list: {_examples(missing)}.")
        yield several if len(missing) > 1 else one


def _coming(nameless: Sequence[str]) -> Iterator[str]:
    if nameless:
        named = ", ".join([*nameless[:_SHOWN], *([f"+{len(nameless) - _SHOWN}"] if len(nameless) > _SHOWN else [])])
        one = kept(f"1 coming date names no event that I recognise: {named}.")
        several = kept(f"{len(nameless)} coming dates name no event that I recognise: {named}.")
        yield several if len(nameless) > 1 else one


def _published(origin: PublishedFrom) -> Iterator[str]:
    if origin == "text":
        yield kept("The date of publication was taken from the text itself.")
    if origin == "none":
        yield kept("No date of publication is known, so dates such as “next month” stay unresolved.")


def future_date_warning(own: Sequence[date], latest: date) -> tuple[str, ...]:
    """A warning if every date a file states for itself is after the latest possible day."""
    if not own or min(own) <= latest:
        return ()
    return (kept(f"The file is dated {own[0].isoformat()}, which is still ahead, so that date was not used."),)


def _examples(citations: Sequence[Citation]) -> str:
    counts = Counter(" ".join(citation.text.split()) for citation in citations)
    shown = [f"{text} ×{count}" if count > 1 else text for text, count in counts.most_common(_SHOWN)]
    return ", ".join(shown) + (", ..." if len(counts) > _SHOWN else "")
