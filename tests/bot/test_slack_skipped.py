"""What was skipped after an update that means nothing is told all the same."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

import pytest

from bot.chat import Request
from bot.platforms.shared.update_queue import EACH, UpdateQueue
from bot.platforms.slack.address import place_of
from bot.platforms.slack.events import Event, MessageReceived
from bot.platforms.slack.receiving.receiver import Handover
from bot.platforms.slack.update_handler import UpdateHandler
from briefings.model.intake import Update
from tests.fakes.deadline import HANGS
from tests.fakes.recorders import RecordedIntake

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass
class Handled:
    """Notes the requests that reach it, once `open`."""

    requests: list[Request] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    told: asyncio.Event = field(default_factory=asyncio.Event)

    def begin(self, event: Event) -> Callable[[], Awaitable[None]]:
        async def work() -> None:
            await self.open.wait()
            assert isinstance(event, MessageReceived)
            self.requests.append(event.request)
            if event.request.skipped:
                self.told.set()

        return work


def update(number: int, address: str) -> Update:
    payload = json.dumps({"kind": "events_api", "payload": {"event": {"text": f"line {number}"}}})
    return Update(f"slack:{number}", "slack", address, "slack:U5", payload, NOW)


@pytest.mark.parametrize(("address", "hidden"), [("slack:C1", True), ("slack:D1", False)])
async def test_what_was_skipped_after_an_update_without_meaning_is_told_to_its_sender(address: str, hidden: bool):
    backlog, handled = UpdateQueue(RecordedIntake(), most=5000), Handled()
    handover = Handover(backlog, cast(UpdateHandler, handled))
    for number in range(EACH + 5):
        each = update(number, address)
        if backlog.admit(each, f"line {number}"):
            await backlog.keep([each])
            request = Request(address, "slack:U5", f"line {number}", NOW)
            meant = MessageReceived(request, place_of(address), "U5") if number < EACH else None
            handover.hand(each, meant)
    handled.open.set()
    await asyncio.wait_for(handled.told.wait(), HANGS)
    [told] = [each for each in handled.requests if each.skipped]
    assert (told.skipped, told.skipped_names) == (4, ("line 21", "line 22", "line 23", "line 24"))
    assert (told.address, told.hidden, told.private) == (address, hidden, not hidden)
    await backlog.close(0)
