"""Finds the title and sections, and which sections hold references or notes."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from briefings.model.analysis import Section
from briefings.reading import section_names
from briefings.reading.dates import find
from briefings.reading.layout import PROSE, Block, Layout
from briefings.reading.title_block.author_lines import above_title
from briefings.text import one_line
from briefings.text.plain_words import letters_of

# Headings above a title: stamps, a page's first link.
_NO_TITLE = re.compile(
    r"(?:received|draft|confidential|published|(?:not\s)?for\spublication|"
    r"skip\sto\s(?:main\s)?content|(?:table\sof\s)?contents|index|"
    r"for\simmediate\srelease|press\srelease|attachments?|inhalt(?:sverzeichnis)?|sommaire|содержание|оглавление|目录)",
    re.IGNORECASE,
)
_FOLDER_END = re.compile(r"\\(?!x[0-9a-f]{2})")  # in a path of Windows
_NUMBERED = re.compile(r"(\d{1,2}|[IVX]{1,4})(?:\.\d{1,2}){0,3}[.)]?\s")
_MOST_NOTES = 20  # sections of notes that are looked at, from the end
# A speaker's name in brackets and the star of a list are no marks of notes.
_NOTE_MARK = re.compile(
    r"\s*(?:\[\^[\w-]{1,20}\]|\[(?:\w{0,11}\d\w{0,3}|[A-Z]{2,5}|[a-wyz])\]|\(?\d{1,4}[.)\]]?\s|[¹²³⁴-⁹⁰†‡①-⑳]|"
    r"[〔［【（]\d{1,4}[〕］】）]|\d{1,4}[、．]|\*(?!\s|\*|[^*\n]{20,2000}\*\s*$))"
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d")
_IN_ENTRY = re.compile(
    r"(?<!\]\()https?://|^\W{0,3}\[[^\]\n]{1,200}\]\(http|\bdoi\b|\s//\s|\[[A-Z]\]|[(（][^()（）\n]{0,20}(?:(?:1[5-9]|20)\d\d|n\.\s?d\.)|"
    r"^[^\W\d_][\w’'-]{1,40},\s(?-i:[^\W\d_a-zа-яё]).*\d{4}",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(r"(?:1[5-9]|20)\d\d[a-z]?(?:\s?(?:г\.|年))?[)）]?\W{0,3}$")
_LAST = 60  # characters at the end of a paragraph in which its last date stands
# Before the last date of a sentence; a source has its date after a comma.
_PREPOSITION = re.compile(
    r"(?:(?:\b(?:in|by|on|at|since|until|till|from|to|before|after|during|for|through|around|im|am|ab|vom|zum|bis|seit|en|le|au|du|"
    r"depuis|avant|dès|el|в|во|до|с|от|на|к|ко)(?:\s(?:the|early|late|mid))?\s)|[于於在从從自至到]\s?)$",
    re.IGNORECASE,
)
_MOST_BEFORE_TITLE, _FEWEST_CAPITALS = 8, 4  # blocks before a title in capitals, and its words
_FEWEST_WORDS = 5  # of a sentence on average, in prose
_SENTENCE_END = re.compile(r"\w{3}[.!?][\"”’»)*_]*(?=\s|$)|[。！？]")
_PROSE_LENGTH = 60  # characters


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections; `title_block` is the index of the title's heading; `references` and `notes` index sections.

    `named` says that the title is only the file's name.
    """

    title: str
    title_block: int | None
    sections: tuple[Section, ...]
    references: int | None
    notes: int | None
    named: bool = False

    @property
    def notes_section(self) -> Section | None:
        """The section with the notes, if the reference list has another."""
        return None if self.notes is None else self.sections[self.notes]


def outline(name: str, layout: Layout) -> Outline:
    """Divides the text into sections; without a title line, the file name gives the title."""
    at = _title_block(layout)
    at = _title_in_capitals(layout) if at is None and not layout.title else at
    own = one_line(layout.blocks[at].words) if at is not None else ""
    title = own or one_line(layout.title)
    heads = [b for index, b in enumerate(layout.blocks) if b.kind == "heading" and (at is None or index > at)]
    sections = _sections(layout.text, heads)
    lists = [
        i
        for i, section in enumerate(sections)
        if section_names.holds_references(section.heading) and not is_undated_prose(layout, section)
    ]
    named = [i for i, section in enumerate(sections) if section_names.holds_notes(section.heading)]
    notes = [i for i in named[-_MOST_NOTES:] if _is_marked(layout, sections[i])]
    references = _first_of_last_run(lists) if lists else notes[-1] if notes else None
    last = notes[-1] if lists and notes else None
    return Outline(title or title_from(name), at, sections, references, last, named=not title)


def _first_of_last_run(lists: Sequence[int]) -> int:
    """The first of the last sections in a row: "Further reading" right behind the references is one list with them."""
    at = len(lists) - 1
    while at and lists[at - 1] == lists[at] - 1:
        at -= 1
    return lists[at]


def _is_marked(layout: Layout, section: Section) -> bool:
    """Whether a section of notes has entries with numbers or of works, unlike the notes of a meeting."""
    inside = blocks_inside(layout, section)
    told = [is_entry(layout.text, block) for block in inside]
    return not inside or sum(told) * 2 >= len(told)


def blocks_inside(layout: Layout, section: Section) -> list[Block]:
    """The blocks of a section without headings."""
    return [b for b in layout.blocks if b.kind != "heading" and section.body <= b.start < section.end]


def _is_told(layout: Layout, section: Section) -> bool:
    """Whether a section named like a list has sentences and no entry."""
    inside = blocks_inside(layout, section)
    return any(is_prose(layout.text, each) for each in inside) and not any(is_entry(layout.text, b) for b in inside)


def is_undated_prose(layout: Layout, section: Section) -> bool:
    """Whether a section named like a list has sentences about the sources alone, without the year of any work."""
    inside = (layout.text[block.start : block.end] for block in blocks_inside(layout, section))
    return _is_told(layout, section) and not any(map(names_year_of_work, inside))


def names_year_of_work(words: str) -> bool:
    """Whether words name a year that no preposition ties to a sentence."""
    if not _YEAR.search(words):
        return False
    tied = (each for each in find(words, None) if _PREPOSITION.search(words[max(0, each.start - _LAST) : each.start]))
    said = {year.start() for each in tied for year in _YEAR.finditer(words, each.start, each.end)}
    return any(year.start() not in said for year in _YEAR.finditer(words))


def is_prose(text: str, block: Block) -> bool:
    """Whether a block is a paragraph of at least two sentences, longer than the parts of an entry."""
    if block.kind not in {"paragraph", "quote"}:
        return False
    words = text[block.start : block.end]
    ends = len(_SENTENCE_END.findall(words))
    return ends > 1 and (len(words.split()) >= _FEWEST_WORDS * ends or not words.isascii())


def is_entry(text: str, block: Block) -> bool:
    """Whether a block has a note's mark, a web address, or the year of a work: after a name, in brackets, at an end."""
    words = text[block.start : block.end]
    if is_day(words):
        return False
    marked = _NOTE_MARK.match(text, text.rfind("\n", 0, block.start) + 1, block.end)
    return block.kind == "note" or marked is not None or _IN_ENTRY.search(words) is not None or _ends_in_year(words)


def _ends_in_year(words: str) -> bool:
    """Whether words end with the year of a work, which no preposition ties to a sentence: "Port Press, 2024"."""
    if not _YEAR_LAST.search(words):
        return False
    end = words[-_LAST:]
    dates = find(end, None)
    return not dates or _PREPOSITION.search(end[: dates[-1].start]) is None


def title_from(name: str) -> str:
    """A title from a file name: no folder, ending or dashes. Escapes of bytes that aren't UTF-8 stay: "caf\\xe9"."""
    stem = PurePath(_FOLDER_END.sub("/", name)).stem
    words = stem.replace("_", " ").replace("-", " ").split()
    text = one_line(" ".join(words)) or "Untitled"
    return text[:1].upper() + text[1:]


def section_at(sections: Sequence[Section], offset: int) -> int | None:
    """The index of the section that contains an offset; None in the preamble."""
    at = bisect_right(sections, offset, key=lambda section: section.start) - 1
    return at if at >= 0 else None


def _title_block(layout: Layout) -> int | None:
    heads = [(index, block) for index, block in enumerate(layout.blocks) if block.kind == "heading"]
    stamps = 0
    while stamps < len(heads) and _is_stamp(heads[stamps][1].words):
        stamps += 1
    stamps += _is_dated_above(heads[stamps:])
    if stamps == len(heads):
        return None
    index, first = heads[stamps]
    front = next((at for at, each in enumerate(layout.blocks) if not _is_before_title(layout.text, each)), 0)
    if stamps:
        return index if _is_in_front(layout, index) else None
    if layout.titled and not letters_of(first.words).startswith(letters_of(layout.title)):
        return None
    listing = _lists_something(first.words) and not _is_whole_text(layout, heads)
    if section_names.opens(first.words) or listing:
        return None
    if (first.level != 1 and index != front) or _opens_numbering(heads):
        return None
    if index == front:
        return index
    alone = all(block.level > 1 for _, block in heads[1:])
    signed = index == front + 1 and above_title(layout.text, layout.blocks)
    return index if signed or (alone and len(heads) > 1) else None


def _is_dated_above(heads: Sequence[tuple[int, Block]]) -> bool:
    """Whether the first heading is the only one that is a day, right above another, which is the title."""
    days = [is_day(block.words) for _, block in heads]
    return len(days) > 1 and days[0] and days.count(True) == 1 and heads[1][0] == heads[0][0] + 1


def _is_before_title(text: str, block: Block) -> bool:
    """Whether a block above a title may be none of the text: code, a picture, a day."""
    return block.kind in {"code", "table"} or (block.kind in PROSE and is_day(text[block.start : block.end]))


def _title_in_capitals(layout: Layout) -> int | None:
    """The only heading in capitals near the start of a text, below words of who passes it on."""
    found = [at for at, each in enumerate(layout.blocks) if each.kind == "heading" and each.words.isupper()]
    near = bool(found) and found[0] < _MOST_BEFORE_TITLE
    long = near and len(layout.blocks[found[0]].words.split()) >= _FEWEST_CAPITALS
    first = next((at for at, each in enumerate(layout.blocks) if each.kind == "heading"), None)
    taken = near and (section_names.opens(layout.blocks[found[0]].words) or _is_stamp(layout.blocks[found[0]].words))
    return found[0] if len(found) == 1 and long and first == found[0] and not taken else None


def _opens_numbering(heads: Sequence[tuple[int, Block]]) -> bool:
    """Whether the first heading is the first of numbered sections, and no title."""
    numbered = [_NUMBERED.match(block.words) for _, block in heads]
    peers = [number for (_, block), number in zip(heads, numbered, strict=True) if block.level == heads[0][1].level]
    first = numbered[0]
    return first is not None and first[1] in {"0", "1", "I"} and len(peers) > 1 and all(peers)


def _is_stamp(words: str) -> bool:
    return _NO_TITLE.fullmatch(words.strip(" *_.:")) is not None


def _is_whole_text(layout: Layout, heads: Sequence[tuple[int, Block]]) -> bool:
    """Whether the first heading, named like a list, stands over all others of the text, and over no entries."""
    first, rest = heads[0][1], heads[1:]
    if is_day(first.words) or any(block.level <= first.level for _, block in rest):
        return False
    end = rest[0][1].start if rest else len(layout.text)
    section = Section(first.words, 1, first.start, end, min(first.end + 1, end))
    return _is_told(layout, section) or (bool(rest) and not blocks_inside(layout, section))


def is_day(words: str) -> bool:
    """Whether words are nothing but a day."""
    day = next(iter(find(words, None)), None)
    return day is not None and not any(map(str.isalpha, words[: day.start] + words[day.end :]))


def _lists_something(words: str) -> bool:
    """Whether a heading names a list of sources or notes, or is nothing but a day."""
    return is_day(words) or section_names.holds_references(words) or section_names.holds_notes(words)


def _is_in_front(layout: Layout, index: int) -> bool:
    """Whether no paragraph of prose stands before a heading."""
    return not any(
        block.kind in PROSE and block.end - block.start > _PROSE_LENGTH and layout.text[block.end - 1] in ".!?。"
        for block in layout.blocks[:index]
    )


def _sections(text: str, heads: list[Block]) -> tuple[Section, ...]:
    top = min((head.level for head in heads), default=1)
    ends = [*(head.start for head in heads[1:]), len(text)]
    return tuple(
        Section(head.words, head.level - top + 1, head.start, end, min(head.end + 1, end))
        for head, end in zip(heads, ends, strict=False)
    )
