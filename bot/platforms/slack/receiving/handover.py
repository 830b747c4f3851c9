"""Passes events to their lanes, each with its update."""

from dataclasses import dataclass, replace
from functools import partial

from bot.platforms.shared.backlog import Backlog, standing
from bot.platforms.slack.event_handler import EventHandler
from bot.platforms.slack.receiving.incoming import Event, MessageReceived, lane_of
from bot.platforms.slack.receiving.stored_envelope import comes_again
from bot.platforms.slack.views.read import ModalRequest
from briefings.model.intake import Update


@dataclass(frozen=True, slots=True)
class Handover:
    """Passes events to their lanes."""

    backlog: Backlog
    handler: EventHandler

    def hand(self, kept: Update | None, event: Event | None) -> None:
        """Queues an event in its lane without waiting; drops a stored update without meaning."""
        if event is None:
            if kept:
                self.backlog.drop(kept)
        elif kept is None:
            self.backlog.aside(lane_of(event), self.handler.begin(event))
        else:
            event = _asked(event, kept)
            work, skipped = self.handler.begin(event), partial(self._skipped, event)
            lost = None if comes_again(kept) else partial(self._lost, event)
            self.backlog.put(kept, lane_of(event), work, skipped, lost)

    async def _skipped(self, event: Event, number: int) -> None:
        if isinstance(event, MessageReceived | ModalRequest):
            await self.handler.begin(replace(event, request=replace(event.request, skipped=number)))()

    async def _lost(self, event: Event) -> None:
        if isinstance(event, MessageReceived | ModalRequest):
            await self.handler.begin(replace(event, request=replace(event.request, standing="lost")))()


def _asked(event: Event, kept: Update) -> Event:
    if isinstance(event, MessageReceived | ModalRequest):
        return replace(event, request=replace(event.request, update=kept.name, standing=standing(kept)))
    return event
