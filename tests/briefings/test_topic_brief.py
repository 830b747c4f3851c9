"""A topic across analyses: what is told of it, in which order, and when two say the same."""

from datetime import date

import pytest

from briefings.answers.ask import topic_brief
from briefings.library.summaries import OnTopic, on_topic
from briefings.model.analysis import Analysis
from briefings.reading import read
from briefings.summarising.topic import say_the_same

OLD = """The eel of the Lower Marsh
Findings
The eel has left two of the three lakes. Its return depends on the weir at Holm. Nobody has counted the herons.
Measures
A ladder for eels at the weir would cost 90,000 euros.
"""
NEW = """Weirs and ladders
Costs
A ladder for eels at the Holm weir would cost 90,000 euros (Marsh Board, 2026). The lakes are warmer than before.
Doubts
The eel has not left the three lakes, says the angling club.
References
Marsh Board. (2026). Ladders.
"""
OTHER = "Bread\nPrices\nBread costs more than last year.\n"


def analysis(number: int, text: str, published: date | None) -> Analysis:
    return Analysis(number, 1, read(f"{number}.txt", text.encode(), published=published))


LIBRARY = [
    analysis(1, NEW, date(2026, 2, 1)),
    analysis(2, OLD, date(2025, 3, 1)),
    analysis(3, OTHER, date(2024, 1, 1)),
]


def test_a_topic_is_told_oldest_first_and_each_thing_once() -> None:
    brief = topic_brief("eels", LIBRARY)
    dates = [point.published for point in brief.points]
    assert dates == sorted(dates, key=lambda day: day or date.max)
    assert {point.cited.analysis for point in brief.points} == {1, 2}
    ladders = [point for point in brief.points if "90,000" in point.cited.text]
    assert [(point.cited.analysis, point.also) for point in ladders] == [(2, (1,))]
    assert any("has not left" in point.cited.text for point in brief.points)
    assert all(point.cited.heading for point in brief.points)


def test_words_of_the_title_count_for_its_sentences() -> None:
    texts = [point.cited.text for point in topic_brief("eel herons", LIBRARY).points]
    assert any("counted the herons" in text for text in texts)
    assert topic_brief("zebra", LIBRARY).points == topic_brief("", LIBRARY).points == ()


def test_a_citation_makes_no_topic() -> None:
    assert [p.cited.analysis for p in topic_brief("marsh board", LIBRARY[:1]).points] == []


def test_only_the_analyses_that_are_quoted_are_summarised() -> None:
    summarised = []

    def counted(analysis: Analysis, words: str, room: int) -> OnTopic:
        summarised.append(analysis.id)
        return on_topic(analysis, words, room)

    texts = [OLD.replace("90,000", f"{n},000") for n in range(1, 21)]
    analyses = [analysis(n, text, date(2025, 1, n)) for n, text in enumerate(texts, 1)]
    brief = topic_brief("eel", analyses, counted)
    assert (len(summarised), brief.left) == (8, 12)
    assert len(brief.points[0].also) == 19  # those that are not quoted are compared too


def test_many_analyses_share_the_room_and_the_rest_is_counted() -> None:
    texts = [OLD.replace("90,000", f"{n},000") for n in range(1, 12)]
    brief = topic_brief("eel", [analysis(n, text, date(2025, 1, n)) for n, text in enumerate(texts, 1)])
    assert brief.left == 3
    assert sum(len(point.cited.text.split()) for point in brief.points) < 500


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The port closed its coal pier in 2024.", "In 2024 the port closed its coal pier.", True),
        ("The port closed its coal pier in 2024.", "The port closed its coal pier in 2025.", False),
        ("The port closed its coal pier.", "The port has not closed its coal pier.", False),
        ("The port closed its coal pier (Ito, 2020).", "The port closed its coal pier [4].", True),
        ("The port closed its coal pier.", "The bakery sells rye.", False),
        ("Порт закрыл угольный причал.", "Порт не закрыл угольный причал.", False),
    ],
)
def test_when_two_sentences_say_the_same(one: str, other: str, same: bool) -> None:
    assert say_the_same(one, other) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Wheat prices fell by 12 per cent in 2024.", "In 2024 wheat prices fell by 12 per cent.", True),
        ("China raised purchases of soya beans.", "China has increased its purchases of soya beans.", True),
        ("Wheat prices fell by 12 per cent in 2024.", "In 2024 wheat prices rose by 12 per cent.", False),
        ("Ostmark sells steel to Velia.", "Velia sells steel to Ostmark.", False),
        ("The council backs the canal plan.", "The council opposes the canal plan.", False),
        ("Talks between Iran and Oman opened in Muscat.", "Talks between Iran and Qatar opened in Muscat.", False),
        ("Most villages have a clinic.", "Few villages have a clinic.", False),
        ("The union sued the company.", "The company sued the union.", False),
        ("The yard may close this year.", "The yard will close this year.", False),
        ("The council closed two schools.", "The council closed three schools.", False),
        ("港口的出口增加了一倍。", "港口的出口减少了一倍。", False),
    ],
)
def test_sentences_agree_only_where_they_say_the_same(one: str, other: str, same: bool) -> None:
    assert say_the_same(one, other) is same
    assert say_the_same(other, one) is same
