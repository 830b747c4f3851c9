"""Front matter of notes: where it ends, the title that it names, and that no number of lines keeps the reader busy."""

from datetime import date

import pytest

from briefings.reading import read
from briefings.reading.title_block.front_matter import front_matter_date, front_matter_title
from briefings.text.metadata_header import front_matter_end
from tests.examples import scaled

BODY = "# Ice on the Quay\n\n## Winter\n\nShips wait outside.\n"
TITLES = {
    "title: Ice and Water": "Ice and Water",
    "title: 'Ice: the pilots'' view'": "Ice: the pilots' view",
    'title: "Who pays for \\"ice\\"?"': 'Who pays for "ice"?',
    "Title: Water: who pays": "Water: who pays",
    '"title": Ice': "Ice",
    "title: >-\n  Ice on\n  the quay\ndate: 2026-01-02": "Ice on the quay",
    "title: |\n  Ice": "Ice",
    "title:\n  Ice": "Ice",
    "title:": "",
    "subtitle: Ice": "",
    "book:\n  title: Ice": "",
    "title: Ice # a note": "Ice",
    "title: &name Ice\nshort: *name": "Ice",
    "title: 'Ice on\n  the quay'": "Ice on the quay",
    'title: "Ice on\nthe quay"\nsummary: "One: a\n\nTwo"': "Ice on the quay",
}
MATTERS = {
    "a list that is set in": "title: Ice\ntags:\n" + "  - item\n" * 5_000,
    "a list that is not": "tags:\n" + "- item\n" * 5_000,
    "keys": "".join(f"key-{number}: {number}\n" for number in range(5_000)),
    "nested": "a:\n  b:\n    c: [1, 2]\n  d: 'x'\n",
    "a list in brackets": "tags: [\n  ice,\n  water\n]\n",
    "quoted keys and comments": "# of the note\n\"created at\": 2026\n'by': Holm\nupdated at: 2026\n",
}


TOML_TITLES = {
    'title = "Who pays for \\"ice\\"?" # draft': 'Who pays for "ice"?',
    "title = 'Ice'": "Ice",
    '"title"="Ice"': "Ice",
    'Title = "Ice"': "Ice",
    'title = """\nIce on\nthe quay"""\ndraft = true': "Ice on the quay",
    "title = 7": "",
    'title = "Ice': "",
    '[book]\ntitle = "Ice"': "",
    'subtitle = "Ice"': "",
}
TOML_MATTERS = {
    "a list of several lines": 'title = "Ice"\ntags = [\n  "ice",\n\n"water", # both\n]\n',
    "tables": 'title = "Ice"\n[params]\n  weight = 3\n[[params.images]]\nsrc = "a.png"\n',
    "a string of several lines": 'summary = """\nWords that are prose.\n+++\n"""\nweight = 1\n',
    "keys": "".join(f"key-{number} = {number}\n" for number in range(5_000)),
    "comments and dotted keys": '# of the note\na.b = 1\n"created at" = 2026-01-02\n',
}
DATES = {
    "+++\ndate = 2026-01-02T23:00:00+02:00\n+++\n": date(2026, 1, 2),
    "+++\ndate = 2026-01-02\n+++\n": date(2026, 1, 2),
    '+++\ndate = "2026-01-02"\n+++\n': date(2026, 1, 2),
    '+++\ndate = "soon"\n+++\n': None,
    "+++\nlastmod = 2026-01-02\n+++\n": None,
    "---\ntags:\n" + "- ice\n" * 20 + "date: 2026-01-02 10:00\n---\n": date(2026, 1, 2),
    "---\ndate: '2026-02-30'\n---\n": None,
    "---\ndate: August 28, 2025 # draft\n---\n": date(2025, 8, 28),
    "---\ndate: Sun, 30 Aug 2026 10:00:00 +0200\n---\n": date(2026, 8, 30),
    "---\ndate: 9 сентября 2026\n---\n": date(2026, 9, 9),
    "---\ntitle: Ice: water\ndate: 2 January 2026\n---\n": date(2026, 1, 2),
    "---\ndate: 2026\n---\n": None,
}


@pytest.mark.parametrize("matter", TOML_MATTERS.values(), ids=TOML_MATTERS)
def test_front_matter_in_toml_is_left_out(matter: str) -> None:
    before = f"+++\n{matter}+++ \n"
    assert front_matter_end(before + BODY) == len(before)
    draft = read("ice.md", (before + BODY).encode())
    assert [draft.text[one.start : one.end] for one in draft.sentences] == ["Ships wait outside."]
    for after in ("", "x", "++", "Words.\n+++\n"):
        assert front_matter_end(f"+++\n{matter}{after}") == 0


@pytest.mark.parametrize("words", ["+++\nWords that are prose.\n+++\n", "+++\n+++\n", "+++\n", 'a = "b"\n+++\n'])
def test_what_is_no_toml_stays(words: str) -> None:
    assert front_matter_end(words) == 0


@pytest.mark.parametrize(("matter", "title"), TOML_TITLES.items())
def test_the_title_in_toml_is_told(matter: str, title: str) -> None:
    before = f"+++\n{matter}\n+++\n"
    assert front_matter_title(before) == title
    assert read("sea.md", f"{before}\nShips wait outside.\n".encode()).title == (title or "Sea")


@pytest.mark.parametrize("before", ["---\ntitle: Ice on the Quay\n---\n", '+++\ntitle = "Ice on the Quay"\n+++\n'])
@pytest.mark.parametrize(
    ("heading", "title", "sections"),
    [
        ("Intro", "Ice on the Quay", ["Intro", "Winter"]),
        ("Ice on the *quay*", "Ice on the quay", ["Winter"]),
        ("Ice on the Quay: A Study", "Ice on the Quay: A Study", ["Winter"]),
    ],
)
def test_a_first_heading_of_other_words_is_a_section(
    before: str, heading: str, title: str, sections: list[str]
) -> None:
    draft = read("sea.md", f"{before}\n# {heading}\n\nShips wait.\n\n## Winter\n\nIce comes.\n".encode())
    assert (draft.title, [section.heading for section in draft.sections]) == (title, sections)


@pytest.mark.parametrize(("before", "day"), DATES.items())
def test_the_day_of_front_matter_is_that_of_publication(before: str, day: date | None) -> None:
    assert front_matter_date(before) == day
    if day:
        assert read("sea.md", f"{before}\nShips waited on 1 March 2026.\n".encode()).published == day


@pytest.mark.parametrize("matter", MATTERS.values(), ids=MATTERS)
@pytest.mark.parametrize("closed", ["---\n", "--- \n", "...\n"])
def test_front_matter_of_any_size_is_left_out(matter: str, closed: str) -> None:
    before = f"---\n{matter}{closed}"
    assert front_matter_end(before + BODY) == len(before)
    draft = read("ice.md", (before + BODY).encode())
    assert [draft.text[one.start : one.end] for one in draft.sentences] == ["Ships wait outside."]
    assert [section.heading for section in draft.sections] == ["Winter"]


@pytest.mark.parametrize("matter", MATTERS.values(), ids=MATTERS)
@pytest.mark.parametrize("after", ["", "x", "--", "Words.\n---\n"])
def test_what_is_never_closed_or_holds_prose_is_no_front_matter(matter: str, after: str) -> None:
    assert front_matter_end(f"---\n{matter}{after}") == 0


@pytest.mark.parametrize("matter", MATTERS.values(), ids=MATTERS)
def test_what_stands_below_an_open_front_matter_is_read(matter: str) -> None:
    assert read("ice.md", f"---\n{matter}\n\n{BODY}".encode()).sections


@pytest.mark.parametrize(
    "words", ["---\nWords that are prose.\n---\n", "A - b\n---\n", "", "---\n", "---\n---\n", "a: b\n"]
)
def test_what_is_no_front_matter_stays(words: str) -> None:
    assert front_matter_end(words) == 0


@pytest.mark.parametrize(("matter", "title"), TITLES.items())
def test_the_title_is_told_without_its_marks(matter: str, title: str) -> None:
    assert front_matter_title(f"---\n{matter}\n---\n") == title
    if title:
        assert (
            read("ice.md", f"---\n{matter}\n---\n\nShips wait outside.\n\n## Winter\n\nIce.\n".encode()).title == title
        )


@pytest.mark.parametrize(
    "before",
    [
        '---\ntitle: "Ice"\nsummary: "Words that go on\nover two lines"\n---\n',
        "---\ntitle: 'Ice'\nsummary: 'It''s\n\nlong: very'\n---\n",
        '---\ntitle: Ice\nsummary: "never closed\n---\n',
    ],
)
def test_values_over_several_lines_are_left_out(before: str) -> None:
    draft = read("sea.md", (before + BODY.removeprefix("# Ice on the Quay\n")).encode())
    assert draft.title == "Ice"
    assert [draft.text[one.start : one.end] for one in draft.sentences] == ["Ships wait outside."]


def test_prose_behind_a_quotation_mark_that_is_never_closed_stays() -> None:
    prose = "\n\n".join(f"Ships wait in bay {number}." for number in range(40))
    assert front_matter_end(f'---\ntitle: "Ice\n\n{prose}\n\n---\n\nMore.\n') == 0


def test_seventy_items_and_very_many_are_read_at_once() -> None:
    for count in (70, scaled(100_000, 1_000_000)):
        assert front_matter_end("---\ntags:\n" + "  - item\n" * count + "Words.") == 0
        assert front_matter_end("---\n" + "  - x\n\n" * count + "end") == 0
        assert front_matter_end('+++\na = """\n' + "x\n" * count) == 0


def test_of_very_many_works_in_front_matter_those_up_to_the_bound_are_read() -> None:
    def work(at: int) -> str:
        return f"- id: w{at}\n  title: Ice on Quay {at}\n  author:\n  - family: Holm\n    given: Ada\n" + filler

    filler = f"  abstract: {'ice ' * 50}\n"
    text = f"---\ntitle: Ice\nreferences:\n{''.join(map(work, range(2_500)))}---\n\nIt melts [@w7]. Nobody knows why.\n"
    draft = read("a.md", text.encode())
    read_works = len(draft.references)
    assert 1_000 < read_works < 2_500
    assert draft.references[0].authors[0].given == "Ada"
    left = 2_500 - read_works
    assert f"{left} works in the file's head aren't read: the list is too long." in map(str, draft.doubts)
    assert [citation.references for citation in draft.citations] == [(7,)]


@pytest.mark.parametrize(
    "field",
    ["updated: 2026-03-12", "generated_at: 2026-03-12T10:00", "lastmod: 2026-03-12", "permalink: /2026/03/12/quay/"],
)
def test_front_matter_tells_its_day_by_other_names_and_in_its_address(field: str) -> None:
    assert read("notes.md", f"---\ntitle: Quay\n{field}\n---\nIt is old.\n".encode()).published == date(2026, 3, 12)


@pytest.mark.parametrize("field", ["status: draft", "draft: true"])
def test_front_matter_that_says_draft_is_told(field: str) -> None:
    doubts = read("notes.md", f"---\ntitle: Quay\n{field}\n---\nIt is old.\n".encode()).doubts
    assert "The front matter says that this is a draft." in doubts


def test_a_date_in_figures_alone_is_read_behind_its_label() -> None:
    assert read("notes.txt", b"Quay note\nDate: 20260312\n\nIt is old.\n").published == date(2026, 3, 12)
    assert read("notes.txt", b"Quay note\nNumber: 20260312\n\nIt is old.\n").published is None
