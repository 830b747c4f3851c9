"""Numeric citations: "[3]", "[2, 5]", "[2, p. 14; 3]", "[1, с. 15]", "[2]–[4]", superscripts and "[^a]"."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

_CODE = re.compile(r"(?<![`\w])`(?![`\s])[^`\n]{1,200}(?<![\s`])`(?!`)")

_PLACE = re.compile(r",\s(?:pp?|ch|sec|Fig|[сСcC]|стр|гл|рис|табл|т)\.[^\];\n]{1,20}")  # in the work that is cited
_ONE = rf"\d{{1,4}}(?:\s?[,–—-]\s?\d{{1,4}}){{0,30}}(?:{_PLACE.pattern})?"
_BRACKET = re.compile(rf"\[({_ONE}(?:\s?;\s?{_ONE}){{0,30}})\]")
_ROUND = re.compile(
    rf"(?<=[^\W_]\s)(?<!\band\s)(?<!\bor\s)\(({_ONE}(?:\s?;\s?{_ONE}){{0,30}})\)"
    r"(?=\s?[.,;:(\[]|\s(?!(?:the|an?|to|who|when|what|how|that|whether)\b)\w|$)",
    re.MULTILINE,
)
_FEWEST_ROUND = 3  # numbers in round brackets by which a text is taken to cite so
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,40})\](?!:)")
_RAISED = re.compile(r"(?:(?<=[^\s\d(=×^⁻])|(?<=[^\W\d_] )|(?<=[.,;:)”] ))[¹²³⁴-⁹⁰]{1,5}(?:[⁻–,˒’][¹²³⁴-⁹⁰]{1,5})*")
_BARE = re.compile(r"(?<=[a-zà-ÿа-яё]{3})[.,;:!?”’\")]{0,2}(\d{1,3})(?=[\s.,;:]|$)", re.MULTILINE)
_TO = re.compile(r"\s?[–—-]\s?")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_STOPS = frozenset(".,;:")
_BEYOND = 2  # numbers behind the list's last that may still be citations, of works that it lacks
_IN_ORDER = 0.8  # share of the works that are first cited after the one before them in the list
_FEWEST_NAMED, _MOSTLY, _FALLS = 5, 0.7, 5  # works of a list by name, their share, and how seldom the numbers fall
_WIDEST = 60  # works in one range


@dataclass(frozen=True, slots=True)
class Mark:
    """A number in the text that refers to an entry or a note."""

    number: str
    start: int
    end: int


def bare_marks(text: str, numbers: Collection[str]) -> Iterator[Mark]:
    """The numbers of notes that stand right behind a word or its full stop, in rising order: "in spring.1"."""
    last = 0
    for found in _BARE.finditer(text):
        if found[1] in numbers and last < int(found[1]):
            last = int(found[1])
            yield Mark(found[1], *found.span(1))


def marks(text: str) -> Iterator[Mark]:
    """All number marks, with ranges expanded; a number inside a range gets the whole range's span.

    A bracket with a zero, such as the interval "[0, 1]", isn't a mark.
    """
    called = without_code(text)
    brackets = [each for each in _BRACKET.finditer(called) if 0 not in _numbers(each[1])]
    for at, match in enumerate(brackets):
        numbers = _numbers(match[1])
        yield from (Mark(str(number), match.start(), match.end()) for number in numbers)
        if at + 1 < len(brackets) and _TO.fullmatch(text, match.end(), brackets[at + 1].start()) and numbers:
            last = brackets[at + 1]
            between = range(numbers[-1] + 1, int(re.split(r"\D", last[1])[0]))
            yield from (Mark(str(number), match.start(), last.end()) for number in between[:_WIDEST])
    yield from (Mark(match[1], *match.span()) for match in _FOOTNOTE.finditer(text))
    for match in _RAISED.finditer(text):
        plain = match[0].translate(_SUPERSCRIPT)
        yield from (Mark(str(number), *match.span()) for number in _numbers(plain))


def round_marks(text: str, last: int) -> list[Mark]:
    """Numbers in round brackets, if the text first cites its `last` works (nearly) in order, or most of them in none.

    Numbered parts of a sentence, as in "(1) who and (2) when", precede what they number.
    """
    found = [
        match for match in _ROUND.finditer(text) if all(0 < number <= last + _BEYOND for number in _numbers(match[1]))
    ]
    behind = sum(text[match.end() : match.end() + 2].strip()[:1] in _STOPS for match in found)
    known: dict[int, None] = dict.fromkeys(number for match in found for number in _numbers(match[1]))
    in_order = sum(later > earlier for earlier, later in pairwise(known))
    rising = behind * 2 >= len(found) and in_order >= _IN_ORDER * (len(known) - 1)
    if len(known) < _FEWEST_ROUND or not (rising or _names_most(known, last)):
        return []
    return [Mark(str(number), *match.span()) for match in found for number in _numbers(match[1])]


def _names_most(known: Iterable[int], last: int) -> bool:
    """Whether numbers out of order name most works of a list, as one by name is cited; parts of a sentence rise."""
    first = [number for number in known if number <= last]
    falls = sum(later < earlier for earlier, later in pairwise(first))
    return len(first) >= max(_FEWEST_NAMED, _MOSTLY * last) and falls * _FALLS >= len(first)


def _numbers(body: str) -> list[int]:
    found: list[int] = []
    for part in re.split(r"\s?[,;˒’]\s?", _PLACE.sub("", body)):
        ends = [int(number) for number in re.findall(r"\d+", part)]
        found += range(ends[0], min(ends[-1], ends[0] + _WIDEST) + 1) if ends else ()
    return found


def without_code(text: str) -> str:
    """The text with blanks in the place of code between backticks."""
    return _CODE.sub(lambda code: " " * len(code[0]), text) if "`" in text else text
