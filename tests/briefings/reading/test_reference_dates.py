"""Whole dates in the bracket of a reference, in words and figures of three languages."""

import pytest

from briefings.reading import read


@pytest.mark.parametrize(
    ("entry", "author", "day"),
    [
        ("新华社（2026年2月4日）. 港口开放.", "新华社", "2026-02-04"),
        ("新华社. (2026年2月4日). 港口开放.", "新华社", "2026-02-04"),
        ("新华社（2026，2月4日）. 港口开放.", "新华社", "2026-02-04"),
        ("新华社（2026年2月）：《港口开放》，新华网。", "新华社", "2026-02"),
        ("新华社（2026年）. 港口开放.", "新华社", "2026"),
        ("新华社，2026年2月4日，《港口开放》，新华网。", "新华社", "2026-02-04"),
        ("新华社：《港口开放》，新华网，2026年2月4日。", "新华社", "2026-02-04"),
        ("新华社. 港口开放. 2026年2月4日.", "新华社", "2026-02-04"),
        ("ТАСС. (4 февраля 2026). Порт открыт.", "ТАСС", "2026-02-04"),
        ("ТАСС (4 февраля 2026 г.). Порт открыт.", "ТАСС", "2026-02-04"),
        ("ТАСС. (февраль 2026). Порт открыт.", "ТАСС", "2026-02"),
        ("ТАСС (04.02.2026). Порт открыт.", "ТАСС", "2026-02-04"),
        ("Xinhua. (4 February 2026). The port is open.", "Xinhua", "2026-02-04"),
        ("Xinhua (Feb. 4, 2026). The port is open.", "Xinhua", "2026-02-04"),
        ("Xinhua. (February 2026). The port is open.", "Xinhua", "2026-02"),
        ("Xinhua. (4/2/2026). The port is open.", "Xinhua", "2026"),
    ],
)
def test_a_whole_date_may_stand_where_the_year_does(entry: str, author: str, day: str) -> None:
    draft = read("a.txt", f"Tides\n\nSummary\n\nIt opened ({author}, 2026).\n\nReferences\n\n{entry}\n".encode())
    (work,) = draft.references
    assert ([name.name for name in work.authors], work.year, work.date) == ([author], "2026", day)
    assert work.title in {"港口开放", "Порт открыт", "The port is open"}
    assert [one.status for one in draft.citations] == ["linked"]


def test_a_date_behind_a_journal_is_no_bracket_behind_authors() -> None:
    entry = "Hale, A. “The Slow Tide.” Coast 3, no. 2 (March 2010): 4–9."
    draft = read("a.txt", f"Tides\n\nSummary\n\nIt rose.\n\nReferences\n\n{entry}\n".encode())
    assert [(work.title, work.year) for work in draft.references] == [("The Slow Tide", "2010")]
