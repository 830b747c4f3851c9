"""What a text announces: by clause and tense, in lines and tables, in five languages; and what is no announcement."""

import re
from datetime import date

import pytest

from briefings.model.analysis import Draft
from briefings.reading import read

PUBLISHED = date(2026, 5, 13)


def draft(words: str, name: str = "quay.txt") -> Draft:
    return read(name, f"Quays\n\nSummary\n\nShips sail. {words}\n".encode(), published=PUBLISHED)


def events(words: str) -> list[tuple[str, str]]:
    return [(each.title, str(each.when.first)) for each in draft(words).mentions]


@pytest.mark.parametrize(
    "words",
    [
        "If the crew walks out, a strike begins on 9 July 2026.",
        "The quay could open on 9 July 2026.",
        "Had the dredger come, the quay would have opened on 9 June 2026.",
        "The council meets every second Monday of June.",
        "The ministry denied that it will sell the quay on 9 July 2026.",
        "Unless the owners pay, the court would hear the case on 9 July 2026.",
        "Suppose the auction takes place on 9 July 2026.",
        "The toll rose on 3 May.",
        "The mayor had planned to speak on 9 July 2026.",
        "The fair on 9 July 2026 has been cancelled.",
        "9 July 2026 by [Ada Berg](https://example.org/ada) and [Carl Dahl](https://example.org/carl)",
        "Moss-Rygge, den 9. Juli 2026",
        "The club led in the second half of the match.",
        "Siegel trusts that 9 July 2026 will do.",
        "Falls der Rat zustimmt, könnte die Brücke am 9. Juli 2026 öffnen.",
        "Если совет согласится, мост могут открыть 9 июля 2026 года.",
        "如果谈判失败，罢工可能于2026年7月9日开始。",
    ],
)
def test_the_supposed_the_denied_the_usual_and_the_past_are_no_events(words: str) -> None:
    assert events(words) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("The bank decides on rates on 9 July; the union follows on 12 July.",
         [("Bank decides on rates", "2026-07-09"), ("Union follows", "2026-07-12")]),
        ("The mayor arrives in Moss on 9 July, meets the harbour master on 10 July and leaves on 11 July.",
         [("Mayor arrives in Moss", "2026-07-09"), ("Mayor meets the harbour master", "2026-07-10"),
          ("Mayor leaves", "2026-07-11")]),
        ("The vote was postponed from 9 June to 12 June.", [("Vote", "2026-06-12")]),
        ("The board votes on 8 Jul. Mooring fees rise on 1 Aug. Nobody objects.",
         [("Board votes", "2026-07-08"), ("Mooring fees rise", "2026-08-01")]),
        ("All ropes must be changed by 9 July 2026.", [("All ropes must be changed", "2026-07-09")]),
        ("The council holds its summer session on 9 July. At the summer session of the council on 9 July fees are set.",
         [("Council holds its summer session", "2026-07-09")]),
        ("The ministry will publish its plan later this year.", [("Ministry publishes its plan", "2026-05-14")]),
        ("We will publish the map on 9 July 2026.", [("Publish the map", "2026-07-09")]),
        ("Regatta — Thursday 9 July, 10:00-13:00, at the pier.", [("Regatta", "2026-07-09")]),
        ("Renew the lease by 9 July 2026.", [("Renew the lease", "2026-07-09")]),
        ("Phase 1 is in progress and the review follows on 9 July 2026.", [("Review follows", "2026-07-09")]),
        ("The owners' answer is anticipated on 9 July.", [("Owners' answer anticipated", "2026-07-09")]),
        ("The bank will publish rules in the second half of June 2026.", [("Bank publishes rules", "2026-06-16")]),
    ],
)  # fmt: skip
def test_each_date_goes_to_the_clause_that_announces_it(words: str, told: list[tuple[str, str]]) -> None:
    assert events(words) == told


@pytest.mark.parametrize(
    ("words", "zone", "utc"),
    [
        ("The verdict is read on 9 July, 3pm Brussels.", "Europe/Brussels", "13:00"),
        ("The verdict is read on 9 July, 14:00 in Tokyo.", "Asia/Tokyo", "05:00"),
        ("The verdict is read in Vienna on 9 July at 15:00.", "Europe/Vienna", "13:00"),
    ],
)
def test_a_time_is_read_on_the_clock_of_its_place(words: str, zone: str, utc: str) -> None:
    (event,) = draft(words).mentions
    assert event.when.at is not None
    assert (event.when.zone, f"{event.when.at - event.when.at.utcoffset():%H:%M}") == (zone, utc)  # type: ignore[operator]


def test_a_time_without_a_zone_leaves_the_day_and_a_warning() -> None:
    told = draft("The verdict is read on 9 July at 15:00 local time.")
    assert {(when.precision, when.at) for when in (told.mentions[0].when, told.dates[0].when)} == {("day", None)}
    warning = "1 event has a time but no time zone, so only its day is kept: Verdict read, 15:00."
    assert warning in told.doubts


def test_each_row_of_a_table_with_a_coming_date_is_an_event() -> None:
    table = "| Meeting | Date | Room |\n|---|---|---|\n| Pilots | 9 July 2026 | 2 |\n| Owners | 1 May 2026 | 3 |"
    read_back = read("quay.md", f"# Quays\n\nShips sail.\n\n{table}\n".encode(), published=PUBLISHED)
    assert [(each.title, str(each.when.first)) for each in read_back.mentions] == [("Pilots", "2026-07-09")]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Fair: 7/8/2026. Regatta: 24/8/2026.", "2026-08-07"),
        ("Fair: 7/8/2026. Regatta: 8/24/2026.", "2026-07-08"),
    ],
)
def test_a_date_in_figures_is_read_as_the_others_of_its_text(words: str, first: str) -> None:
    assert str(draft(words).dates[0].when.first) == first


def test_a_date_in_figures_that_can_mean_two_days_is_told() -> None:
    assert "1 date in figures can mean two days, so it was left out: 7/8/2026." in draft("Fair: 7/8/2026.").doubts


def test_a_german_and_a_french_text_announce_too() -> None:
    german = "Der Hafen ist alt und die Stadt ist groß. Der Hafenrat tagt am 9. Juli 2026 in Bonn. Das ist nicht neu."
    french = "Le port est vieux et la ville est grande. Le conseil se réunit le 9 juillet 2026 à Nantes. C'est dit."
    told = [read("t.txt", words.encode(), published=PUBLISHED).mentions for words in (german, french)]
    assert [[each.title for each in mentions] for mentions in told] == [
        ["Hafenrat tagt in Bonn"],
        ["Conseil se réunit à Nantes"],
    ]


def days(words: str, published: date) -> dict[str, str]:
    found = read("quay.txt", f"Quays\n\nSummary\n\n{words}\n".encode(), published=published)
    return {found.text[each.start : each.end]: str(each.when.first) for each in found.dates}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Repairs are to begin in June and to be finished by March.", {"June": "2026-06-01", "March": "2027-03-01"}),
        ("Die Molen sollen im Juni fertig und bis März gestrichen sein.", {"Juni": "2026-06-01", "März": "2027-03-01"}),
        ("Der Kran wird Ende 2027 gebaut.", {"Ende 2027": "2027-09-01"}),
        ("Die Mole wird in den Sommerferien 2027 gesperrt.", {"Sommerferien 2027": "2027-06-01"}),
        ("他于7月的选举中被击败。", {"7月": "2025-07-01"}),
        ("委员会将于7月开会。", {"7月": "2026-07-01"}),
        ("港口将于星期三（20日）开放。", {"星期三（20日）": "2026-05-20"}),
    ],
)
def test_a_date_lies_where_its_clause_puts_it(words: str, expected: dict[str, str]) -> None:
    assert days(words, PUBLISHED) == expected


def test_a_weekday_after_another_one_is_not_the_day_of_publication() -> None:
    monday = date(2026, 5, 11)
    assert days("The board will vote on Friday or on Monday.", monday) == {
        "Friday": "2026-05-15",
        "Monday": "2026-05-18",
    }


def test_a_german_plan_names_what_begins_on_the_date() -> None:
    text = "Die Stadt ist alt. Die Arbeiten sollen im Juli beginnen und bis Oktober beendet sein. Das ist nicht neu."
    found = read("t.txt", text.encode(), published=PUBLISHED).mentions
    assert [(each.title, str(each.when.first)) for each in found] == [("Arbeiten beginnen", "2026-07-01")]


def test_a_defeat_in_chinese_announces_nothing() -> None:
    assert events("王海于2027年3月的选举中被击败。") == []


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("The lock committee closed its file. It meets again on 9 July.", "Lock committee meets"),
        ("The lease covers forty moorings, and it will expire on 31 July.", "Lease expires"),
        ("The call for rope designs continues through 9 July.", "Last day: call for rope designs"),
        (
            "Le 9 juillet, venez participer à la grande marche des phares organisée par le port.",
            "Grande marche des phares",
        ),
        ("La mise en place des bouées se fera le 9 juillet.", "Mise en place des bouées"),
        ("Le club sera présent à la fête des pilotes prévue le 9 juillet.", "Fête des pilotes"),
        ("Le port vous propose de faire le bal des marins le 9 juillet.", "Bal des marins"),
        ("In Norwegen werden am 9. Juli Hafenwahlen abgehalten, wobei alles offen ist.", "Hafenwahlen in Norwegen"),
        (
            "Schon am Donnerstag, 9. Juli, soll dort der Steg für die Lotsen gebaut werden.",
            "Steg für die Lotsen gebaut",
        ),
        ("Am 9. Juli soll es dazu im Rathaus eine große Anhörung geben.", "Große Anhörung"),
        ("Приглашаем на семинар по морским узлам, который состоится 9 июля.", "Семинар по морским узлам"),
        ("9 июля в Бергене пройдёт парад лоцманов.", "Парад лоцманов в Бергене"),
        ("Заявки на стоянку принимаются до 9 июля.", "Крайний срок: заявки на стоянку принимаются"),
        ("由北湾船会组织的结绳大赛，将于7月9日举行。", "结绳大赛"),
        ("法官林海押后至7月9日裁决。", "法官林海裁决"),
        ("泊位持有人须于7月9日或之前交还钥匙。", "截止：泊位持有人交还钥匙"),
    ],
)
def test_a_title_is_subject_and_act_in_each_language(words: str, title: str) -> None:
    found = read("notes.txt", f"{_ahead(words)}{words}\n".encode(), published=date(2026, 5, 13))
    assert [one.title for one in found.mentions] == [title]


@pytest.mark.parametrize(
    "words",
    [
        "We waited for weeks. It will reopen on 9 July.",
        "The groups that end on 9 July were asked.",
        "Das Datum soll der 9. Juli sein.",
        "Auch 2026 beginnen sie wieder am 9. Juli.",
        "Le loto du 9 juillet et le bal du 10 juillet sont annulés.",
        "Если сваи выдержат, паром пойдёт 9 июля.",
        "他说：“我们7月9日将举行一个很有意思的会谈”",
        "暴风雨持续多日，从7月9日开始满城停电。",
    ],
)
def test_no_title_is_made_where_none_is_good(words: str) -> None:
    assert read("notes.txt", f"{_ahead(words)}{words}\n".encode(), published=date(2026, 5, 13)).mentions == ()


def _ahead(words: str) -> str:
    """A paragraph that tells the language of some words."""
    if re.search("[а-я]", words):
        return "Причал стоит у самой воды, и с него видно, как паром идёт через залив.\n\n"
    if re.search("[一-龥]", words):
        return "北湾的码头很旧，渡轮每天从那里开往对岸的小镇。\n\n"
    if re.search(r"\b(?:le|la)\b", words):
        return "Le vieux port est calme ce matin, et les marins attendent la marée avec les autres.\n\n"
    if re.search(r"\b(?:Das|Am|Auch|werden|soll)\b", words):
        return "Der alte Hafen ist heute ruhig, und die Seeleute warten mit den anderen auf die Flut.\n\n"
    return "The old quay is calm this morning, and the sailors wait for the tide with the others.\n\n"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("A strike from 7 to 9 December 2026 will stop all night trains.", "Strike"),
        ("The rail strike from 7 to 9 December 2026 affects all lines.", "Rail strike"),
        ("The strike lasts from 7 to 9 December 2026.", "Strike"),
        ("The conference between 7 and 9 December 2026 brings together 300 experts.", "Conference"),
    ],
)
def test_an_event_that_runs_from_one_day_to_another_keeps_both(words: str, title: str):
    (found,) = draft(words).mentions
    assert (found.title, found.when.first, found.when.last) == (title, date(2026, 12, 7), date(2026, 12, 9))


@pytest.mark.parametrize(
    "words", ["The votes from 3 May 2026 were counted.", "The decision from May 2026 stands.", "Talks from 2027 on."]
)
def test_what_dates_from_one_day_is_no_event(words: str):
    assert events(words) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("The vote set for 3 July 2026 has been moved to 28 July 2026.", [("Vote", "2026-07-28")]),
        ("The hearing set for 3 July 2026 was postponed until 9 July 2026.", [("Hearing", "2026-07-09")]),
        ("The festival in Hallen was postponed to 12 July.", [("Festival in Hallen", "2026-07-12")]),
    ],
)
def test_an_event_that_the_text_moves_is_on_its_new_day(words: str, told: list[tuple[str, str]]):
    assert events(words) == told


def test_marks_of_another_kind_change_neither_events_nor_statements():
    curly = draft("“The cranes will arrive on 5 July 2026,” said harbour master Lena Orlova.")
    angled = draft("«The cranes will arrive on 5 July 2026,» said harbour master Lena Orlova.")
    assert [each.title for each in angled.mentions] == ["Cranes arrive"]
    assert (angled.mentions, angled.statements) == (curly.mentions, curly.statements)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Parliament votes on the budget for tourism in the second half of 2027 on 3 December 2026.",
         [("Parliament votes on the budget for tourism", "2026-12-03")]),
        ("The bank publishes a forecast of growth in the second half on 3 December 2026.",
         [("Bank publishes a forecast of growth in the second half", "2026-12-03")]),
        ("The company reports sales in the second half of the year on 4 March 2027.",
         [("Company reports sales in the second half of the year", "2027-03-04")]),
        ("On 3 December 2026, the board discusses fees for January 2027.",
         [("Board discusses fees for January 2027", "2026-12-03")]),
        ("Sales in November 2026 will be published on 9 January 2027.",
         [("Sales in November 2026 published", "2027-01-09")]),
        ("3 декабря 2026 года парламент проголосует за бюджет на первое полугодие 2027 года.",
         [("Парламент проголосует за бюджет на первое полугодие 2027 года", "2026-12-03")]),
        ("议会将于2026年12月3日表决2027年下半年旅游预算。", [("议会表决2027年下半年旅游预算", "2026-12-03")]),
    ],
)  # fmt: skip
def test_a_period_that_belongs_to_a_noun_is_no_day_of_the_event(words: str, told: list[tuple[str, str]]):
    assert events(words) == told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("The museum reopens its halls in the spring of 2027 and the shop on 3 November 2026.",
         ["2027-03-01", "2026-11-03"]),
        ("The town closes the bridge in November 2026, and on 5 January 2027 the quay.", ["2026-11-01", "2027-01-05"]),
        ("The council meets in October 2026 and votes on 3 November 2026.", ["2026-10-01", "2026-11-03"]),
        ("The port opens its new quay in the second half of 2027.", ["2027-07-01"]),
        ("Мост закроют в марте 2027 года и откроют 5 июня 2027 года.", ["2027-03-01", "2027-06-05"]),
        ("谈判将于2026年12月开始，2027年1月5日结束。", ["2026-12-01"]),
    ],
)  # fmt: skip
def test_a_period_in_which_something_takes_place_is_an_event_beside_a_day(words: str, told: list[str]):
    assert [day for _, day in events(words)] == told


@pytest.mark.parametrize(
    "words", ["The audit of December 2026 prices found nothing.", "The launch of 9 July 2026 rockets was cheap."]
)
def test_a_day_between_two_nouns_belongs_to_the_second(words: str):
    assert events(words) == []
