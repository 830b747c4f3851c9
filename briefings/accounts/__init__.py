"""Roles, invitations, linked accounts, chat settings and the audit log.

It knows no platform: people and chats are address strings.
"""

from briefings.accounts.chats import Chat, Chats
from briefings.accounts.linked_accounts import LINK_CODE_LASTS, looks_like_link_code
from briefings.accounts.roles import Everybody, Invited, looks_like_code

__all__ = [
    "LINK_CODE_LASTS",
    "Chat",
    "Chats",
    "Everybody",
    "Invited",
    "looks_like_code",
    "looks_like_link_code",
]
