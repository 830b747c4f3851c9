"""Strange names and strange people: what is said to a name that no command has, and who is let in."""

from bot.chat import Request
from bot.commands import lines
from bot.commands.registry import Registry, may
from bot.commands.roles import Roles
from bot.message import Message
from bot.views import refusals
from bot.views.words import prefix_of
from briefings.model.people import Role
from briefings.service import Briefings, Chat, looks_like_code, looks_like_link_code


def unknown(name: str, rest: str, request: Request, registry: Registry) -> Message:
    """What is said to a name that no command has."""
    prefix, close = prefix_of(request.address), registry.begun(name) or registry.near(name)
    if close:
        return refusals.meant(name, close.name, f"{prefix}{close.name}", rest, prefix)
    return refusals.unknown(name, prefix)


def invited(request: Request) -> bool:
    """Whether somebody gives the code of an invitation, or the one that joins their account to another."""
    name, rest = lines.split(request.line)
    code = rest.strip()
    return (name.lower() == "start" and looks_like_code(code)) or (
        name.lower() == "link" and looks_like_link_code(code)
    )


async def role_given(sender: str, address: str, chat: Chat, briefings: Briefings, roles: Roles) -> Role | None:
    """The role that a person or a chat was given by invitation.

    Who is not let in otherwise is a reader as long as another account of the same person is.
    """
    people = briefings.people
    given = await people.role_of(sender, address)
    if given or admitted(sender, chat, given, roles):
        return given
    others = [each.person for each in await briefings.linking.of(sender) if each.person != sender]
    let_in = [await people.role_of(other, other) or may(roles.of(other), "editor") for other in others]
    return "reader" if any(let_in) else None


def admitted(sender: str, chat: Chat, given: Role | None, roles: Roles) -> bool:
    """Whether somebody who was `given` a role or none is answered in a chat."""
    return bool(given or may(roles.of(sender), "editor") or roles.open_access or chat.opened_by)
