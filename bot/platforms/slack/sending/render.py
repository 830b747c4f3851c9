"""Renders messages as Block Kit in parts, within the limits of a Slack block. Pure."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from bot.languages import _, current, language_set
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
    Picture,
    Quote,
    Run,
    Text,
    filled,
    text,
)
from bot.platforms.slack.manifest import MAIN_COMMAND
from bot.splitting import pack

# Slack's limits. Lengths are counted in UTF-16 units, the strictest reading of "characters".
BLOCKS = 50  # in a message
HEADER = 150
ROW_BUTTONS = 25  # in an actions block
BUTTON_LABEL = 75
BUTTON_VALUE = 2000
LINK = 3000
ALTERNATIVE = 2000  # an image's text
FALLBACK = 4000  # the text that notifications show
# Slack documents no limit for all blocks together. It has refused 13,300 characters of Markdown and 11,300 of rich
# text with msg_blocks_too_long, so that the containers seem to count; measured here is the JSON with them.
SUM = 10_000
MOST_PARTS = 12
STAYS = "+"  # in the name of a block of buttons whose message keeps its place
OPENS = "open-"  # begins the name of a button whose answer is shown in a modal
LINKABLE = re.compile(r"https?://[^\s/]", re.IGNORECASE)
NOT_IN_LINKS = re.compile(r"[\s<>\"]")
HEADER_UNSURE = re.compile(r"[&<>]")  # whether plain text in a header is unescaped is documented nowhere
Json = dict[str, Any]


def escaped(words: str) -> str:
    """Escapes markup and mentions."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def well_formed(words: str) -> str:
    """Replaces lone surrogates, which can't be sent."""
    return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def cut(words: str, most: int) -> str:
    """The words, at most so many UTF-16 units."""
    if units(words) <= most:
        return words
    kept = well_formed(words).encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", errors="ignore")
    return kept.rstrip() + "…"


def units(words: str) -> int:
    """The length in UTF-16 units, as Slack counts."""
    return len(words.encode("utf-16-le", errors="surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Part:
    """The content of one Slack message; a file is sent alone.

    Each picture has an image block, in the same order.
    """

    text: str
    blocks: tuple[Json, ...]
    file: File | None = None
    pictures: tuple[Picture, ...] = ()


def render(message: Message, home: str = "") -> list[Part]:
    """The parts of a message in order; none if there is nothing to show.

    After twelve parts, the last one says where the rest is; files are always sent. `home` is the address encoded in its
    buttons. Raises ValueError for a button payload of more than 2,000 characters.
    """
    blocks = [piece for block in message.blocks if is_visible(block) for piece in _with_caption_that_fits(block)]
    parts = pack(blocks, _fits)
    if len(parts) > MOST_PARTS:
        files = [part for part in parts[MOST_PARTS:] if isinstance(part[0], File)]
        with language_set(message.language or current()):
            parts = [*parts[:MOST_PARTS], *files, _ending(message)]
    return [_part(part, f"{STAYS if message.stays else ''}@{home}") for part in parts]


def _with_caption_that_fits(block: Block) -> tuple[Block, ...]:
    if isinstance(block, File) and units(escaped(block.caption)) > FALLBACK:
        return Paragraph(text(block.caption)), replace(block, caption="")
    return (block,)


def _part(blocks: Sequence[Block], mark: str) -> Part:
    if len(blocks) == 1 and isinstance(blocks[0], File):
        return Part(escaped(well_formed(blocks[0].caption)), (), blocks[0])
    pictures = tuple(block for block in blocks if isinstance(block, Picture))
    return Part(_fallback(blocks), tuple(render_within_limits(blocks, mark)), pictures=pictures)


def _fits(blocks: tuple[Block, ...]) -> bool:
    if any(isinstance(block, File) for block in blocks):
        return len(blocks) == 1
    made = list(render_within_limits(blocks, ""))
    return len(made) <= BLOCKS and units(json.dumps(made, ensure_ascii=False)) <= SUM


def _ending(message: Message) -> tuple[Block, ...]:
    """The note where the rest of a message is, with its last buttons."""
    line = message.whole.removeprefix("/").removeprefix(f"{MAIN_COMMAND} ")
    note = (
        filled(_("There is more. For all of it, type {line}"), line=Run(f"/{MAIN_COMMAND} {line}", code=True))
        if line
        else text(_("The rest is too long for Slack."))
    )
    last = message.blocks[-1]
    return (Note(note), last) if isinstance(last, Buttons) and is_visible(last) else (Note(note),)


def is_visible(block: Block) -> bool:
    """Whether a block has visible content."""
    match block:
        case Heading(words):
            return bool(words.strip())
        case Paragraph(runs) | Quote(runs) | Note(runs):
            return _is_text(runs)
        case Bullets(items):
            return any(_is_text(item) for item in items)
        case Fields(rows):
            return any(name.strip() or _is_text(value) for name, value in rows)
        case Buttons(rows):
            return any(rows)
        case File() | Picture():
            return True


def _is_text(runs: Text) -> bool:
    return any(run.text.strip() for run in runs)


def render_within_limits(blocks: Iterable[Block], mark: str) -> Iterator[Json]:
    """Block Kit for blocks; ids of blocks with buttons end in `mark`."""
    buttons = 0
    for number, block in enumerate(blocks):
        if not isinstance(block, Buttons):
            yield _block(block)
            continue
        for place, row in enumerate(_rows(block)):
            # The name of the block comes back with a press: whether the message stays, and where the line belongs.
            yield {"type": "actions", "block_id": f"{number}.{place}{mark}", "elements": _buttons(row, buttons)}
            buttons += len(row)


def _block(block: Block) -> Json:
    match block:
        case Heading(words, 1) if units(words) <= HEADER and not HEADER_UNSURE.search(words):
            return {"type": "header", "text": _plain(" ".join(words.split("\n")))}
        case Heading(words):
            return _rich("rich_text_section", (Run(words, bold=True),))
        case Paragraph(runs):
            return _rich("rich_text_section", runs)
        case Quote(runs):
            return _rich("rich_text_quote", runs)
        case Note(runs):
            return _rich("rich_text_section", tuple(replace(run, italic=True) for run in runs))
        case Bullets():
            made: Json = {
                "type": "rich_text_list",
                "style": "ordered" if block.numbered else "bullet",
                "elements": [{"type": "rich_text_section", "elements": _elements(item)} for item in block.items],
            }
            return {
                "type": "rich_text",
                "elements": [made | ({"offset": block.first - 1} if block.numbered and block.first > 1 else {})],
            }
        case Fields(rows):
            return _rich("rich_text_section", _lines(rows))
        case Picture(name=name, alt=alt):
            return {"type": "image", "alt_text": cut(alt.strip() or name, ALTERNATIVE)}
        case _:
            raise TypeError(f"{type(block).__name__} is no block of text")


def _lines(rows: Iterable[tuple[str, Text]]) -> Text:
    runs: list[Run] = []
    for name, value in rows:
        start = "\n" if runs else ""
        runs += [Run(f"{start}{name}: ", bold=True) if name else Run(start), *value]
    return text(*runs)


def _rich(kind: str, runs: Text) -> Json:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": _elements(runs)}]}


def _elements(runs: Text) -> list[Json]:
    return [_element(run) for run in runs if run.text] or [_element(Run(" "))]  # Slack refuses an empty list


def _element(run: Run) -> Json:
    url = NOT_IN_LINKS.sub(lambda found: quote(found[0]), run.link)
    linked = LINKABLE.match(url) and len(url) <= LINK
    words = well_formed(run.text)
    element = {"type": "link", "url": url, "text": words} if linked else {"type": "text", "text": words}
    style = {name: True for name in ("bold", "italic", "code") if getattr(run, name)}
    style |= {"strike": True} if run.struck else {}
    return element | ({"style": style} if style else {})


def _rows(block: Buttons) -> Iterator[tuple[Button, ...]]:
    for row in block.rows:
        yield from (row[start : start + ROW_BUTTONS] for start in range(0, len(row), ROW_BUTTONS))


def _buttons(row: Iterable[Button], first: int) -> list[Json]:
    return [_button(button, f"{OPENS if button.form else 'say-'}{number}") for number, button in enumerate(row, first)]


def _button(button: Button, name: str) -> Json:
    line = button.form or button.says
    if units(line) > BUTTON_VALUE:
        raise ValueError(f"The button {button.label!r} says more than {BUTTON_VALUE} characters")
    label = cut(button.label.strip() or button.says, BUTTON_LABEL)
    if button.link:  # a press is reported too, without a value, and means nothing
        return {"type": "button", "text": _plain(label), "url": button.link, "action_id": name}
    return {"type": "button", "text": _plain(label), "value": line, "action_id": name}


def _plain(words: str) -> Json:
    return {"type": "plain_text", "text": well_formed(words), "emoji": False}  # else ":word:" becomes a picture


def _fallback(blocks: Sequence[Block]) -> str:
    flat = (replace(block, level=2) if isinstance(block, Heading) else block for block in blocks)
    words = well_formed(Message(tuple(flat)).plain())  # without lines beneath its titles
    room = FALLBACK
    while units(fallback := escaped(cut(words, room))) > FALLBACK:
        room = room * FALLBACK // units(fallback)
    return fallback
