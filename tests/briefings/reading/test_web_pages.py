"""Web pages: which part of one is read, in which encoding, and what its head tells."""

from datetime import date

import pytest

from briefings.errors import Unreadable
from briefings.reading import read
from briefings.reading.formats import layout_of

PROSE = "<p>Ships sail past the coast at night, and nobody on the shore counts them any more.</p>" * 3


def text_of(markup: str) -> str:
    return layout_of("page.html", f"<!DOCTYPE html><html>{markup}".encode()).text


@pytest.mark.parametrize(
    "beside",
    [
        "<nav><p>Home</p></nav>",
        "<div class='breadcrumbs'><p>Home</p></div>",
        "<ul><li><a>Home</a><li><a>Home again</a><li><a>Home for ever</a></ul>",
        "<div role='banner'>Home</div>",
        "<p hidden>Home</p>",
        "<script>Home()</script>",
        "<div id='cookie-consent'>Home</div>",
    ],
)
def test_what_stands_beside_an_article_is_left_out(beside: str):
    assert "Home" not in text_of(f"<body>{beside}<h1>Tides</h1>{PROSE}{beside}")


@pytest.mark.parametrize(
    "around",
    ["<div class='sidebar'>{}</div>", "<aside>{}</aside>", "<form class='login'>{}</form>", "<table><td>{}</table>"],
)
def test_what_holds_the_text_is_read_whatever_it_is_called(around: str):
    layout = layout_of("page.html", f"<!DOCTYPE html>{around.format(f'<h2>Tides</h2>{PROSE}')}".encode())
    assert layout.text.startswith("Tides\n\nShips sail")
    assert [block.kind for block in layout.blocks] == ["heading", *["paragraph"] * 3]


@pytest.mark.parametrize(
    "data",
    [
        "<html><meta charset=windows-1251><p>Порты просят углубить каналы.".encode("cp1251"),
        "<html><meta http-equiv=Content-Type content='text/html; charset=gb2312'><p>港口要求更深的航道。".encode(
            "gb2312"
        ),
        "\ufeff<html><meta charset=latin-1><p>Ærø".encode(),
        "<html><p>Ærø".encode("utf-16"),
        "<html><meta charset=iso-8859-1><p>“Silt”".encode("cp1252"),
        "<html><meta charset=utf-8><p>“Silt” has been shipped by the old port at night.".encode("cp1252"),
    ],
)
def test_the_encoding_is_the_named_one_or_the_true_one(data: bytes):
    text = layout_of("page.html", data).text
    assert any(words in text for words in ("Порты просят", "港口要求", "Ærø", "“Silt”"))


@pytest.mark.parametrize(
    "head",
    [
        "<meta property='article:published_time' content='2026-01-19T08:00:00Z'>",
        "<meta name=citation_publication_date content='2026/1/19'>",
        '<script type="application/ld+json">{"@graph": [{"datePublished": "2026-01-19"}]}</script>',
    ],
)
def test_the_head_tells_title_and_date(head: str):
    draft = read("page.html", f"<html><head><title>Tides | The Coast</title>{head}</head><body>{PROSE}".encode())
    assert (draft.title, draft.published) == ("Tides", date(2026, 1, 19))


def test_paragraphs_by_line_breaks_headings_in_bold_and_lists_are_told_apart():
    page = (
        "<h1>Tides</h1><p><b>High Water</b></p>The sea rises.<br><br>It falls<br>again.<p><strong>Low Water</strong><p>"
        "Mud.<ol type=a start=2><li>Oslo<li><p>Bergen</p></ol><dl><dt>Silt</dt><dd>Fine mud.</dl>"
    )
    layout = layout_of("page.html", f"<html><body>{page}".encode())
    assert [(b.kind, layout.text[b.start : b.end]) for b in layout.blocks] == [
        *(("heading", "Tides"), ("heading", "High Water"), ("paragraph", "The sea rises.")),
        *(("paragraph", "It falls\nagain."), ("heading", "Low Water"), ("paragraph", "Mud.")),
        *(("item", "Oslo"), ("item", "Bergen"), ("paragraph", "Silt"), ("item", "Fine mud.")),
    ]
    assert "b. Oslo" in layout.text


def test_raised_numbers_are_marks_and_other_raised_words_are_not():
    assert "sea¹,² on the 1st" in text_of("<p>sea<sup>[1]</sup><sup>2</sup> on the 1<sup>st</sup></p>")


def test_a_page_saved_in_one_file_is_read():
    mail = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; "
        "charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        "<html><p>Ships sail =C3=86r=C3=B8.\r\n--x--\r\n"
    )
    assert layout_of("page.mhtml", mail.encode()).text == "Ships sail Ærø."


@pytest.mark.parametrize("page", ["<html></html>", "<html><script>a()</script><div id=root></div>"])
def test_a_page_without_text_says_so(page: str):
    with pytest.raises(Unreadable, match=r"^The page contains no text\."):
        layout_of("page.html", page.encode())
