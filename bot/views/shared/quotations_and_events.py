"""Parts shared by several answers: quoted sentences with their place, events on one line."""

from collections.abc import Sequence
from datetime import datetime

from bot.languages import _, msgid
from bot.message import Block, Bullets, Heading, Note, Text, bold, code, filled, italic, text
from bot.views.shared import citation_marks
from bot.views.shared.citation_marks import Marks
from bot.views.shared.dates_and_numbers import in_quotes, relative_time, when
from briefings.model.agenda import Event
from briefings.model.delivery import CitedSentence

BECAME = {"held": msgid("held"), "postponed": msgid("postponed"), "cancelled": msgid("cancelled"), "set": msgid("set")}


def numbers_for(points: Sequence[CitedSentence]) -> Marks:
    """Numbers for the sources of quoted sentences."""
    return citation_marks.numbered(cite for point in points for cite in citation_marks.references_matching(point))


def quoted(points: Sequence[CitedSentence], numbers: Marks, *, named: bool = True) -> tuple[Block, ...]:
    """Sentences with marks and section, and their analysis unless named already."""
    items = tuple(quoted_line(point, numbers, named=named) for point in points)
    return (Bullets(items),) if items else ()


def quoted_line(point: CitedSentence, numbers: Marks, *, named: bool = True) -> Text:
    """One sentence with marks and section, and its analysis unless named already."""
    return (
        *citation_marks.sentence(point.text, citation_marks.references_matching(point), numbers),
        *_origin(point, named=named),
    )


def sourced(points: Sequence[CitedSentence], numbers: Marks) -> tuple[Block, ...]:
    """The legend, with ambiguous citations."""
    return *numbers.listed(), *citation_marks.ambiguity_note(
        (cite for point in points for cite in citation_marks.references_matching(point)), numbers
    )


def titles(points: Sequence[CitedSentence]) -> tuple[Note, ...]:
    """The titles of the analyses that quoted sentences refer to by id."""
    known = {point.analysis: point.title for point in points}
    return tuple(Note(filled(_("{id} is {title}"), id=code(f"a{id_}"), title=title)) for id_, title in known.items())


def invite(address: str) -> tuple[Note, ...]:
    """How to invite the bot to a Slack channel, where otherwise only commands are answered."""
    if not address.startswith(("slack:C", "slack:G")):
        return ()
    words = _("I can only post digests and reminders in channels I'm in. To add me, type {line} there.")
    return (Note(filled(words, line=code("/invite @readout"))),)


def _origin(point: CitedSentence, *, named: bool) -> Text:
    if not named:
        return text(italic(f" ({point.heading})")) if point.heading else ()
    return text(" (", code(f"a{point.analysis}"), *([italic(f", {point.heading}")] if point.heading else ()), ")")


def was_set(date: str) -> str:
    """The previous date of a cancelled or postponed event."""
    return _("it was set {date}", date=date)


def event_header(event: Event, now: datetime, zone: str) -> tuple[Block, ...]:
    """An event's title, id, date, and relative time or status."""
    name, told = code(f"e{event.id}"), when(event.when, zone)
    if event.state == "set":
        told = f" · {told}; "
        return Heading(event.title), Note(text(name, told, bold(relative_time(event.when, now, zone)), *_review(event)))
    why = f" ({event.why})" if event.why else ""
    return Heading(event.title), Note(
        text(name, " · ", bold(_(BECAME[event.state])), f"{why}; {_('it was set {date}', date=told)}")
    )


def _review(event: Event) -> Text:
    """Whether an event still waits to be confirmed, or was dropped."""
    told = {"": "", "open": _("not confirmed"), "dropped": _("dropped")}[event.review]
    return text(f"; {told}") if told else ()


def event_line(event: Event, now: datetime, zone: str) -> Text:
    """An event on one line with its date and relative time or status."""
    told = when(event.when, zone)
    if event.state == "set":
        told = f": {told}; {relative_time(event.when, now, zone)}"
        return text(code(f"e{event.id}"), " ", bold(event.title), told, *_review(event))
    why = f" ({event.why})" if event.why else ""
    return text(
        code(f"e{event.id}"),
        " ",
        bold(event.title),
        f": {_(BECAME[event.state])}{why}; {_('it was set {date}', date=told)}",
    )


def which_zone(typed: str, *, exact: bool) -> str:
    """Asks which zone is meant by an ambiguous or misspelt name."""
    place = in_quotes(typed)
    if exact:
        return _("Which of these is {place}?", place=place)
    return _("I don't know {place}. Is it one of these? If not, name a large city with the same time.", place=place)
