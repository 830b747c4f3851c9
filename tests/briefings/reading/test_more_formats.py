"""What each of the further formats has of its own: slides, books, e-mails, markup and notebooks."""

import json
import re
from base64 import b64encode
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from briefings.errors import Unreadable
from briefings.model.analysis import Draft
from briefings.reading import read
from tests.fakes.papers import PAPER, Part
from tests.fakes.papers_books_slides import as_pptx, book


def headings(draft: Draft) -> list[str]:
    return [section.heading for section in draft.sections]


def sentences(draft: Draft) -> list[str]:
    return [" ".join(draft.text[one.start : one.end].split()) for one in draft.sentences]


# Slides


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "Ports\n\nThe\x07harbour board\x1bmet in May.\n" + "It rained on the quays of the town. " * 90),
        ("a.html", "<html><body><h1>Ports</h1><p>The&#7;harbour board&#27;met in May.</p></body></html>"),
        ("a.eml", "From: a@example.org\nMIME-Version: 1.0\nSubject: Ports\n\nThe\x07harbour board\x1bmet in May.\n"),
    ],
)
def test_control_characters_are_blanks(name: str, data: str):
    draft = read(name, data.encode())
    first = draft.sentences[0]
    assert draft.text[first.start : first.end] == "The harbour board met in May."


def test_each_slides_title_is_a_heading_and_its_notes_are_read():
    draft = read("slides.pptx", as_pptx(PAPER))
    assert draft.title == PAPER[0].text
    assert headings(draft) == [part.text for part in PAPER if part.kind == "heading"]
    assert "Moreno, “Silt,” 12." in draft.text
    assert "Dredge the outer roads first." in sentences(draft)
    assert "Oslo | 16 m" in draft.text
    assert "The Coast" not in draft.text
    assert draft.mentions[0].when.first == date(2026, 3, 12)


def test_a_title_that_goes_on_over_two_slides_is_told_once():
    paper = [Part("title", "Ice"), *[Part("heading", "Costs", 1), Part("paragraph", "They rise. They fall.")] * 2]
    assert headings(read("slides.pptx", as_pptx(paper))) == ["Costs"]


# Books

CHAPTER = "<html><body><h2>{}</h2><p>The ice on the quay melts, and nobody knows why. It comes again.</p></body></html>"


def test_a_book_is_read_in_its_order_without_its_table_of_contents():
    chapters = {"z.xhtml": CHAPTER.format("Spring").encode(), "a.xhtml": CHAPTER.format("Autumn").encode()}
    told = "<dc:creator>Ana Holm</dc:creator><dc:date>2024-05-03</dc:date>"
    draft = read("book.epub", book(chapters, "The Quay", told))
    assert (draft.title, draft.published) == ("The Quay", date(2024, 5, 3))
    assert headings(draft) == ["Spring", "Autumn"]
    assert "By Ana Holm" in draft.text
    assert "Chapter 1" not in draft.text


def test_a_chapter_that_the_order_names_many_times_is_read_once():
    told, made = BytesIO(book({"a.xhtml": CHAPTER.format("Spring").encode()}, "The Quay")), BytesIO()
    with ZipFile(told) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"(<itemref[^>]*/>)", rb"\1" * 9, old.read(name)))
    assert headings(read("book.epub", made.getvalue())) == headings(read("book.epub", told.getvalue()))


def test_a_chapter_without_a_heading_has_the_one_of_the_table_of_contents():
    page = b"<html><body><img src='one.png'/><p>The ice on the quay melts, and nobody knows why.</p></body></html>"
    assert headings(read("book.epub", book({"one.xhtml": page}, "The Quay"))) == ["Chapter 1"]


# E-mails

LETTER = (
    "From: =?utf-8?q?Ana_H=C3=B6lm?= <ana@quay.example>\r\nSubject: Re: Fwd: The =?iso-8859-1?q?Stra=DFe?=\r\n"
    "Date: Tue, 3 Mar 2026 23:30:00 +0100\r\nMIME-Version: 1.0\r\n{head}\r\n\r\n{body}"
)


def letter(body: str, head: str = "Content-Type: text/plain; charset=utf-8") -> Draft:
    return read("letter.eml", LETTER.format(head=head, body=body.replace("\n", "\r\n")).encode())


def test_a_letter_has_its_subject_sender_and_day():
    draft = letter("The quay is closed until further notice.\n")
    assert (draft.title, draft.published) == ("The Straße", date(2026, 3, 3))
    assert "By Ana Hölm" in draft.text
    assert sentences(draft) == ["The quay is closed until further notice."]


def test_an_address_and_the_day_of_a_letter_are_no_sentences():
    head = "From: no-reply@quay.example\nTo: b@quay.example\nSubject: Ice\nMIME-Version: 1.0\n"
    text = f"{head}Date: Tue, 3 Mar 2026 23:30:00 +0100\n\nThe quay is closed for good.\n"
    draft = read("a.eml", text.encode())
    assert sentences(draft) == ["The quay is closed for good."]
    assert draft.published == date(2026, 3, 3)


def test_lines_that_a_mail_program_broke_are_one_paragraph():
    draft = letter("The quay is closed until further notice, because the ice on it does\nnot melt. It stays.\n\nAna\n")
    assert "because the ice on it does not melt." in draft.text


def test_what_a_letter_answers_is_a_quotation_and_its_signature_is_no_prose():
    draft = letter("Yes, it is closed.\n\n> Is it?\n> And the pier?\n\n-- \nAna Hölm\nQuay Street 7. Oslo.\n")
    assert "Yes, it is closed." in sentences(draft)
    assert not any("Quay Street" in one for one in sentences(draft))
    assert "> " not in draft.text


PARTS = (
    "--x\nContent-Type: text/plain; charset=utf-8\n\n{plain}\n--x\nContent-Type: text/html; charset=utf-8\n\n"
    "<html><body><p>The quay is <b>closed</b> until the ice on it melts. Take the ferry.</p>"
    "<p><a href='/x'>View in browser</a></p>"
    "</body></html>\n--x\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n"
    "Content-Transfer-Encoding: base64\n\nJVBERi0=\n--x--\n"
)


@pytest.mark.parametrize(
    "plain", ["", "Your mail program shows no pages.", "The quay is closed until the ice on it melts."]
)
def test_a_letter_in_two_forms_is_read_once_and_its_attachments_are_named(plain: str):
    draft = letter(PARTS.format(plain=plain), "Content-Type: multipart/mixed; boundary=x")
    assert draft.text.count("quay is closed until the ice on it melts") == 1
    assert "View in browser" not in draft.text
    assert "1 attachment isn't read." in map(str, draft.doubts)


def test_a_part_that_cannot_be_decoded_does_not_refuse_the_letter() -> None:
    noise = b64encode(bytes([1, 2, 3, 0x81, 0x8D] * 9)).decode()
    parts = (
        "--x\nContent-Type: text/plain; charset=utf-8\n\nThe quay is closed until the ice melts.\n--x\n"
        f"Content-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: base64\n\n{noise}\n--x--\n"
    )
    draft = letter(parts, "Content-Type: multipart/mixed; boundary=x")
    assert "The quay is closed until the ice melts." in sentences(draft)
    assert "Some letters of the e-mail can't be decoded, so they were replaced." in draft.doubts


@pytest.mark.parametrize("kind", ["plain", "html"])
@pytest.mark.parametrize("letters", [1, 2, 3])
def test_a_letter_cut_off_in_base64_is_read_up_to_the_cut(letters: int, kind: str) -> None:
    words = "<p>The quay is closed until the ice melts.</p><p>The council “meets” on Monday.</p>"
    said = words if kind == "html" else "The quay is closed until the ice melts.\n\nThe council “meets” on Monday.\n"
    end = said.encode().index("”".encode()) // 3 * 4
    head = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64"
    draft = letter(b64encode(said.encode()).decode()[: end + letters], head)
    assert sentences(draft)[0] == "The quay is closed until the ice melts."
    assert sentences(draft)[1].startswith("The council “meet")
    assert "�" not in draft.text
    assert "The e-mail is cut off, so its end may be missing." in map(str, draft.doubts)


def test_a_letter_whose_last_part_is_not_closed_is_cut_off() -> None:
    part = "--x\nContent-Type: text/plain; charset=utf-8\n\nThe quay is closed until the ice melts.\n"
    cut, whole = (letter(part + end, "Content-Type: multipart/mixed; boundary=x") for end in ("", "--x--\n"))
    assert sentences(cut) == sentences(whole)
    assert [any("cut off" in str(doubt) for doubt in draft.doubts) for draft in (cut, whole)] == [True, False]


@pytest.mark.parametrize("text", ['{"nbformat": 4, "cells": [{"cell_type": "mark', '{"a": 1}', "[" * 100_000])
def test_a_damaged_notebook_is_named_as_one(text: str) -> None:
    with pytest.raises(Unreadable, match=r"^The file is damaged: the notebook can't be opened\.$"):
        read("a.ipynb", text.encode())


def test_a_message_that_names_only_its_content_type_is_read():
    head = "From: ana@quay.example\nSubject: Ice\nContent-Type: text/html\n\n"
    draft = read("a.eml", f"{head}<p>The quay is closed.</p><p>Ice &amp; wind.</p>".encode())
    assert sentences(draft) == ["The quay is closed.", "Ice & wind."]


def test_a_typed_letter_is_text():
    text = b"From: Ana Holm\nTo: All\nSubject: Ice\n\nThe quay is closed for good. It stays so.\n"
    assert "Subject: Ice" in read("letter.txt", text).text


# Notebooks


def test_half_a_character_does_not_refuse_a_notebook() -> None:
    cell = {"cell_type": "markdown", "source": "# Ice\n\nIt melts \ud800 on the quay. Nobody knows why."}
    draft = read("ice.ipynb", json.dumps({"nbformat": 4, "cells": [cell]}).encode())
    assert sentences(draft) == ["It melts � on the quay.", "Nobody knows why."]
