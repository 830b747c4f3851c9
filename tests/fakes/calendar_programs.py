"""Two programs that read calendars, `icalendar` and npm's `ical.js`; both tell what they read in the same form."""

import json
import shutil
import subprocess
import tempfile
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import icalendar
import pytest

NO_NODE = "no Node with npm is installed (on Debian: apt install nodejs npm)"
NO_ICAL_JS = "npm can't get ical.js here"
_FOLDER = Path(__file__).parents[1] / "node"
_FILES = ("package.json", "package-lock.json", ".npmrc", "read_calendar.mjs")
_SECONDS = 90.0
Read = list[dict[str, Any]]


def in_ical_js(calendar: bytes) -> Read:
    """The events as ical.js reads them. Skips the test where it can't be had."""
    command = [str(shutil.which("node")), str(_installed() / "read_calendar.mjs")]
    done = subprocess.run(command, input=calendar, capture_output=True, timeout=_SECONDS, check=False)
    assert done.returncode == 0, done.stderr.decode()
    found: Read = json.loads(done.stdout)
    return found


def in_icalendar(calendar: bytes) -> Read:
    """The events as icalendar reads them."""
    return [_event(each) for each in icalendar.Calendar.from_ical(calendar).walk("VEVENT")]


def _event(of: icalendar.Component) -> dict[str, Any]:
    return {
        "uid": str(of["UID"]),
        "sequence": int(str(of["SEQUENCE"])),
        **{name: str(of[name]) for name in ("status", "summary", "description")},
        "starts": _time(of["DTSTART"].dt),
        "ends": _time(of["DTEND"].dt) if "DTEND" in of else None,
        "alarms": [_alarm(each) for each in of.walk("VALARM")],
    }


def _alarm(of: icalendar.Component) -> dict[str, Any]:
    at = of["TRIGGER"].dt
    trigger = {"seconds": int(at.total_seconds())} if isinstance(at, timedelta) else {"at": _time(at)}
    return {"action": str(of["ACTION"]), "description": str(of["DESCRIPTION"]), **trigger}


def _time(at: Any) -> str | int:
    """A day as "2026-04-01", an instant in seconds since 1970."""
    return at.isoformat() if type(at) is date else int(at.timestamp())


def _installed() -> Path:
    """The folder with ical.js, into which the first test that needs it installs it."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip(NO_NODE)
    folder = Path.home() / ".cache" / "readout-tests" / _version()
    if not folder.exists() and (refused := _install(folder)):
        pytest.skip(f"{NO_ICAL_JS}: {refused}")
    return folder


@cache
def _version() -> str:
    """Changes with what is installed."""
    return sha256(b"".join((_FOLDER / name).read_bytes() for name in _FILES)).hexdigest()[:16]


@cache
def _install(folder: Path) -> str:
    """Installs into a folder at once or not at all, since several workers may try; why it can't, or ""."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        made = Path(name) / "made"
        made.mkdir()
        for each in _FILES:
            shutil.copy(_FOLDER / each, made)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0"]
        try:
            done = subprocess.run(command, cwd=made, capture_output=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return "it doesn't answer"
        if done.returncode:
            return (done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"])[0]
        try:
            made.rename(folder)
        except OSError:
            if not folder.exists():
                raise
    return ""
