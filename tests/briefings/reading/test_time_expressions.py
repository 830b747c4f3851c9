"""Every expression of time in a text, history included; not those of citations, headings and the list of sources."""

from datetime import date

from briefings.model.analysis import Draft
from briefings.reading import read, to_json

TEXT = """Locks and Tides

Background

The old lock closed in early 2019 (Holm, 2018). It was rebuilt two years ago.

Plans

The new one opens on 3 June 2026 at 9am Beijing time. Ships will wait until autumn 2026.

References

Holm, A. (2018). Closing the lock in March 2017.
"""


def draft(text: str = TEXT) -> Draft:
    return read("locks.txt", text.encode(), published=date(2026, 5, 13))


def test_each_is_found_where_it_stands_in_the_texts_order() -> None:
    found = draft()
    assert [found.text[one.start : one.end] for one in found.dates] == [
        "early 2019", "two years ago", "3 June 2026 at 9am Beijing time", "autumn 2026",
    ]  # fmt: skip


def test_the_export_tells_first_and_last_at_their_precision() -> None:
    text = draft().text
    exported = to_json(draft())["dates"]
    assert [(text[e["start"] : e["end"]], e["first"], e["last"], e["precision"]) for e in exported] == [
        ("early 2019", "2019-01-01", "2019-04-30", "range"),
        ("two years ago", "2024-01-01", "2024-12-31", "year"),
        ("3 June 2026 at 9am Beijing time", "2026-06-03T09:00:00+08:00", "2026-06-03T09:00:00+08:00", "instant"),
        ("autumn 2026", "2026-09-01", "2026-11-30", "season"),
    ]
    assert [*exported[0]] == ["start", "end", "first", "last", "precision"]
