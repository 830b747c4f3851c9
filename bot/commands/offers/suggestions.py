"""What platforms show beside answers: menus, introductions, first questions, completion and inline search."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.chat import Introduction, MenuEntry, Offers, Prompts, Request
from bot.commands.conversation import Conversation, menu
from bot.commands.offers.inline_search import InlineSearch
from bot.commands.permissions import Roles, allows
from bot.languages import LANGUAGES, _, language_set
from bot.views import offers as views
from bot.views.start import introduction
from briefings.model.agenda import EventWindow
from briefings.model.marking import viewing
from briefings.service import Briefings

_LOOKED_AT = 20  # events beside the muted ones, some of which are postponed


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
        viewer = await core.markings.viewer(address, request.sender, now, private=request.private)
        with viewing(viewer.reading_in(address)):
            return await self._prompts(request, now)

    async def _prompts(self, request: Request, now: datetime) -> Prompts:
        core, address = self.briefings, request.address
        role = self.roles.of(request.sender, await core.people.role_of(request.sender, address))
        muted = await core.subscriptions.muted(address)
        page = await core.agenda.page(EventWindow(), now, _LOOKED_AT + len(muted))
        coming = [each.event for each in page.events if each.state == "coming"]
        ahead = [event for event in coming if event.id not in muted]
        newest = await core.library.entries("", views.MOST)
        chat = await core.chats.chat(address)
        with language_set(await core.chats.language(chat, request.sender, request.language)):
            return views.prompts(newest, ahead, imports=allows(role, "import"))


def offers_of(conversation: Conversation, clock: Callable[[], datetime]) -> Offers:
    """Bundles inline search, menus, introductions, roles and first prompts for the platforms."""
    access = conversation.access
    prompting = Suggestions(conversation.briefings, conversation.roles, access.admits, clock)
    others = [tag for tag in LANGUAGES if tag != "en"]
    return Offers(
        look_up=InlineSearch(conversation.briefings, access.admits, clock).look_up,
        menus={tag: _menu_in(tag) for tag in others},
        introductions={"": _introduction_in("en"), **{tag: _introduction_in(tag) for tag in others}},
        staff=access.staff,
        languages=conversation.briefings.chats.chosen_languages,
        prompts=prompting.prompts,
        known=access.known,
    )


def _menu_in(tag: str) -> tuple[MenuEntry, ...]:
    with language_set(tag):
        return tuple(MenuEntry(each.name, _(each.help), each.arguments, each.role, usual=each.usual) for each in menu())


def _introduction_in(tag: str) -> Introduction:
    with language_set(tag):
        return introduction()
