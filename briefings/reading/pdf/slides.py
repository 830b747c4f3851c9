"""Presentations: pages wider than high, each of which is a section under the line at its top."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from briefings.reading.pdf.blocks import TextBlock
from briefings.reading.pdf.pages import Page

_WIDE = 1.2  # times the height
_FEWEST = 3  # pages
_TITLE, _SLIDE = 1, 2  # levels of headings


def are_slides(pages: Sequence[Page]) -> bool:
    """Whether a file's pages are slides, by their shape."""
    wide = sum(page.width > _WIDE * page.height for page in pages)
    return len(pages) >= _FEWEST and 2 * wide > len(pages)


def by_slides(blocks: Iterable[TextBlock]) -> Iterator[TextBlock]:
    """The blocks with one heading a page, the first of its headings; the others are paragraphs.

    The first page's is the title, and a title that the next page repeats is told once.
    """
    before = ""
    for page, found in groupby(blocks, key=lambda block: block.lines[0].page):
        headed = False
        for block in found:
            if block.kind != "heading":
                yield block
            elif headed:
                yield replace(block, kind="paragraph", level=0)
            else:
                headed, words = True, " ".join(line.text for line in block.lines)
                if words != before:
                    yield replace(block, level=_SLIDE if page else _TITLE)
                before = words
