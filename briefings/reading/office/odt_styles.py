"""OpenDocument styles with inheritance, and which lists are numbered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.etree import _Element

from briefings.reading.office.styles import Role, role_of

_BASE = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE = f"{_BASE}office:1.0}}", f"{_BASE}text:1.0}}", f"{_BASE}table:1.0}}"
STYLE, DRAW, FO = f"{_BASE}style:1.0}}", f"{_BASE}drawing:1.0}}", f"{_BASE}xsl-fo-compatible:1.0}}"
_DEEPEST = 20  # styles that one may inherit from
_BOLD = frozenset({"bold", "600", "700", "800", "900"})
_LINES_THROUGH = ("text-line-through-style", "text-line-through-type")
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(frozen=True, slots=True)
class TextStyle:
    """A style's look; `weighted` if it sets boldness, `size` in points, 0 if unknown."""

    role: Role | None = None
    bold: bool = False
    weighted: bool = False
    size: float = 0.0
    high: bool = False
    struck: bool = False


class Styles:
    """A document's styles by name."""

    def __init__(self, roots: Sequence[_Element]) -> None:
        self._styles = {str(one.get(f"{STYLE}name")): one for root in roots for one in root.iter(f"{STYLE}style")}
        self._lists = {str(one.get(f"{STYLE}name")): one for root in roots for one in root.iter(f"{TEXT}list-style")}
        self._known: dict[str, TextStyle] = {}

    def of(self, name: str) -> TextStyle:
        """A style's look; an empty one for an unknown style."""
        if name not in self._known:
            self._known[name] = self._made(name)
        return self._known[name]

    def number(self, name: str, depth: int) -> str:
        """The number format of a list at a depth (from 1); "" for bullets."""
        list_ = self._lists.get(name)
        for level in list_.iterfind(f"{TEXT}list-level-style-number") if list_ is not None else ():
            if level.get(f"{TEXT}level") == str(depth):
                return _FORMS.get(str(level.get(f"{STYLE}num-format", "")), "")
        return ""

    def _made(self, name: str) -> TextStyle:
        role: Role | None = None
        found: dict[str, str] = {}
        for id_, style in self._chain(name):
            outline = str(style.get(f"{STYLE}default-outline-level", ""))
            told = Role("heading", int(outline)) if outline.isdecimal() and 0 < int(outline[:3]) < 10 else None
            role = role or told or role_of(str(style.get(f"{STYLE}display-name", id_)))
            for properties in style.iterfind(f"{STYLE}text-properties"):
                found = {str(key): str(value) for key, value in properties.attrib.items()} | found
        weight = found.get(f"{FO}font-weight", "")
        size = found.get(f"{FO}font-size", "").removesuffix("pt")
        return TextStyle(
            role,
            weight in _BOLD,
            bool(weight),
            float(size) if size.replace(".", "", 1).isdecimal() else 0.0,
            found.get(f"{STYLE}text-position", "").startswith(("super", "3", "5")),
            any(found.get(f"{STYLE}{name}", "none") != "none" for name in _LINES_THROUGH),
        )

    def _chain(self, name: str) -> Iterator[tuple[str, _Element]]:
        for _ in range(_DEEPEST):
            if (style := self._styles.get(name)) is None:
                yield from self._unknown(name)
                return
            yield name, style
            name = str(style.get(f"{STYLE}parent-style-name", ""))

    def _unknown(self, name: str) -> Iterator[tuple[str, _Element]]:
        """An element for a common style that the file uses without defining it; only its name is known."""
        if name:
            empty = next(iter(self._styles.values()), None)
            if empty is not None:
                yield name, empty.makeelement(f"{STYLE}style")
