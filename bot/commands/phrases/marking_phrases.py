"""Parses sentences about who may see what, in English, Russian and Chinese: "only @board may read a2". Pure.

Questions become /mark and /clearance lines that only show something; changes are confirmed first.
"""

import re

from bot.commands.phrases import normalise
from bot.commands.phrases.intent import Intent
from briefings.text import lazy_re

_TLP = r"(?:tlp\s?[:：]?\s?)?"
_EN_LEVEL = (
    rf"{_TLP}(?P<level>amber(?:\s?\+\s?|\s(?:plus |and )?)strict|strict amber|amber|red|green|clear|white)"
    r"(?: (?:level|eyes(?: only)?|readers?(?: only)?))?"
)
_RU_LEVEL = (
    rf"{_TLP}(?P<level>янтарн\w+[- +]строг\w+|янтарн\w+|красн\w+|зел[её]н\w+|"
    r"бел\w+|прозрачн\w+|amber\s?\+\s?strict|amber|red"
    r"|green|clear)"
)
_ZH_LEVEL = (
    rf"{_TLP}(?P<level>琥珀色?[加+]?严格|琥珀色?|红色?|绿色?|白色?|透明"
    r"|amber\s?\+\s?strict|amber|red|green|clear)(?:级别?|标记)?"
)
_LEVELS = (  # how a word for a level begins, and how it is typed; the longer ones first
    ("amber+strict", ("amber+", "amber s", "amber p", "amber a", "strict", "琥珀色严", "琥珀色加", "琥珀严", "琥珀加")),
    ("amber", ("amber", "янтарн", "琥珀")),
    ("red", ("red", "красн", "红")),
    ("green", ("green", "зел", "绿")),
    ("clear", ("clear", "white", "бел", "прозрачн", "白", "透明")),
)
_ADDRESS = (
    r"telegram:-?\d{1,20}|slack:[A-Za-z][A-Za-z0-9]{1,20}|<[@#][A-Za-z0-9]{2,20}(?:\|[^<>]*)?>|terminal:local"
    r"|@[A-Za-z0-9_-]{1,40}"
)
_EN_HERE = (
    r"(?:everyone |everybody |people )?(?:here|in (?:this|the) (?:chat|group|"
    r"channel|room))|(?:this|our) (?:chat|group|channel|room)|we|us"
)
_RU_HERE = r"эт\w+ (?:чат|групп|канал)\w*|наш\w* (?:чат|групп)\w*|мы|нам|здесь"
_ZH_HERE = r"(?:这个|本|该)?(?:聊天|群组?|频道)|我们"
_EN_WHO = rf"(?:{_ADDRESS}|{_EN_HERE}|me|the [\w-]{{2,30}})"
_RU_WHO = rf"(?:{_ADDRESS}|{_RU_HERE}|я|мне)"
_ZH_WHO = rf"(?:{_ADDRESS}|{_ZH_HERE}|我)"
_EN_MORE = r"(?:,? (?:and|or) |, ?)"
_EN_WHOM = rf"{_EN_WHO}(?:{_EN_MORE}{_EN_WHO})*"
_MORE = r"(?:,? (?:and|or) | и |和|、|, ?)"
_EN_READ = r"(?:see|read|view|open|access|look at)"
_RU_READ = r"(?:видеть|читать|прочитать|открывать|смотреть|увидеть)"
_ZH_READ = r"(?:看到?|查看|读|阅读|打开)"
_EN_MAY = r"(?:may|can|should|could|must|shall|(?:is|are) (?:allowed|permitted|able) to|gets? to)"
_WHY = r"(?:,? (?:because|since|as) (?P<why>.+))?"
_TAIL = r"(?: until (?P<until>.+?))?" + _WHY
_RU_WHY = r"(?:,? (?:потому что|так как|ибо) (?P<why>.+))?"
_ZH_WHY = r"(?:[，,]?因为(?P<why>.+))?"
_EN_HOLDER, _RU_HOLDER, _ZH_HOLDER = (
    rf"(?:{_ADDRESS}|{each})" for each in (_EN_HERE, _RU_HERE, rf"{_ZH_HERE}|这个聊天")
)
_NAME = r"(?-i:[A-ZА-ЯЁ][\w’'-]{1,30}(?: [A-ZА-ЯЁ][\w’'-]{1,30}){0,2})"  # of a person, which /clearance looks up
_HAN_NAME = rf"{_NAME}|[\u4e00-\u9fff]{{2,4}}?"
_EN_STUFF = r"(?: (?:material|things?|papers?|texts?|analyses|reports?|documents?|stuff|ones))?"
_RU_STUFF = r"(?: (?:материал|текст|анализ|документ|отч[её]т)\w*)?"

_MARKS = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:mark|label|classify|set|make|put|tag|rate) (?P<place>.+?) (?:(?:as|to|at|be) )?{_EN_LEVEL}{_TAIL}",
        (
            r"(?P<place>.+?) (?:should|must|has to|needs to|ought to|shall) (?:only "
            rf")?be (?:(?:marked|classified|labell?ed|for|tagged) )?(?:as )?{_EN_LEVEL}{_TAIL}"
        ),
        (
            r"(?:пометь\w*|отметь\w*|сделай\w*|поставь\w*|присвой\w*|установи\w*|"
            r"промаркируй\w*) (?P<place>.+?) (?:(?:как|на|гриф|пометку|уровень|метку)"
            rf" ){{0,2}}{_RU_LEVEL}(?: (?:гриф|пометк|уров)\w+)?(?: до (?P<until>.+?)"
            rf")?{_RU_WHY}"
        ),
        (
            r"(?:请)?(?:把|将)?(?P<place>.+?)(?:的?(?:标记|密级|级别))?(?:标记?|设置?|改|定|列)(?:为|"
            rf"成|作){_ZH_LEVEL}(?:[，,]?直?到(?P<until>.+?))?{_ZH_WHY}"
        ),
    )
)
_NONE = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        (
            r"(?:remove|take away|drop|delete|reset) the (?:marking|classification|"
            r"tlp(?: level| marking)?)(?: (?:of|from|on) (?P<place>.+?))?"
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
        rf"(?:keep|put|hold|place) (?P<place>.+?) under (?:an )?embargo until (?P<until>.+?){_WHY}",
        rf"embargo (?P<place>.+?) until (?P<until>.+?){_WHY}",
        (
            r"(?P<place>.+?) (?:is|stays|remains|should (?:be|stay)) (?:embargoed|"
            rf"under (?:an )?embargo) until (?P<until>.+?){_WHY}"
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
        rf"only (?P<who>{_EN_WHO}(?:{_MORE}{_EN_WHO})*) {_EN_MAY} {_EN_READ} (?P<place>.+?)",
        (
            r"(?:nobody|no one|no-one|none) (?:but|except|other than|besides|apart "
            rf"from|outside) (?P<who>{_EN_WHO}(?:{_MORE}{_EN_WHO})*) {_EN_MAY} {_EN_READ} "
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
            rf"(?:{_RU_READ} )?(?P<place>.+?) (?:может|могут|должны|должен) (?:{_RU_READ} "
            rf")?только (?P<who>{_RU_WHO}(?:{_MORE}{_RU_WHO})*)"
        ),
        (
            rf"(?:только|лишь) (?P<who>{_RU_WHO}(?:{_MORE}{_RU_WHO})*) (?:может|могут|"
            rf"должны|должен) {_RU_READ} (?P<place>.+?)"
        ),
        rf"(?P<place>.+?) (?:только|лишь) для (?P<who>{_RU_WHO}(?:{_MORE}{_RU_WHO})*)",
        rf"只有(?P<who>{_ZH_WHO}(?:{_MORE}{_ZH_WHO})*)(?:才)?(?:可以|能|能够)?{_ZH_READ}(?P<place>.+?)",
        (
            rf"(?:请)?(?:把|将)?(?P<place>.+?)(?:只|仅)(?:给|让|对|限)(?P<who>{_ZH_WHO}(?:{_MORE}{_ZH_WHO})"
            rf"*)(?:{_ZH_READ}|可见|开放)?"
        ),
    )
)
_MORE_READERS = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:everyone|everybody|anyone|all) (?:who is cleared )?(?:may|can) (?:see|read) (?P<place>.+?)(?: again)?",
        r"(?:remove|drop|lift) the (?:audience|restriction)(?: (?:of|from|on) (?P<place>.+?))?",
        r"(?:убери\w*|сними\w*) (?:аудиторию|ограничение) (?:с|у|для) (?P<place>.+?)",
        r"(?:请)?(?:取消|去掉)(?P<place>.+?)的(?:受众|读者)限制",
    )
)
_CLEARS = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"(?P<who>{_EN_HOLDER}) (?:may|can|should|(?:is|are) allowed "
            rf"to) {_EN_READ} (?:(?:up to|at most|no more than|only|everything up "
            rf"to) )?{_EN_LEVEL}{_EN_STUFF}{_WHY}"
        ),
        rf"(?:let|allow) (?P<who>{_EN_HOLDER}|{_NAME}) (?:to )?{_EN_READ} (?:up to )?{_EN_LEVEL}{_EN_STUFF}{_WHY}",
        (
            rf"(?P<who>{_EN_HOLDER}) (?:shouldn't|should not|must not|mustn't|"
            rf"may not|can not|cannot) {_EN_READ} (?:any)?(?:more|thing) (?:than|above|"
            rf"beyond) {_EN_LEVEL}"
        ),
        rf"(?P<who>{_EN_HOLDER}) (?:is|are|should be) cleared (?:(?:up to|for|to|at) ){{1,2}}{_EN_LEVEL}{_WHY}",
        rf"(?:clear) (?P<who>{_EN_HOLDER}|{_NAME}) (?:up to|for|to) {_EN_LEVEL}{_WHY}",
        (
            rf"give (?P<who>{_EN_HOLDER}|{_NAME}) (?:a )?(?:clearance (?:for|of|up to) )?{_EN_LEVEL}"
            rf"(?: clearance)?{_WHY}"
        ),
        rf"(?:set|change|raise|lower) the clearance (?:of|for) (?P<who>{_EN_HOLDER}|{_NAME}) to {_EN_LEVEL}{_WHY}",
        (
            rf"(?P<who>{_RU_HOLDER}) (?:можно|разрешено) (?:показывать|видеть|"
            rf"читать|смотреть) (?:до )?{_RU_LEVEL}{_RU_STUFF}{_RU_WHY}"
        ),
        (
            rf"(?:разреши\w*|позволь\w*) (?P<who>{_RU_HOLDER}|{_NAME}) {_RU_READ} (?:до )?{_RU_LEVEL}"
            rf"{_RU_STUFF}{_RU_WHY}"
        ),
        (
            rf"(?P<who>{_RU_HOLDER}) не (?:должен|должна|должны|может|могут|"
            rf"должно) {_RU_READ} (?:больше|выше) {_RU_LEVEL}"
        ),
        (
            rf"(?:дай\w*|выдай\w*|поставь\w*|установи\w*) (?P<who>{_RU_HOLDER}|{_NAME})"
            rf" (?:допуск|доступ)(?: (?:до|к|на))? {_RU_LEVEL}{_RU_STUFF}{_RU_WHY}"
        ),
        (
            rf"(?:请)?(?:把|将)?(?P<who>{_ZH_HOLDER})的?(?:许可|权限|许可级别)(?:设置?|改|定)(?:为|成){_ZH_LEVEL}{_ZH_WHY}"
        ),
        rf"(?:请)?(?:让|允许)?(?P<who>{_ZH_HOLDER})(?:可以|能)?{_ZH_READ}(?:到)?{_ZH_LEVEL}(?:的?(?:内容|材料|分析|文件))?{_ZH_WHY}",
        rf"(?:请)?(?:让|允许)(?P<who>{_HAN_NAME})(?:可以|能)?{_ZH_READ}(?:到)?{_ZH_LEVEL}(?:的?(?:内容|材料|分析|文件))?{_ZH_WHY}",
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
        rf"кто (?:может|вправе) {_RU_READ} (?P<place>.+?)|кому (?:можно|разрешено) {_RU_READ} (?P<other>.+?)",
        r"кому (?:доступ|открыт)\w* (?P<place>.+?)|для кого (?:доступ|открыт)\w* (?P<other>.+?)",
        r"как\w+ (?:пометка|гриф|метка|tlp) (?:у|на|стоит на|стоит у) (?P<place>.+?)",
        rf"谁(?:可以|能|有权){_ZH_READ}(?P<place>.+?)|(?P<other>.+?)谁(?:可以|能|有权){_ZH_READ}",
        r"(?P<place>.+?)的?(?:密级|标记|分级|保密级别)是(?:什么|多少|哪一级)",
    )
)
_CLEARED = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        rf"what (?:is|are) (?P<who>{_ADDRESS}|{_EN_HERE}) cleared for",
        rf"what (?:may|can) (?P<who>{_ADDRESS}|{_EN_HERE}) see",
        rf"(?:what is|show|show me) the clearance (?:of|for) (?P<who>{_ADDRESS}|{_EN_HERE})",
        rf"(?:may|can|is) (?P<who>{_ADDRESS}|{_EN_HERE}) (?:allowed to )?see {_EN_LEVEL}",
        rf"как\w+ допуск (?:у|имеет) (?P<who>{_ADDRESS}|{_RU_HERE})",
        (
            rf"(?P<who>{_ADDRESS}|{_ZH_HERE})(?:能|可以){_ZH_READ}(?:到)?(?:什么|哪个|哪些|几)"
            rf"级?别?|(?P<other>{_ADDRESS}|{_ZH_HERE})的(?:许可|权限)是什么"
        ),
    )
)
_ALL_CLEARED = lazy_re(
    rf"who (?:all )?(?:is|are) cleared(?: (?:for|up to) {_EN_LEVEL})?|who has (?:a )?(?:{_TLP}\w+ )?clearance"
    r"|(?:list|show|show me) (?:all )?(?:the )?clearances|what is everyone cleared for"
    rf"|(?:у кого|кто) (?:есть |имеет )?(?:допу\w+)(?: (?:к|до) .+)?|谁有{_ZH_LEVEL.replace('level', 'zh')}?的?(?:权限|"
    r"许可)|(?:列出|显示)(?:所有)?(?:权限|许可)(?:级别)?",
    re.IGNORECASE,
)
_NAMED = lazy_re(  # what names an analysis or a section, or points at the one read last
    r"\ba-?\d+(?!\d)|\b(?:paper|analys[ie]s|report|document|article|text|"
    r"essay|brief|study|file|memo|section|part|chapter"
    r"|it|this|that)\b|\b(?:стат|анализ|отч[её]т|документ|текст|доклад|раздел|глав|част|это|его)|[节章篇文它这]|部分|报告|分析",
    re.IGNORECASE,
)
_SAYS_MARK = lazy_re(r"mark|label|classify|tag|пометь|промаркируй|(?:请)?(?:把|将)?.+?标", re.IGNORECASE)
_UNSURE = lazy_re(  # "make it clear"
    r"^(?:set|make|put) .+ (?:clear|white)$(?<!tlp:clear)(?<!tlp:white)", re.IGNORECASE
)
_BESIDE_HAN = lazy_re(r"(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])")
_HERE = lazy_re(rf"{_EN_HERE}|{_RU_HERE}|{_ZH_HERE}|这个聊天", re.IGNORECASE)
_ME = lazy_re(r"me|i|я|мне|我", re.IGNORECASE)
_HAN_CLOCK = lazy_re(
    r"(?P<half>上午|早上|下午|晚上|中午)?\s?(?P<hour>\d{1,2})(?:[点點时](?P<thirty>半)?|[:：])(?P<minute>\d\d)?分?"
)
_HAN_DAY = lazy_re(r"(?<=[日号天一二三四五六])(?=\d|上|下|早|晚|中)")
_NOON = (
    (lazy_re(r"\b(?:at )?(?:noon|midday)\b", re.IGNORECASE), "12:00"),
    (lazy_re(r"\b(?:at )?midnight\b", re.IGNORECASE), "00:00"),
)
_AFTERNOON, _NOON_HOUR = ("下午", "晚上"), 12


def marking(sentence: str) -> tuple[Intent, ...]:
    """The /mark or /clearance lines that a sentence means, likeliest first; () for other sentences."""
    plain = normalise.expanded(sentence.strip(" .!?。！？").replace("’", "'"))
    plain = _BESIDE_HAN.sub("", plain)
    shown = _shown(plain)
    if shown:
        return shown, Intent(f"ask {sentence}?")
    found = _clearance(plain) or _marked(plain)
    return (found,) if found else ()


def _marked(plain: str) -> Intent | None:
    if (found := _first(_LIFTS, plain)) is not None:
        return _mark(found, "until now")
    if (found := _first(_NONE, plain)) is not None:
        return _mark(found, "none")
    if (found := _first(_EMBARGOES, plain)) is not None:
        return _mark(found, f"until {_until(found['until'])}")
    if (found := _first(_AUDIENCES, plain)) is not None:
        return _mark(found, f"for {_holders(found['who'])}")
    if (found := _first(_MORE_READERS, plain)) is not None:
        return _mark(found, "for all")
    found = _first(_MARKS, plain)
    if found and (_NAMED.search(_words(found)) or _SAYS_MARK.match(plain)) and not _UNSURE.search(plain):
        until = found.get("until", "")
        return _mark(found, " ".join((_level(found["level"]), *((f"until {_until(until)}",) if until else ()))))
    return None


def _mark(found: dict[str, str], options: str) -> Intent:
    return Intent(f"mark {{place}} {options}{_because(found)}", _place(found), sure=False)


def _because(found: dict[str, str]) -> str:
    return f" because {found['why']}" if found.get("why") else ""


def _shown(plain: str) -> Intent | None:
    found = _first(_SHOWS, plain)
    return Intent("mark {place}", _place(found)) if found and _NAMED.search(_words(found)) else None


def _clearance(plain: str) -> Intent | None:
    if _ALL_CLEARED.fullmatch(plain):
        return Intent("clearance")
    if (found := _first(_CLEARED, plain)) is not None:
        return Intent(f"clearance {_holder(found.get('who') or found['other'])}")
    found = _first(_CLEARS, plain)
    if found is None:
        return None
    return Intent(f"clearance {_holder(found['who'])} {_level(found['level'])}{_because(found)}", sure=False)


def _first(patterns: tuple[re.Pattern[str], ...], plain: str) -> dict[str, str] | None:
    """The named parts of the first pattern that a sentence is; None for none."""
    found = next(filter(None, (each.fullmatch(plain) for each in patterns)), None)
    return {name: words for name, words in found.groupdict().items() if words} if found else None


def _words(found: dict[str, str]) -> str:
    return found.get("place") or found.get("other", "")


def _place(found: dict[str, str]) -> str:
    return normalise.place(_words(found).strip(" ，,"))


def _level(word: str) -> str:
    plain = re.sub(r"\s?\+\s?", "+", word.lower())
    if re.search(r"строг", plain):
        return "amber+strict"
    return next(typed for typed, signs in _LEVELS if plain.startswith(signs))


def _holders(words: str) -> str:
    return " ".join(_holder(each) for each in re.split(_MORE, words) if each)


def _holder(word: str) -> str:
    """A chat, person or group as it is typed: "this chat" is here, "the board" is @board."""
    if _HERE.fullmatch(word):
        return "here"
    if _ME.fullmatch(word):
        return "me"
    return re.sub(r"^the ", "@", word.strip(), flags=re.IGNORECASE)


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
