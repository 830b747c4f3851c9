"""Joins hard-wrapped lines of plain text into paragraphs."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefings.reading.layout import lines, trimmed

_NARROW = 110  # columns; a text wrapped by hand has no longer lines than this
_SLACK = 3  # columns that a full line may lack
_ENTRY = re.compile(r"\[\^?\d{1,4}\]|\d{1,4}[.)]\s|[-*•]\s|\(\d{1,4}\)\s")
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
_FEW = 0.4  # share of the paragraphs that can be set in; where more are, they begin so


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    after_blank: bool
    columns: int  # from the margin to its end, and so are
    characters: int
    indent: int


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The spans of the paragraphs of a text without markup."""
    found = _lines(text)
    return _joined(text, found) if _wrapped(text, found) else [(line.start, line.end) for line in found]


def set_in(text: str, spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    """The starts of paragraphs indented on every line, unlike all others, after an empty line."""
    margins = {span: min(_margin(text, at) for at in _heads(text, *span)) for span in spans}
    prose = [span for span in spans if span[1] - span[0] >= _PROSE and text[span[1] - 1] in _ENDS]
    usual = Counter(margins[span] for span in prose).most_common(1)[0][0] if prose else 0
    found = [span for span in spans if margins[span] >= usual + _SET_IN and _after_empty_line(text, span[0])]
    few = len({*prose}.intersection(found)) <= _FEW * len(prose)
    return frozenset(start for start, _ in found) if few else frozenset()


def _heads(text: str, start: int, end: int) -> list[int]:
    return [left for left, right in (trimmed(text, *line) for line in lines(text, start, end)) if left < right]


def _margin(text: str, at: int) -> int:
    return len(text[text.rfind("\n", 0, at) + 1 : at].expandtabs(_TAB))


def _after_empty_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, max(0, text.rfind("\n", 0, at))) + 1 : at].strip()


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
    """Whether lines end because they were full, not because a paragraph ended."""
    widest = max((line.columns - line.indent for line in found), default=0)
    if not found or widest > _NARROW or (widest < _SLIM and not _IS_WIDE.search(text)):
        return False
    width = _width(found)
    runs = [(a, b) for a, b in pairwise(found) if not b.after_blank and not _stands_alone(text, a, width)]
    full = sum(_is_full(text, a, b, width) for a, b in runs)
    return bool(runs) and full * 2 > len(runs)


def _stands_alone(text: str, line: _Line, width: tuple[int, int]) -> bool:
    """Whether a Chinese or Japanese line ends a sentence or is as short as a heading, so it doesn't show wrapping."""
    broad = _IS_BROAD.match(text, line.end - 1) is not None
    return broad and (line.columns * 2 < width[0] or _ends_broadly(text, line))


def _width(found: Sequence[_Line]) -> tuple[int, int]:
    """The widest line in columns, and in characters, since some editors wrap by those."""
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
    """Whether the line ends a Chinese or Japanese sentence, so it may be a paragraph of any width."""
    return _ENDS_BROADLY.search(text, max(line.start, line.end - 4), line.end) is not None


def _joined(text: str, found: Sequence[_Line]) -> list[tuple[int, int]]:
    width = _width(found)
    spans: list[tuple[int, int]] = []
    for index, line in enumerate(found):
        before = found[index - 1]
        starts = index == 0 or line.after_blank or not _is_full(text, before, line, width)
        hangs = index > 0 and line.indent > before.indent and not line.after_blank
        listed = bool(spans) and any(
            all(mark.match(text, place, line.end) for place in (spans[-1][0], line.start)) for mark in (_ENTRY, _DATED)
        )
        if (starts and not hangs) or listed:
            spans.append((line.start, line.end))
        else:
            spans[-1] = (spans[-1][0], line.end)
    return spans
