"""Who wrote a text and when stands below its title, and is no sentence of it."""

from datetime import date

import pytest

from briefings.library.reports.facts import authors_of
from briefings.reading import read

BODY = "Ships left the harbour on 3 January 2026. Nobody saw them again."


def _sentences(words: str, name: str = "a.md") -> list[str]:
    draft = read(name, words.encode())
    return [draft.text[each.start : each.end] for each in draft.sentences]


@pytest.mark.parametrize(
    "line",
    [
        "Published 12 March 2026",
        "*Ingrid Solberg, 12 March 2026*",
        "Leila Haddad, 12 March 2026",
        "By Ada van der Berg | 12 March 2026",
        "12 March 2026",
        "Ольга Петрова, 12 марта 2026 г.",
        "12 марта 2026 г.",
        "作者：王毅 2026年3月12日",
    ],
)
def test_a_byline_is_no_sentence_but_dates_the_text(line):
    words = f"# Ferries\n\n{line}\n\n{BODY}\n\n## Part\n\nMore was said."
    assert _sentences(words)[0] == "Ships left the harbour on 3 January 2026."
    assert read("a.md", words.encode()).published == date(2026, 3, 12)


@pytest.mark.parametrize(
    "lines",
    [
        "Автор: Анна Соколова\nДата публикации: 12 марта 2026 года",
        "Дата публикации: 12 марта 2026 г.\nАвторы: Анна Соколова, Пётр Ильин",
        "Author: Ada Berg\nDate of publication: 12 March 2026",
        "Author: Ada Berg\nPublication date: 12 March 2026",
        "作者：王毅\n出版日期：2026年3月12日",
    ],
)
def test_lines_of_author_and_date_of_publication_are_no_sentence(lines: str):
    words = f"# Ferries\n\n{lines}\n\n{BODY}\n\n## Part\n\nMore was said."
    assert _sentences(words)[0] == "Ships left the harbour on 3 January 2026."
    assert read("a.md", words.encode()).published == date(2026, 3, 12)


def test_who_and_when_may_stand_on_two_lines():
    words = f"# Ferries\n\nBy Ada Berg\n\nPublished: 12 March 2026\n\n{BODY}"
    assert _sentences(words) == ["Ships left the harbour on 3 January 2026.", "Nobody saw them again."]


@pytest.mark.parametrize(
    "line",
    [
        "Ships left on 12 March 2026.",
        "On 12 March 2026 ships left the harbour",
        "5 февраля 2026 г. Москва и Пекин договорились о паромах",
        "2026年2月5日中俄两国领导人通电话讨论渡轮",
        "Ada Berg writes that ships leave",
    ],
)
def test_a_sentence_with_a_date_or_a_name_stays_one(line):
    assert line.rstrip(".") in " ".join(_sentences(f"# Ferries\n\n{line}\n\n{BODY}"))


@pytest.mark.parametrize(
    "line",
    [
        "Ada Berg",
        "Ada Berg, Tom O’Neil and Li Wei",
        "A. Berg, B. Lund",
        "Ада Лунд",
        "王晓明 李静",
        "Ada Berg¹, Tom Lund²\n\nUniversity of Bergen\n\na.berg@example.org",
        "12 March 2026\n\nAda Berg",
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_names_below_the_title_are_neither_heading_nor_sentence(line, name):
    mark = "" if name == "a.txt" else "# "
    draft = read(name, f"{mark}Ferries in winter\n\n{line}\n\n{BODY}\n\n#{mark}Part\n\nMore was said.".encode())
    assert draft.text[draft.sentences[0].start :].startswith("Ships left")
    assert draft.title == "Ferries in winter"
    assert len(draft.sections) == 1


@pytest.mark.parametrize("line", ["Sea Trade", "Summary", "Tom Lund", "The Baltic Ports", "方法"])
def test_a_heading_below_the_title_stays_one(line):
    words = f"Ferries in winter\n\n{line}\n\n{BODY} All trade by sea stopped. Lund knew.\n\nPart\n\nMore was said."
    assert [section.heading for section in read("a.txt", words.encode()).sections] == [line, "Part"]


def test_names_may_stand_above_the_title():
    words = f"Ада Лунд\n\nПаромы зимой: кто платит за лёд\n\n12 марта 2026 г.\n\n{BODY}\n\nPart\n\nMore was said."
    draft = read("a.txt", words.encode())
    assert (draft.title, [section.heading for section in draft.sections]) == (
        "Паромы зимой: кто платит за лёд",
        ["Part"],
    )
    assert draft.text[draft.sentences[0].start :].startswith("Ships left")


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Rail desk, 12 March 2026", "Rail desk"),
        ("Elin Sandberg, 12 March 2026", "Elin Sandberg"),
        ("By Ada Berg and Bo Lund, 12 March 2026", "Ada Berg"),
        ("Our correspondent, 12 March 2026", "Our correspondent"),
    ],
)
@pytest.mark.parametrize(("name", "mark"), [("a.md", "# Works at Altona\n\n"), ("a.txt", "Works at Altona\n")])
def test_a_name_or_desk_with_a_date_below_the_title_is_author_and_date(line, author, name, mark):
    draft = read(name, f"{mark}{line}\n\n{BODY}\n".encode())
    assert draft.published == date(2026, 3, 12)
    assert authors_of(draft)[0] == author
    assert not draft.sections
    assert "12 March" not in " ".join(each.title for each in draft.mentions)


@pytest.mark.parametrize("line", ["Berlin, 12 March 2026", "Monday, 9 March 2026", "Published 12 March 2026"])
def test_a_place_or_weekday_beside_a_date_is_no_author(line):
    assert authors_of(read("a.md", f"# Works at Altona\n\n{line}\n\n{BODY}\n".encode())) == ()
