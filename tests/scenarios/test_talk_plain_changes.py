"""Plain words about changes: refusals, new values for the last change, and what is never undone or silenced unasked."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands.phrases import understand
from bot.commands.phrases.left_out import left_out
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


async def summit(stage: Stage) -> str:
    return f"e{(await stage.briefings.agenda.find('summit')).id}"


@pytest.mark.parametrize(
    "said",
    [
        "actually make that 7:30",
        "hmm no, it stays on the third",
        "actually at 8 please",
        "actually make it 9",
        "no, leave it on monday",
        "нет, пусть остаётся",
        "лучше в 9",
        "不，就这样吧",
        "其实改成八点吧",
    ],
)
async def test_what_asks_for_no_undo_undoes_nothing(library: Stage, said: str):
    id_ = await summit(library)
    await library.say(f"remind {id_} 7d 1d")
    told = await library.say(said, command=False)
    assert "Undone" not in told
    assert len(await library.briefings.subscriptions.follows("terminal:local")) == 1


@pytest.mark.parametrize("said", ["undo that", "算了，改回去", "take that back", "отмени это", "撤销"])
async def test_what_plainly_asks_to_undo_does(library: Stage, said: str):
    await library.say(f"remind {await summit(library)} 7d 1d")
    await library.say(said, command=False)
    assert not await library.briefings.subscriptions.follows("terminal:local")


@pytest.mark.parametrize("said", ["actually make that 7:30", "нет, давай в 7:30", "改成7:30"])
async def test_a_new_time_after_a_digest_moves_it_after_a_question(library: Stage, said: str):
    await library.say("subscribe daily 08:00")
    assert says(await library.message(said, command=False)) == ["/settings digest daily 07:30"]
    assert "08:00" in await library.say("subscriptions")


async def test_a_new_value_after_reminders_sets_them_after_a_question(library: Stage):
    id_ = await summit(library)
    await library.say(f"remind {id_} 7d")
    assert says(await library.message("no, make it three days", command=False)) == [f"/remind {id_} 3d"]
    assert says(await library.message("actually at 8 please", command=False)) == [f"/remind {id_} 7d@08:00"]


async def test_a_new_value_that_no_change_takes_is_asked_about(library: Stage):
    await library.say("quiet 22:00-07:00")
    told = await library.say("actually make that 7:30", command=False)
    assert "What should I change to “07:30”?" in told
    assert "22:00" in await library.say("quiet")


@pytest.mark.parametrize("said", ["no", "hmm no, it stays on the third", "нет, не надо", "不用了"])
async def test_a_refusal_drops_the_proposal(library: Stage, said: str):
    before = await library.say("event summit")
    await library.say("move the summit to 4 December", command=False)
    assert "I changed nothing." in await library.say(said, command=False)
    assert await library.say("event summit") == before


@pytest.mark.parametrize("said", ["no more reminders", "make it shorter", "nothing", "make it a bit longer", "show 3"])
def test_other_words_are_neither_refusals_nor_values(said: str):
    assert understand(said).kind not in ("=no", "=wrong", "new value") or not understand(said).sure


@pytest.mark.parametrize(
    "said",
    [
        "please import the file /srv/none/p1.md",
        "yes keep them all",
        "keep all events of the lithium paper",
        "i dont want anything next week, skip it",
        "the hearing on 2 december starts at 18:00",
        "оставь все события статьи про литий",
        "保留所有事件",
    ],
)
async def test_quiet_is_offered_only_for_words_about_it(library: Stage, said: str):
    message = await library.message(said, command=False)
    assert message
    assert "/quiet" not in message.plain()
    assert not any(line.startswith("/quiet") for line in says(message))


@pytest.mark.parametrize("said", ["yes", "Yes!", "да", "是的"])
async def test_a_yes_in_words_is_not_looked_for(library: Stage, said: str):
    assert "use its button" in await library.say(said, command=False)


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("send me a digest on lithium every weekday at 7:30 tashkent time", "lithium"),
        ("i'd like a briefing over the ports each weekday at 7:30 Tashkent time", "ports"),
        ("шлите мне сводку про литий по будням в 7:30 по Ташкенту", "литий"),
        ("每个工作日早上七点半塔什干时间给我发关于港口的简报", "港口"),
    ],
)
async def test_a_digest_in_words_keeps_its_topic_and_the_zone_of_a_city(library: Stage, said: str, topic: str):
    message = await library.message(said, command=False)
    for line in [each for each in says(message) if each.startswith("/subscribe")]:
        await library.say(line.removeprefix("/"))
    (order,) = await library.briefings.subscriptions.of("terminal:local")
    assert (order.words, order.zone, f"{order.at:%H:%M}") == (topic, "Asia/Tashkent", "07:30")
    assert order.days == frozenset(range(1, 6))


@pytest.mark.parametrize(
    ("sentence", "line", "words"),
    [
        ("a digest on rogun on mondays at 8 Moscow time", "subscribe mon 08:00", ("rogun", "Europe/Moscow")),
        ("сводку про Рогун по вторникам в 8", "subscribe daily 08:00", ("Рогун", "tue")),
        ("remind me a week and a day before it at 10:30", "remind e1 7d 1d", ("10:30",)),
        ("ring me the evening before the signing", "remind e1 1d", ("the evening before",)),
        ("a digest on rogun on mondays at 8 Moscow time", "subscribe mon 08:00 Moscow about rogun", ()),
        ("перенеси дайджест по будням на 9", "settings digest weekdays 09:00", ()),
    ],
)
def test_words_that_a_proposal_lacks_are_found(sentence: str, line: str, words: tuple[str, ...]):
    assert left_out(sentence, line) == words


async def test_a_reminder_with_two_leads_and_a_time_says_that_the_time_is_left_out(library: Stage):
    told = await library.say("remind me a week and a day before the summit at 10:30", command=False)
    assert "That leaves out: 10:30." in told
    assert not await library.briefings.subscriptions.follows("terminal:local")


@pytest.mark.parametrize("said", ["ring me the evening before the summit", "позвони мне вечером накануне саммита"])
async def test_the_evening_before_is_a_lead_with_its_hour(library: Stage, said: str):
    message = await library.message(said, command=False)
    lines = [each for each in says(message) if each.startswith("/remind") and not each.endswith(" off")]
    for line in lines:
        assert line == f"/remind 1 day before {await summit(library)} at 18:00"
        await library.say(line.removeprefix("/"))
    assert len(await library.briefings.subscriptions.follows("terminal:local")) == 1


@pytest.mark.parametrize("said", ["undo", "撤销", "отмени это", "undo that"])
async def test_an_undo_after_an_unanswered_question_drops_the_question_only(library: Stage, said: str):
    id_ = await summit(library)
    await library.say(f"remind {id_} 7d")
    assert "Go ahead?" in await library.say("move the summit to 4 December", command=False)
    assert "I changed nothing." in await library.say(said, command=said == "undo")
    assert len(await library.briefings.subscriptions.follows("terminal:local")) == 1
    await library.say("undo")
    assert not await library.briefings.subscriptions.follows("terminal:local")


async def test_an_undo_that_would_remove_an_analysis_asks_first(library: Stage):
    before = await library.briefings.library.count()
    for said in ("undo", "撤销"):
        message = await library.message(said, command=said == "undo")
        assert message
        assert "the import of a3 “" in message.plain()
        assert "Go ahead?" in message.plain()
        assert await library.briefings.library.count() == before
        assert "I changed nothing." in await library.say("undo")
    (line,) = says(message)
    assert "is gone again" in await library.say(line.removeprefix("/"))
    assert await library.briefings.library.count() == before - 1


@pytest.mark.parametrize("said", ["когда вышла последняя статья", "when was the latest paper published?"])
async def test_the_date_of_the_latest_analysis_is_that_of_the_newest(library: Stage, said: str):
    newest = (await library.briefings.library.entries(limit=1))[0]
    await library.say("summary a1")
    told = await library.say(said, command=False)
    assert newest.title in told
    assert "Newest analysis" in told


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("stop the weekday digest", "unsubscribe 2"),
        ("no more digests on Mondays", "unsubscribe 1"),
        ("I don't want the Monday digest any longer", "unsubscribe 1"),
        ("отмени дайджест по будням", "unsubscribe 2"),
        ("больше не присылай дайджест по понедельникам", "unsubscribe 1"),
        ("停掉工作日的简报", "unsubscribe 2"),
        ("周一不要再发摘要了", "unsubscribe 1"),
    ],
)
async def test_a_digest_is_ended_that_is_named_by_its_days(stage: Stage, said: str, line: str):
    await stage.say("subscribe mon 18:00")
    await stage.say("subscribe weekdays 08:00")
    assert says(await stage.message(said, command=False)) == [f"/{line}"]
    await stage.say("yes", command=False)
    assert [each.id for each in await stage.briefings.subscriptions.of("terminal:local")] == [3 - int(line[-1])]


@pytest.mark.parametrize(
    "said",
    [
        *("stop the Friday digest", "no more digests on Sundays"),
        *("прекрати пятничный дайджест", "больше не присылай дайджест по субботам"),
        *("停掉周五的简报", "周日不要再发摘要了"),
    ],
)
async def test_the_end_of_a_digest_that_does_not_exist_changes_nothing_and_says_so(stage: Stage, said: str):
    await stage.say("subscribe mon 18:00")
    await stage.say("subscribe tue,thu 08:00")
    assert "No digest comes here on those days, so I changed nothing." in await stage.say(said, command=False)
    assert len(await stage.briefings.subscriptions.of("terminal:local")) == 2


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("По пятницам в 17:00 присылай новости о ледоколах", "subscribe fri 17:00 about ледоколах"),
        ("по средам и пятницам в 9 присылай дайджест про порты", "subscribe wed,fri 09:00 about порты"),
        ("По вторникам и четвергам в 8 утра шли сводку о страховании", "subscribe tue,thu 08:00 about страховании"),
        ("По будням в 9 присылай сводку по литию", "subscribe weekdays 09:00 about литию"),
        ("по понедельникам, средам и пятницам в 7:30 новости об Арктике", "subscribe mon,wed,fri 07:30 about Арктике"),
        ("по утрам в 8 присылай дайджест про литий", "subscribe daily 08:00 about литий"),
        ("On Fridays at 17:00 send me news about icebreakers", "subscribe fri 17:00 about icebreakers"),
        ("每周五17点给我发关于破冰船的简报", "subscribe fri 17:00 about 破冰船"),
    ],
)
async def test_weekdays_at_the_head_are_not_the_topic_of_a_digest(stage: Stage, said: str, line: str):
    lines = says(await stage.message(said, command=False))
    made = await stage.briefings.subscriptions.of("terminal:local")
    assert lines[:1] == [f"/{line}"] or [each.words for each in made] == [line.split(" about ")[1]]


async def test_a_day_is_left_out_of_the_only_digest_after_a_question(stage: Stage):
    await stage.say("subscribe weekdays 08:00")
    offered = says(await stage.message("no more digests on Mondays", command=False))
    assert offered == ["/settings digest tue,wed,thu,fri 08:00"]
    assert len(await stage.briefings.subscriptions.of("terminal:local")) == 1


@pytest.mark.parametrize(
    "said",
    ["pause reminders until Friday", "приостанови напоминания до пятницы", "把提醒暂停到周五", "周五之前别发提醒"],
)
async def test_a_pause_of_all_reminders_is_refused_with_what_there_is(stage: Stage, said: str):
    assert "can't be paused" in await stage.say(said, command=False)


@pytest.mark.parametrize("said", ["don't forget to remind me of the summit until Friday", "别忘了提醒我，到周五为止"])
async def test_a_reminder_that_is_not_to_be_forgotten_is_no_pause(stage: Stage, said: str):
    assert "can't be paused" not in await stage.say(said, command=False)


@pytest.mark.parametrize(
    "said",
    [
        "a1 was published on 24 November 2026",
        "a1 was published on 24 November 2026, not 23",
        "Записка a1 вышла 24 ноября 2026 года",
        "a1 的发布日期是2026年11月24日",
    ],
)
async def test_a_date_of_publication_is_corrected_after_a_question(library: Stage, said: str):
    before = (await library.briefings.library.get(1)).draft.published
    assert "Go ahead?" in await library.say(said, command=False)
    assert (await library.briefings.library.get(1)).draft.published == before
    await library.say("yes", command=False)
    assert str((await library.briefings.library.get(1)).draft.published) == "2026-11-24"


@pytest.mark.parametrize(
    "said",
    [
        *("No more reminders at all please", "don't remind me of anything", "stop all reminders"),
        *("Отключи все напоминания", "停止所有提醒"),
        *("Больше не надо никаких напоминаний", "ни о чём больше не напоминай"),
        *("不要再提醒我任何事情", "我不需要任何提醒"),
    ],
)
async def test_all_reminders_end_after_a_question_and_come_back(library: Stage, said: str):
    core = library.briefings.subscriptions
    await library.say(f"remind {await summit(library)} 7d 1d")
    await library.say("remind Kazan forum 2h")
    before = [(each.event.id, {one.lead for one in each.reminders}) for each in await core.follows("terminal:local")]
    assert "reminders of 2 events" in await library.say(said, command=False)
    assert len(await core.follows("terminal:local")) == 2
    assert "set for 2 events" in await library.say("yes", command=False)
    assert not await core.follows("terminal:local")
    assert "Undone: the end of all reminders here." in await library.say("undo")
    after = [(each.event.id, {one.lead for one in each.reminders}) for each in await core.follows("terminal:local")]
    assert sorted(after) == sorted(before)


async def test_the_end_of_no_reminders_is_no_change(library: Stage):
    assert "nothing to stop" in await library.say("stop all reminders", command=False)
    assert "nothing to stop" in await library.say("remind all off")
    assert "Your last change here was the import" in await library.say("undo")


async def test_the_end_of_one_events_reminders_is_no_end_of_all(library: Stage):
    await library.say(f"remind {await summit(library)} 7d")
    assert "all off" not in await library.say("don't remind me about the summit at all", command=False)


@pytest.mark.parametrize(
    "said", ["a digest every month on the 1st at 8", "Дайджест раз в месяц, пожалуйста", "每月1号早上8点发摘要"]
)
async def test_a_digest_a_month_is_told_to_be_impossible(library: Stage, said: str):
    assert "Digests come on days of the week, not of the month" in await library.say(said, command=False)
    assert not await library.briefings.subscriptions.of("terminal:local")
