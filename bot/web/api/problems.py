"""Errors of the API as `application/problem+json` (RFC 9457)."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Mapping
from http import HTTPStatus

from aiohttp import web

from bot.web.connections import Handler
from briefings.errors import (
    Ambiguous,
    BadInput,
    BriefingError,
    Busy,
    NotAllowed,
    NotFound,
    Unavailable,
    Undecided,
    Unreadable,
    new_reference,
)

_log = logging.getLogger(__name__)

_RETRY_SECONDS = "5"
_STATUS: tuple[tuple[type[BriefingError], HTTPStatus], ...] = (
    (NotFound, HTTPStatus.NOT_FOUND),
    (Ambiguous, HTTPStatus.CONFLICT),
    (Undecided, HTTPStatus.CONFLICT),
    (NotAllowed, HTTPStatus.FORBIDDEN),
    (Unreadable, HTTPStatus.UNPROCESSABLE_ENTITY),
    (BadInput, HTTPStatus.BAD_REQUEST),
    (Busy, HTTPStatus.SERVICE_UNAVAILABLE),
    (Unavailable, HTTPStatus.SERVICE_UNAVAILABLE),
)


class ApiProblem(Exception):
    """Ends a request with a status and a sentence; `extra` are further fields, `headers` further headers."""

    def __init__(
        self, status: HTTPStatus, detail: str, *, headers: Mapping[str, str] | None = None, **extra: str
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.extra = status, detail, dict(headers or {}), extra


def wrong(detail: str) -> ApiProblem:
    """A problem with what was sent."""
    return ApiProblem(HTTPStatus.BAD_REQUEST, detail)


def problem_of(error: BriefingError) -> ApiProblem:
    """An expected error of the core as a problem."""
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)
    extra = {"analysis": f"a{error.analysis}"} if isinstance(error, Undecided) else {}
    waits = {"Retry-After": _RETRY_SECONDS} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return ApiProblem(status, str(error), headers=waits, **extra)


def response_of(problem: ApiProblem) -> web.Response:
    """The answer that tells a problem."""
    status = problem.status
    told = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": problem.detail}
    return web.Response(
        status=status,
        body=json.dumps(told | problem.extra, ensure_ascii=False).encode(),
        content_type="application/problem+json",
        headers={"Cache-Control": "no-store", **problem.headers},
    )


async def answered(answering: Awaitable[web.Response]) -> web.Response:
    """The answer to a request, or the problem that ended it."""
    try:
        return await answering
    except ApiProblem as problem:
        return response_of(problem)
    except BriefingError as error:
        return response_of(problem_of(error))
    except (web.HTTPException, web.RequestPayloadError, asyncio.CancelledError, ConnectionError):
        raise
    except Exception:  # noqa: BLE001 - the edge of each request: whatever breaks it ends no other
        reference = new_reference()
        _log.exception("a request of a program broke", extra={"reference": reference})
        status, detail = HTTPStatus.INTERNAL_SERVER_ERROR, f"Something went wrong. Reference: {reference}"
        return response_of(ApiProblem(status, detail, reference=reference))


def wrong_method(methods: tuple[str, ...]) -> Handler:
    """Refuses a method that an address doesn't take, and names those that it does."""
    allowed = ", ".join(methods)

    async def handle(_request: web.Request) -> web.Response:
        detail = f"This address takes only {allowed}."
        return response_of(ApiProblem(HTTPStatus.METHOD_NOT_ALLOWED, detail, headers={"Allow": allowed}))

    return handle
