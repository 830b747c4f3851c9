"""Where a metadata header ends: YAML between lines of three hyphens, TOML between lines of three plus signs, or keys.

It is looked at line by line, because real front matter is often invalid YAML, for example a title with an unquoted
colon.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_YAML_OPENED = re.compile(r"\s*^---[ \t]*\n", re.MULTILINE)
_YAML_CLOSED = re.compile(r"(?:---|\.\.\.)[ \t]*$|---[ \t](?:abstract|note|middle)\b")  # or a draft's first part
_HEADER_KEYS = "title|subtitle|date|authors?|category|categories|tags|keywords|slug|status|summary|lang|layout|modified"
_HEADER = re.compile(
    r"\s*((?:[\w-]{1,20}[ \t]?:[ \t]+\S[^\n]{0,600}\n(?:[ \t]+\S[^\n]{0,600}\n){0,20}){2,30})(?=[ \t]*\n)"
)
_HEADED = re.compile(rf"^(?:{_HEADER_KEYS})[ \t]?:", re.IGNORECASE | re.MULTILINE)
_YAML_KEY = re.compile(r"(?:[\w-][\w.-]{0,40}(?: [\w.-]{1,40}){0,2}|\"[^\"]{1,60}\"|'[^']{1,60}')[ \t]{0,9}:")
_YAML_LINE = re.compile(
    r"[ \t#\]}]|-(?:[ \t]|$)|$"
)  # a list's item, what is set in, a comment, the end of a list in brackets
TITLE = re.compile(r"(?i:title|\"title\"|'title')[ \t]*:(?:[ \t]+(.{0,600})|$)")
PAIR = re.compile(r"[ \t]{0,9}([\w.-]{1,60}|\"[^\"]{1,60}\"|'[^']{1,60}')[ \t]{0,9}=[ \t]{0,9}(.{0,600})")
# A quoted value of YAML that its line doesn't close, and what closes it; inside it a closing line still ends all.
_OPEN_IN_YAML = re.compile(
    r"[^\n:]{1,80}:[ \t]{1,9}(?:[&!][\w!-]{1,40}[ \t]{1,9})?(?:(?P<double>\"(?:[^\"\\]|\\.)*+)|'(?:[^']|'')*+)"
)
_CLOSED_IN_YAML = {
    True: re.compile(r"^(?:(?:[^\"\\]|\\.)*+\"|(?:---|\.\.\.)[ \t]*$)"),
    False: re.compile(r"^(?:(?:[^']|'')*+'|(?:---|\.\.\.)[ \t]*$)"),
}
_CLOSED_IN_TOML = {mark: re.compile(mark) for mark in ('"' * 3, "'" * 3)}
_MOST_QUOTED = 30  # lines of a value in YAML
_SEVERAL = re.compile(r"\"{3}|'{3}")  # opens and closes a string of several lines


@dataclass(frozen=True, slots=True)
class _Form:
    """A front matter syntax: its first and last line, a line with a key, and other allowed lines.

    `left_open` tells what ends a quoted value that goes on behind its line.
    """

    opened: re.Pattern[str]
    closed: re.Pattern[str]
    key: re.Pattern[str]
    line: re.Pattern[str]
    left_open: Callable[[str], re.Pattern[str] | None]


def _open_in_yaml(line: str) -> re.Pattern[str] | None:
    found = _OPEN_IN_YAML.fullmatch(line)
    return _CLOSED_IN_YAML[found["double"] is not None] if found else None


def _open_in_toml(line: str) -> re.Pattern[str] | None:
    return _CLOSED_IN_TOML.get(quote_left_open(line))


_YAML = _Form(_YAML_OPENED, _YAML_CLOSED, _YAML_KEY, _YAML_LINE, _open_in_yaml)
_TOML = _Form(
    re.compile(r"\s*^\+\+\+[ \t]*\n", re.MULTILINE),
    re.compile(r"\+\+\+[ \t]*$"),
    PAIR,
    re.compile(r"[ \t#\[\]{}\"',\d.+-]|(?:true|false)\b|$"),
    _open_in_toml,
)


def front_matter_end(text: str) -> int:
    """The offset where front matter ends; 0 if there is none. Lines of keys up to an empty line are some as well."""
    return fenced_end(text) or _header_end(text)


def fenced_end(text: str) -> int:
    """The offset where front matter between lines of signs ends; 0 if there is none."""
    return next((_end(text, form, opened.end()) for form in (_YAML, _TOML) if (opened := form.opened.match(text))), 0)


def _header_end(text: str) -> int:
    """The end of lines such as "Title: Tides" and "Date: 2026-05-03", which name the title among others."""
    header = _HEADER.match(text)
    if not header or not any(TITLE.match(line) for line in header[1].split("\n")):
        return 0
    return header.end() if len(_HEADED.findall(header[1])) > 1 else 0


def _end(text: str, form: _Form, start: int) -> int:
    keys, inside = False, 0  # lines of the value that is open
    closes: re.Pattern[str] | None = None
    for begin, end in line_spans(text, start):
        line = text[begin:end]
        if closes:
            inside += 1
            if form is _YAML and inside > _MOST_QUOTED:
                return 0
            closes = None if closes.search(line) else closes
            if closes or not (form is _YAML and form.closed.match(line)):
                continue
        if form.closed.match(line):
            return min(end + 1, len(text)) if keys else 0
        if form.key.match(line):
            keys, inside, closes = True, 0, form.left_open(line)
        elif not form.line.match(line):
            return 0
    return 0


def quote_left_open(line: str) -> str:
    """The quotation marks of a TOML string that continues on the next line, or ""."""
    found = _SEVERAL.search(line)
    return found[0] if found and found[0] not in line[found.end() :] else ""


def line_spans(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The lines of a text from an offset on."""
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1
