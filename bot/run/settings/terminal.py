"""Terminal capabilities from the environment: hyperlinks and width."""

import os
from collections.abc import Mapping

_PROGRAMS = frozenset(("iTerm.app", "WezTerm", "vscode", "Hyper", "ghostty", "Tabby", "rio", "WarpTerminal"))
_NAMES = ("xterm-kitty", "alacritty", "foot", "xterm-ghostty", "contour", "wezterm")
_VTE, _KONSOLE = 5000, 201200  # the first versions of GNOME's terminals and of Konsole that open links


def shows_links(environ: Mapping[str, str] | None = None) -> bool:
    """Whether the terminal supports hyperlinks; FORCE_HYPERLINK=1 or 0 overrides."""
    variables = os.environ if environ is None else environ  # noqa: TID251
    if forced := variables.get("FORCE_HYPERLINK", ""):
        return forced != "0"
    name = variables.get("TERM", "")
    if name in ("", "dumb", "linux") or name.startswith(("screen", "tmux")):
        return False
    known = variables.get("TERM_PROGRAM", "") in _PROGRAMS or name.startswith(_NAMES) or "WT_SESSION" in variables
    return known or _number(variables, "VTE_VERSION") >= _VTE or _number(variables, "KONSOLE_VERSION") >= _KONSOLE


def columns(environ: Mapping[str, str] | None = None) -> int | None:
    """The width in COLUMNS, or None."""
    return _number(os.environ if environ is None else environ, "COLUMNS") or None  # noqa: TID251


def _number(variables: Mapping[str, str], name: str) -> int:
    number = variables.get(name, "")
    return int(number) if number.isdecimal() else 0
