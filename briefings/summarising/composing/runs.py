"""Runs of sentences that must be shown together, verbatim and in order.

A sentence that depends on the one before comes with it, and vice versa if it may retract it. Reported speech,
conditions and plans may continue to the end of a paragraph, so its sentences come with the one that introduces them.
List items come with the line that introduces the list.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.summarising.composing import anaphora, frames

LONGEST = 6  # sentences of a run; more are no choice any more


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Its sentences; `quoted` where one stands within a quotation, `item` for an item of a list."""

    sentences: tuple[str, ...]
    item: bool = False
    quoted: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Its paragraphs, and its heading with those above it."""

    paragraphs: tuple[Paragraph, ...]
    headings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Needs:
    """For each sentence the first and the last that it has to come with; -1 for one that is not there."""

    back: list[int]
    on: list[int]


def runs(section: Section) -> list[tuple[int, int] | None]:
    """For each sentence of a section the first and the last of its run; None for one that may not be told."""
    texts = [text for paragraph in section.paragraphs for text in paragraph.sentences]
    if any(map(frames.heads_claims, section.headings)):
        return [None] * len(texts)
    needs = _Needs(list(range(len(texts))), list(range(len(texts))))
    starts = list(_starts(section.paragraphs))
    for before, start, end in zip([0, *starts], starts, [*starts[1:], len(texts)], strict=False):
        _lean(needs, texts, start, end)
        # A paragraph of one sentence may lead in the next.
        _carry(needs, texts, before if before == start - 1 else start, end)
    _quote(needs, section.paragraphs, texts)
    _list(needs, section.paragraphs, starts, texts)
    told = _until_supposed(section.paragraphs)
    found = [_closed(needs, index) for index in range(len(texts))]
    return [run if run and index < told and run[1] < told else None for index, run in enumerate(found)]


def _starts(paragraphs: Sequence[Paragraph]) -> Iterator[int]:
    start = 0
    for each in paragraphs:
        yield start
        start += len(each.sentences)


def _bind(needs: _Needs, first: int, last: int) -> None:
    """Lets the sentences from `first` to `last` come together only."""
    for index in range(max(first, 0), last + 1):
        needs.back[index] = min(needs.back[index], first)
        needs.on[index] = max(needs.on[index], last)


def _lean(needs: _Needs, texts: Sequence[str], start: int, end: int) -> None:
    several = max((index for index in range(start, end) if anaphora.points_to_several(texts[index])), default=start - 1)
    if several > 0 and several >= start:
        _bind(needs, min(start, several - 1), several)
    for index in range(start, end):
        after_question = index > 0 and frames.asks(texts[index - 1])
        if anaphora.points_back(texts[index]) or after_question or (index and anaphora.may_comment(texts[index])):
            _bind(needs, index - 1, index)
        elif anaphora.continues(texts[index]) or (index > start and anaphora.is_definite(texts[index])):
            needs.back[index] = min(needs.back[index], index - 1)


def _carry(needs: _Needs, texts: Sequence[str], start: int, end: int) -> None:
    """What one sentence says of those behind it holds to the end of the paragraph."""
    opener = next((index for index in range(start, end) if frames.carries(texts[index])), end)
    for index in range(opener, end):
        needs.back[index] = min(needs.back[index], opener)
    listed = next((index for index in range(start, end) if frames.lists(texts[index])), end)
    if listed < end - 1:
        _bind(needs, listed, end - 1)


def _quote(needs: _Needs, paragraphs: Sequence[Paragraph], texts: Sequence[str]) -> None:
    """A quotation comes whole, with the sentences around it that may say whose words it holds."""
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
    """Items come with what stands before them; behind a colon so does all that follows, where no item is marked."""
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
    """The number of sentences up to the end of the first paragraph that supposes something."""
    end = 0
    for each in paragraphs:
        end += len(each.sentences)
        if any(map(frames.supposes, each.sentences)):
            break
    return end


def _closed(needs: _Needs, index: int) -> tuple[int, int] | None:
    """The least run around a sentence that holds all that it needs; None where that is too long or not there."""
    first = last = index
    low, high = needs.back[index], needs.on[index]
    while (first, last) != (low, high):
        if low < 0 or high >= len(needs.on) or high - low >= LONGEST:
            return None
        first, last = low, high
        low, high = min(needs.back[first : last + 1]), max(needs.on[first : last + 1])
    return first, last
