"""Answers wishes that no single command carries out, or that don't say what they are about, without a change."""

from contextlib import suppress
from dataclasses import dataclass

from bot.commands.phrases import no_command, slots
from bot.commands.phrases.changed_lines import line_without
from bot.commands.phrases.skip_phrases import ALL_OFF
from bot.commands.phrases.variation import event_of
from bot.message import Message
from bot.views import natural_language as views
from bot.views import undo as undo_views
from briefings.errors import Ambiguous, NotFound
from briefings.model.undo import Irreversible
from briefings.parsing import parse_days
from briefings.service import Briefings
from briefings.undo import Undoer

_THREE_DAYS = "subscribe mon,wed,fri {at}"  # what there is in place of a digest every other day


@dataclass(frozen=True, slots=True)
class UnnamedWish:
    """A sentence with its place, sender and chat's zone; `last` is the line that this person was last answered here."""

    words: str
    by: Undoer
    briefings: Briefings
    zone: str
    prefix: str
    last: str

    async def answer(self) -> Message | None:
        """The answer to such a wish; None for other sentences."""
        words = self.words
        if no_command.translates(words):
            return views.no_translation(self.prefix)
        if no_command.brings_back(words):
            return await self._of_last_change()
        if no_command.ends_everything(words):
            return views.choose_what_ends(await self._all_lines(), self.prefix)
        if no_command.cancels_unnamed(words):
            return await self._of_what_stands()
        if no_command.orders_alternate_days(words):
            at = (*slots.times_in(words), "08:00")[0]
            return views.no_alternate_digest(_THREE_DAYS.format(at=at), self.prefix)
        if no_command.orders_once(words):
            return views.no_single_digest(self.prefix)
        lines = no_command.several_digests(words)
        return views.several_digests(lines, self.prefix) if lines else None

    async def _of_last_change(self) -> Message | None:
        """Asks whether to undo the last change; None where nothing can be undone."""
        log = self.briefings.undo_log
        number, step = next(iter(await log.standing(self.by)), (0, None))
        if step is None or isinstance(step, Irreversible) or await log.stays(step):
            return None
        return undo_views.confirm_undo(step, number, self.zone)

    async def _of_what_stands(self) -> Message | None:
        """Asks which digest or reminder is to end; None where none stands, or the last answer showed an event."""
        if self.last.startswith("event "):
            return None
        lines = await self._on_named_days() or await self._of_last_event() or await self._lines()
        if not lines:
            return None
        return views.confirm(lines[0], self.prefix) if len(lines) == 1 else views.choose_what_ends(lines, self.prefix)

    async def _on_named_days(self) -> list[str]:
        """The line that ends the digest on the named days. Raises NotFound where none comes on those days."""
        days = slots.days_in(self.words)
        orders = await self.briefings.subscriptions.of(self.by.address) if days else []
        line = line_without(orders, parse_days(days)) if orders else "subscriptions"
        return [] if line == "subscriptions" else [line]

    async def _of_last_event(self) -> list[str]:
        """The line that ends the reminders of the event whose reminders were answered last."""
        named = event_of(self.last) if self.last.startswith("remind ") else ""
        with suppress(NotFound, Ambiguous):
            event = await self.briefings.agenda.find(named) if named else None
            follows = await self.briefings.subscriptions.follows(self.by.address)
            return [f"remind e{event.id} off"] if event and event.id in {each.event.id for each in follows} else []
        return []

    async def _lines(self) -> list[str]:
        """The lines that end each digest and each event's reminders."""
        core = self.briefings.subscriptions
        ends = [f"remind e{each.event.id} off" for each in await core.follows(self.by.address)]
        return [*(f"unsubscribe {each.id}" for each in await core.of(self.by.address)), *ends]

    async def _all_lines(self) -> list[str]:
        """The lines that end each digest, and the reminders of all events."""
        core = self.briefings.subscriptions
        follows = await core.follows(self.by.address)
        return [*(f"unsubscribe {each.id}" for each in await core.of(self.by.address)), *([ALL_OFF] if follows else ())]
