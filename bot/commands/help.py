"""/help: all commands, or one of them."""

from bot.commands.permissions import allows
from bot.commands.registry import Argument, Call, command
from bot.message import Message
from bot.views import help as views
from bot.views import refusals


@command(
    "help",
    "Lists all commands, or explains one",
    Argument("command", required=False, offers="command"),
    examples=("help summary",),
    usual=True,
    shows="nothing",
)
async def help_(call: Call) -> Message:
    """Lists the commands that the sender may use."""
    if not call.args:
        groups = [(g.title, [c.entry() for c in g.commands if allows(call.role, c.name)]) for g in call.registry.groups]
        return views.manual([group for group in groups if group[1]], call.prefix)
    name = call.args[0].lstrip("/!")
    found, close = call.registry.find(name), call.registry.near(name)
    if found:
        return views.command_help(found.manual(), call.prefix)
    if close:
        return refusals.confirm_line(name, "help", f"{call.prefix}help {close.name}", close.name, call.prefix)
    return refusals.unknown(name, call.prefix)
