"""/status: what a chat follows, its settings and its next message."""

from contextlib import suppress

from bot.commands.permissions import allows
from bot.commands.registry import Call, command
from bot.message import Message
from bot.views import status as views
from briefings.errors import NotFound
from briefings.model.agenda import Event
from briefings.model.marking import STRICTEST, Label, viewer

_AHEAD = 50  # messages among which the next one that isn't skipped is looked for


@command("status", "What this chat follows, its time zone and the next message", listed=False)
async def status(call: Call) -> Message:
    """Shows everything stored about this chat."""
    core, address = call.briefings, call.request.address
    chat = await core.chats.chat(address)
    known = views.ChatStatus(
        address=address,
        role=call.role,
        zone=chat.zone,
        paused=chat.paused,
        analyses=await core.library.count(),
        follows=tuple(await core.subscriptions.follows(address)),
        subscriptions=tuple(await core.subscriptions.of(address)),
        push=next((each for each in await core.schedule.ahead(address, call.now, _AHEAD) if not each.skipped), None),
        quiet=chat.quiet,
        language=chat.language,
        set_by={} if call.request.private else await core.audit_log.settings_of(address),
        muted=await _muted(call),
        refused=tuple(await core.folder.faults()) if allows(call.role, "import") else (),
        names_files=viewer().sees(Label(STRICTEST)),  # nobody knows how a file that can't be read is marked
    )
    return views.status(known, call.now, call.prefix)


async def _muted(call: Call) -> tuple[Event, ...]:
    """The events muted here that the viewer may see; one may be restricted since."""
    found = []
    for id_ in sorted(await call.briefings.subscriptions.muted(call.request.address)):
        with suppress(NotFound):
            found.append(await call.briefings.agenda.find(f"e{id_}"))
    return tuple(found)
