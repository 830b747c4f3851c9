"""An event that was entered by mistake is taken back, as long as nobody else relies on it."""

from datetime import datetime

from briefings.errors import BadInput
from briefings.model.agenda import Event
from briefings.model.delivery import chat_of
from briefings.model.journal import of_event
from briefings.phrases import kept
from briefings.store import Connection, follows, joining, journal, records
from briefings.store import agenda as rows


async def withdraw(work: Connection, current: Event, entered: Event, address: str, by: str, now: datetime) -> None:
    """Removes an event that still stands as it was entered, with its reminders in the chat at an address.

    Raises BadInput where it was changed, joined to or mentioned since, or is followed elsewhere.
    """
    following = await follows.followers(work, entered.id)
    elsewhere = any(chat_of(each.address) != chat_of(address) for each in following)
    used = await joining.parts_of(work, entered.id) or await rows.mentions_of(work, [entered.id])
    if current != entered or used or elsewhere:
        raise BadInput("e{id} was changed again since.", id=entered.id)
    for each in following:
        await records.cancel(work, f"follow:{each.id}", kept("the event was entered by mistake"), now)
    await rows.drop(work, entered.id)
    await journal.note(work, of_event("removed", entered, by, now))
