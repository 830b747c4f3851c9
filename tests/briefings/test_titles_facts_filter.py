"""Titles named in a sentence, facts of an analysis, and the filter of events."""

from datetime import UTC, date, datetime

import pytest

from briefings.agenda import EventFilter, parse_event_filter
from briefings.errors import BadInput
from briefings.library.reports.facts import authors_of, facts_of
from briefings.model.agenda import EventWindow
from briefings.parsing import named_titles
from briefings.reading import read
from briefings.text.glossary import in_english
from tests.fakes.ferries import FERRIES

TITLES = ("Lithium Diplomacy in the Andes", "Xi Jinping's Visit to Moscow", "Port Strikes and Shipping Rates")
NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("open the lithum doc", [0]),
        ("статья о Си", [1]),
        ("港口罢工那篇有多长", [2]),
        ("литиевой статьи", [0]),
        ("how long is it", []),
        ("lithium and moscow", [0, 1]),
        ("lithium in the Andes and moscow", [0]),
    ],
)
def test_the_title_with_most_of_a_sentences_words_is_named(said: str, named: list[int]):
    assert named_titles(said, TITLES) == named


def test_what_has_no_russian_form_in_the_glossary_adds_no_words():
    assert in_english("статья — сколько?") == "статья — сколько?".replace("статья", in_english("статья"))


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ("By Ann Lee and Bo Chen\n2 May 2026", ("Ann Lee", "Bo Chen")),
        ("Author: Ann Lee", ("Ann Lee",)),
        ("作者：王伟", ("王伟",)),
        ("Автор: Анна Орлова", ("Анна Орлова",)),
        ("", ()),
    ],
)
def test_the_authors_stand_below_the_title(head: str, authors: tuple[str, ...]):
    text = f"The Salt Road\n\n{head}\n\nOpening\n\nSalt was carried north in carts for many years (Low 2020).\n"
    assert authors_of(read("salt.txt", text.encode())) == authors


def test_facts_are_counted():
    facts = facts_of(FERRIES.draft)
    assert (facts.sections, facts.references, facts.citations) == (4, 4, 3)
    assert (facts.words, facts.minutes) == (81, 1)
    assert facts.never == (1,)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("before 2026-12-25", date.min, date(2026, 12, 24)),
        ("until 2026-12-25", date.min, date(2026, 12, 25)),
        ("after february", date(2027, 3, 1), date.max),
        ("in december", date(2026, 12, 1), date(2026, 12, 31)),
        ("2027", date(2027, 1, 1), date(2027, 12, 31)),
        ("next week", date(2026, 11, 30), date(2026, 12, 6)),
        ("between now and march", date.min, date(2027, 3, 31)),
    ],
)
def test_a_period_is_parsed(typed: str, first: date, last: date):
    found = parse_event_filter(typed.split(), NOW, "UTC")
    assert (found.first, found.last) == (first, last)


def test_an_event_passes_within_the_period_and_about_the_topic():
    december = parse_event_filter(["all", "in", "december", "about", "лития"], NOW, "UTC")
    assert december.everything
    assert december.line == "all in december about лития"
    assert december.window == EventWindow(first=date(2026, 12, 1), last=date(2026, 12, 31), everything=True)
    assert december.passes(["Lithium summit"])
    assert not december.passes(["Copper summit"])
    assert december.passes(["Copper summit", "Lithium in the Andes"])
    assert EventFilter().window == EventWindow()


def test_words_that_are_no_date_are_refused():
    with pytest.raises(BadInput, match="plugh"):
        parse_event_filter(["before", "plugh"], NOW, "UTC")


def test_the_work_that_is_cited_most_is_told_and_how_often():
    cited = "Fees fell (Berg, 2024). Ice came (Berg, 2024). Herring left (Board, 2026). Nobody paid (Berg, 2024)."
    sources = "Berg, T. (2024). Fees and quays.\nBoard. (2026). The ice."
    facts = facts_of(read("fees.txt", f"Fees\nFindings\n{cited}\nReferences\n{sources}\n".encode()))
    assert (facts.cited, facts.times) == ((0,), 3)
