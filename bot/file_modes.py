"""File permissions: Readout's files are private to their owner."""

from collections.abc import Iterator
from pathlib import Path

from briefings.store import TooOpen, file_of, files_of, narrow

ENV = Path(".env")
_FOLDERS = ("pictures", "files")  # of answers, from conversations at the terminal
_HISTORY = "history"  # what was typed there


def close_to_others(data: Path, url: str) -> list[TooOpen]:
    """Takes others' rights to `.env`, the data's folder and what is in it; tells what they could read until now.

    The folder is left as it is where it is the home folder, or holds it or the current one.
    """
    return narrow(_private(data, url))


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
