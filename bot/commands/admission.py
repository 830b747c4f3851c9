"""Admission: who is answered, invitation codes, and replies to unknown commands."""

import logging
from collections import Counter
from datetime import datetime

from bot.chat import Request
from bot.commands import parsing
from bot.commands.access import Roles
from bot.commands.registry import Registry, may
from bot.message import Message
from bot.views import refusals
from bot.views.shared.dates_and_numbers import prefix_of
from briefings.accounts import Chat, looks_like_code, looks_like_link_code
from briefings.model.people import Role
from briefings.service import Briefings

_log = logging.getLogger(__name__)

MOST_CODES = 10  # wrong ones of one account in one chat and hour, after which none is looked at
_MOST_ACCOUNTS = 10_000  # whose wrong codes are counted
_TOLD_AT = frozenset({1, 10, 100, 1_000, 10_000})


class WrongCodes:
    """Counts wrong codes per account without access, per chat and hour."""

    def __init__(self) -> None:
        self._hour = ""
        self._counted: Counter[str] = Counter()

    def too_many(self, request: Request, now: datetime) -> bool:
        """Whether a code is ignored without being checked; it still counts."""
        return self._of(now)[_account(request)] >= MOST_CODES and self.count(request, now) > MOST_CODES

    def count(self, request: Request, now: datetime) -> int:
        """Counts a wrong code, and logs the 1st, 10th, 100th and so on."""
        counted, account = self._of(now), _account(request)
        counted[account] += 1
        if counted[account] in _TOLD_AT:
            told = {"sender": request.sender, "address": request.address, "within_this_hour": counted[account]}
            _log.warning("wrong codes", extra=told)
        return counted[account]

    def _of(self, now: datetime) -> Counter[str]:
        hour = f"{now:%Y-%m-%dT%H}"
        if hour != self._hour or len(self._counted) >= _MOST_ACCOUNTS:
            self._hour, self._counted = hour, Counter()
        return self._counted


def _account(request: Request) -> str:
    return f"{request.sender} in {request.address}"


def unknown_command(name: str, rest: str, request: Request, registry: Registry) -> Message:
    """The reply to an unknown command."""
    prefix, close = prefix_of(request.address), registry.begun(name) or registry.near(name)
    if close:
        return refusals.confirm_line(name, close.name, f"{prefix}{close.name}", rest, prefix)
    return refusals.unknown(name, prefix)


def has_invitation(request: Request) -> bool:
    """Whether a request contains an invitation code or a link code."""
    name, rest = parsing.split(request.line)
    code = rest.strip()
    return (name.lower() == "start" and looks_like_code(code)) or (
        name.lower() == "link" and looks_like_link_code(code)
    )


async def role_given(sender: str, address: str, chat: Chat, briefings: Briefings, roles: Roles) -> Role | None:
    """The role a person or chat was given by invitation.

    Someone without a role of their own is a reader if a linked account of theirs is.
    """
    people = briefings.people
    given = await people.role_of(sender, address)
    if given or is_admitted(sender, chat, given, roles):
        return given
    others = [each.person for each in await briefings.linking.of(sender) if each.person != sender]
    let_in = [await people.role_of(other, other) or may(roles.of(other), "editor") for other in others]
    return "reader" if any(let_in) else None


def is_admitted(sender: str, chat: Chat, given: Role | None, roles: Roles) -> bool:
    """Whether a person with this role, or none, is answered in a chat."""
    return bool(given or may(roles.of(sender), "editor") or roles.open_access or chat.opened_by)
