"""Parses what people do in views: opening the Home tab, pressing buttons, submitting forms."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.chat import Request
from bot.message import form_line
from bot.platforms.slack.address import NAME, SlackAddress, place_of
from bot.platforms.slack.receiving.attachments import Fetch, attachments

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """A person opened the Home tab; `place` is their direct channel."""

    user: str
    place: SlackAddress
    at: datetime


@dataclass(frozen=True, slots=True)
class ModalRequest:
    """A request whose answer goes to a modal: the one in `names`, or a new one opened by `trigger`."""

    request: Request
    place: SlackAddress
    user: str
    trigger: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


def read_home(body: Json) -> HomeOpened | None:
    """Parses an opened Home tab; None for another tab."""
    event = body["event"]
    if event.get("tab") != "home" or not event.get("channel"):
        return None
    return HomeOpened(
        event["user"], SlackAddress(event["channel"]), datetime.fromtimestamp(float(event["event_ts"]), UTC)
    )


def read_view_press(body: Json, line: str, home: str, at: datetime) -> ModalRequest:
    """Parses a button in a view, or one in a message that opens a view; `home` is its address."""
    view = body.get("view") or {}
    names = {"view_id": view["id"]} if view.get("type") == "modal" else {}
    return _viewed(body, line, home, at, trigger=body.get("trigger_id", ""), names=names)


def read_submission(body: Json, fetch: Fetch, at: datetime) -> ModalRequest | None:
    """Parses a submitted form as a command line; None if it isn't ours."""
    try:
        kept = json.loads(body["view"].get("private_metadata") or "")
    except ValueError:
        return None
    values = {
        name: _value(state) for block in body["view"]["state"]["values"].values() for name, state in block.items()
    }
    line = form_line(kept["says"].removeprefix("/"), values)
    files = [
        file
        for block in body["view"]["state"]["values"].values()
        for state in block.values()
        for file in state.get("files") or ()
    ]
    names = {"external_id": external_of(body)}
    return _viewed(body, line, kept["home"], at, names=names, files=attachments(files, fetch))


def external_of(body: Json) -> str:
    """The external id of the modal that answers a form, which the acknowledgement creates."""
    return f"answer.{body['view']['id']}.{body['view'].get('hash', '')}.{body.get('trigger_id', '')}"[:255]


def _viewed(
    body: Json,
    line: str,
    home: str,
    at: datetime,
    *,
    trigger: str = "",
    names: Mapping[str, str],
    files: Iterable[Any] = (),
) -> ModalRequest:
    user, place = body["user"]["id"], place_of(home)
    request = Request(
        address=home,
        sender=f"{NAME}:{user}",
        line=line,
        sent_at=at,
        update=f"{NAME}:{body.get('trigger_id') or at.timestamp()}",
        private=not place.channel.startswith(("C", "G")),
        attachments=tuple(files),
        sender_name=body["user"].get("name") or body["user"].get("username", ""),
        pressed=True,
    )
    return ModalRequest(request, place, user, trigger, names)


def _value(state: Json) -> str:
    """A submitted value as words of a command line."""
    if state.get("selected_options") is not None:
        return ",".join(option["value"] for option in state["selected_options"])
    option = state.get("selected_option") or {}
    told = option.get("value") or state.get("selected_date") or state.get("selected_time") or state.get("value")
    return str(told or "")
