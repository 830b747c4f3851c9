"""The fonts of pictures: which characters they have, and how wide these are.

Two fonts are installed as packages, so that pictures look alike on every machine: Noto Sans for Latin and Cyrillic,
Noto Sans SC for Chinese.
"""

import sys
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from importlib.util import find_spec
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import freetype

FAMILIES = "Noto Sans, Noto Sans SC"
BOLDER = 1.07  # how much wider a bold text is, about
CUT = "…"
_LIBRARIES = ("resvg_py", "freetype", "fontpkg_noto_sans", "pylopdf_fonts_zh_cn")  # of the extra `pictures`


@cache
def font_files() -> tuple[str, ...]:
    """The font files in order of preference."""
    import pylopdf_fonts_zh_cn  # in the extra for pictures, which a lean install lacks

    latin = resources.files("fontpkg_noto_sans").joinpath("files")
    upright = next(each for each in latin.iterdir() if each.name.startswith("NotoSans["))
    return str(upright), str(pylopdf_fonts_zh_cn.sans_path())


@cache
def _faces() -> "tuple[freetype.Face, ...]":
    import freetype  # in the extra for pictures

    return tuple(freetype.Face(path) for path in font_files())


def replace_missing(words: str) -> str:
    """Words on one line, with "…" for characters that no font has."""
    line = " ".join(unicodedata.normalize("NFC", words).split())
    shown = "".join(char for char in line if unicodedata.category(char)[0] != "C")
    runs = groupby(shown, key=lambda char: _advance(char) is not None)
    return "".join("".join(run) if known else CUT for known, run in runs)


def width(words: str, size: float, *, bold: bool = False) -> float:
    """The width of legible words in pixels at a font size in pixels."""
    return sum(_advance(char) or 1.0 for char in words) * size * (BOLDER if bold else 1.0)


def lines(words: str, size: float, room: float, most: int, *, bold: bool = False) -> list[str]:
    """Breaks legible words into at most so many lines of a width in pixels; the last one may be cut."""
    made: list[str] = []
    rest = replace_missing(words)
    while rest and len(made) < most:
        end = _fitting(rest, size, room, bold=bold)
        if end < len(rest) and len(made) == most - 1:
            end = _fitting(rest, size, room - width(CUT, size, bold=bold), bold=bold)
            made.append(rest[:end].rstrip() + CUT)
            break
        if end < len(rest):
            end = _break(rest, end)
        made.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return made


def _fitting(words: str, size: float, room: float, *, bold: bool) -> int:
    reached = 0.0
    for number, char in enumerate(words):
        reached += width(char, size, bold=bold)
        if reached > room:
            return max(number, 1)
    return len(words)


def _break(words: str, end: int) -> int:
    """The last break opportunity up to there: a blank, or next to a wide character."""
    for place in range(end, end // 3, -1):
        before, after = words[place - 1], words[place]
        if after == " " or before == " " or (_is_wide(before) and unicodedata.category(after)[0] != "P"):
            return place
    return end


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in {"W", "F"}


@lru_cache(maxsize=4096)
def _advance(char: str) -> float | None:
    """The width of a character in em; None if no font has it."""
    import freetype  # in the extra for pictures

    for face in _faces():
        index = face.get_char_index(char)
        if index:
            return float(face.get_advance(index, freetype.FT_LOAD_NO_SCALE) / face.units_per_EM)
    return None


def installed() -> bool:
    """Whether the libraries and fonts that draw pictures are installed; a lean installation has none."""
    return all(sys.modules[name] is not None if name in sys.modules else _is_found(name) for name in _LIBRARIES)


@cache  # looking takes a millisecond for all of them, and answers that offer a picture ask
def _is_found(library: str) -> bool:
    return find_spec(library) is not None
