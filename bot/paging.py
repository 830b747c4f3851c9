"""Splits long answers into pages, each of which fits one message on every platform."""

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

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
    text,
)
from bot.splitting import pack
from briefings.errors import NotFound

# A page stays below what the strictest platform takes, with room for its title, its number and its buttons.
UNITS = 3_800  # of UTF-16; Telegram takes 4,096
STYLED = 90  # styles of runs; Telegram takes 100 entities
BLOCKS = 40  # Slack takes 50, rows of buttons among them
WEIGHT = 9_000  # of Block Kit's JSON; Slack takes about 10,000
_RUN, _ITEM, _BLOCK, _BUTTON = 70, 60, 100, 220  # what Block Kit wraps around each
_TITLE = 200  # characters; a longer title is not repeated


def page_of_message(message: Message, page: int = 1) -> Message:
    """One page of a repeatable message, with buttons to the next and previous one; a short message unchanged.

    Buttons appear on each page. Raises NotFound for a page that doesn't exist.
    """
    words = tuple(block for block in message.blocks if not isinstance(block, Buttons))
    rows = [row for block in message.blocks if isinstance(block, Buttons) for row in block.rows]
    room = WEIGHT - _BUTTON * sum(map(len, rows))
    whole = not message.line or any(isinstance(block, File) for block in words)
    pages = [words] if whole else pack(words, partial(_fits, len(rows), room))
    if not 1 <= page <= max(len(pages), 1):
        raise NotFound("There is no page {page}; there are {pages}.", page=page, pages=len(pages))
    if len(pages) < 2:
        return message
    number = Note(text(_("Page {page} of {pages}", page=page, pages=len(pages))))
    blocks = (
        *_title(message, page),
        *pages[page - 1],
        number,
        Buttons((_turns(message.line, page, len(pages)), *rows)),
    )
    return replace(message, blocks=blocks)


def _title(message: Message, page: int) -> tuple[Block, ...]:
    first = message.blocks[0]
    return (first,) if page > 1 and isinstance(first, Heading) and len(first.text) <= _TITLE else ()


def _turns(line: str, page: int, pages: int) -> tuple[Button, ...]:
    says = line.removeprefix("/")
    before = (Button(_("Previous page"), f"/page {page - 1} {says}"),) if page > 1 else ()
    after = (Button(_("Next page"), f"/page {page + 1} {says}"),) if page < pages else ()
    return (*before, *after)


def _fits(rows: int, room: int, blocks: tuple[Block, ...]) -> bool:
    """Whether blocks fit on a page beside rows of buttons."""
    plain = Message(blocks).plain()
    if len(plain) > 2 * UNITS:
        return False  # spares weighing a book again for each of its pages
    runs = [run for block in blocks for run in _runs(block)]
    items = sum(len(block.items) for block in blocks if isinstance(block, Bullets))
    weight = len(json.dumps(plain, ensure_ascii=False)) + _RUN * len(runs) + _ITEM * items + _BLOCK * len(blocks)
    styled = sum(run.bold + run.italic + run.code + bool(run.link) for run in runs)
    return (
        len(plain.encode("utf-16-le", errors="surrogatepass")) <= 2 * UNITS
        and len(blocks) <= BLOCKS - rows
        and styled <= STYLED
        and weight <= room
    )


def _runs(block: Block) -> Iterable[Run]:
    """The runs of a block as platforms show them, with block styles applied."""
    match block:
        case Heading(words):
            return (Run(words, bold=True),)
        case Note(runs) | Quote(runs):
            return (replace(run, italic=True) for run in runs)
        case Paragraph(runs):
            return runs
        case Bullets(items):
            return (run for item in items for run in item)
        case Fields(rows):
            return (run for name, value in rows for run in (Run(name, bold=True), *value))
        case _:
            return ()
