"""Builds the running bot from settings. Everything opened is closed in reverse order by one exit stack."""

import asyncio
import logging
import os
import secrets
import socket
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_time
from functools import partial
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.chat import Direct, IsMember, Request, Served, WebPages, no_direct
from bot.commands import Conversation, Roles, commands, menu
from bot.commands.offers.completion import Proposal, proposals
from bot.commands.offers.suggestions import offers_of
from bot.delivery.clock_check import ClockCheck
from bot.delivery.courier import Courier, Route
from bot.delivery.heartbeat import SENDING
from bot.delivery.outage_alarm import OutageAlarm
from bot.delivery.platform_events import DatabaseIntake, PlatformEventLog
from bot.delivery.platform_outage import PlatformOutages
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.delivery.scheduler import Scheduler, run_scheduler
from bot.message import Message
from bot.platforms.console.adapter import ConsolePlatform, address_of
from bot.platforms.console.saved_files import save_files
from bot.run import language_model
from bot.run.background_rereading import reread_stored
from bot.run.bot_accounts import ServedAccounts
from bot.run.enabled_platforms import routes_of
from bot.run.folder_watcher import contents_of, watch_folder
from bot.run.settings import Settings, hashes_of, slack_needs
from bot.run.settings.terminal import columns, shows_links
from bot.run.signals import stop_signal
from bot.run.supervisor import supervised
from bot.run.web_server import LocalPages, Observer, web_server
from bot.webhooks.client import WebhookClient
from bot.webhooks.sender import WebhookSender
from briefings import store
from briefings.errors import Busy, Unavailable
from briefings.intake import Earlier
from briefings.meaning import load as load_encoder
from briefings.model.delivery import platform_of
from briefings.model.marking import SYSTEM, viewing
from briefings.service import Briefings, open_briefings
from briefings.store import Replica

_log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
T = TypeVar("T")

_TERMINAL = ChatLimit()
_HERE = {ConsolePlatform.name: address_of}
_AT_ONCE = 100_000  # tokens a second where nothing limits them
_WAIT_SECONDS = 2.5  # that what is being written at the end waits for another process that writes
_LEAVE_SECONDS = 3.0  # within which a load balancer has to ask for /readyz
_AWAY_SECONDS = 0.5  # the same, and for steps that are tried again, where the database is known to be away
_STOP_SECONDS = 7.5  # after a signal, until what hasn't ended is cancelled
_WRITE_SECONDS = 1.0  # that writes which the database did not take yet have at the end
_LOCKED_SECONDS = 1.0  # between two attempts to write at the start
_MORNING = wall_time(9)  # when a day begins that is only answered for


def now() -> datetime:
    """The current instant; the only place where the service reads the clock."""
    return datetime.now(UTC)  # noqa: TID251


def url_of(settings: Settings) -> str:
    """The database URL with its password."""
    return settings.database_url.get_secret_value()


@asynccontextmanager
async def open_core(
    settings: Settings, *, create: bool = True, replica: Replica | None = None
) -> AsyncGenerator[Briefings]:
    """Opens the core; the schema must be current, and an empty or missing database gets one if `create` is true."""
    async with _opened(settings, url_of(settings), create=create, replica=replica) as briefings:
        yield briefings


def _opened(
    settings: Settings, url: str, *, create: bool = True, replica: Replica | None = None
) -> AbstractAsyncContextManager[Briefings]:
    model, tokens = language_model.server_of(settings), settings.llm_tokens_per_day
    return open_briefings(
        url,
        zone=settings.timezone,
        model=model,
        model_tokens=tokens,
        create=create,
        default_marking=settings.default_marking,
        replica=replica,
        private_webhooks=settings.webhook_private,
        encoder=load_encoder(),
    )


async def run(settings: Settings, signalled: Callable[[], None] = lambda: None) -> int:
    """Serves the enabled platforms and sends due deliveries until SIGTERM or SIGINT, at which `signalled` is called."""
    if not settings.telegram and not settings.slack:
        bot, other = slack_needs(settings.slack_receive)
        raise Unavailable(
            "No platform's token is set. Set TELEGRAM_BOT_TOKEN, or {bot} and {other}, in the environment or in .env. "
            "Without any: readout chat",
            bot=bot,
            other=other,
        )
    language_model.warn(settings)
    async with web_server(settings) as observer:
        await _run(settings, observer, signalled)
    return 0


async def _run(settings: Settings, observer: Observer, signalled: Callable[[], None]) -> None:
    """Serves until a signal, after which one deadline holds for all that has to end: what is left then is cancelled."""
    stopped = stop_signal()
    serving = asyncio.create_task(_serve_again(settings, observer, stopped), name="serving")
    signal = asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait({serving, signal}, return_when=asyncio.FIRST_COMPLETED)
        if stopped.is_set():
            signalled()
        if (await asyncio.wait({serving}, timeout=_STOP_SECONDS))[1]:
            _log.warning("what has not ended by itself is cut off", extra={"seconds": _STOP_SECONDS})
    finally:
        for each in (signal, serving):
            each.cancel()
        await asyncio.wait({serving})
    if not serving.cancelled():
        serving.result()


async def _serve_again(settings: Settings, observer: Observer, stopped: asyncio.Event) -> None:
    """Serves beside other processes on PostgreSQL, or as the only one on SQLite, until a signal ends it.

    A database on a server that can't be used now is waited for: one that restarts, is full or is read-only for a while.
    """
    told, earlier = "", Earlier()
    while not stopped.is_set():
        try:
            await _run_once(settings, observer, stopped, earlier)
            told = ""
        except Exception as error:
            if not store.may_recover(error, url_of(settings)):
                raise
            if told != str(error):
                _log.warning("the database can't be used, trying again", extra={"failure": error})
            told = str(error)
            await _unless(stopped, asyncio.sleep(_LOCKED_SECONDS))


async def _run_once(settings: Settings, observer: Observer, stopped: asyncio.Event, earlier: Earlier) -> None:
    """Serves until a signal, or until others take this process for dead; `earlier` is this process before that."""
    async with AsyncExitStack() as stack:
        routes = routes_of(settings, now)
        closing = await stack.enter_async_context(AsyncExitStack())
        for route in routes:
            closing.push_async_callback(route.platform.close)
        replica = await _unless(stopped, stack.enter_async_context(store.replica_of(url_of(settings))))
        if replica is None:
            return
        if replica.shares and await store.upgrade_breaks(url_of(settings)):
            await stack.aclose()
            await _unless(stopped, _upgrade_alone(settings))
            return
        _log.info(await store.migrate(url_of(settings), now()))
        briefings = await stack.enter_async_context(open_core(settings, replica=replica))
        stack.push_async_exit(closing.pop_all())  # what is on its way ends before others take this process for dead
        if await _unless(stopped, _writable(briefings)):
            await briefings.intake.resume(earlier, now())
            try:
                await _serve(briefings, routes, settings, observer, replica, stopped, now)
            finally:
                briefings.intake.leave_to(earlier)
    if replica.lost.is_set():
        _log.warning("lost the connection by which other processes know that this one works, starting anew")


async def _upgrade_alone(settings: Settings) -> None:
    """Upgrades the schema once the processes of the earlier version have ended, and keeps others out meanwhile."""
    async with store.only_sender(url_of(settings)):
        _log.info(await store.migrate(url_of(settings), now()))


async def _writable(briefings: Briefings) -> bool:
    """Returns True once the database accepts a write, however long another process locks it."""
    waited = False
    while True:
        try:
            await briefings.outbox.try_to_write(now())
        except Busy:
            if not waited:
                _log.warning("another process has locked the database, standing by until it takes writes")
            waited = True
            await asyncio.sleep(_LOCKED_SECONDS)
        else:
            return True


async def _unless(stopped: asyncio.Event, wanted: Coroutine[None, None, T]) -> T | None:
    """The awaited result, or None if a signal comes first."""
    getting, waiting = asyncio.create_task(wanted), asyncio.create_task(stopped.wait())
    await asyncio.wait([getting, waiting], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if not getting.done():
        getting.cancel()
        with suppress(asyncio.CancelledError):
            await getting
        return None
    return await getting


async def _serve(
    briefings: Briefings,
    routes: list[Route],
    settings: Settings,
    observer: Observer,
    replica: Replica,
    stopped: asyncio.Event,
    clock: Clock,
) -> None:
    """Serves all routes until a signal, or until others take this process for dead; sends in progress are finished."""
    served = {route.platform.name: route.platform.address_of for route in routes}
    conversation = _conversation(briefings, settings, clock, served, routes)
    courier = _courier(briefings, routes, settings, observer, replica, clock)
    outages = PlatformOutages(briefings, sorted(settings.admins), courier.senders, _direct(routes), clock)
    events = PlatformEventLog(briefings, clock, courier.refused, courier.reached, outages, courier.unreached)
    offers = offers_of(conversation, clock)
    intake = observer.observed(DatabaseIntake(briefings, clock))
    answer = observer.timed(conversation.answer)
    sends, accounts = asyncio.Event(), ServedAccounts(briefings.bot_accounts, replica, courier, clock)
    await accounts.claim_known()
    met = (answer, menu(), events, offers, intake, accounts)
    lasting: dict[str, Callable[[], Awaitable[None]]] = {
        "courier": partial(_send, briefings, courier, settings, _direct(routes), replica, sends, clock),
        "intake": briefings.intake.inherit,
        "webhooks": partial(_post, _webhooks(briefings, conversation, settings, clock), replica),
        "folder": partial(_import, briefings, settings, replica, clock),
        **{
            name: partial(accounts.serve, name, partial(of.platform.serve, *met)) for name, of in courier.routes.items()
        },
    }
    tasks = await _begun(lasting, events, None if replica.name else sends, stopped)
    _log.info("ready", extra={"platforms": ",".join(sorted(courier.senders))})
    with observer.serving(briefings, conversation, courier, clock, replica):
        if await _unless(stopped, replica.lost.wait()) is None:
            await _leave(briefings, observer, replica, receives=bool(courier.receivers))
    async with _limited_waiting(briefings, replica, stopped):
        await _ended(tasks)
        await events.close(_WRITE_SECONDS)


@asynccontextmanager
async def _limited_waiting(briefings: Briefings, replica: Replica, stopped: asyncio.Event) -> AsyncGenerator[None]:
    """A block in which the database is waited for only shortly after a signal, and less once it is away."""

    async def limit() -> None:
        await stopped.wait()
        briefings.end_waiting(_WAIT_SECONDS)
        await replica.lost.wait()
        briefings.end_waiting(_AWAY_SECONDS)

    _log.info("stopping")
    limiting = asyncio.create_task(limit())
    try:
        yield
    finally:
        limiting.cancel()


async def _begun(
    lasting: Mapping[str, Callable[[], Awaitable[None]]],
    events: PlatformEventLog,
    sends: asyncio.Event | None,
    stopped: asyncio.Event,
) -> list[asyncio.Task[None]]:
    """Begins supervised tasks; the only process sends before it answers, and `sends` is set once it does."""
    tasks: list[asyncio.Task[None]] = []
    for name, run in lasting.items():
        tasks.append(asyncio.create_task(supervised(name, run, events.broke), name=name))
        if sends:
            await _unless(stopped, sends.wait())
    return tasks


async def _leave(briefings: Briefings, observer: Observer, replica: Replica, *, receives: bool) -> None:
    """Leaves new updates to other processes; goes on receiving until a load balancer has noticed that this one ends."""
    briefings.intake.leave()
    observer.leave()
    if receives and await _has_others(replica):
        with suppress(TimeoutError):  # without the database, it answers no request any more
            async with asyncio.timeout(_LEAVE_SECONDS):
                await replica.lost.wait()
    await observer.stop()


async def _has_others(replica: Replica) -> bool:
    """Whether there are other processes; False if the database can't be asked."""
    if replica.lost.is_set():
        return False
    try:
        return await replica.has_others()
    except Exception as error:  # noqa: BLE001 - whatever it is, this process ends
        _log.warning("it is unknown whether there are other processes", extra={"failure": error})
        return False


def _courier(
    briefings: Briefings, routes: list[Route], settings: Settings, observer: Observer, replica: Replica, clock: Clock
) -> Courier:
    place = f"{socket.gethostname()}:{os.getpid()}"
    shares = replica.shares
    courier = partial(Courier, briefings, routes, clock, settings.admins, settled=observer.settled)
    return courier(shares=shares, place=place, settings=hashes_of(settings), pages=settings.web_url or "")


async def _ended(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancels tasks and returns when they have ended; what breaks one is logged."""
    for task in tasks:
        task.cancel()
    for task, end in zip(tasks, await asyncio.gather(*tasks, return_exceptions=True), strict=True):
        if isinstance(end, Exception):
            _log.error("a task broke at the end", extra={"task": task.get_name()}, exc_info=end)


async def _send(
    briefings: Briefings,
    courier: Courier,
    settings: Settings,
    direct: Direct,
    replica: Replica,
    sends: asyncio.Event,
    clock: Clock,
) -> None:
    """Sends what is due, and writes it while this process leads that; the event is set once it sends."""
    keep, editors = timedelta(days=settings.keep_days), sorted(settings.editors or settings.admins)
    admins = sorted(settings.admins)
    watch = ClockCheck(await briefings.outbox.newest())  # before the courier's first sign of life
    await courier.start()
    alarm = OutageAlarm(briefings, admins, courier.senders, direct, settings.timezone)
    leads = not replica.shares
    scheduler = Scheduler(briefings, courier, clock, keep, editors, admins, watch, alarm, leads=leads)
    async with run_scheduler(scheduler, settings.tick_seconds), _leading(scheduler, replica):
        sends.set()
        await courier.run()


@asynccontextmanager
async def _leading(scheduler: Scheduler, replica: Replica) -> AsyncGenerator[None]:
    """During the block, this process writes what is due if it leads that."""

    async def lead() -> None:
        async with replica.leader(SENDING) as epoch:
            if replica.shares:
                await scheduler.lead(epoch)
            await asyncio.Event().wait()

    task = asyncio.create_task(lead(), name="leading")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _import(briefings: Briefings, settings: Settings, replica: Replica, clock: Clock) -> None:
    """Imports from the library folder, and reads stored texts again, while this process leads that."""
    async with (
        replica.leader("folder"),
        watch_folder(briefings, settings.library_dir, clock, settings.tick_seconds),
        reread_stored(briefings, clock),
    ):
        await asyncio.Event().wait()


async def _post(webhooks: WebhookSender, replica: Replica) -> None:
    """Posts to webhooks while this process leads that."""
    async with replica.leader("webhooks"):
        await webhooks.run()


def _webhooks(briefings: Briefings, conversation: Conversation, settings: Settings, clock: Clock) -> WebhookSender:
    """The sender of posts to webhooks."""
    client = WebhookClient(clock, private=settings.webhook_private)
    return WebhookSender(briefings, conversation.access, client, clock, settings.admins)


def _conversation(
    briefings: Briefings,
    settings: Settings,
    clock: Clock,
    served: Served,
    routes: Sequence[Route] = (),
    web: WebPages | None = None,
) -> Conversation:
    roles = Roles(settings.admins, settings.editors, open_access=settings.access == "open")

    def invitation_links(code: str) -> tuple[str, ...]:
        return tuple(link for route in routes for link in route.platform.invitation_links(code))

    return Conversation(
        briefings,
        roles,
        clock,
        served,
        invitation_links=invitation_links,
        direct=_direct(routes),
        is_member=_membership(routes),
        web=web or _pages(settings),
    )


def _membership(routes: Sequence[Route]) -> IsMember:
    """Asks the platform of a chat; True for one that isn't served."""
    by_platform = {route.platform.name: route.platform for route in routes}

    async def is_member(address: str) -> bool:
        platform = by_platform.get(platform_of(address))
        return platform is None or await platform.is_member(address)

    return is_member


def _pages(settings: Settings) -> WebPages:
    """The pages at the address that the settings give, if they give one."""

    async def address() -> str:
        return settings.web_url or ""

    return WebPages(address, offered=bool(settings.web_url))


def _direct(routes: Sequence[Route]) -> Direct:
    """Sends direct messages within the rate limit, ahead of deliveries."""
    by_platform = {route.platform.name: route for route in routes}

    async def direct(person: str, message: Message) -> None:
        route = by_platform.get(platform_of(person))
        if route is None or route.withheld:
            await no_direct(person, message)
            return
        ticket = await route.pacer.token(person, interactive=True)
        try:
            await route.platform.send(person, message, secrets.token_hex(8))
        finally:
            ticket.release()

    return direct


async def ask(settings: Settings, line: str, show: Callable[[Message], None]) -> bool:
    """Prints the answer to one line for the terminal's owner, and what follows it; False if it was refused."""
    async with open_core(settings, create=False) as briefings:
        conversation = _conversation(briefings, settings, now, _HERE)
        asked = Request("terminal:local", "terminal:owner", line, now(), private=True, whole=True)
        answer = await conversation.answer(asked)
        if answer is not None:
            show(save_files(answer, settings.data_dir))
            if answer.later is not None:
                show(save_files(await answer.later(), settings.data_dir))
        return answer is None or not answer.failed


async def chat(settings: Settings, as_of: date | None) -> int:
    """Runs the terminal chat; with `as_of`, as on that day and on a temporary copy of the data."""
    if await store.is_held(url_of(settings)):
        sys.stderr.write("Another process has locked the database. Waiting for it to end…\n")
    if as_of is None:
        return await _chat(settings, url_of(settings), now, None, settings.data_dir)
    begin = datetime.combine(as_of, _MORNING, tzinfo=ZoneInfo(settings.timezone)).astimezone(UTC)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="readout-") as folder:
        address = await _copied(settings, Path(folder) / "copy.db")

        def clock() -> datetime:
            return begin + timedelta(seconds=time.monotonic() - started)

        return await _chat(settings, address, clock, as_of, Path(folder))


async def _copied(settings: Settings, target: Path) -> str:
    """The address of a copy of the data; of a new database if there is no data, which then stays so."""
    if await store.is_empty(url_of(settings)):
        return f"sqlite:///{target}"
    async with open_core(settings, create=False):
        pass  # raises where the schema isn't current
    return await store.copy(url_of(settings), target)


async def _chat(settings: Settings, url: str, clock: Clock, as_of: date | None, kept: Path) -> int:
    language_model.warn(settings)
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    folder, opened = None if as_of else settings.library_dir, _opened(settings, url)
    async with (
        opened as briefings,
        watch_folder(briefings, folder, clock, settings.tick_seconds, first=True),
        reread_stored(briefings, clock),
        LocalPages() as pages,
    ):
        with viewing(SYSTEM):
            sampled = await briefings.library.add_samples(clock())

        console = ConsolePlatform(
            sys.stdin,
            sys.stdout,
            clock,
            interactive=interactive,
            welcome=_welcome(as_of, sampled=sampled) if interactive or as_of else "",
            history=kept / "history" if interactive else None,
            candidates=_candidates(briefings, clock),
            kept=kept,
            links=shows_links(),
            columns=columns(),
            contents=contents_of,
        )
        route = Route(console, TokenBucket(_AT_ONCE, lambda _: _TERMINAL))
        lasting = "" if as_of else settings.web_url or ""
        conversation = _conversation(briefings, settings, clock, _HERE, web=WebPages(pages.address, lasting=lasting))
        courier = Courier(briefings, [route], clock)
        pages.show(briefings, conversation, courier, clock)
        scheduler = Scheduler(briefings, courier, clock, timedelta(days=settings.keep_days), ["terminal:local"])
        async with _pushing(courier, scheduler, settings.tick_seconds):
            await console.serve(conversation.answer, menu(), PlatformEventLog(briefings, clock, courier.refused))
    return 0


def _candidates(briefings: Briefings, clock: Clock) -> Callable[[str], Awaitable[list[Proposal]]]:
    """What Tab offers in the terminal."""

    async def candidates(line: str) -> list[Proposal]:
        here = await briefings.chats.current("terminal:local", "terminal:owner")
        viewer = await briefings.markings.viewer("terminal:local", "terminal:owner", clock(), private=True)
        with viewing(viewer.reading_in("terminal:local")):
            return await proposals(briefings, commands(), line, clock(), here)

    return candidates


@asynccontextmanager
async def _pushing(courier: Courier, scheduler: Scheduler, tick_seconds: float) -> AsyncGenerator[None]:
    """Sends what is due meanwhile, and at the end what has become due."""
    await courier.start()
    async with run_scheduler(scheduler, tick_seconds):
        sending = asyncio.create_task(courier.run())
        yield
        sending.cancel()
        with suppress(asyncio.CancelledError):
            await sending
        await scheduler.tick()
        await courier.drain()


def _welcome(as_of: date | None, *, sampled: bool) -> str:
    first = "Readout briefs you on written analyses."
    if as_of:
        first = f"Readout answers as on {as_of.day} {as_of:%B %Y}; nothing of this is kept."
    elif sampled:
        first += " Two sample analyses are in the library."
    return f"{first}\nAsk “what is coming up?”, or type summary; Tab completes, help lists everything, exit leaves."


async def migrate(settings: Settings) -> str:
    """Migrates the database to this version's schema and reports what was done.

    Raises Unavailable while a process of an earlier version works that the new schema would stop.
    """
    if await store.upgrade_breaks(url_of(settings), create=False) and await store.has_sender(url_of(settings)):
        raise Unavailable("A running Readout of an earlier version can't work with the new schema. End it first.")
    return await store.migrate(url_of(settings), now(), create=False)


async def side_by_side(settings: Settings) -> tuple[bool, str]:
    """Whether processes of this version and of the database's can work at the same time, and a sentence about it."""
    return await store.side_by_side(url_of(settings))
