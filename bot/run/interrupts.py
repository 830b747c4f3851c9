"""Handles Ctrl-C while the program starts and ends, when an exception would be printed as a traceback."""

import os
import signal
from types import FrameType

INTERRUPTED = 130  # the exit status of a program that Ctrl-C ended


def exit_at_once() -> None:
    """Makes Ctrl-C end the process with status 130 and without a word; a caller's decision to ignore it stands."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _exit)


def raise_exception() -> None:
    """Makes Ctrl-C raise KeyboardInterrupt, as asyncio expects, if it ended the process at once so far."""
    if signal.getsignal(signal.SIGINT) is _exit:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _exit(_signal: int, _frame: FrameType | None) -> None:
    os._exit(INTERRUPTED)
