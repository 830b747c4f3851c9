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
    """Looks for no garbage while libraries are imported: there is hardly any."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def share_evenly() -> None:
    """Lets threads that work for the event loop have the interpreter soon, however much the loop has to do."""
    sys.setswitchinterval(_SWITCH_SECONDS)


def settle_soon() -> None:
    """Once the start is over, what it made is looked through for the last time, and what it freed is given back."""
    asyncio.get_running_loop().call_later(_AFTER_SECONDS, settle)


def settle() -> None:
    """Looks through what is in memory for the last time and gives back what is free."""
    gc.collect()
    gc.freeze()
    give_back()


def give_back() -> None:
    """Returns to the system what was freed: after much has been written at once, or a start."""
    with suppress(OSError, AttributeError):  # other systems' C libraries give memory back by themselves
        ctypes.CDLL(None).malloc_trim(0)
