"""Errors of the API as `application/problem+json` (RFC 9457)."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from aiohttp import web

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
)

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


class Problem(Exception):
    """Ends a request with a status and a sentence; `extra` are further fields, `headers` further headers."""

    def __init__(
        self, status: HTTPStatus, detail: str, *, headers: Mapping[str, str] | None = None, **extra: str
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.extra = status, detail, dict(headers or {}), extra


def wrong(detail: str) -> Problem:
    """A problem with what was sent."""
    return Problem(HTTPStatus.BAD_REQUEST, detail)


def problem_of(error: BriefingError) -> Problem:
    """An expected error of the core as a problem."""
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)
    extra = {"analysis": f"a{error.analysis}"} if isinstance(error, Undecided) else {}
    waits = {"Retry-After": _RETRY_SECONDS} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return Problem(status, str(error), headers=waits, **extra)


def response_of(problem: Problem) -> web.Response:
    """The answer that tells a problem."""
    status = problem.status
    told = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": problem.detail}
    return web.Response(
        status=status,
        body=json.dumps(told | problem.extra, ensure_ascii=False).encode(),
        content_type="application/problem+json",
        headers={"Cache-Control": "no-store", **problem.headers},
    )
