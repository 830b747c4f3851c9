"""Serves the tools over standard input and output, until the input ends."""

import os
import sys
from io import TextIOWrapper
from typing import TextIO

import anyio
from mcp.server.stdio import stdio_server

from bot.language_tools.server import Asking, tool_server


async def serve_stdio(asking: Asking) -> None:
    """Answers the program that started this one."""
    server = tool_server(asking)
    async with stdio_server(_copy(sys.stdin, "rb"), _copy(sys.stdout, "wb")) as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


def _copy(of: TextIO, mode: str) -> "anyio.AsyncFile[str]":
    """A stream of its own, because the SDK closes what it is given."""
    raw = os.fdopen(os.dup(of.fileno()), mode)
    return anyio.wrap_file(TextIOWrapper(raw, encoding="utf-8", errors="replace"))
