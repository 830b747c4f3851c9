"""Who sends a request: the owner of the token in its header."""

from http import HTTPStatus

from aiohttp import web

from bot.commands.accounts.tokens import PREFIX
from bot.json_answers.callers import Caller, RequestLimit, TooManyRequests, UnknownToken, caller_with
from bot.web.api.problems import ApiProblem
from bot.web.server import SERVICE, Running
from briefings.errors import Busy

_SCHEME = "bearer"
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="readout"'}


async def caller_of(request: web.Request, limit: RequestLimit) -> Caller:
    """The owner of the token in a request's header. Raises Problem for one that opens nothing, NotAllowed and Busy."""
    running = running_of(request)
    try:
        return await caller_with(
            _token(request), running.briefings, running.conversation.access, running.clock(), limit
        )
    except UnknownToken as error:
        raise ApiProblem(HTTPStatus.UNAUTHORIZED, str(error), headers=_CHALLENGE) from None
    except TooManyRequests as error:
        waits = {"Retry-After": str(error.seconds)}
        raise ApiProblem(HTTPStatus.TOO_MANY_REQUESTS, str(error), headers=waits) from None


def _token(request: web.Request) -> str:
    """The token in the header; each is sent once, and never in an address, which logs keep."""
    given = request.headers.getall("Authorization", [])
    scheme, _space, token = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    if scheme.lower() != _SCHEME or not token.startswith(PREFIX):
        raise UnknownToken("Send a token in one header: Authorization: Bearer readout_...")
    return token


def running_of(request: web.Request) -> Running:
    """The running service. Raises Busy while this process starts or stands by."""
    running = request.app[SERVICE].running
    if running is None:
        raise Busy("Readout is starting or being moved to another machine. Try again in a moment.")
    return running
