"""Parses wishes to leave out a digest once or for good, in three languages: "don't send the digest next week"."""

import re

from bot.commands.phrases import normalise
from bot.commands.phrases.intent import Intent
from bot.commands.phrases.slots import days_in
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


_NOUN = r"\b(?:digests?|briefings?|newsletters?|round-?ups?)\b|дайджест|сводк|рассылк|摘要|简报|日报|周报"
_ENDS = lazy_re(
    r"\b(?:stop|end|cancel|kill|drop|delete|remove|unsubscribe|get rid of|(?:turn|switch) off|no more|discontinue|quit"
    r"|no longer (?:want|need)|(?:don't|do not|dont) (?:want|need|send)|enough)\b"
    r"|\b(?:отмени|останови|отключи|убери|удали|выключи|прекрати|отпиши|хватит|не надо|не нуж|не хоч|не присыл|не шл)"
    r"|停|取消|关掉|关闭|退订|不要|不想|别|不用|删|撤",
    re.IGNORECASE,
)
_FOR_GOOD = lazy_re(
    r"\b(?:any ?more|ever|again|any longer|no (?:more|longer)|every|\w+days)\b|больше|никогда|по (?:\w+ам|будням)"
    r"|再|永远|以后|每",
    re.IGNORECASE,
)
_ONCE = lazy_re(
    r"\b(?:next|tomorrow|today|tonight|this|until|till|once|for (?:an?|one|two|three|\d))\b|завтра|сегодня|следующ"
    r"|\bдо\b|\bэт|明天|今天|下(?:个?周|个?星期|一?[次期份])|这[周次]|直到|之前|到(?:周|星期|\d)",
    re.IGNORECASE,
)


def stopping(sentence: str) -> Intent | None:
    """The end of a digest that is named by its days, with these as words; None for other sentences."""
    plain = sentence.strip(" .!。！").replace("’", "'")
    if not (re.search(_NOUN, plain, re.IGNORECASE) and _ENDS.search(plain)) or _ONCE.search(plain):
        return None
    days = days_in(plain)
    if not days or (any(each.fullmatch(plain) for each in _SKIPPED) and not _FOR_GOOD.search(plain)):
        return None
    return Intent("unsubscribe {digest}", days)


ALL_OFF = "remind all off"  # the line that ends the reminders of all events
WEEKLY, OF_LAST_MONTH = "subscribe mon 08:00", "list last month"  # what there is in place of a digest a month
_MONTHLY = lazy_re(
    r"\b(?:every|each|once a|per|a) month\b|\bmonthly\b|\b(?:of (?:the|every|each)) month\b"
    r"|\b(?:раз|кажд\w+) (?:в )?месяц\w*|\bежемесячн|\b(?:первого|\d{1,2}(?:-го)?) числа\b|每(?:个)?月|每月",
    re.IGNORECASE,
)


def orders_monthly(sentence: str) -> bool:
    """Whether a sentence wants a digest once a month, which no digest is."""
    return bool(re.search(_NOUN, sentence, re.IGNORECASE) and _MONTHLY.search(sentence) and not _ENDS.search(sentence))


_PAUSES = lazy_re(
    r"(?!.*(?:forget|remember|забуд|别忘|不要忘|记得))"
    r"(?=.*(?:\b(?:reminders?|remind|notif\w+|everything|messages)\b|напомина|напомн|уведомлен|всё|提醒|通知|消息))"
    r"(?:.*\b(?:pause|hold|suspend|stop|no|mute|silence|halt|don't|do not|freeze)\b.*"
    r" (?:until|till|for (?:an?|one|two|three|\d+)) .+"
    r"|.*(?:приостанов|останов|поставь на паузу|пауз|отключ|не напомина|не присыл|не беспокой)\w*.* (?:до|на) .+"
    r"|.*(?:暂停|停|别|不要).*(?:到|直到).+|.*(?:之前|以前|前).*(?:暂停|停|别|不要|不用).*)",
    re.IGNORECASE,
)


_ALL_EN = (
    r"(?:(?:all|every|any|each)(?: of)?(?: (?:my|our|the|these|those))?(?: (?:set|pending|upcoming|active))? reminders?"
    r"|(?:my|our|these|those)(?: (?:set|pending|upcoming|active))? reminders)"
)
_HERE_EN = (
    r"(?: (?:that )?(?:i|we) have(?: set)?| set)?"
    r"(?: (?:here|in (?:this|the) (?:chat|group|channel)|for (?:me|us|this chat)))?"
)
_ALL_RU = (
    r"(?:(?:все|всех) (?:мои |наши |эти |свои )?|(?:мои|наши|свои) )(?:напоминания"
    r"|напоминаний)(?: (?:здесь|тут|в этом чате|у меня|у нас))?"
)
_ALL_REMINDERS = lazy_re(
    r"(?:(?:please )?no (?:more )?reminders? (?:at all|whatsoever|of anything|any ?more)"
    r"|.*\b(?:stop|end|cancel|no|never|don't|do not|dont)\b.*"
    r"\bremind\w*(?: me| us)?(?: (?:of|about) (?:anything|everything)| at all| whatsoever)+"
    rf"|(?:stop|end|cancel|kill|turn off|switch off|delete|remove|disable|clear|drop|get rid of) {_ALL_EN}{_HERE_EN}"
    rf"|(?:turn|switch|shut) {_ALL_EN}{_HERE_EN} off"
    r"|(?:i |we )?(?:don't|do not|dont) (?:want|need) any (?:more )?reminders?(?: any ?more| at all)?|no more reminders"
    rf"|(?:останови|отмени|отключи|выключи|удали|убери|сними|прекрати|сбрось)(?:те)? {_ALL_RU}"
    r"|.*\bникаких напоминаний\b(?! (?:о|об|про|до)\b).*"
    r"|.*\bни о ч[её]м (?:больше )?не напомина\w+"
    r"|(?:больше )?не напомина\w+ (?:мне |нам )?(?:больше )?ни о ч[её]м(?: больше)?"
    r"|(?:我|我们)?(?:再也)?(?:不想?要|别|不用|不需要|不必)(?:再)?(?:给我|给我们)?(?:提醒)?(?:我|我们)?任何(?:事情?|东西|提醒)了?"
    r"|.*(?:不要|别|不用|不需要).*提醒.*任何.*|.*(?:不要|别|不用|不需要).*任何.*提醒.*"
    r"|(?:请)?(?:停止|取消|关闭|关掉|删除|清除|停掉)(?:(?:我的|我们的|这里的|本群的)?(?:所有|全部|一切)的?|我的|我们的)提醒了?"
    r"|(?:请)?(?:把|将)(?:(?:我的|我们的|这里的|本群的)?(?:所有|全部|一切)的?|我的|我们的)提醒(?:都|全)?(?:给)?(?:关掉|关闭|取消|停掉|停止|删除|删掉|关|停)了?"
    r")(?: please| now|[，,]?谢谢|,? пожалуйста)?",
    re.IGNORECASE,
)


def ends_all_reminders(sentence: str) -> bool:
    """Whether a sentence wants the reminders of all events ended."""
    plain = sentence.replace("’", "'")
    return any(_ALL_REMINDERS.fullmatch(each.strip(" .!。！")) for each in (plain, normalise.bare(plain)))


def pauses_reminders(sentence: str) -> bool:
    """Whether a sentence wants all reminders to stay away for some days, which nothing does."""
    plain = sentence.strip(" .!。！").replace("’", "'")
    return bool(_PAUSES.fullmatch(plain)) and not re.search(_NOUN, plain, re.IGNORECASE)
