"""What pictures say in words, and which messages carry one."""

from datetime import UTC, date, datetime

from bot.message import Heading, Note, Picture
from bot.pictures.countdown import illustrated
from bot.pictures.sources import alternative, most_cited
from bot.views.pushes import bundle
from briefings.model.agenda import Event, When
from briefings.model.delivery import EventStopped, Lead, ReminderDue
from briefings.service import SourceLine
from tests.bot.picture_pages import LONDON, NOW
from tests.fakes.ferries import FERRIES

SUMMIT = Event(5, "Meeting of mayors", When(date(2026, 4, 1), date(2026, 4, 30), "month"))
DUE = ReminderDue(SUMMIT, Lead(7, "d"), (), LONDON, NOW)
REFERENCE = FERRIES.draft.references[0]


def cited(*counts: int) -> list[SourceLine]:
    return [SourceLine(index, REFERENCE, count, (0,), 0) for index, count in enumerate(counts)]


async def test_a_reminder_that_comes_alone_has_a_card_beneath_its_title():
    message = await illustrated(bundle((DUE,)), (DUE,))
    heading, picture, note = message.blocks[:3]
    assert isinstance(heading, Heading)
    assert isinstance(picture, Picture)
    assert isinstance(note, Note)
    assert picture.alt == "Meeting of mayors: 50-79 days away; in April 2026, day not set."
    assert picture.data.startswith(b"\x89PNG")


async def test_other_pushes_have_none():
    stopped = EventStopped(SUMMIT, LONDON, datetime(2026, 2, 10, 9, tzinfo=UTC))
    for notices in ((stopped,), (DUE, stopped)):
        message = bundle(notices)
        assert await illustrated(message, notices) == message


def test_sources_are_ordered_by_their_citations_and_those_never_cited_left_out():
    assert [line.index for line in most_cited(cited(1, 0, 5, 1))] == [2, 0, 3]


def test_shares_are_told_with_the_others_together():
    assert alternative(cited(3, 1)).startswith(f"Share of citations: 75% [1] {REFERENCE.entry[:20]}")
    told = alternative(cited(*[1] * 10))
    assert told.endswith("20% 2 other sources.")
