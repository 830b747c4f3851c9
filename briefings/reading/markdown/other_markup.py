"""AsciiDoc and Org as Markdown: headings, lists, links and code; what only a program reads is left out."""

import re
from collections.abc import Callable, Iterator
from itertools import dropwhile

from briefings.reading.markdown.asciidoc import simplified

_ASCIIDOC_NAMES, _ORG_NAMES = (".adoc", ".asciidoc", ".asc"), (".org",)
_ASCIIDOC = re.compile(r"^(?:==+ \S|:[a-z][\w-]{1,30}:(?: |$)|\[source\b)", re.MULTILINE)
_ORG = re.compile(r"^#\+(?:TITLE|AUTHOR|OPTIONS|STARTUP):", re.MULTILINE | re.IGNORECASE)
_HEAD = 5_000  # characters in which a text shows its markup
_FENCES = {"----": "```", "....": "```", "++++": "```"}
_HEADING = re.compile(r"(={1,6})\s(?=\S)")
_STAR_HEADING = re.compile(r"(\*{1,5})\s(?:(?:TODO|DONE|NEXT|WAITING)\s)?(?=\S)")
_UNREAD_ASCIIDOC = re.compile(
    r"//.*|:!?[\w-]{1,40}!?:.*|\[(?!\[?[xX ]\]).{0,300}\]|(?:ifdef|ifndef|ifeval|endif|include|image|video|toc)::.*"
    r"|[=*_-]{4,}|--|<{3}|'{3}|\+"
)
_REVISED = re.compile(r":(?:revdate|date|docdate):\s*(\S.{0,60})")
_NUMBERED = re.compile(r"(\.{1,5})\s(?=\S)")
_BULLET = re.compile(r"(\*{2,5})\s(?=\S)")
_CAPTION = re.compile(r"\.(?=[A-ZÀ-Þ\d])(.{1,120})")
_ASCIIDOC_LINK = re.compile(r"(?:link:)?(https?://[^\s\[\]<>]{1,500})\[([^\[\]\n]{0,300})\]")
_ASCIIDOC_REFERENCE = re.compile(r"<<[^<>,\n]{1,120},\s?([^<>\n]{1,200})>>|xref:[^\s\[\]]{1,200}\[([^\[\]\n]{1,200})\]")
_HIDDEN_HEADING = re.compile(r"(\*{1,20})\sCOMMENT\b.*")
_PLANNED = re.compile(r"\s*(?:DEADLINE|SCHEDULED|CLOSED):\s?[<\[].*")
_KEY = re.compile(r"#\+(\w+):\s*(.{0,300})")
_ORG_LINK = re.compile(r"\[\[([^\[\]\n]{1,500})\]\[([^\[\]\n]{1,300})\]\]")
_ORG_NOTE, _ORG_NOTE_MARK = re.compile(r"^\[fn:([\w-]{1,40})\]\s+"), re.compile(r"\[fn:([\w-]{1,40})\]")
_ORG_TAGS = re.compile(r"\s+:[\w@:]{1,80}:\s*$")
_SHOWN_KEYS = {"date": "Date", "author": "Author"}


def as_markdown(name: str, text: str) -> str:
    """The text as Markdown if it is AsciiDoc or Org, by its file's name or its first lines; otherwise as it is."""
    lowered, head = name.lower(), text[:_HEAD]
    first = next(dropwhile(lambda line: not line.strip() or line.startswith("//"), head.split("\n")), "")
    if lowered.endswith(_ASCIIDOC_NAMES) or (first.startswith("= ") and _ASCIIDOC.search(head)):
        simple, notes = simplified(text)
        below = (f"[^{number}]: {_asciidoc(note)}" for number, note in enumerate(notes, 1))
        return "\n\n".join((_by_lines(simple, _asciidoc), *below))
    if lowered.endswith(_ORG_NAMES) or _ORG.search(head):
        return _by_lines("\n".join(_shown_org(text)), _org)
    return text


def _by_lines(text: str, converted: Callable[[str], str]) -> str:
    """The lines, each converted outside of code."""
    made: list[str] = []
    until = ""
    for line in text.split("\n"):
        bare = line.strip()
        if until:
            closes = bare.lower() == until
            made.append("```" if closes else line)
            until = "" if closes else until
        elif bare in _FENCES or bare.lower().startswith(("#+begin_src", "#+begin_example")):
            until = bare if bare in _FENCES else f"#+end_{bare.lower()[8:].split()[0]}"
            made.append("```")
        elif (shown := converted(line)) or not line or made[-1:] != [""]:
            made.append(shown)
    return "\n".join(made)


def _asciidoc(line: str) -> str:
    if heading := _HEADING.match(line):
        return f"{'#' * len(heading[1])} {line[heading.end() :]}"
    if revised := _REVISED.fullmatch(line):
        return f"Date: {revised[1]}\n"
    if _UNREAD_ASCIIDOC.fullmatch(line.rstrip()):
        return ""
    if numbered := _NUMBERED.match(line):
        line = f"{'   ' * (len(numbered[1]) - 1)}1. {line[numbered.end() :]}"
    elif bullet := _BULLET.match(line):
        line = f"{'  ' * (len(bullet[1]) - 1)}* {line[bullet.end() :]}"
    elif caption := _CAPTION.fullmatch(line.rstrip()):
        line = f"**{caption[1]}**\n"
    line = _ASCIIDOC_LINK.sub(lambda link: f"[{link[2].rstrip('^') or link[1]}]({link[1]})", line)
    return _ASCIIDOC_REFERENCE.sub(lambda found: found[1] or found[2], line)


def _shown_org(text: str) -> Iterator[str]:
    """The lines without comments and what Org plans by."""
    commented, depth = False, 0
    for line in text.split("\n"):
        stars = len(line) - len(line.lstrip("*")) if line.startswith("*") and line.lstrip("*")[:1] == " " else 0
        if stars and (not depth or stars <= depth):
            depth = stars if _HIDDEN_HEADING.fullmatch(line.rstrip()) else 0
        bare = line.strip().lower()
        if not (commented or depth or bare == "#+begin_comment" or _PLANNED.fullmatch(line)):
            yield line
        commented = (commented or bare == "#+begin_comment") and bare != "#+end_comment"


def _org(line: str) -> str:
    if key := _KEY.match(line):
        if key[1].lower() == "title":
            return f"# {key[2]}\n"
        shown = _SHOWN_KEYS.get(key[1].lower())
        return f"{shown}: {key[2].strip('<>[] ')}\n" if shown else ""
    if line.startswith("#") or re.fullmatch(r"\s*:[\w-]{1,40}:.*|#\+(?:begin|end)_\w+.*", line, re.IGNORECASE):
        return ""
    if heading := _STAR_HEADING.match(line):
        line = f"{'#' * (len(heading[1]) + 1)} {_ORG_TAGS.sub('', line[heading.end() :])}"
    line = _ORG_NOTE_MARK.sub(r"[^\1]", _ORG_NOTE.sub(r"[^\1]: ", line))
    return _ORG_LINK.sub(lambda link: f"[{link[2]}]({link[1]})" if "://" in link[1] else link[2], line)
