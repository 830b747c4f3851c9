"""Commands that print figures beside a peer's, measured in the same run: `python -m benchmarks.NAME`."""

from contextlib import ExitStack

from briefings.model.marking import SYSTEM, viewing

# A benchmark reads the whole library, whatever its markings; a program that it starts binds its own viewers.
_FOR_THE_PROCESS = ExitStack()
_FOR_THE_PROCESS.enter_context(viewing(SYSTEM))
