"""Plain words: which command line each of many sentences is taken for, and what is taken for none."""

from datetime import date
from pathlib import Path

import pytest

from bot.commands import commands
from bot.commands.phrases import understand
from bot.commands.phrases.phrase_files import phrases
from bot.commands.phrases.required_words import asks_for_events, asks_for_export
from bot.commands.phrases.slots import period_in, subject_of
from bot.languages import language_called

LANGUAGES = ("english", "russian", "chinese")
SAID = Path(__file__).parents[1] / "samples" / "talk" / "plain.tsv"
TABLE = [line.split("\t") for line in SAID.read_text(encoding="utf-8").splitlines() if line]


def told(line: str) -> str:
    """The likeliest command line, with the words that stand in its gap, or the kind of talk."""
    meant = understand(line)
    if meant.talk:
        return f"={meant.talk}"
    if meant.varies:
        return f"+{meant.varies}"
    first = meant.wishes[0]
    gap = f"{{{first.gap}}}"
    return ("" if first.sure else "? ") + first.line.replace(gap, f"{{{first.gap}:{first.words}}}")


def test_there_are_enough_sentences():
    assert len({said for said, _ in TABLE}) >= 150


@pytest.mark.parametrize(("said", "line"), TABLE)
def test_a_sentence_is_taken_for_a_command(said: str, line: str):
    assert told(said) == line


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_line_that_sentences_mean_is_a_command(language: str):
    for phrase in phrases(language):
        for line in phrase.lines:
            assert commands().find(line.split()[0]), line


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", ["plugh", "плюх", "噗"])
def test_no_sentence_takes_whatever_is_said(language: str, word: str):
    for words in (word, f"{word} {word}", f"{word} {word} {word} {word}"):
        taking = [phrase.pattern.pattern for phrase in phrases(language) if phrase.pattern.fullmatch(f"{words} ")]
        assert taking == []


TODAY = date(2026, 11, 27)


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
    assert asks_for_events(said)
    assert period_in(said, TODAY) == period


@pytest.mark.parametrize(
    "said",
    ["what was decided on 3 November?", "why did it happen in October?", "что решили 3 ноября?", "11月3日谁说了什么？"],
)
def test_a_question_about_more_than_a_time_is_for_the_texts(said: str):
    assert not asks_for_events(said)


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
    assert asks_for_export(said) == exports


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
    ("said", "line", "place"),
    [
        ("Lower the marking of a1 to green because the talks are over", "green because the talks are over", "a1"),
        ("Lift the restriction on section 4 of a2, because it is public", "for all because it is public", "a2 4"),
        ("Сними ограничение с раздела 2 записки a4, потому что всё вышло", "for all because всё вышло", "a4 2"),
        ("取消a3第二节的限制，因为数据已经公开", "for all because 数据已经公开", "a3 2"),
        ("Сделай раздел 2 записки a4 красным", "red", "a4 2"),
        ("понизь гриф записки a1 до зелёного, потому что всё вышло", "green because всё вышло", "a1"),
        ("把a1的密级降为绿色，因为已经公开", "green because 已经公开", "a1"),
        ("remove the restriction from a1 because it is public", "for all because it is public", "a1"),
        ("drop the classification of a1 to clear, since it was published", "clear because it was published", "a1"),
        ("Убери ограничения с a2, так как доклад вышел", "for all because доклад вышел", "a2"),
        ("解除a3的限制，因为已公布", "for all because 已公布", "a3"),
    ],
)
def test_a_marking_is_lowered_with_its_reason(said: str, line: str, place: str):
    wish = understand(said).wishes[0]
    assert (wish.line, wish.words, wish.sure) == (f"mark {{place}} {line}", place, False)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("a3 was published on 24 November 2026", "published a3 24 November 2026"),
        ("The paper a3 was actually published on 24 November, not 23", "published a3 24 November"),
        ("Correct the publication date of a2 to 2026-11-24", "published a2 2026-11-24"),
        ("Записка a4 вышла 24 ноября 2026 года", "published a4 24 ноября 2026 года"),
        ("исправь дату публикации a4 на 24 ноября 2026", "published a4 24 ноября 2026"),
        ("a3 的发布日期是2026年11月24日", "published a3 2026年11月24日"),
        ("a3是2026年11月24日发布的，不是23日", "published a3 2026年11月24日"),
    ],
)
def test_another_date_of_publication_is_proposed(said: str, line: str):
    wish = understand(said).wishes[0]
    assert (wish.line, wish.sure) == (line, False)
