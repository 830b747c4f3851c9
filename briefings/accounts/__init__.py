"""Roles, invitations, linked accounts, links to pages, chat settings and the audit log.

It knows no platform: people and chats are address strings.
"""

from briefings.accounts.chats import PASTED, Chat, Chats, language_in
from briefings.accounts.linked_accounts import LINK_CODE_LASTS, link_codes_in, looks_like_link_code
from briefings.accounts.roles import AccessList, IssuedInvitation, invitation_codes_in, looks_like_code
from briefings.accounts.senders import Sender
from briefings.accounts.web_links import IssuedLink, WebLinks


def any_code_in(words: str) -> bool:
    """Whether words hold anything in the form of a code that lets somebody in or joins two accounts."""
    return bool(invitation_codes_in(words) or link_codes_in(words))


__all__ = [
    "LINK_CODE_LASTS",
    "PASTED",
    "AccessList",
    "Chat",
    "Chats",
    "IssuedInvitation",
    "IssuedLink",
    "Sender",
    "WebLinks",
    "any_code_in",
    "invitation_codes_in",
    "language_in",
    "link_codes_in",
    "looks_like_code",
    "looks_like_link_code",
]
