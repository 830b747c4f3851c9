"""Runs of sentences that must be shown together, verbatim and in order.

A paragraph is shown from its beginning, so that a claim, a condition, a question or a story keeps its opening. A short
one is shown whole, and a longer one up to its last sentence that may deny or correct something. A sentence that depends
on one in another paragraph comes with it, and vice versa if it may retract it. List items come with the line that
introduces the list.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.summarising.composing import dependence, frames

LONGEST = 10  # sentences of a run; what needs more is not told
_SHORT = 4  # sentences of a paragraph that is never cut


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The sentences of a paragraph; `quoted` marks those within a quotation, `item` a list item."""

    sentences: tuple[str, ...]
    item: bool = False
    quoted: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionParagraphs:
    """The paragraphs of a section, with its heading and those above it."""

    paragraphs: tuple[Paragraph, ...]
    headings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Needs:
    """For each sentence, the first and last sentence it must be quoted with; -1 for a missing one."""

    back: list[int]
    on: list[int]


def runs(section: SectionParagraphs) -> list[tuple[int, int] | None]:
    """For each sentence of a section, the first and last of its run; None if it may not be quoted."""
    texts = [text for paragraph in section.paragraphs for text in paragraph.sentences]
    if any(map(frames.heads_claims, section.headings)):
        return [None] * len(texts)
    needs = _Needs(list(range(len(texts))), list(range(len(texts))))
    starts = list(_starts(section.paragraphs))
    for before, start, end in zip([0, *starts], starts, [*starts[1:], len(texts)], strict=False):
        # A paragraph of one sentence may lead in the next.
        first = before if before == start - 1 and frames.changes_neighbours(texts[before]) else start
        _begin(needs, first, end)
        if end - start <= _SHORT:
            _bind(needs, start, end - 1)
        _lean(needs, texts, start, end)
        _end(needs, texts, first, end)
    _quote(needs, section.paragraphs, texts)
    _list(needs, section.paragraphs, starts, texts)
    shown = _until_supposed(section.paragraphs)
    found = [_closed(needs, index) for index in range(len(texts))]
    return [run if run and index < shown and run[1] < shown else None for index, run in enumerate(found)]


def _starts(paragraphs: Sequence[Paragraph]) -> Iterator[int]:
    start = 0
    for each in paragraphs:
        yield start
        start += len(each.sentences)


def _bind(needs: _Needs, first: int, last: int) -> None:
    """Requires the sentences from `first` to `last` to be quoted together."""
    for index in range(max(first, 0), last + 1):
        needs.back[index] = min(needs.back[index], first)
        needs.on[index] = max(needs.on[index], last)


def _begin(needs: _Needs, start: int, end: int) -> None:
    """Quotes paragraphs from their start, since earlier sentences set the context of later ones."""
    for index in range(start, end):
        needs.back[index] = min(needs.back[index], start)


def _lean(needs: _Needs, texts: Sequence[str], start: int, end: int) -> None:
    """Binds a sentence that refers back to the one before, and that one to it, since it may be retracted."""
    several = max(
        (index for index in range(start, end) if dependence.points_to_several(texts[index])), default=start - 1
    )
    if several > 0 and several >= start:
        _bind(needs, min(start, several - 1), several)
    for index in range(start, end):
        if dependence.points_back(texts[index]) or (index and dependence.may_comment(texts[index])):
            _bind(needs, index - 1, index)
        elif dependence.continues(texts[index]):
            needs.back[index] = min(needs.back[index], index - 1)


def _end(needs: _Needs, texts: Sequence[str], start: int, end: int) -> None:
    """Quotes a paragraph that asks or counts claims to its end, and others to the last possible correction."""
    # Whatever it denies or corrects may stand before that.
    denying = max((index for index in range(start, end) if dependence.denies(texts[index])), default=start)
    if denying > start:
        _bind(needs, start, denying)
    asks = (index for index in range(start, end) if frames.lists(texts[index]) or frames.asks(texts[index]))
    if (opener := next(asks, end)) < end:
        _bind(needs, opener, end - 1)


def _quote(needs: _Needs, paragraphs: Sequence[Paragraph], texts: Sequence[str]) -> None:
    """Keeps a quotation whole, with the sentences around it that may name the speaker."""
    quoted = [flag for each in paragraphs for flag in each.quoted or (False,) * len(each.sentences)]
    depth = 0
    for index, text in enumerate(texts):
        inside = depth > 0 or quoted[index]
        depth = max(0, depth + frames.open_quotation(text, inside=depth > 0))
        if inside:
            _bind(needs, index - 1, index)
        if depth > 0 or quoted[index]:
            needs.on[index] = max(needs.on[index], index + 1)


def _list(needs: _Needs, paragraphs: Sequence[Paragraph], starts: Sequence[int], texts: Sequence[str]) -> None:
    """Binds list items to the text before them; after a colon without marked items, all that follows."""
    lead, items = -1, False
    for start, paragraph in zip(starts, paragraphs, strict=True):
        if paragraph.item:
            lead, items = (start - 1 if lead < 0 else lead), True
        elif items or lead < 0 or frames.leads_in(texts[start - 1]):
            lead, items = (start - 1 if start and frames.leads_in(texts[start - 1]) else -1), False
        for index in range(start, start + len(paragraph.sentences)) if lead >= 0 else ():
            needs.back[index] = min(needs.back[index], lead)
    for index, text in enumerate(texts):
        if frames.leads_in(text) or frames.asks(text):
            needs.on[index] = max(needs.on[index], index + 1)


def _until_supposed(paragraphs: Sequence[Paragraph]) -> int:
    """The number of sentences up to the end of the first paragraph with a hypothetical case."""
    end = 0
    for each in paragraphs:
        end += len(each.sentences)
        if any(map(frames.supposes, each.sentences)):
            break
    return end


def _closed(needs: _Needs, index: int) -> tuple[int, int] | None:
    """The smallest run around a sentence with everything it needs; None if too long or incomplete."""
    first = last = index
    low, high = needs.back[index], needs.on[index]
    while (first, last) != (low, high):
        if low < 0 or high >= len(needs.on) or high - low >= LONGEST:
            return None
        first, last = low, high
        low, high = min(needs.back[first : last + 1]), max(needs.on[first : last + 1])
    return first, last
