"""What a reminder quotes: the further ahead, the more; close by what is open, and at last who said what."""

from datetime import UTC, date, datetime

import pytest

from briefings.delivery.reminder_content import Mentioned, chosen_sentences, concerns, content_kind
from briefings.library.passages import Span
from briefings.model.analysis import Analysis
from briefings.model.delivery import Lead
from briefings.reading import read

TITLE = "Dyke hearing"
SINCE = datetime(2026, 3, 1, 9, tzinfo=UTC)
FIRST = """The dyke at Lauw
What Is Planned
The dyke at Lauw is to be raised by two metres. A hearing on the dyke is set for 31 March 2026. Whether the farmers will sell their strip of land is unclear. The dyke hearing will be chaired by Ada Brink.
Voices
“We have waited since the flood,” said the mayor of Lauw. The baker sells rye.
"""  # noqa: E501 - one paragraph a line is what the format is
SECOND = """Money for dykes
Costs
The dyke hearing will be told that the work costs 12 million euros. A hearing on the dyke is set for 31 March 2026.
"""


def mentioned(number: int, text: str) -> Mentioned:
    analysis = Analysis(number, 1, read(f"{number}.txt", text.encode(), published=date(2026, 1, number)))
    start = analysis.draft.text.index("A hearing on the dyke")
    return Mentioned(analysis, (Span(start, analysis.draft.text.index(".", start) + 1),))


BOTH = [mentioned(1, FIRST), mentioned(2, SECOND)]


@pytest.mark.parametrize(
    ("lead", "how"),
    [
        (Lead(60, "d"), "brief"),
        (Lead(30, "d"), "brief"),
        (Lead(14, "d"), "news"),
        (Lead(7, "d"), "news"),
        (Lead(2, "d"), "screen"),
        (Lead(24, "h"), "screen"),
        (Lead(6, "h"), "quotations"),
        (Lead(2, "h"), "quotations"),
        (None, "again"),
    ],
)
def test_how_far_ahead_says_how_much(lead: Lead | None, how: str) -> None:
    assert content_kind(lead) == how


def test_a_brief_tells_each_thing_once_out_of_all_analyses() -> None:
    said = chosen_sentences(TITLE, "brief", BOTH, frozenset(), SINCE)
    texts = [point.text for point in said.points]
    assert sum("is set for 31 March 2026" in text for text in texts) == 1
    assert any("12 million euros" in text for text in texts)
    assert any("Ada Brink" in text for text in texts)
    assert not any("baker" in text for text in texts)


def test_news_are_what_came_in_since() -> None:
    said = chosen_sentences(TITLE, "news", BOTH, frozenset({2}), SINCE)
    assert {point.analysis for point in said.points} == {2}
    assert (said.manner, said.since) == ("news", SINCE)


def test_where_nothing_was_known_before_everything_is_new() -> None:
    said = chosen_sentences(TITLE, "news", BOTH, frozenset({1, 2}), SINCE)
    assert {point.analysis for point in said.points} == {1, 2}
    assert said.since is None


def test_no_news_is_said_with_the_mention_itself() -> None:
    said = chosen_sentences(TITLE, "news", BOTH, frozenset(), SINCE)
    assert said.manner == "nothing new"
    assert [point.text for point in said.points] == ["A hearing on the dyke is set for 31 March 2026."]


def test_one_screen_has_what_is_open() -> None:
    said = chosen_sentences(TITLE, "screen", BOTH, frozenset(), SINCE)
    assert sum(len(point.text.split()) for point in said.points) <= 110
    assert [question.text for question in said.questions] == [
        "Whether the farmers will sell their strip of land is unclear."
    ]


def test_at_last_comes_who_said_what() -> None:
    said = chosen_sentences(TITLE, "quotations", BOTH, frozenset(), SINCE)
    assert [point.text for point in said.points] == ["“We have waited since the flood,” said the mayor of Lauw."]


def test_where_nobody_is_quoted_a_screen_comes_instead() -> None:
    said = chosen_sentences(TITLE, "quotations", BOTH[1:], frozenset(), SINCE)
    assert said.manner == "screen"
    assert any("is set for" in point.text for point in said.points)


@pytest.mark.parametrize(
    ("counts", "text", "said"),
    [
        ({"zed": 0, "thing": 1}, "They will accomplish bigger and better things.", False),
        ({"zed": 3, "thing": 1}, "They will accomplish bigger and better things.", False),
        ({"zed": 1, "thing": 9}, "A thing that Zed makes is late.", True),
        ({"board": 5, "meet": 9}, "The ferry has bicycles on board.", False),
        ({"board": 5, "meet": 9}, "The board is to meet in May.", True),
        ({"meet": 2}, "The rivers meet at the harbour.", False),
        ({"eurovis": 2}, "Eurovision fills the hotels.", True),
        ({"harbour": 9, "vote": 4, "lauw": 1}, "The harbour and the vote are old news.", False),
        ({"harbour": 9, "vote": 4, "lauw": 1}, "In Lauw the harbour is to be dredged.", True),
        ({"北京": 3, "京会": 1, "会谈": 2}, "会谈没有结果。", False),
        ({"北京": 3, "京会": 1, "会谈": 2}, "北京会谈没有结果。", True),
    ],
)
def test_one_common_word_of_a_title_does_not_make_a_sentence_concern_it(counts, text: str, said: bool) -> None:
    assert concerns(text, counts) is said
