"""RFCs and Internet-Drafts as pages that xml2rfc made: their boilerplate is removed, and references become entries."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

_MADE_BY = re.compile(r"<meta\b[^>]{0,40}\bcontent=\"xml2rfc\b|<body\b[^>]{0,80}\bclass=\"xml2rfc\b", re.IGNORECASE)
_HEAD = 200_000  # characters in which a page says what made it, behind its styles
_REFERENCES = (
    re.compile(
        r"<tr>\s*<td class=\"reference\">(?P<key><b[^>]{0,200}>[^<]{1,80}</b>)</td>\s*"
        r"<td class=\"top\">(?P<work>(?:(?!</td>).){0,4000})</td>\s*</tr>",
        re.DOTALL,
    ),
    re.compile(
        r"<dt (?P<key>id=\"[^\"]{1,80}\">\[[^<]{1,80}\])</dt>\s*<dd>(?P<work>(?:(?!</dd>).){0,4000})</dd>", re.DOTALL
    ),
)
_LINK = re.compile(r"</?a\b[^>]{0,2000}>")
_NO_TEXT = (
    "#toc, .toc, #rfc\\.toc, .pilcrow, table.header, table.ears, .document-information, .vcard, .filename, dd.break"
)
_UNREAD = re.compile(
    r"(?:[A-Z\d.]{1,6}\s+)?(?:status of this memo|copyright notice|table of contents|intellectual property.*|"
    r"authors?[’']? ?s?[’']? address(?:es)?|note to readers)\W*",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3")
_AUTHOR = re.compile(r"(?:[A-Z]\.[ -]?){1,3}[A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+)?")


def is_standard(markup: str) -> bool:
    """Whether xml2rfc made a page."""
    return _MADE_BY.search(markup, 0, _HEAD) is not None


def with_entries(markup: str) -> str:
    """The page with its tables or lists of references as paragraphs that begin with the reference's key."""
    for pattern in _REFERENCES:
        markup = pattern.sub(_entry, markup)
    return markup


def _entry(match: re.Match[str]) -> str:
    key = match["key"] if match["key"].startswith("<") else match["key"].partition(">")[2]
    return f"<p>{key} {_LINK.sub('', match['work'])}</p>"


def authors_line(page: LexborHTMLParser) -> str:
    """A line with the authors that the head names; "" without any."""
    names = [each.text(strip=True) for each in page.css(".author-name")[:20]]
    cells = [each.text(strip=True) for each in page.css("table.header td.right")[:40]]
    return ", ".join(dict.fromkeys(names or [each for each in cells if _AUTHOR.fullmatch(each)]))


def remove_boilerplate(page: LexborHTMLParser) -> None:
    """Removes contents, heads and addresses, and what each such text says of its own standing and copyright."""
    for heading in page.css(", ".join(_HEADINGS)):
        if _UNREAD.fullmatch(heading.text(strip=True)):
            for node in [*_below(heading), heading]:
                node.decompose()
    for node in page.css(_NO_TEXT):
        node.decompose()


def _below(heading: LexborNode) -> Iterator[LexborNode]:
    """The elements behind a heading up to the next one."""
    node = heading.next
    while node is not None and node.tag not in _HEADINGS:
        if node.tag not in {"section", "div"}:
            yield node
        node = node.next
