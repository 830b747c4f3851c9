"""Plain text: lines become paragraphs, and short lines of their own become headings."""

import re
from collections.abc import Sequence
from itertools import pairwise

from briefings.reading import section_names
from briefings.reading.front_matter import above_title, author_lines, is_code
from briefings.reading.layout import Block, Layout, is_caption
from briefings.reading.text.table_lines import table_spans
from briefings.reading.text.unwrap import paragraphs, set_in

_LONGEST_HEADING = 200
_LONGEST_TITLE = 300
_MOST_HEADING_WORDS = 30
_MOST_LOWER_WORDS = 8
_MOST_QUESTION_WORDS = 12
_SHORTEST_QUOTED = 24  # characters of a paragraph that is set in as a quotation
_FEWEST_GAPS = 2  # between the cells of a table's row
_CELLS = re.compile(r"(?<=\S)(?:\s?\t\s?|\s\|\s|\s{3,})(?=\S)")
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
_ADDRESS = re.compile(r"\S*(?:https?://|www\.|@|\w:\w)\S*")


def read_plain(text: str) -> Layout:
    """The blocks of a text without markup."""
    tabled = table_spans(text)
    spans = paragraphs(_without(text, tabled))
    inward = set_in(text, spans)
    blocks: list[Block] = []
    for start, end in spans:
        shortest = 1 if blocks and blocks[-1].kind == "quote" else _SHORTEST_QUOTED
        blocks.append(_block(text, start, end, quoted=start in inward and end - start >= shortest))
    blocks = sorted([*blocks, *(Block("table", *span) for span in tabled)], key=lambda block: block.start)
    return Layout(text, tuple(with_headings(text, blocks)))


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with spaces in place of the spans' words."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += [text[at:start], re.sub(r"[^\n]", " ", text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def with_headings(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with those that look like headings turned into headings."""
    marks = [_may_head(text, block) for block in blocks]
    below = above_title(text, blocks)
    told = author_lines(text, blocks, 2 if below else 1) if below or (blocks and marks[0]) else frozenset[int]()
    told |= {0} if below else set()
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
            in_references = section_names.holds_references(made[index].words) or section_names.holds_notes(
                made[index].words
            )
        at = max(stop, at + 1)
    return made


def _headings_of_run(text: str, blocks: Sequence[Block], at: int, stop: int) -> range | list[int]:
    """Which blocks in a run of heading-like ones are headings; the run is followed by prose."""
    words = [text[block.start : block.end] for block in blocks[at:stop]]
    for index, line in enumerate(words):
        if section_names.holds_references(line) or section_names.holds_notes(line):
            before = _headings_of_run(text, blocks[: at + index], at, at + index) if index == 1 else []
            return [*before, at + index]
    if stop == len(blocks) or stop == at:
        return []
    if at == 0 and len(words) > 2:
        return [0, stop - 1] if section_names.opens(words[-1]) or len(words) > _LONGEST_RUN else range(at, stop)
    if len(words) > _LONGEST_RUN or any(_same_numbering(a, b) for a, b in pairwise(words)):
        return [stop - 1] if not _NUMBERED.match(words[-1]) else []
    return range(at, stop)


def _same_numbering(line: str, following: str) -> bool:
    first, second = _NUMBERED.match(line), _NUMBERED.match(following)
    return bool(first and second and depth(line) == depth(following))


def depth(line: str) -> int:
    """The depth of a heading's number; 1 without a number."""
    match = _NUMBERED.match(line)
    return (match[1] or "").count(".") + 1 if match else 1


def _heading(text: str, block: Block) -> Block:
    words = text[block.start : block.end]
    return Block("heading", block.start, block.end, depth(words), " ".join(words.rstrip(":： ").split()))


def _after_references(text: str, block: Block) -> bool:
    words = text[block.start : block.end]
    return section_names.closes(words) or section_names.holds_notes(words) or section_names.holds_references(words)


def _may_head(text: str, block: Block) -> bool:
    opens = not block.start
    if block.kind != "paragraph" or block.end - block.start > _LONGEST_TITLE:
        return False
    return reads_as_heading(text[block.start : block.end], opens=opens)


def reads_as_heading(line: str, *, opens: bool = False) -> bool:
    """Whether a line by itself may be a heading, or the title if it `opens` the text."""
    if len(line) > (_LONGEST_TITLE if opens else _LONGEST_HEADING):
        return False
    if (
        section_names.holds_references(line)
        or section_names.holds_notes(line)
        or (section_names.closes(line) and line[-1] not in _STOPS)
    ):
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
        or line[0] in "—―"
        or is_code(line)
        or (line[0] == "*" and not line.endswith("*"))
        or (line[0].islower() and len(words) > _MOST_LOWER_WORDS)
        or bool(_ADDRESS.fullmatch(words[-1]))
        or bool(_UNFINISHED.search(line))
        or bool(_BYLINE.fullmatch(line))
        or bool(_DATE_LINE.fullmatch(line))
    )


def _block(text: str, start: int, end: int, *, quoted: bool) -> Block:
    words = text[start:end]
    if marker := _BULLET.match(text, start, end):
        return Block("item", marker.end(), end)
    if is_caption(words) or _is_row(words):
        return Block("table", start, end)
    if quoted and not reads_as_heading(words) and not _ENTRY.match(words):
        return Block("quote", start, end)
    return Block("paragraph", start, end)


def _is_row(words: str) -> bool:
    """Whether each line has table cells, separated by tabs, bars or wide gaps."""
    lines = words.split("\n")
    return all(len(_CELLS.findall(line)) >= _FEWEST_GAPS and line.rstrip()[-1:] not in _STOPS for line in lines)
