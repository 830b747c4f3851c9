"""What a page of a Markdown text shows: lists, block quotations, links and notes, and no facts before it."""

import pytest

from bot.message import Bullets, Paragraph, Quote, plain_text
from bot.views.library.reading import linked, page_count, read
from briefings.model.analysis import Analysis
from briefings.reading import read as draft_of

MARKED = """---
title: Fish
date: 2026-01-02
tags:
  - sea
---
# Fish

The [price](https://example.org/p) rose by **half**.[^1]

- First item is long enough.
- Second item has **bold** words.

1. One thing is done.
2. Two things are done.

> A quoted thing is said.
> It goes on.

[^1]: See Lee (2025).
"""


def shown(words: str, page: int = 1):
    draft = draft_of("fish.md", words.encode())
    return read(Analysis(1, 1, draft), None, page, {})


def test_lists_and_quotations_stand_as_such():
    message = shown(MARKED)
    bullets, quote = (next(b for b in message.blocks if isinstance(b, kind)) for kind in (Bullets, Quote))
    assert [plain_text(item) for item in bullets.items] == [
        "First item is long enough.",
        "Second item has bold words.",
    ]
    assert plain_text(quote.text) == "A quoted thing is said.\nIt goes on."
    told = [plain_text(block.text) for block in message.blocks if isinstance(block, Paragraph)]
    assert "1. One thing is done.\n2. Two things are done." in told


def test_links_are_links_and_notes_numbers_and_facts_before_the_text_are_not_shown():
    message = shown(MARKED)
    told = message.plain()
    assert "title: Fish" not in told
    assert "---" not in told
    assert "](" not in told
    assert "half.[1]" in told
    assert [run.link for run in linked("The [price](https://example.org/p) rose.") if run.link] == [
        "https://example.org/p"
    ]


@pytest.mark.parametrize("sign", ["- ", "1. ", "> ", "* "])
def test_no_page_ends_with_the_sign_of_an_item(sign: str):
    words = "# Ships\n\n" + "\n".join(f"{sign}Ship {n} sails the strait in the ice of winter." for n in range(200))
    draft = draft_of("ships.md", words.encode())
    pages = page_count(Analysis(1, 1, draft), None)
    assert pages > 1
    for page in range(1, pages + 1):
        told = shown(words, page).plain().split("\n\n[")[0]
        assert not told.rstrip().endswith(("-", "1.", ">", "*"))


def test_a_row_whose_first_cell_is_empty_is_shown_like_any_other():
    table = "| Country | Year |\n|---|---|\n| France | 1 |\n| | 2 |\n"
    message = shown(f"# Fish\n\nThe quota rose in both of the years.\n\n{table}")
    rows = next(block for block in message.blocks if isinstance(block, Bullets))
    assert [plain_text(row) for row in rows.items] == ["Country: France; Year: 1", "Year: 2"]
