"""What a text costs grows with its length alone, whatever is repeated in it; the processor's time is counted.

A repetition that costs more than a few times what prose of its length does is read at twice the length and at 59,000
bytes; only then a limit can be missed. `python -m benchmarks.repetitions` reads all of them at their full length.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import cycle

import pytest

from briefings.errors import Unreadable
from briefings.model.agenda import EventDate
from briefings.model.analysis import Draft, Mention
from briefings.reading import read
from briefings.reading.events.duplicates import Candidate, one_each
from tests.examples import scaled
from tests.fakes.hostile import DOORS, FRAMES, SIZE, TOKENS, cost, framed, mixtures
from tests.fakes.hostile_talk import LINES, answered, shown, spoken

pytestmark = pytest.mark.slow

SMALL = 4_000  # bytes
DEAR = 2  # times what prose costs
GROWTH = 2.6  # times as much for twice the length; a little more than twice, for clocks are coarse
LIMIT = 3.0  # seconds for a text of 59,000 bytes: a second on an idle machine
PROSE = (
    "Ferries crossed twice a day that winter, and nobody at the quay counted who came ashore (Holm, 2026). "
    "“Ice comes soon,” said Anna Holm on 3 May 2026, and the council meets on 4 June 2027. "
)
Case = tuple[str, str, str]
EVERY = [*TOKENS.items()]
SPARSE = scaled(4, 1)  # the quick profile takes each fourth one of those that the long one takes
ELSEWHERE = [door for door in DOORS if door != "txt"]


def reading(door: str, frame: str, token: str, size: int) -> Callable[[], None]:
    """Reads a text, as long as `size` says; making it is not part of what is measured."""
    name, data = DOORS[door](framed(frame, token, size))

    def work() -> None:
        try:
            read(name, data)
        except Unreadable:
            return

    return work


def least(work: Callable[[], object], times: int = 2) -> float:
    """The least of several costs: other work on the machine only adds to it."""
    return min(cost(work, LIMIT * 2) for _ in range(times))


def usual(door: str) -> float:
    work = reading(door, "alone", PROSE, SMALL)
    work()
    return max(least(work), 0.01)


def grown(measured: Callable[[int], float], small: float) -> str:
    """What is wrong with how costs grow, "" where nothing is."""
    twice, whole = measured(2 * SMALL), measured(SIZE)
    if whole > LIMIT:
        return f"{whole:.1f} s for {SIZE:,} bytes"
    half = measured(SIZE // 2) if twice > GROWTH * small else 0.0
    return f"{half:.2f} s and twice as long {whole:.2f} s" if half and whole > GROWTH * half else ""


def faults(door: str, cases: list[tuple[str, str, str]]) -> list[str]:
    """The repetitions, by name, frame and token, that cost too much at one door."""
    prose, found = usual(door), []
    for name, frame, token in cases:
        small = cost(reading(door, frame, token, SMALL), LIMIT)
        if small > DEAR * prose:

            def measured(size: int, frame: str = frame, token: str = token) -> float:
                return least(reading(door, frame, token, size))

            if wrong := grown(measured, measured(SMALL)):
                found.append(f"{name}, {frame}, {door}: {wrong}")
    return found


def test_no_repetition_keeps_the_reader_of_plain_text_busy() -> None:
    frames = cycle(FRAMES)
    assert faults("txt", [(name, next(frames), token) for name, token in EVERY[:: 2 * SPARSE]]) == []


@pytest.mark.parametrize("number", range(len(ELSEWHERE)), ids=ELSEWHERE)
def test_no_repetition_keeps_a_reader_busy_in_another_format(number: int) -> None:
    frames = cycle(FRAMES)
    some = EVERY[number :: 3 * SPARSE * len(ELSEWHERE)]
    assert faults(ELSEWHERE[number], [(name, next(frames), token) for name, token in some]) == []


def test_no_mixture_keeps_a_reader_busy() -> None:
    frames = cycle(FRAMES)
    assert faults("txt", [(name, next(frames), token) for name, token in mixtures(9, 40)]) == []


@pytest.mark.parametrize("line", LINES)
def test_no_typed_line_keeps_the_rules_for_plain_words_busy(line: str) -> None:
    spoken(line, "ice ")
    slow = [name for name, token in EVERY[:: 3 * SPARSE] if cost(partial(spoken, line, token), LIMIT) >= LIMIT]
    assert slow == []


def test_answers_and_renders_of_a_hostile_text_are_soon_there() -> None:
    slow, size = [], scaled(SIZE // 3, SIZE)
    limit = 2 * LIMIT * size / SIZE
    for name in [*list(TOKENS)[:: 60 * SPARSE], "words", "Chinese", "pre tag"]:
        token = TOKENS[name]
        draft = read("ice.txt", framed("in a paper", token, size).encode())

        def work(draft: Draft = draft, token: str = token) -> None:
            answered(draft, token)
            shown(token)

        if cost(work, limit) >= limit:
            slow.append(name)
    assert slow == []


CURED = {"note marks": "[^1]", "dashes": "Abc-Def-", "quotation marks": "‘", "Russian years": "2026 г., "}


@pytest.mark.parametrize("token", CURED.values(), ids=CURED)
def test_what_once_took_seconds_takes_less_than_one(token: str) -> None:
    assert least(reading("txt", "alone", token, SIZE), 1) < LIMIT


def test_many_works_in_one_note_cost_what_as_many_elsewhere_do() -> None:
    assert least(reading("txt", "in notes", "Holm 2026; ", SIZE), 1) < LIMIT


def test_a_list_of_lines_that_are_no_entries_is_looked_through_once() -> None:
    assert least(reading("txt", "in a list", "[^1]: a\n", SIZE), 1) < LIMIT


def test_work_without_an_end_is_stopped_within_one_expression() -> None:
    endless = re.compile(r"(?:a|a)+b")
    assert cost(lambda: endless.match("a" * 60), 0.3) >= 0.3


def works_by(authors: int, works: int = 800) -> bytes:
    """Works by so many authors in turn, and twice as many citations that fit none of them."""
    listed = "\n\n".join(f"Brandt{n % authors}, A. (19{n % 100:02}). Grain {n}. Coast, 2–3." for n in range(works))
    cited = "\n\n".join(f"Trade fell in {n} (Brandt{n % authors}, {2001 + n % 20})." for n in range(2 * works))
    return f"# Grain\n\n## Trade\n\n{cited}\n\n## References\n\n{listed}\n".encode()


def events_of(count: int) -> list[Candidate]:
    """Different events on different days."""
    days = (date(2026, 11, 2) + timedelta(n) for n in range(count))
    mentions = (Mention(f"Council {n} of ward {n} meets", EventDate(d, d, "day"), n, n) for n, d in enumerate(days))
    return [Candidate(each, 0, own_line=True) for each in mentions]


def test_works_of_one_author_cost_little_more_than_those_of_many():
    one, many = (least(partial(read, "a.md", works_by(authors))) for authors in (1, 800))
    assert one <= 3 * many


def test_events_are_compared_only_with_those_at_the_same_time():
    found = events_of(8000)
    assert cost(partial(one_each, found), LIMIT) < LIMIT
    assert len(one_each([*found[:1000], *found[:1000]])) == 1000
