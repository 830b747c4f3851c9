"""File permissions: Readout's files are private to their owner."""

from collections.abc import Iterator
from pathlib import Path

from briefings.store import TooOpen, file_of, files_of, restrict

ENV = Path(".env")
_FOLDERS = ("pictures", "files")  # of answers, from conversations at the terminal
_HISTORY = "history"  # what was typed there


def make_private(data: Path, url: str) -> list[TooOpen]:
    """Removes other users' access to `.env` and the data folder; reports what they could read so far.

    The folder itself is left unchanged if it is or contains the home or current folder.
    """
    return restrict(_private(data, url))


def _private(data: Path, url: str) -> Iterator[Path]:
    yield ENV.resolve()
    folder = data.resolve()
    if folder not in (Path.home(), *Path.home().parents, *Path.cwd().parents):
        yield folder
    yield folder / _HISTORY
    for name in _FOLDERS:
        yield folder / name
    if database := file_of(url):
        yield from files_of(database.resolve())
