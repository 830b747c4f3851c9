"""The scheduler: each tick enqueues due deliveries and wakes the courier, unless the clock has jumped (`clock_check`).

The scheduler holds no job for a subscriber.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta, tzinfo

from apscheduler.job import Job
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.delivery.clock_check import ClockCheck
from bot.delivery.courier import Courier
from bot.delivery.heartbeat import SENDING
from bot.delivery.outage_alarm import OutageAlarm
from bot.delivery.strikethrough import Strikethrough
from briefings.errors import BriefingError, Deposed, new_reference
from briefings.model.delivery import platform_of
from briefings.model.marking import SYSTEM, viewing
from briefings.service import Briefings
from briefings.store import is_outage, leading

_log = logging.getLogger(__name__)

_PRUNE_EVERY = timedelta(hours=1)
_MARK_SECONDS = 1.0  # that a tick waits for marks on earlier messages, which go on meanwhile


class Scheduler:
    """Runs the work of each tick.

    `keep` is how long settled deliveries are kept; `editors` are asked about outcomes of events. `watch` checks the
    clock and `admins` are told of its jumps; `alarm` tells them of database failures. One of several processes `leads`:
    it writes what is due, and the others only check their clocks and wake their couriers.
    """

    def __init__(
        self,
        briefings: Briefings,
        courier: Courier,
        clock: Callable[[], datetime],
        keep: timedelta,
        editors: Iterable[str] = (),
        admins: Iterable[str] = (),
        watch: ClockCheck | None = None,
        alarm: OutageAlarm | None = None,
        *,
        leads: bool = True,
    ) -> None:
        self._briefings, self._courier, self._clock, self._keep = briefings, courier, clock, keep
        self._editors, self._admins, self._watch = tuple(editors), tuple(admins), watch
        self._alarm = alarm
        self._marks = Strikethrough(briefings, courier.routes, clock)
        if watch:
            briefings.subscriptions.ask_about_clock(watch.doubts)
        self._leads, self._epoch = leads, 0
        self._pruned: datetime | None = None
        self._ticking = asyncio.Lock()
        self._stopped = False
        self.begun_at = time.monotonic()  # when a tick was last asked for

    async def tick(self) -> None:
        """Enqueues what is due, wakes the courier, and prunes settled deliveries from time to time."""
        with viewing(SYSTEM):
            await self._tick(self._clock())

    async def lead(self, epoch: int) -> None:
        """Writes from now on, at once for the first time, until another process leads; `epoch` is that of SENDING."""
        self._leads, self._epoch = True, epoch
        await self.run()

    async def _tick(self, now: datetime) -> None:
        if not self._leads:
            verdict = self._watch.judge(now) if self._watch else "right"
            self._courier.clock_is_doubted = verdict == "held"
            self._courier.wake()
            with suppress(BriefingError):  # the probe logs it
                await self._courier.probe.write(now)
            return
        with leading(SENDING, self._epoch):
            await self._lead(now)

    async def _lead(self, now: datetime) -> None:
        if self._alarm:
            self._alarm.begin()
        try:
            if right := await self._is_right(now):
                await self._write_due(now)
            await self._briefings.outbox.ticked(now, believed=right)
            await self._courier.probe.write(now)
            if self._alarm:
                await self._alarm.worked(self._clock())
        except Deposed as error:  # as planned: it woke, or was cut off, and changes nothing
            _log.warning("a tick was undone", extra={"reason": error})
        except Exception as error:  # noqa: BLE001 - the tick's edge: the next one tries again
            if self._alarm is None and is_outage(error):
                _log.warning("the database takes no writes, trying again", extra={"failure": error})
            elif self._alarm is None or not self._alarm.failed(self._clock(), error):
                await self._report()
        if not self._courier.clock_is_doubted:
            self._courier.wake()
            await self._marks.begin(_MARK_SECONDS)

    async def _report(self) -> None:
        """Logs a failed tick and makes `readout health` fail; call it where the error is handled."""
        reference = new_reference()
        _log.exception("a tick failed", extra={"reference": reference})
        with suppress(Exception):  # the log has the failure that matters
            await self._briefings.outbox.task_broke("tick", reference, self._clock())

    async def _write_due(self, now: datetime) -> None:
        senders = self._courier.senders
        await self._briefings.markings.end_embargoes(now)
        written = await self._briefings.outbox.enqueue_due(senders, now, self._editors)
        written += await self._briefings.reviews.work(senders, now, self._editors)
        if written:
            await self._courier.tell_due()
        if self._pruned is None or abs(now - self._pruned) >= _PRUNE_EVERY:  # the clock may have been set back
            await self._briefings.outbox.prune(now, self._keep)
            await self._briefings.undo_log.prune(now)
            await self._briefings.quote_receipts.prune(now, self._keep)
            self._pruned = now

    async def _is_right(self, now: datetime) -> bool:
        """Whether the clock can be trusted; due dates are recalculated after it was set."""
        verdict = self._watch.judge(now) if self._watch else "right"
        self._courier.clock_is_doubted = verdict == "held"
        if self._watch and verdict in ("came back", "lasted"):
            admins = [*self._admins, *await self._briefings.people.with_role("admin")]
            served = [each for each in admins if platform_of(each) in self._courier.senders]
            lasted = verdict == "lasted"
            await self._briefings.outbox.warn_of_clock_jump(served, self._watch.step, now, lasted=lasted)
        if verdict not in ("right", "held"):
            _log.warning("the clock was set, what waits is reckoned anew", extra={"verdict": verdict})
            self._briefings.outbox.recompute_due()
        return verdict != "held"

    async def run(self) -> None:
        """Runs a tick unless stopped, or nothing while one is in progress."""
        self.begun_at = time.monotonic()
        if self._ticking.locked():
            return
        async with self._ticking:
            if not self._stopped:
                await self.tick()

    async def job(self) -> None:
        """The same in a task of the library's, which would log that it was cancelled as a failure."""
        with suppress(asyncio.CancelledError):
            await self.run()

    async def stop(self) -> None:
        """Waits for a tick in progress; no further one starts."""
        self._stopped = True
        await asyncio.sleep(0)  # a tick that was begun and has not come to its first line yet ends there
        async with self._ticking:
            await self._marks.close()
            if self._alarm:
                await self._alarm.close()


@asynccontextmanager
async def run_scheduler(scheduler: Scheduler, seconds: float, zone: tzinfo = UTC) -> AsyncGenerator[None]:
    """Ticks at once and then at an interval, for the duration of the block; the library reads the time in `zone`."""
    # Two instances: the second one returns at once while a tick is in progress. No tick is too late to run.
    jobs = AsyncIOScheduler(timezone=zone, job_defaults={"max_instances": 2, "misfire_grace_time": None})
    job = jobs.add_job(scheduler.job, _Interval(seconds))
    await scheduler.tick()
    jobs.start()
    watchdog = asyncio.create_task(_reschedule(job, scheduler, seconds), name="scheduler watchdog")
    try:
        yield
    finally:
        watchdog.cancel()
        with suppress(asyncio.CancelledError):
            await watchdog
        # The scheduler cancels what it has begun when it shuts down, and logs that as a failure: so it pauses first.
        jobs.pause()
        await scheduler.stop()
        jobs.shutdown(wait=False)


class _Interval(BaseTrigger):  # type: ignore[misc]
    """Fires `seconds` after it is asked, so that a clock set forward causes a single tick."""

    def __init__(self, seconds: float) -> None:
        self._interval = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:  # noqa: ARG002
        return now + self._interval


async def _reschedule(job: Job, scheduler: Scheduler, seconds: float) -> None:
    """Reschedules the next tick if none began for two intervals of monotonic time, because the clock was set back."""
    while True:
        await asyncio.sleep(seconds)
        if time.monotonic() - scheduler.begun_at > 2 * seconds:
            scheduler.begun_at = time.monotonic()
            job.reschedule(_Interval(seconds))
            _log.warning("no tick has begun for two intervals, the next one is planned anew")
