"""Whether words stand in a text: verbatim, in other typography, or not."""

from datetime import UTC, datetime

import pytest

from briefings.answers.quoted_words import places_of
from briefings.model.analysis import Analysis, Draft
from briefings.service import Briefings

NOW = datetime(2026, 2, 24, 9, tzinfo=UTC)
TEXT = (
    "The price rose by 3.5% to 1,200 crowns. “It’s a well-known ‘trick’ …”, said\n Ada.  "
    "The rate was not 62. Цена выросла на 5 %. 价格上涨了百分之五。"
)


def found(words: str, text: str = TEXT) -> list[tuple[str, bool]]:
    analysis = Analysis(1, 1, Draft("Prices", "en", None, "none", text), 1)
    return [(text[each.start : each.end], each.verbatim) for each in places_of(analysis, words)]


@pytest.mark.parametrize(
    "words",
    ["The price rose", "by 3.5%", " 1,200 crowns. ", "“It’s a well-known", "Цена выросла", "价格上涨", "百分之五"],
)
def test_the_same_string_is_verbatim(words: str) -> None:
    assert found(words) == [(words.strip(), True)]


@pytest.mark.parametrize(
    ("words", "had"),
    [
        ('"It\'s a well–known "trick"', "It’s a well-known ‘trick"),
        ("the PRICE rose", "The price rose"),
        ("said Ada", "said\n Ada"),
        ("crowns. “It’s", "crowns. “It’s"),
        ("цена выросла на 5 %!", "Цена выросла на 5 %"),
    ],
)
def test_other_typography_is_found_and_told(words: str, had: str) -> None:
    [(text, verbatim)] = found(words)
    assert (text, verbatim) == (had, words == had)


@pytest.mark.parametrize(
    "words", ["he price", "The price ros", "rose by 3", "5% to", "200 crowns", "was 62", "rate was 62", "", "…", "a.*n"]
)
def test_a_part_of_a_word_or_number_or_another_wording_is_not_found(words: str) -> None:
    assert [text for text, _ in found(words) if text.strip(" …")] == []


LETTER = """# Letter

The quorum was reached at noon. Nobody objected! The chair closed the meeting.

## Sources of power

Coal fell again (Lind, 2024).

| Port | Berths |
|---|---|
| Aken | 14 |

## References

Lind, P. (2024). Coal and after. Quarry Press.
"""


@pytest.mark.parametrize(
    "words",
    [
        "Nobody objected! The chair closed the meeting.",
        "reached at noon. Nobody objected",
        "Sources of power",
        "Lind, P. (2024). Coal and after.",
        "Coal fell again",
    ],
)
async def test_several_sentences_headings_and_references_are_looked_for_too(core: Briefings, words: str) -> None:
    await core.library.add("letter.md", LETTER.encode(), NOW)
    for number in range(20):
        other = f"# Other {number}\n\nThe meeting of group {number} was long. Coal is black.\n"
        await core.library.add(f"other{number}.md", other.encode(), NOW)
    assert [(each.analysis.id, each.verbatim) for each in (await core.library_answers.verify(words)).places] == [
        (1, True)
    ]


async def test_the_closest_sentence_is_no_place(core: Briefings) -> None:
    await core.library.add("letter.md", LETTER.encode(), NOW)
    told = await core.library_answers.verify("The quorum was reached at midnight")
    assert (told.places, told.complete) == ((), True)
    assert told.closest
    assert told.closest.text == "The quorum was reached at noon."
    assert (await core.library_answers.verify("Nothing like it was ever written")).closest is None


async def test_words_of_too_many_sentences_are_not_said_to_be_absent(core: Briefings) -> None:
    text = "# Log\n\n" + "\n\n".join(f"The boat {n} left the pier." for n in range(450))
    await core.library.add("log.md", text.encode(), NOW)
    told = await core.library_answers.verify("pier the left boat")
    assert (told.places, told.complete) == ((), False)
