"""The lines below a title about the authors: names, affiliations, contact details."""

import re
from collections.abc import Sequence

from briefings.reading.actors.chinese import SURNAMES
from briefings.reading.actors.english_words import NEITHER, ORGANISATION, PLACE, PLAIN
from briefings.reading.actors.gazetteer import organisations, places
from briefings.reading.dates import find
from briefings.reading.layout import PROSE, Block
from briefings.reading.section_names import holds_references, opens
from briefings.reading.title_block.date_lines import DESKS
from briefings.text import CHINESE_SIGN

_LINES = 5  # below the title in which they are looked for
_LONGEST = 160  # characters
_UPPER = "[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁЄІЇҐ]"
_SMALL = r"(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|ten|ter|el|al|bin|ibn|zu)"
_PIECE = rf"(?:{_UPPER}\.(?:-?{_UPPER}\.)*|{_UPPER}[\w’'-]*[^\W\d_]|{_SMALL})"
_NAME = re.compile(rf"{_PIECE}(?:\s{_PIECE}){{1,4}}")
_HAN_NAME = re.compile(rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}|[{SURNAMES}]\s[\u4e00-\u9fff]")
_BETWEEN = re.compile(r"\s*(?:,|;|、|，|&|\||·|/|\band\b|\bи\b|\bund\b|\bet\b|\by\b)\s*")
_MARKS = re.compile(r"[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}|[¹²³⁴-⁹⁰†‡]+|(?<=[^\W\d_])\d(?:,\d)*(?=$|[\s,;])")
_REACHED = re.compile(r"(?:e-?mail:?\s)?\S+@\S+\.\w+(?:[,;]\s\S+@\S+\.\w+)*", re.IGNORECASE)
_INITIAL = re.compile(rf"(?:^|\s){_UPPER}\.")
_LEAST_TITLE = 4  # words of a line that is a title although a name stands above it


def author_lines(text: str, blocks: Sequence[Block], first: int) -> frozenset[int]:
    """The indexes of the byline's blocks, from the block `first` on; dates may be among them."""
    found: list[int] = []
    for at in range(first, min(first + _LINES, len(blocks))):
        line = words_of(text, blocks[at])
        if not line:
            break
        if is_byline(line):
            continue
        attached = bool(found) and (_REACHED.fullmatch(line) or _is_workplace(line))
        if not (attached or (_names_people(line) and _is_likely(text, blocks, at, line))):
            break
        found.append(at)
    return frozenset(found)


def signed_lines(text: str, blocks: Sequence[Block], first: int) -> frozenset[int]:
    """The indexes of the blocks, from `first` on, that are bylines with a name and a date."""
    near = range(first, min(first + _LINES, len(blocks)))
    lines = {at: words_of(text, blocks[at]) for at in near}
    return frozenset(at for at, line in lines.items() if line and is_byline(line) and byline_names(line))


def bylines(text: str, blocks: Sequence[Block], title: int | None) -> frozenset[int]:
    """The offsets of the author and date blocks beside the title; empty if no title is certain."""
    if title is None:
        return frozenset()
    told = author_lines(text, blocks, title + 1)
    found = [blocks[0].start] if title == 1 and above_title(text, blocks) else []
    for at, block in enumerate(blocks[title + 1 : title + 1 + _LINES], title + 1):
        if block.kind not in PROSE or (at not in told and not all(map(is_byline, _lines(text, block)))):
            break
        found.append(block.start)
    return frozenset(found)


def _lines(text: str, block: Block) -> list[str]:
    return text[block.start : block.end].split("\n")


def above_title(text: str, blocks: Sequence[Block]) -> bool:
    """Whether the first line names the authors, with the title below."""
    lines = [words_of(text, block) for block in blocks[:3]]
    if len(lines) < 3 or not all(lines) or not _names_people(lines[0]) or lines[0] in places():
        return False
    title = len(lines[1].split()) >= _LEAST_TITLE and lines[1][-1] not in ".。" and not is_byline(lines[1])
    return title and (is_byline(lines[2]) or opens(lines[2]))


def words_of(text: str, block: Block) -> str:
    """The words of a block that is one short line, without marks of emphasis and notes; "" for others."""
    if block.kind not in PROSE and block.kind != "heading":
        return ""
    line = text[block.start : block.end]
    return "" if len(line) > _LONGEST or "\n" in line else _MARKS.sub("", line).strip(" #")


def _names_people(line: str) -> bool:
    if opens(line) or holds_references(line) or line in places() or line in organisations():
        return False
    if CHINESE_SIGN.search(line):
        parts = [part for part in re.split(r"[\s、，,]+", line) if part]
        return (bool(parts) and all(map(_HAN_NAME.fullmatch, parts))) or bool(_HAN_NAME.fullmatch(line))
    return all(map(_is_person, _BETWEEN.split(line)))


def _is_person(name: str) -> bool:
    words = frozenset(name.split())
    return bool(_NAME.fullmatch(name)) and not words & (ORGANISATION | PLACE | NEITHER | PLAIN) and name not in places()


def _is_workplace(line: str) -> bool:
    return line[-1] not in ".!?:。" and bool(ORGANISATION & frozenset(re.findall(r"[^\W\d_]+", line)))


def _is_likely(text: str, blocks: Sequence[Block], at: int, line: str) -> bool:
    """Whether other signs confirm that a line names people: several names, initials, or a date or address below.

    Otherwise its words, like a heading's, must not recur in the text; Chinese names look like any words.
    """
    after = words_of(text, blocks[at + 1]) if at + 1 < len(blocks) else ""
    beside = bool(after) and (is_byline(after) or bool(_REACHED.fullmatch(after)) or _is_workplace(after))
    several = len(re.split(r"[\s、，,]+", line) if CHINESE_SIGN.search(line) else _BETWEEN.split(line)) > 1
    if beside or several or CHINESE_SIGN.search(line) or _INITIAL.search(line):
        return beside or several or not CHINESE_SIGN.search(line)
    words = [word for word in re.findall(r"[^\W\d_]+", line) if word[0].isupper()]
    return not any(text.count(word) > 1 or word.lower() in text for word in words)


# Lines between the title and the text that tell who wrote it and when: they are no sentences of it.
_BYLINE_LENGTH = 90
_MOST_WORDS = 8
_BYLINE_HAN = 4  # characters of a Chinese name, or of its holder's kind
_BYLINE_MARKS = " \t*_|·•–—-,;:()[]/"
_LABEL = re.compile(
    r"^(?:(?:first\s)?published|posted|updated|last\supdated|date\sof\s(?:publication|issue)|(?:publication|release|issue)\sdate"
    r"|дата\s(?:публикации|выхода|издания|обновления)|(?:出版|发表|更新)(?:日期|时间)|date|dated|written|by|author|authors|"
    r"опубликовано|обновлено|дата|автор|авторы|发布时间|发布|日期|作者|更新)\b[\s:：]*(?:on\s|by\s)?",
    re.IGNORECASE,
)
_WRITER = re.compile(r"^(?:by\s|authors?\s?:|авторы?\s?:|作者\s?[:：])", re.IGNORECASE)
_BYLINE_NAME = re.compile(r"[^\W\d_][\w.’'-]*")
_BYLINE_PARTICLES = frozenset(
    [
        "and",
        "by",
        "of",
        "for",
        "the",
        "de",
        "da",
        "di",
        "du",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "el",
        "al",
        "bin",
        "и",
        "г",
        "года",
    ]
)


def is_byline(words: str) -> bool:
    """Whether a line has a date or an author mark, and otherwise only names."""
    line = words.strip(_BYLINE_MARKS)
    if len(line) > _BYLINE_LENGTH or "\n" in line:
        return False
    days = [each for each in find(line, None) if each.when.precision in ("day", "instant", "month")]
    if len(days) > 1 or not (days or _WRITER.match(line)):
        return False
    rest = line[: days[0].start] + " " + line[days[0].end :] if days else line
    rest = _LABEL.sub("", rest.strip(_BYLINE_MARKS)).strip(_BYLINE_MARKS)
    names = _BYLINE_NAME.findall(rest)
    return len(names) <= _MOST_WORDS and all(map(_names_somebody, names))


def byline_names(words: str) -> tuple[str, ...]:
    """The people and desks that a byline names beside its date, no places: "Rail desk, 27 November 2026"."""
    line = words.strip(_BYLINE_MARKS)
    days = find(line, None)
    rest = line[: days[0].start] + line[days[0].end :] if days else line
    names = [each.strip(_BYLINE_MARKS) for each in _BETWEEN.split(_LABEL.sub("", rest.strip(_BYLINE_MARKS)))]
    return tuple(each for each in names if each and (each.lower().split()[-1] in DESKS or _is_person(each)))


def _names_somebody(word: str) -> bool:
    """Whether a word looks like part of a name or of a desk; Chinese has no capitals, but short names."""
    if "\u4e00" <= word[0] <= "\u9fff":
        return len(word) <= _BYLINE_HAN
    return word[0].isupper() or word.lower().strip(".") in _BYLINE_PARTICLES | DESKS
