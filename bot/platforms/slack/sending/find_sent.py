"""Looks for a sent message by the delivery key in its metadata."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from bot.chat import DeliveryFailed
from bot.platforms.slack.address import SlackAddress
from bot.platforms.slack.sending.web import Web

Json = dict[str, Any]

DELIVERY = "readout_delivery"  # the kind of metadata by which a message is found again
PAGE = 200  # messages asked for at once
MOST_PAGES = 20
SKEW = timedelta(minutes=5)  # how far Slack's clock and ours may differ


def mark(key: str, part: int, parts: int) -> Json:
    """The metadata by which a part can be found."""
    return {"event_type": DELIVERY, "event_payload": {"key": key, "part": part, "parts": parts}}


async def find(web: Web, place: SlackAddress, key: str, since: datetime) -> str | None:
    """The receipt of a whole message; None if no part arrived.

    Raises DeliveryFailed: "doubt" if only some parts arrived, "retry" if Slack couldn't be asked.
    """
    stamps: dict[int, str] = {}
    parts = 0
    oldest, cursor = str((since - SKEW).timestamp()), ""
    for _ in range(MOST_PAGES):
        page = await _page(web, place, oldest, cursor)
        for number, of, stamp in _parts(page["messages"], key):
            stamps[number], parts = stamp, of
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor or (parts and len(stamps) == parts):
            break
    if parts and len(stamps) == parts:
        return f"{place.channel}/{','.join(stamps[number] for number in sorted(stamps))}"
    if stamps:
        raise DeliveryFailed("{arrived} of {number} parts arrived", "doubt", arrived=len(stamps), number=parts)
    if cursor:
        raise DeliveryFailed("Too much was said in the channel since then to look through", "doubt")
    return None


async def _page(web: Web, place: SlackAddress, oldest: str, cursor: str) -> Json:
    query: Json = {
        "channel": place.channel,
        "oldest": oldest,
        "limit": PAGE,
        "include_all_metadata": True,
        "cursor": cursor or None,
    }
    response = await web.look(
        lambda client: (
            client.conversations_replies(ts=place.thread, **query)
            if place.thread
            else client.conversations_history(**query)
        )
    )
    return response.data if isinstance(response.data, dict) else {}


def _parts(messages: Iterable[Json], key: str) -> Iterable[tuple[int, int, str]]:
    for message in messages:
        metadata = message.get("metadata") or {}
        payload = metadata.get("event_payload") or {}
        if metadata.get("event_type") == DELIVERY and payload.get("key") == key:
            yield payload["part"], payload["parts"], message["ts"]
