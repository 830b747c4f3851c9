"""The rehearse, deliveries, release and log subcommands: future and past deliveries, and the audit log."""

import argparse
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.cli.arguments import address, count, instant
from bot.cli.base import MISUSED, CommandFailed, Subcommands, now, one_line, settings, subcommand, with_core
from bot.json_answers import shapes

if TYPE_CHECKING:
    from briefings.model.delivery import Delivery
    from briefings.service import Briefings

_ALL = 1_000_000_000  # more deliveries than any database keeps
_STATES = ("pending", "sending", "sent", "in_doubt", "unknown", "dead", "refused", "expired", "cancelled")


def declare(commands: Subcommands) -> None:
    """Adds these subcommands."""
    rehearse = subcommand(commands, "rehearse", _rehearse, "list every message due in a period, without sending any")
    for name, says in (("--from", "start of the period (exclusive)"), ("--to", "end of the period (inclusive)")):
        rehearse.add_argument(
            name, type=instant, required=True, metavar="DATE", help=f"{says}: midnight of a day, or an RFC 3339 instant"
        )
    rehearse.add_argument(
        "--chat", type=address, metavar="ADDRESS", help="only this chat with its threads, such as telegram:42"
    )
    deliveries = subcommand(commands, "deliveries", _deliveries, "what was sent, held, skipped or failed, newest first")
    deliveries.add_argument("--state", choices=_STATES, help="only those in this state")
    deliveries.add_argument("--last", type=count, default=_ALL, metavar="N", help="at most N")
    release = subcommand(commands, "release", _release, "send messages that were possibly sent before a restore")
    release.add_argument(
        "which", nargs="+", type=_id_or_all, metavar="ID|all", help="numbers from readout deliveries, or all"
    )
    log = subcommand(commands, "log", _log, "who changed the library, an event or a role, newest first")
    log.add_argument("--last", type=count, metavar="N", help="at most N")
    for parser in (rehearse, deliveries, log):
        parser.add_argument("--json", action="store_true", help="for other programs: one JSON object per line")


def _rehearse(arguments: argparse.Namespace) -> int:
    zone = settings().timezone
    after, until = (_instant(typed, zone) for typed in (vars(arguments)["from"], arguments.to))
    if until < after:
        raise CommandFailed("--to lies before --from.", MISUSED)
    pushes = with_core(lambda core: core.schedule.between(after, until, arguments.chat))
    from bot.cli.delivery_lines import push_line  # 0.6 s with the core, which --help need not pay

    if not pushes and not arguments.json:
        print("Nothing is due in this period.")
    for push in pushes:
        print(one_line(shapes.push(push)) if arguments.json else push_line(push))
    return 0


def _instant(typed: date | datetime, zone: str) -> datetime:
    """The instant itself, or the first instant of a day in a zone."""
    if isinstance(typed, datetime):
        return typed
    return datetime.combine(typed, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _deliveries(arguments: argparse.Namespace) -> int:
    async def latest(core: "Briefings") -> "list[Delivery]":
        return await core.outbox.latest(state=arguments.state, limit=arguments.last)

    zone = settings().timezone
    found = with_core(latest)
    from bot.cli.delivery_lines import delivery_line  # as above

    if not found and not arguments.json:
        print(
            f"There are no deliveries in the state {arguments.state}."
            if arguments.state
            else "There are no deliveries."
        )
    for delivery in found:
        print(one_line(shapes.delivery(delivery, zone)) if arguments.json else delivery_line(delivery, zone))
    return 0


def _id_or_all(typed: str) -> int | None:
    """A delivery's number, or None for all."""
    try:
        return None if typed == "all" else count(typed)
    except argparse.ArgumentTypeError:
        raise argparse.ArgumentTypeError(f"{typed!r} is neither a number from readout deliveries nor all") from None


def _release(arguments: argparse.Namespace) -> int:
    ids = None if None in arguments.which else frozenset(arguments.which)
    number = with_core(lambda core: core.outbox.release_restored(now(), ids))
    if not number:
        if ids is None:
            raise CommandFailed("No message waits that was possibly sent before a restore.")
        raise CommandFailed(
            "No message with such a number waits. To list those that do: readout deliveries --state unknown"
        )
    print(f"{number:,} {'message is' if number == 1 else 'messages are'} due now, and sent unless it is too late.")
    return 0


def _log(arguments: argparse.Namespace) -> int:
    zone = settings().timezone
    records = with_core(lambda core: core.audit_log.latest(arguments.last))
    from bot.cli.delivery_lines import record_line  # as above

    if not records and not arguments.json:
        print("Nothing has been changed yet.")
    for record in records:
        print(one_line(shapes.record(record)) if arguments.json else record_line(record, zone))
    return 0
