"""Renders messages as Telegram's text with entities, in parts, with keyboards. Pure."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Literal
from urllib.parse import urlencode, urlsplit

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, WebAppInfo
from telegram.constants import InlineKeyboardButtonLimit, InlineKeyboardMarkupLimit, MessageLimit

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
    in_words,
)
from bot.message import code as code_run
from bot.message import text as text_of
from bot.platforms.telegram.address import SITE, link_to
from bot.splitting import pack

Style = Literal["bold", "italic", "strikethrough", "code", "blockquote", "text_link"]

STYLES: tuple[Style, ...] = ("blockquote", "bold", "italic", "strikethrough", "code", "text_link")
TRIMMED = " \t\r\n\v\f"  # what Telegram takes away at both ends of a message
MENTION = re.compile(r"(?<![A-Za-z0-9_])@\w+")
LAST_OF_ONE_UNIT = "\uffff"
LONGEST_LINK = 2048  # a choice
# Telegram counts code points, its entities UTF-16 units; the stricter measure serves both. It also keeps a text
# far below the 32,768 bytes that Telegram takes before it looks for entities.
TEXT_UNITS = MessageLimit.MAX_TEXT_LENGTH.value
CAPTION_UNITS = MessageLimit.CAPTION_LENGTH.value
ENTITIES = MessageLimit.MESSAGE_ENTITIES.value
BUTTONS_A_ROW = InlineKeyboardMarkupLimit.BUTTONS_PER_ROW.value
BUTTONS = InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER.value
SAYS_BYTES = InlineKeyboardButtonLimit.MAX_CALLBACK_DATA.value
PARTS = 12  # a choice: more in a row is a flood
STAYS = "/"  # before the line of a button whose message keeps its place
ONLY_BUTTONS = "…"  # a keyboard needs a text to hang on
Finished = tuple[str, tuple[MessageEntity, ...]]
SHARED_TITLE = 200  # characters of a title beside a link; a choice


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one set of styles."""

    words: str
    styles: tuple[Style, ...] = ()
    link: str = ""


def write(text: Text, *styles: Style) -> list[Piece]:
    """A text with its own styles and the given ones."""
    return [piece for run in text for piece in _write_run(run, styles)]


def finish(pieces: Sequence[Piece]) -> tuple[str, tuple[MessageEntity, ...]]:
    """The text, trimmed as Telegram trims it, with its entities in order."""
    whole = "".join(piece.words for piece in pieces)
    pieces = _hushed(pieces, whole)
    first = len(whole) - len(whole.lstrip(TRIMMED))
    last = max(len(whole.rstrip(TRIMMED)), first)
    text = whole[first:last]
    units = _units(text)
    stretches = [
        (style, start, end, link)
        for style, begin, stop, link in _stretches(pieces)
        for start, end in _trimmed(whole, max(begin, first), min(stop, last))
    ]
    stretches.sort(key=lambda each: (each[1], -each[2], STYLES.index(each[0])))
    entities = (
        MessageEntity(style, units[start - first], units[end - first] - units[start - first], url=link or None)
        for style, start, end, link in stretches
    )
    return text, tuple(entities)


def units_of(text: str) -> int:
    """The length in UTF-16 units, as Telegram counts."""
    return _units(text)[-1]


def is_blank(text: str) -> bool:
    """Whether nothing is visible; Telegram rejects such messages."""
    return all(char.isspace() or unicodedata.category(char) in {"Cc", "Cf"} for char in text)


def _write_run(run: Run, styles: tuple[Style, ...]) -> Iterable[Piece]:
    words = run.text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half a pair cannot be sent
    bold: tuple[Style, ...] = ("bold",) if run.bold else ()
    italic: tuple[Style, ...] = ("italic",) if run.italic else ()
    struck: tuple[Style, ...] = ("strikethrough",) if run.struck else ()
    around = tuple(dict.fromkeys((*styles, *bold, *italic, *struck)))
    if _is_web(run.link):
        # Within a link nobody is pinged, and code would put the link out.
        return [Piece(words, (*around, "text_link"), run.link)]
    if run.link.startswith(("http://", "https://")) and run.link != words:
        words = f"{words} <{run.link}>"
    return [Piece(words, _as_code(styles) if run.code else around)]


def _as_code(styles: tuple[Style, ...]) -> tuple[Style, ...]:
    # Code takes no other style but the quotation that it stands in.
    return ("blockquote", "code") if "blockquote" in styles else ("code",)


def _hushed(pieces: Sequence[Piece], whole: str) -> Sequence[Piece]:
    """Marks text that would mention someone as code, which Telegram doesn't parse."""
    edges = [edge for found in MENTION.finditer(whole) for edge in found.span()]
    quiet: list[Piece] = []
    place = 0
    for piece in pieces:
        end = place + len(piece.words)
        within = edges[bisect_right(edges, place) : bisect_left(edges, end)]
        for start, stop in pairwise([place, *within, end]):
            # Each mention begins at an edge and ends at the next: inside, their number up to here is odd.
            loud = bisect_right(edges, start) % 2 == 1 and not piece.link
            styles = _as_code(piece.styles) if loud else piece.styles
            quiet.append(Piece(piece.words[start - place : stop - place], styles, piece.link))
        place = end
    return quiet


def _is_web(link: str) -> bool:
    """Whether Telegram accepts it as a link: http(s), and a host with a dot."""
    if len(link) > LONGEST_LINK or re.search(r"[\s\x00-\x1f]", link):
        return False
    try:
        parts = urlsplit(link)
        return parts.scheme in {"http", "https"} and "." in (parts.hostname or "").strip(".")
    except ValueError:
        return False


def _stretches(pieces: Sequence[Piece]) -> Iterator[tuple[Style, int, int, str]]:
    """Continuous stretches of a style, possibly over several pieces: style, start, end (exclusive), link."""
    begun: dict[Style, tuple[int, str]] = {}
    place = 0
    for piece in (*pieces, Piece("")):
        for style, (start, link) in list(begun.items()):
            if style not in piece.styles or (style == "text_link" and link != piece.link):
                yield style, start, place, link
                del begun[style]
        for style in piece.styles:
            begun.setdefault(style, (place, piece.link if style == "text_link" else ""))
        place += len(piece.words)


def _trimmed(whole: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch without blanks at its ends; None if nothing is left."""
    words = whole[start:end]
    if words.strip():
        yield start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _units(text: str) -> Sequence[int]:
    """UTF-16 offsets by character offset, including the end."""
    if max(text, default="") <= LAST_OF_ONE_UNIT:
        return range(len(text) + 1)
    return list(accumulate((1 + (char > LAST_OF_ONE_UNIT) for char in text), initial=0))


@dataclass(frozen=True, slots=True)
class Part:
    """One Telegram message: a text, or a file or picture with the text as its caption.

    `words` is sent if Telegram rejects the picture.
    """

    text: str
    entities: tuple[MessageEntity, ...] = ()
    keyboard: InlineKeyboardMarkup | None = None
    file: File | None = None
    picture: Picture | None = None
    words: "Part | None" = None


def render(message: Message) -> list[Part]:
    """The parts of a message in order; none if nothing is visible.

    After twelve parts, the last one says where the rest is; files are always sent. Raises ValueError for a button
    payload of more than 64 bytes.
    """
    mark = STAYS if message.stays else ""
    shown, blocks = _apart(tuple(block for each in message.blocks for block in _with_links_that_open(each)))
    pieces = tuple(piece for block in blocks for piece in _with_caption_that_fits(block))
    if pieces and not shown and (whole := _measured(pieces)):  # most messages; it spares measuring them again
        made = [_part(pieces, mark, whole)]
    else:
        made = [_part(part, mark) for part in [*shown, *_parts(pieces, message, PARTS - len(shown))]]
    return [part for part in made if part.text or part.file or part.picture]


def _with_links_that_open(block: Block) -> tuple[Block, ...]:
    """A block; a button whose link Telegram refuses, such as one to localhost, becomes a line with the address."""
    if not isinstance(block, Buttons):
        return (block,)
    refused = [button for row in block.rows for button in row if button.link and not _is_web(button.link)]
    if not refused:
        return (block,)
    rows = tuple(kept for row in block.rows if (kept := tuple(each for each in row if each not in refused)))
    lines = tuple(Paragraph((Run(f"{each.label}: {each.link}"),)) for each in refused)
    return (*lines, replace(block, rows=rows)) if rows else lines


def _parts(pieces: Sequence[Block], message: Message, most: int) -> list[tuple[Block, ...]]:
    parts = pack(pieces, _fits)
    if len(parts) <= most:
        return parts
    with language_set(message.language or current()):
        return _shortened(parts, message.whole, most)


def _apart(blocks: tuple[Block, ...]) -> tuple[list[tuple[Block, ...]], tuple[Block, ...]]:
    """Pictures first, each with only the heading; one is shown with the whole text if that fits."""
    pictures = [block for block in blocks if isinstance(block, Picture)]
    if not pictures or (len(pictures) == 1 and _fits(blocks)):
        return [], blocks
    title: tuple[Block, ...] = blocks[:1] if isinstance(blocks[0], Heading) and _fits((blocks[0], pictures[0])) else ()
    first: tuple[Block, ...] = (*title, pictures[0])
    rest = tuple(block for block in blocks[len(title) :] if not isinstance(block, Picture))
    return [first, *((each,) for each in pictures[1:])], rest


def _with_caption_that_fits(block: Block) -> tuple[Block, ...]:
    if isinstance(block, File) and not _fits((block,)):
        return Paragraph(text_of(block.caption)), replace(block, caption="")
    return (block,)


def _fits(blocks: Sequence[Block]) -> bool:
    return _measured(blocks) is not None


def _measured(blocks: Sequence[Block]) -> Finished | None:
    """The text and entities of blocks, if Telegram accepts them as one message."""
    pieces = _write_all(blocks)
    if sum(len(piece.words) for piece in pieces) > 2 * TEXT_UNITS:
        return None  # spares measuring a book again for each of its parts
    text, entities = finish(pieces)
    files = [number for number, block in enumerate(blocks) if isinstance(block, File)]
    if files and not all(isinstance(block, Buttons) for block in blocks[files[0] + 1 :]):
        return None
    pictures = sum(isinstance(block, Picture) for block in blocks)
    if pictures + len(files) > 1:
        return None
    room = CAPTION_UNITS if files or pictures else TEXT_UNITS
    fits = units_of(text) <= room and len(entities) <= ENTITIES and len(_buttons(blocks)) <= BUTTONS
    return (text, entities) if fits else None


def _shortened(parts: list[tuple[Block, ...]], whole: str, most: int) -> list[tuple[Block, ...]]:
    """That many parts: the first ones, a note where the rest is, and files of the rest."""
    kept = most
    while kept > 1 and kept + len(_files(parts[kept - 1 :])) > most:
        kept -= 1
    buttons = [block for part in parts[kept - 1 :] for block in part if isinstance(block, Buttons)]
    closing: tuple[Block, ...] = (_rest(whole), *buttons[-1:])
    words = [block for block in parts[kept - 1] if not isinstance(block, Buttons | File)]
    ending = next(iter(pack(words, lambda part: _fits((*part, *closing)))), ())
    return [*parts[: kept - 1], (*ending, *closing), *((file,) for file in _files(parts[kept - 1 :]))][:most]


def _files(parts: Iterable[tuple[Block, ...]]) -> list[File]:
    return [block for part in parts for block in part if isinstance(block, File)]


def _rest(whole: str) -> Note:
    if whole:
        return Note(filled(_("The rest doesn't fit here. For all of it, type {line}"), line=code_run(whole)))
    return Note(text_of(_("The rest doesn't fit here.")))


def _part(blocks: tuple[Block, ...], mark: str, finished: Finished | None = None) -> Part:
    text, entities = finished or finish(_write_all(blocks))
    file = next((block for block in blocks if isinstance(block, File)), None)
    picture = next((block for block in blocks if isinstance(block, Picture)), None)
    rows = [
        [_key(button, mark) for button in row[start : start + BUTTONS_A_ROW]]
        for block in blocks
        if isinstance(block, Buttons)
        for row in block.rows
        for start in range(0, len(row), BUTTONS_A_ROW)
    ]
    keyboard = InlineKeyboardMarkup(rows) if rows else None
    if is_blank(text):
        text, entities = (ONLY_BUTTONS if keyboard and not file and not picture else ""), ()
    words = _part(_told(blocks), mark) if picture else None
    return Part(text, entities, keyboard, file, picture, words)


def _told(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks with the picture's alternative text, cut to one message."""
    shown = in_words(blocks)
    while not _fits(shown):
        blocks = tuple(replace(b, alt=_half(b.alt)) if isinstance(b, Picture) else b for b in blocks)
        shown = in_words(blocks)
    return shown


def _half(words: str) -> str:
    return words[: len(words) // 2].rstrip("…") + "…" if len(words) > 1 else ""


def _write_all(blocks: Iterable[Block]) -> list[Piece]:
    pieces: list[Piece] = []
    for written in filter(None, map(_write, blocks)):
        pieces += [Piece("\n\n"), *written] if pieces else written
    return pieces


def _write(block: Block) -> list[Piece]:
    match block:
        case Heading(words):
            return write((Run(words),), "bold")
        case Paragraph(text):
            return write(text)
        case Quote(text):
            return write(text, "blockquote")
        case Note(text):
            return write(text, "italic")
        case Bullets(items, numbered, first):
            marks = (f"{number}. " if numbered else "• " for number in range(first, first + len(items)))
            return _lines([Piece(mark), *write(item)] for mark, item in zip(marks, items, strict=True))
        case Fields(rows):
            return _lines(
                [*write((Run(f"{name}: "),), "bold"), *write(value)] if name else write(value) for name, value in rows
            )
        case File(caption=caption):
            return write((Run(caption),))
        case Picture() | Buttons():
            return []


def _lines(lines: Iterable[list[Piece]]) -> list[Piece]:
    pieces: list[Piece] = []
    for line in lines:
        pieces += [Piece("\n"), *line] if pieces else line
    return pieces


def _buttons(blocks: Iterable[Block]) -> list[Button]:
    return [button for block in blocks if isinstance(block, Buttons) for row in block.rows for button in row]


def _key(button: Button, mark: str) -> InlineKeyboardButton:
    if button.link and button.inside:
        return InlineKeyboardButton(button.label, web_app=WebAppInfo(button.link))
    if button.link:
        return InlineKeyboardButton(button.label, url=button.link)
    says = f"{mark}{button.says}"
    if len(says.encode()) > SAYS_BYTES:
        raise ValueError(f"A button of Telegram says at most {SAYS_BYTES} bytes: {says}")
    return InlineKeyboardButton(button.label, callback_data=says)


def with_share(parts: Sequence[Part], message: Message, bot: str) -> list[Part]:
    """Adds a button below the last part that shares its content; `bot` is the username.

    What is marked above the library's default has none: its title goes to whom the reader chooses.
    """
    if message.marking or not (message.about and bot and parts) or parts[-1].file:
        return list(parts)
    keyboard = parts[-1].keyboard
    rows = keyboard.inline_keyboard if keyboard else ()
    if sum(map(len, rows)) >= BUTTONS:
        return list(parts)
    with language_set(message.language or current()):
        title = next((block.text for block in message.blocks if isinstance(block, Heading)), "")
        query = urlencode({"url": link_to(bot, message.about), "text": title[:SHARED_TITLE]})
        more = InlineKeyboardMarkup([*rows, (InlineKeyboardButton(_("Share"), url=f"{SITE}/share/url?{query}"),)])
    return [*parts[:-1], replace(parts[-1], keyboard=more)]
