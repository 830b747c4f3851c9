"""PDFs: what stands on pages becomes running text with its headings, lists, notes and sources."""

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from briefings.errors import Unreadable
from briefings.model.analysis import Draft
from briefings.reading import read
from briefings.reading.layout import Layout
from briefings.reading.pdf.fragments import Fragment, Style
from briefings.reading.pdf.lines import lines_of_page
from briefings.reading.pdf.pages import Page
from briefings.reading.pdf.pages import pages as read_pages
from briefings.reading.pdf.reader import read_pdf
from tests.examples import examples
from tests.fakes.papers import Part
from tests.fakes.pdf_writer import ASIAN, LOOKS, as_pdf, column, pages, scan

SAMPLE = Path(__file__).parents[3] / "briefings" / "samples" / "readout-sample.txt"
FILLER = [
    "The harbour board met twice in the spring and settled the order in which the quays",
    "will be rebuilt. It set aside money for dredging, and it asked each of the towns along",
    "the coast to name one person who may speak for it when the plans are changed again.",
]
SHORT = "Nothing else was decided."


@pytest.fixture(scope="module")
def original() -> Draft:
    return read(SAMPLE.name, SAMPLE.read_bytes())


def locked(password: str) -> bytes:
    return pages(column(FILLER), password=password)


def paper(draft: Draft) -> list[Part]:
    places = [(section.start, Part("heading", section.heading, 1)) for section in draft.sections]
    places += [(start, Part("paragraph", draft.text[start:end])) for start, end in draft.paragraphs]
    places += [(reference.start, Part("entry", reference.entry)) for reference in draft.references]
    return [Part("title", draft.title), *(part for _, part in sorted(places, key=lambda place: place[0]))]


def shown(layout: Layout, kind: str) -> list[str]:
    return [layout.text[b.start : b.end] for b in layout.blocks if b.kind == kind]


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("look", LOOKS)
def test_an_analysis_reads_as_its_text_does(original: Draft, look: str) -> None:
    draft = read("calls.pdf", as_pdf(paper(original), LOOKS[look]))
    assert draft.title == original.title
    assert [re.sub(r"^\d+ ", "", s.heading) for s in draft.sections] == [s.heading for s in original.sections]
    assert {s.level for s in draft.sections} == {1}
    assert [draft.text[a:b] for a, b in draft.paragraphs] == [words(original.text[a:b]) for a, b in original.paragraphs]
    assert [r.entry for r in draft.references] == [r.entry for r in original.references]
    assert [(c.text, c.references, c.status) for c in draft.citations] == [
        (c.text, c.references, c.status) for c in original.citations
    ]
    assert [m.title for m in draft.mentions] == [m.title for m in original.mentions]


@pytest.mark.parametrize("look", LOOKS)
def test_what_each_page_repeats_is_left_out(original: Draft, look: str) -> None:
    layout = read_pdf(as_pdf(paper(original), LOOKS[look]))
    assert layout.text.count(original.title[:30]) == 1
    assert not re.search(r"^\d+$", layout.text, re.MULTILINE)


def test_lines_of_a_paragraph_in_larger_letters_are_no_headings() -> None:
    lead = ["The board weighs what the quays cost against what they bring", "to the towns of the coast."]
    layout = read_pdf(pages([*column(FILLER * 4), *column([*FILLER, *lead], y=300, size=12, step=15)]))
    assert shown(layout, "heading") == []


def test_a_bold_line_whose_sentence_goes_on_is_no_heading() -> None:
    begun = column(FILLER[:1], y=300, font="Times-Bold")
    assert shown(read_pdf(pages([*column(FILLER * 4), *begun, *column(FILLER[1:], y=312)])), "heading") == []


def test_bold_centred_lines_are_headings_in_double_spacing() -> None:
    width = max(stringWidth(line, "Times-Roman", 10) for line in FILLER)
    heads = ["Background", "Standard of Tolls"]
    middle = [60 + (width - stringWidth(head, "Times-Bold", 10)) / 2 for head in heads]
    placed = [(middle[at], 172 + 96.0 * at, head, "Times-Bold", 10.0) for at, head in enumerate(heads)]
    texts = [*column(FILLER, step=24), *column(FILLER, y=196, step=24), *column(FILLER, y=292, step=24)]
    assert shown(read_pdf(pages([*texts, *placed])), "heading") == heads


def slide(head: str, text: Sequence[str] = FILLER) -> list[tuple[float, float, str, str, float]]:
    """A page with a large title above its text, and a stamp at the foot."""
    title = (60.0, 60.0, head, "Helvetica-Bold", 24.0)
    return [title, *column(text, y=140), (60.0, 800.0, "Harbour Board", "Helvetica", 8.0)]


def test_titles_of_slides_are_no_running_heads() -> None:
    heads = ["Ports of the north (1/2)", "Ports of the north (2/2)", "Tolls", "Ships", "More figures", "More figures"]
    layout = read_pdf(pages(*map(slide, heads), slide("Staff"), slide("Outlook")))
    assert shown(layout, "heading") == [*heads, "Staff", "Outlook"]
    assert "Harbour Board" not in layout.text


def test_a_large_head_that_pages_repeat_is_a_running_head() -> None:
    texts = ([*FILLER[at:], *FILLER[:at]] for at in range(4))
    layout = read_pdf(pages(*(slide("Annual report", text) for text in texts)))
    assert "Annual report" not in layout.text


def test_a_cover_s_title_is_the_one_in_the_properties() -> None:
    cover = [*column(["THE HARBOUR PROGRAMME", "Report 2031"], size=30, step=60), *column(["MAY 2032"], y=300)]
    told = pages(cover, slide("Tolls"), title="Report 2031 Harbour")
    assert read_pdf(told).title == "Report 2031 Harbour"
    assert read_pdf(pages(cover, slide("Tolls"), title="Bridges 2031")).title == ""
    assert read_pdf(pages(slide("Tolls", FILLER * 3), title="Tolls Harbour")).title == ""


def test_a_paragraph_goes_on_behind_a_page_s_note_and_the_next_page_s_head() -> None:
    line = "The minister said that the cost would be borne by"
    mark = (60 + stringWidth(line, "Times-Roman", 10), 132, "1", "Times-Roman", 6)
    note = column(["1 Harbour Board, Minutes (2026), p. 4."], y=700, size=8)
    first = [*column(["2 HARBOURS"], y=50, size=8), *column([*FILLER, line]), mark, *note]
    second = [*column(["3 HARBOURS"], y=50, size=8), *column(["the towns, not by the state. " + SHORT])]
    layout = read_pdf(pages(first, second))
    (paragraph,) = shown(layout, "paragraph")
    assert paragraph.endswith("borne by¹ the towns, not by the state. " + SHORT)
    assert layout.text.endswith("Notes\n\n1. Harbour Board, Minutes (2026), p. 4.")
    assert [block.kind for block in layout.blocks] == ["paragraph", "heading", "note"]
    assert "HARBOURS" not in layout.text


def test_words_cut_at_a_line_s_end_are_made_whole_and_compounds_keep_their_hyphen() -> None:
    lines = [
        "A long-term plan was drawn up for the harbours, and the long-",
        "term cost is borne by the govern-",
        "ment. The Anglo-",
        "French committee meets in 2026-",
        "27 and reads https://example.org/plans/",
        "harbour.html with care.",
    ]
    (paragraph,) = shown(read_pdf(pages(column(lines))), "paragraph")
    assert paragraph == (
        "A long-term plan was drawn up for the harbours, and the long-term cost is borne by the government. "
        "The Anglo-French committee meets in 2026-27 and reads https://example.org/plans/harbour.html with care."
    )


@pytest.mark.parametrize(
    ("drawn", "read"),
    [("The ﬁrst oﬃce ﬂoats.", "The first office floats."), ("Poincar´e and Erd˝os", "Poincaré and Erdős")],
)
def test_letters_that_fonts_draw_as_one_or_as_two_are_as_one_writes_them(drawn: str, read: str) -> None:
    plain = Style(bold=False, italic=False)
    (line,) = lines_of_page([Page(600, 800, (Fragment(60, 200, 700, 10, plain, drawn),))])
    assert line.text == read


def test_a_font_s_control_character_is_a_blank() -> None:
    codes = b"".join(b"<%02x> <%04x>\n" % (code, 7 if code == 0x5F else code) for code in range(0x21, 0x7F))
    mapped = b"1 begincodespacerange <00> <ff> endcodespacerange\n94 beginbfchar\n" + codes + b"endbfchar"
    file = content(b"BT /F1 10 Tf 60 700 Td (The_ships_wait_for_the_pilot_in_the_fog_of_the_bay.) Tj ET", mapped)
    assert read_pdf(file).text == "The ships wait for the pilot in the fog of the bay."


def content(operators: bytes, mapped: bytes = b"") -> bytes:
    """A PDF of one page with these operators and map of letters; a `%` places a line of filler beside them."""
    stream = operators.replace(b"%", b"BT /F1 10 Tf 60 700 Td (Ships wait for the pilot in the fog of the bay.) Tj ET")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>",
        b"<< /Font << /F1 5 0 R >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(mapped), mapped),
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (at, each) for at, each in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF\n"


@pytest.mark.parametrize(
    "operators",
    [
        rb"BT /F1 10 Tf 60 680 Td (Quays \(two\) \101re o\160en.) Tj ET",
        rb"BT /F1 10 Tf 1 0 0 1 60 680 Tm [(Quays) -300 (\(two\)) -300 (Are) -300 (open.)] TJ ET",
        b"BT /F1 10 Tf 60 680 Td <5175617973202874776F2920417265206F70656E2E> Tj ET",
        b"BT /F1 10 Tf 60 680 Td (Quays (two) Are open.) Tj ET",
        b"q BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q BT /F1 10 Tf 60 680 Td (Quays (two) Are open.) Tj ET",
        b"0 0 m 9 9 l S /Span << /MCID 0 /E [1 2] >> BDC BT /F1 10 Tf 60 680 Td (Quays \\(two\\) Are open.) Tj ET EMC",
    ],
    ids=["escapes", "array", "hex", "brackets", "picture", "marked"],
)
def test_a_page_says_the_same_however_its_operators_are_written(operators: bytes) -> None:
    assert words(read_pdf(content(b"% " + operators)).text).endswith("fog of the bay. Quays (two) Are open.")


def test_letters_that_are_placed_one_by_one_are_read_as_words_that_are_drawn_whole() -> None:
    def drawn(line: str) -> bytes:
        placed, x = b"", 60.0
        for letter in line:
            placed += b"BT /F1 10 Tf %.3f 680 Td (%s) Tj ET\n" % (x, letter.encode())
            x += stringWidth(letter, "Helvetica", 10)
        return placed

    line = "The board settles in May who may dredge the quays."
    (single,) = read_pages(content(b"% " + drawn(line)))
    assert words(read_pdf(content(b"% " + drawn(line))).text).endswith(line)
    assert [each.text for each in single.fragments[1:]] == line.split()


def test_headings_are_told_by_how_they_look_and_nested_by_number_or_size() -> None:
    page = [
        (60, 60, "Harbours of the North", "Times-Roman", 20), (60, 90, "By A. Writer", "Times-Roman", 12),
        (60, 130, "Overview", "Times-Bold", 14), *column([*FILLER, SHORT], y=150),
        (60, 220, "Money", "Times-Bold", 14), (60, 245, "Loans", "Times-Italic", 10), *column([*FILLER, SHORT], y=265),
        (60, 335, "Grants", "Times-Italic", 10), *column([*FILLER, SHORT], y=355),
    ]  # fmt: skip
    layout = read_pdf(pages(page))
    heads = [(b.words, b.level) for b in layout.blocks if b.kind == "heading"]
    assert heads == [("Harbours of the North", 1), ("Overview", 2), ("Money", 2), ("Loans", 3), ("Grants", 3)]
    assert shown(layout, "paragraph")[0] == "By A. Writer"


def test_lists_tables_and_captions_are_no_running_text() -> None:
    page = [
        *column([*FILLER, "The board wants:"]),
        *column(["• deeper quays that take ships of", "  any draught", "• a second crane"], x=80, y=152),
        *column([*FILLER, SHORT], y=200),
        *column(["Table 1: Tonnes by year"], y=270, size=9),
        *(cell for x, cells in ((80, "Year 2025 2026"), (200, "Old 120 130"), (320, "New 340 390"))
          for cell in column(cells.split(), x=x, y=285, size=9)),
        *column([*FILLER, SHORT], y=340),
    ]  # fmt: skip
    layout = read_pdf(pages(page))
    assert shown(layout, "item") == ["deeper quays that take ships of any draught", "a second crane"]
    assert shown(layout, "table") == ["Table 1: Tonnes by year", "Year | Old | New\n2025 | 120 | 340\n2026 | 130 | 390"]
    assert len(shown(layout, "paragraph")) == 3


def test_cells_in_the_middle_of_their_columns_and_a_caption_close_to_the_text_stay_apart() -> None:
    cells = {100: "Port Oslo Bergen", 140: "Depth 16m 12m", 180: "Cost 2 3"}
    page = [
        *column([*FILLER, SHORT]),
        *((x - stringWidth(cell, "Times-Roman", 10) / 2, 160 + 14 * at, cell, "Times-Roman", 10)
          for x, column_ in cells.items() for at, cell in enumerate(column_.split())),
        (100, 206, "Table 1: Depths of the ports", "Times-Roman", 10), *column([*FILLER, SHORT], y=220),
    ]  # fmt: skip
    layout = read_pdf(pages(page))
    assert [words(table.replace("|", " ")) for table in shown(layout, "table")] == [
        "Port Depth Cost Oslo 16m 2 Bergen 12m 3",
        "Table 1: Depths of the ports",
    ]
    assert shown(layout, "paragraph") == [f"{words(' '.join(FILLER))} {SHORT}"] * 2


def test_a_quotation_that_is_set_in_stands_for_itself() -> None:
    quoted = ["We shall not build on sand, and we shall not", "build on promises, whoever makes them."]
    page = [*column([*FILLER, SHORT]), *column(quoted, x=90, y=148), *column([*FILLER, SHORT], y=172)]
    assert words(" ".join(quoted)) in shown(read_pdf(pages(page)), "paragraph")


def test_entries_of_a_list_of_sources_are_told_by_their_hanging_indent() -> None:
    page: list[tuple[float, float, str, str, float]] = [(60, 70, "References", "Times-Bold", 12)]
    for at, name in enumerate(("Harbour Board", "Novak, A.", "Ministry of Ports")):
        page += column([f"{name} (202{at}). A report of some length on quays and on what"], y=90 + 24 * at)
        page += column(["they cost. Port Press."], x=78, y=102 + 24 * at)
    layout = read_pdf(pages(page))
    assert [entry[:12] for entry in shown(layout, "paragraph")] == ["Harbour Boar", "Novak, A. (2", "Ministry of "]


def test_a_small_numbered_list_of_sources_is_no_footnotes() -> None:
    first = [*column(FILLER * 4, y=60), (60, 320, "References", "Times-Bold", 12)]
    first += column(
        ["1. Harbour Board (2020). A report of some length on quays and on", "what they cost."], y=350, size=8
    )
    first += column(["2. Novak, A. (2021). Ice in the north. Port Press."], y=374, size=8)
    second = column(["3. Ministry of Ports (2022). Winter. Port Press."], y=60, size=8)
    draft = read("a.pdf", pages(first, second))
    assert [section.heading for section in draft.sections] == ["References"]
    assert [each.entry[:15] for each in draft.references] == ["1. Harbour Boar", "2. Novak, A. (2", "3. Ministry of "]
    assert draft.references[0].entry.endswith("what they cost.")


def test_a_footnote_below_a_list_of_sources_stays_one() -> None:
    page = [*column(FILLER * 4, y=60), (60, 320, "References", "Times-Bold", 12)]
    page += column(["1. Harbour Board (2020). A report of some length on quays."], y=350)
    page += column(["7 The board sat in Halden until the spring."], y=700, size=8)
    layout = read_pdf(pages(page))
    assert shown(layout, "note") == ["7. The board sat in Halden until the spring."]


def test_russian_and_chinese_are_read() -> None:
    russian = ["Порты на севере просят углубить каналы, и министерство отве-", "чает планом, в котором денег нет."]
    chinese = ["港口委员会在春天开了两次会，确定了重建码头的", "顺序，并请沿海各城各派一人。"]
    text = read_pdf(pages([*column(russian, font=ASIAN), *column(chinese, y=180, font=ASIAN)])).text
    assert "министерство отвечает планом" in text
    assert "重建码头的顺序" in text


def test_turned_letters_are_left_out() -> None:
    canvas = Canvas("x.pdf")
    canvas.drawString(60, 700, " ".join(FILLER)[:90])
    canvas.rotate(90)
    canvas.drawString(300, -30, "Draft of a preprint")
    assert "preprint" not in read_pdf(canvas.getpdfdata()).text


def test_a_locked_file_that_opens_without_a_password_is_read() -> None:
    assert FILLER[0] in read_pdf(locked("")).text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (scan(), "The PDF is a scan. Run text recognition (OCR) on it and try again."),
        (pages([]), "The PDF contains no text."),
        (locked("secret"), "The PDF is password-protected. Save it without a password and try again."),
        (b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n", "The PDF is damaged."),
    ],
    ids=["scan", "empty", "locked", "cut"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_pdf(data)
    assert str(caught.value) == sentence


def test_a_file_with_a_broken_table_of_contents_is_read() -> None:
    data = pages(column(FILLER))
    broken = data[: data.rindex(b"startxref")] + b"startxref\n99\n%%EOF"
    assert FILLER[0] in read_pdf(broken).text


def test_what_a_print_or_a_short_file_repeats_of_its_title_is_left_out() -> None:
    first = [(60, 60, "Harbours of the North", "Times-Roman", 20), *column([*FILLER, SHORT])]
    second = [(60, 30, "Harbours of the North", "Times-Italic", 8), *column([*FILLER, SHORT])]
    assert read_pdf(pages(first, second)).text.count("Harbours of the North") == 1


def test_a_contents_page_makes_no_headings() -> None:
    dots = " . . . . . . . . . . . . . . . . ."
    contents = column([f"Overview{dots} 1", f"Money{dots} 2"], y=120)
    page = [(60, 60, "Harbours of the North", "Times-Roman", 20), (60, 100, "Contents", "Times-Bold", 14), *contents]
    page += [(60, 180, "Overview", "Times-Bold", 14), *column([*FILLER, SHORT], y=200)]
    draft = read("harbours.pdf", pages(page))
    assert [section.heading for section in draft.sections] == ["Contents", "Overview"]
    assert [draft.text[s.start : s.end] for s in draft.sentences][-1] == SHORT
    assert not any(". ." in draft.text[s.start : s.end] for s in draft.sentences)


def test_authors_and_date_below_a_title_keep_their_lines() -> None:
    page = [
        (200, 60, "Harbours of the North", "Times-Roman", 18), (260, 85, "Ines Moreno", "Times-Roman", 12),
        (255, 100, "19 January 2026", "Times-Roman", 12), (60, 130, "Abstract", "Times-Bold", 10),
        *column([*FILLER, SHORT], y=150), (60, 230, "1 Money", "Times-Bold", 14), *column([*FILLER, SHORT], y=250),
    ]  # fmt: skip
    draft = read("harbours.pdf", pages(page))
    assert draft.text.split("\n\n")[:3] == ["Harbours of the North", "Ines Moreno", "19 January 2026"]
    assert str(draft.published) == "2026-01-19"


@settings(max_examples=examples(40))
@given(at=st.integers(0, 10_000), junk=st.binary(min_size=1, max_size=200), cut=st.booleans())
def test_a_damaged_file_is_read_or_refused(at: int, junk: bytes, cut: bool) -> None:
    whole = as_pdf([Part("title", "Harbours"), *[Part("paragraph", " ".join(FILLER))] * 3])
    at %= len(whole)
    data = whole[:at] + junk + (b"" if cut else whole[at + len(junk) :])
    try:
        said = read_pdf(data).text
    except Unreadable as refused:
        said = str(refused)
    assert said


def test_lines_that_end_where_others_begin_are_read() -> None:
    words = "Ferries crossed twice a day and nobody counted"
    left = 299.9 - stringWidth(words, "Helvetica", 10)
    page = [(left, 100 + 14 * n, words, "Helvetica", 10) for n in range(12)]
    beside = [(299.6, 300 + 14 * n, words, "Helvetica", 10) for n in range(12)]
    assert "nobody counted" in read_pdf(pages([*page, *beside])).text


def form(**values: str) -> bytes:
    """A form whose labels are drawn and whose values are in its fields."""
    made = BytesIO()
    canvas = Canvas(made, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(60, 760, "Application for a Berth")
    for row, (label, value) in enumerate(values.items()):
        canvas.acroForm.textfield(name=label, x=60, y=700 - 60 * row, width=420, height=20, value=value)
    canvas.save()
    return made.getvalue()


def test_the_values_of_a_form_are_its_text() -> None:
    draft = read("form.pdf", form(ship="The ship Nord arrives on 3 May 2026.", crew="Ada Lund leads the crew of nine."))
    assert draft.title == "Application for a Berth"
    told = [words(draft.text[each.start : each.end]) for each in draft.sentences]
    assert told == ["The ship Nord arrives on 3 May 2026.", "Ada Lund leads the crew of nine."]


def test_a_form_that_names_only_a_person_is_read() -> None:
    assert read("form.pdf", form(name="Ada Lund")).text.endswith("Ada Lund")


def test_a_form_without_values_has_a_title_but_no_text() -> None:
    with pytest.raises(Unreadable, match="a title but no text"):
        read("form.pdf", form(ship="", crew=""))


def test_a_page_of_one_line_is_a_text() -> None:
    draft = read("notice.pdf", pages([(60, 100, "The port of Oslo opens at nine", "Helvetica", 11)]))
    assert [draft.text[each.start : each.end] for each in draft.sentences] == ["The port of Oslo opens at nine"]


SPACED = (
    "The harbour company asks the court to wait with its decision until the",
    "council has voted on the new quay. The vote is planned for the spring, and",
    "the ships can stay in the old basin so long. The company has paid for the",
    "basin, and it will go on to pay for it until the work on the quay begins",
    "in the summer of the year after. The town agrees with the company on this",
    "and has written to the court that it would not be harmed by the delay.",
)


NOTICE = [
    *(
        (72, 60 + 15 * at, f"The notice has a line {at}, and it goes on to the next", "Times-Roman", 12)
        for at in range(12)
    ),
    (72, 240, "line, where it ends.", "Times-Roman", 12),
]


def test_lines_with_double_spacing_are_one_paragraph_beside_text_with_single_spacing() -> None:
    spaced = [(72, 300 + 28 * at, line, "Times-Roman", 12) for at, line in enumerate(SPACED)]
    draft = read("motion.pdf", pages(NOTICE, spaced))
    told = [words(draft.text[each.start : each.end]) for each in draft.sentences]
    assert told[-4:] == [f"{each.strip('.')}." for each in " ".join(SPACED).split(". ")]


def test_single_lines_far_apart_stay_paragraphs() -> None:
    ships = [f"Ship {at} sails to the harbour of Oslo on the first day of the spring." for at in range(6)]
    apart = [(72, 300 + 28 * at, ship, "Times-Roman", 12) for at, ship in enumerate(ships)]
    assert shown(read_pdf(pages(NOTICE, apart)), "paragraph")[1:] == ships


def test_the_numbers_of_lines_in_the_margin_are_left_out() -> None:
    numbers = [(50 if at > 8 else 56, 60 + 24 * at, str(at + 1), "Times-Roman", 12) for at in range(28)]
    lines = [(90, 60 + 24 * at, line, "Times-Roman", 12) for at, line in enumerate(SPACED)]
    draft = read("order.pdf", pages([*numbers, *lines]))
    assert words(" ".join(draft.text[each.start : each.end] for each in draft.sentences)) == " ".join(SPACED)


def test_numbers_of_a_list_stay() -> None:
    lines = [
        (72, 60 + 30 * at, f"{at + 1}. Ship {at} sails to the harbour of Oslo.", "Times-Roman", 12) for at in range(12)
    ]
    assert "12. Ship 11" in read("list.pdf", pages(lines)).text


def test_lines_that_all_pages_repeat_stay_where_they_are_most_of_the_text() -> None:
    page = [(60, 60 + 20 * at, f"Berth {at} was free on each day of the week", "Helvetica", 11) for at in range(4)]
    forms = [[*page, (60, 300, f"Checked {name}", "Helvetica", 11)] for name in ("early", "late", "twice")]
    draft = read("berths.pdf", pages(*forms))
    assert draft.text.count("Berth 3 was free") == 3


def test_each_page_of_slides_is_a_section_under_its_first_heading() -> None:
    made = BytesIO()
    canvas = Canvas(made, pagesize=landscape(A4), invariant=1)
    slides = [("Quays of the north", "A talk"), ("Why quays sink", "The ground"), ("What it costs", "The money")]
    for at, (title, lead) in enumerate(slides):
        canvas.setFont("Helvetica-Bold", 40 - 4 * at)
        canvas.drawString(60, 480, title)
        canvas.setFont("Helvetica-Bold", 24)
        canvas.drawString(60, 400, lead)
        canvas.setFont("Helvetica", 18)
        for row in range(3):
            canvas.drawString(60, 340 - 22 * row, f"Line {row} says that the ground gives way a little each year.")
        canvas.showPage()
    canvas.save()
    draft = read("talk.pdf", made.getvalue())
    assert draft.title == "Quays of the north"
    assert [(each.level, each.heading) for each in draft.sections] == [(1, "Why quays sink"), (1, "What it costs")]
