"""No part of a sentence is lost, and nothing changes that was not meant: days, "it", translations, digests."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.commands.natural_language.several_wishes import wishes_in
from bot.commands.phrases import slots, understand
from bot.commands.phrases.left_out import left_out
from bot.commands.phrases.reminder_days import named_day, recurring
from tests.fakes.kept_libraries import filled_once
from tests.scenarios.stage import Stage, attachment, says

LIBRARY = Path(__file__).parents[2] / "benchmarks" / "plain_words" / "library"
ADDRESS = "terminal:local"
FRIDAY = date(2026, 11, 27)


@pytest.fixture
@filled_once
async def library(stage: Stage) -> Stage:
    """Lithium is a1, Xi a2, the ports a3, on 27 November 2026; the summit is on 14 January."""
    stage.now += timedelta(days=290)
    for name in ("lithium.txt", "xi.txt", "ports.txt"):
        await stage.say("import", files=(attachment(name, (LIBRARY / name).read_bytes()),))
    for number in (1, 2, 3):
        await stage.briefings.agenda.keep_all(number, "", stage.now)
    return stage


async def leads(stage: Stage) -> list[str]:
    follows = await stage.briefings.subscriptions.follows(ADDRESS)
    return [str(each.lead) for follow in follows for each in follow.reminders]


@pytest.mark.parametrize(
    ("said", "lead"),
    [
        ("remind me on 1 december about the santiago summit", "44d"),
        ("remind me about the lithium summit on 5 december at 10", "40d@10:00"),
        ("on january 10 remind me of the lithium summit", "4d"),
        ("напомни о саммите в сантьяго 5 декабря", "40d"),
        ("поставь напоминание о саммите в сантьяго на 1 января", "13d"),
        ("12月5日提醒我圣地亚哥峰会的事", "40d"),
        ("напомни за 3 дня до саммита в сантьяго", "3d"),
        ("remind me about the summit on 14 january", "7d"),
    ],
)
async def test_a_reminder_comes_on_the_day_that_is_named(library: Stage, said: str, lead: str):
    asked = await library.message(said, command=False)
    for line in says(asked) if "Go ahead?" in asked.plain() else []:
        await library.say(line.removeprefix("/"))
    assert lead in await leads(library)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("remind me on 31 february about the santiago summit", "31 february"),
        ("remind me about the summit every day", "every day"),
        ("remind me on 10 december about the dock workers' ballot", "10 december"),
        ("напоминай о саммите в сантьяго каждую неделю", "каждую неделю"),
        ("每天提醒我峰会的事", "每天"),
    ],
)
async def test_a_day_that_no_reminder_has_is_named_before_one_is_set(library: Stage, said: str, words: str):
    assert f"That leaves out: {words}." in await library.say(said, command=False)
    assert not await leads(library)


@pytest.mark.parametrize(
    ("said", "words", "day"),
    [
        ("on friday", "friday", date(2026, 12, 4)),
        ("in a week", "in a week", date(2026, 12, 4)),
        ("через 3 дня", "через 3 дня", date(2026, 11, 30)),
        ("三天后", "三天后", date(2026, 11, 30)),
        ("下周三", "下周三", date(2026, 12, 2)),
        ("2026-12-05", "2026-12-05", date(2026, 12, 5)),
        ("on 5/12", "5/12", None),
        ("next wednesday", "next wednesday", None),
    ],
)
def test_days_are_read_from_today_on(said: str, words: str, day: date | None):
    named = named_day(said, FRIDAY)
    assert named
    assert (named.words, named.day) == (words, day)


@pytest.mark.parametrize("said", ["remind me of the summit", "an hour before the may meeting", "at 9.30"])
def test_other_words_name_no_day(said: str):
    assert named_day(said, FRIDAY) is None
    assert recurring(said) == ""


@pytest.mark.parametrize("said", ["bring it back", "turn it back on", "включи обратно", "恢复"])
async def test_words_that_name_no_change_undo_none_unasked(library: Stage, said: str):
    await library.say("subscribe daily 08:00")
    await library.say("summary a1")
    assert "Your last change here was: the order of digest 1. Undo it?" in await library.say(said, command=False)
    assert await library.briefings.subscriptions.of(ADDRESS)
    assert "Undone" in await library.say("yes", command=False)


@pytest.mark.parametrize("said", ["нет, это не то", "нет, не то", "no, that's not it", "不，不是这个"])
async def test_a_no_to_an_answer_undoes_nothing(library: Stage, said: str):
    await library.say("subscribe daily 08:00")
    await library.say("events")
    assert "I changed nothing." in await library.say(said, command=False)
    assert await library.briefings.subscriptions.of(ADDRESS)


@pytest.mark.parametrize(
    "said", ["translate a3 into russian", "переведи a3 на китайский", "把a3翻译成俄语", "i need a translation of a2"]
)
async def test_a_wish_for_a_translation_sets_no_language(library: Stage, said: str):
    assert "doesn't translate texts" in await library.say(said, command=False)
    assert "doesn't translate texts" in await library.say(said, command=False)  # still in English


@pytest.mark.parametrize("said", ["answer in russian", "переведи сводку на 9", "谁翻译了这本书", "who translated it"])
def test_other_words_want_no_translation(said: str):
    assert understand(said).kind != "no translation"


@pytest.mark.parametrize("said", ["delete my reminders", "удали мои напоминания", "删除我的提醒"])
async def test_my_reminders_are_those_of_all_events(library: Stage, said: str):
    await library.say("remind summit 7d")
    await library.say("remind Kazan forum 2h")
    assert "reminders of 2 events" in await library.say(said, command=False)


@pytest.mark.parametrize("said", ["cancel it", "cancel the friday one", "отмени её", "取消周五那个"])
async def test_what_is_cancelled_is_a_digest_before_an_event(library: Stage, said: str):
    await library.say("subscribe fri 08:00")
    message = await library.message(said, command=False)
    assert says(message) == ["/unsubscribe 1"]


async def test_what_is_cancelled_after_an_event_is_that_event(library: Stage):
    await library.say("subscribe fri 08:00")
    await library.say("event summit")
    assert "cancelled" in says(await library.message("cancel it", command=False))[0]


@pytest.mark.parametrize("said", ["stop everything", "no more messages please", "отпиши меня от всего", "全部停掉"])
async def test_all_that_comes_is_listed_with_what_ends_it(library: Stage, said: str):
    assert "nothing to stop" in await library.say(said, command=False)
    for line in ("subscribe fri 08:00", "subscribe mon 09:00", "remind summit 7d"):
        await library.say(line)
    asked = await library.message(said, command=False)
    assert says(asked) == ["/unsubscribe 1", "/unsubscribe 2", "/remind all off"]


@pytest.mark.parametrize(
    "said", ["digest every other day at 9", "присылай сводку через день в 9", "隔天早上九点发简报"]
)
async def test_a_digest_every_other_day_is_told_to_be_impossible(library: Stage, said: str):
    asked = await library.message(said, command=False)
    assert "not every other day" in asked.plain()
    assert says(asked) == ["/subscribe mon,wed,fri 09:00"]


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("digest twice a day at 8 and 17", ("subscribe daily 08:00", "subscribe daily 17:00")),
        ("digest at 8 on weekdays and 10 on sundays", ("subscribe weekdays 08:00", "subscribe sun 10:00")),
        ("a digest on mondays and fridays at 8", ("subscribe mon,fri 08:00",)),
    ],
)
async def test_several_times_of_day_are_several_digests(stage: Stage, said: str, lines: tuple[str, ...]):
    offered = tuple(each.removeprefix("/") for each in says(await stage.message(said, command=False)))
    assert offered == lines


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("每周一早上七点三刻", "07:45"),
        ("晚上八点差五分", "19:55"),
        ("差一刻八点", "07:45"),
        ("в восемь без четверти", "07:45"),
        ("без десяти девять утра", "08:50"),
        ("в четверть девятого", "08:15"),
    ],
)
def test_quarters_and_minutes_of_an_hour_are_kept(said: str, at: str):
    assert slots.times_in(said) == [at]


def test_a_count_of_days_is_no_hour():
    assert slots.times_in("за 3 дня до форума и за два дня до саммита") == []
    assert slots.times_in("в 3 дня") == ["15:00"]


def test_further_times_and_days_of_a_digest_are_left_out():
    said = "a digest at 8 on weekdays, on sundays at 10"
    assert left_out(said, "subscribe weekdays 08:00") == ("sun", "10:00")


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        (
            "set my time zone to lisbon, quiet hours 10pm to 7am, and daily digest at 8:15",
            ("set my time zone to lisbon", "quiet hours 10pm to 7am", "daily digest at 8:15"),
        ),
        (
            "поставь пояс Москвы, тихие часы с 22 до 8 и сводку каждый день в 9 утра",
            ("поставь пояс Москвы", "тихие часы с 22 до 8", "сводку каждый день в 9 утра"),
        ),
        ("时区设为东京，晚上十点到早上七点免打扰", ("时区设为东京", "晚上十点到早上七点免打扰")),
        ("总结a6，并提前一周提醒我包头论坛", ("总结a6", "提前一周提醒我包头论坛")),
        ("источники a5 и кто автор", ("источники a5", "кто автор")),
        ("sources of a4 and the timeline of a3", ("sources of a4", "the timeline of a3")),
        ("a1的来源和a3的时间线", ("a1的来源", "a3的时间线")),
        ("compare the sources of a1 and the sources of a3", ()),
        ("提前一周提醒我峰会，再提前一天提醒我一次", ()),
        ("a digest on mondays and fridays at 8", ()),
    ],
)
def test_settings_and_wishes_of_other_analyses_are_parts_without_a_verb(said: str, parts: tuple[str, ...]):
    assert wishes_in(said) == parts


async def test_hours_behind_a_time_zone_get_a_button_of_their_own(library: Stage):
    said = "set my timezone to Tokyo and quiet hours from 11pm to 7am"
    assert says(await library.message(said, command=False)) == ["/timezone Tokyo", "/quiet 23:00-07:00"]


async def test_a_city_in_the_genitive_is_a_time_zone(library: Stage):
    assert "/timezone Москва" in says(await library.message("поставь пояс Москвы", command=False))


@pytest.mark.parametrize(
    "said", ["пришли завтра в 7:30 сводку", "send me a digest tomorrow at 8", "明天早上七点给我发简报"]
)
async def test_a_digest_on_one_day_only_is_told_to_be_impossible(library: Stage, said: str):
    asked = await library.message(said, command=False)
    assert "not once" in asked.plain()
    assert says(asked) == ["/preview"]


async def test_a_day_on_which_no_digest_comes_cancels_none(library: Stage):
    await library.say("subscribe fri 08:00")
    assert "No digest comes here on those days" in await library.say("cancel the saturday one", command=False)


async def test_what_is_cancelled_after_a_reminder_is_that_reminder(library: Stage):
    await library.say("subscribe fri 08:00")
    await library.say("remind Kazan forum 2h")
    message = await library.message("cancel it", command=False)
    assert [line.split()[0::2] for line in says(message)] == [["/remind", "off"]]


def test_periods_without_their_vowels_are_read():
    assert slots.period_in("wats coming up nxt month", FRIDAY) == "next month"
    assert slots.period_in("whats on this mnth", FRIDAY) == "this month"
