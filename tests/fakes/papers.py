"""A paper as pieces, and writers that save it in the formats people send: plain, styled or with bold lines only."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from docx.document import Document as Opened
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

NOTE = "{note}"  # stands in a text where its note is called
TABLE_CELLS = " | "


@dataclass(frozen=True, slots=True)
class Part:
    """`kind` is a block's, beside "title"; a note's text is called by the first NOTE before it."""

    kind: str
    text: str
    level: int = 0
    note: str = ""


PAPER = (
    Part("title", "Deeper Water: Who Pays for the Northern Channels"),
    Part("paragraph", "By Ines Moreno"),
    Part("paragraph", "19 January 2026"),
    Part("heading", "Introduction", 1),
    Part("paragraph", "Ports along the coast have asked for deeper channels (Port Authority, 2025). Critics doubt it."),
    Part("paragraph", f"The last keeper left in spring.{NOTE} Nobody had planned it.", note="Moreno, “Silt,” 12."),
    Part("heading", "What the Plan Says", 1),
    Part("heading", "Costs", 2),
    Part("paragraph", "Costs double once mud is carried ashore (Okafor et al., 2022). Tan (2023) disagrees."),
    Part("quote", "Mud is money, and money is never short of an owner."),
    Part("item", "Dredge the outer roads first."),
    Part("item", "Move inwards over four years."),
    Part("table", "Port | Depth\nOslo | 16 m"),
    Part("heading", "Dates", 2),
    Part("paragraph", "A hearing on the plan is set for 12 March 2026. Until then the ports wait."),
    Part("heading", "References", 1),
    Part("entry", "Okafor, N., Petrov, I., & Brandt, L. (2022). What channels cost. Harbour Review, 8, 101–120."),
    Part("entry", "Port Authority. (2025, November 3). Plan for the northern channels."),
    Part("entry", "Tan, W. (2023). Silt & sand. Fleet Papers, 6, 10–19."),
)


def as_text(paper: Sequence[Part]) -> bytes:
    """Plain text, an empty line between two parts."""
    notes = [part.note for part in paper if part.note]
    raised = iter("¹²³⁴⁵⁶⁷⁸⁹")
    said = [part.text.replace(NOTE, next(raised) if part.note else "") for part in paper if part.kind != "table"]
    listed = ["Notes", *(f"{number}. {note}" for number, note in enumerate(notes, 1))] if notes else []
    return "\n\n".join([*said, *listed]).encode()


def as_docx(paper: Sequence[Part]) -> bytes:
    """Word, with styles for headings, lists and quotations."""
    document = Document()
    styles = {"title": "Title", "item": "List Bullet", "quote": "Quote"}
    notes = [_docx_part(document, part, styles.get(part.kind) or _heading_style(part)) for part in paper]
    return _with_notes(document, [note for note in notes if note])


def as_bold_docx(paper: Sequence[Part]) -> bytes:
    """Word, without any style: titles and headings are bold, the higher ones larger."""
    document = Document()
    notes = [_docx_part(document, part, None) for part in paper]
    return _with_notes(document, [note for note in notes if note])


def _heading_style(part: Part) -> str | None:
    return f"Heading {part.level}" if part.kind == "heading" else None


def _docx_part(document: Opened, part: Part, style: str | None) -> str:
    if part.kind == "table":
        rows = [row.split(TABLE_CELLS) for row in part.text.split("\n")]
        table = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
        return ""
    paragraph = document.add_paragraph(style=style)
    before, called, after = part.text.partition(NOTE)
    run = paragraph.add_run(before)
    if part.kind in {"title", "heading"} and style is None:
        from docx.shared import Pt

        run.bold, run.font.size = True, Pt(18 - 2 * part.level)
    if called:
        number = sum(1 for _ in document.element.body.iter("{*}footnoteReference")) + 1
        paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="{number}"/></w:r>'))
        paragraph.add_run(after)
    return part.note


def _with_notes(document: Opened, notes: Sequence[str]) -> bytes:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part as PackagePart

    body = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> '
        f"{html.escape(note)}</w:t></w:r></w:p></w:footnote>"
        for number, note in enumerate(notes, 1)
    )
    if notes:
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        xml = f"<w:footnotes {nsdecls('w')}>{body}</w:footnotes>".encode()
        part = PackagePart(PackURI("/word/footnotes.xml"), kind, xml, document.part.package)
        document.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")
    return _saved(document)


def _saved(document: Opened) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def archive(files: dict[str, bytes | str]) -> bytes:
    """A ZIP archive of files by their names."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return stream.getvalue()
