"""Downloads files attached to Slack events."""

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any

from bot.chat import Attachment, DeliveryFailed

Json = dict[str, Any]
Fetch = Callable[[str, int, str], Awaitable[bytes]]  # address, size in bytes, media type


def attachments(files: Iterable[Json], fetch: Fetch) -> tuple[Attachment, ...]:
    """The request's attachments, without deleted files."""
    return tuple(_attachment(file, fetch) for file in files if file.get("mode") != "tombstone")


def _attachment(file: Json, fetch: Fetch) -> Attachment:
    name, size = file.get("name") or file.get("title") or "file", file.get("size", 0)
    url = file.get("url_private_download") or file.get("url_private")
    if not url:
        return Attachment(name, size, _withheld, file.get("id", ""))
    return Attachment(name, size, partial(fetch, url, size, file.get("mimetype", "")), file.get("id", ""))


async def _withheld() -> bytes:
    raise DeliveryFailed("Slack does not hand out this file", "refused")
