"""Checks the data, the platforms and the language model for problems."""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp

from bot.chat import DeliveryFailed, Platform
from bot.delivery.heartbeat import age, clock_differs, judged_at, patience_of
from bot.delivery.settings_mismatch import FIX, mismatches
from bot.diagnostics import BACKUP, LOCKED, WRITE_SECONDS, CheckContext, Problem, database_fix, os_reason
from bot.http_updates import PATHS
from bot.pictures.fonts import installed
from bot.run import language_model
from bot.run.backups import RELEASE, possibly_sent
from bot.run.enabled_platforms import routes_of
from bot.run.file_modes import ENV, holds_token, make_private, open_folder
from bot.run.settings import Settings, checks, hashes_of, own_names, unknown_settings
from bot.run.settings.checks import DATABASE
from bot.run.wiring import now, open_core
from briefings.delivery import CourierRow, ReplacedAccount
from briefings.errors import BriefingError, Broken, Busy, Missing, Outdated
from briefings.library import RereadingProgress
from briefings.meaning import load as load_encoder
from briefings.model.delivery import HeldChat, platform_of
from briefings.model.marking import SYSTEM, viewing
from briefings.sandbox import Sandbox
from briefings.service import Briefings
from briefings.store import TooOpen, UnreadableRow, damage, has_sender

_NEVER = datetime.min.replace(tzinfo=UTC)
_LEAST_FREE = 200_000_000  # bytes of disk below which doctor warns
_ADDRESS_SECONDS = 10.0  # within which READOUT_WEB_URL has to answer
_REFUSALS = (400, 401, 503)  # what Readout answers to a request that isn't a platform's, or while it starts
_LOOKED_SECONDS = 20.0  # at the pages of the database's file
_MOST_ASIDE = 20  # rows of a table that are named
_ALIVE_SECONDS = 60.0  # a service that was heard of so lately is taken to run
_EVERYWHERE = ("UTC", "Europe/London", "Asia/Shanghai")  # zones that any time-zone data has

_TOKEN = "Put a valid token into the settings and start again."  # noqa: S105 - words about it
_ROWS = {  # what brings back a row that can't be read, by its table
    "analysis": "Import the analysis again, or remove it: /remove",
    "revision": "Import the analysis again, or remove it: /remove",
    "sentence": "Import the analysis again, or remove it: /remove",
    "subscription": "Set it up again in its chat and end this one: /unsubscribe with its number",
    "follow": "Set the reminder up again in its chat: /remind",
    "reminder": "Set the reminder up again in its chat: /remind",
    "chat": "Choose it again in its chat: /settings",
}
_ROW = "Correct or delete the row in the database and restart; nobody else is affected"
_HELD = "There is nothing to do: what is due is sent then."
_LOCK = "Find the process that holds it (lsof or fuser tell) and end it."
_RUN_THERE = "There is nothing to do if readout doctor has settings of its own; else restart the processes."
_HANGS = "Restart that process; its log and /readyz tell what it waits for."
_BALANCER = "Let READOUT_WEB_URL lead to READOUT_WEB_PORT of each process, with a valid certificate."
_SET_CLOCK = "Set the clock that is wrong; a time service (NTP) on both machines keeps them right."
_SAME_BOT = "Give all processes the token of the same bot, or end them before another bot serves."
_NEW_BOT = "Chats that it isn't in will be paused, with all that they follow, until somebody types /start there."
_START_THERE = "What they follow is kept. Type /start there with the new bot; in Slack, invite it first."
_LEFT = "Move it and the files beside it away."
_DISK = "Free some space on the data's disk."
_ZONES = "Install the time-zone data: make install, or the system's package tzdata."
_NEW_TOKENS = "If strangers have an account on this machine, make new tokens."
_SEEN = "There is nothing to do. If strangers have an account on this machine, they may have read it."
_SHARED = "Name a folder for Readout alone in READOUT_DATA_DIR, or remove other users' access yourself."
_FOLDER = "Create it, correct its permissions, or name another folder in READOUT_LIBRARY_DIR."

# What holds the processes that read files: what is wrong without it, and what brings it.
_CONFINED = {
    "user": (
        "Files are read under the bot's own user",
        "Allow user namespaces. Until then, Landlock and seccomp alone keep a file's code away from the bot.",
    ),
    "network": (
        "Files are read in the bot's own network",
        "Allow user namespaces. Until then, seccomp alone keeps a file's code off the network.",
    ),
    "files": (
        "A file's code could open other files",
        "Run Linux 5.13 or later with Landlock enabled.",
    ),
    "system calls": (
        "A file's code could reach the network and other processes",
        "Install the system's libseccomp (on Debian: libseccomp2).",
    ),
}
_REREAD = "Leave readout run or readout chat open; either goes on where it stopped."
_NO_PICTURES = Problem(
    "Pictures are off: their libraries and fonts are not installed.",
    "To turn them on, type: make install",
    is_error=False,
)
_NO_MEANING = Problem(
    "Sentences are found by their words alone: what compares them by meaning is not installed.",
    "To have it, type: make install",
    is_error=False,
)
_NAMES = {"user": "own user", "network": "no network", "files": "Landlock", "system calls": "seccomp"}


def _free(path: Path) -> int:
    """The free bytes on a path's disk. Raises OSError for a missing path, and for a file system without a size."""
    disk = shutil.disk_usage(path)
    if not disk.total:
        raise OSError("This file system has no size")
    return disk.free


@dataclass(frozen=True, slots=True)
class HostChecks:
    """What the checks ask of the host; tests give other answers.

    Free bytes on a path's disk (OSError if there is none), a zone's rules (LookupError if unknown), and the confinement
    of reading processes.
    """

    free: Callable[[Path], int] = _free
    zone: Callable[[str], object] = ZoneInfo
    sandbox: Sandbox = field(default_factory=Sandbox)


@dataclass(frozen=True, slots=True)
class _Kept:
    """The contents of the database, or the problem that prevents reading it."""

    faults: tuple[Problem, ...] = ()
    circumstances: Mapping[str, CheckContext] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    zones: tuple[str, ...] = ()
    aside: tuple[UnreadableRow, ...] = ()
    held: tuple[HeldChat, ...] = ()
    processes: tuple[CourierRow, ...] = ()
    accounts: Mapping[str, str] = field(default_factory=dict)  # the bot that served each platform last
    replaced: Mapping[str, ReplacedAccount] = field(default_factory=dict)
    judged: tuple[datetime, float] = (_NEVER, 0.0)  # when it was, and how far this clock is ahead of the database's
    set_aside: int = 0  # deliveries that were possibly sent before a restore


async def doctor(settings: Settings, machine: HostChecks | None = None) -> list[Problem]:
    """All problems of the data, the machine, the platforms and the language model, each with one fix."""
    machine = machine or HostChecks()
    opened = _openings(settings)
    kept, served = await _kept(settings), await _is_served(settings)
    found: dict[str, list[Problem]] = {}
    others: list[Problem] = []
    for route in routes_of(settings, now):
        name = route.platform.name
        known = kept.circumstances.get(name, CheckContext())
        try:
            found[name] = await route.platform.check(replace(known, served=known.served or served))
            others += await _other_account(route.platform, kept.accounts.get(name, ""), served=served)
        finally:
            await route.platform.close()
    told = {name for name, faults in found.items() if _is_settled(faults)}
    return [
        *kept.faults,
        *_aside(kept.aside, {fault.what for faults in found.values() for fault in faults}),
        *_held_back(kept.held),
        *(_overdue(kept.processes, kept.judged[0], patience_of(settings.tick_seconds)) if served else ()),
        *(_unlike(kept.processes, settings) if served else ()),
        *_set_aside(kept.set_aside),
        *others,
        *_clock_faults(kept.judged[1]),
        *_replaced(kept.replaced),
        *(_left_behind(settings) if kept.circumstances else ()),
        *_disk_faults(settings, machine),
        *_zone_faults((settings.timezone, *kept.zones), machine),
        *_folder_faults(settings),
        *(await _address_faults(settings) if served else ()),
        *opened,
        *(Problem(each.fault, each.fix, is_error=False) for each in unknown_settings()),
        *(() if installed() else (_NO_PICTURES,)),
        *(() if load_encoder() else (_NO_MEANING,)),
        *await _confinement_faults(machine.sandbox),
        *_refused({name: why for name, why in kept.refused.items() if name not in told}),
        *(fault for faults in found.values() for fault in faults),
        *await language_model.faults(settings),
    ]


async def _kept(settings: Settings) -> _Kept:
    with viewing(SYSTEM):
        return await _seen(settings)


async def _seen(settings: Settings) -> _Kept:
    try:
        async with open_core(settings, create=False) as core:
            core.end_waiting(WRITE_SECONDS)
            await core.outbox.try_to_write(now(), room=True)
            if wrong := await damage(settings.database_url.get_secret_value(), _LOOKED_SECONDS):
                return _Kept((Problem(f"The database's file is damaged: {wrong}", BACKUP),))
            held = tuple(await core.outbox.held_chats(now()))
            refused, zones = await core.outbox.troubles(), tuple(await core.chats.zones())
            unread, aside = _unread(await core.rereading.progress()), tuple(await core.outbox.unreadable_rows())
            set_aside = await core.outbox.set_aside()
            processes = tuple(await core.outbox.couriers.serving())
            accounts, replaced = await core.bot_accounts.served(), await core.bot_accounts.all_replaced()
            judged = await judged_at(core, now)
            there = await _circumstances(core, judged[0])
            return _Kept(unread, there, refused, zones, aside, held, processes, accounts, replaced, judged, set_aside)
    except Busy:
        return _Kept((Problem(LOCKED, _LOCK),))
    except Missing as error:
        what, _, fix = str(error).partition(": ")
        return _Kept((Problem(f"{what}.", f"{fix[0].upper()}{fix[1:]}", is_error=False),))
    except Outdated as error:
        return _Kept((Problem(error.what, error.fix),))
    except Broken as error:
        what, _, fix = str(error).partition(". ")
        return _Kept((Problem(f"{what}.", fix),))
    except BriefingError as error:
        return _Kept((Problem(str(error), database_fix(error)),))


async def _is_served(settings: Settings) -> bool:
    """Whether a service may be running; where the database can't tell, nobody's messages are taken for a check."""
    try:
        return await has_sender(settings.database_url.get_secret_value())
    except BriefingError:
        return True


def _aside(rows: Iterable[UnreadableRow], reasons: Iterable[str]) -> Iterator[Problem]:
    """The unreadable rows, except those of addresses already reported by their platform."""
    reasons = tuple(reasons)
    for table, of_table in groupby(sorted(rows, key=lambda row: row.table), lambda row: row.table):
        shown = list(of_table)
        yield from _named(shown[:_MOST_ASIDE], reasons)
        if len(shown) > _MOST_ASIDE:
            yield Problem(
                f"{len(shown) - _MOST_ASIDE} more rows of the table {table} cannot be read", _ROWS.get(table, _ROW)
            )


def _named(rows: Iterable[UnreadableRow], reasons: Iterable[str]) -> Iterator[Problem]:
    for of in rows:
        if not any(each.startswith(f"{of.address} isn't an address") for each in reasons if of.address):
            where = f" of {of.address}" if of.address else ""
            nowhere = of.why == f"{of.address} isn't an address"
            fix = _ROW if nowhere else _ROWS.get(of.table, _ROW)
            yield Problem(f"The {of.table} {of.row}{where} cannot be read and is set aside: {of.why}", fix)


def _unread(progress: RereadingProgress) -> tuple[Problem, ...]:
    """A notice that stored texts are still read again after an upgrade."""
    if progress.done:
        return ()
    done = f"done up to a{progress.last} of a{progress.until}" if progress.last > 0 else "it has just begun"
    what = f"This version reads texts in another way, so stored ones are read again: {done}."
    return (Problem(what, _REREAD, is_error=False),)


async def _circumstances(core: Briefings, moment: datetime) -> Mapping[str, CheckContext]:
    age = await core.outbox.heartbeat_age(moment)
    alive = age is not None and age < _ALIVE_SECONDS
    addresses = await core.subscriptions.addresses()
    return {
        name: CheckContext(
            tuple(each for each in addresses if platform_of(each) == name), alive, await core.outbox.last_failure(name)
        )
        for name in ("telegram", "slack")
    }


async def confinement() -> list[str]:
    """The confinement of reading processes, by name."""
    try:
        return [_NAMES[each.means] for each in await Sandbox().protections() if not each.missing]
    except BriefingError:
        return []


async def _confinement_faults(sandbox: Sandbox) -> list[Problem]:
    try:
        lacking = [each for each in await sandbox.protections() if each.missing]
    except BriefingError:
        return [Problem("The process that reads files doesn't start.", "Install Readout again: make install")]
    return [
        Problem(f"{_CONFINED[each.means][0]} ({each.missing}).", _CONFINED[each.means][1], is_error=False)
        for each in lacking
    ]


def _disk_faults(settings: Settings, machine: HostChecks) -> list[Problem]:
    try:
        free = machine.free(settings.data_dir)
    except OSError:  # there is no such folder yet, or it can't be looked at
        return []
    if free >= _LEAST_FREE:
        return []
    return [Problem(f"Only {free // 1_000_000} MB of disk is free.", _DISK)]


def _held_back(held: Sequence[HeldChat]) -> Iterator[Problem]:
    """The chats to which something due is not sent yet; only the first ones are named."""
    for of in held[:_MOST_ASIDE]:
        yield Problem(
            f"{of.address} is held back until {of.until:%Y-%m-%d %H:%M:%S} UTC: {of.reason}.", _HELD, is_error=False
        )
    if len(held) > _MOST_ASIDE:
        yield Problem(f"{len(held) - _MOST_ASIDE} more chats are held back.", _HELD, is_error=False)


async def processes(settings: Settings) -> list[str]:
    """The processes that send, each with the seconds since its couriers' last heartbeats; none unless one runs."""
    if not await _is_served(settings):
        return []
    try:
        async with open_core(settings, create=False) as core:
            rows = sorted(await core.outbox.couriers.serving(), key=lambda row: row.place)
            moment, _ = await judged_at(core, now)
    except BriefingError:  # told as a fault
        return []
    return [
        f"{place}: " + ", ".join(f"{row.sender.capitalize()} {age(moment, row.beat_at):.0f} s ago" for row in of_place)
        for place, of_place in groupby(rows, lambda row: row.place)
    ]


def _overdue(rows: Iterable[CourierRow], moment: datetime, patience: float) -> Iterator[Problem]:
    """The processes whose courier shows no sign of life, though they aren't dead."""
    for row in rows:
        if (late := age(moment, row.beat_at)) > patience:
            what = f"The courier for {row.sender.capitalize()} in the process {row.place} last showed a sign of life"
            yield Problem(f"{what} {late:.0f} s ago; {patience:.0f} s are allowed.", _HANGS)


def _clock_faults(ahead: float) -> list[Problem]:
    return [Problem(told, _SET_CLOCK)] if (told := clock_differs(ahead)) else []


async def _other_account(platform: Platform, serves: str, *, served: bool) -> list[Problem]:
    """Whether these settings have another bot than the one that serves the database, or served it last."""
    try:
        account = await platform.account() if serves else ""
    except DeliveryFailed:  # the platform's own check tells it
        return []
    name = platform.name.capitalize()
    if serves == account:
        return []
    if served:
        return [Problem(f"{name} is served as the bot {serves}, but these settings have the bot {account}.", _SAME_BOT)]
    what = f"These settings have the {name} bot {account}; the last one was {serves}."
    return [Problem(what, _NEW_BOT, is_error=False)]


def _replaced(replaced: Mapping[str, ReplacedAccount]) -> Iterator[Problem]:
    """The chats that may not know a new bot."""
    for platform, of in replaced.items():
        if of.paused:
            what = f"On {of.day} another {platform.capitalize()} bot took the place of {of.before}"
            yield Problem(f"{what}; chats that get nothing: {of.paused}.", _START_THERE, is_error=False)


def _unlike(rows: Sequence[CourierRow], settings: Settings) -> Iterator[Problem]:
    """Settings that aren't the same in all processes, or here, where they may well be others."""
    for sentence in mismatches(rows):
        yield Problem(sentence, FIX)
    here = CourierRow("", 0, "", "here", 0, None, 0, 0, settings=json.dumps(hashes_of(settings)))
    if not mismatches(rows):
        for sentence in mismatches([*rows, here]):
            yield Problem(sentence, _RUN_THERE, is_error=False)


def _set_aside(number: int) -> Iterator[Problem]:
    """What was possibly sent before a restore."""
    if number:
        yield Problem(possibly_sent(number), RELEASE, is_error=False)


def _left_behind(settings: Settings) -> list[Problem]:
    """The database that a start without DATABASE_URL would send from, after a move to another one."""
    usual = checks.sqlite_in(settings.data_dir)
    file = settings.data_dir / DATABASE
    if settings.database_url.get_secret_value() == usual or not file.exists():
        return []
    what = f"{file} is still there, beside the database of DATABASE_URL: a start without that would send from it."
    return [Problem(what, _LEFT, is_error=False)]


def _zone_faults(zones: Iterable[str], machine: HostChecks) -> list[Problem]:
    missing = []
    for name in dict.fromkeys((*_EVERYWHERE, *zones)):
        try:
            machine.zone(name)
        except (LookupError, OSError, ValueError):
            missing.append(name)
    return [Problem(f"The time-zone data lacks {', '.join(missing)}.", _ZONES)] if missing else []


def _is_settled(faults: Sequence[Problem]) -> bool:
    """Whether a platform said itself, just now, that it accepts the account or that it refuses the token."""
    return not any(fault.is_error for fault in faults) or any(fault.about == "token" for fault in faults)


def _refused(refused: Mapping[str, str]) -> list[Problem]:
    return [
        Problem(f"{name.capitalize()} refused the bot's account{f': {why}' if why else ''}; what is due waits", _TOKEN)
        for name, why in refused.items()
    ]


def _openings(settings: Settings) -> list[Problem]:
    """Data that other users could use; access to Readout's own files is removed where possible."""
    data, url = settings.data_dir, settings.database_url.get_secret_value()
    tokens = holds_token(ENV.resolve())
    found = [_opening(each, tokens=tokens) for each in make_private(data, url, own_names())]
    shared = open_folder(data, url)
    if shared is None:
        return found
    what = f"Other users can open the data folder {shared.path} (mode {shared.mode:04o}), which isn't Readout's alone."
    return [*found, Problem(f"{what} Readout doesn't change its mode.", _SHARED, is_error=False)]


def _opening(of: TooOpen, *, tokens: bool) -> Problem:
    if not of.mended:
        return Problem(f"Other users can open {of.path} (mode {of.mode:04o}).", f"Type: chmod go= {of.path}")
    what = f"Other users could open {of.path} (mode {of.mode:04o}); now only its owner can."
    return Problem(what, _NEW_TOKENS if tokens and of.path == ENV.resolve() else _SEEN, is_error=False)


async def _address_faults(settings: Settings) -> list[Problem]:
    """Whether the address to which platforms send updates leads to a Readout; it refuses what isn't theirs."""
    base, by_http = (settings.web_url or "").rstrip("/"), []
    if settings.telegram and settings.telegram_receive == "webhook":
        by_http.append(f"{base}{PATHS['telegram']}")
    if settings.slack and settings.slack_receive == "http":
        by_http.append(f"{base}{PATHS['slack']}")
    return [
        Problem(f"{address} doesn't lead to Readout from here: {wrong}.", _BALANCER, is_error=False)
        for address in by_http
        if (wrong := await refusal_missing(address))
    ]


async def refusal_missing(address: str) -> str:
    """What an address answers to a request that isn't a platform's, if that isn't Readout's refusal; else ""."""
    limit = aiohttp.ClientTimeout(total=_ADDRESS_SECONDS)
    try:
        async with aiohttp.ClientSession(timeout=limit) as client, client.post(address, data=b"{}") as answer:
            return "" if answer.status in _REFUSALS else f"it answers with status {answer.status}"
    except TimeoutError:
        return f"there is no answer within {_ADDRESS_SECONDS:.0f} s"
    except (aiohttp.ClientError, OSError) as error:
        return os_reason(error) if isinstance(error, OSError) else str(error)


def _folder_faults(settings: Settings) -> list[Problem]:
    folder = settings.library_dir
    if folder is None or (folder.is_dir() and os.access(folder, os.R_OK | os.X_OK)):
        return []
    unreadable, missing = "can't be read", "doesn't exist"
    what = f"The library folder {folder} {unreadable if folder.is_dir() else missing}."
    return [Problem(what, _FOLDER)]
