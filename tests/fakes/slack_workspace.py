"""What there is in a workspace of Slack."""

import html
from dataclasses import dataclass, field
from datetime import datetime

from tests.fakes.slack_rules import Json, buttons, shown

BOT_USER = "UBOT1"
BOT = "BBOT1"


@dataclass(frozen=True, slots=True)
class Post:
    """A message that was accepted; `only` is the person who sees it, "" for all."""

    channel: str
    ts: str
    thread: str = ""
    text: str = ""
    blocks: tuple[Json, ...] = ()
    metadata: Json | None = None
    only: str = ""
    file: tuple[str, bytes] | None = None
    replaces: str = ""

    @property
    def shown(self) -> str:
        return shown(self.blocks) if self.blocks else html.unescape(self.text)

    @property
    def buttons(self) -> list[tuple[str, Json]]:
        return buttons(self.blocks)


@dataclass(slots=True)
class Channel:
    """`error` is what Slack answers to whoever writes there; `active` are those of the `threads` that have replies.

    One that is `shared` has people of another organisation, too.
    """

    id: str
    people: set[str] = field(default_factory=set)
    error: str = ""
    threads: set[str] = field(default_factory=set)
    active: set[str] = field(default_factory=set)
    shared: bool = False


@dataclass(slots=True)
class Hook:
    """A response address."""

    channel: str
    user: str
    expires: datetime
    original: str = ""  # time stamp of the message with the pressed button
    uses: int = 0
    hidden: bool = True
