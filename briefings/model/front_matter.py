"""Front matter of a note: the lines of `key: value` between two lines of hyphens, of any number, lists and quotes too.

Lines are looked at one by one, for strangers' front matter is often no YAML: a colon stands in a title without quotes.
"""

import re
from collections.abc import Iterator

_OPENED = re.compile(r"\s*^---[ \t]*\n", re.MULTILINE)
_CLOSED = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_KEY = re.compile(r"(?:[\w-][\w.-]{0,40}(?: [\w.-]{1,40}){0,2}|\"[^\"]{1,60}\"|'[^']{1,60}')[ \t]{0,9}:")
_LINE = re.compile(
    r"[ \t#\]}]|-(?:[ \t]|$)|$"
)  # a list's item, what is set in, a comment, the end of a list in brackets
_TITLE = re.compile(r"(?i:title|\"title\"|'title')[ \t]*:(?:[ \t]+(.{0,600})|$)")
_FOLDED = re.compile(r"[>|][+-]?\d?[ \t]*$")
_QUOTED = {'"': '\\"', "'": "''"}  # a quotation mark, and how it stands inside the quotation


def front_matter_end(text: str) -> int:
    """The offset at which a text goes on behind its front matter; 0 where it has none."""
    opened = _OPENED.match(text)
    if not opened:
        return 0
    keys = False
    for start, end in _lines(text, opened.end()):
        line = text[start:end]
        if _CLOSED.match(line):
            return min(end + 1, len(text)) if keys else 0
        if _KEY.match(line):
            keys = True
        elif not _LINE.match(line):
            return 0
    return 0


def front_matter_title(matter: str) -> str:
    """The title that front matter names, without its quotation marks; "" where it names none."""
    spans = [*_lines(matter, 0)]
    for number, (start, end) in enumerate(spans):
        if found := _TITLE.match(matter[start:end]):
            first = (found[1] or "").strip()
            more = [] if first and not _FOLDED.match(first) else _indented(matter, spans[number + 1 : number + 9])
            return _unquoted(" ".join(more) if more else "" if _FOLDED.match(first) else first)
    return ""


def _lines(text: str, start: int) -> Iterator[tuple[int, int]]:
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _indented(matter: str, spans: list[tuple[int, int]]) -> list[str]:
    """The words of the lines that are set in, up to the first which is not."""
    words: list[str] = []
    for start, end in spans:
        if not matter[start : start + 1].isspace():
            break
        words.append(matter[start:end].strip())
    return [each for each in words if each]


def _unquoted(value: str) -> str:
    mark = value[:1]
    if mark in _QUOTED and len(value) > 1 and value.endswith(mark):
        return value[1:-1].replace(_QUOTED[mark], mark).strip()
    return value
