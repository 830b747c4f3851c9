"""Decides whether two mentions mean the same event; deletes an event that was created by mistake."""

from datetime import datetime

from briefings.errors import BadInput
from briefings.model.agenda import Event, EventDate
from briefings.model.audit_log import of_event
from briefings.model.delivery import chat_of
from briefings.store import Connection, agenda, audit_log, follows
from briefings.store import agenda as rows
from briefings.store.outbox import pending
from briefings.text.terms import content_terms
from briefings.translatable import phrase

_ALIKE = 0.6  # share of their words that two titles have in common


class Titles:
    """Compares titles; words are extracted once per title."""

    def __init__(self) -> None:
        self._words: dict[str, frozenset[str]] = {}

    def same(self, title: str, other: str) -> bool:
        """Whether two titles share most of their words."""
        words, others = self._of(title), self._of(other)
        shared = len(words & others)
        return bool(shared) and shared / (len(words) + len(others) - shared) >= _ALIKE

    def alike(self, title: str, when: EventDate, other_title: str, other_when: EventDate) -> bool:
        """Whether two titles share most words and their dates are compatible."""
        apart = when.last < other_when.first or other_when.last < when.first
        return not apart and self.same(title, other_title)

    def _of(self, title: str) -> frozenset[str]:
        if title not in self._words:
            self._words[title] = frozenset(content_terms(title))
        return self._words[title]


def more_precise(when: EventDate, other: EventDate) -> bool:
    """Whether a date is a more precise form of another: a day within a month, a time on that day."""
    if other.at is not None:
        return False
    inside = other.first <= when.first and when.last <= other.last
    return inside and (when.at is not None or (when.last - when.first) < (other.last - other.first))


# An event that was entered by mistake is taken back, as long as nobody else relies on it.
def delete_created_event(
    connection: Connection, current: Event, entered: Event, address: str, by: str, now: datetime
) -> None:
    """Removes an event that is unchanged since it was entered, with its reminders at an address.

    Raises BadInput if it was changed, merged or mentioned since, or is followed elsewhere.
    """
    following = follows.followers(connection, entered.id)
    elsewhere = any(chat_of(each.address) != chat_of(address) for each in following)
    used = agenda.parts_of(connection, entered.id) or rows.mentions_of(connection, [entered.id])
    if current != entered or used or elsewhere:
        raise BadInput("e{id} has been changed again since.", id=entered.id)
    for each in following:
        pending.cancel(connection, [f"follow:{each.id}"], phrase("the event was entered by mistake"), now)
    rows.drop(connection, entered.id)
    audit_log.note(connection, of_event("removed", entered, by, now))
