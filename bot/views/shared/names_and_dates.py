"""How answers name analyses, sections, events and time zones, and write dates, numbers and lists."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton
from babel.lists import format_list

from bot.languages import _, current, locale, msgid, ngettext, pgettext
from bot.message import Block, Button, Heading, Note, Text, bold, code, filled, text
from bot.views.shared.relative_time import relative_time
from briefings.bounded_count import BoundedCount
from briefings.library import section_at
from briefings.markings import Portions
from briefings.model.agenda import Event, EventDate
from briefings.model.analysis import Analysis, Draft
from briefings.model.delivery import Lead, Reminder
from briefings.model.marking import Marking
from briefings.model.schedule.due import end_of
from briefings.months import Month

_IN_MONTH = (
    *(msgid("in January {year}"), msgid("in February {year}"), msgid("in March {year}"), msgid("in April {year}")),
    *(msgid("in May {year}"), msgid("in June {year}"), msgid("in July {year}"), msgid("in August {year}")),
    *(msgid("in September {year}"), msgid("in October {year}"), msgid("in November {year}")),
    msgid("in December {year}"),
)
_QUARTERS = {
    1: msgid("in the first quarter of {year}"),
    4: msgid("in the second quarter of {year}"),
    7: msgid("in the third quarter of {year}"),
    10: msgid("in the fourth quarter of {year}"),
}
_SEASONS = {  # by their first month, as the north counts them
    3: msgid("in spring {year}"),
    6: msgid("in summer {year}"),
    9: msgid("in autumn {year}"),
    12: msgid("in winter {year}"),
}
PLATFORMS = {"telegram": "Telegram", "slack": "Slack"}
BECAME = {"held": msgid("held"), "postponed": msgid("postponed"), "cancelled": msgid("cancelled"), "set": msgid("set")}


def prefix_of(address: str) -> str:
    """The command prefix in a place; in Slack one command holds all, because Slack reserves some names."""
    return prefix_on(address.partition(":")[0])


def prefix_on(platform: str) -> str:
    """The command prefix on a platform."""
    return "/readout " if platform == "slack" else "/"


def counted(number: int, noun: str, nouns: str = "") -> str:
    """A number with its noun: "1 section", "7,000 sections"; `nouns` for irregular plurals.

    The nouns are extracted for translation from calls of this function.
    """
    return ngettext(f"{{number}} {noun}", f"{{number}} {nouns or noun + 's'}", number)


def up_to(count: BoundedCount, told: Callable[[int], str]) -> str:
    """A count as `told` says a number: "12 events", or "more than 1,000 events" beyond what was counted."""
    return _("more than {number}", number=told(count.number)) if count.more else told(count.number)


def capital(words: str) -> str:
    """The words with a capital letter, to begin a sentence."""
    return words[:1].upper() + words[1:]


def joined(names: Sequence[str], last: str = "and") -> str:
    """An enumeration: "a, b and c", or "a, b or c"."""
    return format_list(list(names), "or" if last == "or" else "standard", locale())


def listed(parts: Iterable[str]) -> str:
    """Items that may contain commas: "a; b"."""
    return pgettext("between the parts of a list", "; ").join(parts)


def in_line(parts: Iterable[str]) -> str:
    """Short non-empty parts: "a, b"."""
    return pgettext("between short parts in a line", ", ").join(filter(None, parts))


def in_quotes(words: str) -> str:
    """Words in the current language's quotation marks."""
    return _("“{words}”", words=words)


def day(of: date) -> str:
    """A date: "5 February 2026"; of a month without a day "February 2026"."""
    if isinstance(of, Month):
        return month(of)
    return _date(of, pgettext("Unicode pattern of a date", "d MMMM y"))


def _date(of: date, pattern: str) -> str:
    return _dated(date(of.year, of.month, of.day), pattern, current())


@lru_cache(maxsize=1024)
def _dated(of: date, pattern: str, _tag: str) -> str:
    """Cached, because a digest to many chats repeats its dates."""
    return format_date(of, pattern, locale())


def short_time(of: EventDate, today: date) -> str:
    """A short time: "5 Feb", "Apr 2026", "5 Feb to 7 Feb"; a day has no year if that is today's."""
    first, last = of.first, of.last
    year = "" if first.year == last.year == today.year else "y"
    if first == last:
        return _skeleton(first, f"{year}MMMd", current())
    if of.precision == "year":
        return f"{first.year}"
    if of.precision == "month":
        return _skeleton(first, "yMMM", current())
    if of.precision in ("quarter", "season"):
        return _span(of)
    until = _skeleton(last, f"{year}MMMd", current())
    return _("{first} to {last}", first=_skeleton(first, "MMMd", current()), last=until)


@lru_cache(maxsize=1024)
def _skeleton(of: date, skeleton: str, _tag: str) -> str:
    return format_skeleton(skeleton, of, locale=locale())


def month(of: date) -> str:
    """The month of a day in words and in the reader's language: "April 2026"."""
    return _month(of.replace(day=1), current())


@lru_cache(maxsize=1024)
def _month(first: date, _tag: str) -> str:
    return format_skeleton("yMMMM", first, locale=locale())


def clock(at: datetime, zone: str) -> str:
    """An instant in a zone: "Thursday 5 February 2026, 09:00 Europe/London"."""
    local = at.astimezone(ZoneInfo(zone))
    weekday = _date(local.date(), "EEEE")
    return _("{weekday} {day}, {time} {zone}", weekday=weekday, day=day(local), time=f"{local:%H:%M}", zone=zone)


def days(first: date, last: date) -> str:
    """A span of dates: "6 to 12 April 2026", with a common month and year given once."""
    if first == last:
        return day(first)
    name = pgettext("Unicode pattern of the month in a span of days", "MMMM")
    end = {"day": last.day, "month": _date(last, name), "year": last.year}
    if (first.year, first.month) == (last.year, last.month):
        return _("{first} to {day} {month} {year}", first=first.day, **end)
    if first.year == last.year:
        start = _date(first, name)
        return _("{first} {start} to {day} {month} {year}", first=first.day, start=start, **end)
    return _("{first} to {last}", first=day(first), last=day(last))


def when(of: EventDate, zone: str, now: datetime | None = None) -> str:
    """A date at its true precision: "in April 2026, day not set"; an instant also in the reader's `zone`.

    Of a period that is over at `now` nothing says that its day isn't set.
    """
    first, last = of.first, of.last
    if of.precision == "instant":
        return _instant(of, zone)
    if of.precision == "day" or (of.precision == "range" and first == last):
        return _("on {day}", day=day(first))
    if of.precision == "range":
        return _("from {days}", days=days(first, last))
    if now is not None and end_of(of, zone) <= now:
        return _span(of)
    return _("{span}, day not set", span=_span(of))


def _span(of: EventDate) -> str:
    first, last = of.first, of.last
    match of.precision:
        case "week":
            return _("in the week of {days}", days=days(first, last))
        case "month":
            return _(_IN_MONTH[first.month - 1], year=first.year)
        case "quarter" if first.month in _QUARTERS:
            return _(_QUARTERS[first.month], year=first.year)
        case "season" if first.month in _SEASONS:
            year = f"{first.year}" if first.year == last.year else f"{first.year}/{last.year % 100:02}"
            return f"{_(_SEASONS[first.month], year=year)} ({days(first, last)})"
        case "year":
            return _("in {year}", year=first.year)
        case _:
            return _("between {first} and {last}", first=day(first), last=day(last))


def is_day_unset(of: EventDate) -> bool:
    """Whether the day isn't known."""
    return of.at is None and of.precision not in ("day", "range")


def _instant(of: EventDate, zone: str) -> str:
    if of.at is None:
        return _("on {day}", day=day(of.first))
    there, here = of.at.astimezone(ZoneInfo(of.zone or zone)), of.at.astimezone(ZoneInfo(zone))
    words = _("on {day}, {time} {zone}", day=day(there), time=f"{there:%H:%M}", zone=of.zone or zone)
    if there.utcoffset() == here.utcoffset():
        return words
    if there.date() == here.date():
        return _("{told} ({time} here)", told=words, time=f"{here:%H:%M}")
    return _("{told} ({day}, {time} here)", told=words, day=day(here), time=f"{here:%H:%M}")


def lead(of: Lead) -> str:
    """A lead: "7 days before", "3 days before, at 09:00 Asia/Shanghai"."""
    words = before([of])
    return _("{before}, at {time}", before=words, time=of.wall) if of.wall else words


def before(leads: Sequence[Lead]) -> str:
    """Leads: "7 days and 1 day before"."""
    return _("{amount} before", amount=joined([_length(each) for each in leads]))


def _length(of: Lead) -> str:
    match of.unit:
        case "d":
            return counted(of.count, "day")
        case "h":
            return counted(of.count, "hour")
        case "m":
            return counted(of.count, "minute")


def reminder(of: Reminder, zone: str, held_until: datetime | None = None) -> str:
    """A lead with its due date, the end of quiet hours that hold it, or that it has passed."""
    if of.state == "passed":
        return _("{lead}: already passed", lead=lead(of.lead))
    if of.state == "fired":
        return _("{lead}: sent, {time}", lead=lead(of.lead), time=clock(of.due_at, zone))
    return f"{lead(of.lead)}: {clock(of.due_at, zone)}{f'; {hold_note(held_until, zone)}' if held_until else ''}"


def hold_note(until: datetime, zone: str) -> str:
    """Until when quiet hours hold something: "held by quiet hours until Friday 6 February 2026, 07:00 UTC"."""
    return _("held by quiet hours until {time}", time=clock(until, zone))


def weekday(number: int) -> str:
    """The name of a weekday, 0 for Monday."""
    return str(locale().days["stand-alone"]["wide"][number])


def weekdays(of: frozenset[int]) -> str:
    """ISO weekdays in words: "every day", "every weekday", "every Monday and Thursday"."""
    if len(of) == 7:
        return _("every day")
    if of == frozenset(range(1, 6)):
        return _("every weekday")
    names = (
        *(pgettext("every", "Monday"), pgettext("every", "Tuesday"), pgettext("every", "Wednesday")),
        *(pgettext("every", "Thursday"), pgettext("every", "Friday"), pgettext("every", "Saturday")),
        pgettext("every", "Sunday"),
    )
    return _("every {days}", days=joined([names[number - 1] for number in sorted(of)]))


def named_id(name: str) -> str:
    """What to type for a name such as "e6 (Tender opens)" or "a1 2 (“Chile”)": "e6", "a1 2"."""
    return name.partition(" (")[0]


def typed(analysis: int, section: int | None = None) -> str:
    """The id to type for an analysis or section: "a1", "a1 3"."""
    return f"a{analysis}" if section is None else f"a{analysis} {section + 1}"


def place(draft: Draft, section: int | None) -> str:
    """A section by number and heading: "section 3, Background"."""
    if section is None:
        return _("the opening")
    return _("section {number}, {heading}", number=section + 1, heading=draft.sections[section].heading)


def named_place(draft: Draft, offset: int) -> str:
    """The section at an offset, by number and heading."""
    return place(draft, section_at(draft, offset))


def header(analysis: Analysis, *about: str) -> tuple[Block, ...]:
    """The title, and below it id, revision, date and kind of answer."""
    draft = analysis.draft
    facts = (
        _("revision {number}", number=analysis.revision) if analysis.revision > 1 else "",
        _("published {day}", day=day(draft.published)) if draft.published else _("no publication date"),
        *about,
    )
    return Heading(draft.title), Note(text(code(f"a{analysis.id}"), *(f" · {fact}" for fact in facts if fact)))


def marked_heading(words: str, marking: Marking | None) -> str:
    """A heading with the marking of its section behind it; None where the sections of a text don't differ."""
    return f"{words} [TLP:{marking}]" if marking else words


def portion_at(draft: Draft, portions: Portions, start: int) -> Marking | None:
    """The marking of the section in which a position stands; None where sections don't differ."""
    section = section_at(draft, start)
    return None if section is None else portions.get(section)


def within(draft: Draft, section: int) -> range:
    """A section with its subsections."""
    level = draft.sections[section].level
    end = next((i for i in range(section + 1, len(draft.sections)) if draft.sections[i].level <= level), None)
    return range(section, len(draft.sections) if end is None else end)


def invite(*, absent: bool) -> tuple[Note, ...]:
    """How to add the bot to a Slack channel that it is `absent` from: it answers commands there and can't post."""
    if not absent:
        return ()
    words = _("I'm not in the channel, so I can't post digests and reminders there. To add me, type {line} in it.")
    return (Note(filled(words, line=code("/invite @readout"))),)


def was_set(date: str) -> str:
    """The previous date of a cancelled or postponed event."""
    return _("it was set {date}", date=date)


def event_header(event: Event, now: datetime, zone: str) -> tuple[Block, ...]:
    """An event's title, id, date, and relative time or status."""
    name, words = code(f"e{event.id}"), when(event.when, zone)
    if event.state == "set":
        words = f" · {words}; "
        return Heading(event.title), Note(
            text(name, words, bold(relative_time(event.when, now, zone)), *_review(event))
        )
    why = f" ({event.why})" if event.why else ""
    return Heading(event.title), Note(
        text(name, " · ", bold(_(BECAME[event.state])), f"{why}; {_('it was set {date}', date=words)}")
    )


def _review(event: Event) -> Text:
    """Whether an event still waits to be confirmed, or was dropped."""
    state = {"": "", "open": _("not confirmed"), "dropped": _("dropped")}[event.review]
    return text(f"; {state}") if state else ()


def unconfirmed_note(count: BoundedCount) -> tuple[Note, ...]:
    """How many upcoming events wait for an editor, if any."""

    def waiting(number: int) -> str:
        return ngettext(
            "{number} event found in the texts waits for an editor to confirm it.",
            "{number} events found in the texts wait for an editor to confirm them.",
            number,
        )

    return (Note(text(capital(up_to(count, waiting)))),) if count else ()


def review_button() -> Button:
    """A button that lists the events that aren't confirmed."""
    return Button(_("Review events"), "/events unconfirmed")


def event_line(event: Event, now: datetime, zone: str) -> Text:
    """An event on one line with its date and relative time or status."""
    words = when(event.when, zone, now)
    if event.state == "set":
        words = f": {words}; {relative_time(event.when, now, zone)}"
        return text(code(f"e{event.id}"), " ", bold(event.title), words, *_review(event))
    why = f" ({event.why})" if event.why else ""
    return text(
        code(f"e{event.id}"),
        " ",
        bold(event.title),
        f": {_(BECAME[event.state])}{why}; {_('it was set {date}', date=words)}",
    )


def which_zone(typed: str, *, exact: bool) -> str:
    """Asks which zone is meant by an ambiguous or misspelt name."""
    place = in_quotes(typed)
    if exact:
        return _("Which of these is {place}?", place=place)
    return _("I don't know {place}. Is it one of these? If not, name a large city with the same time.", place=place)
