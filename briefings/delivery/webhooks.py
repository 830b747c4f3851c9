"""Webhooks: the endpoints of people, and the posts to them, each claimed by one sender, posted and settled.

A post is a row of the outbox. `webhook_attempts` decides when it is tried again.
"""

import base64
import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal
from urllib.parse import urlsplit

from briefings.delivery.admin_notices import notify_webhook_stopped
from briefings.delivery.enqueue import UNREADABLE
from briefings.delivery.webhook_addresses import checked_url
from briefings.errors import BadInput, NotFound
from briefings.model.delivery import Delivery, DeliveryState
from briefings.model.marking import Viewer
from briefings.store import Connection, Store
from briefings.store.outbox import claim, couriers, pending
from briefings.store.outbox.claim import ClaimedDelivery
from briefings.store.webhooks import endpoints, posts
from briefings.store.webhooks.endpoints import SENDER, Endpoint, WebhookEvent
from briefings.translatable import phrase

AttemptKind = Literal["taken", "failed", "rejected", "gone", "unsure"]

# Before the second attempt, the third and so on. With 30 s for an answer, all attempts take four days.
PAUSES = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 30, 120, 600, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 86_400, 86_400)
)
REJECTIONS = 5  # attempts after which a post is given up that the receiver refuses by itself
FAILING = timedelta(days=3)  # without a post that was taken, after which a webhook is turned off
LONGEST_WISH = timedelta(days=1)  # of what a receiver asks for with Retry-After


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one attempt.

    taken     the receiver answered 2xx
    failed    it was not taken: no connection, 3xx, 408, 425, 429, 5xx; `retry_after` in seconds where it asked for one
    rejected  it refuses this post: any other 4xx, or an address to which nothing is posted
    gone      410: it wants no more posts
    unsure    the connection was cut or the time was up before an answer: it may have been taken
    """

    kind: AttemptKind
    reason: str = ""
    retry_after: float | None = None


def next_step(attempts: int, attempt: Attempt, now: datetime) -> tuple[DeliveryState, datetime | None]:
    """The new state of a post after so many attempts, and when it is posted again."""
    if attempt.kind == "taken":
        return "sent", None
    most = REJECTIONS if attempt.kind == "rejected" else len(PAUSES) + 1
    if attempt.kind == "gone" or attempts >= most:
        return "unknown" if attempt.kind == "unsure" else "dead", None
    pause = PAUSES[max(attempts, 1) - 1]
    if attempt.retry_after is not None:
        pause = max(pause, min(timedelta(seconds=attempt.retry_after), LONGEST_WISH))
    return "in_doubt" if attempt.kind == "unsure" else "pending", now + pause


def is_hopeless(attempt: Attempt, failing_since: datetime | None, now: datetime) -> bool:
    """Whether a webhook is turned off after an attempt."""
    failing = failing_since is not None and now - failing_since >= FAILING
    return attempt.kind == "gone" or (attempt.kind != "taken" and failing)


MOST = 10  # endpoints of one person
FORMER_SIGNS = timedelta(hours=24)  # for how long posts are signed with the secret before the last one too
_SECRET_BYTES = 32
_LEASE = timedelta(minutes=2)  # longer than the longest post
_OFF = phrase("its owner turned it off")
_REMOVED = phrase("the webhook was revoked")


@dataclass(frozen=True, slots=True)
class IssuedWebhook:
    """An endpoint with its secret, which is shown once."""

    endpoint: Endpoint
    secret: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post that is due: what it tells of, and to whom."""

    claimed: ClaimedDelivery
    endpoint: Endpoint

    @property
    def delivery(self) -> Delivery:
        """Its row in the outbox."""
        return self.claimed.delivery

    @property
    def event(self) -> WebhookEvent:
        """The type of the change."""
        event: WebhookEvent = self.claimed.facts["event"]
        return event

    @property
    def subject(self) -> str:
        """What has changed: "a3", "e2", "s5", "c1", or "m7" for a delivery."""
        return str(self.claimed.facts["subject"])

    @property
    def at(self) -> datetime:
        """The instant of the change, not of the attempt."""
        return datetime.fromisoformat(self.claimed.facts["at"])

    @property
    def id(self) -> str:
        """By which the receiver recognises a repeat: the same in every attempt, after a restart and a replay."""
        return "msg_" + sha256(f"{self.endpoint.made_at.isoformat()} {self.delivery.key}".encode()).hexdigest()[:32]


class Webhooks:
    """The webhooks in a store; `zone` is the default zone. With `private`, they may have private addresses."""

    def __init__(self, store: Store, zone: str, *, private: bool = False) -> None:
        self._store, self._zone, self.private = store, zone, private

    # The endpoints.
    async def add(
        self, address: str, person: str, url: str, events: Sequence[str], now: datetime, *, everywhere: bool
    ) -> IssuedWebhook:
        """Makes an endpoint with the rights of a chat and a person.

        Raises BadInput for an address to which nothing is posted, and if the person has too many.
        """
        secret, url = _new_secret(), checked_url(url, private=self.private)

        def step(connection: Connection) -> IssuedWebhook:
            if len(endpoints.of(connection, person)) >= MOST:
                raise BadInput("You have {most} webhooks, the maximum. Revoke one first.", most=MOST)
            made = endpoints.add(connection, address, person, url, tuple(events), secret, now, everywhere=everywhere)
            return IssuedWebhook(made, secret)

        return await self._store.write(step)

    async def of(self, person: str | None) -> list[Endpoint]:
        """The endpoints of a person, or of everybody, newest first."""
        return await self._store.read(lambda connection: endpoints.of(connection, person))

    async def rotate(self, person: str | None, id_: int, now: datetime) -> IssuedWebhook:
        """Gives an endpoint a new secret; for a day posts are signed with the former one too. Raises NotFound."""
        secret = _new_secret()

        def step(connection: Connection) -> IssuedWebhook:
            _owned(connection, person, id_)
            endpoints.rotate(connection, id_, secret, now + FORMER_SIGNS)
            return IssuedWebhook(_owned(connection, person, id_), secret)

        return await self._store.write(step)

    async def turn_off(self, person: str | None, id_: int, now: datetime) -> Endpoint:
        """Posts nothing more to an endpoint; what waits is cancelled. Raises NotFound."""

        def step(connection: Connection) -> Endpoint:
            found = _owned(connection, person, id_)
            _turn_off(connection, found, _OFF, now)
            return found

        return await self._store.write(step)

    async def turn_on(self, person: str | None, id_: int) -> Endpoint:
        """Posts to an endpoint again from now on. Raises NotFound."""

        def step(connection: Connection) -> Endpoint:
            found = _owned(connection, person, id_)
            endpoints.turn_on(connection, id_)
            return found

        return await self._store.write(step)

    async def revoke(self, person: str | None, now: datetime, id_: int | None = None) -> list[Endpoint]:
        """Deletes one endpoint of a person with its secret, or all; returns them."""

        def step(connection: Connection) -> list[Endpoint]:
            ended = [each for each in endpoints.of(connection, person) if id_ in (None, each.id)]
            pending.cancel(connection, [each.target for each in ended], _REMOVED, now)
            endpoints.remove(connection, [each.id for each in ended])
            return ended

        return await self._store.write(step)

    async def test(self, person: str | None, id_: int, now: datetime) -> Endpoint:
        """Writes a post that only tests an endpoint, ahead of those that wait. Raises NotFound and BadInput."""

        def step(connection: Connection) -> Endpoint:
            found = _on(_owned(connection, person, id_))
            once = now.isoformat()
            new = posts.post(found, "webhook.test", "", now, once=once, lane=posts.FIRST_LANE)
            pending.enqueue(connection, [new], now)
            return found

        return await self._store.write(step)

    async def replay(self, person: str | None, id_: int, now: datetime) -> Endpoint:
        """Posts a settled delivery again under its own id. Raises NotFound and BadInput."""

        def step(connection: Connection) -> Endpoint:
            target = posts.target_of(connection, id_)
            found = endpoints.find(connection, _id_in(target)) if target else None
            if found is None or person not in (None, found.person):
                raise NotFound("You have no post {number}. Type /deliveries to see the latest.", number=id_)
            if not posts.again(connection, id_, now, now + posts.KEEPS):
                raise BadInput("Post {number} hasn't been settled yet.", number=id_)
            _on(found)
            return found

        return await self._store.write(step)

    async def posts(self, of: Collection[Endpoint], limit: int) -> list[tuple[Delivery, WebhookEvent]]:
        """The newest posts to endpoints, with the types of their changes."""
        targets = [each.target for each in of]
        return await self._store.read(lambda connection: posts.latest(connection, targets, limit))

    async def delivery(self, id_: int) -> Delivery | None:
        """The delivery with an id, of which a post tells."""
        return await self._store.read(lambda connection: posts.find(connection, id_))

    # Sending.
    async def take_over(self, now: datetime) -> int:
        """Makes the caller the only sender of posts and returns its epoch; posts in progress are now in doubt."""
        name = self._store.replica.name
        return await self._store.write(lambda connection: couriers.join_alone(connection, SENDER, name, now))

    async def ready(self, now: datetime) -> list[Post]:
        """The next post to each endpoint; one that can't be read, or whose endpoint is off or gone, ends."""
        lost: list[int] = []
        found = await self._with_endpoints(lambda connection: posts.heads(connection, now, lost))
        if lost:
            await self._store.write(lambda connection: pending.give_up(connection, lost, UNREADABLE, now))
        for each, endpoint in found:
            if endpoint is None or endpoint.off:
                await self.cancel([each.delivery.id], _because(endpoint.off) if endpoint else _REMOVED, now)
        return [Post(each, endpoint) for each, endpoint in found if endpoint and not endpoint.off]

    async def next_after(self, post: Post, now: datetime) -> Post | None:
        """The post that follows one that was taken, if it is due already."""

        def step(connection: Connection) -> list[ClaimedDelivery]:
            found = posts.next_after(connection, post.delivery, now)
            return [found] if found else []

        for each, endpoint in await self._with_endpoints(step):
            return Post(each, endpoint) if endpoint and not endpoint.off else None
        return None

    async def _with_endpoints(
        self, query: Callable[[Connection], list[ClaimedDelivery]]
    ) -> list[tuple[ClaimedDelivery, Endpoint | None]]:
        def step(connection: Connection) -> list[tuple[ClaimedDelivery, Endpoint | None]]:
            found = query(connection)
            known = endpoints.among(connection, [_id_in(each.delivery.address) for each in found]) if found else {}
            return [(each, known.get(_id_in(each.delivery.address))) for each in found]

        return await self._store.read(step)

    async def claim(self, post: Post, made_for: Viewer, epoch: int, now: datetime) -> bool:
        """Claims a post before any byte is sent; false if it is no longer wanted or another sender's.

        `made_for` is the viewer for whom it was written: if its endpoint may be told less by now, it isn't claimed.
        """

        def step(connection: Connection) -> bool:
            wanted = posts.may_go(connection, post.endpoint, post.subject, made_for, now)
            return wanted and claim.claim(connection, [post.delivery.id], post.id, epoch, now, _LEASE)

        return await self._store.write(step)

    async def cancel(self, ids: Sequence[int], reason: str, now: datetime) -> None:
        """Settles pending posts that are never sent."""
        await self._store.write(lambda connection: claim.drop(connection, ids, "cancelled", reason, now))

    async def stop(self, endpoint: Endpoint, reason: str, admins: Iterable[str], now: datetime) -> None:
        """Turns an endpoint off, and tells its owner and the admins."""
        await self._store.write(lambda connection: self._stop(connection, endpoint, reason, admins, now))

    async def settle(
        self, post: Post, epoch: int, attempt: Attempt, admins: Iterable[str], now: datetime
    ) -> DeliveryState:
        """Stores the outcome of an attempt; one that ends the endpoint tells its owner and the admins."""
        state, when = next_step(post.delivery.attempts + 1, attempt, now)

        def step(connection: Connection) -> None:
            ends = {"lease_until": when} if state == "in_doubt" else {"not_before": when}
            ids, receipt = [post.delivery.id], post.id if state == "sent" else ""
            ours = claim.settle(connection, ids, epoch, state, now, reason=attempt.reason, receipt=receipt, **ends)
            current = endpoints.find(connection, post.endpoint.id)
            if not ours or current is None:
                return
            endpoints.note_attempt(connection, current.id, now, taken=attempt.kind == "taken")
            if is_hopeless(attempt, current.failing_since, now):
                self._stop(connection, current, attempt.reason, admins, now)

        await self._store.write(step)
        return state

    def _stop(
        self, connection: Connection, endpoint: Endpoint, reason: str, admins: Iterable[str], now: datetime
    ) -> None:
        if not _turn_off(connection, endpoint, reason, now):
            return
        told = [endpoint.address, *admins]
        notify_webhook_stopped(connection, endpoint.id, host_of(endpoint.url), reason, told, self._zone, now)

    async def reconcile(self, epoch: int, now: datetime) -> bool:
        """Makes the next post in doubt whose pause is over pending again, under its own id; False if there is none."""
        lost: list[int] = []
        found = await self._store.read(lambda connection: claim.in_doubt(connection, SENDER, epoch, now, lost))
        if not found and not lost:
            return False

        def step(connection: Connection) -> None:
            pending.give_up(connection, lost, UNREADABLE, now)
            if found:
                ids, reason = [each.delivery.id for each in found], found[0].delivery.reason
                if claim.extend_claim(connection, ids, epoch, now, now + _LEASE):
                    claim.settle(connection, ids, epoch, "pending", now, reason=reason, not_before=now)

        await self._store.write(step)
        return True

    async def wakes_at(self) -> datetime | None:
        """When the next post may leave; None if none waits."""
        return await self._store.read(lambda connection: claim.wakes_at(connection, SENDER))


def host_of(url: str) -> str:
    """The host of an address, without its path, which may hold a secret."""
    return urlsplit(url).hostname or ""


def _id_in(target: str) -> int:
    """The endpoint's id in the address of a post."""
    return int(target.partition(":")[2])


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def _owned(connection: Connection, person: str | None, id_: int) -> Endpoint:
    found = endpoints.find(connection, id_)
    if found is None or person not in (None, found.person):
        raise NotFound("You have no webhook {number}. Type /webhook to see yours.", number=id_)
    return found


def _on(endpoint: Endpoint) -> Endpoint:
    if endpoint.off:
        raise BadInput("Webhook {number} is off. Turn it on first: /webhook on {number}", number=endpoint.id)
    return endpoint


def _turn_off(connection: Connection, endpoint: Endpoint, reason: str, now: datetime) -> bool:
    """Turns an endpoint off and cancels what waits for it; False if it was off."""
    if not endpoints.turn_off(connection, endpoint.id, reason):
        return False
    pending.cancel(connection, [endpoint.target], _because(reason), now)
    return True


def _because(reason: str) -> str:
    return phrase("the webhook was turned off: {reason}", reason=reason)
