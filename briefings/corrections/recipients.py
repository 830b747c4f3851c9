"""Who is told of a correction: each chat that was shown a corrected sentence, once, in the thread where it stood last.

Pure.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from briefings.model.corrections import Correction, Showing
from briefings.model.delivery import chat_of
from briefings.store.outbox.pending import DIGEST_LANE, NewDelivery
from briefings.translatable import phrase

KEEPS = timedelta(days=30)  # that a message waits for a platform or a chat
MUTED = phrase("the events in these sentences are muted here")
_QUOTED = 3  # sentences of a removed analysis that its notice quotes


@dataclass(frozen=True, slots=True)
class Recipient:
    """A chat that was shown corrected sentences, by index; `doubt` if nobody knows whether any message arrived."""

    address: str
    items: tuple[int, ...]
    doubt: bool = False


def recipients(
    showings: Iterable[Showing], hits: Mapping[int, Collection[int]], wanted: Collection[int]
) -> tuple[list[Recipient], int]:
    """The chats to be told, and the id of the last receipt that needs no further look.

    `hits` are the sentences that each text shows, `wanted` those that are corrected. A chat waits as long as it isn't
    known whether one of its messages has arrived.
    """
    last = 0
    by_chat: dict[str, list[Showing]] = {}
    for each in showings:
        last = max(last, each.id)
        if each.arrival != "lost" and not set(wanted).isdisjoint(hits.get(each.text, ())):
            by_chat.setdefault(chat_of(each.address), []).append(each)
    waiting = [those[0].id for those in by_chat.values() if any(each.arrival == "open" for each in those)]
    told = [
        _recipient(those, hits, wanted) for those in by_chat.values() if all(each.arrival != "open" for each in those)
    ]
    return told, min(waiting) - 1 if waiting else last


def _recipient(those: Sequence[Showing], hits: Mapping[int, Collection[int]], wanted: Collection[int]) -> Recipient:
    shown = {index for each in those for index in hits[each.text]} & set(wanted)
    return Recipient(those[-1].address, tuple(sorted(shown)), all(each.arrival == "doubtful" for each in those))


def delivery(of: Correction, to: Recipient, paused: str, muted: Collection[int], now: datetime) -> NewDelivery:
    """The message to a chat; one to a chat that is gone or has muted what it is about is written as cancelled."""
    events = [set(of.items[index].events) for index in to.items]
    silent = bool(events) and all(each and each <= set(muted) for each in events)
    reason = paused or (MUTED if silent else "")
    chat = chat_of(to.address)
    return NewDelivery(
        key=f"{key_of(of.id)}{chat}",
        address=chat,
        kind="erratum",
        lane=DIGEST_LANE,
        owner=f"correction:{of.id}",
        owner_rev=0,
        facts={
            "kind": "erratum",
            "correction": of.id,
            "items": list(to.items[:_QUOTED] if of.kind == "withdrawal" else to.items),
            "doubt": to.doubt,
        },
        due_at=now,
        expires_at=now + KEEPS,
        state="cancelled" if reason else "pending",
        reason=reason,
    )


def retraction(of: Correction, address: str, facts_items: Sequence[int], now: datetime) -> NewDelivery:
    """The message that a correction was taken back, to a chat that was told of it."""
    return NewDelivery(
        key=f"{key_of(of.id, back=True)}{chat_of(address)}",
        address=address,
        kind="erratum",
        lane=DIGEST_LANE,
        owner=f"correction:{of.id}",
        owner_rev=0,
        facts={"kind": "reinstated", "correction": of.id, "items": list(facts_items)},
        due_at=now,
        expires_at=now + KEEPS,
    )


def key_of(correction: int, *, back: bool = False) -> str:
    """How the keys of a correction's messages begin, or of those that take it back; the chat follows."""
    return f"erratum:{correction}{'/back' if back else ''}:"
