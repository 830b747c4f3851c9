"""Files made to harm, cut off, encrypted or called what they are not: each is one sentence, or is read."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest

from briefings.errors import Unreadable
from briefings.reading.formats import endings, layout_of
from tests.fakes.papers import PAPER, archive, as_docx, as_text
from tests.fakes.papers_books_slides import as_epub, as_pptx, book
from tests.fakes.papers_html import as_html
from tests.fakes.papers_markup import as_mail
from tests.fakes.papers_odt_rtf import as_odt, as_rtf
from tests.fakes.pdf_writer import as_pdf

BOMB = "is far too large once unpacked"
DAMAGED = r"The file (is damaged|can't be read).*"
_ODT = "application/vnd.oasis.opendocument.text"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def with_member(data: bytes, name: str, member: bytes) -> bytes:
    """An archive in which one file is another."""
    with ZipFile(BytesIO(data)) as old:
        return archive({each: member if each == name else old.read(each) for each in [*old.namelist(), name]})


def body(inside: str) -> bytes:
    """A Word document's text with this inside."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:document xmlns:w="{space}"><w:body>{inside}</w:body></w:document>'.encode()


def spoilt(data: bytes) -> bytes:
    """An archive whose first file no longer unpacks."""
    with ZipFile(BytesIO(data)) as old:
        first = old.infolist()[0]
        at = first.header_offset + 30 + len(first.filename)
        return data[:at] + b"\xff" * first.compress_size + data[at + first.compress_size :]


ENTITIES = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'
DOCX, ODT, PPTX, EPUB = as_docx(PAPER), as_odt(PAPER), as_pptx(PAPER), as_epub(PAPER)
LOCKED = b'<encryption><EncryptedData><CipherReference URI="OEBPS/text/one.xhtml"/></EncryptedData></encryption>'
LETTER = b"From a@b.c Mon Jun  1 04:28:28 2026\nFrom: a@b.c\nMessage-ID: <1@b.c>\nSubject: Ice\n\nIt melts.\n"
DOCUMENT = "word/document.xml"
NESTED = "<w:tbl><w:tr><w:tc>" * 80 + "<w:p><w:r><w:t>deep</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * 80

# Files by name, made when their turn comes, since some are large; and what is said of them.
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.docx": (lambda: with_member(DOCX, DOCUMENT, b" " * 150_000_000), BOMB),
    "dense.docx": (lambda: with_member(DOCX, "word/media/a.bin", bytes(60_000_000)), BOMB),
    "bomb.odt": (lambda: archive({"mimetype": _ODT, "content.xml": b" " * 150_000_000}), BOMB),
    "entries.docx": (lambda: archive({"word/document.xml": b"", **{str(n): b"" for n in range(5_001)}}), BOMB),
    "entities.docx": (lambda: with_member(DOCX, DOCUMENT, ENTITIES), "declares its own XML entities"),
    "wide.docx": (
        lambda: with_member(DOCX, DOCUMENT, ENTITIES.decode().encode("utf-16")),
        "declares its own XML entities",
    ),
    "entities.odt": (lambda: with_member(ODT, "content.xml", ENTITIES), "declares its own XML entities"),
    "deep.docx": (lambda: with_member(DOCX, DOCUMENT, body("<w:sdt>" * 5_000)), "nested too deeply"),
    "deep.odt": (lambda: with_member(ODT, "content.xml", b"<a>" * 10_000 + b"</a>" * 10_000), "nested too deeply"),
    "no xml.docx": (lambda: with_member(DOCX, DOCUMENT, b"<w:document"), DAMAGED),
    "no xml.odt": (lambda: with_member(ODT, "content.xml", b"<<<"), DAMAGED),
    "cut.docx": (lambda: DOCX[: len(DOCX) // 2], DAMAGED),
    "cut.odt": (lambda: ODT[: len(ODT) // 2], DAMAGED),
    "spoilt.odt": (lambda: spoilt(ODT), DAMAGED),
    "bare.docx": (lambda: archive({"word/other.xml": b"<a/>"}), DAMAGED),
    "empty.docx": (lambda: with_member(DOCX, DOCUMENT, body("<w:p/>")), "The file contains no text"),
    "empty.odt": (lambda: archive({"mimetype": _ODT}), "The file contains no text"),
    "empty.rtf": (lambda: b"{\\rtf1 }", "The file contains no text"),
    "locked.docx": (lambda: _COMPOUND + bytes(500) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "locked.odt": (
        lambda: archive(
            {"mimetype": _ODT, "content.xml": b"x", "META-INF/manifest.xml": b"<manifest:encryption-data/>"}
        ),
        "The file is encrypted. Save it without a password",
    ),
    "old.doc": (lambda: _COMPOUND + bytes(500) + "WordDocument".encode("utf-16-le"), "an older Word document"),
    "old.xls": (lambda: _COMPOUND + bytes(500) + "Workbook".encode("utf-16-le"), "an older Excel workbook"),
    "sheet.docx": (lambda: archive({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "an Excel workbook"),
    "slides.pptx": (lambda: archive({"ppt/presentation.xml": b""}), "the presentation can't be opened"),
    "bare.pptx": (lambda: archive({"ppt/slides/slide1.xml": b"<a/>"}), "a PowerPoint presentation"),
    "bomb.pptx": (lambda: with_member(PPTX, "ppt/slides/slide1.xml", b" " * 150_000_000), BOMB),
    "entities.pptx": (lambda: with_member(PPTX, "ppt/slides/slide1.xml", ENTITIES), "declares its own XML entities"),
    "deep.pptx": (lambda: with_member(PPTX, "ppt/slides/slide1.xml", b"<a>" * 10_000), "nested too deeply"),
    "cut.pptx": (lambda: PPTX[: len(PPTX) // 2], DAMAGED),
    "mute.pptx": (lambda: as_pptx([]), "The file contains no text"),
    "bare.epub": (lambda: archive({"mimetype": "application/epub+zip"}), "the e-book can't be opened"),
    "bomb.epub": (lambda: with_member(EPUB, "OEBPS/text/one.xhtml", b" " * 150_000_000), BOMB),
    "cut.epub": (lambda: EPUB[: len(EPUB) // 2], DAMAGED),
    "spoilt.epub": (lambda: spoilt(EPUB), DAMAGED),
    "locked.epub": (lambda: with_member(EPUB, "META-INF/encryption.xml", LOCKED), "The e-book is copy-protected"),
    "blank.epub": (lambda: book({"one.xhtml": b"<p> </p>"}, ""), "The file contains no text"),
    "mute.eml": (lambda: b"From: a@b.c\nMessage-ID: <1@b.c>\nSubject: Hm\n\n", "The e-mail has no text"),
    "cut.ipynb": (lambda: b'{"cells": [{"cell_type": "markdown", "source": "# Ice', "the notebook can't be opened"),
    "odd.ipynb": (lambda: b'{"nbformat": 4, "cells": [3]}', "the notebook can't be opened"),
    "sheet.ods": (
        lambda: archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        "an OpenDocument spread",
    ),
    "papers.zip": (lambda: archive({"paper.docx": DOCX}), "a ZIP archive"),
    "papers.gz": (lambda: b"\x1f\x8b\x08" + bytes(40), "a compressed archive"),
    "unseen.txt": (lambda: "\u200b\u2060\xad\u2800\n\ufeff \ufe0f\u3164".encode(), "The file is empty"),
    "unseen.html": (lambda: b"<html><body><p>&shy;&#8203;</p></body></html>", "The page contains no text"),
    "unseen.docx": (
        lambda: with_member(DOCX, DOCUMENT, body("<w:p><w:r><w:t>\u200b</w:t></w:r></w:p>")),
        "The file contains no text",
    ),
    "large.docx": (lambda: DOCX + bytes(25_000_000), "The file is larger than 25 MB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_one_sentence(name: str):
    make, words = REFUSED[name]
    data = make()
    with pytest.raises(Unreadable) as caught:
        layout_of(name, data)
    sentence = str(caught.value)
    assert re.search(words, sentence)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "Error" not in sentence
    assert "<" not in sentence


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("META-INF/manifest.xml", b'<!DOCTYPE m PUBLIC "-//X" "Manifest.dtd"><m/>'),
        ("Object 2/content.xml", ENTITIES),
        ("Object 2/content.xml", b'<!DOCTYPE math:math PUBLIC "-//X" "math.dtd"><m/>'),
        ("meta.xml", b'<!DOCTYPE m PUBLIC "-//X" "http://127.0.0.1:9/office.dtd"><m/>'),
    ],
)
def test_an_odt_is_read_whatever_its_unread_parts_declare(name: str, member: bytes):
    assert layout_of("a.odt", with_member(ODT, name, member)).text == layout_of("a.odt", ODT).text


def test_an_entity_in_an_encoding_that_hides_it_is_not_put_in():
    with ZipFile(BytesIO(ODT)) as archive_:
        content = archive_.read("content.xml").decode()
    content = content.replace("Nobody had planned it.", "&a;")
    hidden = f'<!DOCTYPE a [<!ENTITY a "SECRET">]>{content}'.encode("utf-7").replace(b"<", b"+ADw-")
    data = with_member(ODT, "content.xml", b'<?xml version="1.0" encoding="UTF-7"?>' + hidden)
    text = layout_of("a.odt", data).text
    assert "The last keeper left" in text
    assert "SECRET" not in text


@pytest.mark.parametrize("sign", ["\u0e2a", "\U0001f600", "\ue000", "—", "7"])
def test_a_sign_that_can_be_seen_is_text(sign: str):
    assert sign in layout_of("a.txt", f"\u200b{sign}\u200b".encode()).text


@pytest.mark.parametrize("junk", [b"junk\n", b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n", bytes(1_015), b"\xff\x00" * 400])
def test_a_pdf_behind_other_bytes_is_read(junk: bytes):
    whole = as_pdf(PAPER)
    assert layout_of("a.pdf", junk + whole).text == layout_of("a.pdf", whole).text


def test_a_text_about_the_format_is_no_pdf():
    text = "Files\n\nA file begins with %PDF-1.4 and ends with startxref 9 %%EOF, no more.\n" + "It is short.\n" * 200
    assert layout_of("a.txt", text.encode()).text == text


@pytest.mark.parametrize("write", [as_docx, as_odt, as_rtf, as_html, as_text, as_epub, as_pptx, as_mail])
@pytest.mark.parametrize("name", ["paper", "paper.txt", "paper.pdf", "paper.docx"])
def test_a_wrong_name_changes_nothing(write, name: str):
    assert PAPER[0].text in layout_of(name, write(PAPER)).text


def box(words: str, *, old: bool = False) -> str:
    """A drawing with a text box, as Word writes it today or as it did before."""
    content = f"<w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent>"
    if old:
        shape = f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>{content}</v:textbox></v:shape>'
        return f"<w:pict>{shape}</w:pict>"
    space = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    return f"<w:drawing><wps:wsp {space}><wps:txbx>{content}</wps:txbx></wps:wsp></w:drawing>"


def alternatives(choice: str, fallback: str) -> str:
    """A drawing for programs of today and one for older ones."""
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    choices = f'<mc:Choice Requires="wps">{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>'
    return f"<mc:AlternateContent {space}>{choices}</mc:AlternateContent>"


BOXES = {
    "of today": (box("In the box."), ["In the box."]),
    "of before": (box("In the box.", old=True), ["In the box."]),
    "in two alternatives": (
        alternatives(box("In the box."), box("In the box.", old=True)),
        ["In the box."],
    ),
    "in the fallback alone": (
        alternatives("<w:drawing/>", box("In the box.", old=True)),
        ["In the box."],
    ),
    "in another": (
        box(f"Outer.</w:t></w:r><w:r>{box('Inner.')}</w:r><w:r><w:t>"),
        ["Outer.", "Inner."],
    ),
    "two": (box("One.") + box("Two."), ["One.", "Two."]),
}


@pytest.mark.parametrize("drawn", BOXES)
def test_text_boxes_are_read_once_after_the_paragraph_that_holds_them(drawn: str):
    inside, said = BOXES[drawn]
    text = body(f"<w:p><w:r><w:t>Before.</w:t></w:r><w:r>{inside}</w:r></w:p><w:p><w:r><w:t>Behind.</w:t></w:r></w:p>")
    layout = layout_of("a.docx", with_member(DOCX, DOCUMENT, text))
    assert layout.text.split("\n\n") == ["Before.", *said, "Behind."]


def test_a_text_box_that_was_deleted_is_left_out():
    text = body(f"<w:p><w:del><w:r>{box('Gone.')}</w:r></w:del><w:r><w:t>Before.</w:t></w:r></w:p>")
    assert layout_of("a.docx", with_member(DOCX, DOCUMENT, text)).text == "Before."


def test_tables_in_each_other_are_read_once():
    text = layout_of("a.docx", with_member(DOCX, DOCUMENT, body(NESTED))).text
    assert text.count("deep") == 1


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_of_a_cut_page_or_rich_text_what_is_there_is_read(share: float):
    for data in (as_rtf(PAPER), as_html(PAPER)):
        assert layout_of("a", data[: int(len(data) * share)]).text.startswith(PAPER[0].text)


def test_rich_text_in_any_code_page_is_read():
    rtf = (
        b"{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0 A;}{\\f1\\fcharset134 B;}}{\\info{\\title Tides}}{\\*\\x no}"
        b"{\\pict 00}\\uc1\\pard \\'cf\\'ee\\'f0\\'f2\\u8212\\'3f {\\f1 \\'b8\\'db}\\uc2 \\u-10179??\\u-8703??.\\par"
        b"{\\v no}A\\~b\\_c{\\field{\\*\\fldinst HYPERLINK no}{\\fldrslt  link}}\\bin3 no}\\par}"
    )
    layout = layout_of("a.rtf", rtf)
    assert layout.text.split("\n\n") == ["Порт— 港😁.", "A b-c link"]
    assert layout.title == "Tides"


def test_the_endings_are_those_of_the_table():
    assert endings().startswith(".txt, .md, .adoc, .org, .rst, .tex, .ipynb, .mbox, .docx, ")
    assert " and ." in endings()


DATA = ['{"a":1}', "[[[", "{a: 1}", "[]", "\ufeff {}", "[" * 100_000, '[{"title": "Ports"}]']


@pytest.mark.parametrize("data", DATA)
def test_a_json_file_that_is_no_export_is_refused(data: str):
    with pytest.raises(Unreadable, match="The file is JSON but not a Readout export"):
        layout_of("x.json", data.encode())


@pytest.mark.parametrize("data", ['{"a": 1}', "[1, 2]", '[{"title": "Ports"}]'])
def test_json_is_refused_whatever_it_is_called(data: str):
    with pytest.raises(Unreadable, match="The file is JSON"):
        layout_of("x.txt", data.encode())


@pytest.mark.parametrize("text", ["[Draft] Ports\n\nShips wait.", "{Ports}\n\nShips wait.", "2026", "[[Ports]] wait."])
def test_a_text_that_begins_with_a_bracket_is_no_json(text: str):
    assert layout_of("x.txt", text.encode()).text == text
