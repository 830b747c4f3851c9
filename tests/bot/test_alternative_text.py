"""What pictures say in words, and which messages carry one."""

from datetime import UTC, date, datetime

from bot.languages import language_set
from bot.message import Heading, Note, Picture
from bot.views.delivery.countdown_picture import with_countdown
from bot.views.delivery.reminders_and_digests import bundle
from bot.views.library.pictures.picture_answer import picture_name
from bot.views.library.pictures.sources import alternative
from bot.views.library.pictures.timeline import alternative as timeline_alternative
from bot.views.library.pictures.timeline import timeline
from bot.views.library.timeline import timeline as timeline_page
from bot.views.shared.names_and_dates import when
from briefings.library import CitedReference, Moment, sources_of
from briefings.model.agenda import Event, EventDate
from briefings.model.analysis import Analysis
from briefings.model.delivery import EventStopped, Lead, ReminderDue
from tests.bot.picture_pages import LONDON, NOW
from tests.fakes.drafts import draft_of
from tests.fakes.ferries import FERRIES
from tests.fakes.lean_install import lack_pictures

SUMMIT = Event(5, "Meeting of mayors", EventDate(date(2026, 4, 1), date(2026, 4, 30), "month"))
DUE = ReminderDue(SUMMIT, Lead(7, "d"), (), LONDON, NOW)
REFERENCE = FERRIES.draft.references[0]


def told_of(*counts: int) -> str:
    return alternative(
        [REFERENCE] * len(counts), [CitedReference((index,), count) for index, count in enumerate(counts)]
    )


async def test_a_reminder_that_comes_alone_has_a_card_beneath_its_title():
    message = await with_countdown(bundle((DUE,)), (DUE,))
    heading, picture, note = message.blocks[:3]
    assert isinstance(heading, Heading)
    assert isinstance(picture, Picture)
    assert isinstance(note, Note)
    assert picture.alt == "Meeting of mayors: in about two months (50-79 days away); in April 2026, day not set."
    assert picture.data.startswith(b"\x89PNG")


async def test_other_pushes_have_none():
    stopped = EventStopped(SUMMIT, LONDON, datetime(2026, 2, 10, 9, tzinfo=UTC))
    for notices in ((stopped,), (DUE, stopped)):
        message = bundle(notices)
        assert await with_countdown(message, notices) == message


async def test_a_reminder_stays_as_it_is_where_pictures_are_off(monkeypatch, caplog):
    lack_pictures(monkeypatch)
    message = await with_countdown(bundle((DUE,)), (DUE,))
    assert message == bundle((DUE,))
    assert all(part in message.plain() for part in ("Meeting of mayors", "50-79 days", "April 2026"))
    assert not caplog.records


def test_each_citation_counts_once_also_where_it_fits_several_references():
    entries = (
        "Xinhua. (2026). First call. Beijing.",
        "Xinhua. (2026). Second call. Beijing.",
        "Wang, Y. (2026). Talk.",
    )
    said = ("Hands were shaken (Xinhua, 2026).", "Trade was named (Xinhua, 2026).", "It holds (Wang, 2026).")
    draft = draft_of(
        "Calls", (("One", said[:1]), ("Two", said[1:])), entries, {"Wang, 2026": (2,), "Xinhua, 2026": (0, 1)}
    )
    assert sources_of(draft).counted == (CitedReference((0, 1), 2), CitedReference((2,), 1))
    assert sources_of(draft, 1).counted == (CitedReference((0, 1), 1), CitedReference((2,), 1))
    told = alternative(draft.references, sources_of(draft).counted)
    assert told == "Shares of citations: 67% [1] [2] Xinhua; 33% [3] Wang, Y. (2026). Talk."


def test_shares_are_told_with_the_others_together():
    assert told_of(3, 1).startswith(f"Shares of citations: 75% [1] {REFERENCE.entry[:20]}")
    assert told_of(*[1] * 10).endswith("20% 2 other sources.")


def test_a_picture_of_each_section_and_language_has_a_name_of_its_own():
    names = {picture_name("sources", 1, section) for section in (None, 0, 3)}
    with language_set("ru"):
        names |= {picture_name("sources", 1, section) for section in (None, 0, 3)}
    assert len(names) == 6


def test_a_timeline_tells_plain_words_without_marks_and_addresses():
    said = "The **council** votes on [the toll](https://example.org/toll), see <https://example.org/a/b>."
    day = EventDate(date(2026, 4, 6), date(2026, 4, 6), "day")
    draft = draft_of("Tolls", (("Times", (f"{said}\n",)),), (), {})
    start = draft.text.index(said)
    moments = [Moment(day, start, start + len(said), 0)]
    told = "The council votes on the toll, see."
    assert timeline_alternative(draft, moments, NOW, LONDON) == f"Now and upcoming: on 6 April 2026: {told[:-1]}."
    assert told in timeline(draft, "Timeline", moments, NOW, LONDON)


def test_sources_are_told_without_marks_and_addresses():
    draft = draft_of("Tolls", (("Text", ("Words.",)),), ("Tan, W. (2026). **The toll**. <https://example.org/t>.",), {})
    assert alternative(draft.references, [CitedReference((0,), 1)]) == (
        "Shares of citations: 100% [1] Tan, W. (2026). The toll."
    )


def test_a_period_that_is_over_is_not_called_unset():
    past = EventDate(date(2025, 4, 1), date(2025, 4, 30), "month")
    assert when(past, LONDON, NOW) == "in April 2025"
    assert when(SUMMIT.when, LONDON, NOW) == "in April 2026, day not set"


def test_a_date_that_begins_its_sentence_is_not_said_twice():
    said = "On 10 December 2025 the harbour council met."
    draft = draft_of("Tolls", (("Times", (f"{said}\n",)),), (), {})
    start = draft.text.index(said)
    day = EventDate(date(2025, 12, 10), date(2025, 12, 10), "day")
    told = timeline_page(Analysis(1, 1, draft), [Moment(day, start, start + len(said), 0)], NOW, LONDON).plain()
    assert told.count("10 December 2025") == 1
