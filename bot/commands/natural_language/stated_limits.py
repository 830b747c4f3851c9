"""Answers wishes that no single command carries out, or that don't say what they are about, without a change."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from types import MappingProxyType

from bot.commands.natural_language.command_lines import Utterance
from bot.commands.phrases import normalise, slots
from bot.commands.phrases.changed_lines import ALL_OFF, OF_LAST_MONTH, WEEKLY, days_of, line_without
from bot.commands.phrases.variation import event_of
from bot.message import Message
from bot.views import natural_language as views
from bot.views import undo as undo_views
from briefings.errors import Ambiguous, NotFound
from briefings.model.undo import Irreversible
from briefings.parsing import parse_days
from briefings.text import lazy_re
from briefings.undo import Undoer

_THREE_DAYS = "subscribe mon,wed,fri {at}"  # what there is in place of a digest every other day
_PIECE = lazy_re(r",\s*(?:and\s+)?|\s+and\s+|\s*;\s*|\s+(?:и|а)\s+|[，、；]|和")
Answer = Callable[[Utterance, Undoer, str], Awaitable[Message | None]]


async def _translation(_of: Utterance, _by: Undoer, prefix: str) -> Message:
    return views.no_translation(prefix)


async def _monthly(_of: Utterance, _by: Undoer, prefix: str) -> Message:
    return views.no_monthly_digest(WEEKLY, OF_LAST_MONTH, prefix)


async def _alternate(of: Utterance, _by: Undoer, prefix: str) -> Message:
    return views.no_alternate_digest(_THREE_DAYS.format(at=(*slots.times_in(of.words), "08:00")[0]), prefix)


async def _single(_of: Utterance, _by: Undoer, prefix: str) -> Message:
    return views.no_single_digest(prefix)


async def _pause(_of: Utterance, _by: Undoer, prefix: str) -> Message:
    return views.no_pause(prefix)


async def _all_reminders(of: Utterance, _by: Undoer, prefix: str) -> Message:
    follows = await of.briefings.subscriptions.follows(of.request.address)
    return views.end_of_all(len(follows), ALL_OFF, prefix)


async def _everything(of: Utterance, _by: Undoer, prefix: str) -> Message:
    """Offers the end of each digest, and of the reminders of all events."""
    follows = await of.briefings.subscriptions.follows(of.request.address)
    ends = [ALL_OFF] if follows else []
    return views.choose_what_ends([*(f"unsubscribe {each.id}" for each in await of.digests()), *ends], prefix)


async def _unnamed(of: Utterance, _by: Undoer, prefix: str) -> Message | None:
    """Asks which digest, reminder or event of the last answer is to end; None where none stands."""
    lines = [f"event {event_of(of.last)} cancelled"] if of.last.startswith("event ") else []
    lines = lines or await _on_named_days(of) or await _of_last_event(of) or await _each_end(of)
    if not lines:
        return None
    return views.confirm(lines[0], prefix) if len(lines) == 1 else views.choose_what_ends(lines, prefix)


async def _on_named_days(of: Utterance) -> list[str]:
    """The line that ends the digest on the named days. Raises NotFound where none comes on those days."""
    days = slots.days_in(of.words)
    orders = await of.digests() if days else []
    line = line_without(orders, parse_days(days)) if orders else "subscriptions"
    return [] if line == "subscriptions" else [line]


async def _of_last_event(of: Utterance) -> list[str]:
    """The line that ends the reminders of the event whose reminders were answered last."""
    named = event_of(of.last) if of.last.startswith("remind ") else ""
    with suppress(NotFound, Ambiguous):
        event = await of.briefings.agenda.find(named) if named else None
        follows = await of.briefings.subscriptions.follows(of.request.address)
        return [f"remind e{event.id} off"] if event and event.id in {each.event.id for each in follows} else []
    return []


async def _each_end(of: Utterance) -> list[str]:
    """The lines that end each digest and each event's reminders."""
    follows = await of.briefings.subscriptions.follows(of.request.address)
    ends = [f"remind e{each.event.id} off" for each in follows]
    return [*(f"unsubscribe {each.id}" for each in await of.digests()), *ends]


async def _last_change(of: Utterance, by: Undoer, _prefix: str) -> Message | None:
    """Asks whether to undo the last change; None where nothing can be undone."""
    log = of.briefings.undo_log
    number, step = next(iter(await log.standing(by)), (0, None))
    if step is None or isinstance(step, Irreversible) or await log.stays(step):
        return None
    return undo_views.confirm_undo(step, number, of.zone)


async def _limited_digest(of: Utterance, _by: Undoer, prefix: str) -> Message | None:
    """Proposes a digest about a topic at the time of the only one here; None where that is none."""
    own, topic = await of.digest(), slots.digest_topic(normalise.bare(of.words))
    if own is None or not topic or own.owner != own.address:
        return None
    line = f"subscribe {days_of(own.days)} {own.at:%H:%M} about {topic}"
    return views.confirm(line, prefix, (views.present_digest(f"{prefix}unsubscribe {own.id}"),))


async def _several_digests(of: Utterance, _by: Undoer, prefix: str) -> Message | None:
    """Offers a digest for each time of day, or for the days beside each; None for one time."""
    pieces = [(slots.days_in(each), _times(each)) for each in _PIECE.split(of.words)]
    times = slots.times_in(of.words)
    if len(pieces) > 1 and all(days and at for days, at in pieces):
        lines = [f"subscribe {days} {at[0]}" for days, at in pieces]
    elif len(times) > 1:
        lines = [f"subscribe {slots.days_in(of.words) or 'daily'} {at}" for at in times]
    else:
        return None
    return views.several_digests(lines, prefix)


def _times(piece: str) -> list[str]:
    return slots.times_in(piece) or slots.times_in(f"at {piece.strip()}")


LIMITS: Mapping[str, Answer] = MappingProxyType(
    {
        "no translation": _translation,
        "no monthly": _monthly,
        "no alternate": _alternate,
        "no single": _single,
        "no pause": _pause,
        "all reminders off": _all_reminders,
        "everything off": _everything,
        "it off": _unnamed,
        "bring back": _last_change,
        "subscribe": _several_digests,
        "limit digest": _limited_digest,
    }
)
