"""Strange names and strange people: what is said to a name that no command has, and who brings an invitation."""

from bot.chat import Request
from bot.commands import lines
from bot.commands.registry import Registry
from bot.message import Message
from bot.views import refusals
from bot.views.words import prefix_of
from briefings.service import looks_like_code


def unknown(name: str, rest: str, request: Request, registry: Registry) -> Message:
    """What is said to a name that no command has."""
    prefix, close = prefix_of(request.address), registry.begun(name) or registry.near(name)
    if close:
        return refusals.meant(name, close.name, f"{prefix}{close.name}", rest, prefix)
    return refusals.unknown(name, prefix)


def invited(request: Request) -> bool:
    """Whether somebody gives the code of an invitation."""
    name, rest = lines.split(request.line)
    return name.lower() == "start" and looks_like_code(rest.strip())
