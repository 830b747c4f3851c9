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
