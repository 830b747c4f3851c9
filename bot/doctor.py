"""Looks for what is wrong, by asking the data, the platforms and the language model themselves."""

import os
import shutil

from bot import language_model
from bot.chat import Fault
from bot.routes import routes_of
from bot.settings import Settings
from bot.wiring import now, open_core
from briefings.errors import BriefingError

_LEAST_FREE = 200_000_000  # bytes of disk below which doctor warns


async def doctor(settings: Settings) -> list[Fault]:
    """Everything wrong with the data, the platforms and the language model, each with its one fix."""
    found: dict[str, list[Fault]] = {}
    for route in routes_of(settings, now):
        try:
            found[route.platform.name] = await route.platform.check()
        finally:
            await route.platform.close()
    sound = frozenset(name for name, faults in found.items() if not faults)
    platforms = [fault for faults in found.values() for fault in faults]
    return [*await _data_faults(settings, sound), *platforms, *await language_model.faults(settings)]


async def _data_faults(settings: Settings, sound: frozenset[str]) -> list[Fault]:
    """What is wrong with the data; `sound` are the platforms that have just accepted the account."""
    faults = []
    try:
        async with open_core(settings) as core:
            refused = [each for each in (await core.outbox.troubles()).items() if each[0] not in sound]
            for sender, reason in refused:
                cure = "Put a valid token into the settings and start again."
                why = f": {reason}" if reason else ""
                faults.append(Fault(f"{sender.capitalize()} refused the bot's account{why}; what is due waits", cure))
    except BriefingError as error:
        faults.append(Fault(str(error), "Mend DATABASE_URL or READOUT_DATA_DIR, or start the database."))
    free = shutil.disk_usage(settings.data_dir if settings.data_dir.exists() else ".").free
    if free < _LEAST_FREE:
        faults.append(Fault(f"Only {free // 1_000_000} MB of disk are free.", "Free some space on the data's disk."))
    return [*faults, *_folder_faults(settings)]


def _folder_faults(settings: Settings) -> list[Fault]:
    folder = settings.library_dir
    if folder is None or (folder.is_dir() and os.access(folder, os.R_OK | os.X_OK)):
        return []
    what = f"The library folder {folder} {'may not be read' if folder.is_dir() else 'is not there'}."
    return [Fault(what, "Mend its permissions, make it, or name another one in READOUT_LIBRARY_DIR.")]
