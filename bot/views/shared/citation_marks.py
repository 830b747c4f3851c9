"""Citation marks: sources numbered in order of first use in an answer, and the legend below it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.languages import _, translate
from bot.message import Block, Bullets, Heading, Note, Run, Text, text
from bot.views.shared.markdown import strip_markdown
from briefings.model.analysis import Citation, Draft, Reference
from briefings.model.delivery import CitedSentence

_UNKNOWN = "?"
_OPENING, _CLOSING = ("(", "[", "（", "【"), (")", "]", "）", "】")
_STARRED = re.compile(r"(?<![\w*])\*{1,2}(?=[^\s*])([^*]{1,400}?)(?<=[^\s*])\*{1,2}(?![\w*])")
_LINE_BREAK = re.compile(r"[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class MatchingReferences:
    """The references that a citation fits, none if the list has none, and the likely one."""

    references: tuple[Reference, ...] = ()
    likely: Reference | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """The sources of one answer; sources that several analyses list in the same words share a number."""

    sources: tuple[Reference, ...]

    def of(self, cites: Iterable[MatchingReferences]) -> str:
        """The marks of one sentence without repeats: " [1] [2 or 3] [probably 4, or 5]".

        " [?]" marks a citation without a reference.
        """
        numbers = {source.entry: str(number) for number, source in enumerate(self.sources, 1)}
        return "".join(f" [{mark}]" for mark in dict.fromkeys(_mark(fitting, numbers) for fitting in cites))

    def number(self, source: Reference) -> int:
        """A source's number in this answer."""
        return next(number for number, each in enumerate(self.sources, 1) if each.entry == source.entry)

    def listed(self) -> tuple[Block, ...]:
        """The legend."""
        if not self.sources:
            return ()
        return Heading(_("Sources"), 2), Bullets(tuple(entry(source) for source in self.sources), numbered=True)


def _mark(fitting: MatchingReferences, numbers: Mapping[str, str]) -> str:
    told = dict.fromkeys(numbers[reference.entry] for reference in fitting.references)
    if fitting.likely is None or len(told) == 1:
        return _either(told) or _UNKNOWN
    likely = numbers[fitting.likely.entry]
    others = _either([number for number in told if number != likely])
    return _("probably {number}, or {others}", number=likely, others=others)


def _either(numbers: Iterable[str]) -> str:
    return _(" or ").join(numbers)


def numbered(cites: Iterable[MatchingReferences]) -> Marks:
    """Numbers for all sources of an answer, from citations in reading order."""
    first: dict[str, Reference] = {}
    for fitting in cites:
        for reference in fitting.references:
            first.setdefault(reference.entry, reference)
    return Marks(tuple(first.values()))


def cited_within(draft: Draft, start: int, end: int) -> tuple[Citation, ...]:
    """The citations in a span."""
    first = bisect_left(draft.citations, start, key=lambda citation: citation.start)
    last = bisect_left(draft.citations, end, key=lambda citation: citation.start)
    return draft.citations[first:last]


def matching_references(draft: Draft, citations: Iterable[Citation]) -> tuple[MatchingReferences, ...]:
    """The matching references of each citation."""
    return tuple(
        MatchingReferences(
            tuple(draft.references[index] for index in citation.references),
            None if citation.likely is None else draft.references[citation.likely],
        )
        for citation in citations
    )


def references_matching(cited: CitedSentence) -> tuple[MatchingReferences, ...]:
    """The matching references of each citation of a quoted sentence."""
    if not cited.cites:
        return tuple(MatchingReferences((source,)) for source in cited.sources)
    likely = cited.likely or (None,) * len(cited.cites)
    return tuple(
        MatchingReferences(
            tuple(cited.sources[index] for index in indexes), None if guess is None else cited.sources[guess]
        )
        for indexes, guess in zip(cited.cites, likely, strict=True)
    )


def doubts(draft: Draft, citations: Iterable[Citation], marks: Marks) -> tuple[Block, ...]:
    """A line for each ambiguous citation and each one without a reference."""
    lines: dict[tuple[str, int | None], str] = {}
    for citation in citations:
        lines.setdefault((citation.text, citation.likely), _doubt(draft, citation, marks))
    return tuple(Note(text(line)) for line in dict.fromkeys(lines.values()) if line)


def _doubt(draft: Draft, citation: Citation, marks: Marks) -> str:
    if citation.status == "missing":
        told = _("“{citation}” isn't in the reference list.", citation=bare(citation.text))
        return f"[{_UNKNOWN}] {told}"
    if citation.status == "ambiguous":
        mark, number = marks.of(matching_references(draft, [citation])).strip(), len(citation.references)
        return _(
            "{mark} “{citation}” fits {number} references; {why}.",
            mark=mark,
            citation=bare(citation.text),
            number=number,
            why=why(citation),
        )
    return ""


def why(citation: Citation) -> str:
    """The evidence for an ambiguous citation's likely reference, or that there is none."""
    return translate(citation.reason) if citation.likely is not None else _("the text does not say which")


def bare(citation: str) -> str:
    """A citation without its brackets."""
    enclosed = citation[:1] in _OPENING and citation[-1:] in _CLOSING
    return citation[1:-1] if enclosed else citation


def ambiguity_note(cites: Iterable[MatchingReferences], marks: Marks) -> tuple[Block, ...]:
    """The same for quoted sentences, of which only the matching references are known."""
    known = tuple(cites)
    open_, guessed = (
        next((f for f in known if len(f.references) > 1 and (f.likely is not None) == likely), None)
        for likely in (False, True)
    )
    lines = (
        _(
            "{mark} marks a citation that fits several references; the text doesn't say which.",
            mark=marks.of([open_]).strip(),
        )
        if open_
        else "",
        _(
            "{mark} marks a citation that fits several references, probably {number}.",
            mark=marks.of([guessed]).strip(),
            number=marks.number(guessed.likely),
        )
        if guessed and guessed.likely
        else "",
        _("{mark} marks a citation that isn't in the reference list.", mark=f"[{_UNKNOWN}]")
        if any(not fitting.references for fitting in known)
        else "",
    )
    return tuple(Note(text(line)) for line in lines if line)


def entry(reference: Reference) -> Text:
    """A reference as listed, with text between asterisks in italics and its address as a link."""
    words, url = reference.entry, reference.url or ""
    if not url.startswith(("http://", "https://")):
        return _in_italics(words)
    before, found, after = words.partition(url)
    if not found:
        return (*_in_italics(f"{words} "), Run(url, link=url))
    return (*_in_italics(before), Run(url, link=url), *_in_italics(after))


def _in_italics(words: str) -> Text:
    """Text in which words between asterisks, as Markdown marks a title, are italic."""
    pieces = _STARRED.split(words)
    return tuple(Run(piece, italic=bool(at % 2)) for at, piece in enumerate(pieces) if piece)


def sentence(words: str, cites: Sequence[MatchingReferences], marks: Marks) -> Text:
    """A verbatim sentence on one line, with its marks."""
    return text(_LINE_BREAK.sub(" ", strip_markdown(words)), marks.of(cites))
