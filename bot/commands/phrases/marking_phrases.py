"""Parses sentences about who may see what, in English, Russian and Chinese: "only @board may read a2". Pure.

Questions become /mark and /clearance lines that only show something; changes are confirmed first.

Of a clearance, whole sentences are known first. Another one that names an address, or a person whom a verb raises or
lowers, is taken by its words: the level that it doesn't rule out, or the default.
"""

import re

from bot.commands.phrases import normalise
from bot.commands.phrases.intent import Intent
from bot.commands.phrases.link_phrases import BESIDE_HAN
from briefings.text import lazy_re

_TLP = r"(?:tlp\s?[:：]?\s?)?"
EN_LEVEL = (
    rf"{_TLP}(?P<level>amber(?:\s?\+\s?|\s(?:plus |and )?)strict|strict amber|amber|red|green|clear|white)"
    r"(?: (?:level|eyes(?: only)?|readers?(?: only)?))?"
)
RU_LEVEL = (
    rf"{_TLP}(?P<level>янтарн\w+[- +]строг\w+|янтарн\w+|красн\w+|зел[её]н\w+|"
    r"бел\w+|прозрачн\w+|amber\s?\+\s?strict|amber|red"
    r"|green|clear)"
)
ZH_LEVEL = (
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
ADDRESS = (
    r"telegram:-?\d{1,20}|slack:[A-Za-z][A-Za-z0-9]{1,20}|<[@#][A-Za-z0-9]{2,20}(?:\|[^<>]*)?>|terminal:local"
    r"|@[A-Za-z0-9_-]{1,40}"
)
_EN_HERE = (
    r"(?:everyone |everybody |people )?(?:here|in (?:this|the) (?:chat|group|"
    r"channel|room))|(?:this|our) (?:chat|group|channel|room)|we|us"
)
_RU_HERE = r"эт\w+ (?:чат|групп|канал)\w*|наш\w* (?:чат|групп)\w*|мы|нам|здесь"
_ZH_HERE = r"(?:这个|本|该)?(?:聊天|群组?|频道)|我们"
EN_WHO = rf"(?:{ADDRESS}|{_EN_HERE}|me|the [\w-]{{2,30}})"
RU_WHO = rf"(?:{ADDRESS}|{_RU_HERE}|я|мне)"
ZH_WHO = rf"(?:{ADDRESS}|{_ZH_HERE}|我)"
EN_READ = r"(?:see|read|view|open|access|look at)"
RU_READ = r"(?:видеть|читать|прочитать|открывать|смотреть|увидеть)"
ZH_READ = r"(?:看到?|查看|读|阅读|打开)"
WHY = r"(?:,? (?:because|since|as) (?P<why>.+))?"
RU_WHY = r"(?:,? (?:потому что|так как|ибо) (?P<why>.+))?"
ZH_WHY = r"(?:[，,]?因为(?P<why>.+))?"
_EN_HOLDER, _RU_HOLDER, _ZH_HOLDER = (
    rf"(?:{ADDRESS}|{each})" for each in (_EN_HERE, _RU_HERE, rf"{_ZH_HERE}|这个聊天")
)
_LETTERS = r"[A-Za-z\u00c0-\u024f\u0400-\u04ff’'-]{1,30}"  # without Han characters, which follow a name at once
_NAME = rf"(?-i:[A-ZА-ЯЁ]{_LETTERS}(?: [A-ZА-ЯЁ]{_LETTERS}){{0,2}})"  # of a person, which /clearance looks up
_NOT_IN_NAMES = (
    r"可以|能够|(?:只|不)?能(?=够|看|查|读|阅|打|见|接|访)|[只不](?:能|可|应|准|许|要|得)|看到?|查[看阅]|阅读|阅览|读取?|打开"
    r"|应[该当]?|有权|获准|[获取]得|访问|接触|现在|以后|今后|从今|再|也|仅|的|到|为|成|至|[降升提调改设恢]|权限|许可|级别"
    r"|因为|谁|哪|什么|大家|所有|他们|你们|我|这|那|[请让把将给允准]"
)
_HAN = rf"(?:(?!{_NOT_IN_NAMES})[\u4e00-\u9fff])"
_HAN_NAME = rf"{_NAME}|{_HAN}{{2,4}}(?:·{_HAN}{{1,8}}){{0,3}}"
_EN_STUFF = r"(?: (?:material|things?|papers?|texts?|analyses|reports?|documents?|stuff|ones))?"
_RU_STUFF = r"(?: (?:материал|текст|анализ|документ|отч[её]т)\w*)?"
_CLEARS = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"(?P<who>{_EN_HOLDER}) (?:may|can|should|(?:is|are) allowed "
            rf"to) {EN_READ} (?:(?:up to|at most|no more than|only|everything up "
            rf"to) )?{EN_LEVEL}{_EN_STUFF}{WHY}"
        ),
        rf"(?:let|allow) (?P<who>{_EN_HOLDER}|{_NAME}) (?:to )?{EN_READ} (?:up to )?{EN_LEVEL}{_EN_STUFF}{WHY}",
        (
            rf"(?P<who>{_EN_HOLDER}) (?:shouldn't|should not|must not|mustn't|"
            rf"may not|can not|cannot) {EN_READ} (?:any)?(?:more|thing) (?:than|above|"
            rf"beyond) {EN_LEVEL}"
        ),
        rf"(?P<who>{_EN_HOLDER}) (?:is|are|should be) cleared (?:(?:up to|for|to|at) ){{1,2}}{EN_LEVEL}{WHY}",
        rf"(?:clear) (?P<who>{_EN_HOLDER}|{_NAME}) (?:up to|for|to) {EN_LEVEL}{WHY}",
        (
            rf"give (?P<who>{_EN_HOLDER}|{_NAME}) (?:a )?(?:clearance (?:for|of|up to) )?{EN_LEVEL}"
            rf"(?: clearance)?{WHY}"
        ),
        rf"(?:set|change|raise|lower) the clearance (?:of|for) (?P<who>{_EN_HOLDER}|{_NAME}) to {EN_LEVEL}{WHY}",
        (
            rf"(?P<who>{_RU_HOLDER}) (?:можно|разрешено) (?:показывать|видеть|"
            rf"читать|смотреть) (?:до )?{RU_LEVEL}{_RU_STUFF}{RU_WHY}"
        ),
        (
            rf"(?:разреши\w*|позволь\w*) (?P<who>{_RU_HOLDER}|{_NAME}) {RU_READ} (?:до )?{RU_LEVEL}"
            rf"{_RU_STUFF}{RU_WHY}"
        ),
        (
            rf"(?P<who>{_RU_HOLDER}) не (?:должен|должна|должны|может|могут|"
            rf"должно) {RU_READ} (?:больше|выше) {RU_LEVEL}"
        ),
        (
            rf"(?:дай\w*|выдай\w*|поставь\w*|установи\w*) (?P<who>{_RU_HOLDER}|{_NAME})"
            rf" (?:допуск|доступ)(?: (?:до|к|на))? {RU_LEVEL}{_RU_STUFF}{RU_WHY}"
        ),
        (rf"(?:请)?(?:把|将)?(?P<who>{_ZH_HOLDER})的?(?:许可|权限|许可级别)(?:设置?|改|定)(?:为|成){ZH_LEVEL}{ZH_WHY}"),
        rf"(?:请)?(?:让|允许)?(?P<who>{_ZH_HOLDER})(?:可以|能)?{ZH_READ}(?:到)?{ZH_LEVEL}(?:的?(?:内容|材料|分析|文件))?{ZH_WHY}",
        rf"(?:请)?(?:让|允许)(?P<who>{_HAN_NAME})(?:可以|能)?{ZH_READ}(?:到)?{ZH_LEVEL}(?:的?(?:内容|材料|分析|文件))?{ZH_WHY}",
    )
)
_EN_CHANGES = (
    r"(?:lower|drop|reduce|raise|increase|set|bring|put|change|downgrade|upgrade|restrict|limit|move|take|cut|turn)"
)
_EN_THIS = r"(?:this|our|the) (?:chat|group|channel|room)"
_RU_CHANGES = (
    r"(?:понизь|снизь|опусти|уменьши|повысь|подними|верни|поставь|установи|измени|смени|сделай|ограничь|урежь"
    r"|дай)(?:те)?"
)
_RU_THIS = r"(?:(?:для |у )?(?:эт\w+|наш\w*|данн\w+) )?(?:чат|групп|канал)\w*"
_ZH_THIS = r"(?:这个|本|该|我们)?(?:群聊|群组?|聊天|频道)"
_ZH_RIGHTS = r"的?(?:权限|许可)(?:级别|等级)?|的?(?:级别|等级)"
_HERE_CLEARS = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_EN_CHANGES} {_EN_THIS}(?:'s)? clearance(?: level)?(?: (?:back|down|up))? (?:to|at) {EN_LEVEL}{WHY}",
        (
            rf"{_EN_CHANGES} (?:our|the) clearance(?: level)?(?: (?:here|(?:of|for|in) {_EN_THIS}))?"
            rf"(?: (?:back|down|up))? (?:to|at) {EN_LEVEL}{WHY}"
        ),
        rf"{_RU_CHANGES} (?:уровень )?(?:допуск\w*|доступ\w*) {_RU_THIS} (?:до|на|к) (?:уровня )?{RU_LEVEL}{RU_WHY}",
        rf"{_RU_CHANGES} {_RU_THIS} (?:уровень )?(?:допуск|доступ) (?:до |на |к )?(?:уровня )?{RU_LEVEL}{RU_WHY}",
        (
            rf"(?:请)?(?:把|将)?{_ZH_THIS}(?:{_ZH_RIGHTS})(?:降低?|下调|调低|升|提升|上调|提高|调整?|改|设置?|恢复|变)"
            rf"(?:到|至|为|成|回)?{ZH_LEVEL}{ZH_WHY}"
        ),
        rf"(?:请)?(?:降低|下调|提升|提高|调整){_ZH_THIS}(?:{_ZH_RIGHTS})(?:到|至|为|成){ZH_LEVEL}{ZH_WHY}",
    )
)
_HERE_BY_DEFAULT = lazy_re(
    rf"(?:reset|restore) (?:{_EN_THIS}(?:'s)? clearance|(?:our|the) clearance(?: (?:here|(?:of|for) {_EN_THIS}))?)"
    rf"|{_RU_CHANGES} {_RU_THIS} (?:обычный|прежний|стандартный) (?:допуск|доступ)"
    rf"|(?:请)?(?:恢复|重置){_ZH_THIS}(?:{_ZH_RIGHTS})|(?:请)?(?:把|将)?{_ZH_THIS}(?:{_ZH_RIGHTS})恢复(?:默认|正常)",
    re.IGNORECASE,
)
_CLEARED = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        rf"what (?:is|are) (?P<who>{ADDRESS}|{_EN_HERE}) cleared for",
        rf"what (?:may|can) (?P<who>{ADDRESS}|{_EN_HERE}) see",
        rf"(?:what is|show|show me) the clearance (?:of|for) (?P<who>{ADDRESS}|{_EN_HERE})",
        rf"(?:may|can|is) (?P<who>{ADDRESS}|{_EN_HERE}) (?:allowed to )?see {EN_LEVEL}",
        rf"как\w+ допуск (?:у|имеет) (?P<who>{ADDRESS}|{_RU_HERE})",
        (
            rf"(?P<who>{ADDRESS}|{_ZH_HERE})(?:能|可以){ZH_READ}(?:到)?(?:什么|哪个|哪些|几)"
            rf"级?别?|(?P<other>{ADDRESS}|{_ZH_HERE})的(?:许可|权限)是什么"
        ),
    )
)
_ALL_CLEARED = lazy_re(
    rf"who (?:all )?(?:is|are) cleared(?: (?:for|up to) {EN_LEVEL})?|who has (?:a )?(?:{_TLP}\w+ )?clearance"
    r"|(?:list|show|show me) (?:all )?(?:the )?clearances|what is everyone cleared for"
    rf"|(?:у кого|кто) (?:есть |имеет )?(?:допу\w+)(?: (?:к|до) .+)?|谁有{ZH_LEVEL.replace('level', 'zh')}?的?(?:权限|"
    r"许可)|(?:列出|显示)(?:所有)?(?:权限|许可)(?:级别)?",
    re.IGNORECASE,
)
_HERE = lazy_re(rf"{_EN_HERE}|{_RU_HERE}|{_ZH_HERE}|这个聊天", re.IGNORECASE)
_ME = lazy_re(r"me|i|я|мне|我", re.IGNORECASE)
_ANY_LEVEL = lazy_re(
    rf"(?<![A-Za-zа-яё])(?:{EN_LEVEL}|{RU_LEVEL}|{ZH_LEVEL})(?![A-Za-z])".replace("?P<level>", "?:"),
    re.IGNORECASE,
)
_ONE_ADDRESS = lazy_re(
    r"telegram:-?\d{1,20}|slack:[A-Za-z][A-Za-z0-9]{1,20}|<[@#][A-Za-z0-9]{2,20}(?:\|[^<>]*)?>", re.I
)
_THIS_CHAT = lazy_re(
    r"\b(?:this|our) (?:chat|group|channel|room)\b|\bэт\w+ (?:чат|групп|канал)\w*|(?:这个|本)(?:聊天|群组?|频道)", re.I
)
_PARTS_OF_TEXTS = lazy_re(
    r"\ba-?\d+(?!\d)|\b(?:section|chapter|раздел\w*|глав\w+)\b|第[\d一二三四五六七八九十]+[节章]", re.I
)
_REASON = lazy_re(
    r"[,;]?\s(?:because|since|as (?=he|she|they|it|we|i)|потому что|так как|поскольку|ибо)\s(?P<why>.+)"
    r"|[，,；;]?\s?(?:因为|由于)(?P<han>.+)",
    re.IGNORECASE,
)
_CLAUSE = lazy_re(r"[,;，；]\s?|\s(?:but|and|а|но|и)\s|但|而是", re.IGNORECASE)
_RULED_OUT = lazy_re(
    r"(?:\bnot\b|n't\b|\bno longer\b|\b(?:away|remove|revoke|withdraw|strip|without|instead of|rather than|from|off)\b"
    r"|\bне\b|\bбез\b|\b(?:сними|убери|отбери|лиши|отзови)\w*|\bвместо\b|\b(?:с|со|из)(?= \S+$)"
    r"|不|别|取消|撤销|收回|去掉|从)[^,;，；]{0,40}$",
    re.IGNORECASE,
)
_NO_MORE_THAN = lazy_re(
    r"\b(?:more than|above|beyond|higher than|up to|only|to|till|until)(?: the)? $"
    r"|\b(?:больше|выше|кроме|только|до|на) $|(?:高于|超过|只能看|只看|到|为|至|成)$",
    re.IGNORECASE,
)
_DEFAULT = lazy_re(
    r"\b(?:default|usual|normal|standard|reset)\b|\b(?:обычн|стандартн|умолчани|сброс)\w*|默认|原来的|重置|正常", re.I
)
_EN_MOVES = (
    r"(?:lower|raise|upgrade|downgrade|demote|promote|drop|bump|bring|move|take|put|set|switch|restrict|limit"
    r"|cut|reduce|lift)"
)
_RU_MOVES = r"(?:понизь|опусти|подними|повысь|верни|ограничь|переведи|снизь|поставь|сними)(?:те)?"
_ZH_MOVES = r"(?:降低?|下调|调低|提升|升|上调|调高|提高|调|改|设|恢复|限制)"
_ZH_LEVEL_OF = r"的?(?:(?:许可)?级别|权限|许可)?"
_MAY = r"(?:(?:should|must|may|can|could|shall)(?:n't| not)?|cannot|is (?:not )?allowed to|ought to|needs to|has to)"
_RU_MAY = r"(?:теперь )?(?:не )?(?:долж\w+|мо[жг]\w+|вправе)"
_SPOKEN_NAMES = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"{_EN_MOVES} (?:the clearance (?:of|for) )?(?P<who>{_NAME})(?:'s)?(?: clearance)?"
            r"(?: (?:back|down|up))? (?:to|on|at) .*"
        ),
        rf"(?:from now on )?(?P<who>{_NAME}) {_MAY} (?:now |only |just |no longer ){{0,2}}{EN_READ} .*",
        rf"(?:reset|restore) (?:the clearance (?:of|for) )?(?P<who>{_NAME})(?:'s)?(?: clearance)?.*",
        rf"{_RU_MOVES} (?:допуск )?(?P<who>{_NAME}) (?:до|на|обычн|к)\b.*",
        rf"(?:пусть )?(?P<who>{_NAME}) {_RU_MAY} (?:теперь |только ){{0,2}}{RU_READ} .*",
        (
            rf"(?:请)?(?:让|允许|准许|把|将|给|只让|只准|只允许)?(?P<who>{_HAN_NAME}){_ZH_LEVEL_OF}(?:以后|今后|现在)?"
            r"(?:只|不)?(?:可以|能够|能|可|应该|应|准|许)(?:再|够)?(?:看到?|查[看阅]|阅[读览]|读|打开|接触|访问)到?.*"
        ),
        rf"(?:请)?(?:让|允许|准许|只让|只准|只允许)(?P<who>{_HAN_NAME})(?:看到?|查[看阅]|阅[读览]|读|打开|接触|访问)到?.*",
        rf"(?:请)?(?:把|将|给)(?P<who>{_HAN_NAME}){_ZH_LEVEL_OF}{_ZH_MOVES}(?:为|到|至|成|回)?.*",
        rf"(?:请)?{_ZH_MOVES}(?P<who>{_HAN_NAME}){_ZH_LEVEL_OF}(?:为|到|至|成|回).*",
    )
)

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


def clearance(plain: str) -> Intent | None:
    """The `/clearance` line of a sentence, normalised; None if it is none. A line that changes something isn't sure."""
    if _ALL_CLEARED.fullmatch(plain):
        return Intent("clearance")
    if (found := first(_CLEARED, plain)) is not None:
        return Intent(f"clearance {holder_in_words(found.get('who') or found['other'])}")
    if (found := first(_HERE_CLEARS, plain)) is not None:
        return Intent(f"clearance here {level_in_words(found['level'])}{because(found)}", sure=False)
    if _HERE_BY_DEFAULT.fullmatch(plain):
        return Intent("clearance here default", sure=False)
    found = first(_CLEARS, plain)
    if found is None:
        return None
    return Intent(
        f"clearance {holder_in_words(found['who'])} {level_in_words(found['level'])}{because(found)}", sure=False
    )


def first(patterns: tuple[re.Pattern[str], ...], plain: str) -> dict[str, str] | None:
    """The named parts of the first pattern that a sentence is; None for none."""
    found = next(filter(None, (each.fullmatch(plain) for each in patterns)), None)
    return {name: words for name, words in found.groupdict().items() if words} if found else None


def because(found: dict[str, str]) -> str:
    """The reason as the command line takes it, with a blank before it; "" without one."""
    return f" because {found['why']}" if found.get("why") else ""


def level_in_words(word: str) -> str:
    """A marking as it is typed, such as "amber+strict", from its name in any of the three languages."""
    plain = re.sub(r"\s?\+\s?", "+", word.lower())
    if re.search(r"строг", plain):
        return "amber+strict"
    return next(typed for typed, signs in _LEVELS if plain.startswith(signs))


def holder_in_words(word: str) -> str:
    """A chat, person or group as it is typed: "this chat" is here, "the board" is @board."""
    if _HERE.fullmatch(word):
        return "here"
    if _ME.fullmatch(word):
        return "me"
    return re.sub(r"^the ", "@", word.strip(), flags=re.IGNORECASE)


def clearance_by_words(plain: str, *, asks: bool = False) -> Intent | None:
    """The /clearance line of a sentence that names a chat or person and a level in any order; None for others.

    Without a level that it grants, what is known of the address is shown, with the levels as buttons.
    """
    said = _REASON.search(plain)
    rest = plain[: said.start()] if said else plain
    if _PARTS_OF_TEXTS.search(rest):
        return None
    addresses = _ONE_ADDRESS.findall(rest)
    named = next(filter(None, (each.fullmatch(rest) for each in _SPOKEN_NAMES)), None) if not addresses else None
    here = _THIS_CHAT.search(rest) and lazy_re(rf"{_EN_MOVES} .* to |^{_RU_MOVES} ", re.I).match(rest)
    holder = addresses[0] if len(set(addresses)) == 1 else named["who"] if named else "here" if here else ""
    level = _granted(rest)
    if not holder or not (level or (addresses and _ANY_LEVEL.search(rest))):
        return None
    if asks or not level:
        return Intent(f"clearance {holder}") if addresses else None
    why = f" because {said['why'] or said['han']}" if said else ""
    return Intent(f"clearance {holder} {level}{why}", sure=False)


def _granted(rest: str) -> str:
    """The level that a sentence doesn't rule out, "default", or "" for none."""
    granted, start = [], 0
    for clause in (*_CLAUSE.split(rest),):
        at = rest.index(clause, start)
        start = at + len(clause)
        for found in _ANY_LEVEL.finditer(clause):
            before = clause[: found.start()]
            if _NO_MORE_THAN.search(before) or not _RULED_OUT.search(before):
                granted.append(level_in_words(found[0]))
    return granted[-1] if granted else "default" if _DEFAULT.search(rest) else ""
