"""Renders messages as Telegram parts: text with entities, a keyboard, a file. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
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
    filled,
    in_words,
)
from bot.message import code as code_run
from bot.message import text as text_of
from bot.platforms.telegram.sending.entities import Piece, finish, is_blank, units_of, write
from bot.splitting import pack

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
    shown, blocks = _apart(message.blocks)
    pieces = tuple(piece for block in blocks for piece in _with_caption_that_fits(block))
    if pieces and not shown and (whole := _measured(pieces)):  # most messages; it spares measuring them again
        made = [_part(pieces, mark, whole)]
    else:
        made = [_part(part, mark) for part in [*shown, *_parts(pieces, message, PARTS - len(shown))]]
    return [part for part in made if part.text or part.file or part.picture]


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
    keyboard = _keyboard(blocks, mark)
    if is_blank(text):
        text, entities = (ONLY_BUTTONS if keyboard and not file and not picture else ""), ()
    words = _part(_told(blocks), mark) if picture else None
    return Part(text, entities, keyboard, file, picture, words)


def _told(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks with the picture's alternative text, cut to one message."""
    told = in_words(blocks)
    while not _fits(told):
        blocks = tuple(replace(b, alt=_half(b.alt)) if isinstance(b, Picture) else b for b in blocks)
        told = in_words(blocks)
    return told


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


def _keyboard(blocks: Iterable[Block], mark: str) -> InlineKeyboardMarkup | None:
    rows = [
        [_key(button, mark) for button in row[start : start + BUTTONS_A_ROW]]
        for block in blocks
        if isinstance(block, Buttons)
        for row in block.rows
        for start in range(0, len(row), BUTTONS_A_ROW)
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def _key(button: Button, mark: str) -> InlineKeyboardButton:
    says = f"{mark}{button.says}"
    if len(says.encode()) > SAYS_BYTES:
        raise ValueError(f"A button of Telegram says at most {SAYS_BYTES} bytes: {says}")
    return InlineKeyboardButton(button.label, callback_data=says)
