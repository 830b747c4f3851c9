"""Views of a chat's settings and the choices for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.languages import LANGUAGES, _, msgid, ngettext
from bot.languages.zones import city_of
from bot.message import (
    Bullets,
    Button,
    Buttons,
    Fields,
    Heading,
    Message,
    Note,
    Paragraph,
    Text,
    bold,
    code,
    filled,
    italic,
    say,
    text,
)
from bot.views.accounts.audit_log import author_of
from bot.views.delivery.subscriptions import order
from bot.views.shared.names_and_dates import clock, listed, weekday, which_zone
from briefings.model.audit_log import Record
from briefings.model.delivery import Subscription
from briefings.model.schedule.quiet_hours import QuietHours

LENGTHS = MappingProxyType({"short": msgid("Short"), "medium": msgid("Medium"), "long": msgid("Long")})
ZONES = ("America/New_York", "Europe/London", "Europe/Berlin", "Europe/Moscow", "Asia/Dubai", "Asia/Shanghai", "UTC")
CHANGERS = MappingProxyType({"everyone": msgid("Everyone here"), "editors": msgid("Editors and chat admins")})
_DAYS = MappingProxyType(
    {"daily": msgid("Every day"), "weekdays": msgid("Weekdays"), "mon": msgid("Mondays"), "fri": msgid("Fridays")}
)
_PAGES = (
    *((msgid("Status"), "/status"), (msgid("Coming up"), "/schedule")),
    *((msgid("Subscriptions"), "/subscriptions"), (msgid("Links to pages"), "/links")),
)
_TIMES = (time(7), time(8), time(9), time(12), time(18))
_HOURS = ("21:00-07:00", "22:00-07:00", "23:00-08:00")
_IN_ROW = 4


@dataclass(frozen=True, slots=True)
class Preferences:
    """A chat's choices; `language` and `length` are in effect, `chosen` is the tag of the chosen language.

    `digests` are those of the whole library sent here; `open_settings` says whether everyone in a group may change its
    settings, None in a private chat. `set_by` tells who last set a group's "zone", "language" and "quiet" hours.
    """

    zone: str
    language: str
    chosen: str
    length: str
    digests: tuple[Subscription, ...]
    quiet: QuietHours | None
    open_settings: bool | None = None
    set_by: Mapping[str, Record] = field(default_factory=dict)


def panel(of: Preferences, now: datetime) -> Message:
    """All settings with their values and a button to change each."""
    digests = listed(order(each, of.zone) for each in of.digests)
    there = now.astimezone(ZoneInfo(of.zone))
    app = _("{language}, as in your app", language=LANGUAGES[of.language])
    rows = (
        (
            _("Time zone"),
            text(
                _("{zone}, where it is now {time}", zone=of.zone, time=f"{weekday(there.weekday())} {there:%H:%M}"),
                *_by(of, "zone"),
            ),
        ),
        (_("Language"), text(LANGUAGES[of.language] if of.chosen else app, *_by(of, "language"))),
        (_("Summaries"), text(_(LENGTHS[of.length]))),
        (_("Digest"), text(digests or _("none"))),
        (_("Quiet hours"), text(str(of.quiet) if of.quiet else _("none"), *_by(of, "quiet"))),
    )
    names = (("zone", rows[0]), ("language", rows[1]), ("length", rows[2]), ("digest", rows[3]), ("quiet", rows[4]))
    group: tuple[tuple[str, Text], ...] = ()
    if of.open_settings is not None:
        group = ((_("Changes"), text(_(CHANGERS["everyone" if of.open_settings else "editors"]))),)
    buttons = tuple(Button(row[0], f"/settings {name}") for name, row in names)
    buttons += tuple(Button(row[0], "/settings changes") for row in group)
    shown = Buttons((buttons[:3], buttons[3:], tuple(Button(_(label), line) for label, line in _PAGES)))
    return say(Heading(_("Settings")), Fields((*rows, *group)), shown, line="/settings")


def _by(of: Preferences, setting: str) -> Text:
    return set_by(of.set_by.get(setting), of.zone)


def set_by(record: Record | None, zone: str) -> Text:
    """Who set a group's setting, and when; nothing where that isn't known."""
    if record is None:
        return ()
    told = _("set by {name}, {time}", name=author_of(record.by), time=clock(record.at, zone))
    return text(italic(f" ({told})"))


def with_new_digest(panel: Message, ordered: Subscription, zone: str) -> Message:
    """The panel below the days and the time of a digest that was typed."""
    return replace(panel, blocks=(Paragraph(text(_("Digest: {order}.", order=order(ordered, zone)))), *panel.blocks))


def with_continuing_digests(panel: Message, number: int, prefix: str) -> Message:
    """The panel, and the number of topic digests that continue."""
    note = ngettext(
        "{number} digest about a topic continues: {line}.",
        "{number} digests about a topic continue: {line}.",
        number,
        line="{line}",
    )
    return replace(panel, blocks=(*panel.blocks, Note(filled(note, line=code(f"{prefix}subscriptions")))))


def zones(
    of: Preferences,
    offered: Sequence[str],
    typed: str,
    prefix: str,
    *,
    exact: bool = True,
    typed_alone: bool = False,
) -> Message:
    """Zones to choose from: common ones, or matches for typed words.

    If a city may be `typed_alone`, without a command, that is mentioned.
    """
    question = which_zone(typed, exact=exact) if typed else _("The time zone is {zone}.", zone=of.zone)
    others = [(city_of(zone), f"zone {zone}") for zone in offered if typed or zone != of.zone]
    hint = (
        filled(_("For another city, type its name, for example {city}."), city=code("Lisbon"))
        if typed_alone
        else filled(_("For another city, type {line}."), line=code(f"{prefix}timezone Lisbon"))
    )
    return _choices(_("Time zone"), question, others, Note(hint))


def languages(of: Preferences) -> Message:
    """The chat's language, and a button for each other one."""
    others = [(name, f"language {tag}") for tag, name in LANGUAGES.items() if tag != of.chosen]
    others += [(_("As in the app"), "language auto")] if of.chosen else []
    return _choices(_("Language"), _("The language is {name}.", name=LANGUAGES[of.language]), others)


def lengths(of: Preferences) -> Message:
    """Default summary lengths to choose from."""
    others = [(_(label), f"length {name}") for name, label in LENGTHS.items() if name != of.length]
    return _choices(_("Summaries"), _("How long should summaries be if you don't say?"), others)


def changes(of: Preferences) -> Message:
    """Who may change a group's settings."""
    now = "everyone" if of.open_settings else "editors"
    others = [(_(label), f"changes {name}") for name, label in CHANGERS.items() if name != now]
    question = _("Who may change the time zone, language and quiet hours here, and end other people's digests?")
    return _choices(_("Changes"), question, others)


def days(of: Preferences, prefix: str) -> Message:
    """Digest days to choose from."""
    others = [(_(label), f"digest {name}") for name, label in _DAYS.items()]
    others += [(_("No digest"), "digest off")] if of.digests else []
    hint = filled(_("For other days or a topic, type {line}."), line=code(f"{prefix}subscribe mon,thu 18:30 taiwan"))
    return _choices(_("Digest"), _("On which days should it arrive?"), others, Note(hint))


def times(chosen: str) -> Message:
    """Digest times to choose from for the chosen days."""
    others = [(f"{at:%H:%M}", f"digest {chosen} {at:%H:%M}") for at in _TIMES]
    return _choices(_("Digest"), _("What time should it arrive?"), others)


def hours(of: Preferences, prefix: str) -> Message:
    """Quiet hours to choose from."""
    others = [(each, f"quiet {each}") for each in _HOURS if each != str(of.quiet or "")]
    others += [(_("No quiet hours"), "quiet off")] if of.quiet else []
    hint = filled(_("For other hours, type {line}."), line=code(f"{prefix}quiet 20:30-06:45"))
    return _choices(_("Quiet hours"), _("When should I send nothing?"), others, Note(hint))


def _choices(heading: str, question: str, others: Sequence[tuple[str, str]], *hints: Note) -> Message:
    buttons = [Button(label, f"/settings {says}") for label, says in others]
    rows = [tuple(buttons[i : i + _IN_ROW]) for i in range(0, len(buttons), _IN_ROW)]
    return say(Heading(heading), question, *hints, Buttons((*rows, (Button(_("All settings"), "/settings"),))))


def zones_offered(zones: Sequence[str], typed: str, now: datetime, *, exact: bool = True) -> Message:
    """The zones that typed words may mean, each with its current time and a button."""
    lines = tuple(text(bold(city_of(zone)), f" ({zone}): {clock(now, zone)}") for zone in zones)
    return say(
        which_zone(typed, exact=exact),
        Bullets(lines),
        Buttons((tuple(Button(city_of(zone), f"/timezone {zone}") for zone in zones),)),
    )


def zone_set(zone: str, now: datetime) -> Message:
    """The chat's zone with its current time."""
    return say(_("The time zone here is {zone}, where it is now {time}.", zone=zone, time=clock(now, zone)))


def language(chosen: str, spoken: str) -> Message:
    """The chat's language and buttons for the others; `chosen` is "" if none was chosen."""
    explanation = (
        _("Readout uses {language} here.", language=LANGUAGES[spoken])
        if chosen
        else _("Readout uses your app's language if it can.")
    )
    others = [(tag, name) for tag, name in LANGUAGES.items() if tag != chosen]
    buttons = [Button(name, f"/language {tag}") for tag, name in others]
    buttons += [Button(_("As in the app"), "/language auto")] if chosen else []
    return say(explanation, Buttons((tuple(buttons),)))
