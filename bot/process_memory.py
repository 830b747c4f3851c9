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
def gc_paused() -> Iterator[None]:
    """Disables garbage collection while libraries are imported, because imports create almost no garbage."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def set_switch_interval() -> None:
    """Shortens the interpreter's switch interval, so that threads working for the event loop get their turn soon."""
    sys.setswitchinterval(_SWITCH_SECONDS)


def freeze_soon() -> None:
    """After the start, runs a last garbage collection, freezes its objects and returns free memory."""
    asyncio.get_running_loop().call_later(_AFTER_SECONDS, freeze)


def freeze() -> None:
    """Collects garbage once more, freezes all objects and returns free memory."""
    gc.collect()
    gc.freeze()
    release_memory()


def release_memory() -> None:
    """Returns freed memory to the system after a start or a large write."""
    with suppress(OSError, AttributeError):  # other systems' C libraries give memory back by themselves
        ctypes.CDLL(None).malloc_trim(0)
