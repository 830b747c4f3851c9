"""One id from an update to its log lines, its answer and its row, and from a delivery to its reason; logs as JSON."""

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from functools import partial

import pytest

from bot.chat import Request
from bot.commands import Conversation, Roles
from bot.json_answers import shapes
from bot.platforms.shared.update_queue import UpdateQueue
from bot.run.logs import JsonLines, Lines, Referenced, Sentences
from bot.web.metrics import ErrorCount, Metrics
from briefings.errors import Broken, Busy, new_reference, reference_of, referring_to
from briefings.model.intake import Update
from briefings.service import open_briefings
from tests.bot.test_web_server import NOW, World
from tests.fakes.recorders import RecordedIntake

SECRET = '7:abc/d"ef'


class Kept(logging.Handler):
    """Keeps each record as a line of the log, formatted where it is written."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self.setFormatter(formatter)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[Kept]:
    root, kept = logging.getLogger(), Kept(JsonLines((SECRET,)))
    level = root.level
    root.addHandler(kept)
    root.setLevel("INFO")
    yield kept
    root.removeHandler(kept)
    root.setLevel(level)


def test_a_record_is_one_json_object_with_its_fields_and_no_secret(log: Kept) -> None:
    try:
        int(SECRET)
    except ValueError:
        logging.getLogger("bot.test").exception(
            "with %s", SECRET, extra={"deliveries": [1, 2], "state": "sent\u2028\n", "where": SECRET, "share": 0.5}
        )
    [line] = log.lines
    told = json.loads(line)
    assert len(line.splitlines()) == 1
    assert line.isascii()
    assert (told["level"], told["logger"], told["message"]) == ("ERROR", "bot.test", "with [hidden]")
    assert (told["deliveries"], told["state"], told["share"]) == ([1, 2], "sent\u2028\n", 0.5)
    assert told["where"] == "[hidden]"
    assert "Traceback" in told["traceback"]
    assert "abc" not in line
    assert "id" not in told


def test_an_expected_failure_has_no_traceback_and_a_field_named_like_ours_does_not_hide_it(log: Kept) -> None:
    def fail() -> None:
        raise Busy("Another process has locked it.")

    try:
        fail()
    except Busy:
        logging.getLogger("bot.test").exception("a tick failed", extra={"level": "low", "odd": {1: 2}})
    told = json.loads(log.lines[0])
    assert (told["failure"], told["level"], told["odd"]) == ("Another process has locked it.", "ERROR", "{1: 2}")
    assert "traceback" not in told


def test_a_line_of_text_ends_with_the_id() -> None:
    record = logging.LogRecord("bot.test", 20, __file__, 1, "said", (), None)
    with referring_to("telegram:5"):
        assert Lines().format(record).endswith(f" said id={reference_of('telegram:5')}")
    assert Lines().format(record).endswith(" said")


def test_without_an_update_each_error_has_a_reference_of_its_own() -> None:
    assert new_reference() != new_reference()
    with referring_to("telegram:5"):
        assert new_reference() == new_reference() == reference_of("telegram:5") != reference_of("telegram:6")


def test_an_error_that_belongs_to_nothing_has_one_reference_in_the_log_and_in_the_metric(log: Kept) -> None:
    metrics, own = Metrics(), logging.getLogger("bot.test")
    count = ErrorCount(metrics)
    for handler in (log, count):
        handler.addFilter(Referenced())
    own.addHandler(count)
    try:
        own.error("the database takes no writes", extra={"failure": Broken("The database is full.")})
        own.warning("it goes on")
        with referring_to("telegram:5"):
            own.error("an answer broke")
    finally:
        own.removeHandler(count)
    first, warning, second = map(json.loads, log.lines)
    assert re.fullmatch("[0-9A-F]{6}", first["reference"])
    assert first["failure"] == "The database is full."
    assert not {"reference", "id"} & warning.keys()
    assert (second["id"], "reference" in second) == (reference_of("telegram:5"), False)
    [counted] = [
        each for family in metrics.errors.collect() for each in family.samples if each.name == "readout_errors_total"
    ]
    assert counted.value == 2
    assert counted.exemplar.labels == {"reference": second["id"]}


def test_a_command_says_what_it_has_to_say_in_a_sentence() -> None:
    record = logging.LogRecord("bot.test", 30, __file__, 1, "the folder doesn't exist, nothing is imported", (), None)
    record.folder = "/papers"
    assert Sentences().format(record) == "The folder doesn't exist, nothing is imported (folder=/papers)."


async def test_updates_side_by_side_keep_their_own_ids_up_to_the_row(log: Kept) -> None:
    queue = UpdateQueue(RecordedIntake(), most=50)
    seen: dict[str, str] = {}

    async def work(name: str) -> None:
        await asyncio.sleep(0.01)
        seen[name] = await asyncio.create_task(later())

    async def later() -> str:
        await asyncio.sleep(0.01)
        return new_reference()

    updates = [Update(f"telegram:{n}", "telegram", f"telegram:{n}", f"telegram:{n}", "{}", NOW) for n in range(5)]
    for each in updates:
        assert queue.admit(each)
    await queue.keep(updates)
    for each in updates:
        queue.put(each, each.address, partial(work, each.name))
    await asyncio.sleep(0.2)
    await queue.close(1)
    assert seen == {each.name: reference_of(each.name) for each in updates}
    told = [json.loads(line) for line in log.lines if "an update was handled" in line]
    assert {each["update"]: each["id"] for each in told} == seen


async def test_the_reader_of_a_broken_answer_gets_the_id_of_the_update(log: Kept) -> None:
    async def broken() -> None:
        raise ZeroDivisionError

    async with open_briefings("sqlite:///:memory:") as core:
        conversation = Conversation(core, Roles(), lambda: NOW, {})
        with referring_to("telegram:77"):
            answer = await conversation._or_failure(
                Request("telegram:1", "telegram:1", "list", NOW, private=True, update="telegram:77"), broken
            )
    assert answer is not None
    assert reference_of("telegram:77") in answer.plain()
    [told] = [json.loads(line) for line in log.lines if "An answer broke" in line]
    assert told["id"] == told["reference"] == reference_of("telegram:77")


@pytest.fixture
async def world(tmp_path) -> AsyncIterator[World]:
    async with open_briefings("sqlite:///:memory:") as core:
        world = World(core)
        await world.courier.start()
        yield world


async def test_a_delivery_that_breaks_has_one_id_in_the_log_its_reason_and_the_listing(world: World, log: Kept) -> None:
    world.platforms["telegram"].failure = ZeroDivisionError("it broke")  # type: ignore[assignment]
    await world.remind()
    await world.courier.drain()
    [delivery] = await world.core.outbox.latest()
    reference = reference_of(delivery.key)
    assert delivery.reason == f"sending it failed (reference {reference})"
    assert shapes.delivery(delivery, "UTC")["reference"] == reference
    told = [json.loads(line) for line in log.lines if "a send broke" in line or "delivery settled" in line]
    assert [each["id"] for each in told] == [reference] * 2
    assert timedelta(0) <= NOW - delivery.due_at
