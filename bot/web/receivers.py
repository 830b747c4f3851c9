"""The paths to which platforms send updates by HTTP; each is answered once its update is stored."""

import logging
from functools import partial

from aiohttp import web

from bot.http_updates import PATHS, HttpReply, HttpUpdate
from bot.web.server import SERVICE

_log = logging.getLogger(__name__)


def receiver_routes() -> list[web.AbstractRouteDef]:
    """The routes of this part."""
    return [web.post(path, partial(_receive, platform)) for platform, path in PATHS.items()]


async def _receive(platform: str, request: web.Request) -> web.Response:
    """Passes the body on as it came, which a signature covers; a longer one than the server takes is refused."""
    running = request.app[SERVICE].running
    if running is None:  # it starts, stands by or stops: the platform sends it again, here or to another process
        return web.Response(status=503, headers={"Retry-After": "1"})
    if (receive := running.receivers.get(platform)) is None:
        raise web.HTTPNotFound
    reply = await receive(HttpUpdate(request.headers, await request.read()))
    if reply.status in (400, 401):
        _log.warning("a request that isn't the platform's was refused", extra={"platform": platform})
    return _response(reply)


def _response(reply: HttpReply) -> web.Response:
    return web.Response(status=reply.status, text=reply.body, content_type=reply.content_type)
