"""Metadata headers: YAML between lines of three hyphens, TOML between lines of three plus signs, or lines of keys.

It is parsed line by line, because real front matter is often invalid YAML, for example a title with an unquoted colon.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

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
_TITLE = re.compile(r"(?i:title|\"title\"|'title')[ \t]*:(?:[ \t]+(.{0,600})|$)")
_FOLDED = re.compile(r"[>|][+-]?\d?[ \t]*$")
# The keys for a text's own date, the most telling first.
_DATE_KEYS = (
    "date", "published", "publisheddate", "publishdate", "pubdate", "publishedat", "datepublished", "publicationdate",
    "created", "createdat", "creationdate", "datecreated",
)  # fmt: skip
_DATE = re.compile(r"[\"']?([A-Za-z][\w-]{1,30})[\"']?[ \t]*:[ \t]+[\"']?([\d./-]{8,10})(?!\d)")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_PATH_DAY = re.compile(r"(?:^|/)((?:19|20)\d\d/\d\d/\d\d)(?:/|$)")
_DAY_FIRST = re.compile(r"(\d{1,2})([-.])(\d{1,2})\2(\d{4})")
_PAIR = re.compile(r"[ \t]{0,9}([\w.-]{1,60}|\"[^\"]{1,60}\"|'[^']{1,60}')[ \t]{0,9}=[ \t]{0,9}(.{0,600})")
_TABLE = re.compile(r"\[{1,2}[\w.\"' -]{1,200}\]{1,2}[ \t]*(?:#|$)")
_SEVERAL = re.compile(r"\"{3}|'{3}")  # opens and closes a string of several lines
_MOST_LINES, _LONGEST = 9, 600  # lines of a title, and characters of each
_QUOTED = {'"': '\\"', "'": "''"}  # a quotation mark, and how it stands inside the quotation


@dataclass(frozen=True, slots=True)
class _Form:
    """A front matter syntax: its first and last line, a line with a key, and other allowed lines."""

    opened: re.Pattern[str]
    closed: re.Pattern[str]
    key: re.Pattern[str]
    line: re.Pattern[str]


_YAML = _Form(_YAML_OPENED, _YAML_CLOSED, _YAML_KEY, _YAML_LINE)
_TOML = _Form(
    re.compile(r"\s*^\+\+\+[ \t]*\n", re.MULTILINE),
    re.compile(r"\+\+\+[ \t]*$"),
    _PAIR,
    re.compile(r"[ \t#\[\]{}\"',\d.+-]|(?:true|false)\b|$"),
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
    if not header or not any(_TITLE.match(line) for line in header[1].split("\n")):
        return 0
    return header.end() if len(_HEADED.findall(header[1])) > 1 else 0


def _end(text: str, form: _Form, start: int) -> int:
    keys, quoted = False, ""
    for begin, end in _lines(text, start):
        line = text[begin:end]
        if quoted:
            quoted = "" if quoted in line else quoted
        elif form.closed.match(line):
            return min(end + 1, len(text)) if keys else 0
        elif form.key.match(line):
            keys, quoted = True, _quote_left_open(line) if form is _TOML else ""
        elif not form.line.match(line):
            return 0
    return 0


def _quote_left_open(line: str) -> str:
    """The quotation marks of a TOML string that continues on the next line, or ""."""
    found = _SEVERAL.search(line)
    return found[0] if found and found[0] not in line[found.end() :] else ""


def front_matter_date(matter: str) -> date | None:
    """The date in front matter, or None."""
    if _TOML.opened.match(matter):
        given = _toml_value(matter, "date")
        if isinstance(given, date):
            return given.date() if isinstance(given, datetime) else given
        return (_day(given) if isinstance(given, str) else None) or _day_in_path(_toml_value(matter, "path"))
    found = [each for start, end in _lines(matter, 0) if (each := _DATE.match(matter[start:end]))]
    fields = {re.sub("[_-]", "", each[1].lower()): day for each in reversed(found) if (day := _day(each[2]))}
    return next((fields[key] for key in _DATE_KEYS if key in fields), None)


def _day_in_path(path: object) -> date | None:
    """The day in an article's address, as in "news/2024/05/14/update"; None without one."""
    found = _PATH_DAY.search(path) if isinstance(path, str) else None
    return _day(found[1]) if found else None


def _day(words: str) -> date | None:
    """The day in figures at the start of a value, the year or the day first; None for an impossible one."""
    words = words.strip()
    if found := _ISO.match(words):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.match(words):
        day, _, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _toml_value(matter: str, key: str) -> object:
    """The value of a top-level TOML key; None if missing or invalid."""
    spans = [*_lines(matter, 0)][1:]
    for number, (start, end) in enumerate(spans):
        line = matter[start:end]
        if _TABLE.match(line):
            return None
        if (found := _PAIR.match(line)) and found[1].strip("\"'").lower() == key:
            more = spans[number + 1 : number + _MOST_LINES] if _quote_left_open(line) else []
            return _toml([found[2], *(matter[a : min(b, a + _LONGEST)] for a, b in more)])
    return None


def _toml(lines: list[str]) -> object:
    """The value parsed from the fewest lines that are valid TOML."""
    for count in range(1, len(lines) + 1):
        try:
            return tomllib.loads("value = " + "\n".join(lines[:count]))["value"]
        except (ValueError, RecursionError):
            continue
    return None


def front_matter_title(matter: str) -> str:
    """The title in front matter, without quotation marks; "" if there is none."""
    if _TOML.opened.match(matter):
        title = _toml_value(matter, "title")
        return " ".join(title.split()) if isinstance(title, str) else ""
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
    """The text of the leading indented lines."""
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
