"""Days without a year take the year that their paragraph names before them, or are left out; no year is made up."""

from datetime import date

import pytest

from briefings.reading import read

PUBLISHED = date(2024, 5, 14)


def days(text: str, published: date | None = PUBLISHED) -> list[str]:
    return [
        str(each.when.first) for each in read("hut.md", f"# The hut\n\n{text}\n".encode(), published=published).dates
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On 14 December 1958 they built a hut. On 26 December they left it.", ["1958-12-14", "1958-12-26"]),
        ("On 14 December 1958 they built a hut. On 3 January they left it.", ["1958-12-14", "1959-01-03"]),
        ("In 1914 they came. In August they left.", ["1914-01-01", "1914-08-01"]),
        ("1958年12月14日，他们建了一座小屋。12月26日他们离开了。", ["1958-12-14", "1958-12-26"]),
        ("Die Hütte entstand am 14. Dezember 1958. Am 26. Dezember verließen sie sie.", ["1958-12-14", "1958-12-26"]),
        ("Хижину построили 14 декабря 1958 года. 26 декабря они ушли.", ["1958-12-14", "1958-12-26"]),
        ("The council met on 2 March 2023. On 5 April it voted.", ["2023-03-02", "2023-04-05"]),
    ],
)
def test_a_later_day_of_a_paragraph_is_in_the_year_named_before_it(text: str, expected: list[str]) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    "text", ["The war began in 1914. On 5 September the king left.", "1918年他到了北京。秋末他离开了。"]
)
def test_a_day_whose_year_is_unclear_is_left_out(text: str) -> None:
    assert len(days(text)) == 1


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("The hall opened in 1958. On 3 June the council will vote on it.", "2024-06-03"),
        ("The hall, built in 1958, was closed on 3 March.", "2024-03-03"),
        ("The hut was built in 1958.\n\nOn 3 March the council met.", "2024-03-03"),
        ("The rule holds since 2 May 1958. On 3 March the council changed it.", "2024-03-03"),
    ],
)
def test_a_day_of_the_present_keeps_the_year_of_the_text(text: str, last: str) -> None:
    assert days(text)[-1] == last


def test_a_year_alone_gives_an_undated_text_no_days() -> None:
    assert days("他写了一本书。4月30日，公司发布了产品。\n\n2019年的本周，我们写了文章。", None) == ["2019-01-01"]
    assert days("It was told on 3 May 1979 by Lee. The town was built 15 years ago.", None) == ["1979-05-03"]


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("- FOSDEM 2026: February 1-2 (Brussels) - major gathering", ["2026-02-01..2026-02-02"]),
        ("KubeCon Europe 2027 (March 15-18) will be held in Barcelona.", ["2027-03-15..2027-03-18"]),
        ("World Water Week 2028, August 23-27, takes place in Stockholm.", ["2028-08-23..2028-08-27"]),
        ("The Berlin Marathon 2027 is on 26 September.", ["2027-09-26..2027-09-26"]),
        ("Форум-2027: 3–5 июня, Казань.", ["2027-06-03..2027-06-05"]),
        ("## Calendar 2028\n\n- 14 January: board meeting", ["2028-01-14..2028-01-14"]),
        ("## Prices 2028\n\n- 14 January: board meeting", ["2026-01-14..2026-01-14"]),
        ("The 2014 amendments arrived in the fall sitting.", ["2014-09-01..2014-11-30"]),
        ("Budget 2028: the parliament votes on 3 December.", ["2025-12-03..2025-12-03"]),
    ],
)
def test_a_year_beside_a_date_is_its_own(words: str, days: list[str]) -> None:
    text = f"# Dates\n\nThe bridge was closed on 3 November 2025.\n\n{words}\n"
    draft = read("dates.md", text.encode())
    found = [f"{each.when.first}..{each.when.last}" for each in draft.dates if each.when.precision != "year"]
    assert found[1:] == days


def test_a_year_beside_a_date_counts_where_the_text_names_no_other_day() -> None:
    draft = read("dates.md", b"# Dates\n\nSeveral people will go.\n\n- FOSDEM 2026: February 1-2 (Brussels)\n")
    assert [str(each.when.first) for each in draft.dates] == ["2026-02-01"]


def test_a_day_soon_after_the_one_of_the_paragraph_before_is_of_its_year() -> None:
    text = (
        "# The bill\n\nThe report came out on 3 November 2025.\n\nThe minister tabled the bill on 17 November 2015.\n\n"
        "She announced a fund on November 18, the day after first reading.\n"
    )
    assert [str(each.when.first) for each in read("bill.md", text.encode()).dates] == [
        "2025-11-03",
        "2015-11-17",
        "2015-11-18",
    ]


RULING = """# Chapel v. Harbour

Filed December 22, 2020

Between March 18 and April 29, 2020, the board issued orders. On April 29 the quays are closed to visitors. The chapel
argues that the April 29 order was void, and the court was asked to look at the letter of 12 June.

The board will meet on 29 April.
"""


def test_a_day_that_was_told_is_not_moved_a_year_ahead() -> None:
    found = [(RULING[each.start : each.end], each.when.first) for each in read("ruling.md", RULING.encode()).dates]
    assert found[1:] == [
        ("April 29", date(2020, 4, 29)),
        ("April 29", date(2020, 4, 29)),
        ("12 June", date(2020, 6, 12)),
        ("29 April", date(2021, 4, 29)),
    ]
