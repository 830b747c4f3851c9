"""The paper of `papers` as web pages: a clean one, and one saved from a site with all that stands around an article."""

import html
from collections.abc import Iterator, Sequence

from tests.fakes.papers import NOTE, TABLE_CELLS, Part

_AROUND = (
    "<nav class='main-nav'><ul><li><a href=/>Home</a><li><a href=/news>News and opinion from the coast</a>"
    "<li><a href=/about>About us</a></ul></nav><div class='cookie-notice'><p>We use cookies to measure our visitors. "
    "Accept all of them?</p></div><div id='sidebar'><h2>Most read</h2><ul><li><a href=/1>Ten boats you will love</a>"
    "<li><a href=/2>The weather tomorrow</a><li><a href=/3>Football: all results</a></ul></div>"
)
_BELOW = (
    "<div class='related-posts'><h3>Related</h3><p>Also read how the lighthouse was sold.</p></div>"
    "<section class='comments'><p>Nice article, thank you!</p></section>"
    "<footer><p>Copyright 2026 The Coast. All rights reserved.</p></footer><script>var a = '<p>no text</p>';</script>"
)


def as_html(paper: Sequence[Part]) -> bytes:
    """A clean page."""
    return f"<!DOCTYPE html><meta charset=utf-8><title>A page</title>{''.join(_body(paper))}".encode()


def as_saved_page(paper: Sequence[Part]) -> bytes:
    """A page as a browser saves it: the article among menus, notices and comments; in another encoding."""
    title = next((part.text for part in paper if part.kind == "title"), "A paper")
    page = (
        f"<!-- saved from a site -->\n<html><head><meta charset='windows-1251'><title>{html.escape(title)} | The Coast"
        f"</title></head><body class='has-sidebar'>{_AROUND}<div class='wrap'><main><div class='content'>"
        f"{''.join(_body(paper))}</div></main>{_BELOW}</div></body></html>"
    )
    return page.encode("windows-1251", "xmlcharrefreplace")


def _body(paper: Sequence[Part]) -> Iterator[str]:
    """The parts as elements; the notes at the end, as converters write them."""
    before = ""
    notes: list[str] = []
    for part in paper:
        lists = {"item": "ul", "entry": "ol"}
        if before and part.kind != before:
            yield f"</{lists[before]}>\n"
        if part.kind in lists and part.kind != before:
            yield f"<{lists[part.kind]}>\n" if part.kind == "item" else "<ol style='list-style: none'>\n"
        before = part.kind if part.kind in lists else ""
        if part.note:
            notes.append(part.note)
        yield f"{_element(part, len(notes))}\n"
    yield f"</{'ol' if before == 'entry' else 'ul'}>" if before else ""
    listed = "".join(f"<li id=fn{n}><p>{html.escape(note)} <a href=#r{n}>↩</a></p>" for n, note in enumerate(notes, 1))
    yield f"<section class=footnotes role=doc-endnotes><hr><ol>{listed}</ol></section>" if notes else ""


def _element(part: Part, number: int) -> str:
    words = html.escape(part.text).replace(NOTE, f"<a href=#fn{number}><sup>{number}</sup></a>")
    if part.kind == "table":
        rows = ("".join(f"<td>{cell}</td>" for cell in row.split(TABLE_CELLS)) for row in words.split("\n"))
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    tags = {"title": "h1", "heading": f"h{part.level + 1}", "item": "li", "entry": "li"}
    if part.kind == "quote":
        return f"<blockquote><p>{words}</p></blockquote>"
    tag = tags.get(part.kind, "p")
    return f"<{tag}>{words}</{tag}>"
