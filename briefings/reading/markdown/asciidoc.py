"""AsciiDoc's header, conditions, attributes, notes and tables in simpler markup; comments are left out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

_VERBATIM = frozenset({"----", "....", "++++"})
_COMMENT = re.compile(r"/{4,}")
_CONDITION = re.compile(r"(ifdef|ifndef|ifeval|endif)::([^\s\[\]]{0,200})\[(.{0,1000})\]")
_ATTRIBUTE = re.compile(r":(!?)([\w-]{1,60})(!?):(?:\s+(.{0,500}))?")
_REFERENCE = re.compile(r"(?<!\\)\{([\w-]{1,60})\}")
_SIGNS = {"nbsp": " ", "sp": " ", "empty": "", "zwsp": "", "plus": "+", "vbar": "|", "amp": "&", "lt": "<", "gt": ">"}
_KNOWN = {"backend-html5": "", "basebackend-html": "", "asciidoctor": "", **_SIGNS}
_TITLE = re.compile(r"= \S.*")
_NAME = r"[^\W\d_][\w.’'-]{0,40}(?: [\w.’'-]{1,40}){0,3}(?: <[^<>\n]{1,200}>)?"
_AUTHORS = re.compile(rf"{_NAME}(?:; {_NAME}){{0,20}}")
_REVISION = re.compile(r"(?:v?\d[\w.-]{0,20})?,?\s*([^:\n]{4,60})?(?::\s.{0,200})?")
_VERSION = re.compile(r"v\d[\w.-]{0,20},?(?::\s.{0,200})?")
_YEAR = re.compile(r"\b\d{4}\b")
_ANCHORED = re.compile(
    r"^(?:\[\[([\w:.-]{1,80})(?:,[^\]\n]{0,80})?\]\]|\[#([\w:.-]{1,80})[^\]\n]{0,80}\])\n={2,6} (\S.*)$", re.MULTILINE
)
_CROSS = re.compile(r"<<([^<>,\n]{1,120})>>")
_FOOTNOTE = re.compile(r"footnote:([\w-]{0,60})\[((?:[^\[\]]|\[[^\[\]]{0,300}\]){0,1000})\]")
_LINK = re.compile(r"(?<!\w)link:(?!https?:)([^\s\[\]]{1,300})\[([^\[\]\n]{0,300})\]")
_STYLED = re.compile(r"\[[\w:.#-]{1,80}\](#{1,2})([^#\n]{1,300})\1")
_PICTURE = re.compile(r"(?<!\w)(?:image|icon):[^\s\[\]:]{1,300}\[[^\[\]\n]{0,300}\]")
_BARE_MACRO = re.compile(r"(?<![\w/:])[a-z]{2,12}:([\w.-]{1,60})\[\]")
_TABLE = re.compile(r"\|={3,}")
_CELL = re.compile(r"(?<!\\)(?:(?<!\S)(?:(\d{0,2})(?:\.\d{1,2})?[+*])?[<^>]?(?:\.[<^>])?[adehlmsv]?)?\|")
_COLUMNS = re.compile(r"cols=\"?((?:\d+\*)?[^\"\]]{0,200})")
_HEADED = re.compile(r"%header|options=\"?[^\"\]]{0,40}header", re.IGNORECASE)


@dataclass(slots=True)
class _Document:
    """What lines further down refer to: attributes, the titles of sections by anchor, and notes by name."""

    attributes: dict[str, str] = field(default_factory=lambda: dict(_KNOWN))
    titles: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    named: dict[str, int] = field(default_factory=dict)


def simplified(text: str) -> tuple[str, tuple[str, ...]]:
    """The text, and its notes, which it refers to as `[^1]`."""
    known = _Document(titles={found[1] or found[2]: found[3] for found in _ANCHORED.finditer(text)})
    for line in text.strip().split("\n\n", maxsplit=1)[0].split("\n"):  # the header, whose title may use them
        _resolved(line, known.attributes)
    made: list[str] = []
    shown = _shown(_with_header(text.split("\n")), known.attributes)
    for verbatim, run in groupby(shown, key=lambda each: each[1]):
        lines = [line for line, _ in run]
        made += lines if verbatim else _tables(_with_macros("\n".join(lines), known).split("\n"))
    return "\n".join(made), tuple(known.notes)


def _with_header(lines: Sequence[str]) -> list[str]:
    """The lines; below the title, authors and revision are named as such."""
    at = next((at for at, line in enumerate(lines) if line.strip() and line[0] not in ":/["), 0)
    if not _TITLE.fullmatch(lines[at]) or not _AUTHORS.fullmatch("".join(lines[at + 1 : at + 2]).strip()):
        return [*lines]
    names = [re.sub(r"\s*<.*", "", each) for each in lines[at + 1].strip().split("; ")]
    said = ["", f"Author: {', '.join(names)}", ""]
    row = lines[at + 2].strip() if len(lines) > at + 2 else ""
    revision = _REVISION.fullmatch(row) if row else None
    if revision and revision[1] and _YEAR.search(revision[1]):
        said += [f"Date: {revision[1].strip()}", ""]
    elif not _VERSION.fullmatch(row):
        return [*lines[: at + 1], *said, *lines[at + 2 :]]
    return [*lines[: at + 1], *said, *lines[at + 3 :]]


def _shown(lines: Iterable[str], attributes: dict[str, str]) -> Iterator[tuple[str, bool]]:
    """The lines that readers see, attributes resolved, each with whether it is verbatim."""
    until, hidden = "", list[bool]()
    for line in lines:
        bare = line.strip()
        if _COMMENT.fullmatch(until):
            until = "" if bare == until else until
        elif condition := _CONDITION.fullmatch(bare):
            yield from ((words, False) for words in _under(condition, hidden, attributes))
        elif any(hidden):
            continue
        elif until or bare in _VERBATIM:
            yield line, True
            until = "" if bare == until else until or bare
        elif _COMMENT.fullmatch(bare):
            until = bare
        else:
            yield _resolved(line, attributes), False


def _under(condition: re.Match[str], hidden: list[bool], attributes: dict[str, str]) -> list[str]:
    """The line that a condition shows by itself; one over several lines is put down in `hidden`."""
    kind, names, words = condition.groups()
    if kind == "endif":
        hidden[-1:] = []
        return []
    told = (all if "+" in names else any)(name in attributes for name in re.split(r"[,+]", names))
    holds = kind == "ifeval" or told == (kind == "ifdef")
    if kind == "ifeval" or not words:
        hidden.append(not holds)
        return []
    return [_resolved(words, attributes)] if holds and not any(hidden) else []


def _resolved(line: str, attributes: dict[str, str]) -> str:
    """The line with the values of attributes; a line that sets one is noted."""
    line = _REFERENCE.sub(lambda each: attributes.get(each[1].lower(), each[0]), line)
    if found := _ATTRIBUTE.fullmatch(line.rstrip()):
        if found[1] or found[3]:
            attributes.pop(found[2].lower(), None)
        else:
            attributes[found[2].lower()] = found[4] or ""
    return line


def _with_macros(text: str, known: _Document) -> str:
    text = _FOOTNOTE.sub(lambda found: _noted(found, known), text)
    text = _CROSS.sub(lambda found: known.titles.get(found[1]) or found[1].strip("_#").replace("_", " "), text)
    text = _PICTURE.sub("", _STYLED.sub(r"\2", text))
    return _BARE_MACRO.sub(r"\1", _LINK.sub(lambda found: found[2].rstrip("^") or found[1], text))


def _noted(found: re.Match[str], known: _Document) -> str:
    name, words = found[1], " ".join(found[2].split())
    if words:
        known.notes.append(words)
        known.named[name] = len(known.notes)
    number = known.named.get(name)
    return f"[^{number}]" if number else ""


def _tables(lines: Sequence[str]) -> Iterator[str]:
    """The lines, with tables as Markdown has them; a table that doesn't end stays as it is."""
    marks = [at for at, line in enumerate(lines) if _TABLE.fullmatch(line.strip())]
    done = 0
    for first, last in zip(marks[::2], marks[1::2], strict=False):
        yield from lines[done:first]
        above = next((each for each in reversed(lines[max(first - 2, 0) : first]) if each.startswith("[")), "")
        yield from ("", *_table(lines[first + 1 : last], above), "")
        done = last + 1
    yield from lines[done:]


def _table(lines: Sequence[str], above: str) -> list[str]:
    cells = list[str]()
    width, headed = _stated_columns(above), bool(_HEADED.search(above))
    for at, line in enumerate(lines):
        before, *found = _pieces(line)
        if cells and before.strip():
            cells[-1] = f"{cells[-1]} {before.strip()}".strip()
        cells += found
        if found and len(cells) == len(found):
            width = width or len(found)
            headed = headed or (at + 1 < len(lines) and not lines[at + 1].strip() and len(found) == width)
    if not width or not cells:
        return []
    rows = [cells[at : at + width] for at in range(0, len(cells), width)]
    headed = headed or not any(char.isdigit() for cell in rows[0] for char in cell)
    rows = rows if headed else [[""] * width, *rows]
    shown = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return [shown[0], "|" + " --- |" * width, *shown[1:]]


def _pieces(line: str) -> list[str]:
    """What stands before the first cell of a line, and its cells; one that spans columns is followed by empty ones."""
    found = [*_CELL.finditer(line)]
    pieces = [line[: found[0].start()] if found else line]
    for at, mark in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(line)
        pieces += [line[mark.end() : end].strip().replace("\\|", "|"), *[""] * (int(mark[1] or 1) - 1)]
    return pieces


def _stated_columns(above: str) -> int:
    found = _COLUMNS.search(above)
    if not found:
        return 0
    each = (re.match(r"\s*(\d{1,2})\*", column) for column in found[1].split(","))
    return sum(int(many[1]) if many else 1 for many in each)
