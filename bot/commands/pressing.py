"""What buttons say: long lines under a token, and lines that turn to a page of an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.commands import lines
from bot.message import Block, Button, Buttons
from briefings.service import Chats

KEPT = "more"  # what a button with a token says
_PRESSED_BYTES = 60  # a longer line is kept and pressed as a token: Telegram carries 64 bytes
_PAGE = "page"  # what a button says that turns to a page, before its number and the answer's line
_DIGITS = 6  # of a page's number


async def shortened(blocks: Sequence[Block], chats: Chats, now: datetime) -> tuple[Block, ...]:
    """The blocks, with the long lines of their buttons kept under a token."""
    buttons = [button for block in blocks if isinstance(block, Buttons) for row in block.rows for button in row]
    long = [button.says for button in buttons if len(button.says.encode()) > _PRESSED_BYTES]
    tokens = await chats.keep_lines(long, now) if long else {}
    return tuple(_short(block, tokens) for block in blocks)


def _short(block: Block, tokens: Mapping[str, str]) -> Block:
    if not isinstance(block, Buttons):
        return block
    return Buttons(tuple(tuple(_pressed(button, tokens) for button in row) for row in block.rows))


def _pressed(button: Button, tokens: Mapping[str, str]) -> Button:
    return replace(button, says=f"/{KEPT} {tokens[button.says]}") if button.says in tokens else button


def turned(line: str) -> tuple[int, str]:
    """The page of an answer that a line asks for, and the line that makes the answer."""
    name, rest = lines.split(line)
    number, answer = lines.split(rest)
    if name != _PAGE or not number.isdecimal() or len(number) > _DIGITS or not answer:
        return 1, line
    return int(number), answer
