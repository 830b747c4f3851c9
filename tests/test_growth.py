"""What `.ci/growth.py` prints of a change."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PROGRAM = Path(__file__).parents[1] / ".ci" / "growth.py"
BEFORE = (
    "import re\n\nONE = re.compile('1')\n\n\ndef kept() -> int:\n    return 1\n\n\ndef gone() -> int:\n    return 2\n"
)
AFTER = "import re\n\n\ndef kept() -> int:\n    return 1\n\n\nTWO = re.compile('2')\nMORE = 3\n"


def run(folder: Path, *command: str | Path) -> str:
    place = {"PATH": os.environ["PATH"], "HOME": str(folder)}  # noqa: TID251
    done = subprocess.run(command, cwd=folder, env=place, capture_output=True, text=True, check=True)
    return done.stdout


def test_what_moved_counts_for_nothing(tmp_path: Path):
    module = tmp_path / "bot" / "one.py"
    for folder in (module.parent, tmp_path / "briefings", tmp_path / ".ci"):
        folder.mkdir()
    program = shutil.copy(PROGRAM, tmp_path / ".ci")
    (tmp_path / "briefings" / "two.py").write_text("")
    module.write_text(BEFORE)
    assert "HEAD^ can't be read" in run(tmp_path, sys.executable, program)
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "Begin"]):
        run(tmp_path, "git", *command)
    module.write_text(AFTER)
    lines = [line.split() for line in run(tmp_path, sys.executable, program, "HEAD").splitlines()[1:]]
    assert lines == [["statements", "2", "3", "0.67"], ["patterns", "1", "1", "1.00"], ["modules", "0", "0", "-"]]
