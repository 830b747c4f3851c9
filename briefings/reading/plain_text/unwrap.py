"""Joins hard-wrapped lines of plain text into paragraphs."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from briefings.reading.layout import lines, trimmed

_NARROW = 110  # columns; a text wrapped by hand has no longer lines than this
_SLACK = 3  # columns that a full line may lack
ENTRY = re.compile(r"\[\^?\d{1,4}\]|\d{1,4}[.)]\s|[-*•]\s|\(\d{1,4}\)\s")
_DATED = re.compile(
    r"(?:[A-Z][a-z]{1,8}\.?,?\s)?\d{1,4}(?:[./-]\d{1,2}|(?:st|nd|rd|th|\.)?\s[A-Z][a-z]{2})|[A-Z][a-z]{2,8}\.?\s\d{1,2}\b"
)
_SLIM = 46  # columns; lines of Latin letters as short as this are a list, not wrapped text
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
_TAB = 4  # columns
_SET_IN = 2  # columns by which a quotation stands in from the other paragraphs
_PROSE = 15  # characters that a paragraph has at least
_ENDS = frozenset('.!?…。！？”"»)')
_LOWER = re.compile(r"[\"'“‘(\[]?[a-zà-öø-ÿа-яё]")
_OPEN_END = re.compile(r"[^\W\d_]|[,;\d'’”\")\]–—-]")  # ends a line whose sentence goes on
_STOP = re.compile(r"[.!?:…][\"'”’»)\]*_]{0,3}$")
_BULLET = re.compile(r"\\[-–•][ \t]*[^\W\d_]|(?:[-*•·▪◦‣o+]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])[ \t]+\S")
_QUOTED = re.compile(r"(?: {0,2}> ?)+")  # as mail quotes what it answers
_FEW_WIDE = 0.03  # share of the lines that may be wider than a wrapped text's
_TYPICAL = 0.95  # of the lines that go on are not wider than the text
_FEWEST_LINES = 8  # that go on, for a text's width to be told by most of them
_RUNS_ON = 0.4  # share of the pairs of lines that one sentence goes through, in a text of ragged lines
_HALF = 0.5  # of the width that a line has at least from which a sentence runs on
_SPACED = 0.7  # share of the lines followed by one empty line, in a text of double spacing
_INDENT = 8  # columns at most between the margins of two lines of a sentence
_FIRST_INDENT = 16  # columns at most by which a paragraph's first line stands in
_MOSTLY = 0.8  # of a block's lines that are nearly as wide as its widest
_CENTRED = 4  # columns by which the middles of lines may differ
_FEWEST_CENTRED = 8  # columns that a centred line stands in
_FEW = 0.4  # share of the paragraphs that can be set in; where more are, they begin so


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    gap: int  # empty lines before it
    columns: int  # from the margin to its end, and so are
    characters: int
    indent: int
    depth: int = 0  # of the messages quoted in one another
    broken: bool = False  # whether a page ends before it
    spaced: bool = False  # whether an empty line of double spacing stands before it

    @property
    def middle(self) -> float:
        """The column in the middle of the line's words."""
        return (self.indent + self.columns) / 2


def paragraphs(text: str, furniture: frozenset[int] = frozenset()) -> list[tuple[int, int]]:
    """The spans of the paragraphs of a text without markup; lines that start in `furniture` don't part them."""
    found = _single_spaced(text, _lines(text, furniture))
    return _joined(text, found) if _wrapped(text, found) else _joined_ragged(text, found)


def set_in(text: str, spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    """The starts of paragraphs indented on every line, unlike all others, after an empty line."""
    margins = {span: min(_margin(text, at) for at in _heads(text, *span)) for span in spans}
    prose = [span for span in spans if span[1] - span[0] >= _PROSE and text[span[1] - 1] in _ENDS]
    usual = Counter(margins[span] for span in prose).most_common(1)[0][0] if prose else 0
    found = [span for span in spans if margins[span] >= usual + _SET_IN and _after_empty_line(text, span[0])]
    few = len({*prose}.intersection(found)) <= _FEW * len(prose)
    return frozenset(start for start, _ in found) if few else frozenset()


def quote_mark_end(text: str, start: int, end: int) -> int:
    """Where a line's words begin behind the signs that quote a message; `start` without them."""
    found = _QUOTED.match(text, start, end)
    return found.end() if found else start


def _heads(text: str, start: int, end: int) -> list[int]:
    return [left for left, right in (trimmed(text, *line) for line in lines(text, start, end)) if left < right]


def _margin(text: str, at: int) -> int:
    return len(text[text.rfind("\n", 0, at) + 1 : at].expandtabs(_TAB))


def _after_empty_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, max(0, text.rfind("\n", 0, at))) + 1 : at].strip()


def _lines(text: str, furniture: frozenset[int]) -> list[_Line]:
    found: list[_Line] = []
    gap, broken = 1, False
    for start, end in lines(text):
        inner = quote_mark_end(text, start, end)
        left, right = trimmed(text, inner, end)
        if start in furniture:
            broken = bool(found)
        elif left < right:
            columns = right - start + len(_IS_WIDE.findall(text, start, right))
            opens = max(gap, 1) if text[start] == _INDENTS else gap  # as good as an empty line before it
            depth = text.count(">", start, inner)
            found.append(_Line(left, right, opens, columns, right - start, left - start, depth, broken))
        empty = left == right or start in furniture
        gap = gap + 1 if empty else 0
        broken = broken and empty
    return found


def _single_spaced(text: str, found: list[_Line]) -> list[_Line]:
    """The lines of a text typed with an empty line after each, without those; others as they are."""
    pairs = [*pairwise(found)]
    spaced = [(a, b) for a, b in pairs if b.gap == 1]
    if len(pairs) < _FEWEST_LINES or len(spaced) < _SPACED * len(pairs):
        return found
    going = sum(_runs_on(text, a, b, 0) for a, b in spaced)
    if going < _RUNS_ON * len(spaced):
        return found
    return [replace(line, gap=max(0, line.gap - 1), spaced=line.gap == 1) for line in found]


def _wrapped(text: str, found: Sequence[_Line]) -> bool:
    """Whether lines end because they were full, not because a paragraph ended."""
    wide = sum(line.columns - line.indent > _NARROW for line in found)
    widest = max((w for line in found if (w := line.columns - line.indent) <= _NARROW), default=0)
    if not found or wide > _FEW_WIDE * len(found) or (widest < _SLIM and not _IS_WIDE.search(text)):
        return False
    width = _width(found)
    runs = [(a, b) for a, b in pairwise(found) if not b.gap and not _stands_alone(text, a, width)]
    full = sum(_is_full(text, a, b, width) for a, b in runs)
    going = sum(_runs_on(text, a, b, _SLIM) for a, b in runs)
    return bool(runs) and (full * 2 > len(runs) or going > _RUNS_ON * len(runs))


def _runs_on(text: str, line: _Line, following: _Line, columns: int) -> bool:
    """Whether a sentence goes on from a line, of at least so many columns, to one that starts in lower case."""
    return (
        line.columns >= columns
        and line.depth == following.depth
        and -_INDENT <= line.indent - following.indent <= _FIRST_INDENT
        and following.end - following.start > len("by")
        and (_LOWER.match(text, following.start) is not None or _are_capitals(text, line, following))
        and _OPEN_END.match(text, line.end - 1) is not None
        and not _STOP.search(text, max(line.start, line.end - 4), line.end)
    )


def _are_capitals(text: str, line: _Line, following: _Line) -> bool:
    return text[line.start : line.end].isupper() and text[following.start : following.end].isupper()


def _stands_alone(text: str, line: _Line, width: tuple[int, int]) -> bool:
    """Whether a Chinese or Japanese line ends a sentence or is as short as a heading, so it doesn't show wrapping."""
    broad = _IS_BROAD.match(text, line.end - 1) is not None
    return broad and (line.columns * 2 < width[0] or _ends_broadly(text, line))


def _width(found: Sequence[_Line]) -> tuple[int, int]:
    """The text's width in columns, and in characters, since some editors wrap by those."""
    going = [a for a, b in pairwise(found) if not b.gap and a.columns <= _NARROW]
    kept = [line for line in found if line.columns - line.indent <= _NARROW] or found
    if len(going) < _FEWEST_LINES:
        return max(line.columns for line in kept), max(line.characters for line in kept)
    at = int(_TYPICAL * (len(going) - 1))
    return sorted(line.columns for line in going)[at], sorted(line.characters for line in going)[at]


def _is_full(text: str, line: _Line, following: _Line, width: tuple[int, int]) -> bool:
    """Whether the next line's first word would not have fitted."""
    columns, characters = width
    if _IS_BROAD.match(text, line.end - 1) or _IS_BROAD.match(text, following.start):
        by_characters = line.columns > 1.5 * line.characters and line.characters + _SLACK > characters
        return line.columns + _SLACK >= columns or by_characters
    word = _FIRST_WORD.match(text, following.start, following.end)
    return line.columns + 1 + (len(word[0]) if word else 0) > columns - _SLACK


def _ends_broadly(text: str, line: _Line) -> bool:
    """Whether the line ends a Chinese or Japanese sentence, so it may be a paragraph of any width."""
    return _ENDS_BROADLY.search(text, max(line.start, line.end - 4), line.end) is not None


def _joined(text: str, found: Sequence[_Line]) -> list[tuple[int, int]]:
    width = _width(found)
    widths = _widths(found, width)
    spans: list[tuple[int, int]] = []
    for at, line in enumerate(found):
        if at == 0 or _begins(text, found, at, widths[at - 1], spans[-1][0]):
            spans.append((line.start, line.end))
        else:
            spans[-1] = (spans[-1][0], line.end)
    return spans


def _joined_ragged(text: str, found: Sequence[_Line]) -> list[tuple[int, int]]:
    """Each line as a paragraph, but those joined through which a sentence runs, also over a page's end."""
    spans: list[tuple[int, int]] = []
    for at, line in enumerate(found):
        if at and _is_ragged(text, found[at - 1], line):
            spans[-1] = (spans[-1][0], line.end)
        else:
            spans.append((line.start, line.end))
    return spans


def _is_ragged(text: str, before: _Line, line: _Line) -> bool:
    if line.broken:
        return _runs_on(text, before, line, 0)
    narrow = before.columns <= _NARROW and line.columns <= _NARROW
    return narrow and not line.gap and _runs_on(text, before, line, _SLIM)


def _widths(found: Sequence[_Line], width: tuple[int, int]) -> list[tuple[int, int]]:
    """For each line the width that it could have filled: its block's, if all lines of that are nearly as wide."""
    made = [width] * len(found)
    first = 0
    for at in range(1, len(found) + 1):
        if at < len(found) and not found[at].gap and found[at].depth == found[first].depth:
            continue
        inner = found[first : at - 1]
        widest = max((line.columns for line in found[first:at]), default=0)
        long = sum(4 * line.columns > 3 * widest for line in inner)
        if len(inner) > 1 and _SLIM <= widest < width[0] and long >= _MOSTLY * len(inner):
            made[first:at] = [(widest, max(line.characters for line in found[first:at]))] * (at - first)
        first = at
    return made


def _begins(text: str, found: Sequence[_Line], at: int, width: tuple[int, int], start: int) -> bool:
    """Whether a line begins a paragraph; `start` is where the one before began."""
    before, line = found[at - 1], found[at]
    full = _is_full(text, before, line, width)
    stopped = _STOP.search(text, max(before.start, before.end - 4), before.end) is not None
    if line.broken:
        return stopped or not (full or _runs_on(text, before, line, 0))
    if line.gap or line.depth != before.depth or _is_next_item(text, before, line, start, full=full):
        return True
    if before.start == start and _INDENT < before.indent - line.indent <= _FIRST_INDENT:
        return stopped or not (full or _runs_on(text, before, line, 0))
    if abs(line.indent - before.indent) > _INDENT and not ENTRY.match(text, start):
        return not _is_centred(before, line, width)
    if line.indent > before.indent:
        return stopped and _is_set_in(found, at) and not ENTRY.match(text, start)
    if _is_centred(before, line, width):
        return False
    return not full and not _runs_on(text, before, line, int(_HALF * width[0]))


def _is_set_in(found: Sequence[_Line], at: int) -> bool:
    """Whether a line's indent is that of a paragraph's first line: the next line has less."""
    after = found[at + 1] if at + 1 < len(found) else None
    return after is not None and not after.gap and after.indent < found[at].indent


def _is_centred(before: _Line, line: _Line, width: tuple[int, int]) -> bool:
    inward = not line.spaced and min(before.indent, line.indent) >= _FEWEST_CENTRED and before.indent != line.indent
    return inward and abs(before.middle - line.middle) <= _CENTRED and before.columns < width[0]


def _is_next_item(text: str, before: _Line, line: _Line, start: int, *, full: bool) -> bool:
    """Whether a line is a further item or entry of a list, or the first one behind a line that ends or isn't full."""
    listed = any(all(mark.match(text, place, line.end) for place in (start, line.start)) for mark in (ENTRY, _DATED))
    if listed:
        return True
    marked = _BULLET.match(text, line.start, line.end)
    ended = text[before.end - 1] in ".:;,!?" or not full
    return bool(marked) and ended and (line.indent != before.indent or text[before.end - 1] in ".:;!?")
