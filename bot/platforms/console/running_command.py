"""One command of the interactive terminal: what it does just now is told, and Ctrl-C ends it alone."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from bot.languages import _

T = TypeVar("T")
PATIENCE = 1.5  # seconds before it is told what is being done


class RunningCommand:
    """Runs commands one after the other; `tell` prints a line."""

    def __init__(self, tell: Callable[[str], None], patience: float = PATIENCE) -> None:
        self._tell, self._patience = tell, patience
        self._doing, self._late = "", False

    async def progress(self, words: str) -> None:
        """Notes what is being done; it is told once the command takes long."""
        self._doing = words
        if self._late:
            self._tell(words)

    async def run(self, work: Awaitable[T]) -> T | None:
        """The result, or None if Ctrl-C ended it; a caller that is cancelled ends it too."""
        self._doing, self._late = "", False
        task = asyncio.ensure_future(work)
        stopped = False

        def stop() -> None:
            nonlocal stopped
            stopped = True
            task.cancel()

        with _interrupts(stop):
            try:
                await asyncio.wait({task}, timeout=self._patience)
                if not task.done():
                    self._late = True
                    self._tell(self._doing or _("Working… Ctrl-C stops it."))
                await asyncio.wait({task})
            finally:
                task.cancel()
        if stopped and task.cancelled():
            self._tell(f"{_('Stopped. What was saved before stays.')}\n")
            return None
        return task.result()


@contextmanager
def _interrupts(stop: Callable[[], None]) -> Iterator[None]:
    """Calls `stop` at Ctrl-C instead of what Ctrl-C does otherwise."""
    loop, before = asyncio.get_running_loop(), signal.getsignal(signal.SIGINT)
    try:
        loop.add_signal_handler(signal.SIGINT, stop)
    except (NotImplementedError, RuntimeError, ValueError):  # another system, or no main thread
        yield
        return
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)
        signal.signal(signal.SIGINT, before)
