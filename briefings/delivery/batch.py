"""Deliveries that go out as one message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from briefings.model.delivery import Notice, chat_of
from briefings.store.outbox.claim import Claimed


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes out as one message: a delivery, or all that quiet hours held back, with what they say."""

    claimed: tuple[Claimed, ...]
    notices: tuple[Notice, ...]
    language: str = ""  # the tag of the language in which it is said

    @property
    def ids(self) -> list[int]:
        """The deliveries' ids."""
        return [claimed.delivery.id for claimed in self.claimed]

    @property
    def address(self) -> str:
        """Where it goes."""
        return self.claimed[0].delivery.address

    @property
    def key(self) -> str:
        """The key that the message carries: that of a first attempt, else of the first delivery."""
        return self.claimed[0].sent_as or self.claimed[0].delivery.key

    @property
    def due_at(self) -> datetime:
        """When the earliest of them was due."""
        return min(claimed.delivery.due_at for claimed in self.claimed)


def parcels(told: Sequence[tuple[Claimed, Notice]], languages: Mapping[str, str]) -> list[Parcel]:
    """One parcel a delivery, but one for all that the same quiet hours held back from an address.

    `languages` are the tags of the chats'.
    """
    groups: dict[object, list[tuple[Claimed, Notice]]] = {}
    for claimed, notice in told:
        held = claimed.held_until
        groups.setdefault((claimed.delivery.address, held) if held else claimed.delivery.id, []).append(
            (claimed, notice)
        )
    return [
        Parcel(tuple(c for c, _ in group), tuple(n for _, n in group), languages[chat_of(group[0][0].delivery.address)])
        for group in groups.values()
    ]
