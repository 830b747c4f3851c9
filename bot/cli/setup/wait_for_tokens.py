"""Waits for the first token, so that a container without one says how to set it up and doesn't restart in a circle."""

import asyncio
import signal
from contextlib import suppress

from bot.run.settings import WrongSettings, read_settings

_LOOKS_SECONDS = 2.0  # between two looks at the settings for a token
_HOW = """No platform's token is set, so Readout waits for one. To set it up, type one of these beside compose.yaml:
  docker compose exec readout readout setup     asks for the tokens; Readout starts by itself once they are set
  docker compose up -d                          after you have put the tokens into .env; .env.example names them
To try it without a token: docker compose exec readout readout chat"""


async def tokens_set() -> bool:
    """Says how to set it up and waits until the settings hold a platform's tokens; false if a signal comes first."""
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    print(_HOW, flush=True)
    while not stopped.is_set():
        with suppress(TimeoutError):
            async with asyncio.timeout(_LOOKS_SECONDS):
                await stopped.wait()
        with suppress(WrongSettings):  # half of a pair, while the other half is being typed
            known = read_settings()
            if known.telegram or known.slack:
                return not stopped.is_set()
    return False
