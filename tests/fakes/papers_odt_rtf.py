"""The paper of `papers` as OpenDocument and as Rich Text, written by hand."""

import html
from collections.abc import Iterator, Sequence

from tests.fakes.papers import NOTE, TABLE_CELLS, Part, archive

_NAMES = ("office", "text", "table", "style")
_SPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in _NAMES)
_STYLES = {"title": "Title", "quote": "Quotations"}


def as_odt(paper: Sequence[Part]) -> bytes:
    """OpenDocument text with the styles that LibreOffice gives."""
    bold = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
        '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Quotations"/>'
    )
    content = (
        f"<office:document-content {_SPACES}><office:automatic-styles>{bold}</office:automatic-styles>"
        f"<office:body><office:text>{''.join(map(_element, paper))}</office:text></office:body>"
        "</office:document-content>"
    )
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def _element(part: Part) -> str:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>7</text:note-citation><text:note-body>'
        f"<text:p>{html.escape(part.note)}</text:p></text:note-body></text:note>"
    )
    words = html.escape(part.text).replace(NOTE, note)
    if part.kind == "heading":
        return f'<text:h text:outline-level="{part.level}"><text:span>{words}</text:span></text:h>'
    if part.kind == "item":
        return f"<text:list><text:list-item><text:p>{words}</text:p></text:list-item></text:list>"
    if part.kind == "table":
        cells = (
            "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row.split(TABLE_CELLS))
            for row in words.split("\n")
        )
        return f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in cells)}</table:table>"
    style = {"title": "P1", "quote": "P2"}.get(part.kind, "Standard")
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def as_rtf(paper: Sequence[Part]) -> bytes:
    """Rich Text with styles."""
    sheet = "{\\stylesheet{\\s0 Normal;}{\\s1\\outlinelevel0 heading 1;}{\\s2 heading 2;}{\\s15 Title;}{\\s17 Quote;}}"
    head = "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss Arial;}}" + sheet
    return f"{head}\n{''.join(_paragraphs(paper, styled=True))}}}".encode("ascii")


def as_bold_rtf(paper: Sequence[Part]) -> bytes:
    """Rich Text without styles: titles and headings are bold, the higher ones larger."""
    return f"{{\\rtf1\\ansi\\uc1 {''.join(_paragraphs(paper, styled=False))}}}".encode("ascii")


def _paragraphs(paper: Sequence[Part], *, styled: bool) -> Iterator[str]:
    for part in paper:
        note = "{\\super\\chftn{\\footnote\\pard\\plain {\\super\\chftn} " + _escaped(part.note) + "}}"
        words = _escaped(part.text).replace(_escaped(NOTE), note)
        if part.kind == "table":
            for row in part.text.split("\n"):
                cells = "".join(f"\\pard\\intbl {_escaped(cell)}\\cell" for cell in row.split(TABLE_CELLS))
                yield f"\\trowd\\cellx1000\\cellx2000{cells}\\row\n"
            continue
        style = {"title": "\\s15", "heading": f"\\s{part.level}", "quote": "\\s17"}.get(part.kind, "") if styled else ""
        if part.kind in {"title", "heading"} and not styled:
            words = f"{{\\b\\fs{36 - 4 * part.level} {words}}}"
        bullet = "{\\listtext\\pard\\plain\\u8226 ?\\tab}" if part.kind == "item" else ""
        yield f"\\pard\\plain{style}\\fs24 {bullet}{words}\\par\n"


def _escaped(words: str) -> str:
    plain = words.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    return "".join(letter if letter < "\x7f" else f"\\u{ord(letter)}?" for letter in plain)
