"""What front matter says of a text: its title and its date, by any key and in any form that people use."""

import re
import tomllib
from datetime import date, datetime

from briefings.reading.title_block.date_lines import day_in
from briefings.text.metadata_header import PAIR, TITLE, line_spans, quote_left_open

_FOLDED = re.compile(r"[>|][+-]?\d?[ \t]*$")
# The keys for a text's own date without the words around them, the most telling first.
_DATE_KEYS = (
    "", "published", "publish", "pub", "publication", "created", "creation", "updated", "modified", "mod", "generated",
)  # fmt: skip
_AROUND_KEY = re.compile(r"(?<=ed)[_-]?(?:at|on)$|[_-]|(?<!up)date|last")
_ADDRESSES = ("permalink", "path", "url", "slug")
_FIELD = re.compile(r"[\"']?([A-Za-z][\w-]{1,30})[\"']?[ \t]*:[ \t]+[\"']?([^\n]{1,100})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_PATH_DAY = re.compile(r"(?:^|/)((?:19|20)\d\d([/-])\d\d\2\d\d)(?:[/-]|$)")
_TOML = re.compile(r"\s*\+\+\+[ \t]*\n")
_TABLE = re.compile(r"\[{1,2}[\w.\"' -]{1,200}\]{1,2}[ \t]*(?:#|$)")
_MOST_LINES, _LONGEST = 9, 600  # lines of a title, and characters of each
_MOST_YAML = 20_000  # characters that are parsed as YAML
_QUOTED = {'"': '\\"', "'": "''"}  # a quotation mark, and how it stands inside the quotation
_MARKS = re.compile(r"\A\s*---[ \t]*\n|^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


def front_matter_date(matter: str) -> date | None:
    """The date in front matter, or None."""
    if _TOML.match(matter):
        given = _toml_value(matter, "date")
        if isinstance(given, date):
            return given.date() if isinstance(given, datetime) else given
        return (_day(given) if isinstance(given, str) else None) or _day_in_path(_toml_value(matter, "path"))
    fields = {key.lower(): value for key, value in _fields(matter)}
    days = {_AROUND_KEY.sub("", key): day for key, value in fields.items() if (day := _day(value))}
    stated = next((days[key] for key in _DATE_KEYS if key in days), None)
    if stated is None and len(days) == 1:
        [stated] = days.values()  # by a key of any language
    return stated or next((day for key in _ADDRESSES if (day := _day_in_path(fields.get(key)))), None)


def is_draft(matter: str) -> bool:
    """Whether front matter says that a text is a draft."""
    fields = {key.lower(): value.lower() for key, value in _fields(matter)}
    return fields.get("status") == "draft" or fields.get("draft") == "true"


def _fields(matter: str) -> list[tuple[str, str]]:
    """The values of the keys, the most telling of several last; of invalid YAML those that its lines show."""
    parsed = _parsed(matter)
    lines = (matter[start:end] for start, end in line_spans(matter, 0))
    found = [(each[1], each[2]) for line in lines if (each := _FIELD.match(line))]
    return [*parsed.items()] if parsed else found[::-1]


def _parsed(matter: str) -> dict[str, str]:
    """The top-level texts of YAML by key; none if it is invalid or very long."""
    if len(matter) > _MOST_YAML:
        return {}
    import yaml  # 15 ms, and most texts have no front matter

    try:
        # Every value stays a text; C's parser is 20 times as fast.
        found = yaml.load(_MARKS.sub("", matter), getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}
    fields = found.items() if isinstance(found, dict) else ()
    return {key: value for key, value in fields if isinstance(key, str) and isinstance(value, str)}


def _day_in_path(path: object) -> date | None:
    """The day in an article's address, as in "news/2024/05/14/update"; None without one."""
    found = _PATH_DAY.search(path) if isinstance(path, str) else None
    return _day(found[1]) if found else None


def _day(words: str) -> date | None:
    """The day of a value, in figures at its start or in words; None for an impossible one."""
    words = words.strip()
    if found := _ISO.match(words):
        year, month, day = found.groups()
    else:
        return day_in(words)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _toml_value(matter: str, key: str) -> object:
    """The value of a top-level TOML key; None if missing or invalid."""
    spans = [*line_spans(matter, 0)][1:]
    for number, (start, end) in enumerate(spans):
        line = matter[start:end]
        if _TABLE.match(line):
            return None
        if (found := PAIR.match(line)) and found[1].strip("\"'").lower() == key:
            more = spans[number + 1 : number + _MOST_LINES] if quote_left_open(line) else []
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
    if _TOML.match(matter):
        title = _toml_value(matter, "title")
        return " ".join(title.split()) if isinstance(title, str) else ""
    parsed = {key.lower(): value for key, value in _parsed(matter).items()}
    return " ".join(parsed["title"].split()) if parsed.get("title") else _title_in_lines(matter)


def _title_in_lines(matter: str) -> str:
    spans = [*line_spans(matter, 0)]
    for number, (start, end) in enumerate(spans):
        if found := TITLE.match(matter[start:end]):
            first = (found[1] or "").strip()
            more = [] if first and not _FOLDED.match(first) else _indented(matter, spans[number + 1 : number + 9])
            return _unquoted(" ".join(more) if more else "" if _FOLDED.match(first) else first)
    return ""


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
