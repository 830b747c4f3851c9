"""Names of Word's XML elements, and access to attributes of children."""

from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VAL = f"{W}val"
_OFF = frozenset({"0", "false", "off"})


def child(of: _Element | None, *path: str) -> _Element | None:
    """The element at the end of a path of children, None if missing."""
    for name in path:
        of = of.find(f"{W}{name}") if of is not None else None
    return of


def value(of: _Element | None, *path: str) -> str | None:
    """The value attribute of the element at the end of a path."""
    found = child(of, *path)
    return None if found is None else str(found.get(VAL, ""))


def number(of: _Element | None, *path: str) -> int | None:
    """A value that is a whole number."""
    said = value(of, *path) or ""
    return int(said) if said.lstrip("-").isdecimal() and len(said) < 10 else None


def switched(of: _Element | None, name: str) -> bool | None:
    """Whether a property is on; None if not set."""
    found = child(of, name)
    return None if found is None else str(found.get(VAL, "true")).lower() not in _OFF
