"""/help: the commands that most people need, all of them, or one."""

from bot.commands.permissions import allows
from bot.commands.registry import Argument, Call, command
from bot.message import Message
from bot.views import help as views
from bot.views import refusals

DOORS = ("read", "ask", "brief", "events", "remind", "digest", "check", "open")
_ALL = "all"


@command(
    "help",
    "Lists the commands, or explains one",
    Argument("command|all", required=False, offers="command"),
    forms=("[command]", "all"),
    examples=("help summary", "help all"),
    usual=True,
    shows="nothing",
)
async def help_(call: Call) -> Message:
    """Shows where to begin, or the commands that the sender may use."""
    if not call.args:
        return views.doors([call.registry.words[word].entry() for word in DOORS], call.prefix)
    name = call.args[0].lstrip("/!")
    if name.lower() == _ALL:
        known = {each.name for each in call.registry if each.listed and allows(call.role, each.name)}
        groups = [(g.title, [c.entry() for c in g.commands if c.name in known]) for g in call.registry.groups]
        return views.manual([group for group in groups if group[1]], call.prefix)
    found, close = call.registry.find(name), call.registry.near(name)
    if found:
        return views.command_help(found.manual(), call.prefix)
    if close:
        return refusals.confirm_line(name, "help", f"{call.prefix}help {close.name}", close.name, call.prefix)
    return refusals.unknown(name, call.prefix)
