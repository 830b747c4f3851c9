"""Parses wishes to leave out a digest once, in English, Russian and Chinese: "don't send the digest next week"."""

import re

from bot.commands.phrases.intent import Intent
from briefings.text import lazy_re

_DIGEST = r"(?:(?:my|the|our|this|that|any) )?(?:\w+(?:'s)? )?(?:digests?|briefings?|newsletters?)"
_WEEKDAY = r"(?:(?:this|next) )?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = (
    rf"{_WEEKDAY}|today|tomorrow|\d{{4}}-\d\d-\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?"
)
_LEAVE_OUT = r"(?:please )?(?:skip|don't send|do not send|dont send) (?:me |us )?"
_DAY_RU = (
    r"(?:в |во )?(?:понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье)|сегодня|завтра"
    r"|\d{1,2} (?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)"
)
_DAY_ZH = r"(?:下|这|本)?(?:周|星期)[一二三四五六日天]|今天|明天|\d{1,2}月\d{1,2}[日号]"
_SKIPPED = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_LEAVE_OUT}(?:my |the |our )?(?P<day>{_WEEKDAY}|today|tomorrow)(?:'s)? (?:digest|briefing)(?: please)?",
        rf"{_LEAVE_OUT}{_DIGEST} (?:on |of |for |from )?(?P<day>{_DAY})(?: please)?",
        rf"(?:пропусти(?:ть)?|не (?:присылай|отправляй|шли)\w*) (?:мне |нам )?(?:дайджест|сводку) (?P<day>{_DAY_RU})",
        rf"(?:请)?跳过(?P<day>{_DAY_ZH})的?(?:摘要|简报|日报|周报)",
        rf"(?P<day>{_DAY_ZH})(?:请)?(?:不要|别|不用)(?:再)?(?:发送?|推送)(?:摘要|简报|日报|周报)(?:了)?",
        rf"(?:don't|do not|dont) send (?:me |us )?{_DIGEST}(?P<week> next week)(?: please)?",
        r"(?:don't|do not|dont) send (?:me |us )?(?:my |the )?next (?:digest|briefing|newsletter)(?: please)?",
        rf"(?:please )?skip {_DIGEST}(?P<week> next week)?(?: (?:once|one time|this time|please))?",
        rf"(?:please )?(?:skip|pause|hold|suspend) {_DIGEST}(?P<week> (?:for )?next week)(?: please)?",
        rf"(?:please )?no {_DIGEST}(?P<week> next week)(?: please)?",
        r"не (?:присылай|отправляй|шли)\w* (?:мне |нам )?(?:дайджест|сводку)(?P<week> на следующей неделе)",
        r"пропусти(?:ть)? (?:следующ\w+ |один |одну )?(?:дайджест|сводку)(?P<week> на следующей неделе)?",
        r"(?P<week>下(?:个)?(?:周|星期))(?:请)?(?:不要|别|不用)(?:再)?(?:发送?|推送)(?:摘要|简报|日报|周报)(?:了)?",
        r"(?:请)?跳过下(?:一)?(?:次|期|份|个)(?:摘要|简报|日报|周报)",
    )
)


def skipping(sentence: str) -> Intent | None:
    """The digest that a sentence wants left out; None for other sentences."""
    plain = sentence.strip(" .!。！").replace("’", "'")
    found = next(filter(None, (each.fullmatch(plain) for each in _SKIPPED)), None)
    if not found:
        return None
    named = found.groupdict()
    if named.get("week"):
        return Intent("skip next week")
    return Intent(f"skip {named['day']}" if named.get("day") else "skip")
