"""The text of pages whose body is empty until a script fills it: in `<noscript>`, in JSON-LD, or in Next.js' data."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

_LEAST = 150  # characters of prose, below which a page counts as empty
_MOST = 5_000_000  # characters of data that are looked into
_SENTENCE = re.compile(r"[.!?…](?<=[^.!?。！？]{16}.)['\"”’»)]*(?:\s|$|<)|[。！？]")  # its end, behind 16 characters
_PARAGRAPH = re.compile(r"<(?:p|h[1-6]|li|br)\b", re.IGNORECASE)
_LINES = re.compile(r"\n+")
_NOSCRIPT = re.compile(r"(</?)noscript\b", re.IGNORECASE)
_TURN_ON = re.compile(
    r"\b(?:enable|turn\son|activate|requires?|without)\s(?:\w+\s){0,2}(?:JavaScript|scripts?)\b", re.IGNORECASE
)
_BODY = re.compile(r"<body\b", re.IGNORECASE)
_ASIDE = re.compile(
    r"descri|excerpt|summary|seo|meta|alt\b|caption|teaser|related|bio|cookie|legal|footer|nav|comment", re.I
)


def is_empty(texts: Iterator[str]) -> bool:
    """Whether the text that a page shows is none to read."""
    prose = 0
    for text in texts:
        prose += len(text) if _SENTENCE.search(text) and not _TURN_ON.search(text) else 0
        if prose >= _LEAST:
            return False
    return True


def hidden_markup(page: LexborHTMLParser, markup: str) -> str:
    """The markup of an article that an empty page holds elsewhere, or ""."""
    found = _in_noscript(page, markup) or _in_linked_data(page) or _in_next_data(page)
    return f"<body><article>{found}</article></body>" if found else ""


def _in_noscript(page: LexborHTMLParser, markup: str) -> str:
    text = " ".join(node.text(separator=" ") for node in page.css("body noscript"))
    if len(text) < _LEAST or not _SENTENCE.search(_TURN_ON.sub("", text)):
        return ""
    body = _BODY.search(markup)
    return _NOSCRIPT.sub(r"\1div", markup[body.start() if body else 0 :])


def _in_linked_data(page: LexborHTMLParser) -> str:
    """The body of the longest article in JSON-LD, below its headline."""
    found = ""
    for data in _data(page, 'script[type="application/ld+json"]'):
        for each in _objects(data):
            body = each.get("articleBody")
            if isinstance(body, str) and len(body) > max(len(found), _LEAST):
                found = _headline(each.get("headline")) + _as_markup(body)
    return found


def _in_next_data(page: LexborHTMLParser) -> str:
    """The longest text in markup of a page's properties, or the strings of prose that one list holds."""
    marked, listed = "", ""
    for data in _data(page, "script#__NEXT_DATA__"):
        for value in _properties(data):
            if isinstance(value, list):
                listed = max(listed, _prose(value), key=len)
            elif len(value) > len(marked) and _PARAGRAPH.search(value):
                marked = value
    return next((each for each in (marked, listed) if len(each) > _LEAST), "")


def _properties(data: Any) -> Iterator[str | list[Any]]:
    """The strings and outermost lists of a page's properties."""
    left = [data]
    while left:
        each = left.pop()
        for key, value in each.items() if isinstance(each, dict) else ():
            if isinstance(value, dict):
                left.append(value)
            elif isinstance(value, str | list) and not _ASIDE.search(key):
                yield value


def _data(page: LexborHTMLParser, css: str) -> Iterator[Any]:
    for script in page.css(css):
        text = script.text()
        if len(text) <= _MOST:
            try:
                yield json.loads(text, strict=False)
            except (ValueError, RecursionError):
                continue


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """All objects in JSON data, the outermost first."""
    left = [data]
    while left:
        each = left.pop()
        if isinstance(each, dict):
            yield each
            left += reversed(each.values())
        elif isinstance(each, list):
            left += reversed(each)


def _prose(values: list[Any]) -> str:
    """The strings of prose within a list, one paragraph each; ones that come again only once."""
    found: dict[str, None] = {}
    left: list[Any] = [*reversed(values)]
    while left:
        each = left.pop()
        if isinstance(each, str):
            found |= {each: None} if _SENTENCE.search(each) and not each.startswith(("http", "{", "<svg")) else {}
        elif isinstance(each, dict):
            left += [value for key, value in reversed(each.items()) if not _ASIDE.search(key)]
        elif isinstance(each, list):
            left += reversed(each)
    return "".join(map(_as_markup, found))


def _as_markup(text: str) -> str:
    if _PARAGRAPH.search(text):
        return text
    return "".join(f"<p>{html.escape(html.unescape(line))}</p>" for line in _LINES.split(text) if line.strip())


def _headline(words: Any) -> str:
    return f"<h1>{html.escape(html.unescape(words))}</h1>" if isinstance(words, str) else ""
