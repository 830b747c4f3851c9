"""Bundles completion, suggestions and inline search for the platforms."""

from collections.abc import Callable
from datetime import datetime

from bot.chat import Introduction, MenuEntry, Offers
from bot.commands.conversation import Conversation, menu
from bot.commands.offers.inline_search import InlineSearch
from bot.commands.offers.suggestions import Suggestions
from bot.languages import LANGUAGES, _, language_set
from bot.views.help import introduction


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
        prompts=prompting.prompts,
        known=access.known,
    )


def _menu_in(tag: str) -> tuple[MenuEntry, ...]:
    with language_set(tag):
        return tuple(
            MenuEntry(each.name, _(each.help), each.arguments, each.role, running=each.running) for each in menu()
        )


def _introduction_in(tag: str) -> Introduction:
    with language_set(tag):
        return introduction()
