"""The paths to which platforms send updates by HTTP; each is answered once its update is stored."""

import asyncio
import logging
from functools import partial

from aiohttp import web

from bot.http_updates import PATHS, HttpUpdate
from bot.web.server import SERVICE

BODY_SECONDS = 5.0  # platforms send a body of a few kB at once, and try again after a few seconds
_log = logging.getLogger(__name__)


def receiver_routes(body_seconds: float = BODY_SECONDS) -> list[web.AbstractRouteDef]:
    """The routes of this part; a request has so many seconds for its body."""
    return [web.post(path, partial(_receive, platform, body_seconds)) for platform, path in PATHS.items()]


async def _receive(platform: str, body_seconds: float, request: web.Request) -> web.Response:
    """Passes the body on as it came, which a signature covers; a longer one than the server takes is refused."""
    running = request.app[SERVICE].running
    if running is None:  # it starts, stands by or stops: the platform sends it again, here or to another process
        return web.Response(status=503, headers={"Retry-After": "1"})
    if (receive := running.receivers.get(platform)) is None:
        raise web.HTTPNotFound
    reply = await receive(HttpUpdate(request.headers, await _body(request, body_seconds)))
    if reply.status in (400, 401):
        about = {"platform": platform} | ({"reason": reply.reason} if reply.reason else {})
        _log.warning("a request that isn't the platform's was refused", extra=about)
    return web.Response(status=reply.status, text=reply.body, content_type=reply.content_type)


async def _body(request: web.Request, seconds: float) -> bytes:
    """The body of a request. Raises HTTPRequestTimeout and ends the connection if it takes longer."""
    try:
        async with asyncio.timeout(seconds):
            return await request.read()
    except TimeoutError:
        refused = web.HTTPRequestTimeout(text="The body took too long.")
        refused.force_close()
        raise refused from None
