"""What `make` shows while it installs, away from a terminal."""

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
PROGRAM = ROOT / ".ci" / "install.py"
COUNT = 12


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """A lock file of packages that lie in a folder."""
    lines = []
    for number in range(COUNT):
        name = f"tiny{number}"
        wheel = tmp_path / f"{name}-1-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as packed:
            info = f"{name}-1.dist-info"
            packed.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
            packed.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            packed.writestr(f"{info}/RECORD", "")
        lines.append(f"{name}==1 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}")
    path = tmp_path / "some.lock"
    path.write_text("\n".join(lines))
    return path


def installed(lock: Path) -> subprocess.CompletedProcess[str]:
    place = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(lock.parent), "PIP_TARGET": str(lock.parent / "target")}
    environment = {"PATH": os.environ["PATH"], "HOME": str(lock.parent), **place}  # noqa: TID251
    return subprocess.run([sys.executable, PROGRAM, lock], env=environment, capture_output=True, text=True, check=False)


def test_lines_tell_how_far_it_is(lock: Path):
    ran = installed(lock)
    assert ran.returncode == 0, ran.stderr
    first, *_, last = ran.stdout.splitlines()
    assert first.strip().startswith("Downloading 10: tiny9")
    assert last.strip() == "Done."
    assert len([*(lock.parent / "target").glob("*.dist-info")]) == COUNT


def test_what_pip_refuses_fails(lock: Path):
    lock.write_text(lock.read_text().replace("sha256:", "sha256:0", 1)[:-1])
    ran = installed(lock)
    assert ran.returncode != 0
    assert "hash" in ran.stderr.lower()
    assert ran.stdout.splitlines()[-1].strip().startswith("pip failed")
