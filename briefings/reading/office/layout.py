"""Turns the parts of a word processor file into a layout: title, headings (styled or bold), notes last.

Files without styles are treated like plain text, where a short line of its own is a heading.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from briefings.reading import section_names
from briefings.reading.layout import Layout, Link, Piece, compose, is_caption
from briefings.reading.plain_text.plain_text import depth, reads_as_heading, with_headings

# Soft hyphens, signs of writing direction, and a symbol font's bullets and arrows
_UNSEEN = re.compile("[\u00ad\u202a-\u202e\u2066-\u2069\uf020-\uf0ff]")
_LARGER = 1.15  # times the size of the running text
_FEW_STYLED = 2  # styled headings below which bold lines are believed to be the headings
_SEVERAL = 2
_HEAD = 5  # pieces among which a bare title line is looked for


def arrange(
    pieces: Iterable[Piece], notes: Sequence[str] = (), title: str = "", published: date | None = None
) -> Layout:
    """The layout; `notes` are texts in numeric order, `title` is from the file's metadata."""
    body = [made for piece in pieces if (made := _captioned(_lone(piece))).text.strip()]
    body = _with_title(_with_list_names(_with_bold_headings(body)))
    if not any(piece.kind == "heading" for piece in body):
        body = _with_bare_headings(body)
    return compose([*body, *_noted(body, notes)], title, published)


def _lone(piece: Piece) -> Piece:
    shown = _UNSEEN.sub("", piece.text)
    words = shown.strip()
    return replace(piece, text=words, links=_moved(piece, len(shown) - len(shown.lstrip()), len(words)))


def _moved(piece: Piece, blank: int, size: int) -> tuple[Link, ...]:
    """A piece's links where they stand without unseen signs and `blank` characters before it."""
    unseen = [sign.start() for sign in _UNSEEN.finditer(piece.text)] if piece.links else []

    def place(at: int) -> int:
        return min(max(0, at - bisect_left(unseen, at) - blank), size)

    moved = (Link(place(link.start), place(link.end), link.url) for link in piece.links)
    return tuple(link for link in moved if link.start < link.end)


def _captioned(piece: Piece) -> Piece:
    return replace(piece, kind="table") if piece.kind == "paragraph" and is_caption(piece.text) else piece


def _with_bold_headings(body: list[Piece]) -> list[Piece]:
    """Turns bold or large lines into headings, below the styled ones if there are any."""
    styled = [piece.level for piece in body if piece.kind == "heading" and piece.level]
    base = _usual_size(body)
    marks = [_stands_out(piece, base, opens=not at) for at, piece in enumerate(body)]
    marks = _without_runs(body, marks)
    if len(styled) >= _FEW_STYLED:
        first = next(at for at, piece in enumerate(body) if piece.kind == "heading" and piece.level)
        beneath = [at for at, mark in enumerate(marks) if mark and at > first]
        level = max(styled) + 1
        return _headed(body, beneath if len(beneath) >= _SEVERAL else [], lambda _piece: level)
    found = [at for at, mark in enumerate(marks) if mark]
    ranks = {size: rank for rank, size in enumerate(sorted({body[at].size for at in found}, reverse=True))}
    return _headed(body, found, lambda piece: ranks[piece.size] + depth(piece.text))


def _headed(body: list[Piece], found: Iterable[int], level: Callable[[Piece], int]) -> list[Piece]:
    made = list(body)
    for at in found:
        made[at] = replace(body[at], kind="heading", level=level(body[at]), text=body[at].text.rstrip(":： "))
    return made


def _with_list_names(body: list[Piece]) -> list[Piece]:
    """Turns a line that names a list of sources into a heading, if the file has others."""
    levels = [piece.level for piece in body if piece.kind == "heading"]
    named = [
        at
        for at, piece in enumerate(body)
        if piece.kind == "paragraph" and "\n" not in piece.text and section_names.holds_references(piece.text)
    ]
    return _headed(body, named, lambda _piece: max(1, min(levels))) if levels else body


def _usual_size(body: Iterable[Piece]) -> float:
    sizes: Counter[float] = Counter()
    for piece in body:
        if piece.kind != "heading" and not piece.bold:
            sizes[piece.size] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _stands_out(piece: Piece, base: float, *, opens: bool) -> bool:
    large = 0 < base * _LARGER < piece.size
    return piece.kind == "paragraph" and (piece.bold or large) and reads_as_heading(piece.text, opens=opens)


def _without_runs(body: Sequence[Piece], marks: list[bool]) -> list[bool]:
    """Drops heading marks that no text follows, and those inside a run of first-page lines (its ends stay)."""
    kept = list(marks)
    for at in range(len(marks) - 1, -1, -1):
        if not marks[at] or (at + 1 < len(marks) and body[at + 1].kind != "heading"):
            break
        kept[at] = False
    opening = next((at for at, mark in enumerate(marks) if not mark), len(marks))
    for at in range(1, opening):
        kept[at] = at == opening - 1 and (section_names.opens(body[at].text) or body[at].size < body[0].size)
    return kept


def _with_title(body: list[Piece]) -> list[Piece]:
    """Makes the title the only first-level heading; a line before all headings may be it."""
    at = next((at for at, piece in enumerate(body) if piece.kind == "heading" and not piece.level), None)
    if at is None and (at := _bare_title(body)) is None:
        return body
    deeper = [replace(piece, level=piece.level + 1) if piece.kind == "heading" else piece for piece in body]
    deeper[at] = replace(body[at], kind="heading", level=1)
    return deeper


def _bare_title(body: Sequence[Piece]) -> int | None:
    """The first piece, if only title page lines come between it and the first heading."""
    first = next((at for at, piece in enumerate(body) if piece.kind == "heading"), None)
    if first is None or not 0 < first < _HEAD or body[0].kind != "paragraph":
        return None
    lines = all(len(piece.text) < 150 and piece.text[-1] not in ".!?。" for piece in body[1:first])
    return 0 if lines and reads_as_heading(body[0].text, opens=True) else None


def _with_bare_headings(body: list[Piece]) -> list[Piece]:
    layout = compose(body)
    found = with_headings(layout.text, layout.blocks)
    return [
        replace(piece, kind="heading", level=block.level, text=block.words) if block.kind == "heading" else piece
        for piece, block in zip(body, found, strict=True)
    ]


def _noted(body: Sequence[Piece], notes: Sequence[str]) -> list[Piece]:
    """The notes as a section of their own; the file may already end with a heading for it."""
    if not notes:
        return []
    levels = [piece.level for piece in body if piece.kind == "heading"]
    level = min(levels[1:] or levels, default=1)
    headed = bool(body) and body[-1].kind == "heading" and section_names.holds_notes(body[-1].text)
    head = [] if headed else [Piece("heading", "Notes", level)]
    return [*head, *(Piece("note", f"{number}. {note.strip()}") for number, note in enumerate(notes, 1))]
