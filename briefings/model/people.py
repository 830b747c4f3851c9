"""Roles, invitations, and a person's linked accounts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[Role, ...] = ("reader", "editor", "admin")  # each may do what those before it may


@dataclass(frozen=True, slots=True)
class Holder:
    """A person ("telegram:42") or a chat ("slack:C1") with a role; `invited_by` says in words for people by whom.

    `name` is the person's as the platform gives it, `place` the private chat in which they took the invitation.
    """

    holder: str
    role: Role
    name: str
    invited_by: str
    place: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A chat that an editor let in by /start; `by` says in words for people who."""

    address: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that nobody has taken yet; `by` says in words for people who made it."""

    id: int
    role: Role
    by: str
    expires_at: datetime

    @property
    def name(self) -> str:
        """How people call it: "i3"."""
        return f"i{self.id}"


@dataclass(frozen=True, slots=True)
class Link:
    """One of the accounts that belong to one person; `place` is the person's private chat there."""

    person: str
    place: str
    preferred: bool
