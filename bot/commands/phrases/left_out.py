"""What a sentence for a digest or a reminder says that the proposed command line doesn't carry. Pure."""

from bot.commands.phrases import slots
from bot.commands.phrases.zone_words import zone_in
from bot.languages.zones import zone_called
from briefings.text import lazy_re

_TIME = lazy_re(r"\d\d:\d\d")
_DIGESTS = ("subscribe ", "settings digest ")
_LONGEST_ZONE = 3  # words


def left_out(sentence: str, line: str) -> tuple[str, ...]:
    """The topic, zone, days, time or part of the day that a sentence says and its command line lacks."""
    if line.endswith(" off") or not line.startswith((*_DIGESTS, "remind ")):
        return ()
    zone = zone_in(sentence)
    missing = (zone,) if zone and not _names_zone(line, zone) else ()
    return (*(_of_digest(sentence, line) if line.startswith(_DIGESTS) else _of_reminder(sentence, line)), *missing)


def _of_digest(sentence: str, line: str) -> tuple[str, ...]:
    topic, days = slots.digest_topic(sentence), slots.days_in(sentence)
    aside = slots.days_in(topic) or slots.times_in(topic) or zone_in(f"по {topic}")
    lacks_topic = topic and not aside and topic.casefold() not in line.casefold()
    lacks_days = days and days not in line.split()
    return (
        *((topic,) if lacks_topic else ()),
        *((days,) if lacks_days else _other_days(sentence, days)),
        *_times(sentence, line),
    )


def _other_days(sentence: str, days: str) -> tuple[str, ...]:
    """The days that a sentence names beside those of the line: "weekdays at 8 and sundays at 10"."""
    covered = {"weekdays": ("mon", "tue", "wed", "thu", "fri"), "daily": slots.WEEK}.get(days, ())
    others = [each for each in slots.weekdays_in(sentence) if each not in covered]
    return (",".join(others),) if covered and others else ()


def _times(sentence: str, line: str) -> tuple[str, ...]:
    """The times of day that a sentence names and its line, which has one of its own, lacks."""
    has_time = any(_TIME.fullmatch(word) for word in line.split())
    return tuple(each for each in dict.fromkeys(slots.times_in(sentence)) if has_time and each not in line.split())


def _of_reminder(sentence: str, line: str) -> tuple[str, ...]:
    part, times = slots.part_before(sentence)[1], slots.times_in(sentence)
    if times:
        return () if any(each in line for each in times) else (times[0],)
    return (part,) if part and " at " not in line else ()


def _names_zone(line: str, zone: str) -> bool:
    words = line.split()
    runs = (words[at : at + count] for at in range(len(words)) for count in range(1, _LONGEST_ZONE + 1))
    return zone in words or any(zone_called(" ".join(run)) == zone for run in runs)
