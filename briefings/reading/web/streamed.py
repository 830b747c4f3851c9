"""Puts the parts of a streamed page in their places, as the page's own script does once they have arrived.

React sends parts that come late behind the page, each in a hidden element, and an empty template where it belongs. What
stands there meanwhile, such as "Loading", ends with a comment.
"""

import re

from briefings.reading.web.parsing import parsed_page

_PART = "S:"  # begins the identity of a part that came late
_CALL = re.compile(r"\$RC\(\"([^\"]{1,80})\",\s?\"([^\"]{1,80})\"|\$RS\(\"([^\"]{1,80})\",\s?\"([^\"]{1,80})\"")
_TOKEN = re.compile(r"<template id=\"([^\"]{1,80})\"></template>|<!--(/?)\$[?!~]?-->")
_END = "<!--/$-->"


def whole(markup: str) -> str:
    """The markup of a page with all its late parts in their places."""
    if _PART not in markup or "<template" not in markup:
        return markup
    page = parsed_page(markup)
    parts: dict[str, str] = {}
    for part in page.css(f'[hidden][id*="{_PART}"]'):
        parts[part.attributes.get("id") or ""] = part.inner_html or ""
        part.decompose()
    return _filled(page.html or "", parts, _targets(markup)) if parts else markup


def _targets(markup: str) -> dict[str, str]:
    """The part for each template, as the page's script calls tell."""
    return {call[1] or call[4]: call[2] or call[3] for call in _CALL.finditer(markup)}


def _part_for(template: str, targets: dict[str, str]) -> str:
    """The part for a template; in a page without its script, the one with its number."""
    return targets.get(template) or re.sub(r"[BP]:(?=[^:]*$)", _PART, template)


def _filled(markup: str, parts: dict[str, str], targets: dict[str, str]) -> str:
    """The markup with each part once, in place of its template and of what stands there meanwhile."""
    found: list[str] = []
    left = [(markup, 0, 0)]  # the text, how far it is written, and in how many elements that are left out
    while left:
        text, at, out = left.pop()
        token = _TOKEN.search(text, at)
        found += [] if out else [text[at : token.start() if token else len(text)]]
        if token is None:
            continue
        name = _part_for(token[1], targets) if token[1] and not out else ""
        if name in parts:
            meanwhile = ":" in token[1] and "B" in token[1] and text.find(_END, token.end()) >= 0
            left += [(text, token.end(), int(meanwhile)), (parts.pop(name), 0, 0)]
        else:
            step = 0 if token[1] or not out else -1 if token[2] else 1
            left.append((text, token.end(), out + step))
    return "".join(found)
