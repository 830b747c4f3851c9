"""Splits messages that are too long into parts that a platform takes; shortens quoted long lines.

Parts are measured as they are rendered, and no character is lost or cut through.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import takewhile

from bot.message import (
    Block,
    Bullets,
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
)
from briefings.text import lazy_re

Part = tuple[Block, ...]
Fits = Callable[[Part], bool]

PARAGRAPH_ENDS = lazy_re(r"\n[^\S\n]*\n\s*")
LINE_ENDS = lazy_re(r"\n\s*")
SENTENCE_ENDS = lazy_re(r"[.!?…][\"'”’»)\]]*\s+|[。！？｡]+[”’」』）]*\s*")
WORD_ENDS = lazy_re(r"\s+")
ZERO_WIDTH_JOINER = "\u200d"
VIRAMA = 9  # canonical combining class of the sign that ties two consonants together
_TAIL = 40  # characters at a line's end by which its quotation is found
_LONG, _SHOWN = 400, 200  # characters of a quotation that is shortened, and of those that are left of it


def pack(blocks: Sequence[Block], fits: Callable[[tuple[Block, ...]], bool]) -> list[tuple[Block, ...]]:
    """Packs whole blocks into parts in order; a block too big for any part is cut into blocks of its kind.

    A heading stays with what follows it and buttons with what precedes them; a block too big for any part is cut within
    its words rather than leaving headings and notes alone in a part. The rest of a cut `Fields` row has no name, the
    rest of a cut item repeats its number, and the pieces of a text, joined, are that text. A block that can't be cut (a
    file, a picture) and doesn't fit becomes a part of its own.
    """
    if blocks and fits(tuple(blocks)):
        return [tuple(blocks)]  # most messages; it spares measuring each beginning
    parts: list[Part] = []
    part: Part = ()
    waiting = deque(blocks)
    while waiting:
        block = waiting.popleft()
        if fits((*part, block)):
            part = (*part, block)
            continue
        full, kept = _break(part, block)
        bare = all(isinstance(each, Heading | Note) for each in full)
        pieces = None if full and fits((*kept, block)) else _cut(block, _after(part, fits), anywhere=bare)
        if pieces:
            parts.append((*part, pieces[0]))
            part, block = (), pieces[1]
        elif full:
            parts.append(full)
            part = kept
        elif part:
            parts.append(part)
            part = ()
        else:
            parts.append((block,))
            continue
        waiting.appendleft(block)
    return [*parts, part] if part else parts


def _break(part: Part, block: Block) -> tuple[Part, Part]:
    """Where a part ends before a block that doesn't fit: what is sent, and what moves with the block."""
    last = len(part)
    if isinstance(block, Buttons):
        last -= sum(1 for _ in takewhile(lambda each: isinstance(each, Buttons), reversed(part)))
        last = max(last - 1, 0)
    while last and isinstance(part[last - 1], Heading):
        last -= 1
    return part[:last], part[last:]


def _after(part: Part, fits: Fits) -> Callable[[Block], bool]:
    return lambda piece: fits((*part, piece))


def _cut(block: Block, fits: Callable[[Block], bool], *, anywhere: bool) -> tuple[Block, Block] | None:
    """The largest beginning of a block that fits, and the rest; words and single items are cut only `anywhere`."""
    match block:
        case File() | Picture():
            return None
        case Bullets(items, _, first):
            count = _most(len(items) - 1, lambda n: fits(replace(block, items=items[:n])))
            if count:
                return replace(block, items=items[:count]), replace(block, items=items[count:], first=first + count)
            return _cut_item(block, fits) if anywhere else None
        case Fields(rows):
            count = _most(len(rows) - 1, lambda n: fits(Fields(rows[:n])))
            if count:
                return Fields(rows[:count]), Fields(rows[count:])
            return _cut_row(block, fits) if anywhere else None
        case Buttons():
            return _cut_buttons(block, fits)
        case Heading(words):
            pieces = _cut_text((Run(words),), lambda head: fits(replace(block, text=_words(head))), anywhere=anywhere)
            return pieces and (replace(block, text=_words(pieces[0])), replace(block, text=_words(pieces[1])))
        case Paragraph() | Quote() | Note():
            kind = type(block)
            pieces = _cut_text(block.text, lambda head: fits(kind(head)), anywhere=anywhere)
            return pieces and (kind(pieces[0]), kind(pieces[1]))


def _cut_item(block: Bullets, fits: Callable[[Block], bool]) -> tuple[Bullets, Bullets] | None:
    item, *others = block.items
    pieces = _cut_text(item, lambda head: fits(replace(block, items=(head,))), anywhere=True)
    return pieces and (replace(block, items=(pieces[0],)), replace(block, items=(pieces[1], *others)))


def _cut_row(block: Fields, fits: Callable[[Block], bool]) -> tuple[Fields, Fields] | None:
    (name, value), *others = block.rows
    pieces = _cut_text(value, lambda head: fits(Fields(((name, head),))), anywhere=True)
    if pieces:
        return Fields(((name, pieces[0]),)), Fields((("", pieces[1]), *others))
    pieces = _cut_text((Run(name),), lambda head: fits(Fields(((_words(head), ()),))), anywhere=True)
    return pieces and (Fields(((_words(pieces[0]), ()),)), Fields(((_words(pieces[1]), value), *others)))


def _cut_buttons(block: Buttons, fits: Callable[[Block], bool]) -> tuple[Buttons, Buttons] | None:
    row, *others = block.rows
    count = _most(len(block.rows) - 1, lambda n: fits(Buttons(block.rows[:n])))
    if count:
        return Buttons(block.rows[:count]), Buttons(block.rows[count:])
    count = _most(len(row) - 1, lambda n: fits(Buttons((row[:n],))))
    return (Buttons((row[:count],)), Buttons((row[count:], *others))) if count else None


def _cut_text(text: Text, fits: Callable[[Text], bool], *, anywhere: bool) -> tuple[Text, Text] | None:
    words = _words(text)
    room = _most(len(words) - 1, lambda n: fits(_slice(text, 0, n)))
    place = _place(words, room, anywhere=anywhere)
    return (_slice(text, 0, place), _slice(text, place, len(words))) if place else None


def _place(words: str, room: int, *, anywhere: bool) -> int:
    """The best offset for a cut, at most `room`; 0 if there is none.

    The end of a larger unit wins unless more than half of the room stays empty. If no unit qualifies, a word's end wins
    unless more than an eighth of the room is filled, so that one line isn't cut into many parts.
    """
    units = [max(_ends(unit, words, room), default=0) for unit in (PARAGRAPH_ENDS, LINE_ENDS, SENTENCE_ENDS)]
    good = [end for end in units if end > room // 2] or [end for end in units if end > (room // 8 if anywhere else 0)]
    if good or not anywhere:
        return good[0] if good else 0
    word = max(_ends(WORD_ENDS, words, room), default=0)
    return word or max(units) or next((at for at in range(room, 0, -1) if is_between_characters(words, at)), room)


def _ends(unit: re.Pattern[str], words: str, room: int) -> list[int]:
    # From the first word: no piece is blank. One character beyond the room, for a unit may end where it does.
    start = len(words) - len(words.lstrip())
    return [min(found.end(), room) for found in unit.finditer(words, start, room + 1)]


def is_between_characters(words: str, at: int) -> bool:
    """Whether a cut there keeps each visible character whole (flags, accents, joined emoji and syllables)."""
    before, after = words[at - 1], words[at]
    if before == ZERO_WIDTH_JOINER or _continues(after) or (before, after) == ("\r", "\n"):
        return False
    if unicodedata.combining(before) == VIRAMA and after.isalpha():
        return False
    return not (_is_flag_half(after) and sum(1 for _ in takewhile(_is_flag_half, reversed(words[:at]))) % 2)


def _continues(char: str) -> bool:
    return (
        unicodedata.category(char) in {"Mn", "Mc", "Me"}
        or char in "\u200c\u200d"
        or "\U0001f3fb" <= char <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= char <= "\U000e007f"  # tags that spell a region's flag
        or "\u1160" <= char <= "\u11ff"  # later letters of a Korean syllable
    )


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _most(count: int, fits: Callable[[int], bool]) -> int:
    """The largest number up to `count` that fits, or 0; doubles first, because `count` may be huge."""
    reach = 1
    while reach < count and fits(reach):
        reach *= 2
    return bisect_left(range(1, min(reach, count) + 1), True, key=lambda n: not fits(n))  # noqa: FBT003


def _words(text: Text) -> str:
    return "".join(run.text for run in text)


def _slice(text: Text, start: int, end: int) -> Text:
    pieces: list[Run] = []
    place = 0
    for run in text:
        words = run.text[max(start - place, 0) : max(end - place, 0)]
        if words:
            pieces.append(replace(run, text=words))
        place += len(run.text)
    return tuple(pieces)


def without_echo(message: Message, line: str) -> Message:
    """A message in which quotations of the end of a line are cut where they are longer than 400 characters."""
    line = " ".join(line.split())
    if len(line) <= _LONG:
        return message
    return replace(message, blocks=tuple(_shortened_block(block, line) for block in message.blocks))


def _shortened_block(block: Block, line: str) -> Block:
    if isinstance(block, Heading):
        return replace(block, text=_shortened(block.text, line))
    if isinstance(block, Paragraph | Note):
        return replace(block, text=tuple(replace(run, text=_shortened(run.text, line)) for run in block.text))
    return block


def _shortened(words: str, line: str) -> str:
    kept = ""
    while (at := words.rfind(line[-_TAIL:])) >= 0:
        end, start = at + _TAIL, at
        while start > 0 and end - start < len(line) and words[start - 1] == line[start - end - 1]:
            start -= 1
        quoted = words[start:end]
        if len(quoted) > _LONG:
            quoted = f"{quoted[:_SHOWN].rstrip()}…"
        words, kept = words[:start], quoted + words[end:] + kept
    return words + kept
