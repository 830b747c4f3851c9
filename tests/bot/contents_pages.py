"""Pages about what a text holds: who speaks, who is in it, what it says of which time, which events are two."""

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.message import Message, Picture
from bot.views.agenda import agenda
from bot.views.library import actors, quotes, timeline
from bot.views.library.pictures.picture_answer import picture_failed, with_picture
from briefings.agenda import SplitEvent
from briefings.library import quotations_by_speaker, speakers_named
from briefings.library import timeline_of as moments_in
from briefings.model.agenda import Event, EventDate
from briefings.model.analysis import Actor, Analysis, Dated, Mention, Quotation
from tests.fakes.ferries import APRIL, FERRIES, NOW, SUMMIT, ZONE

_TEXT = FERRIES.draft.text
_AUTUMN = EventDate(date(2026, 9, 1), date(2026, 11, 30), "season")
_BEFORE = EventDate(
    date(2026, 1, 20), date(2026, 1, 20), "instant", datetime(2026, 1, 20, 9, tzinfo=UTC), "Europe/Oslo"
)


def _at(words: str) -> tuple[int, int]:
    start = _TEXT.index(words)
    return start, start + len(words)


_SUMMIT = _at("A harbour summit in April is to settle the price of berths.")
TOLD = Analysis(
    1,
    1,
    replace(
        FERRIES.draft,
        quotations=(
            Quotation(*_at("one timetable"), ""),
            Quotation(*_at("Eleven ships join"), "the board", (2, 3)),
            Quotation(*_at("close in winter"), "Anna Lindqvist", ()),
            Quotation(*_at("northern quay"), "Anna Lindqvist", ()),
        ),
        actors=(
            Actor("Anna Lindqvist", "person", (_at("Lindqvist"),)),
            Actor("Strait Board", "organisation", (_at("Strait Board"), _at("Gazette"))),
            Actor("Sund", "place", (_at("towns"),)),
        ),
        dates=(
            Dated(_AUTUMN, *_at("the autumn")),
            Dated(APRIL, *_at("April")),
            Dated(_BEFORE, *_at("in winter")),
        ),
        mentions=(Mention("Harbour summit", APRIL, *_SUMMIT),),
    ),
)
_VOICES = quotations_by_speaker(TOLD.draft)
_MOMENTS = moments_in(TOLD.draft)

CONTENTS_PAGES: dict[str, Message] = {
    "quotes": quotes.quotations(TOLD, _VOICES, None, chosen=False),
    "quotes-of-speaker": quotes.quotations(TOLD, speakers_named(_VOICES, "lindqvist"), None, chosen=True),
    "quotes-cut": quotes.quotations(TOLD, _VOICES * 12, 1, chosen=False),
    "quotes-none": quotes.quotations(FERRIES, (), 1, chosen=False),
    "timeline": timeline.timeline(TOLD, _MOMENTS, NOW, ZONE),
    "timeline-cut": timeline.timeline(TOLD, _MOMENTS * 11, NOW, ZONE, 1),
    "timeline-pictured": with_picture(
        TOLD, "timeline", Picture("timeline-a1.png", b"", "Past: a vote."), "/timeline a1"
    ),
    "timeline-undrawn": picture_failed(timeline.timeline(TOLD, _MOMENTS[:1], NOW, ZONE)),
    "timeline-none": timeline.timeline(FERRIES, (), NOW, ZONE),
    "actors": actors.actors(TOLD, "/", everything=False),
    "actors-none": actors.actors(FERRIES, "/readout ", everything=True),
    "event-apart": agenda.events_separated(SplitEvent(SUMMIT, Event(4, "Meeting of mayors", APRIL), 2), NOW, ZONE),
}
