"""/language: the language of a chat, or of each person in it."""

from bot.commands.group_permissions import require_chat
from bot.commands.registry import Argument, Call, command
from bot.commands.undo import with_undo_button
from bot.languages import AUTO, LANGUAGES, current, language_called, set_language
from bot.message import Message
from bot.views.accounts import preferences as views
from briefings.model.undo import LanguageSet


@command(
    "language",
    "Sets the language of this chat; auto follows each person's app",
    Argument("LANGUAGE", required=False, many=True, choices=(*LANGUAGES, AUTO), reads=language_called),
    forms=("en|zh|ru|auto",),
    examples=("language zh",),
    changes=1,
    listed=False,
)
async def language(call: Call) -> Message:
    """Sets the language. In a direct message it also applies to the person in groups without one."""
    step = await change_language(call, language_called(call.rest)) if call.args else None
    chat = await call.briefings.chats.chat(call.request.address)
    return await with_undo_button(call, views.language(chat.language, current()), step)


async def change_language(call: Call, tag: str) -> LanguageSet | None:
    """Sets the language of the chat, "auto" for each person's; None if it was that. Raises NotAllowed."""
    await require_chat(call)
    chats, request, chosen = call.briefings.chats, call.request, tag.removesuffix(AUTO)
    before = (await chats.chat(request.address)).language
    await chats.set_language(request.holders, chosen)
    set_language(await chats.language(await chats.chat(request.address), request.sender, request.language))
    return LanguageSet(request.holders, before, chosen) if chosen != before else None
