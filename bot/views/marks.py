"""Numbered marks: which sources a sentence cites, numbered in order of first use in one answer, explained below it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.message import Block, Bullets, Heading, Note, Run, Text, text
from briefings.model.analysis import Citation, Draft, Reference
from briefings.model.delivery import Cited

Fitting = tuple[Reference, ...]  # every reference that one citation fits; empty when the list holds none
_UNKNOWN = "?"
_OPENING, _CLOSING = ("(", "[", "（", "【"), (")", "]", "）", "】")
_LINE_BREAK = re.compile(r"[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class Marks:
    """The sources of one answer; a source that several analyses list in the same words has one number."""

    sources: tuple[Reference, ...]

    def of(self, cites: Iterable[Fitting]) -> str:
        """The marks of one sentence, " [1] [2 or 3]", each told once; " [?]" for a citation without a reference."""
        numbers = {source.entry: number for number, source in enumerate(self.sources, 1)}
        told = (dict.fromkeys(str(numbers[reference.entry]) for reference in fitting) for fitting in cites)
        marks = dict.fromkeys(" or ".join(fitting) or _UNKNOWN for fitting in told)
        return "".join(f" [{mark}]" for mark in marks)

    def listed(self) -> tuple[Block, ...]:
        """The numbers explained."""
        if not self.sources:
            return ()
        return Heading("Sources", 2), Bullets(tuple(entry(source) for source in self.sources), numbered=True)


def numbered(cites: Iterable[Fitting]) -> Marks:
    """Numbers for all sources of an answer, given every citation in reading order."""
    first: dict[str, Reference] = {}
    for fitting in cites:
        for reference in fitting:
            first.setdefault(reference.entry, reference)
    return Marks(tuple(first.values()))


def cited_within(draft: Draft, start: int, end: int) -> tuple[Citation, ...]:
    """The citations that stand in a span."""
    first = bisect_left(draft.citations, start, key=lambda citation: citation.start)
    last = bisect_left(draft.citations, end, key=lambda citation: citation.start)
    return draft.citations[first:last]


def fitting(draft: Draft, citations: Iterable[Citation]) -> tuple[Fitting, ...]:
    """For each citation the references that it fits."""
    return tuple(tuple(draft.references[index] for index in citation.references) for citation in citations)


def fitting_of(cited: Cited) -> tuple[Fitting, ...]:
    """For each citation of a quoted sentence the references that it fits."""
    if cited.cites:
        return tuple(tuple(cited.sources[index] for index in indexes) for indexes in cited.cites)
    return tuple((source,) for source in cited.sources)


def doubts(draft: Draft, citations: Iterable[Citation], marks: Marks) -> tuple[Block, ...]:
    """A line for each key that fits several sources, and for each that the reference list lacks."""
    lines = dict.fromkeys(_doubt(draft, citation, marks) for citation in citations)
    return tuple(Note(text(line)) for line in lines if line)


def _doubt(draft: Draft, citation: Citation, marks: Marks) -> str:
    if citation.status == "missing":
        return f"[{_UNKNOWN}] The reference list holds nothing for “{bare(citation.text)}”."
    if citation.status == "ambiguous":
        mark, number = marks.of(fitting(draft, [citation])).strip(), len(citation.references)
        return f"{mark} “{bare(citation.text)}” fits {number} references; the text does not say which."
    return ""


def bare(citation: str) -> str:
    """A citation's words without its brackets."""
    enclosed = citation[:1] in _OPENING and citation[-1:] in _CLOSING
    return citation[1:-1] if enclosed else citation


def unsure(cites: Iterable[Fitting], marks: Marks) -> tuple[Block, ...]:
    """The same for quoted sentences, of which only the fitting references are known."""
    known = tuple(cites)
    several = next((mark for fitting in known if " or " in (mark := marks.of([fitting]).strip())), "")
    lines = (
        f"{several} means that the citation fits several references and the text does not say which."
        if several
        else "",
        f"[{_UNKNOWN}] means that the reference list holds nothing for the citation." if () in known else "",
    )
    return tuple(Note(text(line)) for line in lines if line)


def entry(reference: Reference) -> Text:
    """A reference as its list gives it, with its address as a link."""
    words, url = reference.entry, reference.url or ""
    if not url.startswith(("http://", "https://")):
        return text(words)
    before, found, after = words.partition(url)
    return text(before, Run(url, link=url), after) if found else text(f"{words} ", Run(url, link=url))


def sentence(words: str, cites: Sequence[Fitting], marks: Marks) -> Text:
    """A sentence as it stands in the text, a break of its line told as a space, with its marks."""
    return text(_LINE_BREAK.sub(" ", words), marks.of(cites))
