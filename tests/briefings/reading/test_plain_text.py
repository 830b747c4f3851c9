"""Plain text as people save it: wrapped lines, hyphens, pages, e-mails, rules and double spacing."""

import textwrap
from datetime import date

import pytest

from briefings.errors import Unreadable
from briefings.model.analysis import Draft
from briefings.reading import read, read_again
from briefings.reading.formats import layout_of

QUAY = (
    "The harbour authority of Halden wants to dredge the quay in summer, because deep ships cannot reach it at low "
    "water and wait in the roads for hours. The council has set aside nine million for the work, and the ferries will "
    "land at the northern pier until the end of August."
)
ICE = (
    "Winters have grown milder, yet the strait froze twice in the last decade, and each time the icebreakers came too "
    "late for the smaller islands. Their shops lived on what the people had stored since autumn."
)
WIDTH = 68


def wrapped(words: str, width: int = WIDTH, margin: str = "") -> str:
    return textwrap.fill(words, width, initial_indent=margin, subsequent_indent=margin)


def said(draft: Draft) -> list[str]:
    return [" ".join(draft.text[each.start : each.end].split()) for each in draft.sentences]


def headings(draft: Draft) -> list[str]:
    return [section.heading for section in draft.sections]


SENTENCES = [f"{each}." for each in f"{QUAY} {ICE}".rstrip(".").split(". ")]


def test_words_hyphenated_at_a_line_end_are_healed() -> None:
    whole = (
        "The harbour authority of Halden and the international council of ports agreed on a self-imposed limit for the "
        "draught of ships, and the council of ports signed it."
    )
    cut = whole.replace("the international", "the inter-\nnational").replace("limit for", "limit\nfor")
    assert said(read("a.txt", f"Quays\n\n{cut}\n".encode())) == [whole]


def test_a_stored_text_keeps_its_lines_when_it_is_read_again() -> None:
    text = "Quays\n\n" + wrapped(QUAY).replace("summer", "sum-\nmer", 1)
    stored = Draft("Quays", "en", None, "none", text)
    again = read_again("a.txt", stored)
    assert again.text == text
    made = read("a.txt", text.encode())
    assert read_again("a.txt", made).text == made.text != text


def test_wrapped_lines_are_joined_beside_a_line_that_is_far_too_long() -> None:
    lines = "\n\n".join([wrapped(f"{QUAY} {ICE}")] * 9)
    draft = read("a.txt", f"Quays\n\n{lines}\n\n{'-' * 140}\n".encode())
    assert (headings(draft), said(draft)) == ([], SENTENCES * 9)


def test_a_text_in_double_spacing_is_read_as_its_paragraphs() -> None:
    lines = wrapped(QUAY).split("\n") + wrapped(ICE).split("\n")
    draft = read("a.txt", ("Quays\n\n\n" + "\n\n".join(lines)).encode())
    assert (draft.title, headings(draft), said(draft)) == ("Quays", [], SENTENCES)


def test_paragraphs_may_begin_with_an_indent_and_no_empty_line() -> None:
    text = "\n".join(textwrap.fill(words, WIDTH, initial_indent="   ") for words in [QUAY, ICE] * 3)
    assert len(read("a.txt", f"Quays\n\n{text}\n".encode()).paragraphs) == 6


@pytest.mark.parametrize("feed", ["\f", ""])
def test_page_numbers_and_running_heads_are_no_part_of_the_text(feed: str) -> None:
    lines = wrapped(f"{QUAY} {ICE} {QUAY} {ICE}").split("\n")
    pages = [lines[at : at + 4] for at in range(0, len(lines), 4)]
    foot = "Lund                                                    [Page {}]"
    text = "".join(
        "\n".join(page) + f"\n\n\n{foot.format(number)}\n{feed}\nRFC 9999            Quays            March 2026\n\n\n"
        for number, page in enumerate(pages, 1)
    )
    draft = read("a.txt", f"Quays\n\n{text}".encode())
    assert (headings(draft), said(draft)) == ([], SENTENCES * 2)


LETTER = f"""\
From: Ada Lund <ada@halden.example>
To: Bo Ek <bo@moss.example>
Subject: Dredging in
 Halden
Date: Mon, 2 Feb 2026 09:14:00 +0100

On Sun, 1 Feb 2026, Bo Ek wrote:

> Will the quay of Halden be closed in the summer, and where will
> the ferries land until then?

{wrapped(QUAY)}

--\x20
Ada Lund, harbour master
+47 555 123 4567
"""


def test_a_saved_mail_is_read_by_its_header_and_signature() -> None:
    draft = read("mail.txt", LETTER.encode())
    assert (draft.title, draft.published) == ("Dredging in Halden", date(2026, 2, 2))
    asked = "Will the quay of Halden be closed in the summer, and where will the ferries land until then?"
    assert said(draft) == ["On Sun, 1 Feb 2026, Bo Ek wrote:", asked, *SENTENCES[:2]]
    assert [(each.speaker, draft.text[each.start : each.end]) for each in draft.quotations] == [("Bo Ek", asked)]
    assert headings(draft) == []


def test_a_forwarded_message_keeps_its_text_without_its_header() -> None:
    text = f"Subject: Fwd: Quays\nFrom: Ada\n\n{wrapped(ICE)}\n\n----- Original message -----\n{LETTER}"
    assert said(read("mail.txt", text.encode()))[:2] == SENTENCES[2:]
    assert "Subject:" not in " ".join(said(read("mail.txt", text.encode())))


def test_an_older_mail_quoted_below_a_newer_one_is_nobodys_sentence() -> None:
    older = "On Tue, 12 May 2026 at 10:00, Lars Vik\nwrote:\n> We will close the quay on 9 June 2026.\n"
    text = f"From: Anna Berg\nTo: Lars Vik\nSubject: Quay\n\nWe will open the quay on 3 June 2026.\n\n{older}"
    draft = read("mail.txt", text.encode())
    assert said(draft) == ["We will open the quay on 3 June 2026."]
    assert [str(each.when.first) for each in draft.mentions] == ["2026-06-03"]


def test_what_a_mail_quotes_between_its_own_words_stays() -> None:
    text = "From: Anna Berg\nSubject: Quay\n\n> We will close the quay on 9 June 2026.\n\nThat is too late for us.\n"
    assert "We will close the quay on 9 June 2026." in " ".join(said(read("mail.txt", text.encode())))


def test_lines_of_a_form_are_no_mail() -> None:
    assert layout_of("a.txt", b"Ports\n\nTo: the north.\n\nFrom: the south, ships come daily.\n").title == ""


def test_the_subject_of_a_mail_may_be_encoded() -> None:
    text = LETTER.replace("Dredging in\n Halden", "=?utf-8?q?Mudring_i_=C3=86r=C3=B8?=")
    assert read("mail.txt", text.encode()).title == "Mudring i Ærø"


def test_a_cited_case_is_no_title() -> None:
    draft = read("a.txt", f"Rulings on quays\n\nThe court relied on Smith v. Jones.\n\n{QUAY}\n".encode())
    assert draft.title == "Rulings on quays"


@pytest.mark.parametrize("stamp", ["Contents", "Skip to main content"])
def test_a_stamp_above_the_title_is_none(stamp: str) -> None:
    assert read("a.md", f"# {stamp}\n\n# Quays in winter\n\n{QUAY}\n".encode()).title == "Quays in winter"
    assert read("quay-12.md", f"# {stamp}\n\n{QUAY}\n\n# Costs\n\n{ICE}\n".encode()).title == "Quay 12"


@pytest.mark.parametrize("first", ["2026-04-03", "1. Purpose"])
def test_a_day_or_a_first_number_heads_a_section_and_no_text(first: str) -> None:
    second = "2026-04-10" if first[0] == "2" else "2. Scope"
    draft = read("minutes.md", f"## {first}\n\n{QUAY}\n\n## {second}\n\n{ICE}\n".encode())
    assert (draft.title, headings(draft)) == ("Minutes", [first, second])


def test_underlined_lines_are_headings_and_others_are_none() -> None:
    text = f"Quays\n=====\n\nCosts\n-----\n\n{wrapped(QUAY)}\n\nA line without a stop\n\nIce\n~~~\n\n{wrapped(ICE)}\n"
    draft = read("a.txt", text.encode())
    assert (draft.title, headings(draft)) == ("Quays", ["Costs", "Ice"])
    assert said(draft) == [*SENTENCES[:2], "A line without a stop", *SENTENCES[2:]]


def test_rules_drawings_and_commands_are_no_sentences() -> None:
    drawn = "   --o--o--M--\n       \\--B--/-----C"
    text = f"Quays\n\n{QUAY}\n\n* * * * *\n\n{drawn}\n\n$ ship --load\n\n{'=-' * 20}\n\n{ICE}\n"
    assert said(read("a.txt", text.encode())) == SENTENCES


def test_a_masthead_and_a_byline_are_not_read() -> None:
    head = f"Harbour Working Group{' ' * 40}A. Lund\nNote: 1950{' ' * 40}Ports Office\n"
    byline = "By Ada Lund, Ph.D.\nDirector of Ports\nHalden University"
    text = f"{head}\n            Quays of the North\n\n{byline}\n\n{wrapped(QUAY)}\n"
    draft = read("a.txt", text.encode())
    assert (draft.title, headings(draft), said(draft)) == ("Quays of the North", [], SENTENCES[:2])


def test_lines_of_keys_above_a_text_give_its_title_and_date() -> None:
    draft = read("a.md", f"Title: Quays of the north\nDate: 2026-05-03\nCategory: Ports\n\n{QUAY}\n".encode())
    assert (draft.title, draft.published, said(draft)) == ("Quays of the north", date(2026, 5, 3), SENTENCES[:2])


def test_an_old_mark_of_the_end_and_zeros_behind_it_are_no_text() -> None:
    draft = read("a.txt", f"Quays\n\n{QUAY}\n".encode() + b"\x1a" + bytes(70))
    assert draft.text.endswith("August.\n")


def test_what_a_reading_could_not_find_is_told() -> None:
    untitled, titled = read("quay-12.md", f"{QUAY}\n".encode()), read("a.md", f"# Quays\n\n{QUAY}\n".encode())
    said_of_titles = "No title was found, so the file's name is the title."
    assert (said_of_titles in map(str, untitled.doubts), said_of_titles in map(str, titled.doubts)) == (True, False)
    commands = "\n\n".join(f"+--{number:03}--+" for number in range(300))
    listing = read("a.txt", f"Quays\n\n{commands}\n\nShips sail in summer.\n".encode())
    assert any("hardly any sentences" in str(doubt) for doubt in listing.doubts)
    assert any("No sentence" in str(doubt) for doubt in read("a.csv", b"quay,ships\nHalden,3\n").doubts)
    melted = read("a.txt", (f"Summary {QUAY} " * 40).encode())
    assert any("line breaks are lost" in str(doubt) for doubt in melted.doubts)


@pytest.mark.parametrize("text", ["# Quays\n\n```\nship --load\n```\n", "12345 67890\n--- ---\n"])
def test_a_text_without_a_sentence_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="no sentence"):
        read("a.md", text.encode())


def test_the_notes_of_a_meeting_are_text() -> None:
    text = f"# Minutes\n\n## Present\n\nAda and Bo were there.\n\n## Notes\n\n- {QUAY}\n- The ferries wait.\n"
    draft = read("a.md", text.encode())
    assert (draft.references, draft.reference_section) == ((), None)
    assert said(draft)[-1] == "The ferries wait."


def test_a_heading_that_is_a_link_has_its_words() -> None:
    draft = read(
        "a.md", f"# [Quays](https://quays.example/north)\n\n{QUAY}\n\n## The [ice](ice.md)\n\n{ICE}\n".encode()
    )
    assert (draft.title, headings(draft)) == ("Quays", ["The ice"])


def test_the_language_is_told_without_the_letters_of_addresses() -> None:
    links = "".join(f"来源：https://www.port.example/com/os/para/que/{at}?de=do&em=um&como=mais\n\n" for at in range(9))
    assert read("a.txt", f"港口加深\n\n部长宣布码头加深工程从春天开始。\n\n{links}".encode()).language == "zh"
    marked = links.replace("https:", "[x](").replace("mais", "mais)")
    assert read("a.md", f"# 港口加深\n\n部长宣布码头加深工程从春天开始。\n\n{marked}".encode()).language == "zh"


@pytest.mark.parametrize("times", [1, 4])
@pytest.mark.parametrize("indent", [3, 9, 14])
def test_a_far_indented_first_line_belongs_to_its_paragraph(indent: int, times: int) -> None:
    text = "\n\n".join(textwrap.fill(words, WIDTH, initial_indent=" " * indent) for words in [QUAY, ICE] * times)
    draft = read("a.txt", text.encode())
    assert (headings(draft), said(draft)) == ([], SENTENCES * times)
    assert len(draft.paragraphs) == 2 * times


CLUB = "\\-175 neue Mitglieder kamen.\n\nDas Haus wuchs.\n\n\\- Bau\n\n\\– Hof\n\nWir bauen.\n\n\\\n\nDas war es.\n"


@pytest.mark.parametrize(("name", "front"), [("a.txt", "Bericht\n\n"), ("a.md", "# Bericht\n\n")])
def test_escaped_dashes_mark_the_items_of_a_list(name: str, front: str) -> None:
    text = front + CLUB.replace("175 n", "N")
    draft = read(name, text.encode())
    assert (draft.title, headings(draft)) == ("Bericht", [])
    assert said(draft) == [
        "Neue Mitglieder kamen.", "Das Haus wuchs.", "Bau", "Hof", "Wir bauen.", "Das war es."
    ]  # fmt: skip


def test_escaped_dashes_on_lines_in_a_row_are_items() -> None:
    layout = layout_of("a.md", b"# Report\n\n\\- The quay\n\\- The yard\n\n\\-5 degrees were measured.\n")
    items = [layout.text[each.start : each.end] for each in layout.blocks if each.kind == "item"]
    assert items == ["The quay", "The yard"]


@pytest.mark.parametrize(
    "title",
    ["Quays stay shut. New rules take effect in spring", "港口何时开放？将带来哪些影响？", "Why are the quays shut?"],
)
def test_a_first_line_of_two_sentences_or_a_question_is_the_title(title: str) -> None:
    assert read("a.txt", f"{title}\n\n{QUAY}\n\n{ICE}\n".encode()).title == title


def test_a_heading_in_bold_is_shown_without_its_marks() -> None:
    draft = read("a.txt", f"Quays\n\n{QUAY}\n\n**Costs of the year**\n\n{ICE}\n".encode())
    assert headings(draft) == ["Costs of the year"]
