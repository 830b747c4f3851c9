"""Plain words that no phrase foresees: facts, periods, names in other languages, questions back and offers."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.kept_libraries import filled_once
from tests.scenarios.stage import READER, Stage, attachment, says

LIBRARY = Path(__file__).parents[2] / "benchmarks" / "plain_words" / "library"
PLACES = ("terminal:owner", "telegram:1", "slack:U1")


@pytest.fixture
@filled_once
async def library(stage: Stage) -> Stage:
    """Lithium is a1, Xi a2, the ports a3, on 27 November 2026."""
    stage.now += timedelta(days=290)
    for name in ("lithium.txt", "xi.txt", "ports.txt"):
        await stage.say("import", files=(attachment(name, (LIBRARY / name).read_bytes()),))
    for number in (1, 2, 3):
        await stage.briefings.agenda.keep_all(number, "", stage.now)
    await stage.briefings.chats.answered("terminal:local", "terminal:owner", "list", stage.now)
    return stage


async def event(stage: Stage, word: str) -> str:
    return f"e{(await stage.briefings.agenda.find(word)).id}"


@pytest.mark.parametrize("sender", PLACES)
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("what's the latest analysis?", "Port Strikes and Shipping Rates"),
        ("who wrote the lithium paper?", "Marta Quiroga"),
        ("when was the Xi paper published?", "2 October 2026"),
        ("how long is the lithium paper?", "196 words, 6 sections"),
        ("which source is cited the most in the lithium paper?", "Alvarez, P. (2024)"),
        ("are there uncited references in the lithium paper?", "Duarte, M. (2022)"),
        ("how many events are there in 2027?", "3 events"),
        ("how many analyses do you have?", "Analyses: 3"),
        ("谁写的a2", "Daniel Harrow"),
        ("a1谁写的", "Marta Quiroga"),
    ],
)
async def test_facts_about_the_library_are_told_everywhere(library: Stage, said: str, told: str, sender: str):
    assert told in await library.say(said, sender=sender, command=False)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("any events before Christmas?", "/events before 2026-12-25"),
        ("what is on in january", "/events in january"),
        ("圣诞节前有活动吗", "/events before 2026-12-25"),
        ("события в январе", "/events in january"),
        ("any events about lithium", "/events about lithium"),
        ("what happens on 13 december", "/events 2026-12-13"),
        ("what happens on december 13, 2027?", "/events 2027-12-13"),
        ("события до 13 декабря", "/events before 2026-12-13"),
        ("12月13日有什么活动", "/events 2026-12-13"),
    ],
)
async def test_events_are_narrowed_by_period_and_topic(library: Stage, said: str, line: str):
    message = await library.message(said, command=False)
    assert message
    assert message.line == line


async def test_only_events_of_the_period_are_listed(library: Stage):
    told = await library.say("events in december")
    assert "ballot" in told
    assert "mining law" in told
    assert "summit" not in told
    assert "No upcoming event matches “April 2027”" in await library.say("events in april")
    assert "I can't read “plugh” as a date" in await library.say("/events plugh")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("which papers came in this week?", "Port Strikes and Shipping Rates"),
        ("what papers did we get this week?", "Port Strikes and Shipping Rates"),
        ("какие статьи пришли на этой неделе?", "Port Strikes and Shipping Rates"),
        ("本周来了哪些论文？", "Port Strikes and Shipping Rates"),
        ("有没有关于罢工的内容", "No analysis mentions “罢工”"),
        ("во сколько следующий дайджест", "Nothing is scheduled"),
        ("в котором часу следующая сводка?", "Nothing is scheduled"),
    ],
)
async def test_what_came_in_and_when_the_next_digest_comes_is_asked_in_many_ways(library: Stage, said: str, told: str):
    assert told in await library.say(said, command=False)


@pytest.mark.parametrize("said", ["关掉简报"])
async def test_a_digest_is_stopped_after_a_question(library: Stage, said: str):
    await library.say("subscribe daily 8:00")
    assert "/unsubscribe" in await library.say(said, command=False)
    assert len(await library.briefings.subscriptions.of("terminal:local")) == 1


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("о чём раздел про Чили?", "/summary a1 2"),
        ("открой доклад по литию", "/read a1"),
        ("总结习近平的论文", "/summary a2"),
        ("open the lithum doc", "/read a1"),
        ("sumarize teh port paper", "/summary a3"),
    ],
)
async def test_names_are_found_in_another_language_and_with_slips(library: Stage, said: str, line: str):
    message = await library.message(said, command=False)
    assert message
    assert message.line.startswith(line) or line in says(message)


async def test_a_title_that_nobody_has_is_not_taken_for_the_current_analysis(library: Stage):
    told = await library.say("who wrote the cobalt paper?", command=False)
    assert "Author" not in told
    assert "Ingrid Solberg" not in told


@pytest.mark.parametrize(
    "said", ["don't bug me at night", "不要在晚上打扰我", "не пиши мне по ночам", "never disturb me when I am asleep"]
)
async def test_a_change_is_confirmed_first(library: Stage, said: str):
    message = await library.message(said, command=False)
    assert message
    assert "/quiet 22:00-07:00" in says(message)
    assert (await library.briefings.chats.chat("terminal:local")).quiet is None


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("i want a digest about shipping rates only, mondays at 8", "“shipping rates”"),
        ("i want a digest about lithium every friday at 9:00", "“lithium”"),
    ],
)
async def test_the_topic_of_a_digest_is_kept(library: Stage, said: str, topic: str):
    await library.agreed(said)
    assert topic in await library.say("subscriptions")


async def test_an_analysis_is_not_removed_where_it_is_asked_how(library: Stage):
    told = await library.say("take out the sample analyses", command=False)
    assert "expired" not in told
    assert "/remove" in told
    assert await library.briefings.library.count() == 3


@pytest.mark.parametrize("said", ["forget the reminder about the summit", "忘掉关于summit的提醒"])
async def test_a_reminder_to_forget_is_never_set(library: Stage, said: str):
    id_ = await event(library, "summit")
    await library.say(f"remind {id_} 7d")
    message = await library.message(said, command=False)
    assert message
    assert "7d 1d" not in message.plain()


async def test_a_digest_is_moved_after_a_question(library: Stage):
    await library.say("subscribe fri 08:00")
    message = await library.message("push the Friday digest to 5pm instead", command=False)
    assert says(message) == ["/settings digest fri 17:00"]
    assert "08:00" in await library.say("subscriptions")


async def test_an_hour_without_its_half_of_the_day_is_asked_about(library: Stage):
    id_ = await event(library, "summit")
    message = await library.message("remind me at 4 about the summit", command=False)
    assert says(message) == [f"/remind 7 days before {id_} at 04:00", f"/remind 7 days before {id_} at 16:00"]
    assert not await library.briefings.subscriptions.follows("terminal:local")
    await library.say(says(message)[1])
    assert "16:00" in await library.say(f"event {id_}") + await library.say("schedule")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("who are you", "I'm Readout, a bot."),
        ("thanks a million", "You are welcome."),
        ("спасибо, это то что нужно", "Пожалуйста."),
        ("谢谢啦", "不客气。"),
        ("good evening bot", "Hello."),
    ],
)
async def test_small_talk_gets_one_line(library: Stage, said: str, told: str):
    assert (await library.say(said, command=False)).startswith(told)


async def test_an_unclear_sentence_gets_buttons_and_changes_nothing(library: Stage):
    message = await library.message("delete the note", command=False)
    assert message
    assert "Nothing in the library" not in message.plain()
    assert await library.briefings.library.count() == 3


@pytest.mark.parametrize(
    "said", ["write me a note", "do something", "order me a pizza", "tell me a joke", "改一下这个"]
)
async def test_what_nobody_can_do_is_no_error_and_no_change(library: Stage, said: str):
    told = await library.say(said, command=False)
    assert told
    assert "went wrong" not in told


async def test_the_next_section_after_a_whole_summary_is_the_first(library: Stage):
    await library.say("summary a1")
    assert " a1 1" in await library.say("next section", command=False)


async def test_a_reader_is_offered_no_change_of_events(library: Stage):
    await library.say("start", sender="telegram:1", address="telegram:-5")
    message = await library.message("cancel the summit", sender=READER, address="telegram:-5", command=False)
    assert message
    assert not any("cancelled" in line for line in says(message))


@pytest.mark.parametrize("said", ["how long is tomas's mail", "how long is the mayor's letter?"])
async def test_a_text_that_nobody_has_is_not_taken_for_the_current_one(library: Stage, said: str):
    assert "words, " not in await library.say(said, command=False)


@pytest.mark.parametrize(
    "said", ["can you read my link https://news.example/5", "please load my page https://a.example"]
)
async def test_a_link_that_somebody_wants_read_is_told_of(library: Stage, said: str):
    assert "No analysis mentions" not in await library.say(said, command=False)


async def test_a_command_that_is_typed_stays_a_command(library: Stage):
    assert "No title contains “reminders”" in await library.say("/list reminders")
    assert "Status" in await library.say("list reminders", command=False)


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("which of these papers has the most references?", "a1 Lithium Diplomacy in the Andes: 4 references"),
        ("which paper is the longest?", "a1 Lithium Diplomacy in the Andes: 196 words"),
        ("what is the oldest paper?", "a1 Lithium Diplomacy in the Andes: 14 September 2026"),
        ("哪篇文章引用的文献最多？", "a1 Lithium Diplomacy in the Andes: 4 references"),
        ("в какой статье больше всего источников?", "a1 Lithium Diplomacy in the Andes: 4 references"),
    ],
)
async def test_the_first_of_all_analyses_by_a_fact_is_told(library: Stage, said: str, first: str):
    told = await library.say(said, command=False)
    assert next(line for line in told.splitlines() if line.startswith("- ")) == f"- {first}"
    assert "a3 Port Strikes" in told


async def test_more_analyses_than_are_shown_name_the_last_one(stage: Stage):
    assert "The library is empty" in await stage.say("info all length")
    for number in range(1, 23):
        text = f"# Report of the harbour {number}\n\n" + f"Crane {number} lifts. " * (number * 3)
        await stage.say("import new", files=(attachment(f"{number}.md", text.encode()),))
    told = await stage.say("info all length")
    assert told.count("Report of the harbour") == 21
    assert "Last of 22: a1 Report of the harbour 1" in told


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("has anything in these papers been corrected?", "/changes"),
        ("do any of your papers contradict each other", "/compare"),
        ("which predictions are coming due?", "/outlook due"),
        ("what exactly did Putin say", "/quotes a2 Vladimir Putin"),
        ("give me a two line version of the ports paper", "/summary a3 short"),
        ("show the timeline of the xi paper as a picture", "/timeline a2 picture"),
        ("最近有什么更正吗", "/changes"),
        ("противоречат ли статьи друг другу?", "/compare"),
    ],
)
async def test_questions_about_all_texts_lead_to_their_commands(library: Stage, said: str, line: str):
    assert f"You can also type {line}" in await library.say(said, command=False)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("the summit in Santiago was moved to 16 January 2027", "/event {summit} 2027-01-16"),
        ("саммит в Сантьяго перенесли на 16 января 2027", "/event {summit} 2027-01-16"),
        ("圣地亚哥峰会改到2027年1月16日", "/event {summit} 2027-01-16"),
        ("no digest this friday please", "/skip friday"),
        ("no digest next week please", "/skip next week"),
        ("I live in Lisbon, adjust the times", "/timezone Lisbon"),
        ("提前一周提醒我喀山论坛", "/remind {kazan} 7d"),
    ],
)
async def test_dates_days_and_places_of_a_change_are_kept(library: Stage, said: str, line: str):
    await library.say("subscribe fri 08:00")
    told = await library.say(said, command=False)
    wanted = line.format(summit=await event(library, "lithium summit"), kazan=await event(library, "Kazan"))
    assert wanted in told


async def test_several_events_with_a_name_get_a_button_each(library: Stage):
    await library.say("event new 2027-05-04 Tender opens in Oslo")
    await library.say("event new 2027-06-04 Tender opens in Kiel")
    oslo, kiel = await event(library, "Oslo"), await event(library, "Kiel")
    assert says(await library.message("/event tender opens")) == [f"/event {oslo}", f"/event {kiel}"]
    message = await library.message("remind me 3 days before tender opens", command=False)
    assert "could mean" in message.plain()
    assert says(message) == [f"/remind {oslo} 3d", f"/remind {kiel} 3d"]
    assert not await library.briefings.subscriptions.follows("terminal:local")
    await library.say(says(message)[1].removeprefix("/"))
    assert [each.event.id for each in await library.briefings.subscriptions.follows("terminal:local")] == [
        int(kiel[1:])
    ]


async def test_a_reminder_of_an_unknown_event_offers_the_upcoming_ones(library: Stage):
    message = await library.message("remind me 3 days before the unicorn parade", command=False)
    assert "Which event do you mean?" in message.plain()
    assert says(message)[0] == f"/remind {await event(library, 'ballot')} 3d"


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("tell the digest to only talk about lithium", "lithium"),
        ("limit my digest to lithium please", "lithium"),
        ("дайджест только про литий", "литий"),
        ("摘要只要关于锂的内容", "锂"),
    ],
)
async def test_a_digest_is_limited_to_a_topic_after_a_question(library: Stage, said: str, topic: str):
    await library.say("subscribe fri 08:00")
    message = await library.message(said, command=False)
    assert says(message) == [f"/subscribe fri 08:00 about {topic}"]
    assert "/unsubscribe 1" in message.plain()
    assert len(await library.briefings.subscriptions.of("terminal:local")) == 1


@pytest.mark.parametrize("said", ["drop e3, it never happens", "drop event e3 because it is a byline"])
async def test_an_event_is_dropped_after_a_question_whatever_the_reason(library: Stage, said: str):
    assert says(await library.message(said, command=False)) == ["/event e3 drop"]


@pytest.mark.parametrize("before", ["summary a1", "summary a3"])
@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("what does Solberg say about strikes?", "/brief strikes in a3"),
        ("what does Marta Quiroga write about Bolivia", "/brief Bolivia in a1"),
        ("what does Harrow say about Chile", "/brief Chile in a2"),
        ("what did Quiroga's paper say on Bolivia?", "/brief Bolivia in a1"),
        ("что пишет Harrow о gas", "/brief gas in a2"),
        ("Harrow怎么看gas", "/brief gas in a2"),
        ("what does Elena Rojas say about batteries", "/quotes a1 Elena Rojas"),
        ("what is the paper about the Andes saying on Bolivia", "/brief Bolivia in a1"),
        ("what does Moreau say about rates", "/search Moreau"),
    ],
)
async def test_words_of_a_person_are_never_those_of_the_analysis_at_hand(
    library: Stage, said: str, line: str, before: str
):
    await library.say(before)
    assert line in await library.say(said, command=False)


async def test_two_analyses_by_one_author_are_offered(library: Stage):
    text = b"# Copper\n\nMarta Quiroga, 1 October 2026\n\nBolivia sells copper to the north.\n"
    await library.say("import", files=(attachment("copper.md", text),))
    answer = await library.say("what does Quiroga say about Bolivia", command=False)
    assert all(each in answer for each in ("That could mean", "a1", "a4"))


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("papers since monday", "/list since 2026-11-23"),
        ("what was published since monday", "/list since 2026-11-23"),
        ("what came out on tuesday", "/list 2026-11-24"),
        ("статьи со среды", "/list since 2026-11-25"),
        ("что вышло во вторник?", "/list 2026-11-24"),
        ("周二以来的文章", "/list since 2026-11-24"),
        ("what is on on tuesday", "/events 2026-12-01"),
    ],
)
async def test_weekday_of_a_publication_lies_behind(library: Stage, said: str, line: str):
    assert line in await library.say(said, command=False)


async def test_the_newest_analysis_is_the_one_published_last(library: Stage):
    text = b"# Old copper\n\nMarta Quiroga, 1 October 2026\n\nBolivia sells copper to the north.\n"
    await library.say("import", files=(attachment("copper.md", text),))
    assert "a3 Port Strikes" in await library.say("newest paper", command=False)


async def test_how_long_something_takes_is_no_length_of_an_analysis(library: Stage):
    assert "Length" not in await library.say("how long does the detour take by sea?", command=False)
    assert "Length" in await library.say("how long is the lithium paper?", command=False)
