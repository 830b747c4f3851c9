"""What a bare name opens: "a1" an analysis, "e2" an event, "section 3" a section, "?" the help."""

import re

from briefings.text import lazy_re

_ANALYSIS, _SECTION = r"(?P<analysis>a-?\d{1,15})", r"section\s+(?P<section>\d{1,6})"
_OPENED = tuple(
    lazy_re(rf"{form}[.!]?", re.IGNORECASE)
    for form in (_ANALYSIS, _SECTION, rf"{_ANALYSIS}[\s,]+{_SECTION}", rf"{_SECTION}\s+(?:of|in)\s+{_ANALYSIS}")
)
_EVENT = lazy_re(r"(e-?\d{1,15})[.!]?", re.IGNORECASE)
_HELP = lazy_re(r"[?？]+\s*(/?\w*)")


def opened_line(line: str) -> str:
    """The command line for a bare name, or else the line itself; a section without an analysis is the current one's."""
    said = line.strip().lstrip("/!")
    if found := _EVENT.fullmatch(said):
        return f"event {found[1]}"
    if found := _HELP.fullmatch(said):
        return f"help {found[1]}".strip()
    for form in _OPENED:
        if found := form.fullmatch(said):
            named = found.groupdict()
            return " ".join(filter(None, ("summary", named.get("analysis"), named.get("section"))))
    return line
