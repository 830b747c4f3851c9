"""`python .ci/install.py [OPTION ...] LOCK`: installs a lock file with pip, and shows how far it is.

Standard library alone; options are pip's. At a terminal one line moves; elsewhere each tenth package gets a line. What
pip complains of goes to standard error.
"""

import re
import subprocess
import sys
import threading
from importlib.metadata import distributions
from pathlib import Path

PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--progress-bar", "off")
LOOK_SECONDS = 0.5
EVERY = 10  # packages a line where no line moves
_FETCHED = re.compile(r"(?:Collecting|Processing) (?:\S*/)?([\w.\[\],-]+)")
_TOGETHER = re.compile(r"Installing collected packages: (.+)")


class Progress:
    """Writes how far it is: over the last line at a terminal, else now and then a new one."""

    def __init__(self) -> None:
        self._moves, self._told = sys.stdout.isatty(), 0

    def tell(self, words: str, number: int) -> None:
        """Shows words about a package by its number."""
        if self._moves:
            print(f"\r\x1b[K  {words}", end="", flush=True)
        elif not 0 <= number - self._told < EVERY:
            self._told = number
            print(f"  {words}", flush=True)

    def end(self, words: str) -> None:
        """Shows the last words, and leaves them."""
        print(f"\r\x1b[K  {words}" if self._moves else f"  {words}", flush=True)


def main(*options: str, lock: str) -> int:
    """Returns pip's exit status."""
    progress, done = Progress(), threading.Event()
    command = (*PIP, *options, "--require-hashes", "-r", lock)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, errors="replace") as pip:
        counting = None
        fetched = 0
        for line in pip.stdout or ():
            if found := _FETCHED.match(line.strip()):
                fetched += 1
                progress.tell(f"Downloading {fetched}: {found[1]}", fetched)
            elif (found := _TOGETHER.match(line.strip())) and counting is None:
                count = len(found[1].split(","))
                counting = threading.Thread(target=_count, args=(progress, done, count), daemon=True)
                counting.start()
    done.set()
    if counting:
        counting.join()
    progress.end("Done." if pip.returncode == 0 else "pip failed: see above. Run the same command again to go on.")
    return pip.returncode


def _count(progress: Progress, done: threading.Event, count: int) -> None:
    """Counts the packages that have arrived until it is done."""
    before = _arrived()
    while not done.wait(LOOK_SECONDS):
        number = min(_arrived() - before, count)
        progress.tell(f"Installing {number} of {count}", number)


def _arrived() -> int:
    return sum(1 for _ in distributions(path=[str(Path(each)) for each in sys.path]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:-1], lock=sys.argv[-1]))
