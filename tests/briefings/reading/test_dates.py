"""Dates in three languages, each at its own precision, and what is no date."""

from datetime import date, timedelta

import pytest

from briefings.model.agenda import EventDate
from briefings.model.analysis import Dated, Sentence
from briefings.reading import read
from briefings.reading.dates import disagreeing, find, parse
from briefings.reading.dates_of_text import dates_in

TODAY = date(2026, 5, 13)  # a Wednesday


def shown(when: EventDate | None) -> str:
    """First day, last day where it is another, precision; an instant by itself."""
    if when is None:
        return "none"
    if when.at:
        return f"{when.at.isoformat(timespec='minutes')} {when.zone or '-'}"
    days = f"{when.first}" if when.first == when.last else f"{when.first}..{when.last}"
    return f"{days} {when.precision}"


def dated(words: str, published: date = TODAY) -> list[Dated]:
    """The dates of a text of one sentence, as its clause and its day put them."""
    return [*dates_in(words, [Sentence(None, 0, len(words))], published, published)]


def found(words: str) -> list[str]:
    return [shown(one.when) for one in dated(words)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The lock opens on 1 June 2026.", "2026-06-01 day"),
        ("The lock opens on June 1st, 2026.", "2026-06-01 day"),
        ("The lock opens on Monday, June 1, 2026.", "2026-06-01 day"),
        ("The lock will open on Jun. 1.", "2026-06-01 day"),
        ("The budget of 2027 will grow.", "2027-01-01..2027-12-31 year"),
        ("The treaty was extended to 2031.", "2031-01-01..2031-12-31 year"),
        ("It opens 2026-06-01 or later.", "2026-06-01 day"),
        ("It opens 13.06.2026 or later.", "2026-06-13 day"),
        ("It opens 31/12/2026 or later.", "2026-12-31 day"),
        ("It opens in June 2026.", "2026-06-01..2026-06-30 month"),
        ("It will open in March.", "2027-03-01..2027-03-31 month"),
        ("They met in March.", "2026-03-01..2026-03-31 month"),
        ("They met last March.", "2026-03-01..2026-03-31 month"),
        ("A vote is due in June of next year.", "2027-06-01..2027-06-30 month"),
        ("The July vote is near.", "2026-07-01..2026-07-31 month"),
        ("It lasts from 3 to 5 June 2026.", "2026-06-03..2026-06-05 range"),
        ("It lasts from 30 June to 2 July 2026.", "2026-06-30..2026-07-02 range"),
        ("It lasts between June 3 and June 9.", "2026-06-03..2026-06-09 range"),
        ("It lasts from June 2026 to March 2027.", "2026-06-01..2027-03-31 range"),
        ("It ran from 2019 to 2022.", "2019-01-01..2022-12-31 range"),
        ("It ends in early June 2026.", "2026-06-01..2026-06-10 range"),
        ("It ends in mid-June.", "2026-06-11..2026-06-20 range"),
        ("It ends at the end of June.", "2026-06-21..2026-06-30 range"),
        ("It ended in late 2024.", "2024-09-01..2024-12-31 range"),
        ("Exports will recover in the second half of the year.", "2026-07-01..2026-12-31 range"),
        ("Profit fell in the fourth quarter.", "2025-10-01..2025-12-31 quarter"),
        ("Trade fell in the last quarter of 2025.", "2025-10-01..2025-12-31 quarter"),
        ("The last week of November was wet.", "2025-11-24..2025-11-30 range"),
        ("The port opens in the first half of March 2027.", "2027-03-01..2027-03-15 range"),
        ("It opens in the second half of June 2027.", "2027-06-16..2027-06-30 range"),
        ("It opens in the third week of March 2027.", "2027-03-15..2027-03-21 range"),
        ("It opens in the first days of March 2027.", "2027-03-01..2027-03-10 range"),
        ("Во второй половине года выпуск вырастет.", "2026-07-01..2026-12-31 range"),
        ("Trade fell in Q3 2025.", "2025-07-01..2025-09-30 quarter"),
        ("Trade fell in the third quarter of 2025.", "2025-07-01..2025-09-30 quarter"),
        ("Trade fell in the first half of last year.", "2025-01-01..2025-06-30 range"),
        ("It opens in autumn 2026.", "2026-09-01..2026-11-30 season"),
        ("It opens next winter.", "2026-12-01..2027-02-28 season"),
        ("Ice lay thick in the 1970s.", "1970-01-01..1979-12-31 range"),
        ("A summit is planned for 2028.", "2028-01-01..2028-12-31 year"),
        ("It ends tomorrow.", "2026-05-14 day"),
        ("It ended the day before yesterday.", "2026-05-11 day"),
        ("They spoke on Monday.", "2026-05-11 day"),
        ("They will speak on Monday.", "2026-05-18 day"),
        ("They speak next Tuesday.", "2026-05-19 day"),
        ("They speak this Friday.", "2026-05-15 day"),
        ("They spoke last Friday.", "2026-05-08 day"),
        ("Envoys come next week.", "2026-05-18..2026-05-24 week"),
        ("Envoys came two weeks ago.", "2026-04-27..2026-05-03 week"),
        ("Envoys come in ten days.", "2026-05-23 day"),
        ("They answer within the next two days.", "2026-05-15 day"),
        ("未来三天内将公布。", "2026-05-16 day"),
        ("Envoys came three months ago.", "2026-02-01..2026-02-28 month"),
        ("They open at 7:30 pm on June 2 London time.", "2026-06-02T19:30+00:00 -"),
        ("They open on June 2 at 7:30 pm London time.", "2026-06-02T19:30+01:00 Europe/London"),
        ("They open on 2 June at 19:30 GMT.", "2026-06-02T19:30+00:00 UTC"),
        ("They open on 2 June at 19:30 UTC+3.", "2026-06-02T19:30+03:00 -"),
        ("They open tomorrow at noon.", "2026-05-14T12:00+00:00 -"),
        ("Шлюз откроют 1 июня 2026 года.", "2026-06-01 day"),
        ("Они встретятся с 3 по 5 июня.", "2026-06-03..2026-06-05 range"),
        ("Они встретятся в конце июня.", "2026-06-21..2026-06-30 range"),
        ("Они встречались в прошлом месяце.", "2026-04-01..2026-04-30 month"),
        ("Выборы пройдут в следующем году.", "2027-01-01..2027-12-31 year"),
        ("Торговля упала во втором квартале 2025 года.", "2025-04-01..2025-06-30 quarter"),
        ("Срок истекает через три дня.", "2026-05-16 day"),
        ("Начало 2 июня в 19:30 по московскому времени.", "2026-06-02T19:30+03:00 Europe/Moscow"),
        ("船闸将于2026年6月1日开放。", "2026-06-01 day"),
        ("会议将于6月3日至5日举行。", "2026-06-03..2026-06-05 range"),
        ("会议将于6月下旬举行。", "2026-06-21..2026-06-30 range"),
        ("去年10月双方会晤。", "2025-10-01..2025-10-31 month"),
        ("下周三到期。", "2026-05-20 day"),
        ("今年前三个月出口增长。", "2026-01-01..2026-03-31 range"),
        ("2025年最后两个月出口下降。", "2025-11-01..2025-12-31 range"),
        ("二〇二六年六月开放。", "2026-06-01..2026-06-30 month"),
        ("6月2日下午7时30分（北京时间）开始。", "2026-06-02T19:30+08:00 Asia/Shanghai"),
    ],
)
def test_a_date_is_found_at_its_precision(words: str, expected: str) -> None:
    assert found(words) == [expected]


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Das Treffen am 16.12.26 findet statt.", ["2026-12-16"]),
        ("Bis zum 1.10.28 läuft der Vertrag.", ["2028-10-01"]),
        ("Sitzung vom 07.11.25 in Mainz", ["2025-11-07"]),
        ("Letter of 4.5.26, received 6.5.26.", ["2026-05-04", "2026-05-06"]),
        ("The report (16.12.25) was late.", ["2025-12-16"]),
        ("It was sent again 05.3.26 without a word.", ["2026-03-05"]),
        ("The library 1.10.28 will be released soon.", []),
        ("Update from 1.10.28 to 3.11.27 in time.", []),
        ("Please upgrade to version 14.2.35.", []),
        ("We shipped v 2.4.30 with fewer bugs.", []),
        ("Django 4.2.27 fixes three faults.", []),
        ("Fixed in 9.12.27, 10.11.28 and later.", []),
        ("Die Bibliothek 1.10.28 erscheint bald.", []),
    ],
)
def test_a_dotted_number_is_a_day_where_one_stands_and_a_version_elsewhere(words: str, days: list[str]) -> None:
    assert [f"{each.when.first}" for each in find(words, date(2026, 1, 15))] == days


@pytest.mark.parametrize(
    "words",
    [
        "Boats may wait.", "They march on.", "May waits for June Lee and April Holm.", "See No. 5 and section 3.2.",
        "It cost 2,026 dollars and 2026 people came.", "Version 1.12.2 is out.", "It rose 3.5 percent.",
        "This is the second half-hearted day.", "It opens 05/06/2026.", "It opens on 31 June 2026.",
        "Within a week, protests had reached Sfax.", "Talks must begin within three months of it.",
        "The school trains the leaders of tomorrow.",
        "In two weeks the protests had spread.", "They will answer within a week.",
        "Через неделю протесты были и в Сфаксе.", "一周内抗议蔓延到其他城市。", "两周后抗议已蔓延。",
        "The second half of the question will be harder.", "Two players left in the second half.",
        "The last quarter of the mile will be walked.", "The following week of the diary will be printed.",
        "Q1: Do you own a boat?", "Use an H2 heading.", "April said she will call.", "Mrs. August will call.",
        "Во второй половине матча забили гол.", "Вторая половина вопроса будет сложнее.",
        "Pages 1921–1935x.", "第5条规定三国合作。", "Это пятый мост, и он мал.",
    ],
)  # fmt: skip
def test_what_is_no_date_is_not_found(words: str) -> None:
    assert found(words) == []


def test_the_place_of_a_date_is_exact() -> None:
    words = "Since then, on Monday, 1 June 2026, ships sail until early 2027."
    assert [words[one.start : one.end] for one in find(words, TODAY)] == ["Monday, 1 June 2026", "early 2027"]


def test_without_a_reference_only_dates_with_a_year_are_found() -> None:
    words = "It opened yesterday, in May, next week, on Monday, and on 1 June 2026."
    assert [shown(one.when) for one in find(words, None)] == ["2026-06-01 day"]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("June", "2026-06-01..2026-06-30 month"),
        ("in March", "2027-03-01..2027-03-31 month"),
        ("2026-06", "2026-06-01..2026-06-30 month"),
        ("2027", "2027-01-01..2027-12-31 year"),
        ("Friday", "2026-05-15 day"),
        ("15th", "2026-05-15 day"),
        ("tomorrow 9am", "2026-05-14T09:00+08:00 Asia/Shanghai"),
        ("2026-06-01 09:00", "2026-06-01T09:00+08:00 Asia/Shanghai"),
        ("2026-06-01T09:00Z", "2026-06-01T09:00+00:00 UTC"),
        ("the morning of June 2", "2026-06-02 day"),
        ("1 июня 2026 г.", "2026-06-01 day"),
        ("июнь", "2026-06-01..2026-06-30 month"),
        ("明天上午9时", "2026-05-14T09:00+08:00 Asia/Shanghai"),
        ("soon", "none"),
        ("June and July plans", "none"),
        ("the meeting on 1 June 2026", "none"),
        ("1 June 2026 or so" * 20, "none"),
    ],
)
def test_a_phrase_is_a_date_as_a_whole_or_none(phrase: str, expected: str) -> None:
    assert shown(parse(phrase, TODAY, "Asia/Shanghai")) == expected


def test_every_day_of_a_year_is_read_back_as_written() -> None:
    for number in range(366):
        day = date(2027, 12, 31) - timedelta(days=number)
        for form in ("%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d.%m.%Y", "%Y年%m月%d日"):
            assert parse(day.strftime(form), TODAY) == EventDate(day, day, "day")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The lease will expire on March 4, 2126.", "2126-03-04 day"),
        ("The lease expires on 12 June 2150.", "2150-06-12 day"),
        ("The lease expires on Friday, 12 June of 2150.", "2150-06-12 day"),
        ("The lease expires in June 2101.", "2101-06-01..2101-06-30 month"),
        ("The lease expires in late June 2101.", "2101-06-21..2101-06-30 range"),
        ("The lease runs from 3 to 5 June 2999.", "2999-06-03..2999-06-05 range"),
        ("The lease runs from March to June 2150.", "2150-03-01..2150-06-30 range"),
        ("The lease expires in Q3 2150.", "2150-07-01..2150-09-30 quarter"),
        ("The lease expires in the spring of 2150.", "2150-03-01..2150-05-31 season"),
        ("The lease expires 2126-03-04.", "2126-03-04 day"),
        ("Договор истекает 4 марта 2126 года.", "2126-03-04 day"),
        ("Договор истекает в июне 2101 года.", "2101-06-01..2101-06-30 month"),
        ("合同将于2126年3月4日到期。", "2126-03-04 day"),
        ("合同将于2101年6月到期。", "2101-06-01..2101-06-30 month"),
        ("On 5 June 2500 troops will arrive.", "2026-06-05 day"),
        ("On June 5, 2130 GMT, it will begin.", "2026-06-05 day"),
    ],
)
def test_the_year_that_stands_there_is_taken(words: str, expected: str) -> None:
    assert found(words) == [expected]


@pytest.mark.parametrize(
    "words",
    [
        "The lease will expire on December 31, 9999.",
        "The lease will expire on December 31st, 9999.",
        "The lease will expire on 31 Dec. 9999.",
        "The lease will expire on Friday, December 31, 9999.",
        "The lease will expire in June 9999.",
        "The lease will expire in late June 9999.",
        "The lease will expire by Q3 9999.",
        "The lease will expire on April 31, 2026.",
        "The lease will expire on April 31.",
        "The lease will expire on 31 April 2026.",
        "The lease will expire on the 31st of April 2026.",
        "The lease will expire on Friday, 31 April 2026.",
        "The lease will expire on February 30.",
        "Договор истекает 31 декабря 9999 года.",
        "Договор истекает 31 апреля 2026 года.",
        "合同将于9999年12月31日到期。",
        "合同将于9999年12月到期。",
        "合同将于2026年4月31日到期。",
        "合同将于4月31日到期。",
    ],
)
def test_an_impossible_day_or_year_is_no_other_date(words: str) -> None:
    assert found(words) == []


@pytest.mark.parametrize("reference", [date.min, date.max])
def test_nothing_is_counted_from_the_ends_of_the_calendar(reference: date) -> None:
    assert find("It opens tomorrow, next week or on 1 June.", reference) == []
    assert find("It was closed yesterday, last week and in June.", reference) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The summit begins on Thursday.", "2026-11-05"),
        ("Leaders meet on Thursday in Oslo.", "2026-11-05"),
        ("The ferry fair starts Thursday.", "2026-11-05"),
        ("On Monday, the trial opens in Bergen.", "2026-11-09"),
        ("The deadline is Friday.", "2026-11-06"),
        ("The council votes Tuesday on the quay.", "2026-11-10"),
        ("Lund and Ode meet on Thursday.", "2026-11-05"),
        ("The keepers are meeting on Thursday.", "2026-11-05"),
        ("The talks are held on Thursday.", "2026-11-05"),
        ("The deal gets signed on Friday.", "2026-11-06"),
        ("There is a vote on Friday.", "2026-11-06"),
        ("The mayor is in Bergen on Friday.", "2026-11-06"),
        ("The mayor was held on Thursday.", "2026-10-29"),
        ("Саммит начинается в четверг.", "2026-11-05"),
        ("Капитаны встретятся в четверг.", "2026-11-05"),
        ("峰会周四开始。", "2026-11-05"),
        ("The fair began on Thursday.", "2026-10-29"),
        ("The votes on Thursday showed a split.", "2026-10-29"),
        ("On Thursday, Lund said the fair begins a new era.", "2026-10-29"),
        ("He was held on Thursday and faces trial.", "2026-10-29"),
        ("В четверг он сообщил, что переговоры проходят хорошо.", "2026-10-29"),
    ],
)
def test_a_weekday_for_which_the_present_tense_sets_something_is_ahead(sentence: str, expected: str) -> None:
    assert dated(sentence, date(2026, 11, 4))[-1].when.first.isoformat() == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The lock opens on 9 may 2027 at noon.", "2027-05-09"),
        ("They will meet the 3rd of march in Bergen.", "2027-03-03"),
        ("They will meet on 19 May in Bergen.", "2026-05-19"),
        ("Part 2 May 2026", "2026-05-02"),
        ("Chapter 12 (will open 19 May)", "2026-05-19"),
    ],
)
def test_may_and_march_that_can_be_no_verb_are_months(sentence: str, expected: str) -> None:
    assert dated(sentence)[0].when.first.isoformat() == expected


@pytest.mark.parametrize(
    "phrase", ["19 may", "by 19 may at 15:00", "19 may 3 pm", "on 19 may, 15:00", "on the 19th of may"]
)
def test_a_whole_phrase_in_lower_case_is_a_day_of_may(phrase: str) -> None:
    assert shown(parse(phrase, TODAY)).startswith("2026-05-19")


@pytest.mark.parametrize(
    "words",
    [
        "The vote is on Tuesday, 19 May.",
        "The vote is on 19 May (Tue).",
        "The vote: May 19 Tue 2026: 10:00",
        "The vote is set for 19 May, Tuesday.",
        "Голосование назначили на вторник, 19 мая.",
        "Школа откроется 19 мая (вторник).",
        "听证会定于5月19日（周二）上午九点举行。",
        "听证会定于周二（5月19日）举行。",
        "Der Rat tagt am Dienstag, den 19. Mai.",
        "Le conseil se réunit le mardi 19 mai.",
    ],
)
def test_a_weekday_belongs_to_the_day_beside_it(words: str) -> None:
    assert [each.when.first.isoformat() for each in find(words, TODAY)] == ["2026-05-19"]
    assert disagreeing(words, TODAY) == []


@pytest.mark.parametrize("words", ["The vote is on Monday, 19 May 2026.", "听证会定于2026年5月19日（周一）举行。"])
def test_a_day_on_another_weekday_than_the_one_beside_it_is_no_day(words: str) -> None:
    assert find(words, TODAY) == []
    assert [each.when.first.isoformat() for each in disagreeing(words, TODAY)] == ["2026-05-19"]


def test_a_weekday_chooses_the_year_that_none_is_written_for() -> None:
    assert find("They met on Monday, 19 May.", TODAY)[0].when.first.isoformat() == "2025-05-19"
    assert find("Школа откроется 19 августа (понедельник) 2024 года.", TODAY)[0].when.first.isoformat() == "2024-08-19"


def test_a_year_before_christ_is_no_date() -> None:
    text = "# Temple\n\nThe temple fell in 1145 BC and rose in 2020.\n"
    draft = read("temple.md", text.encode())
    assert [draft.text[each.start : each.end] for each in draft.dates] == ["2020"]
