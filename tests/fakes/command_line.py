"""The command line in a folder of its own, in a process of its own or in this one."""

import io
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from bot.cli import main
from bot.run.settings import setting_names
from tests.fakes.deadline import HANGS

_HERE = str(Path(__file__).parents[2])
_BEGIN = f"import os, sys; os.umask(0); sys.path.insert(0, {_HERE!r}); "
PROGRAM = f"{_BEGIN}from bot.cli import main; sys.exit(main())"
BATCH = f"{_BEGIN}from tests.fakes.command_batch import run; run()"


def typed(
    folder: Path, *words: str, lines: str = "", before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """`readout ...` in a folder, with lines as its input, under a umask that hides nothing."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],  # noqa: TID251
            "HOME": str(folder),
            "PYTHONDONTWRITEBYTECODE": "1",  # under a limit to the size of files Python stores modules cut off
        },
        capture_output=True,
        text=True,
        timeout=HANGS,
        check=False,
        input=lines,
        preexec_fn=before,
    )


def called(folder: Path, *words: str, lines: str = "") -> subprocess.CompletedProcess[str]:
    """The same in this process, which takes a fraction of the time; what it raises is raised."""
    umask = os.umask(0)
    root, out, err = logging.getLogger(), io.StringIO(), io.StringIO()
    level, handlers = root.level, root.handlers[:]
    with pytest.MonkeyPatch.context() as here, redirect_stdout(out), redirect_stderr(err):
        here.chdir(folder)
        here.setenv("HOME", str(folder))
        here.setattr(sys, "stdin", io.StringIO(lines))
        for name in setting_names():
            here.delenv(name, raising=False)
        try:
            status = main(words)
        except SystemExit as left:
            status = int(left.code or 0)
        finally:
            os.umask(umask)
            root.setLevel(level)
            root.handlers[:] = handlers
            logging.captureWarnings(capture=False)
    return subprocess.CompletedProcess(words, status, out.getvalue(), err.getvalue())


def library_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], paper: str
) -> Callable[..., tuple[int, str]]:
    """Imports one analysis; the function returned runs a subcommand and gives its status and what it printed."""
    file = folder / "ferry.md"
    file.write_text(paper)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("READOUT_DATA_DIR", str(folder / "data"))

    def run(*words: str) -> tuple[int, str]:
        try:
            status = main(list(words))
        except SystemExit as misused:
            status = int(misused.code or 0)
        shown = capsys.readouterr()
        return status, (shown.out + shown.err).strip()

    assert run("import", str(file))[0] == 0
    return run
