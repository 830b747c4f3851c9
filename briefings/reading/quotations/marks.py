"""Matches quotation marks; of nested pairs the outermost counts."""

import re
from collections.abc import Iterator

Span = tuple[int, int]

_PAIRS = {"“": "”", "„": "“”", "«": "»", "「": "」", "『": "』", "‘": "’", "‚": "‘", "»": "«", '"': '"', "'": "'"}
_MARK = re.compile("[“”„«»「」『』‘’‚\"']")
_BEFORE_OPENING = re.compile(r"(?:^|[\s(\[（【{—–\-:：，,、。；/“„«「『‘\"'])$")
_SIGNED = re.compile(
    r"(?:[—–―]|--?)\s?(?P<name>[A-ZÀ-ÞА-ЯЁ\u4e00-\u9fff][^,(\n.!?]{1,60}(?:\.[^,(\n!?]{1,40})?)(?:[,(][^\n]{0,120})?"
)
_DEEPEST = 3  # quotations within one another; deeper ones are marks gone astray
_LONGEST_SINGLE = 1500  # characters; single marks are apostrophes as well
_LETTER = re.compile(r"\w")
_SINGLE = frozenset("‘'")
# What closes a single mark, first behind anything but an s; one search of each, for the marks between are many.
_SINGLE_ENDS = {
    sign: tuple(re.compile(rf"{_PAIRS[sign]}(?<{before}{_PAIRS[sign]})(?!\w)") for before in (r"![\ss]", "=s"))
    for sign in _SINGLE
}


def quoted_spans(text: str, start: int, end: int, *, goes_on: bool = False) -> Iterator[tuple[Span, Span]]:
    """The quotations in a paragraph: the text of each pair of marks, and the span with the marks.

    An unclosed one extends to the paragraph's end if the next one `goes_on` with the quotation, else it is ignored.
    """
    at = start
    while opened := _opening(text, at, start, end):
        closed = _closing(text, opened.start(), start, end)
        if closed is not None:
            yield (opened.end(), closed), (opened.start(), closed + 1)
            at = closed + 1
        elif goes_on and opened[0] not in _SINGLE:
            yield (opened.end(), end), (opened.start(), end)
            return
        else:
            at = opened.end()


def opens_with_mark(text: str, start: int, end: int) -> bool:
    """Whether a paragraph begins with an opening quotation mark."""
    return text[start:end][:1] in ("“", "«", "„", '"')


def attribution_name(words: str) -> str:
    """The name in a signature line such as "— Ada Lund, minister, 2024"; "" for other lines."""
    line = _SIGNED.fullmatch(words.strip("> \n*_"))
    return line["name"].strip() if line else ""


def _opening(text: str, at: int, start: int, end: int) -> re.Match[str] | None:
    for mark in _MARK.finditer(text, at, end):
        sign, place = mark[0], mark.start()
        if sign in "”」』’" or (sign == "»" and not _opens(text, place, start, end)):
            continue
        if sign in "“„«「『‚" or _opens(text, place, start, end):
            return mark
    return None


def _opens(text: str, place: int, start: int, end: int) -> bool:
    """Whether a mark is an opening one: after a space or bracket, before a word."""
    behind = text[place + 1 : min(place + 2, end)]
    free = place == start or bool(_BEFORE_OPENING.search(text[place - 1 : place]))
    apostrophe = text[place] in _SINGLE and behind.isdigit()  # the '90s
    return free and bool(behind.strip()) and behind not in ",.;:!?)" and not apostrophe


def _closing(text: str, opened: int, start: int, end: int) -> int | None:
    """The position of the closing mark; nested pairs of the same kind are skipped."""
    sign, depth = text[opened], 1
    if sign in _SINGLE:
        return _closing_single(text, opened, end)
    for mark in _MARK.finditer(text, opened + 1, end):
        place = mark.start()
        if mark[0] == sign == '"':
            return None if _opens(text, place, start, end) and not _ends(text, place) else place
        if mark[0] in _PAIRS[sign]:
            depth -= 1
        elif mark[0] == sign:
            depth += 1
        if not depth or depth > _DEEPEST:
            return place if not depth else None
    return None


def _closing_single(text: str, opened: int, end: int) -> int | None:
    """The first mark after a word or full stop; one after an s only if no better follows: it may be a plural's."""
    limit = min(end, opened + _LONGEST_SINGLE)
    for closing in _SINGLE_ENDS[text[opened]]:
        mark = closing.search(text, opened + 1, limit + 1)
        if mark and mark.start() < limit:
            return mark.start()
    return None


def _ends(text: str, place: int) -> bool:
    """Whether a mark has a word or full stop before it and no word after it."""
    return not text[place - 1].isspace() and not _LETTER.match(text, place + 1)
