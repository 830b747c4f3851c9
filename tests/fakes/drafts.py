"""Drafts put together by hand, so that a view can be looked at without reading a file."""

import re
from datetime import date

from briefings.model.analysis import Citation, CitationStatus, Draft, Mention, Reference, Section, Sentence
from briefings.translatable import phrase

_BRACKET = re.compile(r"\(([A-Z][^()]*\d{4})\)")
_SENTENCE = re.compile(r"[^.]+\.(?= |$)")

Part = tuple[str, tuple[str, ...]]  # a heading and its paragraphs


def draft_of(
    title: str,
    parts: tuple[Part, ...],
    entries: tuple[str, ...],
    fits: dict[str, tuple[int, ...]],
    *,
    published: date | None = date(2026, 1, 22),
    mentions: tuple[Mention, ...] = (),
) -> Draft:
    """A text with its sections and a list of references; `fits` tells the references of each citation's words."""
    parts = (*parts, ("References", entries)) if entries else parts
    text = title
    for heading, paragraphs in parts:
        text += "\n" + "\n".join((heading, *paragraphs))
    sections = _sections(text, [heading for heading, _ in parts])
    body = len(text) if not entries else sections[-1].start
    return Draft(
        title=title,
        language="en",
        published=published,
        published_from="text" if published else "none",
        text=text,
        sections=sections,
        sentences=_sentences(text[:body], sections),
        references=tuple(_reference(text, body, entry) for entry in entries),
        citations=tuple(_citation(found, fits) for found in _BRACKET.finditer(text[:body])),
        mentions=mentions,
        date_source=phrase("from the line “{line}”", line="22 January 2026") if published else "",
        paragraphs=tuple(_paragraphs(text, sections)),
        reference_section=len(parts) - 1 if entries else None,
    )


def _sections(text: str, headings: list[str]) -> tuple[Section, ...]:
    starts, place = [], 0
    for heading in headings:
        place = text.index(f"\n{heading}\n", place) + 1
        starts.append(place)
    ends = [*starts[1:], len(text)]
    return tuple(
        Section(heading, 1, start, end, start + len(heading) + 1)
        for heading, start, end in zip(headings, starts, ends, strict=True)
    )


def _paragraphs(text: str, sections: tuple[Section, ...]) -> list[tuple[int, int]]:
    found = (re.finditer(r"[^\n]+", text[s.body : s.end]) for s in sections)
    return [
        (section.body + line.start(), section.body + line.end())
        for section, lines in zip(sections, found, strict=True)
        for line in lines
    ]


def _sentences(text: str, sections: tuple[Section, ...]) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(index, start + found.start() + lead, start + found.end())
        for index, section in enumerate(sections)
        for start, end in _paragraphs(text, (section,))
        for found in _SENTENCE.finditer(text[start:end])
        for lead in [len(found[0]) - len(found[0].lstrip())]
    )


def _reference(text: str, body: int, entry: str) -> Reference:
    start = text.index(entry, body)
    url = re.search(r"https?://\S+", entry)
    return Reference(start, start + len(entry), entry, year="2026", url=url[0] if url else None)


def _citation(found: re.Match[str], fits: dict[str, tuple[int, ...]]) -> Citation:
    references = fits.get(found[1], ())
    status: CitationStatus = "missing" if not references else "linked" if len(references) == 1 else "ambiguous"
    return Citation(found.start(), found.end(), found[0], status, references)
