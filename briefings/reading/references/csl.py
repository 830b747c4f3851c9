"""Works that the front matter of a Markdown text describes: `references:`, a list in YAML with the fields of CSL."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from briefings.model.analysis import Author, Reference
from briefings.reading.layout import trimmed
from briefings.reading.references.composing import composed
from briefings.text.metadata_header import fenced_end
from briefings.translatable import plural

_LIST = re.compile(r"^references:[ \t]*\n(?=[ \t]{0,8}-[ \t])", re.MULTILINE)
_WITHIN = re.compile(r"(?:[ \t]+[^\n]*|-[ \t][^\n]*|[ \t]*#[^\n]*|[ \t]*)(?:\n|\Z)")
_OPENED = re.compile(r"(?:\A|\n)---[ \t]*\n\Z")
_CLOSED = re.compile(r"(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_MOST = 500_000  # characters of a list that are read
_ITEM = re.compile(r"[ \t]*-[ \t]")
_MOST_NAMES, _MOST_PARTS = 200, 3
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_YEAR = re.compile(r"\b(?:1[4-9]|20)\d\d\b")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # leaves every value a text; C's is 20 times as fast
_MARKUP = re.compile(r"\*{1,2}|</?(?:i|b|em|sup|sub|span)\b[^<>]{0,80}>|\\(?=[&_%$#])")


@dataclass(frozen=True, slots=True)
class YamlList:
    """A list of works in a text: the span of the list's lines, and that of the block of metadata around it."""

    start: int
    end: int
    block: tuple[int, int]


def yaml_list(text: str) -> YamlList | None:
    """The list of works in the front matter, or in a block of metadata between lines of hyphens at the end."""
    matter = fenced_end(text)
    for found in _LIST.finditer(text):
        last = found.end()
        while (line := _WITHIN.match(text, last)) and line.end() > last:
            last = line.end()
        if found.start() < matter:
            return YamlList(found.end(), min(last, matter), (0, matter))
        opened, closed = _OPENED.search(text[max(0, found.start() - 8) : found.start()]), _CLOSED.match(text, last)
        if opened and closed:
            return YamlList(found.end(), last, (found.start() - len(opened[0].lstrip("\n")), closed.end()))
    return None


def described_in_yaml(text: str) -> Iterator[tuple[str, Reference]]:
    """The works of the list with their keys; none if it is no valid YAML."""
    found = yaml_list(text)
    if not found:
        return
    try:
        listed = yaml.compose(text[found.start : _read_end(text, found)], Loader=_LOADER)
    except (yaml.YAMLError, RecursionError):
        return
    for item in _items(listed):
        fields = _fields(item)
        if key := _text(fields.get("id")):
            span = trimmed(text, found.start + item.start_mark.index, found.start + item.end_mark.index)
            yield key, _work(fields, *span)


def unread_works(text: str) -> tuple[str, ...]:
    """A sentence that counts the works of the list that are not read since it is too long."""
    found = yaml_list(text)
    end = _read_end(text, found) if found else 0
    if not found or end == found.end:
        return ()
    left = sum(1 for _ in _items_from(text, found, end))
    return (
        plural(
            "{number} work in the file's head isn't read: the list is too long.",
            "{number} works in the file's head aren't read: the list is too long.",
            left,
        ),
    )


def _read_end(text: str, found: YamlList) -> int:
    """Where the part of the list that is read ends: before the last item that begins within `_MOST` characters."""
    if found.end - found.start <= _MOST:
        return found.end
    starts = [start for start in _items_from(text, found, found.start) if start <= found.start + _MOST]
    return starts[-1] if starts else found.start


def _items_from(text: str, found: YamlList, start: int) -> Iterator[int]:
    """Where the items of the list begin that are not within another item, from an offset on."""
    first = _ITEM.match(text, found.start)
    mark = f"\n{first[0]}" if first else "\n- "
    at = text.find(mark, start - 1, found.end)
    while at >= 0:
        yield at + 1
        at = text.find(mark, at + 1, found.end)


def _work(fields: dict[str, yaml.Node], start: int, end: int) -> Reference:
    day = _issued(fields.get("issued"))
    names = fields.get("author") or fields.get("editor")
    value = {name: _MARKUP.sub("", _text(node)) or None for name, node in fields.items()}
    return composed(
        Reference(
            start,
            end,
            "",
            authors=tuple(_authors(names)),
            year=day[:4] or None,
            date=day or None,
            title=value.get("title"),
            url=value.get("URL") or value.get("url"),
            kind=(value.get("type") or "document").replace("_", "-"),
            container=value.get("container-title"),
            publisher=value.get("publisher"),
            volume=value.get("volume"),
            issue=value.get("issue") or value.get("number"),
            pages=value.get("page"),
            doi=value.get("DOI") or value.get("doi"),
        )
    )


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    return node.value if isinstance(node, yaml.SequenceNode) else []


def _fields(node: yaml.Node | None) -> dict[str, yaml.Node]:
    """The values of a mapping by key."""
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}


def _text(node: yaml.Node | None) -> str:
    return " ".join(node.value.split()) if isinstance(node, yaml.ScalarNode) else ""


def _authors(node: yaml.Node | None) -> Iterator[Author]:
    for item in _items(node)[:_MOST_NAMES]:
        fields = {name: _text(value) for name, value in _fields(item).items()}
        particle = fields.get("non-dropping-particle") or fields.get("dropping-particle") or ""
        family = f"{particle} {fields.get('family', '')}".strip()
        if whole := fields.get("literal") or ("" if fields.get("given") else family):
            yield Author(literal=whole)
        elif family:
            yield Author(family=family, given=fields["given"])


def _issued(node: yaml.Node | None) -> str:
    """The day of a work as "2026-03-05", at its own precision; "" if none is told."""
    if words := _text(node):
        found = _DATE.match(words)
        return _iso(*found.groups()) if found else next(iter(_YEAR.findall(words)), "")
    fields = _fields(_items(node)[0] if _items(node) else node)
    dated = _items(fields.get("date-parts"))
    parts = _items(dated[0])[:_MOST_PARTS] if dated else [fields.get(name) for name in ("year", "month", "day")]
    if isinstance(parts[0] if parts else None, yaml.ScalarNode):
        return _iso(*(_text(part) for part in parts))
    return next(iter(_YEAR.findall(_text(fields.get("literal") or fields.get("raw")))), "")


def _iso(*parts: str | None) -> str:
    """The parts of a day that are numbers, joined; "" without a year of four digits."""
    told: list[str] = []
    for part in parts:
        if not (part and part.isascii() and part.isdecimal()):
            break
        told.append(f"{int(part):0{2 if told else 4}d}")
    return "-".join(told) if told and _YEAR.fullmatch(told[0]) else ""
