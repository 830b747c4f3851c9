"""The clause around a day: what it says, what kind of statement it is, and what is none."""

from datetime import date

import pytest

from briefings.languages import LANGUAGES, language
from briefings.model.analysis import Draft
from briefings.reading import read
from briefings.reading.clauses import shortened

PUBLISHED = date(2026, 5, 13)


def draft(words: str) -> Draft:
    return read("tides.txt", f"Tides\n\nSummary\n\n{words}\n".encode(), published=PUBLISHED)


@pytest.mark.parametrize("name", LANGUAGES)
def test_each_language_has_all_closed_classes(name: str) -> None:
    assert language(name).will.search("") is None


@pytest.mark.parametrize(
    ("words", "title", "day"),
    [
        (
            "The Polder Treaty, an old pact, is set to expire on 5 June.",
            "Polder Treaty is set to expire",
            5,
        ),
        ("The council, which met in May, starts its review on 1 June.", "Council starts its review", 1),
        ("The ministry said it will open the line on 3 June.", "Ministry said it will open the line", 3),
        ("However, on 3 June, the board decides.", "Board decides", 3),
        ("Next meeting: 16 June 2026, Oslo.", "Next meeting", 16),
        ("Speakers notified of selection: 21 June 2026", "Speakers notified of selection", 21),
        ("On 9 June the ferry will no longer call at Oslo.", "Ferry will no longer call at Oslo", 9),
        ("A vote in the council is expected on 9 June.", "Vote in the council", 9),
        ("论坛预计于2026年6月3日举行。", "论坛", 3),
        ("港口会议将于2026年6月3日举行。", "港口会议", 3),
        ("A harbour summit on 3 June 2026 is to settle the price of berths.", "Harbour summit", 3),
        ("Саммит портов пройдёт 3 июня 2026 года.", "Саммит портов", 3),
        ("Le conseil se réunira à Lyon le 3 juin 2026.", "Conseil se réunira à Lyon", 3),
        ("Школа «Порты, мосты и шлюзы» пройдёт 3 июня 2026 года.", "Школа «Порты, мосты и шлюзы»", 3),
        (
            "Ремонт Ладожского шлюза (ЛШ) планируется завершить 3 июня.",
            "Ремонт Ладожского шлюза (ЛШ) планируется завершить",
            3,
        ),
        ("听证会定于6月3日（周三）上午九点举行。", "听证会", 3),
        ("未申报的企业将于2026年6月3日被移出名单。", "未申报的企业将被移出名单", 3),
        ("我们不得不宣布论坛推迟至2026年6月3日。", "我们不得不宣布论坛推迟", 3),
    ],
)
def test_an_event_is_named_by_its_clause(words: str, title: str, day: int) -> None:
    (event,) = draft(words).mentions
    assert (event.title, event.when.first) == (title, date(2026, 6, day))


@pytest.mark.parametrize(
    "words",
    [
        "If the vote fails, the court will meet on 3 June 2026.",
        "The board will not meet on 3 June 2026.",
        "Will the board meet on 3 June 2026?",
        "The meeting on 3 June 2026 is cancelled.",
        "The board met on 3 May.",
        "A meeting of the board in June 2026 is unlikely (20-30 %).",
    ],
)
def test_what_is_supposed_denied_asked_called_off_or_past_is_no_event(words: str) -> None:
    assert draft(words).mentions == ()


@pytest.mark.parametrize(
    ("words", "kind", "holder"),
    [
        ("A summit will be held on 7 July 2026.", "scheduled", "author"),
        ("By 3 June all members must file their reports.", "deadline", "author"),
        ("Growth could reach 3% by 2028.", "expected", "author"),
        ("We will publish the data on 1 July.", "promised", "author"),
        ("Minister Anna Kern said the city must cut its fares.", "recommended", "Anna Kern"),
    ],
)
def test_the_kind_of_a_statement_follows_from_closed_classes(words: str, kind: str, holder: str) -> None:
    (told,) = draft(words).statements
    assert (told.kind, told.holder) == (kind, holder)


def test_a_fact_is_no_statement() -> None:
    assert draft("The ferry ran aground on 3 May. Growth was weaker-than-expected.").statements == ()


def test_an_undated_text_states_what_a_verb_says_is_to_come() -> None:
    text = "The council will vote on the ferry on 5 March 2026. It rained on 6 March 2026."
    assert [str(each.due.last) for each in read("note.md", text.encode()).statements if each.due] == ["2026-03-05"]


def test_a_statement_begins_behind_the_word_that_joins_its_clause() -> None:
    found = draft("The bridge will open on 3 June 2026, and the tram line will start on 4 June 2026.")
    told = [found.text[slice(*each.what)] for each in found.statements]
    assert told == ["The bridge will open on 3 June 2026", "the tram line will start on 4 June 2026"]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("", ""),
        (" | ", ""),
        ("The  port  of  a  b  c  d  e  f  g  h  i  j  k  l  m  n", "Port of a b c d e f g h i j k l"),
    ],
)
def test_a_title_is_made_of_any_words(words: str, title: str) -> None:
    assert shortened(words, language("en")) == title
