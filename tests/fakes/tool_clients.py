"""The official client of MCP over each transport, against one library."""

import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, cast

import httpx
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

from bot.chat import Request
from bot.commands import Conversation, Roles
from bot.delivery.courier import Courier
from bot.json_answers.callers import RequestLimit
from bot.web.connections import ConnectionLimits
from bot.web.language_tools import tool_routes
from bot.web.server import Part, Running, Service, serve_web
from briefings.service import Briefings

NOW = datetime(2026, 2, 24, 9, tzinfo=UTC)
EDITOR, READER = "telegram:1", "telegram:2"
Transport = Literal["stdio", "http"]
_ROOT = str(Path(__file__).parents[2])
_SERVE = f"""
import asyncio, sys
sys.path.insert(0, {_ROOT!r})
from datetime import datetime
from bot.run.language_tools import serve_tools
from bot.run.settings import read_settings
asyncio.run(serve_tools(read_settings(), lambda: datetime.fromisoformat(sys.argv[1])))
"""


class ToolWorld:
    """A library in a file, its conversation, and the tools over each transport."""

    def __init__(self, core: Briefings, folder: Path) -> None:
        self.core, self.folder, self.now, self.service = core, folder, NOW, Service()
        self.roles = Roles(frozenset(), frozenset({EDITOR}), open_access=True)
        self.conversation = Conversation(core, self.roles, lambda: self.now, {})
        self.limit = RequestLimit(burst=500)
        self.url = ""

    def serve(self, conversation: Conversation) -> None:
        """Shows the web server this conversation."""
        courier, minute = cast(Courier, None), timedelta(seconds=60)
        self.service.running = Running(self.core, conversation, courier, lambda: self.now, minute)

    @asynccontextmanager
    async def listening(self, *parts: Part, limits: ConnectionLimits | None = None) -> AsyncIterator[None]:
        """Serves the tools, and other parts, over HTTP during the block."""
        self.serve(self.conversation)
        async with serve_web("127.0.0.1", 0, self.service, [tool_routes(self.limit), *parts], limits) as port:
            self.url = f"http://127.0.0.1:{port}"
            yield

    async def token(self, sender: str = READER) -> str:
        """A new token of this person."""
        request = Request(sender, sender, "token new model", self.now, private=True)
        message = await self.conversation.answer(request)
        assert message
        [token] = re.findall(r"readout_[\w-]+", message.plain())
        return token

    @asynccontextmanager
    async def client(self, transport: Transport, token: str = "") -> AsyncIterator[ClientSession]:
        """A session of the official client, which has begun."""
        async with self._over_http(token) if transport == "http" else self._over_stdio(token) as streams:
            reading, writing, *_rest = streams
            async with ClientSession(reading, writing) as session:
                await session.initialize()
                yield session

    @asynccontextmanager
    async def _over_http(self, token: str) -> AsyncIterator[Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with (
            httpx.AsyncClient(headers=headers) as client,
            streamable_http_client(f"{self.url}/mcp", http_client=client) as streams,
        ):
            yield streams

    @asynccontextmanager
    async def _over_stdio(self, token: str) -> AsyncIterator[Any]:
        given = {"READOUT_MCP_TOKEN": token, "READOUT_ACCESS": "open", "PATH": os.environ["PATH"]}  # noqa: TID251
        given |= {"DATABASE_URL": f"sqlite:///{self.folder}/readout.db", "PYTHONDONTWRITEBYTECODE": "1"}
        program = StdioServerParameters(
            command=sys.executable, args=["-c", _SERVE, self.now.isoformat()], env=given, cwd=self.folder
        )
        async with stdio_client(program) as streams:
            yield streams
