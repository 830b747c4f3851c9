"""Recognises wishes that no single command carries out, or whose "it" may be several things. Pure."""

import re

from bot.commands.phrases import slots
from briefings.text import lazy_re

_COURTESY = (
    r"(?:(?:please|pls|now|ok|okay|hey|oh|oops|no|can you|could you|would you|will you|i(?: would"
    r"|'d) like you to|i want you to"
    r"|пожалуйста|можешь|можете|мог бы ты|ой|请你?|麻烦你?|帮我|能不能|能|可以)[,，]?\s*)*"
)
_ENDS = r"(?: please| now| for me|,? пожалуйста|吧|一下|了|吗|好吗)*"
_ITSELF = (
    r"(?:readout|yourself|the bot|(?:your|the) (?:answers?|messages|interface|menus?|buttons)"
    r"|(?:бота|себя|меню|интерфейс|кнопки|(?:свои )?ответы|часы|дайджест|сводку)\b|界面|菜单|回答)"
)
_TRANSLATES = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_COURTESY}translate\b(?! {_ITSELF}).*",
        (
            rf"{_COURTESY}(?:(?:i |we )?(?:need|want|would like|'d like)|give me|get me|make|show me|do)(?: us| me)?"
            r" (?:an? |the )?(?:\w+ )?translation\b.*"
        ),
        rf"{_COURTESY}переве(?:ди|дите|сти)(?! (?:мне )?{_ITSELF})(?: .*)? (?:на \w+ск(?:ий|ого)|по-\w+ски)(?: язык)?",
        (
            rf"{_COURTESY}переве(?:ди|дите|сти) (?:мне |нам )?(?:пожалуйста )?(?:это|эту|этот|текст|стать"
            rf"|записк|a\d+)(?!.* на \d).*"
        ),
        (
            rf"{_COURTESY}(?:(?:мне|нам|я|можно) )?(?:сделай|сделайте|дай|дайте|нужен|хочу|покажи|покажите|можно)"
            r"(?: мне| нам)? перевод\b.*"
        ),
        rf"{_COURTESY}(?!.*(?:谁|怎么|什么|{_ITSELF}))[^，,；;。]*(?:翻译|[译翻]成|译为)[^，,；;。]*",
    )
)


def translates(sentence: str) -> bool:
    """Whether a sentence wants a text translated, which Readout doesn't do."""
    plain = _plain(sentence)
    return any(each.fullmatch(plain) for each in _TRANSLATES)


_PRONOUN = r"(?:it|them|this|that|those|these|everything)"
_BACK = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_COURTESY}(?:bring|get|turn|switch|put) {_PRONOUN} back(?: on)?(?: again)?{_ENDS}",
        rf"{_COURTESY}(?:turn|switch|put) (?:{_PRONOUN} (?:back )?on again|back on|on again){_ENDS}",
        rf"{_COURTESY}restore(?: {_PRONOUN})?{_ENDS}",
        (
            rf"{_COURTESY}(?:включи|верни|восстанови|поставь)(?:те)?(?: (?:это|его|её|ее|их|всё|все))?"
            rf"(?: (?:обратно|назад|снова|опять|на место))?{_ENDS}"
        ),
        rf"{_COURTESY}(?:恢复|还原|(?:重新|再)(?:打开|开启|启用)|(?:打)?开回来){_ENDS}",
    )
)


def brings_back(sentence: str) -> bool:
    """Whether a sentence wants something back without saying what, or that a change be undone."""
    plain = _plain(sentence)
    return any(each.fullmatch(plain) for each in _BACK)


_NOT_THAT = lazy_re(
    r"(?:нет|не|no|nope|不|不对|不是)?[,，.\s]*(?:(?:это|оно|я)\s)?(?:совсем |вовсе "
    r"|как-то )?не (?:то|так|это|тот|та|те)"
    r"(?:,? (?:что (?:нужно|надо|я (?:хотел|хотела|имел|имела)(?: в виду)?)|имел|имела)(?: в виду)?)?"
    r"|(?:нет|не),? неверно|нет,? неправильно"
    r"|(?:不|不对|不是|错了)[，,\s]+(?:这)?(?:不是|不对|错了|弄错了)(?:这个|那个|我(?:想)?要的)?(?:了)?",
    re.IGNORECASE,
)


def says_not_that(sentence: str) -> bool:
    """Whether a sentence only says that the answer isn't what was meant."""
    return _NOT_THAT.fullmatch(_plain(sentence)) is not None


_STOP = r"(?:stop|cancel|end|kill|turn off|switch off|disable|shut off)"
_ALL = (
    r"(?:everything|all of (?:it|this|that|them)|(?:all|every) (?:the |my |these )?(?:messages?"
    r"|notifications?|alerts?))"
)
_EVERYTHING = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_COURTESY}{_STOP} (?:sending (?:me|us) )?{_ALL}(?: here| at once| altogether)?{_ENDS}",
        rf"{_COURTESY}(?:turn|switch) {_ALL} off{_ENDS}",
        rf"{_COURTESY}(?:unsubscribe|sign)(?: me| us)? (?:out of|off|from) {_ALL}{_ENDS}",
        (
            rf"{_COURTESY}(?:no more (?:messages|notifications|alerts)|stop (?:messaging|writing to|texting"
            rf"|notifying) (?:me|us)"
            rf"|(?:stop sending|don't send|do not send) (?:me|us) (?:anything|any messages|messages"
            rf"|stuff)(?: any ?more)?)"
            rf"(?: at all| any ?more)?{_ENDS}"
        ),
        (
            rf"{_COURTESY}(?:останови|отключи|прекрати|отмени|выключи|убери)(?:те)?"
            rf" (?:всё|все(?: (?:уведомления|сообщения|рассылки|подписки))?)(?: здесь)?{_ENDS}"
        ),
        rf"{_COURTESY}отпиши(?:те)? (?:меня|нас) от всего{_ENDS}",
        (
            rf"{_COURTESY}(?:больше )?(?:ничего|не присыла\w+|не шли\w*)(?: (?:мне|нам|больше|ничего"
            rf"|не присыла\w+|не шли\w*))+{_ENDS}"
        ),
        rf"{_COURTESY}(?:停止|停掉|取消|关掉|关闭)(?:所有|全部|一切)的?(?:消息|通知|推送|订阅|东西){_ENDS}",
        rf"{_COURTESY}(?:把)?(?:全部|全都|所有的?|一切)(?:都)?(?:停掉|停止|停|取消|取消掉|关掉){_ENDS}",
        rf"{_COURTESY}(?:什么都)?(?:别|不要)(?:再)?(?:给我)?发(?:任何)?(?:消息|通知|东西)?{_ENDS}",
    )
)


def ends_everything(sentence: str) -> bool:
    """Whether a sentence wants an end of all that comes by itself: digests and reminders."""
    plain = _plain(sentence)
    return any(each.fullmatch(plain) for each in _EVERYTHING)


_DAY_EN = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekday|weekend|daily|morning|evening)"
_DAY_RU = (
    r"(?:понедельни\w+|вторнич\w+|вторник\w*|сред\w+|четверг\w*|четверго\w+|пятни\w+|суббот\w+"
    r"|воскресн\w+|воскресень\w+)"
)
_UNNAMED = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"{_COURTESY}(?:cancel|call off|scrap|drop) (?:it|them|this one|that one|the other one"
            rf"|the last one|both){_ENDS}"
        ),
        (
            rf"{_COURTESY}(?:cancel|call off|scrap|drop|stop|end|delete|remove) (?:the |my "
            rf"|that )?(?:\w+ )?{_DAY_EN}(?: \w+)? ones?{_ENDS}"
        ),
        rf"{_COURTESY}(?:отмени|отменить|отмените) (?:его|её|ее|их|оба|обе|последний|последнюю){_ENDS}",
        (
            rf"{_COURTESY}(?:отмени|отмените|убери|удали|останови) (?:ту?|тот|эту?|этот|которая"
            rf"|которую)?,? ?(?:что )?(?:(?:в|во|по) )?{_DAY_RU}{_ENDS}"
        ),
        rf"{_COURTESY}取消(?:掉)?(?:它们?|他|这个|那个|这条|那条|两个){_ENDS}",
        rf"{_COURTESY}(?:取消|停掉|删掉)(?:每)?(?:周|星期|礼拜)[一二三四五六日天](?:的)?(?:那个|那条|那份|的)?{_ENDS}",
        rf"{_COURTESY}把(?:它|这个|那个)取消(?:掉)?{_ENDS}",
    )
)


def cancels_unnamed(sentence: str) -> bool:
    """Whether a sentence cancels what it doesn't name: "cancel it", "cancel the saturday one"."""
    plain = _plain(sentence)
    return any(each.fullmatch(plain) for each in _UNNAMED)


_DIGEST = (
    r"\b(?:digests?|briefings?|newsletters?|summary|news|updates?|round-?ups?)\b|дайджест|сводк"
    r"|рассылк|новости|摘要|简报|日报|新闻"
)
_ALTERNATE = lazy_re(
    r"\b(?:every|each) (?:other|second|2nd|third|two|three|\d+) (?:days?|weeks?|morning|evening|mon\w+|fri\w+)\b"
    r"|\bevery (?:fortnight|few days)\b|\bfortnightly\b|\b(?:once )?(?:every|in) two weeks\b"
    r"|\bчерез (?:день|неделю)\b|\bраз в (?:два|две|три|2|3) (?:дня|недели)\b|\bкажды[ей] (?:два|три|2|3) дня\b"
    r"|隔[一两]?[天日周]|每[两二三2-9]个?[天日周]|每隔",
    re.IGNORECASE,
)
_TIMES_A_DAY = lazy_re(
    r"\b(?:twice|two times|three times|2 times|3 times|thrice) (?:a|per|each|every) day\b|\btwice daily\b"
    r"|\b(?:два|две|три|2|3) раза? в (?:день|сутки)\b|\bдважды в день\b|[一每]天[发]?[两二三2-9][次回]",
    re.IGNORECASE,
)
_ONCE = lazy_re(
    rf"{_COURTESY}(?:send|give|get|пришли|пришлите|отправь|отправьте|дай|дайте)(?!\w)(?=.*(?:{_DIGEST}))"
    r"(?!.*(?:\b(?:every|each|daily|weekly|weekdays|\w+days|from|starting|since)\b|кажд|ежедневн"
    r"|\bпо \w+ам\b|\bс завтра|начиная))"
    r".*(?:\b(?:tomorrow|tonight|once|just this once)\b|завтра|сегодня|один раз).*"
    rf"|(?=.*(?:{_DIGEST}))(?!.*(?:每|别|不|跳过|停|取消|从|开始)).*(?:明天|今晚|后天).*(?:发|推送|送).*",
    re.IGNORECASE,
)
_PIECE = lazy_re(r",\s*(?:and\s+)?|\s+and\s+|\s*;\s*|\s+(?:и|а)\s+|[，、；]|和")


def orders_alternate_days(sentence: str) -> bool:
    """Whether a sentence wants a digest every other day or week, which no digest is."""
    return bool(re.search(_DIGEST, sentence, re.IGNORECASE) and _ALTERNATE.search(sentence))


def orders_once(sentence: str) -> bool:
    """Whether a sentence wants a digest on one day only, and not from then on."""
    return _ONCE.fullmatch(_plain(sentence)) is not None


def several_digests(sentence: str) -> tuple[str, ...]:
    """The lines of the digests that a sentence with several times of day orders; () for one with one."""
    if not re.search(_DIGEST, sentence, re.IGNORECASE):
        return ()
    if _TIMES_A_DAY.search(sentence):
        times = slots.times_in(sentence)
        return tuple(f"subscribe daily {at}" for at in times) if len(times) > 1 else ()
    pieces = [(slots.days_in(each), _time_of(each)) for each in _PIECE.split(sentence)]
    if len(pieces) < 2 or not all(days and at for days, at in pieces):
        return ()
    return tuple(f"subscribe {days} {at}" for days, at in pieces)


def _time_of(piece: str) -> str:
    times = slots.times_in(piece) or slots.times_in(f"at {piece.strip()}")
    return times[0] if len(times) == 1 else ""


def _plain(sentence: str) -> str:
    return " ".join(sentence.replace("’", "'").strip(" .!?。！？").split())
