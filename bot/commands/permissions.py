"""The role that each command and action needs: who may import, remove, change events, invite."""

from collections.abc import Mapping

from briefings.model.people import ROLES, Role

COMMANDS: Mapping[str, Role] = {  # all other commands are for readers
    "import": "editor",
    "published": "editor",
    "remove": "editor",
    "invite": "admin",
    "log": "admin",
    "people": "admin",
}
CHANGE_EVENT: Role = "editor"
SEND_DIGEST_ELSEWHERE: Role = "admin"


def needed_by(command: str) -> Role:
    """The least role that may use a command."""
    return COMMANDS.get(command, "reader")


def may(role: Role, needed: Role) -> bool:
    """Whether a role includes another."""
    return ROLES.index(role) >= ROLES.index(needed)
