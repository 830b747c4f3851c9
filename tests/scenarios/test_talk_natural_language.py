"""Plain words: what is answered, which command is told, what is asked back and what is left alone."""

import pytest

from tests.scenarios.stage import EDITOR, READER, Stage, attachment, says

GROUP = "telegram:-5"


@pytest.fixture
async def library(stage: Stage) -> Stage:
    """The ferries are a1, their summit in April is e2 or what the agenda calls it."""
    await stage.import_ferries()
    return stage


async def summit(stage: Stage) -> str:
    return f"e{(await stage.briefings.agenda.find('summit')).id}"


async def test_a_wish_is_answered_with_the_command_that_it_is_taken_for(library: Stage):
    told = await library.say("When is the harbour summit?", command=False)
    assert "in April 2026, day not set" in told
    line = f"/event {await summit(library)}"
    assert f"You can also type {line}" in told
    assert told.replace(f"You can also type {line}\n\n", "") == await library.say(line)


async def test_what_was_typed_as_a_command_is_not_told_again(library: Stage):
    for line in ("events", "summary 2 short", "/events"):
        assert "You can also type" not in await library.say(line, command=False)


async def test_an_event_is_found_by_its_month_and_by_its_sort(library: Stage):
    id_ = await summit(library)
    for words in ("the April meeting", "the meeting in April", "the conference"):
        assert f"/event {id_}" in await library.say(f"how far away is {words}?", command=False)


async def test_a_reminder_is_set_and_can_be_undone(library: Stage):
    id_ = await summit(library)
    asked = await library.message("remind me a week before the April meeting at 9 Beijing time", command=False)
    assert says(asked) == [f"/remind 7 days before {id_} at 09:00 Asia/Shanghai"]
    message = await library.message("yes", command=False)
    assert message
    assert "7 days before, at 09:00 Asia/Shanghai" in message.plain()
    assert says(message) == [f"/remind {id_} off", "/undo 2"]
    assert "No more reminders" in await library.agreed("please stop the reminders for the summit")


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        *(("at 09:00 (Beijing)", "Asia/Shanghai"), ("at 9 (Beijing time)", "Asia/Shanghai")),
        *(("at 9 Munich time", "Europe/Berlin"), ("(9:00 Osaka time)", "Asia/Tokyo")),
        *(
            ("at 9am [Europe/Paris]", "Europe/Paris"),
            ("(Beijing time) at 9:00", "Asia/Shanghai"),
            ("at 9 am (Мюнхен)", "Europe/Berlin"),
        ),
    ],
)
async def test_a_zone_behind_the_time_counts_in_brackets_too(library: Stage, said: str, zone: str):
    id_ = await summit(library)
    for line in (
        f"please remind us seven days before the meeting in April {said}",
        f"/remind 7 days before {id_} {said}",
    ):
        told = await library.say(line, command=False)
        told = await library.say("yes", command=False) if "Go ahead?" in told else told
        assert f"7 days before, at 09:00 {zone}" in told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        *(("Xyzzy time", "I don't know the time zone “Xyzzy”"), ("(Xyzzy)", "I don't know the time zone “Xyzzy”")),
        *(("Portland time", "“Portland” can mean several time zones"), ("(CST)", "“CST” can mean several time zones")),
        ("(UTC+8)", "“UTC+8” isn't the time zone of a place"),
    ],
)
async def test_a_zone_that_nobody_can_tell_is_named_and_nothing_set(library: Stage, said: str, told: str):
    for line in ("please remind us a week before the April meeting", "/remind 7 days before the April summit"):
        assert told in await library.say(f"{line} at 9:00 {said}", command=False)
    if said != "(CST)":
        assert told in await library.say(f"every weekday at 9:00 {said}", command=False)
    assert "No subscriptions" in await library.say("subscriptions")


async def test_a_digest_is_ordered_and_ended(library: Stage):
    assert says(await library.message("every weekday at 8 London", command=False))
    message = await library.message("yes", command=False)
    assert message
    assert "Every weekday at 08:00 Europe/London" in message.plain()
    assert says(message) == ["/unsubscribe 1", "/undo 2"]
    assert says(await library.message("cancel the digest", command=False)) == ["/unsubscribe 1"]
    ended = await library.message("yes", command=False)
    assert ended
    assert "Subscription 1 has ended" in ended.plain()
    assert says(ended) == ["/undo 3"]
    assert "No subscriptions" in await library.say("cancel my digest", command=False)


async def test_a_part_is_found_by_what_it_speaks_of(library: Stage):
    told = await library.say("sources for the part about fuel", command=False)
    assert "/sources a1 3" in told


async def test_a_topic_that_no_heading_names_is_looked_for_in_the_library(library: Stage):
    assert "/brief fuel" in await library.say("tell me about fuel", command=False)


async def test_a_question_goes_to_the_library_and_a_statement_is_searched_for(library: Stage):
    assert "/ask who gains from the pact" in await library.say("who gains from the pact?", command=False)
    assert "/search I read about the berths" in await library.say("I read about the berths", command=False)


async def test_a_quotation_of_somebody_who_is_not_quoted_becomes_a_question(library: Stage):
    assert "/ask what did Lindqvist say" in await library.say("what did Lindqvist say?", command=False)


async def test_a_change_of_an_event_is_confirmed_by_a_button(library: Stage):
    message = await library.message("move the summit to 14 April", command=False)
    assert message
    assert "Go ahead?" in message.plain()
    (line,) = says(message)
    assert "day not set" in await library.say("event summit")
    assert "14 April 2026" in await library.say(line)
    assert "14 April 2026" in await library.say("event summit")


async def test_a_reader_is_not_offered_what_editors_do(library: Stage):
    await library.say("start", sender=EDITOR, address=GROUP)
    told = await library.say("cancel the summit", sender=READER, address=GROUP, command=False)
    assert told == f"/event {await summit(library)} cancelled is for editors only; you are a reader here."


async def test_all_data_is_not_erased_before_a_button_confirms_it(library: Stage):
    await library.say("timezone Tokyo")
    assert says(await library.message("delete all my data", command=False)) == ["/forget yes"]
    assert "Asia/Tokyo" in await library.say("status")


async def test_a_wish_that_names_no_event_is_asked_back_where_there_are_several(library: Stage):
    assert "Reminders set" in await library.agreed("remind me a week before")
    await library.say("event new 2026-05-14 Budget vote")
    told = await library.say("remind me a week before", command=False)
    assert "Which event do you mean?" in told
    assert "Budget vote" in told


async def test_small_talk_runs_nothing(library: Stage):
    assert "Ask me in plain words" in await library.say("hi", sender=EDITOR, address=GROUP, command=False)
    assert await library.say("thanks!", command=False) == "You are welcome."
    assert "opened with /start" in await library.say("list", sender=READER, address=GROUP)


async def test_a_mistyped_command_is_still_asked_about(library: Stage):
    message = await library.message("sumary a1 short", command=False)
    assert message
    assert says(message) == ["/summary a1 short"]


async def test_words_of_a_sentence_after_a_slash_are_understood(library: Stage):
    assert f"/remind {await summit(library)} 7d" in says(await library.message("/remind me a week before the summit"))
    assert "/search berths" in await library.say("search for berths")


async def test_whatever_is_said_is_answered(library: Stage):
    for line in (
        "?",
        "...",
        "event",
        "a",
        "§",
        "the",
        "remind me",
        "summarise section 99",
        "when is",
        "x" * 4000,
        "{place}",
    ):
        assert await library.say(line, command=False)


async def also(stage: Stage, *said: str) -> list[str]:
    """What each sentence is taken for, one after the other."""
    told = [await stage.say(line, command=False) for line in said]
    return [answer.partition("You can also type ")[2].partition("\n")[0] for answer in told]


async def test_an_answer_is_varied_by_what_is_said_after_it(library: Stage):
    assert await also(library, "summarise section 2", "shorter", "longer", "more", "more") == [
        *("/summary 2", "/summary 2 short", "/summary 2 medium", "/summary 2 long", "/read 2")
    ]
    assert await also(library, "next section", "and the sources?", "too long") == [
        "/read 3",
        "/sources 3",
        "/summary 3 medium",
    ]
    assert await also(library, "search berths", "more", "again") == ["", "/brief berths", "/brief berths"]


@pytest.mark.parametrize("command", ["summary", "read", "sources"])
async def test_the_section_after_one_named_by_words_is_the_next_one(library: Stage, command: str):
    assert "section 2" in await library.say(f"{command} the pact")
    assert "section 3" in await library.say("next section", command=False)
    assert "section 4" in await library.say("下一节", command=False)


async def test_it_means_the_event_that_was_spoken_of(library: Stage):
    await library.say("event new 2026-05-14 Budget vote")
    id_ = await summit(library)
    assert await also(library, "when is the harbour summit?") == [f"/event {id_}"]
    for said, line in (("remind me a week before it", "7d"), ("stop reminding me of it", "off")):
        assert says(await library.message(said, command=False)) == [f"/remind {id_} {line}"]
        await library.say("yes", command=False)
    assert id_ in await library.say("remind me of it tomorrow", command=False)


async def test_before_any_answer_there_is_the_newest_analysis_to_vary(library: Stage):
    assert await also(library, "shorter") == ["/summary short"]
    assert await also(library, "next page") == ["/summary 1 short"]


async def test_the_section_after_a_whole_summary_is_the_first(library: Stage):
    assert await also(library, "summary short", "next section", "next section") == [
        *("", "/summary 1 short", "/summary 2 short")
    ]
    await library.say("sources a1")
    assert await also(library, "next section") == ["/sources a1 1"]


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("a1", "medium summary"),
        ("A1.", "medium summary"),
        ("section 2", "medium summary of section 2"),
        ("section 2 of a1", "medium summary of section 2"),
        ("a1, section 2", "medium summary of section 2"),
        ("?", "Commands"),
        ("?sources", "/sources"),
        ("a99", "There is no analysis a99."),
        ("section 99", "there is no section 99"),
        ("e99", "There is no event e99."),
    ],
)
@pytest.mark.parametrize("command", [True, False])
async def test_a_bare_name_opens_what_it_names(library: Stage, said: str, title: str, *, command: bool):
    await library.say("sources a1")
    assert title in await library.say(said, command=command)


async def test_an_events_bare_id_shows_it(library: Stage):
    id_ = await summit(library)
    assert f"{id_} · " in await library.say(id_, command=False)


async def test_what_was_answered_is_each_persons_own_and_is_forgotten_with_the_chat(library: Stage):
    await library.say("start", sender=EDITOR, address=GROUP)
    await library.say("summary 2", sender=EDITOR, address=GROUP)
    assert "/summary short" in await library.say("shorter", sender=READER, address=GROUP, command=False)
    await library.say("forget yes")
    assert await library.briefings.chats.last_line("terminal:local", "terminal:owner") == ""


async def test_whoever_is_in_no_place_changes_no_time_zone(library: Stage):
    assert "/search I am in a hurry" in await library.say("I am in a hurry", command=False)
    assert "/timezone Berlin" in await library.say("I am in Berlin now", command=False)


async def test_an_event_is_cancelled_in_plain_words_after_a_question(library: Stage):
    await library.say("event new 2026-05-20 Board meeting")
    for words in ("cancel the board meeting", "the board meeting has been cancelled"):
        message = await library.message(words, command=False)
        assert "on 20 May 2026" in message.plain()  # so that it is seen which event that is
        [line] = says(message)
        board = (await library.briefings.agenda.find("board meeting")).id
        assert line == f"/event e{board} cancelled"
    assert "cancelled" in await library.say(line)
    assert "on 20 May 2026" in await library.say("undo that", command=False)


@pytest.mark.parametrize("words", ["отмени саммит", "取消峰会", "саммит отменён", "峰会取消了"])
async def test_the_only_meeting_is_meant_in_any_language(library: Stage, words: str):
    [line] = says(await library.message(words, command=False))
    assert line == f"/event {await summit(library)} cancelled"


async def test_a_reader_changes_no_event_in_words(library: Stage):
    await library.say("start", sender=EDITOR, address=GROUP)
    for words in ("the harbour summit was postponed", "cancel the harbour summit"):
        told = await library.say(words, sender=READER, address=GROUP, command=False)
        assert "is for editors only" in told


async def test_what_is_said_of_no_event_is_looked_for(library: Stage):
    assert "You can also type /search" in await library.say("the debate on prices was postponed", command=False)


CALLS = """Two Calls: How the Three Capitals Talk
China and Russia
Putin praised the energy ties between Russia and China on February 4, 2026 (Xinhua, 2026).
The Price of Trade
The China-US meeting in April will be about trade (Lee, 2025).
References
Lee, A. (2025). Prices.
Xinhua. (2026, February 4). A call.
"""


async def calls(stage: Stage) -> Stage:
    await stage.say("import", files=(attachment("calls.txt", CALLS.encode()),))
    return stage


@pytest.mark.parametrize(
    "words",
    [
        "когда апрельская встреча?",
        "когда встреча Китая и США?",
        "когда визит Трампа в Китай?",
        "四月会晤是什么时候？",
        "中美会晤什么时候举行？",
        "when will Trump visit China?",
        "when is Trump going to China?",
        "когда визит Трампа?",
        "could you tell me when Trump and Xi are going to meet?",
    ],
)
async def test_an_event_is_found_in_another_language_and_by_who_comes(stage: Stage, words: str):
    told = await (await calls(stage)).say(words, command=False)
    assert "China-US meeting" in told
    assert "in April 2026" in told


@pytest.mark.parametrize(
    "words",
    [
        "источники по России",
        "俄罗斯部分的来源",
        "sources for the Russia part",
        "sources back the Russia bit",
        "sources behind the Russia section",
    ],
)
async def test_a_section_is_found_by_its_heading_in_another_language(stage: Stage, words: str):
    assert "China and Russia" in (told := await (await calls(stage)).say(words, command=False))
    assert "You can also type /sources" in told


async def test_a_heading_in_another_language_is_not_guessed(stage: Stage):
    told = await (await calls(stage)).say("источники по Тайваню", command=False)
    assert not any(f"/sources a1 {number}" in told for number in (1, 2))


async def test_the_sources_of_an_event_are_those_of_the_section_that_tells_of_it(stage: Stage):
    for asked in ("and the sources?", "а источники?", "那来源呢？"):
        await (await calls(stage)).say("event China-US meeting")
        assert "/sources a1 2" in await stage.say(asked, command=False)


@pytest.mark.parametrize("words", ["дальше", "继续", "keep going"])
async def test_going_on_is_to_the_next_section_or_to_more_words(stage: Stage, words: str):
    await (await calls(stage)).say("read a1 1")
    assert "/read a1 2" in await stage.say(words, command=False)
    await stage.say("summary a1 short")
    assert "/summary a1 medium" in await stage.say(words, command=False)


@pytest.mark.parametrize("words", ["сделай короче", "更短一点", "can you shorten it a little?"])
async def test_an_answer_is_shortened_in_each_language(stage: Stage, words: str):
    await (await calls(stage)).say("summary a1 long")
    assert "/summary a1 medium" in await stage.say(words, command=False)
