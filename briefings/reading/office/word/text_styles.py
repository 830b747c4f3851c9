"""Word styles of paragraphs and runs, with inheritance."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from briefings.reading.office.styles import Role, role_of
from briefings.reading.office.word.names import VAL, W, child, number, switched, value

_DEEPEST = 20  # styles that one may inherit from
_POINTS = 2  # sizes are counted in half points
_BODY_LEVEL = 9
_UNREAD = ("vanish", "strike", "dstrike")


@dataclass(frozen=True, slots=True)
class TextStyle:
    """A style's look; None if not set. `list_` is a list's number, `depth` the level in it.

    `unread` says that the style strikes or hides its words.
    """

    role: Role | None = None
    bold: bool | None = None
    size: float | None = None
    list_: int | None = None
    depth: int | None = None
    unread: bool | None = None


class TextStyles:
    """The looks of a document's styles by id."""

    def __init__(self, styles: _Element) -> None:
        self._styles = {str(style.get(f"{W}styleId")): style for style in styles.iterfind(f"{W}style")}
        self._known: dict[str, TextStyle] = {}
        defaults = child(styles, "docDefaults", "rPrDefault", "rPr")
        self.size = (number(defaults, "sz") or 0) / _POINTS
        self.paragraph = next(
            (id_ for id_, s in self._styles.items() if s.get(f"{W}type") == "paragraph" and s.get(f"{W}default")), ""
        )

    def of(self, id_: str | None) -> TextStyle:
        """A style's look; an empty one for an unknown style."""
        name = id_ or ""
        if name not in self._known:
            self._known[name] = self._made(name)
        return self._known[name]

    def _made(self, id_: str) -> TextStyle:
        look = TextStyle()
        for style in self._chain(id_):
            own = _own(style)
            look = TextStyle(
                look.role or own.role,
                own.bold if look.bold is None else look.bold,
                own.size if look.size is None else look.size,
                own.list_ if look.list_ is None else look.list_,
                own.depth if look.depth is None else look.depth,
                own.unread if look.unread is None else look.unread,
            )
        return look

    def _chain(self, id_: str) -> Iterator[_Element]:
        for _ in range(_DEEPEST):
            if (style := self._styles.get(id_)) is None:
                return
            yield style
            id_ = value(style, "basedOn") or ""


def _own(style: _Element) -> TextStyle:
    text, paragraph = child(style, "rPr"), child(style, "pPr")
    size = number(text, "sz")
    return TextStyle(
        outline_level(paragraph) or role_of(value(style, "name") or ""),
        switched(text, "b"),
        size / _POINTS if size else None,
        number(paragraph, "numPr", "numId"),
        number(paragraph, "numPr", "ilvl"),
        unread(text),
    )


def unread(properties: _Element | None) -> bool | None:
    """Whether words are struck or hidden; None if not set."""
    told = [said for name in _UNREAD if (said := switched(properties, name)) is not None]
    return any(told) if told else None


def outline_level(properties: _Element | None) -> Role | None:
    """A heading by outline level, which styles of any name may set."""
    level = number(properties, "outlineLvl")
    return Role("heading", level + 1) if level is not None and 0 <= level < _BODY_LEVEL else None


def size_of(properties: _Element | None) -> float | None:
    """A run's own size in points."""
    size = number(properties, "sz")
    return size / _POINTS if size else None


def is_raised(properties: _Element | None) -> bool:
    """Whether a run is superscript."""
    found = child(properties, "vertAlign")
    return found is not None and found.get(VAL) == "superscript"
