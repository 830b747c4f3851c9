"""Deliveries that go out as one message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from briefings.model.delivery import Notice, chat_of
from briefings.store.outbox.claim import ClaimedDelivery


@dataclass(frozen=True, slots=True)
class Batch:
    """Deliveries sent as one message: a single one, or all that quiet hours held back, with their content."""

    claimed: tuple[ClaimedDelivery, ...]
    notices: tuple[Notice, ...]
    language: str = ""  # the tag of the language in which it is said

    @property
    def ids(self) -> list[int]:
        """The deliveries' ids."""
        return [claimed.delivery.id for claimed in self.claimed]

    @property
    def address(self) -> str:
        """The target address."""
        return self.claimed[0].delivery.address

    @property
    def key(self) -> str:
        """The key in the message: that of the first attempt, or of the first delivery."""
        return self.claimed[0].sent_as or self.claimed[0].delivery.key

    @property
    def due_at(self) -> datetime:
        """When the earliest was due."""
        return min(claimed.delivery.due_at for claimed in self.claimed)


def batches(told: Sequence[tuple[ClaimedDelivery, Notice]], languages: Mapping[str, str]) -> list[Batch]:
    """Groups deliveries: one batch each, but one for all that the same quiet hours held for an address.

    `languages` are the chats' language tags.
    """
    groups: dict[object, list[tuple[ClaimedDelivery, Notice]]] = {}
    for claimed, notice in told:
        held = claimed.held_until
        groups.setdefault((claimed.delivery.address, held) if held else claimed.delivery.id, []).append(
            (claimed, notice)
        )
    return [
        Batch(tuple(c for c, _ in group), tuple(n for _, n in group), languages[chat_of(group[0][0].delivery.address)])
        for group in groups.values()
    ]
