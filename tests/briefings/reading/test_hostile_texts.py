"""Texts made to keep a reader busy: each must be read, or refused, as quickly as any other of its length."""

import pytest

from briefings.errors import Unreadable
from briefings.reading import read
from tests.examples import examples

pytestmark = pytest.mark.slow

LIST = "\n\nReferences\n\n" + "\n\n".join(
    f"Holm{n}, A. ({1990 + n % 30}). Title {n}. Coast, 3, 4–5." for n in range(200)
)

TEXTS = {
    "opening brackets": "(" * examples(50_000),
    "nested brackets": "(" * examples(10_000) + ")" * examples(10_000) + LIST,
    "square brackets": "[1" * examples(50_000),
    "one long line": "Holm1 sailed in June 2026 (Holm1, 1991). " * examples(3_000) + LIST,
    "short lines": "a b\n" * examples(100_000),
    "headings only": "Heading\n" * examples(50_000),
    "nested quotes": ("> " * 200 + "x\n") * 300,
    "quotation marks": "“" * examples(100_000),
    "years": "2026 " * examples(40_000),
    "bracketed years": "(2026) " * examples(40_000) + LIST,
    "names": "Smith, Jones, " * examples(30_000) + "2026" + LIST,
    "initials": "A. " * examples(100_000),
    "asterisks": "*a " * examples(100_000),
    "list of one entry": "Tides\n\nSummary\n\nText.\n\nReferences\n\n" + "Aa, A., " * examples(50_000),
    "notes": "# T\n\nThe ebb fell.\n\n## Notes\n\n" + "[^1]: a\n" * examples(10_000),
    "links": "[a](b " * examples(30_000),
    "matter": "---\n" + "a: b\n" * examples(30_000),
    "months": "March 3 to " * examples(20_000),
    "Chinese digits": "一" * examples(100_000),
    "raised figures": "x" + "¹" * examples(100_000),
    "blanks": " " * examples(300_000) + "x.",
    "tabs": "\t" * examples(300_000) + "x.",
}


@pytest.mark.parametrize("name", ["tides.txt", "tides.md"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_hostile_text_is_read(name: str, text: str) -> None:
    draft = read(name, f"{text}\n\nThe tide rose.\n".encode())
    assert all(draft.text[start:end].strip() for start, end in draft.paragraphs)


def test_what_is_found_grows_with_the_text_and_nothing_else() -> None:
    words = "Holm1 sailed and Holm2 stayed (Holm1, 1991; Holm2, 1992). The Oslo meeting is on 3 June 2026. "
    draft = read("tides.txt", ("Tides\n\nSummary\n\n" + words * 500 + LIST).encode())
    assert len(draft.citations) == 1_000
    assert len(draft.sentences) == 1_000
    assert len({(m.title, m.when) for m in draft.mentions}) == len(draft.mentions) == 1


def test_a_page_of_marks_without_width_is_refused() -> None:
    page = "<html><body><article><p>" + "\u202e" * 26_000 + "</p></article></body></html>"
    with pytest.raises(Unreadable):
        read("tides.html", page.encode())
