"""Slack's assistant panel: suggested prompts, thread titles, and a status while an answer is prepared."""

import asyncio
import logging
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from bot.chat import DeliveryFailed, Prompts, Request
from bot.languages import _, language_set, msgid
from bot.message import Heading, Message
from bot.platforms.slack.address import SlackAddress
from bot.platforms.slack.sending.send import Call
from bot.platforms.slack.sending.web import Web

log = logging.getLogger(__name__)

Json = dict[str, Any]

WORKING = msgid("is looking it up…")  # stands after the bot's name
PROMPTS = 4  # of one thread
TITLE = 100  # characters; more are not seen
KEPT = 1000  # threads without a title
PATIENCE_SECONDS = 3.0  # what is no answer holds none up for longer


class AssistantPanel:
    """Prompts, titles and status in assistant threads; anything Slack rejects is left out."""

    def __init__(self, web: Web, wait: float) -> None:
        """A status is shown for work that takes `wait` seconds."""
        self._web, self._wait = web, wait
        self._untitled: dict[SlackAddress, None] = {}

    async def propose(self, place: SlackAddress, prompts: Prompts | None) -> None:
        """Suggests prompts in a new thread."""
        self._untitled[place] = None
        while len(self._untitled) > KEPT:
            del self._untitled[next(iter(self._untitled))]
        if prompts is None:
            return
        lines = [{"title": each.title, "message": each.says} for each in prompts.lines[:PROMPTS]]
        await _shown(
            self._web,
            lambda client: client.assistant_threads_setSuggestedPrompts(
                channel_id=place.channel, thread_ts=place.thread, title=prompts.title, prompts=lines
            ),
        )

    async def name(self, place: SlackAddress, request: Request, message: Message) -> None:
        """Sets an untitled thread's title from the answer or the question."""
        if place not in self._untitled:
            return
        del self._untitled[place]
        headings = [block.text for block in message.blocks if isinstance(block, Heading)]
        title = " ".join((headings or [request.line])[0].split())[:TITLE]
        if title:
            await _shown(
                self._web,
                lambda client: client.assistant_threads_setTitle(
                    channel_id=place.channel, thread_ts=place.thread, title=title
                ),
            )

    def working(self, place: SlackAddress, language: str) -> "ThreadStatus":
        """Shows a status in a thread while an answer is prepared."""
        return ThreadStatus(self._web, place, language, self._wait)


class ThreadStatus:
    """The status of one thread during the `async with` block."""

    def __init__(self, web: Web, place: SlackAddress, language: str, wait: float) -> None:
        self._web, self._place, self._wait = web, place, wait
        with language_set(language):
            self._words = _(WORKING)
        self._shown = False
        self._news = asyncio.Event()
        self._over = asyncio.Event()
        self._telling: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Starts the delay; work done at once shows nothing."""
        if self._place.thread:
            self._telling = asyncio.create_task(self._tell())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Clears the status, because not every kind of answer does."""
        await self.stop_updates()
        if self._shown:
            await self._set("")

    async def tell(self, words: str) -> None:
        """Updates the status without waiting."""
        self._words = words
        self._news.set()

    async def stop_updates(self) -> None:
        """Stops updates: a status after the answer would stay visible."""
        self._over.set()
        self._news.set()
        if self._telling:
            await asyncio.wait({self._telling})

    async def _tell(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), self._wait)
        while not self._over.is_set():
            self._news.clear()
            self._shown = True
            await self._set(self._words)
            await self._news.wait()

    async def _set(self, words: str) -> None:
        place = self._place
        await _shown(
            self._web,
            lambda client: client.assistant_threads_setStatus(
                channel_id=place.channel, thread_ts=place.thread, status=words
            ),
        )


async def _shown(web: Web, call: Call) -> None:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await web.look(call)
    except DeliveryFailed as failed:
        log.info("The assistant panel could not be changed", extra={"reason": failed.reason})
    except TimeoutError:
        log.info("The assistant panel could not be changed", extra={"reason": "Slack took too long"})
