"""Who speaks in an analysis, who is in it and what it says of which time, by typing and pressing."""

import pytest

from bot.message import Message, Picture
from tests.fakes.lean_install import lack_pictures
from tests.scenarios.stage import Stage, attachment, says

TEXT = """Ice and Tolls

Introduction

Mayor Lars Vik said on 3 January 2026 that “the ice is our wall” (Board, 2026). Vik added: “We open the quay in March.”
Anna Berg of Bergen University called it “a wall of water”.

Prospects

The toll treaty expires on 1 June 2026. A Nordic harbour summit is planned for the summer of 2026. Berg stayed in Oslo.

References

Board. (2026). Minutes. Oslo.
"""


async def told(stage: Stage, line: str) -> str:
    if not await stage.briefings.library.count():
        file = (attachment("ice.txt", TEXT.encode()),)
        await stage.say("import published 2026-01-10", files=file)
    return await stage.say(line)


async def test_quotations_are_listed_by_speaker_with_sources(stage: Stage):
    answer = await told(stage, "quotes")
    assert answer.index("Lars Vik\n\n- “the ice is our wall” [1]") < answer.index("Anna Berg\n\n- “a wall of water”")
    assert "- [1] Board. (2026). Minutes. Oslo." in answer


async def test_one_speaker_is_chosen_by_words_of_the_name_in_or_without_a_named_analysis(stage: Stage):
    for line in ("quotes berg", "quotes a1 Anna Berg", "quotes ice and tolls berg"):
        answer = await told(stage, line)
        assert "a wall of water" in answer
        assert "the ice is our wall" not in answer


async def test_a_section_may_be_named_and_one_who_is_not_quoted_is_told(stage: Stage):
    assert "Nobody is quoted here." in await told(stage, "quotes a1 prospects")
    assert "doesn't quote anyone called “zebra”. It quotes Lars Vik, Anna Berg." in await told(stage, "quotes a1 zebra")
    assert "doesn't quote anyone called “zebra”" in await told(stage, "quotes zebra")


async def test_the_button_of_a_quotation_shows_it_in_its_paragraph(stage: Stage):
    await told(stage, "quotes")
    message = await stage.message("quotes berg")
    (line,) = [each for each in says(message) if each.startswith("/where")]
    assert "a wall of water" in await stage.say(line)


async def test_a_timeline_tells_what_has_passed_and_what_is_ahead_in_order(stage: Stage):
    answer = await told(stage, "timeline")
    order = ["Past", "On 3 January 2026.", "Now and upcoming", "On 1 June 2026: ", "In summer 2026"]
    places = [answer.index(words) for words in order]
    assert places == sorted(places)
    assert "On 1 June 2026" not in await told(stage, "timeline a1 introduction")


async def test_actors_are_told_by_kind_with_counts_and_sections(stage: Stage):
    answer = await told(stage, "actors")
    assert "- Lars Vik: 2 times, in 1 Introduction" in answer
    assert "- Anna Berg: 2 times, in 1 Introduction and 2 Prospects" in answer
    assert "- Bergen University: once, in 1 Introduction" in answer
    assert "- Oslo: once, in 2 Prospects" in answer
    assert "actors a1 all" not in answer


async def test_a_timeline_is_drawn_where_a_picture_is_asked_for(stage: Stage):
    message = await stage.message(next(each for each in says(await _timeline(stage)) if each.endswith(" picture")))
    (picture,) = [block for block in message.blocks if isinstance(block, Picture)]
    assert picture.data.startswith(b"\x89PNG")
    past, ahead = picture.alt.splitlines()
    assert past.startswith("Past: ")
    assert "on 3 January 2026: Mayor Lars Vik said" in past
    assert "in summer 2026" in ahead
    assert "/timeline a1" in says(message)
    assert picture == next(b for b in (await stage.message("timeline a1 Picture")).blocks if isinstance(b, Picture))


async def test_where_nothing_can_be_drawn_there_are_words(stage: Stage):
    await told(stage, "timeline")
    file = (attachment("bare.txt", b"Bare\n\nIntroduction\n\nNo time is told here. None at all."),)
    await stage.say("import", files=file)
    assert "No sentence here mentions a date" in await stage.say("timeline a2 picture")


async def _timeline(stage: Stage) -> Message:
    await told(stage, "timeline")
    message = await stage.message("timeline")
    assert message
    return message


@pytest.mark.parametrize("command", ["timeline", "sources"])
async def test_a_picture_gives_way_to_its_alternative_text_where_pictures_are_off(stage: Stage, monkeypatch, command):
    await told(stage, command)
    drawn = await stage.message(f"{command} a1 picture")
    (picture,) = [block for block in drawn.blocks if isinstance(block, Picture)]
    lack_pictures(monkeypatch)
    assert not any(each.endswith(" picture") for each in says(await stage.message(f"{command} a1")))
    described = await stage.message(f"{command} a1 picture")
    assert not any(isinstance(block, Picture) for block in described.blocks)
    assert "Pictures are off in this installation. In words:\n\n" + picture.alt in described.plain()
    assert f"/{command} a1" in says(described)


async def test_the_timeline_tells_a_table_row_with_its_header_cells(stage: Stage):
    table = "| Step | Date |\n|---|---|\n| Ferry stops | 3 August 2027 |\n| Old quay opened | 4 May 1998 |\n"
    file = (attachment("plan.md", f"# Quay plan\n\nThe board has agreed on a plan.\n\n{table}".encode()),)
    await stage.say("import", files=file)
    answer = await stage.say("timeline")
    assert "Step: Old quay opened; Date: 4 May 1998" in answer
    assert "Step: Ferry stops; Date: 3 August 2027" in answer
