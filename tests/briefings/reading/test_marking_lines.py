"""Which markings files say they have, in every place and form, and which texts only speak of markings."""

from io import BytesIO
from time import process_time

import pytest
from docx import Document

from briefings.reading import read
from briefings.reading.formats import layout_of
from briefings.text.marking_lines import find_marking, without_lines
from tests.fakes.papers import archive
from tests.fakes.pdf_writer import pages

_BODY = "The ferry ran twelve times a day in March. Nobody counted the passengers on board.\n"
_PAPER = f"# Night crossings\n\nBy Ada Berg\n\n## Traffic\n\n{_BODY * 3}\n## Fares\n\n{_BODY * 3}"


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("TLP:AMBER", "AMBER"),
        ("TLP: RED", "RED"),
        ("tlp:green", "GREEN"),
        ("[TLP:GREEN]", "GREEN"),
        ("**TLP:AMBER+STRICT**", "AMBER+STRICT"),
        ("TLP: AMBER + STRICT", "AMBER+STRICT"),
        ("TLP:WHITE", "CLEAR"),
        ("TLP:CLEAR (public)", "CLEAR"),
        ("Classification: TLP:AMBER+STRICT", "AMBER+STRICT"),
        ("**Information classification:** TLP:GREEN (members)", "GREEN"),
        ("Distribution: TLP:AMBER; ask before you share it", "AMBER"),
        ("TLP:AMBER — only for the harbour board", "AMBER"),
        ("> TLP: WHITE | Updated on 2 March 2026", "CLEAR"),
        ("**HB-2026-014** · high · TLP:RED", "RED"),
        ("`TLP:GREEN` · `HB-2026-015`", "GREEN"),
        ("| Marking | TLP:RED — nobody else |", "RED"),
        ("| TLP | CLEAR (for all) |", "CLEAR"),
        ("| **Classification** | 🟢 TLP:GREEN |", "GREEN"),
        ("<!-- TLP:AMBER - internal -->", "AMBER"),
        ("![TLP:AMBER](tlp.png)", "AMBER"),
        ("[![](https://badges.example.org/badge/TLP-AMBER%2BSTRICT-yellow)](https://example.org/tlp)", "AMBER+STRICT"),
        ('<img src="tlp.svg" alt="TLP:RED">', "RED"),
        ("- TLP:GREEN", "GREEN"),
        ("密级：TLP:RED", "RED"),
        ("分级：TLP：AMBER（内部）", "AMBER"),
        ("Гриф: TLP:RED", "RED"),
        ("Распространение: TLP:GREEN", "GREEN"),
        ("Einstufung: TLP:AMBER", "AMBER"),
        ("This report is marked TLP:RED. Tell nobody.", "RED"),
        ("Этот документ имеет пометку TLP:AMBER.", "AMBER"),
        ("本报告标记为 TLP:AMBER。", "AMBER"),
    ],
)
@pytest.mark.parametrize("place", ["first", "below the title", "last"])
def test_a_marking_is_read_in_every_form_at_either_end(line: str, level: str, place: str):
    head, _, rest = _PAPER.partition("\n")
    text = {
        "first": f"{line}\n\n{_PAPER}",
        "below the title": f"{head}\n\n{line}\n{rest}",
        "last": f"{_PAPER}\n{line}\n",
    }
    found = find_marking(text[place])
    assert found
    assert found.marking == level


@pytest.mark.parametrize(
    "title",
    ["[TLP:AMBER] Nights", "Subject: [TLP:AMBER] Nights", "Night crossings (TLP:AMBER)", "# [TLP:AMBER] Nights"],
)
def test_a_marking_in_brackets_beside_the_title_counts_and_stays(title: str):
    found = find_marking(f"{title}\n\n{_BODY}")
    assert found
    assert (found.marking, found.lines) == ("AMBER", ())


@pytest.mark.parametrize(
    "text",
    [
        "# The protocol\n\n## TLP:RED\n\nFor a few only.\n\n## TLP:AMBER\n\nFor some.\n\n## TLP:CLEAR\n\nFor all.\n",
        "Choose one of TLP:RED, TLP:AMBER, TLP:GREEN and TLP:CLEAR.\n\nThen write it above your text.\n",
        f"# Harbours\n\nThe office sent two lists as TLP:RED and kept a third.\n\n{_BODY}",
        f"# Harbours\n\nHe asked what TLP:CLEAR means.\n\n{_BODY}",
        "| Level | Readers |\n|---|---|\n| TLP:RED | named people |\n| TLP:GREEN | the branch |\n| TLP:CLEAR | all |\n",
        "TLP: a short guide\n\nEach level has a colour.\n",
        "A sentence such as “This report is marked TLP:CLEAR” stands at the foot.\n",
        "# Settings\n\nTLP:CLEAR handling takes a day.\n",
        f"{_BODY * 30}\nSome write TLP:CLEAR\n\n{_BODY * 30}",
        "TLPRED is a product.\n",
        "TLP:REDACTED\n",
    ],
)
def test_a_text_about_markings_has_none(text: str):
    assert find_marking(text) is None


def test_a_label_counts_in_a_text_about_markings_too():
    levels = "\n\n".join(f"## TLP:{each}\n\nWho may read it." for each in ("RED", "AMBER", "GREEN", "CLEAR"))
    found = find_marking(f"# The protocol\n\nClassification: TLP:GREEN\n\n{levels}\n")
    assert found
    assert found.marking == "GREEN"


def test_the_strictest_counts_and_lines_with_nothing_else_go():
    text = f"TLP:GREEN\n\n# Night crossings\n\n{_BODY}\nDistribution: TLP:AMBER\n"
    found = find_marking(text)
    assert found
    assert found.marking == "AMBER"
    assert without_lines(text, found.lines) == f"# Night crossings\n\n{_BODY}\n"


@pytest.mark.parametrize(
    ("header", "level"),
    [
        ("title: Nights\ntlp: amber", "AMBER"),
        ('title: Nights\nclassification: "TLP:GREEN"', "GREEN"),
        ("title: Nights\ntlp_level: TLP:RED  # until June", "RED"),
        ("title: Nights\nclassification: red", ""),
        ('title: Nights\ntags: [osint, "tlp:amber"]', "AMBER"),
        ("title: Nights\ntags:\n  - osint\n  - tlp:red", "RED"),
        ("title: Nights\nnotes:\n  - tlp:red", ""),
    ],
)
def test_front_matter_names_the_marking_however_long_it_is(header: str, level: str):
    keys = "\n".join(f"key{each}: {each}" for each in range(20))
    layout = layout_of("nights.md", f"---\n{keys}\n{header}\n---\n\n{_PAPER}".encode())
    assert layout.marking == level
    assert "Night crossings" in layout.text


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Tags: tlp:white", "CLEAR"),
        ("**Labels:** malware; `tlp:amber+strict`; type:osint", "AMBER+STRICT"),
        ("标签：tlp:green", "GREEN"),
        ("Tags: tlp:white, tlp:red", ""),
        ("Use tags such as tlp:red for what nobody may share.", ""),
    ],
)
def test_a_tag_names_the_marking(line: str, level: str):
    assert layout_of("nights.md", f"# Night crossings\n\n{line}\n\n{_BODY}\n".encode()).marking == level


def _docx(where: str) -> bytes:
    document = Document()
    document.add_heading("Night crossings", 0)
    document.add_paragraph(_BODY)
    section = document.sections[0]
    (section.header if where == "header" else section.footer).paragraphs[0].text = "TLP:RED"
    document.save(made := BytesIO())
    return made.getvalue()


@pytest.mark.parametrize("where", ["header", "footer"])
def test_the_header_and_footer_of_a_word_document_name_the_marking(where: str):
    layout = layout_of("nights.docx", _docx(where))
    assert layout.marking == "RED"
    assert "TLP" not in layout.text


@pytest.mark.parametrize("where", ["header", "footer"])
def test_the_page_styles_of_an_opendocument_text_name_the_marking(where: str):
    names = ("office", "text", "style")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    ends = f"<style:{where}><text:p>TLP:<text:span>RED</text:span></text:p></style:{where}>"
    page = f"<office:master-styles><style:master-page>{ends}</style:master-page></office:master-styles>"
    styles = f"<office:document-styles {spaces}>{page}</office:document-styles>"
    body = f"<text:h text:outline-level='1'>Night crossings</text:h><text:p>{_BODY}</text:p>"
    text = f"<office:body><office:text>{body}</office:text></office:body>"
    content = f"<office:document-content {spaces}>{text}</office:document-content>"
    kind = "application/vnd.oasis.opendocument.text"
    layout = layout_of("nights.odt", archive({"mimetype": kind, "content.xml": content, "styles.xml": styles}))
    assert layout.marking == "RED"
    assert "TLP" not in layout.text


@pytest.mark.parametrize("y", [810, 30])
def test_the_lines_at_the_edges_of_pages_name_the_marking(y: float):
    font = "Helvetica"
    sheets = [
        [
            (250, y, "TLP:AMBER+STRICT", font, 9),
            *((54, 700 - 14 * at, f"{_BODY.strip()} {page}-{at}", font, 11) for at in range(30)),
        ]
        for page in range(3)
    ]
    layout = layout_of("nights.pdf", pages(*sheets))
    assert layout.marking == "AMBER+STRICT"
    assert "TLP" not in layout.text


@pytest.mark.parametrize(
    "page",
    [
        '<html><head><meta name="TLP" content="amber"></head><body><article>{}</article></body></html>',
        "<html><body><!-- TLP:AMBER --><article>{}</article></body></html>",
        "<html><body><header><p>TLP:AMBER</p></header><article>{}</article></body></html>",
        "<html><body><article>{}</article><footer><div>TLP:AMBER</div></footer></body></html>",
        "<html><body><div class='tlp-banner'>TLP:AMBER</div><article>{}</article></body></html>",
    ],
)
def test_what_a_page_says_around_its_article_names_the_marking(page: str):
    body = f"<h1>Night crossings</h1><p>{_BODY * 3}</p><p>{_BODY * 3}</p>"
    assert layout_of("nights.html", page.format(body).encode()).marking == "AMBER"


def test_a_menu_of_levels_on_a_page_is_no_marking():
    menu = "".join(f"<li>TLP:{each}</li>" for each in ("RED", "AMBER", "GREEN", "CLEAR"))
    article = f"<article><h1>Nights</h1><p>{_BODY * 6}</p></article>"
    page = f"<html><body><header><ul>{menu}</ul></header>{article}</body></html>"
    assert layout_of("nights.html", page.encode()).marking == ""


def test_the_subject_of_a_mail_names_the_marking():
    head = ("From: Ada <ada@example.org>", "MIME-Version: 1.0", "Message-ID: <1@example.org>")
    mail = "\n".join((*head, "Subject: [TLP:AMBER] Night crossings", "", _BODY))
    assert layout_of("nights.eml", mail.encode()).marking == "AMBER"


@pytest.mark.parametrize("filler", ["\n", " ", ">", "*", "|", "TLP:", "[TLP:", "This report is ", "TLP:RED ("])
def test_a_hostile_text_is_searched_in_linear_time(filler: str):
    def steps(size: int) -> float:
        text = f"TLP\n{filler * (size // len(filler))}"
        start = process_time()
        find_marking(text)
        return process_time() - start

    assert min(steps(400_000) for _ in range(2)) < 60 * max(min(steps(20_000) for _ in range(3)), 0.001)


def test_a_picture_beside_a_title_and_the_last_item_of_a_page_name_the_marking() -> None:
    assert read("a.md", f"# Night crossings ![TLP:RED](r.png)\n\n{_BODY}".encode()).marking == "RED"
    page = "<!DOCTYPE html><h1>Night crossings</h1><p>{0}<p>{0}<ul><li>The crane is broken.<li>{1}</ul>"
    assert layout_of("a.html", page.format(_BODY, "TLP:RED").encode()).marking == "RED"
    assert layout_of("a.html", page.format(_BODY, "None<img alt='TLP:GREEN'>").encode()).marking == "GREEN"
