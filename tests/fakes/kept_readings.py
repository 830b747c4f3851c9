"""A reading process that gives the same answer again for the same file, so that each file of the tests is read once."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from briefings.sandbox import client
from briefings.sandbox.client import ForkserverClient
from briefings.sandbox.limits import Limits
from briefings.sandbox.protocol import DONE

_MOST_KEPT = 500  # answers


class KeptReadings(ForkserverClient):
    """Answers from what was read before; what isn't known yet, or failed, is read by a real process."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: OrderedDict[tuple[bytes, Limits, str], client._Ended] = OrderedDict()

    async def run_plain(self, request: bytes, limits: Limits, by: str) -> None:
        """No process is kept for plain texts: what it answers would not be known here."""

    async def run(self, request: bytes, limits: Limits, format_: str = "") -> client._Ended:
        """See `ForkserverClient.run`; an empty request asks what protects the process, and is always asked anew."""
        key = (request, limits, format_)
        if key not in self._kept:
            ended = await super().run(request, limits, format_)
            if not request or ended.status != str(DONE):
                return ended
            self._kept[key] = ended
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]


@contextmanager
def kept_readings() -> Iterator[None]:
    """Meanwhile the process that is shared by all who read is one of these."""
    server = KeptReadings()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "shared_forkserver", lambda: server)
        yield
    server.end()
