"""The doctor, health and slack-manifest subcommands."""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.cli.base import FAILED, Subcommands, finish, now, one_line, print_error, settings, subcommand, with_core
from bot.delivery.heartbeat import age, ailment, clock_differs, judged_at, patience_of
from bot.diagnostics import BACKUP, LOCKED, WRITE_SECONDS, Problem
from bot.json_answers.shapes import fault as fault_shape
from briefings.errors import Busy

if TYPE_CHECKING:
    from briefings.model.delivery import HeldChat
    from briefings.service import Briefings
    from briefings.store import Heartbeat

_NEVER = "The courier has never run here. Start it with: readout run"
_ENDED = "No process of Readout runs on this database. Start it with: readout run"
_UNSEEN = (
    "Readout is running, but the database holds no sign of life of it. If none comes within a minute, files beside "
    "the database were deleted: restart Readout."
)
_SLACK_KIND = (
    "      Slack: an internal app of your workspace, connected by Socket Mode, which looks in a channel's history\n"
    "      whether a doubtful message arrived. If you distribute it commercially outside of its Marketplace, Slack\n"
    "      limits that to one request a minute, and “reconciled to once” ends: /deliveries lists doubtful messages."
)
_SERVABLE = ("telegram", "slack")
_LOOKED_SECONDS = 2.0  # at the pages of the database's file: health is asked for often
_NAMED = 5  # chats that are held back and named
_RECENT = 600.0  # seconds for which an outage of the database that is over is told


@dataclass(frozen=True, slots=True)
class _Asked:
    """What health is judged by, at `moment` of a clock that is `ahead` seconds of the database's.

    `broken` is when which task broke and its reference in the log, `outage` the last one's start and end.
    """

    moment: datetime
    ahead: float
    signs: "Sequence[Heartbeat]"
    broken: tuple[datetime, str, str] | None
    outage: tuple[datetime, datetime] | None
    paused: Mapping[str, datetime]
    held: "Sequence[HeldChat]"


def declare(commands: Subcommands) -> None:
    """Adds these subcommands."""
    doctor = subcommand(
        commands, "doctor", _doctor, "check the settings, the data and the platforms; name a fix for each fault"
    )
    doctor.add_argument("--json", action="store_true", help="for other programs: one JSON object")
    subcommand(commands, "health", _health, "exit 0 while the service is alive, for a container's health check")
    made = subcommand(commands, "slack-manifest", _manifest, "print the app manifest for Slack")
    made.add_argument("--all", action="store_true", help="give every command that Slack allows a slash of its own")


def _doctor(arguments: argparse.Namespace) -> int:
    # 1 s, which health need not pay
    from bot.platforms.console.screen import visible
    from bot.run.doctor import confinement, doctor, processes

    known = settings(close=False)  # doctor does, and tells of it

    async def checked() -> tuple[list[Problem], list[str], list[str]]:
        return await doctor(known), await confinement(), await processes(known)

    faults, confined, sending = finish(checked())
    is_error = [fault for fault in faults if fault.is_error]
    if arguments.json:
        told = {"faults": [fault_shape(each) for each in faults], "confinement": confined, "processes": sending}
        print(one_line({"ok": not is_error, **told}))
        return FAILED if is_error else 0
    for fault in faults:
        print(visible(f"{'FAULT' if fault.is_error else 'NOTE '} {fault.what}") + f"\n      {fault.fix}")
    for process in sending:
        print(visible(f"OK    a process sends, with its last signs of life: {process}"))
    if not is_error:
        served = [name for name, there in (("Telegram", known.telegram), ("Slack", known.slack)) if there]
        fine = (*served, *(("language model",) if known.llm_model else ()))
        print(f"OK    settings, database{''.join(f', {name}' for name in fine)}")
        if confined:
            print(f"OK    files are read in processes of their own, confined by: {', '.join(confined)}")
        if known.slack:
            print(_SLACK_KIND)
        if not served:
            print("      No platform's token is set: Readout talks in the terminal alone.")
    return FAILED if is_error else 0


def _health(_arguments: argparse.Namespace) -> int:
    known = settings()
    patience = patience_of(known.tick_seconds)
    names = [name for name, there in (("telegram", known.telegram), ("slack", known.slack)) if there]
    try:
        found = with_core(lambda core: _asked(core, names or _SERVABLE, patience))
    except Busy:
        return print_error(LOCKED)
    if wrong := finish(_damage(known.database_url.get_secret_value())):
        return print_error(f"The database's file is damaged: {wrong}. {BACKUP}")
    seen = [each for each in found.signs if each.beat_at is not None]
    if absent := _absent(known.database_url.get_secret_value(), seen=bool(seen) and len(seen) >= len(names)):
        return print_error(absent)
    for each in seen:
        if ailing := ailment(each, found.moment, patience):
            return print_error(ailing)
    if found.broken and (since := age(found.moment, found.broken[0])) <= patience:
        return print_error(f"The task {found.broken[1]} broke {since:.0f} s ago; the log has {found.broken[2]}.")
    last = max(age(found.moment, each.beat_at) for each in seen)
    print(
        f"OK: the courier's last sign of life was {last:.0f} s ago{_clock_note(found.ahead)}"
        f"{_recovered(found.outage, found.moment)}{_pauses(found.paused)}{_held_back(found.held)}"
    )
    return 0


async def _asked(core: "Briefings", names: Sequence[str], patience: float) -> _Asked:
    """What the database tells; `patience` in seconds. Raises Busy if it takes no write in time."""
    moment, ahead = await judged_at(core, now)
    holds = {name: await core.outbox.held_until(name) for name in names}
    held = await core.outbox.held_chats(moment)
    core.end_waiting(WRITE_SECONDS)
    await core.outbox.try_to_write(moment, room=True)
    return _Asked(
        moment=moment,
        ahead=ahead,
        signs=await core.outbox.signs(names, timedelta(seconds=patience), moment),
        broken=await core.outbox.last_broken(),
        outage=await core.outbox.last_outage(),
        paused={name: until for name, until in holds.items() if until and until > moment},
        held=held,
    )


def _clock_note(ahead: float) -> str:
    """That this machine's clock isn't the database's, else ""."""
    return f". {told.rstrip('.')}" if (told := clock_differs(ahead)) else ""


def _absent(url: str, *, seen: bool) -> str:
    """That no process runs, or that none shows a sign of life; else "". On SQLite, a lock says so at any moment."""
    served = finish(_is_served(url))
    if not seen:
        return _UNSEEN if served else _NEVER
    return "" if served or not url.startswith("sqlite") else _ENDED


async def _damage(url: str) -> str:
    from briefings.store import damage  # 0.3 s, which --help need not pay

    return await damage(url, _LOOKED_SECONDS)


async def _is_served(url: str) -> bool:
    from briefings.store import has_sender  # 0.3 s, which --help need not pay

    return await has_sender(url)


def _recovered(outage: tuple[datetime, datetime] | None, moment: datetime) -> str:
    """That the database took no writes within the last ten minutes, and for how long; else ""."""
    if outage is None or (ago := age(moment, outage[1])) > _RECENT:
        return ""
    return f". The database took no writes for {age(outage[1], outage[0]):.0f} s, and has worked again for {ago:.0f} s."


def _pauses(paused: Mapping[str, datetime]) -> str:
    """Until when platforms asked for a pause, else ""."""
    return "".join(f". {name.capitalize()} asked for a pause until {at:%H:%M:%S} UTC" for name, at in paused.items())


def _held_back(held: "Sequence[HeldChat]") -> str:
    """Until when chats are held back, at most five of them by name, else ""."""
    named = "".join(f". {of.address} is held back until {of.until:%H:%M:%S} UTC: {of.reason}" for of in held[:_NAMED])
    return f"{named}. {len(held) - _NAMED} more chats are held back" if len(held) > _NAMED else named


def _manifest(arguments: argparse.Namespace) -> int:
    # 1 s of views and core, for this subcommand alone
    from bot.cli.setup.platform_tokens import slack_requests_url
    from bot.commands import menu
    from bot.platforms.slack.manifest import manifest

    made = manifest(menu(), every_command=arguments.all, web_url=slack_requests_url())
    print(json.dumps(made, indent=2, ensure_ascii=False))
    return 0
