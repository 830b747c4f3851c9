"""Long answers page by page, of every view: no empty page, no button of another page, no group without its heading,
no sign without its legend, and one number for a source wherever it is told.
"""

import re
from datetime import UTC, datetime

import pytest

from bot.message import Block, Buttons, Heading, Message, Note
from briefings.service import Briefings
from tests.examples import slow_but
from tests.fakes.kept_libraries import filled_once
from tests.scenarios.stage import Stage, attachment, says

NOW = datetime(2026, 2, 10, 9, tzinfo=UTC)
PARTS, LINES = 30, 4
AUTHORS = [f"{chr(65 + number % 26)}{'aeiou'[number % 5]}rlund" for number in range(60)]
LISTED = "\n\n".join(f"{name}, B. ({1960 + n}). On quay number {n}. Port Press." for n, name in enumerate(AUTHORS))
VIEWS = (
    *("summary a1 long", "summary a1 2 long", "sources a1", "sections a1", "quotes a1", "timeline a1 all"),
    *("actors a1 all", "audit a1 all", "search quay", "ask Who pays for quay 7?", "brief quay", "events all", "list"),
    *("read a1", "event e1", "sources a2", "changes a1", "help", "info a1", "where which the council paid"),
)


def long_text(number: int) -> bytes:
    """An analysis of many sections, each with citations, quotations, dates and people, and a long reference list."""
    lines = [f"The quays of port {number}", ""]
    for part in range(PARTS):
        lines += [f"Part {part + 1} of the quays", ""]
        said = []
        for at in range(LINES):
            cited = (part * LINES + at + number) % len(AUTHORS)
            cost = f"Quay {part * LINES + at} of port {number} cost {part + 3} million euros to build and to widen,"
            said += [
                f"{cost} which the council paid ({AUTHORS[cited]}, {1960 + cited}).",
                f"“We will widen quay {at} of port {number} by a third,” Harold Lindqvist said in 2026.",
                f"The council of port {number} will vote on quay {at} on {at + 3} {MONTHS[part % 12]} 2027.",
            ]
        lines += [" ".join(said), ""]
    return "\n".join([*lines, "References", "", LISTED]).encode()


MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@pytest.fixture
async def stage(core: Briefings) -> Stage:
    return await filled(Stage(core, NOW))


@filled_once
async def filled(stage: Stage) -> Stage:
    for number in range(2):
        await stage.say("import", files=(attachment(f"{number}.txt", long_text(number)),))
        await stage.briefings.agenda.keep_all(number + 1, "", NOW)
    for number in range(30):
        await stage.say("import", files=(attachment(f"s{number}.txt", short_text(number)),))
    return stage


def short_text(number: int) -> bytes:
    return f"Ferry of line {number} {'and its long way ' * 9}\n\nThe quay of line {number} is in repair.".encode()


async def pages_of(stage: Stage, line: str) -> list[Message]:
    first = await stage.message(line, sender="telegram:1")
    assert first
    assert not first.failed, first.plain()
    pages = [first]
    while turn := next((b for b in _labels(pages[-1]) if b == "Next page"), None):
        button = next(each for each in _buttons(pages[-1]) if each.label == turn)
        after = await stage.message(button.says.removeprefix("/"), sender="telegram:1")
        assert after
        pages.append(after)
        assert len(pages) < 200
    return pages


def _buttons(message: Message):
    return [b for block in message.blocks if isinstance(block, Buttons) for row in block.rows for b in row]


def _labels(message: Message) -> list[str]:
    return [each.label for each in _buttons(message)]


def _content(message: Message) -> list[Block]:
    return [each for each in message.blocks if not isinstance(each, Buttons | Heading | Note)]


def _words(page: Message) -> str:
    return Message(tuple(each for each in page.blocks if not isinstance(each, Buttons))).plain()


def check(pages: list[Message]) -> None:
    for number, page in enumerate(pages):
        words = _words(page)
        assert _content(page), words
        _check_buttons(page)
        if number:
            _check_heading(pages[number - 1], page)
        if "In doubt" not in words:
            _check_legend(page)


def _check_buttons(page: Message) -> None:
    words = _words(page)
    for button in _buttons(page):
        named = re.search(r"\b[ae]\d+$", button.label)
        if named and button.label != named[0]:
            assert re.search(rf"\b{named[0]}\b", words), (button, words)
        if button.label.isdecimal():
            assert _numbered(button.label, words), (button, words)


def _numbered(label: str, words: str) -> bool:
    ranges = re.findall(r"^(?:- )?(\d+)(?:-(\d+))?(?:, \d+)*\.", words, re.MULTILINE)
    lists = re.findall(r"^(?:- )?((?:\d+, )+\d+)\.", words, re.MULTILINE)
    within = any(int(first) <= int(label) <= int(last or first) for first, last in ranges)
    return within or any(label in each.split(", ") for each in lists)


def _check_heading(before: Message, page: Message) -> None:
    """A page that goes on with a group has its heading."""
    blocks = [each for each in page.blocks if not isinstance(each, Buttons)]
    first = next(at for at, each in enumerate(blocks) if not isinstance(each, Heading | Note))
    groups = [each for each in before.blocks if isinstance(each, Heading) and each.level > 1 and each.text != "Sources"]
    if groups and first:
        assert isinstance(blocks[first - 1], Heading | Note), page.plain()
        assert any(isinstance(each, Heading) and each.level > 1 for each in blocks[:first]), page.plain()


def _check_legend(page: Message) -> None:
    """Each number in a mark is explained on its own page."""
    words = _words(page)
    explained = set(re.findall(r"^- (?:\d+\. )?\[((?:a\d+:)?\d+)\]", words, re.MULTILINE))
    marks = re.findall(r"\[((?:probably )?(?:a\d+:)?\d+(?:,? or (?:a\d+:)?\d+)*)\](?!\()", words)
    used = {number for mark in marks for number in re.findall(r"(?:a\d+:)?\d+", mark)}
    assert used <= explained, (used - explained, words)


@pytest.mark.parametrize("units", slow_but([2_000], [900, 2_000, 3_800]))
async def test_every_page_of_every_view_stands_on_its_own(stage: Stage, units: int):
    stage.page_units = units
    turned = 0
    for line in VIEWS:
        pages = await pages_of(stage, line)
        turned += len(pages) > 1
        try:
            check(pages)
        except AssertionError as error:
            raise AssertionError(f"{line} at {units}: {error}") from error
    assert turned > len(VIEWS) // 3


async def test_a_source_has_one_number_in_every_answer_about_its_analysis(stage: Stage):
    listed = await _numbers(stage, "sources a1")
    assert len(listed) == len(AUTHORS)
    start = (await stage.briefings.library.get(1)).draft.citations[3].start
    for line in ("summary a1 long", "summary a1 3 long", "quotes a1", "timeline a1 all", f"where a1 r1 {start}"):
        told = await _numbers(stage, line)
        assert told.items() <= listed.items(), line
        assert told or line in ("quotes a1", "timeline a1 all"), line


async def test_an_answer_from_several_analyses_names_the_analysis_of_a_source(stage: Stage):
    listed = {number: await _numbers(stage, f"sources a{number}") for number in (1, 2)}
    told = await _numbers(stage, "brief quay")
    assert {label.split(":")[0] for label in told.values()} == {"a1", "a2"} or set(told.values()) <= set(
        listed[1].values()
    )
    for entry, label in told.items():
        analysis, _, number = label.rpartition(":")
        assert listed[int(analysis.removeprefix("a") or 1)][entry] == number


async def _numbers(stage: Stage, line: str) -> dict[str, str]:
    """The numbers of the sources that an answer lists, by their entries."""
    words = "\n".join([page.plain() for page in await pages_of(stage, line)])
    found = re.findall(r"^- \[((?:a\d+:)?\d+)\] (.*?)(?: \((?:cited|never).*)?$", words, re.MULTILINE)
    return {entry: number for number, entry in found}


async def test_a_list_offers_on_each_page_the_analyses_of_that_page(stage: Stage):
    pages = await pages_of(stage, "list")
    offered = [says(page) for page in pages]
    assert len(pages) > 1
    assert all(sum(each.startswith("/summary") or "/more" in each for each in of) >= 1 for of in offered)
    ids = [[b.of for b in _buttons(page) if b.of] for page in pages]
    assert all(1 <= len(each) <= 5 for each in ids)
    assert not set(ids[0]) & set(ids[1])
