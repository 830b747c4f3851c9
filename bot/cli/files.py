"""The import, read and export subcommands. A file that fails doesn't stop the others."""

import argparse
import os
import stat
import sys
from collections import deque
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from bot.cli.arguments import analysis_id, day, level
from bot.cli.base import FAILED, Subcommands, ascii_where_needed, finish, now, one_line, subcommand, with_core
from briefings.errors import BadInput, BriefingError, Undecided, Unreadable

if TYPE_CHECKING:
    from briefings.library import RevisionChoice
    from briefings.service import Briefings

_AT_ONCE = max(2, os.cpu_count() or 1)  # files that are read side by side
_PATIENCE = 2.0  # seconds before a pipe that says nothing is mentioned
_MOST = 64_000_000  # bytes; more than the reader takes, and a device file never ends

# Said without importing what reads them.
ENDINGS = (
    ".txt, .md, .adoc, .org, .rst, .tex, .ipynb, .mbox, .docx, .odt, .rtf, .pptx, .epub, .eml, .html, .htm and .pdf"
)

_BY = "the command line"  # who adds, as /changes tells it

Tell = Callable[..., None]


def declare(commands: Subcommands) -> None:
    """Adds these subcommands."""
    taken = subcommand(commands, "import", _import, "import analyses")
    read = subcommand(commands, "read", _read, "read analyses without storing them")
    for parser in (taken, read):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=f"{ENDINGS}; or a folder of them")
        parser.add_argument("--published", type=day, metavar="DATE", help="when the texts were published")
    kind = taken.add_mutually_exclusive_group()
    kind.add_argument("--new", action="store_true", help="import as new analyses, even if similar to existing ones")
    kind.add_argument(
        "--revision-of", type=analysis_id, metavar="ID", help="import as revisions of this analysis, such as a3"
    )
    taken.add_argument(
        "--marking",
        type=level,
        metavar="LEVEL",
        help="mark them: clear, green, amber, amber+strict or red; a stricter folder name counts",
    )
    export = subcommand(commands, "export", _export, "print an analysis with all revisions, as JSON")
    export.add_argument("analysis", nargs="*", metavar="ANALYSIS", help="its id or words of its title")
    read.add_argument(
        "--json", action="store_true", help="for other programs: one JSON object per line, with everything found"
    )


def _import(arguments: argparse.Namespace) -> int:
    from bot.cli import file_description  # 0.1 s of Babel and views, which --help need not pay
    from briefings.library import given_marking  # 0.6 s

    async def take(core: "Briefings") -> int:
        choice = await _choice(core, arguments)

        async def one(path: Path) -> str:
            data, given = await contents(path), arguments.published
            marking = given_marking(path, arguments.marking)
            try:
                added = await core.library.add(
                    _shown(path.name), data, now(), published=given, by=_BY, choice=choice, marking=marking
                )
            except Undecided as doubt:
                raise BadInput(f"{doubt} Repeat it with {_flags(doubt)}.") from doubt
            label = await core.markings.of(added.analysis.id)
            return f"{_shown(path)}: {file_description.import_line(added, label, core.markings.default)}"

        return await _each(arguments.files, one)

    return with_core(take, create=True)


async def _choice(core: "Briefings", arguments: argparse.Namespace) -> "RevisionChoice":
    from briefings.library import RevisionChoice  # 0.6 s, which --help need not pay

    if arguments.revision_of is None:
        return RevisionChoice(new=arguments.new)
    return RevisionChoice(revises=(await core.library.resolve([arguments.revision_of], None)).analysis.id)


def _flags(doubt: Undecided) -> str:
    again = f"--revision-of a{doubt.analysis}"
    return again if doubt.older else f"--new or {again}"


def _export(arguments: argparse.Namespace) -> int:
    async def taken(core: "Briefings") -> str:
        place = await core.library.resolve(arguments.analysis, None)
        return await core.history.export(place.analysis.id)

    print(ascii_where_needed(with_core(taken)))
    return 0


def _read(arguments: argparse.Namespace) -> int:
    # 0.6 s, which --help need not pay
    from bot.cli import file_description
    from briefings.library import audit_analysis, reject_future_date
    from briefings.reading import findings_to_json, to_json
    from briefings.sandbox import Sandbox

    sandbox = Sandbox(_AT_ONCE)

    async def one(path: Path) -> str:
        reject_future_date(arguments.published, now())
        today = now().astimezone().date()
        draft = await sandbox.read(_shown(path.name), await contents(path), published=arguments.published, latest=today)
        if arguments.json:
            found = findings_to_json(audit_analysis(draft, now()))
            return one_line({"name": _shown(path), "id": "", "revision": 0, **to_json(draft), "findings": found})
        return f"{_shown(path)}: {file_description.reading_lines(draft)}"

    return finish(_each(arguments.files, one, _AT_ONCE))


def _shown(path: Path | str) -> str:
    r"""A path as text; bytes that aren't UTF-8 become escapes such as "\xff"."""
    from bot.run.folder_watcher import display_path  # 0.3 s, which --help need not pay

    return display_path(str(path))


async def _each(given: list[Path], one: Callable[[Path], Coroutine[Any, Any, str]], at_once: int = 1) -> int:
    """Prints the result or the failure for each file, also of folders; the exit status is 1 if any failed."""
    import asyncio  # 35 ms, which --help need not pay

    failed = 0
    paths, skipped = _with_folders(given)
    begun: deque[asyncio.Task[str]] = deque()
    coming = iter(paths)
    with _bar(paths) as (files, tell):
        for path in files:
            begun.extend(asyncio.create_task(one(each)) for each in islice(coming, at_once - len(begun)))
            try:
                tell(await begun.popleft())
            except BriefingError as failure:
                tell(f"{_shown(path)}: {failure}", sys.stderr)
                failed += 1
        for path, reason in skipped:
            tell(f"{_shown(path)}: {reason}", sys.stderr)
        if any(path.is_dir() for path in given):
            tell(f"{len(paths) - failed} read, {failed} failed, {len(skipped)} skipped.", sys.stderr)
    return FAILED if failed else 0


def _with_folders(given: list[Path]) -> tuple[list[Path], list[tuple[Path, str]]]:
    """The files to read, those in folders and their subfolders by name; and files of folders left out, with why."""
    from bot.run.folder_watcher import contents_of  # 0.3 s, which --help need not pay

    paths: list[Path] = []
    skipped: list[tuple[Path, str]] = []
    for path in given:
        if not path.is_dir() or not os.access(path, os.R_OK | os.X_OK):
            paths.append(path)
            continue
        for within, reason in contents_of(path):
            if reason:
                skipped.append((within, reason))
            else:
                paths.append(within)
    return paths, skipped


async def contents(path: Path) -> bytes:
    """The bytes of a file or pipe, cut at the size that the reader refuses. Raises Unreadable, also for a device."""
    try:
        read = _from_file(path)
        return await _from_pipe(path) if read is None else read
    except OSError as error:
        raise Unreadable(f"It cannot be opened ({error.strerror}).") from error


def _from_file(path: Path) -> bytes | None:
    """The bytes of a file; None for a pipe, which may have to be waited for."""
    mode = path.stat().st_mode
    if stat.S_ISFIFO(mode):
        return None
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise Unreadable("It is no ordinary file, but a device or a socket.")
    with path.open("rb") as file:
        return file.read(_MOST)


async def _from_pipe(path: Path) -> bytes:
    """The bytes that are written to a pipe until its other end is closed; says so when it has to wait for them."""
    import asyncio  # 0.1 s, which a file on the disk need not pay

    def tell() -> None:
        print(f"{_shown(path)}: waiting for what is written to this pipe.", file=sys.stderr)

    loop, reader = asyncio.get_running_loop(), asyncio.StreamReader()
    pipe = os.fdopen(os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK), "rb", 0)
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    telling = loop.call_later(_PATIENCE, tell)
    read = bytearray()
    try:
        while len(read) < _MOST and (part := await reader.read(_MOST)):
            read += part
    finally:
        telling.cancel()
        transport.close()
    return bytes(read)


@contextmanager
def _bar(paths: list[Path]) -> Iterator[tuple[Iterable[Path], Tell]]:
    """The paths with a progress bar on a terminal, and a function to print a line above it."""
    from tqdm import tqdm  # type: ignore[import-untyped]  # 40 ms, for these subcommands alone

    def tell(line: str, where: TextIO | None = None) -> None:
        tqdm.write(line, file=where or sys.stdout)

    with tqdm(paths, unit="file", disable=None, leave=False) as bar:
        yield bar, tell
