"""Pages of long answers: each with its own buttons, the heading of the group that goes on, and its legend."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, NamedTuple

from bot.languages import _
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Fields,
    File,
    Heading,
    Message,
    Note,
    Paragraph,
    Quote,
    Run,
    Text,
    plain_block,
    plain_text,
    text,
    texts,
)
from bot.splitting import Part, pack
from briefings.errors import NotFound

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

# A page stays below what the strictest platform takes, with room for its title, its number and its buttons.
PAGE_UNITS = 3_800  # of UTF-16; Telegram takes 4,096
PAGE_STYLES = 90  # styles of runs; Telegram takes 100 entities
PAGE_BLOCKS = 40  # Slack takes 50, rows of buttons among them
PAGE_WEIGHT = 9_000  # of Block Kit's JSON; Slack takes about 10,000
_BUTTON = 220  # what Block Kit wraps around each
_TITLE = 200  # characters; a longer title is not repeated
_MARK = re.compile(r"\[[^\[\]\n]{1,120}\]")
_LABEL = re.compile(r"(?:\ba-?\d+:)?\d+")
_WHERE = re.compile(r"/where(?: a-?\d+(?: r\d+)?(?: \d+)+)+")  # asks where sentences are from, by their positions
_Fits = Callable[[Part], bool]


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


def page_of_message(
    message: Message, page: int = 1, units: int = PAGE_UNITS, sizes: PageSizes | None = None
) -> Message:
    """One page of a repeatable message, with buttons to the next and previous one; a short message unchanged.

    A page has at most `units` of UTF-16, as `sizes` measures its blocks. Buttons of items stand on the page of their
    items, all others on each page. The heading of a group that goes on is repeated, and a legend explains the signs of
    its page. Raises NotFound for a page that doesn't exist.
    """
    content = _content(message)
    pages = _pages(message, content, units, sizes or PageSizes())
    if not 1 <= page <= max(len(pages), 1):
        raise NotFound("There is no page {page}; there are {pages}.", page=page, pages=len(pages))
    if len(pages) < 2:
        return _with_buttons_of_items(message)
    own = pages[page - 1]
    number = Note(text(_("Page {page} of {pages}", page=page, pages=len(pages))))
    shown = (*_title(message, page), *_group(pages, page), *own)
    rows = _asking_of_page(_rows(content.buttons, _signs(shown)), _origins(shown), _origins(content.words))
    turns = _turns(message.line, page, len(pages))
    return replace(message, blocks=(*shown, *_legend(content.legend, shown), number, Buttons((turns, *rows))))


@dataclass(frozen=True, slots=True)
class _Content:
    """A message's blocks by how they are divided among pages; the heading of a legend belongs to it."""

    words: tuple[Block, ...]
    legend: tuple[Block, ...]
    buttons: tuple[Buttons, ...]


def _content(message: Message) -> _Content:
    blocks = message.blocks
    explains = [_explains(block) for block in blocks]
    legend = {at for at, each in enumerate(explains) if each}
    lists = [at for at in legend if at and isinstance(blocks[at], Bullets)]
    legend |= {at - 1 for at in lists if isinstance(blocks[at - 1], Heading)}
    return _Content(
        tuple(each for at, each in enumerate(blocks) if at not in legend and not isinstance(each, Buttons)),
        tuple(each for at, each in enumerate(blocks) if at in legend),
        tuple(each for each in blocks if isinstance(each, Buttons)),
    )


def _explains(block: Block) -> bool:
    return bool(isinstance(block, Bullets) and block.signs) or bool(isinstance(block, Note) and block.sign)


def _pages(message: Message, content: _Content, units: int, sizes: PageSizes) -> list[Part]:
    """The words by pages; one page if the message fits, can't be made again or has a file."""
    words, legend = content.words, content.legend
    if not message.line or any(isinstance(block, File) for block in words):
        return [words]
    buttons, rows = _most_buttons(content.buttons)
    first = message.blocks[0] if message.blocks else None
    repeated = _longest(isinstance(first, Heading) and (first,)) + _longest(_groups(words))
    fits = partial(_fits, sizes, rows, PAGE_WEIGHT - _BUTTON * buttons, units - max(0, repeated - _TITLE))
    if fits((*words, *legend)):
        return [words]

    def explained(blocks: Part) -> bool:
        return fits(blocks) and (not legend or fits((*blocks, *_legend(legend, blocks))))

    pages = pack(words, explained)
    return _without_bare_pages(pages, explained)


def _longest(headings: Iterable[Heading] | Literal[False]) -> int:
    return max((len(each.text) for each in headings or () if len(each.text) <= _TITLE), default=0)


def _groups(words: Sequence[Block]) -> list[Heading]:
    return [block for block in words if isinstance(block, Heading) and block.level > 1]


def _without_bare_pages(pages: list[Part], fits: _Fits) -> list[Part]:
    """Pages none of which consists of headings and notes alone: the last item of the page before moves there."""
    made: list[Part] = []
    for page in pages:
        bare = all(isinstance(block, Heading | Note) for block in page)
        moved = _last_item(made[-1]) if bare and made else None
        if moved and fits((*moved[1], *page)):
            made[-1], page = moved[0], (*moved[1], *page)
        made.append(page)
    return made


def _last_item(page: Part) -> tuple[Part, Part] | None:
    """A page without its last item or paragraph, and that; None if nothing but headings would be left."""
    *before, last = page
    if isinstance(last, Bullets) and len(last.items) > 1 and not last.signs:
        count = len(last.items) - 1
        rest = replace(last, items=last.items[count:], first=last.first + count)
        return (*before, replace(last, items=last.items[:count])), (rest,)
    if isinstance(last, Fields) and len(last.rows) > 1:
        return (*before, Fields(last.rows[:-1])), (Fields(last.rows[-1:]),)
    if any(not isinstance(block, Heading | Note) for block in before) and not isinstance(last, Heading | Note):
        return tuple(before), (last,)
    return None


def _title(message: Message, page: int) -> tuple[Block, ...]:
    first = message.blocks[0]
    return (first,) if page > 1 and isinstance(first, Heading) and len(first.text) <= _TITLE else ()


def _group(pages: Sequence[Part], page: int) -> tuple[Block, ...]:
    """The heading of the group whose rest a page begins with; none at the start of a group."""
    if page == 1 or isinstance(pages[page - 1][0], Heading):
        return ()
    before = [block for each in pages[: page - 1] for block in each if isinstance(block, Heading)]
    return tuple(each for each in before[-1:] if each.level > 1 and len(each.text) <= _TITLE)


def _signs(blocks: Iterable[Block]) -> set[str]:
    """What on a page may be explained or have a button: marks and their numbers, bold words, code, items' numbers."""
    signs: set[str] = set()
    for block in blocks:
        if isinstance(block, Bullets) and block.numbered:
            signs.update(str(number) for number in range(block.first, block.first + len(block.items)))
        for run in _runs(block):
            signs.update(_signs_of(run))
    return signs


def _signs_of(run: Run) -> Iterator[str]:
    if run.bold or run.code:
        yield run.text.strip()
    for mark in _MARK.findall(run.text):
        yield mark
        yield from _LABEL.findall(mark)


def _legend(legend: Sequence[Block], blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The part of a legend that explains the signs of some blocks."""
    if not legend:
        return ()
    signs, shown, heading = _signs(blocks), list[Block](), None
    for block in legend:
        if isinstance(block, Heading):
            heading = block
        elif isinstance(block, Bullets):
            items = [item for item, sign in zip(block.items, block.signs, strict=True) if sign in signs]
            kept = [sign for sign in block.signs if sign in signs]
            shown += [heading] if heading and items else []
            shown += [replace(block, items=tuple(items), signs=tuple(kept))] if items else []
            heading = None
        elif isinstance(block, Note) and block.sign in signs:
            shown.append(block)
    return tuple(shown)


def _with_buttons_of_items(message: Message) -> Message:
    """A message with no more buttons of items than a page may show."""
    buttons = [block for block in message.blocks if isinstance(block, Buttons)]
    if not any(button.of for block in buttons for row in block.rows for button in row):
        return message
    signs = _signs(message.blocks)
    blocks = (_chosen(block, signs) if isinstance(block, Buttons) else block for block in message.blocks)
    return replace(message, blocks=tuple(each for each in blocks if not isinstance(each, Buttons) or each.rows))


def _rows(buttons: Sequence[Buttons], signs: Collection[str]) -> list[tuple[Button, ...]]:
    return [row for block in buttons for row in _chosen(block, signs).rows]


def _chosen(block: Buttons, signs: Collection[str]) -> Buttons:
    """The buttons of the items that have these signs, as many as a page may show, and all that belong to no item."""
    of_items = [button for row in block.rows for button in row if button.of]
    if not of_items:
        return block
    kept = [button for button in of_items if button.of in signs][: block.most or None]
    width = _width(block)
    rows: list[tuple[Button, ...]] = []
    for row in block.rows:
        if row and row[0].of:
            rows += [tuple(kept[at : at + width]) for at in range(0, len(kept), width)]
            kept = []
        else:
            rows.append(row)
    return replace(block, rows=tuple(row for row in rows if row))


def _width(block: Buttons) -> int:
    """How many buttons of items stand in a row."""
    first = next(len(row) for row in block.rows if row and row[0].of)
    return min(first, block.most or first)


def _origins(blocks: Iterable[Block]) -> set[tuple[int, int]]:
    """The analyses and positions of the sentences that blocks quote."""
    runs = (run for block in blocks for runs in texts(block) for run in runs)
    return {(run.origin.analysis, run.origin.start) for run in runs if run.origin is not None}


def _asking_of_page(
    rows: Iterable[tuple[Button, ...]], here: Collection[tuple[int, int]], anywhere: Collection[tuple[int, int]]
) -> list[tuple[Button, ...]]:
    """Rows whose buttons to the origin of sentences leave out those that stand on other pages."""
    narrowed = (tuple(each for button in row if (each := _narrowed(button, here, anywhere))) for row in rows)
    return [row for row in narrowed if row]


def _narrowed(
    button: Button, here: Collection[tuple[int, int]], anywhere: Collection[tuple[int, int]]
) -> Button | None:
    if not _WHERE.fullmatch(button.says):
        return button
    analysis, place, kept = 0, list[str](), list[str]()
    for word in button.says.split()[1:]:
        if word.isdecimal():
            if (analysis, int(word)) in here or (analysis, int(word)) not in anywhere:
                kept += [*place, word]
                place = []
        else:
            analysis, place = (int(word[1:]), [word]) if word.startswith("a") else (analysis, [*place, word])
    return replace(button, says=" ".join(("/where", *kept))) if kept else None


def _most_buttons(buttons: Sequence[Buttons]) -> tuple[int, int]:
    """The most buttons that a page has, and the most rows, without those that turn pages."""
    number = rows = 0
    for block in buttons:
        of_items = sum(bool(button.of) for row in block.rows for button in row)
        general = [row for row in block.rows if not (row and row[0].of)]
        shown = min(of_items, block.most or of_items)
        number += sum(map(len, general)) + shown
        rows += len(general) + (-(-shown // _width(block)) if shown else 0)
    return number, rows


def _turns(line: str, page: int, pages: int) -> tuple[Button, ...]:
    says = line.removeprefix("/")
    before = (Button(_("Previous page"), f"/page {page - 1} {says}"),) if page > 1 else ()
    after = (Button(_("Next page"), f"/page {page + 1} {says}"),) if page < pages else ()
    return (*before, *after)


def _fits(sizes: PageSizes, rows: int, room: int, most: int, blocks: tuple[Block, ...]) -> bool:
    """Whether blocks of at most `most` UTF-16 units fit on a page beside rows of buttons."""
    size = sizes.of(blocks)
    return (
        size.units <= most and len(blocks) <= PAGE_BLOCKS - rows and size.styles <= PAGE_STYLES and size.weight <= room
    )


def _runs(block: Block) -> Iterable[Run]:
    """The runs of a block, with its heading and names in bold."""
    match block:
        case Heading(words):
            return (Run(words, bold=True),)
        case Note(runs) | Quote(runs) | Paragraph(runs):
            return runs
        case Bullets(items):
            return (run for item in items for run in item)
        case Fields(rows):
            return (run for name, value in rows for run in (Run(name, bold=True), *value))
        case _:
            return ()


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
