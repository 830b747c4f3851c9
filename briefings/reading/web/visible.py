"""Iterates over what a page shows as text: no scripts, controls or hidden elements."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

_NEVER = frozenset(
    {
        *("script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "audio", "video"),
        *("canvas", "button", "input", "select", "option", "textarea", "dialog", "map", "head", "link"),
        *("ix:header", "meta", "title", "datalist", "progress", "meter", "-comment"),
        *("annotation", "annotation-xml", "s", "del", "strike"),
    }
)
_NOTED = re.compile(r"\b(?:doc-)?(?:foot|end)notes?\b", re.IGNORECASE)
# The classes of a wiki's links by which readers edit a section, or go back from an entry to the text.
_WIKI = re.compile(r"\bmw-(?:editsection|cite-backlink)\b")
_UNSHOWN = re.compile(r"(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)", re.IGNORECASE)


def holds_notes(node: LexborNode) -> bool:
    """Whether an element contains a page's notes."""
    attributes = node.attributes
    said = f"{attributes.get('role') or ''} {attributes.get('class') or ''} {attributes.get('id') or ''}"
    return bool(_NOTED.search(said)) and node.tag in {"section", "div", "ol", "aside", "footer"}


def _is_shown(node: LexborNode) -> bool:
    """Whether an element and what it holds are text that readers of the page see."""
    if (node.tag or "") in _NEVER:
        return False
    attributes = node.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return False
    return not _WIKI.search(attributes.get("class") or "") and not _UNSHOWN.search(attributes.get("style") or "")


def visible(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Iterates over a page's visible nodes at their start (True) and end (False), at any nesting depth."""
    node: LexborNode | None = root
    while node is not None:
        descend = node.is_text_node or node.mem_id == root.mem_id or _is_shown(node)
        if descend:
            yield node, True
            if node.child is not None:
                node = node.child
                continue
            yield node, False
        while node is not None and node.mem_id != root.mem_id and node.next is None:
            node = node.parent
            if node is not None:
                yield node, False
        node = None if node is None or node.mem_id == root.mem_id else node.next
