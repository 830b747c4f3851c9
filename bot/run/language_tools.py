"""Serves a program of a language model that started this one, with the rights of a token or of the terminal."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime

from bot.chat import no_direct
from bot.commands import Roles
from bot.commands.permissions import Access
from bot.json_answers.callers import acting_for, caller_with
from bot.json_answers.queries import Asker
from bot.language_tools.stdio import serve_stdio
from bot.run.settings import Settings
from bot.run.wiring import Clock, now, open_core
from briefings.model.marking import rank, viewing
from briefings.service import Briefings

_PLACE, _OWNER = "terminal:local", "terminal:owner"


async def serve_tools(settings: Settings, clock: Clock = now) -> int:
    """Answers on standard output what is asked on standard input, until that ends. Raises BriefingError."""
    async with open_core(settings, create=False) as core:

        @asynccontextmanager
        async def asking() -> AsyncGenerator[Asker]:
            async with _asking(core, settings, clock()) as asker:
                yield asker

        await serve_stdio(asking)
    return 0


@asynccontextmanager
async def _asking(core: Briefings, settings: Settings, at: datetime) -> AsyncGenerator[Asker]:
    """On whose behalf is asked: the token's owner if one is set, or the terminal's, and only up to the default marking.

    A model often runs on somebody else's machine, so what is marked more strictly takes a token that is cleared for it.
    """
    if settings.mcp_token:
        roles = Roles(settings.admins, settings.editors, open_access=settings.access == "open")
        access = Access(core, roles, no_direct)
        caller = await caller_with(settings.mcp_token.get_secret_value(), core, access, at)
        with acting_for(caller):
            yield caller.asker
        return
    known = await core.markings.viewer(_PLACE, _OWNER, at, private=True)
    with viewing(replace(known, clearance=min(known.clearance, known.default, key=rank))):
        yield Asker(core, _PLACE, _OWNER, settings.timezone, at)
