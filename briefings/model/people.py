"""Roles, invitations, a person's linked accounts, and links to pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Role = Literal["reader", "editor", "admin"]
LinkKind = Literal["page", "token", "calendar", "feed"]  # what a link or token for the web server opens
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


@dataclass(frozen=True, slots=True)
class WebLink:
    """A link or token for the web server; what it opens has the rights of the chat `address`.

    `private`: the chat is one of the person and the bot alone. `analysis` is the only one that a link to a page opens,
    None for the whole library. `opened_at` is None until it is used. `name` is the person's own for a token.
    """

    id: int
    address: str
    person: str
    private: bool
    analysis: int | None
    made_at: datetime
    expires_at: datetime
    opened_at: datetime | None = None
    revoked: bool = False
    kind: LinkKind = "page"
    name: str = ""

    @property
    def outlet(self) -> str:
        """By which the clearance of a feed is known; "" for what people open."""
        return f"feed:{self.id}" if self.kind == "feed" else ""


@dataclass(frozen=True, slots=True)
class WebVisit:
    """A reader's visit to the page of an analysis: the revision that was current then."""

    revision: int
    at: datetime
