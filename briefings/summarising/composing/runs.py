"""Runs of sentences that must be shown together, verbatim and in order.

A paragraph is shown whole, so that a claim, a condition, a question or a story keeps what opens and what corrects it.
One that depends on the paragraph before it, or is introduced by it, is shown with it: the items of a list, a quotation
with the sentences around it, the answer to a question. So is the second paragraph of a section whose first is a single
sentence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.summarising.anaphora import announces, depends_on_previous

LONGEST = 10  # sentences of a run; what needs more is not told


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The sentences of a paragraph; `quoted` marks those within a quotation, `item` a list item."""

    sentences: tuple[str, ...]
    item: bool = False
    quoted: tuple[bool, ...] = ()


def runs(section: Sequence[Paragraph]) -> list[tuple[int, int] | None]:
    """For each sentence of a section's paragraphs, the first and last of its run; None if it may not be quoted."""
    found: list[tuple[int, int] | None] = []
    for block in _blocks(section):
        told = len(block) <= LONGEST and (bool(found) or not depends_on_previous(block[0])) and not _introduces(block)
        found += [(len(found), len(found) + len(block) - 1) if told else None] * len(block)
    return found


def _blocks(section: Sequence[Paragraph]) -> Iterator[list[str]]:
    """The sentences of paragraphs that are shown together."""
    block: list[str] = []
    for index, paragraph in enumerate(section):
        opens = index == 1 and len(block) == 1  # a sentence that opens a section may say whose words follow
        if index and not opens and not _follows(section[index - 1], paragraph):
            yield block
            block = []
        block += paragraph.sentences
    if block:
        yield block


def _follows(before: Paragraph, paragraph: Paragraph) -> bool:
    """Whether a paragraph is shown with the one before it."""
    quoted = any((*before.quoted[-1:], *paragraph.quoted[:1]))
    return paragraph.item or quoted or depends_on_previous(paragraph.sentences[0]) or _introduces(before.sentences)


def _introduces(sentences: Sequence[str]) -> bool:
    """Whether the last sentence says that something follows, or asks for it."""
    return sentences[-1].rstrip("\"'”’»」』) ").endswith((":", "：", "?", "？")) or announces(sentences[-1])
