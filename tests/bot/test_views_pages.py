"""Every answer and push as plain text, compared with the files in tests/golden/views.

`python -m tests.bot.test_views_pages` writes the files anew; look at what changed before keeping it.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.chat import MenuEntry
from bot.message import Message
from bot.views import help, natural_language, refusals, start, status
from bot.views.accounts import forget, preferences
from bot.views.agenda import agenda
from bot.views.answers import ask, prose
from bot.views.delivery import reminders, reminders_and_digests, schedule, subscriptions
from bot.views.library import facts, imports, library, reading, search, sources, summaries
from briefings.agenda import AgendaItem, Change, EventFilter
from briefings.answers import ProseResult
from briefings.library import Found, ImportResult, audit_analysis, facts_of
from briefings.library import sources_of as sources_in
from briefings.library.summaries import briefing
from briefings.model.agenda import Event, EventDate
from briefings.model.analysis import Entry
from briefings.model.delivery import (
    DatabaseFailed,
    Delivery,
    DeliveryKind,
    DeliveryState,
    DigestDue,
    EventMoved,
    EventStopped,
    Follow,
    Lead,
    News,
    OutcomeQuestion,
    Reminder,
    ReminderDue,
    Subscription,
)
from briefings.model.schedule.forecast import ScheduledDelivery
from briefings.model.schedule.quiet_hours import ChatTimes, QuietHours
from briefings.model.summary import Prose, ProseSentence, Reply, Summary, TopicBrief, TopicPoint
from briefings.translatable import phrase
from tests.bot.audit_pages import AUDIT_PAGES
from tests.bot.contents_pages import CONTENTS_PAGES
from tests.bot.outcome_pages import OUTCOME_PAGES
from tests.bot.settings_pages import SETTINGS_PAGES
from tests.fakes.ferries import APRIL, FERRIES, NOW, SUMMARY, SUMMIT, ZONE, cited

HERE = ChatTimes(ZONE)
PROSE = ProseResult(
    Prose(
        (ProseSentence(cited(0, 0).text, (0,)), ProseSentence(cited(1, 0).text, (1,))),
        2,
        2,
    ),
    (cited(0, 0), cited(1, 0)),
)
NIGHTS = ChatTimes(ZONE, QuietHours(time(22), time(10)))
LOCKED = phrase("The database cannot be used: another process has locked it. End that process; then it works again.")
GOLDEN = Path(__file__).parents[1] / "golden" / "views"
ENTRIES = (
    Entry(2, "Ice on the Northern Quay", 3, None, 4, 1200),
    Entry(1, FERRIES.title, 1, date(2026, 1, 22), 4, 61),
)
TALKS = EventDate(
    date(2026, 4, 14), date(2026, 4, 14), "instant", datetime(2026, 4, 14, 7, 30, tzinfo=UTC), "Europe/Oslo"
)
PAST = Event(2, "Ice subsidy expires", EventDate(date(2026, 2, 5), date(2026, 2, 5), "day"))
CALLED_OFF = Event(3, "Regatta", EventDate(date(2026, 8, 1), date(2026, 8, 2), "range"), "cancelled", "no wind", 2)
AGENDA = (
    AgendaItem(PAST, "past", (cited(2, 0),)),
    AgendaItem(SUMMIT, "coming", (cited(1, 2),)),
    AgendaItem(CALLED_OFF, "cancelled", ()),
)
FOUND_EVENT = replace(AGENDA[1], event=replace(SUMMIT, review="open"))
MOVED = Event(1, "Harbour summit", TALKS, rev=2, set_by_person=True)
FOLLOW = Follow(
    "telegram:42",
    SUMMIT,
    (
        Reminder(Lead(90, "d"), datetime(2026, 1, 1, 9, tzinfo=UTC), "passed"),
        Reminder(Lead(7, "d"), datetime(2026, 3, 25, 9, tzinfo=UTC), "waiting"),
    ),
)
DAILY = Subscription(
    3, "telegram:42", "telegram:42", frozenset({1, 4}), time(8), None, "ice", datetime(2026, 2, 12, 8, tzinfo=UTC), NOW
)
ELSEWHERE = Subscription(
    4, "slack:C1", "telegram:42", frozenset(range(1, 6)), time(18), ZONE, "", datetime(2026, 2, 10, 18, tzinfo=UTC), NOW
)
PAUSED = Subscription(
    5, "telegram:42", "telegram:42", frozenset(range(1, 8)), time(7), None, "", NOW, NOW, "the bot was blocked here"
)
PUT_OFF = Follow("telegram:42", SUMMIT, FOLLOW.reminders, snoozed=datetime(2026, 2, 10, 23, 30, tzinfo=UTC), muted=True)
TWICE = Follow(
    "telegram:42",
    SUMMIT,
    (
        Reminder(Lead(7, "d"), datetime(2026, 3, 25, 9, tzinfo=UTC), "waiting"),
        Reminder(Lead(3, "d", "09:00 Asia/Shanghai"), datetime(2026, 3, 29, 1, tzinfo=UTC), "waiting"),
        Reminder(Lead(2, "h"), datetime(2026, 4, 1, 7, tzinfo=UTC), "waiting"),
    ),
    snoozed=datetime(2026, 2, 10, 23, 30, tzinfo=UTC),
)
AHEAD = (
    ScheduledDelivery(datetime(2026, 2, 12, 8, tzinfo=UTC), "digest", "ice", "telegram:42", ZONE, if_new=True),
    ScheduledDelivery(datetime(2026, 3, 25, 9, tzinfo=UTC), "reminder", "Harbour summit", "telegram:42", ZONE),
)


def delivery(number: int, kind: DeliveryKind, state: DeliveryState, reason: str = "", **more: Any) -> Delivery:
    due = datetime(2026, 2, 9, 8, number, tzinfo=UTC)
    return Delivery(number, "telegram:42", kind, f"k{number}", due, state, 1, due, reason, **more)


DELIVERIES = (
    delivery(9, "reminder", "pending", held_until=datetime(2026, 2, 10, 10, tzinfo=UTC)),
    delivery(8, "digest", "pending", "too many requests"),
    delivery(7, "digest", "cancelled", phrase("nothing was new since the last digest")),
    delivery(6, "moved", "sent", receipt="77"),
    delivery(5, "stopped", "in_doubt", "no answer came"),
    delivery(4, "reminder", "unknown", "no answer came; there is no way to look"),
    delivery(3, "asked", "dead", "the bot was blocked"),
    delivery(2, "reminder", "expired", phrase("a newer reminder of the same event took its place")),
)
STATUS = status.ChatStatus(
    address="telegram:42",
    role="editor",
    zone=ZONE,
    paused="the bot was blocked here",
    analyses=2,
    follows=(FOLLOW,),
    subscriptions=(DAILY,),
    push=ScheduledDelivery(datetime(2026, 2, 12, 8, tzinfo=UTC), "digest", "ice"),
    quiet=QuietHours(time(22), time(7)),
    muted=(CALLED_OFF,),
    names_files=True,
    refused=(
        ("reports/ice.docx", phrase("The file is empty.")),
        *(("noise.bin", phrase("The file isn't text.")),) * 11,
    ),
)
MENU = (
    MenuEntry("summary", "Briefs you on an analysis", "[analysis] [section]", "reader", more=True),
    MenuEntry("start", "Opens this chat", "", "reader"),
)
MANUAL = help.Manual("remind", "Reminds this chat", "editor", ("EVENT LEADS", "EVENT off"), ("remind e1 7d 1d",))
DIGEST = DigestDue(
    subscription=3,
    since=datetime(2026, 2, 9, 8, tzinfo=UTC),
    until=NOW,
    words="ice",
    news=(News(1, 2, FERRIES.title, ("Lindqvist", "Moreau"), date(2026, 1, 22), (cited(1, 0), cited(2, 0)), left=2),),
    changed=(MOVED,),
    ahead=(SUMMIT,),
    today=(),
    zone=ZONE,
    now=NOW,
)
QUIET = DigestDue(3, NOW, NOW, "", (), (CALLED_OFF,), (), (), ZONE, NOW)
SILENT = DigestDue(3, NOW, NOW, "", (), (), (SUMMIT,), (), ZONE, NOW)
FIRST = replace(DIGEST, words="", news=DIGEST.news * 2, first=True, known=12, unconfirmed=3)

PAGES: dict[str, Message] = {
    **AUDIT_PAGES,
    **SETTINGS_PAGES,
    **CONTENTS_PAGES,
    **OUTCOME_PAGES,
    "summary": summaries.summary(FERRIES, {}, SUMMARY, "medium"),
    "summary-that-can-be-had-in-prose": summaries.summary(FERRIES, {}, SUMMARY, "short", in_prose=True),
    "summary-in-prose": prose.summary(FERRIES, {}, PROSE, "short", None),
    "answer-in-prose": prose.answer("When do the ministers meet?", PROSE),
    "summary-of-section": summaries.summary(FERRIES, {}, Summary(SUMMARY.sections[1:2]), "short", 1),
    "summary-of-references": summaries.summary(FERRIES, {}, Summary(()), "long", 3, ()),
    "sources": sources.sources(FERRIES, sources_in(FERRIES.draft)),
    "sources-of-section": sources.sources(FERRIES, sources_in(FERRIES.draft, 1), 1),
    "list": library.analyses_list(ENTRIES, {}, 2, "", "/"),
    "list-cut": library.analyses_list(ENTRIES[1:] * (library.SHOWN + 1), {}, 1234, "", "/readout "),
    "list-of-words-cut": library.analyses_list(ENTRIES[1:] * (library.SHOWN + 1), {}, 1234, "ice", "/"),
    "list-empty": library.analyses_list((), {}, 0, "", "/"),
    "list-nothing-found": library.analyses_list((), {}, 2, "fog", "/"),
    "sections": library.sections(FERRIES, {}),
    "read": reading.read(FERRIES, None, 1, {}),
    "read-section": reading.read(FERRIES, 1, 1, {}),
    "search": search.search_results(Found((cited(1, 0), cited(2, 0)), bounded=True), search.SearchView("ships"), "/"),
    "search-nothing": search.search_results(Found((), bounded=False), search.SearchView("zebra"), "/readout "),
    "ask": ask.answer_page(Reply("How many ships join?", (cited(1, 0),)), "/"),
    "ask-claim": ask.answer_page(Reply("How many ships join?", (cited(1, 0), cited(2, 0)), claims=(1,)), "/"),
    "ask-closest": ask.answer_page(Reply("Who owns  the\nships?", (), (cited(1, 0),)), "/"),
    "ask-nothing": ask.answer_page(Reply("Why?", ()), "/readout "),
    "brief": ask.brief_page(
        TopicBrief(
            "ships",
            (TopicPoint(cited(1, 0), date(2026, 1, 22), (2, 7)), TopicPoint(cited(2, 0), date(2026, 1, 22))),
            left=3,
        ),
        "/",
    ),
    "brief-undated": ask.brief_page(TopicBrief("ships", (TopicPoint(cited(1, 0), None),)), "/"),
    "brief-nothing": ask.brief_page(TopicBrief("zebra", ()), "/readout "),
    "import": imports.imported(
        ImportResult(FERRIES, "new", (SUMMIT,)),
        briefing(FERRIES.draft, "brief"),
        imports.outcome_of(ImportResult(FERRIES, "new"), "ferries.txt"),
        audit_analysis(FERRIES.draft, NOW, ZONE),
        NOW,
        ZONE,
        "/",
    ),
    "import-refused": imports.import_refused("fog.bin", phrase("The file isn't text.")),
    "events": agenda.events(AGENDA[1:2], NOW, ZONE, "/"),
    "events-all": agenda.events(AGENDA, NOW, ZONE, "/", EventFilter(everything=True)),
    "events-unconfirmed": agenda.events((FOUND_EVENT,), NOW, ZONE, "/", EventFilter(unconfirmed=True), changes=True),
    "events-narrowed": agenda.events(AGENDA[1:2], NOW, ZONE, "/", EventFilter(period="in april", words="harbour")),
    "events-narrowed-none": agenda.events((), NOW, ZONE, "/", EventFilter(period="before 2026-03-01")),
    "facts": facts.facts(FERRIES, facts_of(FERRIES.draft)),
    "facts-author": facts.facts(FERRIES, facts_of(FERRIES.draft), "author"),
    "facts-uncited": facts.facts(FERRIES, facts_of(FERRIES.draft), "uncited"),
    "facts-latest": facts.latest(Entry(1, FERRIES.title, 1, None, 4, 900), {}),
    "facts-library": facts.library(1, 900, [Entry(1, FERRIES.title, 1, None, 4, 900)], [(2026, 3), (2027, 1)], 2),
    "not-sure": natural_language.offer(["events in december", "ask what is on?"], "/"),
    "half-of-day": natural_language.ask_half_of_day(
        ["subscribe fri 04:00", "subscribe fri 16:00"], ["04:00", "16:00"], "/"
    ),
    "who": natural_language.small_talk("who", "/"),
    "events-muted": agenda.events(AGENDA[1:2], NOW, ZONE, "/", muted={1}),
    "event-muted": agenda.event(AGENDA[1], NOW, HERE, {1}),
    "event-moved-whither": agenda.ask_new_date(SUMMIT, NOW, ZONE, "/readout "),
    "events-none": agenda.events((), NOW, ZONE, "/readout "),
    "event": agenda.event(AGENDA[1], NOW, HERE),
    "event-reminded": agenda.event(AGENDA[1], NOW, HERE, (), FOLLOW),
    "event-reminded-twice": agenda.event(AGENDA[1], NOW, NIGHTS, (), TWICE),
    "event-past": agenda.event(AGENDA[0], NOW, HERE),
    "event-created": agenda.event_created(MOVED, NOW, ZONE),
    "event-created-past": agenda.event_created(PAST, NOW, ZONE),
    "event-moved": agenda.event_changed(Change(MOVED, SUMMIT, 2), NOW, HERE),
    "event-moved-to-the-past": agenda.event_changed(
        Change(Event(1, "Harbour summit", PAST.when, rev=2), SUMMIT, 1), NOW, HERE
    ),
    "event-unchanged": agenda.event_changed(Change(SUMMIT, SUMMIT, 0), NOW, HERE),
    "event-cancelled": agenda.event_changed(Change(CALLED_OFF, SUMMIT, 1), NOW, HERE),
    "event-joined": agenda.events_merged(SUMMIT, 4, NOW, ZONE),
    "remind": reminders.reminders_set(FOLLOW, NOW, HERE),
    "remind-too-late": reminders.reminders_set(Follow("telegram:42", PAST, FOLLOW.reminders[:1]), NOW, HERE),
    "remind-cancelled": reminders.reminders_set(Follow("telegram:42", CALLED_OFF, FOLLOW.reminders[:1]), NOW, HERE),
    "remind-in-quiet-hours": reminders.reminders_set(PUT_OFF, NOW, NIGHTS),
    "snooze": reminders.snoozed(PUT_OFF, HERE, again=True),
    "snooze-in-quiet-hours": reminders.snoozed(PUT_OFF, NIGHTS, again=True),
    "mute": reminders.muted(SUMMIT, followed=True),
    "mute-off": reminders.unmuted(MOVED, NOW, ZONE),
    "quiet": schedule.quiet(QuietHours(time(22), time(7)), ZONE, "/"),
    "quiet-none": schedule.quiet(None, ZONE, "/readout "),
    "quiet-off": schedule.quiet_hours_off(),
    "schedule": schedule.schedule(AHEAD, ZONE, "/"),
    "schedule-reminders": schedule.schedule_by_kind("reminder", AHEAD[1:2], AHEAD[:1], ZONE, "/"),
    "schedule-digests-none": schedule.schedule_by_kind("digest", (), AHEAD[1:2], ZONE, "/readout "),
    "schedule-none": schedule.schedule((), ZONE, "/"),
    "preview": schedule.preview(DAILY, AHEAD[0], DIGEST, ZONE),
    "preview-silent": schedule.preview(DAILY, AHEAD[0], SILENT, ZONE),
    "preview-none": schedule.no_preview("/"),
    "deliveries": schedule.deliveries(DELIVERIES, "telegram:42:7", ZONE, everywhere=False),
    "deliveries-everywhere": schedule.deliveries(DELIVERIES[:1], "slack:C1", ZONE, everywhere=True),
    "deliveries-none": schedule.deliveries((), "slack:C1", ZONE, everywhere=True),
    "remind-off": reminders.reminders_ended(SUMMIT),
    "subscribe": subscriptions.subscribed(DAILY, ZONE, "/"),
    "subscribe-elsewhere": subscriptions.subscribed(ELSEWHERE, ZONE, "/readout ", "London", absent=True),
    "subscriptions": subscriptions.subscriptions((DAILY, ELSEWHERE, PAUSED), "telegram:42", ZONE, "/"),
    "subscriptions-none": subscriptions.subscriptions((), "telegram:42", ZONE, "/readout "),
    "unsubscribe": subscriptions.unsubscribed(DAILY, ZONE),
    "start": start.greeting(FERRIES, start.Opening(opened=True, imports=True), "/"),
    "start-added-back": start.with_paused(
        start.greeting(FERRIES, start.Opening(imports=True), "/readout "),
        (DAILY,),
        (SUMMIT, SUMMIT),
        ZONE,
    ),
    "remind-in-a-channel": reminders.reminders_set(replace(FOLLOW, address="slack:C1"), NOW, HERE, absent=True),
    "start-empty": start.greeting(None, start.Opening(resumed=True, imports=True, absent=True), "/readout "),
    "start-empty-for-a-reader": start.greeting(None, start.Opening(absent=True), "/readout "),
    "help": help.doors(MENU, "/readout "),
    "help-all": help.manual((("Analyses", MENU[:1]), ("This chat", MENU[1:])), "/readout "),
    "help-command": help.command_help(MANUAL, "/"),
    "status": status.status(STATUS, NOW, "/"),
    "forget": forget.erased(5, "/", invited=True, private=False),
    "forget-alone": forget.erased(5, "/", invited=True, private=True),
    "forget-nothing": forget.erased(0, "/", invited=False, private=True),
    "timezone": preferences.zone_set(ZONE, NOW),
    "push-reminder": reminders_and_digests.notice_message(
        ReminderDue(SUMMIT, Lead(30, "d"), (cited(1, 2), cited(1, 0)), ZONE, NOW, "brief")
    ),
    "push-reminder-first": reminders_and_digests.notice_message(
        ReminderDue(SUMMIT, Lead(7, "d"), (cited(1, 2), cited(1, 0)), ZONE, NOW, "first")
    ),
    "push-reminder-of-news": reminders_and_digests.notice_message(
        ReminderDue(SUMMIT, Lead(7, "d"), (cited(1, 0),), ZONE, NOW, "news", since=datetime(2026, 1, 30, 9, tzinfo=UTC))
    ),
    "push-reminder-without-news": reminders_and_digests.notice_message(
        ReminderDue(
            *(SUMMIT, Lead(7, "d"), (cited(1, 2),), ZONE, NOW, "nothing new"),
            since=datetime(2026, 1, 30, 9, tzinfo=UTC),
        )
    ),
    "push-reminder-on-one-screen": reminders_and_digests.notice_message(
        ReminderDue(MOVED, Lead(1, "d"), (cited(1, 2),), ZONE, NOW, "screen", (cited(2, 0),))
    ),
    "push-reminder-of-quotations": reminders_and_digests.notice_message(
        ReminderDue(MOVED, Lead(2, "h"), (cited(1, 0),), ZONE, NOW, "quotations")
    ),
    "push-reminder-again": reminders_and_digests.notice_message(ReminderDue(SUMMIT, None, (), ZONE, NOW)),
    "push-reminder-in-the-evening": reminders_and_digests.notice_message(
        ReminderDue(MOVED, Lead(1, "d"), (), ZONE, datetime(2026, 4, 13, 18, 30, tzinfo=UTC))
    ),
    "push-asked": reminders_and_digests.notice_message(
        OutcomeQuestion(SUMMIT, ZONE, datetime(2026, 5, 1, 8, tzinfo=UTC))
    ),
    "push-on-again": reminders_and_digests.notice_message(EventMoved(SUMMIT, APRIL, ZONE, NOW)),
    "push-bundle": reminders_and_digests.bundle((ReminderDue(SUMMIT, Lead(7, "d"), (), ZONE, NOW), QUIET)),
    "push-digest": reminders_and_digests.notice_message(DIGEST),
    "push-digest-first": reminders_and_digests.notice_message(FIRST),
    "push-digest-of-changes": reminders_and_digests.notice_message(QUIET),
    "push-moved": reminders_and_digests.notice_message(EventMoved(MOVED, APRIL, ZONE, NOW)),
    "push-moved-to-the-past": reminders_and_digests.notice_message(EventMoved(PAST, APRIL, ZONE, NOW)),
    "push-stopped": reminders_and_digests.notice_message(EventStopped(CALLED_OFF, ZONE, NOW)),
    "push-database-fails": reminders_and_digests.database_fails(NOW, LOCKED, ZONE),
    "push-database-failed": reminders_and_digests.notice_message(
        DatabaseFailed(NOW, NOW + timedelta(minutes=4), LOCKED, ZONE, NOW + timedelta(minutes=4))
    ),
    "refusal-unknown": refusals.unknown("frobnicate", "/readout "),
    "refusal-meant": refusals.confirm_line("sumary", "summary", "/summary [analysis]", "a1", "/"),
    "refusal-puzzled": refusals.not_understood("/"),
    "refusal-outsider": refusals.outsider("telegram:7", "/", ownerless=False),
    "refusal-outsider-alone": refusals.outsider("telegram:7", "/", ["slack"], ownerless=False, private=True),
    "refusal-outsider-in-slack": refusals.outsider("slack:U7", "/readout ", ["telegram"], ownerless=False),
    "start-in-a-closed-chat": start.greeting(
        FERRIES,
        start.Opening(closed=True, role="admin", held_in="telegram", here="slack"),
        "/readout ",
    ),
    "refusal-ownerless": refusals.outsider("telegram:7", "/", ownerless=True),
    "refusal-late": refusals.late("/summary a1", NOW - datetime(2026, 2, 10, 8, 35, tzinfo=UTC), "/summary a1"),
    "refusal-broken": refusals.broken("7F3A"),
}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_reads_as_it_was_approved(name: str):
    assert PAGES[name].plain() + "\n" == (GOLDEN / f"{name}.txt").read_text("utf-8")


def test_no_approved_page_is_left_over():
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(PAGES)


if __name__ == "__main__":
    for page, message in PAGES.items():
        (GOLDEN / f"{page}.txt").write_text(message.plain() + "\n", "utf-8")
