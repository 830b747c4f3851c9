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
)
async def language(call: Call) -> Message:
    """Sets the language. In a direct message it also applies to the person in groups without one."""
    chats, request, step = call.briefings.chats, call.request, None
    if call.args:
        await require_chat(call)
        tag = language_called(call.rest).removesuffix(AUTO)
        before, addresses = (await chats.chat(request.address)).language, call.request.holders
        await chats.set_language(addresses, tag)
        step = LanguageSet(addresses, before, tag) if tag != before else None
    chat = await chats.chat(request.address)
    set_language(await chats.language(chat, request.sender, request.language))
    return await with_undo_button(call, views.language(chat.language, current()), step)
