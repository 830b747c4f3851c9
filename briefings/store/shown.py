"""Which of the bot's messages showed what, so that an answer to one of them knows what it is about."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection as Brief
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.store.chats import upsert
from briefings.store.tables import shown


def set_message_context(brief: Brief, address: str, messages: Sequence[str], about: str, now: datetime) -> None:
    """Notes what messages in a place show; one that shows something else now is noted anew."""
    for message in messages:
        row = {"address": address, "message": message, "about": about, "at": now}
        brief.execute(upsert(brief, shown, row, about=about, at=now))


def message_context(brief: Brief, address: str, message: str) -> str:
    """What a message in a place shows, "" where that was not noted."""
    query = select(shown.c.about).where(shown.c.address == address, shown.c.message == message)
    return brief.execute(query).scalar_one_or_none() or ""


async def prune_message_contexts(connection: AsyncConnection, before: datetime) -> None:
    """Forgets messages that were shown earlier."""
    await connection.execute(delete(shown).where(shown.c.at < before))
