"""Boilerplate among the paragraphs: template tags, links to other articles, tags and opt-out notes."""

from datetime import date

import pytest

from briefings.model.analysis import Draft
from briefings.reading import read


def draft(text: str, name: str = "quay.md") -> Draft:
    return read(name, text.encode(), published=date(2026, 5, 13))


def sentences(text: str) -> list[str]:
    found = draft(f"# Quays\n\nThe quay is open.\n\n{text}\n\nShips sail again.\n")
    return [found.text[each.start : each.end] for each in found.sentences][1:-1]


@pytest.mark.parametrize(
    "words",
    [
        "{% include head.html %}",
        "{{ page.title }} {{ page.date }}",
        "A lire aussi : Le quai est ouvert",
        "**Lesen Sie auch:** Der Kai ist offen.",
        "Tags: quay, ice, ships",
        "If you no longer wish to receive our mails, click here.",
        "Wenn Sie keine E-Mails mehr erhalten möchten, klicken Sie hier.",
        "請加入成為港口月費訂戶。",
    ],
)
def test_boilerplate_is_no_sentence(words: str) -> None:
    assert sentences(words) == []


@pytest.mark.parametrize(
    "words",
    ["If you receive a letter, answer it.", "Tags are sewn on each bag."],
)
def test_a_sentence_like_it_stays(words: str) -> None:
    assert sentences(words) == [words]


def test_only_the_lines_of_boilerplate_leave_a_paragraph() -> None:
    assert sentences("{% if ice %}\nThe ice is thick.\n{% endif %}") == ["The ice is thick."]
    assert sentences("Tags: ice\nThe ice is thick.") == ["The ice is thick."]


def test_a_text_of_nothing_else_keeps_it() -> None:
    assert [each.start for each in draft("# Quays\n\nTags: quay, ice, ships\n").sentences] == [9]


@pytest.mark.parametrize("url", ["https://a.example/unsubscribe?u=1", "https://a.example/{{page.url}}"])
def test_an_opt_out_or_template_link_is_no_source(url: str) -> None:
    found = draft(f"# Quays\n\nSee [the long report]({url}) and [the minutes](https://b.example/minutes-2026).\n")
    assert [each.url for each in found.references] == ["https://b.example/minutes-2026"]


def test_a_line_of_cells_names_each_date_by_its_own_cell() -> None:
    row = "* [**QuayConf 2026**](https://q.example) | CFP closes 2026-06-16 | Oslo | 2026-09-08 - 2026-09-11"
    told = [(each.title, str(each.when.first)) for each in draft(f"# Calls\n\n{row}\n").mentions]
    assert told == [("QuayConf 2026, CFP closes", "2026-06-16"), ("QuayConf 2026", "2026-09-08")]
