"""The origin of a quotation: its sentence in the paragraph, the section and the sources. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.errors import NotFound
from briefings.model import table_rows
from briefings.model.analysis import Analysis, Draft, cited_in, section_at
from briefings.model.delivery import CitedSentence
from briefings.parsing import names


@dataclass(frozen=True, slots=True)
class PassageInContext:
    """A sentence, heading, reference or table row with its surrounding paragraph.

    `section` is an index into the draft's sections, None in the preamble.
    """

    analysis: Analysis
    start: int
    end: int
    around: tuple[int, int]
    section: int | None

    @property
    def words(self) -> str:
        """The sentence itself, or the table row with its header cells."""
        return words_of(self.analysis.draft, self.start, self.end)


def passage(analysis: Analysis, offset: int) -> PassageInContext:
    """The sentence, reference or else line at an offset. Raises NotFound."""
    draft = analysis.draft
    if not 0 <= offset < len(draft.text):
        length = f"{len(draft.text):,}"
        raise NotFound(
            "“{title}” (a{id}) has {length} characters, so there is no position {offset}.",
            title=draft.title,
            id=analysis.id,
            length=length,
            offset=offset,
        )
    sentences = [(sentence.start, sentence.end) for sentence in draft.sentences]
    references = [(reference.start, reference.end) for reference in draft.references if not reference.inline]
    row = table_rows.row_at(draft, offset)
    found = _holding(sentences, offset) or ((row[1].start, row[1].end) if row else None)
    start, end = found or _holding(references, offset) or _line(draft.text, offset)
    section = section_at(draft, offset)
    around = _holding(draft.paragraphs, start) or (start, end)
    if section is not None and start < draft.sections[section].body:
        around = start, _first_paragraph_end(draft, section)
    return PassageInContext(analysis, start, end, (min(around[0], start), max(around[1], end)), section)


def positions_of(analysis: Analysis, words: str) -> list[PassageInContext]:
    """The sentences that contain exactly these words, ignoring case, accents and quotation marks; in order."""
    wanted = _plain(words)
    held = (s for s in analysis.draft.sentences if wanted in _plain(analysis.draft.text[s.start : s.end]))
    return [passage(analysis, sentence.start) for sentence in held] if wanted else []


def _plain(words: str) -> str:
    return names.key(words).strip(" .\"'")


def _holding(spans: Sequence[tuple[int, int]], offset: int) -> tuple[int, int] | None:
    """The span that contains an offset; spans must be in order."""
    index = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return spans[index] if index >= 0 and offset < spans[index][1] else None


def _first_paragraph_end(draft: Draft, section: int) -> int:
    """The end of the first paragraph under a heading, or of the heading itself if nothing follows."""
    of = draft.sections[section]
    return next((end for start, end in draft.paragraphs if of.body <= start < of.end), of.body)


def _line(text: str, offset: int) -> tuple[int, int]:
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return start, max(len(text) if end < 0 else end, offset + 1)


def places_in(words: Sequence[str]) -> Iterator[tuple[int, int | None, int]]:
    """Parses places such as "a1 r2 1341 1499 a3 77": analysis, revision (None is the current one), offset.

    Raises NotFound if the words name no places.
    """
    analysis = revision = None
    for word in words:
        found = re.fullmatch(r"([aAeErR]?)((?:(?<=[aA])-)?\d{1,15})", word)
        if found is None:
            raise NotFound("“{word}” isn't a place.", word=word)
        number = int(found[2])
        match found[1].lower():
            case "a":
                analysis, revision = number, None
            case "r" if analysis is not None:
                revision = number
            case "" if analysis is not None:
                yield analysis, revision, number
            case _:
                raise NotFound("“{word}” isn't a place.", word=word)


def words_of(draft: Draft, start: int, end: int) -> str:
    """The words of a span; a table row with its header cells and the table's caption."""
    found = table_rows.row_at(draft, start)
    if found and (found[1].start, found[1].end) == (start, end):
        return table_rows.row_passage(draft, *found)
    return draft.text[start:end]


# A span of an analysis as something to be shown: its words, its section, its sources. Pure.
def quote(analysis: Analysis, start: int, end: int) -> CitedSentence:
    """The words of a span with their place and the references they cite."""
    draft = analysis.draft
    section = section_at(draft, start)
    cited = cited_in(draft.citations, start, end)
    inside = [citation for citation in draft.citations if start <= citation.start < end]
    return CitedSentence(
        analysis=analysis.id,
        title=draft.title,
        heading="" if section is None else draft.sections[section].heading,
        text=words_of(draft, start, end),
        start=start,
        end=end,
        sources=tuple(draft.references[i] for i in cited),
        numbers=tuple(i + 1 for i in cited),
        cites=tuple(tuple(cited.index(i) for i in citation.references) for citation in inside),
        likely=tuple(None if citation.likely is None else cited.index(citation.likely) for citation in inside),
        revision=analysis.revision,
    )
