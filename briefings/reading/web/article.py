"""Finds the article in a page, and excludes menus, notices and advertisements."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

_MOST_OF_IT = 0.8  # share of the page's prose that an element must hold to be the article
_WHERE = ("article", '[itemprop="articleBody"]', "main", '[role="main"]')
_PROSE = "p, blockquote, li, pre"
_NEVER = frozenset(
    {
        *("script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "audio", "video"),
        *("canvas", "button", "input", "select", "option", "textarea", "dialog", "map", "head", "link"),
        *("meta", "title", "datalist", "progress", "meter", "-comment"),
    }
)
_BESIDE = frozenset({"nav", "footer", "aside", "menu", "search"})
_ROLES = frozenset(
    {
        *("navigation", "banner", "search", "complementary", "contentinfo", "menu", "menubar", "dialog"),
        *("alert", "alertdialog", "tablist"),
    }
)
_BOXES = frozenset(["div", "section", "ul", "ol", "header", "span", "form", "table", "p"])
_NOTED = re.compile(r"\b(?:doc-)?(?:foot|end)notes?\b", re.IGNORECASE)
_NAMED = re.compile(
    r"(?<![a-z])(?:nav(?:bar|igation|box)?|menu|sidebar|side-bar|breadcrumbs?|cookies?|consent|gdpr|share|sharing|"
    r"socials?|related|recommend(?:ed|ations)|comments?|newsletter|subscribe|subscription|signup|sign-up|login|promo|"
    r"adverts?|advertisement|ads?|sponsor(?:ed)?|popup|pop-up|modal|toolbar|pagination|pager|footer|masthead|"
    r"skip-link|skip-to-content|widget|toc|table-of-contents|paywall|mw-editsection|editsection|catlinks|printfooter|"
    r"noprint|siteheader|site-header|sitefooter|read-more|most-read|trending|tags)(?![a-z])",
    re.IGNORECASE,
)
_NOT_BESIDE = re.compile(r"\b(?:no|has|with|without)-(?:sidebar|nav|menu|comments|ads?)\b", re.IGNORECASE)
_LINKED = 0.7  # share of its words that are links in a list that is a menu
_SHORT_ITEM = 60  # characters
_FEWEST_ITEMS = 3


def article_of(page: LexborHTMLParser) -> LexborNode | None:
    """The smallest element marked as the article that holds most of the page's prose."""
    body = page.body
    if body is None:
        return None
    whole = _prose(body)
    for selector in _WHERE:
        for found in page.css(selector):
            if whole and _prose(found) >= _MOST_OF_IT * whole:
                return found
    return body


def _prose(node: LexborNode) -> int:
    return sum(len(found.text()) for found in node.css(_PROSE))


def holds_notes(node: LexborNode) -> bool:
    """Whether an element contains a page's notes."""
    attributes = node.attributes
    said = f"{attributes.get('role') or ''} {attributes.get('class') or ''} {attributes.get('id') or ''}"
    return bool(_NOTED.search(said)) and node.tag in {"section", "div", "ol", "aside", "footer"}


class NonArticle:
    """Detects what isn't part of an article; an element with much of its words is always kept."""

    def __init__(self, root: LexborNode) -> None:
        self._words = len(root.text())

    def is_beside(self, node: LexborNode) -> bool:
        """Whether to leave out the element and everything in it."""
        tag = node.tag or ""
        if tag in _NEVER:
            return True
        attributes = node.attributes
        if "hidden" in attributes or attributes.get("aria-hidden") == "true":
            return True
        signs = tag == "footer" and node.parent is not None and node.parent.tag == "blockquote"
        if holds_notes(node) or signs:
            return False
        named = tag in _BESIDE or (attributes.get("role") or "") in _ROLES or _is_named(tag, attributes)
        return (named and self._is_small(node)) or (tag in {"ul", "ol"} and is_menu(node))

    def _is_small(self, node: LexborNode) -> bool:
        return len(node.text()) < self._words / 3 and node.css_first("h1") is None


def _is_named(tag: str, attributes: dict[str, str | None]) -> bool:
    if tag not in _BOXES:
        return False
    said = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".replace("_", "-")
    return bool(_NAMED.search(_NOT_BESIDE.sub("", said)))


def is_menu(node: LexborNode) -> bool:
    """Whether a list consists of short links."""
    items = [" ".join(item.text().split()) for item in node.css("li")]
    if len(items) < _FEWEST_ITEMS or sum(map(len, items)) > _SHORT_ITEM * len(items):
        return False
    linked = sum(len(" ".join(link.text().split())) for link in node.css("li a"))
    return linked > _LINKED * sum(map(len, items))


def within(root: LexborNode, beside: NonArticle) -> Iterator[tuple[LexborNode, bool]]:
    """Iterates over the article's nodes at their start (True) and end (False), at any nesting depth."""
    node: LexborNode | None = root
    while node is not None:
        descend = node.is_text_node or node.mem_id == root.mem_id or not beside.is_beside(node)
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
