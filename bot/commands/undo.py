"""/undo, and the Undo button below an answer."""

from collections.abc import Sequence
from dataclasses import replace

from bot.commands.registry import Argument, Call, command
from bot.languages import set_language, translate
from bot.message import Message
from bot.views import undo as views
from briefings.errors import BadInput, ReasonNeeded
from briefings.model.audit_log import OfSettings
from briefings.model.delivery import Follow
from briefings.model.undo import Imported, Irreversible, LanguageSet, QuietSet, RemindersSet, Step, ZoneSet
from briefings.undo import Undoer, kind_of

_DIGITS = 15
_BECAUSE = "because"


@command(
    "undo",
    "Undoes a change you made in the last half hour",
    Argument("N", required=False, many=True),
    forms=("[N]", "[N] because WORDS"),
    examples=("undo", "undo 12"),
    changes=0,
)
async def undo(call: Call) -> Message:
    """Undoes a change by its number, or the last one; admins can undo others' changes."""
    typed, reason = _parts(call)
    by = Undoer(call.request.address, call.request.sender, call.who, call.role, call.seen_in, reason)
    changes = [] if typed else await call.briefings.undo_log.standing(by)
    if changes and (last := changes[0][1]) and await call.briefings.undo_log.stays(last):
        return await _stays(call, last, changes)
    if changes and isinstance(last := changes[0][1], Imported) and last.before is None:
        return views.confirm_import_undone(last.analysis, last.title, changes[0][0])
    number = await _number(call, typed, by)
    try:
        step = await call.briefings.undo_log.undo(number, by, call.now)
    except ReasonNeeded as asked:
        return views.ask_why_undone(translate(asked.sentence), number)
    await _note_setting(call, step, taken_back=True)
    chats, request = call.briefings.chats, call.request
    chat = await chats.chat(request.address)
    if isinstance(step, LanguageSet):
        set_language(await chats.language(chat, request.sender, request.language))
    event = await call.briefings.agenda.find(f"e{id_}") if (id_ := kind_of(step).event(step)) else None
    follow = await _follow(call, step)
    undone = views.change_undone(step, event, follow, call.now, chat.zone)
    return replace(undone, public=not (request.private or request.pressed))  # as visible as the change was


async def _stays(call: Call, last: Step, changes: Sequence[tuple[int, Step | None]]) -> Message:
    """Says that the last change can't be undone, and offers the newest one that can."""
    log = call.briefings.undo_log
    before = [number for number, step in changes if step is None or not await log.stays(step)]
    command = last.command if isinstance(last, Irreversible) else "changes"
    named = f"{call.prefix}{command}" if await log.is_known(last) else ""
    message = views.last_change_stays(named, before[0] if before else None)
    return replace(message, shows=True)


def _parts(call: Call) -> tuple[str, str]:
    """The number of a change, "" for the last, and the reason. Raises BadInput for other words."""
    at = next((at for at, word in enumerate(call.args) if word.lower() == _BECAUSE), len(call.args))
    numbers, reason = call.args[:at], " ".join(call.args[at + 1 :])
    if len(numbers) > 1 or (at < len(call.args) and not reason):
        raise BadInput("Type {line}, with the number of one change.", line=f"{call.prefix}undo 12")
    return "".join(numbers), reason


async def _number(call: Call, word: str, by: Undoer) -> int:
    if not word:
        if (number := await call.briefings.undo_log.newest(by)) is not None:
            return number
        if await call.briefings.undo_log.has_undone(by):
            raise BadInput("Your last change here is undone already. Nothing else of yours can be undone.")
        raise BadInput("There is nothing of yours here to undo.")
    typed = word.lstrip("#")
    if not (typed.isascii() and typed.isdecimal()) or len(typed) > _DIGITS:
        raise BadInput("“{typed}” isn't the number of a change. Use the button below the change.", typed=typed)
    return int(typed)


async def _follow(call: Call, step: Step) -> Follow | None:
    if not isinstance(step, RemindersSet):
        return None
    follows = await call.briefings.subscriptions.follows(call.request.address)
    return next((each for each in follows if each.event.id == step.event), None)


async def _note_setting(call: Call, step: Step, *, taken_back: bool) -> None:
    """Records who changed a group's time zone, language or quiet hours; a person's own are nobody else's business."""
    if call.request.private or not isinstance(step, ZoneSet | LanguageSet | QuietSet):
        return
    value = step.before if taken_back else step.after
    match step:
        case ZoneSet():
            setting: OfSettings = "zone"
        case LanguageSet():
            setting, value = "language", value or "auto"
        case QuietSet():
            setting, value = "quiet", value or "off"
    await call.briefings.audit_log.note_setting(setting, call.request.address, value, call.who, call.now)


# A change that can be taken back offers that with a button.
async def with_undo_button(call: Call, message: Message, step: Step | None) -> Message:
    """Adds an Undo button to the answer, or marks it as unchanged."""
    if step is None:
        return replace(message, unchanged=True)
    await _note_setting(call, step, taken_back=False)
    number = await call.briefings.undo_log.note(step, call.request.address, call.request.sender, call.now)
    return replace(message, blocks=(*message.blocks, views.undo_button(number)), once=True)


async def without_undo(call: Call, message: Message, name: str) -> Message:
    """Records that a command made a change that can't be undone, so that /undo doesn't undo the one before it."""
    await call.briefings.undo_log.note(Irreversible(name), call.request.address, call.request.sender, call.now)
    return message
