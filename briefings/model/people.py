"""Roles, invitations, and a person's linked accounts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[Role, ...] = ("reader", "editor", "admin")  # each may do what those before it may


@dataclass(frozen=True, slots=True)
class Holder:
    """A person ("telegram:42") or a chat ("slack:C1") with a role; `invited_by` names the inviter in words.

    `name` is the person's name on the platform, `place` the private chat where they accepted the invitation.
    """

    holder: str
    role: Role
    name: str
    invited_by: str
    place: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OpenedChat:
    """A chat opened by an editor with /start; `by` names the editor in words."""

    address: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """An unused invitation; `by` names its author in words."""

    id: int
    role: Role
    by: str
    expires_at: datetime

    @property
    def name(self) -> str:
        """Its short id: "i3"."""
        return f"i{self.id}"


@dataclass(frozen=True, slots=True)
class LinkedAccount:
    """One of a person's linked accounts; `place` is their private chat there."""

    person: str
    place: str
    preferred: bool
