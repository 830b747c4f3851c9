"""Parses sentences about who may see what, in English, Russian and Chinese: "only @board may read a2". Pure.

Questions become /mark and /clearance lines that only show something; changes are confirmed first.
"""

import re

from bot.commands.phrases import normalise
from bot.commands.phrases.clearance_phrases import (
    ADDRESS,
    EN_LEVEL,
    EN_READ,
    EN_WHO,
    RU_LEVEL,
    RU_READ,
    RU_WHO,
    RU_WHY,
    WHY,
    ZH_LEVEL,
    ZH_READ,
    ZH_WHO,
    ZH_WHY,
    because,
    clearance,
    clearance_by_words,
    first,
    holder_in_words,
    level_in_words,
)
from bot.commands.phrases.intent import Intent
from bot.commands.phrases.link_phrases import BESIDE_HAN
from briefings.text import lazy_re

_EN_MORE = r"(?:,? (?:and|or) |, ?)"
_EN_WHOM = rf"{EN_WHO}(?:{_EN_MORE}{EN_WHO})*"
_MORE = r"(?:,? (?:and|or) | и |和|、|, ?)"
_EN_MAY = r"(?:may|can|should|could|must|shall|(?:is|are) (?:allowed|permitted|able) to|gets? to)"
_TAIL = r"(?: until (?P<until>.+?))?" + WHY
_MARKS = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:mark|label|classify|set|make|put|tag|rate) (?P<place>.+?) (?:(?:as|to|at|be) )?{EN_LEVEL}{_TAIL}",
        (
            r"(?:lower|raise|upgrade|downgrade|bring|take|move|drop|turn|change|switch) (?P<place>.+?) "
            rf"(?:(?:back|down|up|over) )?to {EN_LEVEL}{_TAIL}"
        ),
        (
            r"(?P<place>.+?) (?:should|must|has to|needs to|ought to|shall) (?:only "
            rf")?be (?:(?:marked|classified|labell?ed|for|tagged) )?(?:as )?{EN_LEVEL}{_TAIL}"
        ),
        (
            r"(?:пометь\w*|отметь\w*|сделай\w*|поставь\w*|присвой\w*|установи\w*|понизь\w*|повысь\w*|верни\w*|"
            r"опусти\w*|подними\w*|промаркируй\w*) (?P<place>.+?) (?:(?:как|на|до|гриф|пометку|уровень|метку)"
            rf" ){{0,2}}{RU_LEVEL}(?: (?:гриф|пометк|уров)\w+)?(?: до (?P<until>.+?)"
            rf")?{RU_WHY}"
        ),
        (
            r"(?:请)?(?:把|将)?(?P<place>.+?)(?:的?(?:标记|密级|级别))?(?:标记?|设置?|改|定|列|降|升|调)(?:为|"
            rf"成|作|到|至){ZH_LEVEL}(?:[，,]?直?到(?P<until>.+?))?{ZH_WHY}"
        ),
    )
)
_NONE = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        (
            r"(?:remove|take away|drop|delete|reset) the (?:marking|classification|"
            r"tlp(?: level| marking)?)(?: (?:of|from|on) (?P<place>(?:(?! to ).)+?))?"
        ),
        r"unmark (?P<place>.+?)",
        (
            r"(?:give|set) (?P<place>.+?) (?:back )?(?:to )?(?:its|the) (?:default|"
            r"usual|normal) (?:marking|level)(?: again| back)?"
        ),
        (
            r"(?:верни\w*|поставь\w*) (?P<place>.+?) (?:обычную|прежнюю|стандартную)"
            r" (?:пометку|метку)|(?:убери|сними)\w* (?:пометку|метку|гриф) (?:с|у|"
            r"со) (?P<other>.+?)"
        ),
        (
            r"(?:请)?(?:把|将)?(?P<place>.+?)(?:恢复|改回|还原)(?:为|成|到)?默认(?:的)?(?:标记|级别|"
            r"密级)?|(?:请)?(?:取消|去掉|移除)(?P<other>.+?)的(?:标记|密级|分级)"
        ),
    )
)
_LIFTS = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        (
            r"(?:lift|end|remove|drop|cancel|stop|release|finish) (?:the |its |this "
            r"|that )?embargo(?: (?:on|of|for|from) (?P<place>.+?))?(?: (?:right "
            r")?now| immediately)?"
        ),
        r"(?P<place>.+?) is no longer under embargo",
        (
            r"(?:сними|отмени|убери|закончи|прекрати|снимите|отмените)\w* эмбарго(?: "
            r"(?:с|для|на|со|по) (?P<place>.+?))?(?: (?:сейчас|немедленно|прямо сейчас)"
            r")?"
        ),
        r"(?:请)?(?:解除|取消|结束|撤销)(?P<place>.*?)的?(?:禁发期?|禁令期?|禁止发布期?|保密期)",
    )
)
_EMBARGOES = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:keep|put|hold|place) (?P<place>.+?) under (?:an )?embargo until (?P<until>.+?){WHY}",
        rf"embargo (?P<place>.+?) until (?P<until>.+?){WHY}",
        (
            r"(?P<place>.+?) (?:is|stays|remains|should (?:be|stay)) (?:embargoed|"
            rf"under (?:an )?embargo) until (?P<until>.+?){WHY}"
        ),
        r"(?:держи\w* |оставь\w* )?(?P<place>.+?) под эмбарго до (?P<until>.+)",
        (
            r"(?:请)?(?:把|将)?(?P<place>.+?)(?:在)?(?P<until>(?:(?<![A-Za-z0-9-])\d|"
            r"今|明|后|周|下|星期).+?)(?:之前|以前|前)(?:都)?(?:禁发|禁止发布|保密)"
        ),
        r"(?:请)?(?:把|将)?(?P<place>.+?)(?:的)?禁发期?(?:到|至|设为|改到)(?P<until>.+)",
    )
)
_AUDIENCES = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        rf"only (?P<who>{EN_WHO}(?:{_MORE}{EN_WHO})*) {_EN_MAY} {EN_READ} (?P<place>.+?)",
        (
            r"(?:nobody|no one|no-one|none) (?:but|except|other than|besides|apart "
            rf"from|outside) (?P<who>{EN_WHO}(?:{_MORE}{EN_WHO})*) {_EN_MAY} {EN_READ} "
            r"(?P<place>.+?)"
        ),
        (
            r"(?P<place>.+?) (?:is|should be|must be) (?:only (?:for|visible to)|"
            rf"(?:for|visible to) only) (?P<who>{_EN_WHOM})"
        ),
        rf"(?P<place>.+?) (?:is|should be|must be) (?:for|visible to) (?P<who>{_EN_WHOM}) (?:only|alone)",
        rf"(?:restrict|limit) (?P<place>.+?) (?:only )?to (?:only )?(?P<who>{_EN_WHOM})(?: only)?",
        rf"show (?P<place>.+?) (?:only to|to only) (?P<who>{_EN_WHOM})",
        (
            rf"(?:{RU_READ} )?(?P<place>.+?) (?:может|могут|должны|должен) (?:{RU_READ} "
            rf")?только (?P<who>{RU_WHO}(?:{_MORE}{RU_WHO})*)"
        ),
        (
            rf"(?:только|лишь) (?P<who>{RU_WHO}(?:{_MORE}{RU_WHO})*) (?:может|могут|"
            rf"должны|должен) {RU_READ} (?P<place>.+?)"
        ),
        rf"(?P<place>.+?) (?:только|лишь) для (?P<who>{RU_WHO}(?:{_MORE}{RU_WHO})*)",
        rf"只有(?P<who>{ZH_WHO}(?:{_MORE}{ZH_WHO})*)(?:才)?(?:可以|能|能够)?{ZH_READ}(?P<place>.+?)",
        (
            rf"(?:请)?(?:把|将)?(?P<place>.+?)(?:只|仅)(?:给|让|对|限)(?P<who>{ZH_WHO}(?:{_MORE}{ZH_WHO})"
            rf"*)(?:{ZH_READ}|可见|开放)?"
        ),
    )
)
_MORE_READERS = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:everyone|everybody|anyone|all) (?:who is cleared )?(?:may|can) (?:see|read) (?P<place>.+?)(?: again)?",
        rf"(?:remove|drop|lift|end) the (?:audience|restrictions?)(?: (?:of|from|on) (?P<place>.+?))?{WHY}",
        rf"(?:убери\w*|сними\w*|отмени\w*) (?:аудиторию|ограничени[ея]) (?:со?|у|для|на) (?P<place>.+?){RU_WHY}",
        rf"(?:请)?(?:取消|去掉|解除|移除)(?:对)?(?P<place>.+?)的(?:受众|读者|阅读)?限制{ZH_WHY}",
    )
)
_SHOWS = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        rf"who (?:all )?{_EN_MAY} (?:see|read|view) (?P<place>.+?)",
        (
            r"(?:what is|show|show me|tell me) the (?:marking|classification|tlp(?: "
            r"level| marking)?|confidentiality) (?:of|for|on) (?P<place>.+?)"
        ),
        r"how (?:is|was) (?P<place>.+?) (?:marked|classified)",
        (
            r"(?:is|was) (?P<place>.+?) (?:restricted|confidential|marked|classified|"
            r"embargoed|under (?:an )?embargo|secret)"
        ),
        r"what (?:marking|tlp|classification) does (?P<place>.+?) have",
        rf"кто (?:может|вправе) {RU_READ} (?P<place>.+?)|кому (?:можно|разрешено) {RU_READ} (?P<other>.+?)",
        r"кому (?:доступ|открыт)\w* (?P<place>.+?)|для кого (?:доступ|открыт)\w* (?P<other>.+?)",
        r"как\w+ (?:пометка|гриф|метка|tlp) (?:у|на|стоит на|стоит у) (?P<place>.+?)",
        rf"谁(?:可以|能|有权){ZH_READ}(?P<place>.+?)|(?P<other>.+?)谁(?:可以|能|有权){ZH_READ}",
        r"(?P<place>.+?)的?(?:密级|标记|分级|保密级别)是(?:什么|多少|哪一级)",
    )
)
_NAMED = lazy_re(  # what names an analysis or a section, or points at the one read last
    r"\ba-?\d+(?!\d)|\b(?:paper|analys[ie]s|report|document|article|text|"
    r"essay|brief|study|file|memo|section|part|chapter"
    r"|it|this|that)\b|\b(?:стат|анализ|отч[её]т|документ|текст|доклад|раздел|глав|част|это|его)|[节章篇文它这]|部分|报告|分析",
    re.IGNORECASE,
)
_OF_MARKING = lazy_re(  # "the marking of a1" names the analysis
    r"^(?:the )?(?:marking|classification|confidentiality|label|level|tlp(?: level| marking)?) (?:of|on|for) "
    r"|^(?:гриф|пометк[уа]|метк[уа]|уровень) (?:со?|у|для)? ?",
    re.IGNORECASE,
)
_HOLDER = lazy_re(ADDRESS, re.IGNORECASE)
_SAYS_MARK = lazy_re(r"mark|label|classify|tag|пометь|промаркируй|(?:请)?(?:把|将)?.+?标", re.IGNORECASE)
_UNSURE = lazy_re(  # "make it clear"
    r"^(?:set|make|put) .+ (?:clear|white)$(?<!tlp:clear)(?<!tlp:white)", re.IGNORECASE
)
_HAN_CLOCK = lazy_re(
    r"(?P<half>上午|早上|下午|晚上|中午)?\s?(?P<hour>\d{1,2})(?:[点點时](?P<thirty>半)?|[:：])(?P<minute>\d\d)?分?"
)
_HAN_DAY = lazy_re(r"(?<=[日号天一二三四五六])(?=\d|上|下|早|晚|中)")
_NOON = (
    (lazy_re(r"\b(?:at )?(?:noon|midday)\b", re.IGNORECASE), "12:00"),
    (lazy_re(r"\b(?:at )?midnight\b", re.IGNORECASE), "00:00"),
)
_AFTERNOON, _NOON_HOUR = ("下午", "晚上"), 12


def marking(sentence: str, *, asks: bool = False) -> tuple[Intent, ...]:
    """The /mark or /clearance lines that a sentence means, likeliest first; () for other sentences.

    `asks` if it ends in a question mark.
    """
    plain = normalise.expanded(sentence.strip(" .!?。！？").replace("’", "'"))
    plain = BESIDE_HAN.sub("", plain)
    shown = _shown(plain)
    if shown:
        return shown, Intent(f"ask {sentence}?")
    found = clearance(plain) or _marked(plain) or clearance_by_words(plain, asks=asks)
    return (found,) if found else ()


def _marked(plain: str) -> Intent | None:
    if (found := first(_LIFTS, plain)) is not None:
        return _mark(found, "until now")
    if (found := first(_NONE, plain)) is not None and not _HOLDER.fullmatch(_words(found)):
        return _mark(found, "none")
    if (found := first(_EMBARGOES, plain)) is not None:
        return _mark(found, f"until {_until(found['until'])}")
    if (found := first(_AUDIENCES, plain)) is not None:
        return _mark(found, f"for {_holders(found['who'])}")
    if (found := first(_MORE_READERS, plain)) is not None:
        return _mark(found, "for all")
    found = first(_MARKS, plain)
    if (
        found
        and not _HOLDER.search(_words(found))
        and (_NAMED.search(_words(found)) or _SAYS_MARK.match(plain))
        and not _UNSURE.search(plain)
    ):
        until = found.get("until", "")
        return _mark(found, " ".join((level_in_words(found["level"]), *((f"until {_until(until)}",) if until else ()))))
    return None


def _mark(found: dict[str, str], options: str) -> Intent:
    return Intent(f"mark {{place}} {options}{because(found)}", _place(found), sure=False)


def _shown(plain: str) -> Intent | None:
    found = first(_SHOWS, plain)
    return Intent("mark {place}", _place(found)) if found and _NAMED.search(_words(found)) else None


def _words(found: dict[str, str]) -> str:
    return found.get("place") or found.get("other", "")


def _place(found: dict[str, str]) -> str:
    return normalise.place(_OF_MARKING.sub("", _words(found).strip(" ，,")))


def _holders(words: str) -> str:
    return " ".join(holder_in_words(each) for each in re.split(_MORE, words) if each)


def _until(words: str) -> str:
    """The end of an embargo as it is typed: the day, the time as HH:MM and the zone."""
    for pattern, wall in _NOON:
        words = pattern.sub(wall, words)
    words = _HAN_CLOCK.sub(_wall, _HAN_DAY.sub(" ", words)) if re.search("[\u4e00-\u9fff]", words) else words
    rest, at, zone = normalise.timed(words.strip(" ，,"))
    return " ".join(filter(None, (rest, at, zone))) if at else words.strip()


def _wall(found: re.Match[str]) -> str:
    hour = int(found["hour"])
    late = found["half"] in _AFTERNOON and hour < _NOON_HOUR
    return f" {hour + 12 * late:02}:{30 if found['thirty'] else int(found['minute'] or 0):02}"
