"""Two analyses or two topics side by side: the same points, what differs, and what both rest on."""

import pytest

from tests.fakes.kept_libraries import filled_once
from tests.scenarios.stage import Stage, attachment, says

REFERENCES = """
## References

Orlov, P. (2026). Berths and ships. Port Press. https://port.example/berths

{other}
"""
FIRST = """# Harbour of Halden

The council of Halden will widen the northern quay for 22 million euros (Orlov, 2026).

The widening of the northern quay begins on 3 May 2027.

Herring is sold on the market square every Friday.

Nobody in Halden asks for a tunnel.
""" + REFERENCES.format(other="Berg, A. (2025). Herring. Fish Press.")
SECOND = """# Quays of the north

Rust has closed the old crane of Vardo.

For the northern quay at Halden the council now pays 25 million euros to widen it (Orlov, 2026).

The widening of the northern quay does not begin before 9 August 2027.

A tunnel is planned in Vardo, and Halden waits for it.
""" + REFERENCES.format(other="Nygaard, K. (2026). Cranes of Vardo. Iron Press.")


@pytest.fixture
@filled_once
async def both(stage: Stage) -> Stage:
    files = (attachment("one.md", FIRST.encode()), attachment("two.md", SECOND.encode()))
    await stage.say("import new", files=files)
    return stage


@pytest.mark.parametrize(
    "line",
    [
        *("compare a1 and a2", "compare a1 a2", "compare Harbour of Halden with Quays of the north"),
        "compare the harbour page with the quays analysis",
        "/compare the harbour text and the document about quays",
    ],
)
async def test_two_analyses_are_shown_point_by_point_with_what_differs(both: Stage, line: str):
    told = await both.say(line)
    assert told.startswith("a1 and a2 compared")
    points = told.partition("On the same points")[2].partition("Sources of both")[0]
    assert points.index("22 million euros") < points.index("25 million euros")
    assert "Differs: 22 million (a1), 25 million (a2)" in points
    assert "Differs: 3 May 2027 (a1), 9 August 2027 (a2)" in points
    assert "Herring is sold" not in points
    assert "old crane" not in points


async def test_the_sources_of_both_have_their_number_in_each(both: Stage):
    shared = (await both.say("compare a1 and a2")).partition("Sources of both")[2]
    assert "[a1:1] [a2:1] Orlov, P. (2026). Berths and ships." in shared
    assert "Berg" not in shared
    assert "Nygaard" not in shared


async def test_two_topics_are_shown_side_by_side_with_what_is_said_of_both(both: Stage):
    message = await both.message("compare Vardo and herring")
    assert message
    told = message.plain()
    assert told.startswith("“Vardo” and “herring” compared")
    assert told.index("Rust has closed the old crane of Vardo.") < told.index("Herring is sold")
    assert {"/summary a1", "/summary a2"} <= set(says(message))
    assert "On both" in await both.say("compare tunnel and Vardo")


@pytest.mark.parametrize(
    "sentence",
    [
        *("compare Vardo with herring", "what's the difference between Vardo and herring?"),
        *("Vardo vs herring", "比较Vardo和herring", "сравни Vardo и herring", "чем Vardo отличается от herring?"),
    ],
)
async def test_plain_words_in_three_languages_compare(both: Stage, sentence: str):
    told = await both.say(sentence, command=False)
    assert told.startswith("“Vardo” and “herring” compared"), told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("compare a1", "Disagreements: a1 Harbour of Halden"),
        ("compare a1 and", "Disagreements: a1 Harbour of Halden"),
        ("compare a1 and a1", "These are the same analysis."),
        ("compare a1 and a99", "a99"),
        ("compare zeppelins and balloons", "No analysis mentions “zeppelins” or “balloons”."),
        ("compare zeppelins and herring", "No analysis mentions “zeppelins”."),
    ],
)
async def test_what_cannot_be_compared_gets_one_clear_sentence(both: Stage, line: str, told: str):
    assert told in await both.say(line)


async def test_analyses_about_different_things_say_so(stage: Stage):
    for name, words in (("a.md", "# Salt\n\nSalt melts ice.\n"), ("b.md", "# Bees\n\nBees dance at noon.\n")):
        await stage.say("import new", files=(attachment(name, words.encode()),))
    told = await stage.say("compare a1 and a2")
    assert "No sentences of the two are about the same point." in told
    assert "The two have no source in common." in told


@pytest.mark.parametrize(("number", "common"), [(11957, False), (15454, True)])
async def test_links_of_the_same_words_are_one_source_only_if_they_lead_to_one_page(
    stage: Stage, number: int, *, common: bool
):
    pull = "[PR](https://github.com/quay/ferry/pull/{})"
    first, second = (
        f"# Salt\n\nSalt melts ice {pull.format(15454)}.\n",
        f"# Bees\n\nBees dance {pull.format(number)}.\n",
    )
    for name, words in (("a.md", first), ("b.md", second)):
        await stage.say("import new", files=(attachment(name, words.encode()),))
    assert ("The two have no source in common." not in await stage.say("compare a1 and a2")) == common


@pytest.mark.parametrize("sentence", ["对比智利和玻利维亚", "чем Чили отличается от Боливии?"])
async def test_topics_are_found_by_their_names_in_another_language(stage: Stage, sentence: str):
    words = "# Salt flats\n\n## Chile\n\nChile sells salt to all.\n\n## Bolivia\n\nBolivia keeps its salt at home.\n"
    await stage.say("import new", files=(attachment("salt.md", words.encode()),))
    told = await stage.say(sentence, command=False)
    assert told.startswith("“Chile” and “Bolivia” compared"), told
    assert "Chile sells salt to all." in told
