"""Struck, hidden and draft text is left out with a warning, and files that a text includes are counted."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE

from briefings.reading import read
from tests.fakes.papers import Part, archive
from tests.fakes.papers_books_slides import as_pptx

LEFT_OUT = "Text that is struck out or hidden in the file was left out."
BASE = "urn:oasis:names:tc:opendocument:xmlns:"
OLD, NEW = "The old quota is 200 tons.", "The new quota is 300 tons."


def document(*, struck: str = "strike") -> bytes:
    made, kept = Document(), BytesIO()
    made.add_heading("Fish")
    paragraph = made.add_paragraph()
    setattr(paragraph.add_run(f"{OLD} ").font, struck, True)
    paragraph.add_run(NEW)
    made.save(kept)
    return kept.getvalue()


def styled() -> bytes:
    """A document whose words are struck by a style of characters, and by one of paragraphs that another inherits."""
    made, kept = Document(), BytesIO()
    made.styles.add_style("Gone", WD_STYLE_TYPE.CHARACTER)
    for name in ("Out", "Far"):
        made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.styles["Gone"].font.strike = made.styles["Out"].font.strike = True
    made.styles["Far"].base_style = made.styles["Out"]
    made.add_heading("Fish")
    made.add_paragraph(OLD, style="Far")
    paragraph = made.add_paragraph()
    paragraph.add_run(f"{OLD} ", style="Gone")
    paragraph.add_run(NEW)
    made.save(kept)
    return kept.getvalue()


def open_document() -> bytes:
    struck = '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    looks = f'<style:style style:name="T1" style:family="text">{struck}<style:style style:name="P9">{struck}'
    body = f'<text:h>Fish</text:h><text:p text:style-name="P9">{OLD}</text:p>'
    body += f'<text:p><text:span text:style-name="T1">{OLD}</text:span> {NEW}</text:p>'
    names = " ".join(f'xmlns:{name}="{BASE}{name}:1.0"' for name in ("office", "text", "style"))
    told = f"<office:automatic-styles>{looks}</office:automatic-styles>"
    told += f"<office:body><office:text>{body}</office:text></office:body>"
    content = f"<office:document-content {names}>{told}</office:document-content>"
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def slides(before: str, after: str) -> bytes:
    paper = [Part("title", "Fish"), Part("heading", "Now", 1), Part("paragraph", NEW)]
    paper += [Part("heading", "Before", 1), Part("paragraph", f"{OLD}{OLD}")]
    return rewritten(as_pptx(paper), before, after)


def rewritten(archive: bytes, before: str, after: str, without: str = "") -> bytes:
    kept = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(kept, "w") as new:
        for name in old.namelist():
            if name != without:
                told = old.read(name).decode() if name.endswith((".xml", ".rels")) else ""
                if before and before in told and (not name.startswith("ppt") or OLD in told):
                    new.writestr(name, told.replace(before, after))
                else:
                    new.writestr(name, old.read(name))
    return kept.getvalue()


FILES = {
    "a.md": f"# Fish\n\n~~{OLD}~~ {NEW}\n\n- ~~{OLD}~~\n- Ships wait here.\n".encode(),
    "a.html": f"<html><body><h1>Fish</h1><p><s>{OLD}</s> <del>{OLD}</del> {NEW}</p></body></html>".encode(),
    "strike.docx": document(),
    "double.docx": document(struck="double_strike"),
    "style.docx": styled(),
    "a.odt": open_document(),
    "a.rtf": rf"{{\rtf1 Fish\par {{\strike {OLD}}} {{\deleted {OLD}}} {{\v0 {NEW}}}\par}}".encode(),
    "hidden.pptx": slides("<p:sld ", '<p:sld show="0" '),
    "struck.pptx": slides(f"<a:r><a:t>{OLD}", f'<a:r><a:rPr strike="sngStrike"/><a:t>{OLD}'),
}


@pytest.mark.parametrize("name", FILES)
def test_struck_and_hidden_text_is_left_out_with_a_warning(name):
    draft = read(name, FILES[name])
    said = [" ".join(draft.text[each.start : each.end].split()) for each in draft.sentences]
    assert NEW in said
    assert not any(OLD in each for each in said)
    assert LEFT_OUT in draft.doubts


def test_struck_words_in_markdown_are_left_out_also_of_a_sentence_but_not_of_code() -> None:
    words = f"# Fish\n\n~~{OLD}~~ The quota is ~~200~~ 300 tons.\n\n```\nmake ~~all~~\n```\n\nType `~~x~~`.\n"
    draft = read("a.md", words.encode())
    said = [" ".join(draft.text[each.start : each.end].split()) for each in draft.sentences]
    assert said == ["The quota is 300 tons.", "Type `~~x~~`."]
    assert "make ~~all~~" in draft.text
    assert OLD not in draft.text
    assert LEFT_OUT not in read("a.md", b"# Fish\n\nNothing is struck `~~x~~` here.\n").doubts


def test_a_document_without_properties_has_no_title_from_the_library():
    bare = document()
    with ZipFile(BytesIO(bare)) as archive:
        rels = archive.read("_rels/.rels").decode()
    at = rels.index("<Relationship", rels.index("core-properties") - 150)
    start = rels.rfind("<Relationship ", 0, rels.index("core-properties")) or at
    relation = rels[start : rels.index("/>", start) + 2]
    assert read("note.docx", rewritten(bare, relation, "", "docProps/core.xml")).title != "Word Document"


def test_soft_hyphens_are_no_part_of_a_words_document():
    made, kept = Document(), BytesIO()
    made.add_paragraph("The fish\u00ading \u202atreaty\u202c expires soon in the north.")
    made.save(kept)
    assert "The fishing treaty expires soon" in read("note.docx", kept.getvalue()).text
