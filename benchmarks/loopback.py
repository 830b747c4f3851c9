"""Telegram and Slack on loopback ports with faults, and `readout run` as a process that talks to them."""

import asyncio
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Protocol

from tests.fakes import slack_rules, slack_server, telegram_rules, telegram_server
from tests.fakes.slack_methods import APP_TOKEN, BOT_TOKEN
from tests.fakes.slack_server import SlackServer
from tests.fakes.slack_workspace import BOT_USER, Channel
from tests.fakes.telegram_server import TelegramServer

Fault = Literal["flood", "error", "cut", "lose"]
_NUMBERED = re.compile(r"drill (\d+)\b")


@dataclass
class Faults:
    """Shares of the calls that fail: refused as too many, 500, cut before or after the message was taken."""

    flood: float = 0.0
    error: float = 0.0
    cut: float = 0.0
    lose: float = 0.0
    seed: int = 7
    drawn: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def draw(self) -> Fault | None:
        """What becomes of one call."""
        value = self._random.random()
        shares: tuple[tuple[Fault, float], ...] = (
            ("flood", self.flood), ("error", self.error), ("cut", self.cut), ("lose", self.lose),
        )  # fmt: skip
        for fault, share in shares:
            if value < share:
                self.drawn[fault] += 1
                return fault
            value -= share
        return None


class Loopback(Protocol):
    """A platform that numbered messages are sent to: each holds "drill 17"."""

    name: str

    async def start(self) -> None:
        """Listens."""

    async def stop(self) -> None:
        """Listens no more."""

    def address(self, chat: int) -> str:
        """The address of a chat, which is there from now on."""

    def settings(self) -> dict[str, str]:
        """What `readout run` needs to find it."""

    def arrived(self) -> list[tuple[str, int]]:
        """Each accepted message's chat and number, in order."""

    def count(self) -> int:
        """How many messages were accepted."""


class Telegram:
    """Telegram, whose every call to send may meet a fault."""

    name = "telegram"

    def __init__(self, faults: Faults) -> None:
        self.server = TelegramServer()
        outcomes: dict[str | None, telegram_server.Outcome | None] = {
            "flood": telegram_rules.Refused(429, "Too Many Requests: retry after 1", retry_after=1),
            "error": telegram_rules.Refused(500, "Internal Server Error"),
            "cut": "cut",
            "lose": "lose",
            None: None,
        }
        self.server.draw["sendMessage"] = lambda: outcomes[self._drawn(faults)]

    def _drawn(self, faults: Faults) -> Fault | None:
        """What becomes of a call. An answer that arrives unconfirmed is sent again, as documented: none is lost so."""
        drawn = faults.draw()
        return None if drawn == "lose" and not numbers_in(str(self.server.drawn_for.get("text"))) else drawn

    async def start(self) -> None:
        """Listens."""
        await self.server.start()

    async def stop(self) -> None:
        """Listens no more."""
        await self.server.stop()

    def address(self, chat: int) -> str:
        """A private chat's."""
        self.server.chat(1000 + chat)
        return f"telegram:{1000 + chat}"

    def settings(self) -> dict[str, str]:
        """Token and address."""
        return {"TELEGRAM_BOT_TOKEN": self.server.token, "TELEGRAM_API_URL": self.server.url}

    def arrived(self) -> list[tuple[str, int]]:
        """By the posts."""
        return [(str(post.chat.id), number) for post in self.server.posts for number in numbers_in(post.text)]

    def count(self) -> int:
        """How many posts."""
        return len(self.server.posts)


class Slack:
    """Slack, whose every call to post or to look back may meet a fault."""

    name = "slack"

    def __init__(self, faults: Faults) -> None:
        self.server = SlackServer()
        self.server.slack.clock = lambda: datetime.now(UTC)  # messages are looked for by their time stamps
        outcomes: dict[str | None, slack_server.Outcome | None] = {
            "flood": slack_rules.limited(1),
            "error": slack_rules.Refused("", 500),
            "cut": "cut",
            "lose": "lose",
            None: None,
        }
        for method in ("chat.postMessage", "conversations.history"):
            self.server.draw[method] = lambda: outcomes[faults.draw()]

    async def start(self) -> None:
        """Listens."""
        await self.server.start()

    async def stop(self) -> None:
        """Listens no more."""
        await self.server.stop()

    def address(self, chat: int) -> str:
        """A channel's in which the bot is."""
        self.server.slack.channels.setdefault(f"C{chat}", Channel(f"C{chat}", {BOT_USER}))
        return f"slack:C{chat}"

    def settings(self) -> dict[str, str]:
        """Tokens and address."""
        return {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": self.server.url}

    def arrived(self) -> list[tuple[str, int]]:
        """By the posts."""
        return [(post.channel, number) for post in self.server.slack.posts for number in numbers_in(post.shown)]

    def count(self) -> int:
        """How many posts."""
        return len(self.server.slack.posts)


def numbers_in(words: str) -> list[int]:
    """The numbers of the drill's messages that a text holds."""
    return [int(number) for number in _NUMBERED.findall(words)]


async def readout_run(
    folder: Path, platform: Mapping[str, str], log: Path | None = None, **more: str
) -> asyncio.subprocess.Process:
    """`readout run` as its owner starts it, with its data in a folder; its log is added to a file, if one is named."""
    environment = {
        "PATH": os.environ["PATH"],
        "READOUT_DATA_DIR": str(folder),
        "READOUT_ACCESS": "open",
        "READOUT_LOG_LEVEL": "CRITICAL",
        **platform,
        **more,
    }
    with Path(log or os.devnull).open("ab") as errors:  # noqa: ASYNC230 - which takes no time
        return await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=environment, stderr=errors)
