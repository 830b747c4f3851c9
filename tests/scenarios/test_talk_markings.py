"""Markings and clearances in the chats: shown, set with an embargo, an audience and a reason, by whom it may."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.chat import Request
from bot.commands import Conversation, commands
from bot.commands.registry import Call, Group, Registry, command
from bot.delivery.platform_events import PlatformEventLog
from bot.message import Buttons, File, Message, Paragraph, quoted_spans, say, text
from briefings.library.watched_folder import FileStat
from briefings.model.marking import SYSTEM, viewing
from tests.fakes.kept_libraries import filled_once
from tests.scenarios.stage import ADMIN, EDITOR, FERRIES, READER, Stage, attachment, says

GROUP = "telegram:-5"


@pytest.fixture
@filled_once
async def stage(stage: Stage) -> Stage:
    stage.roles = replace(stage.roles, open_access=True)
    await stage.import_ferries()
    return stage


async def test_a_marking_is_shown_with_the_levels_as_buttons_for_editors_alone(stage: Stage):
    told = await stage.message("mark a1", sender=EDITOR)
    assert told
    assert "TLP:AMBER, the default of this library" in told.plain()
    assert "cleared for TLP:AMBER may see it" in told.plain()
    offered = ("clear", "green", "amber", "amber+strict", "red", "none", "until", "for")
    assert says(told) == [f"/mark a1 {each}" for each in offered]
    assert says(await stage.message("mark a1", sender=READER)) == []


async def test_readers_mark_nothing_and_editors_clear_nobody(stage: Stage):
    assert "for editors only" in await stage.say("mark a1 red", sender=READER)
    assert "for admins only" in await stage.say("clearance telegram:3 red", sender=EDITOR)
    assert "for admins only" in await stage.say("clearance", sender=READER)


async def test_a_red_analysis_is_there_for_who_is_cleared(stage: Stage):
    assert "is now TLP:RED" in await stage.say("mark a1 red")
    assert "There is no analysis a1" in await stage.say("mark a1", sender=READER)
    assert "is cleared for TLP:RED" in await stage.say(f"clearance {READER} red because she edits it", sender=ADMIN)
    assert "TLP:RED" in await stage.say("mark a1", sender=READER)
    assert f"{READER}: TLP:RED" in await stage.say("clearance", sender=ADMIN)
    assert "has the default clearance, TLP:AMBER" in await stage.say(f"clearance {READER} default", sender=ADMIN)
    assert "There is no analysis a1" in await stage.say("mark a1", sender=READER)


async def test_an_editor_is_asked_before_the_chat_itself_loses_sight_of_it(stage: Stage):
    asked = await stage.message("mark a1 red", sender=EDITOR)
    assert says(asked) == ["/mark a1 red yes", "/mark a1"]
    assert "TLP:AMBER" in await stage.say("mark a1", sender=EDITOR)
    assert "is now TLP:RED" in await stage.say("mark a1 red yes", sender=EDITOR)
    assert "There is no analysis a1" in await stage.say("mark a1 green", sender=EDITOR)
    assert "TLP:RED" not in await stage.say("log", sender=ADMIN)


async def test_a_lower_level_asks_why_and_the_next_line_is_the_reason(stage: Stage):
    assert "Your next line is the reason" in await stage.say("mark a1 clear", sender=EDITOR)
    assert "is now TLP:CLEAR" in await stage.say("It was published today.", sender=EDITOR, command=False)
    assert "It was published today." in await stage.say("log", sender=ADMIN)
    assert "is now TLP:AMBER" in await stage.say("mark a1 none", sender=EDITOR)
    assert "is now TLP:GREEN" in await stage.say("mark a1 green because the mayor agreed", sender=EDITOR)
    assert "already has this marking" in await stage.say("mark a1 green", sender=EDITOR)


async def test_an_embargo_and_an_audience_are_read_and_shown(stage: Stage):
    assert "There is no group @board" in await stage.say("mark a1 amber for @board")
    await stage.say("clearance @board telegram:77", sender=ADMIN)
    told = await stage.say("mark a1 amber until 2026-12-04 09:00 Berlin for here @board")
    assert "under embargo until" in told
    assert "for @board terminal:local only" in told
    assert "There is no analysis" in await stage.say("mark a1", sender=READER)
    assert "Give the day and the time" in await stage.say("mark a1 amber until 2026-12-04")
    assert "2020-12-04 09:00 has passed" in await stage.say("mark a1 amber until 2020-12-04 09:00")
    assert "is no chat or person" in await stage.say("mark a1 amber for somebody")
    assert "After the level" in await stage.say("mark a1 red tomorrow")


async def test_a_group_stands_for_its_members(stage: Stage):
    assert "@board stands for telegram:3" in await stage.say("clearance @board telegram:3", sender=ADMIN)
    await stage.say("mark a1 amber for here @board")
    assert "Members of its audience who are cleared for TLP:AMBER may see it" in await stage.say(
        "mark a1", sender=READER
    )
    assert "There is no analysis" in await stage.say("mark a1", sender=ADMIN)
    assert "@board has no members" in await stage.say("clearance @board none", sender=ADMIN)
    assert "There is no analysis" in await stage.say("mark a1", sender=READER)


BY_SECTION = ("sections a1", "read a1", "summary a1", "summary a1 brief", "summary a1 500 words")


@pytest.mark.parametrize("line", BY_SECTION)
async def test_each_section_says_its_marking_where_they_differ(stage: Stage, line: str):
    assert "[TLP:" not in await stage.say(line)
    await stage.say("mark a1 2 red")
    told = await stage.say(line)
    assert "[TLP:RED]" in told
    assert "[TLP:AMBER]" in told
    assert "[TLP:" not in await stage.say(line, sender=EDITOR)


@pytest.mark.parametrize("line", ["read a1 2", "summary a1 2", "summary a1 2 brief"])
async def test_a_section_alone_says_its_marking(stage: Stage, line: str):
    await stage.say("mark a1 2 red")
    told = await stage.say(line)
    assert "[TLP:RED]" in told
    assert "[TLP:AMBER]" not in told


async def test_each_page_of_a_section_says_its_marking(stage: Stage):
    long = "\n\n".join(f"The pier of town {number} was painted in May." for number in range(200))
    pier = f"# The pier\n\n## Paint\n\n{long}\n\n## Owner\n\nOlsen bought the pier.\n"
    await stage.say("import new", files=(attachment("pier.md", pier.encode()),))
    assert "Paint" not in (await stage.message("read a2 1 page 2")).plain().split("\n\n")[2]
    await stage.say("mark a2 2 red")
    assert "Paint [TLP:AMBER]" in await stage.say("read a2 1 page 2")
    assert "Paint [TLP:AMBER]" in await stage.say("read a2 page 2")


@pytest.mark.parametrize("line", ["list", "list this year", "info latest", "home"])
async def test_a_list_says_what_is_marked_and_what_only_in_part(stage: Stage, line: str):
    assert "TLP:" not in await stage.say(line)
    await stage.say("mark a1 2 red")
    assert "TLP:AMBER, TLP:RED in part" in await stage.say(line)
    assert "TLP:" not in await stage.say(line, sender=EDITOR)
    await stage.say("mark a1 red")
    told = await stage.say(line)
    assert "words, TLP:RED" in told
    assert "in part" not in told


async def test_a_section_is_marked_alone(stage: Stage):
    assert "is now TLP:RED" in await stage.say("mark a1 2 red")
    assert "Sections with a marking of their own" in await stage.say("mark a1")
    assert "Sections with" not in await stage.say("mark a1", sender=READER)


async def test_a_clearance_offers_its_levels(stage: Stage):
    lines = says(await stage.message("clearance here", sender=ADMIN, address=GROUP, private=False))
    assert f"/clearance {GROUP} red" in lines
    assert f"/clearance {GROUP} default" in lines
    assert "isn't a marking" in await stage.say("clearance telegram:3 blue", sender=ADMIN)
    assert "is no chat or person" in await stage.say("clearance somebody red", sender=ADMIN)


@pytest.mark.parametrize("line", ["ask how many ships are there?", "brief ships"])
async def test_an_answer_that_quotes_above_the_default_is_headed_by_the_marking(stage: Stage, line: str):
    assert "TLP:" not in await stage.say(line)
    await stage.say("mark a1 amber+strict")
    assert "TLP:AMBER+STRICT" in (await stage.say(line)).splitlines()[:4]
    await stage.say("mark a1 none because it is public")
    assert "TLP:" not in await stage.say(line)


async def test_a_digest_is_headed_by_the_marking(stage: Stage):
    await stage.say("subscribe daily 08:00")
    assert "TLP:" not in await stage.say("preview")
    await stage.say("mark a1 red")
    stage.now += timedelta(minutes=1)
    assert "TLP:RED" in await stage.say("preview")


async def test_a_line_changes_the_parts_that_it_names_alone(stage: Stage):
    await stage.say("clearance @board telegram:3", sender=ADMIN)
    await stage.say("mark a1 amber until 2099-12-04 09:00 Berlin for here @board")
    told = await stage.say("mark a1 red")
    assert "is now TLP:RED, under embargo until" in told
    assert "for @board terminal:local only" in told
    assert "Your next line is the reason" in await stage.say("mark a1 until now")
    assert "is now TLP:RED, for @board" in await stage.say("mark a1 until now because it is out")
    assert "is now TLP:RED." in await stage.say("mark a1 for all because the board agreed")
    assert "under embargo" in await stage.say("mark a1 until 2099-12-04 09:00 Köln")
    assert "the default of this library" in await stage.say("mark a1 none because we start again")
    assert "is now TLP:AMBER, for terminal:owner only" in await stage.say("mark a1 for me")
    assert "no embargo and no audience" in await stage.say("mark a1 none for all")


async def test_words_of_a_title_are_no_options(stage: Stage):
    paper = attachment("rules.txt", b"Rules for Red Trade until 2030\n\nGoods\n\nThe treaty covers steel and grain.\n")
    await stage.say("import", files=(paper,))
    assert "Rules for Red Trade" in await stage.say("mark rules for red trade until 2030")
    assert "is now TLP:RED" in await stage.say("mark rules for red trade until 2030 red")
    assert "is now TLP:AMBER+STRICT" in await stage.say("mark a2 amber+strict because the answer was yes")
    assert "the answer was yes" in await stage.say("log", sender="terminal:owner")


async def test_the_buttons_ask_for_the_embargo_and_the_audience(stage: Stage):
    asked = await stage.message("mark a1 until", pressed=True)
    assert asked
    assert "Until when" in asked.plain()
    assert says(asked) == ["/mark a1"]
    assert "under embargo until" in await stage.say("2099-12-04 09:00 Berlin", command=False)
    assert "/mark a1 until now" in says(await stage.message("mark a1", pressed=True))
    assert "Who may see" in await stage.say("mark a1 for", pressed=True)
    assert "for terminal:local only" in await stage.say("here", command=False)
    assert "/mark a1 for all" in says(await stage.message("mark a1", pressed=True))


async def test_cancel_ends_the_question_for_the_reason(stage: Stage):
    asked = await stage.message("mark a1 clear", pressed=True)
    assert says(asked) == ["/mark a1"]
    assert "the default of this library" in await stage.say("mark a1", pressed=True)
    await stage.say("It was published today.", command=False)
    assert "the default of this library" in await stage.say("mark a1", pressed=True)


async def test_an_hour_that_clocks_show_twice_ends_an_embargo_later(stage: Stage):
    told = await stage.say("mark a1 until 2027-10-31 02:30 Berlin")
    assert "01:30" in told
    assert "Before" in told
    assert "02:30" not in told
    assert "01:30" in await stage.say("mark a1 until 2027-03-28 02:30 Berlin because there is no such hour")


async def test_undo_gives_back_the_whole_label_and_redo_makes_the_change_again(stage: Stage):
    await stage.say("clearance @board telegram:3 telegram:2", sender=ADMIN)
    await stage.say("mark a1 amber until 2099-12-04 09:00 Berlin for here @board")
    marked = await stage.message("mark a1 red for here")
    undo = says(marked)[-1]
    asked = await stage.say(undo, pressed=True)
    assert "More people would see a1" in asked
    assert "Your next line is the reason" in asked
    undone = await stage.message("A slip of the finger.", command=False)
    assert "TLP:AMBER, under embargo until" in undone.plain()
    assert "for @board terminal:local only" in undone.plain()
    assert "A slip of the finger." in await stage.say("log")
    [again] = says(undone)
    assert "is now TLP:RED" in await stage.say(again, pressed=True)
    assert "for terminal:local only" in await stage.say("mark a1")


async def test_undo_of_a_lower_marking_needs_no_reason_and_hides_it_again(stage: Stage):
    await stage.say("mark a1 red")
    await stage.say("mark a1 green because the mayor agreed")
    assert "is TLP:RED again" in await stage.say("undo")
    assert "There is no analysis a1" in await stage.say("mark a1", sender=READER)
    assert "TLP:RED" in await stage.say("log")


async def test_who_hid_an_analysis_from_the_own_chat_can_undo_it_there_and_nobody_else(stage: Stage):
    await stage.say("mark a1 red yes", sender=EDITOR, address=GROUP, private=False)
    assert "There is no analysis a1" in await stage.say("mark a1", sender=EDITOR, address=GROUP, private=False)
    assert "There is no change 2 here" in await stage.say("undo 2", sender=ADMIN, address=GROUP, private=False)
    assert "More people would see" in await stage.say("undo 2", sender=EDITOR, address=GROUP, private=False)
    words = "undo 2 because it was the wrong one"
    assert "the default marking of this library" in await stage.say(words, sender=EDITOR, address=GROUP, private=False)


async def test_undo_refuses_where_it_was_marked_again_or_removed_since(stage: Stage):
    await stage.say("mark a1 green because it is public")
    await stage.say("mark a1 red")
    assert "changed again since" in await stage.say("undo 2")
    await stage.say("remove a1 yes")
    assert "changed again since" in await stage.say("undo 3 because I want it back")


async def test_undo_shows_nobody_a_revision_that_came_in_since(stage: Stage):
    await stage.say("mark a1 red yes", sender=EDITOR)
    revised = attachment("ferries.txt", FERRIES.read_bytes() + b"\n\nThe yard has a secret owner.\n")
    assert "revision 2" in await stage.say("import revision a1", files=(revised,))
    assert "The text has been revised since" in await stage.say("undo because I want it back", sender=EDITOR)
    assert "There is no analysis a1" in await stage.say("read a1", sender=EDITOR)
    assert "secret owner" in await stage.say("read a1")


async def test_undo_gives_back_a_section_clearance_and_group(stage: Stage):
    await stage.say("mark a1 2 red")
    assert "is TLP:" not in await stage.say("undo")
    assert "default marking of this library again" in await stage.say("that was the wrong section", command=False)
    await stage.say("clearance telegram:3 red because she edits it", sender=ADMIN)
    await stage.say("clearance telegram:3 green", sender=ADMIN)
    assert "telegram:3 would see more again. Why?" in await stage.say("undo", sender=ADMIN)
    undone = await stage.say("undo because she edits it after all", sender=ADMIN)
    assert "telegram:3 is cleared for TLP:RED again" in undone
    assert "telegram:3 has the default clearance again" in await stage.say("undo", sender=ADMIN)
    await stage.say("clearance @board telegram:3", sender=ADMIN)
    await stage.say("clearance @board telegram:2 because she follows him", sender=ADMIN)
    assert "telegram:3 would see what @board may see again. Why?" in await stage.say("undo", sender=ADMIN)
    stays = await stage.message("He stays.", sender=ADMIN, command=False)
    assert stays
    assert "@board stands for telegram:3 again" in stays.plain()
    assert says(stays) == ["/clearance @board telegram:2 because she follows him"]
    assert "@board stands for telegram:2" in await stage.say(says(stays)[0], sender=ADMIN, pressed=True)


@pytest.mark.parametrize(
    ("line", "asked", "done"),
    [
        ("clearance telegram:3 red", "telegram:3 would see more. Why?", "telegram:3 is cleared for TLP:RED"),
        (
            "clearance @board telegram:2 telegram:3",
            "More people would belong to @board",
            "stands for telegram:2 telegr",
        ),
    ],
)
@pytest.mark.parametrize("said", ["She joined the board.", "because she joined the board", "{line} because She joined"])
async def test_who_sees_more_by_a_clearance_takes_a_reason_that_stands_in_the_log(
    stage: Stage, line: str, asked: str, done: str, said: str
):
    await stage.say("clearance @board telegram:2", sender=ADMIN)
    question = await stage.message(line, sender=ADMIN, pressed=True)
    assert asked in question.plain()
    assert "TLP:RED" not in await stage.say("log", sender=ADMIN, address="terminal:local")
    await stage.message(line, sender=ADMIN)
    assert done in await stage.say(said.format(line=line), sender=ADMIN, command=False)
    log = await stage.say("log", sender=ADMIN, address="terminal:local")
    assert re.search(r"(?:TLP:RED|telegram:2 telegram:3): She joined", log, re.IGNORECASE)
    assert "ecause" not in log


@pytest.mark.parametrize("line", ["clearance telegram:3", "clearance @board"])
async def test_cancel_ends_the_question_for_the_reason_of_a_clearance(stage: Stage, line: str):
    await stage.say("clearance @board telegram:2", sender=ADMIN)
    level = "red" if line.endswith("3") else "telegram:3"
    asked = await stage.message(f"{line} {level}", sender=ADMIN)
    shown = await _press(stage, asked, "Cancel", sender=ADMIN)
    assert "is cleared for TLP:RED" not in shown.plain()
    await stage.say("It was a slip.", sender=ADMIN, command=False)
    assert "TLP:RED" not in await stage.say("clearance", sender=ADMIN)
    assert "@board stands for telegram:2." in await stage.say("clearance @board", sender=ADMIN)


@pytest.mark.parametrize(
    "line",
    [
        "clearance telegram:3 clear",
        "clearance telegram:3 default",
        "clearance @board telegram:2",
        "clearance @new here",
    ],
)
async def test_who_sees_no_more_than_before_needs_no_reason(stage: Stage, line: str):
    await stage.say("clearance @board telegram:2 telegram:3", sender=ADMIN)
    await stage.say("clearance telegram:3 red because she edits it", sender=ADMIN)
    assert "Why?" not in await stage.say(line, sender=ADMIN)
    assert "Why?" not in await stage.say("clearance @board none", sender=ADMIN)
    assert "More people would belong" in await stage.say("clearance @board telegram:2", sender=ADMIN)


async def test_a_reason_without_words_or_members_is_asked_for(stage: Stage):
    assert "Type the reason after “because”" in await stage.say("clearance telegram:3 red because", sender=ADMIN)
    assert "Give one level" in await stage.say("clearance telegram:3 because she asked", sender=ADMIN)
    assert "Give the members" in await stage.say("clearance @board because they asked", sender=ADMIN)
    assert "can't be a group" in await stage.say("clearance @nobody telegram:3 because of this", sender=ADMIN)


async def test_a_person_named_in_words_is_shown_by_address_before_the_change(stage: Stage):
    await _invite(stage, {"telegram:3": "Anna Berg (telegram:3)", "telegram:7": "Anna Holm", "slack:U7": "Ben"})
    assert "fits several people: telegram:3 telegram:7" in await stage.say("clearance anna red", sender=ADMIN)
    assert "is no chat or person" in await stage.say("clearance Bert red", sender=ADMIN)
    asked = await stage.message("clearance Anna Berg red because she edits it", sender=ADMIN)
    assert says(asked) == ["/clearance telegram:3 red because she edits it", "/clearance"]
    assert "is cleared for TLP:RED" in (await _press(stage, asked, "Yes", sender=ADMIN)).plain()
    members = await stage.message("clearance @board Ben telegram:3", sender=ADMIN)
    assert says(members)[0] == "/clearance @board slack:U7 telegram:3"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("let Anna see red material because she edits it", "/clearance telegram:3 red because she edits it"),
        ("let telegram:3 see red because she asked", "/clearance telegram:3 red because she asked"),
        (
            "telegram:3 may see amber+strict papers since she joined",
            "/clearance telegram:3 amber+strict because she joined",
        ),
        ("clear telegram:3 for red because she joined", "/clearance telegram:3 red because she joined"),
        (
            "разреши telegram:3 читать красные материалы, потому что она редактор",
            "/clearance telegram:3 red because она редактор",
        ),
        ("выдай Anna допуск до red, так как она редактор", "/clearance telegram:3 red because она редактор"),
        ("让 telegram:3 看红色内容，因为她是编辑", "/clearance telegram:3 red because 她是编辑"),
        ("把 telegram:3 的权限设为红色，因为她是编辑", "/clearance telegram:3 red because 她是编辑"),
        ("telegram:3可以看琥珀色的内容因为她加入了", "/clearance telegram:3 amber because 她加入了"),
    ],
)
async def test_plain_words_give_the_reason_of_a_clearance(stage: Stage, words: str, line: str):
    await _invite(stage, {"telegram:3": "Anna Berg"})
    assert line in await plain(stage, words)


async def test_an_address_that_was_erased_comes_back_by_no_undo(stage: Stage):
    await stage.say("mark a1 red for here telegram:3")
    await stage.say("mark a1 red for here")
    await stage.say("forget yes", sender=READER)
    assert "There is no change 3 here" in await stage.say("undo 3 because of a slip")


async def test_a_chat_is_shown_nothing_of_a_file_that_it_may_not_see(stage: Stage):
    file = attachment("sale.md", b"TLP:RED\n\n# Sale\n\nThe owner will sell the ferry on 2 May 2026.\n")
    told = await stage.message("import", sender=EDITOR, files=(file,))
    assert told
    assert "Its marking hides it from this chat" in told.plain()
    assert "a-1" not in told.plain()
    assert says(told) == []
    assert "/import, can't be undone" in await stage.say("undo", sender=EDITOR)
    assert "Sale" in await stage.say("list")


async def plain(stage: Stage, words: str, **how: object) -> list[str]:
    """What the buttons say below the answer to plain words."""
    return says(await stage.message(words, command=False, **how))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("mark the ferries paper red", "/mark a1 red"),
        (
            "please make section 2 amber+strict until 4 December 2099 at noon",
            "/mark a1 2 amber+strict until 4 December 2099 12:00",
        ),
        ("only @board and this chat may read it", "/mark a1 for @board here"),
        ("lift the embargo", "/mark a1 until now"),
        ("the board should see it", ""),
        ("make it clear", ""),
        ("don't mark it red", ""),
        ("this chat may not see red", ""),
        ("telegram:3 may only see green", "/clearance telegram:3 green"),
        ("take telegram:3 back to green", "/clearance telegram:3 green"),
        ("telegram:3 should only see green now", "/clearance telegram:3 green"),
        ("lower telegram:3 to green", "/clearance telegram:3 green"),
        ("telegram:3 shouldn't see amber any more, only green", "/clearance telegram:3 green"),
        ("reset telegram:3 to the default", ""),
        ("понизь telegram:3 до зелёного", "/clearance telegram:3 green"),
        ("верни telegram:3 на зелёный", "/clearance telegram:3 green"),
        ("把 telegram:3 降到绿色", "/clearance telegram:3 green"),
        ("telegram:3 以后只能看绿色", "/clearance telegram:3 green"),
        ("把 a1 标为红色", "/mark a1 red"),
        ("第二节改为红色", "/mark a1 2 red"),
        ("пометь a1 красным, потому что так решил совет", "/mark a1 red because так решил совет"),
        ("сделай 2-й раздел a1 янтарным", "/mark a1 2 amber"),
        ("пометь a1 обычной", ""),
    ],
)
async def test_plain_words_propose_a_change_and_do_nothing_before_the_yes(stage: Stage, words: str, line: str):
    await stage.say("summary a1")
    await stage.say("clearance @board telegram:42")
    offered = await plain(stage, words)
    assert (line in offered) if line else not [each for each in offered if each.startswith(("/mark", "/clearance"))]
    assert "TLP:AMBER, the default of this library" in await stage.say("mark a1")
    assert "TLP:RED" not in await stage.say("clearance")


async def test_plain_words_for_a_lower_marking_ask_for_the_reason(stage: Stage):
    asked = await stage.say("make the ferries paper green", command=False)
    assert "Your next line is the reason" in asked
    assert "is now TLP:GREEN" in await stage.say("The mayor has read it out.", command=False)


@pytest.mark.parametrize(
    "said", ["raise telegram:3 to red", "telegram:3 may see red", "подними telegram:3 до красного", "让 Anna看红色"]
)
async def test_plain_words_for_a_higher_clearance_ask_for_the_reason_and_for_nothing_else(stage: Stage, said: str):
    await _invite(stage, {"telegram:3": "Anna Berg"})
    asked = await stage.say(said, command=False)
    assert "Anna Berg (telegram:3) would see more. Why?" in asked
    assert "Yes" not in asked
    told = await stage.say("she edits the next one", command=False)
    assert "Anna Berg (telegram:3) is cleared for TLP:RED" in told


async def test_a_reason_in_the_sentence_is_not_asked_for_again(stage: Stage):
    asked = await stage.message("raise telegram:3 to red because she edits it", command=False)
    assert "is cleared for TLP:RED" in (await _press(stage, asked, "Yes")).plain()
    assert "she edits it" in await stage.say("log")


async def test_a_yes_is_no_reason(stage: Stage):
    await stage.say("raise telegram:3 to red", command=False)
    await stage.say("yes", command=False)
    assert "TLP:RED" not in await stage.say("clearance")


@pytest.mark.parametrize(
    ("said", "person"),
    [
        ("让王芳可以看绿色", "telegram:4"),
        ("允许王芳查看绿色级别", "telegram:4"),
        ("请让王芳能够查阅绿色的材料", "telegram:4"),
        ("把王芳的权限降到绿色", "telegram:4"),
        ("王芳只能看绿色", "telegram:4"),
        ("让Anna Berg可以看绿色", "telegram:3"),
        ("lower Anna Berg to green", "telegram:3"),
        ("Anna Berg shouldn't see amber any more, only green", "telegram:3"),
        ("понизь Анну Соколову до зелёного", "telegram:5"),
        ("Анна Соколова теперь должна видеть только зелёное", "telegram:5"),
    ],
)
async def test_words_of_the_command_are_no_part_of_a_name(stage: Stage, said: str, person: str):
    await _invite(stage, {"telegram:3": "Anna Berg", "telegram:4": "王芳", "telegram:5": "Анна Соколова"})
    assert f"/clearance {person} green" in await plain(stage, said)


@pytest.mark.parametrize(
    "said", ["take telegram:3 back to green", "telegram:3 以后只能看绿色", "верни telegram:3 назад"]
)
async def test_a_sentence_about_an_address_never_makes_a_link_code(stage: Stage, said: str):
    assert "/link" not in await stage.say(said, command=False)


async def test_clearances_are_listed_with_the_names_that_are_known(stage: Stage):
    await _invite(stage, {"telegram:3": "Anna Berg"})
    await stage.say("clearance telegram:3 green")
    await stage.say("clearance telegram:8 green")
    await stage.say("clearance @board telegram:3 telegram:8")
    told = await stage.say("clearance")
    assert "Anna Berg (telegram:3): TLP:GREEN" in told
    assert "telegram:8: TLP:GREEN" in told
    assert "@board: Anna Berg (telegram:3), telegram:8" in told


async def _invite(stage: Stage, names: dict[str, str]) -> None:
    for sender, name in names.items():
        code = (await stage.briefings.people.invite("reader", timedelta(hours=1), "Ada", stage.now)).code
        await stage.briefings.people.accept(code, sender, sender, name, stage.now)


async def test_questions_about_markings_are_answered_at_once(stage: Stage):
    await stage.say("mark a1 red")
    assert "TLP:RED" in await stage.say("who may see a1?", command=False)
    assert "TLP:RED" in await stage.say("кто может видеть a1", command=False)
    assert "TLP:RED" in await stage.say("a1的密级是什么", command=False)
    assert "default clearance" in await stage.say("what is this chat cleared for?", command=False)
    assert "Everybody else is cleared" in await stage.say("谁有红色权限", command=False)


async def test_a_section_that_is_not_there_is_never_the_whole_analysis(stage: Stage):
    assert "no such section" in await stage.say("make the whales section of a1 red", command=False)
    assert await plain(stage, "make section 77 of a1 red") == []


async def test_plain_words_propose_changes_to_those_who_may_make_them(stage: Stage):
    assert "for editors only" in await stage.say("mark a1 red", sender=READER)
    assert "for editors only" in await stage.say("please mark the ferries paper red", sender=READER, command=False)
    assert "for admins only" in await stage.say("telegram:3 may see red", sender=EDITOR, command=False)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("make me a token called laptop", "/token new laptop"),
        ("I lost my phone, revoke token 3", "/token revoke 3"),
        ("revoke all my links", "/links revoke all"),
        ("give me a calendar link", "/calendar link"),
        ("удали RSS-ленту", "/feed revoke"),
        ("给我一个日历链接", "/calendar link"),
        ("make a webhook for https://example.org/hooks", "/webhook new https://example.org/hooks"),
        ("pause webhook 2", "/webhook off 2"),
        ("удали вебхук 2", "/webhook revoke 2"),
        ("启用 webhook 2", "/webhook on 2"),
    ],
)
async def test_plain_words_about_links_and_tokens_propose_a_line(stage: Stage, words: str, line: str):
    assert line in await plain(stage, words)


@pytest.mark.parametrize(
    ("words", "told"), [("show my tokens", "no tokens"), ("какие у меня есть токены", "no tokens")]
)
async def test_lists_of_links_and_tokens_are_shown_at_once(stage: Stage, words: str, told: str):
    assert told in (await stage.say(words, command=False)).lower()


async def test_what_is_said_of_a_section_is_in_force(stage: Stage):
    await stage.say("mark a1 red")
    assert "Before: TLP:RED" in await stage.say("mark a1 2 red")
    told = await stage.say("mark a1 2 none because it is public")
    assert "has no marking of its own now. Like its analysis, it is TLP:RED." in told
    assert "TLP:RED" in await stage.say("mark a1 2")


async def test_under_an_embargo_the_readers_of_red_are_named(stage: Stage):
    await stage.say("mark a1 amber until 2099-12-04 09:00 Berlin")
    assert (
        "Until then, only those cleared for TLP:RED may see it; after that, those cleared for TLP:AMBER."
        in await stage.say("mark a1")
    )


async def test_an_import_tells_what_it_marked_and_a_marking_which_revisions_it_hides(stage: Stage):
    first = b"# Gull quay\n\n## Open\n\nThe quay is old.\n\n## Closed\n\nThe gull pay is 900 crowns.\n"
    await stage.say("import", files=(attachment("gulls.md", b"# Gull quay\n\n## Open\n\nThe quay is new.\n"),))
    await stage.say("import", files=(attachment("gulls.md", first),))
    told = await stage.say("mark a2 2 red")
    assert "Revision 1 lacks this section, so all of that revision is hidden alike." in told
    moved = first.replace(b"The gull pay is 900 crowns.", b"Empty.") + b"\n## Annex\n\nThe gull pay is 900 crowns.\n"
    told = await stage.say("import", files=(attachment("gulls.md", moved),))
    assert "Sentences of a marked section stand in “Annex” now" in told


SURFACES = [
    *("summary a1", "read a1 2", "sources a1", "quotes a1", "timeline a1", "actors a1", "audit a1", "sections a1"),
    *("info a1", "changes a1", "search ferry", "list", "events all", "event e1", "outlook all", "schedule"),
    *("ask how many ships are there?", "brief ships", "timeline a1 picture", "sources a1 bibtex", "calendar e1"),
]


@pytest.mark.parametrize("line", SURFACES)
async def test_each_surface_is_headed_by_the_marking_of_what_it_shows(stage: Stage, line: str):
    await stage.say("remind e1 7d")
    assert "TLP:" not in await stage.say(line)
    await stage.say("mark a1 amber+strict")
    head = (await stage.say(line)).split("\n\n")[:2]
    assert any("TLP:AMBER+STRICT" in each for each in head)
    await stage.say("mark a1 amber because it is known")
    assert "TLP:" not in await stage.say(line)


@pytest.mark.parametrize("line", ["help", "home", "status", "help mark", "list"])
async def test_what_shows_nothing_of_it_has_no_head(stage: Stage, line: str):
    await stage.say("mark a1 red")
    told = await stage.say(line, sender=READER)
    assert "TLP:RED" not in told.split("\n\n")[:2]


async def test_a_head_counts_the_sections_that_are_quoted_alone(stage: Stage):
    pier = b"# The pier\n\n## Paint\n\nThe pier was painted green in May 2026.\n\n"
    pier += b"## Owner\n\nOlsen bought the pier for 9 crowns.\n"
    await stage.say("import new", files=(attachment("pier.md", pier),))
    await stage.say("mark a2 2 red")
    assert "TLP:" not in await stage.say("search painted")
    assert "TLP:RED" in await stage.say("search bought")
    assert "TLP:" not in await stage.say("ask when was the pier painted?")
    assert "TLP:RED" in await stage.say("ask who bought the pier?")
    assert "TLP:RED" in await stage.say("read a2 2")
    assert "TLP:RED" in await stage.say("info a2")
    await stage.say(f"clearance {READER} amber", sender=ADMIN)
    assert "TLP:" not in await stage.say("read a2", sender=READER)


@pytest.mark.parametrize(
    ("line", "inside"),
    [("sources a1 bibtex", b"% TLP:RED\n"), ("calendar e1", b"X-WR-CALDESC:TLP:RED"), ("sources a1 ris", b"")],
)
async def test_a_file_carries_the_marking(stage: Stage, line: str, inside: bytes):
    await stage.say("mark a1 red")
    told = await stage.message(line)
    [file] = [each for each in told.blocks if isinstance(each, File)] if told else []
    assert "-TLP-RED." in file.name
    assert inside in file.data


SALE = b"TLP:RED\n\n# Ferry sale\n\nThe owner will sell the zeppelin on 2 May 2026.\n"


async def secret(stage: Stage) -> None:
    await stage.say("clearance here red")
    assert "a-1" in await stage.say("import", files=(attachment("sale.md", SALE),))


async def test_the_date_of_a_restricted_analysis_is_set_by_its_number(stage: Stage):
    await secret(stage)
    assert "published 4 January 2026" in await stage.say("published a-1 2026-01-04")


@pytest.mark.parametrize("line", ["open a-1", "read a-1", "summary a-1", "sources a-1"])
async def test_a_line_about_a_restricted_analysis_is_never_a_search_or_another_command(stage: Stage, line: str):
    await secret(stage)
    told = await stage.say(line)
    assert ("zeppelin" in told) is (line in ("read a-1", "summary a-1"))
    hidden = await stage.say(line, sender=READER)
    assert "There is no analysis a-1" in hidden or line == "open a-1"  # which has no pages here
    assert "across the library" not in hidden


async def _press(stage: Stage, message: Message | None, label: str, **how: Any) -> Message:
    """The answer to the button of that label."""
    assert message
    [line] = [
        button.says
        for block in message.blocks
        if isinstance(block, Buttons)
        for row in block.rows
        for button in row
        if button.label == label
    ]
    answer = await stage.message(line, pressed=True, **how)
    assert answer
    assert not answer.toast, answer.toast  # which platforms show in place of the message
    return answer


async def test_an_audience_in_plain_words_is_set_by_one_press(stage: Stage):
    await stage.say("clearance @board telegram:42")
    sure = await stage.message("only the board may read a1", command=False)
    assert sure
    assert "Go on?" in sure.plain()
    assert "is now TLP:AMBER, for @board only" in (await _press(stage, sure, "Yes")).plain()


@pytest.mark.parametrize(
    "line", ["mark a1 for @board", "mark a1 until 2026-12-04 09:00 Berlin for @board", "mark a1 red for @board"]
)
@pytest.mark.parametrize("typed", [False, True])
async def test_the_question_before_a_chat_loses_sight_is_answered_by_a_press_or_by_a_yes(
    stage: Stage, line: str, *, typed: bool
):
    await stage.say("clearance @board telegram:42")
    sure = await stage.message(line, sender=EDITOR)
    shown = await _press(stage, sure, "Cancel", sender=EDITOR)
    assert "TLP:AMBER, the default" in shown.plain()
    sure = await stage.message(line, sender=EDITOR)
    if typed:
        told = await stage.say("yes", sender=EDITOR, command=False)
    else:
        told = (await _press(stage, sure, "Yes", sender=EDITOR)).plain()
    assert "for @board only" in told


@pytest.mark.parametrize("part", ["Embargo", "Audience"])
async def test_a_pressed_part_asks_for_its_words(stage: Stage, part: str):
    asked = await _press(stage, await stage.message("mark a1", sender=EDITOR), part, sender=EDITOR)
    assert asked.awaits
    assert "Type " in asked.plain()


async def test_a_pressed_undo_of_a_stricter_marking_asks_why(stage: Stage):
    done = await stage.message("mark a1 red", sender=ADMIN, address="terminal:local")
    asked = await _press(stage, done, "Undo", sender=ADMIN, address="terminal:local")
    assert "Your next line is the reason" in asked.plain()
    assert not asked.replaces


@pytest.mark.parametrize("said", ["yes", "Yes!", "да", "是的"])
async def test_a_yes_in_words_does_what_was_proposed_and_once(stage: Stage, said: str):
    assert "Go ahead?" in await stage.say("please make a1 red", command=False)
    assert "is now TLP:RED" in await stage.say(said, command=False)
    assert "use its button" in await stage.say(said, command=False)


async def test_a_yes_of_somebody_else_or_after_another_line_runs_nothing(stage: Stage):
    await stage.say("please make a1 red", sender=EDITOR, address=GROUP, command=False)
    assert "use its button" in await stage.say("yes", sender=ADMIN, address=GROUP, command=False)
    await stage.say("list", sender=EDITOR, address=GROUP)
    assert "use its button" in await stage.say("yes", sender=EDITOR, address=GROUP, command=False)
    assert "TLP:AMBER" in await stage.say("mark a1", sender=EDITOR)


@pytest.mark.parametrize(
    "said", ["undo because it was wrong", "Because it was wrong", "because: it was wrong", "it was wrong"]
)
async def test_the_reason_of_an_undo_is_logged_without_the_command(stage: Stage, said: str):
    await stage.say("mark a1 red")
    assert "Your next line is the reason" in await stage.say("undo")
    assert "Undone: " in await stage.say(said, command=False)
    log = await stage.say("log")
    assert "it was wrong" in log
    assert "ecause" not in log


@pytest.mark.parametrize(
    "said", ["mark a1 clear because the council agreed to it", "/because the council agreed to it"]
)
async def test_the_line_that_a_question_for_the_reason_offers_is_carried_out_without_its_slash(stage: Stage, said: str):
    await stage.say("mark a1 clear")
    assert "is now TLP:CLEAR" in await stage.say(said.lstrip("/"), command=said.startswith("/"))
    assert "because the" not in await stage.say("log")


async def test_a_reason_that_holds_a_yes_keeps_it(stage: Stage):
    assert "Go on?" in (await stage.say("mark a1 red because they said yes", sender=EDITOR))
    await stage.say("yes", sender=EDITOR, command=False)
    assert "they said yes" in await stage.say("log", sender=ADMIN, address="terminal:local")


async def test_an_import_names_the_marking_that_the_file_gave_itself(stage: Stage):
    first = attachment("weirs.md", b"# Weirs\n\nTLP:GREEN\n\n## Open\n\nThe weir is new.\n")
    assert "Marked TLP:GREEN. To change it, type /mark a2." in await stage.say("import", files=(first,))
    again = attachment("weirs.md", b"# Weirs\n\nTLP:GREEN\n\n## Open\n\nThe weir is old.\n")
    told = await stage.say("import", files=(again,))
    assert "The file says TLP:GREEN, which counts if it is stricter than before: /mark a2" in told
    plain = attachment("locks.md", b"# Locks\n\n## Open\n\nThe lock is new.\n")
    assert "Marked TLP:" not in await stage.say("import", files=(plain,))


async def test_an_import_takes_a_marking(stage: Stage):
    locks = attachment("locks.md", b"# Locks\n\n## Open\n\nThe lock is new.\n")
    assert "Marked TLP:GREEN" in await stage.say("import green published 2026-02-05", files=(locks,))


async def test_a_receipt_of_a_text_from_which_a_section_is_cut_names_the_place_in_the_whole_text(stage: Stage):
    paper = b"# Quay\n\n## Closed\n\nThe gannet pay is 900 crowns.\n\n## Method\n\nWe counted seven zeppelins here.\n"
    await stage.say("import new", files=(attachment("quay.md", paper),))
    await stage.say("mark a2 1 red")

    async def nobody(_platform: str, _reason: str) -> None: ...

    events = PlatformEventLog(stage.briefings, lambda: stage.now, nobody)
    for address in (READER, "terminal:local"):
        told = await stage.message("search zeppelins", sender=address, address=address)
        assert told
        await events.answered(address, told, ["1"])
    with viewing(SYSTEM):
        text = (await stage.briefings.library.get(2)).draft.text
        quoted = await stage.briefings.quote_receipts.quoted(2)
    assert {address: [text[each.start : each.end] for each in spans] for address, spans in quoted.items()} == {
        READER: ["We counted seven zeppelins here."],
        "terminal:local": ["We counted seven zeppelins here."],
    }


@command("stroll", "Names an analysis by its number")
async def stroll(call: Call) -> Message:
    return say(Paragraph(text("Look at a1 first.")))


@command("mutter", "Names an analysis by its title alone")
async def mutter(call: Call) -> Message:
    [entry] = await call.briefings.library.entries()
    return say(Paragraph(text(f"I would begin with {entry.title}, if I were you.")))


@command("peek", "Shows words of an analysis without a name or a quotation")
async def peek(call: Call) -> Message:
    place = await call.place(())
    return say(Paragraph(text(place.analysis.draft.actors[0].name)))


@command("dawdle", "Names an analysis later")
async def dawdle(call: Call) -> Message:
    async def later() -> Message:
        return await mutter.run(call)

    return replace(say("Wait."), later=later)


NEW = Registry((Group("New", (stroll, mutter, peek, dawdle)),))


@pytest.mark.parametrize("line", [each.name for each in NEW])
async def test_a_new_command_has_a_head_whatever_way_it_names_an_analysis(stage: Stage, line: str):
    await stage.briefings.markings.clear(ADMIN, "RED", "Ida", stage.now, "she edits it")
    talk = Conversation(stage.briefings, stage.roles, lambda: stage.now, registry=NEW)

    async def told() -> Message:
        message = await talk.answer(Request(ADMIN, ADMIN, line, stage.now, private=True))
        assert message
        return await message.later() if message.later else message

    assert (await told()).marking == ""
    await stage.say("mark a1 red")
    assert (await told()).marking == "RED"
    assert "TLP:RED" in (await told()).plain()


@pytest.fixture
@filled_once
async def red(stage: Stage) -> Stage:
    """The analysis is red, and there is a digest and a reminder."""
    for line in ("subscribe weekly", "remind e1 7d", "mark a1 red"):
        await stage.say(line)
    return stage


@pytest.mark.parametrize("name", [each.name for each in commands()])
async def test_each_command_that_names_a_red_analysis_has_a_head(red: Stage, name: str):
    analysis = await red.briefings.library.get(1)
    found = commands().find(name)
    assert found
    for line in (name, *(f"{name} {each}" for each in ("a1", "e1", "ferry", "ships", "all")), *found.examples):
        told = await red.message(line)
        said = told.plain() if told else ""
        if told and (analysis.title in said or quoted_spans(told)):
            assert "TLP:RED" in said, (line, said)


async def test_the_name_of_a_file_that_cannot_be_read_is_for_who_may_see_everything(stage: Stage):
    await stage.briefings.folder.refuse("coup in april.xyz", FileStat(1, 1), "The file is damaged.", stage.now)
    told = await stage.say("status", sender=EDITOR)
    assert "coup" not in told
    assert "1 file of the library folder wasn't imported" in told
    await stage.briefings.markings.clear(EDITOR, "RED", "Ida", stage.now, "she edits it")
    assert "coup" in await stage.say("status", sender=EDITOR)


SECRET = b"# Weirs\n\nEmbargoed until 4 December 2026, 09:00\n\n## Open\n\nThe weir is new.\n"


async def test_an_import_says_who_sees_it_and_offers_to_narrow_that(stage: Stage):
    plain = attachment("locks.md", b"# Locks\n\n## Open\n\nThe lock is new.\n")
    told = await stage.message("import", sender=EDITOR, files=(plain,))
    assert "all chats and people who are cleared for TLP:AMBER see it" in told.plain()
    assert [each for each in says(told) if each.startswith("/mark")] == ["/mark a2 for me", "/mark a2"]
    other = attachment("quays.md", b"# Quays\n\n## Open\n\nThe quay is new.\n")
    told = await stage.message("import", sender=EDITOR, address=GROUP, private=False, files=(other,))
    assert [each for each in says(told) if each.startswith("/mark")] == [
        "/mark a3 for me",
        "/mark a3 for here",
        "/mark a3",
    ]
    assert f"is now TLP:AMBER, for {GROUP} only" in await stage.say(
        "mark a3 for here", sender=EDITOR, address=GROUP, private=False
    )
    assert "no analysis a3" in await stage.say("read a3", sender=READER)


async def test_a_text_under_embargo_is_seen_by_who_imported_it_until_somebody_marks_it(stage: Stage):
    told = await stage.message("import", sender=EDITOR, files=(attachment("weirs.md", SECRET),))
    assert "The text says “Embargoed until 4 December 2026, 09:00”" in told.plain()
    buttons = [b for block in told.blocks if isinstance(block, Buttons) for row in block.rows for b in row]
    embargo = next(each for each in buttons if each.label.startswith("Embargo until Friday 4 December 2026, 09:00"))
    assert "Weirs" not in await stage.say("list", sender=READER)
    assert "Weirs" in await stage.say("list", sender=EDITOR)
    asked = await stage.message(embargo.says.removeprefix("/"), sender=EDITOR, pressed=True)
    assert "nobody can see" in asked.plain()
    told = await stage.message(says(asked)[0].removeprefix("/"), sender=EDITOR, pressed=True)
    assert "under embargo until Friday 4 December 2026, 09:00" in told.plain()
    assert "Weirs" not in await stage.say("list", sender=EDITOR)
    assert "the text says so" in await stage.say("log", sender=ADMIN, address="terminal:local")


async def test_what_a_text_says_of_its_secrecy_counts_until_everybody_may_see_it_for_a_reason(stage: Stage):
    note = attachment("locks.md", "# Шлюзы\n\nДля служебного пользования\n\nШлюз новый.\n".encode())
    told = await stage.message("import", sender=EDITOR, files=(note,))
    assert "/mark a-1 amber+strict for all because the text says so" in says(told)
    assert "/mark a-1 for all" in says(told)
    assert "Why?" in await stage.say("mark a-1 for all", sender=EDITOR)
    await stage.say("it is published", sender=EDITOR, command=False)
    assert "Шлюзы" in await stage.say("list", sender=READER)


OFFER = b"""TLP:RED

# Harbour offer

## Bid

The harbour board will open the Varna offer on 4 May 2026. "The bid is high", said Oskar Falk.

## Bidders

The harbour board will close the Varna offer on 6 May 2026.
"""


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("event varna", "could mean"),  # an error of a command
        ("when is the varna offer?", "Varna"),
        ("remind me a day before the varna offer", "could mean"),  # a question back
        ("move the varna offer to 8 May", "could mean"),
        ("read harbour bod", "Similar"),
        ("quotes a-1 falc", "Oskar Falk"),
        ("remind me of the opening", "e-1"),  # an offer, or a question whether to go ahead
    ],
)
async def test_a_question_back_and_an_error_have_the_head_of_what_they_name(stage: Stage, line: str, named: str):
    await stage.message("import", files=(attachment("offer.md", OFFER),))
    told = await stage.message(line, command=line.split()[0] in ("event", "read", "quotes"))
    assert named in told.plain()
    assert "TLP:RED" in told.plain().split("\n\n")[:2]


@pytest.mark.parametrize("line", ["read harbour offer bi"])
async def test_an_offer_and_an_error_that_name_a_marked_section_have_its_head(stage: Stage, line: str):
    await stage.message("import", files=(attachment("offer.md", OFFER.replace(b"TLP:RED\n", b"")),))
    await stage.say("mark a2 1 red yes")
    told = await stage.message(line, command=line.startswith("read"))
    assert "TLP:RED" in told.plain().split("\n\n")[:2]


async def test_an_event_that_was_muted_and_is_restricted_since_is_not_in_the_status(stage: Stage):
    await stage.message("import", files=(attachment("offer.md", OFFER.replace(b"TLP:RED\n", b"")),))
    for line in ("mute e1", "mute board will open the varna"):
        await stage.say(line, sender=EDITOR)
    assert "Harbour board will open the Varna offer" in await stage.say("status", sender=EDITOR)
    await stage.say("mark a2 red")
    told = await stage.say("status", sender=EDITOR)
    assert "Harbour summit" in told
    assert "Varna" not in told


async def test_who_imported_or_removed_what_is_hidden_since_is_told_nothing_of_it(stage: Stage):
    imported = await stage.message("import", sender=EDITOR, files=(attachment("offer.md", OFFER[9:]),))
    undo = next(each for each in says(imported) if each.startswith("/undo"))
    assert "Harbour offer" in await stage.say("undo", sender=EDITOR)
    await stage.say("list", sender=EDITOR)
    await stage.say("mark a2 red")
    assert await stage.say("undo", sender=EDITOR) == "Your last change here can't be undone."
    assert f"There is no change {undo.split()[1]} here" in await stage.say(undo, sender=EDITOR, pressed=True)
    assert "Harbour offer" not in await stage.say("log", sender=EDITOR)
    for line in ("undo that", "bring it back", "make it 9 May", "undo"):
        assert not re.search("a2|offer|Varna", await stage.say(line, sender=EDITOR, command=False))


async def test_the_undo_of_a_removal_names_nothing_to_who_is_cleared_no_more(stage: Stage):
    await stage.say(f"clearance {EDITOR} red because she edits it", sender=ADMIN)
    await stage.message("import", sender=EDITOR, files=(attachment("offer.md", OFFER),))
    removed = await stage.message("remove a-1 yes", sender=EDITOR)
    assert "TLP:RED" in removed.plain().split("\n\n")[:2]
    await stage.say(f"clearance {EDITOR} amber", sender=ADMIN)
    assert await stage.say("undo", sender=EDITOR) == "Your last change here can't be undone."
    undo = next(each for each in says(removed) if each.startswith("/undo"))
    assert "There is no change" in await stage.say(undo, sender=EDITOR, pressed=True)
    await stage.say(f"clearance {EDITOR} red because she edits it", sender=ADMIN)
    assert "“Harbour offer” is back" in await stage.say(undo, sender=EDITOR, pressed=True)
