"""Suggests first questions to someone who hasn't typed anything yet."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.chat import Prompts, Request
from bot.commands.access import Roles
from bot.commands.permissions import may
from bot.languages import language_set
from bot.views import prompts as views
from briefings.service import Briefings


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Suggests first lines; `admits` says who is answered, by address and sender."""

    briefings: Briefings
    roles: Roles
    admits: Callable[[str, str], Awaitable[bool]]
    clock: Callable[[], datetime]

    async def prompts(self, request: Request) -> Prompts | None:
        """First lines for the sender and place of a request; None for people who aren't answered."""
        core, address, now = self.briefings, request.address, self.clock()
        if not await self.admits(address, request.sender):
            return None
        role = self.roles.of(request.sender, await core.people.role_of(request.sender, address))
        muted = await core.subscriptions.muted(address)
        coming = [each.event for each in await core.agenda.standing(now) if each.state == "coming"]
        ahead = [event for event in coming if event.id not in muted]
        newest = await core.library.entries("", views.MOST)
        chat = await core.chats.chat(address)
        with language_set(await core.chats.language(chat, request.sender, request.language)):
            return views.prompts(newest, ahead, edits=may(role, "editor"))
