"""File permissions: Readout's files are private to their owner; all other files and folders stay unchanged."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from dotenv import dotenv_values

from briefings.store import TooOpen, access_by_others, file_of, files_of, is_database, restrict

ENV = Path(".env")
_OWN = ("pictures", "files", "history")  # of conversations at the terminal: answers, and the lines typed


def make_private(data: Path, url: str, names: frozenset[str]) -> list[TooOpen]:
    """Removes other users' access to Readout's own files; returns those they could use so far.

    `names` are the settings, by which Readout's `.env` is recognised. The data folder and its subfolders are included
    only if the folder holds nothing but Readout's files; see `open_folder`.
    """
    return restrict(_private(data.resolve(), url, names))


def open_folder(data: Path, url: str) -> TooOpen | None:
    """The data folder, if other users can use it and it keeps its mode because it isn't Readout's alone."""
    folder = data.resolve()
    mode = access_by_others(folder)
    if not mode or _is_empty(folder) or _is_own(folder, _database_in(folder, url)):
        return None
    return TooOpen(folder, mode, mended=False)


def holds_token(path: Path) -> bool:
    """Whether a file is a `.env` with a token or another secret."""
    values = _values(path) if path.name == ENV.name else {}
    return any(value for name, value in values.items() if name.endswith(("_TOKEN", "_SECRET", "_API_KEY")))


def _private(folder: Path, url: str, names: frozenset[str]) -> Iterator[Path]:
    env, file = ENV.resolve(), file_of(url)
    if names & _values(env).keys():
        yield env
    if _is_own(folder, _database_in(folder, url)):
        yield from (folder, *(folder / name for name in _OWN))
    if file and is_database(file.resolve()):
        yield from files_of(file.resolve())


def _values(env: Path) -> dict[str, str | None]:
    with suppress(OSError, ValueError):
        return dotenv_values(env, interpolate=False) if env.is_file() else {}
    return {}


def _database_in(folder: Path, url: str) -> Path | None:
    file = file_of(url)
    return file.resolve() if file and file.resolve().parent == folder else None


def _is_empty(folder: Path) -> bool:
    with suppress(OSError):
        return not any(folder.iterdir())
    return False


def _is_own(folder: Path, database: Path | None) -> bool:
    """Whether a folder holds a database and nothing but Readout's files, and is neither home nor current folder."""
    if folder in (Path.home(), *Path.home().parents, Path.cwd(), *Path.cwd().parents):
        return False
    if database is None or not is_database(database):
        return False
    known = {*(each.name for each in files_of(database)), *_OWN, ENV.name}
    try:
        return all(each.name in known for each in folder.iterdir())
    except OSError:
        return False
