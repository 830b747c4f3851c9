"""The paper of `papers` as an e-book, and as slides with speaker's notes."""

import html
from collections.abc import Sequence
from itertools import groupby

from tests.fakes.papers import NOTE, TABLE_CELLS, Part, archive
from tests.fakes.papers_html import as_html

_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile '
    'full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def as_epub(paper: Sequence[Part]) -> bytes:
    """An e-book of one chapter, with a table of contents."""
    title = next((part.text for part in paper if part.kind == "title"), "A paper")
    return book({"text/one.xhtml": as_html(paper)}, title)


def book(chapters: dict[str, bytes], title: str, extra: str = "") -> bytes:
    """An e-book of these files, with a table of contents that comes first; `extra` is more of its metadata."""
    listed = "".join(
        f'<item id="c{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    links = "".join(f'<li><a href="{name}">Chapter {n}</a></li>' for n, name in enumerate(chapters, 1))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{html.escape(title)}</dc:title>{extra}</metadata>'
        '<manifest><item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
        f'{listed}</manifest><spine><itemref idref="nav"/>{spine}</spine></package>'
    )
    nav = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><nav><h1>Contents</h1><ol>{links}</ol></nav></body></html>'
    files: dict[str, bytes | str] = {"mimetype": "application/epub+zip", "META-INF/container.xml": _CONTAINER}
    files |= {"OEBPS/book.opf": package, "OEBPS/nav.xhtml": nav}
    return archive(files | {f"OEBPS/{name}": data for name, data in chapters.items()})


_SPACES = " ".join(
    f'xmlns:{name}="http://schemas.openxmlformats.org/{path}"'
    for name, path in (
        ("a", "drawingml/2006/main"),
        ("p", "presentationml/2006/main"),
        ("r", "officeDocument/2006/relationships"),
    )
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def as_pptx(paper: Sequence[Part]) -> bytes:
    """Slides: the title's, and one for each heading; what has a note says it in the speaker's notes."""
    starts = 0
    numbered: list[tuple[int, Part]] = []
    for part in paper:
        starts += part.kind in {"title", "heading"}
        numbered.append((starts, part))
    slides = [[part for _, part in group] for _, group in groupby(numbered, key=lambda each: each[0])]
    files: dict[str, bytes | str] = {"[Content_Types].xml": "<Types/>"}
    ids = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in range(1, len(slides) + 1))
    files["ppt/presentation.xml"] = f"<p:presentation {_SPACES}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>"
    # The files' numbers run against the slides' order, as in a presentation whose slides were moved.
    names = {n: f"slide{len(slides) + 1 - n}.xml" for n in range(1, len(slides) + 1)}
    files["ppt/_rels/presentation.xml.rels"] = _related(
        {f"rId{n}": ("slide", f"slides/{name}") for n, name in names.items()}
    )
    for number, parts in enumerate(slides, 1):
        notes = "\n".join(part.note for part in parts if part.note)
        files[f"ppt/slides/{names[number]}"] = _slide("".join(map(_shape, parts)))
        if notes:
            files[f"ppt/slides/_rels/{names[number]}.rels"] = _related({"rId1": ("notesSlide", "../notesSlides/n.xml")})
            files["ppt/notesSlides/n.xml"] = _slide(_text("body", [notes]) + _text("sldNum", ["7"]), "notes")
    return archive(files)


def _related(parts: dict[str, tuple[str, str]]) -> str:
    lines = (f'<Relationship Id="{id_}" Type="{_RELATION}/{kind}" Target="{to}"/>' for id_, (kind, to) in parts.items())
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{"".join(lines)}</Relationships>'


def _slide(shapes: str, kind: str = "sld") -> str:
    footer = _text("ftr", ["The Coast"]) + _text("sldNum", ["3"]) if kind == "sld" else ""
    return f"<p:{kind} {_SPACES}><p:cSld><p:spTree>{footer}{shapes}</p:spTree></p:cSld></p:{kind}>"


def _shape(part: Part) -> str:
    words = part.text.replace(NOTE, "")
    if part.kind == "table":
        rows = (
            "".join(f"<a:tc><a:txBody>{_line(cell)}</a:txBody></a:tc>" for cell in row.split(TABLE_CELLS))
            for row in words.split("\n")
        )
        table = "".join(f"<a:tr>{row}</a:tr>" for row in rows)
        inner = f"<a:graphic><a:graphicData><a:tbl>{table}</a:tbl></a:graphicData></a:graphic>"
        return f"<p:graphicFrame>{inner}</p:graphicFrame>"
    role = {"title": "ctrTitle", "heading": "title", "item": "body"}.get(part.kind)
    return _text(role, [words])


def _text(role: str | None, lines: Sequence[str]) -> str:
    place = f'<p:ph type="{role}"/>' if role else ""
    body = "".join(_line(line) for line in lines)
    return f"<p:sp><p:nvSpPr><p:nvPr>{place}</p:nvPr></p:nvSpPr><p:txBody>{body}</p:txBody></p:sp>"


def _line(words: str) -> str:
    half = len(words) // 2
    runs = "".join(f"<a:r><a:t>{html.escape(each)}</a:t></a:r>" for each in (words[:half], words[half:]))
    return f"<a:p>{runs}</a:p>"
