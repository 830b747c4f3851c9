"""Merging two events into one, and separating them again."""

from collections.abc import Sequence
from datetime import datetime

from briefings.errors import BadInput
from briefings.model.agenda import Event
from briefings.model.audit_log import of_event
from briefings.parsing import names
from briefings.reminders.followers import Followers
from briefings.store import Connection, agenda
from briefings.store.accounts import audit_log
from briefings.translatable import phrase


def merge(connection: Connection, followers: Followers, kept: Event, joined: Event, by: str, now: datetime) -> None:
    """Merges another event, `joined`, into `kept`: its mentions and followers move."""
    agenda.merge(connection, kept.id, joined.id, now)
    followers.joined(connection, kept, joined, now)
    audit_log.note(connection, of_event("joined", kept, by, now, note=f"e{joined.id}"))


def separate(connection: Connection, typed: int, now: datetime) -> int:
    """Undoes a merge and returns the id of the separated event; its mentions go back to it.

    `typed` is the merged event, or the one it was merged into if there is only one. Raises BadInput.
    """
    separated = typed
    if agenda.merged_into(connection, typed) is None:
        parts = agenda.parts_of(connection, typed)
        if len(parts) != 1:
            raise BadInput(_not_one(typed, parts))
        separated = parts[0]
    agenda.separate(connection, separated, now)
    return separated


def _not_one(id_: int, parts: Sequence[int]) -> str:
    if not parts:
        return phrase("e{id} isn't merged with any other event.", id=id_)
    merged = names.either([f"e{part}" for part in parts])
    return phrase(
        "Several events were merged into e{id}. Which one should be separate again? {names}.", id=id_, names=merged
    )
