"""Lines without words in plain text: rules between parts, and those that underline a heading."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.reading.layout import lines, trimmed

_UNDER = re.compile(r"([=\-~*^_+#])\1{2,}$")
_WORDLESS = re.compile(r"[^\w\s](?:[^\w]|_){2,}$|_{3,}$|[^\w\s]{1,3}$")
_LONGEST_HEADING = 120  # characters
_SHORTEST_UNDER, _LONGEST_UNDER = 0.3, 1.7  # of the heading's length

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Underlined:
    """A heading and its line below; `rule_start` to `rule_end` is the line's span."""

    start: int
    end: int
    level: int
    rule_start: int
    rule_end: int


def underlined(text: str) -> list[Underlined]:
    """The headings that stand by themselves above a line of signs about as long; the sign tells the level."""
    found: list[Underlined] = []
    levels: dict[str, int] = {}
    before, above = True, (0, 0)  # whether a line may stand below the one before, and the line before
    for start, end in lines(text):
        left, right = trimmed(text, start, end)
        under = _UNDER.match(text, left, right) if left < right else None
        if under and above[0] < above[1] and before and _heads(text, above, (left, right)):
            level = levels.setdefault(under[1], len(levels) + 1)
            found.append(Underlined(*above, level, left, right))
        before = above[0] == above[1]
        above = (left, right)
    return found


def _heads(text: str, above: Span, rule: Span) -> bool:
    words = text[slice(*above)]
    length = len(words)
    letters = sum(map(str.isalpha, words))
    return (
        2 < length <= _LONGEST_HEADING
        and letters * 2 > length
        and _SHORTEST_UNDER * length <= rule[1] - rule[0] <= _LONGEST_UNDER * length
        and words[-1] not in ".,;"
    )


def rules(text: str, marked: Sequence[Underlined]) -> Iterator[Span]:
    """The lines without words, other than those that underline a heading."""
    taken = {each.rule_start for each in marked}
    for line in lines(text):
        left, right = trimmed(text, *line)
        if left < right and left not in taken and _WORDLESS.match(text, left, right):
            yield left, right


def blanked(text: str, spans: Sequence[Span]) -> str:
    """The text with spaces in place of the words in the spans."""
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if end > at:
            start = max(start, at)
            parts += [text[at:start], re.sub(r"[^\n]", " ", text[start:end])]
            at = end
    return "".join([*parts, text[at:]])
