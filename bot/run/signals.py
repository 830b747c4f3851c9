"""Signals: Ctrl-C while the program starts and ends, without a traceback, and SIGTERM or Ctrl-C while it serves."""

import logging
import os
import signal
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

_log = logging.getLogger(__name__)
INTERRUPTED = 130  # the exit status of a program that Ctrl-C ended


def exit_at_once() -> None:
    """Makes Ctrl-C end the process with status 130 and without a word; a caller's decision to ignore it stands."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _exit)


def raise_exception() -> None:
    """Makes Ctrl-C raise KeyboardInterrupt, as asyncio expects, if it ended the process at once so far."""
    if signal.getsignal(signal.SIGINT) is _exit:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def stop_signal() -> "asyncio.Event":
    """Is set once SIGTERM or Ctrl-C asks the running program to end."""
    import asyncio  # 50 ms, which a command line need not pay

    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    return stopped


def exit_in(seconds: float) -> None:
    """Ends the process after so long, whatever still waits for a server or a disk then; all that is kept is stored."""
    import threading  # 5 ms, which a command line need not pay

    def end() -> None:
        _log.warning("ended while something still hung, such as a connection to the database", extra={"after": seconds})
        os._exit(0)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()


def _exit(_signal: int, _frame: FrameType | None) -> None:
    os._exit(INTERRUPTED)
