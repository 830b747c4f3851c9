"""A person talks to two processes of one database by turns, as behind a load balancer: both know what was said."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.chat import Request
from bot.message import Buttons, Message
from tests.fakes.databases import empty_database
from tests.fakes.fleet import fleet
from tests.scenarios.stage import ADMIN, EDITOR, FERRIES, Stage, says
from tests.scenarios.test_floods import STRANGER, code_of
from tests.scenarios.test_talk_corrections import asked


@dataclass
class Pair:
    """Two processes; `one` gets what is said first, `other` what follows."""

    one: Stage
    other: Stage

    def later(self, **time: float) -> None:
        """Sets both clocks."""
        self.one.now = self.other.now = self.one.now + timedelta(**time)


@pytest.fixture
async def pair(postgresql: str, now: datetime) -> AsyncIterator[Pair]:
    async with empty_database(postgresql) as url, fleet(url, 2) as (first, second):
        yield Pair(Stage(first.core, now), Stage(second.core, now))


def pressed(message: Message | None) -> list[tuple[str, str]]:
    """What each button of an answer says, and its label."""
    assert message
    rows = [row for block in message.blocks if isinstance(block, Buttons) for row in block.rows]
    return [(button.says, button.label) for row in rows for button in row]


async def test_a_typed_yes_does_what_another_process_proposed(pair: Pair):
    await pair.one.import_ferries()
    assert "Yes" in await pair.one.say("please cancel e1", sender=EDITOR, command=False)
    await pair.other.say("yes", sender=EDITOR, command=False)
    assert (await pair.one.briefings.agenda.show(1, pair.one.now)).event.state == "cancelled"


async def test_the_next_line_completes_what_another_process_asked_for(pair: Pair):
    await asked(pair.one)
    assert "Your next line is the reason" in await pair.one.say("changes 1 correction", sender=EDITOR)
    assert "Decided." in await pair.other.say("Two berths were counted twice", sender=EDITOR, command=False)


async def test_buttons_and_pages_of_one_process_work_at_another(pair: Pair):
    await pair.one.import_ferries()
    pair.one.page_units = pair.other.page_units = 600
    first = await pair.one.message("timeline a1 all", sender=EDITOR)
    [turn] = [line for line, label in pressed(first) if label == "Next page"]
    second = await pair.other.message(turn.lstrip("/"), sender=EDITOR, pressed=True)
    assert second.plain() != first.plain()
    [stored] = [line for line, label in pressed(second) if label == "Outlook"]
    assert stored.startswith("/more ")  # a token, whose line is in the database
    assert "a1" in await pair.one.say(stored.lstrip("/"), sender=EDITOR, pressed=True)


async def test_a_pasted_text_is_imported_or_deleted_by_another_process(pair: Pair):
    text = FERRIES.read_text("utf-8")
    yes, _ = says(await pair.one.message(text, sender=EDITOR, command=False))
    assert "new" in await pair.other.say(yes.lstrip("/"), sender=EDITOR)
    yes, no = says(await pair.one.message(text + "\nOne line more.\n", sender=EDITOR, command=False))
    assert "deleted" in await pair.other.say(no.lstrip("/"), sender=EDITOR)
    assert "send it again" in await pair.one.say(yes.lstrip("/"), sender=EDITOR)


async def test_wrong_codes_count_at_all_processes_together(pair: Pair, caplog: pytest.LogCaptureFixture):
    code = await code_of(pair.one)
    told = []
    for turn in range(20):
        stage = pair.other if turn % 2 else pair.one
        told.append(await stage.message(f"start {code[:-4]}AAAA", sender=STRANGER))
    assert [number for number, message in enumerate(told) if message] == [0, 10]
    counted = [vars(record)["within_this_hour"] for record in caplog.records if record.message == "wrong codes"]
    assert counted == [1, 10]
    assert "invitation" not in await pair.other.say(f"start {code}", sender=STRANGER)
    pair.later(hours=1)
    assert await pair.other.say(f"start {code}", sender=STRANGER)
    assert "The library is empty" in await pair.one.say("list", sender=STRANGER)


async def test_a_button_pressed_twice_has_one_effect_whichever_process_gets_it(pair: Pair):
    await pair.one.import_ferries()
    for stage in (pair.one, pair.other, pair.one):
        await stage.message("/skip 1", sender=ADMIN, pressed=True)
    await pair.one.say("subscribe daily 08:00", sender=ADMIN)
    told = [await stage.say("/skip 1", sender=ADMIN, pressed=True) for stage in (pair.one, pair.other)]
    assert "Nothing changed: it was already like this." in told[1]
    pair.later(minutes=2)
    assert told[1] != await pair.other.say("/skip 1", sender=ADMIN, pressed=True)


async def test_a_correction_of_a_message_is_read_by_another_process(pair: Pair):
    await pair.one.import_ferries()

    async def said(stage: Stage, line: str, **more: Any) -> Message | None:
        request = Request(EDITOR, EDITOR, line, stage.now, private=True, message="801", command=True)
        return await stage.conversation.answer(replace(request, **more))

    assert "sumary" in (await said(pair.one, "sumary a9")).plain()
    assert "medium summary" in (await said(pair.other, "summary a1", edited=True)).plain()
    assert await said(pair.one, "sources a1", edited=True) is None
