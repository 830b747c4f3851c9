"""Merging two events into one, and separating them again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from briefings.errors import BadInput
from briefings.model.agenda import Event
from briefings.model.audit_log import of_event
from briefings.parsing import names
from briefings.reminders.followers import Followers
from briefings.store import Connection, agenda
from briefings.store.accounts import audit_log
from briefings.translatable import phrase


def move(
    connection: Connection,
    followers: Followers,
    before: Event,
    to: Event,
    by: str,
    now: datetime,
    text: str,
    seen_in: str,
) -> tuple[Event, int]:
    """Moves an event to the date of `to`, with its reminders; returns it, and how many followers will be notified.

    `text` is the id of the text that moves it, "" for a person; the followers at `seen_in` aren't told.
    """
    after = replace(to, state="set", why="", rev=before.rev + 1)
    agenda.change(connection, after, now)
    audit_log.note(connection, of_event("moved", after, by, now, note=text, before=before.when, after=after.when))
    return after, followers.moved(connection, before, after, now, seen_in)


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
