"""Plain text: lines become paragraphs, and bare lines among them headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefings.reading import names
from briefings.reading.layout import Block, Layout, lines, trimmed
from briefings.reading.writers import above_title, writers

_NARROW = 110  # columns; a text wrapped by hand has no longer lines than this
_SLACK = 3  # columns that a full line may lack
_LONGEST_HEADING = 200
_LONGEST_TITLE = 300
_MOST_HEADING_WORDS = 30
_MOST_LOWER_WORDS = 8
_MOST_QUESTION_WORDS = 12
_LONGEST_RUN = 3  # more heading-like lines than this in a row are a list
_STOPS = ".!?…;,。！？；，、"
_CLOSERS = "\"'”’»)]*_"
_NOTE_MARKS = re.compile(r"(?:\[\^?[\d,;–-]{1,20}\]|[¹²³⁴-⁹⁰]{1,3})+$")
_BULLET = re.compile(r"[-*•–·◦▪]\s+|\(?[a-z0-9]{1,2}\)\s+", re.IGNORECASE)
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+\S|([IVXLC]{1,6})\.\s+\S")
_ENTRY = re.compile(r"\[\^?\d{1,4}\]|\d{1,4}[.)]\s|[-*•]\s|\(\d{1,4}\)\s")
_BYLINE = re.compile(
    r"[Bb]y (?:[A-Z][\w’'.-]*[,\s]*(?:and |& )?){1,8}|"
    r"(?:[Ff]rom|[Dd]ate|[Pp]ublished|[Uu]pdated|[Aa]uthors?|[Cc]ontact|Автор|Дата|作者|日期)\s?[:：].*"
)
_UNFINISHED = re.compile(
    r"\b(?:as|by|is|are|the|of|with|then|that|for|and|or|holds|expressed|reads|where|given|to|in|from|be|a|an)$",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(
    r"(?=.*\d{4})[\w\s.,]{0,12}(?:\d{1,2}\W+\w{3,9}|\w{3,9}\W+\d{1,2}|\d[\d./年月日-]+)[\s,.]*\d{0,4}\W*[\wг.]{0,5}"
)
_BROAD = (  # what takes two columns, and after each of which a line may end
    r"\u2e80-\u303e\u3041-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U000323af"
)
_HANGUL = r"\u1100-\u115f\uac00-\ud7a3"  # takes two columns too, yet its words are parted by spaces
_IS_BROAD = re.compile(f"[{_BROAD}]")
_IS_WIDE = re.compile(f"[{_BROAD}{_HANGUL}]")
_UNPARTED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer: spaces part phrases, not words
_FIRST_WORD = re.compile(f"[{_BROAD}]|[{_UNPARTED}]{{1,8}}|[^\\s{_BROAD}{_UNPARTED}]+")
_INDENTS = "\u3000"  # the space with which Chinese and Japanese paragraphs begin
_ENDS_BROADLY = re.compile(r"[。！？][”’」』）]*$")
_ADDRESS = re.compile(r"\S*(?:https?://|www\.|@|\w:\w)\S*")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    after_blank: bool
    columns: int  # from the margin to its end, and so are
    characters: int
    indent: int


def read_plain(text: str) -> Layout:
    """Blocks of a text that has no markup."""
    found = _lines(text)
    spans = _joined(text, found) if _wrapped(text, found) else [(line.start, line.end) for line in found]
    return Layout(text, tuple(with_headings(text, [_block(text, *span) for span in spans])))


def with_headings(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks, those which are bare headings turned into such."""
    marks = [_may_head(text, block) for block in blocks]
    told = writers(text, blocks, 1) if blocks and marks[0] else frozenset[int]()
    if above_title(text, blocks):
        told |= {0}
    marks = [mark and at not in told for at, mark in enumerate(marks)]
    made = list(blocks)
    at = 0
    in_references = False
    while at < len(blocks):
        stop = at
        while stop < len(blocks) and marks[stop] and not (in_references and not _after_references(text, blocks[stop])):
            stop += 1
        for index in _headings_of_run(text, blocks, at, stop):
            made[index] = _heading(text, blocks[index])
            in_references = names.holds_references(made[index].words) or names.holds_notes(made[index].words)
        at = max(stop, at + 1)
    return made


def _headings_of_run(text: str, blocks: Sequence[Block], at: int, stop: int) -> range | list[int]:
    """Which blocks of a run of heading-like ones are headings; what follows the run is prose."""
    words = [text[block.start : block.end] for block in blocks[at:stop]]
    for index, line in enumerate(words):
        if names.holds_references(line) or names.holds_notes(line):
            before = _headings_of_run(text, blocks[: at + index], at, at + index) if index == 1 else []
            return [*before, at + index]
    if stop == len(blocks) or stop == at:
        return []
    if at == 0 and len(words) > 2:
        return [0, stop - 1] if names.opens(words[-1]) or len(words) > _LONGEST_RUN else range(at, stop)
    if len(words) > _LONGEST_RUN or any(_same_numbering(a, b) for a, b in pairwise(words)):
        return [stop - 1] if not _NUMBERED.match(words[-1]) else []
    return range(at, stop)


def _same_numbering(line: str, following: str) -> bool:
    first, second = _NUMBERED.match(line), _NUMBERED.match(following)
    return bool(first and second and depth(line) == depth(following))


def depth(line: str) -> int:
    """How deep a heading's number says that it stands; 1 without a number."""
    match = _NUMBERED.match(line)
    return (match[1] or "").count(".") + 1 if match else 1


def _heading(text: str, block: Block) -> Block:
    words = text[block.start : block.end]
    return Block("heading", block.start, block.end, depth(words), " ".join(words.rstrip(":： ").split()))


def _after_references(text: str, block: Block) -> bool:
    words = text[block.start : block.end]
    return names.closes(words) or names.holds_notes(words) or names.holds_references(words)


def _may_head(text: str, block: Block) -> bool:
    opens = not block.start
    if block.kind != "paragraph" or block.end - block.start > _LONGEST_TITLE:
        return False
    return reads_as_heading(text[block.start : block.end], opens=opens)


def reads_as_heading(line: str, *, opens: bool = False) -> bool:
    """Whether a line by itself may be a heading, or the title where it `opens` the text."""
    if len(line) > (_LONGEST_TITLE if opens else _LONGEST_HEADING):
        return False
    if names.holds_references(line) or names.holds_notes(line):
        return True
    bare = _NOTE_MARKS.sub("", line).rstrip(_CLOSERS)
    if not bare or (len(line.split()) > _MOST_HEADING_WORDS and not opens) or _is_no_heading(line):
        return False
    if bare[-1] == "?":
        return len(line.split()) <= _MOST_QUESTION_WORDS or opens
    if bare[-1] in ":：":
        return len(line.split()) <= 5
    return bare[-1] not in _STOPS


def _is_no_heading(line: str) -> bool:
    words = line.split()
    letters = sum(map(str.isalpha, line))
    return (
        letters * 3 < sum(map(len, words))
        or "\t" in line
        or "|" in line
        or line.count("/") > 3
        or (line[0] == "*" and not line.endswith("*"))
        or (line[0].islower() and len(words) > _MOST_LOWER_WORDS)
        or bool(_ADDRESS.fullmatch(words[-1]))
        or bool(_UNFINISHED.search(line))
        or bool(_BYLINE.fullmatch(line))
        or bool(_DATE_LINE.fullmatch(line))
    )


def _block(text: str, start: int, end: int) -> Block:
    if marker := _BULLET.match(text, start, end):
        return Block("item", marker.end(), end)
    return Block("paragraph", start, end)


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    blank = True
    for start, end in lines(text):
        left, right = trimmed(text, start, end)
        if left < right:
            columns = right - start + len(_IS_WIDE.findall(text, start, right))
            opens = blank or text[start] == _INDENTS  # as good as an empty line before it
            found.append(_Line(left, right, opens, columns, right - start, left - start))
        blank = left == right
    return found


def _wrapped(text: str, found: Sequence[_Line]) -> bool:
    """Whether line ends stand where a line was full, not where a paragraph ended."""
    if not found or max(line.columns - line.indent for line in found) > _NARROW:
        return False
    width = _width(found)
    runs = [(a, b) for a, b in pairwise(found) if not b.after_blank and not _stands_alone(text, a, width)]
    full = sum(_is_full(text, a, b, width) for a, b in runs)
    return bool(runs) and full * 2 > len(runs)


def _stands_alone(text: str, line: _Line, width: tuple[int, int]) -> bool:
    """Whether a Chinese or Japanese line ends a sentence, or is short as headings are: it tells nothing of wraps."""
    broad = _IS_BROAD.match(text, line.end - 1) is not None
    return broad and (line.columns * 2 < width[0] or _ends_broadly(text, line))


def _width(found: Sequence[_Line]) -> tuple[int, int]:
    """The widest line in columns, and in characters, by which some editors break."""
    return max(line.columns for line in found), max(line.characters for line in found)


def _is_full(text: str, line: _Line, following: _Line, width: tuple[int, int]) -> bool:
    """Whether the next line's first word would not have fitted."""
    columns, characters = width
    if _IS_BROAD.match(text, line.end - 1) or _IS_BROAD.match(text, following.start):
        by_characters = line.columns > 1.5 * line.characters and line.characters + _SLACK > characters
        return line.columns + _SLACK >= columns or by_characters
    word = _FIRST_WORD.match(text, following.start, following.end)
    return line.columns + 1 + (len(word[0]) if word else 0) > columns - _SLACK


def _ends_broadly(text: str, line: _Line) -> bool:
    """Whether a Chinese or Japanese sentence ends with the line, which then may be a paragraph however wide it is."""
    return _ENDS_BROADLY.search(text, max(line.start, line.end - 4), line.end) is not None


def _joined(text: str, found: Sequence[_Line]) -> list[tuple[int, int]]:
    width = _width(found)
    spans: list[tuple[int, int]] = []
    for index, line in enumerate(found):
        before = found[index - 1]
        starts = index == 0 or line.after_blank or not _is_full(text, before, line, width)
        hangs = index > 0 and line.indent > before.indent and not line.after_blank
        listed = bool(spans) and all(_ENTRY.match(text, place, line.end) for place in (spans[-1][0], line.start))
        if (starts and not hangs) or listed:
            spans.append((line.start, line.end))
        else:
            spans[-1] = (spans[-1][0], line.end)
    return spans
