"""Lines between the title and the text that tell who wrote it and when: they are no sentences of it."""

import re

from briefings.reading.dates import find

_BYLINE_LENGTH = 90
_MOST_WORDS = 8
_BYLINE_HAN = 4  # characters of a Chinese name, or of its holder's kind
_BYLINE_MARKS = " \t*_|·•–—-,;:()[]/"
_LABEL = re.compile(
    r"^(?:(?:first\s)?published|posted|updated|last\supdated|date|dated|written|by|author|authors|"
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
    """Whether a line holds a date or a writer's mark, and beside it nothing but names."""
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


def _names_somebody(word: str) -> bool:
    """Whether a word is a part of a name, as far as its looks tell: Chinese has no capitals, but short names."""
    if "\u4e00" <= word[0] <= "\u9fff":
        return len(word) <= _BYLINE_HAN
    return word[0].isupper() or word.lower().strip(".") in _BYLINE_PARTICLES
