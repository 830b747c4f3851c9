"""Many command lines, one after the other, each in a process forked from this one, which has the program loaded.

Standard input holds JSON: `begin`, a shell command that comes before each of them, and `commands` with their `lines`.
Standard output gets a list of what each of them ended with, printed and complained of.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import bot.run.wiring  # noqa: F401 - it loads what every command needs
from bot.cli import main


def ended(words: list[str], lines: str) -> tuple[int, str, str]:
    """The status, the output and the errors of one command in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        given, out, err = (Path(folder, name) for name in ("in", "out", "err"))
        given.write_text(lines)
        if (pid := os.fork()) == 0:
            _become(words, given, out, err)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        return status, out.read_text(), err.read_text()


def _become(words: list[str], given: Path, out: Path, err: Path) -> None:
    os.dup2(os.open(given, os.O_RDONLY), 0)
    for number, file in ((1, out), (2, err)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), number)
    try:
        status = main(words)
    except SystemExit as left:
        status = int(left.code or 0)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def run() -> None:
    """Serves one request."""
    asked = json.load(sys.stdin)
    told = []
    for words in asked["commands"]:
        subprocess.run(["sh", "-c", asked["begin"]], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        told.append(ended(words, asked["lines"]))
    json.dump(told, sys.stdout)
