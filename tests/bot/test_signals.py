"""Ctrl-C ends the program with status 130 and prints nothing, from its first import to its last moment."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
_ENTRY, _NAME = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]["readout"].split(":")
_RUN = f"""
import atexit, os, signal, sys

when, *sys.argv = sys.argv[1:]

class Interrupting:
    def find_spec(self, name, *_):
        if name == when:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
if when == "the end":
    atexit.register(os.kill, os.getpid(), signal.SIGINT)
if when == "ignored":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    when = "bot.cli"
from {_ENTRY} import {_NAME} as main
sys.exit(main())
"""


def interrupted(folder: Path, when: str, *typed: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-c", _RUN, when, "readout", *typed)
    environment = os.environ | {"PYTHONPATH": str(ROOT), "READOUT_DATA_DIR": str(folder / "data")}  # noqa: TID251
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("when", ["bot.cli", "bot.cli.files", "bot.run.settings", "briefings.service"])
def test_ctrl_c_while_modules_load_gives_its_status_alone(tmp_path: Path, when: str) -> None:
    ran = interrupted(tmp_path, when, "import", "missing.txt")
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")


def test_ctrl_c_before_a_command_fails_takes_the_place_of_its_error(tmp_path: Path) -> None:
    ran = interrupted(tmp_path, "briefings.service", "summary")
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")


def test_ctrl_c_when_all_is_said_adds_no_traceback(tmp_path: Path) -> None:
    ran = interrupted(tmp_path, "the end", "summary")
    assert (ran.returncode, len(ran.stderr.splitlines())) == (130, 1)


def test_a_program_that_was_started_to_ignore_ctrl_c_ignores_it(tmp_path: Path) -> None:
    ran = interrupted(tmp_path, "ignored", "--version")
    assert (ran.returncode, ran.stdout.split()[0]) == (0, "readout")


def test_a_program_whose_end_hangs_is_ended_all_the_same() -> None:
    hangs = "import time; from bot.run.signals import exit_in; exit_in(0.01); time.sleep(600)"
    ran = subprocess.run(
        (sys.executable, "-c", hangs), cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert "ended while something still hung" in ran.stderr
