"""Health over HTTP: whether the process works, and whether the database, the couriers and the platforms do.

Both need no account, so their answers hold no chat, no token and no words of a platform.
"""

import asyncio
import logging
from collections.abc import Mapping

from aiohttp import web

from bot.delivery.heartbeat import ailment
from bot.web.server import SERVICE, Running
from briefings.errors import BriefingError, Busy

_log = logging.getLogger(__name__)
_WRITE_SECONDS = 3.0  # within which the database has to take a write
_OK = "ok"


def health_routes() -> list[web.AbstractRouteDef]:
    """The routes of this part."""
    return [web.get("/healthz", _alive), web.get("/readyz", _ready)]


async def _alive(_request: web.Request) -> web.Response:
    """Says that the process runs and its event loop turns."""
    return web.json_response({"alive": True}, headers={"Cache-Control": "no-store"})


async def _ready(request: web.Request) -> web.Response:
    """Says whether this process answers and sends, with status 200 or 503."""
    service = request.app[SERVICE]
    running = service.running
    checks = {"service": "standing by"} if running is None else await checked(running)
    if service.leaving:
        checks = {"service": "stopping"}
    ready = is_ready(checks)
    status = 200 if ready else 503
    leads = sorted(running.replica.leads) if running else []
    found = {"ready": ready, "checks": checks, "leads": leads, "processes": await _processes(running)}
    return web.json_response(found, status=status, headers={"Cache-Control": "no-store"})


def is_ready(checks: Mapping[str, str]) -> bool:
    """Whether nothing but single platforms fails: a service that one platform can't reach still serves the others."""
    platforms = [found for name, found in checks.items() if name.startswith("platform ")]
    others = [found for name, found in checks.items() if not name.startswith("platform ")]
    return all(found == _OK for found in others) and (not platforms or _OK in platforms)


async def checked(running: Running) -> dict[str, str]:
    """Each check with "ok" or a few words about the fault; only the database if that fails."""
    database = await _database(running)
    if database != _OK:
        return {"database": database}
    try:
        return {"database": _OK, **await _couriers(running), **await _platforms(running)}
    except BriefingError as error:
        _log.warning("the database fails a health check", extra={"failure": error})
        return {"database": "fails"}


async def _couriers(running: Running) -> dict[str, str]:
    """Whether each courier ends its rounds, in this process and according to the database."""
    found, patience = {}, running.patience.total_seconds()
    names, now = running.courier.senders, running.clock()
    for sign in await running.briefings.outbox.signs(names, running.patience, now):
        late = running.courier.beat_age(sign.name) > patience
        silent = f"The courier for {sign.name.capitalize()} ended no round for {patience:.0f} s." if late else _OK
        found[f"courier {sign.name}"] = ailment(sign, now, patience) or silent
    return found


async def _processes(running: Running | None) -> list[dict[str, object]]:
    """The heartbeat of each process that sends, in seconds ago; none while the database doesn't tell."""
    try:
        found = await running.briefings.outbox.couriers.serving() if running else []
    except BriefingError:  # a check has told it
        return []
    now = running.clock() if running else None
    return [
        {
            "place": row.place,
            "platform": row.sender,
            "beat_seconds": round((now - row.beat_at).total_seconds(), 1) if now and row.beat_at else None,
        }
        for row in found
    ]


async def _platforms(running: Running) -> dict[str, str]:
    """Whether each platform is reachable and accepts the account."""
    outbox, found = running.briefings.outbox, {}
    refused = await outbox.troubles()
    for name in running.courier.senders:
        away = "unreachable" if await outbox.outage(name) else _OK
        kept = "not served by this process" if running.courier.routes[name].withheld else away
        found[f"platform {name}"] = "account refused" if name in refused else kept
    return found


async def _database(running: Running) -> str:
    """Whether the database takes a write in time."""
    try:
        async with asyncio.timeout(_WRITE_SECONDS):
            await running.briefings.outbox.try_to_write(running.clock())
    except (TimeoutError, Busy):
        return "takes no writes"
    except BriefingError as error:
        _log.warning("the database fails a health check", extra={"failure": error})
        return "fails"
    return _OK
