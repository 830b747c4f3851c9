"""BibTeX in UTF-8: letters of any script are kept, and TeX's special characters are escaped."""

import re
from collections.abc import Iterator, Sequence

from briefings.bibliography.csl import date_parts
from briefings.model.analysis import Author, Reference

_KINDS = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
}
_OTHER = "misc"
_CONTAINERS = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle", "misc": "howpublished"}
_PUBLISHERS = {"techreport": "institution", "phdthesis": "school"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # "\{" would count as a brace that is never closed
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
_VERBATIM = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})  # for addresses, which TeX takes as such
_WORD = re.compile(r"[^\W\d_][\w’'.-]*")
_JOINER = re.compile(r"\band\b|[,{}]", re.IGNORECASE)
_DAY = 3  # parts of a date that is known to the day


def write(entries: Sequence[tuple[str, Reference]]) -> str:
    """An entry for each reference; months use BibTeX's macros, and a full date is in biblatex's date field."""
    return "\n".join(_entry(key, reference) for key, reference in entries)


def _entry(key: str, reference: Reference) -> str:
    kind = _KINDS.get(reference.kind, _OTHER)
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(kind, reference))
    return f"@{kind}{{{key},\n{fields}}}\n"


def _fields(kind: str, reference: Reference) -> Iterator[tuple[str, str]]:
    parts = date_parts(reference)
    title = reference.title or ("" if reference.authors else reference.entry)
    values = {
        "author": " and ".join(_name(author) for author in reference.authors),
        "title": _protected(title),
        _CONTAINERS.get(kind, "series"): _escaped(reference.container),
        _PUBLISHERS.get(kind, "publisher"): _escaped(reference.publisher),
        "volume": _escaped(reference.volume),
        "number": _escaped(reference.issue),
        "pages": _escaped(reference.pages).replace("–", "--"),
        "year": f"{parts[0]:04}" if parts else "",
        "date": reference.date if len(parts) == _DAY else "",
        "doi": (reference.doi or "").translate(_VERBATIM),
        "url": (reference.url or "").translate(_VERBATIM),
    }
    yield from ((name, f"{{{value}}}") for name, value in values.items() if value)
    if len(parts) > 1:
        yield "month", _MONTHS[parts[1] - 1]


def _escaped(words: str | None) -> str:
    return " ".join((words or "").split()).translate(_ESCAPES)


def _name(author: Author) -> str:
    """A person as "Family, Given"; braces protect organisations and compound parts."""
    if author.literal or not author.given:
        return f"{{{_escaped(author.name)}}}"
    family, given = (
        f"{{{_escaped(part)}}}" if _JOINER.search(part) else _escaped(part) for part in (author.family, author.given)
    )
    return f"{family}, {given}"


def _protected(title: str) -> str:
    """A title with braces around words with capitals, except for its first letter."""
    made: list[str] = []
    at = 0
    for word in _WORD.finditer(title):
        kept = word[0] if word.start() else word[0][1:]
        escaped = _escaped(word[0])
        made += [_spaced(title[at : word.start()]), f"{{{escaped}}}" if kept != kept.lower() else escaped]
        at = word.end()
    return "".join([*made, _spaced(title[at:])]).strip()


def _spaced(between: str) -> str:
    return re.sub(r"\s+", " ", between).translate(_ESCAPES)
