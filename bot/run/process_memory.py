"""Reduces memory use: freezes objects made at start, and returns unused memory to the system.

Measured by importing `bot.run.wiring` and both adapters on CPython 3.11 and reading VmRSS: 113 MB, and 102 MB `without`
click and cryptography. A full collection then takes longer than half a second on a busy machine, and nothing once these
objects are frozen. `release_memory` gains 0.3 MB after the imports; it is for large writes.
"""

import asyncio
import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_SWITCH_SECONDS = 0.0005  # a tenth of what is usual: a statement of the database passes it on several times
_OBJECTS = 10_000  # made since the last garbage collection, in place of 700; an answer makes thousands that end with it
_AFTER_SECONDS = 5.0  # by then the platforms' libraries are in memory too


@contextmanager
def gc_paused() -> Iterator[None]:
    """Disables garbage collection while libraries are imported, because imports create almost no garbage.

    What was imported is frozen until `freeze`; otherwise the next collection would look at all of it.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def without(*libraries: str) -> Iterator[None]:
    """Makes imports in this block find these optional libraries missing, unless they are already loaded."""
    hidden = [name for name in libraries if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type] # None is how Python is told of a missing one
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def set_switch_interval() -> None:
    """Shortens the interpreter's switch interval, so that threads working for the event loop get their turn soon."""
    sys.setswitchinterval(_SWITCH_SECONDS)


def freeze_soon() -> None:
    """After the start, runs a last garbage collection, freezes its objects and returns free memory."""
    asyncio.get_running_loop().call_later(_AFTER_SECONDS, freeze)


def freeze() -> None:
    """Collects garbage once more, freezes all objects and returns free memory; from now on collects it less often."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])
    release_memory()


def release_memory() -> None:
    """Returns freed memory to the system after a start or a large write."""
    with suppress(OSError, AttributeError):  # other systems' C libraries give memory back by themselves
        ctypes.CDLL(None).malloc_trim(0)
