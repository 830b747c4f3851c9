"""Who may do what, and who has done what."""

from bot.commands.registry import Argument, Call, command, number_of
from bot.message import Message
from bot.views import journal as journal_views

_SHOWN, _MOST = 20, 200


@command(
    "log",
    "Lists who changed the library, an event or a role, and when",
    Argument("n", required=False),
    role="admin",
    examples=("log 50",),
)
async def log(call: Call) -> Message:
    """The last changes, newest first."""
    number = number_of(call, "log", usual=_SHOWN, most=_MOST)
    return journal_views.changes(await call.briefings.journal.latest(number), call.zone)
