"""Reads lines from a file or another program and prints plain-text answers."""

import asyncio
import io
from contextlib import suppress
from threading import Thread
from typing import TextIO

from bot.chat import LONGEST_LINE
from bot.message import Message
from bot.platforms.console import screen
from bot.platforms.console.wrap import width_of


class Pipe:
    """Reads lines in a thread, so that an endless read doesn't keep the program from exiting.

    Answers are wrapped at `columns`, or at the width of the terminal on `stdout`; output to a file isn't wrapped.
    """

    def __init__(self, stdin: TextIO, stdout: TextIO, columns: int | None = None) -> None:
        self._stdin, self._stdout, self._columns = stdin, stdout, columns
        for stream in (stdin, stdout):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")

    async def line(self) -> str | None:
        """The next line, or None at the end of input."""
        loop = asyncio.get_running_loop()
        coming: asyncio.Future[str] = loop.create_future()

        def came(line: str) -> None:
            if not coming.done():
                coming.set_result(line)

        def read() -> None:
            line = _line(self._stdin)
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(came, line)

        Thread(target=read, daemon=True).start()
        return await coming or None

    def show(self, message: Message) -> None:
        """Prints a message followed by a blank line."""
        self._write(screen.plain(message, width_of(self._stdout, self._columns)) + "\n")

    def tell(self, words: str) -> None:
        """Prints lines."""
        self._write(screen.message_lines(words, width_of(self._stdout, self._columns)))

    def _write(self, words: str) -> None:
        self._stdout.write(f"{words}\n")
        self._stdout.flush()


def _line(stdin: TextIO) -> str:
    """The next line, of which so much is kept that it is seen to be too long."""
    line = rest = stdin.readline(LONGEST_LINE + 2)
    while len(rest) > LONGEST_LINE and not rest.endswith("\n"):
        rest = stdin.readline(LONGEST_LINE + 2)
    return line
