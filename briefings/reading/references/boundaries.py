"""Decides whether a line starts a new reference where no blank line or number does."""

import re

from briefings.reading.references.authors import is_russian_body
from briefings.reading.references.title import reads_as_title

_YEAR = r"(?:(?:1[4-9]|20)\d{2}[a-zабвд]?|n\.\s?d\.|б\.\s?г\.)"
_WHO = r"(?P<who>[^\W\d_][^()（）“\"«„《〈]{0,150}?)"
_CAPITAL = r"[\"“«„*《〈]?(?:[A-ZÀ-ÞА-ЯЁ\u4e00-\u9fff]|\d+\s\w)"  # as a title begins
_SHAPES = (
    re.compile(rf"{_WHO}[.,，．]?\s?[(（]{_YEAR}[^()（）]{{0,30}}[)）][.,:：．。，]?\s?(?={_CAPITAL})"),
    re.compile(rf"{_WHO}\.\s{_YEAR}[.:]\s(?={_CAPITAL})"),
    re.compile(rf"{_WHO}[.,:：，．]\s?(?=[\"“«„‘《〈][^\W_].{{0,300}}?{_YEAR})"),
    re.compile(
        rf"(?P<who>[A-ZÀ-ÞА-ЯЁ][\w’'-]+,?\s(?:[A-ZÀ-ÞА-ЯЁ]\.[\s-]?){{1,3}})(?=[,\s]?{_CAPITAL}.{{0,300}}?{_YEAR})"
    ),
    re.compile(rf"(?P<who>[\u4e00-\u9fff·、]{{2,30}})[.,:：，．]\s?(?=[\u4e00-\u9fff《〈“].{{0,300}}?{_YEAR})"),
    re.compile(rf"(?P<who>[\u4e00-\u9fff·、]{{2,30}})[,，.．]\s?{_YEAR}[,，.．。:：]\s?(?=[\u4e00-\u9fff《〈“])"),
    re.compile(rf"(?P<who>)[“\"«„](?=[^\W_].{{0,300}}?[”\"»].{{0,200}}?{_YEAR})"),
)
# Heads that count only where the entry before has the same.
_ALIKE = (
    re.compile(rf"[A-ZÀ-ÞА-ЯЁ][^.,:;]{{1,60}}:\s(?={_CAPITAL}.{{0,300}}?{_YEAR})"),
    re.compile(
        rf"[A-ZÀ-ÞА-ЯЁ][^.,:;]{{1,60}},\s(?:[^\W\d_]{{3,9}}\.?\s\d{{1,2}},\s|\d{{1,2}}\s[^\W\d_]{{3,9}}\s)?{_YEAR}[,:]\s"
    ),
    re.compile(r"(?:https?://|www\.)\S+\s*$", re.MULTILINE),
)
_GOES_ON = re.compile(
    r"(?:In|Retrieved|Available|Accessed|Last accessed|Quoted|Cited|Translated|Edited|Reprinted|Vol|URL|В|В кн|Доступ|"
    r"Режим|Дата|Пер|Под|载|转引自|引自)(?![^\W_])"
)
_TAIL = 200  # characters, with the blanks behind the last word
_HAS_YEAR = re.compile(_YEAR)
_OPEN_END = re.compile(
    r"(?:[,;:&，、；：–—-]|(?<!\S)(?:and|of|the|in|on|for|by|with|to|a|an|from|at|и|в|на|о|с|из|по|для))$",
    re.IGNORECASE,
)


def opens_entry(text: str, before: int, start: int, end: int) -> bool:
    """Whether the line from `start` to `end` opens an entry, and the text from `before` to it is a complete one."""
    return any(shape.match(text, before, start) and shape.match(text, start, end) for shape in _ALIKE) or (
        _is_head(text, start, end) and _is_whole(text, before, start)
    )


def is_address(text: str, start: int, end: int) -> bool:
    """Whether the text is only an address."""
    return bool(_ALIKE[-1].fullmatch(text, start, end))


def _is_whole(text: str, start: int, end: int) -> bool:
    tail = text[max(start, end - _TAIL) : end].rstrip()[-20:]
    return not _OPEN_END.search(tail) and bool(_HAS_YEAR.search(text, start, end))


def continues_entry(text: str, start: int, end: int) -> bool:
    """Whether a line starts with words that continue the entry before it."""
    return bool(_GOES_ON.match(text, start, end))


def _is_head(text: str, start: int, end: int) -> bool:
    if continues_entry(text, start, end):
        return False
    heads = filter(None, (shape.match(text, start, end) for shape in _SHAPES))
    return any(_names_somebody(head["who"]) for head in heads)


def _names_somebody(who: str) -> bool:
    """Whether words can be authors, or a title that opens an entry."""
    return not reads_as_title(who) or is_russian_body(who)
