"""Style names of word processors, in English and other languages."""

import re
from dataclasses import dataclass

from briefings.reading.layout import Kind

_HEADING = re.compile(r"(?:heading|überschrift|titre|título|заголовок|标题|標題)\s?(\d)", re.IGNORECASE)
_ROLES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "table",
        re.compile(
            r"caption|toc ?\d|toc heading|contents ?\d|contents heading|table of .*|illustration|figure|drawing"
        ),
    ),
    ("quote", re.compile(r"(?:intense )?quote|block ?text|(?:block ?)?quotations?|citation intense")),
    ("code", re.compile(r"preformatted text|html preformatted|source code|code|macro text")),
    ("item", re.compile(r"list (?:bullet|number)(?: \d)?|list \d")),
    ("note", re.compile(r"(?:foot|end)note(?: text)?")),
)


@dataclass(frozen=True, slots=True)
class Role:
    """The role of a style's paragraphs; a heading at level 0 is the title."""

    kind: Kind
    level: int = 0


def role_of(name: str) -> Role | None:
    """The role that a style's name indicates, or None."""
    bare = name.replace("_20_", " ").replace("_", " ").strip().lower()
    if bare == "title":
        return Role("heading", 0)
    if heading := _HEADING.fullmatch(bare):
        return Role("heading", max(1, int(heading[1])))
    return next((Role(kind) for kind, pattern in _ROLES if pattern.fullmatch(bare)), None)
