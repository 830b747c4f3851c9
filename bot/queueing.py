"""What waits for one platform: parcels read ahead, chats that are being served, free slots."""

import asyncio
from collections import deque
from collections.abc import Iterable

from briefings.service import Parcel

_AT_ONCE = 8  # sends on their way at the same time


class Line:
    """The queue of one platform; `wake` is set when something may have come in."""

    def __init__(self) -> None:
        self.wake = asyncio.Event()
        self.slots = asyncio.Semaphore(_AT_ONCE)
        self.under_way: set[str] = set()
        self._ahead: deque[Parcel] = deque()

    def fill(self, parcels: Iterable[Parcel]) -> None:
        """Takes in what was read."""
        self._ahead.extend(parcel for parcel in parcels if parcel.address not in self.under_way)

    def empty(self) -> bool:
        """Whether something has to be read."""
        return not self._ahead

    def take(self) -> Parcel | None:
        """The next parcel whose chat is not being served; those before it are read again in their turn."""
        while self._ahead:
            parcel = self._ahead.popleft()
            if parcel.address not in self.under_way:
                return parcel
        return None

    def forget(self) -> None:
        """Lets what was read ahead be read again: something has changed."""
        self._ahead.clear()
