"""The countdown picture of a reminder: the time left, the event's title and its date."""

from collections.abc import Sequence
from dataclasses import replace

from bot.message import Message
from bot.pictures import drawing
from bot.pictures.drawing import draw
from bot.pictures.fonts import installed, lines, replace_missing, width
from bot.views.shared.names_and_dates import when
from bot.views.shared.relative_time import range_of_days, relative_time
from briefings.model.delivery import Notice, ReminderDue

_LARGEST, _TITLE, _DATE = 110.0, 40.0, 28.0  # pixels of the words


async def with_countdown(message: Message, notices: Sequence[Notice]) -> Message:
    """A reminder that comes alone with its card beneath the title; other messages as they are.

    Where pictures are off it stays as it is too: its words tell what the card does.
    """
    if len(notices) != 1 or not isinstance(notices[0], ReminderDue) or not installed():
        return message
    due = notices[0]
    picture = await draw(f"countdown-e{due.event.id}.png", lambda: countdown(due), countdown_alternative(due))
    return replace(message, blocks=(*message.blocks[:1], picture, *message.blocks[1:])) if picture else message


def countdown_alternative(due: ReminderDue) -> str:
    """The alternative text of the card."""
    return f"{due.event.title}: {relative_time(due.event.when, due.now, due.zone)}; {when(due.event.when, due.zone)}."


def countdown(due: ReminderDue) -> str:
    """The card, in the reader's zone."""
    far = replace_missing(range_of_days(due.event.when, due.now, due.zone))
    size = min(_LARGEST, _LARGEST * drawing.ROOM / max(width(far, _LARGEST, bold=True), 1))
    y = drawing.MARGIN + size
    shapes = [drawing.words(drawing.MARGIN, y - size / 6, far, round(size, 1), drawing.NOW, bold=True)]
    for each in lines(due.event.title, _TITLE, drawing.ROOM, 2, bold=True):
        y += 52
        shapes.append(drawing.words(drawing.MARGIN, y - 4, each, _TITLE, bold=True))
    date = when(due.event.when, due.zone)
    for each in lines(f"{date[0].upper()}{date[1:]}", _DATE, drawing.ROOM, 2):
        y += 42
        shapes.append(drawing.words(drawing.MARGIN, y, each, _DATE, drawing.MUTED))
    return drawing.card(y + drawing.MARGIN, shapes)
