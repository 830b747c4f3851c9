"""Parses answers to a change: a refusal ("no, leave it") and a new value ("actually make that 7:30")."""

import re
from dataclasses import dataclass

from bot.commands.phrases import normalise, slots, spoken_times
from briefings.text import lazy_re

_SOUNDS = r"(?:(?:hmm+|hm|um+|uh|oh|ah|well|wait|sorry|oops|ну|ой|хм|а|呃|嗯|哦)[\s,，.]*)*"
_NO = lazy_re(
    rf"{_SOUNDS}(?:no|nope|nah|nay|нет|не надо|не нужно|不用?了?|不是|不要|算了|不了)"
    r"(?:[,，.;:!。！—–-]\s*(?P<rest>.*)"
    r"|(?P<open>\s(?:it|that|this|don't|do not|leave|keep|i|we|you|not|оставь\w*|это|не|пусть)\b.*)|)",
    re.IGNORECASE,
)
_INSTEAD = (
    r"(?:(?:actually|no|nope|rather|better|or|on second thought|нет|лучше|точнее|вообще-то|不|不对|其实|还是)[\s,，]*)+"
)
_MAKE = (
    r"(?:please )?(?:make|let's make|change|set|move) (?:it|that|this|them)(?: to)?"
    r"|(?:сделай\w*|поставь\w*) (?:это |лучше )?|(?:请)?(?:改成|改为|改到|换成)"
)
_MAKE_INSTEAD = rf"(?:{_MAKE}|make|let it be|i meant|i want|давай\w*|пусть будет)?"
_CHANGED = lazy_re(
    rf"{_SOUNDS}(?:{_INSTEAD}{_MAKE_INSTEAD}|{_MAKE})\s*(?P<value>(?:(?:at|to|в|на|за)\s)?.+?)"
    r"(?:[\s,]+(?:please|instead|then|rather|пожалуйста)|吧)*",
    re.IGNORECASE,
)
_TIME = lazy_re(
    r"(?P<sign>at |to |в |на )?"
    r"(?:\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\.?|o'?clock)?"
    r"(?: (?:in the (?:morning|afternoon|evening)|at night|утра|вечера|дня|часов))?"
    r"|(?:早上|上午|下午|晚上|中午)?\s?[\d一二两三四五六七八九十]{1,3}[点點:：](?:\d\d|半)?分?"
    r"|noon|midday|midnight|half past \w+)",
    re.IGNORECASE,
)
_LEAD = lazy_re(
    r"(?:за |提前)?(?P<count>an?|one|two|three|four|five|six|seven|ten|один|одну|два|две|три|пять|семь|\d{1,3}"
    r"|[一两二三四五六七十])?\s?(?P<unit>days?|weeks?|hours?|дн[яей]+|день|недел\w+|час(?:а|ов)?|天|周|个?小时)"
    r"(?: (?:before|ahead|earlier))?前?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NewValue:
    """A value said after a change: a time of day as HH:MM, or a lead such as "3d"; `words` are as said."""

    words: str
    at: str = ""
    lead: str = ""


def refusal(sentence: str) -> str | None:
    """What follows a refusal, "" for nothing; None for a sentence that refuses nothing."""
    found = _NO.fullmatch(normalise.plain(sentence))
    return None if found is None else (found["rest"] or found["open"] or "").strip()


def new_value(sentence: str) -> NewValue | None:
    """The value that a sentence puts in the place of the last one; None for other sentences."""
    plain = spoken_times.hours_in_digits(normalise.plain(sentence).lower())
    found = _CHANGED.fullmatch(plain)
    if found is None:
        return None
    value = found["value"].strip()
    if _LEAD.fullmatch(value):
        bare = value.removeprefix("за ").removeprefix("提前").split(" before")[0].removesuffix("前")
        leads = slots.leads_in(f"{bare} before")
        return NewValue(value, lead=leads) if " " not in leads else None
    if not _TIME.fullmatch(value):
        return None
    at = slots.times_in(value if value.startswith(("at ", "to ", "в ", "на ")) else f"at {value}")
    return NewValue(value, at=at[0]) if at else None
