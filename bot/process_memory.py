"""Reduces memory use: freezes objects made at start, and returns unused memory to the system."""

import asyncio
import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_SWITCH_SECONDS = 0.0005  # a tenth of what is usual: a statement of the database passes it on several times
_AFTER_SECONDS = 5.0  # by then the platforms' libraries are in memory too


@contextmanager
def unswept() -> Iterator[None]:
    """Disables garbage collection while libraries are imported, because imports create almost no garbage."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def share_evenly() -> None:
    """Shortens the interpreter's switch interval, so that threads working for the event loop get their turn soon."""
    sys.setswitchinterval(_SWITCH_SECONDS)


def settle_soon() -> None:
    """After the start, runs a last garbage collection, freezes its objects and returns free memory."""
    asyncio.get_running_loop().call_later(_AFTER_SECONDS, settle)


def settle() -> None:
    """Collects garbage once more, freezes all objects and returns free memory."""
    gc.collect()
    gc.freeze()
    give_back()


def give_back() -> None:
    """Returns freed memory to the system after a start or a large write."""
    with suppress(OSError, AttributeError):  # other systems' C libraries give memory back by themselves
        ctypes.CDLL(None).malloc_trim(0)
