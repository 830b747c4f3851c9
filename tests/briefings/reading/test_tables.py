"""Tables in every format: rows, header cells and captions as spans, and none of them a sentence."""

from collections.abc import Callable, Sequence

import pytest

from briefings.model import table_rows
from briefings.model.analysis import Draft
from briefings.reading import read
from briefings.reading.layout import Piece
from briefings.reading.web.passage_places import FURNITURE, PageElement, PagePassage
from briefings.reading.web.selection import chosen
from tests.fakes.papers import Part, as_docx
from tests.fakes.papers_html import as_html
from tests.fakes.papers_odt_rtf import as_odt, as_rtf
from tests.fakes.pdf_writer import as_pdf

PROSE = "The caverns in the north are watched by three companies, and none of them publishes a forecast of its own."
PAPER = (
    Part("title", "Gas in Store Before the Winter"),
    Part("heading", "Levels", 1),
    Part("paragraph", PROSE),
    Part("paragraph", "Table 2. Gas storage by country"),
    Part("table", "Country | Full | Change\nGermany | 87 % | +2\nFrance | 91 % | -1\nAustria | 79 % | +4"),
    Part("heading", "Outlook", 1),
    Part("paragraph", "A cold December would change the picture. " + PROSE),
)
WRITERS: dict[str, Callable[[Sequence[Part]], bytes]] = {
    "a.docx": as_docx,
    "a.odt": as_odt,
    "a.rtf": as_rtf,
    "a.html": as_html,
    "a.pdf": as_pdf,
}


def told(draft: Draft) -> list[str]:
    return [table_rows.row_passage(draft, *row) for row in table_rows.rows(draft)]


def words(text: str, name: str = "a.txt") -> list[str]:
    return told(read(name, f"Winter stocks\n\n{PROSE}\n\n{text}\n\n{PROSE}\n".encode()))


@pytest.mark.parametrize("name", WRITERS)
def test_a_table_has_its_header_cells_and_caption_in_every_format(name: str):
    draft = read(name, WRITERS[name](PAPER))
    assert told(draft)[0] == "Country: Germany; Full: 87 %; Change: +2 (Table 2. Gas storage by country)"
    assert len(told(draft)) == 3
    assert [draft.sections[table.section].heading for table in draft.tables if table.section is not None] == ["Levels"]
    spoken = " ".join(draft.text[one.start : one.end] for one in draft.sentences)
    assert "87" not in spoken
    assert "cold December" in spoken


@pytest.mark.parametrize(
    "text",
    [
        "Country      Full    Change\nGermany      87 %    +2\nFrance       91 %    -1",
        "Country\tFull\tChange\nGermany\t87 %\t+2\nFrance\t91 %\t-1",
        "Country | Full | Change\nGermany | 87 % | +2\nFrance | 91 % | -1",
        "+-----+----+\n| Country | Full |\n+=====+====+\n| Germany | 87 % |\n+-----+----+\n| France | 91 %|",
        "Country,Full,Change\nGermany,87 %,+2\nFrance,91 %,-1",
        'Country;Full;Change\n"Germany";"87 %";+2\nFrance;91 %;-1',
    ],
)
def test_plain_text_has_tables_between_gaps_tabs_bars_and_commas(text: str):
    first, second = words(text)
    assert first.startswith("Country: Germany; Full: 87 %")
    assert second.startswith("Country: France; Full: 91 %")


@pytest.mark.parametrize(
    "text",
    [
        "From:   Alice Smith\nTo:     Bob Jones\nDate:   3 May 2026",
        "1.   Open the valve\n2.   Read the gauge\n3.   Close the valve",
        "Introduction ........ 3\nLevels .............. 5\nOutlook ............. 9",
        "It was cold, wet, and windy\nand the ships, boats, and barges\nstayed, waited, and rusted",
        "This is a  line with two  odd gaps in\na paragraph  of text that goes  on and\non without any  table at  all.",
    ],
)
def test_lists_letters_and_prose_are_no_tables(text: str):
    assert words(text) == []


def test_markdown_cells_are_told_without_marks():
    table = "| Country | Full |\n|:--|--:|\n| **Germany** | [87 %](https://gas.example/de) |\n| A\\|B | `9` |"
    assert words(table, "a.md") == ["Country: Germany; Full: 87 %", "Country: A|B; Full: 9"]


def test_the_line_that_announces_a_table_is_its_caption():
    table = "Stocks by country:\n\n| Country | Full |\n|---|---|\n| Germany | 87 % |\n"
    assert words(table, "a.md") == ["Country: Germany; Full: 87 % (Stocks by country)"]


def test_a_page_says_what_a_cell_spans_and_which_are_headers():
    page = (
        f"<html><body><article><h1>Winter stocks</h1><p>{PROSE}</p><table><caption>By country</caption>"
        "<tr><th rowspan=2>Country</th><th colspan=2>Full</th></tr><tr><th>2025</th><th>2026</th></tr>"
        "<tr><td rowspan=2>Germany</td><td>87</td><td>88</td></tr><tr><td>1</td><td>2</td></tr></table>"
        f"<p>{PROSE}</p></article></body></html>"
    )
    assert told(read("a.html", page.encode())) == [
        "Country: Germany; Full 2025: 87; Full 2026: 88 (By country)",
        "Country: Germany; Full 2025: 1; Full 2026: 2 (By country)",
    ]


def test_a_word_table_keeps_its_columns_beside_merged_cells():
    from io import BytesIO

    from docx import Document

    document, kept = Document(), BytesIO()
    document.add_heading("Winter stocks", 0)
    document.add_paragraph(PROSE)
    table = document.add_table(rows=3, cols=3)
    for row, cells in enumerate((("Country", "Full", "Change"), ("Germany", "87 %", "+2"), ("France", "shut", ""))):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    table.cell(2, 1).merge(table.cell(2, 2))
    document.save(kept)
    assert told(read("a.docx", kept.getvalue())) == [
        "Country: Germany; Full: 87 %; Change: +2",
        "Country: France; Full: shut",
    ]


def test_without_header_cells_a_row_is_told_as_it_stands():
    page = "| | |\n|---|---|\n| Founded | 1999 |\n| Staff | 41 |"
    assert words(page, "a.md") == ["Founded; 1999", "Staff; 41"]


def test_a_row_is_found_by_any_offset_in_it():
    draft = read("a.html", as_html(PAPER))
    found = table_rows.row_at(draft, draft.text.index("91 %"))
    assert found is not None
    assert table_rows.row_words(draft, *found) == "Country: France; Full: 91 %; Change: -1"
    assert table_rows.row_at(draft, draft.text.index("Country")) is None
    assert table_rows.row_at(draft, draft.text.index("cold December")) is None


def test_a_calendar_beside_an_article_is_no_table():
    days = "".join(f"<tr>{''.join(f'<td>{day}' for day in range(first, first + 7))}" for first in (1, 8, 15, 22))
    head = "".join(f"<th>{day}" for day in ("M", "T", "W", "T", "F", "S", "S"))
    table = f"<table><tr>{head}{days}</table>"
    page = f"<html><body><article><h1>Winter stocks</h1><p>{PROSE}</p>{table}<p>{PROSE}</p></article>"
    assert told(read("a.html", page.encode())) == []


def test_a_table_with_header_cells_beside_kept_text_is_kept_whatever_its_links():
    place, menu = PageElement(None, "div", 0, 0), PageElement(None, "nav", 0, 0, told=FURNITURE)
    told_, listed = Piece("paragraph", PROSE), Piece("table", "Team | Town\nFoxes | Ayr", header_rows=1)
    passages = [PagePassage(told_, place), PagePassage(listed, place, 20), PagePassage(listed, menu, 20)]
    assert chosen(passages, [0.99, 0.01, 0.01]) == passages[:2]


def test_a_fragment_of_a_page_may_begin_with_a_table():
    page = (
        f"<!-- saved -->\n<table><tr><th>Team<th>Town<tr><td>Foxes<td>Ayr</td></tr></table><p>{PROSE}</p><p>{PROSE}</p>"
    )
    assert told(read("a.html", page.encode())) == ["Team: Foxes; Town: Ayr"]


def test_bars_around_every_line_are_a_table_in_markdown_even_with_a_short_rule():
    assert words("| Item | Score |\n| ---- |\n| Travel | +3 |", "a.md") == ["Item: Travel; Score: +3"]


def test_a_pdf_keeps_empty_cells_and_columns_of_prose_are_no_table():
    rows = "Country | Full | Change\nGermany | 87 % | +2\nFrance |  | -1\nAustria | 79 % | +4"
    prose = "first they wait | then they sail | then they rest\nfor the tide to | down to the sea | in the old dock"
    paper = (*PAPER[:3], Part("table", rows), Part("paragraph", PROSE), Part("table", prose), PAPER[-1])
    assert told(read("a.pdf", as_pdf(paper))) == [
        "Country: Germany; Full: 87 %; Change: +2",
        "Country: France; Change: -1",
        "Country: Austria; Full: 79 %; Change: +4",
    ]


def test_a_table_too_large_to_be_read_is_told() -> None:
    wide = "\n".join("|" + "|".join(cell for _ in range(300)) + "|" for cell in ("a", "--", "1", "2"))
    small = "| Port | Depth |\n|--|--|\n| Oslo | 16 m |\n| Bergen | 11 m |"
    draft = read("a.md", f"# Stocks\n\n{PROSE}\n\n{wide}\n\n{PROSE}\n\n{small}\n".encode())
    assert "1 table is too large, so it is kept as text without rows and columns." in map(str, draft.doubts)
    assert len(draft.tables) == 1
    assert not any("too large" in str(doubt) for doubt in read("a.md", f"# Stocks\n\n{small}\n".encode()).doubts)


def test_a_table_behind_one_of_too_many_cells_is_read() -> None:
    long = "| a | b |\n|--|--|\n" + "| 1 | 2 |\n" * 30_001
    draft = read("a.md", f"# Stocks\n\n{long}\n{PROSE}\n\n| Port | Depth |\n|--|--|\n| Oslo | 16 m |\n".encode())
    assert told(draft)[-1].endswith("16 m")
    assert any("1 table is too large" in str(doubt) for doubt in draft.doubts)


@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_a_file_of_values_is_one_table_whose_first_line_names_the_columns(name: str) -> None:
    sign = "," if name == "a.csv" else "\t"
    rows = [("quay", "ships"), ("Halden, old", "3"), ("Moss", "4")]
    draft = read(name, "\n".join(sign.join(f'"{cell}"' for cell in row) for row in rows).encode())
    (table,) = draft.tables
    assert len(table.rows) == 2
    assert draft.text[slice(*table.rows[0].cells[1])].strip('"') == "3"
    assert not draft.sentences
