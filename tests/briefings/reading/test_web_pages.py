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


SITE = """<html><head><title>Silt closes the northern ports - Coast Daily</title>
<meta property="og:site_name" content="Coast Daily"><meta property="og:title" content="Silt closes the northern ports">
</head><body class="home has-sidebar">
<header><a href="/">Coast Daily</a>
<nav><ul><li><a href="/news">News</a><li><a href="/boats">Boats for sale</a></ul></nav></header>
<div class="cookie-banner"><p>This site keeps cookies on your computer. Agree, or read what we keep and why.</p></div>
<div id="page"><article>
<h1>Silt closes the northern ports</h1>
<div class="byline">By Ada Berg, 12 March 2026</div>
<div class="share-bar"><a href="#">Share</a> <a href="#">Tweet</a></div>
<p>Three of the five northern ports have been closed since the storm, because silt has filled the channel to a depth of
two metres. Dredging will take until the summer, the harbour master said.</p>
<figure><img src="a.png"><figcaption>A dredger at work off the northern shore. Photo: Coast Daily</figcaption></figure>
<h2>Who pays</h2>
<p>The towns want the ministry to pay. The ministry has offered a loan of four million, which the towns refused last
week, and a second offer is expected after the vote in the council.</p>
<pre>depth 2.1 m
width 40 m</pre>
<p>Nobody disputes the figures; the quarrel is about the years after the repair, when the silt will come back.</p>
<div class="related"><h3>Related stories</h3><ul><li><a href="/1">Ferry stuck for nine hours off the point</a>
<li><a href="/2">What the storm cost the fleet</a></ul></div>
<div class="newsletter"><h3>Coast Daily by mail</h3><p>Sign up and never miss a tide.</p></div>
</article>
<aside class="sidebar"><h3>Most read</h3><ul><li><a href="/3">Ten harbours to see</a></ul></aside>
<section id="comments"><h3>2 comments</h3><p>Finally somebody says it, the ministry has slept for ten years.</p>
<p>They should have dredged it when it was cheap to do so, as my father always said.</p></section></div>
<footer><p>Copyright 2026 Coast Daily. All rights reserved.</p></footer></body></html>"""


def test_of_a_site_s_page_the_article_is_read_and_nothing_else() -> None:
    layout = layout_of("page.html", SITE.encode())
    assert [block.words for block in layout.blocks if block.kind == "heading"] == [
        "Silt closes the northern ports",
        "Who pays",
    ]
    assert "Nobody disputes the figures" in layout.text
    assert "depth 2.1 m\nwidth 40 m" in layout.text
    for furniture in ("cookies", "Tweet", "Photo", "Related", "Ferry", "Sign up", "Most read", "slept", "Copyright"):
        assert furniture not in layout.text
    assert read("page.html", SITE.encode()).published == date(2026, 3, 12)


@pytest.mark.parametrize(
    ("head", "h1", "title"),
    [
        ("<title>Silt | Coast Daily</title>", "", "Silt"),
        ("<title>Silt in the ports - Coast Daily</title>", "Silt in the ports", "Silt in the ports"),
        (
            "<title>Coast Daily: Silt in the ports</title><meta property='og:site_name' content='Coast Daily'>",
            "",
            "Silt in the ports",
        ),
        (
            "<title>x</title><meta property='og:title' content='Silt in the ports | Coast Daily'>",
            "Silt in the ports",
            "Silt in the ports",
        ),
        (
            "<title>Silt in the ports</title><meta property='og:title' content='Coast Daily, all news'>",
            "Silt in the ports",
            "Silt in the ports",
        ),
        ("<title>Ports: what silt costs them</title>", "", "Ports: what silt costs them"),
        ("<title>A page</title>", "Silt in the ports", "Silt in the ports"),
        ("<title>Silt in the ports - Coast Daily</title>", "Coast Daily", "Silt in the ports"),
        ("<title>Port notes</title>", "Preface", "Port notes"),
        (
            "<title></title><meta property='og:title' content='You won’t believe these 3 dredgers'>",
            "Silt in the ports</h1><title>Silt in the ports - Coast Daily</title><svg><title>Arrow</title></svg><h1>",
            "Silt in the ports",
        ),
    ],
)
def test_the_title_is_the_headline_without_the_site_s_name(head: str, h1: str, title: str) -> None:
    page = f"<html><head>{head}</head><body>{f'<h1>{h1}</h1>' if h1 else ''}{PROSE}</body></html>"
    assert read("page.html", page.encode()).title == title


def test_valid_utf_8_beats_what_the_page_declares() -> None:
    page = f"<html><head>{'<!-- -->' * 200}<meta charset=windows-1251></head><body><p>Ærø is an island.{PROSE}"
    assert "Ærø" in layout_of("page.html", page.encode()).text


def test_a_long_page_without_sentences_is_told() -> None:
    links = "".join(f"<li><a href=/{n}>Harbour number {n} of the north</a>" for n in range(99))
    doubts = layout_of("page.html", f"<html><body><h1>Harbours</h1><ul>{links}</ul></body></html>".encode()).doubts
    assert any("hardly any sentences" in doubt for doubt in doubts)
    assert not layout_of("page.html", SITE.encode()).doubts


def test_a_layout_table_is_read_and_a_table_of_figures_stays_one() -> None:
    layout = layout_of("page.html", f"<html><body><table><tr><td>{PROSE * 3}</td><td>x</td></tr></table>".encode())
    assert {block.kind for block in layout.blocks} == {"paragraph"}
    figures = "<table><tr><th>Port</th><th>Depth</th></tr><tr><td>Oslo</td><td>16 m</td></tr></table>"
    assert "Oslo | 16 m" in layout_of("page.html", f"<html><body>{PROSE}{figures}{PROSE}".encode()).text


LAW = (
    "On May 5, the council passed a rule that lowers the fees of small boats\nby 12 percent. Owners of larger ships "
    'pay as before.\n\nThe mayor expects more visitors. "We have room," she said.'
)


@pytest.mark.parametrize(
    "around", ["{}", "<p>Before it, the boats were dear.</p>{}<p>After it, they were cheap.</p>", "<td>{}</td>"]
)
def test_prose_with_its_own_line_ends_is_read_like_plain_text(around: str):
    page = f"<!DOCTYPE html><html><h1>Harbour rule</h1><p>Posted on May 8, 2026</p>{around.format(f'<pre>{LAW}</pre>')}"
    draft = read("a.html", page.encode())
    sentences = [" ".join(draft.text[each.start : each.end].split()) for each in draft.sentences]
    assert "Owners of larger ships pay as before." in sentences
    assert any(each.startswith("On May 5, the council") and each.endswith("12 percent.") for each in sentences)
    assert draft.title == "Harbour rule"


def test_a_whole_page_with_its_own_line_ends_has_headings_items_and_links():
    text = f"Boats in town\n\n{LAW}\n\n- Owners <a href='https://fees.example/small'>pay less</a> from June.\n"
    layout = layout_of("a.html", f"<!DOCTYPE html><html><pre>{text}</pre>".encode())
    assert [block.kind for block in layout.blocks] == ["heading", "paragraph", "paragraph", "item"]
    assert [layout.text[link.start : link.end] for link in layout.links] == ["pay less"]


@pytest.mark.parametrize(
    "code",
    [
        "def depth(ship):\n    # The depth. It is deep.\n    return ship.depth + 1\n",
        "$ make quay\nThe quay was built. It took two hours and nobody saw it.",
        "for (i = 0; i < 9; i++) {\n  sail(i);\n}",
        "SELECT name, depth FROM ships WHERE depth > 9 ORDER BY name;",
        "Port     Depth   Ships\nHalden   9.2     41\nOslo     11.0    77",
    ],
)
def test_code_with_its_own_line_ends_stays_out(code: str):
    page = f"<!DOCTYPE html><html><h1>Depths</h1>{PROSE}<pre>{code.replace('<', '&lt;')}</pre>{PROSE}"
    assert len(read("a.html", page.encode()).sentences) == 6


ONE, TWO, THREE = (f"{each} ships sail past the coast at night, and nobody counts them any more." for each in "123")
ALL = f"<p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>"
STREAMED = (
    f"""<div><!--$?--><template id="B:0"></template>Wait<!--/$--></div><div hidden id="S:0">{ALL}</div>
    <script>$RC("B:0","S:0")</script>""",
    f"""<main><p>{ONE}<template id="P:2"></template><p>{THREE}</main><div hidden id="S:1"><p>{TWO}</div>
    <script>$RS("S:1","P:2")</script>""",
    f"""<div><!--$?--><template id="B:a-0"></template><p>Wait<!--$-->more<!--/$--><!--/$--><p>{THREE}</div>
    <div hidden id="S:a-0"><p>{ONE}<template id="P:1"></template></div><div hidden id="S:1"><p>{TWO}</div>""",
)
HELD = (
    f"<noscript>{ALL}</noscript>",
    f"""<noscript>You need to enable JavaScript to run this app.</noscript><script type="application/ld+json">
    {{"@graph": [{{"@type": "Article", "articleBody": "{ONE}\\n\\n{TWO}\\n{THREE}"}}]}}</script>""",
    f"""<script id="__NEXT_DATA__">{{"props": {{"post": {{"body": "{ALL}"}}}}}}</script>""",
    f"""<script id="__NEXT_DATA__">{{"parts": [{{"text": "{ONE}"}}, {{"text": "{TWO}"}}, "{THREE}"]}}</script>""",
)


@pytest.mark.parametrize("body", STREAMED)
def test_late_parts_of_a_streamed_page_stand_in_their_places(body: str) -> None:
    assert text_of(f"<title>Tides</title><body>{body}<div hidden><p>Home</div>").split("\n\n")[-3:] == [ONE, TWO, THREE]


@pytest.mark.parametrize("held", HELD)
def test_an_empty_page_is_read_from_its_data(held: str) -> None:
    assert text_of(f"<title>Tides</title><body><div id=app></div>{held}").split("\n\n")[-3:] == [ONE, TWO, THREE]
    assert THREE not in text_of(f"<title>Tides</title><body>{PROSE}{PROSE}{held}")


@pytest.mark.parametrize("data", ["{", "[1, null]", '{"articleBody": 5}', '"x"', "[" * 3000])
def test_a_page_with_other_data_is_no_text(data: str) -> None:
    scripts = f'<script type="application/ld+json">{data}</script><script id="__NEXT_DATA__">{data}</script>'
    with pytest.raises(Unreadable):
        text_of(f"<body><div></div>{scripts}")


def test_a_wiki_s_entries_are_whole_and_its_marks_lead_to_them() -> None:
    back = '<span class="mw-cite-backlink">^ <a href="#r"><sup>a</sup></a> <a href="#s"><sup>b</sup></a></span>'
    note = '<ol style="list-style-type: lower-alpha"><li>One of them is dry.</ol>'
    draft = read(
        "a.html",
        f"""<!DOCTYPE html><h1>Pond</h1><p>{ONE}<sup>[1]</sup> {TWO}<sup>[a]</sup></p><h2>Notes</h2>{note}
        <h2>References</h2><ol><li>{back} Okafor, Ben (2011). <i>Mills</i>. Ely: Fen Books. Retrieved 7 June 2019.</ol>
        """.encode(),
    )
    assert [work.entry for work in draft.references] == [
        "1. Okafor, Ben (2011). Mills. Ely: Fen Books. Retrieved 7 June 2019."
    ]
    assert [(one.text, one.references) for one in draft.citations] == [("¹", (0,))]


def test_links_by_which_a_wiki_is_edited_are_no_sources():
    page = (
        "<html><body><h1>Tides</h1><p>The sea rises, which can be told, "
        '<a href="https://wiki.example/w/index.php?title=Tides&amp;action=edit&amp;section=1">adding to it</a>, as '
        f'<a href="https://coast.example/tides-of-1994">the coast guard</a> wrote.{PROSE}</body></html>'
    )
    assert [each.url for each in read("page.html", page.encode()).references] == ["https://coast.example/tides-of-1994"]


def test_of_a_page_without_an_article_all_that_it_shows_is_read_with_a_doubt() -> None:
    links = "".join(f'<li><a href="/{at}">Ferry {at}</a></li>' for at in range(30))
    body = f'<nav class="menu"><ul>{links}<li>The quay is closed until May.</li></ul></nav>'
    draft = read("quay.html", f"<html><head><title>Quay</title></head><body><h1>Quay</h1>{body}</body></html>".encode())
    assert "The quay is closed until May." in [draft.text[each.start : each.end] for each in draft.sentences]
    assert "No article stands out on the page, so all its visible text was read." in draft.doubts
