"""The clock of the service: this machine's, corrected where the clocks of the database and other processes differ."""

from collections.abc import Callable
from datetime import datetime, timedelta

from briefings.store import Replica


class ServiceClock:
    """Gives the current instant; `replica` knows the correction, once there is one."""

    def __init__(self, machine: Callable[[], datetime]) -> None:
        self._machine, self.replica = machine, Replica()

    def __call__(self) -> datetime:
        return self._machine() + timedelta(seconds=self.replica.clock_correction)
