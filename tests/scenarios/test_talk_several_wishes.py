"""Several wishes in one sentence: each gets a button, and nothing is carried out before one is pressed."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands.natural_language.several_wishes import wishes_in
from tests.fakes.kept_libraries import filled_once
from tests.scenarios.stage import Stage, attachment, says

LIBRARY = Path(__file__).parents[2] / "benchmarks" / "plain_words" / "library"


@pytest.fixture
@filled_once
async def library(stage: Stage) -> Stage:
    """Lithium is a1, Xi a2, the ports a3, on 27 November 2026."""
    stage.now += timedelta(days=290)
    for name in ("lithium.txt", "xi.txt", "ports.txt"):
        await stage.say("import", files=(attachment(name, (LIBRARY / name).read_bytes()),))
    for number in (1, 2, 3):
        await stage.briefings.agenda.keep_all(number, "", stage.now)
    return stage


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("summarise a1 and remind me a day before the forum", ("summarise a1", "remind me a day before the forum")),
        ("list the sources of a2, then search Taiwan", ("list the sources of a2", "search Taiwan")),
        ("summarise a1, a2 and a3", ("summarise a1", "summarise a2", "summarise a3")),
        (
            "remind me a day before the vote and a week before the summit",
            ("remind me a day before the vote", "remind me a week before the summit"),
        ),
        ("перескажи a1, а потом найди Чили", ("перескажи a1", "найди Чили")),
        ("先列出a2的来源，再搜索智利", ("列出a2的来源", "搜索智利")),
        ("who wrote a2 and when was it published?", ("who wrote a2", "when was it published?")),
    ],
)
def test_a_sentence_is_split_before_each_wish(said: str, parts: tuple[str, ...]):
    assert wishes_in(said) == parts


@pytest.mark.parametrize(
    "said",
    [
        *("compare Chile and Bolivia", "compare a1 and a2", "search supply and demand", "what do you send me and when"),
        *("remind me a week and a day before the forum", "a digest on Mondays and Thursdays at 8"),
        "I lost my phone, cancel token 2",
        *('search "list the sources, then search Taiwan"', "what happens if Chile raises taxes and who pays?"),
        *("what would happen if I remove a1 and mute the ballot?", "don't remove a1 and mute the ballot"),
        *("if the vote is cancelled, remove a3 and mute the forum", "не удаляй a1 и заглуши голосование"),
        *("如果投票取消，就删除a3，并屏蔽论坛", "should I mute the ballot and remove a1?"),
        *("别再提醒我鹿特丹投票的事", "比较智利和玻利维亚", "нет, верни назад", "сравни a1 и a2", "merge e1 and e2"),
    ],
)
def test_a_sentence_with_one_wish_stays_whole(said: str):
    assert wishes_in(said) == ()


async def test_each_wish_gets_a_button(library: Stage):
    message = await library.message("list the sources of a2, then search Chile", command=False)
    assert message
    assert "Each button carries out one." in message.plain()
    assert says(message) == ["/sources a2", "/search Chile"]


async def test_the_changes_of_a_sentence_are_made_by_their_buttons(library: Stage):
    core = library.briefings.subscriptions
    said = "mute the Rotterdam ballot and remind me a day before the Kazan forum"
    lines = says(await library.message(said, command=False))
    assert not await core.follows("terminal:local")
    for line in lines:
        await library.say(line)
    assert len(await core.follows("terminal:local")) == len(await core.muted("terminal:local")) == 1


async def test_it_is_what_the_wish_before_is_about(library: Stage):
    assert says(await library.message("who wrote a2 and when was it published?", command=False)) == [
        "/info a2 author",
        "/info a2 date",
    ]


async def test_a_wish_that_no_command_carries_out_has_its_own_words(library: Stage):
    message = await library.message("summarise a1 and shut up about the Kazan forum", command=False)
    assert says(message) == ["/summary a1", "/say shut up about the Kazan forum"]


async def test_wishes_beyond_four_are_named(library: Stage):
    message = await library.message(
        "list papers, then show events; audit a1; summarise a2; search Chile", command=False
    )
    assert message
    assert len(says(message)) == 4
    assert "Not offered: “search Chile”" in message.plain()


async def test_an_analysis_that_an_answer_leaves_out_is_named(library: Stage):
    assert "This leaves out a3." in await library.say("summarise a1 short and a3", command=False)


@pytest.mark.parametrize(
    "said",
    [
        *("what does a1 say about Bolivia?", "a1: anything about Bolivia?", "does the lithium paper mention Bolivia?"),
        *("что a1 говорит о Боливии?", "a1里关于玻利维亚说了什么"),
    ],
)
async def test_a_topic_in_one_analysis_is_told_by_its_passages(library: Stage, said: str):
    told = await library.say(said, command=False)
    assert "Bolivia pumps brine at Uyuni" in told
    assert "Chile exported" not in told


async def test_a_topic_that_an_analysis_lacks_is_offered_in_the_library(library: Stage):
    message = await library.message("what does a1 say about pipelines?", command=False)
    assert message
    assert "mentions “pipelines”" in message.plain()
    assert "/brief pipelines" in says(message)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("papers from October", ["a2"]),
        ("which papers were published this month?", ["a3"]),
        ("статьи за октябрь", ["a2"]),
        ("列出上个月发表的文章", ["a2"]),
        ("list all analyses since October", ["a3", "a2"]),
    ],
)
async def test_analyses_are_listed_by_their_period(library: Stage, said: str, shown: list[str]):
    told = await library.say(said, command=False)
    assert [line[2:4] for line in told.splitlines() if line.startswith("- a")] == shown


async def test_a_period_is_typed_after_list_and_titles_come_first(library: Stage):
    assert "No analysis was published in this period" in await library.say("list in 2020")
    assert "a2" in await library.say("list in october")
    assert "a1" not in await library.say("list in october")
    assert "Lithium Diplomacy" in await library.say("list lithium")


@pytest.mark.parametrize(
    "said",
    [
        *(
            "lower this chat's clearance to green",
            "set our clearance here to green",
            "reduce the clearance of this chat to green",
        ),
        *("Понизь допуск этого чата до зелёного", "把这个群的权限降到绿色"),
    ],
)
async def test_a_chats_clearance_is_lowered_after_a_question(library: Stage, said: str):
    message = await library.message(said, sender="telegram:1", command=False)
    assert "/clearance telegram:1 green" in says(message)
    assert not await library.briefings.markings.clearances()


@pytest.mark.parametrize(
    ("said", "author"),
    [
        ("who wrote the paper about the gas pipeline?", "Daniel Harrow"),
        ("who is the author of the paper about arms control?", "Daniel Harrow"),
        ("who wrote the paper about dock workers?", "Ingrid Solberg"),
        ("who wrote the paper?", "Ingrid Solberg"),
    ],
)
async def test_a_paper_is_found_by_a_topic_that_is_in_no_title(library: Stage, said: str, author: str):
    assert author in await library.say(said, command=False)


async def test_a_topic_that_no_paper_has_is_no_other_paper(library: Stage):
    told = await library.say("who wrote the paper on penguins?", command=False)
    assert not any(each in told for each in ("Ingrid Solberg", "Daniel Harrow", "Marta Quiroga"))


async def test_a_topic_of_several_papers_is_asked_back(library: Stage):
    for number, name in enumerate(("Ost", "Vik"), 4):
        head = f"# Harbours of {name}\n\nBy Author {name}\n\n"
        words = f"{head}The berths of {name} are cheap. In {name} nobody mends the berths.\n"
        await library.say("import new", files=(attachment(f"{name}.md", words.encode()),))
        assert (await library.briefings.library.get(number)).title == f"Harbours of {name}"
    message = await library.message("when was the paper about berths published?", command=False)
    assert message
    assert "a4 (Harbours of Ost)" in message.plain()
    assert "a5 (Harbours of Vik)" in message.plain()


@pytest.mark.parametrize(
    "said",
    [
        *("summarise the section on prices and strikes", "how long is the paper about Xi and Putin?"),
        *("search call and response", "find passages on export controls and make or break talks"),
        *("remind me a week and a day before the Kazan forum"),
        *("a digest about gas and oil every weekday at 9"),
        *("show events in January and February", "and then?", "what happens then?"),
        *("remind me a day before the ballot, then an hour before", "audit a1 and only a1", "search “then draw it”"),
        *("перескажи раздел о ценах и забастовках", "найди переговоры и санкции", "покажи источники a2 и их даты"),
        *("напомни за день до голосования, а потом за час", "цитаты Си и Путина", "найди спрос и предложение"),
        *("总结a2，简短而清楚", "a1里关于价格和罢工说了什么", "提前一天提醒我投票，然后提前一小时", "搜索供应与需求"),
    ],
)
async def test_a_sentence_with_one_wish_gets_one_answer(library: Stage, said: str):
    told = await library.say(said, command=False)
    assert "Each button" not in told
    assert "leaves out" not in told


async def test_two_days_before_are_no_time_of_day_in_russian(library: Stage):
    await library.say("напомни за два дня до форума в Казани", command=False)
    await library.say("да", command=False)
    (follow,) = await library.briefings.subscriptions.follows("terminal:local")
    assert [str(each.lead) for each in follow.reminders] == ["2d"]
