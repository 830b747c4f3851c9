"""Commands for roles, invitations, linked accounts and the audit log."""

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.chat import DeliveryFailed
from bot.commands.registry import Argument, Call, command, number_of
from bot.commands.undo import without_undo
from bot.languages import current
from bot.message import Message
from bot.views.accounts import audit_log as journal_views
from bot.views.accounts import people as views
from briefings.accounts import LINK_CODE_LASTS
from briefings.errors import BadInput, NotAllowed
from briefings.model.delivery import chat_of, platform_of
from briefings.model.people import ROLES, LinkedAccount, Role
from briefings.translatable import phrase

_log = logging.getLogger(__name__)
_SHOWN, _MOST = 20, 200
_HOURS, _MOST_HOURS = 48, 720
_UNITS = {"h": 1, "d": 24, "w": 168}  # hours
_WANTED = re.compile(
    r"(?:(?:an? )?(?P<role>reader|editor|admin)s?(?: |$))?"
    r"(?:(?:for )?(?P<count>[0-9]{1,4}) ?(?P<unit>h|hours?|d|days?|w|weeks?)?)?"
)
_PLATFORMS = ("slack", "telegram")
_ACCOUNTS = tuple(f"{platform}:" for platform in _PLATFORMS)


@command(
    "invite",
    "Creates an invitation for one person or chat",
    *(Argument("role", required=False), Argument("hours", required=False, many=True)),
    forms=("[reader|editor|admin] [hours]",),
    examples=("invite", "invite editor 24"),
    changes=0,
)
async def invite(call: Call) -> Message:
    """Creates an invitation, by default for a reader and two days; in a group the code is sent as a direct message."""
    role, hours = _wanted(call)
    made = await call.briefings.people.invite(role, timedelta(hours=hours), call.who, call.now)
    shown = views.invitation_created(made, call.invitation_links(made.code), call.zone)
    await without_undo(call, shown, "invite")
    if call.request.private:
        return shown
    return await _in_private(call, shown, made.invitation.name)


async def _in_private(call: Call, shown: Message, name: str) -> Message:
    """Sends an invitation to its author as a direct message, so that nobody else reads the code."""
    try:
        await call.direct(call.request.sender, replace(shown, language=current()))
    except DeliveryFailed as failed:
        await call.briefings.people.withdraw(name, call.who, call.now)
        _log.warning("a direct message was not sent", extra={"person": call.request.sender, "reason": failed.reason})
        return views.unreachable(call.invitation_links("hello"), call.prefix)
    return views.sent_in_private(name)


def _wanted(call: Call) -> tuple[Role, int]:
    found = _WANTED.fullmatch(" ".join(call.args).lower())
    hours = int(found["count"]) * _UNITS[(found["unit"] or "h")[0]] if found and found["count"] else _HOURS
    if found is None and any(word.lower().startswith(_ACCOUNTS) for word in call.args):
        raise BadInput(
            "An invitation is a code, not for one account. Type {prefix}invite {role}, and send that person the code.",
            prefix=call.prefix,
            role=next((each for each in reversed(ROLES) if each in map(str.lower, call.args)), ROLES[0]),
        )
    if found is None or not 1 <= hours <= _MOST_HOURS:
        raise BadInput(
            "Give a role (reader, editor or admin) and a number of hours from 1 to {most}: {prefix}invite editor 24.",
            most=_MOST_HOURS,
            prefix=call.prefix,
        )
    return next((each for each in ROLES if each == found["role"]), ROLES[0]), hours


@command(
    "people",
    "Lists people and their roles, and removes access",
    Argument("words", required=False, many=True),
    forms=("[words]", "remove ID"),
    examples=("people", "people remove telegram:42", "people remove i3"),
    changes=1,
    usual=True,
)
async def people(call: Call) -> Message:
    """Lists roles, or removes one. Configured people stay until the settings change."""
    if call.args and call.args[0].lower() == "remove":
        return await _withdraw(call, call.args[1:])
    roles = call.roles
    settled = [(name, "admin") for name in sorted(roles.admins)]
    settled += [(name, "editor") for name in sorted(roles.editors - roles.admins)]
    access_list = await call.briefings.people.access_list(call.now)
    return views.people(access_list, settled, " ".join(call.args), call.zone, open_=roles.open_access)


async def _withdraw(call: Call, words: tuple[str, ...]) -> Message:
    """Withdraws an invitation at once, and a role after a confirmation."""
    names, sure = (words[:-1], True) if words[1:] and words[-1].lower() == "yes" else (words, False)
    if len(names) != 1:
        raise BadInput(
            "Name the person: {prefix}people remove telegram:42. Type {prefix}people to see the ids.",
            prefix=call.prefix,
        )
    [name], roles = names, call.roles
    if re.fullmatch(r"#?i[0-9]+", name.lower()):
        name = name.lower().removeprefix("#")
    if name in roles.admins | roles.editors:
        setting = "READOUT_ADMINS" if name in roles.admins else "READOUT_EDITORS"
        raise BadInput(
            "{name} is listed in {setting}. Remove it there and restart Readout.", name=name, setting=setting
        )
    if not (sure or re.fullmatch(r"i[0-9]+", name)):
        return views.confirm_withdrawal(name, call.prefix)
    people, account_links = call.briefings.people, call.briefings.account_links
    gone = await people.withdraw(name, call.who, call.now, admins=sorted(roles.admins))
    for other in await account_links.of(name):  # who was answered there because of this account
        let_in = roles.configured(other.person) or await people.role_of(other.person, other.place)
        if other.person != name and not (let_in or roles.open_access):
            await call.briefings.chats.close(other.place, phrase("access withdrawn"), call.now)
    return await without_undo(call, views.access_withdrawn(gone, open_=roles.open_access), "people remove")


@command(
    "link",
    "Links your Slack and Telegram accounts, so that nothing is sent twice",
    Argument("CODE", required=False, many=True),
    forms=("", "CODE", "prefer slack|telegram", "off"),
    examples=("link", "link prefer slack"),
    changes=0,
)
async def link(call: Call) -> Message:
    """Links accounts: a code shown on one platform is typed on the other, each time in a direct message."""
    account_links, sender, place = call.briefings.account_links, call.request.sender, chat_of(call.request.address)
    if not call.request.private or platform_of(sender) not in _PLATFORMS:
        raise NotAllowed(
            "{prefix}link works only in a direct message with me in Slack or Telegram.", prefix=call.prefix
        )
    word, *more = [each.lower() for each in call.args] or [""]
    if word == "off" and not more:
        await account_links.part(sender, call.who, call.now)
        return await without_undo(call, views.accounts_unlinked(), "link off")
    if word in _PLATFORMS and not more:
        word, more = "prefer", [word]
    if word == "prefer":
        if len(more) != 1 or more[0] not in _PLATFORMS:
            raise BadInput(
                "Choose a platform: {prefix}link prefer slack, or {prefix}link prefer telegram.", prefix=call.prefix
            )
        before, after = await account_links.of(sender), await account_links.prefer(sender, more[0])
        preferred = replace(await _linked(call, after), unchanged=before == after)
        return preferred if before == after else await without_undo(call, preferred, "link prefer")
    if word:
        joined = await account_links.join("".join(call.args), sender, place, call.who, call.now)
        return await without_undo(call, await _linked(call, joined, new=True), "link")
    links = await account_links.of(sender)
    if links:
        return await _linked(call, links)
    return views.link_code(await account_links.propose(sender, place, call.now), platform_of(sender), LINK_CODE_LASTS)


async def _linked(call: Call, links: Sequence[LinkedAccount], *, new: bool = False) -> Message:
    """The linked accounts, with what each may do."""
    return views.accounts_linked(links, await call.roles_of(links), new=new)


@command(
    "log",
    "Lists changes to the library, events and roles",
    Argument("n", required=False),
    examples=("log 50",),
)
async def log(call: Call) -> Message:
    """Shows the latest changes, newest first."""
    number = number_of(call, "log", usual=_SHOWN, most=_MOST)
    return journal_views.changes(await call.briefings.audit_log.latest(number), call.zone)
