"""Links in running text cite their targets: one reference for each, named by site and words."""

from datetime import UTC, datetime

import pytest

from briefings.library.reports.audit import audit_analysis
from briefings.model.analysis import Draft
from briefings.reading import read, read_again
from briefings.reading.citing.links import target_key
from briefings.reading.links import source_address

PROSE = "The caverns in the north are watched by three companies, and none of them publishes a forecast of its own."
OWN = "https://news.example/2026/11/gas-in-store"


def page(body: str) -> Draft:
    head = f'<head><title>Gas in store</title><link rel="canonical" href="{OWN}"></head>'
    markup = (
        f"<html>{head}<body><article><h1>Gas in store</h1><p>{PROSE}</p>{body}<p>{PROSE}</p></article></body></html>"
    )
    return read("a.html", markup.encode())


def note(words: str) -> Draft:
    return read("a.md", f"# Gas in store\n\n{words}\n".encode())


def told(draft: Draft) -> list[str]:
    return [f"{each.entry} <{each.url}>" for each in draft.references]


def test_a_link_in_a_page_cites_its_target_by_site_and_words():
    draft = page('<p>Levels <a href="https://www.gas.example/levels">fell  in <b>October</b></a>, says the agency.</p>')
    assert told(draft) == ["gas.example: fell in October <https://www.gas.example/levels>"]
    (cited,) = draft.citations
    assert (draft.text[cited.start : cited.end], cited.status, cited.references) == ("fell in October", "linked", (0,))
    assert "Levels fell in October, says the agency." in draft.text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "It [fell in October](https://gas.example/levels).",
            ["gas.example: fell in October <https://gas.example/levels>"],
        ),
        ("It [fell][1] in October.\n\n[1]: https://gas.example/a", ["gas.example: fell <https://gas.example/a>"]),
        ("See [gas] here.\n\n[Gas]: <https://gas.example/a>", ["gas.example: gas <https://gas.example/a>"]),
        ("See <https://gas.example/dry-autumn>.", ["gas.example: dry autumn <https://gas.example/dry-autumn>"]),
        (
            "Read it [here](https://gas.example/dry_autumn.html).",
            ["gas.example: dry autumn <https://gas.example/dry_autumn.html>"],
        ),
        (
            "It [fell](https://en.example.org/wiki/Gas_(fuel)).",
            ["en.example.org: fell <https://en.example.org/wiki/Gas_(fuel)>"],
        ),
    ],
)
def test_markdown_links_are_read_in_every_form(words: str, expected: list[str]):
    assert told(note(words)) == expected


def test_one_target_is_one_reference_however_it_is_written():
    draft = note(
        "It [fell](https://gas.example/a), and [fell again](http://www.gas.example/a/?utm_source=x#top).\n\n"
        "It [rose](https://gas.example/b)."
    )
    assert [each.url for each in draft.references] == ["https://gas.example/a", "https://gas.example/b"]
    assert [cited.references for cited in draft.citations] == [(0,), (0,), (1,)]


@pytest.mark.parametrize(
    "href",
    [
        "#notes",
        "mailto:a@gas.example",
        "javascript:void(0)",
        "tel:+4912",
        f"{OWN}#levels",
        "/",
        "/tag/gas",
        "/about",
        "https://twitter.com/intent/tweet?url=x",
        "https://x.com/somebody",
        "https://gas.example/chart.png",
        "http://[broken",
    ],
)
def test_anchors_menus_mail_and_sharing_are_no_sources(href: str):
    assert source_address(href, OWN) == ""


def test_another_article_of_the_same_site_is_a_source():
    assert source_address("/2025/03/gas-runs-low", OWN) == "https://news.example/2025/03/gas-runs-low"


def test_a_target_in_the_reference_list_is_no_second_reference():
    draft = note(
        f"It [fell](https://gas.example/a). {PROSE}\n\n## References\n\n"
        "Tan, W. (2023). Gas in winter. Fleet Papers. https://gas.example/a"
    )
    assert len(draft.references) == 1
    assert [cited.references for cited in draft.citations] == [(0,)]


def test_code_pictures_and_headings_hold_no_links():
    draft = note(
        "## See [it](https://gas.example/h)\n\nA `[x](https://gas.example/c)` and ![y](https://gas.example/y.png)."
    )
    assert draft.references == ()


def test_an_address_in_plain_text_is_a_source_where_there_is_no_list():
    draft = read("a.txt", f"Gas in store\n\n{PROSE} (https://gas.example/dry-autumn)\n".encode())
    assert told(draft) == ["gas.example: dry autumn <https://gas.example/dry-autumn>"]


def test_links_stay_when_a_page_is_read_again_with_another_date():
    draft = page('<p>Levels <a href="https://gas.example/a">fell</a> and <a href="https://gas.example/a">fell</a>.</p>')
    assert read_again("a.html", draft).references == draft.references
    assert read_again("a.html", draft).citations == draft.citations


def test_links_in_table_cells_are_cited_there():
    draft = page(
        "<table><tr><th>Country<th>Full<tr><td>Germany<td><a href='https://gas.example/de'>87</a>"
        "<tr><td>Austria<td><a href='https://gas.example/at'>79</a></table>"
    )
    assert [draft.text[one.start : one.end] for one in draft.citations] == ["87", "79"]


def test_a_text_without_a_list_has_one_finding_for_all_it_does_not_source():
    draft = note(f"## One\n\n{PROSE}\n\n## Two\n\n{PROSE}\n\n## Three\n\nIt [fell](https://gas.example/a).")
    (found,) = audit_analysis(draft, datetime(2026, 11, 28, tzinfo=UTC))
    assert (found.kind, str(found.message)) == (
        "no_reference_list",
        "The text has no reference list; without a source: 2 sections.",
    )


def test_a_key_ignores_scheme_tracking_and_a_final_slash():
    assert target_key("http://www.gas.example/a/?utm_medium=y&b=1") == target_key("https://gas.example/a?b=1")


def test_links_within_a_site_that_the_page_does_not_name_are_no_sources():
    terms = " ".join(f'<a href="//words.example/wiki/Term_{n}">term {n}</a>' for n in range(10))
    body = f'<p>{PROSE} {terms} and <a href="https://gas.example/a">fell</a>.</p>'
    markup = (
        f"<html><head><title>Gas</title></head><body><article><h1>Gas</h1>{body}<p>{PROSE}</p></article></body></html>"
    )
    assert [each.url for each in read("a.html", markup.encode()).references] == ["https://gas.example/a"]


LISTED = """
## Reference

[1] Okoro, D. & Bell, Y. ["Learning to align"](https://arxiv.org/pdf/1409.0473.pdf) Press 2015.

[2] Weller, J. & Sims, S. "End-to-end memory." Press 2015. arXiv:1503.08895

[3] Varga, A. et al. "Attention." Press 2018.

[4] Varga, A. & Holm, B. "Cheap attention." Journal 2019. doi:10.1000/xyz123

© 2021 The author. All rights reserved.
"""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("It [aligns](https://arxiv.org/abs/1409.0473v2).", 0),
        ("It is [remembered](https://www.arxiv.org/abs/1503.08895).", 1),
        ("It is cheap ([see there](http://dx.doi.org/10.1000/XYZ123)).", 3),
        ("[Varga et al., 2017](https://papers.example/7181) drop recurrence.", 2),
    ],
)
def test_a_link_cites_the_listed_work_by_number_or_by_authors_and_a_year_beside_its_own(words: str, expected: int):
    draft = note(words + "\n" + LISTED)
    assert [each.references for each in draft.citations] == [(expected,)]
    assert len(draft.references) == 4
    assert draft.references[1].url == "https://arxiv.org/abs/1503.08895"


def test_a_link_tells_which_of_two_works_of_a_year_is_meant():
    listed = (
        "\n## References\n\nHolm, B. (2020). Tides. https://arxiv.org/abs/2004.00001\n\n"
        "Holm, B. (2020). Ships. https://arxiv.org/abs/2004.00002\n"
    )
    draft = note("The mill turns [(Holm, 2020)](https://arxiv.org/abs/2004.00002)." + listed)
    assert [(each.status, each.references) for each in draft.citations] == [("linked", (1,))]


def test_a_link_to_a_place_in_the_page_itself_is_no_source():
    draft = page(f'<p>Levels <a href="{OWN}/index.html#levels">fell in October</a>, says the agency.</p>')
    assert not draft.references
