"""Looks at a page as a validator, a screen reader and a strict browser would, and names what they would find wrong."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise

import html5lib

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
LANDMARKS = {"main", "nav", "header", "footer", "form"}
Attributes = dict[str, str]


class Page(HTMLParser):
    """The elements of a page in order: their names, attributes and words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, Attributes]] = []
        self.words: list[str] = []  # of each element, by its index, with those of its children
        self._open: list[int] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.words.append("")
        if tag not in VOID:
            self._open.append(len(self.elements) - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.words.append("")

    def handle_endtag(self, tag: str) -> None:
        if self._open and self.elements[self._open[-1]][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for index in self._open:
            self.words[index] += data

    def named(self, *tags: str) -> list[tuple[Attributes, str]]:
        """The elements with these names: attributes and words."""
        found = zip(self.elements, self.words, strict=True)
        return [(attributes, words) for (tag, attributes), words in found if tag in tags]

    def with_class(self, name: str) -> list[str]:
        """The words of the elements with a class."""
        found = zip(self.elements, self.words, strict=True)
        return [words.strip() for (_, attributes), words in found if name in attributes.get("class", "").split()]

    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    def text_of(self, id_: str) -> str:
        """The words of the element with an id."""
        found = zip(self.elements, self.words, strict=True)
        return next(" ".join(words.split()) for (_, attributes), words in found if attributes.get("id") == id_)


def faults(html: str) -> list[str]:
    """What is wrong with a page: its markup, its structure, its names, and what it would load or run."""
    page = Page(html)
    return [
        *_markup(html),
        *_structure(page),
        *_names(page),
        *_pictures(page),
        *_tables_and_regions(page),
        *_targets(page),
        *_foreign(page),
    ]


def _markup(html: str) -> Iterator[str]:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(html)
    for _place, code, details in parser.errors:
        yield f"markup: {code} {details}"


def _structure(page: Page) -> Iterator[str]:
    if not all(attributes.get("lang") for attributes, _ in page.named("html")):
        yield "the page names no language"
    if len(page.named("title")) < 1 or not page.named("title")[0][1].strip():
        yield "the page has no title"
    for tag, number in (("main", 1), ("h1", 1)):
        if len(page.named(tag)) != number:
            yield f"{len(page.named(tag))} × {tag}"
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    for above, below in pairwise(levels):
        if below > above + 1:
            yield f"a heading of level {below} follows one of level {above}"
    if any(not words.strip() for _, words in page.named("h1", "h2", "h3", "h4", "h5", "h6")):
        yield "an empty heading"


def _names(page: Page) -> Iterator[str]:
    navigations = [attributes.get("aria-label", "") for attributes, _ in page.named("nav")]
    if len(set(navigations)) < len(navigations) or "" in navigations:
        yield f"landmarks without names of their own: {navigations}"
    labelled = {attributes.get("for") for attributes, _ in page.named("label")}
    for attributes, _ in page.named("input"):
        if attributes.get("type") != "hidden" and attributes.get("id") not in labelled:
            yield "a field without a label"
    for attributes, words in page.named("a", "button", "summary"):
        if not words.strip() and not attributes.get("aria-label"):
            yield f"nothing says what this does: {attributes}"


def _pictures(page: Page) -> Iterator[str]:
    for attributes, _ in page.named("svg"):
        if attributes.get("role") not in {"img", "group"} or not attributes.get("aria-label"):
            yield "a picture without words"
    for attributes, words in page.named("g"):
        if attributes.get("role") != "img" or not words.strip():
            yield "a part of a picture without words"
    if page.named("img"):
        yield "a picture that is loaded"


def _tables_and_regions(page: Page) -> Iterator[str]:
    for attributes, _ in page.named("th"):
        if attributes.get("scope") not in ("col", "row"):
            yield "a header cell without a scope"
    for tag, attributes in page.elements:
        if attributes.get("role") == "region" and not attributes.get("aria-label"):
            yield f"a region without a name: {tag}"
        if int(attributes.get("tabindex", "0")) > 0:
            yield f"an order of its own for the keyboard: {tag}"


def _targets(page: Page) -> Iterator[str]:
    ids = page.ids()
    for each in {each for each in ids if ids.count(each) > 1}:
        yield f"two elements are called {each}"
    for attributes, words in page.named("a"):
        to = attributes.get("href", "")
        if to.startswith("#") and to[1:] not in ids:
            yield f"{words.strip()!r} leads to {to}, which isn't there"
    for _, attributes in page.elements:
        for each in attributes.get("aria-labelledby", "").split():
            if each not in ids:
                yield f"a label is missing: {each}"


def _foreign(page: Page) -> Iterator[str]:
    for tag, attributes in page.elements:
        if tag in ("script", "iframe", "object", "embed", "style", "base"):
            yield f"<{tag}>"
        for name in attributes:
            if name.startswith("on") or name == "style":
                yield f"{tag} {name}"
        if tag in ("link", "img", "source", "form", "use") and re.match(
            r"(?:[a-z]+:)?//", attributes.get("href", attributes.get("src", attributes.get("action", "")))
        ):
            yield f"{tag} loads from another host"
        if attributes.get("href", "").lower().lstrip().startswith(("javascript:", "vbscript:")):
            yield f"a script in a link: {attributes['href']}"


def contrast(first: str, second: str) -> float:
    """How well a colour stands out from another, as WCAG counts: from 1 to 21; colours are "#rrggbb" or "#rgb"."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(each * 2 for each in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
