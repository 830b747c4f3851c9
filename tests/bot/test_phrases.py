"""Plain words: the declared examples, and what the slots read from a sentence."""

from datetime import UTC, date, datetime

import pytest

from bot.chat import Request
from bot.commands import commands
from bot.commands.natural_language.natural_language import interpretation_of
from bot.commands.phrases import markings, understand
from bot.commands.phrases.classifier import examples
from bot.commands.phrases.slots import (
    leads_named,
    new_value_in,
    past_date_in,
    period_in,
    sides_in,
    subject_of,
    topic_of,
)
from bot.commands.registry import split_line
from bot.languages import language_called

KINDS_WITHOUT_COMMAND = ("no ", "all ", "everything ", "it ", "bring ", "limit ", "new value", "=", "says")
LEARNED = 0.97  # of the examples, which are taken for what they were declared as


def test_there_are_examples_in_three_languages():
    said = [sentence for _, sentence in examples()]
    assert len(set(said)) == len(said) >= 450
    assert sum(any("а" <= letter <= "я" for letter in each) for each in said) >= 90
    assert sum(any("一" <= letter <= "鿿" for letter in each) for each in said) >= 90


def test_declared_examples_are_taken_for_their_kind():
    missed = [(kind, said, understand(said).kind) for kind, said in examples() if understand(said).kind != kind]
    assert len(missed) <= (1 - LEARNED) * len(examples()), missed


@pytest.mark.parametrize("word", ["plugh", "плюх", "噗"])
def test_a_word_that_nobody_knows_is_no_command(word: str):
    for words in (word, f"{word} {word}", f"{word} {word} {word} {word}"):
        assert not understand(words).certain


TODAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("what happened on 3 November?", "2026-11-03"),
        ("what happens on 3 November?", "2027-11-03"),
        ("what was due on 3 November?", "2026-11-03"),
        ("what is due on 3 November?", "2027-11-03"),
        ("what took place in October?", "in october 2026"),
        ("what is on in October?", "in october"),
        ("what happened in December?", "in december 2025"),
        ("what happened on Monday?", "2026-11-23"),
        ("what will happen on Monday?", "2026-11-30"),
        ("which events were there last month", "last month"),
        ("what happened at Christmas", "2025-12-25"),
        ("что произошло 3 ноября?", "2026-11-03"),
        ("что будет 3 ноября?", "2027-11-03"),
        ("что было в октябре?", "in october 2026"),
        ("какие встречи прошли в понедельник?", "2026-11-23"),
        ("11月3日发生了什么？", "2026-11-03"),
        ("11月3日会发生什么？", "2027-11-03"),
        ("上个月有什么事？", "last month"),
        ("周一举行了什么会议？", "2026-11-23"),
    ],
)
def test_a_question_about_the_past_means_a_past_day(said: str, period: str):
    assert understand(said).kind == "events"
    assert period_in(said, TODAY) == period


@pytest.mark.parametrize(
    "said",
    ["what was decided on 3 November?", "why did it happen in October?", "что решили 3 ноября?", "11月3日谁说了什么？"],
)
def test_a_question_about_more_than_a_time_is_for_the_texts(said: str):
    assert understand(said).kind != "events" or not understand(said).sure


@pytest.mark.parametrize(
    ("said", "exports"),
    [
        ("give me the references as a zotero file", True),
        ("把参考文献导出给 Zotero", True),
        ("выгрузи список литературы для зотеро", True),
        ("what is said of Zotero?", False),
        ("show me the references", False),
    ],
)
def test_references_for_a_manager_that_is_named_are_exported(said: str, *, exports: bool):
    assert (understand(said).kind == "export") == exports


def test_the_subject_of_a_question_in_chinese_keeps_its_first_character():
    assert subject_of("有没有关于罢工的内容").startswith("罢工")


@pytest.mark.parametrize(
    ("said", "tag"),
    [
        *(
            (each, "ru")
            for each in ("русский", "Русский язык", "по-русски", "на русском", "Russian", "RU", "ru-RU", "俄语")
        ),
        *((each, "zh") for each in ("中文", "Chinese", "китайский", "zh_CN", "mandarin", "用中文", "по-китайски")),
        *((each, "en") for each in ("English", "english language", "английский", "по-английски", "英语", "en-GB")),
        *((each, "auto") for each in ("auto", "автоматически", "自动")),
        *((each, "") for each in ("", "klingon", "the Russian army", "中文学校")),
    ],
)
def test_a_language_is_known_by_its_names_and_codes(said: str, tag: str):
    assert language_called(said) == tag


@pytest.mark.parametrize(
    ("said", "options"),
    [
        ("Lower the marking of a1 to green because the talks are over", "green because the talks are over"),
        ("Lift the restriction on section 4 of a2, because it is public", "for all because it is public"),
        ("Сними ограничение с раздела 2 записки a4, потому что всё вышло", "for all because всё вышло"),
        ("取消a3第二节的限制，因为数据已经公开", "for all because 数据已经公开"),
        ("Сделай раздел 2 записки a4 красным", "red"),
        ("понизь гриф записки a1 до зелёного, потому что всё вышло", "green because всё вышло"),
        ("把a1的密级降为绿色，因为已经公开", "green because 已经公开"),
        ("remove the restriction from a1 because it is public", "for all because it is public"),
        ("drop the classification of a1 to clear, since it was published", "clear because it was published"),
        ("Убери ограничения с a2, так как доклад вышел", "for all because доклад вышел"),
        ("解除a3的限制，因为已公布", "for all because 已公布"),
        ("mark a1 as red", "red"),
        ("keep a3 under embargo until 4 December 2026 at 9:00", "until 4 December 2026 09:00"),
        ("only @board may read a2", "for @board"),
        ("who may see a2?", ""),
    ],
)
def test_a_marking_is_read_with_its_reason(said: str, options: str):
    assert markings.marking_in(said) == options


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("a3 was published on 24 November 2026", "2026-11-24"),
        ("The paper a3 was actually published on 24 November, not 23", "2026-11-24"),
        ("Correct the publication date of a2 to 2026-11-24", "2026-11-24"),
        ("Записка a4 вышла 24 ноября 2026 года", "2026-11-24"),
        ("исправь дату публикации a4 на 24 ноября 2026", "2026-11-24"),
        ("a3 的发布日期是2026年11月24日", "2026-11-24"),
        ("a3是2026年11月24日发布的，不是23日", "2026-11-24"),
        ("published on 15 December", "2025-12-15"),
    ],
)
def test_a_date_of_publication_is_the_nearest_past_one(said: str, day: str):
    assert past_date_in(said, TODAY) == day


@pytest.mark.parametrize(
    ("said", "leads"),
    [
        ("remind me 30m before e1", ["30m"]),
        ("remind me 2h before e1", ["2h"]),
        ("a month before", ["30d"]),
        ("3 mo before", ["90d"]),
        ("a week and a day before the forum", ["7d", "1d"]),
        ("3 days and 2 hours before it", ["3d", "2h"]),
        ("за неделю и за день до форума", ["7d", "1d"]),
        ("前三天提醒我", ["3d"]),
    ],
)
def test_leads_are_read_in_their_units(said: str, leads: list[str]):
    assert leads_named(said) == leads


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("what does a1 say about Bolivia?", "Bolivia"),
        ("is there anything about gas in a2?", "gas"),
        ("a2: anything on gas?", "gas"),
        ("что сказано в a2 о газопроводе", "газопроводе"),
        ("a2有没有提到天然气", "天然气"),
        ("a3怎么说罢工的", "罢工"),
        ("who wrote it?", ""),
    ],
)
def test_what_a_text_is_asked_about_is_read(said: str, topic: str):
    assert topic_of(said) == topic


@pytest.mark.parametrize(
    ("said", "sides"),
    [
        ("compare Chile and Bolivia", ("Chile", "Bolivia")),
        ("what is the difference between a1 and a2?", ("a1", "a2")),
        ("сравни Чили с Боливией", ("Чили", "Боливией")),
        ("比较智利和玻利维亚", ("智利", "玻利维亚")),
    ],
)
def test_the_sides_of_a_comparison_are_read(said: str, sides: tuple[str, str]):
    assert sides_in(said) == sides


@pytest.mark.parametrize(
    ("said", "at", "lead", "days"),
    [
        ("actually make that 7:30", "07:30", "", ""),
        ("no, make it three days", "", "3d", ""),
        ("make that Tuesdays", "", "", "tue"),
        ("改成7:30", "07:30", "", ""),
    ],
)
def test_a_new_value_is_read(said: str, at: str, lead: str, days: str):
    value = new_value_in(said)
    assert (value.at, value.lead, value.days) == (at, lead, days)


def test_each_kind_is_a_command_or_one_of_those_that_have_none():
    names = {*commands().words}
    assert {k for k, _ in examples() if not k.startswith(KINDS_WITHOUT_COMMAND) and k.split()[0] not in names} <= {
        *("shorter", "longer", "next", "further", "again", "offer", "export", "digest move", "digest skip", "compare"),
    }


@pytest.mark.parametrize("line", [example for command in commands() for example in command.examples])
def test_the_example_of_a_command_means_that_command_without_its_slash_too(line: str):
    name, rest = split_line(line)
    request = Request("terminal:local", "terminal:owner", line, NOW, command=False, private=True)
    meant = interpretation_of(name, rest, request, commands(), NOW, "UTC")
    assert meant is None or meant.kind.split()[0] == name
