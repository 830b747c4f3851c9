"""Documents that nest, repeat or refer so much that a parser's time would grow faster than their length."""

import pytest

from briefings.reading import read
from briefings.reading.sentences import split
from briefings.reading.web.parsing import parsed_page
from tests.fakes.hostile import cost
from tests.fakes.papers_books_slides import book

SAID = "Ferries crossed twice a day that winter."
LIMIT = 3.0  # seconds; each takes less than one on an idle machine
DEEP = 50_000


def nested(tag: str, deep: int = DEEP) -> str:
    return f"<{tag}>" * deep + SAID + f"</{tag}>" * deep


def page(body: str) -> bytes:
    return f"<html><body><h1>Ice</h1>{body}<p>It stays.</p></body></html>".encode()


LETTER = b"From: a@quay.example\nSubject: Ice\nTo: b@quay.example\nContent-Type: text/html\n\n"
DOCUMENTS = {
    "a page": ("a.html", page(nested("div"))),
    "a page of spans": ("a.html", page(f"<p>{nested('span')}</p>")),
    "a letter": ("a.eml", LETTER + page(nested("div"))),
    "a book": ("a.epub", book({"a.xhtml": page(nested("div"))}, "Ice")),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_nests_very_deeply_is_read_soon(name: str) -> None:
    found = []
    assert cost(lambda: found.append(read(*DOCUMENTS[name])), LIMIT) < LIMIT
    assert SAID in found[0].text


def test_the_sentences_of_one_long_paragraph_are_split_in_linear_time() -> None:
    assert cost(lambda: split(f"{SAID} " * 60_000, "en"), LIMIT) < LIMIT


def test_many_empty_lines_are_read_in_linear_time() -> None:
    data = f"# Ice\n\n{SAID}{chr(10) * 150_000}It stays.\n".encode()
    assert cost(lambda: read("a.md", data), LIMIT) < LIMIT


def test_elements_within_the_limit_keep_their_places() -> None:
    markup = f"<body>{'<div>' * 700}<p>One.</p>{'</div>' * 700}<section><p>Two.</p></section></body>"
    tree = parsed_page(markup)
    assert [each.text() for each in tree.css("body > section > p")] == ["Two."]
    assert [each.text() for each in tree.css("p")] == ["One.", "Two."]
    assert len(tree.css("div")) < 700
