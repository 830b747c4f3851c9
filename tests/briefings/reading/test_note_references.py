"""Notes that describe a work in full, among thousands that are like them."""

import pytest

from briefings.model.analysis import Draft
from briefings.reading import read
from tests.examples import scaled
from tests.fakes.hostile import cost

TOPICS = ("Harbour", "Cable", "Ferry", "Grain", "Pilot")
FORMS = {
    "one author": "Holm, A. ({year}). *{topic} rules of the year {number}*. Bergen: Nordlys.",
    "in a book": "Anna Holm, *{topic} rules of the year {number}* (Bergen: Nordlys, {year}), 12.",
    "an article": "Anna Holm, “{topic} rules of the year {number},” *Quay* 3 ({year}): 4–5.",
    "one title": "Author{number}, A. ({year}). *Annual report of the harbour*. Bergen: Nordlys.",
}


def written(notes: list[str]) -> Draft:
    called = "".join(f"Clause {at} applies.[^{at}]\n\n" for at in range(1, len(notes) + 1))
    listed = "".join(f"[^{at}]: {note}\n" for at, note in enumerate(notes, 1))
    return read("a.md", f"# T\n\n## Summary\n\n{called}{listed}".encode())


def full(form: str, count: int) -> list[str]:
    return [
        FORMS[form].format(topic=TOPICS[number % len(TOPICS)], number=2300 + number, year=1900 + number % 120)
        for number in range(count)
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_note_that_is_a_full_reference_cites_that_one(form: str) -> None:
    draft = written(full(form, 300))
    assert [one.references for one in draft.citations] == [(number,) for number in range(300)]


def test_the_same_work_in_full_again_is_the_second_notes_own() -> None:
    draft = written([full("in a book", 1)[0]] * 2)
    assert [one.references for one in draft.citations] == [(0,), (1,)]


def test_a_short_note_finds_its_work_among_many_that_are_like_it() -> None:
    short = ["Holm, *Grain rules of the year 2303*, 33.", "Holm, *Grain rules of the years 2308*, 33."]
    draft = written([*full("in a book", 300), *short])
    assert [one.references for one in draft.citations[300:]] == [(3,), (8,)]


def test_a_short_note_that_fits_many_works_cites_them_all() -> None:
    draft = written([*full("in a book", 10), "Holm, *Pilot rules*, 33.", "Holm, 12."])
    assert [one.references for one in draft.citations[10:]] == [(4, 9), tuple(range(10))]


@pytest.mark.parametrize(
    "short", ["", "Holm, *{topic} rules of the years {number}*, 3.", "Lund, *{topic} of the year {number}*, 3."]
)
def test_many_notes_cost_what_their_length_does(short: str) -> None:
    def seconds(count: int, times: int) -> float:
        notes = full("in a book", count)
        again = [short.format(topic=TOPICS[n % len(TOPICS)], number=2300 + n) for n in range(count)] if short else []
        return min(cost(lambda: written([*notes, *again]), 20) for _ in range(times))

    size = scaled(150, 300)
    few = seconds(size, 2)
    assert seconds(5 * size, 1) < 5 * 2 * few
