"""How much of a page blocks take. Each block, item and row is measured once, however often a page is tried. Pure."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from bot.message import Block, Bullets, Buttons, Fields, Heading, Note, Quote, Run, Text, plain_block, plain_text, texts

_RUN, _ITEM, _BLOCK = 70, 60, 100  # what Block Kit wraps around each
_QUOTES = len('""')
_HUGE = 50_000  # characters of a part that no page takes, so that nothing else of it matters


class PageSize(NamedTuple):
    """UTF-16 units of plain text, the weight of Block Kit's JSON, and the styles of runs."""

    units: int
    weight: int
    styles: int

    def plus(self, other: "PageSize") -> "PageSize":
        """Both together."""
        return PageSize(self.units + other.units, self.weight + other.weight, self.styles + other.styles)


_NOTHING = PageSize(0, 0, 0)
_LINE_END, _GAP = PageSize(1, 2, 0), PageSize(2, 4, 0)  # between items, and between blocks; each is escaped in JSON


class PageSizes:
    """The sizes of the blocks of one message, and of the beginnings into which they are cut.

    `words_of` gives the plain text of an item or row, of which the size is measured.
    """

    def __init__(self, words_of: Callable[[Text], str] = plain_text) -> None:
        self._words_of = words_of
        self._known: dict[int, tuple[object, PageSize]] = {}  # with what was measured, so that no id is used again

    def of(self, blocks: Sequence[Block]) -> PageSize:
        """The size of blocks on one page."""
        sizes = [self._of_block(block) for block in blocks]
        units, weight, styles = map(sum, zip(*sizes, strict=True)) if sizes else _NOTHING
        gaps = max(0, sum(bool(size.units) for size in sizes) - 1)
        weight += gaps * _GAP.weight + _BLOCK * len(blocks) + _QUOTES
        return PageSize(units + gaps * _GAP.units, weight, styles)

    def _of_block(self, block: Block) -> PageSize:
        if (known := self._known.get(id(block))) is None:
            known = self._known[id(block)] = block, self._measured(block)
        return known[1]

    def _measured(self, block: Block) -> PageSize:
        match block:
            case Bullets(items, numbered, first):
                lines = (
                    self._of_line(item, f"{number}. " if numbered else "- ") for number, item in enumerate(items, first)
                )
                return _joined(lines).plus(PageSize(0, _ITEM * len(items), 0))
            case Fields(rows):
                return _joined(self._of_line(value, f"{name}: ", named=True) for name, value in rows)
            case _:
                return _size(plain_block(block), _styled(block))

    def _of_line(self, line: Text, before: str, *, named: bool = False) -> PageSize:
        """The size of an item, or of a row with a bold name; where the block is cut, the others keep theirs."""
        if (known := self._known.get(id(line))) is None:
            known = self._known[id(line)] = line, _size(self._words_of(line), [_styles(run) for run in line])
        return known[1].plus(_size(before, [1] if named else []))


def _joined(lines: Iterable[PageSize]) -> PageSize:
    """Lines one below the other."""
    total = _NOTHING
    for number, line in enumerate(lines):
        total = total.plus(line).plus(_LINE_END) if number else line
    return total


def _size(words: str, styles: Sequence[int]) -> PageSize:
    """The size of plain text with so many styles of each of its runs."""
    if len(words) > _HUGE:
        return PageSize(len(words), len(words), sum(styles))
    units = len(words.encode("utf-16-le", errors="surrogatepass")) // 2
    weight = len(json.dumps(words, ensure_ascii=False)) - _QUOTES + _RUN * len(styles)
    return PageSize(units, weight, sum(styles))


def _styles(run: Run, *, italic: bool = False) -> int:
    return run.bold + (run.italic or italic) + run.struck + run.code + bool(run.link)


def _styled(block: Block) -> list[int]:
    """The number of styles of each run of a block, as platforms show it."""
    match block:
        case Heading():
            return [1]
        case Buttons():
            return []
        case _:
            italic = isinstance(block, Note | Quote)
            return [_styles(run, italic=italic) for runs in texts(block) for run in runs]
