"""What a text says of which time: days in order, and limits in the text's own words."""

from datetime import date

import pytest

from briefings.library.reports.timeline import Moment, timeline_of
from briefings.reading import read


def moments(words: str) -> tuple[Moment, ...]:
    text = f"Ports and Tides\n\nBackground\n\n{words}\n"
    return timeline_of(read("ports.txt", text.encode(), published=date(2026, 11, 5)))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("The port will not open before 2030.", "before 2030"),
        ("By 2030 the port will hold forty ships.", "By 2030"),
        ("The port must be ready by the end of 2030.", "by the end of 2030"),
        ("The port must be ready by April 2030.", "by April 2030"),
        ("Порт откроют до 2030 года.", "до 2030 года"),
        ("港口将在2030年之前开放。", "2030年之前"),
        ("The port opened in 2030.", ""),
        ("The port opens in April 2030.", ""),
        ("The port must be ready by 3 June 2030.", ""),
    ],
)
def test_a_limit_keeps_the_words_that_make_it_one(words: str, said: str) -> None:
    assert [each.said for each in moments(words)] == [said]


@pytest.mark.parametrize("words", ["The port will open by next year.", "Ships wait until next year."])
def test_a_limit_that_names_no_year_is_no_moment(words: str) -> None:
    assert moments(words) == ()


@pytest.mark.parametrize("words", ["Dockers struck on 12 October 2026. Within a week, protests had reached Sfax."])
def test_how_long_something_took_is_no_date(words: str) -> None:
    assert [each.when.first for each in moments(words)] == [date(2026, 10, 12)]


@pytest.mark.parametrize(
    "words",
    [
        "In 1000 cases the crane stood still.",
        "The screen shows 1800 x 1920 points, up from 1200 bytes a line.",
        "The crane ran SPEC CPU 2006/2017 twice.",
        "The court followed 1 Port Rep. 1306, 1313-15 in full.",
        "The Harbour Act of 1998 and Regulation 7/19 of 27 April 2016 apply.",
        "The table was retrieved on 21 February 2008.",
        "The page was last updated on 3 May 2026.",
        "^ Berg, Ada (10 October 2013). Quays of the north.",
    ],
)
def test_counts_the_years_of_laws_and_look_ups_are_no_moments(words: str) -> None:
    assert moments(words) == ()


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("In 1066 the duke landed.", date(1066, 1, 1)),
        ("The season 2015/16 was bad.", date(2015, 1, 1)),
        ("The act of 3 May 1998 took force.", date(1998, 5, 3)),
        ("The mayors acted in 2000 against the toll.", date(2000, 1, 1)),
    ],
)
def test_years_of_what_happened_stay_in_the_timeline(words: str, first: date) -> None:
    assert [each.when.first for each in moments(words)] == [first]


@pytest.mark.parametrize("published", [date(2026, 11, 5), None])
def test_the_dates_of_a_table_are_in_the_timeline_whether_or_not_the_text_is_dated(published: date | None) -> None:
    rows = "| Ferry stops | 3 August 2027 | 2026 |\n| Old quay opened | 4 May 1998 | 12 |\n"
    table = f"| Step | Date | Cost |\n|---|---|---|\n{rows}"
    draft = read("plan.md", f"# Quay plan\n\nThe board has agreed on a plan.\n\n{table}".encode(), published=published)
    found = [(str(each.when.first), draft.text[each.start : each.end]) for each in timeline_of(draft)]
    assert found == [
        ("1998-05-04", "| Old quay opened | 4 May 1998 | 12 |"),
        ("2027-08-03", "| Ferry stops | 3 August 2027 | 2026 |"),
    ]
