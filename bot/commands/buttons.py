"""Button payloads: long command lines stored under a token, and lines that turn pages."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.commands.registry import Registry, split_line, without_prefix
from bot.languages import _
from bot.message import Block, Button, Buttons, Heading, Message, Note, Paragraph
from bot.views.shared.names_and_dates import named_id
from briefings.accounts import Chats
from briefings.errors import Ambiguous, BriefingError

KEPT = "more"  # what a button with a token says
_PRESSED_BYTES = 60  # a longer line is kept and pressed as a token: Telegram carries 64 bytes
_PAGE = "page"  # what a button says that turns to a page, before its number and the answer's line
_DIGITS = 6  # of a page's number
_QUESTION = re.compile(r"[?？]")
_PAGE_OF = re.compile(r"a-?\d{1,9}(?: \d{1,4}| r\d{1,9} \d{1,9})?")
_BACK = "\n"  # in a kept line, before the line that leads back
_CHOICES = 6  # things that an unclear name is offered for
_LONGEST_TOAST = 200  # characters; Telegram takes no more


@dataclass(frozen=True, slots=True)
class ButtonLine:
    """A parsed button line: the command line, the page, and the line of the list to go back to ("" for none)."""

    line: str
    page: int = 1
    back: str = ""


def parse_button_line(line: str, back: str = "") -> ButtonLine:
    """Parses a typed or pressed line."""
    name, rest = split_line(line)
    number, answer = split_line(rest)
    if name != _PAGE or not number.isdecimal() or len(number) > _DIGITS or not answer:
        return ButtonLine(line, back=back)
    return ButtonLine(answer, int(number), back)


def stored_button_line(line: str) -> ButtonLine:
    """The command line and the way back of a button whose line was stored under a token."""
    first, _mark, back = line.partition(_BACK)
    return parse_button_line(first, back)


def with_back_button(message: Message, back: str) -> Message:
    """Adds a Back button to the list from which an answer was opened, and remembers the list in other buttons."""
    origin = back or ("" if message.about else message.line)
    if not origin:
        return message
    blocks = _changed(message.blocks, partial(_remembering, origin))
    own = Buttons(((Button(_("Back"), back),),)) if back else None
    return replace(message, blocks=(*blocks, own) if own else blocks)


def _remembering(origin: str, button: Button) -> Button:
    """Adds the list to a button that leads to another kind of answer."""
    same = split_line(parse_button_line(button.says).line)[0] == split_line(origin)[0]
    return (
        button if same or button.link or _BACK in button.says else replace(button, says=f"{button.says}{_BACK}{origin}")
    )


async def with_short_payloads(
    blocks: Sequence[Block], address: str, chats: Chats, now: datetime, *, once: bool
) -> tuple[Block, ...]:
    """Replaces long button lines with stored tokens; `once` says that the message isn't made again after a restart."""
    buttons = [button for block in blocks if isinstance(block, Buttons) for row in block.rows for button in row]
    long = [b.says for b in buttons if len(b.says.encode()) > _PRESSED_BYTES or _BACK in b.says]
    tokens = await chats.keep_lines(long, address, now, once=once) if long else {}
    return _changed(blocks, partial(_short, tokens))


def _short(tokens: Mapping[str, str], button: Button) -> Button:
    return replace(button, says=f"/{KEPT} {tokens[button.says]}") if button.says in tokens else button


def _changed(blocks: Sequence[Block], change: Callable[[Button], Button]) -> tuple[Block, ...]:
    """The blocks with each of their buttons changed."""
    return tuple(
        Buttons(tuple(tuple(map(change, row)) for row in block.rows)) if isinstance(block, Buttons) else block
        for block in blocks
    )


def choices(line: str, error: BriefingError, registry: Registry) -> list[tuple[str, str]]:
    """For a typed line with words that name several things: the line with the id of each, and its name."""
    name, rest = split_line(without_prefix(line))
    if not isinstance(error, Ambiguous) or registry.find(name) is None:
        return []
    parts = error.sentence.parts
    said = next((str(parts[part]) for part in ("name", "line", "words") if part in parts), "")
    if not said or said not in rest:
        return []
    return [(f"{name} {rest.replace(said, named_id(each), 1)}", each) for each in error.candidates[:_CHOICES]]


def with_open_button(message: Message) -> Message:
    """Adds a button that opens what is shown in the reading room, if it is an analysis, a section or a sentence."""
    page = message.page or message.about
    if message.failed or not _PAGE_OF.fullmatch(page):
        return message
    row = (Button(_("Open"), f"/open {page}"),)
    *above, last = message.blocks
    if isinstance(last, Buttons):
        return replace(message, blocks=(*above, replace(last, rows=(*last.rows, row))))
    return replace(message, blocks=(*message.blocks, Buttons((row,))))


def with_toast(message: Message) -> Message:
    """The answer to a pressed button, with a toast where nothing changed or one sentence says why nothing could."""
    if message.toast:
        return message
    if message.unchanged and not message.shows:
        return replace(message, toast=_("Nothing changed: it was already like this."))
    words = message.plain()
    bare = message.failed and not any(isinstance(block, Buttons) for block in message.blocks)
    return replace(message, toast=words) if bare and len(words) <= _LONGEST_TOAST else message


def without_buttons(message: Message, registry: Registry) -> Message:
    """A message for output where nothing is pressed; a question keeps the buttons that hold its answers."""
    offers = message.puzzled or message.proposes or message.failed or message.unanswered
    if offers or _asks(message, registry):
        return message
    return replace(message, blocks=tuple(each for each in message.blocks if not isinstance(each, Buttons)))


def _asks(message: Message, registry: Registry) -> bool:
    prose = Message(tuple(each for each in message.blocks if isinstance(each, Heading | Paragraph | Note))).plain()
    if message.line or not _QUESTION.search(prose):
        return False
    buttons = (button for block in message.blocks if isinstance(block, Buttons) for row in block.rows for button in row)
    found = (registry.find(split_line(each.says)[0]) for each in buttons)
    return any(each is not None and each.changes is not None and each.name != "undo" for each in found)
