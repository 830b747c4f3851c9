"""Builds views for answers: the Home tab, and modals that open at once and are filled later."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from functools import partial
from secrets import token_hex

from bot.chat import DeliveryFailed
from bot.message import Message
from bot.platforms.shared.retry import give_up
from bot.platforms.slack.address import SlackAddress
from bot.platforms.slack.sending.send import Sender
from bot.platforms.slack.views.read import ModalRequest
from bot.platforms.slack.views.send import home_tab, loading_modal, modal

Names = dict[str, str]
OPEN_SECONDS, OPEN_PAUSE = 2.0, 0.2  # Slack takes a new modal within three seconds after the press


@dataclass(frozen=True, slots=True)
class ViewBuilder:
    """Builds and updates views. Raises DeliveryFailed."""

    sender: Sender

    def begin(self, event: ModalRequest) -> Awaitable[Names]:
        """Opens a modal for an answer if needed, at once, because the trigger expires in 3 s; returns its name."""
        if event.names:
            named: asyncio.Future[Names] = asyncio.get_running_loop().create_future()
            named.set_result(dict(event.names))
            return named
        return asyncio.create_task(self._opened(event.trigger))

    async def fill(self, place: SlackAddress, names: Names, message: Message, home: str) -> None:
        """Shows a message or its form in a modal."""
        view = modal(message, home)
        await self.sender.show(
            place,
            lambda client: client.views_update(
                view=view, view_id=names.get("view_id"), external_id=names.get("external_id")
            ),
        )

    async def publish(self, place: SlackAddress, user: str, message: Message) -> None:
        """Shows a message on a person's Home tab."""
        view = home_tab(message, place.address)
        await self.sender.show(place, lambda client: client.views_publish(user_id=user, view=view))

    async def _opened(self, trigger: str) -> Names:
        """Opens a modal under an external id, by which it can be found if Slack's response is lost."""
        name = f"opened.{token_hex(8)}"
        view = loading_modal(name)
        retry = replace(self.sender.retry, seconds=min(OPEN_SECONDS, self.sender.retry.seconds), first=OPEN_PAUSE)
        ask = partial(self.sender.web.ask, lambda client: client.views_open(trigger_id=trigger, view=view))
        try:
            response = await retry.run(ask, give_up, paced=False)
        except DeliveryFailed as failed:
            if failed.kind != "doubt":
                raise
            return {"external_id": name}
        return {"view_id": str(response["view"]["id"])}
