"""Sends the posts to webhooks, apart from messages to chats, so that neither waits for the other.

Each endpoint gets one post at a time, in order: a later one waits for an earlier one until that is taken or given up.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial

from standardwebhooks import Webhook

from bot.commands import SEE_ALL_DELIVERIES, Access, allows
from bot.webhooks.client import WebhookClient
from bot.webhooks.payloads import Audience, NothingToPost, body_of
from briefings.delivery import Attempt, Endpoint, Post
from briefings.errors import content_failure, new_reference, reference_of
from briefings.model.delivery import platform_of
from briefings.model.marking import SYSTEM, viewing
from briefings.service import Briefings
from briefings.store import is_outage
from briefings.translatable import phrase

_log = logging.getLogger(__name__)
_AT_ONCE = 16  # posts under way
_IN_A_ROW = 20  # posts to one endpoint before others have their turn
_IDLE_SECONDS = 5.0  # between two looks at the outbox while nothing is due
_LEAST_SECONDS = 0.05
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 5.0  # seconds between two rounds while the database fails
_BROKEN_SECONDS = 1.0  # for which an endpoint rests after a post that broke
_STOP_SECONDS = 4.0  # that posts under way have at the end
_NOT_ALLOWED = phrase("its owner may not keep webhooks any more")


class WebhookSender:
    """Posts what is due until stopped. `admins` are told of webhooks that are turned off."""

    def __init__(
        self,
        briefings: Briefings,
        access: Access,
        client: WebhookClient,
        clock: Callable[[], datetime],
        admins: Iterable[str] = (),
    ) -> None:
        self._briefings, self._access, self._client, self._clock = briefings, access, client, clock
        self._admins, self._epoch = frozenset(admins), 0
        self._under_way: dict[int, asyncio.Task[None]] = {}  # by endpoint
        self._wake, self._stopping = asyncio.Event(), False

    async def run(self) -> None:
        """Posts until cancelled; then the posts under way end."""
        self._stopping = False
        with viewing(SYSTEM):
            async with self._client:
                await self._start()
                rounds = asyncio.create_task(self._rounds(), name="webhooks")
                try:
                    await asyncio.shield(rounds)
                finally:
                    self._stopping = True
                    self._wake.set()
                    await asyncio.wait({rounds, *self._under_way.values()}, timeout=_STOP_SECONDS)
                    for late in (rounds, *self._under_way.values()):
                        late.cancel()

    async def _start(self) -> None:
        self._epoch = await self._briefings.webhooks.take_over(self._clock())

    async def drain(self) -> None:
        """Posts all that is due now, and returns."""
        with viewing(SYSTEM):
            async with self._client:
                await self._start()
                while await self._round() or self._under_way:
                    await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def _rounds(self) -> None:
        failures = 0
        while not self._stopping:
            self._wake.clear()
            try:
                busy = await self._round()
                wait = 0.0 if busy else await self._idle_for()
                failures = 0
            except Exception:  # noqa: BLE001 - the edge of each round: the sender goes on
                if not failures:
                    _log.exception("a round of webhooks broke")
                wait = min(_FIRST_PAUSE * 2 ** min(failures, 10), _LONGEST_PAUSE)
                failures += 1
            if wait:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), wait)

    async def _round(self) -> bool:
        """Begins the posts that are due to free endpoints; False if there is nothing to do until something ends."""
        core, now = self._briefings.webhooks, self._clock()
        while not self._stopping and await core.reconcile(self._epoch, now):
            pass
        free = _AT_ONCE - len(self._under_way)
        if free <= 0:
            return False
        due = [p for p in await core.ready(now) if p.endpoint.id not in self._under_way][:free]
        for post in due:
            task = asyncio.create_task(self._posted(post), name=f"post {post.delivery.id}")
            self._under_way[post.endpoint.id] = task
            task.add_done_callback(partial(self._ended, post.endpoint.id))
        return bool(due)

    def _ended(self, endpoint: int, _task: "asyncio.Task[None]") -> None:
        del self._under_way[endpoint]
        self._wake.set()

    async def _idle_for(self) -> float:
        """Seconds until the next post may leave, at most a few; something that ends wakes the sender earlier."""
        at = await self._briefings.webhooks.wakes_at()
        if at is None or self._under_way:
            return _IDLE_SECONDS
        return min(max((at - self._clock()).total_seconds(), _LEAST_SECONDS), _IDLE_SECONDS)

    async def _posted(self, post: Post) -> None:
        """Posts to one endpoint as long as it takes what is due; whatever breaks stops this endpoint alone."""
        for _ in range(_IN_A_ROW):
            try:
                may_follow = await self._post(post) and not self._stopping
                following = await self._briefings.webhooks.next_after(post, self._clock()) if may_follow else None
            except Exception:  # noqa: BLE001 - the edge of each post: its lease runs out, and then it is in doubt
                _log.exception("a post broke", extra={"delivery": post.delivery.id})
                await asyncio.sleep(_BROKEN_SECONDS)
                return
            if following is None:
                return
            post = following

    async def _post(self, post: Post) -> bool:
        """Makes, claims, posts and settles one post; True if the next one may follow."""
        core, now = self._briefings.webhooks, self._clock()
        audience = await self._audience(post.endpoint)
        if audience is None:
            await core.stop(post.endpoint, _NOT_ALLOWED, await self._told(), now)
            return False
        to = post.endpoint
        viewer = await self._briefings.markings.viewer(to.address, to.person, now, private=True, outlet=to.target)
        try:
            with viewing(viewer):
                body = await body_of(self._briefings, post, audience, now)
        except NothingToPost as nothing:
            await core.cancel([post.delivery.id], nothing.args[0], now)
            return True
        except Exception as error:
            if is_outage(error):
                raise
            await self._refuse(post, now)
            return True
        if not await core.claim(post, viewer, self._epoch, now):
            await asyncio.sleep(_BROKEN_SECONDS)  # another process posts, or it was cancelled meanwhile
            return False
        attempt = await self._attempted(post, body)
        await self._settled(post, attempt)
        return attempt.kind == "taken"

    async def _refuse(self, post: Post, now: datetime) -> None:
        """Refuses a post whose content can't be made; call it where the error is handled."""
        reference = reference_of(post.delivery.key)
        _log.exception("a post could not be made", extra={"delivery": post.delivery.id, "reference": reference})
        await self._briefings.outbox.refuse_words([post.delivery.id], content_failure(reference), now)

    async def _attempted(self, post: Post, body: bytes) -> Attempt:
        try:
            return await self._client.post(post.endpoint.url, signed(post, body, self._clock()), body)
        except Exception:  # noqa: BLE001 - nobody knows how far it came
            reference = new_reference()
            _log.exception("a post broke", extra={"delivery": post.delivery.id, "reference": reference})
            return Attempt("unsure", phrase("sending it failed (reference {reference})", reference=reference))

    async def _settled(self, post: Post, attempt: Attempt) -> None:
        """Stores the outcome of an attempt, again and again while the database fails."""
        pause, told = _FIRST_PAUSE, await self._told() if attempt.kind != "taken" else ()
        while True:
            try:
                state = await self._briefings.webhooks.settle(post, self._epoch, attempt, told, self._clock())
            except Exception as error:
                if self._stopping:
                    raise
                extra = {"delivery": post.delivery.id, "failure": error}
                _log.warning("a settlement is tried again", extra=extra)
            else:
                _log.info("post settled", extra={"delivery": post.delivery.id, "state": state})
                return
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _told(self) -> list[str]:
        """The admins, who are told of a webhook that is turned off."""
        return sorted(self._admins | set(await self._briefings.people.with_role("admin")))

    async def _audience(self, endpoint: Endpoint) -> Audience | None:
        """What the owner of an endpoint may know at this moment; None if they may keep no webhooks any more."""
        access, chat = self._access, await self._briefings.chats.chat(endpoint.address)
        local = platform_of(endpoint.address) == "terminal"
        given = None if local else await access.role_given(endpoint.person, endpoint.address, chat)
        role = access.roles.of(endpoint.person, given)
        if not access.is_admitted(endpoint.person, chat, given) or not allows(role, "webhook"):
            return None
        return Audience(chat.zone, endpoint.everywhere and allows(role, SEE_ALL_DELIVERIES))


def signed(post: Post, body: bytes, now: datetime) -> dict[str, str]:
    """The headers of a post: its id, the instant, and a signature by each secret that is valid."""
    text = body.decode()
    signatures = [Webhook(secret).sign(post.id, now, text) for secret in post.endpoint.secrets(now)]
    return {
        "Content-Type": "application/json",
        "webhook-id": post.id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
