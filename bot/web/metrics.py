"""Metrics for Prometheus: deliveries, lateness, queues, answers, send tokens, the database and errors.

Every label has a bounded number of values: platforms, states, pools and modules, never a chat, a person or a text. A
counted error carries the log's reference as an OpenMetrics exemplar, so no reference becomes a label.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from importlib.metadata import version
from math import inf
from typing import get_args

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import choose_encoder

from bot.chat import Answer, Intake, Request
from bot.message import Message
from bot.web.health import OK, platforms
from bot.web.server import SERVICE, Running
from briefings.delivery import Batch, CourierRow
from briefings.errors import BriefingError, current_reference
from briefings.model.delivery import DeliveryState, platform_of
from briefings.model.intake import Update
from briefings.store import SCHEMA

_LATE = (1, 2, 5, 10, 20, 30, 60, 120, 300, 900, 3600, 21_600)  # seconds
_QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)  # seconds
_DAY = timedelta(days=1)
_ANSWER_SECONDS = 3.0  # within which the database has to answer
_LEAST_APART = 5.0  # seconds between two counts in the database
_SHARE = 20  # counting takes at most this fraction of the time
_OWN = ("bot.", "briefings.")
_LIBRARY = "library"  # the part to which errors of libraries are counted
_PLATFORM, _STATE = ("platform",), ("platform", "state")
_SETTLED = tuple(state for state in get_args(DeliveryState) if state not in ("pending", "sending"))
_COUNTED = ("deliveries", "deliveries_due", "oldest_due_seconds", "platform_up", "processes")  # in the database
_FOUND_OUT = ("clock_difference_seconds", "tick_age_seconds")  # shown once they are known
_GAUGES: dict[str, tuple[str, tuple[str, ...]]] = {  # what each tells, and its labels
    "build_info": ("Version and schema of this Readout", ("version", "schema")),
    "serving": ("1 while this process answers and sends, 0 while it stands by", ()),
    "database_up": ("1 if the last count in the database and the last write of a probe succeeded", ()),
    "deliveries": ("Deliveries: open ones, and those settled within a day", _STATE),
    "deliveries_due": ("Pending deliveries that are due", _PLATFORM),
    "oldest_due_seconds": ("For how long the oldest due delivery has waited", _PLATFORM),
    "updates_open": ("Updates received and not yet handled", _PLATFORM),
    "send_tokens_left": ("Messages that the rate limit allows at this moment", _PLATFORM),
    "send_waiting": ("Messages that wait for the rate limit", _PLATFORM),
    "send_paused_seconds": ("For how long the platform asked for a pause", _PLATFORM),
    "platform_up": ("1 if the platform is reachable and accepts the account", _PLATFORM),
    "courier_beat_age_seconds": ("Since the courier's last round in this process", _PLATFORM),
    "processes": ("Processes that send, by whether their courier's heartbeat is recent", ("platform", "heartbeat")),
    "clock_difference_seconds": ("How far this process's clock is ahead of the database's", ()),
    "tick_age_seconds": ("Since due messages were last looked for", ()),
    "database_connections": ("Connections of a pool", ("pool", "use")),
    "database_waiting": ("Steps that wait for a connection", ("pool",)),
}


# For which an update that couldn't be stored makes a process unready, unless one is. Where a balancer sends none to an
# unready process, this is also what is added to the end of an outage; the probe of the database tells of what lasts.
_INTAKE_SECONDS = 5.0


class Metrics:
    """The metrics of this process; they belong to no global registry, so that each process under test has its own."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.intake_failed_at = -inf  # by the monotonic clock; since then no update was stored
        ProcessCollector(registry=registry)
        self.gauges = {
            name: Gauge(f"readout_{name}", says, labels, registry=registry) for name, (says, labels) in _GAUGES.items()
        }
        self._hidden = {name: self.gauges[name] for name in _FOUND_OUT}
        for gauge in self._hidden.values():
            registry.unregister(gauge)
        self.gauges["build_info"].labels(version("readout"), SCHEMA).set(1)
        self.settled = Counter(
            "readout_deliveries_settled", "Deliveries this process settled", _STATE, registry=registry
        )
        self.errors = Counter("readout_errors", "Errors in the log, by module", ("part",), registry=registry)

        def times(name: str, says: str, buckets: Sequence[float]) -> Histogram:
            return Histogram(f"readout_{name}_seconds", says, _PLATFORM, buckets=buckets, registry=registry)

        due = "From when a sent delivery was due, or quiet hours released it, until it was sent"
        self.lateness = times("delivery_lateness", due, _LATE)
        self.answer = times("answer", "Time to make an answer", _QUICK)
        self.update = times("update", "From the receipt of an update until it is handled", _QUICK)

    def delivered(self, sender: str, batch: Batch, state: DeliveryState, now: datetime) -> None:
        """Counts the deliveries of a message that the courier settled, and none that is tried again."""
        if state == "pending":
            return
        self.settled.labels(sender, state).inc(len(batch.claimed))
        if state == "sent":
            for each in batch.claimed:
                due = max(each.delivery.due_at, each.held_until or each.delivery.due_at)
                self.lateness.labels(sender).observe(max(0.0, (now - due).total_seconds()))

    def begin(self, senders: Iterable[str]) -> None:
        """Lets what is counted for these platforms begin with 0, so that the first one is an increase."""
        for sender in senders:
            for state in _SETTLED:
                self.settled.labels(sender, state)
            for each in (self.lateness, self.answer, self.update, self.gauges["updates_open"]):
                each.labels(sender)

    def show(self, name: str, value: float) -> None:
        """Sets a gauge that isn't shown until something is known, since 0 would say that all is well."""
        self.gauges[name].set(value)
        if gauge := self._hidden.pop(name, None):
            self.registry.register(gauge)

    def begin_errors(self) -> None:
        """Lets the errors of each module that logs, and those of libraries, begin with 0."""
        known = logging.root.manager.loggerDict.items()
        own = [name for name, each in known if name.startswith(_OWN) and isinstance(each, logging.Logger)]
        for part in (_LIBRARY, *own):
            self.errors.labels(part)

    def note_database(self, *, works: bool) -> None:
        """Shows whether the database answers; what was counted there before is not shown if it doesn't."""
        self.gauges["database_up"].set(works)
        for name in () if works else _COUNTED:
            self.gauges[name].clear()

    def intake_fails(self) -> bool:
        """Whether what people typed lately couldn't be stored."""
        return time.monotonic() - self.intake_failed_at < _INTAKE_SECONDS

    def timed(self, answer: Answer) -> Answer:
        """The function that answers, with its time measured."""

        async def timed(request: Request) -> Message | None:
            with self.answer.labels(platform_of(request.address)).time():
                return await answer(request)

        return timed

    def observed(self, intake: Intake) -> "ObservedIntake":
        """The intake, with its open updates counted and timed; those of an earlier one aren't open here any more."""
        self.gauges["updates_open"].clear()
        return ObservedIntake(intake, self)


class ObservedIntake:
    """Counts and times updates from their receipt until they are handled."""

    def __init__(self, intake: Intake, metrics: Metrics) -> None:
        self._intake, self._metrics = intake, metrics
        self._open: dict[str, float] = {}
        self.passed_on, self.sure = intake.passed_on, intake.sure
        self.begin_again, self.note_skipped = intake.begin_again, intake.note_skipped

    async def keep(self, updates: Sequence[Update]) -> Collection[str]:
        """See `Intake.keep`."""
        try:
            kept = await self._intake.keep(updates)
        except Exception:
            self._metrics.intake_failed_at = time.monotonic()
            raise
        self._metrics.intake_failed_at = -inf
        return self._received(kept)

    async def unfinished(self, platform: str) -> Sequence[Update]:
        """See `Intake.unfinished`."""
        found = await self._intake.unfinished(platform)
        self._received([each.name for each in found])
        return found

    def take(self, name: str) -> None:
        """See `Intake.take`."""
        self._received([name])
        self._intake.take(name)

    async def finish(self, name: str) -> None:
        """See `Intake.finish`."""
        await self._intake.finish(name)
        if (begun := self._open.pop(name, None)) is not None:
            self._metrics.update.labels(platform_of(name)).observe(time.monotonic() - begun)
            self._metrics.gauges["updates_open"].labels(platform_of(name)).dec()

    def _received(self, names: Collection[str]) -> Collection[str]:
        for name in names:
            if name not in self._open:
                self._open[name] = time.monotonic()
                self._metrics.gauges["updates_open"].labels(platform_of(name)).inc()
        return names


class ErrorCount(logging.Handler):
    """Counts errors in the log by module; the newest reference of each is its exemplar."""

    def __init__(self, metrics: Metrics) -> None:
        super().__init__(logging.ERROR)
        self._errors = metrics.errors

    def emit(self, record: logging.LogRecord) -> None:
        """Counts a record."""
        part = record.name if record.name.startswith(_OWN) else _LIBRARY
        reference = getattr(record, "reference", "") or current_reference()
        self._errors.labels(part).inc(1, {"reference": str(reference)[:100]} if reference else None)


class Scrape:
    """Answers a scrape: asks the service for what only it knows, at most every few seconds.

    While nothing runs, because the database fails or another process has it to itself, ages go on growing.
    """

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._turn = asyncio.Lock()
        self._counted_until = 0.0
        self._beats: dict[str, float] = {}  # when each courier last ended a round, by the monotonic clock
        self._ticked: datetime | None = None  # when due messages were last looked for
        self._clock: Callable[[], datetime] | None = None

    def routes(self) -> list[web.AbstractRouteDef]:
        """`/metrics`."""
        return [web.get("/metrics", self._answer)]

    async def _answer(self, request: web.Request) -> web.Response:
        service = request.app[SERVICE]
        running = service.running
        self._metrics.gauges["serving"].set(running is not None)
        self._metrics.begin_errors()
        async with self._turn:
            if running is not None:
                self._look(running)
                await self._count(running)
                if running.courier.probe.fails:  # what was counted is still true
                    self._metrics.gauges["database_up"].set(0)
            elif state := await service.database():
                self._metrics.note_database(works=state == "ok")
        self._age()
        encode, kind = choose_encoder(request.headers.get("Accept", ""))
        return web.Response(body=encode(self._metrics.registry), headers={"Content-Type": kind})

    def _look(self, running: Running) -> None:
        """Takes what is in memory."""
        of, self._clock = self._metrics.gauges, running.clock
        self._metrics.begin(running.courier.senders)
        for name, route in running.courier.routes.items():
            of["send_tokens_left"].labels(name).set(route.pacer.left())
            of["send_waiting"].labels(name).set(route.pacer.waiting())
            of["send_paused_seconds"].labels(name).set(route.pacer.held_for())
            self._beats[name] = time.monotonic() - running.courier.beat_age(name)
        self._metrics.show("clock_difference_seconds", running.replica.clock_difference)
        for pool in running.briefings.pools():
            of["database_connections"].labels(pool.name, "in use").set(pool.in_use)
            of["database_connections"].labels(pool.name, "limit").set(pool.size)
            of["database_waiting"].labels(pool.name).set(pool.waiting)

    def _age(self) -> None:
        """Shows how long ago things last happened, also while they can't."""
        for name, beat in self._beats.items():
            self._metrics.gauges["courier_beat_age_seconds"].labels(name).set(time.monotonic() - beat)
        if self._clock and self._ticked:
            self._metrics.show("tick_age_seconds", (self._clock() - self._ticked).total_seconds())

    async def _count(self, running: Running) -> None:
        """Counts in the database, unless it was done a moment ago; not if it doesn't answer within three seconds."""
        begun = time.monotonic()
        if begun < self._counted_until:
            return
        spent = 0.0
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                await self._states(running)
            await self._counts(running)
            self._metrics.note_database(works=True)
            spent = time.monotonic() - begun
        except (TimeoutError, BriefingError):  # another part of the service has logged it
            self._metrics.note_database(works=False)
        self._counted_until = time.monotonic() + max(_LEAST_APART, _SHARE * spent)

    async def _counts(self, running: Running) -> None:
        of, now = self._metrics.gauges, running.clock()
        found = {(each.sender, each.state): each for each in await running.briefings.outbox.counts(now, now - _DAY)}
        for name in (*running.courier.senders, "webhook"):
            for state in get_args(DeliveryState):
                count = found.get((name, state))
                of["deliveries"].labels(name, state).set(count.number if count else 0)
        for name in running.courier.senders:  # a webhook that fails makes its later posts wait, and nobody is late
            waiting = found.get((name, "pending"))
            since = waiting.due_since if waiting else None
            of["deliveries_due"].labels(name).set(waiting.due if waiting else 0)
            of["oldest_due_seconds"].labels(name).set((now - since).total_seconds() if since else 0)

    async def _states(self, running: Running) -> None:
        outbox, names = running.briefings.outbox, running.courier.senders
        for name, state in (await platforms(running)).items():
            self._metrics.gauges["platform_up"].labels(name).set(state == OK)
        self._count_processes(names, await outbox.couriers.serving(), running)
        signs = await outbox.signs(names, running.patience, running.clock())
        ticked = [sign.written_until for sign in signs if sign.written_until]
        self._ticked = max(ticked, default=self._ticked)

    def _count_processes(self, names: Sequence[str], rows: Sequence[CourierRow], running: Running) -> None:
        since = running.clock() - running.patience
        for name in names:
            recent = [bool(row.beat_at and row.beat_at >= since) for row in rows if row.sender == name]
            self._metrics.gauges["processes"].labels(name, "recent").set(sum(recent))
            self._metrics.gauges["processes"].labels(name, "overdue").set(len(recent) - sum(recent))
