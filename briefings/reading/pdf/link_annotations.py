"""The web links of a page, as the words that they cover, and their places in the text."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import list_value, resolve1

from briefings.reading.layout import Link
from briefings.reading.links import source_address
from briefings.reading.pdf.fragments import Fragment

_MOST = 1_000  # links of a file
_LONGEST = 300  # characters of a link's words
_WORD = re.compile(r"\S+")
_BREAK = r"[\s\u00ad‐-]{0,3}"  # between words, and where a line's end cut one
_EDGES = " .,;:()[]“”\"'‐-\u00ad"


@dataclass(frozen=True, slots=True)
class LinkedWords:
    """The words that a link covers on one line."""

    words: str
    url: str


def linked_words(page: PDFPage, left: float, bottom: float, fragments: Sequence[Fragment]) -> Iterator[LinkedWords]:
    """The page's links to sources in file order; `left` and `bottom` are its corner in the file's coordinates."""
    ordered = sorted(fragments, key=lambda each: each.y)
    heights = [each.y for each in ordered]
    for annotation in list_value(page.annots)[:_MOST] if page.annots else ():
        link = resolve1(annotation)
        place = [resolve1(each) for each in list_value(link.get("Rect") or [])] if isinstance(link, dict) else []
        url = _target(link) if len(place) == 4 else ""
        if url and all(isinstance(each, int | float) for each in place):
            x0, x1 = sorted((place[0] - left, place[2] - left))
            y0, y1 = sorted((place[1] - bottom, place[3] - bottom))
            near = ordered[bisect_left(heights, y0 - 1) : bisect_left(heights, y1)]
            yield LinkedWords(_covered(near, x0, x1), url)


def _target(link: dict[str, Any]) -> str:
    """The source that an annotation leads to; "" for a place within the file and for all that is no link."""
    action = resolve1(link.get("A"))
    target = resolve1(action.get("URI")) if isinstance(action, dict) else None
    if str(getattr(link.get("Subtype"), "name", "")) != "Link" or not isinstance(target, bytes | str):
        return ""
    return source_address(target.decode("utf-8", "replace") if isinstance(target, bytes) else target)


def _covered(fragments: Iterable[Fragment], x0: float, x1: float) -> str:
    """The words whose middle lies between two edges; letters count as equally wide."""
    found: list[str] = []
    for each in sorted(fragments, key=lambda each: (-each.y, each.x0)):
        letter = (each.x1 - each.x0) / max(1, len(each.text))
        for word in _WORD.finditer(each.text):
            middle = each.x0 + letter * (word.start() + word.end()) / 2
            found += [word[0]] if x0 <= middle <= x1 else []
    return " ".join(found)


def placed_links(text: str, found: Iterable[LinkedWords]) -> tuple[Link, ...]:
    """The links in a text, in order; one of several lines is one link, and words that the text lacks are left out."""
    links: list[Link] = []
    at = 0
    for url, lines in groupby(found, key=lambda each: each.url):
        words = " ".join(each.words for each in lines).strip(_EDGES)
        if not words or len(words) > _LONGEST or len(links) >= _MOST:
            continue
        pattern = re.compile(_BREAK.join(re.escape(word.rstrip("-‐\u00ad")) for word in words.split()))
        if place := pattern.search(text, at) or pattern.search(text):
            links.append(Link(place.start(), place.end(), url))
            at = place.end()
    return tuple(sorted(set(links), key=lambda each: (each.start, each.end)))
