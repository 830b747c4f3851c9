"""Pages about what a chat has chosen, and about changes that are taken back."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.message import Message
from bot.views import undo
from bot.views.accounts import preferences
from bot.views.agenda import agenda
from briefings.agenda import Change
from briefings.model.agenda import Event, EventDate
from briefings.model.delivery import Follow, Lead, Reminder, Subscription
from briefings.model.schedule.quiet_hours import ChatTimes, QuietHours
from briefings.model.undo import (
    DigestsEnded,
    EventChanged,
    EventCreated,
    EventJoined,
    EventParted,
    LanguageSet,
    LengthSet,
    Muted,
    QuietSet,
    Redated,
    RemindersSet,
    Removed,
    Snoozed,
    Step,
    Subscribed,
    Unsubscribed,
    ZoneSet,
)
from tests.fakes.ferries import NOW, SUMMIT, ZONE

_HERE = ("telegram:42",)
_LEADS = (Lead(7, "d"), Lead(1, "d"))
_WEEK = datetime(2026, 3, 25, 9, tzinfo=UTC)
_TOMORROW = datetime(2026, 2, 11, 8, tzinfo=UTC)
_DAILY = Subscription(
    3,
    "telegram:42",
    "telegram:42",
    frozenset(range(1, 8)),
    time(8),
    None,
    "",
    datetime(2026, 2, 11, 8, tzinfo=UTC),
    NOW,
)
_ICE = replace(_DAILY, id=4, days=frozenset({1, 4}), words="ice")
_NEW = preferences.Preferences(ZONE, "en", "", "medium", (), None)
_CHOSEN = preferences.Preferences(ZONE, "ru", "ru", "short", (_DAILY, _ICE), QuietHours(time(22), time(7)))
_MOVED = replace(SUMMIT, when=EventDate(date(2026, 5, 1), date(2026, 5, 31), "month"), rev=2, set_by_person=True)
_FOLLOW = Follow("telegram:42", SUMMIT, (Reminder(Lead(7, "d"), _WEEK, "waiting"),))
_CHANGE = agenda.event_changed(Change(_MOVED, SUMMIT, 2), NOW, ChatTimes(ZONE))
UNDO = replace(_CHANGE, blocks=(*_CHANGE.blocks, undo.undo_button(7)))


def undone(step: Step, event: Event | None = None, follow: Follow | None = None) -> Message:
    """What is said when a change is taken back."""
    return undo.change_undone(step, event, follow, NOW, ZONE)


UNDONE = undone(EventChanged(SUMMIT, 2), SUMMIT, _FOLLOW)
SETTINGS_PAGES: dict[str, Message] = {
    "settings-new": preferences.panel(_NEW, NOW),
    "settings-chosen": preferences.panel(_CHOSEN, NOW),
    "settings-goes-on": preferences.with_continuing_digests(preferences.panel(_NEW, NOW), 2, "/"),
    "settings-zone": preferences.zones(_NEW, preferences.ZONES, "", "/"),
    "settings-zone-typed": preferences.zones(_NEW, ("America/Chicago", "Europe/London"), "london", "/readout "),
    "settings-language": preferences.languages(_CHOSEN),
    "settings-length": preferences.lengths(_CHOSEN),
    "settings-digest": preferences.days(_CHOSEN, "/"),
    "settings-digest-none": preferences.days(_NEW, "/"),
    "settings-digest-time": preferences.times("weekdays"),
    "settings-quiet": preferences.hours(_CHOSEN, "/"),
    "undo-offered": UNDO,
    "undone-change": UNDONE,
    "undone-creation": undone(EventCreated(SUMMIT)),
    "undone-join": undone(EventJoined(1, 2), SUMMIT),
    "undone-parting": undone(EventParted(1, 2), SUMMIT),
    "undone-reminders": undone(RemindersSet(1, None, _LEADS), SUMMIT),
    "undone-other-reminders": undone(RemindersSet(1, _LEADS, None), SUMMIT, _FOLLOW),
    "undone-snooze": undone(Snoozed(1, None, _WEEK), SUMMIT, _FOLLOW),
    "undone-later-snooze": undone(Snoozed(1, _WEEK, NOW), SUMMIT, _FOLLOW),
    "undone-mute": undone(Muted(1, muted=True), SUMMIT),
    "undone-unmute": undone(Muted(1, muted=False), SUMMIT),
    "undone-subscription": undone(Subscribed(3)),
    "undone-replacement": undone(Subscribed(5, _ICE)),
    "undone-unsubscription": undone(Unsubscribed(_ICE)),
    "undone-digests": undone(DigestsEnded((_DAILY, _ICE))),
    "undone-zone": undone(ZoneSet(ZONE, "UTC")),
    "undone-language": undone(LanguageSet(_HERE, "zh", "ru")),
    "undone-first-language": undone(LanguageSet(_HERE, "", "ru")),
    "undone-length": undone(LengthSet(_HERE, "", "long")),
    "undone-quiet": undone(QuietSet("22:00-07:00", "")),
    "undone-first-quiet": undone(QuietSet("", "22:00-07:00")),
    "undone-date": undone(Redated(1, date(2026, 1, 22), date(2026, 1, 23))),
    "undone-removal": undone(Removed(1, "Ferries", "")),
}
