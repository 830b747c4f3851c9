"""Plain announcements: a name alone, a date first, ranges, duties with a day, forms; and lines that name nothing."""

from datetime import date

import pytest

from briefings.reading import read

PUBLISHED = date(2026, 11, 24)


def events(text: str) -> list[tuple[str, str, str]]:
    draft = read("notes.md", f"# Committee meeting\n\n{text}\n\nThe fence is green.\n".encode(), published=PUBLISHED)
    return [(each.title, str(each.when.first), str(each.when.last)) for each in draft.mentions]


@pytest.mark.parametrize(
    ("words", "title", "first", "last"),
    [
        ("GraniteConf will take place on March 10, 2027 in Tampere.", "GraniteConf", "2027-03-10", "2027-03-10"),
        ("KettleFest will be happening on 4 May 2027 in Leeds.", "KettleFest", "2027-05-04", "2027-05-04"),
        ("Ropeworld takes place from 10 to 13 June 2027 in Cork.", "Ropeworld", "2027-06-10", "2027-06-13"),
        ('- Wednesday 16 December 2026, "Knots" with Ola Dahl', "Knots with Ola Dahl", "2026-12-16", "2026-12-16"),
        ("Objections should be filed with the clerk by January 15, 2027.", "Objections filed with the clerk",
         "2027-01-15", "2027-01-15"),
        ("The council postponed the quay discussion to December 16 pending the survey.", "Quay discussion",
         "2026-12-16", "2026-12-16"),
        ("The office gave two weeks, such that the reply would be due December 23.", "Reply due",
         "2026-12-23", "2026-12-23"),
        ("The consortium's board meets on 14 January 2027.", "Consortium's board meets", "2027-01-14", "2027-01-14"),
        ("2027年3月9日，中国商务部长访问巴黎。", "中国商务部长访问巴黎", "2027-03-09", "2027-03-09"),
        ("2027年3月10日上午9点，中欧稀土会谈在布鲁塞尔举行。", "中欧稀土会谈在布鲁塞尔", "2027-03-10", "2027-03-10"),
        ("2027年3月14日，上海论坛开幕。", "上海论坛开幕", "2027-03-14", "2027-03-14"),
        ("| Place: | Customs house |\n|---|---|\n| Date/Time: | December 10, 530pm |", "Committee meeting",
         "2026-12-10", "2026-12-10"),
    ],
)  # fmt: skip
def test_plain_announcement_is_an_event(words: str, title: str, first: str, last: str) -> None:
    assert events(words) == [(title, first, last)]


def test_time_that_is_repeated_in_utc_counts() -> None:
    text = '# Calls\n\n- Tuesday December 8th 2026, 14:00 Europe Central (13:00 UTC), "Reviewing Nets" with Ada Berg.\n'
    (found,) = read("calls.md", text.encode(), published=PUBLISHED).mentions
    assert found.title.startswith("Reviewing Nets")
    assert found.when.at is not None
    assert found.when.at.isoformat() == "2026-12-08T13:00:00+00:00"


def test_statute_in_force_on_two_days_has_both() -> None:
    text = (
        "# Verordnung über Netze\n\nDie Netze der Fischer werden geprüft, und der Hafen zahlt dafür. "
        "Diese Verordnung tritt am 1. Januar 2027 (Artikel 1) und am 1. Juli 2027 (Artikel 4) in Kraft.\n"
    )
    found = read("netze.md", text.encode(), published=PUBLISHED).mentions
    assert [(each.title, str(each.when.first)) for each in found] == [
        ("Verordnung tritt in Kraft", "2027-01-01"),
        ("Verordnung tritt in Kraft", "2027-07-01"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "In 2019 all boats had to be registered by 31 May 2019.",
        "People over 75 should book before 1 December.",
        "Objections could be filed by 3 December if the office were open.",
        "Dates: 5 December 2026",
        "Cost: 9 December 2026 rate",
        "Fundstelle : BAnz: AT 31.12.2026 V1",
        "ab 1. Januar 2027 für Zigarren und",
    ],
)
def test_line_that_names_nothing_is_no_event(words: str) -> None:
    assert events(words) == []


@pytest.mark.parametrize(
    ("line", "title", "day"),
    [
        ("- 3.15.0 beta 1: Tuesday, 2027-05-04\n  (No new features beyond this point.)", "3.15.0 beta 1", "2027-05-04"),
        ("- 3.14.9: Tuesday, 2027-02-02", "Version 3.14.9", "2027-02-02"),
        ("- v2.0 (Tuesday, 2027-03-02)", "Version 2.0", "2027-03-02"),
        ("- Tuesday, 2027-04-13: 3.14.10", "Version 3.14.10", "2027-04-13"),
        ("- RustWeek 2027: May 18-23", "RustWeek 2027", "2027-05-18"),
        ("- Seed swap, 5 May 2027, 10:00", "Seed swap", "2027-05-05"),
    ],
)
def test_a_line_of_a_schedule_is_named_by_its_words_without_the_weekday(line: str, title: str, day: str) -> None:
    draft = read("plan.md", f"# Plan\n\nThe group met and agreed.\n\n{line}\n".encode(), published=date(2026, 6, 10))
    assert [(mention.title, str(mention.when.first)) for mention in draft.mentions] == [(title, day)]
    assert [str(dated.when.first) for dated in draft.dates] == [day]


def test_the_word_event_names_no_event() -> None:
    text = b"# Plan\n\nThe group met and agreed.\n\n- Event: 18 May 2027\n"
    assert read("plan.md", text, published=date(2026, 6, 10)).mentions == ()


def test_each_coming_day_of_a_table_of_lifetimes_is_an_event_of_its_row_and_column() -> None:
    table = (
        "| Release | Codename | Initial release | Maintenance start | End-of-life |\n|---|---|---|---|---|\n"
        "| 22.x | Jod | 2024-04-24 | 2025-10-21 | 2027-04-30 |\n"
        "| 24.x | Krypton | 2025-05-06 | 2026-10-20 | 2028-04-30 |\n"
    )
    draft = read("releases.md", f"# Releases\n\nSee below.\n\n{table}".encode(), published=date(2026, 6, 10))
    assert [(mention.title, str(mention.when.first)) for mention in draft.mentions] == [
        ("22.x, End-of-life", "2027-04-30"),
        ("24.x, Maintenance start", "2026-10-20"),
        ("24.x, End-of-life", "2028-04-30"),
    ]


@pytest.mark.parametrize(
    ("sentence", "title"),
    [("对版本22的支持将持续至2027年3月。", "截止：版本22的支持"), ("安全更新提供至 2027 年 3 月。", "截止：安全更新")],
)
def test_how_long_something_is_kept_up_is_told_in_chinese(sentence: str, title: str) -> None:
    draft = read("plan.md", f"# 计划\n\n{sentence}\n".encode(), published=date(2026, 6, 10))
    assert [(mention.title, mention.when.precision) for mention in draft.mentions] == [(title, "month")]
