"""Health over HTTP: whether the process works, and whether the database, the couriers and the platforms do.

Both need no account, so their answers hold no chat, no token and no words of a platform.
"""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial

from aiohttp import web

from bot.delivery.heartbeat import ailment
from bot.delivery.settings_mismatch import mismatches
from bot.web.server import SERVICE, Running, Service
from briefings.delivery import CourierRow
from briefings.errors import BriefingError, Busy

ANSWER_SECONDS = 2.5  # within which the database has to take a write, and all that is asked besides is found out
OK, REFUSED = "ok", "account refused"


def health_routes(seconds: float = ANSWER_SECONDS) -> list[web.AbstractRouteDef]:
    """The routes of this part; a check that takes longer than `seconds` counts as failed."""
    return [web.get("/healthz", _alive), web.get("/readyz", partial(_ready, seconds))]


async def _alive(_request: web.Request) -> web.Response:
    """Says that the process runs and its event loop turns."""
    return web.json_response({"alive": True}, headers={"Cache-Control": "no-store"})


async def _ready(seconds: float, request: web.Request) -> web.Response:
    """Says whether this process answers and sends, with status 200 or 503."""
    service = request.app[SERVICE]
    running = service.running
    checking = _standing_by(service, seconds) if running is None else _checked(running, seconds)
    checks, rows = await asyncio.gather(checking, _serving(running, seconds))
    if service.leaving:
        checks = {"service": "stopping"}
    ready = is_ready(checks)
    status = 200 if ready else 503
    leads = sorted(running.replica.leads) if running else []
    told = {"processes": _processes(running, rows), "warnings": mismatches(rows)}
    # A process whose clock is wrong is still ready.
    clock = {"difference_seconds": round(running.replica.clock_difference, 1)} if running else {}
    found = {"ready": ready, "clock": clock, "checks": checks, "leads": leads, **told}
    return web.json_response(found, status=status, headers={"Cache-Control": "no-store"})


async def _standing_by(service: Service, seconds: float) -> dict[str, str]:
    """The checks of a process that doesn't answer yet: whether the database is what it waits for."""
    try:
        async with asyncio.timeout(seconds):
            database = await service.database()
    except TimeoutError:
        database = "doesn't answer"
    return {"service": "standing by", **({"database": database} if database else {})}


def is_ready(checks: Mapping[str, str]) -> bool:
    """Whether nothing but single platforms fails: a service that one platform can't reach still serves the others.

    An account that is refused counts for nothing: it is refused in all processes, and if a load balancer took them all
    out, pages and the other platform would end with it.
    """
    platforms = [found for name, found in checks.items() if name.startswith("platform ") and found != REFUSED]
    others = [found for name, found in checks.items() if not name.startswith("platform ")]
    return all(found == OK for found in others) and (not platforms or OK in platforms)


async def _checked(running: Running, seconds: float) -> dict[str, str]:
    """Each check with "ok" or a few words about the fault; only the database if that fails.

    While the database takes a write but tells nothing in time, only what this process knows by itself.
    """
    database, details = await asyncio.gather(_database(running, seconds), _details(running, seconds))
    if database != OK:
        return {"database": database}
    intake = "stores no updates" if running.intake_fails() else OK
    return {"database": OK, "intake": intake, **details}


async def _details(running: Running, seconds: float) -> dict[str, str]:
    """How the couriers and platforms are."""
    try:
        async with asyncio.timeout(seconds):
            reached = {f"platform {name}": state for name, state in (await platforms(running)).items()}
            return {**await _couriers(running), **reached}
    except TimeoutError:
        names = running.courier.senders
        return {f"courier {name}": _round(running, name) for name in names} | {
            f"platform {name}": OK if running.courier.is_connected(name, ()) else "unreachable" for name in names
        }
    except BriefingError:
        return {"database": "fails"}


async def _couriers(running: Running) -> dict[str, str]:
    """Whether each courier ends its rounds, in this process and according to the database."""
    found, patience = {}, running.patience.total_seconds()
    names, now = running.courier.senders, running.clock()
    for sign in await running.briefings.outbox.signs(names, running.patience, now):
        found[f"courier {sign.name}"] = ailment(sign, now, patience) or _round(running, sign.name)
    return found


def _round(running: Running, name: str) -> str:
    """Whether a courier of this process ends its rounds."""
    patience = running.patience.total_seconds()
    late = running.courier.beat_age(name) > patience
    return f"The courier for {name.capitalize()} ended no round for {patience:.0f} s." if late else OK


async def _serving(running: Running | None, seconds: float) -> list[CourierRow]:
    """The processes that send; none while the database doesn't tell."""
    try:
        async with asyncio.timeout(seconds):
            return await running.briefings.outbox.couriers.serving() if running else []
    except (TimeoutError, BriefingError):  # a check has told it
        return []


def _processes(running: Running | None, found: Sequence[CourierRow]) -> list[dict[str, object]]:
    """The heartbeat of each process that sends, in seconds ago."""
    now = running.clock() if running else None
    return [
        {
            "place": row.place,
            "platform": row.sender,
            "beat_seconds": round((now - row.beat_at).total_seconds(), 1) if now and row.beat_at else None,
        }
        for row in found
    ]


async def platforms(running: Running) -> dict[str, str]:
    """Each platform with "ok", or whether it can't be reached or refuses the account."""
    outbox, found = running.briefings.outbox, {}
    refused, rows = await outbox.troubles(), await outbox.couriers.serving()
    for name in running.courier.senders:
        away = await outbox.outage(name) or not running.courier.is_connected(name, rows)
        state = "not served by this process" if running.courier.routes[name].withheld else "unreachable" if away else OK
        found[name] = REFUSED if name in refused else state
    return found


async def _database(running: Running, seconds: float) -> str:
    """Whether the database takes a write in time."""
    try:
        async with asyncio.timeout(seconds):
            await running.courier.probe.write(running.clock())
    except (TimeoutError, Busy):
        return "takes no writes"
    except BriefingError:  # the probe logs it
        return "fails"
    return OK
