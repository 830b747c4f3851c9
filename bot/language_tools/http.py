"""One message of the protocol over HTTP: the SDK's transport without sessions, whose answer is JSON."""

import asyncio
import json
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from mcp.server.streamable_http import StreamableHTTPServerTransport

from bot.language_tools.server import Asking, tool_server

HEADERS = ("accept", "content-type", "mcp-protocol-version")  # of a request, that the transport looks at
_Message = MutableMapping[str, Any]


@dataclass(slots=True)
class HttpAnswer:
    """The status, headers and body of an answer."""

    status: int = 500
    headers: dict[str, str] = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)


async def answered(asking: Asking, headers: dict[str, str], body: bytes) -> HttpAnswer:
    """The answer to a POST with this body and those of its headers that HEADERS names, in lower case."""
    try:
        if _is_notification(body):
            return HttpAnswer(HTTPStatus.ACCEPTED)  # the SDK would begin to handle it after the transport's end
    except RecursionError:
        return HttpAnswer(HTTPStatus.BAD_REQUEST)
    transport, server = StreamableHTTPServerTransport(None, is_json_response_enabled=True), tool_server(asking)
    conversation = _Conversation(body)
    async with transport.connect() as (reading, writing):
        options = server.create_initialization_options()
        serving = asyncio.create_task(server.run(reading, writing, options, stateless=True))
        try:
            await transport.handle_request(_scope(headers), conversation.receive, conversation.send)
        finally:
            await transport.terminate()
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
    return conversation.answer


def _is_notification(body: bytes) -> bool:
    """Whether a message awaits no answer. Raises RecursionError for one that nests too deeply."""
    try:
        message = json.loads(body)
    except ValueError:
        return False
    return isinstance(message, dict) and "method" in message and "id" not in message


def _scope(headers: dict[str, str]) -> dict[str, Any]:
    """The request as ASGI describes it."""
    sent = [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
    of = {"type": "http", "method": "POST", "scheme": "http", "path": "/", "query_string": b"", "headers": sent}
    return of | {"asgi": {"version": "3.0"}, "http_version": "1.1"}


class _Conversation:
    """Gives the transport a body that is there, and keeps what it answers."""

    def __init__(self, body: bytes) -> None:
        self._body: bytes | None = body
        self.answer = HttpAnswer()

    async def receive(self) -> _Message:
        """The body, and after that nothing any more."""
        if self._body is None:
            await asyncio.Event().wait()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(self, message: _Message) -> None:
        """Keeps a part of the answer."""
        if message["type"] == "http.response.start":
            self.answer.status = message["status"]
            self.answer.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self.answer.body += message.get("body", b"")
