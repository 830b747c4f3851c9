"""The command line in a process of its own, in a folder of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.fakes.deadline import HANGS

_HERE = str(Path(__file__).parents[2])
_PROGRAM = f"import os, sys; os.umask(0); sys.path.insert(0, {_HERE!r}); from bot.cli import main; sys.exit(main())"


def typed(
    folder: Path, *words: str, lines: str = "", before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """`readout ...` in a folder, with lines as its input, under a umask that hides nothing."""
    return subprocess.run(
        [sys.executable, "-c", _PROGRAM, *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},  # noqa: TID251
        capture_output=True,
        text=True,
        timeout=HANGS,
        check=False,
        input=lines,
        preexec_fn=before,
    )
