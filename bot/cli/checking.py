"""doctor, health and slack-manifest: is all well, and what does Slack have to know."""

import argparse
import json

from bot.cli.running import FAILED, Subcommands, complain, finish, now, settings, subcommand, with_core
from bot.faults import Fault

_LEAST_PATIENCE = 60.0  # seconds; a courier that ticks more often may still be busy for so long
_TICKS_MISSED = 4


def declare(commands: Subcommands) -> None:
    """Adds this family's subcommands."""
    doctor = subcommand(
        commands, "doctor", _doctor, "check the settings, the data and the platforms; tell each one fix"
    )
    doctor.add_argument("--json", action="store_true", help="for other programs, as one object")
    subcommand(commands, "health", _health, "exit 0 while the service is alive: what a container's health check asks")
    subcommand(commands, "slack-manifest", _manifest, "print the app manifest that Slack takes")


def _doctor(arguments: argparse.Namespace) -> int:
    from bot.cli.shapes import fault as fault_shape
    from bot.cli.shapes import one_line
    from bot.doctor import confinement, doctor
    from bot.platforms.console.screen import visible

    known = settings(close=False)  # doctor does, and tells of it

    async def checked() -> tuple[list[Fault], list[str]]:
        return await doctor(known), await confinement()

    faults, confined = finish(checked())
    grave = [fault for fault in faults if fault.grave]
    if arguments.json:
        print(one_line({"ok": not grave, "faults": [fault_shape(each) for each in faults], "confinement": confined}))
        return FAILED if grave else 0
    for fault in faults:
        print(visible(f"{'FAULT' if fault.grave else 'NOTE '} {fault.what}") + f"\n      {fault.cure}")
    if not grave:
        served = [name for name, there in (("Telegram", known.telegram), ("Slack", known.slack)) if there]
        fine = (*served, *(("language model",) if known.llm_model else ()))
        print(f"OK    settings, database{''.join(f', {name}' for name in fine)}")
        if confined:
            print(f"OK    files are read in processes of their own, confined by: {', '.join(confined)}")
        if not served:
            print("      No platform's token is set: Readout talks in the terminal alone.")
    return FAILED if grave else 0


def _health(_arguments: argparse.Namespace) -> int:
    patience = max(_LEAST_PATIENCE, _TICKS_MISSED * settings().tick_seconds)
    age = with_core(lambda core: core.outbox.heartbeat_age(now()))
    if age is None:
        return complain("The courier has never run here. Start it with: readout run")
    if age > patience:
        return complain(f"The courier last showed a sign of life {age:.0f} s ago; {patience:.0f} s are allowed.")
    print(f"OK, {max(age, 0):.0f} s ago")
    return 0


def _manifest(_arguments: argparse.Namespace) -> int:
    from bot.commands import menu
    from bot.platforms.slack.manifest import manifest

    print(json.dumps(manifest(menu()), indent=2, ensure_ascii=False))
    return 0
