"""Permissions: who is answered where, by configuration or an invitation code, and who may import, remove or invite.

A code that others could read is withdrawn, and the people concerned are told.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat import DeliveryFailed, Direct, Request
from bot.languages import current
from bot.message import Message
from bot.views import refusals
from bot.views.accounts import people as views
from bot.views.shared.names_and_dates import prefix_of
from briefings.accounts import Chat, invitation_codes_in, link_codes_in
from briefings.errors import BadInput
from briefings.model.delivery import chat_of, platform_of
from briefings.model.people import ROLES, Invitation, Role
from briefings.service import Briefings

_log = logging.getLogger(__name__)

CHANGE_EVENT = "change_event"
CORRECT = "correct"  # decide that a changed sentence is a correction
SETTLE_STATEMENT = "settle_statement"
JUDGE_DISAGREEMENT = "judge_disagreement"
MARK = "set_marking"
OPEN_GROUP = "open_group"  # to everyone in it
CHANGE_GROUP_SETTINGS = "change_group_settings"
SEND_DIGEST_ELSEWHERE = "send_digest_elsewhere"
ERASE_GROUP = "erase_group"
SEE_ALL_DELIVERIES = "see_all_deliveries"
NEEDED: Mapping[str, Role] = {  # by command, or by what some commands do; everything else is for readers
    "import": "editor",
    "published": "editor",
    "remove": "editor",
    "webhook": "editor",
    "invite": "admin",
    "log": "admin",
    "people": "admin",
    "clearance": "admin",
    CHANGE_EVENT: "editor",
    CORRECT: "editor",
    SETTLE_STATEMENT: "editor",
    JUDGE_DISAGREEMENT: "editor",
    MARK: "editor",
    OPEN_GROUP: "editor",
    CHANGE_GROUP_SETTINGS: "editor",
    SEND_DIGEST_ELSEWHERE: "admin",
    ERASE_GROUP: "admin",
    SEE_ALL_DELIVERIES: "admin",
}
MOST_CODES = 10  # wrong ones of one account in one chat and hour, after which none is looked at
_TOLD_AT = frozenset({1, 10, 100, 1_000, 10_000})
InvitationLinks = Callable[[str], tuple[str, ...]]


def needed_by(action: str) -> Role:
    """The least role that may use a command, or do one of the actions above."""
    return NEEDED.get(action, "reader")


def allows(role: Role, action: str) -> bool:
    """Whether a role may use a command, or do one of the actions above."""
    return may(role, needed_by(action))


def may(role: Role, needed: Role) -> bool:
    """Whether a role includes another."""
    return ROLES.index(role) >= ROLES.index(needed)


@dataclass(frozen=True, slots=True)
class Roles:
    """Configured roles by sender; with `open_access`, chats need no invitation."""

    admins: frozenset[str] = frozenset()
    editors: frozenset[str] = frozenset()
    open_access: bool = False

    def of(self, sender: str, given: Role | None = None) -> Role:
        """The higher of the configured role and the one `given` by invitation; the terminal user is the owner."""
        if sender in self.admins or platform_of(sender) == "terminal":
            return "admin"
        return max("editor" if sender in self.editors else "reader", given or "reader", key=ROLES.index)

    def configured(self, sender: str) -> bool:
        """Whether a person has a role by the configuration, and needs no invitation."""
        return self.of(sender) != "reader"


def no_invitation_links(code: str) -> tuple[str, ...]:  # noqa: ARG001
    """Stands in where no platform can open a chat with a code."""
    return ()


@dataclass(frozen=True, slots=True)
class Access:
    """Who is answered where; `direct` sends an admin a direct message, `served` names the platforms."""

    briefings: Briefings
    roles: Roles
    direct: Direct
    served: frozenset[str] = frozenset()

    async def role_given(self, sender: str, address: str, chat: Chat) -> Role | None:
        """The role a person or chat was given by invitation.

        Someone without a role of their own is a reader if a linked account of theirs is.
        """
        return await self.role_or_linked(sender, chat, await self.briefings.people.role_of(sender, address))

    async def role_or_linked(self, sender: str, chat: Chat, given: Role | None) -> Role | None:
        """The same where the role given to the person or chat is known."""
        if given or self.is_admitted(sender, chat, given):
            return given
        people = self.briefings.people
        others = [each.person for each in await self.briefings.account_links.of(sender) if each.person != sender]
        let_in = [await people.role_of(other, other) or self.roles.configured(other) for other in others]
        return "reader" if any(let_in) else None

    def is_admitted(self, sender: str, chat: Chat, given: Role | None) -> bool:
        """Whether a person with this role, or none, is answered in a chat."""
        return bool(given or self.roles.configured(sender) or self.roles.open_access or chat.opened_by)

    async def is_guest(self, request: Request, chat: Chat, given: Role | None) -> bool:
        """Whether the sender isn't answered; somebody of another organisation needs an invitation of their own."""
        if request.outsider and not self.roles.configured(request.sender):
            return await self.briefings.people.role_of(request.sender, request.sender) is None
        return not self.is_admitted(request.sender, chat, given)

    async def admits(self, address: str, sender: str) -> bool:
        """Whether a person is answered in a place."""
        return (await self.place(address, sender))[1]

    async def place(self, address: str, sender: str) -> tuple[Chat, bool]:
        """The chat of an address, and whether a person is answered there."""
        chats, people = self.briefings.chats, self.briefings.people
        chat, given = await asyncio.gather(chats.chat(address), people.role_of(sender, address))
        admitted = self.is_admitted(sender, chat, given)
        return chat, admitted or self.is_admitted(sender, chat, await self.role_given(sender, address, chat))

    async def known(self, speakers: Collection[tuple[str, str]]) -> Collection[tuple[str, str]]:
        """The speakers, as (chat, sender), of whom either has access."""
        rest = {each for each in speakers if not (self.roles.open_access or self.roles.configured(each[1]))}
        if not rest:
            return speakers
        there = await self.briefings.people.let_in({name for each in rest for name in (chat_of(each[0]), each[1])})
        return {each for each in speakers if each not in rest or chat_of(each[0]) in there or each[1] in there}

    async def staff(self) -> Mapping[str, Role]:
        """The people with a role above reader, by sender or chat address."""
        given = await self.briefings.people.staff()
        named = {*given, *self.roles.admins, *self.roles.editors}
        return {name: self.roles.of(name, given.get(name)) for name in named}

    async def refusal(self, request: Request, now: datetime) -> Message | None:
        """The refusal for people without access: on each page, but as a message once an hour per person and chat."""
        if request.implied:
            return None
        if not request.page and await self.briefings.chats.refused(request.address, request.sender, now):
            return None
        ownerless = not self.roles.admins and not self.roles.editors and not await self.briefings.people.any_admin()
        others = sorted(self.served - {platform_of(request.sender)})
        return refusals.outsider(
            request.sender, prefix_of(request.address), others, ownerless=ownerless, private=request.private
        )

    async def ignores(self, request: Request, now: datetime) -> bool:
        """Whether a code in a request without access is refused unread, because too many were wrong; it counts too."""
        if request.skipped:
            return True
        before = await self.briefings.chats.wrong_codes(request.address, request.sender, now)
        return before >= MOST_CODES and await self.count_wrong_code(request, now) > MOST_CODES

    async def count_wrong_code(self, request: Request, now: datetime) -> int:
        """Counts a wrong code of a person in a chat and hour, and logs the 1st, 10th, 100th and so on."""
        number = await self.briefings.chats.count_wrong_code(request.address, request.sender, now)
        if number in _TOLD_AT:
            details = {"sender": request.sender, "address": request.address, "within_this_hour": number}
            _log.warning("wrong codes", extra=details)
        return number

    async def exposed(self, request: Request, now: datetime) -> Message | None:
        """Withdraws codes that others could read and returns the notice; None if there was no working code."""
        if not request.public:
            return None
        invitations = await self._withdrawn(request, now)
        for each in invitations:
            warning = views.exposed_invitation(each.name, each.role, request.who, chat_of(request.address))
            await self._tell_admins(replace(warning, language=current()))
        if invitations:
            return views.withdrawn_in_public(max((each.role for each in invitations), key=ROLES.index))
        struck = [await self.briefings.account_links.expose(code) for code in link_codes_in(_shown(request))]
        return views.link_code_in_public(prefix_of(request.address)) if any(struck) else None

    async def _withdrawn(self, request: Request, now: datetime) -> list[Invitation]:
        found: list[Invitation] = []
        for code in invitation_codes_in(_shown(request)):
            with suppress(BadInput):  # forged, or withdrawn already
                invitation = await self.briefings.people.kept_from_chat(code, request.who, now, exposed=True)
                found += [invitation] if invitation else []
        return found

    async def _tell_admins(self, message: Message) -> None:
        """Sends a direct message to each admin on the served platforms; failures are logged."""
        for person in sorted(self.roles.admins | set(await self.briefings.people.with_role("admin"))):
            try:
                await self.direct(person, message)
            except DeliveryFailed as failed:
                _log.warning("an admin was not told", extra={"person": person, "reason": failed.reason})


def _shown(request: Request) -> str:
    return f"{request.shown}\n{request.line}"  # the line last: a link code may end it
