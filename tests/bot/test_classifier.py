"""The classifier of plain sentences, and what is read from a sentence for a command line."""

from datetime import date
from importlib.resources import files

import pytest

from bot.commands import commands
from bot.commands.phrases import slots
from bot.commands.phrases.classifier import classify
from bot.commands.phrases.classifier.features import BUCKETS, features, words_of

TODAY = date(2026, 11, 27)
TALK = {"=greeting", "=thanks", "=goodbye", "=who", "=no", "=wrong"}
LOOSE = {
    *(
        "compare",
        "digest move",
        "digest skip",
        "export",
        "offer",
        "shorter",
        "longer",
        "next",
        "further",
        "again",
        "says",
    ),
    *("no translation", "no alternate", "no monthly", "no single", "no pause", "all reminders off", "everything off"),
    *("it off", "bring back", "limit digest", "new value"),
}


def test_every_kind_is_small_talk_a_command_or_one_of_a_few_others():
    names = {name for command in commands() for name in (command.name, *command.aliases)}
    kinds = {guess.kind for guess in classify("hello")}
    assert {kind for kind in kinds - TALK - LOOSE if kind.split()[0] not in names} == set()
    assert kinds >= TALK | LOOSE


def test_the_weights_are_few_and_stand_for_each_bucket():
    text = files("bot.commands.phrases.classifier").joinpath("weights.txt").read_bytes()
    assert len(text) <= 620_000
    assert len(text.split(b"\n")) == BUCKETS + 2


def test_likelihoods_are_shares_with_the_likeliest_first():
    found = classify("who wrote this?")
    assert found[0].kind == "info author"
    assert sum(each.likelihood for each in found) == pytest.approx(1)
    assert [each.likelihood for each in found] == sorted((each.likelihood for each in found), reverse=True)


@pytest.mark.parametrize("words", ["", "?", "🙂", "\x00", "a" * 5000, "锂" * 500, "plugh xyzzy"])
def test_any_words_get_an_answer(words: str):
    assert classify(words)


def test_capitals_apostrophes_and_numbers_make_no_difference():
    assert features("Don't ping me after 10pm") == features("dont ping me after 11:30")
    assert words_of("When is e12 in 2027?") == ["when", "is", "eid", "in", "yyyy", "?"]
    assert features("help") != features("helps")


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("any events before Christmas?", "before 2026-12-25"),
        ("between now and march", "before march"),
        ("dates after february", "after february"),
        ("what may I do", ""),
        ("how many events in 2027", "2027"),
        ("圣诞节之前", "before 2026-12-25"),
        ("十二月有哪些事件", "in december"),
        ("下个月有什么活动", "next month"),
        ("что намечено до Нового года", "before 2027-01-01"),
        ("события в январе", "in january"),
    ],
)
def test_a_period_is_read_in_three_languages(said: str, period: str):
    assert slots.period_in(said, TODAY) == period


@pytest.mark.parametrize(
    ("said", "days", "times"),
    [
        ("push the Friday digest to 5pm", "fri", ["17:00"]),
        ("把摘要改到下午五点", "", ["17:00"]),
        ("пятничный дайджест на пять вечера", "fri", ["17:00"]),
        ("every weekday at noon", "weekdays", ["12:00"]),
        ("from 11pm to 6am", "", ["23:00", "06:00"]),
        ("in 3 days", "", []),
    ],
)
def test_days_and_times_are_read(said: str, days: str, times: list[str]):
    assert slots.days_in(said) == days
    assert slots.times_in(said) == times


@pytest.mark.parametrize(
    ("said", "leads"),
    [
        ("two days before", "2d"),
        ("за два дня до саммита", "2d"),
        ("前两天提醒我", "2d"),
        ("the day before", "1d"),
        ("the summit", "7d 1d"),
    ],
)
def test_leads_are_read(said: str, leads: str):
    assert slots.leads_in(said) == leads


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("at 4", 4),
        ("at 4pm", 0),
        ("at 4:30", 0),
        ("at 9", 0),
        ("в 5", 5),
        ("в 5 вечера", 0),
        ("五点提醒我", 5),
        ("下午五点", 0),
    ],
)
def test_an_hour_without_its_half_of_the_day_is_noticed(said: str, hour: int):
    assert slots.bare_hour(said) == hour


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("after 10pm until 7am", "22:00-07:00"),
        ("at night", "22:00-07:00"),
        ("after 11pm", "23:00-07:00"),
        ("10 to 6", "22:00-07:00"),
    ],
)
def test_quiet_hours_are_those_said_or_the_usual_night(said: str, hours: str):
    assert slots.quiet_in(said) == hours
