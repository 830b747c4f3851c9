"""Adds what an API server of an older version leaves out, without which the library reads nothing or too little."""

import inspect
from collections.abc import Mapping
from typing import Any

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberRestricted

Raw = dict[str, Any]

_MEMBERS: Mapping[str, type[ChatMember]] = {
    "administrator": ChatMemberAdministrator,
    "restricted": ChatMemberRestricted,
}
_RIGHTS = {
    status: [name for name in inspect.signature(member).parameters if name.startswith("can_")]
    for status, member in _MEMBERS.items()
}


def completed(update: Raw) -> Raw:
    """An update with the rights of members and the origin of a forwarded message as servers tell them today."""
    changed = {}
    for kind in ("message", "edited_message"):
        if isinstance(message := update.get(kind), dict) and "forward_date" in message:
            changed[kind] = {"forward_origin": _origin(message)} | message
    if isinstance(change := update.get("my_chat_member"), dict):
        members = {name: completed_member(change.get(name)) for name in ("old_chat_member", "new_chat_member")}
        changed["my_chat_member"] = change | {name: member for name, member in members.items() if member}
    return update | changed if changed else update


def completed_member(member: Any) -> Any:
    """A member of a chat; a right that the server doesn't know is one that the member doesn't have."""
    status = member.get("status") if isinstance(member, dict) else None
    rights = _RIGHTS.get(status, ()) if isinstance(status, str) else ()
    return dict.fromkeys(rights, False) | member if rights else member


def _origin(message: Raw) -> Raw:
    """The origin of a forwarded message, of which only counts that there is one."""
    return {"type": "hidden_user", "date": message["forward_date"], "sender_user_name": ""}
