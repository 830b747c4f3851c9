"""Withdraws personal codes that others can read in a message or an edit, and tells the people concerned."""

import logging
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from bot.chat import DeliveryFailed, Direct, Request
from bot.commands.access import Roles
from bot.languages import current
from bot.message import Message
from bot.views.accounts import people as views
from bot.views.shared.dates_and_numbers import prefix_of
from briefings.accounts import invitation_codes_in, link_codes_in
from briefings.errors import BadInput
from briefings.model.delivery import chat_of
from briefings.model.people import ROLES, Invitation
from briefings.service import Briefings

_log = logging.getLogger(__name__)


async def withdrawn(
    request: Request, briefings: Briefings, roles: Roles, direct: Direct, now: datetime
) -> Message | None:
    """What is said where somebody gave such a code openly; None where no code that still worked was given."""
    if not request.public:
        return None
    invitations = await _invitations(request, briefings, now)
    for each in invitations:
        warning = views.exposed_invitation(each.name, each.role, request.who, chat_of(request.address))
        await _tell_admins(replace(warning, language=current()), briefings, roles, direct)
    if invitations:
        return views.withdrawn_in_public(max((each.role for each in invitations), key=ROLES.index))
    struck = [await briefings.linking.expose(code) for code in link_codes_in(_shown(request))]
    return views.link_code_in_public(prefix_of(request.address)) if any(struck) else None


async def _invitations(request: Request, briefings: Briefings, now: datetime) -> list[Invitation]:
    found: list[Invitation] = []
    for code in invitation_codes_in(_shown(request)):
        with suppress(BadInput):  # forged, or withdrawn already
            invitation = await briefings.people.kept_from_chat(code, request.who, now, exposed=True)
            found += [invitation] if invitation else []
    return found


def _shown(request: Request) -> str:
    return f"{request.shown}\n{request.line}"  # the line last: a link code may end it


async def _tell_admins(message: Message, briefings: Briefings, roles: Roles, direct: Direct) -> None:
    """Sends a direct message to each admin of the platforms that are served; what fails is logged."""
    for person in sorted(roles.admins | set(await briefings.people.with_role("admin"))):
        try:
            await direct(person, message)
        except DeliveryFailed as failed:
            _log.warning("an admin was not told", extra={"person": person, "reason": failed.reason})
