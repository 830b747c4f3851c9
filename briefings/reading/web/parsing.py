"""Parses HTML with elements nested at most as deep as browsers nest them; the parser's time grows with the depth."""

import re

from selectolax.lexbor import LexborHTMLParser

_DEEPEST = 512  # elements in one another; browsers stop there too
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
# Elements without an end tag, or whose end tag may be missing. These aren't counted, as they nest in others alone.
_UNCOUNTED = frozenset(
    {
        *(
            "area",
            "base",
            "br",
            "col",
            "embed",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "param",
            "source",
            "track",
            "wbr",
        ),
        *("p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "optgroup", "colgroup"),
        *("rt", "rp", "html", "head", "body", "a", "button", "nobr"),
    }
)


def parsed_page(markup: str) -> LexborHTMLParser:
    """The tree of a page; the text of elements that are nested too deeply stands in those around them."""
    return LexborHTMLParser(_Flattening().sub(markup) if markup.count("<") > _DEEPEST else markup)


class _Flattening:
    """Replaces the tags of too deeply nested elements with tags that have no effect."""

    def __init__(self) -> None:
        self._depth = 0

    def sub(self, markup: str) -> str:
        return _TAG.sub(self._kept, markup)

    def _kept(self, tag: re.Match[str]) -> str:
        if tag[2].lower() in _UNCOUNTED:
            return tag[0]
        if tag[1]:
            self._depth = max(0, self._depth - 1)
            return tag[0] if self._depth < _DEEPEST else "</wbr"
        self._depth += 1
        return tag[0] if self._depth <= _DEEPEST else "<wbr"
