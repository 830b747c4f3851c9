"""Citations by key, as Pandoc has them, and the works that a text describes under keys."""

from datetime import UTC, datetime

import pytest

from bot.message import Run
from bot.views.shared.quotations import matching_references, numbered, sentence
from briefings.library.reports.audit import audit_analysis
from briefings.model.analysis import Draft
from briefings.reading import read
from briefings.reading.encoding import MOST_BYTES

NOW = datetime(2026, 6, 1, tzinfo=UTC)
BODY = "Stores fell in March [@holm2026, p. 5; see @grid:2025]. As @holm2026 [p. 7] tells, they fell twice."
HEAD = """---
title: "Salt and winter"
date: 2026-05-04
references:
- id: holm2026
  type: article-journal
  author:
  - family: Holm
    given: Åse
    non-dropping-particle: van der
  - family: 王
    given: 丽
  issued:
    date-parts:
    - - 2026
      - 3
  title: 'Caverns: a census'
  container-title: Store Letters
  volume: 12
  issue: 3
  page: 4-9
  DOI: 10.1000/salt.12
- id: grid:2025
  author:
  - literal: Grid Office, North
  issued: 2025-11-02
  title: |
    Winter
    stocks
  URL: https://grid.example/winter
---

# Introduction

"""
BIBTEX = """

```bibtex
@string{x = "Store Letters"}
@article{holm2026,
  author = {van der Holm, {\\AA}se and Li Wang},
  title = "{Caverns}: a census",
  journal = {Store \\& Letters}, year = 2026, number = {3}, pages = {4--9},
}
@book{grid:2025, title={Winter, stocks}, author={{Grid Office, North}}, date={2025-11-02}, publisher={Press}}
```
"""
LIST = """

## References

:::: {#refs .references .csl-bib-body}
::: {#ref-holm2026 .csl-entry}
Holm, A. van der, & Wang, L. (2026). Caverns: a census. *Store Letters*, 12(3), 4-9.
:::

::: {#ref-grid:2025 .csl-entry}
Grid Office. (2025). Winter stocks. Press.
:::
::::
"""
ITEMS = """

## References

- Holm, A., & Wang, L. (2026). Caverns: a census. Press. {#ref-holm2026}
- Grid Office. (2025). Winter stocks. Press. {#ref-grid:2025}
"""
ENTRIES = """

[@holm2026]: Holm, A., & Wang, L. (2026). Caverns: a census. Press.
[@grid:2025]: Grid Office. (2025). Winter stocks. Press.
"""
AT_END = (
    BODY + "\n\n" + HEAD.replace("# Introduction\n", "").replace('title: "Salt and winter"\ndate: 2026-05-04\n', "")
)


def note(words: str) -> Draft:
    return read("a.md", words.encode())


def links(draft: Draft) -> list[tuple[str, tuple[int, ...]]]:
    return [(each.text, each.references) for each in draft.citations]


def test_front_matter_describes_works():
    draft = note(HEAD + BODY)
    first, second = draft.references
    assert (first.year, first.date, first.title, first.doi) == (
        "2026",
        "2026-03",
        "Caverns: a census",
        "10.1000/salt.12",
    )
    assert [author.name for author in first.authors] == ["van der Holm", "王"]
    assert first.entry == (
        "van der Holm, Åse, & 王, 丽 (2026). Caverns: a census. Store Letters, 12(3), 4-9. https://doi.org/10.1000/salt.12"
    )
    assert second.entry == "Grid Office, North (2025). Winter stocks. https://grid.example/winter"
    assert draft.text[second.start : second.end].startswith("id: grid:2025\n")
    assert (draft.title, str(draft.published), draft.doubts) == ("Salt and winter", "2026-05-04", ())


@pytest.mark.parametrize("text", [HEAD + BODY, "# Salt\n\n" + BODY + BIBTEX, "# Salt\n\n" + AT_END])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_described_works_are_cited(text: str, ending: str):
    draft = note(text.replace("\n", ending))
    assert links(draft) == [("@holm2026, p. 5", (0,)), ("see @grid:2025", (1,)), ("@holm2026 [p. 7]", (0,))]
    assert [each.title for each in draft.references] in (
        ["Caverns: a census", "Winter stocks"],
        ["Caverns: a census", "Winter, stocks"],
    )
    assert len(draft.sentences) == 2


@pytest.mark.parametrize("entries", [LIST, ITEMS, ENTRIES])
def test_listed_entries_carry_keys(entries: str):
    draft = note("# Salt\n\n" + BODY + entries)
    assert links(draft) == [("@holm2026, p. 5", (0,)), ("see @grid:2025", (1,)), ("@holm2026 [p. 7]", (0,))]
    assert [each.year for each in draft.references] == ["2026", "2025"]
    assert draft.references[1].entry == "Grid Office. (2025). Winter stocks. Press."
    assert len(draft.sentences) == 2


def test_bibtex_fields_are_read():
    first, second = note("# Salt\n\n" + BODY + BIBTEX).references
    assert first.entry == "van der Holm, Åse, & Wang, Li (2026). Caverns: a census. Store & Letters, (3), 4–9."
    assert second.entry == "Grid Office, North (2025). Winter, stocks. Press."
    assert (first.kind, second.kind, second.date) == ("article-journal", "book", "2025-11-02")


def test_a_bibliography_in_another_file_is_one_finding():
    draft = note("# Salt\n\n" + BODY)
    assert [each.status for each in draft.citations] == ["missing"] * 3
    told = [each.message for each in audit_analysis(draft, NOW) if each.kind == "missing_reference"]
    assert [str(each) for each in told] == [
        "The text has no bibliography for its 3 citations by key. Add the works to its front matter."
    ]


def test_a_bibliography_that_front_matter_names_stands_elsewhere():
    draft = note("---\ntitle: Salt\nbibliography: salt.bib\n---\n\nStores fell [@holm]. As @nasa told, they rose.")
    assert [(each.text, each.status) for each in draft.citations] == [("[@holm]", "missing")]


def test_a_key_that_a_bibliography_lacks_is_told():
    draft = note(HEAD + BODY + " None saw it [@lost1999].")
    told = [each.message for each in audit_analysis(draft, NOW) if each.kind == "missing_reference"]
    assert [str(each) for each in told] == ["“@lost1999” isn't in the reference list."]


@pytest.mark.parametrize(
    "words",
    [
        "Thanks to [@octocat] and [@monalisa] for the port.",
        "Stores fell, as [@fig:stores] and @tbl:winter show, and [@sec-two] tells.",
        "Write to desk2026@grid.example or to @grid2026, who answers.",
        "Set `[@holm2026]` in the text, or see [@holm2026](https://grid.example/holm).",
        "Seen by [@holm2026] himself.\n\n[@holm2026]: https://grid.example/holm",
        "Ask [[@holm2026]] first, and never [a@b.example 2026] again.",
    ],
)
def test_what_only_looks_like_a_key_cites_nothing(words: str):
    draft = note(f"# Salt\n\n{words}\n")
    assert not [each for each in draft.citations if not each.references]


def test_a_block_of_bibtex_whose_keys_nobody_cites_is_code():
    assert not note("# Salt\n\nStores fell in March." + BIBTEX).references


def test_sentences_show_names_and_marks():
    draft = note(HEAD + BODY)
    fitting = [matching_references(draft, draft.citations[:2]), matching_references(draft, draft.citations[2:])]
    marks = numbered((each for several in fitting for each in several), draft.references)
    shown = [
        "".join(run.text for run in sentence(draft.text[one.start : one.end], cites, marks) if isinstance(run, Run))
        for one, cites in zip(draft.sentences, fitting, strict=True)
    ]
    assert shown == [
        "Stores fell in March. [1] [2]",
        "As van der Holm and 王 (2026, p. 7) tells, they fell twice. [1]",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "---\nreferences:\n- &a id: [*a, *a]\n---\n\nStores fell [@a2026].\n",
        "---\nreferences:\n" + "- [" * 3_000 + "\n---\n\nStores fell [@a2026].\n",
        "---\nreferences:\n- id: a2026\n  issued: {date-parts: [[0, 99]]}\n  author: [x, {}]\n---\n\nFell [@a2026].\n",
        "# A\n\nFell [@a2026].\n\n```\n@book{a2026, title = {{{{{, author = { and and }, year = 9}\n```\n",
    ],
)
def test_broken_descriptions_are_read_all_the_same(text: str):
    assert note(text).sentences


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\n" + "Fell [@a2026; " * 20_000,
        "# A\n\nFell " + "[@" * 100_000,
        "# A\n\nFell [@a2026].\n\n```\n" + "@book{a2026, title = {" * 20_000 + "\n```\n",
        "---\nreferences:\n" + "- id: a2026\n  title: Fell\n" * 15_000 + "---\n\nFell [@a2026].\n",
    ],
)
def test_long_ones_are_read_in_time(text: str):
    assert len(text) < MOST_BYTES
    assert note(text).text
